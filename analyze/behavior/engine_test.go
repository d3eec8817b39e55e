package behavior

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// room is the right half of the picture.
func room() Zone {
	return Zone{Name: "room", Polygon: [][2]float64{{0.5, 0}, {1, 0}, {1, 1}, {0.5, 1}}}
}

// at is a track whose foot is at x, y.
func at(id observe.TrackID, x, y float64) observe.Tracked {
	return observe.Tracked{Track: id, Class: custos.Person, Score: 0.9, Box: custos.Box{X: x - 0.02, Y: y - 0.2, W: 0.04, H: 0.2}}
}

func frame(n int) custos.FrameRef {
	return custos.FrameRef{Boot: 7, Seq: uint64(n + 1), PTS: time.Duration(n) * 100 * time.Millisecond}
}

func must(t testing.TB, zones ...Zone) *Engine {
	t.Helper()
	e, err := New(zones)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// play gives the engine ten frames a second, with one track at each x; a
// negative x is a frame without tracks. It tells what happened as
// "frame transition inside".
func play(e *Engine, xs []float64) []string {
	var got []string
	for i, x := range xs {
		var tracks []observe.Tracked
		if x >= 0 {
			tracks = []observe.Tracked{at(1, x, 0.8)}
		}
		for _, f := range e.Update(start.Add(time.Duration(i)*100*time.Millisecond), frame(i), tracks) {
			z := f.Event
			if !f.At.Equal(start.Add(z.Frame.PTS)) {
				got = append(got, fmt.Sprintf("%s: its time is %v, its frame's %v", z.Transition, f.At.Sub(start), z.Frame.PTS))
			}
			got = append(got, fmt.Sprintf("%d %s %v", z.Frame.Seq-1, z.Transition, z.Inside))
		}
	}
	return got
}

func visit(parts ...any) []float64 {
	var xs []float64
	for i := 0; i < len(parts); i += 2 {
		for range parts[i].(int) {
			xs = append(xs, parts[i+1].(float64))
		}
	}
	return xs
}

func TestTransitions(t *testing.T) {
	const in, out, none = 0.7, 0.3, -1.0
	for name, c := range map[string]struct {
		dwell time.Duration
		xs    []float64
		want  []string
	}{
		"crosses":                       {0, visit(5, out, 10, in, 5, out), []string{"7 enter 200ms", "17 leave 900ms"}},
		"touches":                       {0, visit(5, out, 2, in, 5, out), nil},
		"never there":                   {0, visit(40, out), nil},
		"flickers on the edge outside":  {0, visit(2, in, 1, out, 2, in, 1, out, 2, in, 1, out), nil},
		"flickers on the edge inside":   {0, visit(3, in, 2, out, 1, in, 2, out, 5, in), []string{"2 enter 200ms"}},
		"dwells once":                   {time.Second, visit(40, in), []string{"2 enter 200ms", "10 dwell 1s"}},
		"dwells through a flicker":      {time.Second, visit(9, in, 2, out, 9, in), []string{"2 enter 200ms", "11 dwell 1.1s"}},
		"leaves before it dwells":       {time.Second, visit(8, in, 9, out), []string{"2 enter 200ms", "10 leave 700ms"}},
		"each stay may dwell":           {300 * time.Millisecond, visit(5, in, 3, out, 5, in), []string{"2 enter 200ms", "3 dwell 300ms", "7 leave 400ms", "10 enter 200ms", "11 dwell 300ms"}},
		"dwell shorter than the enter":  {time.Millisecond, visit(4, in), []string{"2 enter 200ms", "2 dwell 200ms"}},
		"hidden for less than the rest": {0, visit(5, in, 20, none, 5, in), []string{"2 enter 200ms"}},
		"vanishes":                      {0, visit(5, in, 40, none), []string{"2 enter 200ms", "4 leave 400ms"}},
		"dwells while hidden is told when seen": {
			time.Second, visit(5, in, 20, none, 1, in),
			[]string{"2 enter 200ms", "25 dwell 2.5s"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			z := room()
			z.DwellAfter = c.dwell
			if got := play(must(t, z), c.xs); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestClasses(t *testing.T) {
	z := room()
	z.Classes = []custos.Class{custos.Vehicle}
	e := must(t, z)
	if got := play(e, visit(10, 0.7)); got != nil {
		t.Errorf("a person in a zone for vehicles: %q", got)
	}
	z.Classes = append(z.Classes, custos.Person)
	if got := play(must(t, z), visit(10, 0.7)); len(got) != 1 {
		t.Errorf("a person in a zone for both: %q", got)
	}
}

func TestOverlappingZonesAndOrder(t *testing.T) {
	whole := Zone{Name: "all", Polygon: [][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}}, MinInside: 1}
	half := room()
	half.MinInside = 1
	e := must(t, whole, half)
	var got []string
	for _, f := range e.Update(start, frame(0), []observe.Tracked{at(9, 0.7, 0.5), at(2, 0.8, 0.5), at(5, 0.2, 0.5)}) {
		got = append(got, fmt.Sprint(f.Event.Zone, f.Event.Track))
	}
	if want := []string{"all2", "all5", "all9", "room2", "room9"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestFlush(t *testing.T) {
	e := must(t, room())
	play(e, visit(11, 0.7))
	end := start.Add(time.Second)
	got := e.Flush(end, frame(10))
	if len(got) != 1 || got[0].Event.Transition != observe.Leave || got[0].Event.Inside != time.Second || got[0].Event.Frame != frame(10) {
		t.Fatalf("got %+v", got)
	}
	if again := e.Flush(end, frame(10)); again != nil {
		t.Errorf("a second flush tells %+v", again)
	}
	// The next stream may begin at any time and with any number.
	if got := play(e, visit(3, 0.7)); len(got) != 1 {
		t.Errorf("after the flush: %q", got)
	}
}

func TestTimeGoesBack(t *testing.T) {
	z := room()
	z.DwellAfter = time.Second
	e := must(t, z)
	play(e, visit(5, 0.7))
	if got := e.Update(start.Add(-time.Second), frame(5), []observe.Tracked{at(1, 0.7, 0.8)}); got != nil {
		t.Errorf("a late frame tells %+v", got)
	}
	// An hour back: the stay of the old time ends, and the new time works.
	back := start.Add(-time.Hour)
	got := e.Update(back, frame(6), []observe.Tracked{at(1, 0.7, 0.8)})
	if len(got) != 1 || got[0].Event.Transition != observe.Leave || got[0].Event.Inside < 0 {
		t.Fatalf("got %+v", got)
	}
	var told []observe.Transition
	for i := 1; i < 15; i++ {
		for _, f := range e.Update(back.Add(time.Duration(i)*100*time.Millisecond), frame(6+i), []observe.Tracked{at(1, 0.7, 0.8)}) {
			told = append(told, f.Event.Transition)
		}
	}
	if want := []observe.Transition{observe.Enter, observe.Dwell}; !reflect.DeepEqual(told, want) {
		t.Errorf("after the clock was set back: %v, want %v", told, want)
	}
}

func TestNoMemoryOfTheGone(t *testing.T) {
	e := must(t, room())
	for i := range 5000 {
		e.Update(start.Add(time.Duration(i)*time.Second), frame(i), []observe.Tracked{at(observe.TrackID(i+1), 0.7, 0.5)})
	}
	if n := len(e.stays[0]); n > 10 {
		t.Errorf("%d stays are remembered, the grace allows about 4", n)
	}
}

// Whatever comes in, each track's story in a zone is enter, dwell at most once,
// leave; times are not negative; and all of it can be written as JSON.
func FuzzUpdate(f *testing.F) {
	f.Add([]byte{1, 2, 3, 200, 100, 7, 0, 0, 255, 255, 3, 9})
	f.Add([]byte("the quick brown fox jumps over the lazy dog, again and again"))
	odd := []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e308, -1e308, 0, 0.5, 1, -0.5}
	f.Fuzz(func(t *testing.T, data []byte) {
		z := room()
		z.DwellAfter = 500 * time.Millisecond
		e := must(t, z)
		state := map[observe.TrackID]observe.Transition{}
		check := func(zs []Fired) {
			for _, f := range zs {
				z := f.Event
				was := state[z.Track]
				ok := z.Transition == observe.Enter && (was == "" || was == observe.Leave) ||
					z.Transition == observe.Dwell && was == observe.Enter ||
					z.Transition == observe.Leave && (was == observe.Enter || was == observe.Dwell)
				if !ok || z.Inside < 0 {
					t.Fatalf("track %d: %q after %q, inside %v", z.Track, z.Transition, was, z.Inside)
				}
				state[z.Track] = z.Transition
				if _, err := json.Marshal(z); err != nil {
					t.Fatal(err)
				}
			}
		}
		now := start
		for i := 0; i+3 < len(data); i += 4 {
			now = now.Add(time.Duration(int8(data[i])) * 40 * time.Millisecond)
			a, b := at(observe.TrackID(data[i+1]%4), float64(data[i+2])/255, 0.5), at(observe.TrackID(data[i+3]%4), 0.6, 0.6)
			if data[i+1] > 200 {
				a.Box.X = odd[int(data[i+2])%len(odd)]
				a.Box.H = odd[int(data[i+3])%len(odd)]
			}
			check(e.Update(now, frame(i), []observe.Tracked{a, b}))
		}
		check(e.Flush(now, frame(len(data))))
		for id, s := range state {
			if s != observe.Leave {
				t.Fatalf("track %d ends with %q", id, s)
			}
		}
	})
}

func BenchmarkUpdate(b *testing.B) {
	var zones []Zone
	for i := range 8 {
		z := Zone{Name: fmt.Sprint("z", i)}
		for k := range 12 {
			s, c := math.Sincos(float64(k) / 12 * 2 * math.Pi)
			z.Polygon = append(z.Polygon, [2]float64{0.5 + 0.4*c, 0.5 + 0.4*s})
		}
		zones = append(zones, z)
	}
	e := must(b, zones...)
	var tracks []observe.Tracked
	for i := range 20 {
		tracks = append(tracks, at(observe.TrackID(i+1), float64(i)/20, 0.5))
	}
	now := start
	b.ReportAllocs()
	for b.Loop() {
		now = now.Add(100 * time.Millisecond)
		e.Update(now, frame(1), tracks)
	}
}
