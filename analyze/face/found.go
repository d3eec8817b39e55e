package face

import (
	"cmp"
	"context"
	"slices"
)

// Box is a part of a picture, in pixels.
type Box struct{ X, Y, W, H float64 }

// overlap is the part of both boxes that is in both (IoU).
func (b Box) overlap(o Box) float64 {
	w, h := min(b.X+b.W, o.X+o.W)-max(b.X, o.X), min(b.Y+b.H, o.Y+o.H)-max(b.Y, o.Y)
	if w <= 0 || h <= 0 {
		return 0
	}
	return w * h / (b.W*b.H + o.W*o.H - w*h)
}

// Found is a face in a picture.
type Found struct {
	Box Box
	// Score is 0 to 1.
	Score float64
	// Marks are known where Marked.
	Marks  Marks
	Marked bool
}

// Detector finds faces in a picture, the surest first.
type Detector interface {
	Faces(ctx context.Context, p *Picture) ([]Found, error)
	// Name says by what, with the network's digest if it is one.
	Name() string
}

// sameFace is from which overlap on two boxes are one face.
const sameFace = .3

// best leaves of boxes that overlap the surest, and of all so many.
func best(all []Found, most int) []Found {
	slices.SortStableFunc(all, func(a, b Found) int { return cmp.Compare(b.Score, a.Score) })
	var out []Found
	for _, f := range all {
		if len(out) == most {
			break
		}
		if !slices.ContainsFunc(out, func(o Found) bool { return o.Box.overlap(f.Box) >= sameFace }) {
			out = append(out, f)
		}
	}
	return out
}

// mostFaces bounds how many of one picture are looked at.
const mostFaces = 16

// fit is a picture in a square as a network takes it: at the upper left corner, in its own
// proportions, black beside it.
func fit(p *Picture, side int) (square *Picture, scale float64) {
	scale = min(float64(side)/float64(p.Width), float64(side)/float64(p.Height))
	square = NewPicture(side, side)
	w, h := min(side, int(float64(p.Width)*scale+.5)), min(side, int(float64(p.Height)*scale+.5))
	small := p.resized(max(w, 1), max(h, 1))
	for y := range small.Height {
		copy(square.Pix[3*y*side:], small.Pix[3*y*small.Width:3*(y+1)*small.Width])
	}
	return square, scale
}
