package sound

import (
	"math"
	"slices"
)

const (
	cepstra   = 16
	groups    = 8 // of bands, for what changes with time
	paces     = 8 // of changes: octaves from 0.4 Hz on
	longest   = 500
	quietest  = 50.0 // decibels below a clip's loudest frames: what is below is not listened to
	stretches = 6    // after the loudest onset
)

// features is how many numbers describe a sound.
const features = 510

// describe puts what a stretch of sound of up to five seconds is like into numbers, which do
// not change with how loud all of it is: nil where it holds nothing.
//
// They are statistics of the frames' mel spectrum and cepstrum, of how each changes and how
// fast, of pitch, and how the loudest onset begins and dies away. Frames that are far quieter
// than the rest count as pauses.
func describe(fs []frame) []float64 {
	if len(fs) > longest {
		fs = fs[:longest]
	}
	heard := audible(fs)
	if len(heard) < 5 {
		return nil
	}
	var d description
	d.bands(fs, heard)
	d.cepstra(fs, heard)
	d.shape(fs, heard)
	d.paces(fs)
	d.activity(fs, heard)
	d.onset(fs)
	return d.v
}

// audible are the frames that are not pauses.
func audible(fs []frame) (at []int) {
	levels := make([]float64, len(fs))
	for i := range fs {
		levels[i] = decibels(fs[i].power)
	}
	if len(levels) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(levels))
	least := max(sorted[len(sorted)*98/100]-quietest, -85)
	for i, l := range levels {
		if l > least {
			at = append(at, i)
		}
	}
	return at
}

type description struct{ v []float64 }

// series adds what a row of numbers is like.
func (d *description) series(x []float64, shares ...float64) {
	mean, dev := meanDev(x)
	d.v = append(d.v, mean, dev)
	s := slices.Sorted(slices.Values(x))
	for _, q := range shares {
		d.v = append(d.v, quantile(s, q))
	}
}

