package conv

import (
	"math"
	"math/rand/v2"
	"testing"
)

// layers are of all the forms that there are: steps, edges, with a rectifier and without.
var layers = []Layer{
	{In: 1, Out: 3, High: 5, Wide: 5, Down: 2, Along: 2, Above: 2, Beside: 2, Rectified: true},
	{In: 3, Out: 4, High: 3, Wide: 3, Down: 2, Along: 1, Above: 1, Beside: 1, Rectified: true},
	{In: 2, Out: 5, High: 6, Wide: 3, Down: 1, Along: 1, Beside: 1},
}

func random(r *rand.Rand, to []float32) {
	for i := range to {
		to[i] = float32(r.NormFloat64())
	}
}

// A convolution is what its definition says.
func TestForward(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, l := range layers {
		l.Room()
		random(r, l.W)
		random(r, l.B)
		x := NewMap(6, 9, l.In)
		random(r, x.Data)
		var tape Tape
		l.Forward(NewMap(6, 20, l.In), &tape) // what was larger before leaves nothing
		y := l.Forward(x, &tape)
		for oy := range y.Height {
			for ox := range y.Width {
				for c := range l.Out {
					want := float64(l.B[c])
					for ky := range l.High {
						for kx := range l.Wide {
							for i := range l.In {
								sy, sx := oy*l.Down-l.Above+ky, ox*l.Along-l.Beside+kx
								if sy >= 0 && sx >= 0 && sy < x.Height && sx < x.Width {
									want += float64(x.Data[(sy*x.Width+sx)*l.In+i]) * float64(l.W[((c*l.High+ky)*l.Wide+kx)*l.In+i])
								}
							}
						}
					}
					if l.Rectified {
						want = max(want, 0)
					}
					if got := float64(y.Data[(oy*y.Width+ox)*l.Out+c]); math.Abs(got-want) > 1e-4 {
						t.Fatalf("%+v at %d,%d of %d: %g, want %g", l, oy, ox, c, got, want)
					}
				}
			}
		}
	}
}

// What goes back is how the answer changes when an input or a weight does.
func TestBackward(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	for _, l := range layers {
		l.Room()
		random(r, l.W)
		random(r, l.B)
		x := NewMap(6, 9, l.In)
		random(r, x.Data)
		var tape Tape
		y := l.Forward(x, &tape)
		weigh := NewMap(y.Height, y.Width, y.Channels)
		random(r, weigh.Data)
		loss := func() (sum float64) {
			var tape Tape
			for i, v := range l.Forward(x, &tape).Data {
				sum += float64(v) * float64(weigh.Data[i])
			}
			return sum
		}
		back := NewMap(y.Height, y.Width, y.Channels)
		copy(back.Data, weigh.Data)
		dw, db := make([]float32, len(l.W)), make([]float32, len(l.B))
		dx := l.Backward(back, &tape, dw, db, true)
		check := func(what string, of, slope []float32) {
			t.Helper()
			for i := range of {
				const by = 1e-3
				was := of[i]
				of[i] = was + by
				up := loss()
				of[i] = was - by
				down := loss()
				of[i] = was
				// A rectifier bends within the step now and then.
				if want := (up - down) / (2 * by); math.Abs(float64(slope[i])-want) > .02*(1+math.Abs(want)) {
					t.Fatalf("%+v: %s %d: %g, want %g", l, what, i, slope[i], want)
				}
			}
		}
		check("weight", l.W, dw)
		check("bias", l.B, db)
		check("input", x.Data, dx.Data)
	}
}

func BenchmarkMultiply(b *testing.B) {
	const n, m, k = 320, 32, 144
	out, x, w := make([]float32, n*m), make([]float32, n*k), make([]float32, m*k)
	for b.Loop() {
		multiply(out, x, w, n, m, k)
	}
	b.ReportMetric(float64(n*m*k)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GMAC/s")
}
