package track

import (
	"math"
	"slices"
)

// sway makes up for a camera that is carried along, or trembles: all boxes are
// then beside their expected places by the same step, while people who walk are
// each off by their own. The tracker sees no picture, so the step is taken from
// the boxes, and only as far as such steps have lately been larger than chance
// would make them: with n boxes that are off by their own with variance s, and
// cameras' steps of variance c, the best guess is n c/(n c+s) of the median
// (empirical Bayes; Efron and Morris, "Stein's estimation rule and its
// competitors", 1973). On a wall c is nothing, and nothing is shifted.
//
// BoT-SORT (Aharon et al., 2022) takes the step from the pictures, which is
// better where they are at hand.
type sway struct{ across, down component }

// component holds sums over frames, old ones fading.
type component struct{ frames, own, common float64 }

const (
	// leastSway is how many boxes tell of a step.
	leastSway = 3
	// swayMemory is for how many seconds a step counts.
	swayMemory = 1.5
	// leastSwayFrames are needed before anything is shifted.
	leastSwayFrames = 5
	// byChance is how much of what chance makes of the median is taken off: a
	// median is less certain than a mean, by half as much again.
	byChance = 1.5
)

// step is by how much the camera is thought to have moved the boxes; steps are
// how far each is from its expected place, dt the seconds since the frame before.
func (c *component) step(steps []float64, dt float64) float64 {
	n := float64(len(steps))
	m := median(steps)
	var own float64
	for _, s := range steps {
		own += (s - m) * (s - m) / (n - 1)
	}
	keep := math.Exp(-dt / swayMemory)
	c.frames = c.frames*keep + 1
	c.own = c.own*keep + own
	c.common = c.common*keep + m*m - byChance*own/n
	if c.common <= 0 || c.frames < leastSwayFrames {
		return 0
	}
	return m * n * c.common / (n*c.common + c.own)
}

// median reorders the list.
func median(list []float64) float64 {
	slices.Sort(list)
	n := len(list)
	return (list[(n-1)/2] + list[n/2]) / 2
}

// sway shifts all tracks by what the camera moved.
func (t *Tracker) steady(dt float64) {
	var across, down []float64
	for _, p := range t.tracks {
		if p.id == 0 {
			continue
		}
		best, at := math.Inf(1), -1
		for j := range t.dets {
			if c, ok := overlapCost(&p.motion, p.expected, t.dets[j].box, near, t.cfg.MinIoU); ok && c < best {
				best, at = c, j
			}
		}
		if at >= 0 {
			x, y := t.dets[at].box.Center()
			across, down = append(across, x-p.motion.cx.x), append(down, y-p.motion.cy.x)
		}
	}
	if len(across) < leastSway {
		return
	}
	if dx, dy := t.sway.across.step(across, dt), t.sway.down.step(down, dt); dx != 0 || dy != 0 {
		t.shift(dx, dy)
	}
}

// shift moves all tracks.
func (t *Tracker) shift(dx, dy float64) {
	for _, p := range t.tracks {
		p.motion.shift(dx, dy)
		p.expected = p.motion.box()
	}
}
