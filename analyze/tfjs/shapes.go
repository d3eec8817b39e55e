package tfjs

import (
	"math"
	"slices"
)

func (c *converter) same() (*value, error) { return c.in[0], nil }

// shapeOf is what is known of a shape. What is not is not converted.
func (c *converter) shapeOf() (*value, error) {
	s := c.in[0].shape
	switch c.node.Op {
	case "Rank":
		return known(scalarOf(integer, float64(len(s)))), nil
	case "Size":
		if n := count(s); n >= 0 {
			return known(scalarOf(integer, float64(n))), nil
		}
	default:
		if count(s) >= 0 {
			return known(wholes(s...)), nil
		}
	}
	return nil, wrongf("it asks for the shape %v, which depends on what is computed", s)
}

func (c *converter) like() (*value, error) {
	x := c.in[0]
	if count(x.shape) < 0 {
		return nil, wrongf("it has the shape %v, which depends on what is computed", x.shape)
	}
	if err := c.spend(x.shape); err != nil {
		return nil, err
	}
	return known(scalarOf(x.dtype, truth(c.node.Op == "OnesLike")).broadcast(x.shape)), nil
}

func (c *converter) reshape() (*value, error) {
	to, err := c.numbers(1)
	if err != nil {
		return nil, err
	}
	return c.reshaped(c.in[0], to)
}

// reshaped has the same numbers in another shape, of which one dimension may be -1.
func (c *converter) reshaped(x *value, to []int) (*value, error) {
	shape, have := slices.Clone(to), count(x.shape)
	open, rest := -1, 1
	for i, d := range to {
		switch {
		case d == -1 && open < 0:
			open = i
		case d < 0 || d > maxElements || max(rest, 1) > maxElements || len(to) > maxRank:
			return nil, wrongf("it gives the shape %v the shape %v", x.shape, to)
		default:
			rest *= d
		}
	}
	switch {
	case have < 0 && open >= 0: // it stays open
	case have < 0:
		return nil, wrongf("it gives the shape %v, which depends on what is computed, the shape %v", x.shape, to)
	case open >= 0 && rest > 0 && have%rest == 0:
		shape[open] = have / rest
	case open >= 0 || rest != have:
		return nil, wrongf("it gives the shape %v the shape %v", x.shape, to)
	}
	if x.constant != nil {
		return known(x.constant.reshape(shape)), nil
	}
	if slices.Equal(shape, x.shape) && have >= 0 {
		return x, nil
	}
	from, ok := x.alike(identity(len(x.shape)))
	if !ok {
		from = c.plain(x)
	}
	// As the node has it, so that what it leaves open stays so.
	return plain(x.dtype, shape, c.graph.add(c.node.Name, "Reshape", []string{from, c.graph.shape(to...)})), nil
}

func (c *converter) expandDims() (*value, error) {
	axis, err := c.oneOf(c.in[1].constant)
	if err != nil {
		return nil, err
	}
	return c.expanded(c.in[0], axis)
}

// expanded has one axis more, of one element.
func (c *converter) expanded(x *value, axis int) (*value, error) {
	rank := len(x.shape)
	axis, err := axisOf(axis, rank+1)
	if err != nil {
		return nil, err
	}
	shape := slices.Insert(slices.Clone(x.shape), axis, 1)
	if err := checkShape(shape); err != nil {
		return nil, err
	}
	if x.constant != nil {
		return known(x.constant.reshape(shape)), nil
	}
	f := x.forms[0]
	at := axis
	if rank == 3 && axis == 3 && isIdentity(f.perm) { // a channel of a picture
		at = 1
	}
	perm := make([]int, 0, rank+1)
	for _, p := range f.perm {
		if p >= axis {
			p++
		}
		perm = append(perm, p)
	}
	perm = slices.Insert(perm, at, axis)
	return made(x.dtype, shape, perm, c.graph.add(c.node.Name, "Unsqueeze", []string{f.name, c.graph.shape(at)})), nil
}

func (c *converter) squeezeOp() (*value, error) {
	x := c.in[0]
	axes, err := c.node.wholes("squeeze_dims")
	if err != nil {
		return nil, err
	}
	if len(axes) == 0 {
		if axes, err = c.node.wholes("axis"); err != nil {
			return nil, err
		}
	}
	if len(axes) == 0 {
		for i, d := range x.shape {
			if d == 1 {
				axes = append(axes, i)
			}
		}
	}
	return c.squeezed(x, axes)
}

