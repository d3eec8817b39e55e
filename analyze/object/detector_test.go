package object

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// walkers returns people that walk to and fro across the scene in lanes of
// their own; some hide one another for a while.
func walkers(t int) []figure {
	x := func(from, speed float64) float64 {
		p := math.Mod(from+speed*float64(t), 640)
		if p < 0 {
			p += 640
		}
		if p > 320 {
			p = 640 - p
		}
		return 20 + p
	}
	return []figure{
		{x: x(0, 3), y: 40, w: 14, h: 36, grey: 40},
		{x: x(200, -2.5), y: 110, w: 17, h: 44, grey: 210},
		{x: x(100, 2), y: 190, w: 22, h: 56, grey: 50, u: 90, v: 170},
		{x: x(420, -4), y: 195, w: 22, h: 56, grey: 200},
	}
}

func TestPeopleAreFound(t *testing.T) {
	s, d := newScene(384, 288), New(Config{})
	var c tally
	for i := range 200 {
		figs := walkers(i)
		got := mustDetect(t, d, s.draw(figs...))
		if i < 20 {
			continue
		}
		var want []custos.Box
		for _, f := range figs {
			want = append(want, s.truth(f))
		}
		c.add(got, want)
		for _, g := range got {
			if g.Class != custos.Person {
				t.Errorf("frame %d: a walker is taken for a %s at %+v", i, g.Class, g.Box)
			}
		}
	}
	if c.f1() < 0.8 {
		t.Fatalf("F1 %.3f, want 0.8 (%+v)", c.f1(), c)
	}
	t.Logf("F1 %.3f %+v", c.f1(), c)
}

func TestEmptySceneIsSilent(t *testing.T) {
	s, d := newScene(384, 288), New(Config{})
	for i := range 120 {
		if got := mustDetect(t, d, s.draw()); len(got) != 0 {
			t.Fatalf("frame %d of an empty scene shows %+v", i, got)
		}
	}
}

func TestLightChangeIsNoBurst(t *testing.T) {
	for _, light := range []float64{0.5, 0.8, 1.6} {
		s, d := newScene(384, 288), New(Config{})
		for range 30 {
			mustDetect(t, d, s.draw())
		}
		s.light = light
		for i := range 25 {
			if got := mustDetect(t, d, s.draw()); len(got) != 0 {
				t.Fatalf("light %g: %d detections %d frames after the change: %+v", light, len(got), i, got[0])
			}
		}
		// And it sees again.
		var c tally
		for i := range 45 {
			figs := walkers(i)[:2]
			got := mustDetect(t, d, s.draw(figs...))
			if i >= 15 {
				c.add(got, []custos.Box{s.truth(figs[0]), s.truth(figs[1])})
			}
		}
		if c.f1() < 0.7 {
			t.Errorf("light %g: F1 %.3f afterwards, want 0.7 (%+v)", light, c.f1(), c)
		}
	}
}

func TestSlowLightChangeKeepsSeeing(t *testing.T) {
	s, d := newScene(384, 288), New(Config{})
	var c tally
	for i := range 200 {
		s.light = 1 + 0.3*math.Sin(float64(i)/25)
		figs := walkers(i)[:2]
		got := mustDetect(t, d, s.draw(figs...))
		if i >= 30 {
			c.add(got, []custos.Box{s.truth(figs[0]), s.truth(figs[1])})
		}
	}
	if c.f1() < 0.75 {
		t.Fatalf("F1 %.3f under a moving light, want 0.75 (%+v)", c.f1(), c)
	}
}

func TestParkedThingIsAbsorbed(t *testing.T) {
	s, d := newScene(384, 288), New(Config{Memory: 300})
	for range 60 {
		mustDetect(t, d, s.draw())
	}
	car := figure{x: 150, y: 180, w: 90, h: 40, grey: 220, box: true, u: 100, v: 160}
	seen, last := 0, 0
	for i := range 400 {
		got := mustDetect(t, d, s.draw(car))
		if len(got) > 0 {
			seen, last = seen+1, i
			if got[0].Class != custos.Vehicle {
				t.Fatalf("frame %d: the car is a %s: %+v", i, got[0].Class, got)
			}
		}
	}
	if seen < 5 || last > 150 {
		t.Fatalf("the parked car was seen in %d frames, last in frame %d; want some, and none after 150", seen, last)
	}
	// What it hid is familiar again soon after it leaves.
	for i := range 100 {
		if got := mustDetect(t, d, s.draw()); i >= 60 && len(got) > 0 {
			t.Fatalf("a ghost of the car %d frames after it left: %+v", i, got)
		}
	}
}

