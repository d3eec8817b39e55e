package cascade

import (
	"errors"
	"math"
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
	scales  []float64
	motions int
	// nonsense is what the detector of movement says of itself.
	nonsense string
}

func (s *scene) Detect(custos.Frame) ([]observe.Detection, error) {
	s.motions++
	return s.moving, s.err
}
func (s *scene) Model() string    { return "scene" }
func (s *scene) Nonsense() string { return s.nonsense }
func (s *scene) DetectAt(_ custos.Frame, r custos.Box, scale float64) ([]observe.Detection, error) {
	s.looks, s.scales = append(s.looks, r), append(s.scales, scale)
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
		if looked && (len(found) != 2 || found[0].Score != .9 || found[1].Score != weak || weak >= Sure) {
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

// People who are larger than the looker sees best are shown smaller, but now and then as they
// are: others may be far away.
func TestLargePeopleAreShownSmaller(t *testing.T) {
	s := &scene{moving: []observe.Detection{person(.5, 1)}}
	tall := person(.5, .9)
	tall.Box.Y, tall.Box.H = .1, .7 // 504 of 720 pixels, 164 at 416 by 234
	s.seen = []observe.Detection{tall, tall, tall, person(.1, .3)}
	d := New(Config{Width: 416, Free: true, Tall: 100}, s, s)
	play(t, d, 0, 20*time.Second, nil)
	if len(s.scales) < 2*fullEvery || s.scales[0] != 1 {
		t.Fatal(s.scales)
	}
	for i, got := range s.scales[1:] {
		want := 100 / (.7 * 720 * 416 / 1280)
		if (i+1)%fullEvery == 0 {
			want = 1
		}
		if math.Abs(got-want) > 1e-9 {
			t.Fatalf("look %d is at the scale %v, not %v", i+1, got, want)
		}
	}
	for _, c := range []Config{{Width: 416, Free: true}, {Width: 416, Tall: 100}} {
		s.scales = nil
		play(t, New(c, s, s), 0, 2*time.Second, nil)
		if slices.Max(s.scales) != 1 || slices.Min(s.scales) != 1 {
			t.Errorf("%+v: %v", c, s.scales)
		}
	}
}

// Where movement is nonsense, the looker looks at all of the frame, five times a second, and
// what it sees is not held against where something has moved.
func TestLooksForItselfWhereMovementIsNonsense(t *testing.T) {
	s := &scene{moving: []observe.Detection{person(.9, 1)}, seen: []observe.Detection{person(.2, .9)}, nonsense: "it rains"}
	d := New(Config{Width: 416}, s, s)
	seen := 0
	looks := play(t, d, 0, time.Minute, func(_ time.Duration, found []observe.Detection, looked bool) {
		if looked && len(found) == 1 && found[0].Score == .9 {
			seen++
		}
	})
	if looks < 295 || looks > 305 || seen != looks {
		t.Errorf("%d looks, of which %d saw it", looks, seen)
	}
	for _, r := range s.looks {
		if r != (custos.Box{W: 1, H: 1}) {
			t.Fatalf("it looked at %+v only", r)
		}
	}
}

// What is likely is believed where the look before saw it surely, once: not beside what is
// sure there now, and not where nothing was. It is for a second, unless it is sure again.
func TestWhatStaysIsBelieved(t *testing.T) {
	at := func(x, score float64) observe.Detection { return person(x, score) }
	now := time.Unix(100, 0)
	d := &Detector{}
	d.believe([]observe.Detection{at(.1, .9), at(.3, .8), at(.7, .4)}, now)
	found := []observe.Detection{
		at(.105, .45), // continues the first
		at(.3, .7),    // is sure itself
		at(.302, .45), // the same one once more
		at(.5, .45),   // where nothing was
		at(.7, .45),   // where nothing was sure
		at(.11, .39),  // too weak
	}
	d.believe(found, now.Add(DefaultEvery))
	for i, want := range []float64{Sure, .7, .45, .45, .45, .39} {
		if found[i].Score != want {
			t.Errorf("%d: %v, want %v", i, found[i].Score, want)
		}
	}
	for i := 2; i < 20; i++ {
		after := time.Duration(i) * DefaultEvery
		found := []observe.Detection{at(.1, .45), at(.3, .45)}
		d.believe(found, now.Add(after))
		if got, want := found[0].Score == Sure, after <= time.Second; got != want {
			t.Errorf("after %v: believed %v, want %v", after, got, want)
		}
		if got, want := found[1].Score == Sure, after <= time.Second+DefaultEvery; got != want {
			t.Errorf("after %v: who was sure once more is believed %v, want %v", after, got, want)
		}
	}
}
