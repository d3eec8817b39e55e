package track

import (
	"testing"
	"time"

	"custos.dev/custos/observe"
)

// Two boxes on one object, as a detector without suppression gives, are one.
func TestSecondBoxOnOneObject(t *testing.T) {
	_, ended := play(New(Config{}), 30, func(i int) []observe.Detection {
		x := 0.2 + 0.01*float64(i)
		return []observe.Detection{det(x, 0.5, 0.9), det(x+0.004, 0.505, 0.8)}
	})
	if len(ended) != 1 || ended[0].Frames != 30 {
		t.Errorf("%d tracks, want one of 30 frames", len(ended))
	}
}

// A bag that is left where a person was hidden does not become the person.
func TestOverlapNeedsASimilarSize(t *testing.T) {
	person := det(0.5, 0.5, 1).Box
	m := newMotion(person, 0.03, 1)
	for scale, want := range map[float64]bool{0.4: false, 0.8: true, 1: true, 1.25: true, 2.5: false} {
		b := person
		b.W, b.H = b.W*scale, b.H*scale
		b.X, b.Y = person.X+(person.W-b.W)/2, person.Y+(person.H-b.H)/2
		if _, ok := overlapCost(&m, person, b, far, 0.01); ok != want {
			t.Errorf("a box %v times as large is taken for the same: %v", scale, ok)
		}
	}
}

// The longer it was hidden, the farther off it may come out, up to a limit; and the less is
// known of a track, the farther it looks.
func TestReachGrowsWithTimeToALimit(t *testing.T) {
	a := det(0.4, 0.5, 1).Box
	taken := func(hidden, heights float64) bool {
		m := newMotion(a, 0.03, 1)
		for range 30 { // it stands, and is seen
			m.predict(0.1, 1.2)
			m.correct(a, 0.03, 1)
		}
		m.predict(hidden, 1.2)
		b := a
		b.X += heights * a.H
		_, ok := overlapCost(&m, m.box(), b, far, 0.4)
		return ok
	}
	if taken(0.04, 0.4) {
		t.Error("two fifths of a height off in the next frame is taken for the same")
	}
	if !taken(1, 0.4) {
		t.Error("two fifths of a height off after a second is not taken for the same")
	}
	if taken(100, 1.5) {
		t.Error("there is no limit to the reach")
	}
	m := newMotion(a, 0.03, 1)
	m.predict(0.1, 1.2)
	b := a
	b.X += 0.25 * a.H
	if _, ok := overlapCost(&m, m.box(), b, far, 0.4); !ok {
		t.Error("a track of one detection does not look a quarter of a height far in the next frame")
	}
}

// The better pair goes first even if the other comes first in both lists.
func TestGreedyTakesTheBestFirst(t *testing.T) {
	var got [][2]int
	greedy([]pair{{0.5, 0, 0}, {0.1, 1, 0}, {0.5, 0, 1}, {0.1, 0, 2}}, func(i, j int) { got = append(got, [2]int{i, j}) })
	want := [][2]int{{0, 2}, {1, 0}, {0, 0}, {0, 1}}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

// Someone who came nearer before a pillar hid him must not be expected as a
// giant behind it.
func TestHiddenObjectDoesNotGrow(t *testing.T) {
	tr := New(Config{})
	d := det(0.5, 0.3, 0.9)
	for i := range 20 {
		d.Box.H *= 1.03
		d.Box.W *= 1.03
		tr.Update(start.Add(time.Duration(i)*step), []observe.Detection{d})
	}
	for i := 20; i < 38; i++ {
		tr.Update(start.Add(time.Duration(i)*step), nil)
	}
	if len(tr.tracks) != 1 {
		t.Fatalf("%d tracks wait, want 1", len(tr.tracks))
	}
	// One frame may pass before it is known to be hidden.
	if h := tr.tracks[0].motion.box().H; h > 1.06*d.Box.H {
		t.Errorf("after 1.8 s hidden it is expected %.2f times as tall", h/d.Box.H)
	}
}
