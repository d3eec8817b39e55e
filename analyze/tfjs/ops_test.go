package tfjs

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// counted are the numbers 0, 1, 2 and so on.
func counted(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(i)
	}
	return out
}

func filled(n int, x float64) []float64 {
	return slices.Repeat([]float64{x}, n)
}

// conv is a node's attributes of a window.
func conv(padding string, stride int) attrs {
	return attrs{"padding": str(padding), "strides": list(1, stride, stride, 1), "dilations": list(1, 1, 1, 1), "data_format": str("NHWC")}
}

func with(a attrs, key string, v any) attrs {
	a[key] = v
	return a
}

// Each op with numbers that were worked out by hand. Which operations it becomes is
// checked everywhere, and what these say where ONNX Runtime is there.
func TestOps(t *testing.T) {
	for name, c := range map[string]struct {
		shape []int // of the input
		in    []float64
		draw  func(d *drawn)
		ops   string // of the converted network, sorted; "" is not looked at
		want  []float64
	}{
		"convolution, same": {
			[]int{1, 6, 6, 1},
			filled(36, 1), func(d *drawn) {
				d.floats("k", []int{3, 3, 1, 1}, filled(9, 1)...).node("y", "Conv2D", "x k", conv("SAME", 2))
			},
			// One row and column of zeros, at the end only.
			"Conv Reshape",
			[]float64{9, 9, 6, 9, 9, 6, 6, 6, 4},
		},
		"convolution, valid, channels": {
			[]int{1, 5, 1, 3},
			counted(15), func(d *drawn) {
				d.floats("k", []int{1, 1, 3, 2}, 1, 0, 10, 0, 100, 1).node("y", "Conv2D", "x k", conv("VALID", 1))
			},
			"",
			[]float64{210, 2, 543, 5, 876, 8, 1209, 11, 1542, 14},
		},
		"fused convolution": {
			[]int{1, 5, 1, 1},
			[]float64{-1, 0, 1, 2, 3},
			func(d *drawn) {
				d.floats("k", []int{1, 1, 1, 2}, 2, -1).floats("b", []int{2}, 1, 0).
					node("y", "_FusedConv2D", "x k b", with(conv("SAME", 1), "fused_ops", texts("BiasAdd", "Relu6")))
			},
			"Clip Conv Transpose",
			[]float64{0, 1, 1, 0, 3, 0, 5, 0, 6, 0},
		},
		"fused convolution with prelu": {
			[]int{1, 5, 1, 1},
			[]float64{-1, 0, 1, 2, 3},
			func(d *drawn) {
				d.floats("k", []int{1, 1, 1, 2}, 2, -1).floats("b", []int{2}, 1, 0).floats("s", []int{1, 1, 2}, .5, .25).
					node("y", "_FusedConv2D", "x k b s", with(conv("SAME", 1), "fused_ops", texts("BiasAdd", "Prelu")))
			},
			"Conv PRelu Transpose",
			[]float64{-.5, 1, 1, 0, 3, -.25, 5, -.5, 7, -.75},
		},
		"product and sum become part of a convolution": {
			[]int{1, 5, 1, 1},
			[]float64{-1, 0, 1, 2, 3},
			func(d *drawn) {
				d.floats("k", []int{1, 1, 1, 2}, 1, 2).floats("m", []int{2}, 3, 5).floats("a", []int{1, 1, 1, 2}, 7, 1).floats("s", nil, 1).
					node("c", "Conv2D", "x k", conv("SAME", 1)).node("p", "Mul", "c m").node("q", "AddV2", "a p").node("y", "Sub", "q s")
			},
			"Conv Transpose",
			[]float64{3, -10, 6, 0, 9, 10, 12, 20, 15, 30},
		},
		"a convolution that others take stays": {
			[]int{1, 5, 1, 1},
			[]float64{-1, 0, 1, 2, 3},
			func(d *drawn) {
				d.floats("k", []int{1, 1, 1, 1}, 2).floats("m", []int{1}, 3).
					node("c", "Conv2D", "x k", conv("SAME", 1)).node("p", "Mul", "c m").node("y", "Sub", "p c")
			},
			"Conv Mul Reshape Sub",
			[]float64{-4, 0, 4, 8, 12},
		},
		"batch norm becomes part of a convolution": {
			[]int{1, 5, 1, 1},
			[]float64{-1, 0, 1, 2, 3},
			func(d *drawn) {
				d.floats("k", []int{1, 1, 1, 1}, 2).floats("scale", []int{1}, 3).floats("offset", []int{1}, 1).floats("mean", []int{1}, 4).floats("var", []int{1}, 3.75).
					node("c", "Conv2D", "x k", conv("SAME", 1)).node("y", "FusedBatchNormV3", "c scale offset mean var", attrs{"epsilon": real(.25)})
			},
			"Conv Reshape",
			[]float64{-8, -5, -2, 1, 4},
		},
		"batch norm alone": {
			[]int{1, 5, 1, 1},
			[]float64{-1, 0, 1, 2, 3},
			func(d *drawn) {
				d.floats("scale", []int{1}, 3).floats("offset", []int{1}, 1).floats("mean", []int{1}, 4).floats("var", []int{1}, 3.75).
					node("y", "FusedBatchNorm", "x scale offset mean var", attrs{"epsilon": real(.25)})
			},
			"BatchNormalization Reshape",
			[]float64{-6.5, -5, -3.5, -2, -.5},
		},
		"depthwise": {
			[]int{1, 5, 1, 3},
			counted(15), func(d *drawn) {
				d.floats("k", []int{2, 1, 3, 2}, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0).node("y", "DepthwiseConv2dNative", "x k", conv("VALID", 1))
			},
			"",
			[]float64{0, 3, 0, 0, 5, 0, 3, 6, 0, 0, 8, 0, 6, 9, 0, 0, 11, 0, 9, 12, 0, 0, 14, 0},
		},
		"transposed convolution": {
			[]int{1, 5, 1, 1},
			[]float64{1, 2, 3, 4, 5},
			func(d *drawn) {
				d.floats("k", []int{3, 1, 1, 1}, 1, 10, 100).ints("s", []int{4}, 1, 10, 1, 1).
					node("y", "Conv2DBackpropInput", "s k x", attrs{"padding": str("SAME"), "strides": list(1, 2, 1, 1), "data_format": str("NHWC")})
			},
			"ConvTranspose Reshape",
			[]float64{1, 10, 102, 20, 203, 30, 304, 40, 405, 50},
		},
		"zeros around become part of a convolution": {
			[]int{1, 5, 1, 1},
			[]float64{1, 2, 3, 4, 5},
			func(d *drawn) {
				d.ints("p", []int{4, 2}, 0, 0, 2, 1, 0, 0, 0, 0).floats("k", []int{3, 1, 1, 1}, 1, 1, 1).
					node("z", "Pad", "x p").node("y", "Conv2D", "z k", conv("VALID", 1))
			},
			"Conv Reshape",
			[]float64{1, 3, 6, 9, 12, 9},
		},
		"zeros around in another order of axes": {
			[]int{1, 5, 1, 1},
			[]float64{1, 2, 3, 4, 5},
			func(d *drawn) {
				d.ints("p", []int{4, 2}, 0, 0, 0, 0, 2, 1, 0, 0).floats("k", []int{3, 1, 1, 1}, 1, 1, 1).ints("first", []int{4}, 0, 3, 1, 2).ints("last", []int{4}, 0, 2, 3, 1).
					node("t", "Transpose", "x first").node("z", "Pad", "t p").node("u", "Transpose", "z last").node("y", "Conv2D", "u k", conv("VALID", 1))
			},
			"Conv Reshape",
			[]float64{1, 3, 6, 9, 12, 9},
		},
		"what is around alone": {
			[]int{1, 5, 1, 1},
			[]float64{1, 2, 3, 4, 5},
			func(d *drawn) {
				d.ints("p", []int{4, 2}, 0, 0, 1, 0, 0, 0, 0, 1).floats("v", nil, -7).node("y", "PadV2", "x p v")
			},
			"Pad Transpose",
			[]float64{-7, -7, 1, -7, 2, -7, 3, -7, 4, -7, 5, -7},
		},
		"mirrored": {
			[]int{1, 5, 1, 1},
			[]float64{1, 2, 3, 4, 5},
			func(d *drawn) {
				d.ints("p", []int{4, 2}, 0, 0, 2, 1, 0, 0, 0, 0).node("y", "MirrorPad", "x p", attrs{"mode": str("REFLECT")})
			},
			"",
			[]float64{3, 2, 1, 2, 3, 4, 5, 4},
		},
		"pool, mean, same": {
			[]int{1, 5, 1, 1},
			[]float64{1, 2, 3, 4, 5},
			func(d *drawn) {
				d.node("y", "AvgPool", "x", with(attrs{"padding": str("SAME"), "strides": list(1, 2, 1, 1)}, "ksize", list(1, 2, 1, 1)))
			},
			"",
			[]float64{1.5, 3.5, 5}, // what is outside does not count
		},
		"pool, largest, nothing around": {
			[]int{1, 5, 1, 1},
			[]float64{-1, -2, -3, -4, -5},
			func(d *drawn) {
				d.ints("p", []int{4, 2}, 0, 0, 1, 1, 0, 0, 0, 0).floats("v", nil, -math.MaxFloat32).node("z", "PadV2", "x p v").
					node("y", "MaxPool", "z", with(attrs{"padding": str("VALID"), "strides": list(1, 2, 1, 1)}, "ksize", list(1, 3, 1, 1)))
			},
			"MaxPool Reshape",
			[]float64{-1, -2, -4},
		},
		"other numbers around in another order of axes": {
			[]int{1, 5, 1, 1},
			[]float64{1, 2, 3, 4, 5},
			func(d *drawn) {
				d.ints("p", []int{4, 2}, 0, 0, 0, 0, 2, 1, 0, 0).floats("v", nil, 7).floats("k", []int{3, 1, 1, 1}, 1, 1, 1).ints("first", []int{4}, 0, 3, 1, 2).ints("last", []int{4}, 0, 2, 3, 1).
					node("t", "Transpose", "x first").node("z", "PadV2", "t p v").node("u", "Transpose", "z last").node("y", "Conv2D", "u k", conv("VALID", 1))
			},
			"Conv Pad Reshape",
			[]float64{15, 10, 6, 9, 12, 16},
		},
		"pool, largest, nothing around, in another order of axes": {
			[]int{1, 5, 1, 1},
			[]float64{-1, -2, -3, -4, -5},
			func(d *drawn) {
				d.ints("p", []int{4, 2}, 0, 0, 0, 0, 1, 1, 0, 0).floats("v", nil, math.Inf(-1)).ints("first", []int{4}, 0, 3, 1, 2).ints("last", []int{4}, 0, 2, 3, 1).
					node("t", "Transpose", "x first").node("z", "PadV2", "t p v").node("u", "Transpose", "z last").
					node("y", "MaxPool", "u", with(attrs{"padding": str("VALID"), "strides": list(1, 2, 1, 1)}, "ksize", list(1, 3, 1, 1)))
			},
			"MaxPool Reshape",
			[]float64{-1, -2, -4},
		},
		"pool, largest, zeros around": {
			[]int{1, 5, 1, 1},
			[]float64{-1, -2, -3, -4, -5},
			func(d *drawn) {
				d.ints("p", []int{4, 2}, 0, 0, 1, 1, 0, 0, 0, 0).node("z", "Pad", "x p").
					node("y", "MaxPool", "z", with(attrs{"padding": str("VALID"), "strides": list(1, 2, 1, 1)}, "ksize", list(1, 3, 1, 1)))
			},
			"MaxPool Pad Reshape",
			[]float64{0, -2, 0},
		},
		"pool, mean, zeros around": {
			[]int{1, 5, 1, 1},
			[]float64{1, 2, 3, 4, 5},
			func(d *drawn) {
				d.ints("p", []int{4, 2}, 0, 0, 1, 1, 0, 0, 0, 0).node("z", "Pad", "x p").
					node("y", "AvgPool", "z", with(attrs{"padding": str("VALID"), "strides": list(1, 2, 1, 1)}, "ksize", list(1, 3, 1, 1)))
			},
			"",
			[]float64{1, 3, 3},
		},
		"resize by places": {
			[]int{1, 5, 2, 1},
			[]float64{0, 1, 0, 1, 0, 1, 0, 1, 0, 1},
			func(d *drawn) {
				d.ints("s", []int{2}, 5, 4).node("y", "ResizeBilinear", "x s", attrs{"align_corners": flag(false), "half_pixel_centers": flag(false)})
			},
			"Reshape Resize", slices.Repeat([]float64{0, .5, 1, 1}, 5),
		},
		"resize by centres": {
			[]int{1, 5, 2, 1},
			[]float64{0, 1, 0, 1, 0, 1, 0, 1, 0, 1},
			func(d *drawn) {
				d.ints("s", []int{2}, 5, 4).node("y", "ResizeBilinear", "x s", attrs{"half_pixel_centers": flag(true)})
			},
			"", slices.Repeat([]float64{0, .25, .75, 1}, 5),
		},
		"resize by corners": {
			[]int{1, 5, 2, 1},
			[]float64{0, 3, 0, 3, 0, 3, 0, 3, 0, 3},
			func(d *drawn) {
				d.ints("s", []int{2}, 5, 4).node("y", "ResizeBilinear", "x s", attrs{"align_corners": flag(true)})
			},
			"", slices.Repeat([]float64{0, 1, 2, 3}, 5),
		},
		"smaller by the nearest place": {
			[]int{1, 6, 1, 1},
			counted(6), func(d *drawn) {
				d.ints("s", []int{2}, 3, 1).node("y", "ResizeNearestNeighbor", "x s")
			},
			"",
			[]float64{0, 2, 4},
		},
		"smaller by the nearest centre": {
			[]int{1, 6, 1, 1},
			counted(6), func(d *drawn) {
				d.ints("s", []int{2}, 3, 1).node("y", "ResizeNearestNeighbor", "x s", attrs{"half_pixel_centers": flag(true)})
			},
			"",
			[]float64{1, 3, 5},
		},
		"smaller to what is no whole part": {
			[]int{1, 6, 1, 1},
			counted(6), func(d *drawn) {
				d.ints("s", []int{2}, 4, 1).node("y", "ResizeNearestNeighbor", "x s")
			},
			"",
			[]float64{0, 1, 3, 4},
		},
		"depth to space": {
			[]int{1, 5, 1, 4},
			counted(20), func(d *drawn) {
				d.node("y", "DepthToSpace", "x", attrs{"block_size": whol(2)})
			},
			"",
			[]float64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19},
		},
		"space to depth": {
			[]int{1, 6, 2, 1},
			counted(12), func(d *drawn) {
				d.node("y", "SpaceToDepth", "x", attrs{"block_size": whol(2)})
			},
			"", counted(12),
		},
		"bounds become one": {
			[]int{1, 5, 1, 3},
			counted(15), func(d *drawn) {
				d.floats("hi", nil, 6).floats("lo", nil, 2).node("r", "Relu", "x").node("m", "Minimum", "r hi").node("y", "Maximum", "m lo")
			},
			"Clip Transpose",
			[]float64{2, 2, 2, 3, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6},
		},
		"hard swish": {
			[]int{1, 5, 1, 1},
			[]float64{-4, -2, 0, 1, 4},
			func(d *drawn) {
				d.floats("k", []int{1, 1, 1, 8}, 1, 2, 1, 1, 1, 1, 1, 1).floats("three", nil, 3).floats("sixth", nil, .25).
					node("c", "Conv2D", "x k", conv("SAME", 1)).node("s", "AddV2", "c three").node("r", "Relu6", "s").
					node("m", "Mul", "sixth c").node("h", "Mul", "m r").ints("b", []int{4}, 0, 0, 0, 0).ints("n", []int{4}, 1, 5, 1, 2).node("y", "Slice", "h b n")
			},
			"Clip Conv Conv Mul Slice Transpose",
			[]float64{0, 0, -.5, 0, 0, 0, 1, 2.5, 6, 12},
		},
		"dense": {
			[]int{1, 3},
			[]float64{1, 2, 3},
			func(d *drawn) {
				d.floats("k", []int{3, 2}, 1, 0, 0, 1, 1, 1).floats("b", []int{2}, 10, -10).
					node("y", "_FusedMatMul", "x k b", attrs{"fused_ops": texts("BiasAdd", "Relu"), "transpose_a": flag(false), "transpose_b": flag(false)})
			},
			"Gemm Relu",
			[]float64{14, 0},
		},
		"dense, turned": {
			[]int{1, 3},
			[]float64{1, 2, 3},
			func(d *drawn) {
				d.floats("k", []int{2, 3}, 1, 0, 1, 0, 1, 1).node("y", "MatMul", "x k", attrs{"transpose_b": flag(true)})
			},
			"Gemm",
			[]float64{4, 5},
		},
		"matrices, one turned": {
			[]int{1, 2, 2},
			[]float64{1, 2, 3, 4},
			func(d *drawn) {
				d.node("y", "BatchMatMulV2", "x x", attrs{"adj_x": flag(false), "adj_y": flag(true)})
			},
			"MatMul Transpose",
			[]float64{5, 11, 11, 25},
		},
		"flattened as the original has it": {
			[]int{1, 5, 2, 3},
			counted(30), func(d *drawn) {
				d.ints("s", []int{2}, 1, -1).node("r", "Relu", "x").node("y", "Reshape", "r s")
			},
			"Relu Reshape Transpose", counted(30),
		},
		"mean of channels": {
			[]int{1, 5, 1, 3},
			counted(15), func(d *drawn) {
				d.ints("a", []int{2}, 1, 2).node("y", "Mean", "x a", attrs{"keep_dims": flag(false)})
			},
			"GlobalAveragePool Squeeze",
			[]float64{6, 7, 8},
		},
		"sum over the last axis": {
			[]int{1, 5, 1, 3},
			counted(15), func(d *drawn) {
				d.ints("a", []int{1}, -1).node("y", "Sum", "x a", attrs{"keep_dims": flag(true)})
			},
			"ReduceSum Reshape",
			[]float64{3, 12, 21, 30, 39},
		},
		"softmax over the channels": {
			[]int{1, 5, 1, 3},
			append(filled(12, 0), 0, math.Log(2), 0), func(d *drawn) { d.node("y", "Softmax", "x") },
			"Softmax Transpose", append(filled(12, 1./3), .25, .5, .25),
		},
		"leaky": {
			[]int{1, 3},
			[]float64{-2, 0, 2},
			func(d *drawn) { d.node("y", "LeakyRelu", "x", attrs{"alpha": real(.1)}) },
			"LeakyRelu",
			[]float64{-.2, 0, 2},
		},
		"slice with a step back": {
			[]int{1, 5, 1, 3},
			counted(15), func(d *drawn) {
				d.ints("b", []int{4}, 0, 0, 0, 0).ints("e", []int{4}, 0, 0, 0, 0).ints("s", []int{4}, 1, -2, 1, 1).
					node("y", "StridedSlice", "x b e s", attrs{"begin_mask": whol(15), "end_mask": whol(15)})
			},
			"Slice Transpose",
			[]float64{12, 13, 14, 6, 7, 8, 0, 1, 2},
		},
		"slice with all masks": {
			[]int{1, 5, 2, 3},
			counted(30), func(d *drawn) {
				// x[0, ..., newaxis, 1:]
				d.ints("b", []int{4}, 0, 0, 0, 1).ints("e", []int{4}, 1, 0, 0, 0).ints("s", []int{4}, 1, 1, 1, 1).
					node("y", "StridedSlice", "x b e s", attrs{"end_mask": whol(8), "ellipsis_mask": whol(2), "new_axis_mask": whol(4), "shrink_axis_mask": whol(1)})
			},
			"",
			[]float64{1, 2, 4, 5, 7, 8, 10, 11, 13, 14, 16, 17, 19, 20, 22, 23, 25, 26, 28, 29},
		},
		"apart and together": {
			[]int{1, 5, 1, 3},
			counted(15), func(d *drawn) {
				// Red and blue change places, as where a picture's are not what a network takes.
				d.node("u", "Unpack", "x", attrs{"axis": whol(3), "num": whol(3)}).node("y", "Pack", "u:2 u:1 u", attrs{"axis": whol(-1)})
			},
			"Concat Split Squeeze Squeeze Squeeze Transpose Unsqueeze Unsqueeze Unsqueeze",
			[]float64{2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9, 14, 13, 12},
		},
		"split by sizes, joined": {
			[]int{1, 5, 1, 3},
			counted(15), func(d *drawn) {
				d.ints("n", []int{2}, 1, -1).ints("a", nil, 3).node("s", "SplitV", "x n a", attrs{"num_split": whol(2)}).node("y", "ConcatV2", "s:1 s a")
			},
			"Concat Split Transpose",
			[]float64{1, 2, 0, 4, 5, 3, 7, 8, 6, 10, 11, 9, 13, 14, 12},
		},
		"repeated": {
			[]int{1, 2},
			[]float64{1, 2},
			func(d *drawn) { d.ints("n", []int{2}, 2, 2).node("y", "Tile", "x n") },
			"Tile",
			[]float64{1, 2, 1, 2, 1, 2, 1, 2},
		},
		"rows": {
			[]int{3, 2},
			counted(6), func(d *drawn) {
				d.ints("i", []int{2}, 2, 0).ints("a", nil, 0).node("y", "GatherV2", "x i a")
			},
			"Gather",
			[]float64{4, 5, 0, 1},
		},
		"the largest's places": {
			[]int{1, 5, 1, 3},
			[]float64{0, 9, 1, 8, 0, 0, 0, 0, 7, 3, 3, 1, 1, 1, 1},
			func(d *drawn) {
				d.ints("a", nil, -1).node("m", "ArgMax", "x a").node("y", "Cast", "m", attrs{"DstT": typ("DT_FLOAT")})
			},
			"ArgMax Cast Cast",
			[]float64{1, 0, 2, 0, 0}, // the first of those that are as large
		},
		"the largest, and what is there": {
			[]int{1, 5},
			[]float64{1, 5, 3, 5, 2},
			func(d *drawn) {
				d.ints("k", nil, 3).ints("w", nil, 2).ints("s", []int{2}, 1, 3).
					node("t", "TopKV2", "x k", attrs{"sorted": flag(true)}).node("f", "FloorDiv", "t:1 w").node("m", "FloorMod", "t:1 w").
					node("p", "Pack", "f m", attrs{"axis": whol(2)}).node("y", "Cast", "p", attrs{"DstT": typ("DT_FLOAT")})
			},
			"",
			[]float64{0, 1, 1, 1, 1, 0},
		},
		"whole numbers are divided downwards": {
			[]int{1, 4},
			[]float64{-7, -1.9, 1.9, 7},
			func(d *drawn) {
				d.ints("k", nil, 2).node("i", "Cast", "x", attrs{"DstT": typ("DT_INT32")}).node("f", "FloorDiv", "i k").node("m", "FloorMod", "i k").
					ints("a", nil, 0).node("c", "ConcatV2", "f m a").node("y", "Cast", "c", attrs{"DstT": typ("DT_FLOAT")})
			},
			"",
			[]float64{-4, -1, 0, 3, 1, 1, 1, 1},
		},
		"by places": {
			[]int{2, 3},
			counted(6), func(d *drawn) {
				d.ints("i", []int{2, 2}, 1, 2, 0, 1).node("y", "GatherNd", "x i")
			},
			"Cast GatherND",
			[]float64{5, 1},
		},
		"chosen": {
			[]int{2, 2},
			[]float64{1, -2, 3, -4},
			func(d *drawn) {
				d.floats("z", nil, 0).node("c", "Greater", "x z").node("n", "Neg", "x").node("y", "SelectV2", "c x n")
			},
			"Greater Neg Where",
			[]float64{1, 2, 3, 4},
		},
		"chosen row by row": {
			[]int{2, 2},
			[]float64{1, 2, 3, 4},
			func(d *drawn) {
				d.ints("a", []int{1}, 1).floats("k", nil, 5).node("s", "Sum", "x a").node("c", "Less", "s k").node("n", "Neg", "x").node("y", "Select", "c x n")
			},
			"",
			[]float64{1, 2, -3, -4},
		},
		"shapes are worked out": {
			[]int{1, 5, 2, 3},
			counted(30), func(d *drawn) {
				d.node("s", "Shape", "x").ints("b", []int{1}, 1).ints("e", []int{1}, 2).ints("one", []int{1}, 1).ints("k", nil, 2).ints("m", nil, -1).
					node("h", "StridedSlice", "s b e one", attrs{"shrink_axis_mask": whol(1)}).node("d", "Mul", "h k").
					node("p", "Pack", "d m", attrs{"axis": whol(0)}).node("y", "Reshape", "x p")
			},
			"Reshape Transpose", counted(30),
		},
		"constants are worked out": {
			[]int{1, 3},
			[]float64{1, 1, 1},
			func(d *drawn) {
				d.floats("from", nil, 1).floats("to", nil, 7).floats("by", nil, 2).node("r", "Range", "from to by").node("q", "Square", "r").node("y", "Mul", "x q")
			},
			"Mul",
			[]float64{1, 9, 25},
		},
		"squares of differences": {
			[]int{1, 3},
			[]float64{1, 2, 5},
			func(d *drawn) {
				d.floats("k", nil, 3).node("q", "SquaredDifference", "x k").node("y", "Rsqrt", "q")
			},
			"Mul Reciprocal Sqrt Sub",
			[]float64{.5, 1, .5},
		},
		"boxes that a better one covers": {
			[]int{4, 4},
			[]float64{0, 0, 1, 1, 0, 0, 1, .9, 2, 2, 3, 3, 5, 5, 6, 6},
			func(d *drawn) {
				d.floats("s", []int{4}, .8, .9, .7, .1).ints("n", nil, 10).floats("iou", nil, .5).floats("least", nil, .2).
					node("k", "NonMaxSuppressionV3", "x s n iou least").node("y", "Cast", "k", attrs{"DstT": typ("DT_FLOAT")})
			},
			"Cast Cast Gather NonMaxSuppression Unsqueeze Unsqueeze",
			[]float64{1, 2},
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := new(drawn).input(c.shape...)
			c.draw(d)
			d.outputs = []string{"y"}
			r, err := Convert(d.files(t), "model.json", Config{})
			if err != nil {
				t.Fatal(err)
			}
			got := decode(t, r.Model)
			slices.Sort(got.ops)
			if ops := strings.Join(got.ops, " "); c.ops != "" && ops != c.ops {
				t.Errorf("became %s, want %s", ops, c.ops)
			}
			in := make([]float32, len(c.in))
			for i, x := range c.in {
				in[i] = float32(x)
			}
			out := run(t, r.Model, c.shape, in)[0]
			same := len(out) == len(c.want)
			for i := range out {
				same = same && math.Abs(float64(out[i])-c.want[i]) < 1e-5
			}
			if !same {
				t.Errorf("%v, want %v", out, c.want)
			}
		})
	}
}
