package object

import "math/bits"

// mask is a picture of one bit a pixel, 64 pixels a word, the leftmost in the
// lowest bit. Bits beyond the width are always 0.
type mask struct {
	w, h, stride int
	b            []uint64
}

func newMask(w, h int) *mask {
	s := (w + 63) / 64
	return &mask{w: w, h: h, stride: s, b: make([]uint64, s*h)}
}

func (m *mask) row(y int) []uint64 { return m.b[y*m.stride : (y+1)*m.stride] }

func (m *mask) get(x, y int) bool { return m.b[y*m.stride+x/64]>>(x%64)&1 != 0 }

func (m *mask) set(x, y int) { m.b[y*m.stride+x/64] |= 1 << (x % 64) }

// trim clears what was shifted beyond the right edge.
func (m *mask) trim() {
	if m.w%64 == 0 {
		return
	}
	keep := uint64(1)<<(m.w%64) - 1
	for y := range m.h {
		m.b[(y+1)*m.stride-1] &= keep
	}
}

func (m *mask) count() int {
	n := 0
	for _, w := range m.b {
		n += bits.OnesCount64(w)
	}
	return n
}

// left and right return the word whose every bit is the neighbour on that side.
func left(r []uint64, i int) uint64 {
	w := r[i] << 1
	if i > 0 {
		w |= r[i-1] >> 63
	}
	return w
}

func right(r []uint64, i int) uint64 {
	w := r[i] >> 1
	if i+1 < len(r) {
		w |= r[i+1] << 63
	}
	return w
}

// denoise keeps, into dst, the pixels of m of whose eight neighbours at least
// four are set, and fills those that have at least six.
func (m *mask) denoise(dst *mask) {
	zero := make([]uint64, m.stride)
	for y := range m.h {
		up, mid, down := zero, m.row(y), zero
		if y > 0 {
			up = m.row(y - 1)
		}
		if y+1 < m.h {
			down = m.row(y + 1)
		}
		out := dst.row(y)
		for i := range mid {
			// c0..c3 are the bits of 64 counters that are added to at once.
			var c0, c1, c2, c3 uint64
			for _, n := range [8]uint64{
				left(up, i), up[i], right(up, i), left(mid, i),
				right(mid, i), left(down, i), down[i], right(down, i),
			} {
				t := c0 & n
				c0 ^= n
				u := c1 & t
				c1 ^= t
				t = c2 & u
				c2 ^= u
				c3 |= t
			}
			out[i] = mid[i]&(c3|c2) | c3 | c2&c1
		}
	}
	dst.trim()
}

// wide sets in dst every pixel that has one of m within dx to its sides.
func (m *mask) wide(dst *mask, dx int) {
	copy(dst.b, m.b)
	tmp := make([]uint64, m.stride)
	for y := range m.h {
		r := dst.row(y)
		for range dx {
			copy(tmp, r)
			for i := range r {
				r[i] |= left(tmp, i) | right(tmp, i)
			}
		}
	}
	dst.trim()
}

// tall sets in dst every pixel that has one of m within dy above or below.
func (m *mask) tall(dst *mask, dy int) {
	copy(dst.b, m.b)
	n := m.h * m.stride
	for d := 1; d <= min(dy, m.h-1); d++ {
		o := d * m.stride
		for i := o; i < n; i++ {
			dst.b[i] |= m.b[i-o]
			dst.b[i-o] |= m.b[i]
		}
	}
}
