package face

import "math"

// LBPH describes a face by how bright each pixel's neighbours are beside it: for each cell of a
// grid the shares of the 59 uniform patterns of eight neighbours (Ahonen, Hadid and Pietikäinen,
// "Face Description with Local Binary Patterns", 2006), at three distances, after the light is
// evened out (Tan and Triggs, "Enhanced Local Texture Feature Sets", 2007). Shares count by
// their roots, so that their product is Hellinger's. It needs no training.
const LBPH = "custos-lbph/1"

// LBPHFraming is how LBPH wants a face.
var LBPHFraming = Framing{Width: 96, Height: 112, Part: .94, Rise: -.02}

const (
	uniform = 59
	columns = 7
	rows    = 8
)

// radii are the distances of neighbours, in pixels.
var radii = [...]float64{1, 2, 3}

// patterns numbers the patterns: each uniform one, with at most two changes around, by itself, all
// others together.
var patterns = func() (out [256]uint8) {
	next := uint8(0)
	for p := range 256 {
		changes := 0
		for i := range 8 {
			if p>>i&1 != p>>((i+1)%8)&1 {
				changes++
			}
		}
		if out[p] = uniform - 1; changes <= 2 {
			out[p] = next
			next++
		}
	}
	return out
}()

// flat is the spread of brightness below which a picture shows nothing.
const flat = 2

// Describe is LBPH's template of an aligned face; nil where the picture shows nothing.
func Describe(p *Picture) Template {
	grey := p.Grey()
	if spreadOf(grey) < flat {
		return nil
	}
	light := evened(grey)
	w, h := p.Width, p.Height
	out := make([]float64, 0, len(radii)*columns*rows*uniform)
	for _, r := range radii {
		codes := coded(light, w, h, r)
		cells := make([][uniform]float64, columns*rows)
		edge := int(math.Ceil(r))
		for y := edge; y < h-edge; y++ {
			// Between the middles of cells a pixel is partly of each: a face that is a
			// pixel off looks the same.
			cy := (float64(y)+.5)/float64(h)*rows - .5
			for x := edge; x < w-edge; x++ {
				cx := (float64(x)+.5)/float64(w)*columns - .5
				code := codes[y*w+x]
				each(cx, columns, func(i int, a float64) {
					each(cy, rows, func(j int, b float64) { cells[j*columns+i][code] += a * b })
				})
			}
		}
		for i := range cells {
			sum := 0.0
			for _, v := range cells[i] {
				sum += v
			}
			for _, v := range cells[i] {
				out = append(out, math.Sqrt(v/max(sum, 1)))
			}
		}
	}
	return centred(out)
}

// each calls with the two places between which at lies, and its parts in both.
func each(at float64, n int, do func(int, float64)) {
	at = min(max(at, 0), float64(n-1))
	i := min(int(at), n-2)
	a := at - float64(i)
	do(i, 1-a)
	do(i+1, a)
}

// coded says for each pixel which of its eight neighbours at a distance are brighter.
func coded(light []float32, w, h int, r float64) []uint8 {
	out := make([]uint8, w*h)
	var dx, dy [8]float64
	for i := range 8 {
		dx[i], dy[i] = r*math.Cos(float64(i)*math.Pi/4), -r*math.Sin(float64(i)*math.Pi/4)
	}
	edge := int(math.Ceil(r))
	type tap struct {
		at         int
		a, b, c, d float32
	}
	var taps [8]tap
	for i := range taps {
		x, y := math.Floor(dx[i]+1e-9), math.Floor(dy[i]+1e-9)
		u, v := float32(max(dx[i]-x, 0)), float32(max(dy[i]-y, 0))
		taps[i] = tap{int(y)*w + int(x), (1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v}
	}
	for y := edge; y < h-edge; y++ {
		for x := edge; x < w-edge; x++ {
			at, p := y*w+x, 0
			for i, t := range taps {
				n := t.a * light[at+t.at]
				if t.b > 1e-6 {
					n += t.b * light[at+t.at+1]
				}
				if t.c > 1e-6 {
					n += t.c * light[at+t.at+w]
				}
				if t.d > 1e-6 {
					n += t.d * light[at+t.at+w+1]
				}
				if n >= light[at] {
					p |= 1 << i
				}
			}
			out[at] = patterns[p]
		}
	}
	return out
}

// evened takes shadows and the strength of light out of a picture: the root of the fifth of
// brightness, between two blurs, by its own contrast, and no value far from the others.
func evened(g *Grey) []float32 {
	v := make([]float32, len(g.Pix))
	for i, p := range g.Pix {
		v[i] = float32(math.Pow(float64(p)/255, .2))
	}
	fine, coarse := blurred(v, g.Width, g.Height, 1), blurred(v, g.Width, g.Height, 2)
	sum := 0.0
	for i := range v {
		v[i] = fine[i] - coarse[i]
		sum += math.Pow(math.Abs(float64(v[i])), .1)
	}
	const far = 10
	scale := 1 / math.Pow(max(sum/float64(len(v)), 1e-6), 10)
	sum = 0
	for i := range v {
		sum += math.Pow(min(far, math.Abs(float64(v[i])*scale)), .1)
	}
	scale /= math.Pow(max(sum/float64(len(v)), 1e-6), 10)
	for i := range v {
		v[i] = float32(far * math.Tanh(float64(v[i])*scale/far))
	}
	return v
}

// blurred is a Gaussian blur.
func blurred(in []float32, w, h int, sigma float64) []float32 {
	n := int(3*sigma + .5)
	kernel := make([]float32, 2*n+1)
	sum := float32(0)
	for i := range kernel {
		kernel[i] = float32(math.Exp(-float64((i-n)*(i-n)) / (2 * sigma * sigma)))
		sum += kernel[i]
	}
	for i := range kernel {
		kernel[i] /= sum
	}
	along, out := make([]float32, len(in)), make([]float32, len(in))
	for y := range h {
		for x := range w {
			s := float32(0)
			for i, k := range kernel {
				s += k * in[y*w+min(max(x+i-n, 0), w-1)]
			}
			along[y*w+x] = s
		}
	}
	for y := range h {
		for x := range w {
			s := float32(0)
			for i, k := range kernel {
				s += k * along[min(max(y+i-n, 0), h-1)*w+x]
			}
			out[y*w+x] = s
		}
	}
	return out
}
