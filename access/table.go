package access

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
	"slices"
)

// seed makes the keys that collide nobody's to choose.
var seed = maphash.MakeSeed()

// partSize is how many values a part of a table has at most.
const partSize = 32

// table is a hash table whose copies share what neither of them changed: a directory of
// parts by the low bits of the hash. A part that is full is split in two, and the
// directory doubled where that needs it. A change costs a part, and the first one of a
// version a pointer for each part. Values know their keys, and none is taken out.
type table[V any] struct {
	by  version
	dir []*part[V]
}

type part[V any] struct {
	// tags are the high bytes of the hashes: who looks for what is not here reads no more.
	tags   [partSize]uint8
	by     version
	shared uint8 // how many low bits all hashes of the part have in common
	lows   []uint32
	values []V
}

// find returns the value of a hash that is the one looked for; nil if there is none.
func (t *table[V]) find(h uint64, is func(*V) bool) *V {
	if len(t.dir) == 0 {
		return nil
	}
	return t.dir[h&uint64(len(t.dir)-1)].find(h, is)
}

func (p *part[V]) find(h uint64, is func(*V) bool) *V {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	for first := 0; first < len(p.values); first += 8 {
		// The lowest byte that is zero becomes 0x80; one above it may do so without being zero.
		x := binary.LittleEndian.Uint64(p.tags[first:first+8]) ^ ones*(h>>56)
		for m := (x - ones) &^ x & highs; m != 0; m &= m - 1 {
			if i := first + bits.TrailingZeros64(m)/8; i < len(p.values) && is(&p.values[i]) {
				return &p.values[i]
			}
		}
	}
	return nil
}

// edit returns the value of a hash that is the one looked for, to be written by a version;
// a new one if there is none.
func (t *table[V]) edit(h uint64, by version, is func(*V) bool) *V {
	switch {
	case t.dir == nil:
		t.by, t.dir = by, []*part[V]{{by: by}}
	case t.by != by:
		t.by, t.dir = by, slices.Clone(t.dir)
	}
	p := t.own(h, by)
	if v := p.find(h, is); v != nil {
		return v
	}
	for len(p.values) == partSize {
		t.split(h, by)
		p = t.own(h, by)
	}
	p.add(h, *new(V))
	return &p.values[len(p.values)-1]
}

// own returns the part of a hash for a version to write.
func (t *table[V]) own(h uint64, by version) *part[V] {
	p := t.dir[h&uint64(len(t.dir)-1)]
	if p.by == by {
		return p
	}
	c := *p
	c.by, c.lows, c.values = by, slices.Clone(p.lows), slices.Clone(p.values)
	t.put(h, &c)
	return &c
}

// put makes a part the one of all hashes that have its shared bits in common with h.
func (t *table[V]) put(h uint64, p *part[V]) {
	step := uint64(1) << p.shared
	for i := h & (step - 1); i < uint64(len(t.dir)); i += step {
		t.dir[i] = p
	}
}

// split makes two parts of the one of a hash.
func (t *table[V]) split(h uint64, by version) {
	p := t.dir[h&uint64(len(t.dir)-1)]
	bit := uint64(1) << p.shared
	if bit == uint64(len(t.dir)) {
		t.dir = append(t.dir, t.dir...)
	}
	halves := [2]*part[V]{{by: by, shared: p.shared + 1}, {by: by, shared: p.shared + 1}}
	for i, low := range p.lows {
		halves[min(1, uint64(low)&bit)].add(uint64(p.tags[i])<<56|uint64(low), p.values[i])
	}
	t.put(h&^bit, halves[0])
	t.put(h|bit, halves[1])
}

func (p *part[V]) add(h uint64, v V) {
	p.tags[len(p.values)] = uint8(h >> 56)
	p.lows = append(p.lows, uint32(h))
	p.values = append(p.values, v)
}

// all goes through the values, in no order.
func (t *table[V]) all(yield func(*V) bool) {
	for i, p := range t.dir {
		if i >= 1<<p.shared {
			continue // it was seen where its shared bits are the whole number
		}
		for j := range p.values {
			if !yield(&p.values[j]) {
				return
			}
		}
	}
}
