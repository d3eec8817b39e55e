package face

import (
	"image"
	"image/color"
)

// Picture is red, green and blue of each pixel, one byte each, row by row.
type Picture struct {
	Width, Height int
	Pix           []byte
}

// NewPicture is a black one.
func NewPicture(width, height int) *Picture {
	return &Picture{Width: width, Height: height, Pix: make([]byte, 3*width*height)}
}

// PictureOf copies an image.
func PictureOf(m image.Image) *Picture {
	b := m.Bounds()
	p := NewPicture(b.Dx(), b.Dy())
	at := 0
	put := func(r, g, b byte) {
		p.Pix[at], p.Pix[at+1], p.Pix[at+2] = r, g, b
		at += 3
	}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		switch m := m.(type) {
		case *image.YCbCr:
			for x := b.Min.X; x < b.Max.X; x++ {
				c := m.COffset(x, y)
				put(color.YCbCrToRGB(m.Y[m.YOffset(x, y)], m.Cb[c], m.Cr[c]))
			}
		case *image.Gray:
			for x := b.Min.X; x < b.Max.X; x++ {
				v := m.Pix[m.PixOffset(x, y)]
				put(v, v, v)
			}
		case *image.RGBA:
			for x := b.Min.X; x < b.Max.X; x++ {
				i := m.PixOffset(x, y)
				put(m.Pix[i], m.Pix[i+1], m.Pix[i+2])
			}
		default:
			for x := b.Min.X; x < b.Max.X; x++ {
				r, g, b, _ := m.At(x, y).RGBA()
				put(byte(r>>8), byte(g>>8), byte(b>>8))
			}
		}
	}
	return p
}

// Grey is how bright each pixel is, row by row.
type Grey struct {
	Width, Height int
	Pix           []byte
}

// Grey is the picture's luma, by BT.601.
func (p *Picture) Grey() *Grey {
	g := &Grey{p.Width, p.Height, make([]byte, p.Width*p.Height)}
	for i := range g.Pix {
		r, gr, b := int(p.Pix[3*i]), int(p.Pix[3*i+1]), int(p.Pix[3*i+2])
		g.Pix[i] = byte((299*r + 587*gr + 114*b + 500) / 1000)
	}
	return g
}

// tap is two pixels of a row, or two rows, between which a place lies, and its way from the first
// to the second in 256 parts.
type tap struct{ a, b, part int }

// taps are where n places lie between so many.
func taps(n, of int) []tap {
	out := make([]tap, n)
	for i := range out {
		at := min(max((float64(i)+.5)*float64(of)/float64(n)-.5, 0), float64(of-1))
		a := int(at)
		out[i] = tap{a, min(a+1, of-1), int(256*(at-float64(a)) + .5)}
	}
	return out
}

// resized is it in another size, between the four nearest pixels.
func (g *Grey) resized(width, height int) *Grey {
	out := &Grey{width, height, make([]byte, width*height)}
	xs := taps(width, g.Width)
	row := make([]int, g.Width)
	for y, t := range taps(height, g.Height) {
		top, bottom := g.Pix[t.a*g.Width:][:len(row)], g.Pix[t.b*g.Width:][:len(row)]
		for i := range row {
			row[i] = int(top[i])<<8 + t.part*(int(bottom[i])-int(top[i]))
		}
		to := out.Pix[y*width:][:width]
		for x, t := range xs {
			to[x] = byte((row[t.a]<<8 + t.part*(row[t.b]-row[t.a]) + 1<<15) >> 16)
		}
	}
	return out
}

// half is the picture at half its size, each pixel the mean of four.
func (p *Picture) half() *Picture {
	out := NewPicture(max(p.Width/2, 1), max(p.Height/2, 1))
	for y := range out.Height {
		y0, y1 := min(2*y, p.Height-1), min(2*y+1, p.Height-1)
		for x := range out.Width {
			x0, x1 := min(2*x, p.Width-1), min(2*x+1, p.Width-1)
			for c := range 3 {
				sum := int(p.Pix[3*(y0*p.Width+x0)+c]) + int(p.Pix[3*(y0*p.Width+x1)+c]) + int(p.Pix[3*(y1*p.Width+x0)+c]) + int(p.Pix[3*(y1*p.Width+x1)+c])
				out.Pix[3*(y*out.Width+x)+c] = byte((sum + 2) / 4)
			}
		}
	}
	return out
}

// Mirrored is the picture as in a mirror.
func (p *Picture) Mirrored() *Picture {
	out := NewPicture(p.Width, p.Height)
	for y := range p.Height {
		for x := range p.Width {
			from, to := 3*(y*p.Width+x), 3*(y*p.Width+p.Width-1-x)
			copy(out.Pix[to:to+3], p.Pix[from:from+3])
		}
	}
	return out
}

// Planes writes red, green and blue, or blue, green and red where reversed, one after the other
// as a network takes them: (value - shift) * scale. out has three times as many places as there
// are pixels.
func (p *Picture) Planes(out []float32, shift, scale float32, reversed bool) {
	n := p.Width * p.Height
	for c := range 3 {
		from := c
		if reversed {
			from = 2 - c
		}
		plane := out[c*n : (c+1)*n]
		for i := range plane {
			plane[i] = (float32(p.Pix[3*i+from]) - shift) * scale
		}
	}
}

// Pixels is Planes for networks that take the three colours of a pixel together.
func (p *Picture) Pixels(out []float32, shift, scale float32) {
	for i := range out[:len(p.Pix)] {
		out[i] = (float32(p.Pix[i]) - shift) * scale
	}
}

// Within is the picture with sides of at most so many pixels.
func (p *Picture) Within(side int) *Picture {
	if p.Width <= side && p.Height <= side {
		return p
	}
	scale := float64(side) / float64(max(p.Width, p.Height))
	return p.resized(max(int(float64(p.Width)*scale+.5), 1), max(int(float64(p.Height)*scale+.5), 1))
}

// Image is the picture as package image has it.
func (p *Picture) Image() *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, p.Width, p.Height))
	for i := range p.Width * p.Height {
		copy(m.Pix[4*i:], p.Pix[3*i:3*i+3])
		m.Pix[4*i+3] = 255
	}
	return m
}
