package mirror

import (
	"cmp"
	"slices"
)

// spans are stretches of indexes, from and until (which is not in it), in their order and apart.
type spans [][2]uint64

// mostSpans bounds them: beyond, the two that are nearest become one, and what lies between is
// asked for once more than needed.
const mostSpans = 1000

// plus returns them with others.
func (s spans) plus(others ...[2]uint64) spans {
	all := slices.Concat(s, spans(others))
	slices.SortFunc(all, func(a, b [2]uint64) int { return cmp.Compare(a[0], b[0]) })
	var out spans
	for _, p := range all {
		if p[0] >= p[1] {
			continue
		}
		if n := len(out); n > 0 && p[0] <= out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], p[1])
			continue
		}
		out = append(out, p)
	}
	for len(out) > mostSpans {
		near := 1
		for i := 2; i < len(out); i++ {
			if out[i][0]-out[i-1][1] < out[near][0]-out[near-1][1] {
				near = i
			}
		}
		out[near-1][1] = out[near][1]
		out = slices.Delete(out, near, near+1)
	}
	return out
}

// minus returns them without one index.
func (s spans) minus(i uint64) spans {
	var out spans
	for _, p := range s {
		if i < p[0] || i >= p[1] {
			out = append(out, p)
			continue
		}
		if p[0] < i {
			out = append(out, [2]uint64{p[0], i})
		}
		if i+1 < p[1] {
			out = append(out, [2]uint64{i + 1, p[1]})
		}
	}
	return out
}

// count is how many indexes there are in them.
func (s spans) count() (n uint64) {
	for _, p := range s {
		n += p[1] - p[0]
	}
	return n
}
