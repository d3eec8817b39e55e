package plate

import "math"

// Bands are the lines of writing of a part of a picture, found by their strokes: as slanted as
// makes their rows stand out most, as high as the strokes go, as long as they follow each other.
func Bands(g *Gray) []Line {
	const height = 72 // of the picture, in which strokes are 2 to 4 pixels apart
	if g.Width < 16 || g.Height < 16 {
		return nil
	}
	by := float64(g.Height) / height
	s := g.Scaled(max(int(float64(g.Width)/by), 16), height)
	edges := strokesOf(s)
	slant, profile := bestSlant(edges)
	from, until := bandOf(profile)
	if until-from < 8 {
		return nil
	}
	left, right := reach(edges, slant, from, until)
	if right-left < until-from {
		return nil
	}
	mid := float64(s.Width) / 2
	at := func(x, y float64) Point { return Point{x * by, (y + slant*(x-mid)) * by} }
	l, r, t, b := float64(left), float64(right), float64(from), float64(until)
	return []Line{{Quad{at(l, t), at(r, t), at(r, b), at(l, b)}, 1}}
}

// edge is how strong one place's edge is.
func (s *strokes) edge(x, y int) float64 {
	if x < 0 || y < 0 || x >= s.width || y >= s.height {
		return 0
	}
	n := s.width + 1
	return float64(s.sums[(y+1)*n+x+1] - s.sums[y*n+x+1] - s.sums[(y+1)*n+x] + s.sums[y*n+x])
}

// bestSlant is by how much rows go down on their way right where some of them have most of the
// strokes and others few, and how many each has in the middle half, where the plate was found.
func bestSlant(s *strokes) (slant float64, profile []float64) {
	best := -1.
	for step := -6; step <= 6; step++ {
		by := float64(step) * .035
		rows := make([]float64, s.height)
		for x := s.width / 4; x < s.width*3/4; x++ {
			down := by * (float64(x) - float64(s.width)/2)
			for y := range rows {
				rows[y] += s.edge(x, y+int(math.Round(down)))
			}
		}
		sum, squares := 0., 0.
		for _, r := range rows {
			sum, squares = sum+r, squares+r*r
		}
		if score := squares / max(sum*sum, 1); score > best {
			best, slant, profile = score, by, rows
		}
	}
	return slant, profile
}

// bandOf is the run of rows about the strongest that have at least a third of its strokes.
func bandOf(profile []float64) (from, until int) {
	smooth := make([]float64, len(profile))
	most, at := 0., 0
	for y := range profile {
		for d := -1; d <= 1; d++ {
			if o := y + d; o >= 0 && o < len(profile) {
				smooth[y] += profile[o]
			}
		}
		// What is looked for is near the middle.
		if near := smooth[y] * (1 - math.Abs(float64(y)-float64(len(profile))/2)/float64(len(profile))); near > most {
			most, at = near, y
		}
	}
	least := smooth[at] / 3
	for from = at; from > 0 && smooth[from-1] >= least; from-- {
	}
	for until = at + 1; until < len(smooth) && smooth[until] >= least; until++ {
	}
	return from, until
}

// reach is from where to where strokes of a band follow each other, about its middle.
func reach(s *strokes, slant float64, from, until int) (left, right int) {
	h := until - from
	columns := make([]float64, s.width)
	most := 0.
	for x := range columns {
		down := int(math.Round(slant * (float64(x) - float64(s.width)/2)))
		for y := from; y < until; y++ {
			columns[x] += s.edge(x, y+down)
		}
	}
	// How many strokes are about each place, within half the band's height.
	about := make([]float64, s.width)
	for x := range about {
		for d := -h / 4; d <= h/4; d++ {
			if o := x + d; o >= 0 && o < s.width {
				about[x] += columns[o]
			}
		}
		if x > s.width/4 && x < s.width*3/4 {
			most = max(most, about[x])
		}
	}
	gone := 0
	left, right = s.width/2, s.width/2
	for x := s.width / 2; x >= 0 && gone <= h; x-- {
		if about[x] > .3*most {
			left, gone = x, 0
		} else {
			gone++
		}
	}
	gone = 0
	for x := s.width / 2; x < s.width && gone <= h; x++ {
		if about[x] > .3*most {
			right, gone = x, 0
		} else {
			gone++
		}
	}
	return max(left-h/4, 0), min(right+h/4, s.width)
}
