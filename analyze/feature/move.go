package feature

import (
	"math"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// stays is the direction of who ends within a body's height of where he began.
const stays = "stays"

// directions are of the picture, clockwise from up.
var directions = []string{"up", "up-right", "right", "down-right", "down", "down-left", "left", "up-left"}

// Made is what a finished track is remembered by. aspect is the picture's width over its
// height; 0 is taken for 4:3.
func Made(id custos.EventID, t *observe.Trajectory, aspect float64) observe.Feature {
	if !(aspect > .1 && aspect < 10) {
		aspect = 4.0 / 3
	}
	f := observe.Feature{Track: t.Track, Class: t.Class, Trajectory: id, From: t.From, Until: t.Until, Look: t.Look, Embedding: t.Embedding, Direction: stays, Size: "medium"}
	if len(t.Look) > 0 {
		f.Method = Method
	}
	f.Upper, f.Lower = Words(t.Look)
	if len(t.Points) == 0 {
		return f
	}
	height, way := 0.0, 0.0
	for i, p := range t.Points {
		height += p.Box.H / float64(len(t.Points))
		if i > 0 {
			x0, y0 := t.Points[i-1].Box.Foot()
			x1, y1 := p.Box.Foot()
			way += math.Hypot((x1-x0)*aspect, y1-y0)
		}
	}
	switch {
	case height < 1.0/8:
		f.Size = "small"
	case height > 1.0/3:
		f.Size = "large"
	}
	if s := t.Until.Sub(t.From).Seconds(); s > 0 && height > 0 {
		f.Speed = math.Round(100*way/height/s) / 100
	}
	x0, y0 := t.Points[0].Box.Foot()
	x1, y1 := t.Points[len(t.Points)-1].Box.Foot()
	dx, dy := (x1-x0)*aspect, y1-y0
	if math.Hypot(dx, dy) >= height {
		a := math.Atan2(dx, -dy) // from up, clockwise
		f.Direction = directions[(int(math.Round(a/(math.Pi/4)))+8)%8]
	}
	return f
}
