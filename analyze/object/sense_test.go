package object

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// A scene whose people walk makes sense; one that is another in each frame does not, until it
// stands still again.
func TestWhatMakesNoSense(t *testing.T) {
	s := newScene(384, 288)
	d := New(Config{})
	at := time.Unix(1000, 0)
	for i := range 100 {
		if d.Judged() != (i > 16) { // the first frame is the empty scene, sense begins with the second
			t.Fatalf("frame %d: judged %v", i, d.Judged())
		}
		f := s.draw(walkers(i)...)
		at = at.Add(100 * time.Millisecond)
		f.Time = at
		mustDetect(t, d, f)
		if why := d.Nonsense(); why != "" {
			t.Fatalf("frame %d: %s", i, why)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	flicker := func() {
		f := s.draw()
		for i := range f.Y {
			f.Y[i] = byte(r.IntN(256))
		}
		at = at.Add(100 * time.Millisecond)
		f.Time = at
		mustDetect(t, d, f)
	}
	for range 200 {
		flicker()
	}
	if why := d.Nonsense(); !strings.Contains(why, "other than before") {
		t.Fatalf("a picture that is always another: %q", why)
	}
	for i := range 400 {
		f := s.draw(walkers(i)...)
		at = at.Add(100 * time.Millisecond)
		f.Time = at
		mustDetect(t, d, f)
	}
	if why := d.Nonsense(); why != "" {
		t.Errorf("the scene is as before: %q", why)
	}
}

// Boxes that are elsewhere in each frame are of nothing.
func TestBoxesOfNothing(t *testing.T) {
	at := time.Unix(1000, 0)
	box := func(x float64) []observe.Detection {
		return []observe.Detection{{Box: custos.Box{X: x, Y: .2, W: .1, H: .4}}, {Box: custos.Box{X: x + .2, Y: .2, W: .1, H: .4}}}
	}
	expected := []observe.Tracked{{Box: custos.Box{X: .1, Y: .2, W: .1, H: .4}}, {Box: custos.Box{X: .3, Y: .2, W: .1, H: .4}}}
	run := func(s *sense, frames int, every time.Duration, x float64) string {
		for range frames {
			at = at.Add(every)
			s.frame(at, box(x), expected, false)
		}
		return s.reason
	}
	for _, c := range []struct {
		what  string
		every time.Duration
		x     float64
		bad   bool
	}{
		{"where they are expected", 100 * time.Millisecond, .11, false},
		{"elsewhere", 100 * time.Millisecond, .62, true},
		{"elsewhere, a second later", time.Second, .62, false},
	} {
		if why := run(new(sense), 60, c.every, c.x); (why != "") != c.bad {
			t.Errorf("%s: %q", c.what, why)
		}
	}
	s := new(sense)
	if why := run(s, 10, 100*time.Millisecond, .62); why != "" {
		t.Errorf("judged after a second: %q", why)
	}
	if why := run(s, 60, 100*time.Millisecond, .62); !strings.Contains(why, "were not there a moment before") {
		t.Errorf("%q", why)
	}
	if why := run(s, 400, 100*time.Millisecond, .1); why != "" {
		t.Errorf("it makes sense again: %q", why)
	}
}
