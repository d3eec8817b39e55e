package track

import (
	"math/rand/v2"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// crowdAt is six people who walk, each his own way, seen by a camera that points aside.
func crowdAt(r *rand.Rand, s, dx, dy float64) []observe.Detection {
	var out []observe.Detection
	for i := range 6 {
		x, y := .15+.12*float64(i)+.01*s*float64(i%3-1), .3+.1*float64(i%3)
		jitter := func() float64 { return .002 * r.NormFloat64() }
		out = append(out, observe.Detection{Class: custos.Person, Box: custos.Box{X: x + dx + jitter(), Y: y + dy + jitter(), W: .05, H: .15 + jitter()}, Score: .9})
	}
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// A push at the camera takes nobody's number away.
func TestPushedCamera(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	tr := New(Config{})
	at := time.Unix(100, 0)
	var last []observe.Tracked
	for n := range 60 {
		dx, dy := 0.0, 0.0
		if n >= 20 { // once
			dx, dy = .07, -.09
		}
		if n >= 40 { // and back, farther
			dx, dy = -.08, .05
		}
		last, _ = tr.Update(at.Add(time.Duration(n)*100*time.Millisecond), crowdAt(r, float64(n)/10, dx, dy))
	}
	if len(last) != 6 || last[5].Track != 6 {
		t.Errorf("after two pushes they are %+v", last)
	}
}

// Where the camera stands still nothing is guessed, whoever comes and goes.
func TestNoShakeWithoutOne(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	tr := New(Config{})
	at := time.Unix(100, 0)
	for n := range 200 {
		var dets []observe.Detection
		for _, d := range crowdAt(r, float64(n)/10, 0, 0) {
			if r.IntN(3) > 0 { // a third is hidden
				dets = append(dets, d)
			}
		}
		tr.Update(at.Add(time.Duration(n)*100*time.Millisecond), dets)
		if dx, dy := shake(tr.tracks, tr.dets); dx != 0 || dy != 0 {
			t.Fatalf("frame %d is thought to be shaken by %.3f, %.3f", n, dx, dy)
		}
	}
}

func BenchmarkShake(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	tr := New(Config{})
	for n := range 10 {
		tr.Update(time.Unix(100, 0).Add(time.Duration(n)*100*time.Millisecond), crowdAt(r, 0, 0, 0))
	}
	moved := tr.usable(nil, crowdAt(r, 0, .07, -.09))
	for b.Loop() {
		shake(tr.tracks, moved)
	}
}
