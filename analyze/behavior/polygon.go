package behavior

import "math"

// contains reports whether a point is inside a polygon or on its border. The
// border counts as inside so that a zone that ends at the picture's edge holds
// the feet that are cut off there.
func contains(poly [][2]float64, x, y float64) bool {
	in := false
	for i, b := range poly {
		a := poly[(i+len(poly)-1)%len(poly)]
		p := [2]float64{x, y}
		if turn(a, b, p) == 0 && within(a, b, p) {
			return true
		}
		// A ray to the right; half-open in y, so that a corner counts once.
		if (a[1] > y) != (b[1] > y) && x < a[0]+(y-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
			in = !in
		}
	}
	return in
}

// area is the signed area of a polygon.
func area(poly [][2]float64) float64 {
	s := 0.0
	for i, b := range poly {
		a := poly[(i+len(poly)-1)%len(poly)]
		s += a[0]*b[1] - b[0]*a[1]
	}
	return s / 2
}

// crossing finds two sides of a closed polygon that touch other than at the
// corner between them, by the numbers of the corners at which they start.
func crossing(poly [][2]float64) (int, int, bool) {
	n := len(poly)
	for i := range n {
		a, b := poly[i], poly[(i+1)%n]
		if a == b {
			return i, (i + 1) % n, true
		}
		for j := i + 1; j < n; j++ {
			c, d := poly[j], poly[(j+1)%n]
			switch {
			case j == i+1:
				// Neighbours share b; they may only not fold back onto each other.
				if folds(a, b, d) {
					return i, j, true
				}
			case (j+1)%n == i:
				if folds(c, a, b) {
					return j, i, true
				}
			default:
				if meet(a, b, c, d) {
					return i, j, true
				}
			}
		}
	}
	return 0, 0, false
}

// folds reports whether the way from a over b to c goes back along itself.
func folds(a, b, c [2]float64) bool {
	dot := (b[0]-a[0])*(c[0]-b[0]) + (b[1]-a[1])*(c[1]-b[1])
	return turn(a, b, c) == 0 && dot < 0
}

// meet reports whether two segments have a point in common.
func meet(a, b, c, d [2]float64) bool {
	t1, t2, t3, t4 := turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)
	if t1*t2 < 0 && t3*t4 < 0 {
		return true
	}
	return t1 == 0 && within(a, b, c) || t2 == 0 && within(a, b, d) ||
		t3 == 0 && within(c, d, a) || t4 == 0 && within(c, d, b)
}

// turn is 1 where a, b, p turns one way, -1 for the other, 0 for a line.
// Fractions have about 16 digits; what is below 1e-12 is rounding.
func turn(a, b, p [2]float64) float64 {
	c := (b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0])
	switch {
	case math.Abs(c) < 1e-12:
		return 0
	case c > 0:
		return 1
	}
	return -1
}

// within reports whether p, which is on the line through a and b, is between them.
func within(a, b, p [2]float64) bool {
	const e = 1e-12
	return p[0] >= min(a[0], b[0])-e && p[0] <= max(a[0], b[0])+e &&
		p[1] >= min(a[1], b[1])-e && p[1] <= max(a[1], b[1])+e
}
