package access

import (
	"hash/maphash"
	"maps"
	"slices"
	"time"
	"unique"

	"custos.dev/custos"
)

// state is contract state as of a block. It is never changed once it is shared; what a
// block changes is copied in pieces of bounded size, so that a block costs about the
// same at ten capabilities and at a million. Requests are not part of it: no decision
// looks at them, and who lists them asks the ledger.
type state struct {
	version version
	parties *parties

	ids      table[uint32] // the accounts' numbers
	accounts pages[account]
	rights   pages[right] // by the capabilities' numbers, which begin at 1
}

// parties are the owners, as few as a vote lets in.
type parties struct {
	by      version
	owners  map[custos.Address]*party
	domains map[string]*party // of active owners; no domain lies within another
	depths  uint8             // bit d-1 is set if a domain has, or had, d segments
}

// party is an owner with the sentence that a decision by his grant gives, made
// once so that allowing does not allocate.
type party struct {
	custos.Owner
	number uint32 // of his account
	allows string
}

// account is whoever was named: as an owner or a principal, or as who granted or was
// granted something.
type account struct {
	address custos.Address
	number  uint32
	by      version // that changed it last, or any of its grants
	// principal is nil if it is none.
	principal *custos.Principal
	// active is the registry's isActive: registered, active, and so is the owner who
	// answers for it, in the generation in which he registered it.
	active bool
	grants grants
	owed   []owed
	house  *house
}

// owed is how many rights that come from an owner in a generation stand with an account,
// and when the last of those that did is over: what is asked for each request, and not
// found by going through what others granted.
type owed struct {
	root       uint32 // the owner, by his account's number
	generation uint16
	rights     uint32
	until      int64
}

// owe returns what an owner's rights are to an account, for a version to write.
func (a *account) owe(root uint32, generation uint16) *owed {
	a.owed = slices.Clone(a.owed) // as few as there are owners
	i := slices.IndexFunc(a.owed, func(o owed) bool { return o.root == root && o.generation == generation })
	if i < 0 {
		i, a.owed = len(a.owed), append(a.owed, owed{root: root, generation: generation})
	}
	return &a.owed[i]
}

// house is the accounts that an owner registered in his generation. They may be another's
// now, and one that was registered several times stands here as often.
type house struct {
	by      version
	members pages[uint32]
}

// right is a capability as the index keeps it.
type right struct {
	from, until int64                 // seconds since 1970
	resource    unique.Handle[string] // many name the same
	parent      uint32
	next        uint32 // an older one of the same grantee and resource
	// child is the newest that was delegated from it, sibling an older one of the same parent.
	child, sibling uint32
	at             uint32 // where in its place it stands
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
	// stands: nothing is wrong with it, or with what it was passed on from, but perhaps the
	// hour and whose the resource is. It is among its grantee's grants.
	stands bool
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
	s := &state{version: newVersion()}
	s.parties = &parties{by: s.version, owners: map[custos.Address]*party{}, domains: map[string]*party{}}
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
			s.setPrincipal(c.Principal)
		case c.Capability != nil:
			s.setCapability(c.Capability)
		}
	}
}

// without is the state after what unconfirmed changes took as well: only refusals come of it.
func (s *state) without(t takings) *state {
	var changes []custos.PolicyChange
	for taken := range t {
		var c custos.PolicyChange
		switch {
		case taken.capability != 0:
			if taken.capability > maxNumber || s.right(uint32(taken.capability)) == nil {
				continue
			}
			c.Capability = &custos.Capability{Number: taken.capability, Resource: "-", Revoked: true}
		case !taken.principal.IsZero():
			p, ok := s.principal(taken.principal)
			if !ok {
				continue
			}
			gone := *p
			gone.Active, c.Principal = false, &gone
		default:
			o, ok := s.parties.owners[taken.owner]
			if !ok {
				continue
			}
			gone := o.Owner
			gone.Active, c.Owner = false, &gone
		}
		changes = append(changes, c)
	}
	return s.after(changes)
}

// account returns an account to be written, and its number.
func (s *state) account(a custos.Address) (uint32, *account) {
	h := maphash.Bytes(seed, a[:])
	n := s.ids.find(h, func(n *uint32) bool { return s.accounts.at(*n).address == a })
	if n == nil {
		new := s.accounts.n
		added := s.accounts.edit(new, s.version)
		added.address, added.number = a, new
		n = s.ids.edit(h, s.version, func(n *uint32) bool { return *n == new })
		*n = new
	}
	return *n, s.change(*n)
}

// change returns an account to be written.
func (s *state) change(n uint32) *account {
	a := s.accounts.edit(n, s.version)
	a.by = s.version
	return a
}

// find returns an account to be read; nil if nobody ever named it.
func (s *state) find(who custos.Address) *account {
	n := s.ids.find(maphash.Bytes(seed, who[:]), func(n *uint32) bool { return s.accounts.at(*n).address == who })
	if n == nil {
		return nil
	}
	return s.accounts.at(*n)
}

func (s *state) setOwner(o custos.Owner) {
	if s.parties.by != s.version {
		s.parties = &parties{s.version, maps.Clone(s.parties.owners), maps.Clone(s.parties.domains), s.parties.depths}
	}
	all := s.parties
	n, a := s.account(o.Address)
	p := &party{o, n, "a capability of " + string(o.Name) + " allows it"}
	old := all.owners[o.Address]
	if old != nil && all.domains[string(old.Domain)] == old {
		delete(all.domains, string(old.Domain))
	}
	all.owners[o.Address] = p
	if o.Active {
		all.domains[string(o.Domain)] = p
		if at := pathOf(o.Domain); at.n > 0 {
			all.depths |= 1 << (at.n - 1)
		}
	}
	if h := a.house; h != nil && (old == nil || old.Active != o.Active || old.Generation != o.Generation) {
		for i := range h.members.n {
			if n := *h.members.at(i); s.accounts.at(n).principal.Owner == o.Address {
				s.reckon(n, false)
			}
		}
		if old != nil && old.Generation != o.Generation {
			s.change(p.number).house = nil // whom he had registered never comes back
		}
	}
}

