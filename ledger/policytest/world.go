// Package policytest makes worlds of owners, principals and capabilities, each of
// which the contracts could hold, with questions whose answers are known. The index,
// the contract, an independent policy engine and the peers of `custos bench access`
// are all asked the same ones.
package policytest

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"custos.dev/custos"
)

// Size is how large a world is to be.
type Size struct {
	Owners, Principals, Resources, Capabilities, Questions int
	// Spoilt is the share of capabilities that hold no more, or not now, by some
	// fault of their own or of who passed them on: revoked, over, another hour.
	Spoilt float64
	// Removed lets owners and principals be taken out, come back as others, and be given
	// rights again; and at the end some go once more.
	Removed bool
	// Now is when the questions are asked, Margin how far from it windows may begin and
	// end: a second, if zero. A world that is measured for a while has more.
	Now    time.Time
	Margin time.Duration
}

// Small is a world for comparing answers, Large the one that is measured.
var (
	Small = Size{Owners: 3, Principals: 8, Resources: 14, Capabilities: 32, Questions: 1000, Spoilt: .25, Removed: true}
	Large = Size{Owners: 4, Principals: 2000, Resources: 950, Capabilities: 10_000, Questions: 20_000, Spoilt: .1, Margin: time.Hour}
)

// World is what stands in the contracts. Its addresses are made of small numbers.
type World struct {
	// Now is when most questions are asked, in the site's time zone.
	Now    time.Time
	Owners []custos.Owner
	// Principals and Capabilities are as they were made. The capabilities' numbers are their
	// places, from 1. What has ended since is named apart, since it was alive when others
	// were made from it; Changes has everything in its order.
	Principals   []custos.Principal
	Capabilities []custos.Capability
	Resources    []custos.Resource

	Revoked []uint64
	// Last is how many of the changes, at their end, only take away.
	Last int

	Questions []Question

	changes   []custos.PolicyChange
	byGrantee map[custos.Address][]uint64 // numbers of capabilities
	// What stands now.
	revoked    map[uint64]bool
	owners     map[custos.Address]custos.Owner
	principals map[custos.Address]custos.Principal
	margin     time.Duration
}

// Question is whether a principal may do all the actions on a resource at a time.
type Question struct {
	Principal custos.Address  `json:"principal"`
	Resource  custos.Resource `json:"resource"`
	Action    custos.Action   `json:"action"`
	At        time.Time       `json:"at"`
	Allowed   bool            `json:"allowed"`
}

// Address is that of the account with a number.
func Address(kind byte, n int) (a custos.Address) {
	a[0], a[1] = byte(n*37), kind
	binary.BigEndian.PutUint64(a[12:], uint64(n)+1)
	return a
}

// NumberOf is the number of the account that Address made.
func NumberOf(a custos.Address) int { return int(binary.BigEndian.Uint64(a[12:])) - 1 }

// Kinds of accounts.
const (
	OwnerAccount = iota + 1
	PrincipalAccount
)

