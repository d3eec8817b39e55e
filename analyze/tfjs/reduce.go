package tfjs

import (
	"math"
	"slices"
)

// reductions are the ops that make one number of many, by what they are in ONNX.
var reductions = map[string]string{
	"Mean": "ReduceMean", "Sum": "ReduceSum", "Max": "ReduceMax", "Min": "ReduceMin", "Prod": "ReduceProd", "All": "ReduceMin", "Any": "ReduceMax",
}

func (c *converter) reduce(onnx string) (*value, error) {
	x := c.in[0]
	axes, err := c.numbers(1)
	if err != nil {
		return nil, err
	}
	keep, err := c.node.truth("keep_dims")
	if err != nil {
		return nil, err
	}
	if truths := c.node.Op == "All" || c.node.Op == "Any"; truths != (x.dtype == boolean) {
		return nil, wrongf("it takes %s", x.dtype)
	}
	if onnx == "ReduceMean" {
		x = c.retyped(x, float)
	}
	gone := map[int]bool{}
	for _, a := range axes {
		a, err := axisOf(a, len(x.shape))
		if err != nil {
			return nil, err
		}
		gone[a] = true
	}
	if len(gone) == 0 {
		return x, nil
	}
	kept := slices.Clone(x.shape)
	for a := range gone {
		kept[a] = 1
		if x.shape[a] == 0 {
			return nil, wrongf("it makes one number of none: the shape is %v", x.shape)
		}
	}
	shape := without(x.shape, gone)
	if keep {
		shape = kept
	}
	if x.constant != nil {
		return c.reducedConstant(x.constant, kept, shape)
	}
	to := x.dtype
	f := x.forms[0]
	if x.dtype == boolean { // ONNX's takes numbers
		f.name = c.graph.add(c.node.Name+"/cast", "Cast", []string{f.name}, attrWhole("to", onnxInt32))
	}
	var at []int
	for i, p := range f.perm {
		if gone[p] {
			at = append(at, i)
		}
	}
	perm := f.perm
	var name string
	switch {
	case onnx == "ReduceMean" && len(f.perm) == 4 && slices.Equal(at, []int{2, 3}):
		// The mean of each channel of a picture, which ONNX Runtime has as such.
		name = c.graph.add(c.node.Name, "GlobalAveragePool", []string{f.name})
		if !keep {
			perm = reduced(f.perm, gone)
			name = c.graph.add(c.node.Name, "Squeeze", []string{name, c.graph.shape(2, 3)})
		}
	default:
		if !keep {
			perm = reduced(f.perm, gone)
		}
		in, attrs := []string{f.name}, []onnxAttr{attrWhole("keepdims", int(truth(keep)))}
		if onnx == "ReduceSum" {
			in = append(in, c.graph.shape(at...))
		} else {
			attrs = append(attrs, attrWholes("axes", at...))
		}
		name = c.graph.add(c.node.Name, onnx, in, attrs...)
	}
	if to == boolean {
		name = c.graph.add(c.node.Name+"/cast", "Cast", []string{name}, attrWhole("to", onnxBool))
	}
	return made(to, shape, perm, name), nil
}

func (c *converter) reducedConstant(t *tensor, kept, shape []int) (*value, error) {
	if err := c.spend(t.shape); err != nil {
		return nil, err
	}
	of, start := func(a, b float64) float64 { return a + b }, 0.0
	switch c.node.Op {
	case "Max":
		of, start = func(a, b float64) float64 { return max(a, b) }, -inf
	case "Min":
		of, start = func(a, b float64) float64 { return min(a, b) }, inf
	case "Prod":
		of, start = func(a, b float64) float64 { return a * b }, 1
	case "All":
		of, start = math.Min, 1
	case "Any":
		of, start = math.Max, 0
	}
	sums := make([]float64, count(kept))
	for i := range sums {
		sums[i] = start
	}
	by := strides(kept)
	for i, d := range kept {
		if d == 1 {
			by[i] = 0
		}
	}
	at := walk(t.shape, by, 0)
	for i := range t.size() {
		k := at(i)
		sums[k] = of(sums[k], t.at(i))
	}
	out := &tensor{dtype: t.dtype, shape: shape}
	for _, x := range sums {
		if c.node.Op == "Mean" {
			x /= float64(t.size() / len(sums))
		}
		out.put(x)
	}
	return known(out), nil
}
