package access

import (
	"slices"
	"sync/atomic"
)

// pageSize is how many items are copied for the sake of one that changes.
const pageSize = 128

// version names who may write to a piece in place: the one state that is being made.
type version uint64

var versions atomic.Uint64

func newVersion() version { return version(versions.Add(1)) }

// pages is a list whose copies share what neither of them changed. A change costs a page,
// and the first one of a version a pointer for each page. Pages that hold nothing are nil.
type pages[T any] struct {
	by   version
	list []*page[T]
	n    uint32
}

type page[T any] struct {
	items [pageSize]T
	by    version
}

// at returns an item to be read; nil if there is none.
func (p *pages[T]) at(i uint32) *T {
	if i >= p.n || p.list[i/pageSize] == nil {
		return nil
	}
	return &p.list[i/pageSize].items[i%pageSize]
}

// edit returns an item to be written by a version, making room for it.
func (p *pages[T]) edit(i uint32, by version) *T {
	if p.by != by {
		p.by, p.list = by, slices.Clone(p.list)
	}
	if missing := int(i/pageSize) + 1 - len(p.list); missing > 0 {
		p.list = append(p.list, make([]*page[T], missing)...)
	}
	at := &p.list[i/pageSize]
	switch {
	case *at == nil:
		*at = &page[T]{by: by}
	case (*at).by != by:
		c := **at
		c.by = by
		*at = &c
	}
	p.n = max(p.n, i+1)
	return &(*at).items[i%pageSize]
}
