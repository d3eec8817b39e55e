package sound

import (
	"math"
	"slices"
	"time"

	"custos.dev/custos/observe"
)

const (
	speechFrames = 200 // two seconds are looked at, each second anew
	// talkSure is how probable speech must be, of two seconds in three.
	talkSure    = .6
	speechCalm  = 3  // seconds without speech end it
	speechLast  = 30 // seconds until it is said, ended or not
	voicedLeast = .45
)

// speaks says how probable it is that frames hold speech: voiced pieces of a voice's pitch that
// glides, between pauses and hisses, at the pace of syllables. It knows no words and no voice.
func speaks(fs []frame) float64 {
	heard := audible(fs)
	if len(heard) < 30 {
		return 0
	}
	loud := make([]float64, len(heard))
	for k, i := range heard {
		loud[k] = decibels(fs[i].power)
	}
	top := quantile(slices.Sorted(slices.Values(loud)), .95)
	var pitch, glides []float64
	was := -10
	for _, i := range heard {
		f := &fs[i]
		if f.voiced < voicedLeast || f.pitch < 70 || f.pitch > 400 || decibels(f.power) < top-25 {
			continue
		}
		p := math.Log2(f.pitch)
		if was == i-1 {
			glides = append(glides, math.Abs(p-pitch[len(pitch)-1]))
		}
		pitch, was = append(pitch, p), i
	}
	if len(pitch) < 15 || len(glides) < 8 {
		return 0
	}
	slices.Sort(glides)
	sorted := slices.Sorted(slices.Values(pitch))
	middle := quantile(sorted, .5)
	wide := quantile(sorted, .9) - quantile(sorted, .1)
	share := float64(len(pitch)) / float64(len(fs))
	syllables, depth := pace(fs)
	// How much the sound of what is voiced changes: vowels differ, a machine's hum does not.
	change := formants(fs, heard)
	within := func(v, least, most, soft float64) float64 {
		return logistic((v-least)/soft) * logistic((most-v)/soft)
	}
	p := within(share, .12, .9, .03) *
		within(middle, math.Log2(75), math.Log2(330), .08) *
		within(wide, .06, 1.3, .02) *
		logistic((.10-quantile(glides, .7))/.02) *
		logistic((syllables-.35)/.04) * logistic((depth-4.5)/.6) * logistic((change-1.9)/.25)
	return math.Pow(p, .5)
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// pace is the share of the changes of a voice's bands that come at 2 to 9 Hz, of those from 0.7
// to 30 Hz, and how deep they are in decibels.
func pace(fs []frame) (share, depth float64) {
	const n = 256
	s := newSpectrum(n)
	course, power := make([]float32, n), make([]float64, n/2+1)
	from, until := 6, 32 // bands of 300 to 3800 Hz
	x := make([]float64, len(fs))
	top := math.Inf(-1)
	for i := range fs {
		sum := 0.0
		for _, db := range fs[i].mel[from:until] {
			sum += math.Pow(10, db/10)
		}
		x[i] = decibels(sum)
		top = max(top, x[i])
	}
	for i := range x {
		x[i] = max(x[i], top-35)
	}
	mean, dev := meanDev(x)
	for i := range course {
		if i < len(x) {
			course[i] = float32(x[i] - mean)
		}
	}
	s.power(course, power)
	in, all := 0.0, 1e-9
	for k := 1; k <= n/2; k++ {
		hz := float64(k) * 100 / n
		if hz >= .7 && hz <= 30 {
			all += power[k]
			if hz >= 2 && hz <= 9 {
				in += power[k]
			}
		}
	}
	return in / all, dev
}

// formants is how much the spectrum's form of voiced frames deviates, in decibels.
func formants(fs []frame, heard []int) float64 {
	sum, n := 0.0, 0.0
	var x []float64
	for c := 1; c <= 6; c++ {
		x = x[:0]
		for _, i := range heard {
			if fs[i].voiced < voicedLeast {
				continue
			}
			v := 0.0
			for b, db := range fs[i].mel {
				v += db * cosines[c][b] / math.Sqrt(bands)
			}
			x = append(x, v)
		}
		_, dev := meanDev(x)
		sum += dev
		n++
	}
	return sum / n
}

// speech finds stretches of speech, by what each second says.
type speech struct {
	sure  [3]bool // the newest three seconds
	first moment
	under bool
	said  bool
	calm  int
	last  int // seconds since it began
	most  float64
	level float64
}

// hear takes a second's probability and level, with the moment at which the second began.
func (s *speech) hear(p, db float64, at moment, background float64) *observe.Sound {
	s.sure[0], s.sure[1], s.sure[2] = s.sure[1], s.sure[2], p >= talkSure
	two := s.sure[2] && (s.sure[1] || s.sure[0])
	if !s.under {
		if !two {
			return nil
		}
		*s = speech{sure: s.sure, under: true, first: at.add(-time.Second)}
	}
	s.last++
	s.most, s.level = max(s.most, p), max(s.level, db+200)
	if s.calm++; s.sure[2] {
		s.calm = 0
	}
	ended := s.calm >= speechCalm
	var out *observe.Sound
	if !s.said && (ended || s.last >= speechLast) {
		s.said = true
		out = s.event(background, !ended)
	}
	if ended {
		s.under = false
	}
	return out
}

// end is the speech under way, when no more comes.
func (s *speech) end(background float64) *observe.Sound {
	if !s.under || s.said {
		return nil
	}
	s.under = false
	return s.event(background, false)
}

func (s *speech) event(background float64, ongoing bool) *observe.Sound {
	until := s.first.time.Add(time.Duration(s.last-s.calm+1) * time.Second)
	return &observe.Sound{What: observe.SoundSpeech, Probability: math.Round(100*s.most) / 100, Level: s.level - 200, Background: background, From: s.first.time, Until: until, PTS: s.first.pts, Ongoing: ongoing}
}
