package cascade

import (
	"errors"
	"slices"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// scene is what both detectors are told to see.
type scene struct {
	moving  []observe.Detection
	seen    []observe.Detection
	err     error
	looks   []custos.Box // where the looker looked
	motions int
}

func (s *scene) Detect(custos.Frame) ([]observe.Detection, error) {
	s.motions++
	return s.moving, s.err
}
func (s *scene) Model() string { return "scene" }
func (s *scene) DetectIn(_ custos.Frame, r custos.Box) ([]observe.Detection, error) {
	s.looks = append(s.looks, r)
	return slices.Clone(s.seen), nil
}

func person(x, score float64) observe.Detection {
	return observe.Detection{Class: custos.Person, Box: custos.Box{X: x, Y: .4, W: .05, H: .2}, Score: score}
}

// play shows frames at 25 a second from a time on, for a while, and returns how many of
// them were looked at.
func play(t *testing.T, d *Detector, from, long time.Duration, each func(at time.Duration, found []observe.Detection, looked bool)) (looks int) {
	t.Helper()
	for at := from; at < from+long; at += 40 * time.Millisecond {
		before := d.Looks()
		found, looked, err := d.Detect(custos.Frame{Time: time.Unix(100, 0).Add(at), Width: 1280, Height: 720})
		if err != nil {
			t.Fatal(err)
		}
		looks += d.Looks() - before
		if each != nil {
			each(at, found, looked)
		}
	}
	return looks
}

func TestEmptySceneCostsNothing(t *testing.T) {
	s := new(scene)
	d := New(Config{}, s, s)
	play(t, d, 0, settle, nil)
	if n := play(t, d, settle, time.Minute, func(_ time.Duration, found []observe.Detection, looked bool) {
		if !looked || len(found) != 0 {
			t.Fatal("nothing moves, and that is not known")
		}
	}); n != 0 {
		t.Errorf("it looked %d times where nothing moved", n)
	}
	if s.motions != 1575 {
		t.Errorf("%d frames were looked through for movement", s.motions)
	}
}

func TestLooksFiveTimesASecond(t *testing.T) {
	s := &scene{moving: []observe.Detection{person(.5, 1)}, seen: []observe.Detection{person(.5, .9)}}
	d := New(Config{}, s, s)
	if n := play(t, d, 0, 10*time.Second, func(_ time.Duration, found []observe.Detection, looked bool) {
		if looked != (len(found) == 1) {
			t.Fatal("what was not looked at is said to be empty")
		}
	}); n != 50 {
		t.Errorf("it looked %d times in ten seconds", n)
	}
}

// Who stands still is seen for a while; then one empty frame says that nothing is known of
// him any more.
func TestStandingStill(t *testing.T) {
	s := &scene{moving: []observe.Detection{person(.5, 1)}, seen: []observe.Detection{person(.5, .9)}}
	d := New(Config{Linger: 5 * time.Second}, s, s)
	play(t, d, 0, 4*time.Second, nil)
	s.moving = nil
	if n := play(t, d, 4*time.Second, 5*time.Second, nil); n < 23 {
		t.Errorf("it looked %d times in five seconds", n)
	}
	empty := 0
	if n := play(t, d, 9*time.Second, 10*time.Second, func(_ time.Duration, found []observe.Detection, looked bool) {
		if looked && len(found) == 0 {
			empty++
		}
	}); n > 1 || empty == 0 {
		t.Errorf("it looked %d times after that, and said %d times that nothing is there", n, empty)
	}
	// He walks on.
	s.moving = []observe.Detection{person(.5, 1)}
	if n := play(t, d, 19*time.Second, time.Second, nil); n != 5 {
		t.Errorf("it looked %d times when he walked on", n)
	}
}

// A thing that never moved and looks like a person begins no track.
func TestWhereNothingEverMoved(t *testing.T) {
	s := &scene{moving: []observe.Detection{person(.2, 1)}, seen: []observe.Detection{person(.2, .9), person(.8, .9)}}
	d := New(Config{}, s, s)
	play(t, d, 0, settle, nil)
	play(t, d, settle, time.Second, func(_ time.Duration, found []observe.Detection, looked bool) {
		if looked && (len(found) != 2 || found[0].Score != .9 || found[1].Score != weak) {
			t.Fatalf("%+v", found)
		}
	})
}

func TestLooksWhereItMoves(t *testing.T) {
	s := &scene{moving: []observe.Detection{person(.9, 1)}, seen: []observe.Detection{person(.9, .9)}}
	d := New(Config{Width: 416}, s, s)
	play(t, d, 0, 4*time.Second, nil)
	whole, parts := 0, 0
	for _, r := range s.looks {
		if r.W == 1 && r.H == 1 {
			whole++
			continue
		}
		parts++
		b := person(.9, 0).Box
		if r.X > b.X || r.Y > b.Y || r.X+r.W < b.X+b.W || r.Y+r.H < b.Y+b.H || r.X < 0 || r.Y < 0 || r.X+r.W > 1.0001 || r.Y+r.H > 1.0001 {
			t.Fatalf("it looked at %+v only", r)
		}
		if r.W < 416.0/1280-1e-9 {
			t.Fatalf("%+v is less than it sees without loss", r)
		}
	}
	if whole != 4 || parts != 16 {
		t.Errorf("%d looks at all, %d at a part", whole, parts)
	}
	// The frame has no more pixels than the looker sees.
	d = New(Config{Width: 1280}, s, s)
	s.looks = nil
	play(t, d, 0, time.Second, nil)
	for _, r := range s.looks {
		if r != (custos.Box{W: 1, H: 1}) {
			t.Fatalf("%+v", r)
		}
	}
}

// A free looker looks at less than it could, also of a small frame.
func TestLooksAtLess(t *testing.T) {
	s := &scene{moving: []observe.Detection{person(.9, 1)}, seen: []observe.Detection{person(.9, .9)}}
	d := New(Config{Width: 1280, Free: true}, s, s)
	play(t, d, 0, 2*time.Second, nil)
	parts := 0
	for _, r := range s.looks {
		if r.W < fewest/1280.0-1e-9 || r.H < fewest/720.0-1e-9 {
			t.Fatalf("%+v is too little", r)
		}
		if r.W < .2 && r.H < .5 && r.X+r.W > .949 {
			parts++
		}
	}
	if parts != 8 {
		t.Errorf("%d looks of %d were at a part: %+v", parts, len(s.looks), s.looks)
	}
}

func TestClockSetBack(t *testing.T) {
	s := &scene{moving: []observe.Detection{person(.5, 1)}, seen: []observe.Detection{person(.5, .9)}}
	d := New(Config{}, s, s)
	play(t, d, time.Hour, time.Second, nil)
	if n := play(t, d, 0, time.Second, nil); n != 5 {
		t.Errorf("after the clock was set back it looked %d times in a second", n)
	}
}

func TestErrorsArePassedOn(t *testing.T) {
	s := &scene{err: errors.New("no picture")}
	if _, _, err := New(Config{}, s, s).Detect(custos.Frame{}); !errors.Is(err, s.err) {
		t.Error(err)
	}
}
