package eval

import (
	"math"
	"testing"

	"custos.dev/custos"
)

// walk is an object that goes to the right, a box a frame.
func walk(s Sequence, id, from, until int, y float64) {
	for f := from; f <= until; f++ {
		s[f] = append(s[f], Object{ID: id, Box: custos.Box{X: float64(f), Y: y, W: 10, H: 10}, Score: 1})
	}
}

func TestHOTA(t *testing.T) {
	truth := Sequence{}
	walk(truth, 1, 1, 10, 0)
	walk(truth, 2, 1, 10, 100)
	half := Sequence{} // one identity changes in the middle, the other is right
	walk(half, 7, 1, 5, 0)
	walk(half, 8, 6, 10, 0)
	walk(half, 9, 1, 10, 100)
	one := Sequence{} // one of two is found
	walk(one, 5, 1, 10, 100)
	beside := Sequence{} // boxes that overlap by 10x5 of 10x15: a third
	for f, os := range truth {
		for _, o := range os {
			o.Box.Y += 5
			beside[f] = append(beside[f], o)
		}
	}
	for _, c := range []struct {
		name          string
		tracks        Sequence
		hota, det, as float64
	}{
		{"perfect", truth, 1, 1, 1},
		// Found whole; of 20 boxes 10 have an association of 5/(10+5-5) = 1/2, 10 of 1.
		{"a switch", half, math.Sqrt(.75), 1, .75},
		{"one of two", one, math.Sqrt(.5), .5, 1},
		// Right at the overlaps .05 to .30, six of nineteen.
		{"a third beside", beside, 6.0 / 19, 6.0 / 19, 6.0 / 19},
		{"nothing", Sequence{}, 0, 0, 0},
	} {
		got := EvalHOTA(truth, c.tracks)
		if math.Abs(got.HOTA-c.hota) > 1e-9 || math.Abs(got.DetA-c.det) > 1e-9 || math.Abs(got.AssA-c.as) > 1e-9 {
			t.Errorf("%s: %+v, want %.3f %.3f %.3f", c.name, got, c.hota, c.det, c.as)
		}
	}
}
