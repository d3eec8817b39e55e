package plate

import (
	"context"
	"math"
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/analyze/neural"
)

// TextFinder finds lines of text by a network that answers how likely each pixel belongs to
// the kernel of one: Liao et al., "Real-time Scene Text Detection with Differentiable
// Binarization" (2020), as PaddleOCR exports it.
type TextFinder struct{ neural.Network }

// Line is a line of text where it stands in the picture, and how sure that is.
type Line struct {
	Quad
	Score float64
}

const (
	// textSure is how likely a pixel must be text, lineSure those of a line in the mean.
	textSure = .3
	lineSure = .5
	// unclip is by how much a line is larger than the kernel that the network was taught.
	unclip = 1.6
)

// mean and deviation are of ImageNet's pictures, by which the network is taught.
var mean, deviation = [3]float32{.485, .456, .406}, [3]float32{.229, .224, .225}

// Lines finds the lines in a picture, which is brought to a width and height in multiples of 32.
func (f TextFinder) Lines(ctx context.Context, g *Gray, width, height int) ([]Line, error) {
	s := g.Scaled(width, height)
	n := width * height
	in := neural.Tensor{Shape: []int64{1, 3, int64(height), int64(width)}, Data: make([]float32, 3*n)}
	for c := range 3 {
		for i, p := range s.Pix {
			in.Data[c*n+i] = (float32(p)/255 - mean[c]) / deviation[c]
		}
	}
	out, err := f.Run(ctx, in)
	if err != nil {
		return nil, err
	}
	if len(out) != 1 || len(out[0].Data) != n {
		return nil, custos.Errorf(custos.Invalid, "the network that finds text does not answer a number for each of %d by %d pixels: check what it was added as", width, height)
	}
	lines := linesOf(out[0].Data, width, height)
	fx, fy := float64(g.Width)/float64(width), float64(g.Height)/float64(height)
	for i := range lines {
		for j := range lines[i].Quad {
			lines[i].Quad[j].X *= fx
			lines[i].Quad[j].Y *= fy
		}
	}
	return lines, nil
}

// linesOf takes the pixels that are text apart into lines.
func linesOf(likely []float32, width, height int) []Line {
	seen := make([]bool, len(likely))
	var out []Line
	var todo []int
	for i, p := range likely {
		if seen[i] || p < textSure {
			continue
		}
		var points []Point
		sum := 0.
		todo = append(todo[:0], i)
		seen[i] = true
		for len(todo) > 0 {
			at := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			x, y := at%width, at/width
			points = append(points, Point{float64(x) + .5, float64(y) + .5})
			sum += float64(likely[at])
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					nx, ny := x+dx, y+dy
					if nx < 0 || ny < 0 || nx >= width || ny >= height {
						continue
					}
					if o := ny*width + nx; !seen[o] && likely[o] >= textSure {
						seen[o] = true
						todo = append(todo, o)
					}
				}
			}
		}
		if score := sum / float64(len(points)); len(points) >= 12 && score >= lineSure {
			if q, ok := enclosing(points); ok {
				out = append(out, Line{q, score})
			}
		}
	}
	return out
}

// enclosing is the rectangle about points along their main direction, grown as the network's
// kernels are smaller than the lines: by unclip times area over circumference on each side.
func enclosing(points []Point) (Quad, bool) {
	var c Point
	n := float64(len(points))
	for _, p := range points {
		c.X, c.Y = c.X+p.X/n, c.Y+p.Y/n
	}
	var xx, xy, yy float64
	for _, p := range points {
		xx, xy, yy = xx+(p.X-c.X)*(p.X-c.X), xy+(p.X-c.X)*(p.Y-c.Y), yy+(p.Y-c.Y)*(p.Y-c.Y)
	}
	angle := math.Atan2(2*xy, xx-yy) / 2
	if math.Abs(angle) > math.Pi/4 { // upright: no plate's line
		return Quad{}, false
	}
	cos, sin := math.Cos(angle), math.Sin(angle)
	least, most := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, p := range points {
		u, v := (p.X-c.X)*cos+(p.Y-c.Y)*sin, -(p.X-c.X)*sin+(p.Y-c.Y)*cos
		least, most = Point{min(least.X, u), min(least.Y, v)}, Point{max(most.X, u), max(most.Y, v)}
	}
	w, h := most.X-least.X+1, most.Y-least.Y+1
	if w < 4 || h < 2 {
		return Quad{}, false
	}
	by := unclip * w * h / (2 * (w + h))
	least, most = Point{least.X - .5 - by, least.Y - .5 - by}, Point{most.X + .5 + by, most.Y + .5 + by}
	back := func(u, v float64) Point { return Point{c.X + u*cos - v*sin, c.Y + u*sin + v*cos} }
	return Quad{back(least.X, least.Y), back(most.X, least.Y), back(most.X, most.Y), back(least.X, most.Y)}, true
}

// byHeight sorts lines, the highest first: a plate's number is written larger than what else is
// on it.
func byHeight(lines []Line) {
	slices.SortStableFunc(lines, func(a, b Line) int {
		_, x := a.Size()
		_, y := b.Size()
		switch {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
}

// joined puts lines together that stand side by side as high as each other: the parts of a
// plate are apart.
func joined(lines []Line) []Line {
	for again := true; again; {
		again = false
		for i := range lines {
			for j := range lines {
				if i == j || !beside(lines[i].Quad, lines[j].Quad) {
					continue
				}
				a, b := lines[i], lines[j]
				lines[i] = Line{Quad{a.Quad[0], b.Quad[1], b.Quad[2], a.Quad[3]}, max(a.Score, b.Score)}
				lines = slices.Delete(lines, j, j+1)
				again = true
				break
			}
			if again {
				break
			}
		}
	}
	return lines
}

// beside says whether b goes on where a ends.
func beside(a, b Quad) bool {
	_, ha := a.Size()
	_, hb := b.Size()
	if ha > 1.4*hb || hb > 1.4*ha {
		return false
	}
	h := min(ha, hb)
	across := b[0].X - a[1].X
	up := (b[0].Y+b[3].Y)/2 - (a[1].Y+a[2].Y)/2
	return across > -h && across < 1.7*h && math.Abs(up) < .4*h
}
