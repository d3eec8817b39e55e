package train

import (
	"math"
	"math/rand/v2"
	"runtime"
	"sync"

	"custos.dev/custos/analyze/plate"
)

// whereWeight is how much where letters are counts beside what they are.
const whereWeight = 4

// teacher changes a network's weights by Adam (Kingma and Ba 2015), with decayed weights.
type teacher struct {
	*plate.GlyphNet
	steps  int
	layers []weights
	parts  []part
}

// weights are those of a layer, or its biases, with the means of their gradients and of those squared.
type weights struct{ w, m, v []float32 }

// part is what one worker has of a step: gradients of its examples, summed.
type part struct {
	grads   [][]float32 // of each layer the weights', and the biases'
	tapes   plate.Tapes
	columns int
}

// newTeacher teaches a network further, or one that begins with weights by chance.
func newTeacher(from *plate.GlyphNet, r *rand.Rand) *teacher {
	t := &teacher{GlyphNet: from}
	if from == nil {
		t.GlyphNet = plate.NewGlyphNet()
	}
	for i := range t.Layers {
		l := &t.Layers[i]
		scale := float32(math.Sqrt(2 * float64(l.Out) / float64(len(l.W))))
		for i := range l.W {
			if from != nil {
				break
			}
			l.W[i] = float32(r.NormFloat64()) * scale
		}
		for _, w := range [][]float32{l.W, l.B} {
			t.layers = append(t.layers, weights{w, make([]float32, len(w)), make([]float32, len(w))})
		}
	}
	// Always as many, so that sums have one order whatever the machine.
	t.parts = make([]part, 4)
	for i := range t.parts {
		for _, l := range t.layers {
			t.parts[i].grads = append(t.parts[i].grads, make([]float32, len(l.w)))
		}
	}
	return t
}

// step follows the gradient of some examples.
func (t *teacher) step(all []example, which []int, rate float64) {
	var wg sync.WaitGroup
	turns := make(chan int, len(t.parts))
	for i := range t.parts {
		turns <- i
	}
	close(turns)
	each := (len(which) + len(t.parts) - 1) / len(t.parts)
	for range min(runtime.GOMAXPROCS(0), len(t.parts)) {
		wg.Go(func() {
			for i := range turns {
				p := &t.parts[i]
				p.columns = 0
				for _, g := range p.grads {
					clear(g)
				}
				for _, n := range which[i*each : min((i+1)*each, len(which))] {
					t.gradient(&all[n], p)
				}
			}
		})
	}
	wg.Wait()
	columns := 0
	for i := range t.parts {
		columns += t.parts[i].columns
	}
	t.steps++
	const one, two, decay = .9, .999, 1e-5
	c1, c2 := 1-math.Pow(one, float64(t.steps)), 1-math.Pow(two, float64(t.steps))
	by := float32(rate / c1)
	for l := range t.layers {
		w, m, v := t.layers[l].w, t.layers[l].m, t.layers[l].v
		for i := range w {
			g := float32(0)
			for p := range t.parts {
				g += t.parts[p].grads[l][i]
			}
			g = g/float32(max(columns, 1)) + float32(decay*w[i])
			m[i] = float32(one*m[i]) + float32((1-one)*g)
			v[i] = float32(two*v[i]) + float32((1-two)*g*g)
			w[i] -= float32(by * m[i] / (float32(math.Sqrt(float64(v[i])/c2)) + 1e-8))
		}
	}
}

// gradient adds that of the loss of an example: of each column the logarithm of how likely its
// class is, and of letters how far they are from where they are said to be, squared.
func (t *teacher) gradient(e *example, p *part) {
	back := t.Answer(e.Gray, &p.tapes)
	for x, c := range e.columns {
		row := back.Data[x*plate.GlyphAnswers:][:plate.GlyphAnswers]
		if c.class == unsaid {
			clear(row)
			continue
		}
		p.columns++
		row[c.class]--
		where := row[plate.GlyphClasses:]
		if c.class == none {
			clear(where)
			continue
		}
		where[0], where[1] = whereWeight*(where[0]-c.mid), whereWeight*(where[1]-c.high)
	}
	for i := len(t.Layers) - 1; i >= 0; i-- {
		back = t.Layers[i].Backward(back, &p.tapes[i], p.grads[2*i], p.grads[2*i+1], i > 0)
	}
}
