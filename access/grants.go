package access

import (
	"hash/maphash"
	"math"
	"unique"

	"custos.dev/custos"
)

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

// grants are one principal's capabilities by what they name.
type grants struct {
	places table[place]
	// depths has bit d-1 set if one names a resource of d segments.
	depths uint8
}

// place is a resource that a principal was granted something on: all that most decisions
// about it read, in a cache line.
type place struct {
	// one is a right that stands here; its number is 0 if none does.
	one live
	// crowd has the others, where there are or were any.
	crowd    *crowd
	resource unique.Handle[string]
	// newest is the newest capability here, of whatever state. Those before it follow by
	// their next: only who asks for reasons looks at them.
	newest uint32
	// actions are all that were ever granted here, together.
	actions custos.Action
}

// at returns the place of a resource; nil if nothing was ever granted there.
func (g *grants) at(resource string) *place {
	return g.places.find(maphash.String(seed, resource), func(p *place) bool { return p.resource.Value() == resource })
}

// edit returns the place of a resource for a version to write.
func (g *grants) edit(resource unique.Handle[string], by version) *place {
	return g.places.edit(maphash.String(seed, resource.Value()), by, func(p *place) bool { return p.resource == resource })
}

// standing returns the numbers of all rights that stand.
func (g *grants) standing() (out []uint32) {
	for p := range g.places.all {
		for l := range p.all {
			out = append(out, l.number)
		}
	}
	return out
}

// all goes through the rights that stand here.
func (p *place) all(yield func(*live) bool) {
	if p.one.number != 0 && yield(&p.one) && p.crowd != nil {
		p.crowd.all(yield)
	}
}

// add puts a right among those that stand here, and returns where it is.
func (p *place) add(l live, by version) (at uint32) {
	if p.one.number == 0 {
		p.one = l
		return 0
	}
	p.crowd = p.crowd.own(by)
	return p.crowd.add(l) + 1
}

// remove takes out the right that add put there. Another one, if moved is not 0, is where
// that was.
func (p *place) remove(at uint32, by version) (gone live, moved uint32) {
	if p.crowd != nil {
		p.crowd = p.crowd.own(by)
	}
	if at != 0 {
		return p.crowd.remove(at - 1)
	}
	gone, p.one = p.one, live{}
	if p.crowd != nil && p.crowd.size() > 0 {
		p.one, _ = p.crowd.remove(p.crowd.size() - 1)
	}
	return gone, p.one.number
}

// gives returns the number of a right by which the actions are allowed now, 0 if there is
// none, and until when the clock leaves it so.
func (p *place) gives(w *walk, actions custos.Action) (number uint32, until int64) {
	until = math.MaxInt64
	if p.actions&actions != actions {
		return 0, until
	}
	if p.one.actions&actions == actions && w.counts(&p.one) {
		if until = w.next(&p.one); w.runs(&p.one) {
			return p.one.number, until
		}
	}
	if p.crowd == nil {
		return 0, until
	}
	number, same := p.crowd.gives(w, actions)
	if number != 0 {
		return number, same
	}
	return 0, min(until, same)
}
