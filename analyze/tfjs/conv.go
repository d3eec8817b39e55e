package tfjs

import (
	"math"
	"slices"
)

// convolution is one whose kernel is constant, so that what is done to its channels
// afterwards can become part of it.
type convolution struct {
	in     string
	kernel *tensor   // outputs, inputs, height, width
	bias   []float32 // of each output; nil is none
	attrs  []onnxAttr
}

// rescaled multiplies and shifts a convolution's outputs, by channel.
func (c *converter) rescaled(x *value, by, shift []float64) *value {
	conv := *x.conv
	per := conv.kernel.size() / conv.kernel.shape[0]
	bias := make([]float32, conv.kernel.shape[0])
	copy(bias, conv.bias)
	if by != nil {
		k := make([]float32, conv.kernel.size())
		for i, w := range conv.kernel.f {
			k[i] = float32(float64(w) * by[i/per])
		}
		conv.kernel = floats(conv.kernel.shape, k)
		for i := range bias {
			bias[i] = float32(float64(bias[i]) * by[i])
		}
	}
	if shift != nil {
		for i := range bias {
			bias[i] = float32(float64(bias[i]) + shift[i])
		}
	}
	conv.bias = bias
	return c.convolved(&conv, x.shape, x.forms[0].perm)
}

// byChannel is a constant as a number for each of a convolution's channels; nil if it is
// another, or the value is no convolution's alone.
func (v *value) byChannel(k *tensor) []float64 {
	if v.conv == nil || v.shared || len(k.shape) > len(v.shape) {
		return nil
	}
	channel := v.forms[0].perm[1] - (len(v.shape) - len(k.shape))
	for i, d := range k.shape {
		if d != 1 && i != channel {
			return nil
		}
	}
	out := make([]float64, v.conv.kernel.shape[0])
	for i := range out {
		out[i] = k.at(i % k.size())
	}
	return out
}

// convolved writes a convolution, whose result has an order of axes.
func (c *converter) convolved(conv *convolution, shape, perm []int) *value {
	in := []string{conv.in, c.graph.constant(c.node.Name+"/w", conv.kernel)}
	if conv.bias != nil {
		in = append(in, c.graph.constant(c.node.Name+"/b", floats([]int{len(conv.bias)}, conv.bias)))
	}
	v := made(float, shape, perm, c.graph.add(c.node.Name, "Conv", in, conv.attrs...))
	v.conv = conv
	return v
}

// picture is the order of axes that brings a node's pictures to batch, channels, height,
// width.
func (c *converter) picture(rank int) ([]int, error) {
	format, err := c.node.text("data_format", "NHWC")
	if err != nil {
		return nil, err
	}
	if rank != 4 {
		return nil, wrongf("it takes %d dimensions: pictures of 4 are wanted", rank)
	}
	switch format {
	case "NHWC":
		return channelsFirst, nil
	case "NCHW":
		return identity(4), nil
	}
	return nil, wrongf("its pictures have the order %.20q: NHWC and NCHW can be converted", format)
}

// window is how something looks at a picture, place by place: by height and by width.
type window struct {
	size, stride, dilation [2]int
	// pads are at the top, left, bottom, right.
	pads [4]int
	out  [2]int
}

// attrs are a window's in ONNX.
func (w *window) attrs() []onnxAttr {
	return []onnxAttr{attrWholes("pads", w.pads[:]...), attrWholes("strides", w.stride[:]...), attrWholes("kernel_shape", w.size[:]...)}
}

// maxWindow bounds sizes, strides and pads, in pixels.
const maxWindow = 4096

// hw are the two numbers of an attribute that are of height and of width.
func (c *converter) hw(name string, perm []int) (out [2]int, err error) {
	l, err := c.node.wholes(name)
	if err != nil {
		return out, err
	}
	if l == nil {
		return [2]int{1, 1}, nil
	}
	if len(l) == 2 {
		l = []int{1, l[0], l[1], 1}
		perm = channelsFirst
	}
	if len(l) != 4 || l[perm[0]] != 1 || l[perm[1]] != 1 {
		return out, wrongf("its attribute %s is %v: height and width are wanted", name, l)
	}
	out = [2]int{l[perm[2]], l[perm[3]]}
	if min(out[0], out[1]) < 1 || max(out[0], out[1]) > maxWindow {
		return out, wrongf("its attribute %s is %v, which cannot be", name, l)
	}
	return out, nil
}

