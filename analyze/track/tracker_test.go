package track

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

const step = 100 * time.Millisecond

func det(x, y, score float64) observe.Detection {
	return observe.Detection{Class: custos.Person, Score: score, Box: custos.Box{X: x, Y: y, W: 0.06, H: 0.2}}
}

// play gives ten frames a second and returns what was active in each, and all
// trajectories.
func play(tr *Tracker, frames int, scene func(i int) []observe.Detection) (active [][]observe.Tracked, ended []observe.Trajectory) {
	for i := range frames {
		a, e := tr.Update(start.Add(time.Duration(i)*step), scene(i))
		active = append(active, a)
		ended = append(ended, e...)
	}
	return active, append(ended, tr.Flush()...)
}

func TestOneWalker(t *testing.T) {
	active, ended := play(New(Config{}), 40, func(i int) []observe.Detection {
		return []observe.Detection{det(0.1+0.015*float64(i), 0.5, 0.9)}
	})
	for i, a := range active {
		if want := i >= 2; (len(a) == 1) != want {
			t.Fatalf("frame %d: %d tracks; a track is confirmed by its third detection", i, len(a))
		}
		if len(a) == 1 && (a[0].Track != 1 || a[0].Class != custos.Person || a[0].Box.IoU(det(0.1+0.015*float64(i), 0.5, 1).Box) < 0.8) {
			t.Fatalf("frame %d: %+v", i, a[0])
		}
	}
	if len(ended) != 1 {
		t.Fatalf("%d trajectories", len(ended))
	}
	e := ended[0]
	if e.Track != 1 || e.Frames != 40 || !e.From.Equal(start) || !e.Until.Equal(start.Add(39*step)) {
		t.Errorf("got %+v", e)
	}
	if len(e.Points) > 4 {
		t.Errorf("a straight walk has %d points", len(e.Points))
	}
}

// Two people walk through each other and keep their numbers; a third box on one
// of them is no third person.
func TestCrossing(t *testing.T) {
	for _, dy := range []float64{0, 0.02, 0.08} {
		left := func(i int) observe.Detection { return det(0.1+0.012*float64(i), 0.5, 0.9) }
		right := func(i int) observe.Detection { return det(0.8-0.012*float64(i), 0.5+dy, 0.9) }
		active, ended := play(New(Config{}), 60, func(i int) []observe.Detection {
			a, b := left(i), right(i)
			if a.Box.IoU(b.Box) > 0.6 {
				return []observe.Detection{b} // the detector sees one of the two
			}
			if i%2 == 0 {
				return []observe.Detection{b, a}
			}
			return []observe.Detection{a, b}
		})
		first, last := active[5], active[59]
		if len(first) != 2 || len(last) != 2 || len(ended) != 2 {
			t.Fatalf("dy %v: %d tracks at first, %d at last, %d trajectories, want 2 each", dy, len(first), len(last), len(ended))
		}
		for k := range first {
			goesRight := first[k].Box.X < 0.5
			if endsRight := last[k].Box.X > 0.5; goesRight != endsRight || first[k].Track != last[k].Track {
				t.Errorf("dy %v: tracks were exchanged: %+v then %+v", dy, first, last)
			}
		}
	}
}

func TestOcclusion(t *testing.T) {
	scene := func(hidden int) func(int) []observe.Detection {
		return func(i int) []observe.Detection {
			if i >= 15 && i < 15+hidden {
				return nil
			}
			return []observe.Detection{det(0.1+0.01*float64(i), 0.5, 0.9)}
		}
	}
	active, ended := play(New(Config{Coast: 250 * time.Millisecond}), 60, scene(12))
	if len(ended) != 1 || ended[0].Frames != 48 {
		t.Fatalf("hidden for 1.2 s: %d trajectories, want 1", len(ended))
	}
	if len(active[16]) != 1 || len(active[20]) != 0 || len(active[27]) != 1 {
		t.Errorf("active while it coasts %d, while it is hidden %d, when it is back %d; want 1, 0, 1",
			len(active[16]), len(active[20]), len(active[27]))
	}
	// Without Coast nothing is told that was not seen.
	if active, _ = play(New(Config{}), 60, scene(12)); len(active[14]) != 1 || len(active[15]) != 0 || len(active[27]) != 1 {
		t.Errorf("by default active before %d, hidden %d, back %d; want 1, 0, 1", len(active[14]), len(active[15]), len(active[27]))
	}
	if _, ended = play(New(Config{}), 80, scene(40)); len(ended) != 2 {
		t.Errorf("hidden for 4 s: %d trajectories, want 2", len(ended))
	}
}

// The end comes at the first frame after MaxLost, also when that is the next.
func TestGapInTheStream(t *testing.T) {
	tr := New(Config{})
	for i := range 5 {
		tr.Update(start.Add(time.Duration(i)*step), []observe.Detection{det(0.5, 0.5, 0.9)})
	}
	active, ended := tr.Update(start.Add(time.Hour), []observe.Detection{det(0.5, 0.5, 0.9)})
	if len(active) != 0 || len(ended) != 1 || !ended[0].Until.Equal(start.Add(4*step)) {
		t.Errorf("active %+v, ended %+v", active, ended)
	}
}

