// Package rice writes columns of numbers in Rice codes, as FLAC writes sound: zigzag makes each
// number unsigned, its low k bits are written as they are, and the rest in unary. A column begins
// with its k in six bits, the one that makes it shortest; allZero says that all are 0, and that
// nothing follows. A number whose unary part would be most or more is most ones, and 64 bits.
// For the few hundred small numbers of a pack that is shorter than what general compressors make
// of them, whose tables alone take that much, and it does not swell: but for columns of zeros,
// whose length the reader bounds, a bit is at most one number.
package rice

import (
	"math"
	"math/bits"
)

const (
	most    = 24
	allZero = 63
)

// Writer appends bits to bytes, the highest of each byte first.
type Writer struct {
	data []byte
	free int // bits of the last byte
}

// NewWriter appends to data, from a byte of its own on.
func NewWriter(data []byte) *Writer { return &Writer{data: data} }

// Data is all that was written; bits that fill up its last byte are 0.
func (w *Writer) Data() []byte { return w.data }

// Write appends the lowest n bits of v.
func (w *Writer) Write(v uint64, n int) {
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

// Column writes numbers.
func (w *Writer) Column(numbers []int64) {
	best, _ := choose(numbers)
	w.Write(uint64(best), 6)
	if best == allZero {
		return
	}
	for _, v := range numbers {
		u := zigzag(v)
		q := u >> best
		if q >= most {
			w.Write(1<<most-1, most)
			w.Write(u, 64)
			continue
		}
		w.Write((1<<q-1)<<1, int(q)+1)
		w.Write(u, best)
	}
}

// Bits is how many bits the column of some numbers takes.
func Bits(numbers []int64) int {
	_, n := choose(numbers)
	return 6 + n
}

// choose finds the k of a column that makes it shortest, and how many bits its numbers take then.
func choose(numbers []int64) (best, least int) {
	least = math.MaxInt
	largest := uint64(0)
	for _, v := range numbers {
		largest = max(largest, zigzag(v))
	}
	if largest == 0 {
		return allZero, 0
	}
	for k := range min(bits.Len64(largest)+1, allZero) {
		cost := 0
		for _, v := range numbers {
			if q := zigzag(v) >> k; q < most {
				cost += int(q) + 1 + k
			} else {
				cost += most + 64
			}
		}
		if cost < least {
			best, least = k, cost
		}
	}
	return best, least
}

// Reader takes bits off bytes; behind the end it is bad, and all bits are 0.
type Reader struct {
	data []byte
	used int // bits
	bad  bool
}

// NewReader reads what a Writer wrote.
func NewReader(data []byte) *Reader { return &Reader{data: data} }

// Bad reports that more was read than there is.
func (r *Reader) Bad() bool { return r.bad }

// Read takes n bits.
func (r *Reader) Read(n int) (v uint64) {
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

// Column reads n numbers.
func (r *Reader) Column(n int) []int64 {
	out := make([]int64, n)
	k := int(r.Read(6))
	if k == allZero {
		return out
	}
	for i := range out {
		q := uint64(0)
		for q < most && r.Read(1) == 1 {
			q++
		}
		if q == most {
			out[i] = unzigzag(r.Read(64))
		} else {
			out[i] = unzigzag(q<<k | r.Read(k))
		}
		if r.bad {
			return out
		}
	}
	return out
}

// Rest is what stands behind the byte that was read last, whose own rest must be 0: else, or where
// the reader is bad, it is nothing and false.
func (r *Reader) Rest() ([]byte, bool) {
	if fill := (8 - r.used%8) % 8; r.Read(fill) != 0 || r.bad {
		return nil, false
	}
	return r.data[r.used/8:], true
}

// Ended reports that nothing is left but the last byte's rest, which is 0.
func (r *Reader) Ended() bool {
	rest, ok := r.Rest()
	return ok && len(rest) == 0
}
