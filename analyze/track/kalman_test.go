package track

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// sound reports a covariance that could be one: symmetric by construction, so
// positive on the diagonal and with a determinant that is not negative.
func (a axis) sound() bool {
	return a.pxx > 0 && a.pvv > 0 && a.pxx*a.pvv-a.pxv*a.pxv >= -1e-12*a.pxx*a.pvv &&
		!math.IsNaN(a.x+a.v) && !math.IsInf(a.x+a.v, 0)
}

func TestAxisStaysSound(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		a := newAxis(r.Float64(), 0.001+r.Float64(), 0.001+r.Float64())
		for range 500 {
			if r.IntN(3) > 0 {
				a.predict(r.Float64()*[]float64{0, 0.04, 2}[r.IntN(3)], 0.001+r.Float64())
			} else {
				was := a.pxx
				a.correct(r.Float64(), 0.0001+r.Float64())
				if a.pxx > was {
					t.Fatalf("a measurement made the place less certain: %v after %v", a.pxx, was)
				}
			}
			if !a.sound() {
				t.Fatalf("%+v", a)
			}
		}
	}
}

// Two steps are one step of both lengths as far as no acceleration is left out.
func TestPredictComposes(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 1000 {
		a := newAxis(r.Float64(), r.Float64(), r.Float64())
		a.v, a.pxv = r.Float64()-0.5, 0.1*a.pxx*a.pvv
		b := a
		s, u := r.Float64(), r.Float64()
		a.predict(s, 0)
		a.predict(u, 0)
		b.predict(s+u, 0)
		for _, d := range []float64{a.x - b.x, a.v - b.v, a.pxx - b.pxx, a.pxv - b.pxv, a.pvv - b.pvv} {
			if math.Abs(d) > 1e-12 {
				t.Fatalf("%+v and %+v", a, b)
			}
		}
	}
}

func TestMotionFindsTheSpeed(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	b := custos.Box{X: 0.1, Y: 0.4, W: 0.05, H: 0.2}
	m := newMotion(b, 0.06, 1)
	var raw, filtered float64
	for i := range 60 {
		dt := 0.05 + 0.1*r.Float64() // frames come when they come
		b.X += 0.1 * dt
		m.predict(dt, 1.2)
		noisy := b
		noisy.X += 0.006 * r.NormFloat64()
		m.correct(noisy, 0.06, 1)
		if i >= 20 {
			x, _ := b.Center()
			raw += math.Pow(noisy.X-b.X, 2)
			filtered += math.Pow(m.cx.x-x, 2)
		}
	}
	if math.Abs(m.cx.v-0.1) > 0.03 {
		t.Errorf("speed %v, want about 0.1 of the frame per second", m.cx.v)
	}
	if filtered >= raw {
		t.Errorf("the filter's error %v is not below the detector's %v", filtered, raw)
	}
}

func TestSimplifyKeepsWithinTolerance(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for range 100 {
		var ps []observe.Point
		x, y := 0.5, 0.5
		for i := range 3 + r.IntN(300) {
			x, y = x+0.01*r.NormFloat64(), y+0.01*r.NormFloat64()
			ps = append(ps, observe.Point{Time: start.Add(time.Duration(i) * 40 * time.Millisecond), Box: custos.Box{X: x, Y: y, W: 0.1, H: 0.2}})
		}
		const tolerance = 0.02
		short := simplify(append([]observe.Point(nil), ps...), tolerance)
		if short[0] != ps[0] || short[len(short)-1] != ps[len(ps)-1] {
			t.Fatal("the ends were not kept")
		}
		k := 0
		for _, p := range ps {
			for p.Time.After(short[k+1].Time) {
				k++
			}
			if d := deviation(short[k], short[k+1], p); d > tolerance+1e-12 {
				t.Fatalf("a dropped point is %v off, %v is allowed", d, tolerance)
			}
		}
	}
}

func TestSimplifyShortensALineButKeepsAStop(t *testing.T) {
	var ps []observe.Point
	add := func(n int, x float64) {
		ps = append(ps, observe.Point{Time: start.Add(time.Duration(n) * time.Second), Box: custos.Box{X: x, Y: 0.5, W: 0.1, H: 0.2}})
	}
	for i := range 10 {
		add(i, float64(i)*0.05)
	}
	if got := simplify(append([]observe.Point(nil), ps...), 0.01); len(got) != 2 {
		t.Errorf("a straight even walk has %d points, want 2", len(got))
	}
	for i := 10; i < 20; i++ {
		add(i, 0.45)
	}
	for i := 20; i < 30; i++ {
		add(i, 0.45+float64(i-19)*0.05)
	}
	if got := simplify(ps, 0.01); len(got) != 4 {
		t.Errorf("a walk with a stop on the line has %d points, want 4", len(got))
	}
}
