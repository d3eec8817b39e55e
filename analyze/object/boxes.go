package object

import (
	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// boxes groups the foreground of the frame into objects.
func (d *Detector) boxes(f custos.Frame) []observe.Detection {
	d.fg.denoise(d.a)
	// Legs, trunk and head fall apart more often than people stand above one
	// another, so gaps are bridged farther down than across.
	dx, dy := d.bridge()
	d.a.tall(d.b, dy)
	d.b.wide(d.c, dx)
	minH := d.cfg.MinHeight * float64(d.h)
	var out []observe.Detection
	for _, b := range components(d.c) {
		if float64(b.y1-b.y0-2*dy) < minH {
			continue
		}
		if d.ghost(f, &b) {
			d.absorb(f, &b)
			continue
		}
		for _, p := range d.split(d.columns(b)) {
			if o, ok := d.judge(f, p); ok {
				out = append(out, o)
			}
		}
	}
	return out
}

// How far gaps are bridged, in pixels of a 384 by 288 picture.
const bridgeX, bridgeY = 1, 3

func (d *Detector) bridge() (dx, dy int) {
	return max(d.w*bridgeX/384, 1), max(d.h*bridgeY/288, 1)
}

// column is the part of a component in one column of pixels: its first and
// last set pixel, y1 not included, and how many are set.
type column struct{ y0, y1, n int }

// part is a stretch of columns from x0, trimmed at its ends, with its bounds.
type part struct {
	x0, y0, y1 int
	cols       []column
	area       int
	// whole says that the part is a component of its own, not cut from one.
	whole bool
}

func (p *part) w() int { return len(p.cols) }
func (p *part) h() int { return p.y1 - p.y0 }

// columns measures a component of the bridged mask on the mask before bridging.
func (d *Detector) columns(b blob) part {
	cols := make([]column, b.x1-b.x0)
	for _, r := range b.runs {
		row := d.a.row(r.y)
		for x := r.x0; x < r.x1; x++ {
			if row[x/64]>>(x%64)&1 == 0 {
				continue
			}
			c := &cols[x-b.x0]
			if c.n == 0 {
				c.y0, c.y1 = r.y, r.y+1
			}
			c.y0, c.y1 = min(c.y0, r.y), max(c.y1, r.y+1)
			c.n++
		}
	}
	p := trimmed(b.x0, cols)
	p.whole = true
	return p
}

// trimmed makes a part of columns without the empty ones at both ends.
func trimmed(x0 int, cols []column) part {
	for len(cols) > 0 && cols[0].n == 0 {
		cols, x0 = cols[1:], x0+1
	}
	for len(cols) > 0 && cols[len(cols)-1].n == 0 {
		cols = cols[:len(cols)-1]
	}
	p := part{x0: x0, cols: cols}
	for i, c := range cols {
		if c.n == 0 {
			continue
		}
		if p.area == 0 || c.y0 < p.y0 {
			p.y0 = c.y0
		}
		if i == 0 || c.y1 > p.y1 {
			p.y1 = c.y1
		}
		p.area += c.n
	}
	return p
}

// judge turns a part into a detection, or says that it is none.
func (d *Detector) judge(f custos.Frame, p part) (observe.Detection, bool) {
	var none observe.Detection
	w, h := p.w(), p.h()
	if w < 3 || float64(h) < d.cfg.MinHeight*float64(d.h) || float64(h) > d.cfg.MaxHeight*float64(d.h) {
		return none, false
	}
	fill := float64(p.area) / float64(w*h)
	if fill < 0.25 {
		return none, false
	}
	class := custos.Person
	if vehicle(&p, d.scale.height(p.y1)) {
		class = custos.Vehicle
	} else {
		aspect := float64(w) / float64(h)
		if aspect < 0.15 || aspect > 1.3 {
			return none, false
		}
		if want := d.scale.height(p.y1); want > 0 && (float64(h) < 0.65*want || float64(h) > 2*want) {
			return none, false
		}
		if p.whole && aspect > 0.25 && aspect < 0.6 && fill > 0.45 && d.inside(&p) {
			d.scale.learn(p.y1, h)
		}
	}
	contrast := d.contrast(f, &p)
	score := custos.Round4(min(1, 0.3+0.4*min(fill/0.7, 1)+0.3*min(contrast/30, 1)))
	x0, y0 := float64(p.x0)/float64(d.w), float64(p.y0)/float64(d.h)
	return observe.Detection{Class: class, Score: score, Box: custos.Box{
		X: custos.Round4(x0), Y: custos.Round4(y0), W: custos.Round4(float64(w) / float64(d.w)), H: custos.Round4(float64(h) / float64(d.h)),
	}}, true
}

// inside reports that no edge of the frame cuts the part.
func (d *Detector) inside(p *part) bool {
	return p.x0 > 1 && p.y0 > 1 && p.x0+p.w() < d.w-1 && p.y1 < d.h-1
}

// contrast is the mean difference to the background's brightness, in levels.
func (d *Detector) contrast(f custos.Frame, p *part) float64 {
	var sum float32
	n := 0
	for i, c := range p.cols {
		x := p.x0 + i
		for y := c.y0; y < c.y1; y += 2 {
			if d.a.get(x, y) {
				v := float32(f.Y[y*d.w+x]) - d.bg.first[y*d.w+x].mean
				sum += max(v, -v)
				n++
			}
		}
	}
	if n == 0 {
		return 0
	}
	return float64(sum) / float64(n)
}

// vehicle reports that the part is long, full and flat-topped; want is the
// height of a person there, 0 if that is not yet known.
func vehicle(p *part, want float64) bool {
	w, h, fill := float64(p.w()), float64(p.h()), float64(p.area)/float64(p.w()*p.h())
	switch {
	case w >= 1.2*h && fill >= 0.55 && (want == 0 || w >= 1.3*want):
		// Seen from the side.
	case w >= 0.8*h && fill >= 0.75 && want > 0 && w >= 1.1*want:
		// Seen from ahead: a group of people that wide leaves gaps at its legs.
	default:
		return false
	}
	full := 0
	for _, c := range p.cols {
		if 2*c.n >= p.h() {
			full++
		}
	}
	return 10*full >= 8*p.w()
}