func TestGhostOfTheFirstFrameVanishes(t *testing.T) {
	s, d := newScene(384, 288), New(Config{})
	ghost := figure{x: 180, y: 100, w: 18, h: 46, grey: 30}
	for range 40 {
		mustDetect(t, d, s.draw(ghost)) // stands there from the start, then leaves
	}
	for i := range 60 {
		if got := mustDetect(t, d, s.draw()); i >= 3 && len(got) > 0 {
			t.Fatalf("the ghost is still there after %d frames: %+v", i, got)
		}
	}
}

func TestShadowIsNotTheObject(t *testing.T) {
	s, d := newScene(384, 288), New(Config{})
	var c tally
	for i := range 120 {
		f := figure{x: 30 + 2*float64(i), y: 120, w: 18, h: 46, grey: 215, shadow: true}
		got := mustDetect(t, d, s.draw(f))
		if i >= 20 {
			c.add(got, []custos.Box{s.truth(f)})
		}
	}
	if c.f1() < 0.9 {
		t.Fatalf("F1 %.3f with cast shadows, want 0.9 (%+v)", c.f1(), c)
	}
}

func TestMovingCarIsOneVehicle(t *testing.T) {
	s, d := newScene(384, 288), New(Config{})
	var c tally
	for i := range 120 {
		car := figure{x: 3*float64(i) - 110, y: 180, w: 80, h: 34, grey: 220, box: true, u: 100, v: 160}
		man := figure{x: 300 - 2*float64(i), y: 60, w: 14, h: 36, grey: 40}
		got := mustDetect(t, d, s.draw(car, man))
		if car.x < 5 {
			continue // still coming in
		}
		c.add(got, []custos.Box{s.truth(car), s.truth(man)})
		for _, g := range got {
			want := custos.Person
			if g.Box.IoU(s.truth(car)) > 0.3 {
				want = custos.Vehicle
			}
			if g.Class != want {
				t.Errorf("frame %d: %+v, want a %s", i, g, want)
			}
		}
	}
	if c.f1() < 0.9 {
		t.Fatalf("F1 %.3f, want 0.9 (%+v)", c.f1(), c)
	}
}

func TestStrongNoiseIsNoBurst(t *testing.T) {
	s, d := newScene(384, 288), New(Config{})
	s.sigma = 7
	var c tally
	for i := range 120 {
		figs := walkers(i)[:2]
		got := mustDetect(t, d, s.draw(figs...))
		if i >= 20 {
			c.add(got, []custos.Box{s.truth(figs[0]), s.truth(figs[1])})
		}
	}
	if c.f1() < 0.75 {
		t.Fatalf("F1 %.3f in strong noise, want 0.75 (%+v)", c.f1(), c)
	}
}

func TestSwitchedSceneIsRelearnt(t *testing.T) {
	s, d := newScene(384, 288), New(Config{})
	for range 30 {
		mustDetect(t, d, s.draw())
	}
	// The camera is turned: another picture altogether.
	for i, g := range s.ground {
		s.ground[i] = byte(40 + (int(g)*7+i/s.w)%170)
	}
	for i := range 40 {
		if got := mustDetect(t, d, s.draw()); len(got) != 0 {
			t.Fatalf("%d frames after the camera was turned: %+v", i, got)
		}
	}
	f := figure{x: 100, y: 100, w: 18, h: 46, grey: 250, u: 80, v: 180}
	if got := mustDetect(t, d, s.draw(f)); len(got) != 1 || got[0].Box.IoU(s.truth(f)) < 0.5 {
		t.Fatalf("who then comes is seen as %+v", got)
	}
}

func TestExtremeNoiseDoesNotRelearnForEver(t *testing.T) {
	s, d := newScene(384, 288), New(Config{})
	s.sigma = 22
	for range 60 {
		mustDetect(t, d, s.draw())
	}
	if d.frames < 40 || d.settle > 0 {
		t.Fatalf("still beginning anew after 60 frames: frames %d, settle %d", d.frames, d.settle)
	}
}

