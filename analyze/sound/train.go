package sound

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"custos.dev/custos"
)

// Clip is sound to learn from.
type Clip struct {
	Class string
	// Samples are of analyze.SoundRate; five seconds are looked at.
	Samples []float32
}

// Example is a clip as training sees it: its own description, and those of variants of it.
type Example struct {
	Class string
	// narrow describes what a telephone line leaves of it.
	own, narrow []float64
	variants    [][]float64
}

// How much is learned, chosen by cross-validation over ESC-10's first four folds.
const (
	variants   = 8
	members    = 3
	hidden     = 32
	epochs     = 40
	batch      = 32
	fastest    = 2e-3 // of learning, at the beginning
	decay      = .02
	dropInput  = .2
	dropHidden = .3
	smoothing  = .2 // of what is taken for certain
)

// Describe prepares clips. The same clips and seed give the same examples. One that holds
// nothing comes back without a class.
func Describe(ctx context.Context, clips []Clip, seed uint64) ([]Example, error) {
	out := make([]Example, len(clips))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, c := range clips {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			own := describe(frames(c.Samples))
			if own == nil {
				return nil
			}
			r := rand.New(rand.NewPCG(seed, uint64(i)))
			e := Example{Class: c.Class, own: own, narrow: describe(frames(narrow(c.Samples)))}
			for range variants {
				if v := describe(frames(vary(c.Samples, r))); v != nil {
					e.variants = append(e.variants, v)
				}
			}
			out[i] = e
			return nil
		})
	}
	return out, g.Wait()
}

