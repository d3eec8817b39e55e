package face

import (
	"cmp"
	"math"
	"slices"
)

// PersonID names who is enrolled.
type PersonID string

// Cohort are strangers, by whose likeness to a face it is said how much a likeness means: one who
// looks like everybody is alike to nobody in particular. The two-sided normalisation is the one of
// speaker verification (S-norm, Kenny 2010), by the nearest only (adaptive, Matejka et al. 2017).
type Cohort struct{ templates []Template }

// nearest is how many of a cohort count.
const nearest = 40

// leastCohort is how many strangers are needed for what they say to be steadier than without.
const leastCohort = 20

// norm is what likenesses to a cohort are like.
type norm struct{ mean, deviation float64 }

// normOf is of a template; the zero one where the cohort is too small to say.
func (c *Cohort) normOf(t Template) norm {
	if c == nil || len(c.templates) < leastCohort {
		return norm{}
	}
	all := make([]float64, len(c.templates))
	for i, o := range c.templates {
		all[i] = t.Alike(o)
	}
	return normOf(all)
}

func normOf(all []float64) norm {
	slices.SortFunc(all, func(a, b float64) int { return cmp.Compare(b, a) })
	all = all[:min(len(all), nearest)]
	var n norm
	for _, s := range all {
		n.mean += s / float64(len(all))
	}
	for _, s := range all {
		n.deviation += (s - n.mean) * (s - n.mean) / float64(len(all))
	}
	n.deviation = max(math.Sqrt(n.deviation), 1e-3)
	return n
}

// of is a likeness as the two sides' norms have it: in deviations above what strangers reach.
// Without norms it is the likeness.
func of(score float64, a, b norm) float64 {
	switch {
	case a.deviation == 0 && b.deviation == 0:
		return score
	case a.deviation == 0:
		return (score - b.mean) / b.deviation
	case b.deviation == 0:
		return (score - a.mean) / a.deviation
	}
	return ((score-a.mean)/a.deviation + (score-b.mean)/b.deviation) / 2
}

// known is an enrolled template with its norm.
type known struct {
	Template
	norm
}

// Matcher compares faces with the people of a gallery. It does not change.
type Matcher struct {
	people map[PersonID][]known
	cohort *Cohort
}

// NewMatcher returns one of people and the strangers of the same place, all by one method.
func NewMatcher(people map[PersonID][]Template, strangers []Template) *Matcher {
	m := &Matcher{people: map[PersonID][]known{}, cohort: &Cohort{strangers}}
	for id, all := range people {
		for _, t := range all {
			m.people[id] = append(m.people[id], known{t, m.cohort.normOf(t)})
		}
	}
	return m
}

// Normalised reports that scores count in deviations above strangers, and are no likenesses.
func (m *Matcher) Normalised() bool { return len(m.cohort.templates) >= leastCohort }

// Match is how much a face looks like somebody.
type Match struct {
	Person PersonID
	Score  float64
}

// Best is who of some people, or of all where only is nil, a face is most alike, by several
// pictures of it; false where there is nobody.
func (m *Matcher) Best(shots []Template, only func(PersonID) bool) (Match, bool) {
	all := m.Rank(shots, only)
	if len(all) == 0 {
		return Match{}, false
	}
	return all[0], true
}

// Rank is Best of everybody, the most alike first.
func (m *Matcher) Rank(shots []Template, only func(PersonID) bool) []Match {
	norms := make([]norm, len(shots))
	for i, t := range shots {
		norms[i] = m.cohort.normOf(t)
	}
	var out []Match
	for id, templates := range m.people {
		if only != nil && !only(id) || len(templates) == 0 || len(shots) == 0 {
			continue
		}
		sum := 0.0
		for i, t := range shots {
			sum += against(t, norms[i], templates)
		}
		out = append(out, Match{id, sum / float64(len(shots))})
	}
	slices.SortFunc(out, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Person, b.Person))
	})
	return out
}

// against is how alike a template is to somebody: the mean of the two pictures of him that it is
// most alike to, so that one odd picture does not decide.
func against(t Template, n norm, templates []known) float64 {
	first, second := math.Inf(-1), math.Inf(-1)
	for _, k := range templates {
		s := of(t.Alike(k.Template), n, k.norm)
		switch {
		case s > first:
			first, second = s, first
		case s > second:
			second = s
		}
	}
	if len(templates) == 1 {
		return first
	}
	return (first + second) / 2
}
