package plates

import (
	"image"
	"image/color"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"custos.dev/custos/analyze/models"
	"custos.dev/custos/analyze/models/modelstest"
	"custos.dev/custos/analyze/plate"
	"custos.dev/custos/observe"
)

// parked draws a car's back with a plate of one line or more.
func parked(t *testing.T, lines ...string) *image.Gray {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 480, 320))
	fill := func(r image.Rectangle, v byte) {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				m.SetGray(x, y, color.Gray{v})
			}
		}
	}
	fill(m.Rect, 120)
	fill(image.Rect(30, 20, 450, 300), 60)
	fill(image.Rect(70, 40, 410, 120), 30)
	f, err := opentype.Parse(gobold.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 36, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		t.Fatal(err)
	}
	defer face.Close()
	wide := 0
	for _, l := range lines {
		wide = max(wide, font.MeasureString(face, l).Ceil())
	}
	left := 240 - wide/2
	fill(image.Rect(left-12, 170, left+wide+12, 176+38*len(lines)), 235)
	for i, l := range lines {
		d := font.Drawer{Dst: m, Src: image.NewUniform(color.Gray{20}), Face: face, Dot: fixed.P(left, 205+38*i)}
		d.DrawString(l)
	}
	return m
}

// The service reads a plate by the networks that are fetched, in one line and in two.
func TestFetchedNetworksRead(t *testing.T) {
	networks := modelstest.Fetched(t, models.TextDetect, models.TextRead)
	for _, lines := range [][]string{{"RK 755 AJ"}, {"RK", "755 AJ"}} {
		g, err := plate.NewGrammar("sk")
		if err != nil {
			t.Fatal(err)
		}
		p := &reader{index: newIndex(), grammar: g, networks: networks}
		if err := p.open(); err != nil || p.plain {
			t.Fatalf("the service reads without networks: %v", err)
		}
		in := passing(1)
		in.Shots[0].Picture = parked(t, lines...)
		out, err := p.Look(t.Context(), in)
		if err != nil || len(out) != 1 {
			why, _ := p.Report()
			t.Fatalf("%q: %d plates, %v %s", lines, len(out), err, why)
		}
		if got := out[0].Payload.(*observe.Plate); got.Text != "RK755AJ" || !got.Format {
			t.Errorf("%q is read as %+v", lines, got)
		}
	}
}
