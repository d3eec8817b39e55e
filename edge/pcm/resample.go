package pcm

import "math"

// resampler turns sound of one rate into sound of Rate, a block after the other, without a
// seam between them. It is used by one goroutine.
//
// Each sample is a sum of those around it, weighted by a sinc within Hann's window
// (Smith, "Digital Audio Resampling"); what the lower rate cannot carry is filtered out.
type resampler struct {
	from  int
	held  []float32 // the newest samples, and half a filter before them
	at    int64     // the next sample's place, in 1/Rate of held's first
	width int       // of half a filter, in samples of held
	cut   float64   // what both rates carry, in cycles a sample of held
	table [][]float32
}

// crossings are of half a filter's sinc; mostPhases bounds the filters of a rate that no camera has:
// the nearest one is taken then.
const (
	crossings  = 12
	mostPhases = 640
)

func newResampler(from int) *resampler {
	r := &resampler{from: from, cut: .5}
	if from > Rate {
		r.cut = .5 * Rate / float64(from)
	}
	r.cut *= .94
	r.width = int(math.Ceil(crossings / (2 * r.cut)))
	// A filter for each place between two samples: there are few, for rates have a large
	// common divisor.
	phases := min(Rate/gcd(from, Rate), mostPhases)
	r.table = make([][]float32, phases)
	for p := range r.table {
		r.table[p] = r.filter(float64(p) / float64(phases))
	}
	r.held = make([]float32, r.width) // silence before the first sample
	r.at = int64(r.width) * Rate
	return r
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// filter is for a place between two samples, of which the one before has the index width-1.
func (r *resampler) filter(between float64) []float32 {
	out := make([]float32, 2*r.width)
	sum := 0.0
	h := make([]float64, len(out))
	for i := range out {
		x := float64(i-r.width+1) - between
		v := 2 * r.cut
		if x != 0 {
			v = math.Sin(2*math.Pi*r.cut*x) / (math.Pi * x)
		}
		h[i] = v * (.5 + .5*math.Cos(math.Pi*x/float64(r.width+1)))
		sum += h[i]
	}
	for i := range out {
		out[i] = float32(h[i] / sum)
	}
	return out
}

// add takes a block and appends to out what it completes: the last width samples wait for what
// follows them.
func (r *resampler) add(block, out []float32) []float32 {
	r.held = append(r.held, block...)
	for {
		k := int(r.at / Rate)
		if k+r.width >= len(r.held) {
			break
		}
		filter := r.table[int(r.at%Rate)*len(r.table)/Rate]
		sum := float32(0)
		for i, x := range r.held[k-r.width+1 : k+r.width+1] {
			sum += x * filter[i]
		}
		out = append(out, sum)
		r.at += int64(r.from)
	}
	if drop := int(r.at/Rate) - r.width; drop > 0 {
		n := copy(r.held, r.held[drop:])
		r.held = r.held[:n]
		r.at -= int64(drop) * Rate
	}
	return out
}
