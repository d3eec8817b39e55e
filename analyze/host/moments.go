package host

import (
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// momentsEvery is how far apart the moments of a track are that are compared, momentsApart how
// far apart those are at least that are chosen: two pictures of the same blink show no more
// than one.
const (
	momentsEvery = 250 * time.Millisecond
	momentsApart = 500 * time.Millisecond
	momentsMost  = 4096 // of a track: a vehicle that is parked for a day has no more
)

// moments chooses up to most moments of a track at which it was seen best, from the oldest to
// the newest: large, and free of the picture's edge, which cuts off what is looked for.
func moments(t *observe.Trajectory, most int) []observe.Point {
	if len(t.Points) == 0 {
		return nil
	}
	first, last := t.Points[0].Time, t.Points[len(t.Points)-1].Time
	step := max(momentsEvery, last.Sub(first)/momentsMost)
	var all []observe.Point
	for at := first; !at.After(last); at = at.Add(step) {
		if b, ok := t.At(at); ok {
			all = append(all, observe.Point{Time: at, Box: b})
		}
	}
	slices.SortStableFunc(all, func(a, b observe.Point) int {
		switch x, y := seen(a.Box), seen(b.Box); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	var out []observe.Point
	apart := max(momentsApart, last.Sub(first)/time.Duration(2*most))
	for _, p := range all {
		if len(out) == most {
			break
		}
		if !slices.ContainsFunc(out, func(o observe.Point) bool { return o.Time.Sub(p.Time).Abs() < apart }) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b observe.Point) int { return a.Time.Compare(b.Time) })
	return out
}

// seen is how well a box can be seen: its area, a quarter of that where the picture's edge
// touches it.
func seen(b custos.Box) float64 {
	const edge = .005
	area := b.W * b.H
	if b.X < edge || b.Y < edge || b.X+b.W > 1-edge || b.Y+b.H > 1-edge {
		return area / 4
	}
	return area
}
