package sound

import (
	"math"
	"math/rand/v2"
)

// vary makes another recording of the same sound, as another microphone might have made it:
// a part of it, faster or slower, with noise beside it, or through a telephone's narrow band.
func vary(samples []float32, r *rand.Rand) []float32 {
	out := part(samples, r)
	out = stretch(out, math.Exp((r.Float64()-.5)*.24))
	tilt(out, (r.Float64()-.5)*.5)
	if r.Float64() < .5 {
		addNoise(out, 12+25*r.Float64(), r)
	}
	if r.Float64() < .3 {
		out = narrow(out)
	}
	return out
}

// part is a stretch of 2.5 s at least, that which holds most of the sound as likely as others.
func part(samples []float32, r *rand.Rand) []float32 {
	least := rate * 5 / 2
	if len(samples) <= least {
		return append([]float32(nil), samples...)
	}
	n := least + r.IntN(len(samples)-least+1)
	best, from := -1.0, 0
	for range 3 { // pauses at the end say little
		at := r.IntN(len(samples) - n + 1)
		sum := 0.0
		for _, x := range samples[at : at+n] {
			sum += float64(x) * float64(x)
		}
		if sum > best {
			best, from = sum, at
		}
	}
	return append([]float32(nil), samples[from:from+n]...)
}

// stretch plays sound so many times as fast, with its pitch.
func stretch(samples []float32, speed float64) []float32 {
	n := int(float64(len(samples)-1) / speed)
	out := make([]float32, max(n, 0))
	for i := range out {
		at := float64(i) * speed
		k := int(at)
		part := float32(at - float64(k))
		out[i] = samples[k]*(1-part) + samples[k+1]*part
	}
	return out
}

// tilt raises high frequencies where by is positive, and low ones where it is not: a filter of
// one coefficient, from -1 to 1.
func tilt(samples []float32, by float64) {
	last := float32(0)
	for i, x := range samples {
		samples[i], last = x-float32(by)*last, x
	}
}

// addNoise adds white noise so many decibels below the loudest tenth of a second.
func addNoise(samples []float32, below float64, r *rand.Rand) {
	most := 0.0
	for at := 0; at+rate/10 <= len(samples); at += rate / 10 {
		sum := 0.0
		for _, x := range samples[at : at+rate/10] {
			sum += float64(x) * float64(x)
		}
		most = max(most, sum/(rate/10))
	}
	dev := math.Sqrt(most * math.Pow(10, -below/10))
	for i := range samples {
		samples[i] += float32(dev * r.NormFloat64())
	}
}

// narrow leaves what a telephone line, or G.711 at 8 kHz, carries: below 3.6 kHz.
func narrow(samples []float32) []float32 {
	return convolve(samples, lowPass(3600.0/rate, 64))
}

// lowPass is a filter for frequencies below cut, a share of the rate, with 2n+1 coefficients: a
// sinc within Blackman's window.
func lowPass(cut float64, n int) []float32 {
	out := make([]float32, 2*n+1)
	sum := 0.0
	for i := range out {
		x := float64(i - n)
		h := 2 * cut
		if x != 0 {
			h = math.Sin(2*math.Pi*cut*x) / (math.Pi * x)
		}
		h *= .42 + .5*math.Cos(math.Pi*x/float64(n+1)) + .08*math.Cos(2*math.Pi*x/float64(n+1))
		out[i] = float32(h)
		sum += h
	}
	for i := range out {
		out[i] /= float32(sum)
	}
	return out
}

func convolve(samples, filter []float32) []float32 {
	out := make([]float32, len(samples))
	half := len(filter) / 2
	for i := range out {
		sum := float32(0)
		for k, h := range filter {
			if j := i + k - half; j >= 0 && j < len(samples) {
				sum += h * samples[j]
			}
		}
		out[i] = sum
	}
	return out
}
