package object

import (
	"cmp"
	"math"
	"slices"

	"custos.dev/custos"
)

// bodyAspect is a walking person's width by height; wideAspect is what one
// person alone does not exceed.
const (
	bodyAspect = 0.42
	wideAspect = 0.44
)

// split cuts a part into people who hide one another: first between those who were
// followed to here, then between columns where the projection has a valley, then
// across what is still too tall.
func (d *Detector) split(p part) []part {
	if p.area == 0 {
		return nil
	}
	if cut := d.border(&p); cut > 0 {
		return d.cut(p, cut)
	}
	want := d.scale.height(p.y1)
	if vehicle(&p, want) && valley(&p, p.w()/8, 0.6) < 0 {
		return []part{p}
	}
	person := float64(p.h())
	if want > 0 && person > 1.2*want {
		person = want
	}
	if float64(p.w()) > wideAspect*person {
		margin := max(int(person*bodyAspect*0.5), 3)
		depth := 0.85
		if float64(p.w()) > 1.6*wideAspect*person {
			// Certainly several: a shallow valley will do, but a slab stays whole.
			depth = 0.93
		}
		if cut := valley(&p, margin, depth); cut > 0 {
			return d.cut(p, cut)
		}
	}
	if want > 0 && float64(p.h()) > 1.4*want {
		return d.stack(p, want)
	}
	return []part{p}
}

// cut splits what is before a column, and what is from it on.
func (d *Detector) cut(p part, at int) []part {
	l, r := trimmed(p.x0, p.cols[:at]), trimmed(p.x0+at, p.cols[at:])
	return append(d.split(l), d.split(r)...)
}

// border returns the column between two people who are expected beside each other in the
// part: where their widths, which were seen when they were alone, divide it, or where the
// projection has a dent near there; -1 if fewer are expected.
func (d *Detector) border(p *part) int {
	type person struct{ middle, width float64 } // in pixels from p.x0
	var people []person
	wide := 0.0 // all of them
	for _, e := range d.expected {
		if e.Class != custos.Person {
			continue
		}
		x, y := e.Box.Center()
		x, y = x*float64(d.w)-float64(p.x0), y*float64(d.h)
		if x >= 0 && x < float64(p.w()) && y >= float64(p.y0) && y < float64(p.y1) {
			people = append(people, person{x, e.Box.W * float64(d.w)})
			wide += e.Box.W * float64(d.w)
		}
	}
	slices.SortFunc(people, func(a, b person) int { return cmp.Compare(a.middle, b.middle) })
	best, at, left := math.Inf(1), -1, 0.0
	for i := 1; i < len(people); i++ {
		left += people[i-1].width
		apart := people[i].middle - people[i-1].middle
		if apart < 0.8*bodyAspect*float64(p.h()) {
			continue // one is behind the other
		}
		between := left / wide * float64(p.w())
		for x := max(int(between-apart/4), 1); x <= min(int(between+apart/4), p.w()-1); x++ {
			away := math.Abs(float64(x)-between) / apart
			if cost := float64(p.cols[x].n) + away*float64(p.h()); cost < best {
				best, at = cost, x
			}
		}
	}
	return at
}

// stack cuts a part that is taller than a person: the nearer one stands at the
// lower end, the farther one has the rest.
func (d *Detector) stack(p part, want float64) []part {
	at := p.y1 - int(want)
	return []part{d.band(p, p.y0, at), d.band(p, at, p.y1)}
}

// band is the part between the rows y0 and y1.
func (d *Detector) band(p part, y0, y1 int) part {
	cols := make([]column, len(p.cols))
	for i, c := range p.cols {
		x := p.x0 + i
		for y := max(c.y0, y0); y < min(c.y1, y1); y++ {
			if !d.a.get(x, y) {
				continue
			}
			if cols[i].n == 0 {
				cols[i].y0 = y
			}
			cols[i].y1 = y + 1
			cols[i].n++
		}
	}
	return trimmed(p.x0, cols)
}

// valley returns the column, at least margin from both ends, where the
// projection is lowest beside the lower of the peaks on its two sides, or -1 if
// nowhere is below depth of it.
func valley(p *part, margin int, depth float64) int {
	n := len(p.cols)
	if n < 2*margin+1 {
		return -1
	}
	// Smoothed over three columns: a raised arm is no valley.
	s := make([]int, n)
	for i := range s {
		s[i] = p.cols[max(i-1, 0)].n + 2*p.cols[i].n + p.cols[min(i+1, n-1)].n
	}
	right := make([]int, n+1)
	for i := n - 1; i >= 0; i-- {
		right[i] = max(right[i+1], s[i])
	}
	best, at, peak := depth, -1, 0
	for i, v := range s {
		peak = max(peak, v)
		if i < margin || i >= n-margin {
			continue
		}
		lower := min(peak, right[i])
		if lower == 0 {
			continue
		}
		if q := float64(v) / float64(lower); q < best {
			best, at = q, i
		}
	}
	return at
}
