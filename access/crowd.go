package access

import (
	"math"
	"slices"
	"sync/atomic"

	"custos.dev/custos"
)

// live is a right that stands, with all that it was passed on from worked into it: what is
// left to ask is whose the resource is and what time it is.
type live struct {
	from, until int64 // seconds since 1970, of the whole chain together
	// hours are those of the chain that are not always; nil if all are.
	hours *[maxDelegations + 1]custos.Hours
	// root is the owner, by his account's number, whose grant it comes from, and generation
	// his at that grant.
	number, root uint32
	generation   uint16
	actions      custos.Action
	// direct: the owner granted it himself.
	direct bool
}

// few is how many rights of one place a decision goes through one by one.
const few = 8

// crowdPart is how many rights are copied for the sake of one that comes or goes.
const crowdPart = 64

// crowd is what stands on one resource for one principal beside one right. Others may fill it with rights that do not run now; so what runs is worked out
// once and remembered until the clock, or a change, makes it another.
type crowd struct {
	by    version
	parts []crowdOf
	now   atomic.Pointer[moment]
}

type crowdOf struct {
	by    version
	items []live // all parts but the last are full
}

// moment is what a crowd gives from one time until another, of an owner in a generation,
// directly or at all.
type moment struct {
	since, until int64
	root         uint32
	generation   uint16
	direct       bool
	// best has for each set of actions the right that gives them, and lasts longest.
	best [custos.AllActions + 1]uint32
}

// own returns a crowd that a version may write.
func (c *crowd) own(by version) *crowd {
	switch {
	case c == nil:
		return &crowd{by: by}
	case c.by == by:
		return c
	}
	n := &crowd{by: by, parts: slices.Clone(c.parts)}
	n.now.Store(c.now.Load())
	return n
}

// edit returns the part of a place for the crowd's version to write.
func (c *crowd) edit(at uint32) *crowdOf {
	p := &c.parts[at/crowdPart]
	if p.by != c.by {
		p.by, p.items = c.by, slices.Clone(p.items)
	}
	return p
}

func (c *crowd) size() uint32 {
	if len(c.parts) == 0 {
		return 0
	}
	last := len(c.parts) - 1
	return uint32(last*crowdPart + len(c.parts[last].items))
}

func (c *crowd) add(l live) (at uint32) {
	if at = c.size(); at == uint32(len(c.parts)*crowdPart) {
		c.parts = append(c.parts, crowdOf{by: c.by})
	}
	p := c.edit(at)
	p.items = append(p.items, l)
	c.now.Store(c.now.Load().with(&l))
	return at
}

// remove takes out a right, and puts the last one in its place.
func (c *crowd) remove(at uint32) (gone live, moved uint32) {
	last := c.edit(c.size() - 1)
	end := last.items[len(last.items)-1]
	last.items = last.items[:len(last.items)-1]
	gone = end
	if at != c.size() {
		p := &c.edit(at).items[at%crowdPart]
		gone, *p, moved = *p, end, end.number
	}
	if len(last.items) == 0 {
		c.parts = c.parts[:len(c.parts)-1]
	}
	if m := c.now.Load(); m != nil && slices.Contains(m.best[:], gone.number) {
		c.now.Store(nil)
	}
	return gone, moved
}

func (c *crowd) all(yield func(*live) bool) {
	for i := range c.parts {
		for j := range c.parts[i].items {
			if !yield(&c.parts[i].items[j]) {
				return
			}
		}
	}
}

func (c *crowd) gives(w *walk, actions custos.Action) (number uint32, until int64) {
	if c.size() <= few {
		until = math.MaxInt64
		for l := range c.all {
			if l.actions&actions != actions || !w.counts(l) {
				continue
			}
			if w.runs(l) {
				return l.number, w.next(l)
			}
			until = min(until, w.next(l))
		}
		return 0, until
	}
	m := c.now.Load()
	if m == nil || w.time < m.since || w.time >= m.until || m.root != w.owner.number || m.generation != w.owner.Generation || m.direct != w.direct {
		m = c.look(w)
		c.now.Store(m)
	}
	return m.best[actions], m.until
}

// look goes through all of a crowd: what runs now, and until when that stays so.
func (c *crowd) look(w *walk) *moment {
	m := &moment{since: w.time, until: math.MaxInt64, root: w.owner.number, generation: w.owner.Generation, direct: w.direct}
	var ends [len(m.best)]int64
	for l := range c.all {
		if l.until <= w.time || !w.counts(l) || !w.runs(l) {
			continue
		}
		if end := w.next(l); end > ends[l.actions] {
			ends[l.actions], m.best[l.actions] = end, l.number
		}
	}
	// Who gives several actions gives each part of them.
	for set := len(ends) - 1; set > 0; set-- {
		for one := 1; one < len(ends); one <<= 1 {
			if part := set &^ one; ends[part] < ends[set] {
				ends[part], m.best[part] = ends[set], m.best[set]
			}
		}
		if ends[set] != 0 {
			m.until = min(m.until, ends[set])
		}
	}
	// What will give something more ends it too.
	for l := range c.all {
		if m.best[l.actions] == 0 && w.counts(l) {
			m.until = min(m.until, w.next(l))
		}
	}
	return m
}

// with is a moment after another right was added: the same, a shorter one, or nil.
func (m *moment) with(l *live) *moment {
	switch {
	case m == nil:
	case l.root != m.root || l.generation != m.generation || m.direct && !l.direct,
		l.until <= m.since, l.from >= m.until, m.best[l.actions] != 0:
		return m
	case l.from > m.since:
		c := *m
		c.until = l.from
		return &c
	}
	return nil
}
