package access

import (
	"sync/atomic"

	"custos"
)

// pageSize is how many items are copied for the sake of one that changes.
const pageSize = 128

// version names who may write to a piece in place: the one state that is being made.
type version uint64

var versions atomic.Uint64

func newVersion() version { return version(versions.Add(1)) }

// pages is a list whose copies share what neither of them changed. A copy costs a
// pointer for each page, a change a page.
type pages[T any] struct {
	list []*page[T]
	n    int
}

type page[T any] struct {
	by    version
	items [pageSize]T
}

// at returns an item to be read; nil if there is none.
func (p *pages[T]) at(i uint32) *T {
	if int(i) >= p.n {
		return nil
	}
	return &p.list[i/pageSize].items[i%pageSize]
}

// edit returns an item to be written by a version, making room for it.
func (p *pages[T]) edit(i uint32, by version) *T {
	for int(i) >= len(p.list)*pageSize {
		p.list = append(p.list, &page[T]{by: by})
	}
	at := &p.list[i/pageSize]
	if (*at).by != by {
		c := **at
		c.by = by
		*at = &c
	}
	p.n = max(p.n, int(i)+1)
	return &(*at).items[i%pageSize]
}

// clone returns a copy for another version to edit.
func (p *pages[T]) clone() pages[T] {
	return pages[T]{append(make([]*page[T], 0, len(p.list)+1), p.list...), p.n}
}

// numbers gives addresses small numbers, in 256 parts by the first byte; no number is
// ever taken back. Copies share the parts like pages.
type numbers struct {
	parts [256]*part
	n     uint32
}

type part struct {
	by version
	of map[custos.Address]uint32
}

func (s *numbers) get(a custos.Address) (uint32, bool) {
	p := s.parts[a[0]]
	if p == nil {
		return 0, false
	}
	n, ok := p.of[a]
	return n, ok
}

// put returns the address's number, a new one if it had none.
func (s *numbers) put(a custos.Address, by version) uint32 {
	if n, ok := s.get(a); ok {
		return n
	}
	at := &s.parts[a[0]]
	switch {
	case *at == nil:
		*at = &part{by, map[custos.Address]uint32{}}
	case (*at).by != by:
		c := &part{by, make(map[custos.Address]uint32, len((*at).of)+1)}
		for k, v := range (*at).of {
			c.of[k] = v
		}
		*at = c
	}
	(*at).of[a] = s.n
	s.n++
	return s.n - 1
}
