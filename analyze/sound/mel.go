package sound

import "math"

// How sound is cut: windows of 32 ms, one each 10 ms, at the rate that analyzers are given.
const (
	rate   = 16000
	window = 512
	hop    = 160
	bins   = window/2 + 1
	bands  = 40 // of the mel scale
	// lowest and highest are the bands' in Hz.
	lowest, highest = 60, 7800
	// floor is the power below which nothing is told apart: -100 dB of full scale.
	floor = 1e-10
)

// mel is a frequency on the mel scale (O'Shaughnessy 1987), hertz its inverse.
func mel(hz float64) float64 { return 2595 * math.Log10(1+hz/700) }

func hertz(mel float64) float64 { return 700 * (math.Pow(10, mel/2595) - 1) }

// filter is a band of the mel scale: the weights of the frequencies from one on.
type filter struct {
	from    int
	weights []float64
}

// filters are triangles of equal width on the mel scale, each reaching to its neighbours'
// middles. Where they are narrower than a frequency's step they take the nearest one.
var filters = func() (out [bands]filter) {
	at := func(i int) float64 {
		return hertz(mel(lowest)+(mel(highest)-mel(lowest))*float64(i)/(bands+1)) * window / rate
	}
	for b := range out {
		left, middle, right := at(b), at(b+1), at(b+2)
		f := &out[b]
		f.from = int(math.Ceil(left))
		for k := f.from; float64(k) < right; k++ {
			w := (float64(k) - left) / (middle - left)
			if float64(k) > middle {
				w = (right - float64(k)) / (right - middle)
			}
			f.weights = append(f.weights, max(w, 0))
		}
		if len(f.weights) == 0 {
			f.from, f.weights = int(math.Round(middle)), []float64{1}
		}
	}
	return out
}()

// frame is what a window of sound holds.
type frame struct {
	// mel is the power of each band in decibels of full scale, not below -100.
	mel [bands]float64
	// power is the mean square of all.
	power float64
	// centroid is the middle of the power in Hz, flatness 0 for a tone and 1 for noise, high
	// the share of the power above 2 kHz.
	centroid, flatness, high float64
	// crossings are zeros crossed, of the samples.
	crossings float64
	// pitch is in Hz and voiced says how periodic the window is, 0 to 1.
	pitch, voiced float64
}

func decibels(power float64) float64 { return 10 * math.Log10(max(power, floor)) }

// framer makes frames of windows. It is used by one goroutine.
type framer struct {
	spectrum *spectrum
	power    [bins]float64
	// pitches finds periods, by the power's own spectrum: the autocorrelation.
	pitches *spectrum
}

func newFramer() *framer {
	return &framer{spectrum: newSpectrum(window), pitches: newSpectrum(window)}
}

// frame describes a window of samples.
func (m *framer) frame(samples []float32) (f frame) {
	m.spectrum.power(samples, m.power[:])
	for b := range f.mel {
		sum := 0.0
		for i, w := range filters[b].weights {
			sum += w * m.power[filters[b].from+i]
		}
		f.mel[b] = decibels(sum)
	}
	total, logs := 0.0, 0.0
	for k := 1; k < bins; k++ {
		p := m.power[k]
		total += p
		hz := float64(k) * rate / window
		f.centroid += p * hz
		if hz >= 2000 {
			f.high += p
		}
		logs += math.Log(p + floor/bins)
	}
	f.power = total
	mean := total/(bins-1) + floor/bins
	f.flatness = math.Exp(logs/(bins-1)) / mean
	f.centroid /= total + floor
	f.high /= total + floor
	for i := 1; i < window; i++ {
		if samples[i-1] < 0 != (samples[i] < 0) {
			f.crossings++
		}
	}
	f.crossings /= window
	m.pitch(&f)
	return f
}

// fades is the autocorrelation of the window itself, for each lag: what a perfect period would
// have (Boersma 1993).
var fades = func() (out [window]float64) {
	for lag := range out {
		x := float64(lag) / window
		out[lag] = (1-x)*(2.0/3+math.Cos(2*math.Pi*x)/3) + math.Sin(2*math.Pi*x)/(2*math.Pi)
	}
	return out
}()

// pitch finds the period that the window repeats best, of 70 to 800 Hz.
func (m *framer) pitch(f *frame) {
	s := m.pitches
	for k := range window {
		j := min(k, window-k)
		// The root flattens formants, so that the period shows (Tolonen and Karjalainen 2000).
		s.re[s.flipped[k]], s.im[s.flipped[k]] = math.Sqrt(m.power[j]), 0
	}
	s.transform()
	best, at := 0.0, 0
	for lag := rate / 800; lag <= rate/70 && lag < window/2; lag++ {
		if v := s.re[lag] / fades[lag]; v > best && s.re[lag] >= s.re[lag-1] && s.re[lag] >= s.re[lag+1] {
			best, at = v, lag
		}
	}
	if at > 0 && s.re[0] > 0 {
		f.pitch, f.voiced = rate/float64(at), min(best/s.re[0], 1)
	}
}

// frames cuts sound into frames; what is shorter than one has none.
func frames(samples []float32) []frame {
	m := newFramer()
	var out []frame
	for at := 0; at+window <= len(samples); at += hop {
		out = append(out, m.frame(samples[at:]))
	}
	return out
}
