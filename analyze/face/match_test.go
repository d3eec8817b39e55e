package face

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// The same people in other light, a little aside and noisy, are told apart without a network.
func TestLBPHTellsPeopleApart(t *testing.T) {
	all := people(12)
	known := map[PersonID][]Template{}
	see := func(i int, d drawn) Template {
		d.somebody = all[i]
		return Describe(LBPHFraming.Align(d.picture(160, 160), d.found()))
	}
	for i := range all {
		id := PersonID(fmt.Sprint(i))
		known[id] = []Template{see(i, drawn{x: 80, y: 80, width: 100, noise: 3, seed: 1}), see(i, drawn{x: 76, y: 82, width: 90, noise: 3, seed: 2, shade: .4})}
	}
	m, right, asked := NewMatcher(known, nil), 0, 0
	for i := range all {
		for _, d := range []drawn{
			{x: 83, y: 78, width: 110, angle: .1, noise: 4, seed: 3, light: .7},
			{x: 80, y: 80, width: 80, angle: -.15, noise: 4, seed: 4, light: 1.15, shade: -.6},
		} {
			if asked++; m.Rank([]Template{see(i, d)}, nil)[0].Person == PersonID(fmt.Sprint(i)) {
				right++
			}
		}
	}
	if right < asked-1 {
		t.Errorf("%d of %d are told right", right, asked)
	}
	if Describe(NewPicture(96, 112)) != nil {
		t.Error("what shows nothing looks like something")
	}
}

// crowd are random faces: each person is a direction, each picture of him near it.
type crowd struct{ *rand.Rand }

func (c crowd) near(t Template, spread float64) Template {
	v := make([]float64, len(t))
	for i := range v {
		v[i] = float64(t[i]) + spread*c.NormFloat64()/8
	}
	return Unit(v)
}

func (c crowd) person() Template { return c.near(make(Template, 64), 1) }

// The rate that is stated of a threshold is the one at which strangers are taken for somebody,
// also where each of those it was set by is known by several pictures: nobody is measured by his
// own. Of too few nothing is stated.
func TestThresholdHolds(t *testing.T) {
	c := crowd{rand.New(rand.NewPCG(3, 9))}
	known := map[PersonID][]Template{}
	for i := range 20 {
		p := c.person()
		known[PersonID(fmt.Sprint(i))] = []Template{c.near(p, .4), c.near(p, .4), c.near(p, .4)}
	}
	var strangers []Stranger
	for range 200 {
		p := c.person()
		strangers = append(strangers, Stranger{c.near(p, .4), c.near(p, .4), c.near(p, .4), c.near(p, .4)})
	}
	m := NewMatcher(known, strangers)
	at := m.Threshold(.05, 0)
	if at.Rate > .05 || at.Rate < .045 || at.Strangers != 200 {
		t.Fatalf("%+v", at)
	}
	taken, asked := 0, 3000
	for range asked {
		if m.Rank([]Template{c.person()}, nil)[0].Score >= at.Score {
			taken++
		}
	}
	if rate := float64(taken) / float64(asked); rate > .09 || rate < .02 {
		t.Errorf("%v of new strangers are taken for somebody where %v is stated", rate, at.Rate)
	}
	hits := 0
	for id, all := range known {
		if b := m.Rank([]Template{c.near(all[0], .3)}, nil)[0]; b.Person == id && b.Score >= at.Score {
			hits++
		}
	}
	if hits < 19 {
		t.Errorf("%d of 20 are known", hits)
	}
	few := NewMatcher(known, strangers[:50]).Threshold(.01, 0)
	if few.Rate != 0 || few.Strangers != 50 || few.Score < NewMatcher(known, strangers[:50]).Threshold(.1, 0).Score {
		t.Errorf("by fifty, one in a hundred: %+v", few)
	}
	if none := NewMatcher(known, strangers[:5]).Threshold(.01, .7); none.Score != .7 || none.Rate != 0 {
		t.Errorf("by five: %+v", none)
	}
}

// A stranger who comes again is the same one.
func TestStrangersComeAgain(t *testing.T) {
	c := crowd{rand.New(rand.NewPCG(4, 4))}
	known := map[PersonID][]Template{"a": {c.person()}}
	var strangers []Stranger
	for range 100 {
		strangers = append(strangers, Stranger{c.person()})
	}
	m := NewMatcher(known, strangers)
	at := m.Threshold(.02, .6)
	again, others := 0, 0
	for i := range 100 {
		if who, ok := m.Again(c.near(strangers[i][0], .3), at); ok && who == i {
			again++
		}
		if _, ok := m.Again(c.person(), at); ok {
			others++
		}
	}
	first := NewMatcher(known, strangers[:3])
	if who, ok := first.Again(c.near(strangers[1][0], .1), first.Threshold(.02, .6)); !ok || who != 1 {
		t.Errorf("of three he is %d, %v", who, ok)
	}
	if again < 95 || others > 12 {
		t.Errorf("%d of 100 are known again, %d new ones taken for one", again, others)
	}
}

// Only people who are looked for are named, and of several pictures all count.
func TestRank(t *testing.T) {
	c := crowd{rand.New(rand.NewPCG(8, 8))}
	a, b := c.person(), c.person()
	m := NewMatcher(map[PersonID][]Template{"a": {a}, "b": {b}}, nil)
	if r := m.Rank([]Template{a}, nil); len(r) != 2 || r[0].Person != "a" || m.Normalised() {
		t.Errorf("%+v", r)
	}
	if r := m.Rank([]Template{a}, func(p PersonID) bool { return p == "b" }); len(r) != 1 || r[0].Person != "b" {
		t.Errorf("%+v", r)
	}
	if r := m.Rank([]Template{a, b, b}, nil); r[0].Person != "b" {
		t.Errorf("%+v", r)
	}
	if r := m.Rank(nil, nil); r != nil {
		t.Errorf("of no picture: %+v", r)
	}
}
