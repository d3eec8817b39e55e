package neural

import (
	"math"
	"slices"
)

// bins are how many numbers a network of the shape NanoDet answers for each side of a box, at
// the least and at the most: the shares of the distances 0, 1, 2 … in steps of its grid.
const leastBins, mostBins = 6, 33

// onThreeGrids finds the six outputs of the shape NanoDet: for each of the three grids the
// scores and the distances, in any order.
func onThreeGrids(w, h int, outputs [][]int64) (f fit, ok bool) {
	if len(outputs) != 2*len(sides) {
		return f, false
	}
	var numbers []int64 // of a place, by output
	var on []int        // which grid, by output
	for _, o := range outputs {
		g := -1
		if len(o) == 3 && o[0] == 1 && o[2] > 0 {
			g = slices.IndexFunc(sides, func(s int) bool { return o[1] == placesOn(w, h, []int{s}) })
		}
		if g < 0 {
			return f, false
		}
		numbers, on = append(numbers, o[2]), append(on, g)
	}
	// Distances are four times as many as there are bins. Where both numbers could be, the
	// scores are COCO's.
	bins := func(n int64) bool { return n%4 == 0 && n/4 >= leastBins && n/4 <= mostBins }
	a := numbers[0]
	at := slices.IndexFunc(numbers, func(n int64) bool { return n != a })
	if at < 0 {
		return f, false
	}
	scores, distances := a, numbers[at]
	if !bins(distances) || bins(scores) && distances == cocos {
		scores, distances = distances, scores
	}
	if !bins(distances) || bins(scores) && scores != cocos {
		return f, false
	}
	f.classes, f.bins = int(scores), int(distances/4)
	var seen [2][3]bool
	for i, n := range numbers {
		switch g := on[i]; {
		case n == scores && !seen[0][g]:
			f.grid[g].scores, seen[0][g] = i, true
		case n == distances && !seen[1][g]:
			f.grid[g].at, seen[1][g] = i, true
		default:
			return f, false
		}
	}
	return f, true
}

// distances reads NanoDet.
func (m *Model) distances(out []Tensor, add adder) {
	n, bins := m.fit.classes, m.fit.bins
	for g, side := range sides {
		scores, distances := out[m.fit.grid[g].scores].Data, out[m.fit.grid[g].at].Data
		across := m.Width / side
		for i := range across * (m.Height / side) {
			row := scores[i*n : (i+1)*n]
			p, c := m.best(func(c int) float32 { return row[c] })
			if !(p >= m.least) {
				continue
			}
			var d [4]float64 // to the left, the top, the right and the bottom
			for k := range d {
				at := (4*i + k) * bins
				d[k] = expected(distances[at:at+bins]) * float64(side)
			}
			x, y := (float64(i%across)+.5)*float64(side), (float64(i/across)+.5)*float64(side)
			add(p, c, x+(d[2]-d[0])/2, y+(d[3]-d[1])/2, d[0]+d[2], d[1]+d[3])
		}
	}
}

// expected is the mean of 0, 1, 2 … by the shares that a softmax makes of numbers.
func expected(numbers []float32) float64 {
	top := slices.Max(numbers)
	sum, mean := 0.0, 0.0
	for i, x := range numbers {
		e := math.Exp(float64(x - top))
		sum += e
		mean += float64(i) * e
	}
	return mean / sum
}

// stride is by what the one grid of the shape CenterNet divides its picture.
const stride = 4

// heatmap finds the outputs of the shape CenterNet: a score for each class at each place of
// one grid, and the four distances to a box's sides. What it answers besides is left out.
func heatmap(w, h int, outputs [][]int64) (f fit, ok bool) {
	gw, gh := int64(w/stride), int64(h/stride)
	f.at, f.scores = -1, -1
	if len(outputs) != 2 && len(outputs) != 3 {
		return f, false
	}
	for i, o := range outputs {
		if len(o) != 4 || o[0] != 1 {
			continue
		}
		last := o[1] == gh && o[2] == gw
		n := o[1]
		switch {
		case last:
			n = o[3]
		case o[2] != gh || o[3] != gw:
			continue
		}
		if f.at >= 0 || f.scores >= 0 {
			if last != f.last {
				return f, false
			}
		}
		f.last = last
		if n == 4 && f.at < 0 {
			f.at = i
		} else if f.scores < 0 {
			f.scores, f.classes = i, int(n)
		}
	}
	return f, f.at >= 0 && f.scores >= 0 && f.classes > 0 && f.classes <= mostClasses
}

// peaks reads CenterNet: where no place around has a higher score of a class, one of it is.
func (m *Model) peaks(out []Tensor, add adder) {
	gw, gh := m.Width/stride, m.Height/stride
	scores, sizes := out[m.fit.scores].Data, out[m.fit.at].Data
	at := func(data []float32, n, k, x, y int) float32 {
		if m.fit.last {
			return data[(y*gw+x)*n+k]
		}
		return data[(k*gh+y)*gw+x]
	}
	n := m.fit.classes
	for y := range gh {
		for x := range gw {
		class:
			for c := range m.classes {
				p := at(scores, n, c, x, y)
				if !(p >= m.least) {
					continue
				}
				for v := max(y-1, 0); v <= min(y+1, gh-1); v++ {
					for u := max(x-1, 0); u <= min(x+1, gw-1); u++ {
						if at(scores, n, c, u, v) > p {
							continue class
						}
					}
				}
				left, top := float64(at(sizes, 4, 0, x, y)), float64(at(sizes, 4, 1, x, y))
				right, bottom := float64(at(sizes, 4, 2, x, y)), float64(at(sizes, 4, 3, x, y))
				cx, cy := float64(x*stride), float64(y*stride)
				add(p, c, cx+(right-left)/2, cy+(bottom-top)/2, left+right, top+bottom)
			}
		}
	}
}