func TestTwoWhoMeetStayTwo(t *testing.T) {
	s, d := newScene(384, 288), New(Config{})
	var c tally
	for i := range 160 {
		// Side by side, almost touching, so that one component holds both.
		a := figure{x: 20 + 2*float64(i), y: 100, w: 18, h: 46, grey: 40}
		b := figure{x: 37 + 2*float64(i), y: 103, w: 18, h: 46, grey: 30}
		got := mustDetect(t, d, s.draw(a, b))
		if i >= 20 && a.x < 330 {
			c.add(got, []custos.Box{s.truth(a), s.truth(b)})
		}
	}
	if c.f1() < 0.8 {
		t.Fatalf("F1 %.3f of two abreast, want 0.8 (%+v)", c.f1(), c)
	}
}

// Who is overtaken goes on shoulder to shoulder with who came up, without a gap or a dent
// between them: only their ways tell that they are two.
func TestWaysTellTwoApart(t *testing.T) {
	var c tally
	s, d := newScene(384, 288), New(Config{})
	for i := range 130 {
		var figs []figure
		if n := float64(i - 20); n >= 0 { // an empty scene first
			slow := figure{x: 130 + 1.5*n, y: 100, w: 19, h: 46, grey: 40, box: true}
			quick := slow
			quick.x = min(10+3*n, slow.x-19)
			figs = []figure{slow, quick}
		}
		f := s.draw(figs...)
		f.Time = time.Unix(1, 0).Add(time.Duration(i) * 100 * time.Millisecond)
		if got := mustDetect(t, d, f); i >= 90 {
			c.add(got, []custos.Box{s.truth(figs[0]), s.truth(figs[1])})
		}
	}
	if c.f1() < 0.9 {
		t.Fatalf("F1 %.3f of two shoulder to shoulder, want 0.9 (%+v)", c.f1(), c)
	}
}

func TestColourAloneIsSeen(t *testing.T) {
	s, d := newScene(384, 288), New(Config{})
	for i := range s.ground {
		s.ground[i] = 120
	}
	hits := 0
	for i := range 60 {
		f := figure{x: 60 + 3*float64(i), y: 120, w: 18, h: 46, grey: 120, u: 90, v: 180}
		for _, g := range mustDetect(t, d, s.draw(f)) {
			if g.Box.IoU(s.truth(f)) > 0.5 && i >= 20 {
				hits++
			}
		}
	}
	if hits < 30 {
		t.Fatalf("a figure as bright as the ground was seen in %d of 40 frames", hits)
	}
}

func TestBoxesAreRoundedAndInside(t *testing.T) {
	s, d := newScene(390, 290), New(Config{})
	n := 0
	for i := range 80 {
		f := figure{x: -10 + 6*float64(i), y: 240, w: 26, h: 60, grey: 30}
		for _, g := range mustDetect(t, d, s.draw(f)) {
			n++
			b := g.Box
			for _, v := range []float64{b.X, b.Y, b.W, b.H, g.Score} {
				if math.Abs(v*1e4-math.Round(v*1e4)) > 1e-6 {
					t.Fatalf("%v is not rounded to 1e-4", v)
				}
			}
			if b.X < 0 || b.Y < 0 || b.W <= 0 || b.H <= 0 || b.X+b.W > 1.0001 || b.Y+b.H > 1.0001 || g.Score <= 0 || g.Score > 1 {
				t.Fatalf("frame %d: out of bounds: %+v", i, g)
			}
		}
	}
	if n < 20 {
		t.Fatalf("%d detections, want at least 20", n)
	}
}

func TestHeightLimits(t *testing.T) {
	s, d := newScene(384, 288), New(Config{MinHeight: 0.3, MaxHeight: 0.4})
	for i := range 60 {
		x := 30 + 4*float64(i)
		got := mustDetect(t, d, s.draw(
			figure{x: x, y: 10, w: 20, h: 50, grey: 30},
			figure{x: x, y: 150, w: 40, h: 100, grey: 30}))
		for _, g := range got {
			if g.Box.H < 0.3 || g.Box.H > 0.4 {
				t.Fatalf("height %g is outside 0.3 to 0.4", g.Box.H)
			}
		}
		if i > 20 && len(got) != 1 {
			t.Fatalf("frame %d: %d detections, want the tall one", i, len(got))
		}
	}
}