// window is how a node looks at a picture of a shape, in the order of perm.
func (c *converter) window(size [2]int, shape, perm []int) (w window, err error) {
	w.size = size
	if w.stride, err = c.hw("strides", perm); err != nil {
		return w, err
	}
	if w.dilation, err = c.hw("dilations", perm); err != nil {
		return w, err
	}
	padding, err := c.node.text("padding", "VALID")
	if err != nil {
		return w, err
	}
	explicit, err := c.node.wholes("explicit_paddings")
	if err != nil {
		return w, err
	}
	for i := range 2 {
		in := shape[perm[2+i]]
		if in < 1 || size[i] < 1 || size[i] > maxWindow {
			return w, wrongf("it looks at the shape %v by %v pixels", shape, size)
		}
		reach := (size[i]-1)*w.dilation[i] + 1
		switch padding {
		case "SAME":
			w.out[i] = (in + w.stride[i] - 1) / w.stride[i]
			all := max((w.out[i]-1)*w.stride[i]+reach-in, 0)
			w.pads[i], w.pads[2+i] = all/2, all-all/2
		case "VALID":
			w.out[i] = (in-reach)/w.stride[i] + 1
		case "EXPLICIT":
			if len(explicit) != 8 {
				return w, wrongf("its paddings are %v: eight numbers are wanted", explicit)
			}
			w.pads[i], w.pads[2+i] = explicit[2*perm[2+i]], explicit[2*perm[2+i]+1]
			if min(w.pads[i], w.pads[2+i]) < 0 || max(w.pads[i], w.pads[2+i]) > maxWindow {
				return w, wrongf("its paddings are %v, which cannot be", explicit)
			}
			w.out[i] = (in+w.pads[i]+w.pads[2+i]-reach)/w.stride[i] + 1
		default:
			return w, wrongf("its padding is %.20q: SAME, VALID and EXPLICIT can be converted", padding)
		}
		if reach > in+w.pads[i]+w.pads[2+i] {
			return w, wrongf("it looks at %d pixels of %d", reach, in+w.pads[i]+w.pads[2+i])
		}
	}
	return w, nil
}

// widen takes in what was put around a picture before: zeros, which a convolution adds by
// itself, or what is below every number, which a pool does.
func (w *window) widen(x *value, perm []int, below bool) *value {
	p := x.padded
	if p == nil || !below && p.value != 0 || below && p.value > -math.MaxFloat32 {
		return x
	}
	for i, a := range perm {
		if i < 2 && (p.before[a] != 0 || p.after[a] != 0) || max(p.before[a], p.after[a]) > maxWindow {
			return x
		}
	}
	pads := w.pads
	for i, a := range perm[2:] {
		pads[i] += p.before[a]
		pads[2+i] += p.after[a]
		if below && max(pads[i], pads[2+i]) >= w.size[i] { // ONNX's pools want this
			return x
		}
	}
	w.pads = pads
	return p.in
}

func (c *converter) conv2D() (*value, error) { return c.conv(false) }

func (c *converter) depthwise() (*value, error) { return c.conv(true) }

