package train

import (
	"math"
	"math/rand/v2"
	"runtime"
	"sync"

	"custos.dev/custos/analyze/plate"
)

// batch is of how many examples a step follows.
const batch = 128

// teacher changes a network's weights by Adam (Kingma and Ba 2015), with decayed weights.
type teacher struct {
	*plate.GlyphNet
	steps  int
	layers [4]layer
	parts  []part
}

// layer is some weights, with the means of their gradients and of those squared.
type layer struct{ w, m, v []float32 }

// part is what one worker has of a step: gradients of its examples, summed.
type part struct {
	grads       [4][]float32
	hidden, out []float32
	back        []float32
}

func newTeacher(hidden int, r *rand.Rand) *teacher {
	n := plate.NewGlyphNet(hidden)
	scale := float32(math.Sqrt(2. / plate.GlyphFeatures))
	for i := range n.A {
		n.A[i] = float32(r.NormFloat64()) * scale
	}
	scale = float32(math.Sqrt(1 / float64(hidden)))
	for i := range n.C {
		n.C[i] = float32(r.NormFloat64()) * scale
	}
	t := &teacher{GlyphNet: n}
	for i, w := range [4][]float32{n.A, n.B, n.C, n.D} {
		t.layers[i] = layer{w, make([]float32, len(w)), make([]float32, len(w))}
	}
	// Always as many, so that sums have one order whatever the machine.
	for range 4 {
		p := part{hidden: make([]float32, hidden), out: make([]float32, plate.GlyphClasses), back: make([]float32, hidden)}
		for i := range p.grads {
			p.grads[i] = make([]float32, len(t.layers[i].w))
		}
		t.parts = append(t.parts, p)
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
			g = g/float32(len(which)) + decay*w[i]
			m[i] = one*m[i] + (1-one)*g
			v[i] = two*v[i] + (1-two)*g*g
			w[i] -= by * m[i] / (float32(math.Sqrt(float64(v[i])/c2)) + 1e-8)
		}
	}
}

// gradient adds that of the logarithm of how likely an example's class is.
func (t *teacher) gradient(e *example, p *part) {
	n := t.Hidden()
	t.Likely(e.in[:], p.hidden, p.out)
	clear(p.back)
	for c, likely := range p.out {
		if c == int(e.class) {
			likely--
		}
		p.grads[3][c] += likely
		row, grad := t.C[c*n:][:n], p.grads[2][c*n:][:n]
		for h, x := range p.hidden {
			grad[h] += likely * x
			p.back[h] += likely * row[h]
		}
	}
	for h, back := range p.back {
		if p.hidden[h] <= 0 {
			continue
		}
		p.grads[1][h] += back
		grad := p.grads[0][h*plate.GlyphFeatures:][:plate.GlyphFeatures]
		for i, x := range &e.in {
			grad[i] += back * x
		}
	}
}
