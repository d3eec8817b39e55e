package figure

import (
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze/gesture"
	"custos.dev/custos/observe"
)

// byPoints is how well the clips of some seeds are told by their points, with noise as networks have
// it.
func byPoints(from, n uint64, rate, off, lost, astray float64) (sum Tally, by map[observe.Posing]Tally) {
	by = map[observe.Posing]Tally{}
	for seed := from; seed < from+n; seed++ {
		c := New(seed)
		for g, t := range Compare(c.Truth, c.Points(rate, 1, off, lost, astray)) {
			by[g] = by[g].Plus(t)
			sum = sum.Plus(t)
		}
	}
	return sum, by
}

// Gestures are told by points, on seeds that nothing was chosen on, at each rate of looks alike.
func TestToldByPoints(t *testing.T) {
	for _, rate := range []float64{6, 8, 25} {
		sum, by := byPoints(5000, 48, rate, .015, .05, .01)
		if f := sum.F1(); f < .85 {
			t.Errorf("%g looks a second: F1 %.3f of %v: %v", rate, f, sum, by)
		}
		for _, g := range observe.Posings() {
			if by[g].F1() < .6 {
				t.Errorf("%g looks a second: %s: F1 %.3f", rate, g, by[g].F1())
			}
		}
	}
}

// Without points nothing is told, and what goes on ends.
func TestWhoIsNotSeenEnds(t *testing.T) {
	w := gesture.NewWatcher()
	zero := time.Unix(0, 0)
	c := New(6) // raises both hands first
	var all []gesture.Told
	half := (c.Truth[0].From + c.Truth[0].Until) / 2
	for at := c.Empty; at < half+4*time.Second; at += 100 * time.Millisecond {
		p, _ := c.Pose(min(at, half))
		if at > half+time.Second {
			p = gesture.Pose{}
		}
		all = append(all, w.See(zero.Add(at), &p)...)
	}
	if len(all) != 2 || all[0].What != observe.HandsUp || !all[0].Until.IsZero() || all[1].What != observe.HandsUp || all[1].Until.IsZero() {
		t.Errorf("%+v", all)
	}
	if more := w.Gone(); len(more) != 0 {
		t.Errorf("ended twice: %+v", more)
	}
}

// An outline tells lying and both hands raised of who is large enough, better than it tells
// crouching, which it takes bending for.
func TestToldByOutline(t *testing.T) {
	by := map[observe.Posing]Tally{}
	for seed := uint64(5000); seed < 5016; seed++ {
		c := New(seed)
		var scene gesture.Scene
		var f custos.Frame
		zero := time.Unix(0, 0)
		s, d := gesture.NewShaped(), NewDiary(zero)
		for at := time.Duration(0); at < c.Length; at += 200 * time.Millisecond {
			c.Frame(at, &f)
			var busy []custos.Box
			if b, ok := c.Box(at); ok {
				busy = append(busy, b)
				if o, ok := scene.Outline(&f, b); ok {
					d.Add(s.See(zero.Add(at), o))
				}
			}
			scene.Learn(&f, busy)
		}
		d.Add(s.Gone())
		for g, n := range Compare(c.Truth, d.Said) {
			by[g] = by[g].Plus(n)
		}
	}
	if f := by[observe.Lying].F1(); f < .7 {
		t.Errorf("lying: F1 %.3f of %v", f, by)
	}
	if by[observe.Waving].False+by[observe.Pointing].False+by[observe.FightStance].False > 0 {
		t.Errorf("an outline does not tell these: %v", by)
	}
}

// A seed is a clip: the same each time.
func TestSeedsAreClips(t *testing.T) {
	var a, b custos.Frame
	New(7).Frame(6*time.Second, &a)
	New(7).Frame(6*time.Second, &b)
	if err := a.Validate(); err != nil {
		t.Fatal(err)
	}
	if string(a.Y) != string(b.Y) || string(a.U) != string(b.U) {
		t.Error("two pictures of one moment differ")
	}
	New(8).Frame(6*time.Second, &b)
	if string(a.Y) == string(b.Y) {
		t.Error("two seeds are one clip")
	}
}

func TestCompare(t *testing.T) {
	s := func(what observe.Posing, from, until int) Stretch {
		return Stretch{what, time.Duration(from) * time.Second, time.Duration(until) * time.Second}
	}
	got := Compare(
		[]Stretch{s(observe.Waving, 0, 4), s(observe.Waving, 10, 14), s(observe.Lying, 20, 24)},
		[]Stretch{s(observe.Waving, 1, 5), s(observe.Waving, 0, 2), s(observe.Lying, 23, 27), s(observe.Crouching, 10, 14)},
	)
	want := map[observe.Posing]Tally{observe.Waving: {1, 1, 1}, observe.Lying: {0, 1, 1}, observe.Crouching: {0, 0, 1}}
	for g, w := range want {
		if got[g] != w {
			t.Errorf("%s: %+v, want %+v", g, got[g], w)
		}
	}
	if f := (Tally{3, 1, 2}).F1(); f < .666 || f > .667 {
		t.Error(f)
	}
}
