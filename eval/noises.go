package eval

import (
	"math"
	"math/rand/v2"
	"slices"

	"custos.dev/custos/edge/pcm"
)

// noises make sound by a recipe, of a root mean square of one, for places that have no
// recording here.
type noise struct {
	name string
	make func(n int, r *rand.Rand) []float32
}

// backgrounds are what a camera hears all day.
var backgrounds = []noise{
	{"hiss", func(n int, r *rand.Rand) []float32 { return coloured(n, 0, r) }},
	{"rumble", func(n int, r *rand.Rand) []float32 { return coloured(n, .97, r) }},
	{"wind", func(n int, r *rand.Rand) []float32 {
		x := coloured(n, .95, r)
		gust, to := 1.0, 1.0
		for i := range x {
			if i%(pcm.Rate/2) == 0 {
				to = math.Exp(.6 * r.NormFloat64())
			}
			gust += (to - gust) / (pcm.Rate * .7)
			x[i] *= float32(gust)
		}
		return x
	}},
	{"machine", func(n int, r *rand.Rand) []float32 {
		x := coloured(n, .7, r)
		base := 40 + 60*r.Float64()
		for i := range x {
			t := float64(i) / pcm.Rate
			v := 0.0
			for h := 1; h <= 12; h++ {
				v += math.Sin(2*math.Pi*base*float64(h)*t+float64(h*h)) / float64(h)
			}
			x[i] = x[i]*.5 + float32(v*(1+.2*math.Sin(2*math.Pi*1.3*t)))
		}
		return x
	}},
	{"traffic", func(n int, r *rand.Rand) []float32 {
		x := coloured(n, .9, r)
		loud := make([]float64, n)
		for at := 0; at < n; at += int(pcm.Rate * (2 + 10*r.Float64())) { // a car goes by
			high, wide := 2+4*r.Float64(), pcm.Rate*(.8+1.5*r.Float64())
			for i := max(at-int(3*wide), 0); i < min(at+int(3*wide), n); i++ {
				z := (float64(i) - float64(at)) / wide
				loud[i] += high * math.Exp(-z*z)
			}
		}
		for i := range x {
			x[i] *= float32(1 + loud[i])
		}
		return x
	}},
	{"voices", func(n int, r *rand.Rand) []float32 { // a crowd's: syllables of noise in a voice's bands
		x := make([]float32, n)
		for range 3 {
			for at := 0; at < n; {
				length := int(pcm.Rate * (.08 + .2*r.Float64()))
				pitch, formant := 90+120*r.Float64(), 400+1600*r.Float64()
				loud := .3 + r.Float64()
				for i := at; i < min(at+length, n); i++ {
					t, along := float64(i-at)/pcm.Rate, float64(i-at)/float64(length)
					v := 0.0
					for h := 1; h <= 8; h++ {
						hz := pitch * float64(h) * 2
						v += math.Sin(2*math.Pi*hz*t) / (1 + math.Abs(hz-formant)/400)
					}
					x[i] += float32(loud * v * math.Sin(math.Pi*along))
				}
				at += length + int(pcm.Rate*.12*r.ExpFloat64())
			}
		}
		for i, h := range coloured(n, .5, r) {
			x[i] += .1 * h
		}
		return x
	}},
}

// coloured is noise that the more falls with frequency, the nearer low is to one.
func coloured(n int, low float64, r *rand.Rand) []float32 {
	out := make([]float32, n)
	v := 0.0
	for i := range out {
		v = low*v + math.Sqrt(1-low*low)*r.NormFloat64()
		out[i] = float32(v)
	}
	return out
}

// impulses are what is to be found: as the sounds of a shot, a bang, glass and a blow on metal
// are described, each one another.
var impulses = []noise{
	{"shot", func(n int, r *rand.Rand) []float32 {
		return decaying(n, r, .0005, .02+.03*r.Float64(), func(i int) float64 { return r.NormFloat64() })
	}},
	{"bang", func(n int, r *rand.Rand) []float32 {
		low := 0.0
		return decaying(n, r, .002, .05+.06*r.Float64(), func(int) float64 { low = .85*low + .5*r.NormFloat64(); return low })
	}},
	{"glass", func(n int, r *rand.Rand) []float32 {
		var hz, phase [14]float64
		for i := range hz {
			hz[i], phase[i] = 1800+5500*r.Float64(), 7*r.Float64()
		}
		return decaying(n, r, .001, .04+.08*r.Float64(), func(i int) (v float64) {
			for k := range hz {
				v += math.Sin(2*math.Pi*hz[k]*float64(i)/pcm.Rate+phase[k]) * math.Exp(-float64(i)/pcm.Rate*float64(k))
			}
			return v + .8*r.NormFloat64()*math.Exp(-float64(i)/pcm.Rate*60)
		})
	}},
	{"metal", func(n int, r *rand.Rand) []float32 {
		var hz [6]float64
		for i := range hz {
			hz[i] = 300 * (1 + float64(i)*1.41) * (.8 + .4*r.Float64())
		}
		return decaying(n, r, .001, .06+.06*r.Float64(), func(i int) (v float64) {
			for k := range hz {
				v += math.Sin(2 * math.Pi * hz[k] * float64(i) / pcm.Rate)
			}
			return v
		})
	}},
}

// decaying is a sound that rises and falls within times, in seconds, with one echo.
func decaying(n int, r *rand.Rand, rise, fall float64, of func(int) float64) []float32 {
	out := make([]float32, n)
	echo, weak := int(pcm.Rate*(.02+.08*r.Float64())), .1+.25*r.Float64()
	for i := range out {
		t := float64(i) / pcm.Rate
		out[i] = float32(of(i) * min(t/rise, 1) * math.Exp(-t/fall))
	}
	for i := len(out) - 1; i >= echo; i-- {
		out[i] += float32(weak) * out[i-echo]
	}
	return out
}

// loudest is the root mean square of the loudest 2 ms.
func loudest(x []float32) float64 {
	most := 0.0
	for part := range slices.Chunk(x, pcm.Rate/500) {
		most = max(most, rms(part))
	}
	return most
}

func rms(x []float32) float64 {
	sum := 0.0
	for _, v := range x {
		sum += float64(v) * float64(v)
	}
	return math.Sqrt(sum / float64(max(len(x), 1)))
}

// scale brings sound to a root mean square of one.
func scale(x []float32) []float32 {
	k := float32(1 / max(rms(x), 1e-9))
	for i := range x {
		x[i] *= k
	}
	return x
}