func (c *converter) conv(depthwise bool) (*value, error) {
	x, k := c.in[0], c.in[1]
	if err := floatsOnly(x, k); err != nil {
		return nil, err
	}
	perm, err := c.picture(len(x.shape))
	if err != nil {
		return nil, err
	}
	if len(k.shape) != 4 || k.constant == nil || k.constant.size() == 0 {
		return nil, wrongf("its kernel is not constant, or not of 4 dimensions: it is converted only so")
	}
	w, err := c.window([2]int{k.shape[0], k.shape[1]}, x.shape, perm)
	if err != nil {
		return nil, err
	}
	channels, groups, outs := x.shape[perm[1]], 1, k.shape[3]
	var kernel *tensor // to outputs, inputs, height, width
	switch {
	case depthwise:
		if k.shape[2] != channels {
			return nil, wrongf("its kernel %v is for %d channels, and its input has %d", k.shape, k.shape[2], channels)
		}
		groups, outs = channels, channels*k.shape[3]
		kernel = k.constant.transpose([]int{2, 3, 0, 1}).reshape([]int{outs, 1, k.shape[0], k.shape[1]})
	case channels%k.shape[2] != 0 || k.shape[3]%(channels/k.shape[2]) != 0:
		return nil, wrongf("its kernel %v is for %d channels, and its input has %d", k.shape, k.shape[2], channels)
	default:
		groups = channels / k.shape[2]
		kernel = k.constant.transpose([]int{3, 2, 0, 1})
	}
	from := w.widen(x, perm, false)
	conv := &convolution{
		in: c.form(from, perm), kernel: kernel,
		attrs: append(w.attrs(), attrWholes("dilations", w.dilation[:]...), attrWhole("group", groups)),
	}
	shape := make([]int, 4)
	for i, d := range []int{x.shape[perm[0]], outs, w.out[0], w.out[1]} {
		shape[perm[i]] = d
	}
	v := c.convolved(conv, shape, perm)
	return c.fused(v)
}

// fused does what a fused operation does after its own work: its first inputs are what it
// works on, then what it is done with.
func (c *converter) fused(v *value) (*value, error) {
	does, err := c.node.texts("fused_ops")
	if err != nil {
		return nil, err
	}
	return c.does(v, does, c.in[2:])
}

// does does things one after the other, with what they need besides.
func (c *converter) does(v *value, does []string, args []*value) (_ *value, err error) {
	take := func(n int) ([]*value, error) {
		if len(args) < n {
			return nil, wrongf("what it does besides (%v) needs more inputs", does)
		}
		out := args[:n]
		args = args[n:]
		return out, nil
	}
	for _, d := range does {
		switch d {
		case "BiasAdd":
			a, err := take(1)
			if err != nil {
				return nil, err
			}
			if v, err = c.withBias(v, a[0]); err != nil {
				return nil, err
			}
		case "FusedBatchNorm":
			a, err := take(4)
			if err != nil {
				return nil, err
			}
			epsilon, err := c.node.float("epsilon", 1e-4)
			if err != nil {
				return nil, err
			}
			if v, err = c.normed(v, a, epsilon); err != nil {
				return nil, err
			}
		case "Relu":
			v, err = c.clip(v, 0, inf)
		case "Relu6":
			v, err = c.clip(v, 0, 6)
		case "Elu", "Sigmoid", "Tanh":
			v = c.each(v, d)
		case "LeakyRelu":
			alpha, err := c.node.float("leakyrelu_alpha", .2)
			if err != nil {
				return nil, err
			}
			v = c.each(v, "LeakyRelu", attrReal("alpha", float32(alpha)))
		case "Prelu":
			a, err := take(1)
			if err != nil {
				return nil, err
			}
			if v, err = c.prelu(v, a[0]); err != nil {
				return nil, err
			}
		case "Linear", "Identity", "linear":
		default:
			return nil, wrongf("what it does besides is %.40q, which is not converted", d)
		}
		if err != nil {
			return nil, err
		}
	}
	return v, nil
}

// withBias adds a number to each channel, which is the last axis unless the node says
// otherwise.
func (c *converter) withBias(v, bias *value) (*value, error) {
	if err := floatsOnly(v, bias); err != nil {
		return nil, err
	}
	format, err := c.node.text("data_format", "NHWC")
	if err != nil {
		return nil, err
	}
	if format == "NCHW" && len(v.shape) == 4 && len(bias.shape) == 1 {
		if bias, err = c.reshaped(bias, []int{bias.shape[0], 1, 1}); err != nil {
			return nil, err
		}
	}
	return c.pair(v, bias, binaries["Add"])
}

func (c *converter) biasAdd() (*value, error) { return c.withBias(c.in[0], c.in[1]) }

