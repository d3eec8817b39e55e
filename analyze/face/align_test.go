package face

import (
	"math"
	"testing"
)

func TestFit(t *testing.T) {
	want := Similarity{A: 1.2, B: .7, X: -30, Y: 12}
	from := []Point{{1, 2}, {40, 5}, {22, 61}}
	to := make([]Point, len(from))
	for i := range from {
		to[i] = want.Of(from[i])
	}
	got, ok := Fit(from, to)
	if d := math.Abs(got.A-want.A) + math.Abs(got.B-want.B) + math.Abs(got.X-want.X) + math.Abs(got.Y-want.Y); !ok || d > 1e-9 {
		t.Errorf("%+v, %v", got, ok)
	}
	for _, none := range [][]Point{nil, {{3, 4}}, {{3, 4}, {3, 4}, {3, 4}}} {
		if _, ok := Fit(none, to[:len(none)]); ok {
			t.Errorf("%v fits", none)
		}
	}
}

// A face that is turned in the picture, and of any size, is laid straight: its eyes are where all
// others' are.
func TestAlign(t *testing.T) {
	who := people(1)[0]
	straightened := func(d drawn) *Grey {
		return Framing{Width: 64, Height: 64, Part: 1}.Align(d.picture(300, 300), d.found()).Grey()
	}
	want := straightened(drawn{somebody: who, x: 150, y: 150, width: 200})
	for _, d := range []drawn{
		{somebody: who, x: 150, y: 150, width: 200, angle: .5}, {somebody: who, x: 100, y: 180, width: 120, angle: -.3}, {somebody: who, x: 120, y: 120, width: 230},
	} {
		got, off := straightened(d), 0.0
		for y := 8; y < 56; y++ {
			for x := 8; x < 56; x++ {
				off += math.Abs(float64(got.Pix[y*64+x])-float64(want.Pix[y*64+x])) / (48 * 48)
			}
		}
		if off > 9 {
			t.Errorf("turned by %v, of width %v: %v grey levels off on average", d.angle, d.width, off)
		}
	}
	// Wherever a detector puts the marks, there is a picture.
	for _, f := range []Found{{}, {Marked: true}, {Box: Box{-1e9, 5, 1e9, 1e-9}}, {Box: Box{math.NaN(), 0, 1, 1}}} {
		if p := LBPHFraming.Align(NewPicture(20, 20), f); p.Width != 96 || len(p.Pix) != 3*96*112 {
			t.Errorf("%+v: %d", f, p.Width)
		}
	}
}
