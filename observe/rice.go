package observe

import (
	"math"
	"math/bits"
)

// A column of numbers is written in Rice codes, as FLAC writes sound: zigzag makes each number
// unsigned, its low k bits are written as they are, and the rest in unary. A column begins with
// its k in six bits, the one that makes it shortest; allZero says that all are 0, and that nothing
// follows. A number whose unary part would be riceMost or more is riceMost ones, and 64 bits.
// For the few hundred small numbers of a pack that is shorter than what general compressors make
// of them, whose tables alone take that much, and it does not swell: but for columns of zeros, whose
// length the reader bounds, a bit is at most one number.
const (
	riceMost = 24
	allZero  = 63
)

// bitWriter appends bits, the highest of each byte first.
type bitWriter struct {
	data []byte
	free int // bits of the last byte
}

func (w *bitWriter) write(v uint64, n int) {
	for n > 0 {
		if w.free == 0 {
			w.data, w.free = append(w.data, 0), 8
		}
		take := min(n, w.free)
		part := byte(v >> (n - take) & (1<<take - 1))
		w.data[len(w.data)-1] |= part << (w.free - take)
		w.free, n = w.free-take, n-take
	}
}

func zigzag(v int64) uint64 { return uint64(v)<<1 ^ uint64(v>>63) }

func unzigzag(u uint64) int64 { return int64(u>>1) ^ -int64(u&1) }

// column writes numbers.
func (w *bitWriter) column(numbers []int64) {
	best, least := 0, math.MaxInt
	most := uint64(0)
	for _, v := range numbers {
		most = max(most, zigzag(v))
	}
	if most == 0 {
		w.write(allZero, 6)
		return
	}
	for k := range min(bits.Len64(most)+1, allZero) {
		cost := 0
		for _, v := range numbers {
			if q := zigzag(v) >> k; q < riceMost {
				cost += int(q) + 1 + k
			} else {
				cost += riceMost + 64
			}
		}
		if cost < least {
			best, least = k, cost
		}
	}
	w.write(uint64(best), 6)
	for _, v := range numbers {
		u := zigzag(v)
		q := u >> best
		if q >= riceMost {
			w.write(1<<riceMost-1, riceMost)
			w.write(u, 64)
			continue
		}
		w.write((1<<q-1)<<1, int(q)+1)
		w.write(u, best)
	}
}

// bitReader takes bits off bytes; behind the end it is bad, and all bits are 0.
type bitReader struct {
	data []byte
	used int // bits
	bad  bool
}

func (r *bitReader) read(n int) (v uint64) {
	if r.bad || n > 8*len(r.data)-r.used {
		r.bad = true
		return 0
	}
	for n > 0 {
		take := min(n, 8-r.used%8)
		part := r.data[r.used/8] >> (8 - r.used%8 - take) & (1<<take - 1)
		v = v<<take | uint64(part)
		r.used, n = r.used+take, n-take
	}
	return v
}

// column reads n numbers.
func (r *bitReader) column(n int) []int64 {
	out := make([]int64, n)
	k := int(r.read(6))
	if k == allZero {
		return out
	}
	for i := range out {
		q := uint64(0)
		for q < riceMost && r.read(1) == 1 {
			q++
		}
		if q == riceMost {
			out[i] = unzigzag(r.read(64))
		} else {
			out[i] = unzigzag(q<<k | r.read(k))
		}
		if r.bad {
			return out
		}
	}
	return out
}

// ended reports that nothing is left but the last byte's rest, which is 0.
func (r *bitReader) ended() bool {
	return !r.bad && len(r.data) == (r.used+7)/8 && r.read(8*len(r.data)-r.used) == 0
}