func (c *converter) batchNorm() (*value, error) {
	epsilon, err := c.node.float("epsilon", 1e-4)
	if err != nil {
		return nil, err
	}
	return c.normed(c.in[0], c.in[1:], epsilon)
}

// normed multiplies and shifts each channel: as part of the convolution before it, where
// that is one.
func (c *converter) normed(x *value, by []*value, epsilon float64) (*value, error) {
	perm, err := c.picture(len(x.shape))
	if err != nil {
		return nil, err
	}
	if err := floatsOnly(x); err != nil {
		return nil, err
	}
	channels := x.shape[perm[1]]
	for _, v := range by {
		if v.constant == nil || v.dtype != float || v.constant.size() != channels {
			return nil, wrongf("its scale, offset, mean and variance are %d constant floats each: it is converted only so", channels)
		}
	}
	scale, offset, mean, variance := by[0].constant, by[1].constant, by[2].constant, by[3].constant
	mul, add := make([]float64, channels), make([]float64, channels)
	for i := range mul {
		mul[i] = scale.at(i) / math.Sqrt(variance.at(i)+epsilon)
		add[i] = offset.at(i) - mean.at(i)*mul[i]
	}
	if x.conv != nil && !x.shared && slices.Equal(x.forms[0].perm, perm) {
		return c.rescaled(x, mul, add), nil
	}
	in := []string{c.form(x, perm)}
	for i, t := range []*tensor{scale, offset, mean, variance} {
		in = append(in, c.graph.constant(c.node.Name+"/"+[]string{"scale", "offset", "mean", "variance"}[i], t.reshape([]int{channels})))
	}
	return made(float, x.shape, perm, c.graph.add(c.node.Name, "BatchNormalization", in, attrReal("epsilon", float32(epsilon)))), nil
}

// convTranspose writes a convolution's way back.
func (c *converter) convTranspose() (*value, error) {
	x, k := c.in[2], c.in[1]
	if err := floatsOnly(x, k); err != nil {
		return nil, err
	}
	perm, err := c.picture(len(x.shape))
	if err != nil {
		return nil, err
	}
	out, err := c.numbers(0)
	if err != nil {
		return nil, err
	}
	if len(out) != 4 || len(k.shape) != 4 || k.constant == nil || k.constant.size() == 0 || x.shape[perm[1]] != k.shape[3] {
		return nil, wrongf("its result has the shape %v, its kernel %v and its input %v", out, k.shape, x.shape)
	}
	if err := checkShape(out); err != nil {
		return nil, err
	}
	out = slices.Clone(out)
	if out[perm[0]] == -1 {
		out[perm[0]] = x.shape[perm[0]]
	}
	// The window of the convolution whose way back this is.
	w, err := c.window([2]int{k.shape[0], k.shape[1]}, out, perm)
	if err != nil {
		return nil, err
	}
	if w.out != [2]int{x.shape[perm[2]], x.shape[perm[3]]} || out[perm[1]] != k.shape[2] || out[perm[0]] != x.shape[perm[0]] {
		return nil, wrongf("its result %v does not come of its input %v by the kernel %v", out, x.shape, k.shape)
	}
	var more [2]int // what the convolution left over at the end
	for i := range 2 {
		reach := (w.size[i]-1)*w.dilation[i] + 1
		more[i] = out[perm[2+i]] - ((w.out[i]-1)*w.stride[i] + reach - w.pads[i] - w.pads[2+i])
		if more[i] < 0 || more[i] >= max(w.stride[i], w.dilation[i]) {
			return nil, wrongf("its result %v does not come of its input %v by the kernel %v", out, x.shape, k.shape)
		}
	}
	kernel := c.graph.constant(c.node.Name+"/w", k.constant.transpose([]int{3, 2, 0, 1}))
	attrs := append(w.attrs(), attrWholes("dilations", w.dilation[:]...), attrWholes("output_padding", more[:]...))
	return made(float, out, perm, c.graph.add(c.node.Name, "ConvTranspose", []string{c.form(x, perm), kernel}, attrs...)), nil
}

