// Package feature says how something looks and how it moved, in words and in numbers that
// can be compared. It does no I/O and is deterministic.
package feature

import (
	"math"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// Method names what Of makes. Looks of one method can be compared.
const Method = "custos-look/2"

// Colours are the words, in the order in which a look has them.
var Colours = []string{"black", "grey", "white", "red", "orange", "brown", "yellow", "green", "blue", "purple", "pink"}

const (
	black = iota
	grey
	white
	red
	orange
	brown
	yellow
	green
	blue
	purple
	pink
	colours
	shades = 8 // from dark to bright
	edges  = 6 // directions of edges
	// A look has two halves of a body, each with its colours, its shades and its edges.
	half = colours + shades + edges
	size = 2 * half
)

// Of is how what a box shows looks: for the upper and the lower half of it the shares of
// eleven colours that have names, as people sort them (after van de Weijer et al.,
// "Learning Color Names for Real-World Applications", whose table is not used), of shades,
// and of the directions of edges. Nil where the box has too few pixels.
func Of(f *custos.Frame, b custos.Box) observe.Look {
	fw, fh := float64(f.Width), float64(f.Height)
	// The middle of the box: its borders show what is behind.
	x0, x1 := int((b.X+.2*b.W)*fw), int((b.X+.8*b.W)*fw)
	y0, y1 := int((b.Y+.12*b.H)*fh), int((b.Y+.92*b.H)*fh)
	x0, y0, x1, y1 = max(x0, 1), max(y0, 1), min(x1, f.Width-1), min(y1, f.Height-1)
	if x1-x0 < 4 || y1-y0 < 8 {
		return nil
	}
	var v [size]float64
	middle := y0 + int(.45*float64(y1-y0)) // a head and a trunk; hips and legs
	step := max(1, (x1-x0)*(y1-y0)/4000)   // about as many pixels of a large one as of a small one
	n := 0
	for y := y0; y < y1; y++ {
		part := v[:half]
		if y >= middle {
			part = v[half:]
		}
		row, chroma := y*f.Width, (y/2)*(f.Width/2)
		for x := x0; x < x1; x++ {
			if n++; n%step != 0 {
				continue
			}
			l := f.Y[row+x]
			part[Colour(l, f.U[chroma+x/2], f.V[chroma+x/2])]++
			// Between the middles of two shades a pixel is partly of each.
			q := min(max((float64(l)-16)/220*shades-.5, 0), shades-1.001)
			at := int(q)
			part[colours+at] += 1 - (q - float64(at))
			part[colours+at+1] += q - float64(at)
			gx := float64(f.Y[row+x+1]) - float64(f.Y[row+x-1])
			gy := float64(f.Y[row+f.Width+x]) - float64(f.Y[row-f.Width+x])
			if g := math.Hypot(gx, gy); g > 12 {
				a := math.Atan2(gy, gx)
				if a < 0 {
					a += math.Pi
				}
				part[colours+shades+min(int(a/math.Pi*edges), edges-1)] += g / 255
			}
		}
	}
	for i := range 2 {
		part := v[i*half : (i+1)*half]
		share(part[:colours], 1)
		share(part[colours:colours+shades], 1)
		share(part[colours+shades:], .25) // edges tell people apart less well
	}
	return observe.UnitLook(v[:])
}

// share makes counts into the roots of their shares, so that the product of two looks is
// how much their shares have in common (Bhattacharyya).
func share(v []float64, weight float64) {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	if sum == 0 {
		return
	}
	for i := range v {
		v[i] = math.Sqrt(weight * v[i] / sum)
	}
}

// Colour is the place in Colours of a pixel's, by its luma and chroma (BT.601).
func Colour(y, u, v byte) int {
	l, cb, cr := float64(y), float64(u)-128, float64(v)-128
	// What is dark or pale needs more chroma to look coloured.
	if s := math.Hypot(cb, cr); s < 14 || s < 8+.06*math.Abs(l-110) {
		switch {
		case l < 70:
			return black
		case l < 165:
			return grey
		}
		return white
	}
	a := math.Atan2(cr, cb) * 180 / math.Pi
	if a < 0 {
		a += 360
	}
	switch {
	case a >= 15 && a < 60:
		if l > 150 {
			return pink
		}
		return purple
	case a >= 60 && a < 118:
		if l > 165 || l > 140 && a < 90 {
			return pink
		}
		if l < 60 && a > 105 {
			return brown
		}
		return red
	case a >= 118 && a < 150:
		if l < 110 {
			return brown
		}
		return orange
	case a >= 150 && a < 185:
		if l < 90 {
			return brown
		}
		return yellow
	case a >= 185 && a < 262:
		return green
	}
	return blue
}

// Words are the colours that most of each half of a look has; "" where it is not known.
func Words(l observe.Look) (upper, lower string) {
	if len(l) != size {
		return "", ""
	}
	most := func(part observe.Look) string {
		best := 0
		for i := range colours {
			if part[i] > part[best] {
				best = i
			}
		}
		if part[best] <= 0 {
			return ""
		}
		return Colours[best]
	}
	return most(l[:half]), most(l[half:])
}
