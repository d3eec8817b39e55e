package face

import (
	"cmp"
	"math"
	"slices"
)

// Threshold is from which score on a face counts as somebody's.
type Threshold struct {
	Score float64
	// Rate is which part of strangers is taken for somebody by it, as far as the strangers of
	// the place tell: 0 where they are too few to say so.
	Rate float64
	// Strangers is by how many it was set.
	Strangers int

	// again is from which score on, and alike from which likeness on, a stranger is one who was
	// there before.
	again, alike float64
}

// onceIn is how rarely a new stranger may be taken for one of all who are known.
const onceIn = 20

// Threshold sets it by the strangers of the place, each compared with the people as if he came
// for the first time: so that of strangers at most that part is taken for somebody. Where n are
// known, no rate below 1/(n+1) can be stated: then the threshold is where the tail of their scores
// leads, and the rate is not known. Of fewer than LeastStrangers nothing is learnt, and the
// threshold is otherwise.
func (m *Matcher) Threshold(rate, otherwise float64) Threshold {
	n := len(m.strangers)
	if !m.Normalised() || len(m.people) == 0 {
		return Threshold{Score: otherwise, Strangers: n, alike: otherwise}
	}
	scores := make([]float64, 0, n)
	for i, s := range m.strangers {
		// Of several pictures each may be the one by which he comes again.
		for _, t := range s {
			scores = append(scores, m.rank([]Template{t}, nil, i)[0].Score)
		}
	}
	slices.SortFunc(scores, func(a, b float64) int { return cmp.Compare(b, a) })
	// He is compared with as many strangers as there are, and not with the people only.
	again := tail(scores, float64(len(m.people))/float64(n)/onceIn)
	// A new stranger's place among n others is any of n+1 with the same chance.
	if k := int(rate * float64(n+1)); k >= 1 {
		at := scores[len(scores)*k/n-1]
		return Threshold{Score: math.Nextafter(at, math.Inf(1)), Rate: float64(k) / float64(n+1), Strangers: n, again: again, alike: otherwise}
	}
	return Threshold{Score: tail(scores, rate), Strangers: n, again: again, alike: otherwise}
}

// tail is the score that a part of strangers reaches, where there are too few for one to have
// reached it: beyond the highest tenth scores fall off exponentially.
func tail(scores []float64, rate float64) float64 {
	k := max(len(scores)/10, 4)
	from, mean := scores[k], 0.0
	for _, s := range scores[:k] {
		mean += (s - from) / float64(k)
	}
	return from + mean*max(math.Log(float64(k)/float64(len(scores))/rate), 0)
}

// Again returns which of the known strangers a face is, if it is one of them: a stranger who comes
// every day is one stranger. He must be as alike as counts without strangers, and beyond what they
// reach, where enough are known to say so.
func (m *Matcher) Again(t Template, at Threshold) (int, bool) {
	who, alike := nobody, at.alike
	for i, s := range m.strangers {
		for _, o := range s {
			if a := t.Alike(o); a >= alike {
				who, alike = i, a
			}
		}
	}
	if who == nobody || !m.Normalised() {
		return who, who != nobody
	}
	mine, best := nearTo(t, m.strangers).without(who).steadied(m.common), math.Inf(-1)
	for _, o := range m.strangers[who] {
		best = max(best, beyond(t.Alike(o), mine, nearTo(o, m.strangers).without(who).steadied(m.common)))
	}
	return who, best >= at.again
}
