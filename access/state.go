package access

import (
	"maps"
	"slices"
	"strings"

	"custos"
)

// state is contract state as of a block. It is never changed once it is shared.
type state struct {
	owners     map[custos.Address]*party
	domains    map[custos.Resource]*party // of active owners; no domain lies within another
	principals map[custos.Address]*custos.Principal
	caps       map[uint64]*custos.Capability
	granted    map[holding][]uint64
	requests   map[uint64]*custos.AccessRequest

	// taken is what blocks above the confirmed ones took away.
	taken takings
}

// party is an owner with the sentence that a decision by his grant gives, made
// once so that allowing does not allocate.
type party struct {
	custos.Owner
	allows string
}

// holding is where a question begins: grants by who has them and what they name.
type holding struct {
	grantee  custos.Address
	resource custos.Resource
}

// taking names a right that a block took away: an account deactivated, or a
// capability revoked.
type taking struct {
	account    custos.Address
	capability uint64
}

// takings maps what was taken to the number of the newest block that did.
type takings map[taking]uint64

func newState(owners []custos.Owner) *state {
	s := &state{
		owners: map[custos.Address]*party{}, domains: map[custos.Resource]*party{},
		principals: map[custos.Address]*custos.Principal{}, caps: map[uint64]*custos.Capability{},
		granted: map[holding][]uint64{}, requests: map[uint64]*custos.AccessRequest{},
	}
	for _, o := range owners {
		s.setOwner(o)
	}
	return s
}

// after returns the state after some changes; s stays as it is.
func (s *state) after(changes []custos.PolicyChange) *state {
	if len(changes) == 0 {
		return s
	}
	c := *s
	c.owners, c.domains, c.principals = maps.Clone(s.owners), maps.Clone(s.domains), maps.Clone(s.principals)
	c.caps, c.granted, c.requests = maps.Clone(s.caps), maps.Clone(s.granted), maps.Clone(s.requests)
	c.apply(changes)
	return &c
}

// apply is for a state that is not shared yet.
func (s *state) apply(changes []custos.PolicyChange) {
	for _, c := range changes {
		switch {
		case c.Owner != nil:
			s.setOwner(*c.Owner)
		case c.Principal != nil:
			s.principals[c.Principal.Address] = c.Principal
		case c.Capability != nil:
			if _, have := s.caps[c.Capability.Number]; !have {
				h := holding{c.Capability.Grantee, c.Capability.Resource}
				// The slice may be another state's, too.
				s.granted[h] = append(slices.Clone(s.granted[h]), c.Capability.Number)
			}
			s.caps[c.Capability.Number] = c.Capability
		case c.Request != nil:
			s.requests[c.Request.Number] = c.Request
		}
	}
}

func (s *state) setOwner(o custos.Owner) {
	p := &party{o, "a capability of " + string(o.Name) + " allows it"}
	if old, ok := s.owners[o.Address]; ok && s.domains[old.Domain] == old {
		delete(s.domains, old.Domain)
	}
	s.owners[o.Address] = p
	if o.Active {
		s.domains[o.Domain] = p
	}
}

// without overlays what unconfirmed changes took: only refusals come of it.
func (s *state) without(t takings) *state {
	c := *s
	c.taken = maps.Clone(t)
	return &c
}

// takes says what a change takes away, if it does.
func takes(c *custos.PolicyChange) (taking, bool) {
	switch {
	case c.Owner != nil && !c.Owner.Active:
		return taking{account: c.Owner.Address}, true
	case c.Principal != nil && !c.Principal.Active:
		return taking{account: c.Principal.Address}, true
	case c.Capability != nil && c.Capability.Revoked:
		return taking{capability: c.Capability.Number}, true
	}
	return taking{}, false
}

// lost returns what s refuses and next would give again: the rights that come
// back when a chain without their revocations takes over.
func (s *state) lost(next *state) (lost []taking) {
	for a, p := range s.principals {
		if n, ok := next.principals[a]; ok && n.Active && !p.Active {
			lost = append(lost, taking{account: a})
		}
	}
	for a, o := range s.owners {
		if n, ok := next.owners[a]; ok && n.Active && !o.Active {
			lost = append(lost, taking{account: a})
		}
	}
	for n, c := range s.caps {
		if now, ok := next.caps[n]; ok && c.Revoked && !now.Revoked {
			lost = append(lost, taking{capability: n})
		}
	}
	return lost
}

// owner finds the active owner whose domain holds a resource.
func (s *state) owner(r custos.Resource) (*party, bool) {
	for {
		if o, ok := s.domains[r]; ok {
			return o, s.activeOwner(o.Address)
		}
		i := strings.LastIndexByte(string(r), '/')
		if i < 0 {
			return nil, false
		}
		r = r[:i]
	}
}

func (s *state) activeOwner(a custos.Address) bool {
	o, ok := s.owners[a]
	return ok && o.Active && !s.gone(a)
}

// activePrincipal is the registry's isActive: registered, active, and so is the
// owner who answers for it.
func (s *state) activePrincipal(a custos.Address) bool {
	p, ok := s.principals[a]
	return ok && p.Active && !s.gone(a) && s.activeOwner(p.Owner)
}

// inHouse reports that an account is a service of an owner on one of his nodes, by the
// name under which he registered it.
func (s *state) inHouse(who, owner custos.Address, n custos.NodeName) bool {
	p, ok := s.principals[who]
	return ok && n != "" && p.Role == custos.RoleService && p.Owner == owner && custos.ServiceID(p.Name).Node() == n
}

func (s *state) gone(a custos.Address) bool {
	if len(s.taken) == 0 {
		return false
	}
	_, gone := s.taken[taking{account: a}]
	return gone
}

func (s *state) revoked(c *custos.Capability) bool {
	if c.Revoked || len(s.taken) == 0 {
		return c.Revoked
	}
	_, gone := s.taken[taking{capability: c.Number}]
	return gone
}
