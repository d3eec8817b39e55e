package tfjs

// op is how an operation of TensorFlow.js is converted, and how many inputs it has at
// least and at most; most is -1 where that is open.
type op struct {
	least, most int
	convert     func(c *converter) ([]*value, error)
}

// one is the result of an operation with one.
func (c *converter) one(v *value, err error) ([]*value, error) {
	if err != nil {
		return nil, err
	}
	return []*value{v}, nil
}

func op1(least, most int, convert func(c *converter) (*value, error)) op {
	return op{least, most, func(c *converter) ([]*value, error) { return c.one(convert(c)) }}
}

// ops are all that are converted, besides Const and Placeholder.
var ops = map[string]*op{}

// The table is filled here and not where it stands, since it is asked by what it names.
func init() {
	for name, o := range map[string]op{
		"Conv2D":                     op1(2, 2, (*converter).conv2D),
		"_FusedConv2D":               op1(2, 64, (*converter).conv2D),
		"DepthwiseConv2dNative":      op1(2, 2, (*converter).depthwise),
		"DepthwiseConv2d":            op1(2, 2, (*converter).depthwise),
		"FusedDepthwiseConv2dNative": op1(2, 64, (*converter).depthwise),
		"Conv2DBackpropInput":        op1(3, 3, (*converter).convTranspose),
		"MaxPool":                    op1(1, 1, (*converter).pool),
		"AvgPool":                    op1(1, 1, (*converter).pool),
		"BiasAdd":                    op1(2, 2, (*converter).biasAdd),
		"FusedBatchNorm":             op1(5, 5, (*converter).batchNorm),
		"FusedBatchNormV2":           op1(5, 5, (*converter).batchNorm),
		"FusedBatchNormV3":           op1(5, 5, (*converter).batchNorm),
		"MatMul":                     op1(2, 2, (*converter).matMul),
		"_FusedMatMul":               op1(2, 64, (*converter).matMul),
		"BatchMatMul":                op1(2, 2, (*converter).batchMatMul),
		"BatchMatMulV2":              op1(2, 2, (*converter).batchMatMul),
		"ResizeBilinear":             op1(2, 2, (*converter).resize),
		"ResizeNearestNeighbor":      op1(2, 2, (*converter).resize),
		"DepthToSpace":               op1(1, 1, (*converter).blocks),
		"SpaceToDepth":               op1(1, 1, (*converter).blocks),
		"Pad":                        op1(2, 2, (*converter).pad),
		"PadV2":                      op1(3, 3, (*converter).pad),
		"MirrorPad":                  op1(2, 2, (*converter).pad),

		"Relu":       op1(1, 1, func(c *converter) (*value, error) { return c.clip(c.in[0], 0, inf) }),
		"Relu6":      op1(1, 1, func(c *converter) (*value, error) { return c.clip(c.in[0], 0, 6) }),
		"LeakyRelu":  op1(1, 1, (*converter).leaky),
		"Prelu":      op1(2, 2, func(c *converter) (*value, error) { return c.prelu(c.in[0], c.in[1]) }),
		"Softmax":    op1(1, 1, (*converter).softmax),
		"LogSoftmax": op1(1, 1, (*converter).softmax),
		"Cast":       op1(1, 1, (*converter).cast),
		"AddN":       op1(1, -1, (*converter).addN),
		"Select":     op1(3, 3, (*converter).choose),
		"SelectV2":   op1(3, 3, (*converter).choose),

		"Identity":  op1(1, 1, (*converter).same),
		"Snapshot":  op1(1, 1, (*converter).same),
		"Shape":     op1(1, 1, (*converter).shapeOf),
		"Size":      op1(1, 1, (*converter).shapeOf),
		"Rank":      op1(1, 1, (*converter).shapeOf),
		"ZerosLike": op1(1, 1, (*converter).like), "OnesLike": op1(1, 1, (*converter).like),
		"Reshape": op1(2, 2, (*converter).reshape), "ExpandDims": op1(2, 2, (*converter).expandDims),
		"Squeeze": op1(1, 1, (*converter).squeezeOp), "Transpose": op1(2, 2, (*converter).transposeOp),
		"Pack":     op1(1, -1, func(c *converter) (*value, error) { vs, err := c.pack(); return first(vs), err }),
		"ConcatV2": op1(2, -1, (*converter).concatOp),
		"Unpack":   {1, 1, (*converter).unpack}, "Split": {2, 2, (*converter).split}, "SplitV": {3, 3, (*converter).split},
		"StridedSlice": op1(3, 4, (*converter).stridedSlice), "Slice": op1(3, 3, (*converter).slice),
		"Tile": op1(2, 2, (*converter).tile), "Fill": op1(2, 2, (*converter).repeat), "BroadcastTo": op1(2, 2, (*converter).repeat),
		"Range":         op1(3, 3, onlyConstant),
		"SparseToDense": op1(4, 4, onlyConstant),

		"GatherV2": op1(3, 3, (*converter).gather), "Gather": op1(2, 2, (*converter).gather), "GatherNd": op1(2, 2, (*converter).gatherND),
		"ArgMax": op1(2, 2, (*converter).argMax), "ArgMin": op1(2, 2, (*converter).argMax), "TopKV2": {2, 2, (*converter).topK},
		"NonMaxSuppressionV2": {4, 4, (*converter).suppress}, "NonMaxSuppressionV3": {5, 5, (*converter).suppress}, "NonMaxSuppressionV5": {6, 6, (*converter).suppress},
	} {
		ops[name] = &o
	}
	for name, u := range unaries {
		o := op1(1, 1, func(c *converter) (*value, error) { return c.alone(c.in[0], u) })
		ops[name] = &o
	}
	for name, b := range binaries {
		o := op1(2, 2, func(c *converter) (*value, error) { return c.pair(c.in[0], c.in[1], b) })
		ops[name] = &o
	}
	for name, onnx := range reductions {
		o := op1(2, 2, func(c *converter) (*value, error) { return c.reduce(onnx) })
		ops[name] = &o
	}
}

func first(vs []*value) *value {
	if len(vs) == 0 {
		return nil
	}
	return vs[0]
}

func onlyConstant(*converter) (*value, error) {
	return nil, wrongf("it is converted only where all that it takes is constant")
}

// numbers are the constant whole numbers of an input, which has to be constant.
func (c *converter) numbers(i int) ([]int, error) {
	t := c.in[i].constant
	if t == nil {
		return nil, wrongf("its input %d depends on what is computed: it is converted only where that is constant", i)
	}
	if t.dtype != integer || len(t.shape) > 1 || t.size() > maxInputs {
		return nil, wrongf("its input %d is %s of the shape %v: whole numbers are wanted", i, t.dtype, t.shape)
	}
	out := make([]int, len(t.i))
	for k, x := range t.i {
		out[k] = int(x)
	}
	return out, nil
}

// oneOf is the one whole number of a constant.
func (c *converter) oneOf(t *tensor) (int, error) {
	if t == nil || t.dtype != integer || t.size() != 1 {
		return 0, wrongf("it wants one constant whole number")
	}
	return int(t.i[0]), nil
}

// real is the one constant number of an input.
func (c *converter) real(i int) (float64, error) {
	t := c.in[i].constant
	if t == nil || t.size() != 1 {
		return 0, wrongf("its input %d is one constant number: it is converted only so", i)
	}
	return t.at(0), nil
}

// floatsOnly refuses inputs of another type.
func floatsOnly(vs ...*value) error {
	for _, v := range vs {
		if v.dtype != float {
			return wrongf("it takes %s: floats are wanted", v.dtype)
		}
	}
	return nil
}
