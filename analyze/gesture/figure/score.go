package figure

import (
	"math/rand/v2"
	"time"

	"custos.dev/custos/analyze/gesture"
	"custos.dev/custos/observe"
)

// Tally counts what was told rightly, what was missed, and what was told and was not there.
type Tally struct{ Right, Missed, False int }

// F1 is the harmonic mean of precision and recall; 0 where nothing was told rightly.
func (t Tally) F1() float64 {
	if t.Right == 0 {
		return 0
	}
	return 2 * float64(t.Right) / float64(2*t.Right+t.Missed+t.False)
}

// Plus is both together.
func (t Tally) Plus(o Tally) Tally {
	return Tally{t.Right + o.Right, t.Missed + o.Missed, t.False + o.False}
}

// overlap is how much two stretches must have in common, over what both take together: the
// measure of temporal action detection (tIoU).
const overlap = .5

// Compare holds what was told against the truth, by gesture. Each stretch counts once.
func Compare(truth, said []Stretch) map[observe.Posing]Tally {
	out := map[observe.Posing]Tally{}
	used := map[int]bool{}
	for _, s := range truth {
		best, most := -1, overlap
		for i, o := range said {
			if used[i] || o.What != s.What {
				continue
			}
			both := min(s.Until, o.Until) - max(s.From, o.From)
			either := max(s.Until, o.Until) - min(s.From, o.From)
			if part := both.Seconds() / either.Seconds(); part >= most {
				best, most = i, part
			}
		}
		t := out[s.What]
		if best >= 0 {
			used[best] = true
			t.Right++
		} else {
			t.Missed++
		}
		out[s.What] = t
	}
	for i, o := range said {
		if !used[i] {
			t := out[o.What]
			t.False++
			out[o.What] = t
		}
	}
	return out
}

// Diary makes stretches of what a watcher tells.
type Diary struct {
	Said []Stretch
	zero time.Time
}

// NewDiary counts time from zero.
func NewDiary(zero time.Time) *Diary { return &Diary{zero: zero} }

// Add takes what was told; what began is told of when it ends.
func (d *Diary) Add(told []gesture.Told) {
	for _, t := range told {
		if !t.Until.IsZero() {
			d.Said = append(d.Said, Stretch{t.What, t.Since.Sub(d.zero), t.Until.Sub(d.zero)})
		}
	}
}

// Points watches a clip by its points as Noisy has them, at a rate a second, and returns what
// was told.
func (c *Clip) Points(rate float64, seed uint64, off, lost, astray float64) []Stretch {
	r := rand.New(rand.NewPCG(seed, c.seed)) //nolint:gosec // errs, and keeps no secret
	zero := time.Unix(1000, 0)
	d, w := NewDiary(zero), gesture.NewWatcher()
	for at := time.Duration(0); at < c.Length; at += span(1 / rate) {
		if p, ok := c.Pose(at); ok {
			p = Noisy(p, r, off, lost, astray)
			d.Add(w.See(zero.Add(at), &p))
		}
	}
	d.Add(w.Gone())
	return d.Said
}
