package sound

import (
	"math"
	"time"

	"custos.dev/custos/observe"
)

// What counts as an impulse: power in steps of 2 ms.
const (
	impulseStep = rate / 500
	stepLength  = 2 * time.Millisecond
	beforeSteps = 25   // the 50 ms before, against which it stands out
	afterSteps  = 150  // the 300 ms after, in which it dies away
	riseSteps   = 7    // within which it rises
	restSteps   = 250  // after one, before the next: its echoes are not told
	peaksHalf   = 6000 // of 10 ms: a minute counts half
	warmPeaks   = 500  // nothing is said in the first five seconds

	riseLeast  = 12.0 // decibels above the mean before
	peakAbove  = 8.0  // above what one 10 ms in a hundred of the scene reaches
	peakLeast  = -45.0
	decayLeast = 8.0 // from the peak to what is left after 150 to 300 ms
	crestLeast = 5.0 // the peak above the mean of all 300 ms
	// bodyMost is how far the mean of the 30 ms after the peak may lie below it: drops and ticks
	// are over sooner than a shot, a bang or breaking glass.
	bodyMost  = 6.8
	bodySteps = 15
)

// impulse finds sounds that begin within milliseconds and die away.
type impulse struct {
	peaks *usual
	heard int // peaks
	// ring holds the newest steps' power, with the time of the newest.
	ring  [512]float64
	n     int
	peak  float64 // of the 10 ms under way
	since int     // steps since the last one; of a candidate, its step
	at    int     // the candidate's step; 0 is none
	from  moment
	usual float64 // what a hundredth of the scene reached before the candidate
}

func newImpulse() *impulse { return &impulse{peaks: newUsual(peaksHalf), since: restSteps} }

func (p *impulse) power(step int) float64 { return p.ring[step%len(p.ring)] }

// mean is of the steps from one to another, which it leaves out.
func (p *impulse) mean(from, until int) float64 {
	sum := 0.0
	for s := from; s < until; s++ {
		sum += p.power(s)
	}
	return sum / float64(until-from)
}

// hear takes impulseStep samples that begin at a moment.
func (p *impulse) hear(samples []float32, at moment) *observe.Sound {
	sum := 0.0
	for _, x := range samples {
		sum += float64(x) * float64(x)
	}
	power := sum / float64(len(samples))
	step := p.n
	p.ring[step%len(p.ring)] = power
	p.n++
	p.since++
	if p.peak = max(p.peak, power); p.n%5 == 0 {
		p.peaks.add(decibels(p.peak))
		p.peak = 0
		p.heard++
	}
	if p.at > 0 {
		if step-p.at < riseSteps && power > p.power(p.at) {
			p.at, p.from = step, at // it still rises
		}
		if step-p.at == afterSteps {
			return p.judge()
		}
		return nil
	}
	if step < beforeSteps+riseSteps || p.heard < warmPeaks || p.since < restSteps {
		return nil
	}
	db := decibels(power)
	if db < peakLeast || db < decibels(p.mean(step-beforeSteps-riseSteps, step-riseSteps))+riseLeast {
		return nil
	}
	if p.usual = p.peaks.quantile(.99); db >= p.usual+peakAbove {
		p.at, p.from = step, at
	}
	return nil
}

// judge says whether the candidate was one, when its decay has been heard.
func (p *impulse) judge() *observe.Sound {
	at := p.at
	p.at, p.since = 0, afterSteps
	peak := decibels(p.power(at))
	rest := decibels(p.mean(at+afterSteps/2, at+afterSteps))
	all := decibels(p.mean(at, at+afterSteps))
	background := decibels(p.mean(at-beforeSteps-riseSteps, at-riseSteps))
	body := decibels(p.mean(at, at+bodySteps))
	if peak-body > bodyMost || peak-max(rest, background) < decayLeast || peak-max(all, background) < crestLeast || peak-background < riseLeast+2 {
		p.since = restSteps // no impulse: the next may come at once
		return nil
	}
	// It lasts until it has fallen by 20 dB, or into the background.
	lasts := 1
	for lasts < afterSteps && decibels(p.power(at+lasts)) > max(peak-20, background+3) {
		lasts++
	}
	return &observe.Sound{
		What: observe.SoundImpulse, Level: math.Round(10*peak) / 10, Background: background, From: p.from.time, Until: p.from.time.Add(time.Duration(lasts) * stepLength), PTS: p.from.pts,
	}
}

// forget begins anew after sound is missing; what is usual stays.
func (p *impulse) forget() { p.n, p.at, p.since, p.peak = 0, 0, restSteps, 0 }
