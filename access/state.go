package access

import (
	"maps"
	"time"
	"unique"

	"custos"
)

// state is contract state as of a block. It is never changed once it is shared; what a
// block changes is copied in pieces of bounded size, so that a block costs about the
// same at ten capabilities and at a million.
type state struct {
	version version
	owners  map[custos.Address]*party
	domains map[string]*party // of active owners; no domain lies within another
	depths  uint8             // bit d-1 is set if a domain has, or had, d segments

	ids      numbers // of accounts
	accounts pages[account]
	rights   pages[right] // by the capabilities' numbers, which begin at 1
	requests map[uint64]*custos.AccessRequest

	// taken is what blocks above the confirmed ones took away.
	taken takings
}

// party is an owner with the sentence that a decision by his grant gives, made
// once so that allowing does not allocate.
type party struct {
	custos.Owner
	allows string
}

// account is whoever was named: as a principal, or as who granted or was granted something.
type account struct {
	address custos.Address
	// principal is nil if it is none.
	principal *custos.Principal
	// active is the registry's isActive: registered, active, and so is the owner who
	// answers for it, in the generation in which he registered it.
	active bool
	grants *grants
}

// right is a capability as the index keeps it, in less than a cache line.
type right struct {
	from, until int64                 // seconds since 1970
	resource    unique.Handle[string] // many name the same
	parent      uint32
	next        uint32 // an older one of the same grantee whose resource hashes alike
	// Accounts by their numbers.
	grantor, grantee uint32
	hours            custos.Hours
	// The granting owner's generation, and the grantee's registration.
	generation, registration uint16
	actions                  custos.Action
	depth                    uint8
	revoked, exists          bool
	// fits: the parent covers it, as the contract checked when it was delegated.
	fits bool
}

// maxNumber bounds what memory a node can make us take by inventing a number.
const maxNumber = 1 << 28

// taking names what a block took away, in one of its fields: an owner removed, a
// principal deactivated, or a capability revoked. An owner and a principal of the same
// address are two: what is said of one says nothing of the other.
type taking struct {
	owner, principal custos.Address
	capability       uint64
}

// takings maps what was taken to the number of the newest block that did.
type takings map[taking]uint64

