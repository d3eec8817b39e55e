package neural

import (
	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// maxEmbedding bounds what is kept of each person.
const maxEmbedding = 2048

// embeds is how many numbers a network answers.
func embeds(outputs [][]int64) (int, error) {
	if len(outputs) != 1 || len(outputs[0]) == 0 {
		return 0, custos.Errorf(custos.Invalid, "the model answers %v: one row of numbers is wanted of an embedding", outputs)
	}
	n := 1
	for _, d := range outputs[0] {
		n *= int(min(max(d, 0), maxEmbedding+1))
	}
	if n < 8 || n > maxEmbedding {
		return 0, custos.Errorf(custos.Invalid, "the model answers %v: 8 to %d numbers are wanted of an embedding", outputs, maxEmbedding)
	}
	return n, nil
}

// Embedder says how people look by a network of the shape Embedding. It is not safe for
// concurrent use.
type Embedder struct {
	m   *Model
	run Run
	in  []float32
	// turned is as Detector has it.
	turned []float32
}

// NewEmbedder returns an embedder of a model that run runs.
func NewEmbedder(m *Model, run Run) *Embedder {
	return &Embedder{m: m, run: run, in: make([]float32, m.Numbers())}
}

// Of is how what a box of a frame shows looks to the network, of length one; nil where the
// box has too few pixels.
func (e *Embedder) Of(f *custos.Frame, b custos.Box) (observe.Look, error) {
	if err := f.Validate(); err != nil {
		return nil, err
	}
	x0, y0 := max(b.X, 0), max(b.Y, 0)
	part := custos.Box{X: x0, Y: y0, W: min(b.X+b.W, 1) - x0, H: min(b.Y+b.H, 1) - y0}
	if !(part.W*float64(f.Width) >= 8 && part.H*float64(f.Height) >= 16) {
		return nil, nil
	}
	e.m.picture(f, part, e.in)
	in := e.in
	if e.m.last {
		e.turned = together(e.turned, in)
		in = e.turned
	}
	out, err := e.run(in, e.m.Width, e.m.Height)
	if err != nil {
		return nil, err
	}
	if len(out) != 1 || len(out[0].Data) != e.m.count {
		return nil, custos.Errorf(custos.Invalid, "the model answers %d tensors now, and not one of %d numbers", len(out), e.m.count)
	}
	v := make([]float64, len(out[0].Data))
	for i, x := range out[0].Data {
		v[i] = float64(x)
	}
	return observe.UnitLook(v), nil
}
