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

const (
	// near and far are how many standard deviations of where a track may be its
	// box and a detection's are grown by before they are compared: at first, and
	// for who was hidden or jumped.
	near, far = 1, 2
	// reach bounds that, in box heights.
	reach = 0.5
	// minSize is how much smaller the smaller of two boxes of one object may be.
	minSize = 0.5
)

// overlapCost pairs a track's expected box with a detection by IoU. Both are
// grown first by how uncertain the place is, so that a track that is new or was
// hidden looks farther than one that is seen in each frame, at whatever rate
// (after C-BIoU; Yang et al., "Hard to Track Objects with Irregular Motions and
// Similar Appearances? Make It Easier by Buffering the Matching Space", WACV 2023).
// Only boxes of a similar size come together.
func overlapCost(m *motion, expected, found custos.Box, deviations, least float64) (float64, bool) {
	if size := found.H / expected.H; size < minSize || size > 1/minSize {
		return 0, false
	}
	ex := min(deviations*math.Sqrt(m.cx.pxx), reach*expected.H)
	ey := min(deviations*math.Sqrt(m.cy.pxx), reach*expected.H)
	iou := grown(expected, ex, ey).IoU(grown(found, ex, ey))
	return 1 - iou, iou >= least
}

func grown(b custos.Box, ex, ey float64) custos.Box {
	return custos.Box{X: b.X - ex, Y: b.Y - ey, W: b.W + 2*ex, H: b.H + 2*ey}
}

// distance is that of the centres.
func distance(a, b custos.Box) float64 {
	ax, ay := a.Center()
	bx, by := b.Center()
	return math.Hypot(ax-bx, ay-by)
}
