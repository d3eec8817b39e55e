package behavior

import (
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// actor moves through the picture; all of it is in fractions of a square one.
type actor struct {
	id       observe.TrackID
	class    custos.Class
	from, to float64 // seconds in which he is seen
	at       func(s float64) (x, y float64)
	h, w     float64
	lies     float64 // from when on; 0 is never
}

const fps = 10

func still(x, y float64) func(float64) (float64, float64) {
	return func(float64) (float64, float64) { return x, y }
}

// walkTo goes from one point to another, evenly, between two seconds.
func walkTo(x0, y0, x1, y1, s0, s1 float64) func(float64) (float64, float64) {
	return func(s float64) (float64, float64) {
		p := min(max((s-s0)/(s1-s0), 0), 1)
		return x0 + p*(x1-x0), y0 + p*(y1-y0)
	}
}

func man(id observe.TrackID, from, to float64, at func(float64) (float64, float64)) actor {
	return actor{id: id, class: custos.Person, from: from, to: to, at: at, h: .2, w: .08}
}

func thing(id observe.TrackID, from, to float64, at func(float64) (float64, float64)) actor {
	return actor{id: id, class: "thing", from: from, to: to, at: at, h: .05, w: .05}
}

func shoot(r *Rules, seconds float64, jitter float64, actors ...actor) []Acted {
	rnd := rand.New(rand.NewPCG(3, 4))
	noise := func() float64 { return jitter * rnd.NormFloat64() }
	var out []Acted
	for n := range int(seconds * fps) {
		s := float64(n) / fps
		var tracks []observe.Tracked
		for _, a := range actors {
			if s < a.from || s > a.to {
				continue
			}
			x, y := a.at(s)
			w, h := a.w, a.h
			if a.lies > 0 && s >= a.lies {
				w, h = h, w
			}
			x, y, w, h = x+noise()*w, y+noise()*h, w*(1+noise()), h*(1+noise())
			tracks = append(tracks, observe.Tracked{Track: a.id, Class: a.class, Box: custos.Box{X: x - w/2, Y: y - h, W: w, H: h}, Score: .9})
		}
		at := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC).Add(time.Duration(s * float64(time.Second)))
		out = append(out, r.Update(at, custos.FrameRef{Seq: uint64(n + 1)}, 1, tracks)...)
	}
	return out
}

