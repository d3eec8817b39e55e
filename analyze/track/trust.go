package track

import (
	"math"
	"time"
)

// What a score is worth differs by detector. Faster R-CNN is 99% sure of most
// people and 85% sure of every second post; YOLOX is 80% sure of people and
// hardly ever more. trust learns from the scores themselves which kind it is.
//
// It looks at how sure the detector's best detections are, and places the
// score at which a detection is as likely right as wrong, between what was
// measured of those two.
type trust struct {
	// bins count scores by their log-odds; old ones fade. n is their sum.
	bins [trustBins]float64
	n    float64
	// even are the log-odds at which a detection is as likely right as wrong.
	even float64
	// sure is how far the detector is like one that is too sure, 0 to 1: so far
	// its scores tell false tracks from true ones.
	sure float64
}

const (
	// trustBins of trustStep each, from trustFrom on, hold all log-odds there are.
	trustBins  = 46
	trustStep  = 0.25
	trustFrom  = -5.0
	trustFade  = 0.999 // of the bins for each detection that is added
	trustTop   = 0.02  // which part of the detections are the best
	trustBegin = 20    // detections that a detector begins with, below modestTop
	modestTop  = 2.3   // log-odds that a modest detector's best have: 91%
	boldTop    = 4.6   // and those that one has which is too sure: 99%
	modestEven = 0.4   // log-odds that are even with the one: 60%
	boldEven   = 2.4   // and with the other: 92%
	// certain are the log-odds beyond boldEven, added up, that confirm a track:
	// Wald's sequential test. By a modest detector nothing is certain at once.
	certain = 2.0
	// leastOdds and mostOdds bound what one score may say.
	leastOdds, mostOdds = -4.6, 6.2
)

// odds are a score's log-odds. A score of 1 does not mean never wrong.
func odds(score float64) float64 {
	s := min(max(score, 1e-9), 1-1e-9)
	return min(max(math.Log(s/(1-s)), leastOdds), mostOdds)
}

func newTrust() trust {
	t := trust{n: trustBegin, even: modestEven}
	t.bins[bin(modestTop)-1] = trustBegin
	return t
}

func bin(odds float64) int {
	return min(max(int((odds-trustFrom)/trustStep), 0), trustBins-1)
}

// learn takes the detections of a frame into account.
func (t *trust) learn(dets []found) {
	if len(dets) == 0 {
		return
	}
	fade := math.Pow(trustFade, float64(len(dets)))
	t.n = t.n*fade + float64(len(dets))
	for i := range t.bins {
		t.bins[i] *= fade
	}
	for i := range dets {
		t.bins[bin(dets[i].odds)]++
	}
	left := trustTop * t.n
	for i := trustBins - 1; i >= 0; i-- {
		if t.bins[i] <= left {
			left -= t.bins[i]
			continue
		}
		top := trustFrom + trustStep*(float64(i+1)-left/t.bins[i])
		t.sure = min(max((top-modestTop)/(boldTop-modestTop), 0), 1)
		t.even = modestEven + (boldEven-modestEven)*t.sure
		return
	}
}

// belief is what a track's scores say: their mean log-odds, in which a
// detection counts the less the longer ago it was. The scores of a track are no
// independent witnesses, so they are not added up.
type belief struct {
	sum, weight float64
	at          time.Time
	last        float64 // log-odds of the last detection
	beyond      float64 // added up, how far they were beyond boldEven
}

func (b *belief) add(at time.Time, odds float64, memory time.Duration) {
	keep := 1.0
	if b.weight > 0 {
		keep = math.Exp(-at.Sub(b.at).Seconds() / memory.Seconds())
	}
	b.sum, b.weight, b.at = b.sum*keep+odds, b.weight*keep+1, at
	b.last = odds
	b.beyond += odds - boldEven
}

func (b *belief) mean() float64 { return b.sum / b.weight }

const (
	// ofLast is how much the last detection counts beside the mean when it is
	// judged whether a track is reported in a frame: a box with a poor score is
	// more often beside its object.
	ofLast = 0.3
	// lessDoubt is how much of Config.Doubt may be until a track is confirmed.
	lessDoubt = 0.6
)

// reported reports whether a track is believed in this frame. The less a
// detector's scores say, the lower is what makes doubt.
func (t *trust) reported(b *belief, doubt float64) bool {
	return t.sure*(b.mean()-t.even+ofLast*(b.last-t.even)) >= -doubt
}

// born reports whether a track's scores let it be confirmed once there are
// enough detections.
func (t *trust) born(b *belief, doubt float64) bool {
	return t.sure*(b.mean()-t.even) > -lessDoubt*doubt
}
