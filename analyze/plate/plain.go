package plate

import "context"

// guesses are how high letters may be beside the region of strokes that they were found by.
var guesses = []float64{.8, .5}

// near reads what stands about a region of strokes.
func (r GlyphReader) near(_ context.Context, g *Gray, region Region) ([]Written, error) {
	var out []Written
	for _, by := range guesses {
		x, y, h := float64(region.X)+float64(region.W)/2, float64(region.Y)+float64(region.H)/2, float64(region.H)*by
		wide := max(float64(region.W), 4*h)
		reading, at := r.line(g, Upright(x-wide/2, y-h/2, wide, h))
		if len(reading.Glyphs) == 0 {
			continue
		}
		out = append(out, Written{reading, at})
		if n := len(reading.Glyphs); n < lineLeast || n > lineMost {
			continue
		}
		for _, down := range []float64{-betweenLines, betweenLines} { // there may be another line
			if more, where := r.line(g, at.below(down)); len(more.Glyphs) >= lineLeast {
				out = append(out, Written{more, where})
			}
		}
	}
	return out, nil
}

// betweenLines is from the middle of one line to that of the next, in heights of letters.
const betweenLines = 1.3

// below is the quad so many of its heights further down.
func (q Quad) below(by float64) Quad {
	var out Quad
	for i, side := range [4]Point{{q[3].X - q[0].X, q[3].Y - q[0].Y}, {q[2].X - q[1].X, q[2].Y - q[1].Y}, {q[2].X - q[1].X, q[2].Y - q[1].Y}, {q[3].X - q[0].X, q[3].Y - q[0].Y}} {
		out[i] = Point{q[i].X + by*side.X, q[i].Y + by*side.Y}
	}
	return out
}