func rules(t *testing.T, list ...Rule) *Rules {
	t.Helper()
	r, err := NewRules(list, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var middle = [][2]float64{{.4, .4}, {.6, .4}, {.6, .8}, {.4, .8}}

// Each act: somebody who does it, and those who nearly do.
func TestActs(t *testing.T) {
	cross := Rule{Act: observe.ActCross, Line: [][2]float64{{.5, .1}, {.5, .9}}}
	type want struct {
		track  observe.TrackID
		second float64 // about when
		others []observe.TrackID
		way    string
	}
	for _, c := range []struct {
		name    string
		rule    Rule
		seconds float64
		actors  []actor
		want    []want
	}{
		{"enters", Rule{Act: observe.ActEnter, Area: middle}, 10, []actor{man(1, 0, 10, walkTo(.1, .6, .9, .6, 0, 8))}, []want{{track: 1, second: 3.2}}},
		{"comes into sight inside", Rule{Act: observe.ActEnter, Area: middle}, 10, []actor{man(1, 0, 10, still(.5, .6))}, []want{{track: 1, second: .2}}},
		{"leaves", Rule{Act: observe.ActLeave, Area: middle}, 10, []actor{man(1, 0, 10, walkTo(.1, .6, .9, .6, 0, 8))}, []want{{track: 1, second: 5.2}}},
		{"crosses to the left of a line downwards", cross, 10, []actor{man(1, 0, 10, walkTo(.2, .5, .8, .5, 0, 6))}, []want{{track: 1, second: 3.2, way: RightToLeft}}},
		{"crosses and comes back", cross, 12, []actor{man(1, 0, 12, func(s float64) (float64, float64) { return .5 + .3*math.Sin(s*math.Pi/6-math.Pi/2), .5 })}, []want{{track: 1, second: 3.2, way: RightToLeft}, {track: 1, second: 9.2, way: LeftToRight}}},
		{"crosses in the wrong direction", Rule{Act: observe.ActCross, Line: cross.Line, Direction: LeftToRight}, 10, []actor{man(1, 0, 10, walkTo(.2, .5, .8, .5, 0, 6))}, nil},
		{"passes the line's end", cross, 10, []actor{man(1, 0, 10, walkTo(.2, .95, .8, .95, 0, 6))}, nil},
		{"stands on the line", cross, 20, []actor{man(1, 0, 20, still(.5, .5))}, nil},
		{"loiters", Rule{Act: observe.ActLoiter, Area: middle, After: 5 * time.Second}, 20, []actor{man(1, 0, 20, still(.5, .6)), man(2, 0, 20, walkTo(0, .6, 1, .6, 0, 20))}, []want{{track: 1, second: 5}}},
		{"runs", Rule{Act: observe.ActRun}, 6, []actor{man(1, 0, 6, walkTo(.1, .5, .9, .5, 1, 3)), man(2, 0, 6, walkTo(.1, .8, .9, .8, 0, 5))}, []want{{track: 1, second: 2.5}}},
		{"goes the wrong way", Rule{Act: observe.ActWrongWay, Way: [2]float64{1, 0}}, 10, []actor{man(1, 0, 10, walkTo(.9, .5, .1, .5, 0, 8)), man(2, 0, 10, walkTo(.1, .7, .9, .7, 0, 8)), man(3, 0, 10, walkTo(.5, .2, .5, .9, 0, 8)), man(4, 0, 10, still(.2, .9))}, []want{{track: 1, second: 2}}},
		{"a crowd", Rule{Act: observe.ActCrowd, Area: middle, Count: 3}, 20, []actor{man(1, 0, 20, still(.45, .6)), man(2, 0, 20, still(.5, .6)), man(3, 5, 20, still(.55, .6)), man(4, 0, 20, still(.9, .6))}, []want{{track: 1, second: 7, others: []observe.TrackID{2, 3}}}},
		{"two are none", Rule{Act: observe.ActCrowd, Area: middle, Count: 3}, 20, []actor{man(1, 0, 20, still(.45, .6)), man(2, 0, 20, still(.5, .6)), man(3, 5, 6, still(.55, .6))}, nil},
		{"falls", Rule{Act: observe.ActFall}, 10, []actor{func() actor { a := man(1, 0, 10, still(.3, .6)); a.lies = 4; return a }(), {id: 2, class: custos.Person, from: 0, to: 10, at: still(.7, .6), h: .08, w: .2}}, []want{{track: 1, second: 5}}},
		{"leaves a bag", Rule{Act: observe.ActAbandoned, After: 5 * time.Second}, 30, []actor{man(1, 0, 12, walkTo(.5, .6, .95, .6, 6, 10)), thing(2, 4, 30, still(.52, .6)), thing(3, 2, 30, still(.2, .2))}, []want{{track: 2, second: 13.2, others: []observe.TrackID{1}}}},
		{"stands beside his bag", Rule{Act: observe.ActAbandoned, After: 5 * time.Second}, 30, []actor{man(1, 0, 30, still(.5, .6)), thing(2, 4, 30, still(.52, .6))}, nil},
		{"takes a bag", Rule{Act: observe.ActRemoved, After: 5 * time.Second}, 30, []actor{man(1, 10, 30, walkTo(.1, .6, .9, .6, 10, 26)), thing(2, 0, 18, still(.5, .6)), thing(3, 0, 30, still(.5, .2))}, []want{{track: 1, second: 19.2, others: []observe.TrackID{2}}}},
		{"a bag that nobody is near", Rule{Act: observe.ActRemoved, After: 5 * time.Second}, 30, []actor{man(1, 0, 30, still(.1, .9)), thing(2, 0, 18, still(.8, .3))}, nil},
		{"follows", Rule{Act: observe.ActFollow, After: 4 * time.Second}, 16, []actor{man(1, 0, 16, walkTo(.1, .5, .95, .5, 0, 9)), man(2, 0, 16, walkTo(-.08, .5, .77, .5, 0, 9)), man(3, 0, 16, walkTo(.1, .9, .95, .9, 0, 9))}, []want{{track: 2, second: 6, others: []observe.TrackID{1}}}},
		{"walks beside", Rule{Act: observe.ActFollow, After: 4 * time.Second}, 16, []actor{man(1, 0, 16, walkTo(.1, .5, .95, .5, 0, 14)), man(2, 0, 16, walkTo(.1, .55, .95, .55, 0, 14))}, nil},
	} {
		for _, jitter := range []float64{0, .02} {
			c.rule.Name = c.name
			got := shoot(rules(t, c.rule), c.seconds, jitter, c.actors...)
			if len(got) != len(c.want) {
				t.Errorf("%s, jitter %v: fired %d times, want %d: %+v", c.name, jitter, len(got), len(c.want), got)
				continue
			}
			for i, w := range c.want {
				g := got[i]
				s := g.At.Sub(time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)).Seconds()
				if g.Event.Track != w.track || math.Abs(s-w.second) > 1 || !reflect.DeepEqual(g.Event.Others, w.others) || g.Event.Direction != w.way || g.Event.Rule != c.name || g.Event.Since.After(g.At) {
					t.Errorf("%s, jitter %v: at %.1f s %+v, want %+v", c.name, jitter, s, g.Event, w)
				}
				if n := len(g.Event.Trajectory); n == 0 || n > maxWay+1 || g.Event.Trajectory[n-1].Box != g.Event.Box && g.Event.Act != observe.ActRemoved {
					t.Errorf("%s: its way has %d points", c.name, n)
				}
			}
		}
	}
}

func TestHoursOfARule(t *testing.T) {
	r := Rule{Name: "at night", Act: observe.ActLoiter, After: time.Second, Hours: "mon-sun 22:00-24:00"}
	if got := shoot(rules(t, r), 10, 0, man(1, 0, 10, still(.5, .5))); len(got) != 0 {
		t.Errorf("at noon it fired: %+v", got)
	}
	r.Hours = "wed 12:00-12:01"
	if got := shoot(rules(t, r), 10, 0, man(1, 0, 10, still(.5, .5))); len(got) != 1 {
		t.Errorf("in its hours it fired %d times", len(got))
	}
}

func TestSuspicionAddsUp(t *testing.T) {
	r := rules(t, Rule{Name: "loiter", Act: observe.ActLoiter, After: time.Second, Weight: .5}, Rule{Name: "line", Act: observe.ActCross, Line: [][2]float64{{.5, .1}, {.5, .9}}, Weight: .4},
		Rule{Name: "quiet", Act: observe.ActEnter, Area: middle, Weight: -1})
	got := shoot(r, 8, 0, man(1, 0, 8, walkTo(.2, .5, .8, .5, 2, 7)))
	if len(got) != 3 {
		t.Fatalf("%+v", got)
	}
	if s := got[0].Event.Suspicion; s.Score != .5 || len(s.Reasons) != 1 {
		t.Errorf("after loitering: %+v", s)
	}
	// Two reasons are 1 - (1-.5)(1-.4), the first a little faded.
	if s := got[2].Event.Suspicion; math.Abs(s.Score-.7) > .01 || len(s.Reasons) != 2 {
		t.Errorf("after crossing: %+v", s)
	}
	if s := r.Suspicion(1); math.Abs(s.Score-.7) > .01 {
		t.Errorf("asked for: %+v", s)
	}
	if s := r.Suspicion(2); s.Score != 0 {
		t.Errorf("nobody: %+v", s)
	}
	w := &walk{suspicion: []observe.Reason{{Weight: .8, At: time.Unix(0, 0)}}}
	if s := w.suspected(time.Unix(0, 0).Add(halfLife)); math.Abs(s.Score-.4) > .001 {
		t.Errorf("after %s: %+v", halfLife, s)
	}
}

func TestBadRules(t *testing.T) {
	for _, c := range []struct {
		r    Rule
		want string
	}{
		{Rule{Act: observe.ActRun}, "no name"},
		{Rule{Name: "a", Act: "fly"}, "choose enter"},
		{Rule{Name: "a", Act: observe.ActEnter}, "say where"},
		{Rule{Name: "a", Act: observe.ActCross}, "two ends"},
		{Rule{Name: "a", Act: observe.ActCross, Line: [][2]float64{{.1, .1}, {.1, .1}}}, "two ends"},
		{Rule{Name: "a", Act: observe.ActCross, Line: [][2]float64{{.1, .1}, {.1, 2}}}, "outside the picture"},
		{Rule{Name: "a", Act: observe.ActCross, Line: [][2]float64{{.1, .1}, {.1, .2}}, Direction: "up"}, "left_to_right"},
		{Rule{Name: "a", Act: observe.ActWrongWay}, "which way is right"},
		{Rule{Name: "a", Act: observe.ActCrowd, Count: 1}, "two at least"},
		{Rule{Name: "a", Act: observe.ActLoiter, Area: [][2]float64{{0, 0}, {1, 1}}}, "at least three"},
		{Rule{Name: "a", Act: observe.ActLoiter, Area: [][2]float64{{0, 0}, {1, 1}, {1, 0}, {0, 1}}}, "meets the side"},
		{Rule{Name: "a", Act: observe.ActLoiter, After: -1}, "must not be negative"},
		{Rule{Name: "a", Act: observe.ActRun, Speed: math.NaN()}, "must not be negative"},
		{Rule{Name: "a", Act: observe.ActRun, Weight: 2}, "at most 1"},
		{Rule{Name: "a", Act: observe.ActRun, Hours: "at night"}, "hours of the week"},
	} {
		if _, err := NewRules([]Rule{c.r}, time.UTC); custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.r, err, c.want)
		}
	}
	if _, err := NewRules([]Rule{{Name: "a", Act: observe.ActRun}, {Name: "a", Act: observe.ActFall}}, time.UTC); custos.KindOf(err) != custos.Invalid {
		t.Errorf("one name twice: %v", err)
	}
}

