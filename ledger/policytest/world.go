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

	"custos"
)

// Size is how large a world is to be.
type Size struct {
	Owners, Principals, Resources, Capabilities, Questions int
	// Spoilt is the share of capabilities that hold no more, or not now, by some
	// fault of their own or of who passed them on: revoked, over, another hour.
	Spoilt float64
	// Removed lets owners and principals be taken out at the end.
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
	// Principals and Capabilities are as they were made; what has ended since is named
	// apart, since it was alive when others were made from it. The capabilities'
	// numbers are their places, from 1.
	Principals   []custos.Principal
	Capabilities []custos.Capability
	Resources    []custos.Resource

	Revoked     []uint64
	Deactivated []custos.Address // principals
	RemovedNow  []custos.Address // owners

	Questions []Question

	byGrantee map[custos.Address][]*custos.Capability
	revoked   map[uint64]bool
	gone      map[custos.Address]bool
	ownerOf   map[custos.Address]custos.Address // of principals
	margin    time.Duration
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

// Kinds of accounts.
const (
	OwnerAccount = iota + 1
	PrincipalAccount
)

// New makes a world. The same seed and size give the same one.
func New(seed uint64, size Size) *World {
	r := rand.New(rand.NewPCG(seed, 0x63757374))
	w := &World{byGrantee: map[custos.Address][]*custos.Capability{}, revoked: map[uint64]bool{}, gone: map[custos.Address]bool{}, ownerOf: map[custos.Address]custos.Address{}}
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
		w.Owners = append(w.Owners, custos.Owner{Address: Address(OwnerAccount, i), Name: custos.OwnerName(fmt.Sprintf("o%d", i)), Domain: d, Active: true})
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
	roles := []custos.Role{custos.RoleEdge, custos.RoleFog, custos.RoleCloud, custos.RoleAuthority, custos.RoleService}
	for i := range size.Principals {
		o := w.Owners[r.IntN(len(w.Owners))]
		w.Principals = append(w.Principals, custos.Principal{
			Address: Address(PrincipalAccount, i), Name: fmt.Sprintf("p%d", i), Role: roles[r.IntN(len(roles))],
			Owner: o.Address, Domain: o.Domain, TLSKey: custos.Hash{1}, Active: true,
		})
		w.ownerOf[w.Principals[i].Address] = o.Address
	}
	for len(w.Capabilities) < size.Capabilities {
		w.grow(r, size.Spoilt)
	}
	for i := range w.Capabilities {
		c := &w.Capabilities[i]
		w.byGrantee[c.Grantee] = append(w.byGrantee[c.Grantee], c)
		if r.Float64() < size.Spoilt/3 {
			w.revoked[c.Number] = true
			w.Revoked = append(w.Revoked, c.Number)
		}
	}
	if size.Removed {
		w.remove(r)
	}
	w.ask(r, size.Questions)
	return w
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
	parent := (*custos.Capability)(nil)
	for range r.IntN(4) {
		if n := len(w.Capabilities); n > 0 {
			if p := &w.Capabilities[r.IntN(n)]; p.Depth > 0 {
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
		o := w.Owners[r.IntN(len(w.Owners))]
		c.Grantor, c.Depth, c.Resource = o.Address, uint8(max(r.IntN(4), r.IntN(4))), w.below(r, o.Domain)
		w.Capabilities = append(w.Capabilities, c)
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
		w.Capabilities = append(w.Capabilities, c)
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

func (w *World) remove(r *rand.Rand) {
	for _, p := range w.Principals {
		if r.IntN(8) == 0 {
			w.Deactivated = append(w.Deactivated, p.Address)
			w.gone[p.Address] = true
		}
	}
	if len(w.Owners) > 2 && r.IntN(4) == 0 {
		o := w.Owners[r.IntN(len(w.Owners))].Address
		w.RemovedNow = append(w.RemovedNow, o)
		w.gone[o] = true
	}
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
		if res.Within(o.Domain) && !w.gone[o.Address] {
			return o.Address
		}
	}
	return custos.Address{}
}

// Active reports a principal that is registered and active, as its owner is.
func (w *World) Active(a custos.Address) bool {
	owner, ok := w.ownerOf[a]
	return ok && !w.gone[a] && !w.gone[owner]
}

// Allowed answers by looking at everything, as plainly as it can be said.
func (w *World) Allowed(q Question) bool {
	owner := w.OwnerOf(q.Resource)
	if owner.IsZero() {
		return false
	}
	if q.Principal == owner {
		return true
	}
	for _, c := range w.byGrantee[q.Principal] {
		if q.Resource.Within(c.Resource) && q.Action&^c.Actions == 0 && w.Active(q.Principal) && w.holds(c, owner, q.At) {
			return true
		}
	}
	return false
}

func (w *World) holds(c *custos.Capability, owner custos.Address, at time.Time) bool {
	for {
		if w.revoked[c.Number] || at.Before(c.From) || !at.Before(c.Until) || !c.Hours.Contains(at) {
			return false
		}
		if c.Parent == 0 {
			return c.Grantor == owner
		}
		if !w.Active(c.Grantor) {
			return false
		}
		c = &w.Capabilities[c.Parent-1]
	}
}

// Changes are what a node reads of the chain of such a world, in an order in which it
// could have come about.
func (w *World) Changes() []custos.PolicyChange {
	var out []custos.PolicyChange
	for i := range w.Principals {
		out = append(out, custos.PolicyChange{Principal: &w.Principals[i]})
	}
	for i := range w.Capabilities {
		out = append(out, custos.PolicyChange{Capability: &w.Capabilities[i]})
	}
	for _, n := range w.Revoked {
		c := w.Capabilities[n-1]
		c.Revoked = true
		out = append(out, custos.PolicyChange{Capability: &c})
	}
	for _, a := range w.Deactivated {
		i := slices.IndexFunc(w.Principals, func(p custos.Principal) bool { return p.Address == a })
		p := w.Principals[i]
		p.Active = false
		out = append(out, custos.PolicyChange{Principal: &p})
	}
	for _, a := range w.RemovedNow {
		i := slices.IndexFunc(w.Owners, func(o custos.Owner) bool { return o.Address == a })
		o := w.Owners[i]
		o.Active = false
		out = append(out, custos.PolicyChange{Owner: &o})
	}
	return out
}