func (s *state) setPrincipal(p *custos.Principal) {
	n, a := s.account(p.Address)
	anew := a.principal != nil && a.principal.Registration != p.Registration || a.principal == nil && p.Registration != 0
	moved := anew || a.principal == nil || a.principal.Owner != p.Owner || a.principal.Generation != p.Generation
	a.principal = p
	if moved {
		_, o := s.account(p.Owner)
		if h := o.house; h == nil {
			o.house = &house{by: s.version}
		} else if h.by != s.version {
			o.house = &house{s.version, h.members}
		}
		*o.house.members.edit(o.house.members.n, s.version) = n
	}
	s.reckon(n, anew)
}

// reckon says of an account anew whether it is active, after it or its owner changed, and
// of the rights that hang on that whether they stand. Rights granted to an earlier
// registration fall here, and what they had been passed on to with them: once for each.
func (s *state) reckon(n uint32, anew bool) {
	a := s.accounts.at(n)
	active := s.activeByRegistry(a)
	if active == a.active && !anew {
		return
	}
	a = s.change(n)
	a.active = active
	for _, held := range a.grants.standing() {
		if anew {
			s.settle(held)
		}
		s.settleBelow(held)
	}
}

func (s *state) activeByRegistry(a *account) bool {
	if a.principal == nil || !a.principal.Active {
		return false
	}
	o, ok := s.parties.owners[a.principal.Owner]
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
		s.settle(n)
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
		up = s.rights.edit(r.parent, s.version)
		r.sibling, up.child = up.child, n
	}
	holder.grants.depths |= 1 << (p.n - 1)
	place := holder.grants.edit(r.resource, s.version)
	place.resource = r.resource
	place.actions |= r.actions
	r.next, place.newest = place.newest, n
	s.settle(n)
}

// settle puts a right among those that stand, or takes it away, and sees to what was
// delegated from it. The contract bounds how deep that goes.
func (s *state) settle(n uint32) {
	r := s.rights.edit(n, s.version)
	l, stands := s.fold(n, r)
	if stands == r.stands {
		return
	}
	r.stands = stands
	holder := s.change(r.grantee)
	at := holder.grants.edit(r.resource, s.version)
	if stands {
		r.at = at.add(l, s.version)
		o := holder.owe(l.root, l.generation)
		if o.rights++; o.rights == 1 {
			o.until = 0
		}
		o.until = max(o.until, l.until)
	} else {
		gone, moved := at.remove(r.at, s.version)
		if moved != 0 {
			s.rights.edit(moved, s.version).at = r.at
		}
		holder.owe(gone.root, gone.generation).rights--
	}
	s.settleBelow(n)
}

// settleBelow settles what was delegated from a right. What does not fall with it had
// fallen before.
func (s *state) settleBelow(n uint32) {
	for c := s.rights.at(n).child; c != 0; c = s.rights.at(c).sibling {
		s.settle(c)
	}
}

// fold works a right's chain into it; false if it does not stand. It asks what holds asks,
// but for the hour and the owner.
func (s *state) fold(n uint32, r *right) (live, bool) {
	l := live{from: r.from, until: r.until, number: n, actions: r.actions, direct: r.parent == 0}
	var hours [len(l.hours)]custos.Hours
	for i := range hours {
		holder := s.accounts.at(r.grantee)
		if r.revoked || r.registration != holder.registration() || i > 0 && !holder.active {
			return l, false
		}
		l.from, l.until, hours[i] = max(l.from, r.from), min(l.until, r.until), r.hours
		if r.parent == 0 {
			l.root, l.generation = r.grantor, r.generation
			if hours != [len(hours)]custos.Hours{} {
				some := hours // most have none
				l.hours = &some
			}
			return l, l.from < l.until
		}
		if !r.fits {
			return l, false
		}
		r = s.rights.at(r.parent)
	}
	return l, false
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
		if s.parties.depths&(1<<(i-1)) == 0 {
			continue
		}
		if o, ok := s.parties.domains[p.up(i)]; ok {
			return o, true
		}
	}
	return nil, false
}

func (s *state) activeOwner(a custos.Address) bool {
	o, ok := s.parties.owners[a]
	return ok && o.Active
}

func (s *state) principal(who custos.Address) (*custos.Principal, bool) {
	a := s.find(who)
	if a == nil || a.principal == nil {
		return nil, false
	}
	return a.principal, true
}

// activePrincipal is the registry's isActive.
func (s *state) activePrincipal(who custos.Address) bool {
	a := s.find(who)
	return a != nil && a.active
}

// inHouse reports that an account is a service of an owner on one of his nodes, by the
// name under which he registered it.
func (s *state) inHouse(who, owner custos.Address, n custos.NodeName) bool {
	p, ok := s.principal(who)
	return ok && n != "" && p.Role == custos.RoleService && p.Owner == owner && custos.ServiceID(p.Name).Node() == n
}

// registration is how often an account was registered as a principal; 0 if never, and
// on chains of the first form.
func (a *account) registration() uint16 {
	if a.principal == nil {
		return 0
	}
	return a.principal.Registration
}
