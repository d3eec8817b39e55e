package track

import (
	"math"

	"custos.dev/custos"
)

// A camera that is pushed moves everything at once, and farther than boxes overlap: sway
// finds no pairs then. The tracker sees no picture; it sees that all boxes are elsewhere by
// the same step.

const (
	// leastShaken is how many tracks must agree that the camera moved.
	leastShaken = 4
	// maxShaken bounds the work, which grows with the square of it.
	maxShaken = 40
	// agrees is from which overlap on a track's box, moved, is a detection's.
	agrees = 0.5
)

// shake finds the step by which the most tracks would come to lie on detections. It is
// zero unless clearly more do than without it: when tracks do not move alike, or the camera
// stands still, nothing is guessed.
func shake(tracks []*path, dets []found) (dx, dy float64) {
	var boxes, seen []custos.Box
	for _, p := range tracks {
		if p.id != 0 && len(boxes) < maxShaken {
			boxes = append(boxes, p.expected)
		}
	}
	for _, d := range dets {
		if len(seen) < maxShaken {
			seen = append(seen, d.box)
		}
	}
	if len(boxes) < leastShaken || len(seen) < leastShaken {
		return 0, 0
	}
	count := func(dx, dy float64) (n int) {
		for _, b := range boxes {
			b.X, b.Y = b.X+dx, b.Y+dy
			for _, d := range seen {
				if b.IoU(d) >= agrees {
					n++
					break
				}
			}
		}
		return n
	}
	still := count(0, 0)
	if 2*still >= len(boxes) {
		return 0, 0
	}
	best, near := still, math.Inf(1)
	for _, b := range boxes {
		for _, d := range seen {
			if r := d.H / b.H; r < .8 || r > 1.25 {
				continue
			}
			bx, by := b.Center()
			cx, cy := d.Center()
			x, y := cx-bx, cy-by
			if n := count(x, y); n > best || n == best && math.Hypot(x, y) < near && best > still {
				best, near, dx, dy = n, math.Hypot(x, y), x, y
			}
		}
	}
	if best < leastShaken || best < 2*still+2 || 4*best < 3*len(boxes) {
		return 0, 0
	}
	return dx, dy
}
