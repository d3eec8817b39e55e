// Package behavior holds tracks against what people write. Zones: who enters one, who
// leaves it and who stays longer than allowed. Rules: who crosses a line, runs, goes the
// wrong way, loiters, falls or follows somebody; where a crowd stands; what was left or
// taken; and how suspicious all that makes somebody. It does no I/O and is deterministic.
package behavior

import (
	"math"
	"slices"
	"time"

	"custos.dev/custos"
)

// Zone is a place in a camera's picture and what is said about it.
type Zone struct {
	// Name is unique among the zones of a camera.
	Name string `yaml:"name"`
	// Resources are the cameras it belongs to, or subtrees of them; none means
	// every camera. See For.
	Resources []custos.Resource `yaml:"resources,omitempty"`
	// Polygon has at least three corners, in fractions of the picture: 0 to 1
	// from the left and from the top. It may be concave but must not cross
	// itself. A track is inside when the foot of its box is.
	Polygon [][2]float64 `yaml:"polygon,flow"`
	// Classes are those that count; none means all.
	Classes []custos.Class `yaml:"classes,omitempty"`
	// DwellAfter is how long a stay must last to be told, once for each stay; 0
	// means never.
	DwellAfter time.Duration `yaml:"dwell_after,omitempty"`
	// MinInside and MinOutside are how many frames in a row a foot must be
	// inside to enter and outside to leave; default 3 each. They keep a track on
	// the edge from firing with each frame.
	MinInside  int `yaml:"min_inside,omitempty"`
	MinOutside int `yaml:"min_outside,omitempty"`
	// Grace is how long a track that is in the zone may be gone before it counts
	// as having left; default 3 s, a little longer than track keeps it.
	Grace time.Duration `yaml:"grace,omitempty"`
}

// Defaults of a zone.
const (
	defaultFrames = 3
	defaultGrace  = 3 * time.Second
	maxCorners    = 1000
	maxFrames     = 10_000
	minArea       = 1e-5 // of the picture: about one pixel at 384x288
)

// For returns the zones that belong to a camera, in their order.
func For(camera custos.CameraID, zones []Zone) []Zone {
	var out []Zone
	for _, z := range zones {
		on := len(z.Resources) == 0
		for _, r := range z.Resources {
			on = on || camera.Within(r)
		}
		if on {
			out = append(out, z)
		}
	}
	return out
}

// Validate says what is wrong with the zone, as an error of kind Invalid.
func (z *Zone) Validate() error {
	if z.Name == "" {
		return custos.Errorf(custos.Invalid, "a zone has no name: give each zone a name of its own")
	}
	fail := func(format string, args ...any) error {
		return custos.Errorf(custos.Invalid, "zone %q: "+format, append([]any{z.Name}, args...)...)
	}
	for _, r := range z.Resources {
		if err := r.Validate(); err != nil {
			return fail("%w", err)
		}
	}
	for _, c := range z.Classes {
		if c == "" {
			return fail("a class is empty: name it, or leave classes out for all of them")
		}
	}
	switch {
	case z.DwellAfter < 0:
		return fail("dwell_after is %v, it must not be negative", z.DwellAfter)
	case z.Grace < 0:
		return fail("grace is %v, it must not be negative", z.Grace)
	case z.MinInside < 0 || z.MinInside > maxFrames:
		return fail("min_inside is %d, it must be from 0 to %d frames", z.MinInside, maxFrames)
	case z.MinOutside < 0 || z.MinOutside > maxFrames:
		return fail("min_outside is %d, it must be from 0 to %d frames", z.MinOutside, maxFrames)
	case len(z.Polygon) < 3:
		return fail("the polygon has %d corners, at least three are needed", len(z.Polygon))
	case len(z.Polygon) > maxCorners:
		return fail("the polygon has %d corners, at most %d are allowed", len(z.Polygon), maxCorners)
	}
	for i, p := range z.Polygon {
		if !(p[0] >= 0 && p[0] <= 1 && p[1] >= 0 && p[1] <= 1) { // also not a number
			return fail("corner %d is at %v, %v; give fractions of the picture, 0 to 1 from the left and the top", i+1, p[0], p[1])
		}
	}
	if i, j, ok := crossing(z.Polygon); ok {
		return fail("the side after corner %d meets the side after corner %d; give the corners in the order in which a walk along the border meets them, each once", i+1, j+1)
	}
	if math.Abs(area(z.Polygon)) < minArea {
		return fail("the polygon has next to no area; give corners that enclose a part of the picture")
	}
	return nil
}

func (z *Zone) counts(c custos.Class) bool { return among(z.Classes, c) }

// among reports that a class is in a list; an empty one has all.
func among(list []custos.Class, c custos.Class) bool {
	return len(list) == 0 || slices.Contains(list, c)
}

func (z Zone) withDefaults() Zone {
	if z.MinInside == 0 {
		z.MinInside = defaultFrames
	}
	if z.MinOutside == 0 {
		z.MinOutside = defaultFrames
	}
	if z.Grace == 0 {
		z.Grace = defaultGrace
	}
	// The engine outlives the caller's slices.
	z.Polygon = append([][2]float64(nil), z.Polygon...)
	z.Classes = append([]custos.Class(nil), z.Classes...)
	return z
}
