package plate

import (
	"context"
	"math"
	"slices"
)

// GlyphReader reads lines by the network that Custos brings. What the network says of where its
// letters are moves the strip that is looked at until it lies on the line.
type GlyphReader struct{ Net *GlyphNet }

const (
	// stripMost is how wide a strip may be.
	stripMost = 480
	// glances is how often a line is looked at, each time where the last one has seen it.
	glances = 3
	// beginning is what it costs to say that another glyph begins, in natural logarithms: a
	// flicker between two columns is none.
	beginning = 1.5
	// unsure is by how much less likely none is than the network says: it was taught on much that
	// is unreadable, and misses letters rather than invent any.
	unsure = 1.0
	// besideLetter is from the middle of an outer letter to its line's end, besideLine how far
	// beyond it the next look goes; in heights of letters.
	besideLetter, besideLine = .4, 2
)

// placed is a glyph that was read, with where it is in its strip: the middle, and how high.
type placed struct {
	glyph      Glyph
	sure       float32
	x, y, high float64
}

// stripOf is what a quad about a line's letters shows, as the network is given it: so many times
// as wide as it is.
func stripOf(g *Gray, q Quad, wider float64) *Gray {
	w, h := q.Size()
	width := min(int(math.Round(w/h*StripLetters*wider/ColumnStep))*ColumnStep, stripMost)
	const around = float64(StripHeight-StripLetters) / 2 / StripLetters
	return g.Rectified(q.Grown(0, around), max(width, 2*ColumnStep), StripHeight)
}

// Read reads what stands on a quad, or where the line goes on beside it.
func (r GlyphReader) Read(_ context.Context, g *Gray, q Quad) (Reading, error) {
	got, _ := r.line(g, q)
	return got, nil
}

// looks are how a line is looked at again once it is found: as high as it is or less or more, and
// so many times as wide.
var looks = []struct{ up, wider float64 }{{0, 1.35}, {.08, 1}, {-.08, 1.2}, {0, 1.15}}

// widths are how wide lines are shown: letters of American plates are half as wide as others.
var widths = []float64{StripWider, 1.75 * StripWider}

// line reads a line, and says where it stands.
func (r GlyphReader) line(g *Gray, q Quad) (best Reading, at Quad) {
	var tapes Tapes
	most, found, kept := 0., q, StripWider
	look := func(q Quad, wider float64) (glyphs []placed, width int) {
		strip := stripOf(g, q, wider)
		glyphs = glyphsOf(r.Net.Answer(strip, &tapes).Data)
		if worth := worthOf(glyphs); worth > most {
			most, at, found, kept, best = worth, q, q, wider, Reading{}
			if tight, ok := follow(glyphs, q, strip.Width, besideLetter*wider); ok {
				at = tight
			}
			for _, p := range glyphs {
				best.Glyphs, best.Sure = append(best.Glyphs, p.glyph), append(best.Sure, p.sure)
			}
		}
		return glyphs, strip.Width
	}
	for _, wider := range widths {
		on := q
		for range glances {
			if w, h := on.Size(); h < 4 || w < 8 || w > 30*h {
				break
			}
			glyphs, width := look(on, wider)
			next, ok := follow(glyphs, on, width, besideLine*wider)
			if !ok {
				break
			}
			on = next
		}
	}
	if len(best.Glyphs) >= lineLeast {
		q, wider := found, kept
		for _, l := range looks {
			look(q.Grown(0, l.up), l.wider*wider)
		}
	}
	return best, at
}

// worthOf is by which readings of one line are compared: how many glyphs, each as sure as it is.
func worthOf(glyphs []placed) (sum float64) {
	for i := range glyphs {
		g := &glyphs[i].glyph
		sum += float64(g[g.best()]*glyphs[i].sure) - .4
	}
	return sum
}

