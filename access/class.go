package access

import (
	"slices"

	"custos.dev/custos"
)

// ClassOf says what a principal is to a domain: what he may use up there hangs on it.
func (x *Index) ClassOf(who custos.Address, domain custos.Resource) Class {
	s := x.state.Load()
	at := pathOf(domain)
	owner, ok := s.owner(&at)
	if ok && owner.Address == who {
		return Own
	}
	if s.activeOwner(who) { // whoever registered his account as a principal of theirs
		return Peer
	}
	p, registered := s.principal(who)
	if !registered {
		return Guest
	}
	machine := p.Role == custos.RoleService || p.Role == custos.RoleFog || p.Role == custos.RoleEdge
	switch {
	case machine && ok && p.Owner == owner.Address:
		return Own
	case ok && s.holds(who, owner, x.now().Unix()):
		if p.Role == custos.RoleCloud {
			return Cloud
		}
		return Person
	case machine:
		return Peer
	}
	return Guest
}

// holds reports that a capability from an owner stands with a principal, and that it, or one
// that stood beside it, is not over. Whether it holds for what he asks is not asked here.
func (s *state) holds(who custos.Address, owner *party, now int64) bool {
	a := s.find(who)
	return a != nil && slices.ContainsFunc(a.owed, func(o owed) bool {
		return o.root == owner.number && o.generation == owner.Generation && o.rights > 0 && now < o.until
	})
}
