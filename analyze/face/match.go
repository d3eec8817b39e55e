package face

import (
	"cmp"
	"math"
	"slices"
)

// PersonID names who is enrolled.
type PersonID string

const (
	// nearest is how many pictures of strangers count that are most like a face.
	nearest = 40
	// LeastStrangers is how many are needed for what they say to be steadier than without.
	LeastStrangers = 12
	// MostOfStranger is how many pictures of one count.
	MostOfStranger = 10
)

// nobody is left out of a comparison with strangers.
const nobody = -1

// Stranger is how somebody looks who is not enrolled, by the pictures of him.
type Stranger []Template

// near are the pictures of strangers that are most like a template, the most alike first: as many
// more than count that one stranger can be left out.
type near []stranger

type stranger struct {
	who   int
	alike float64
}

// nearTo looks among strangers; nil where they are too few.
func nearTo(t Template, strangers []Stranger) near {
	if len(strangers) < LeastStrangers {
		return nil
	}
	var all near
	for i, s := range strangers {
		for _, o := range s[:min(len(s), MostOfStranger)] {
			all = append(all, stranger{i, t.Alike(o)})
		}
	}
	slices.SortFunc(all, func(a, b stranger) int { return cmp.Or(cmp.Compare(b.alike, a.alike), a.who-b.who) })
	return slices.Clone(all[:min(len(all), nearest+MostOfStranger)])
}

// norm is what likenesses to strangers are like; the zero one where nothing is known of them.
type norm struct{ mean, deviation float64 }

// without is the norm by all but one of the strangers.
func (n near) without(who int) norm {
	var out norm
	all := make([]float64, 0, nearest)
	for _, s := range n {
		if s.who != who && len(all) < nearest {
			all = append(all, s.alike)
		}
	}
	for _, s := range all {
		out.mean += s / float64(len(all))
	}
	for _, s := range all {
		out.deviation += (s - out.mean) * (s - out.mean) / float64(len(all))
	}
	return out
}

// steadied is a norm whose deviation is half its own and half everybody's: of a few strangers it
// says too little by itself, and small ones would make a little likeness look like a lot.
func (n norm) steadied(common float64) norm {
	if n.mean == 0 && n.deviation == 0 {
		return n
	}
	n.deviation = max(math.Sqrt((n.deviation*n.deviation+common*common)/2), 1e-3)
	return n
}

// beyond is how far a likeness is above what strangers reach with either side, in deviations.
// Without norms it is the likeness.
func beyond(alike float64, a, b norm) float64 {
	if a.deviation == 0 || b.deviation == 0 {
		return alike
	}
	return ((alike-a.mean)/a.deviation + (alike-b.mean)/b.deviation) / 2
}

// known is an enrolled template, with the strangers that are most like it.
type known struct {
	Template
	near near
	norm norm
}

// Matcher compares faces with the people of a gallery. How much a likeness means it says by the
// strangers of the same place: one who looks like everybody is alike to nobody in particular.
// The two-sided normalisation is the one of speaker verification (S-norm, Kenny 2010), by the
// nearest only (adaptive, Matejka et al. 2017). It does not change, and is safe for concurrent use.
type Matcher struct {
	people    map[PersonID][]known
	strangers []Stranger
	// common is the deviation of likenesses between strangers.
	common float64
}

// NewMatcher returns one of people and strangers, whose templates are all by one method.
func NewMatcher(people map[PersonID][]Template, strangers []Stranger) *Matcher {
	m := &Matcher{people: map[PersonID][]known{}, strangers: strangers, common: commonOf(strangers)}
	for id, all := range people {
		for _, t := range all {
			n := nearTo(t, strangers)
			m.people[id] = append(m.people[id], known{t, n, n.without(nobody).steadied(m.common)})
		}
	}
	return m
}

// pairs bounds how many pairs of strangers are looked at for their common deviation.
const pairs = 2000

// commonOf is the deviation of likenesses between pictures of different strangers.
func commonOf(strangers []Stranger) float64 {
	n := len(strangers)
	if n < LeastStrangers {
		return 0
	}
	var sum, squares, count float64
	for apart := 1; apart < n && count < pairs; apart++ {
		for i := 0; i+apart < n && count < pairs; i++ {
			if len(strangers[i]) == 0 || len(strangers[i+apart]) == 0 {
				continue
			}
			s := strangers[i][0].Alike(strangers[i+apart][0])
			sum, squares, count = sum+s, squares+s*s, count+1
		}
	}
	return math.Sqrt(max(squares/count-sum*sum/count/count, 0))
}

// Normalised reports that scores count in deviations above strangers, and are no likenesses.
func (m *Matcher) Normalised() bool { return len(m.strangers) >= LeastStrangers }

// Match is how much a face looks like somebody.
type Match struct {
	Person PersonID
	Score  float64
}

// Rank says how much a face is like each of some people, or of all where only is nil, by several
// pictures of it: the most alike first.
func (m *Matcher) Rank(shots []Template, only func(PersonID) bool) []Match {
	return m.rank(shots, only, nobody)
}

// rank leaves one of the strangers out, whose own face it is.
func (m *Matcher) rank(shots []Template, only func(PersonID) bool, but int) []Match {
	if len(shots) == 0 {
		return nil
	}
	norms := make([]norm, len(shots))
	for i, t := range shots {
		norms[i] = nearTo(t, m.strangers).without(but).steadied(m.common)
	}
	var out []Match
	for id, templates := range m.people {
		if only != nil && !only(id) {
			continue
		}
		sum := 0.0
		for i, t := range shots {
			sum += m.against(t, norms[i], templates, but)
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
func (m *Matcher) against(t Template, n norm, templates []known, but int) float64 {
	first, second := math.Inf(-1), math.Inf(-1)
	for _, k := range templates {
		theirs := k.norm
		if but != nobody {
			theirs = k.near.without(but).steadied(m.common)
		}
		s := beyond(t.Alike(k.Template), n, theirs)
		if s > first {
			first, second = s, first
		} else if s > second {
			second = s
		}
	}
	if len(templates) == 1 {
		return first
	}
	return (first + second) / 2
}
