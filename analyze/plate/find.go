package plate

import (
	"cmp"
	"math"
	"slices"
)

// Region is a part of a picture that may show a plate, and how much it looks like one.
type Region struct {
	X, Y, W, H int
	Score      float64
}

// forms are how wide a plate's writing is beside its height: one line on a European and an
// American plate, and two lines.
var forms = []struct{ across, up int }{{72, 16}, {48, 20}, {36, 24}}

// sizes are by which the picture is divided, so that characters of 10 to 80 pixels are met by
// windows that are 16 to 24 pixels high.
var sizes = []float64{1, 1.4, 2, 2.8, 4}

// Regions finds up to most regions with many upright strokes side by side, as writing has
// them, whose surroundings above and below have fewer: the most likely first.
func Regions(g *Gray, most int) []Region {
	var all []Region
	for _, by := range sizes {
		w, h := int(float64(g.Width)/by), int(float64(g.Height)/by)
		if w < 80 || h < 32 {
			break
		}
		all = append(all, regionsIn(strokesOf(g.Scaled(w, h)), by)...)
	}
	slices.SortFunc(all, func(a, b Region) int { return cmp.Compare(b.Score, a.Score) })
	var out []Region
	for _, r := range all {
		if len(out) == most {
			break
		}
		if !slices.ContainsFunc(out, func(o Region) bool { return o.shares(r) > .3 }) {
			out = append(out, r)
		}
	}
	return out
}

// shares is how much of the smaller of two regions is in the other.
func (r Region) shares(o Region) float64 {
	w, h := min(r.X+r.W, o.X+o.W)-max(r.X, o.X), min(r.Y+r.H, o.Y+o.H)-max(r.Y, o.Y)
	if w <= 0 || h <= 0 {
		return 0
	}
	return float64(w*h) / float64(min(r.W*r.H, o.W*o.H))
}

// strokes sums how strong the upright edges of a picture are.
type strokes struct {
	width, height int
	sums          []float32 // of all above and left of a place, (width+1) x (height+1)
}

// strokesOf looks at upright edges by Sobel's operator, each as strong as what is around it
// lets it appear: a plate in the shade has as many as one in the sun.
func strokesOf(g *Gray) *strokes {
	s := &strokes{g.Width, g.Height, make([]float32, (g.Width+1)*(g.Height+1))}
	edges := make([]float32, g.Width*g.Height)
	for y := 1; y < g.Height-1; y++ {
		up, row, down := g.Pix[(y-1)*g.Width:], g.Pix[y*g.Width:], g.Pix[(y+1)*g.Width:]
		for x := 1; x < g.Width-1; x++ {
			across := int(up[x+1]) + 2*int(row[x+1]) + int(down[x+1]) - int(up[x-1]) - 2*int(row[x-1]) - int(down[x-1])
			along := int(down[x-1]) + 2*int(down[x]) + int(down[x+1]) - int(up[x-1]) - 2*int(up[x]) - int(up[x+1])
			if e := abs(across) - abs(along)/2; e > 40 {
				edges[y*g.Width+x] = roots[e]
			}
		}
	}
	n := g.Width + 1
	for y := range g.Height {
		row := float32(0)
		for x := range g.Width {
			row += edges[y*g.Width+x]
			s.sums[(y+1)*n+x+1] = s.sums[y*n+x+1] + row
		}
	}
	return s
}

// roots are the square roots of all that an edge may be.
var roots = func() (out [4*255 + 1]float32) {
	for i := range out {
		out[i] = float32(math.Sqrt(float64(i)))
	}
	return out
}()

func abs(x int) int { return max(x, -x) }

// mean is how strong the edges of a rectangle are in the mean, as far as it lies in the picture.
func (s *strokes) mean(x, y, w, h int) float64 {
	x0, y0, x1, y1 := max(x, 0), max(y, 0), min(x+w, s.width), min(y+h, s.height)
	if x1 <= x0 || y1 <= y0 {
		return 0
	}
	n := s.width + 1
	sum := s.sums[y1*n+x1] - s.sums[y0*n+x1] - s.sums[y1*n+x0] + s.sums[y0*n+x0]
	return float64(sum) / float64((x1-x0)*(y1-y0))
}

// parts is into how many columns a window is cut: writing fills them all.
const parts = 6

// regionsIn looks at all windows of a picture that was divided by a number.
func regionsIn(s *strokes, by float64) []Region {
	var out []Region
	for _, f := range forms {
		for y := 0; y+f.up <= s.height; y += 4 {
			for x := 0; x+f.across <= s.width; x += 4 {
				inside := s.mean(x, y, f.across, f.up)
				if inside < 2 {
					continue
				}
				least := inside
				for i := range parts {
					least = min(least, s.mean(x+i*f.across/parts, y, f.across/parts, f.up))
				}
				around := max(s.mean(x, y-f.up/2, f.across, f.up/3), s.mean(x, y+f.up+f.up/6, f.across, f.up/3))
				score := inside + least - around
				if score > 4 { // writing has twice as many, and sorting takes its time
					out = append(out, Region{int(float64(x) * by), int(float64(y) * by), int(float64(f.across) * by), int(float64(f.up) * by), score})
				}
			}
		}
	}
	return out
}