func newState(owners []custos.Owner) *state {
	s := &state{
		version: newVersion(), owners: map[custos.Address]*party{}, domains: map[string]*party{},
		requests: map[uint64]*custos.AccessRequest{},
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
	c.version = newVersion()
	c.owners, c.domains = maps.Clone(s.owners), maps.Clone(s.domains)
	c.accounts, c.rights, c.requests = s.accounts.clone(), s.rights.clone(), maps.Clone(s.requests)
	c.apply(changes)
	return &c
}

// apply is for a state that is not shared yet.
func (s *state) apply(changes []custos.PolicyChange) {
	for _, c := range changes {
		switch {
		case c.Owner != nil:
			s.setOwner(*c.Owner)
			s.reckon()
		case c.Principal != nil:
			_, a := s.account(c.Principal.Address)
			a.principal = c.Principal
			a.active = s.activeByRegistry(a)
		case c.Capability != nil:
			s.setCapability(c.Capability)
		case c.Request != nil:
			s.requests[c.Request.Number] = c.Request
		}
	}
}

// account returns an account to be written, and its number.
func (s *state) account(a custos.Address) (uint32, *account) {
	n := s.ids.put(a, s.version)
	at := s.accounts.edit(n, s.version)
	at.address = a
	return n, at
}

func (s *state) setOwner(o custos.Owner) {
	p := &party{o, "a capability of " + string(o.Name) + " allows it"}
	if old, ok := s.owners[o.Address]; ok && s.domains[string(old.Domain)] == old {
		delete(s.domains, string(old.Domain))
	}
	s.owners[o.Address] = p
	if o.Active {
		s.domains[string(o.Domain)] = p
		if at := pathOf(o.Domain); at.n > 0 {
			s.depths |= 1 << (at.n - 1)
		}
	}
}

// reckon says of every account anew whether it is active, after an owner came or went.
func (s *state) reckon() {
	for i := range uint32(s.accounts.n) {
		if a := s.accounts.at(i); a.active != s.activeByRegistry(a) {
			s.accounts.edit(i, s.version).active = !a.active
		}
	}
}

func (s *state) activeByRegistry(a *account) bool {
	if a.principal == nil || !a.principal.Active {
		return false
	}
	o, ok := s.owners[a.principal.Owner]
	return ok && o.Active && o.Generation == a.principal.Generation
}

func (s *state) setCapability(c *custos.Capability) {
	p := pathOf(c.Resource)
	if c.Number == 0 || c.Number > maxNumber || c.Parent > maxNumber || p.n == 0 {
		return // no contract has it; what is not here is refused
	}
	n := uint32(c.Number)
	r := s.rights.edit(n, s.version)
	if r.exists {
		r.revoked = c.Revoked // all that can change
		return
	}
	grantor, _ := s.account(c.Grantor)
	grantee, holder := s.account(c.Grantee)
	*r = right{
		from: c.From.Unix(), until: c.Until.Unix(), resource: unique.Make(string(c.Resource)), parent: uint32(c.Parent),
		grantor: grantor, grantee: grantee, hours: c.Hours, actions: c.Actions, depth: c.Depth, revoked: c.Revoked, exists: true,
		generation: c.Generation, registration: c.Registration,
	}
	if up := s.right(r.parent); up != nil {
		r.fits = up.grantee == grantor && c.Resource.Within(custos.Resource(up.resource.Value())) && r.actions&^up.actions == 0 && r.depth < up.depth
	}
	holder.grants = holder.grants.edit(s.version)
	r.next = holder.grants.push(&p, n, c.Actions)
}

// right returns a capability; nil if there is none of the number.
func (s *state) right(n uint32) *right {
	if r := s.rights.at(n); r != nil && r.exists {
		return r
	}
	return nil
}

// capability is a right as the contract has it.
func (s *state) capability(n uint32, r *right) custos.Capability {
	return custos.Capability{
		Number: uint64(n), Parent: uint64(r.parent), Grantor: s.accounts.at(r.grantor).address, Grantee: s.accounts.at(r.grantee).address,
		Resource: custos.Resource(r.resource.Value()), Actions: r.actions, From: time.Unix(r.from, 0).UTC(), Until: time.Unix(r.until, 0).UTC(),
		Hours: r.hours, Depth: r.depth, Revoked: r.revoked, Generation: r.generation, Registration: r.registration,
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
		return taking{owner: c.Owner.Address}, true
	case c.Principal != nil && !c.Principal.Active:
		return taking{principal: c.Principal.Address}, true
	case c.Capability != nil && c.Capability.Revoked:
		return taking{capability: c.Capability.Number}, true
	}
	return taking{}, false
}

// owner finds the active owner whose domain holds a resource.
func (s *state) owner(p *path) (*party, bool) {
	for i := p.n; i > 0; i-- {
		if s.depths&(1<<(i-1)) == 0 {
			continue
		}
		if o, ok := s.domains[p.up(i)]; ok {
			return o, !s.took(taking{owner: o.Address})
		}
	}
	return nil, false
}

func (s *state) activeOwner(a custos.Address) bool {
	o, ok := s.owners[a]
	return ok && o.Active && !s.took(taking{owner: a})
}

// find returns an account to be read; nil if nobody ever named it.
func (s *state) find(who custos.Address) *account {
	if n, ok := s.ids.get(who); ok {
		return s.accounts.at(n)
	}
	return nil
}

func (s *state) principal(who custos.Address) (*custos.Principal, bool) {
	a := s.find(who)
	if a == nil || a.principal == nil {
		return nil, false
	}
	return a.principal, true
}

// active says of an account, which may be nil, what activePrincipal says of its address.
func (s *state) active(a *account) bool {
	return a != nil && a.active && !s.took(taking{principal: a.address}) && !s.took(taking{owner: a.principal.Owner})
}

// activePrincipal is the registry's isActive, with what blocks yet unconfirmed took.
func (s *state) activePrincipal(who custos.Address) bool { return s.active(s.find(who)) }

// inHouse reports that an account is a service of an owner on one of his nodes, by the
// name under which he registered it.
func (s *state) inHouse(who, owner custos.Address, n custos.NodeName) bool {
	p, ok := s.principal(who)
	return ok && n != "" && p.Role == custos.RoleService && p.Owner == owner && custos.ServiceID(p.Name).Node() == n
}

// took reports what blocks yet unconfirmed took away.
func (s *state) took(t taking) bool {
	if len(s.taken) == 0 {
		return false
	}
	_, gone := s.taken[t]
	return gone
}

func (s *state) revoked(n uint32, r *right) bool {
	return r.revoked || s.took(taking{capability: uint64(n)})
}

// registration is how often an account was registered as a principal; 0 if never, and
// on chains of the first form.
func (a *account) registration() uint16 {
	if a.principal == nil {
		return 0
	}
	return a.principal.Registration
}
