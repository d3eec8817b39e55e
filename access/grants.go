package access

import (
	"hash/maphash"

	"custos"
)

// pathSeed makes the paths that collide nobody's to choose.
var pathSeed = maphash.MakeSeed()

// path is a resource and where its segments end, so that each resource above it can be
// had without a search.
type path struct {
	of   string
	ends [custos.MaxDepth]int32
	n    int // segments; 0 if there are more than any resource has
}

func pathOf(r custos.Resource) (p path) {
	p.of = string(r)
	for i := 0; i < len(p.of); i++ {
		if p.of[i] != '/' {
			continue
		}
		if p.n == custos.MaxDepth-1 {
			p.n = 0
			return p
		}
		p.ends[p.n] = int32(i)
		p.n++
	}
	p.ends[p.n] = int32(len(p.of))
	p.n++
	return p
}

// up is the resource of so many segments.
func (p *path) up(segments int) string { return p.of[:p.ends[segments-1]] }

// grants are one principal's capabilities by what they name: an open hash table of
// lists, the newest capability first. It never shrinks. A small one, as most are, is
// one piece of memory.
type grants struct {
	by version
	// depths has bit d-1 set if one names a resource of d segments.
	depths uint8
	used   int32
	slots  []slot
	few    [8]slot
}

// slot is a list of the capabilities whose resources hash alike; first 0 is none.
type slot struct {
	hash  uint64
	first uint32
	// actions are all that they give together.
	actions custos.Action
}

// place returns the slot of a hash, or the free one for it.
func (g *grants) place(h uint64) *slot {
	mask := uint64(len(g.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		if s := &g.slots[i]; s.first == 0 || s.hash == h {
			return s
		}
	}
}

// edit returns a table that a version may write: this one, a copy, or a larger one.
func (g *grants) edit(by version) *grants {
	if g == nil {
		g = &grants{by: by}
		g.slots = g.few[:]
		return g
	}
	full := int(g.used)*4 >= len(g.slots)*3
	if g.by == by && !full {
		return g
	}
	c := &grants{by: by, depths: g.depths, used: g.used}
	switch {
	case full:
		c.slots = make([]slot, 2*len(g.slots))
		for _, s := range g.slots {
			if s.first != 0 {
				*c.place(s.hash) = s
			}
		}
	case len(g.slots) == len(g.few):
		c.few, c.slots = g.few, c.few[:]
	default:
		c.slots = append([]slot(nil), g.slots...)
	}
	return c
}

// push puts a capability before those of the same resource, and returns the one that
// was the first.
func (g *grants) push(p *path, number uint32, actions custos.Action) (next uint32) {
	h := maphash.String(pathSeed, p.of)
	s := g.place(h)
	if s.first == 0 {
		g.used++
	}
	next = s.first
	*s = slot{h, number, s.actions | actions}
	g.depths |= 1 << (p.n - 1)
	return next
}
