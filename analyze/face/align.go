package face

import "math"

// Point is a place in a picture, in pixels; the middle of the first pixel is at .5, .5.
type Point struct{ X, Y float64 }

// The marks of a face, in the order in which Marks has them. Right and left are the person's own:
// the right eye is on the picture's left side.
const (
	RightEye = iota
	LeftEye
	Nose
	RightMouth
	LeftMouth
	marks
)

// Marks are where eyes, nose and the mouth's corners are.
type Marks [marks]Point

// Similarity turns, scales and moves: (x, y) goes to (A·x - B·y + X, B·x + A·y + Y).
type Similarity struct{ A, B, X, Y float64 }

// Of is where a point goes.
func (s Similarity) Of(p Point) Point {
	return Point{s.A*p.X - s.B*p.Y + s.X, s.B*p.X + s.A*p.Y + s.Y}
}

// Scale is by how much lengths grow.
func (s Similarity) Scale() float64 { return math.Hypot(s.A, s.B) }

// Fit is the similarity that brings points nearest to others, by the squares of what is left
// (Umeyama 1991, without reflection); false where the points are one.
func Fit(from, to []Point) (Similarity, bool) {
	n := float64(len(from))
	if len(from) < 2 || len(from) != len(to) {
		return Similarity{}, false
	}
	var a, b Point
	for i := range from {
		a.X, a.Y = a.X+from[i].X/n, a.Y+from[i].Y/n
		b.X, b.Y = b.X+to[i].X/n, b.Y+to[i].Y/n
	}
	var along, across, spread float64
	for i := range from {
		x, y, u, v := from[i].X-a.X, from[i].Y-a.Y, to[i].X-b.X, to[i].Y-b.Y
		along += x*u + y*v
		across += x*v - y*u
		spread += x*x + y*y
	}
	if !(spread > 1e-9) {
		return Similarity{}, false
	}
	s := Similarity{A: along / spread, B: across / spread}
	if !(s.Scale() > 1e-9) {
		return Similarity{}, false
	}
	s.X, s.Y = b.X-(s.A*a.X-s.B*a.Y), b.Y-(s.B*a.X+s.A*a.Y)
	return s, true
}

// straight are the marks of a face seen from the front, in a square of side 1 that holds it from
// the hairline to the chin: those by which ArcFace's networks are trained (Deng et al. 2019),
// where the square has 112 pixels.
var straight = Marks{{38.2946 / 112, 51.6963 / 112}, {73.5318 / 112, 51.5014 / 112}, {56.0252 / 112, 71.7366 / 112}, {41.5493 / 112, 92.3655 / 112}, {70.7299 / 112, 92.2041 / 112}}

// Framing says how much of a head an aligned face shows.
type Framing struct {
	// Width and Height are in pixels.
	Width, Height int
	// Part is how much of the width the square takes that holds the face from the hairline to the chin.
	Part float64
	// Rise is how far the square's middle is above the picture's, as a part of its height.
	Rise float64
}

// place is the similarity from the square of side 1 to the aligned picture.
func (f Framing) place() Similarity {
	side := f.Part * float64(f.Width)
	return Similarity{A: side, X: (float64(f.Width) - side) / 2, Y: (float64(f.Height)-side)/2 - f.Rise*float64(f.Height)}
}

// Align cuts a face out of a picture, straight and of one size: by its marks, or by its box where
// it has none.
func (f Framing) Align(p *Picture, face Found) *Picture {
	place := f.place()
	var to []Point
	var from []Point
	if face.Marked {
		for i := range straight {
			from, to = append(from, face.Marks[i]), append(to, place.Of(straight[i]))
		}
	} else {
		// A detector's square goes from above the brows to below the mouth, a little wider
		// than the square of the marks' is high.
		b := face.Box
		from = []Point{{b.X, b.Y}, {b.X + b.W, b.Y + b.H}}
		to = []Point{place.Of(Point{0, .04}), place.Of(Point{1, 1.04})}
	}
	s, ok := Fit(from, to)
	if !ok {
		return NewPicture(f.Width, f.Height)
	}
	return p.warped(s, f.Width, f.Height)
}

// Whole scales all of a picture to the size, for one that shows a face and nothing else.
func (f Framing) Whole(p *Picture) *Picture { return p.resized(f.Width, f.Height) }

// warped is what a similarity makes of a picture, in a size.
func (p *Picture) warped(s Similarity, width, height int) *Picture {
	for s.Scale() <= .5 && min(p.Width, p.Height) > 1 { // else pixels in between are never looked at
		p = p.half()
		s.A, s.B = 2*s.A, 2*s.B
	}
	d := s.A*s.A + s.B*s.B
	return p.sampled(width, height, func(x, y float64) (float64, float64) {
		x, y = x-s.X, y-s.Y
		return (s.A*x + s.B*y) / d, (s.A*y - s.B*x) / d
	})
}

// resized is the picture in another size, between the four nearest pixels: first between two
// rows, then along them.
func (p *Picture) resized(width, height int) *Picture {
	for p.Width >= 2*width && p.Height >= 2*height {
		p = p.half()
	}
	out, row := NewPicture(width, height), make([]int, 3*p.Width)
	xs := taps(width, p.Width)
	for y, t := range taps(height, p.Height) {
		top, bottom := p.Pix[3*t.a*p.Width:][:len(row)], p.Pix[3*t.b*p.Width:][:len(row)]
		for i := range row {
			row[i] = int(top[i])<<8 + t.part*(int(bottom[i])-int(top[i]))
		}
		to := out.Pix[3*y*width:][:3*width]
		for x, t := range xs {
			for c := range 3 {
				a, b := row[3*t.a+c], row[3*t.b+c]
				to[3*x+c] = byte((a<<8 + t.part*(b-a) + 1<<15) >> 16)
			}
		}
	}
	return out
}

// sampled is made of the places that at names, between the four nearest pixels; beyond the
// picture's edge are the edge's own.
func (p *Picture) sampled(width, height int, at func(x, y float64) (float64, float64)) *Picture {
	out := NewPicture(width, height)
	for y := range height {
		for x := range width {
			u, v := at(float64(x)+.5, float64(y)+.5)
			u, v = min(max(u-.5, 0), float64(p.Width-1)), min(max(v-.5, 0), float64(p.Height-1))
			x0, y0 := int(u), int(v)
			x1, y1 := min(x0+1, p.Width-1), min(y0+1, p.Height-1)
			a, b := u-float64(x0), v-float64(y0)
			to := out.Pix[3*(y*width+x):][:3]
			for c := range to {
				top := (1-a)*float64(p.Pix[3*(y0*p.Width+x0)+c]) + a*float64(p.Pix[3*(y0*p.Width+x1)+c])
				bottom := (1-a)*float64(p.Pix[3*(y1*p.Width+x0)+c]) + a*float64(p.Pix[3*(y1*p.Width+x1)+c])
				to[c] = byte((1-b)*top + b*bottom + .5)
			}
		}
	}
	return out
}
