package tfjs

import (
	"slices"
)

// dtype is what a tensor's elements are, as TensorFlow.js computes with them.
type dtype int

const (
	float   dtype = iota + 1 // of 32 bits
	integer                  // of 32 bits
	boolean
)

// String names the type as ONNX does.
func (d dtype) String() string {
	return [...]string{"", "float32", "int32", "bool"}[d]
}

// tensor is a constant one. Its numbers are in f if they are floats, else in i; they are
// not changed once they are there.
type tensor struct {
	dtype dtype
	shape []int
	f     []float32
	i     []int32
}

func scalarOf(d dtype, x float64) *tensor {
	t := &tensor{dtype: d, shape: []int{}}
	t.put(x)
	return t
}

func wholes(l ...int) *tensor {
	t := &tensor{dtype: integer, shape: []int{len(l)}, i: make([]int32, len(l))}
	for i, x := range l {
		t.i[i] = int32(x)
	}
	return t
}

func floats(shape []int, l []float32) *tensor { return &tensor{dtype: float, shape: shape, f: l} }

func (t *tensor) put(x float64) {
	switch t.dtype {
	case float:
		t.f = append(t.f, float32(x))
	case boolean:
		if x != 0 {
			x = 1
		}
		t.i = append(t.i, int32(x))
	default:
		t.i = append(t.i, int32(int64(x)))
	}
}

func (t *tensor) size() int { return len(t.f) + len(t.i) }

// at is an element, which every type's fits into.
func (t *tensor) at(i int) float64 {
	if t.dtype == float {
		return float64(t.f[i])
	}
	return float64(t.i[i])
}

// pick is a tensor of a shape whose elements are those of t at indices.
func (t *tensor) pick(shape []int, index func(i int) int) *tensor {
	out := &tensor{dtype: t.dtype, shape: shape}
	n := count(shape)
	if t.dtype == float {
		out.f = make([]float32, n)
		for i := range out.f {
			out.f[i] = t.f[index(i)]
		}
		return out
	}
	out.i = make([]int32, n)
	for i := range out.i {
		out.i[i] = t.i[index(i)]
	}
	return out
}

// reshape has the same numbers in another shape, of the same size.
func (t *tensor) reshape(shape []int) *tensor {
	return &tensor{dtype: t.dtype, shape: shape, f: t.f, i: t.i}
}

// transpose has axis perm[i] of t as its axis i.
func (t *tensor) transpose(perm []int) *tensor {
	if isIdentity(perm) {
		return t
	}
	from := strides(t.shape)
	by := make([]int, len(perm))
	for i, p := range perm {
		by[i] = from[p]
	}
	shape := permuted(t.shape, perm)
	return t.pick(shape, walk(shape, by, 0))
}

// walk gives, called with 0, 1, 2 and so on, the places of a shape's elements in a tensor of
// other strides, from a place on.
func walk(shape, by []int, from int) func(int) int {
	at := make([]int, len(shape))
	next := from
	return func(int) int {
		now := next
		for d := len(shape) - 1; d >= 0; d-- {
			at[d]++
			next += by[d]
			if at[d] < shape[d] {
				break
			}
			next -= by[d] * shape[d]
			at[d] = 0
		}
		return now
	}
}

// broadcast gives a tensor a shape that its own can be repeated to.
func (t *tensor) broadcast(shape []int) *tensor {
	if slices.Equal(t.shape, shape) {
		return t
	}
	from := strides(t.shape)
	by := make([]int, len(shape))
	for i, lead := 0, len(shape)-len(t.shape); i < len(t.shape); i++ {
		if t.shape[i] != 1 {
			by[lead+i] = from[i]
		}
	}
	return t.pick(shape, walk(shape, by, 0))
}

// count is how many elements a shape has; -1 if it is not known.
func count(shape []int) int {
	n := 1
	for _, d := range shape {
		if d < 0 {
			return -1
		}
		n *= d
	}
	return n
}

func strides(shape []int) []int {
	out := make([]int, len(shape))
	n := 1
	for i := len(shape) - 1; i >= 0; i-- {
		out[i] = n
		n *= shape[i]
	}
	return out
}

func identity(rank int) []int {
	out := make([]int, rank)
	for i := range out {
		out[i] = i
	}
	return out
}

func isIdentity(perm []int) bool {
	for i, p := range perm {
		if i != p {
			return false
		}
	}
	return true
}

// inverse undoes a permutation.
func inverse(perm []int) []int {
	out := make([]int, len(perm))
	for i, p := range perm {
		out[p] = i
	}
	return out
}

func permuted(l, perm []int) []int {
	out := make([]int, len(perm))
	for i, p := range perm {
		out[i] = l[p]
	}
	return out
}

// checkShape refuses what no tensor can be; a dimension of -1 is not known.
func checkShape(shape []int) error {
	if len(shape) > maxRank {
		return wrongf("its result has %d dimensions: %d at most can be", len(shape), maxRank)
	}
	n := 1
	for _, d := range shape {
		if d < -1 || d > maxElements || max(d, 1)*n > maxElements {
			return wrongf("its result has the shape %v, which cannot be", shape)
		}
		n *= max(d, 1)
	}
	return nil
}

// broadcastShapes is the shape that two tensors have together.
func broadcastShapes(a, b []int) ([]int, error) {
	if len(a) < len(b) {
		a, b = b, a
	}
	out := slices.Clone(a)
	for i, d := range b {
		at := len(a) - len(b) + i
		switch e := a[at]; {
		case e == d || d == 1:
		case e == 1:
			out[at] = d
		case e == -1:
			out[at] = d
		case d == -1:
		default:
			return nil, wrongf("its inputs have the shapes %v and %v, which do not go together", a, b)
		}
	}
	return out, checkShape(out)
}

// axisOf is an axis that may be counted from the end.
func axisOf(axis, rank int) (int, error) {
	if axis < -rank || axis >= rank {
		return 0, wrongf("its axis %d is none of %d", axis, rank)
	}
	if axis < 0 {
		axis += rank
	}
	return axis, nil
}
