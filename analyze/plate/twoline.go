package plate

import "math"

// Motorcycles' plates, and those of many cars in Great Britain, Italy and the USA, are written in
// two lines: the upper one is read first.
const (
	// lineLeast and lineMost are how many characters each of two lines has.
	lineLeast, lineMost = 2, 5
	// higher is how much higher one of two lines may be, apart how far their middles are, in
	// heights of the higher one.
	higher                = 1.6
	apartLeast, apartMost = .85, 2.2
)

// twoLines are the plates that lines make which stand above each other.
func (g Grammar) twoLines(lines []Written) (out []Written) {
	for i := range lines {
		for j := range lines {
			if w, ok := under(lines[i], lines[j]); ok && i != j {
				out = append(out, w)
			}
		}
	}
	return out
}

// under joins two lines if the second one stands under the first one.
func under(a, b Written) (Written, bool) {
	for _, w := range []Written{a, b} {
		if n := len(w.Glyphs); n < lineLeast || n > lineMost {
			return Written{}, false
		}
	}
	wa, ha := a.At.Size()
	wb, hb := b.At.Size()
	ma, mb := a.At.middle(), b.At.middle()
	h := max(ha, hb)
	if down := (mb.Y - ma.Y) / h; h > higher*min(ha, hb) || down < apartLeast || down > apartMost || math.Abs(mb.X-ma.X) > max(wa, wb)/2 {
		return Written{}, false
	}
	r := Reading{append(append([]Glyph(nil), a.Glyphs...), b.Glyphs...), append(append([]float32(nil), a.Sure...), b.Sure...)}
	return Written{r, Quad{a.At[0], a.At[1], b.At[2], b.At[3]}}, true
}

// joins reports that a plate of two lines is believed: it has a form that no line has alone, or
// where no forms are known letters and digits.
func (g Grammar) joins(p *Plate) bool {
	return p.Fits || len(g.formats) == 0 && p.mixed()
}

func (q Quad) middle() (m Point) {
	for _, p := range q {
		m.X, m.Y = m.X+p.X/4, m.Y+p.Y/4
	}
	return m
}
