package track

import (
	"math"
	"time"
)

// What a score is worth differs by detector. Faster R-CNN is 99% sure of most
// people and 85% sure of every second post; YOLOX is 80% sure of people and
// hardly ever more; NanoDet is right half of the time where it is 50% sure, and
// nearly always where it is 70% sure. trust learns from the scores themselves
// which kind it is: from how sure the detector's best detections are. What a
// score of such a detector is worth lies between what was measured of those
// three, see kinds, by a fit of log-odds (Platt 1999). A detection's worth is
// that in log-odds: 0 is as likely right as wrong, whatever network says it.
type trust struct {
	// bins count scores by their log-odds; old ones fade. n is their sum.
	bins [trustBins]float64
	n    float64
	// even are the log-odds at which a detection is as likely right as wrong, and
	// slope is how much its worth grows with each unit of them.
	even, slope float64
	// bold is how far the detector is like one that is too sure, 0 to 1.
	bold float64
}

// kinds are what was measured of detectors on all clips and sequences at hand, by
// the log-odds of their best detections: NanoDet's 82%, YOLOX's 89%, Faster R-CNN's 99%.
var kinds = [...]struct{ top, even, slope float64 }{
	{modestTop, 0, 3.3},
	{2.1, 0.35, 2.5},
	{boldTop, boldEven, 1},
}

const (
	// trustBins of trustStep each, from trustFrom on, hold all log-odds there are.
	trustBins  = 46
	trustStep  = 0.25
	trustFrom  = -5.0
	trustFade  = 0.999 // of the bins for each detection that is added
	trustTop   = 0.02  // which part of the detections are the best
	trustBegin = 20    // detections that a detector begins with, as of a modest one
	modestTop  = 1.5   // log-odds that a modest detector's best have: 82%
	boldTop    = 4.6   // and those that one has which is too sure: 99%
	boldEven   = 2.4   // log-odds that are even with the latter: 92%
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
	t := trust{n: trustBegin}
	t.bins[bin(modestTop)-1] = trustBegin
	t.like(modestTop)
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
		t.like(top)
		return
	}
}

// like sets what scores are worth, by how sure the detector's best detections are.
func (t *trust) like(top float64) {
	k := 0
	for k < len(kinds)-2 && top > kinds[k+1].top {
		k++
	}
	a, b := kinds[k], kinds[k+1]
	part := min(max((top-a.top)/(b.top-a.top), 0), 1)
	t.even, t.slope = a.even+part*(b.even-a.even), a.slope+part*(b.slope-a.slope)
	t.bold = min(max((t.even-kinds[1].even)/(boldEven-kinds[1].even), 0), 1)
}

// worth is a detection's belief in log-odds.
func (t *trust) worth(odds float64) float64 { return t.slope * (odds - t.even) }

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
	// lessDoubt is how much of Config.Doubt may be until a track is confirmed by a
	// detector that is too sure: its scores are slow to tell.
	lessDoubt = 0.6
	// bornWorth is what a track's scores are worth at least, on average, when it is
	// confirmed by one that is not: 73%. A post is even, and seen for ever.
	bornWorth = 1.0
	// leastWorth is what a detection is worth at least that continues a track: 10%.
	// Some networks fill the picture with what is worth less, and whoever is hidden
	// would be said to be there.
	leastWorth = -2.2
)

// begins reports whether a detection may begin a track: one that is rather right
// than wrong. Of a detector that is too sure, one from high on: what it is worth
// is seen by what follows.
func (t *trust) begins(odds, high float64) bool { return odds >= min(high, t.even) }

// continues reports whether a detection may continue a track.
func (t *trust) continues(odds float64) bool { return t.worth(odds) >= leastWorth }

// reported reports whether a track is believed in this frame. The less bold a
// detector is, the lower is what makes doubt: its scores fall for whoever is
// half hidden, while those of the other stay high for whatever stands there.
func (t *trust) reported(b *belief, doubt float64) bool {
	return t.bold*(t.worth(b.mean())+ofLast*t.worth(b.last)) >= -doubt
}

// born reports whether a track's scores let it be confirmed once there are
// enough detections.
func (t *trust) born(b *belief, doubt float64) bool {
	return t.worth(b.mean()) > (1-t.bold)*bornWorth-t.bold*lessDoubt*doubt
}
