package tfjs

import (
	"math"
	"slices"
)

// fold works a node out whose inputs are all constant; nil if it is not one that is.
func (c *converter) fold() ([]*value, error) {
	f, ok := folds[c.node.Op]
	if !ok || len(c.in) == 0 {
		return nil, nil
	}
	in := make([]*tensor, len(c.in))
	for i, v := range c.in {
		if in[i] = v.constant; in[i] == nil {
			return nil, nil
		}
	}
	if o := ops[c.node.Op]; len(in) < o.least || o.most >= 0 && len(in) > o.most {
		return nil, wrongf("it has %d inputs", len(in))
	}
	return f(c, in)
}

// spend takes from what constants may have together, before one is made.
func (c *converter) spend(shape []int) error {
	if err := checkShape(shape); err != nil {
		return err
	}
	if c.worked += count(shape); c.worked > maxNumbers {
		return wrongf("what is constant in the network has more than %d million numbers", maxNumbers>>20)
	}
	return nil
}

// folds are the ops that are worked out here, where all that they take is constant: those of
// shapes and of weights. What else is constant is left to the runtime.
var folds = map[string]func(c *converter, in []*tensor) ([]*value, error){
	"Fill": func(c *converter, in []*tensor) ([]*value, error) {
		shape, err := sizesOf(in[0])
		if err != nil || in[1].size() != 1 {
			return nil, wrongf("it fills the shape %v with %d numbers", in[0].i, in[1].size())
		}
		return c.picked(in[1], shape, func(int) int { return 0 })
	},
	"Range": func(c *converter, in []*tensor) ([]*value, error) {
		for _, t := range in {
			if t.size() != 1 {
				return nil, wrongf("its bounds are numbers, not %v", t.shape)
			}
		}
		from, to, step := in[0].at(0), in[1].at(0), in[2].at(0)
		n := math.Max(math.Ceil((to-from)/step), 0)
		if step == 0 || math.IsNaN(n) || n > maxElements {
			return nil, wrongf("from %g to %g by %g is no range", from, to, step)
		}
		if err := c.spend([]int{int(n)}); err != nil {
			return nil, err
		}
		out := &tensor{dtype: in[0].dtype, shape: []int{int(n)}}
		for i := range int(n) {
			out.put(from + float64(i)*step)
		}
		return []*value{known(out)}, nil
	},
	"SparseToDense": func(c *converter, in []*tensor) ([]*value, error) {
		shape, err := sizesOf(in[1])
		if err != nil {
			return nil, err
		}
		if err := c.spend(shape); err != nil {
			return nil, err
		}
		rank := len(shape)
		n := 1
		if len(in[0].shape) > 0 {
			n = in[0].shape[0]
		}
		if in[0].dtype != integer || in[2].dtype != in[3].dtype || in[3].size() != 1 || in[0].size() != n*rank || in[2].size() != 1 && in[2].size() != n {
			return nil, wrongf("its places %v, values %v and shape %v do not go together", in[0].shape, in[2].shape, shape)
		}
		out := in[3].pick(shape, func(int) int { return 0 })
		by := strides(shape)
		for i := range n {
			at := 0
			for d := range rank {
				x := int(in[0].i[i*rank+d])
				if x < 0 || x >= shape[d] {
					return nil, wrongf("its place %d is outside of %v", x, shape)
				}
				at += x * by[d]
			}
			from := min(i, in[2].size()-1)
			if out.dtype == float {
				out.f[at] = in[2].f[from]
			} else {
				out.i[at] = in[2].i[from]
			}
		}
		return []*value{known(out)}, nil
	},
	"ConcatV2": func(c *converter, in []*tensor) ([]*value, error) {
		axis, err := c.oneOf(in[len(in)-1])
		if err != nil {
			return nil, err
		}
		var vs []*value
		for _, t := range in[:len(in)-1] {
			vs = append(vs, known(t))
		}
		return c.one(c.concat(vs, axis))
	},
	"Pack": func(c *converter, _ []*tensor) ([]*value, error) { return c.pack() },
	"Tile": func(c *converter, in []*tensor) ([]*value, error) {
		by, err := sizesOf(in[1])
		if err != nil || len(by) != len(in[0].shape) {
			return nil, wrongf("it repeats the shape %v by %v", in[0].shape, in[1].i)
		}
		shape := slices.Clone(in[0].shape)
		for i := range shape {
			shape[i] *= by[i]
		}
		from := strides(in[0].shape)
		return c.picked(in[0], shape, func(i int) int {
			at := 0
			for d := len(shape) - 1; d >= 0; d-- {
				at += i % shape[d] % in[0].shape[d] * from[d]
				i /= shape[d]
			}
			return at
		})
	},
	"BroadcastTo": func(c *converter, in []*tensor) ([]*value, error) {
		shape, err := sizesOf(in[1])
		if err != nil {
			return nil, err
		}
		if both, err := broadcastShapes(in[0].shape, shape); err != nil || !slices.Equal(both, shape) {
			return nil, wrongf("the shape %v cannot be repeated to %v", in[0].shape, shape)
		}
		if err := c.spend(shape); err != nil {
			return nil, err
		}
		return []*value{known(in[0].broadcast(shape))}, nil
	},
}

// picked is a constant of a tensor's elements.
func (c *converter) picked(t *tensor, shape []int, index func(int) int) ([]*value, error) {
	if err := c.spend(shape); err != nil {
		return nil, err
	}
	return []*value{known(t.pick(shape, index))}, nil
}

// sizesOf are whole numbers from 0 on.
func sizesOf(t *tensor) ([]int, error) {
	if t.dtype != integer || len(t.shape) > 1 || len(t.i) > maxRank {
		return nil, wrongf("a shape is a list of at most %d whole numbers, not %s of the shape %v", maxRank, t.dtype, t.shape)
	}
	out := make([]int, len(t.i))
	for i, x := range t.i {
		if x < 0 || x > maxElements {
			return nil, wrongf("it has the shape %v, which cannot be", t.i)
		}
		out[i] = int(x)
	}
	return out, checkShape(out)
}

// cast converts as TensorFlow.js does: what is not whole is cut.
func cast(t *tensor, to dtype) *tensor {
	if t.dtype == to {
		return t
	}
	out := &tensor{dtype: to, shape: t.shape}
	for i := range t.size() {
		x := t.at(i)
		if to == integer && (math.IsNaN(x) || math.Abs(x) > math.MaxInt32) {
			x = 0
		}
		out.put(x)
	}
	return out
}
