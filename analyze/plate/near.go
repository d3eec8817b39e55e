package plate

import "context"

// textual reads plates by two networks, one that finds text and one that reads it.
type textual struct {
	grammar Grammar
	find    TextFinder
	read    *TextReader
}

// NewReader is a reader by two networks.
func NewReader(g Grammar, find TextFinder, read *TextReader) *Reader {
	t := textual{g, find, read}
	return &Reader{Grammar: g, Near: t.near, Anywhere: t.anywhere, Regions: regionsMost}
}

const (
	// regionsMost is how many regions are looked at closely, linesMost how many lines of each.
	regionsMost = 4
	linesMost   = 2
	// beyond is how far beyond the ends of a line it is read, in heights.
	beyond = .5
	// findPixels is about how many pixels the network is given to find lines in, wholePixels
	// that where all of a large picture is looked at.
	findPixels  = 288 * 96
	wholePixels = 640 * 384
)

// about is where the plate may be of which a region is a part: writing is up to six times as
// wide as it is high, and there may be two lines of it.
func (r Region) about() Quad {
	x, y, h := float64(r.X)+float64(r.W)/2, float64(r.Y)+float64(r.H)/2, float64(r.H)
	return Upright(x-6*h, y-2*h, 12*h, 4*h)
}

func (t textual) near(ctx context.Context, g *Gray, region Region) ([]Written, error) {
	return t.within(ctx, g, region.about(), region)
}

func (t textual) anywhere(ctx context.Context, g *Gray) ([]Written, error) {
	return t.within(ctx, g, Upright(0, 0, float64(g.Width), float64(g.Height)), Region{})
}

// within reads the lines in a part of a picture; where no line is found the region is read as it
// is, if there is one.
func (t textual) within(ctx context.Context, g *Gray, in Quad, region Region) (out []Written, err error) {
	l, top, right, b := in.Bounds()
	x0, y0, x1, y1 := max(int(l), 0), max(int(top), 0), min(int(right), g.Width), min(int(b), g.Height)
	part := g.Part(x0, y0, x1, y1)
	lines, err := t.lines(ctx, part)
	if err != nil {
		return nil, err
	}
	lines = joined(lines)
	byHeight(lines)
	if len(lines) == 0 && region.H > 0 { // what is blurred is no line, and may be read all the same
		lines = []Line{{Upright(float64(region.X-x0), float64(region.Y-y0), float64(region.W), float64(region.H)).Grown(.05, .15), region.Score}}
	}
	for _, l := range lines {
		if len(out) == linesMost {
			break
		}
		w, h := l.Size()
		if w < 1.5*h || h < 6 {
			continue
		}
		// Characters at an end are easily missed, and what stands beside a plate is none.
		q := l.Quad.Grown(beyond*h/w, 0)
		reading, err := t.read.Read(ctx, part, q)
		if err != nil {
			return nil, err
		}
		out = append(out, Written{reading, q.moved(float64(x0), float64(y0))})
		if t.grammar.certain(t.grammar.plate(out[len(out)-1])) {
			break
		}
	}
	return out, nil
}

// lines finds the lines of a part of a picture.
func (t textual) lines(ctx context.Context, part *Gray) ([]Line, error) {
	pixels := findPixels
	if part.Width < 3*part.Height-3 && part.Width*part.Height > 4*findPixels {
		pixels = wholePixels
	}
	w, h := fitting(part.Width, part.Height, pixels)
	return t.find.Lines(ctx, part, w, h)
}

// fitting is the size, in multiples of 32, that has about so many pixels and the form of a part.
func fitting(width, height, pixels int) (w, h int) {
	h = 32
	for {
		w = max((h*width/height+16)/32*32, 32)
		if (h+32)*max(((h+32)*width/height+16)/32*32, 32) > pixels || h >= height*2 {
			return w, h
		}
		h += 32
	}
}
