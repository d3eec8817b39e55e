package plate

import (
	"image"
	"math"
)

// Gray is how bright each pixel of a picture is, row by row.
type Gray struct {
	Width, Height int
	Pix           []byte
}

// NewGray is a black picture.
func NewGray(width, height int) *Gray { return &Gray{width, height, make([]byte, width*height)} }

// GrayOf is the luma of an image.
func GrayOf(m image.Image) *Gray {
	b := m.Bounds()
	g := NewGray(b.Dx(), b.Dy())
	for y := range g.Height {
		row := g.Pix[y*g.Width:][:g.Width]
		switch m := m.(type) {
		case *image.YCbCr:
			copy(row, m.Y[m.YOffset(b.Min.X, b.Min.Y+y):])
		case *image.Gray:
			copy(row, m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):])
		default:
			for x := range row {
				r, gr, bl, _ := m.At(b.Min.X+x, b.Min.Y+y).RGBA()
				row[x] = byte((299*(r>>8) + 587*(gr>>8) + 114*(bl>>8) + 500) / 1000)
			}
		}
	}
	return g
}

// at is how bright a place between pixels is, those beyond the edge being as those at it.
func (g *Gray) at(x, y float64) float64 {
	x, y = min(max(x-.5, 0), float64(g.Width-1)), min(max(y-.5, 0), float64(g.Height-1))
	x0, y0 := int(x), int(y)
	x1, y1 := min(x0+1, g.Width-1), min(y0+1, g.Height-1)
	fx, fy := x-float64(x0), y-float64(y0)
	p := func(x, y int) float64 { return float64(g.Pix[y*g.Width+x]) }
	return (p(x0, y0)*(1-fx)+p(x1, y0)*fx)*(1-fy) + (p(x0, y1)*(1-fx)+p(x1, y1)*fx)*fy
}

// Scaled is the picture in another size: between the pixels where it grows, the mean of those
// that fall together where it shrinks.
func (g *Gray) Scaled(width, height int) *Gray {
	if width == g.Width && height == g.Height {
		return g
	}
	out := NewGray(width, height)
	across := sharesOf(g.Width, width)
	rows := make([][]float32, g.Height) // those that are needed, brought to the width
	sum := make([]float32, width)
	for y, down := range sharesOf(g.Height, height) {
		clear(sum)
		for i, part := range down.parts {
			at := down.from + i
			if rows[at] == nil {
				rows[at] = shrunk(g.Pix[at*g.Width:(at+1)*g.Width], across)
			}
			for x, v := range rows[at] {
				sum[x] += part * v
			}
		}
		for at := down.from - 1; at >= 0 && rows[at] != nil; at-- {
			rows[at] = nil
		}
		for x, v := range sum {
			out.Pix[y*width+x] = byte(v + .5)
		}
	}
	return out
}

// share is which pixels of a row make one of another, and each one's part in it.
type share struct {
	from  int
	parts []float32
}

// sharesOf are those of a row of pixels that is brought to another length.
func sharesOf(from, to int) []share {
	out := make([]share, to)
	by := float64(from) / float64(to)
	for i := range out {
		lo, hi := float64(i)*by, float64(i+1)*by
		if by < 1 { // between the two nearest
			mid := min(max((lo+hi)/2-.5, 0), float64(from-1))
			at := min(int(mid), max(from-2, 0))
			part := float32(mid - float64(at))
			out[i] = share{at, []float32{1 - part, part}[:min(2, from)]}
			continue
		}
		first, last := int(lo), min(int(math.Ceil(hi)), from)
		s := share{from: first}
		for x := first; x < last; x++ {
			s.parts = append(s.parts, float32((min(hi, float64(x+1))-max(lo, float64(x)))/by))
		}
		out[i] = s
	}
	return out
}

// shrunk is a row in the length of shares.
func shrunk(row []byte, shares []share) []float32 {
	out := make([]float32, len(shares))
	for x := range shares {
		s := &shares[x]
		sum := float32(0)
		for i, part := range s.parts {
			sum += part * float32(row[s.from+i])
		}
		out[x] = sum
	}
	return out
}

// Point is a place in a picture, in pixels; the middle of the first pixel is at .5, .5.
type Point struct{ X, Y float64 }

