package track

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

func scored(scores ...float64) (out []found) {
	for _, s := range scores {
		out = append(out, found{odds: odds(s)})
	}
	return out
}

// What a score is worth follows how sure the detector's best are, and a new network is learnt.
func TestTrustLearnsWhatScoresAreWorth(t *testing.T) {
	bold, usual, modest := newTrust(), newTrust(), newTrust()
	if bold.bold != 0 || bold.even != 0 {
		t.Fatalf("before it has seen a score it is %+v", bold)
	}
	for range 100 {
		bold.learn(scored(.55, .8, .95, .99, .998))
		usual.learn(scored(.2, .6, .75, .85, .88))
		modest.learn(scored(.1, .15, .2, .5, .8))
	}
	for _, c := range []struct {
		who          string
		t            trust
		even, surely float64 // the scores that are worth as much as nothing, and 90%
		bold         float64
	}{{"bold", bold, .917, .990, 1}, {"usual", usual, .57, .765, 0}, {"modest", modest, .5, .66, 0}} {
		if e, s := c.t.worth(odds(c.even)), c.t.worth(odds(c.surely)); math.Abs(e) > .2 || math.Abs(s-2.2) > .3 || c.t.bold != c.bold {
			t.Errorf("%s: %v is worth %.2f, %v %.2f, of %+v", c.who, c.even, e, c.surely, s, kinds)
		}
	}
	for range 20_000 { // the network was changed
		bold.learn(scored(.5, .8))
	}
	if bold.bold != 0 || bold.even != 0 {
		t.Errorf("what it was is not forgotten: %v", bold.bold)
	}
}

// A post that a modest network is even about is never told, a person that it begins to see as
// poorly and then better is, and from the beginning. What it is not even about continues nobody.
func TestPostsOfAModestNetwork(t *testing.T) {
	tr := New(Config{})
	var told []float64
	for i := range 40 {
		who := min(.52+.02*float64(i), .75)
		dets := []observe.Detection{det(.2, .5, .52), det(.5, .5, who), det(.8, .5, .25)}
		if i >= 30 {
			dets[1].Score = .25 // hidden, and the network is full of such
		}
		active, _ := tr.Update(start.Add(time.Duration(i)*step), dets)
		for _, a := range active {
			told = append(told, a.Box.X)
			if i >= 30 {
				t.Fatalf("frame %d: what is worth nothing continues %+v", i, a)
			}
		}
	}
	if tr.next != 2 || len(told) < 20 || told[0] < .4 || told[0] > .6 {
		t.Errorf("%d numbers were given, told were %v", tr.next-1, told)
	}
	for _, tr := range tr.Flush() {
		if tr.From.After(start.Add(step)) {
			t.Errorf("the person is told from %v on", tr.From.Sub(start))
		}
	}
}

// By a detector that is too sure of itself, a post that is 85% a person in each frame is no
// track, and a person is one from the second frame on; by a modest one, both are, later.
func TestDoubt(t *testing.T) {
	for top, want := range map[float64][2]int{.998: {0, 1}, .9: {2, 2}} {
		tr := New(Config{})
		first := map[bool]int{true: 0, false: 0} // the frame from which on it is told, by being the person
		for i := range 60 {
			active, _ := tr.Update(start.Add(time.Duration(i)*step), []observe.Detection{
				det(.2, .5, .85), det(.5, .5, top), det(.7, .2, top), det(.8, .7, top),
			})
			for _, a := range active {
				if i >= 20 && a.Box.X < .3 {
					first[false] = 2
				}
				if a.Box.X > .3 && first[true] == 0 {
					first[true] = i
				}
			}
		}
		if numbers, want := int(tr.next)-1, 3+want[0]/2; numbers != want {
			t.Errorf("scores up to %v: %d numbers were given, want %d", top, numbers, want)
		}
		// A person whose scores stay poor is followed, and after a while not told.
		var active []observe.Tracked
		for i := 60; i < 160; i++ {
			active, _ = tr.Update(start.Add(time.Duration(i)*step), []observe.Detection{
				det(.5, .5, .7), det(.7, .2, top), det(.8, .7, top), det(.8, .1, top),
			})
		}
		if told := slices.ContainsFunc(active, func(a observe.Tracked) bool { return a.Box.IoU(det(.5, .5, 1).Box) > .5 }); told != (want[0] > 0) {
			t.Errorf("scores up to %v: who is poorly seen is told: %v", top, told)
		}
		if first[false] != want[0] || first[true] > want[1] {
			t.Errorf("scores up to %v: the post is told %v, people from frame %d on; want %v", top, first[false] > 0, first[true], want)
		}
	}
}

// Where the scores tell nothing, none is doubted and none is enough alone.
func TestAlike(t *testing.T) {
	tr := New(Config{Alike: true})
	for i := range 10 {
		active, _ := tr.Update(start.Add(time.Duration(i)*step), []observe.Detection{det(.2, .5, .7), det(.5, .5, .999)})
		if want := 2 * min(i/2, 1); len(active) != want {
			t.Fatalf("frame %d: %d tracks, want %d", i, len(active), want)
		}
	}
}