// New makes a world. The same seed and size give the same one.
func New(seed uint64, size Size) *World {
	r := rand.New(rand.NewPCG(seed, 0x63757374))
	w := &World{
		byGrantee: map[custos.Address][]uint64{}, revoked: map[uint64]bool{},
		owners: map[custos.Address]custos.Owner{}, principals: map[custos.Address]custos.Principal{},
	}
	zone := time.FixedZone("site", (r.IntN(49)-24)*1800)
	// Any minute of a week, and the seconds at which windows begin and end.
	w.Now, w.margin = time.Date(2026, 3, 2, 0, 0, 0, 0, zone).Add(time.Duration(r.IntN(7*1440*60))*time.Second), max(size.Margin, time.Second)
	if !size.Now.IsZero() {
		w.Now = size.Now.Truncate(time.Second).In(zone)
	}
	for i := range size.Owners {
		d := custos.Resource(fmt.Sprintf("site/d%d", i))
		if i%3 == 2 {
			d += "/wing" // domains at different depths
		}
		w.Owners = append(w.Owners, custos.Owner{Address: Address(OwnerAccount, i), Name: custos.OwnerName(fmt.Sprintf("o%d", i)), Domain: d, Active: true, Generation: 1})
		w.owners[w.Owners[i].Address] = w.Owners[i]
		w.Resources = append(w.Resources, d)
	}
	for i := len(w.Resources); i < size.Resources; i++ {
		for {
			// A tree that is bushy below the domains and seldom deeper than six.
			up := w.Resources[r.IntN(len(w.Resources))]
			if len(up.Segments()) < custos.MaxDepth-2 {
				w.Resources = append(w.Resources, up+custos.Resource(fmt.Sprintf("/n%d", i)))
				break
			}
		}
	}
	for i := range size.Principals {
		o := w.Owners[r.IntN(len(w.Owners))]
		w.Principals = append(w.Principals, custos.Principal{
			Address: Address(PrincipalAccount, i), Name: fmt.Sprintf("p%d", i), Role: roles[r.IntN(len(roles))],
			Owner: o.Address, Domain: o.Domain, TLSKey: custos.Hash{1}, Active: true, Generation: 1, Registration: 1,
		})
		w.register(w.Principals[i])
	}
	early := size.Capabilities
	if size.Removed {
		early = size.Capabilities / 2
	}
	for len(w.Capabilities) < early {
		w.grow(r, size.Spoilt)
	}
	for n := range w.Capabilities {
		if r.Float64() < size.Spoilt/3 {
			w.revoke(uint64(n + 1))
		}
	}
	if size.Removed {
		for round := range 2 {
			w.remove(r)
			w.comeBack(r)
			for tries := 0; len(w.Capabilities) < early+(size.Capabilities-early)*(round+1)/2 && tries < 100*size.Capabilities; tries++ {
				w.grow(r, size.Spoilt)
			}
		}
		w.removeAgain(r)
	}
	w.ask(r, size.Questions)
	return w
}

var roles = []custos.Role{custos.RoleEdge, custos.RoleFog, custos.RoleCloud, custos.RoleAuthority, custos.RoleService}

// register, admit, revoke and grant change what stands, and note it.
func (w *World) register(p custos.Principal) {
	w.principals[p.Address] = p
	w.changes = append(w.changes, custos.PolicyChange{Principal: &p})
}

func (w *World) admit(o custos.Owner) {
	w.owners[o.Address] = o
	w.changes = append(w.changes, custos.PolicyChange{Owner: &o})
}

func (w *World) revoke(n uint64) {
	w.revoked[n] = true
	w.Revoked = append(w.Revoked, n)
	c := w.Capabilities[n-1]
	c.Revoked = true
	w.changes = append(w.changes, custos.PolicyChange{Capability: &c})
}

func (w *World) grant(c custos.Capability) {
	c.Registration = w.principals[c.Grantee].Registration
	w.Capabilities = append(w.Capabilities, c)
	w.byGrantee[c.Grantee] = append(w.byGrantee[c.Grantee], c.Number)
	w.changes = append(w.changes, custos.PolicyChange{Capability: &c})
}