func (c *converter) pool() (*value, error) {
	x := c.in[0]
	if err := floatsOnly(x); err != nil {
		return nil, err
	}
	perm, err := c.picture(len(x.shape))
	if err != nil {
		return nil, err
	}
	size, err := c.hw("ksize", perm)
	if err != nil {
		return nil, err
	}
	w, err := c.window(size, x.shape, perm)
	if err != nil {
		return nil, err
	}
	onnx, from := "AveragePool", x
	if c.node.Op == "MaxPool" {
		onnx, from = "MaxPool", w.widen(x, perm, true)
	}
	shape := slices.Clone(x.shape)
	shape[perm[2]], shape[perm[3]] = w.out[0], w.out[1]
	for i := range 2 {
		if w.pads[i] >= size[i] || w.pads[2+i] >= size[i] {
			return nil, wrongf("it looks at %v pixels with paddings of %v", size, w.pads)
		}
	}
	return made(float, shape, perm, c.graph.add(c.node.Name, onnx, []string{c.form(from, perm)}, w.attrs()...)), nil
}

// padding is a value with a number around it.
type padding struct {
	in            *value
	before, after []int
	value         float64
}

func (c *converter) pad() (*value, error) {
	x := c.in[0]
	l, err := c.numbers2(1, len(x.shape), 2)
	if err != nil {
		return nil, err
	}
	p := &padding{in: x}
	shape := slices.Clone(x.shape)
	any := false
	for i := range shape {
		b, a := l[2*i], l[2*i+1]
		if min(a, b) < 0 || max(a, b) > maxElements || shape[i] < 0 && max(a, b) > 0 {
			return nil, wrongf("it puts %v around the shape %v", l, shape)
		}
		any = any || max(a, b) > 0
		p.before, p.after = append(p.before, b), append(p.after, a)
		shape[i] += a + b
	}
	if err := checkShape(shape); err != nil {
		return nil, err
	}
	if !any {
		return x, nil
	}
	mode := "constant"
	switch c.node.Op {
	case "PadV2":
		if p.value, err = c.real(2); err != nil {
			return nil, err
		}
	case "MirrorPad":
		if m, err := c.node.text("mode", ""); err != nil || m != "REFLECT" {
			return nil, wrongf("its mode is %.20q: REFLECT can be converted", m)
		}
		mode = "reflect"
		for i, d := range x.shape {
			if max(p.before[i], p.after[i]) >= d {
				return nil, wrongf("it mirrors %v around the shape %v", l, x.shape)
			}
		}
	}
	if t := x.constant; t != nil && mode == "constant" {
		if err := c.spend(shape); err != nil {
			return nil, err
		}
		out := scalarOf(t.dtype, p.value).broadcast(shape)
		to := strides(shape)
		start := 0
		for i, b := range p.before {
			start += b * to[i]
		}
		at := walk(t.shape, to, start)
		for i := range t.size() {
			if t.dtype == float {
				out.f[at(i)] = t.f[i]
			} else {
				out.i[at(i)] = t.i[i]
			}
		}
		return known(out), nil
	}
	if x.dtype == boolean {
		return nil, wrongf("it takes truths")
	}
	perm := identity(len(shape))
	if x.constant == nil {
		perm = x.forms[0].perm
	}
	in := []string{c.form(x, perm), c.graph.shape(append(permuted(p.before, perm), permuted(p.after, perm)...)...)}
	if mode == "constant" {
		in = append(in, c.graph.constant(c.node.Name+"/k", scalarOf(x.dtype, p.value)))
	}
	v := made(x.dtype, shape, perm, c.graph.add(c.node.Name, "Pad", in, attrText("mode", mode)))
	if mode == "constant" && x.constant == nil {
		v.padded = p
	}
	return v, nil
}

// numbers2 are the constant whole numbers of an input with two dimensions, row by row.
func (c *converter) numbers2(i, rows, columns int) ([]int, error) {
	t := c.in[i].constant
	if t == nil || t.dtype != integer || !slices.Equal(t.shape, []int{rows, columns}) {
		return nil, wrongf("its input %d is %d times %d constant whole numbers: it is converted only so", i, rows, columns)
	}
	out := make([]int, len(t.i))
	for k, x := range t.i {
		out[k] = int(x)
	}
	return out, nil
}