func meanDev(x []float64) (mean, dev float64) {
	for _, v := range x {
		mean += v
	}
	mean /= float64(max(len(x), 1))
	for _, v := range x {
		dev += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(dev / float64(max(len(x), 1)))
}

// quantile is of sorted numbers, of which there is at least one.
func quantile(sorted []float64, q float64) float64 {
	return sorted[int(q*float64(len(sorted)-1)+.5)]
}

// changes are the differences of a row over 40 ms, between frames that both count.
func changes(x []float64, at []int) (out []float64) {
	const apart = 4
	for i := apart; i < len(x); i++ {
		if at[i]-at[i-apart] == apart {
			out = append(out, x[i]-x[i-apart])
		}
	}
	if len(out) == 0 {
		return []float64{0}
	}
	return out
}

func (d *description) bands(fs []frame, heard []int) {
	level := 0.0
	for _, i := range heard {
		for b := range bands {
			level += fs[i].mel[b] / float64(bands*len(heard))
		}
	}
	x := make([]float64, len(heard))
	for b := range bands {
		for k, i := range heard {
			x[k] = fs[i].mel[b] - level
		}
		d.series(x, .05, .5, .95)
		_, dev := meanDev(changes(x, heard))
		d.v = append(d.v, dev)
	}
}

// cosines are of the cepstrum: the discrete cosine transform of the bands.
var cosines = func() (out [cepstra][bands]float64) {
	for c := range out {
		for b := range out[c] {
			out[c][b] = math.Cos(math.Pi*float64(c)*(float64(b)+.5)/bands) * math.Sqrt(2.0/bands)
		}
	}
	return out
}()

func (d *description) cepstra(fs []frame, heard []int) {
	x := make([]float64, len(heard))
	for c := 1; c < cepstra; c++ {
		for k, i := range heard {
			x[k] = 0
			for b, v := range fs[i].mel {
				x[k] += v * cosines[c][b]
			}
		}
		mean, dev := meanDev(x)
		skew := 0.0
		for _, v := range x {
			skew += math.Pow((v-mean)/(dev+1e-6), 3) / float64(len(x))
		}
		d.v = append(d.v, mean, dev, math.Cbrt(skew))
		_, faster := meanDev(changes(x, heard))
		d.v = append(d.v, faster, faster/(dev+1))
	}
}

func (d *description) shape(fs []frame, heard []int) {
	x := make([]float64, len(heard))
	for _, of := range []func(*frame) float64{
		func(f *frame) float64 { return math.Log2(f.centroid + 50) },
		func(f *frame) float64 { return math.Log10(f.flatness + 1e-4) },
		func(f *frame) float64 { return f.high },
		func(f *frame) float64 { return math.Sqrt(f.crossings) },
		func(f *frame) float64 { return f.voiced },
		func(f *frame) float64 { return f.voiced * math.Log2(max(f.pitch, 50)/50) },
		func(f *frame) float64 { // how far peaks stand out of valleys
			s := slices.Sorted(slices.Values(f.mel[:]))
			return s[bands*9/10] - s[bands/10]
		},
	} {
		for k, i := range heard {
			x[k] = of(&fs[i])
		}
		d.series(x, .1, .5, .9)
		_, dev := meanDev(changes(x, heard))
		d.v = append(d.v, dev)
	}
	// The pitch of what is voiced, and how it glides.
	var pitch []float64
	glide, n := 0.0, 0.0
	for k, i := range heard {
		if fs[i].voiced > .45 {
			p := math.Log2(fs[i].pitch)
			pitch = append(pitch, p)
			if k > 0 && heard[k-1] == i-1 && fs[i-1].voiced > .45 {
				glide, n = glide+min(math.Abs(p-math.Log2(fs[i-1].pitch)), .5), n+1
			}
		}
	}
	d.v = append(d.v, float64(len(pitch))/float64(len(heard)), glide/max(n, 1))
	if len(pitch) == 0 {
		pitch = []float64{7}
	}
	d.series(pitch, .1, .9)
}

// paces says how fast groups of bands, and all, grow louder and quieter: the power of their
// course in decibels, an octave of frequencies each, as shares of all.
func (d *description) paces(fs []frame) {
	n := 1
	for n < len(fs) {
		n *= 2
	}
	n = max(n, 64)
	s := newSpectrum(n)
	course, power := make([]float32, n), make([]float64, n/2+1)
	for g := range groups + 1 {
		x := make([]float64, len(fs))
		for i := range fs {
			if g == groups {
				x[i] = max(decibels(fs[i].power), -85)
				continue
			}
			for b := g * bands / groups; b < (g+1)*bands/groups; b++ {
				x[i] += max(fs[i].mel[b], -90) * groups / bands
			}
		}
		mean, dev := meanDev(x)
		for i := range course {
			course[i] = 0
			if i < len(x) {
				course[i] = float32(x[i] - mean)
			}
		}
		s.power(course, power)
		var by [paces]float64
		for k := 1; k <= n/2; k++ {
			hz := float64(k) * 100 / float64(n)
			if o := int(math.Floor(math.Log2(hz / .4))); o >= 0 {
				by[min(o, paces-1)] += power[k]
			}
		}
		for _, p := range by {
			d.v = append(d.v, math.Log10(p/(dev*dev+.1)+1e-4))
		}
		// How regular it is: the best repetition after 0.1 to 2 s, of its autocorrelation.
		most := 0.0
		for lag := 12; lag <= min(200, len(x)-50); lag += 2 {
			sum := 0.0
			for i := lag; i < len(x); i++ {
				sum += (x[i] - mean) * (x[i-lag] - mean)
			}
			most = max(most, sum/float64(len(x)-lag)/(dev*dev+.1))
		}
		d.v = append(d.v, most)
	}
}

func (d *description) activity(fs []frame, heard []int) {
	level := make([]float64, len(fs))
	for i := range fs {
		level[i] = max(decibels(fs[i].power), -85)
	}
	sorted := slices.Sorted(slices.Values(level))
	loud := quantile(sorted, .98)
	within := func(db float64) (n float64) {
		for _, l := range level {
			if l > loud-db {
				n++
			}
		}
		return n / float64(len(level))
	}
	d.v = append(d.v, float64(len(heard))/float64(len(fs)), within(6), within(12), within(20), within(35),
		loud-quantile(sorted, .5), quantile(sorted, .5)-quantile(sorted, .05))
	// Onsets: how many, and how steep the steepest are.
	var rises []float64
	for i := 2; i < len(level); i++ {
		if r := level[i] - level[i-2]; r > 6 && level[i] > loud-30 {
			rises = append(rises, r)
			i += 4
		}
	}
	_, dev := meanDev(rises)
	most := 0.0
	for _, r := range rises {
		most = max(most, r)
	}
	d.v = append(d.v, math.Log2(1+float64(len(rises))), dev, most)
}

// onset says how the sound around its loudest moment begins and dies away, by groups of bands.
func (d *description) onset(fs []frame) {
	loudest := 0
	for i := range fs {
		if fs[i].power > fs[loudest].power {
			loudest = i
		}
	}
	var peak [groups]float64
	of := func(i, g int) (v float64) {
		i = min(max(i, 0), len(fs)-1)
		for b := g * bands / groups; b < (g+1)*bands/groups; b++ {
			v += max(fs[i].mel[b], -90) * groups / bands
		}
		return v
	}
	top := decibels(fs[loudest].power)
	for g := range groups {
		peak[g] = of(loudest, g)
		d.v = append(d.v, peak[g]-top)
	}
	for _, at := range [stretches]int{-20, -8, -3, 4, 12, 30} {
		for g := range groups {
			d.v = append(d.v, max(of(loudest+at, g)-peak[g], -50))
		}
	}
}
