package train

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"custos.dev/custos/analyze/plate"
)

// Config says how a network is taught. The zero value of a number is its default.
type Config struct {
	Faces []Face
	Seed  uint64
	// Lines is how many lines are drawn (default 60,000), Hidden how many hidden units the
	// network has (128), Rounds how often it goes through what was drawn (8).
	Lines, Hidden, Rounds int
	// Say is told after each round how many of the examples that it is not taught it gets right.
	Say func(round int, right float64)
}

// example is a segment with what it shows.
type example struct {
	in    [plate.GlyphFeatures]float32
	class uint8
}

// Network draws, and teaches a network.
func Network(ctx context.Context, c Config) (*plate.GlyphNet, error) {
	c.Lines, c.Hidden, c.Rounds = cmp.Or(c.Lines, 60_000), cmp.Or(c.Hidden, 128), cmp.Or(c.Rounds, 8)
	all, err := examples(ctx, &c)
	if err != nil {
		return nil, err
	}
	held := len(all) / 50
	taught, tested := all[held:], all[:held]
	t := newTeacher(c.Hidden, rand.New(rand.NewPCG(c.Seed, 1)))
	order := make([]int, len(taught))
	for i := range order {
		order[i] = i
	}
	r := rand.New(rand.NewPCG(c.Seed, 2))
	for round := range c.Rounds {
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		rate := .002 * math.Pow(.05, float64(round)/float64(max(c.Rounds-1, 1)))
		for at := 0; at+batch <= len(order); at += batch {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			t.step(taught, order[at:at+batch], rate)
		}
		if c.Say != nil {
			c.Say(round+1, right(t.GlyphNet, tested))
		}
	}
	return t.GlyphNet, nil
}

// right is how many of some examples a network gets right.
func right(n *plate.GlyphNet, some []example) float64 {
	hidden, out := make([]float32, n.Hidden()), make([]float32, plate.GlyphClasses)
	hits := 0
	for i := range some {
		n.Likely(some[i].in[:], hidden, out)
		best := 0
		for c, p := range out {
			if p > out[best] {
				best = c
			}
		}
		if best == int(some[i].class) {
			hits++
		}
	}
	return float64(hits) / float64(max(len(some), 1))
}

// examples draws lines, several at a time, each by a source of chance of its own.
func examples(ctx context.Context, c *Config) ([]example, error) {
	lines := make([][]example, c.Lines)
	errs := make([]error, c.Lines)
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for n := range next {
				lines[n], errs[n] = line(c, n)
			}
		})
	}
	for n := range c.Lines {
		if ctx.Err() != nil {
			break
		}
		next <- n
	}
	close(next)
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var out []example
	for n := range lines {
		if errs[n] != nil {
			return nil, errs[n]
		}
		out = append(out, lines[n]...)
	}
	return out, nil
}

// line draws the n-th line and cuts it into examples.
func line(c *Config, n int) ([]example, error) {
	r := rand.New(rand.NewPCG(c.Seed, uint64(n)+1000))
	f := c.Faces[r.IntN(len(c.Faces))]
	d, err := draw(f, text(r), .55+.55*r.Float64(), .02+.14*r.Float64())
	if err != nil {
		return nil, err
	}
	return cutUp(spoil(d, r), r), nil
}

// cutUp takes each glyph, cut out nearly right, and as many segments that show none: half of
// one, one and a half, the space between two, what is beside the writing.
func cutUp(s *strip, r *rand.Rand) []example {
	var out []example
	add := func(from, until float64, class int) {
		a, b := int(math.Round(from)), int(math.Round(until))
		if b-a < plate.SegmentLeast || b-a > plate.SegmentMost || a < 0 || b > s.Width {
			return
		}
		e := example{class: uint8(class)}
		plate.FeaturesOf(s.Gray, a, b, e.in[:])
		out = append(out, e)
	}
	const none = plate.GlyphClasses - 1
	// Anywhere but where a glyph stands: edges of plates, and parts of two.
	for range 1 + len(s.spans)/2 {
		w := plate.SegmentLeast + float64(plate.SegmentMost-plate.SegmentLeast)*r.Float64()
		from := r.Float64() * (float64(s.Width) - w)
		if k := r.IntN(4); k == 0 {
			from = r.Float64() * max(s.spans[0][0]-w/2, 0)
		} else if k == 1 {
			last := s.spans[len(s.spans)-1][1]
			from = last + r.Float64()*max(float64(s.Width)-last-w, 0)
		}
		if !slices.ContainsFunc(s.spans, func(o [2]float64) bool { return alike(o[0], o[1], from, from+w) > .5 }) {
			add(from, from+w, none)
		}
	}
	for i, span := range s.spans {
		w := span[1] - span[0]
		// Narrow ones are looked at with what is beside them, as segments have a least width.
		pad := max(1.2, (plate.SegmentLeast+1-w)/2)
		jitter := func() float64 { return (r.Float64() - .5) * 2 }
		add(span[0]-pad+jitter(), span[1]+pad+jitter(), int(s.glyphs[i]))
		switch r.IntN(4) {
		case 0: // moved by a third and more
			by := w * (.4 + .3*r.Float64())
			if r.IntN(2) == 0 {
				by = -by
			}
			add(span[0]-pad+by, span[1]+pad+by, none)
		case 1: // a part of it
			if w > 2*plate.SegmentLeast {
				cut := w * (.35 + .2*r.Float64())
				if r.IntN(2) == 0 {
					add(span[0]-pad, span[1]-cut, none)
				} else {
					add(span[0]+cut, span[1]+pad, none)
				}
			}
		case 2: // it and a part of the next
			if i+1 < len(s.spans) {
				next := s.spans[i+1]
				add(span[0]-pad, next[0]+(next[1]-next[0])*(.4+.6*r.Float64()), none)
			}
		case 3: // between two, or beside the writing
			from, until := 0., s.spans[0][0]
			if k := r.IntN(len(s.spans) + 1); k > 0 {
				from, until = s.spans[k-1][1], float64(s.Width)
				if k < len(s.spans) {
					until = s.spans[k][0]
				}
			}
			mid, half := (from+until)/2, (plate.SegmentLeast+6*r.Float64())/2
			if until-from > 2 {
				add(mid-half, mid+half, none)
			}
		}
	}
	return out
}

// alike is how much of two stretches, taken together, is in both.
func alike(a0, a1, b0, b1 float64) float64 {
	return max(min(a1, b1)-max(a0, b0), 0) / max(max(a1, b1)-min(a0, b0), 1e-9)
}