// squeezed leaves out axes of one element.
func (c *converter) squeezed(x *value, axes []int) (*value, error) {
	if len(axes) == 0 {
		return x, nil
	}
	gone := map[int]bool{}
	for _, a := range axes {
		a, err := axisOf(a, len(x.shape))
		if err != nil {
			return nil, err
		}
		if x.shape[a] != 1 {
			return nil, wrongf("it leaves out axis %d of %v, which has not one element", a, x.shape)
		}
		gone[a] = true
	}
	shape := without(x.shape, gone)
	if x.constant != nil {
		return known(x.constant.reshape(shape)), nil
	}
	f := x.forms[0]
	var at []int
	for i, p := range f.perm {
		if gone[p] {
			at = append(at, i)
		}
	}
	return made(x.dtype, shape, reduced(f.perm, gone), c.graph.add(c.node.Name, "Squeeze", []string{f.name, c.graph.shape(at...)})), nil
}

// without leaves out elements by their places.
func without(l []int, gone map[int]bool) []int {
	out := []int{}
	for i, x := range l {
		if !gone[i] {
			out = append(out, x)
		}
	}
	return out
}

// reduced is an order of axes without some of them.
func reduced(perm []int, gone map[int]bool) []int {
	out := []int{}
	for _, p := range perm {
		if gone[p] {
			continue
		}
		less := 0
		for g := range gone {
			if g < p {
				less++
			}
		}
		out = append(out, p-less)
	}
	return out
}

func (c *converter) transposeOp() (*value, error) {
	perm, err := c.numbers(1)
	if err != nil {
		return nil, err
	}
	sorted := slices.Clone(perm)
	slices.Sort(sorted)
	if len(perm) != len(c.in[0].shape) || !isIdentity(sorted) {
		return nil, wrongf("it brings the shape %v into the order %v", c.in[0].shape, perm)
	}
	if t := c.in[0].constant; t != nil {
		if err := c.spend(t.shape); err != nil {
			return nil, err
		}
	}
	return c.transposed(c.in[0], perm), nil
}

func (c *converter) concatOp() (*value, error) {
	axis, err := c.oneOf(c.in[len(c.in)-1].constant)
	if err != nil {
		return nil, err
	}
	return c.concat(c.in[:len(c.in)-1], axis)
}

// concat puts values of one shape but for an axis one after the other.
func (c *converter) concat(vs []*value, axis int) (*value, error) {
	rank := len(vs[0].shape)
	axis, err := axisOf(axis, rank)
	if err != nil {
		return nil, err
	}
	shape, constant := slices.Clone(vs[0].shape), true
	for i, v := range vs {
		constant = constant && v.constant != nil
		if len(v.shape) != rank || v.dtype != vs[0].dtype {
			return nil, wrongf("it joins %s of the shape %v and %s of the shape %v", vs[0].dtype, vs[0].shape, v.dtype, v.shape)
		}
		for d := range v.shape {
			switch {
			case d != axis && v.shape[d] != shape[d] && min(v.shape[d], shape[d]) >= 0:
				return nil, wrongf("it joins the shapes %v and %v at axis %d", shape, v.shape, axis)
			case d == axis && min(v.shape[d], shape[d]) < 0:
				shape[d] = -1
			case d == axis && i > 0:
				shape[d] += v.shape[d]
			}
		}
	}
	if err := checkShape(shape); err != nil {
		return nil, err
	}
	if len(vs) == 1 {
		return vs[0], nil
	}
	if constant {
		if err := c.spend(shape); err != nil {
			return nil, err
		}
		out := &tensor{dtype: vs[0].dtype, shape: shape}
		for block := range count(shape[:axis]) {
			for _, v := range vs {
				n := count(v.shape[axis:])
				if t := v.constant; t.dtype == float {
					out.f = append(out.f, t.f[block*n:(block+1)*n]...)
				} else {
					out.i = append(out.i, t.i[block*n:(block+1)*n]...)
				}
			}
		}
		return known(out), nil
	}
	perm := layout(rank, vs)
	var in []string
	for _, v := range vs {
		in = append(in, c.form(v, perm))
	}
	return made(vs[0].dtype, shape, perm, c.graph.add(c.node.Name, "Concat", in, attrWhole("axis", slices.Index(perm, axis)))), nil
}