// Train learns from examples. The same examples and seed give the same weights, on machines of
// one architecture. It returns Invalid for fewer than two classes, or two clips of one.
func Train(ctx context.Context, examples []Example, seed uint64) (*Weights, error) {
	count := map[string]int{}
	for _, e := range examples {
		if e.Class != "" {
			count[e.Class]++
		}
	}
	w := &Weights{head: weightsHead{Format: weightsFormat, Features: features, Hidden: hidden, Members: members, Seed: seed}}
	for c, n := range count {
		if n < 2 {
			return nil, custos.Errorf(custos.Invalid, "the class %q has one clip with sound: give two at least, better forty", c)
		}
		w.head.Classes = append(w.head.Classes, c)
		w.head.Clips += n
	}
	if len(count) < 2 {
		return nil, custos.Errorf(custos.Invalid, "there are clips of %d classes: give folders of two at least", len(count))
	}
	if len(count) > maxClasses {
		return nil, custos.Errorf(custos.Invalid, "there are clips of %d classes: give %d at most", len(count), maxClasses)
	}
	slices.Sort(w.head.Classes)
	var rows [][]float64
	var of []int
	for _, e := range examples {
		if e.Class == "" {
			continue
		}
		c := slices.Index(w.head.Classes, e.Class)
		for _, v := range append([][]float64{e.own}, e.variants...) {
			rows, of = append(rows, v), append(of, c)
		}
	}
	w.scale(rows)
	in := make([][]float32, len(rows))
	for i, r := range rows {
		var far float64
		in[i], far = w.scaled(r)
		w.head.Reach = max(w.head.Reach, far)
	}
	w.head.Reach *= 1.1
	w.members = make([]network, members)
	g, ctx := errgroup.WithContext(ctx)
	for m := range w.members {
		g.Go(func() (err error) {
			t := newTrainer(in, of, len(count), rand.New(rand.NewPCG(seed, 1<<32+uint64(m))))
			w.members[m], err = t.run(ctx)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	b, err := w.Marshal()
	if err != nil {
		return nil, err
	}
	return Parse(b)
}

// scale learns the descriptions' mean and deviation.
func (w *Weights) scale(rows [][]float64) {
	w.mean, w.dev = make([]float32, features), make([]float32, features)
	x := make([]float64, len(rows))
	for k := range features {
		for i := range rows {
			x[i] = rows[i][k]
		}
		mean, dev := meanDev(x)
		w.mean[k], w.dev[k] = float32(mean), float32(max(dev, 1e-3))
	}
}

// trainer trains one network, by Adam with decoupled decay (Loshchilov and Hutter 2019) on
// mixed pairs of descriptions (mixup, Zhang et al. 2018), with dropout.
type trainer struct {
	rows    [][]float32
	of      []int
	classes int
	r       *rand.Rand

	net, slope, first, second network
	x, h, back                []float32
	target                    []float64
}

func newTrainer(rows [][]float32, of []int, classes int, r *rand.Rand) *trainer {
	made := func() network { return newNetwork(features, hidden, classes) }
	t := &trainer{
		rows: rows, of: of, classes: classes, r: r, net: made(), slope: made(), first: made(), second: made(),
		x: make([]float32, features), h: make([]float32, hidden), back: make([]float32, hidden), target: make([]float64, classes),
	}
	for i := range t.net.w1 {
		t.net.w1[i] = float32(r.NormFloat64() * math.Sqrt(2.0/features))
	}
	for i := range t.net.w2 {
		t.net.w2[i] = float32(r.NormFloat64() * math.Sqrt(1.0/hidden))
	}
	return t
}

func (t *trainer) run(ctx context.Context) (network, error) {
	total := epochs * max(len(t.rows)/batch, 1)
	for step := 1; step <= total; step++ {
		if err := ctx.Err(); err != nil {
			return network{}, err
		}
		for _, p := range t.slope.parts() {
			clear(p)
		}
		for range batch {
			t.learn(t.r.IntN(len(t.rows)), t.r.IntN(len(t.rows)))
		}
		t.step(step, total)
	}
	return t.net, nil
}

// learn adds to the slope what a mix of two descriptions says, more of the first.
func (t *trainer) learn(i, j int) {
	u := t.r.Float32()
	first := 1 - .5*u*u
	for k := range t.x {
		t.x[k] = 0
		if t.r.Float32() >= dropInput {
			t.x[k] = (first*t.rows[i][k] + (1-first)*t.rows[j][k]) / (1 - dropInput)
		}
	}
	for c := range t.target {
		t.target[c] = smoothing / float64(t.classes)
	}
	t.target[t.of[i]] += (1 - smoothing) * float64(first)
	t.target[t.of[j]] += (1 - smoothing) * float64(1-first)
	n := &t.net
	scores := make([]float64, t.classes)
	for c := range scores {
		scores[c] = float64(n.b2[c])
	}
	for q := range t.h {
		t.h[q], t.back[q] = 0, 0
		if t.r.Float32() < dropHidden {
			continue
		}
		v := n.b1[q]
		for k, w := range n.w1[q*features : (q+1)*features] {
			v += w * t.x[k]
		}
		if v > 0 {
			t.h[q] = v / (1 - dropHidden)
			for c := range scores {
				scores[c] += float64(n.w2[c*hidden+q] * t.h[q])
			}
		}
	}
	softmax(scores)
	for c, p := range scores {
		e := float32(p - t.target[c])
		t.slope.b2[c] += e
		for q, h := range t.h {
			if h > 0 {
				t.slope.w2[c*hidden+q] += e * h
				t.back[q] += e * n.w2[c*hidden+q]
			}
		}
	}
	for q, h := range t.h {
		if h == 0 {
			continue
		}
		e := t.back[q] / (1 - dropHidden)
		t.slope.b1[q] += e
		g := t.slope.w1[q*features : (q+1)*features]
		for k, x := range t.x {
			g[k] += e * x
		}
	}
}

// step moves the weights against the slope, less and less far.
func (t *trainer) step(step, total int) {
	const keep1, keep2 = .9, .999
	pace := fastest * .5 * (1 + math.Cos(math.Pi*float64(step)/float64(total)))
	c1, c2 := 1-math.Pow(keep1, float64(step)), 1-math.Pow(keep2, float64(step))
	first, second, slope := t.first.parts(), t.second.parts(), t.slope.parts()
	for p, weights := range t.net.parts() {
		for i, g := range slope[p] {
			g /= batch
			first[p][i] = keep1*first[p][i] + (1-keep1)*g
			second[p][i] = keep2*second[p][i] + (1-keep2)*g*g
			by := float64(first[p][i]) / c1 / (math.Sqrt(float64(second[p][i])/c2) + 1e-8)
			weights[i] -= float32(pace * (by + decay*float64(weights[i])))
		}
	}
}

// Scores are of a cross-validation.
type Scores struct {
	// Clips were asked about, Right of them were recognised, and Narrow of them with what a
	// telephone line leaves of the sound.
	Clips, Right, Narrow int
	// Sure were taken for a class with the probability that an event needs, SureRight of them
	// rightly.
	Sure, SureRight int
}

// Check asks weights about examples that they were not trained with.
func (w *Weights) Check(examples []Example) (s Scores) {
	for _, e := range examples {
		if e.Class == "" {
			continue
		}
		s.Clips++
		g := w.of(e.own)
		if g.Class == e.Class {
			s.Right++
		}
		if g.Class != "" && g.Probability >= sure {
			s.Sure++
			if g.Class == e.Class {
				s.SureRight++
			}
		}
		if e.narrow != nil && w.of(e.narrow).Class == e.Class {
			s.Narrow++
		}
	}
	return s
}

// sure is how probable a class must be for an event.
const sure = .6

// Add adds another fold's.
func (s *Scores) Add(o Scores) {
	s.Clips, s.Right, s.Narrow = s.Clips+o.Clips, s.Right+o.Right, s.Narrow+o.Narrow
	s.Sure, s.SureRight = s.Sure+o.Sure, s.SureRight+o.SureRight
}
