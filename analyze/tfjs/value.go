package tfjs

import (
	"slices"
)

// value is a tensor of the original network, and where the ONNX network has it.
type value struct {
	dtype dtype
	// shape is the original's: of pictures, the channels come last. A dimension that
	// depends on what is computed is -1.
	shape []int
	// constant is what it is, if that is known.
	constant *tensor
	// forms are the ONNX tensors that hold it, the first made first.
	forms []form
	// shared says that more than one node takes it: what makes it is not merged with what
	// one of them does.
	shared bool

	// What made it, if that can be merged with what comes after it.
	conv   *convolution
	bounds *bounded
	padded *padding
	raw    string // the tensor of bytes that it was made of by a cast
}

// form is an ONNX tensor whose axis i is the value's axis perm[i].
type form struct {
	perm []int
	name string
}

// converter turns nodes into operations of ONNX, one after the other.
type converter struct {
	graph   *graph
	weights map[string]*tensor
	values  map[string][]*value // by their nodes' names
	uses    map[string]int
	said    map[string]*shapeDef // of inputs, by the signature

	batch, width, height int

	worked int // how many numbers of constants were worked out

	node *node // that is converted now
	in   []*value
}

// made is a value in a form.
func made(d dtype, shape, perm []int, name string) *value {
	return &value{dtype: d, shape: shape, forms: []form{{perm, name}}}
}

// plain is a value whose ONNX tensor has the original's axes.
func plain(d dtype, shape []int, name string) *value {
	return made(d, shape, identity(len(shape)), name)
}

func known(t *tensor) *value { return &value{dtype: t.dtype, shape: t.shape, constant: t} }

// convert converts a node whose inputs are converted.
func (c *converter) convert(n *node) error {
	c.node, c.in = n, nil
	for _, in := range n.inputs() {
		name, at := tensorName(in)
		from := c.values[name]
		if at >= len(from) {
			return wrongf("its input is the result %d of %q, which has %d", at, name, len(from))
		}
		c.in = append(c.in, from[at])
	}
	out, err := c.results()
	if err != nil {
		return err
	}
	for _, v := range out {
		if err := checkShape(v.shape); err != nil {
			return err
		}
		v.shared = v.shared || c.uses[n.Name] > 1
	}
	c.values[n.Name] = out
	return nil
}

// results works a node out, where all that it takes is constant, or writes it.
func (c *converter) results() ([]*value, error) {
	switch c.node.Op {
	case "Const":
		t := c.weights[c.node.Name]
		if t == nil {
			return nil, wrongf("the weights' manifest has no weight of this name")
		}
		return []*value{known(t)}, nil
	case "Placeholder":
		return c.placeholder()
	}
	if out, err := c.fold(); out != nil || err != nil {
		return out, err
	}
	o := ops[c.node.Op]
	if len(c.in) < o.least || o.most >= 0 && len(c.in) > o.most {
		return nil, wrongf("it has %d inputs", len(c.in))
	}
	return o.convert(c)
}

// placeholder makes an input of the network. A picture's channels come first in it. One
// of whole numbers is taken in bytes, which pictures are.
func (c *converter) placeholder() ([]*value, error) {
	n := c.node
	t, err := n.dtype("dtype", float)
	if err != nil {
		return nil, err
	}
	a, err := n.attr("shape")
	if err != nil {
		return nil, err
	}
	if a == nil || a.Shape == nil || a.Shape.UnknownRank || len(a.Shape.Dim) > maxRank {
		return nil, wrongf("the network leaves open how many dimensions this input has")
	}
	shape := []int{}
	for i, d := range a.Shape.Dim {
		size := int(d.Size)
		if size == -1 {
			size = c.open(i, len(a.Shape.Dim))
		}
		if size < 1 {
			return nil, wrongf("the network leaves the size of this input open, or says one that cannot be (dimension %d is %d): say a picture's by --size", i, d.Size)
		}
		shape = append(shape, size)
	}
	if err := checkShape(shape); err != nil {
		return nil, err
	}
	p := Port{Name: c.graph.unique(n.Name), Type: t.String(), Dims: shape}
	v := plain(t, shape, p.Name)
	if len(shape) == 4 && (shape[3] == 3 || shape[3] == 1 || shape[3] == 4) && shape[1] > 4 {
		v.forms[0].perm = channelsFirst
		p.Dims = permuted(shape, channelsFirst)
		p.Note = "channels first, where the original has them last"
		if t == integer {
			p.Type, p.Note = "uint8", p.Note+"; bytes, where the original has whole numbers of 32 bits"
			v.raw = p.Name
			v.forms[0].name = c.graph.add(n.Name, "Cast", []string{p.Name}, attrWhole("to", onnxInt32))
		}
	}
	c.graph.inputs = append(c.graph.inputs, p)
	return []*value{v}, nil
}

// open is a dimension that an input leaves open; 0 if nothing says it.
func (c *converter) open(i, rank int) int {
	if rank == 4 {
		if by := []int{0, c.height, c.width, 0}[i]; by > 0 {
			return by
		}
	}
	if i == 0 {
		return c.batch
	}
	if s := c.said[c.node.Name]; s != nil && len(s.Dim) == rank {
		return int(s.Dim[i].Size)
	}
	return 0
}