// Digest is short for a world: that of another differs. It tells two programs that
// they have made the same one.
func (w *World) Digest() string {
	h := sha256.New()
	_ = json.NewEncoder(h).Encode([]any{w.Owners, w.Principals, w.Capabilities, w.Revoked, w.Questions})
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// grow adds a capability: an owner's grant, or a part of an earlier one passed on.
func (w *World) grow(r *rand.Rand, spoilt float64) {
	c := custos.Capability{Number: uint64(len(w.Capabilities) + 1), Grantee: w.Principals[r.IntN(len(w.Principals))].Address}
	if !w.Active(c.Grantee) {
		return
	}
	parent := (*custos.Capability)(nil)
	for range r.IntN(4) {
		if n := len(w.Capabilities); n > 0 {
			if p := &w.Capabilities[r.IntN(n)]; p.Depth > 0 && w.Active(p.Grantee) && w.stands(p) && w.owned(p) {
				parent = p
			}
		}
	}
	c.From, c.Until = w.Now.Add(-time.Duration(1+r.IntN(1000))*time.Hour), w.Now.Add(time.Duration(1+r.IntN(1000))*time.Hour)
	if r.Float64() < spoilt/2 {
		switch r.IntN(4) {
		case 0: // over, at times since this very second
			c.Until = w.Now.Add(-time.Duration(r.IntN(3)) * w.margin)
		case 1: // later
			c.From = w.Now.Add(time.Duration(1+r.IntN(3)) * w.margin)
		default:
			c.Hours = w.hours(r)
		}
	}
	c.Actions = custos.Action(1 + r.IntN(int(custos.AllActions)))
	if parent == nil {
		o := w.owners[w.Owners[r.IntN(len(w.Owners))].Address]
		if o.Active {
			c.Grantor, c.Generation, c.Depth, c.Resource = o.Address, o.Generation, uint8(max(r.IntN(4), r.IntN(4))), w.below(r, o.Domain)
			w.grant(c)
		}
		return
	}
	c.Parent, c.Grantor, c.Depth, c.Resource = parent.Number, parent.Grantee, parent.Depth-1-uint8(r.IntN(3)/2)*uint8(r.IntN(int(parent.Depth))), w.below(r, parent.Resource)
	if c.Actions &= parent.Actions; c.Actions == 0 {
		c.Actions = parent.Actions
	}
	if c.From.Before(parent.From) {
		c.From = parent.From
	}
	if c.Until.After(parent.Until) {
		c.Until = parent.Until
	}
	if parent.Hours != (custos.Hours{}) {
		c.Hours = parent.Hours // a part of a part is the same thing here
	}
	if c.From.Before(c.Until) {
		w.grant(c)
	}
}

// hours are of a week and may or may not hold now; their edges are near it, unless the
// world is to last.
func (w *World) hours(r *rand.Rand) custos.Hours {
	m := w.Now.Hour()*60 + w.Now.Minute()
	h := custos.Hours{Days: uint8(1 + r.IntN(127)), From: uint16(max(0, m-r.IntN(3))), Until: uint16(min(1440, m+r.IntN(3)))}
	switch {
	case w.margin > time.Minute:
		h.From, h.Until = 0, 1440
	case h.From >= h.Until:
		h.From, h.Until = uint16(r.IntN(720)), uint16(721+r.IntN(719))
	}
	return h
}

// below picks a resource of a subtree.
func (w *World) below(r *rand.Rand, root custos.Resource) custos.Resource {
	for range 8 {
		if at := w.Resources[r.IntN(len(w.Resources))]; at.Within(root) {
			return at
		}
	}
	return root
}

// remove takes out some principals and perhaps an owner.
func (w *World) remove(r *rand.Rand) {
	for _, p := range w.Principals {
		if w.Active(p.Address) && r.IntN(4) == 0 {
			w.deactivate(p.Address)
		}
	}
	w.removeOwner(r, 2)
}

// removeOwner takes out an owner, once in so many times, if two are left to vote.
func (w *World) removeOwner(r *rand.Rand, seldom int) {
	var active []custos.Owner
	for i := range w.Owners {
		if o := w.owners[w.Owners[i].Address]; o.Active {
			active = append(active, o)
		}
	}
	if len(active) > 2 && r.IntN(seldom) == 0 {
		o := active[r.IntN(len(active))]
		o.Active = false
		w.admit(o)
	}
}

func (w *World) deactivate(a custos.Address) {
	p := w.principals[a]
	p.Active = false
	w.register(p)
}

// comeBack admits who was removed, at times, and registers some of those who are not
// active again: for the same owner or another, in the same role or another.
func (w *World) comeBack(r *rand.Rand) {
	for i := range w.Owners {
		if o := w.owners[w.Owners[i].Address]; !o.Active && r.IntN(3) > 0 {
			o.Active, o.Generation = true, o.Generation+1
			w.admit(o)
		}
	}
	for i := range w.Principals {
		p := w.principals[w.Principals[i].Address]
		o := w.owners[w.Owners[r.IntN(len(w.Owners))].Address]
		if w.Active(p.Address) || !o.Active || r.IntN(2) == 0 {
			continue
		}
		p.Owner, p.Domain, p.Generation = o.Address, o.Domain, o.Generation
		p.Active, p.Role, p.Registration = true, roles[r.IntN(len(roles))], p.Registration+1
		w.register(p)
	}
}

// removeAgain ends some of what stands, in the end.
func (w *World) removeAgain(r *rand.Rand) {
	before := len(w.changes)
	for i := range w.Capabilities {
		c := &w.Capabilities[i]
		if r.IntN(16) == 0 && w.stands(c) && (c.Parent == 0 && w.owners[c.Grantor].Active || c.Parent != 0 && w.Active(c.Grantor)) {
			w.revoke(c.Number)
		}
	}
	for i := range w.Principals {
		if a := w.Principals[i].Address; r.IntN(10) == 0 && w.Active(a) {
			w.deactivate(a)
		}
	}
	w.removeOwner(r, 2)
	w.Last = len(w.changes) - before
}

// ask makes the questions: half of them about what somebody was granted, and of all
// of them about as many allowed as refused where the world has so many.
func (w *World) ask(r *rand.Rand, n int) {
	allowed, tries := 0, 0
	for len(w.Questions) < n {
		tries++
		q := Question{
			Principal: w.Principals[r.IntN(len(w.Principals))].Address, Resource: w.Resources[r.IntN(len(w.Resources))],
			Action: 1 << r.IntN(6), At: w.Now,
		}
		if c := &w.Capabilities[r.IntN(len(w.Capabilities))]; r.IntN(4) > 0 {
			q.Principal, q.Resource = c.Grantee, w.below(r, c.Resource)
			if q.Action &= c.Actions; q.Action == 0 {
				q.Action = c.Actions & -c.Actions
			}
		}
		switch r.IntN(40) {
		case 0:
			q.Principal = w.Owners[r.IntN(len(w.Owners))].Address
		case 1:
			q.Principal = Address(9, r.IntN(9)) // a stranger
		case 2:
			q.Resource = "site/elsewhere"
		case 3:
			q.Resource += "/x/y"
		case 4:
			q.Action |= 1 << r.IntN(6)
		}
		q.Allowed = w.Allowed(q)
		// What the world gives too much of is left out, unless it gives nothing else.
		if many := 2*allowed > len(w.Questions); q.Allowed == many && tries < 20*n {
			continue
		}
		if q.Allowed {
			allowed++
		}
		w.Questions = append(w.Questions, q)
	}
}

// OwnerOf is the active owner whose domain holds a resource; zero if there is none.
func (w *World) OwnerOf(res custos.Resource) custos.Address {
	for _, o := range w.Owners {
		if res.Within(o.Domain) && w.owners[o.Address].Active {
			return o.Address
		}
	}
	return custos.Address{}
}

// Active reports a principal that is registered and active, as its owner is, in the
// generation in which he registered it.
func (w *World) Active(a custos.Address) bool {
	p := w.principals[a]
	o := w.owners[p.Owner]
	return p.Active && o.Active && o.Generation == p.Generation
}

// Generation is how often an account has become an owner.
func (w *World) Generation(owner custos.Address) uint16 { return w.owners[owner].Generation }

// Registration is how often an account was registered as a principal.
func (w *World) Registration(a custos.Address) uint16 { return w.principals[a].Registration }

// Allowed answers by looking at everything, as plainly as it can be said.
func (w *World) Allowed(q Question) bool {
	owner := w.OwnerOf(q.Resource)
	if owner.IsZero() {
		return false
	}
	if q.Principal == owner {
		return true
	}
	for _, n := range w.byGrantee[q.Principal] {
		c := &w.Capabilities[n-1]
		if q.Resource.Within(c.Resource) && q.Action&^c.Actions == 0 && w.Active(q.Principal) && w.holds(c, owner, q.At) {
			return true
		}
	}
	return false
}

func (w *World) holds(c *custos.Capability, owner custos.Address, at time.Time) bool {
	if !w.stands(c) || !w.owned(c) || w.root(c).Grantor != owner {
		return false
	}
	for ; ; c = &w.Capabilities[c.Parent-1] {
		if at.Before(c.From) || !at.Before(c.Until) || !c.Hours.Contains(at) {
			return false
		}
		if c.Parent == 0 {
			return true
		}
	}
}

// root is the owner's grant that a capability was passed on from, or itself.
func (w *World) root(c *custos.Capability) *custos.Capability {
	for c.Parent != 0 {
		c = &w.Capabilities[c.Parent-1]
	}
	return c
}

// owned reports that who granted a capability's root is an owner, in the generation in
// which he granted it.
func (w *World) owned(c *custos.Capability) bool {
	root := w.root(c)
	o := w.owners[root.Grantor]
	return o.Active && o.Generation == root.Generation
}

// stands reports that neither a capability nor what it was passed on from was revoked, and
// that all who hold them, and passed them on, are who they were then.
func (w *World) stands(c *custos.Capability) bool {
	for ; ; c = &w.Capabilities[c.Parent-1] {
		if w.revoked[c.Number] || c.Registration != w.principals[c.Grantee].Registration {
			return false
		}
		if c.Parent == 0 {
			return true
		}
		if !w.Active(c.Grantor) {
			return false
		}
	}
}

// Changes are what a node reads of the chain of such a world, in the order in which it
// came about: each is a call that the contracts take.
func (w *World) Changes() []custos.PolicyChange { return slices.Clone(w.changes) }