// pack joins values at an axis that they do not have yet.
func (c *converter) pack() ([]*value, error) {
	axis, err := c.node.whole("axis", 0)
	if err != nil {
		return nil, err
	}
	if axis, err = axisOf(axis, len(c.in[0].shape)+1); err != nil {
		return nil, err
	}
	var wide []*value
	for _, v := range c.in {
		if len(v.shape) != len(c.in[0].shape) {
			return nil, wrongf("it joins the shapes %v and %v", c.in[0].shape, v.shape)
		}
		w, err := c.expanded(v, axis)
		if err != nil {
			return nil, err
		}
		wide = append(wide, w)
	}
	v, err := c.concat(wide, axis)
	if err != nil {
		return nil, err
	}
	return []*value{v}, nil
}

func (c *converter) unpack() ([]*value, error) {
	x := c.in[0]
	axis, err := c.node.whole("axis", 0)
	if err != nil {
		return nil, err
	}
	if axis, err = axisOf(axis, len(x.shape)); err != nil {
		return nil, err
	}
	n, err := c.node.whole("num", x.shape[axis])
	if err != nil {
		return nil, err
	}
	if n != x.shape[axis] || n < 1 || n > maxInputs {
		return nil, wrongf("it takes the shape %v apart into %d", x.shape, n)
	}
	parts, err := c.parts(x, axis, slices.Repeat([]int{1}, n))
	if err != nil {
		return nil, err
	}
	for i := range parts {
		if parts[i], err = c.squeezed(parts[i], []int{axis}); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

func (c *converter) split() ([]*value, error) {
	x, by := c.in[0], c.in[1]
	if c.node.Op == "Split" {
		x, by = c.in[1], c.in[0]
	} else {
		by = c.in[2]
	}
	axis, err := c.oneOf(by.constant)
	if err != nil {
		return nil, err
	}
	if axis, err = axisOf(axis, len(x.shape)); err != nil {
		return nil, err
	}
	var sizes []int
	if c.node.Op == "SplitV" {
		if sizes, err = c.numbers(1); err != nil {
			return nil, err
		}
	} else {
		n, err := c.node.whole("num_split", 0)
		if err != nil {
			return nil, err
		}
		if n < 1 || n > maxInputs || x.shape[axis] < 0 || x.shape[axis]%n != 0 {
			return nil, wrongf("it takes the shape %v apart into %d", x.shape, n)
		}
		sizes = slices.Repeat([]int{x.shape[axis] / n}, n)
	}
	sum, open := 0, -1
	for i, s := range sizes {
		if s == -1 && open < 0 {
			open = i
			continue
		}
		if s < 0 {
			return nil, wrongf("it takes the shape %v apart into %v", x.shape, sizes)
		}
		sum += s
	}
	if open >= 0 {
		sizes = slices.Clone(sizes)
		sizes[open] = x.shape[axis] - sum
		sum = x.shape[axis]
	}
	if sum != x.shape[axis] || len(sizes) == 0 || slices.Min(sizes) < 0 {
		return nil, wrongf("it takes the shape %v apart into %v", x.shape, sizes)
	}
	return c.parts(x, axis, sizes)
}

// parts takes a value apart at an axis.
func (c *converter) parts(x *value, axis int, sizes []int) (out []*value, err error) {
	if len(sizes) == 1 {
		return []*value{x}, nil
	}
	if x.constant != nil {
		at := 0
		for _, s := range sizes {
			start, steps := make([]int, len(x.shape)), slices.Repeat([]int{1}, len(x.shape))
			start[axis] = at
			shape := slices.Clone(x.shape)
			shape[axis] = s
			if err := c.spend(shape); err != nil {
				return nil, err
			}
			out = append(out, known(x.constant.slice(start, steps, shape)))
			at += s
		}
		return out, nil
	}
	f := x.forms[0]
	names := c.graph.addMany(c.node.Name, "Split", []string{f.name, c.graph.shape(sizes...)}, len(sizes), attrWhole("axis", slices.Index(f.perm, axis)))
	for i, s := range sizes {
		shape := slices.Clone(x.shape)
		shape[axis] = s
		out = append(out, made(x.dtype, shape, f.perm, names[i]))
	}
	return out, nil
}

// slice is a part of a tensor of a shape, from a place on by steps.
func (t *tensor) slice(start, steps, shape []int) *tensor {
	by := strides(t.shape)
	at := 0
	for i := range by {
		at += start[i] * by[i]
		by[i] *= steps[i]
	}
	return t.pick(shape, walk(shape, by, at))
}

// cut is a part of a value: from, to before and by steps along each axis. A size of -1 is
// not known.
func (c *converter) cut(x *value, from, to, step, shape []int) (*value, error) {
	if x.constant != nil {
		if err := c.spend(shape); err != nil {
			return nil, err
		}
		return known(x.constant.slice(from, step, shape)), nil
	}
	f := x.forms[0]
	var starts, ends, axes, steps []int
	for i, a := range f.perm {
		if step[a] == 1 && from[a] == 0 && shape[a] == x.shape[a] {
			continue
		}
		starts, ends, axes, steps = append(starts, from[a]), append(ends, to[a]), append(axes, i), append(steps, step[a])
	}
	if axes == nil {
		return x, nil
	}
	name := c.graph.add(c.node.Name, "Slice", []string{f.name, c.graph.shape(starts...), c.graph.shape(ends...), c.graph.shape(axes...), c.graph.shape(steps...)})
	return made(x.dtype, shape, f.perm, name), nil
}

func (c *converter) slice() (*value, error) {
	x := c.in[0]
	begin, err := c.numbers(1)
	if err != nil {
		return nil, err
	}
	size, err := c.numbers(2)
	if err != nil {
		return nil, err
	}
	if len(begin) != len(x.shape) || len(size) != len(x.shape) {
		return nil, wrongf("it takes %v from %v of the shape %v", size, begin, x.shape)
	}
	to, shape := make([]int, len(begin)), make([]int, len(begin))
	for i, d := range x.shape {
		switch {
		case d < 0 && begin[i] == 0 && size[i] == -1:
			shape[i] = -1
		case size[i] == -1:
			shape[i] = d - begin[i]
		default:
			shape[i] = size[i]
		}
		if to[i] = begin[i] + shape[i]; d >= 0 && (begin[i] < 0 || shape[i] < 0 || to[i] > d) || d < 0 && shape[i] >= 0 {
			return nil, wrongf("it takes %v from %v of the shape %v", size, begin, x.shape)
		}
	}
	return c.cut(x, begin, to, slices.Repeat([]int{1}, len(shape)), shape)
}

// stridedSlice is NumPy's way to take parts, with its masks.
func (c *converter) stridedSlice() (*value, error) {
	x := c.in[0]
	begin, err := c.numbers(1)
	if err != nil {
		return nil, err
	}
	end, err := c.numbers(2)
	if err != nil {
		return nil, err
	}
	by := slices.Repeat([]int{1}, len(begin))
	if len(c.in) > 3 {
		if by, err = c.numbers(3); err != nil {
			return nil, err
		}
	}
	mask := map[string]int{}
	for _, m := range []string{"begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask"} {
		if mask[m], err = c.node.whole(m, 0); err != nil {
			return nil, err
		}
	}
	bit := func(m string, i int) bool { return mask[m]>>i&1 == 1 }
	n, rank := len(begin), len(x.shape)
	if len(end) != n || len(by) != n || n > 2*maxRank {
		return nil, wrongf("it takes from %v to %v by %v", begin, end, by)
	}
	fresh := 0 // new axes, and what an ellipsis stands for
	for i := range n {
		if bit("new_axis_mask", i) && !bit("ellipsis_mask", i) {
			fresh++
		}
	}
	from, to, step, shape := make([]int, rank), slices.Clone(x.shape), slices.Repeat([]int{1}, rank), slices.Clone(x.shape)
	shrink, seen := map[int]bool{}, false
	var news []int // axes of the result that are new, before any is left out
	axis, at := 0, 0
	for i := range n {
		switch {
		case bit("ellipsis_mask", i):
			if seen {
				return nil, wrongf("it has two ellipses")
			}
			seen = true
			rest := 0
			for k := i + 1; k < n; k++ {
				if !bit("new_axis_mask", k) {
					rest++
				}
			}
			if skip := rank - axis - rest; skip > 0 {
				axis, at = axis+skip, at+skip
			}
			continue
		case bit("new_axis_mask", i):
			news = append(news, at)
			at++
			continue
		case axis >= rank:
			return nil, wrongf("it takes from %v of the shape %v", begin, x.shape)
		}
		d := x.shape[axis]
		open := bit("begin_mask", i) && bit("end_mask", i) && by[i] == 1
		if d < 0 && !open {
			return nil, wrongf("it takes from %v of the shape %v, which depends on what is computed", begin, x.shape)
		}
		if bit("shrink_axis_mask", i) {
			b, err := axisOf(begin[i], d)
			if err != nil || d < 1 {
				return nil, wrongf("it takes from %v of the shape %v", begin, x.shape)
			}
			from[axis], to[axis], shape[axis] = b, b+1, 1
			shrink[axis] = true
			axis++
			continue
		}
		if !open {
			if by[i] == 0 {
				return nil, wrongf("it takes by steps of 0")
			}
			// A bound that is left out, or outside, is the first or the last that can be.
			least, most := 0, d
			if by[i] < 0 {
				least, most = -1, d-1
			}
			bound := func(x int) int {
				if x < 0 {
					x += d
				}
				return min(max(x, least), most)
			}
			b, e := bound(begin[i]), bound(end[i])
			if bit("begin_mask", i) {
				b = least
				if by[i] < 0 {
					b = most
				}
			}
			if bit("end_mask", i) {
				e = most
				if by[i] < 0 {
					e = least
				}
			}
			size := 0
			if by[i] > 0 && e > b {
				size = (e - b + by[i] - 1) / by[i]
			} else if by[i] < 0 && e < b {
				size = (b - e - by[i] - 1) / -by[i]
			}
			if size == 0 {
				b, e = 0, 0
			}
			if e == -1 { // ONNX would count it from the end
				e = math.MinInt32
			}
			from[axis], to[axis], step[axis], shape[axis] = b, e, by[i], size
			if size == 0 {
				step[axis] = 1
			}
		}
		axis, at = axis+1, at+1
	}
	v, err := c.cut(x, from, to, step, shape)
	if err != nil {
		return nil, err
	}
	var axes []int
	for a := range rank {
		if shrink[a] {
			axes = append(axes, a)
		}
	}
	if v, err = c.squeezed(v, axes); err != nil {
		return nil, err
	}
	for _, a := range news {
		if v, err = c.expanded(v, a); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (c *converter) tile() (*value, error) {
	x := c.in[0]
	by, err := c.numbers(1)
	if err != nil {
		return nil, err
	}
	if len(by) != len(x.shape) {
		return nil, wrongf("it repeats the shape %v by %v", x.shape, by)
	}
	shape := slices.Clone(x.shape)
	for i := range shape {
		if by[i] < 0 || by[i] > maxElements || shape[i] < 0 && by[i] != 1 {
			return nil, wrongf("it repeats the shape %v by %v", x.shape, by)
		}
		if shape[i] > 0 {
			shape[i] *= by[i]
		}
	}
	if err := checkShape(shape); err != nil {
		return nil, err
	}
	f := x.forms[0]
	return made(x.dtype, shape, f.perm, c.graph.add(c.node.Name, "Tile", []string{f.name, c.graph.shape(permuted(by, f.perm)...)})), nil
}

// repeat fills a shape with what is computed.
func (c *converter) repeat() (*value, error) {
	x, i := c.in[0], 1
	if c.node.Op == "Fill" {
		x, i = c.in[1], 0
	}
	shape, err := c.numbers(i)
	if err != nil {
		return nil, err
	}
	if err := checkShape(shape); err != nil {
		return nil, err
	}
	if both, err := broadcastShapes(x.shape, shape); err != nil || !slices.Equal(both, shape) || count(shape) < 0 {
		return nil, wrongf("the shape %v cannot be repeated to %v", x.shape, shape)
	}
	return plain(x.dtype, shape, c.graph.add(c.node.Name, "Expand", []string{c.plain(x), c.graph.shape(shape...)})), nil
}