func TestWeakDetectionsContinueButDoNotBegin(t *testing.T) {
	active, ended := play(New(Config{}), 30, func(i int) []observe.Detection {
		ds := []observe.Detection{det(0.7, 0.3, 0.4)} // weak from the first
		score := 0.9
		if i > 5 {
			score = 0.4
		}
		return append(ds, det(0.2+0.005*float64(i), 0.5, score))
	})
	if len(ended) != 1 || ended[0].Frames != 30 || len(active[29]) != 1 {
		t.Errorf("%d trajectories, want one of 30 frames: %+v", len(ended), ended)
	}
}

// Boxes that shake, are missed one time in ten and stand beside false ones.
func TestNoise(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 7))
		seen := map[observe.TrackID]int{}
		active, _ := play(New(Config{}), 150, func(i int) []observe.Detection {
			var ds []observe.Detection
			for k := range 3 {
				if r.Float64() < 0.1 {
					continue
				}
				d := det(0.1+0.004*float64(i)+0.006*r.NormFloat64(), 0.1+0.3*float64(k)+0.006*r.NormFloat64(), 0.7+0.2*r.Float64())
				d.Box.H *= 1 + 0.05*r.NormFloat64()
				ds = append(ds, d)
			}
			if r.Float64() < 0.3 {
				ds = append(ds, det(0.9*r.Float64(), 0.8*r.Float64(), 0.6))
			}
			return ds
		})
		for _, a := range active {
			for _, tr := range a {
				seen[tr.Track]++
			}
		}
		// Of 150 frames about 135 show each of them. The three, and now and then false boxes that happen to follow each other.
		long := 0
		for _, n := range seen {
			if n > 110 {
				long++
			}
		}
		if long != 3 || len(seen) > 5 {
			t.Errorf("seed %d: %v frames by track, want three that last and hardly any else", seed, seen)
		}
	}
}

func TestFlickerIsNoObject(t *testing.T) {
	_, ended := play(New(Config{}), 60, func(i int) []observe.Detection {
		if i%3 == 2 {
			return nil
		}
		return []observe.Detection{det(0.5, 0.5, 0.9)}
	})
	if len(ended) != 0 {
		t.Errorf("two frames of three made %d tracks", len(ended))
	}
}

func TestTimeGoesBack(t *testing.T) {
	tr := New(Config{})
	here := []observe.Detection{det(0.5, 0.5, 0.9)}
	for i := range 5 {
		tr.Update(start.Add(time.Duration(i)*step), here)
	}
	active, ended := tr.Update(start, here)
	if len(active) != 1 || len(ended) != 0 {
		t.Fatalf("a late frame: active %+v, ended %+v", active, ended)
	}
	// The clock is set back an hour: the old track ends, the new time works.
	back := start.Add(-time.Hour)
	if active, ended = tr.Update(back, here); len(active) != 0 || len(ended) != 1 {
		t.Fatalf("the clock is set back: active %+v, ended %+v", active, ended)
	}
	for i := 1; i < 5; i++ {
		active, _ = tr.Update(back.Add(time.Duration(i)*step), here)
	}
	if len(active) != 1 || active[0].Track != 2 {
		t.Errorf("after it: %+v", active)
	}
	if _, ended = tr.Update(back.Add(time.Minute), nil); len(ended) != 1 || ended[0].From.Before(back) || ended[0].Until.After(back.Add(time.Second)) {
		t.Errorf("ended %+v", ended)
	}
}

func TestClassByMajority(t *testing.T) {
	_, ended := play(New(Config{}), 20, func(i int) []observe.Detection {
		d := det(0.5, 0.5, 0.9)
		if i%4 == 0 {
			d.Class = custos.Vehicle
		}
		return []observe.Detection{d}
	})
	if len(ended) != 1 || ended[0].Class != custos.Person {
		t.Errorf("got %+v", ended)
	}
}

func TestDeterministic(t *testing.T) {
	run := func() any {
		r := rand.New(rand.NewPCG(9, 9))
		a, e := play(New(Config{}), 200, func(int) []observe.Detection {
			var ds []observe.Detection
			for range r.IntN(12) {
				ds = append(ds, det(math.Round(r.Float64()*8)/8, math.Round(r.Float64()*4)/4, r.Float64()))
			}
			return ds
		})
		return []any{a, e}
	}
	if first := run(); !reflect.DeepEqual(first, run()) {
		t.Error("equal input gave different output")
	}
}

// A car that stays for a day must not fill the memory.
func TestPathIsBounded(t *testing.T) {
	tr := New(Config{})
	r := rand.New(rand.NewPCG(1, 9))
	for i := range 20_000 {
		tr.Update(start.Add(time.Duration(i)*step), []observe.Detection{det(0.5+0.004*r.NormFloat64(), 0.5, 0.9)})
		if n := len(tr.tracks[0].points); n > maxPoints {
			t.Fatalf("%d points after %d frames", n, i)
		}
	}
	e := tr.Flush()
	if len(e) != 1 || e[0].Frames != 20_000 || !e[0].From.Equal(start) {
		t.Errorf("got %d trajectories, %d frames", len(e), e[0].Frames)
	}
}

