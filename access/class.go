package access

import "custos"

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
	case s.holds(who, domain, x.now().Unix()):
		if p.Role == custos.RoleCloud {
			return Cloud
		}
		return Person
	case machine:
		return Peer
	}
	return Guest
}

// holds reports that a principal has a capability on a part of a domain that is neither
// over nor revoked. Whether it holds for what he asks is not asked here.
func (s *state) holds(who custos.Address, domain custos.Resource, now int64) bool {
	a := s.find(who)
	if a == nil {
		return false
	}
	for at := range a.grants.places.all {
		of := custos.Resource(at.resource.Value())
		if !of.Within(domain) && !domain.Within(of) {
			continue
		}
		for l := range at.all {
			if now < l.until {
				return true
			}
		}
	}
	return false
}
