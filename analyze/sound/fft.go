package sound

import "math"

// spectrum computes power spectra of windows of one size. It is used by one goroutine.
type spectrum struct {
	n       int // a power of two
	window  []float64
	cos     []float64
	sin     []float64
	flipped []int // where each sample goes: its index with the bits reversed
	re, im  []float64
}

// newSpectrum is for windows of n samples, a power of two, weighted as Hann did.
func newSpectrum(n int) *spectrum {
	s := &spectrum{n: n, window: make([]float64, n), cos: make([]float64, n/2), sin: make([]float64, n/2), flipped: make([]int, n), re: make([]float64, n), im: make([]float64, n)}
	for i := range n {
		s.window[i] = .5 - .5*math.Cos(2*math.Pi*float64(i)/float64(n))
		for bit, at := 1, n/2; bit < n; bit, at = bit*2, at/2 {
			if i&bit != 0 {
				s.flipped[i] |= at
			}
		}
	}
	for i := range n / 2 {
		s.sin[i], s.cos[i] = math.Sincos(-2 * math.Pi * float64(i) / float64(n))
	}
	return s
}

// power writes the power of the frequencies 0 to n/2 of a window of samples to out, scaled so
// that a sine of amplitude 1 has 0.5 in all: its mean square.
func (s *spectrum) power(samples []float32, out []float64) {
	for i, x := range samples[:s.n] {
		s.re[s.flipped[i]], s.im[s.flipped[i]] = float64(x)*s.window[i], 0
	}
	s.transform()
	// The window keeps 3/8 of the power; both halves of the spectrum are counted.
	scale := 2 / (.375 * float64(s.n) * float64(s.n))
	for k := range out[:s.n/2+1] {
		out[k] = (s.re[k]*s.re[k] + s.im[k]*s.im[k]) * scale
	}
	out[0] /= 2
	out[s.n/2] /= 2
}

// transform is the FFT (Cooley and Tukey, radix 2) of re and im, whose samples lie flipped.
func (s *spectrum) transform() {
	for half := 1; half < s.n; half *= 2 {
		step := s.n / (2 * half)
		for from := 0; from < s.n; from += 2 * half {
			for k := range half {
				c, d := s.cos[k*step], s.sin[k*step]
				a, b := from+k, from+k+half
				r := s.re[b]*c - s.im[b]*d
				i := s.re[b]*d + s.im[b]*c
				s.re[b], s.im[b] = s.re[a]-r, s.im[a]-i
				s.re[a], s.im[a] = s.re[a]+r, s.im[a]+i
			}
		}
	}
}
