package plate

import (
	"context"
	"math"
	"testing"
)

// Two lines above each other are one plate where that has a form and no line has one alone, the
// upper one first; words beside and far from each other are none.
func TestTwoLines(t *testing.T) {
	at := func(text string, x, y, h float64) Written {
		return Written{reading(text, .97, nil), Upright(x, y, h*.7*float64(len(text)), h)}
	}
	for name, c := range map[string]struct {
		country string
		lines   []Written
		text    string
	}{
		"a motorcycle's":               {"sk", []Written{at("755AJ", 100, 132, 24), at("RK", 115, 100, 26)}, "RK755AJ"},
		"in the USA":                   {"us", []Written{at("7AB", 100, 100, 24), at("552", 100, 132, 24)}, "7AB552"},
		"words in two lines":           {"us", []Written{at("AUTO", 100, 100, 24), at("MOBIL", 100, 132, 24)}, "AUTO"},
		"side by side":                 {"sk", []Written{at("RK", 100, 100, 24), at("755AJ", 160, 102, 24)}, "755AJ"},
		"far below":                    {"sk", []Written{at("RK", 100, 100, 24), at("755AJ", 100, 170, 24)}, "755AJ"},
		"of another height":            {"sk", []Written{at("RK", 100, 100, 24), at("755AJ", 100, 132, 50)}, "755AJ"},
		"the lower one is a plate":     {"sk", []Written{at("SK", 100, 100, 24), at("RK755AJ", 100, 132, 24)}, "RK755AJ"},
		"below, and shifted far aside": {"sk", []Written{at("RK", 100, 100, 24), at("755AJ", 300, 132, 24)}, "755AJ"},
	} {
		g, err := NewGrammar(c.country)
		if err != nil {
			t.Fatal(err)
		}
		r := &Reader{Grammar: g, Anywhere: func(context.Context, *Gray) ([]Written, error) { return c.lines, nil }}
		p, err := r.Plate(t.Context(), NewGray(400, 300))
		if err != nil || p == nil || p.Text != c.text {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
}

// A line is followed to where most of its letters stand, whatever one of them says.
func TestFollow(t *testing.T) {
	q := Upright(100, 50, 200, 20) // its strip is 240 wide, and shows 6 pixels more above and below
	var glyphs []placed
	for i := range 7 {
		x := 40 + 20*float64(i)
		glyphs = append(glyphs, placed{sure: 1, x: x, y: 14 + .1*(x-120), high: 16})
	}
	glyphs[2].y, glyphs[4].high = 30, 30 // read wrong
	next, ok := follow(glyphs, q, 240, .5*StripWider)
	if !ok {
		t.Fatal("it is not followed")
	}
	w, h := next.Size()
	m := next.middle()
	// In the picture a strip's pixel is 1/1.2 wide and 1 high.
	if slope := (next[1].Y - next[0].Y) / (next[1].X - next[0].X); math.Abs(slope-.12) > .01 || math.Abs(h-16) > .5 || math.Abs(w-139.2/1.2) > 2 || math.Abs(m.X-(100+100/1.2)) > 1 || math.Abs(m.Y-(44+12)) > 1 {
		t.Errorf("slope %.3f, %.1f by %.1f about %+v", slope, w, h, m)
	}
	if _, ok := follow(glyphs[:1], q, 240, .5); ok {
		t.Error("one letter makes a line")
	}
}

// The likeliest row of glyphs: a letter over several columns is one, between two of the same there
// is a column of none, and a flicker is no letter.
func TestGlyphsOfColumns(t *testing.T) {
	const none = GlyphClasses - 1
	var answers []float32
	column := func(class int, p float32) {
		c := make([]float32, GlyphAnswers)
		rest := (1 - p) / float32(none)
		for i := range c[:GlyphClasses] {
			c[i] = rest
		}
		c[class] = p
		answers = append(answers, c...)
	}
	for _, class := range []int{none, 1, 1, none, 1, none, 10, 10} {
		column(class, .95)
	}
	column(11, .5) // a flicker
	answers[len(answers)-GlyphAnswers+10] = .45
	column(10, .95)
	column(none, .95)
	got := glyphsOf(answers)
	var r Reading
	for _, p := range got {
		r.Glyphs = append(r.Glyphs, p.glyph)
	}
	if r.Text() != "11A" {
		t.Errorf("%q", r.Text())
	}
	if len(got) == 3 && math.Abs(got[1].x-4.5*ColumnStep) > .1 {
		t.Errorf("the second one is at %.1f", got[1].x)
	}
	if glyphsOf(nil) != nil {
		t.Error("of nothing something is read")
	}
}