// output makes a value an output of the network, with the original's axes.
func (c *converter) output(p port) error {
	vs := c.values[p.node]
	if p.at >= len(vs) {
		return wrongf("the output %q is the result %d of the node %q, which has %d", p.name, p.at, p.node, len(vs))
	}
	v := vs[p.at]
	c.node = &node{Name: p.name}
	name := c.plain(v)
	taken := slices.ContainsFunc(c.graph.outputs, func(o Port) bool { return o.Name == name })
	if taken || !c.graph.rename(name, p.name) {
		c.graph.nodes = append(c.graph.nodes, &onnxNode{op: "Identity", in: []string{name}, out: []string{p.name}})
	} else {
		for i := range v.forms {
			if v.forms[i].name == name {
				v.forms[i].name = p.name
			}
		}
	}
	c.graph.outputs = append(c.graph.outputs, Port{Name: p.name, Type: v.dtype.String(), Dims: v.shape})
	return nil
}

// channelsFirst is batch, channels, height, width of batch, height, width, channels.
var channelsFirst = []int{0, 3, 1, 2}

// plain is the ONNX tensor of a value that has the original's axes.
func (c *converter) plain(v *value) string { return c.form(v, identity(len(v.shape))) }

// form is the ONNX tensor of a value that has its axes in an order. It is made where
// there is none.
func (c *converter) form(v *value, perm []int) string {
	for _, f := range v.forms {
		if slices.Equal(f.perm, perm) {
			return f.name
		}
	}
	f := form{perm: perm}
	switch {
	case v.constant != nil:
		f.name = c.graph.constant(c.node.Name+"/k", v.constant.transpose(perm))
	default:
		if from, ok := v.alike(perm); ok {
			f.name = c.graph.add(c.node.Name+"/as", "Reshape", []string{from, c.graph.shape(permuted(v.shape, perm)...)})
			break
		}
		from := v.forms[0]
		f.name = c.graph.add(c.node.Name+"/turned", "Transpose", []string{from.name}, attrWholes("perm", permuted(inverse(from.perm), perm)...))
	}
	v.forms = append(v.forms, f)
	return f.name
}

// alike is a tensor that has a value's numbers in the order that a form has: what is moved
// are only axes of one element.
func (v *value) alike(perm []int) (string, bool) {
	open := 0
	for _, d := range v.shape {
		if d < 0 {
			open++
		}
	}
	if open > 1 { // ONNX's Reshape finds out one dimension
		return "", false
	}
	real := func(perm []int) []int {
		return slices.DeleteFunc(slices.Clone(perm), func(p int) bool { return v.shape[p] == 1 })
	}
	for _, f := range v.forms {
		if slices.Equal(real(f.perm), real(perm)) {
			return f.name, true
		}
	}
	return "", false
}

// has says whether a value can be had in an order of its axes without moving numbers.
func (v *value) has(perm []int) bool {
	if v.constant != nil {
		return true
	}
	_, ok := v.alike(perm)
	return ok || slices.ContainsFunc(v.forms, func(f form) bool { return slices.Equal(f.perm, perm) })
}

// layout is the order of axes in which the fewest numbers of some values, all of one rank,
// must be moved.
func layout(rank int, vs []*value) []int {
	best, least := identity(rank), -1
	for _, v := range vs {
		if v.constant != nil || len(v.shape) != rank {
			continue
		}
		cost := 0
		for _, o := range vs {
			if len(o.shape) == rank && !o.has(v.forms[0].perm) {
				cost += max(count(o.shape), 1)
			}
		}
		if least < 0 || cost < least {
			best, least = v.forms[0].perm, cost
		}
	}
	return best
}

// spread is the ONNX tensor of a value among those of a rank and an order of axes, for
// operations that repeat what is smaller.
func (c *converter) spread(v *value, rank int, perm []int) string {
	if len(v.shape) == rank && v.constant == nil {
		return c.form(v, perm)
	}
	lead := rank - len(v.shape)
	shape := append(slices.Repeat([]int{1}, lead), v.shape...)
	if v.constant != nil {
		t := v.constant.reshape(shape).transpose(perm)
		for len(t.shape) > 0 && t.shape[0] == 1 { // as short as it can be written
			t = t.reshape(t.shape[1:])
		}
		return c.graph.constant(c.node.Name+"/k", t)
	}
	if isIdentity(perm) {
		return c.plain(v)
	}
	wide := &value{dtype: v.dtype, shape: shape}
	p := identity(lead)
	for _, a := range v.forms[0].perm {
		p = append(p, a+lead)
	}
	wide.forms = []form{{p, c.graph.add(c.node.Name+"/as", "Unsqueeze", []string{v.forms[0].name, c.graph.shape(identity(lead)...)})}}
	return c.form(wide, perm)
}

// transposed has axis perm[i] of a value as its axis i, and moves nothing.
func (c *converter) transposed(v *value, perm []int) *value {
	if v.constant != nil {
		return known(v.constant.transpose(perm))
	}
	inv := inverse(perm)
	out := &value{dtype: v.dtype, shape: permuted(v.shape, perm), conv: v.conv, shared: v.shared}
	for _, f := range v.forms {
		out.forms = append(out.forms, form{permuted(inv, f.perm), f.name})
	}
	if p := v.padded; p != nil {
		out.padded = &padding{in: c.transposed(p.in, perm), before: permuted(p.before, perm), after: permuted(p.after, perm)}
	}
	return out
}

// retyped is a value of another type.
func (c *converter) retyped(v *value, to dtype) *value {
	if v.dtype == to {
		return v
	}
	if v.constant != nil {
		return known(cast(v.constant, to))
	}
	from := v.forms[0].name
	if v.raw != "" {
		from = v.raw
	}
	return made(to, v.shape, v.forms[0].perm, c.graph.add(c.node.Name+"/cast", "Cast", []string{from}, attrWhole("to", onnxTypes[to])))
}
