package behavior

import (
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// stays shows one track that stands still for ten seconds, five frames a second, in a box of a
// size, and tells of its body before the frames of some seconds.
func stays(t *testing.T, r Rule, w, h float64, told map[int]observe.Gesture) (out []Acted) {
	t.Helper()
	r.Name = "rule"
	e, err := NewRules([]Rule{r}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	zero := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	for i := range 50 {
		at := zero.Add(time.Duration(i) * 200 * time.Millisecond)
		if g, ok := told[i/5]; ok && i%5 == 0 {
			g.Track, g.Since = 1, at.Add(-500*time.Millisecond)
			if !g.Until.IsZero() {
				g.Until = at.Add(-200 * time.Millisecond)
			}
			e.Posture(&g)
		}
		wide := w
		if i < 10 {
			wide = .3 * h // it stood at first
		}
		out = append(out, e.Update(at, custos.FrameRef{Boot: 1, Seq: uint64(i + 1)}, 1, []observe.Tracked{{Track: 1, Class: custos.Person, Box: custos.Box{X: .5 - wide/2, Y: .6 - h, W: wide, H: h}}})...)
	}
	return out
}

// A body that is told to lie has fallen, also where its box is as high as wide; one that crouches
// or holds its arms out has not, however wide its box is.
func TestFallGoesByTheBody(t *testing.T) {
	fall := Rule{Act: observe.ActFall}
	lies, over := observe.Gesture{What: observe.Lying}, observe.Gesture{What: observe.Lying, Until: time.Unix(1, 0)}
	for name, c := range map[string]struct {
		w    float64
		told map[int]observe.Gesture
		want int
	}{
		"a narrow box alone":       {.2, nil, 0},
		"a wide box alone":         {.3, nil, 1},
		"told to lie":              {.2, map[int]observe.Gesture{4: lies}, 1},
		"told to lie for a moment": {.2, map[int]observe.Gesture{4: lies, 5: over}, 0},
		"arms held out":            {.3, map[int]observe.Gesture{1: {What: observe.Pointing}}, 0},
		"crouching":                {.3, map[int]observe.Gesture{1: {What: observe.Crouching}}, 0},
	} {
		if got := stays(t, fall, c.w, .2, c.told); len(got) != c.want {
			t.Errorf("%s: fired %d times, want %d", name, len(got), c.want)
		}
	}
}

// A rule about who stays and crouches waits for that.
func TestLoiterWaitsForAPosture(t *testing.T) {
	r := Rule{Act: observe.ActLoiter, After: 2 * time.Second, Postures: []observe.Posing{observe.Crouching}}
	if got := stays(t, r, .08, .2, nil); len(got) != 0 {
		t.Errorf("fired without: %+v", got)
	}
	if got := stays(t, r, .08, .2, map[int]observe.Gesture{4: {What: observe.HandsUp}}); len(got) != 0 {
		t.Errorf("fired by another: %+v", got)
	}
	got := stays(t, r, .08, .2, map[int]observe.Gesture{4: {What: observe.Crouching}})
	if len(got) != 1 || got[0].At.Second() != 4 {
		t.Errorf("%+v", got)
	}
	for _, bad := range []Rule{{Name: "a", Act: observe.ActFall, Postures: r.Postures}, {Name: "b", Act: observe.ActLoiter, Postures: []observe.Posing{"dance"}}} {
		if _, err := NewRules([]Rule{bad}, time.UTC); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}