// A box with a poor score moves its track less.
func TestPoorBoxesMoveLess(t *testing.T) {
	trust := newTrust()
	if good, bad := trust.poor(odds(.95)), trust.poor(odds(.2)); good >= bad || math.Abs(trust.poor(trust.even+soundOdds)-1) > 1e-12 {
		t.Errorf("a good box is off %v times, a poor one %v", good, bad)
	}
}

// A camera that is carried along shifts everybody by one step, and is followed; people who
// walk each their own way are not taken for it.
func TestSway(t *testing.T) {
	for carried, want := range map[bool]bool{true: true, false: false} {
		r := rand.New(rand.NewPCG(7, 8))
		var c component
		var off, left float64
		for range 300 {
			camera := 0.0
			if carried {
				camera = .02 * r.NormFloat64()
			}
			var steps []float64
			for range 5 {
				steps = append(steps, camera+.005*r.NormFloat64())
			}
			s := c.step(steps, .1)
			off, left = off+camera*camera+.005*.005/5, left+(camera-s)*(camera-s)
		}
		if carried && left > .2*off || !carried && left > .5*off {
			t.Errorf("carried %v: %v of %v is left", want, left, off)
		}
	}
}

// Who is hidden while the camera is carried about is expected where the camera has left him.
func TestCarriedCamera(t *testing.T) {
	var off, carried float64
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 5))
		tr := New(Config{Aspect: 1})
		var x, y, x0, y0 float64
		for n := range 90 {
			x, y = x+.008*r.NormFloat64(), y+.008*r.NormFloat64()
			var dets []observe.Detection
			for k := range 6 {
				if k == 0 && n >= 80 {
					continue
				}
				dets = append(dets, det(.1+.13*float64(k)+x+.002*r.NormFloat64(), .4+y+.002*r.NormFloat64(), .9))
			}
			if n == 79 {
				x0, y0 = x, y
			}
			tr.Update(start.Add(time.Duration(n)*step), dets)
		}
		hidden := tr.tracks[slices.IndexFunc(tr.tracks, func(p *path) bool { return !p.matched })].expected
		off += math.Hypot(hidden.X-(.1+x), hidden.Y-(.4+y))
		carried += math.Hypot(x-x0, y-y0)
	}
	if off > .6*carried {
		t.Errorf("after a second unseen they are expected %.3f off, the camera went %.3f", off/20, carried/20)
	}
}

// What moves unlike what was assumed is learnt, and forgotten where a camera hangs still.
func TestUnrest(t *testing.T) {
	u := unrest(1)
	for range 200 {
		u.learn(4)
	}
	if u != mostUnrest {
		t.Errorf("after many surprises %v", u)
	}
	for range 400 {
		u.learn(.3)
	}
	if u != 1 {
		t.Errorf("after none %v", u)
	}
}

// Another form of the picture ends tracks and keeps counting.
func TestSees(t *testing.T) {
	tr := New(Config{})
	for i := range 5 {
		tr.Update(start.Add(time.Duration(i)*step), []observe.Detection{det(.5, .5, .9)})
	}
	if ended := tr.Sees(16.0/9, true); len(ended) != 0 {
		t.Errorf("the same form ended %+v", ended)
	}
	if ended := tr.Sees(4.0/3, true); len(ended) != 1 {
		t.Errorf("another form ended %+v", ended)
	}
	for i := range 5 {
		active, _ := tr.Update(start.Add(time.Duration(10+i)*step), []observe.Detection{det(.5, .5, .9)})
		if i == 4 && (len(active) != 1 || active[0].Track != 2) {
			t.Errorf("then %+v", active)
		}
	}
}

// At whatever rate and in whatever form pictures come, the same people are the same tracks.
func TestRateAndForm(t *testing.T) {
	for _, rate := range []float64{5, 10, 30} {
		for _, aspect := range []float64{1, 16.0 / 9, 3.3} {
			tr := New(Config{Aspect: aspect})
			seen := map[observe.TrackID]bool{}
			for i := range int(8 * rate) {
				s := float64(i) / rate
				var ds []observe.Detection
				for k := range 4 {
					x := .1 + .07*s // of a height; all the same walk, a row each
					if k%2 == 1 {
						x = .8 - .07*s
					}
					ds = append(ds, observe.Detection{Class: custos.Person, Score: .9, Box: custos.Box{X: x / aspect, Y: .22 * float64(k), W: .08 / aspect, H: .2}})
				}
				active, _ := tr.Update(start.Add(time.Duration(s*float64(time.Second))), ds)
				for _, a := range active {
					seen[a.Track] = true
				}
			}
			if len(seen) != 4 {
				t.Errorf("at %v frames a second, %.2f wide: %d tracks", rate, aspect, len(seen))
			}
		}
	}
}
