package sound

import "math"

// usual knows how loud a scene usually is: a histogram of decibels in which what was heard
// counts less and less, by half after half.
type usual struct {
	half   float64 // in pieces of what is added
	counts [200]float64
	total  float64
	weight float64 // of the next piece: growing weights are the same as fading counts
}

func newUsual(half float64) *usual { return &usual{half: half, weight: 1} }

// usualStep is the width of a bar, in decibels, from -100 to 0.
const usualStep = .5

func (u *usual) add(db float64) {
	i := min(max(int((db+100)/usualStep), 0), len(u.counts)-1)
	u.counts[i] += u.weight
	u.total += u.weight
	if u.weight *= math.Exp2(1 / u.half); u.weight > 1e12 {
		for i := range u.counts {
			u.counts[i] /= u.weight
		}
		u.total /= u.weight
		u.weight = 1
	}
}

// quantile is the level that a share of what was heard stays below.
func (u *usual) quantile(share float64) float64 {
	sum := 0.0
	for i, c := range u.counts {
		if sum += c; sum >= share*u.total && c > 0 {
			return float64(i+1)*usualStep - 100
		}
	}
	return 0
}
