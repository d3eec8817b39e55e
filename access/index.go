package access

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"custos"
)

// state is contract state as of a block. It is never changed once it is shared.
type state struct {
	owners     map[custos.Address]custos.Owner
	principals map[custos.Address]custos.Principal
	caps       map[uint64]custos.Capability
	granted    map[custos.Address][]uint64
	requests   map[uint64]custos.AccessRequest

	// dead are the principals and owners, and revoked the capabilities, that a
	// block above the confirmed ones took away: what takes a right counts at once.
	dead    map[custos.Address]bool
	revoked map[uint64]bool
}

func newState(owners []custos.Owner) *state {
	s := &state{
		owners: map[custos.Address]custos.Owner{}, principals: map[custos.Address]custos.Principal{}, caps: map[uint64]custos.Capability{},
		granted: map[custos.Address][]uint64{}, requests: map[uint64]custos.AccessRequest{},
	}
	for _, o := range owners {
		s.owners[o.Address] = o
	}
	return s
}

func (s *state) clone() *state {
	c := *s
	c.owners, c.principals, c.caps, c.requests = maps.Clone(s.owners), maps.Clone(s.principals), maps.Clone(s.caps), maps.Clone(s.requests)
	c.granted = maps.Clone(s.granted)
	return &c
}

func (s *state) apply(changes []custos.PolicyChange) {
	for _, c := range changes {
		switch {
		case c.Owner != nil:
			s.owners[c.Owner.Address] = *c.Owner
		case c.Principal != nil:
			s.principals[c.Principal.Address] = *c.Principal
		case c.Capability != nil:
			if _, have := s.caps[c.Capability.Number]; !have {
				g := c.Capability.Grantee
				s.granted[g] = append(slices.Clone(s.granted[g]), c.Capability.Number)
			}
			s.caps[c.Capability.Number] = *c.Capability
		case c.Request != nil:
			s.requests[c.Request.Number] = *c.Request
		}
	}
}

// takeAway overlays what unconfirmed changes take: only refusals come of it.
func (s *state) takeAway(changes []custos.PolicyChange) *state {
	c := *s
	c.dead, c.revoked = map[custos.Address]bool{}, map[uint64]bool{}
	for _, p := range changes {
		switch {
		case p.Owner != nil && !p.Owner.Active:
			c.dead[p.Owner.Address] = true
		case p.Principal != nil && !p.Principal.Active:
			c.dead[p.Principal.Address] = true
		case p.Capability != nil && p.Capability.Revoked:
			c.revoked[p.Capability.Number] = true
		}
	}
	return &c
}

func (s *state) owner(r custos.Resource) (custos.Owner, bool) {
	for _, o := range s.owners {
		if r.Within(o.Domain) && o.Active && !s.dead[o.Address] {
			return o, true
		}
	}
	return custos.Owner{}, false
}

// alive reports that a principal is registered, active, and so is its owner.
func (s *state) alive(a custos.Address) bool {
	if o, ok := s.owners[a]; ok {
		return o.Active && !s.dead[a]
	}
	p, ok := s.principals[a]
	return ok && p.Active && !s.dead[a] && s.owners[p.Owner].Active && !s.dead[p.Owner]
}

// Index answers from contract state in memory; a Follower keeps it new.
type Index struct {
	// StaleAfter is how old an owner's last word may be; TimeZone is where hours
	// of the week are counted.
	StaleAfter time.Duration
	TimeZone   *time.Location
	now        func() time.Time

	state atomic.Pointer[state]

	mu      sync.Mutex
	heard   map[custos.Address]time.Time // owner → when its node last said its head
	changed chan struct{}                // closed and replaced at every change
}

// NewIndex returns an index that refuses everything until it is filled.
func NewIndex(staleAfter time.Duration, zone *time.Location) *Index {
	x := &Index{StaleAfter: staleAfter, TimeZone: zone, now: time.Now, heard: map[custos.Address]time.Time{}, changed: make(chan struct{})}
	x.state.Store(newState(nil))
	return x
}

func (x *Index) set(s *state) {
	x.state.Store(s)
	x.mu.Lock()
	close(x.changed)
	x.changed = make(chan struct{})
	x.mu.Unlock()
}

// Changed returns a channel that is closed at the next change of contract state.
func (x *Index) Changed() <-chan struct{} {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.changed
}

// Hear notes that an owner's node has just said its head.
func (x *Index) Hear(owner custos.Address, at time.Time) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if at.After(x.heard[owner]) {
		x.heard[owner] = at
	}
}

func (x *Index) age(owner custos.Address) time.Duration {
	x.mu.Lock()
	defer x.mu.Unlock()
	at, ok := x.heard[owner]
	if !ok {
		return 1<<63 - 1
	}
	return x.now().Sub(at)
}

// Principal returns a principal by the confirmed state.
func (x *Index) Principal(a custos.Address) (custos.Principal, bool) {
	s := x.state.Load()
	p, ok := s.principals[a]
	p.Active = p.Active && s.alive(a)
	return p, ok
}

// Known reports a registered, active principal or owner.
func (x *Index) Known(a custos.Address) bool { return x.state.Load().alive(a) }

// Principals returns all of them, by address.
func (x *Index) Principals() []custos.Principal {
	return sorted(x.state.Load().principals, func(p custos.Principal) string { return p.Name })
}

// Owners returns all of them, by name.
func (x *Index) Owners() []custos.Owner {
	return sorted(x.state.Load().owners, func(o custos.Owner) string { return string(o.Name) })
}

// Capabilities returns all of them, by number.
func (x *Index) Capabilities() []custos.Capability {
	return sorted(x.state.Load().caps, func(c custos.Capability) string { return fmt.Sprintf("%020d", c.Number) })
}

// Requests returns all of them, by number.
func (x *Index) Requests() []custos.AccessRequest {
	return sorted(x.state.Load().requests, func(r custos.AccessRequest) string { return fmt.Sprintf("%020d", r.Number) })
}

func sorted[K comparable, V any](m map[K]V, by func(V) string) []V {
	return slices.SortedFunc(maps.Values(m), func(a, b V) int {
		if by(a) < by(b) {
			return -1
		}
		return 1
	})
}
