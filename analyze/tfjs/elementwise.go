package tfjs

import (
	"math"
	"slices"
)

var inf = math.Inf(1)

// single is an operation on each number alone.
type single struct {
	onnx string // "" is none alone
	of   func(x float64) float64
	to   dtype // 0 is what it takes
	// floats says that it takes nothing else.
	floats bool
}

var unaries = map[string]single{
	"Abs":        {"Abs", math.Abs, 0, false},
	"Neg":        {"Neg", func(x float64) float64 { return -x }, 0, false},
	"Exp":        {"Exp", math.Exp, 0, true},
	"Log":        {"Log", math.Log, 0, true},
	"Sqrt":       {"Sqrt", math.Sqrt, 0, true},
	"Rsqrt":      {"", func(x float64) float64 { return 1 / math.Sqrt(x) }, 0, true},
	"Square":     {"", func(x float64) float64 { return x * x }, 0, false},
	"Reciprocal": {"Reciprocal", func(x float64) float64 { return 1 / x }, 0, true},
	"Inv":        {"Reciprocal", func(x float64) float64 { return 1 / x }, 0, true},
	"Floor":      {"Floor", math.Floor, 0, true},
	"Ceil":       {"Ceil", math.Ceil, 0, true},
	"Round":      {"Round", math.RoundToEven, 0, true},
	"Sign":       {"Sign", func(x float64) float64 { return float64(cmp0(x)) }, 0, false},
	"Sin":        {"Sin", math.Sin, 0, true},
	"Cos":        {"Cos", math.Cos, 0, true},
	"Tan":        {"Tan", math.Tan, 0, true},
	"Atan":       {"Atan", math.Atan, 0, true},
	"Erf":        {"Erf", math.Erf, 0, true},
	"Tanh":       {"Tanh", math.Tanh, 0, true},
	"Sigmoid":    {"Sigmoid", func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }, 0, true},
	"Elu":        {"Elu", func(x float64) float64 { return max(x, 0) + math.Expm1(min(x, 0)) }, 0, true},
	"Softplus":   {"Softplus", func(x float64) float64 { return math.Log1p(math.Exp(x)) }, 0, true},
	"LogicalNot": {"Not", func(x float64) float64 { return 1 - x }, boolean, false},
}

