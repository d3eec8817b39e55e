package tfjs

import "slices"

// linear says that a value is another one times a number plus a number.
type linear struct {
	in       *value
	by, plus float64
}

// linearOf is what an operation with a constant number is; nil if it is another.
func linearOf(onnx string, a, b *value, shape []int) *linear {
	if a.constant != nil {
		a, b = b, a
	}
	if b.constant == nil || b.constant.size() != 1 || a.dtype != float || !slices.Equal(a.shape, shape) {
		return nil
	}
	switch k := b.constant.at(0); onnx {
	case "Add":
		return &linear{a, 1, k}
	case "Mul":
		return &linear{a, k, 0}
	}
	return nil
}

// hardSwish writes k*x * min(max(x+3, 0), 6), where k is about a sixth and which networks
// for small machines have all over. The second factor, times k, becomes a convolution of
// each channel alone with bounds: ONNX Runtime has convolutions in blocks of channels, and
// would bring every picture out of these and back for each sum and product with a number.
// It gives nil if a product is another.
func (c *converter) hardSwish(onnx string, a, b *value) *value {
	if a.bounds != nil && b.bounds == nil {
		a, b = b, a
	}
	if onnx != "Mul" || b.bounds == nil || b.bounds.lo < 0 || a.linear == nil || a.linear.plus != 0 || a.linear.by <= 0 {
		return nil
	}
	x, k, sum := a.linear.in, a.linear.by, b.bounds.in.linear
	if sum == nil || sum.in != x || sum.by != 1 || len(x.shape) != 4 {
		return nil
	}
	perm := x.forms[0].perm
	channels := x.shape[perm[1]]
	if channels < 8 || channels%8 != 0 || x.constant != nil {
		return nil
	}
	kernel, bias := make([]float32, channels), make([]float32, channels)
	for i := range kernel {
		kernel[i], bias[i] = float32(k), float32(k*sum.plus)
	}
	factor := c.convolved(&convolution{
		in: x.forms[0].name, kernel: floats([]int{channels, 1, 1, 1}, kernel), bias: bias,
		attrs: []onnxAttr{attrWholes("kernel_shape", 1, 1), attrWhole("group", channels)},
	}, x.shape, perm)
	factor, err := c.clip(factor, k*b.bounds.lo, k*b.bounds.hi)
	if err != nil {
		return nil
	}
	return made(float, x.shape, perm, c.graph.add(c.node.Name, "Mul", []string{x.forms[0].name, factor.forms[0].name}))
}
