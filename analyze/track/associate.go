package track

import (
	"math"
	"sort"

	"custos.dev/custos"
)

// pair is a possible match; lower cost is better.
type pair struct {
	cost       float64
	track, det int
}

// greedy takes pairs in the order of their cost. Ties go to the older track and
// the earlier detection, so that equal input gives equal output.
func greedy(ps []pair, take func(track, det int)) {
	sort.Slice(ps, func(i, j int) bool {
		a, b := ps[i], ps[j]
		if a.cost != b.cost {
			return a.cost < b.cost
		}
		if a.track != b.track {
			return a.track < b.track
		}
		return a.det < b.det
	})
	for _, p := range ps {
		take(p.track, p.det)
	}
}

// overlapCost pairs a track's expected box with a detection by IoU.
func overlapCost(expected, found custos.Box, least float64) (float64, bool) {
	iou := expected.IoU(found)
	return 1 - iou, iou >= least
}

// Reach of the second look, in box heights: at once, and for each second that
// the object was not seen, because then the expectation is worth less.
const (
	reach       = 0.3
	reachPerSec = 0.3
	maxReach    = 0.9
	// minSize is how much smaller the smaller of two boxes of one object may be.
	minSize = 0.6
)

// distanceCost pairs by the distance of centres for objects that moved too far
// to overlap or were hidden. Only boxes of a similar size come together.
func distanceCost(expected, found custos.Box, lost float64) (float64, bool) {
	h := (expected.H + found.H) / 2
	size := found.H / expected.H
	if size < minSize || size > 1/minSize {
		return 0, false
	}
	d := distance(expected, found)/h + 0.5*math.Abs(math.Log(size))
	return d, d <= min(reach+reachPerSec*lost, maxReach)
}

// distance is that of the centres.
func distance(a, b custos.Box) float64 {
	ax, ay := a.Center()
	bx, by := b.Center()
	return math.Hypot(ax-bx, ay-by)
}
