package train

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"

	"custos.dev/custos/analyze/plate"
)

// Config says how a network is taught. The zero value of a number is its default.
type Config struct {
	Faces []Face
	Seed  uint64
	// Lines is how many lines are drawn (default 20,000), Rounds how often the network goes
	// through them (4).
	Lines, Rounds int
	// Batch is of how many lines a step follows (32), Rate how far it goes at most (.003).
	Batch int
	Rate  float64
	// Spoil is how much pictures are spoiled, up to 1 (the default).
	Spoil float64
	// From is a network that is taught further; nil is a new one.
	From *plate.GlyphNet
	// Say is told after each round how many of the letters that it is not taught it gets right.
	Say func(round int, right float64)
}

// example is a strip with what each of its columns shows.
type example struct {
	*plate.Gray
	columns []column
}

// column is what the network should answer: a class, or unsaid where a letter begins or ends.
type column struct {
	class     int8
	mid, high float32 // of a letter, as the network answers it
}

const (
	none   = int8(plate.GlyphClasses - 1)
	unsaid = int8(-1)
)

// Network draws, and teaches a network.
func Network(ctx context.Context, c Config) (*plate.GlyphNet, error) {
	c.Lines, c.Rounds = cmp.Or(c.Lines, 20_000), cmp.Or(c.Rounds, 4)
	c.Batch, c.Rate = cmp.Or(c.Batch, 32), cmp.Or(c.Rate, .003)
	c.Spoil = cmp.Or(c.Spoil, 1)
	all, err := examples(ctx, &c)
	if err != nil {
		return nil, err
	}
	held := min(max(len(all)/50, 1), 400)
	taught, tested := all[held:], all[:held]
	t := newTeacher(c.From, rand.New(rand.NewPCG(c.Seed, 1)))
	order := make([]int, len(taught))
	for i := range order {
		order[i] = i
	}
	r := rand.New(rand.NewPCG(c.Seed, 2))
	steps := c.Rounds * (len(order) / c.Batch)
	for round := range c.Rounds {
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for at := 0; at+c.Batch <= len(order); at += c.Batch {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			// From nothing to the most in the first twentieth, and down again in half a wave.
			done := float64(t.steps) / float64(steps)
			t.step(taught, order[at:at+c.Batch], c.Rate*min(done*20+.02, .5+.5*math.Cos(math.Pi*done)))
		}
		if c.Say != nil {
			c.Say(round+1, right(t.GlyphNet, tested))
		}
	}
	return t.GlyphNet, nil
}

// right is how many letters of some examples a network gets right, column by column.
func right(n *plate.GlyphNet, some []example) float64 {
	var tapes plate.Tapes
	hits, letters := 0, 0
	for i := range some {
		answers := n.Answer(some[i].Gray, &tapes).Data
		for x, c := range some[i].columns {
			if c.class == unsaid || c.class == none {
				continue
			}
			letters++
			best := 0
			row := answers[x*plate.GlyphAnswers:][:plate.GlyphClasses]
			for k, p := range row {
				if p > row[best] {
					best = k
				}
			}
			if best == int(c.class) {
				hits++
			}
		}
	}
	return float64(hits) / float64(max(letters, 1))
}

// examples draws lines, several at a time, each by a source of chance of its own.
func examples(ctx context.Context, c *Config) ([]example, error) {
	lines := make([]example, c.Lines)
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
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return lines, nil
}

// line draws the n-th line.
func line(c *Config, n int) (example, error) {
	s, err := stripOf(c.Faces, chance{rand.New(rand.NewPCG(c.Seed, uint64(n)+1000))}, c.Spoil)
	if err != nil {
		return example{}, err
	}
	return s.example(), nil
}

// stripOf draws a plate, and takes a picture of it.
func stripOf(faces []Face, r chance, spoil float64) (*strip, error) {
	d, err := draw(faces[r.IntN(len(faces))], text(r), spacing{r.between(.01, .16), r.between(0, .45), r.between(.45, 1)})
	if err != nil {
		return nil, err
	}
	s, err := sceneOf(d, faces, r)
	if err != nil {
		return nil, err
	}
	return s.seen(spoil)
}

// example says what each column of a strip shows.
func (s *strip) example() example {
	e := example{s.Gray, make([]column, s.Width/plate.ColumnStep)}
	for i := range e.columns {
		c := &e.columns[i]
		c.class = none
		x := (float64(i) + .5) * plate.ColumnStep
		for _, g := range s.glyphs {
			mid, wide := (g.from+g.until)/2, g.until-g.from
			off := math.Abs(x - mid)
			if off <= max(.28*wide, 2.1) {
				c.class = int8(g.letter)
				c.mid = float32((g.top+g.bottom)/plate.StripHeight - 1)
				c.high = float32((g.bottom - g.top) / plate.StripHeight * 2)
				// Of what is cut off nothing is asked.
				if mid-wide*.35 < 0 || mid+wide*.35 > float64(s.Width) || g.top < -1.5 || g.bottom > plate.StripHeight+1.5 {
					c.class = unsaid
				}
				break
			}
			if off < max(.45*wide, 3) {
				c.class = unsaid
			}
		}
	}
	return e
}
