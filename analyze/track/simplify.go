package track

import (
	"math"
	"slices"

	"custos.dev/custos/observe"
)

// maxPoints bounds what a track remembers of its path: a car parked in view for
// a week must not fill the memory. Beyond it the path is simplified early.
const maxPoints = 512

// Simplify returns the points of a way without which it is said as exactly as a tolerance wants; what
// it is given stays as it is.
func Simplify(ps []observe.Point, tolerance float64) []observe.Point {
	return simplify(slices.Clone(ps), tolerance)
}

// simplify is Douglas-Peucker on the foot point, in time as well as in place: a
// dropped point is at most tolerance from where the line puts it at its own
// time, so that a stop stays visible as a stop. First and last point stay. It
// works in place and returns the shorter slice.
func simplify(ps []observe.Point, tolerance float64) []observe.Point {
	if len(ps) < 3 {
		return ps
	}
	keep := make([]bool, len(ps))
	keep[0], keep[len(ps)-1] = true, true
	// A stack instead of recursion: a path can be deeper than it is wide.
	spans := [][2]int{{0, len(ps) - 1}}
	for len(spans) > 0 {
		s := spans[len(spans)-1]
		spans = spans[:len(spans)-1]
		far, at := tolerance, -1
		for i := s[0] + 1; i < s[1]; i++ {
			if d := deviation(ps[s[0]], ps[s[1]], ps[i]); d > far {
				far, at = d, i
			}
		}
		if at >= 0 {
			keep[at] = true
			spans = append(spans, [2]int{s[0], at}, [2]int{at, s[1]})
		}
	}
	out := ps[:0]
	for i, p := range ps {
		if keep[i] {
			out = append(out, p)
		}
	}
	return out
}

// deviation is how far p's foot is from where the line from a to b is at p's time.
func deviation(a, b, p observe.Point) float64 {
	f := 0.0
	if d := b.Time.Sub(a.Time); d > 0 {
		f = float64(p.Time.Sub(a.Time)) / float64(d)
	}
	ax, ay := a.Box.Foot()
	bx, by := b.Box.Foot()
	px, py := p.Box.Foot()
	return math.Hypot(ax+f*(bx-ax)-px, ay+f*(by-ay)-py)
}

// shorten simplifies a path that has grown too long, with less and less
// exactness until it is half as long as allowed.
func shorten(ps []observe.Point, tolerance float64) []observe.Point {
	for t := tolerance / 4; len(ps) > maxPoints/2; t *= 2 {
		ps = simplify(ps, t)
	}
	return ps
}