func TestConfigDefaults(t *testing.T) {
	want := Config{}.withDefaults()
	nan := math.NaN()
	if got := (Config{High: nan, Low: nan, MinIoU: nan, MinHits: -1, MaxLost: -1, Coast: -1, Tolerance: nan, Aspect: nan, Doubt: nan, Memory: -1, Accel: nan, Jitter: nan}).withDefaults(); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func FuzzUpdate(f *testing.F) {
	f.Add([]byte{1, 2, 3, 200, 100, 7, 0, 0, 255, 255, 3, 9})
	f.Add([]byte("the quick brown fox jumps over the lazy dog, again and again"))
	odd := []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e308, -1e308, 0, 5e-324, 1, 2, -2, 1e-9}
	f.Fuzz(func(t *testing.T, data []byte) {
		tr := New(Config{MinHits: 2})
		now := start
		ids := map[observe.TrackID]bool{}
		finish := func(ended []observe.Trajectory) {
			for _, e := range ended {
				if ids[e.Track] || e.Track == 0 || e.Until.Before(e.From) || len(e.Points) == 0 {
					t.Fatalf("trajectory %+v", e)
				}
				ids[e.Track] = true
				for i := 1; i < len(e.Points); i++ {
					if e.Points[i].Time.Before(e.Points[i-1].Time) {
						t.Fatalf("points out of order: %+v", e.Points)
					}
				}
				if _, err := json.Marshal(e); err != nil {
					t.Fatal(err)
				}
			}
		}
		for i := 0; i+4 < len(data); i += 5 {
			now = now.Add(time.Duration(int8(data[i])) * 20 * time.Millisecond)
			a := det(float64(data[i+1])/255, float64(data[i+2])/255, 0.9)
			if v := odd[int(data[i+3])%len(odd)]; data[i+4] > 128 {
				switch data[i+4] % 5 {
				case 0:
					a.Box.X = v
				case 1:
					a.Box.Y = v
				case 2:
					a.Box.W = v
				case 3:
					a.Box.H = v
				case 4:
					a.Score = v
				}
			}
			active, ended := tr.Update(now, []observe.Detection{a, det(0.4, 0.4, float64(data[i+3])/255)})
			finish(ended)
			last := observe.TrackID(0)
			for _, x := range active {
				b := x.Box
				if x.Track <= last || ids[x.Track] || !(b.X >= 0 && b.Y >= 0 && b.W > 0 && b.H > 0 && b.X+b.W <= 1+1e-9 && b.Y+b.H <= 1+1e-9 && x.Score >= 0 && x.Score <= 1) {
					t.Fatalf("active %+v", active)
				}
				last = x.Track
			}
		}
		finish(tr.Flush())
	})
}

// A detector gone mad costs bounded work.
func TestFlood(t *testing.T) {
	tr := New(Config{})
	r := rand.New(rand.NewPCG(5, 5))
	for i := range 4 {
		var ds []observe.Detection
		for range 20_000 {
			ds = append(ds, observe.Detection{Class: custos.Person, Score: r.Float64(), Box: custos.Box{X: r.Float64(), Y: r.Float64(), W: 0.01, H: 0.02}})
		}
		tr.Update(start.Add(time.Duration(i)*step), ds)
		if len(tr.tracks) > maxDetections*(i+1) {
			t.Fatalf("%d tracks after %d frames", len(tr.tracks), i+1)
		}
	}
}

func benchmark(b *testing.B, n int) {
	tr := New(Config{})
	ds := make([]observe.Detection, n)
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		for k := range ds {
			s, c := math.Sincos(float64(i)/100 + float64(k)*0.7)
			ds[k] = det(0.45+0.4*c*float64(k+1)/float64(n), 0.4+0.38*s*float64(k+1)/float64(n), 0.9)
		}
		tr.Update(start.Add(time.Duration(i)*step), ds)
		i++
	}
}

func BenchmarkUpdate10(b *testing.B)  { benchmark(b, 10) }
func BenchmarkUpdate100(b *testing.B) { benchmark(b, 100) }

// A trajectory looks as its detections did on the whole; one whose look another method
// has made, or that has none, is left out.
func TestLookOfATrajectory(t *testing.T) {
	tr := New(Config{})
	at := time.Unix(100, 0)
	looks := []observe.Look{{100, 0, 0}, nil, {0, 100, 0}, {1, 2}, {100, 0, 0}, {0, 100, 0}}
	for i, l := range looks {
		tr.Update(at.Add(time.Duration(i)*100*time.Millisecond), []observe.Detection{{Class: custos.Person, Box: custos.Box{X: .5, Y: .5, W: .1, H: .3}, Score: .9, Look: l}})
	}
	ended := tr.Flush()
	if len(ended) != 1 || ended[0].Look.Similarity(observe.Look{1, 1, 0}) < .999 {
		t.Fatalf("%+v", ended)
	}
}
