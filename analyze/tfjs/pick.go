package tfjs

import (
	"slices"
)

// narrow makes whole numbers of 32 bits of those of 64, which ONNX's indices are.
func (c *converter) narrow(name string) string {
	return c.graph.add(c.node.Name+"/narrow", "Cast", []string{name}, attrWhole("to", onnxInt32))
}

func (c *converter) gather() (*value, error) {
	x, at := c.in[0], c.in[1]
	axis := 0
	if len(c.in) > 2 {
		var err error
		if axis, err = c.oneOf(c.in[2].constant); err != nil {
			return nil, err
		}
	}
	batch, err := c.node.whole("batch_dims", 0)
	if err != nil {
		return nil, err
	}
	if batch != 0 || at.dtype != integer {
		return nil, wrongf("it takes rows by %s and by %d axes: by whole numbers and none can be converted", at.dtype, batch)
	}
	if axis, err = axisOf(axis, len(x.shape)); err != nil {
		return nil, err
	}
	shape := slices.Concat(x.shape[:axis], at.shape, x.shape[axis+1:])
	if err := checkShape(shape); err != nil {
		return nil, err
	}
	if at.constant != nil {
		for _, i := range at.constant.i {
			if int(i) < 0 || x.shape[axis] >= 0 && int(i) >= x.shape[axis] {
				return nil, wrongf("it takes the row %d of the shape %v", i, x.shape)
			}
		}
		if x.constant != nil {
			if err := c.spend(shape); err != nil {
				return nil, err
			}
			inner, rows, picks := count(x.shape[axis+1:]), x.shape[axis], at.constant.i
			return known(x.constant.pick(shape, func(i int) int {
				in, rest := i%inner, i/inner
				return (rest/len(picks)*rows+int(picks[rest%len(picks)]))*inner + in
			})), nil
		}
	}
	return plain(x.dtype, shape, c.graph.add(c.node.Name, "Gather", []string{c.plain(x), c.plain(at)}, attrWhole("axis", axis))), nil
}

func (c *converter) gatherND() (*value, error) {
	x, at := c.in[0], c.in[1]
	if at.dtype != integer || len(at.shape) == 0 || x.dtype == boolean {
		return nil, wrongf("it takes rows of %s by %s of the shape %v", x.dtype, at.dtype, at.shape)
	}
	n := at.shape[len(at.shape)-1]
	if n < 1 || n > len(x.shape) {
		return nil, wrongf("it takes rows of the shape %v by places of %d numbers", x.shape, n)
	}
	shape := slices.Concat(at.shape[:len(at.shape)-1], x.shape[n:])
	if err := checkShape(shape); err != nil {
		return nil, err
	}
	wide := c.graph.add(c.node.Name+"/wide", "Cast", []string{c.plain(at)}, attrWhole("to", onnxInt64))
	return plain(x.dtype, shape, c.graph.add(c.node.Name, "GatherND", []string{c.plain(x), wide})), nil
}

func (c *converter) argMax() (*value, error) {
	x := c.in[0]
	axis, err := c.oneOf(c.in[1].constant)
	if err != nil {
		return nil, err
	}
	if axis, err = axisOf(axis, len(x.shape)); err != nil {
		return nil, err
	}
	if x.constant != nil || x.dtype == boolean || x.shape[axis] == 0 {
		return nil, wrongf("it takes %s of the shape %v, or what is constant", x.dtype, x.shape)
	}
	f, gone := x.forms[0], map[int]bool{axis: true}
	name := c.graph.add(c.node.Name, c.node.Op, []string{f.name}, attrWhole("axis", slices.Index(f.perm, axis)), attrWhole("keepdims", 0))
	return made(integer, without(x.shape, gone), reduced(f.perm, gone), c.narrow(name)), nil
}

func (c *converter) topK() ([]*value, error) {
	x := c.in[0]
	k, err := c.oneOf(c.in[1].constant)
	if err != nil {
		return nil, err
	}
	rank := len(x.shape)
	if x.dtype == boolean || rank == 0 || k < 0 || x.shape[rank-1] >= 0 && k > x.shape[rank-1] {
		return nil, wrongf("it takes the %d largest of %s of the shape %v", k, x.dtype, x.shape)
	}
	shape := append(slices.Clone(x.shape[:rank-1]), k)
	names := c.graph.addMany(c.node.Name, "TopK", []string{c.plain(x), c.graph.shape(k)}, 2, attrWhole("axis", -1))
	return []*value{plain(x.dtype, shape, names[0]), plain(integer, shape, c.narrow(names[1]))}, nil
}

// suppress leaves out boxes that a better one covers. How many it leaves is not known
// before.
func (c *converter) suppress() ([]*value, error) {
	boxes, scores := c.in[0], c.in[1]
	if err := floatsOnly(boxes, scores); err != nil {
		return nil, err
	}
	if len(boxes.shape) != 2 || boxes.shape[1] != 4 || len(scores.shape) != 1 {
		return nil, wrongf("its boxes have the shape %v, and its scores %v", boxes.shape, scores.shape)
	}
	var by []float64
	for i := range len(c.in) - 2 {
		x, err := c.real(2 + i)
		if err != nil {
			return nil, err
		}
		by = append(by, x)
	}
	if len(by) > 3 && by[3] != 0 {
		return nil, wrongf("it lowers scores by a sigma of %g: only 0, which leaves them, can be converted", by[3])
	}
	number := func(x float64) string {
		return c.graph.constant(c.node.Name+"/k", floats([]int{1}, []float32{float32(x)}))
	}
	in := []string{
		c.graph.add(c.node.Name+"/boxes", "Unsqueeze", []string{c.plain(boxes), c.graph.shape(0)}),
		c.graph.add(c.node.Name+"/scores", "Unsqueeze", []string{c.plain(scores), c.graph.shape(0, 1)}),
		c.graph.shape(int(min(max(by[0], 0), maxElements))), number(by[1]),
	}
	if len(by) > 2 {
		in = append(in, number(by[2]))
	}
	found := c.graph.add(c.node.Name, "NonMaxSuppression", in) // batch, class, box
	at := c.graph.add(c.node.Name+"/box", "Gather", []string{found, c.graph.put("index", scalarOf(integer, 2), true)}, attrWhole("axis", 1))
	out := []*value{plain(integer, []int{-1}, c.narrow(at))}
	if c.node.Op == "NonMaxSuppressionV5" {
		out = append(out, plain(float, []int{-1}, c.graph.add(c.node.Name+"/kept", "Gather", []string{c.plain(scores), at}, attrWhole("axis", 0))))
	}
	return out, nil
}
