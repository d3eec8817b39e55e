package tfjs

import (
	"fmt"
	"slices"
)

// graph is the ONNX network as it grows.
type graph struct {
	nodes    []*onnxNode
	consts   []*constant
	inputs   []Port
	outputs  []Port
	metadata [][2]string

	names map[string]int
	small map[string]string // constants of few numbers, by what they are
}

// onnxNode is an operation of ONNX.
type onnxNode struct {
	op      string
	in, out []string
	attrs   []onnxAttr
}

// onnxAttr is an attribute: one of whole, wholes, real, text.
type onnxAttr struct {
	name   string
	wholes []int
	list   bool
	real   float32
	isReal bool
	text   string
}

func attrWhole(name string, x int) onnxAttr     { return onnxAttr{name: name, wholes: []int{x}} }
func attrWholes(name string, x ...int) onnxAttr { return onnxAttr{name: name, wholes: x, list: true} }

func attrReal(name string, x float32) onnxAttr { return onnxAttr{name: name, real: x, isReal: true} }
func attrText(name string, x string) onnxAttr  { return onnxAttr{name: name, text: x} }

// constant is a tensor of the network's file. What ONNX wants as whole numbers of 64 bits,
// such as shapes, is wide.
type constant struct {
	name string
	*tensor
	wide bool
}

func newGraph() *graph { return &graph{names: map[string]int{}, small: map[string]string{}} }

// unique is a name that no other tensor has.
func (g *graph) unique(base string) string {
	n := g.names[base]
	g.names[base] = n + 1
	if n == 0 {
		return base
	}
	for {
		name := fmt.Sprintf("%s~%d", base, n)
		if g.names[name] == 0 {
			g.names[name], g.names[base] = 1, n+1
			return name
		}
		n++
	}
}

// add appends an operation with one result and names that.
func (g *graph) add(base, op string, in []string, attrs ...onnxAttr) string {
	return g.addMany(base, op, in, 1, attrs...)[0]
}

func (g *graph) addMany(base, op string, in []string, results int, attrs ...onnxAttr) []string {
	n := &onnxNode{op: op, in: in, attrs: attrs}
	for range results {
		n.out = append(n.out, g.unique(base))
	}
	g.nodes = append(g.nodes, n)
	return n.out
}

// constant puts a tensor into the network's file and names it.
func (g *graph) constant(base string, t *tensor) string {
	return g.put(base, t, false)
}

// shape puts whole numbers of 64 bits into the file.
func (g *graph) shape(l ...int) string {
	return g.put("shape", wholes(l...), true)
}

func (g *graph) put(base string, t *tensor, wide bool) string {
	const few = 16
	key := ""
	if t.size() <= few {
		key = fmt.Sprint(wide, t.dtype, t.shape, t.f, t.i)
		if name := g.small[key]; name != "" {
			return name
		}
	}
	name := g.unique(base)
	g.consts = append(g.consts, &constant{name, t, wide})
	if key != "" {
		g.small[key] = name
	}
	return name
}

// prune leaves out what no output needs.
func (g *graph) prune() {
	needed := map[string]bool{}
	for _, o := range g.outputs {
		needed[o.Name] = true
	}
	for i := len(g.nodes) - 1; i >= 0; i-- { // a node takes only from those before it
		n := g.nodes[i]
		if !slices.ContainsFunc(n.out, func(name string) bool { return needed[name] }) {
			g.nodes[i] = nil
			continue
		}
		for _, in := range n.in {
			needed[in] = true
		}
	}
	g.nodes = slices.DeleteFunc(g.nodes, func(n *onnxNode) bool { return n == nil })
	g.consts = slices.DeleteFunc(g.consts, func(c *constant) bool { return !needed[c.name] })
}

func (g *graph) count() map[string]int {
	out := map[string]int{}
	for _, n := range g.nodes {
		out[n.op]++
	}
	return out
}

// rename gives a tensor that a node makes another name; false if none does.
func (g *graph) rename(from, to string) bool {
	made := false
	for _, n := range g.nodes {
		for i, o := range n.out {
			if o == from {
				n.out[i], made = to, true
			}
		}
	}
	if !made {
		return false
	}
	for _, n := range g.nodes {
		for i, in := range n.in {
			if in == from {
				n.in[i] = to
			}
		}
	}
	return true
}
