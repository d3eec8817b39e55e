package plate

import (
	"context"
	"strings"
)

// Plate is one that was found and read.
type Plate struct {
	// Text is what it says, without spaces and signs.
	Text string
	// Quad is where its line stands in the picture, in pixels.
	Quad Quad
	// Score is how sure it is, 0 to 1. Fits says that it has a format of the grammar.
	Score   float64
	Fits    bool
	Reading Reading
}

// Reader finds and reads plates.
type Reader struct {
	Grammar Grammar
	// Lines finds the lines of text in a part of a picture; Read reads one.
	Lines func(ctx context.Context, g *Gray) ([]Line, error)
	Read  func(ctx context.Context, g *Gray, q Quad) (Reading, error)
}

const (
	// regionsMost is how many regions are looked at closely, linesMost how many lines of each.
	regionsMost = 4
	linesMost   = 2
	// doubtful is what is read so badly that the whole picture is looked at, sure what ends the
	// search: what is read so well is a plate.
	doubtful = .7
	sure     = .93
	// shortest and longest are how many characters a plate has.
	shortest, longest = 4, 9
	// beyond is how far beyond the ends of a line it is read, in heights.
	beyond = .5
	// least is the score below which nothing counts as read.
	least = .5
)

// Plate finds the plate of a vehicle that a picture shows; none is no error. It looks closely
// where strokes are, and then, in less detail, everywhere.
func (r *Reader) Plate(ctx context.Context, g *Gray) (*Plate, error) {
	var best *Plate
	for _, region := range Regions(g, regionsMost) {
		p, err := r.within(ctx, g, region.about(), region)
		if err != nil {
			return nil, err
		}
		if p != nil && (best == nil || p.worth() > best.worth()) {
			best = p
		}
		if best != nil && best.Score > sure && (best.Fits || len(r.Grammar.formats) == 0 && best.mixed()) {
			return best, nil
		}
	}
	if best != nil && best.Score > doubtful {
		return best, nil
	}
	p, err := r.within(ctx, g, Upright(0, 0, float64(g.Width), float64(g.Height)), Region{})
	if err == nil && p != nil && (best == nil || p.worth() > best.worth()) {
		best = p
	}
	return best, err
}

// about is where the plate may be of which a region is a part: writing is up to six times as
// wide as it is high, and there may be two lines of it.
func (r Region) about() Quad {
	x, y, h := float64(r.X)+float64(r.W)/2, float64(r.Y)+float64(r.H)/2, float64(r.H)
	return Upright(x-6*h, y-2*h, 12*h, 4*h)
}

// within finds the plate in a part of a picture; where no line is found the region is read as it
// is, if there is one.
func (r *Reader) within(ctx context.Context, g *Gray, in Quad, region Region) (*Plate, error) {
	l, t, right, b := in.Bounds()
	x0, y0, x1, y1 := max(int(l), 0), max(int(t), 0), min(int(right), g.Width), min(int(b), g.Height)
	part := g.Part(x0, y0, x1, y1)
	lines, err := r.Lines(ctx, part)
	if err != nil {
		return nil, err
	}
	lines = joined(lines)
	byHeight(lines)
	if len(lines) == 0 && region.H > 0 { // what is blurred is no line, and may be read all the same
		lines = []Line{{Upright(float64(region.X-x0), float64(region.Y-y0), float64(region.W), float64(region.H)).Grown(.05, .15), region.Score}}
	}
	var best *Plate
	tried := 0
	for _, l := range lines {
		if tried == linesMost {
			break
		}
		if w, h := l.Size(); w < 1.5*h || h < 6 {
			continue
		}
		tried++
		p, err := r.line(ctx, part, l)
		if err != nil {
			return nil, err
		}
		if p != nil && (best == nil || p.worth() > best.worth()) {
			best = p
		}
	}
	if best != nil {
		for j := range best.Quad {
			best.Quad[j].X += float64(x0)
			best.Quad[j].Y += float64(y0)
		}
	}
	return best, nil
}

// worth is by which plates of one picture are compared: what has a format is likelier to be one
// than a name on a van.
func (p *Plate) worth() float64 {
	w := p.Score
	if p.Fits {
		w += .3
	}
	switch { // a word has no digits, a time that is shown in the picture no letters
	case p.mixed():
		w += .2
	case strings.ContainsAny(p.Text, Letters[:10]):
		w += .05
	}
	return w
}

// mixed reports letters and digits, and five of them at least.
func (p *Plate) mixed() bool {
	return len(p.Text) > shortest && strings.ContainsAny(p.Text, Letters[:10]) && strings.ContainsAny(p.Text, Letters[10:])
}

// line reads a line; nil is none of a plate.
func (r *Reader) line(ctx context.Context, g *Gray, l Line) (*Plate, error) {
	// Characters at an end are easily missed, and what stands beside a plate is none.
	w, h := l.Size()
	l.Quad = l.Quad.Grown(beyond*h/w, 0)
	reading, err := r.Read(ctx, g, l.Quad)
	if err != nil {
		return nil, err
	}
	p := r.Grammar.plate(reading)
	p.Quad = l.Quad
	if n := len(p.Text); n < shortest || n > longest || p.Score < least {
		return nil, nil
	}
	return p, nil
}

// plate is what a reading says by the grammar.
func (g Grammar) plate(r Reading) *Plate {
	fit, ok := g.Fit(r)
	return &Plate{Text: fit.Text(), Score: fit.Score(), Fits: ok, Reading: fit}
}

// Part is a copy of a part of the picture.
func (g *Gray) Part(x0, y0, x1, y1 int) *Gray {
	out := NewGray(x1-x0, y1-y0)
	for y := range out.Height {
		copy(out.Pix[y*out.Width:(y+1)*out.Width], g.Pix[(y0+y)*g.Width+x0:])
	}
	return out
}

// NewReader is a reader by two networks.
func NewReader(g Grammar, find TextFinder, read *TextReader) *Reader {
	return &Reader{Grammar: g, Read: read.Read, Lines: func(ctx context.Context, part *Gray) ([]Line, error) {
		pixels := findPixels
		if part.Width < 3*part.Height-3 && part.Width*part.Height > 4*findPixels {
			pixels = wholePixels
		}
		w, h := fitting(part.Width, part.Height, pixels)
		return find.Lines(ctx, part, w, h)
	}}
}

// findPixels is about how many pixels the network is given to find lines in.
const findPixels = 288 * 96

// wholePixels is that where all of a large picture is looked at.
const wholePixels = 640 * 384

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