func TestSameFramesSameDetections(t *testing.T) {
	run := func() string {
		s, d := newScene(384, 288), New(Config{})
		var all [][]observe.Detection
		for i := range 60 {
			all = append(all, mustDetect(t, d, s.draw(walkers(i)...)))
		}
		b, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if first, second := run(), run(); first != second {
		t.Fatal("the same frames gave different detections")
	}
}

func TestSizeChangeStartsAnew(t *testing.T) {
	d := New(Config{})
	small, big := newScene(384, 288), newScene(640, 360)
	for i := range 30 {
		mustDetect(t, d, small.draw(walkers(i)...))
	}
	if got := mustDetect(t, d, big.draw()); len(got) != 0 {
		t.Fatalf("the first frame of another size shows %+v", got)
	}
	for range 30 {
		if got := mustDetect(t, d, big.draw()); len(got) != 0 {
			t.Fatalf("the empty scene of another size shows %+v", got)
		}
	}
}

func TestGarbageIsRefused(t *testing.T) {
	ok := newScene(64, 48).draw()
	d := New(Config{MinHeight: math.NaN(), MaxHeight: -3, Memory: -1})
	mustDetect(t, d, ok)
	for name, spoil := range map[string]func(*custos.Frame){
		"empty":        func(f *custos.Frame) { *f = custos.Frame{} },
		"negative":     func(f *custos.Frame) { f.Width = -64 },
		"odd":          func(f *custos.Frame) { f.Width = 63 },
		"overflow":     func(f *custos.Frame) { f.Width, f.Height = math.MaxInt-1, math.MaxInt-1 },
		"short Y":      func(f *custos.Frame) { f.Y = f.Y[1:] },
		"short U":      func(f *custos.Frame) { f.U = nil },
		"short V":      func(f *custos.Frame) { f.V = f.V[:3] },
		"size too big": func(f *custos.Frame) { f.Height *= 2 },
	} {
		f := ok
		spoil(&f)
		if _, err := d.Detect(f); custos.KindOf(err) != custos.Invalid || err == nil {
			t.Errorf("%s: got %v, want an invalid frame", name, err)
		}
	}
	if _, err := d.Detect(ok); err != nil {
		t.Fatalf("a good frame after bad ones: %v", err)
	}
}

func TestModelNamesParameters(t *testing.T) {
	a, b := New(Config{}).Model(), New(Config{MinHeight: 0.2}).Model()
	if a == "" || a == b {
		t.Fatalf("models %q and %q, want two different names", a, b)
	}
}

func FuzzDetect(f *testing.F) {
	f.Add(64, 48, 3072, 768, 768, []byte{1, 200, 3})
	f.Add(16, 16, 256, 64, 64, []byte{0, 255})
	f.Add(-2, 1<<40, 5, 5, 5, []byte{9})
	f.Fuzz(func(t *testing.T, w, h, ny, nu, nv int, seed []byte) {
		d := New(Config{MinHeight: 0.02})
		fill := func(n, k int) []byte {
			b := make([]byte, min(max(n, 0), 1<<16))
			for i := range b {
				if len(seed) > 0 {
					b[i] = seed[(i*(k+1)+i/7*k)%len(seed)]
				}
			}
			return b
		}
		for k := range 6 {
			fr := custos.Frame{Width: w, Height: h, Y: fill(ny, k), U: fill(nu, k), V: fill(nv, k)}
			got, err := d.Detect(fr)
			if err != nil && custos.KindOf(err) != custos.Invalid {
				t.Fatal(err)
			}
			for _, g := range got {
				if math.IsNaN(g.Score) || !(g.Box.W > 0) || !(g.Box.H > 0) || g.Box.X+g.Box.W > 1.001 {
					t.Fatalf("bad detection %+v", g)
				}
			}
		}
	})
}

func BenchmarkDetect(b *testing.B) {
	s, d := newScene(384, 288), New(Config{})
	var frames []custos.Frame
	for i := range 100 {
		frames = append(frames, s.draw(walkers(i)...))
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		mustDetect(b, d, frames[i%len(frames)])
	}
}
