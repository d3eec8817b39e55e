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

// Written is a line that was read, and where.
type Written struct {
	Reading
	At Quad
}

// Reader finds and reads plates.
type Reader struct {
	Grammar Grammar
	// Near reads what may be the plate's writing about a region of strokes; Anywhere, if there
	// is one, what is anywhere in a picture.
	Near     func(ctx context.Context, g *Gray, at Region) ([]Written, error)
	Anywhere func(ctx context.Context, g *Gray) ([]Written, error)
	// Regions is how many regions are looked at, at most.
	Regions int
	// Thorough looks at all of them, and of two readings prefers the longer one: a network that
	// misses letters at the ends does not invent any.
	Thorough bool
}

const (
	// doubtful is what is read so badly that the whole picture is looked at, sure what ends the
	// search: what is read so well is a plate.
	doubtful = .7
	sure     = .93
	// shortest and longest are how many characters a plate has.
	shortest, longest = 4, 9
	// least is the score below which nothing counts as read.
	least = .5
)

// Plate finds the plate of a vehicle that a picture shows; none is no error. It looks closely
// where strokes are, and then, in less detail, everywhere.
func (r *Reader) Plate(ctx context.Context, g *Gray) (*Plate, error) {
	var best *Plate
	better := func(lines []Written) {
		alone := false // a line is a plate by itself
		for _, l := range lines {
			p := r.Grammar.plate(l)
			alone = alone || p.Fits
			if p.complete() && (best == nil || r.worth(p) > r.worth(best)) {
				best = p
			}
		}
		if alone {
			return
		}
		for _, l := range r.Grammar.twoLines(lines) {
			if p := r.Grammar.plate(l); p.complete() && r.Grammar.joins(p) && (best == nil || r.worth(p) > r.worth(best)) {
				best = p
			}
		}
	}
	for _, region := range Regions(g, r.Regions) {
		lines, err := r.Near(ctx, g, region)
		if err != nil {
			return nil, err
		}
		better(lines)
		if best != nil && !r.Thorough && r.Grammar.certain(best) {
			return best, nil
		}
	}
	if r.Anywhere == nil || best != nil && best.Score > doubtful {
		return best, nil
	}
	lines, err := r.Anywhere(ctx, g)
	better(lines)
	return best, err
}

// worth is a plate's beside others of one picture.
func (r *Reader) worth(p *Plate) float64 {
	if !r.Thorough {
		return p.worth()
	}
	return p.worth() + longer*float64(len(p.Text))
}

// longer is what a character more is worth to who is thorough.
const longer = .05

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

// plate is what a line says by the grammar.
func (g Grammar) plate(w Written) *Plate {
	fit, ok := g.Fit(w.Reading)
	return &Plate{Text: fit.Text(), Quad: w.At, Score: fit.Score(), Fits: ok, Reading: fit}
}

// certain reports that a plate is read so well that nothing else is looked at.
func (g Grammar) certain(p *Plate) bool {
	return p.complete() && p.Score > sure && (p.Fits || len(g.formats) == 0 && p.mixed())
}

// complete reports that it may be a whole plate, and was read well enough.
func (p *Plate) complete() bool {
	return len(p.Text) >= shortest && len(p.Text) <= longest && p.Score >= least
}

// Part is a copy of a part of the picture.
func (g *Gray) Part(x0, y0, x1, y1 int) *Gray {
	out := NewGray(x1-x0, y1-y0)
	for y := range out.Height {
		copy(out.Pix[y*out.Width:(y+1)*out.Width], g.Pix[(y0+y)*g.Width+x0:])
	}
	return out
}