func cmp0(x float64) int {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

func (c *converter) alone(x *value, u single) (*value, error) {
	if u.floats && x.dtype != float {
		x = c.retyped(x, float)
	}
	if u.to == boolean && x.dtype != boolean || u.to == 0 && x.dtype == boolean {
		return nil, wrongf("it takes %s", x.dtype)
	}
	if t := x.constant; t != nil {
		if err := c.spend(t.shape); err != nil {
			return nil, err
		}
		out := &tensor{dtype: t.dtype, shape: t.shape}
		for i := range t.size() {
			out.put(u.of(t.at(i)))
		}
		return known(out), nil
	}
	if u.onnx != "" {
		return c.each(x, u.onnx), nil
	}
	if c.node.Op == "Rsqrt" {
		return c.each(c.each(x, "Sqrt"), "Reciprocal"), nil
	}
	f := x.forms[0]
	return made(x.dtype, x.shape, f.perm, c.graph.add(c.node.Name, "Mul", []string{f.name, f.name})), nil
}

// each does something with each number of a value, whatever the order of its axes.
func (c *converter) each(x *value, onnx string, attrs ...onnxAttr) *value {
	if x.constant != nil {
		return plain(x.dtype, x.shape, c.graph.add(c.node.Name, onnx, []string{c.plain(x)}, attrs...))
	}
	f := x.forms[0]
	return made(x.dtype, x.shape, f.perm, c.graph.add(c.node.Name, onnx, []string{f.name}, attrs...))
}

// pairwise is an operation on two numbers, each of one input.
type pairwise struct {
	onnx string
	of   func(a, b float64) float64
	to   dtype // 0 is what it takes
	// truths says that it takes truths, as does what is written for any type.
	truths, any bool
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

var binaries = map[string]pairwise{
	"Add":               {"Add", func(a, b float64) float64 { return a + b }, 0, false, false},
	"AddV2":             {"Add", func(a, b float64) float64 { return a + b }, 0, false, false},
	"Sub":               {"Sub", func(a, b float64) float64 { return a - b }, 0, false, false},
	"Mul":               {"Mul", func(a, b float64) float64 { return a * b }, 0, false, false},
	"Div":               {"Div", func(a, b float64) float64 { return a / b }, 0, false, false},
	"RealDiv":           {"Div", func(a, b float64) float64 { return a / b }, 0, false, false},
	"FloorDiv":          {"FloorDiv", func(a, b float64) float64 { return math.Floor(a / b) }, 0, false, false},
	"FloorMod":          {"FloorMod", func(a, b float64) float64 { return a - math.Floor(a/b)*b }, 0, false, false},
	"Mod":               {"FloorMod", func(a, b float64) float64 { return a - math.Floor(a/b)*b }, 0, false, false},
	"Maximum":           {"Max", func(a, b float64) float64 { return max(a, b) }, 0, false, false},
	"Minimum":           {"Min", func(a, b float64) float64 { return min(a, b) }, 0, false, false},
	"Pow":               {"Pow", math.Pow, 0, false, false},
	"SquaredDifference": {"SquaredDifference", func(a, b float64) float64 { return (a - b) * (a - b) }, 0, false, false},
	"Equal":             {"Equal", func(a, b float64) float64 { return truth(a == b) }, boolean, false, true},
	"NotEqual":          {"NotEqual", func(a, b float64) float64 { return truth(a != b) }, boolean, false, true},
	"Less":              {"Less", func(a, b float64) float64 { return truth(a < b) }, boolean, false, false},
	"LessEqual":         {"LessOrEqual", func(a, b float64) float64 { return truth(a <= b) }, boolean, false, false},
	"Greater":           {"Greater", func(a, b float64) float64 { return truth(a > b) }, boolean, false, false},
	"GreaterEqual":      {"GreaterOrEqual", func(a, b float64) float64 { return truth(a >= b) }, boolean, false, false},
	"LogicalAnd":        {"And", func(a, b float64) float64 { return min(a, b) }, boolean, true, false},
	"LogicalOr":         {"Or", func(a, b float64) float64 { return max(a, b) }, boolean, true, false},
}

func (c *converter) pair(a, b *value, o pairwise) (*value, error) {
	// As TensorFlow.js, which takes the wider type of the two.
	switch {
	case a.dtype == b.dtype:
	case a.dtype == float || b.dtype == float:
		a, b = c.retyped(a, float), c.retyped(b, float)
	default:
		a, b = c.retyped(a, integer), c.retyped(b, integer)
	}
	if (a.dtype == boolean) != o.truths && !(o.any && !o.truths) {
		return nil, wrongf("it takes %s", a.dtype)
	}
	shape, err := broadcastShapes(a.shape, b.shape)
	if err != nil {
		return nil, err
	}
	divides := o.onnx == "Div" || o.onnx == "FloorDiv" || o.onnx == "FloorMod"
	if divides && a.dtype == integer {
		// A whole number divided by 0 ends the process that runs the network.
		if b.constant == nil || slices.Contains(b.constant.i, 0) {
			return nil, wrongf("it divides whole numbers by what is not constant, or is 0")
		}
		if o.onnx == "Div" {
			o = binaries["FloorDiv"]
		}
	}
	to := a.dtype
	if o.to != 0 {
		to = o.to
	}
	if a.constant != nil && b.constant != nil {
		if err := c.spend(shape); err != nil {
			return nil, err
		}
		x, y := a.constant.broadcast(shape), b.constant.broadcast(shape)
		out := &tensor{dtype: to, shape: shape}
		for i := range x.size() {
			out.put(o.of(x.at(i), y.at(i)))
		}
		return known(out), nil
	}
	if v := c.merged(o.onnx, a, b, shape); v != nil {
		return v, nil
	}
	perm := layout(len(shape), []*value{a, b})
	x, y := c.spread(a, len(shape), perm), c.spread(b, len(shape), perm)
	write := func(onnx string, in ...string) string { return c.graph.add(c.node.Name, onnx, in) }
	var name string
	switch o.onnx {
	case "FloorMod":
		if a.dtype == integer {
			name = write("Mod", x, y) // of the divisor's sign
		} else {
			name = write("Sub", x, write("Mul", write("Floor", write("Div", x, y)), y))
		}
	case "FloorDiv":
		if a.dtype == integer { // ONNX cuts towards 0
			name = write("Div", write("Sub", x, write("Mod", x, y)), y)
		} else {
			name = write("Floor", write("Div", x, y))
		}
	case "SquaredDifference":
		d := write("Sub", x, y)
		name = write("Mul", d, d)
	case "NotEqual":
		name = write("Not", write("Equal", x, y))
	default:
		name = write(o.onnx, x, y)
	}
	return made(to, shape, perm, name), nil
}

// merged is an operation with a constant that becomes part of the convolution or of the
// bounds before it; nil if it does not.
func (c *converter) merged(onnx string, a, b *value, shape []int) *value {
	if a.constant != nil && onnx != "Sub" && onnx != "Div" {
		a, b = b, a
	}
	k := b.constant
	if k == nil || k.dtype != float || !slices.Equal(a.shape, shape) {
		return nil
	}
	switch onnx {
	case "Max", "Min":
		if k.size() != 1 || math.IsNaN(k.at(0)) {
			return nil
		}
		lo, hi := k.at(0), inf
		if onnx == "Min" {
			lo, hi = -inf, lo
		}
		v, err := c.clip(a, lo, hi)
		if err != nil {
			return nil
		}
		return v
	case "Mul", "Div":
		if l := a.byChannel(k); l != nil {
			if onnx == "Div" {
				l = slices.Clone(l)
				for i := range l {
					l[i] = 1 / l[i]
				}
			}
			return c.rescaled(a, l, nil)
		}
	case "Add", "Sub":
		if l := a.byChannel(k); l != nil {
			if onnx == "Sub" {
				l = slices.Clone(l)
				for i := range l {
					l[i] = -l[i]
				}
			}
			return c.rescaled(a, nil, l)
		}
	}
	return nil
}

// bounded says that a value is another one within bounds.
type bounded struct {
	in     *value
	lo, hi float64
}

// clip keeps a value within bounds. Those of bounds before become one.
func (c *converter) clip(x *value, lo, hi float64) (*value, error) {
	if x.dtype != float {
		if x.dtype == boolean {
			return nil, wrongf("it takes truths")
		}
		// Whole numbers: as an operation each, since ONNX's Clip does not have them everywhere.
		for _, bound := range []struct {
			op string
			x  float64
		}{{"Maximum", lo}, {"Minimum", hi}} {
			if !math.IsInf(bound.x, 0) && x.constant == nil {
				f := x.forms[0]
				k := c.graph.constant(c.node.Name+"/k", scalarOf(integer, bound.x))
				x = made(integer, x.shape, f.perm, c.graph.add(c.node.Name, binaries[bound.op].onnx, []string{f.name, k}))
			}
		}
		if x.constant != nil {
			return known(clipped(x.constant, lo, hi)), nil
		}
		return x, nil
	}
	if x.constant != nil {
		return known(clipped(x.constant, lo, hi)), nil
	}
	in := x
	if b := x.bounds; b != nil && !x.shared {
		in, lo, hi = b.in, min(max(b.lo, lo), hi), min(max(b.hi, lo), hi)
	}
	f := in.forms[0]
	var name string
	if lo == 0 && math.IsInf(hi, 1) {
		name = c.graph.add(c.node.Name, "Relu", []string{f.name})
	} else {
		args := []string{f.name, "", ""}
		if !math.IsInf(lo, -1) {
			args[1] = c.graph.constant(c.node.Name+"/k", scalarOf(float, lo))
		}
		if !math.IsInf(hi, 1) {
			args[2] = c.graph.constant(c.node.Name+"/k", scalarOf(float, hi))
		}
		name = c.graph.add(c.node.Name, "Clip", args)
	}
	out := made(float, in.shape, f.perm, name)
	out.bounds = &bounded{in, lo, hi}
	return out, nil
}

func clipped(t *tensor, lo, hi float64) *tensor {
	out := &tensor{dtype: t.dtype, shape: t.shape}
	for i := range t.size() {
		out.put(min(max(t.at(i), lo), hi))
	}
	return out
}

func (c *converter) leaky() (*value, error) {
	alpha, err := c.node.float("alpha", .2)
	if err != nil {
		return nil, err
	}
	if err := floatsOnly(c.in[0]); err != nil {
		return nil, err
	}
	return c.each(c.in[0], "LeakyRelu", attrReal("alpha", float32(alpha))), nil
}

func (c *converter) prelu(x, slope *value) (*value, error) {
	if err := floatsOnly(x, slope); err != nil {
		return nil, err
	}
	shape, err := broadcastShapes(x.shape, slope.shape)
	if err != nil || !slices.Equal(shape, x.shape) {
		return nil, wrongf("its slopes have the shape %v, and its input has %v", slope.shape, x.shape)
	}
	perm := layout(len(shape), []*value{x})
	return made(float, shape, perm, c.graph.add(c.node.Name, "PRelu", []string{c.spread(x, len(shape), perm), c.spread(slope, len(shape), perm)})), nil
}

func (c *converter) softmax() (*value, error) {
	x := c.in[0]
	if err := floatsOnly(x); err != nil {
		return nil, err
	}
	if len(x.shape) == 0 || x.constant != nil {
		return nil, wrongf("it takes one number, or what is constant")
	}
	f := x.forms[0]
	return c.each(x, c.node.Op, attrWhole("axis", slices.Index(f.perm, len(x.shape)-1))), nil
}

func (c *converter) cast() (*value, error) {
	to, err := c.node.dtype("DstT", 0)
	if err != nil || to == 0 {
		return nil, wrongf("it says no type that it converts to")
	}
	return c.retyped(c.in[0], to), nil
}

func (c *converter) addN() (*value, error) {
	v := c.in[0]
	var err error
	for _, other := range c.in[1:] {
		if v, err = c.pair(v, other, binaries["Add"]); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// choose takes numbers of two inputs, as a third says.
func (c *converter) choose() (*value, error) {
	by, a, b := c.in[0], c.in[1], c.in[2]
	if by.dtype != boolean || a.dtype != b.dtype {
		return nil, wrongf("it chooses by %s of %s and %s", by.dtype, a.dtype, b.dtype)
	}
	if c.node.Op == "Select" && len(by.shape) == 1 && len(a.shape) > 1 { // row by row
		wide, err := c.reshaped(by, append([]int{by.shape[0]}, slices.Repeat([]int{1}, len(a.shape)-1)...))
		if err != nil {
			return nil, err
		}
		by = wide
	}
	shape, err := broadcastShapes(a.shape, b.shape)
	if err == nil {
		shape, err = broadcastShapes(shape, by.shape)
	}
	if err != nil {
		return nil, err
	}
	if by.constant != nil && a.constant != nil && b.constant != nil {
		if err := c.spend(shape); err != nil {
			return nil, err
		}
		k, x, y := by.constant.broadcast(shape), a.constant.broadcast(shape), b.constant.broadcast(shape)
		out := &tensor{dtype: a.dtype, shape: shape}
		for i := range k.i {
			from := y
			if k.i[i] != 0 {
				from = x
			}
			out.put(from.at(i))
		}
		return known(out), nil
	}
	rank := len(shape)
	perm := layout(rank, c.in)
	return made(a.dtype, shape, perm, c.graph.add(c.node.Name, "Where", []string{c.spread(by, rank, perm), c.spread(a, rank, perm), c.spread(b, rank, perm)})), nil
}
