package object

import "math/bits"

// run is a horizontal stretch of set pixels, x0 included, x1 not.
type run struct{ y, x0, x1, parent int }

// blob is a connected component: its bounds (x1 and y1 not included), its size
// in pixels and its runs.
type blob struct {
	x0, y0, x1, y1, area int
	runs                 []run
}

// components finds the 8-connected components of m.
func components(m *mask) []blob {
	var runs []run
	find := func(i int) int {
		for runs[i].parent != i {
			runs[i].parent = runs[runs[i].parent].parent
			i = runs[i].parent
		}
		return i
	}
	prev, prevEnd := 0, 0
	for y := range m.h {
		start := len(runs)
		runs = appendRuns(runs, m.row(y), y)
		p := prev
		for i := start; i < len(runs); i++ {
			for p < prevEnd && runs[p].x1 < runs[i].x0 {
				p++
			}
			for q := p; q < prevEnd && runs[q].x0 <= runs[i].x1; q++ {
				// The smaller index stays the root, so roots come in scan order.
				a, b := find(q), find(i)
				runs[max(a, b)].parent = min(a, b)
			}
		}
		prev, prevEnd = start, len(runs)
	}
	var out []blob
	index := make(map[int]int)
	for i := range runs {
		root := find(i)
		k, ok := index[root]
		r := runs[i]
		if !ok {
			k = len(out)
			index[root] = k
			out = append(out, blob{x0: r.x0, y0: r.y, x1: r.x1, y1: r.y + 1})
		}
		b := &out[k]
		b.x0, b.x1, b.y1 = min(b.x0, r.x0), max(b.x1, r.x1), r.y+1
		b.area += r.x1 - r.x0
		b.runs = append(b.runs, r)
	}
	return out
}

func appendRuns(runs []run, row []uint64, y int) []run {
	open := false
	for i, w := range row {
		for x := 0; x < 64; {
			if open {
				// The run goes on to the next 0.
				n := bits.TrailingZeros64(^w >> x)
				if n >= 64-x {
					break
				}
				x += n
				runs[len(runs)-1].x1 = i*64 + x
				open = false
			} else {
				if w>>x == 0 {
					break
				}
				x += bits.TrailingZeros64(w >> x)
				runs = append(runs, run{y: y, x0: i*64 + x, x1: len(row) * 64, parent: len(runs)})
				open = true
			}
		}
	}
	return runs
}