// Quad are the corners of a plate or a line of text, from the upper left one clockwise.
type Quad [4]Point

// Upright is a quad whose sides are those of the picture.
func Upright(x, y, w, h float64) Quad {
	return Quad{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}
}

// Size is its width and height: the means of its opposite sides.
func (q Quad) Size() (w, h float64) {
	d := func(a, b Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }
	return (d(q[0], q[1]) + d(q[3], q[2])) / 2, (d(q[0], q[3]) + d(q[1], q[2])) / 2
}

// Bounds is the smallest upright rectangle that holds it.
func (q Quad) Bounds() (x0, y0, x1, y1 float64) {
	x0, y0, x1, y1 = q[0].X, q[0].Y, q[0].X, q[0].Y
	for _, p := range q[1:] {
		x0, y0, x1, y1 = min(x0, p.X), min(y0, p.Y), max(x1, p.X), max(y1, p.Y)
	}
	return x0, y0, x1, y1
}

// moved is the quad elsewhere.
func (q Quad) moved(x, y float64) Quad {
	for i := range q {
		q[i].X, q[i].Y = q[i].X+x, q[i].Y+y
	}
	return q
}

// Grown moves its sides outwards by parts of its width and height.
func (q Quad) Grown(across, up float64) Quad {
	mix := func(a, b Point, t float64) Point { return Point{a.X + (b.X-a.X)*t, a.Y + (b.Y-a.Y)*t} }
	w := Quad{mix(q[0], q[1], -across), mix(q[0], q[1], 1+across), mix(q[3], q[2], 1+across), mix(q[3], q[2], -across)}
	return Quad{mix(w[0], w[3], -up), mix(w[1], w[2], -up), mix(w[1], w[2], 1+up), mix(w[0], w[3], 1+up)}
}

// Rectified is what a quad shows, seen from the front, in a size: each pixel lies where a plane
// that is seen in perspective has it (Heckbert 1989). Where several pixels fall into one, as
// many places of it are looked at.
func (g *Gray) Rectified(q Quad, width, height int) *Gray {
	out := NewGray(width, height)
	of := perspective(q)
	w, h := q.Size()
	nx, ny := overlap(w, width), overlap(h, height)
	for y := range height {
		for x := range width {
			sum := 0.
			for j := range ny {
				for i := range nx {
					p := of(Point{(float64(x) + (float64(i)+.5)/float64(nx)) / float64(width), (float64(y) + (float64(j)+.5)/float64(ny)) / float64(height)})
					sum += g.at(p.X, p.Y)
				}
			}
			out.Pix[y*width+x] = byte(sum/float64(nx*ny) + .5)
		}
	}
	return out
}

func overlap(from float64, to int) int {
	return min(max(int(math.Ceil(from/float64(to)-.25)), 1), 8)
}

// perspective maps the unit square to a quad.
func perspective(q Quad) func(Point) Point {
	dx1, dy1 := q[1].X-q[2].X, q[1].Y-q[2].Y
	dx2, dy2 := q[3].X-q[2].X, q[3].Y-q[2].Y
	sx, sy := q[0].X-q[1].X+q[2].X-q[3].X, q[0].Y-q[1].Y+q[2].Y-q[3].Y
	var gg, hh float64
	if det := dx1*dy2 - dx2*dy1; math.Abs(det) > 1e-9 {
		gg, hh = (sx*dy2-dx2*sy)/det, (dx1*sy-sx*dy1)/det
	}
	a, b, c := q[1].X-q[0].X+gg*q[1].X, q[3].X-q[0].X+hh*q[3].X, q[0].X
	d, e, f := q[1].Y-q[0].Y+gg*q[1].Y, q[3].Y-q[0].Y+hh*q[3].Y, q[0].Y
	return func(p Point) Point {
		w := gg*p.X + hh*p.Y + 1
		return Point{(a*p.X + b*p.Y + c) / w, (d*p.X + e*p.Y + f) / w}
	}
}

// Image is the picture for who draws or writes it.
func (g *Gray) Image() *image.Gray {
	return &image.Gray{Pix: g.Pix, Stride: g.Width, Rect: image.Rect(0, 0, g.Width, g.Height)}
}
