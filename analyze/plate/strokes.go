package plate

import (
	"context"
	"math"
)

// GlyphReader reads a line by telling apart what stands between each two places of it, and
// choosing those segments that are most surely glyphs and do not overlap.
type GlyphReader struct{ Net *GlyphNet }

const (
	// StripHeight is in which height a line is looked at, of which the writing takes all but
	// stripMargin above and below.
	StripHeight, stripMargin = 32, 4
	// SegmentLeast and SegmentMost are how wide a segment is; segments begin at every second place.
	SegmentLeast, SegmentMost, segmentStep = 5, 22, 2
	stripMost                              = 400 // wide
)

// heights are by how much less than a band's height the writing may be: a band ends where
// strokes do, and those of a plate's edge are strokes.
var heights = []float64{0, -.1, -.2, .1}

// Read reads what a quad shows; it needs no network of the site. It is read as high as makes it
// surest.
func (r GlyphReader) Read(_ context.Context, g *Gray, q Quad) (best Reading, err error) {
	w, h := q.Size()
	if h < 4 || w < 8 {
		return best, nil
	}
	const inside = StripHeight - 2*stripMargin
	most := 0.
	for _, by := range heights {
		line := q.Grown(0, by)
		_, high := line.Size()
		s := g.Rectified(line.Grown(0, float64(stripMargin)/inside), min(int(inside*w/high), stripMost), StripHeight)
		s.darkOnLight()
		got := r.read(s)
		worth := 0.
		for i := range got.Glyphs {
			worth += float64(got.Glyphs[i][got.Glyphs[i].best()] * got.Sure[i])
		}
		if worth > most {
			best, most = got, worth
		}
	}
	return best, nil
}

// darkOnLight turns light writing on a dark plate round: most of a plate is not written on.
func (g *Gray) darkOnLight() {
	var counts [256]int
	for _, p := range g.Pix {
		counts[p]++
	}
	at := func(part float64) float64 {
		left := int(part * float64(len(g.Pix)))
		for v, n := range counts {
			if left -= n; left < 0 {
				return float64(v)
			}
		}
		return 255
	}
	if lo, mid, hi := at(.05), at(.5), at(.95); mid-lo < hi-mid {
		for i, p := range g.Pix {
			g.Pix[i] = 255 - p
		}
	}
}

// segment is a stretch of a strip that shows a glyph.
type segment struct {
	from, until int
	glyph       Glyph
	worth       float64
}

// read chooses the segments whose worth is greatest together: a segment's is how much surer it is
// that it shows a glyph than that it does not, times its width.
func (r GlyphReader) read(s *Gray) Reading {
	pix := make([]byte, glyphWidth*glyphHeight)
	in, hidden, out := make([]float32, GlyphFeatures), make([]float32, r.Net.hidden), make([]float32, GlyphClasses)
	byEnd := make([][]segment, s.Width+1)
	for from := 0; from+SegmentLeast <= s.Width; from += segmentStep {
		for until := from + SegmentLeast; until <= min(from+SegmentMost, s.Width); until++ {
			if (until-from)%segmentStep != SegmentLeast%segmentStep {
				continue
			}
			stretch(s, from, until, pix)
			features(pix, in)
			r.Net.Likely(in, hidden, out)
			none := out[GlyphClasses-1]
			if none > .5 {
				continue
			}
			seg := segment{from: from, until: until, worth: float64(until-from) * (logOf(1-none) - logOf(none))}
			for i := range seg.glyph {
				seg.glyph[i] = out[i] / (1 - none)
			}
			// Two glyphs in one segment are told as the one that they look like most, less surely.
			seg.worth *= float64(seg.glyph[seg.glyph.best()])
			byEnd[until] = append(byEnd[until], seg)
		}
	}
	// best[x] is what can be had up to x, last the segment that ends it.
	best, last := make([]float64, s.Width+1), make([]*segment, s.Width+1)
	for x := 1; x <= s.Width; x++ {
		best[x] = best[x-1]
		for i := range byEnd[x] {
			seg := &byEnd[x][i]
			if worth := best[seg.from] + seg.worth; worth > best[x] {
				best[x], last[x] = worth, seg
			}
		}
	}
	var found []*segment
	for x := s.Width; x > 0; {
		if last[x] == nil {
			x--
			continue
		}
		found = append(found, last[x])
		x = last[x].from
	}
	var reading Reading
	for i := len(found) - 1; i >= 0; i-- {
		f := found[i]
		reading.Glyphs = append(reading.Glyphs, f.glyph)
		sure := f.worth / float64(f.until-f.from) / logOf(1e-9) // of what can be said at most
		reading.Sure = append(reading.Sure, float32(min(math.Abs(sure), 1)))
	}
	return reading
}

// FeaturesOf writes the features of a segment of a strip; out has GlyphFeatures places.
func FeaturesOf(strip *Gray, from, until int, out []float32) {
	var pix [glyphWidth * glyphHeight]byte
	stretch(strip, from, until, pix[:])
	features(pix[:], out)
}

// stretch brings a segment of a strip, without its margins' outer half, to the size of a glyph.
func stretch(s *Gray, from, until int, pix []byte) {
	const top = stripMargin / 2
	const high = StripHeight - 2*top
	for y := range glyphHeight {
		sy := top + (float64(y)+.5)*high/glyphHeight
		for x := range glyphWidth {
			sx := float64(from) + (float64(x)+.5)*float64(until-from)/glyphWidth
			pix[y*glyphWidth+x] = byte(s.at(sx, sy))
		}
	}
}
