package tfjs

import (
	"slices"
	"strings"
)

// port is an output of a model: a tensor of a node's, and how it is known.
type port struct {
	name, node string
	at         int
}

// control are the ops that choose and loop.
var control = []string{
	"Switch", "Merge", "Enter", "Exit", "NextIteration", "LoopCond", "If", "StatelessIf", "While", "StatelessWhile",
	"PartitionedCall", "StatefulPartitionedCall", "TensorArrayV3", "TensorListReserve",
}

// check says what a model's outputs are, and refuses it if they depend on what is not
// there or cannot be converted.
func (m *model) check(wanted []string) ([]port, error) {
	out, err := m.outputs(wanted)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var next []string
	for _, o := range out {
		next = append(next, o.node)
	}
	for len(next) > 0 {
		name := next[len(next)-1]
		next = next[:len(next)-1]
		if seen[name] {
			continue
		}
		seen[name] = true
		n := m.byName[name]
		if n.Op != "Const" && n.Op != "Placeholder" && ops[n.Op] == nil {
			if slices.Contains(control, n.Op) || strings.HasPrefix(n.Op, "TensorList") || strings.HasPrefix(n.Op, "TensorArray") {
				return nil, n.wrong(wrongf("the network has loops or branches, which are not converted"))
			}
			return nil, n.wrong(wrongf("this op is not converted"))
		}
		for _, in := range n.inputs() {
			from, _ := tensorName(in)
			if m.byName[from] == nil {
				return nil, n.wrong(wrongf("its input %q is no node of the model", from))
			}
			next = append(next, from)
		}
	}
	return out, nil
}

// outputs are those that are wanted, by their names or those of their tensors, or all.
func (m *model) outputs(wanted []string) ([]port, error) {
	out, err := m.allOutputs()
	if len(wanted) > 0 {
		all := out
		out, err = nil, nil
		for _, w := range wanted {
			p := port{name: w}
			p.node, p.at = tensorName(w)
			if i := slices.IndexFunc(all, func(p port) bool { return p.name == w }); i >= 0 {
				p = all[i]
			}
			if m.byName[p.node] == nil || !nameable(w) || slices.ContainsFunc(out, func(o port) bool { return o.name == w }) {
				return nil, wrongf("the output %.100q that is wanted is no tensor of the model, or is wanted twice", w)
			}
			out = append(out, p)
		}
	}
	if err == nil && (len(out) == 0 || len(out) > maxOutputs) {
		err = wrongf("the model has %d outputs: 1 to %d can be", len(out), maxOutputs)
	}
	return out, err
}

// allOutputs are those that the signature names, or else every tensor that nobody takes.
func (m *model) allOutputs() (out []port, err error) {
	if m.Signature != nil && len(m.Signature.Outputs) > 0 {
		short := map[string]int{}
		for _, o := range m.Signature.Outputs {
			key, _ := tensorName(o.Key)
			short[key]++
		}
		taken := map[string]bool{}
		for _, o := range m.Signature.Outputs {
			p := port{name: o.Key}
			p.node, p.at = tensorName(o.Name)
			if key, _ := tensorName(o.Key); short[key] == 1 {
				p.name = key
			}
			if m.byName[p.node] == nil || !nameable(p.name) || taken[p.name] {
				return nil, wrongf("the model's output %.100q is the tensor %.100q: it needs a name of its own, and a node of the model", o.Key, o.Name)
			}
			taken[p.name] = true
			out = append(out, p)
		}
	} else {
		used := map[string]bool{}
		for _, n := range m.Topology.Nodes {
			for _, in := range n.Inputs {
				from, _ := tensorName(strings.TrimPrefix(in, "^"))
				used[from] = true
			}
		}
		for _, n := range m.Topology.Nodes {
			if !used[n.Name] && n.Op != "Const" && n.Op != "Placeholder" && n.Op != "NoOp" {
				out = append(out, port{n.Name, n.Name, 0})
			}
		}
	}
	return out, nil
}

// order lists the nodes that outputs need, each after those that it takes from.
func (m *model) order(out []port) ([]*node, error) {
	const open, done = 1, 2
	state := map[*node]int{}
	var order, stack []*node
	for _, o := range out {
		stack = append(stack, m.byName[o.node])
		for len(stack) > 0 {
			n := stack[len(stack)-1]
			if state[n] == done {
				stack = stack[:len(stack)-1]
				continue
			}
			state[n] = open
			waits := false
			for _, in := range n.inputs() {
				name, _ := tensorName(in)
				from := m.byName[name]
				switch state[from] {
				case 0:
					stack, waits = append(stack, from), true
				case open: // it is on the way from an output to here
					return nil, n.wrong(wrongf("it takes from itself, by way of %q", name))
				}
			}
			if !waits {
				state[n] = done
				order = append(order, n)
				stack = stack[:len(stack)-1]
			}
		}
	}
	return order, nil
}

// uses counts how often each node's tensors are taken, by nodes of the order and as outputs.
func (m *model) uses(order []*node, out []port) map[string]int {
	uses := map[string]int{}
	for _, n := range order {
		for _, in := range n.inputs() {
			name, _ := tensorName(in)
			uses[name]++
		}
	}
	for _, o := range out {
		uses[o.node]++
	}
	return uses
}