// glyphsOf chooses the likeliest row of glyphs: as connectionist temporal classification has
// it, a glyph is one or more columns of one letter, and between two of the same letter there
// is none.
func glyphsOf(answers []float32) []placed {
	const none, classes = GlyphClasses - 1, GlyphClasses
	n := len(answers) / GlyphAnswers
	if n == 0 {
		return nil
	}
	from := make([][classes]int8, n) // of which class the column before was
	var score, next [classes]float64
	for x := range n {
		p := answers[x*GlyphAnswers:][:classes]
		first, second := none, none // the best two before
		if x > 0 {
			first, second = -1, -1
			for c, s := range score {
				switch {
				case first < 0 || s > score[first]:
					first, second = c, first
				case second < 0 || s > score[second]:
					second = c
				}
			}
		}
		for c := range classes {
			likely := logOf(p[c])
			if c == none {
				likely -= unsure
			}
			if x == 0 {
				next[c] = likely
				if c != none {
					next[c] -= beginning
				}
				continue
			}
			before, s := c, score[c]
			other := first
			if other == c {
				other = second
			}
			cost := beginning
			if c == none {
				cost = 0
			}
			if score[other]-cost > s {
				before, s = other, score[other]-cost
			}
			next[c], from[x][c] = s+likely, int8(before)
		}
		score = next
	}
	at := 0
	for c, s := range score {
		if s > score[at] {
			at = c
		}
	}
	path := make([]int, n)
	for x := n - 1; x >= 0; x-- {
		path[x] = at
		at = int(from[x][at])
	}
	var out []placed
	for x := 0; x < n; {
		until := x + 1
		for until < n && path[until] == path[x] {
			until++
		}
		if path[x] != none {
			out = append(out, together(answers, x, until))
		}
		x = until
	}
	return out
}

// together is the glyph that some columns show.
func together(answers []float32, from, until int) placed {
	var p placed
	weight := 0.
	for x := from; x < until; x++ {
		a := answers[x*GlyphAnswers:][:GlyphAnswers]
		letters := 1 - a[GlyphClasses-1]
		for i := range p.glyph {
			p.glyph[i] += a[i]
		}
		w := float64(letters)
		weight += w
		p.x += w * (float64(x) + .5) * ColumnStep
		p.y += w * (float64(a[GlyphClasses])*StripHeight/2 + StripHeight/2)
		p.high += w * float64(a[GlyphClasses+1]) * StripHeight / 2
		p.sure = max(p.sure, letters)
	}
	for i := range p.glyph {
		p.glyph[i] /= float32(max(weight, 1e-9))
	}
	p.x, p.y, p.high = p.x/max(weight, 1e-9), p.y/max(weight, 1e-9), p.high/max(weight, 1e-9)
	return p
}

// follow is the line on which glyphs stand that were read in a strip of a quad: the straight
// one that has most of them near it, as high as they are, from before the first to behind the last
// by so many of its letters' heights, in pixels of the strip.
func follow(glyphs []placed, q Quad, width int, beside float64) (Quad, bool) {
	if len(glyphs) < 2 {
		return q, false
	}
	glyphs = slices.Clone(glyphs)
	tall := make([]float64, len(glyphs))
	for i, p := range glyphs {
		tall[i] = p.high
	}
	slices.Sort(tall)
	high := tall[len(tall)/2]
	if high < 4 {
		return q, false
	}
	slope, at, most := 0., 0., -1.
	for i := range glyphs {
		for j := range glyphs[:i] {
			a, b := glyphs[j], glyphs[i]
			if b.x-a.x < high/2 {
				continue
			}
			s := (b.y - a.y) / (b.x - a.x)
			if math.Abs(s) > .35 {
				continue
			}
			support := 0.
			for _, p := range glyphs {
				if off := math.Abs(p.y-a.y-s*(p.x-a.x)) / high; off < .25 {
					support += float64(p.sure) * (1 - off*off*16)
				}
			}
			if support > most {
				most, slope, at = support, s, a.y-s*a.x
			}
		}
	}
	if most < 0 {
		return q, false
	}
	left, right := math.Inf(1), math.Inf(-1)
	for _, p := range glyphs {
		if math.Abs(p.y-at-slope*p.x) < .35*high {
			left, right = min(left, p.x), max(right, p.x)
		}
	}
	left, right = left-beside*high, right+beside*high
	const grow = float64(StripHeight-StripLetters) / 2 / StripLetters
	whole := q.Grown(0, grow)
	of := perspective(whole)
	place := func(x, up float64) Point {
		return of(Point{x / float64(width), (at + slope*x + up*high/2) / StripHeight})
	}
	// Upright strokes stay as they are in the picture: plates are seldom turned.
	return Quad{place(left, -1), place(right, -1), place(right, 1), place(left, 1)}, true
}
