package neural

import (
	"math"

	"custos.dev/custos"
)

// view is which part of a frame a network's picture shows, and how large: a point of the
// picture is at (x/sx + x0, y/sy + y0) of the frame, in its pixels.
type view struct {
	x0, y0, sx, sy float64
	fw, fh         float64 // the frame's size in pixels
}

// box turns a box of the picture, by its centre and size in pixels, into one of the frame.
func (v view) box(cx, cy, w, h float64) custos.Box {
	b := custos.Box{X: (cx-w/2)/v.sx + v.x0, Y: (cy-h/2)/v.sy + v.y0, W: w / v.sx, H: h / v.sy}
	x1, y1 := min((b.X+b.W)/v.fw, 1), min((b.Y+b.H)/v.fh, 1)
	x0, y0 := max(b.X/v.fw, 0), max(b.Y/v.fh, 0)
	return custos.Box{X: x0, Y: y0, W: max(x1-x0, 0), H: max(y1-y0, 0)}
}

// stretched shapes take the frame in their own proportions, the others with a margin.
func (m *Model) stretched() bool {
	return m.Shape == FastestDet || m.Shape == RTDETR || m.Shape == Embedding
}

// white is the largest number of a colour.
func (m *Model) white() float32 {
	if m.Shape == YOLOX || m.Shape == CenterNet || m.bytes {
		return 255
	}
	return 1
}

// bgr shapes take blue first.
func (m *Model) bgr() bool { return m.Shape == YOLOX || m.Shape == FastestDet || m.Shape == NanoDet }

// normalised shapes take colours less their mean, by their deviation; one that takes bytes
// does that itself.
func (m *Model) normalised() bool { return (m.Shape == Embedding || m.Shape == NanoDet) && !m.bytes }

// margin is the grey around a picture of other proportions, as in training.
const margin = 114

// Numbers is how many the network's input has.
func (m *Model) Numbers() int { return 3 * m.Width * m.Height }

// fitted is the model for pictures that hold a region of a frame and hardly more: no larger
// than it is in the frame, unless all of the frame would be.
func (m *Model) fitted(f *custos.Frame, region custos.Box) *Model {
	if !m.free || m.stretched() {
		return m
	}
	fw, fh := float64(f.Width), float64(f.Height)
	rw, rh := region.W*fw, region.H*fh
	width, height := float64(m.Width), float64(m.Height)
	scale := min(width/rw, height/rh, max(1, min(width/fw, height/fh)))
	side := func(n float64, most int) int {
		return min((max(int(math.Ceil(n-.5)), 1)+Step-1)/Step*Step, most)
	}
	fit := *m
	fit.Width, fit.Height = side(rw*scale, m.Width), side(rh*scale, m.Height)
	return &fit
}

// picture writes a region of a frame, in fractions of it, as the network takes it: planes
// of floats, scaled between the four nearest pixels (bilinear). in has Numbers places.
func (m *Model) picture(f *custos.Frame, region custos.Box, in []float32) view {
	fw, fh := float64(f.Width), float64(f.Height)
	v := view{x0: region.X * fw, y0: region.Y * fh, fw: fw, fh: fh}
	rw, rh := region.W*fw, region.H*fh
	v.sx, v.sy = float64(m.Width)/rw, float64(m.Height)/rh
	if !m.stretched() {
		v.sx = min(v.sx, v.sy)
		v.sy = v.sx
	}
	w, h := min(m.Width, int(rw*v.sx+0.5)), min(m.Height, int(rh*v.sy+0.5))
	scale := m.white() / 255
	n := m.Width * m.Height
	planes := [3][]float32{in[:n], in[n : 2*n], in[2*n : 3*n]} // in the order red, green, blue
	if m.bgr() {
		planes[0], planes[2] = planes[2], planes[0]
	}
	for _, p := range planes {
		for y := range m.Height {
			row := p[y*m.Width : (y+1)*m.Width]
			if y < h {
				row = row[w:]
			}
			for i := range row {
				row[i] = margin * scale
			}
		}
	}
	half := f.Width / 2
	xs, xc := taps(w, v.x0, v.sx, f.Width), taps(w, v.x0/2, v.sx*2, half)
	luma, cb, cr := make([]float32, f.Width), make([]float32, half), make([]float32, half)
	l, u, c := make([]float32, w), make([]float32, w), make([]float32, w)
	for y := range h {
		// First between two rows, then along them: the work is in simple loops.
		between(luma, f.Y, tap(y, v.y0, v.sy, f.Height))
		along(l, luma, xs)
		at := tap(y, v.y0/2, v.sy*2, f.Height/2)
		between(cb, f.U, at)
		along(u, cb, xc)
		between(cr, f.V, at)
		along(c, cr, xc)
		row := y * m.Width
		red, green, blue := planes[0][row:row+w], planes[1][row:row+w], planes[2][row:row+w]
		u, c := u[:len(l)], c[:len(l)]
		red, green, blue = red[:len(l)], green[:len(l)], blue[:len(l)]
		for x, y := range l {
			// BT.601, limited range.
			y, cb, cr := 1.164*(y-16), u[x]-128, c[x]-128
			red[x] = scale * clamp(y+1.596*cr)
			green[x] = scale * clamp(y-0.813*cr-0.392*cb)
			blue[x] = scale * clamp(y+2.017*cb)
		}
	}
	if m.normalised() {
		for i, p := range planes {
			for j := range p {
				p[j] = (p[j] - mean[i]) / deviation[i]
			}
		}
	}
	return v
}

// together turns planes of colours into pixels: the three colours of each stand together.
// It writes to out if that is long enough.
func together(out, planes []float32) []float32 {
	n := len(planes) / 3
	if cap(out) < len(planes) {
		out = make([]float32, len(planes))
	}
	out = out[:len(planes)]
	r, g, b := planes[:n], planes[n:2*n], planes[2*n:]
	for i := range n {
		out[3*i], out[3*i+1], out[3*i+2] = r[i], g[i], b[i]
	}
	return out
}

// mean and deviation are of ImageNet's pictures, red, green, blue.
var mean, deviation = [3]float32{0.485, 0.456, 0.406}, [3]float32{0.229, 0.224, 0.225}

// along writes a row that lies between the pixels of another.
func along(out, row []float32, at []sample) {
	at = at[:len(out)]
	for x := range out {
		s := at[x]
		a := row[s.a]
		out[x] = a + s.part*(row[s.b]-a)
	}
}

// between writes the row that lies between two of a plane.
func between(row []float32, plane []byte, at sample) {
	n := len(row)
	top, bottom := plane[int(at.a)*n:(int(at.a)+1)*n], plane[int(at.b)*n:(int(at.b)+1)*n]
	if at.part == 0 {
		for x := range row {
			row[x] = float32(top[x])
		}
		return
	}
	for x := range row {
		t := float32(top[x])
		row[x] = t + at.part*(float32(bottom[x])-t)
	}
}

// sample is the two pixels between which a point lies, and its part on the way.
type sample struct {
	a, b int32
	part float32
}

func taps(n int, at, scale float64, size int) []sample {
	out := make([]sample, n)
	for i := range out {
		out[i] = tap(i, at, scale, size)
	}
	return out
}

func tap(i int, at, scale float64, size int) sample {
	p := at + (float64(i)+0.5)/scale - 0.5
	p = min(max(p, 0), float64(size-1))
	a := int32(p)
	return sample{a, min(a+1, int32(size-1)), float32(p - float64(a))}
}

func clamp(x float32) float32 {
	if x < 0 {
		return 0
	}
	if x > 255 {
		return 255
	}
	return x
}