func (c *converter) resize() (*value, error) {
	x := c.in[0]
	size, err := c.numbers(1)
	if err != nil {
		return nil, err
	}
	if len(x.shape) != 4 || len(size) != 2 || min(size[0], size[1], x.shape[1], x.shape[2]) < 1 || max(size[0], size[1]) > 1<<16 {
		return nil, wrongf("it gives the shape %v the size %v", x.shape, size)
	}
	if x.dtype != float {
		x = c.retyped(x, float) // as TensorFlow.js, where the result is of floats
	}
	corners, err := c.node.truth("align_corners")
	if err != nil {
		return nil, err
	}
	centers, err := c.node.truth("half_pixel_centers")
	if err != nil {
		return nil, err
	}
	mode, round, places := "linear", "floor", "asymmetric"
	switch {
	case corners:
		places, round = "align_corners", "round_prefer_ceil"
	case centers:
		// The nearest by TensorFlow is where a pixel's centre falls, which is half a pixel on.
		places, round = "half_pixel", "round_prefer_ceil"
	}
	attrs := []onnxAttr{attrText("coordinate_transformation_mode", places)}
	if c.node.Op == "ResizeNearestNeighbor" {
		mode = "nearest"
		attrs = append(attrs, attrText("nearest_mode", round))
	}
	attrs = append(attrs, attrText("mode", mode))
	shape := []int{x.shape[0], size[0], size[1], x.shape[3]}
	if slices.Equal(shape, x.shape) {
		return x, nil
	}
	if err := checkShape(shape); err != nil {
		return nil, err
	}
	in := []string{c.form(x, channelsFirst), ""}
	by := []float32{1, 1, scale(x.shape[1], size[0]), scale(x.shape[2], size[1])}
	if by[2] > 0 && by[3] > 0 && !corners {
		// By how much, not to which size: so a network can take a smaller picture, too.
		in = append(in, c.graph.constant(c.node.Name+"/by", floats([]int{4}, by)))
	} else {
		in = append(in, "", c.graph.shape(shape[0], shape[3], shape[1], shape[2]))
	}
	return made(float, shape, channelsFirst, c.graph.add(c.node.Name, "Resize", in, attrs...)), nil
}

// scale is how much larger or smaller something becomes, if this is exact as a float; else 0.
func scale(from, to int) float32 {
	switch {
	case to%from == 0:
		return float32(to / from)
	case from%to == 0 && from/to&(from/to-1) == 0:
		return 1 / float32(from/to)
	}
	return 0
}

// blocks moves numbers between channels and blocks of pixels.
func (c *converter) blocks() (*value, error) {
	x := c.in[0]
	perm, err := c.picture(len(x.shape))
	if err != nil {
		return nil, err
	}
	n, err := c.node.whole("block_size", 0)
	if err != nil {
		return nil, err
	}
	shape := slices.Clone(x.shape)
	ch, h, w := perm[1], perm[2], perm[3]
	attrs := []onnxAttr{attrWhole("blocksize", n)}
	if c.node.Op == "DepthToSpace" {
		if n < 1 || n > maxWindow || shape[ch]%(n*n) != 0 {
			return nil, wrongf("it makes blocks of %d pixels of %d channels", n, shape[ch])
		}
		shape[ch], shape[h], shape[w] = shape[ch]/n/n, shape[h]*n, shape[w]*n
		attrs = append(attrs, attrText("mode", "DCR"))
	} else {
		if n < 1 || n > maxWindow || shape[h]%n != 0 || shape[w]%n != 0 {
			return nil, wrongf("it makes channels of blocks of %d pixels of %v", n, shape)
		}
		shape[ch], shape[h], shape[w] = shape[ch]*n*n, shape[h]/n, shape[w]/n
	}
	if err := floatsOnly(x); err != nil {
		return nil, err
	}
	return made(x.dtype, shape, perm, c.graph.add(c.node.Name, c.node.Op, []string{c.form(x, perm)}, attrs...)), nil
}
