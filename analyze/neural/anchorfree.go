package neural

import (
	"math"
	"slices"
)

// bins are how many numbers a network of the shape NanoDet answers for each side of a box, at
// the least and at the most: the shares of the distances 0, 1, 2 … in steps of its grid.
const leastBins, mostBins = 6, 33

// onThreeGrids finds the six outputs of the shape NanoDet: for each of the three grids the
// scores and the distances, in any order, a row for each place or a plane for each number.
func onThreeGrids(w, h int, outputs [][]int64) (f fit, ok bool) {
	if len(outputs) != 2*len(sides) {
		return f, false
	}
	var numbers []int64 // of a place, by output
	var on []int        // which grid, by output
	for _, o := range outputs {
		g, n := -1, int64(0)
		switch {
		case len(o) == 3 && o[0] == 1:
			g, n = slices.IndexFunc(sides, func(s int) bool { return o[1] == placesOn(w, h, []int{s}) }), o[2]
		case len(o) == 4 && o[0] == 1:
			g, n = slices.IndexFunc(sides, func(s int) bool { return o[2] == int64(h/s) && o[3] == int64(w/s) }), o[1]
		}
		if g < 0 || n < 1 || len(o) != len(outputs[0]) {
			return f, false
		}
		numbers, on = append(numbers, n), append(on, g)
	}
	f.last = len(outputs[0]) == 3
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
	numbers := make([]float32, bins)
	for g, side := range sides {
		across, down := m.Width/side, m.Height/side
		scores, distances := m.reader(out[m.fit.grid[g].scores].Data, n, across*down), m.reader(out[m.fit.grid[g].at].Data, 4*bins, across*down)
		for i := range across * down {
			p, c := m.best(func(c int) float32 { return scores(c, i) })
			if !(p >= m.least) {
				continue
			}
			var d [4]float64 // to the left, the top, the right and the bottom
			for k := range d {
				for b := range numbers {
					numbers[b] = distances(k*bins+b, i)
				}
				d[k] = expected(numbers) * float64(side)
			}
			x, y := (float64(i%across)+.5)*float64(side), (float64(i/across)+.5)*float64(side)
			add(p, c, x+(d[2]-d[0])/2, y+(d[3]-d[1])/2, d[0]+d[2], d[1]+d[3])
		}
	}
}

// reader reads a number of a place, of a grid of so many numbers at each of its places.
func (m *Model) reader(data []float32, numbers, places int) func(k, place int) float32 {
	if m.fit.last {
		return func(k, place int) float32 { return data[place*numbers+k] }
	}
	return func(k, place int) float32 { return data[k*places+place] }
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
	scores, sizes := m.reader(out[m.fit.scores].Data, m.fit.classes, gw*gh), m.reader(out[m.fit.at].Data, 4, gw*gh)
	for y := range gh {
		for x := range gw {
		class:
			for c := range m.classes {
				p := scores(c, y*gw+x)
				if !(p >= m.least) {
					continue
				}
				for v := max(y-1, 0); v <= min(y+1, gh-1); v++ {
					for u := max(x-1, 0); u <= min(x+1, gw-1); u++ {
						if scores(c, v*gw+u) > p {
							continue class
						}
					}
				}
				left, top := float64(sizes(0, y*gw+x)), float64(sizes(1, y*gw+x))
				right, bottom := float64(sizes(2, y*gw+x)), float64(sizes(3, y*gw+x))
				cx, cy := float64(x*stride), float64(y*stride)
				add(p, c, cx+(right-left)/2, cy+(bottom-top)/2, left+right, top+bottom)
			}
		}
	}
}