// Whatever a tracker says, the rules go on, and say nothing that JSON cannot hold.
func TestWildTracks(t *testing.T) {
	var list []Rule
	for act := range acts {
		list = append(list, Rule{Name: string(act), Act: act, Area: middle, Line: [][2]float64{{.5, .1}, {.5, .9}}, Way: [2]float64{1, 0}, Count: 2, After: time.Millisecond})
	}
	r := rules(t, list...)
	rnd := rand.New(rand.NewPCG(5, 6))
	wild := []float64{0, .1, .5, .9, 1, -1, 2, 1e300, math.NaN(), math.Inf(1), math.Inf(-1)}
	pick := func() float64 { return wild[rnd.IntN(len(wild))] }
	at := time.Unix(1000, 0)
	for n := range 5000 {
		at = at.Add(time.Duration(rnd.IntN(400)-50) * time.Millisecond)
		if rnd.IntN(500) == 0 {
			at = at.Add(-2 * time.Hour)
		}
		var tracks []observe.Tracked
		for range rnd.IntN(5) {
			tracks = append(tracks, observe.Tracked{Track: observe.TrackID(rnd.IntN(6)), Class: custos.Person, Box: custos.Box{X: pick(), Y: pick(), W: pick(), H: pick()}, Score: pick()})
		}
		for _, f := range r.Update(at, custos.FrameRef{Seq: uint64(n)}, pick(), tracks) {
			if _, err := (custos.Observation{Resource: "a/b", Time: f.At, Payload: &f.Event}).Event("a/b", 1, 1); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Who is known again is as suspicious as when he left.
func TestSuspicionReturns(t *testing.T) {
	for away, kept := range map[time.Duration]bool{2 * time.Second: true, 20 * time.Second: true, 2 * time.Minute: false} {
		e, err := NewRules([]Rule{{Name: "in", Act: observe.ActEnter, Area: [][2]float64{{.4, 0}, {.6, 0}, {.6, 1}, {.4, 1}}, Weight: .5}}, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		show := func(id, returns observe.TrackID, x float64) {
			at = at.Add(100 * time.Millisecond)
			e.Update(at, custos.FrameRef{}, 4.0/3, []observe.Tracked{{Track: id, Class: custos.Person, Returns: returns, Box: custos.Box{X: x, Y: .3, W: .05, H: .2}}})
		}
		for i := range 20 {
			show(1, 0, .3+.01*float64(i))
		}
		if e.Suspicion(1).Score < .49 {
			t.Fatalf("%+v", e.Suspicion(1))
		}
		at = at.Add(away)
		e.Update(at, custos.FrameRef{}, 4.0/3, nil)
		show(2, 1, .1)
		if got := e.Suspicion(2); (got.Score > .4) != kept {
			t.Errorf("back after %s: %+v", away, got)
		}
	}
}
