package access

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/layout"
)

// call is what somebody signed: it can be replayed on any branch, with all that it names, in
// the order of its signer's calls.
type call struct {
	by   custos.Address
	what string
	// whom is the grantee, the principal, or the owner voted on.
	whom custos.Address
	// number and content are what is revoked or approved; number is the parent to delegate from.
	number  uint64
	content custos.Hash
	// terms are Resource, Actions and Until of what is granted, delegated, asked for or approved.
	terms custos.Capability
	// generation is the owner's that a consent names.
	generation uint16
	expires    int
	reason     string
}

// contract is a model of the second form's calls, as far as they give and take rights.
type contract struct {
	owners     map[custos.Address]*custos.Owner
	principals map[custos.Address]*custos.Principal
	caps       []custos.Capability
	requests   []custos.AccessRequest
	votes      map[string]map[custos.Address]bool
	now        int // counts blocks, for what expires
}

func newContract(owners []custos.Owner) *contract {
	c := &contract{owners: map[custos.Address]*custos.Owner{}, principals: map[custos.Address]*custos.Principal{}, votes: map[string]map[custos.Address]bool{}}
	for _, o := range owners {
		c.owners[o.Address] = &o
	}
	return c
}

func (c *contract) ownerOf(r custos.Resource) *custos.Owner {
	for _, o := range c.owners {
		if o.Active && r.Within(o.Domain) {
			return o
		}
	}
	return nil
}

func (c *contract) active(a custos.Address) (*custos.Principal, bool) {
	p := c.principals[a]
	if p == nil || !p.Active {
		return p, false
	}
	o := c.owners[p.Owner]
	return p, o.Active && o.Generation == p.Generation
}

// holds is the contract's check of a capability, without the hour.
func (c *contract) holds(g *custos.Capability) bool {
	for {
		p, ok := c.active(g.Grantee)
		if g.Revoked || !ok || p.Registration != g.Registration {
			return false
		}
		if g.Parent == 0 {
			o := c.ownerOf(g.Resource)
			return o != nil && o.Address == g.Grantor && o.Generation == g.Generation
		}
		g = &c.caps[g.Parent-1]
	}
}

func (c *contract) store(g custos.Capability) []custos.PolicyChange {
	p, ok := c.active(g.Grantee)
	if !ok {
		return nil
	}
	g.Number, g.From, g.Registration = uint64(len(c.caps)+1), noon.Add(-time.Hour), p.Registration
	c.caps = append(c.caps, g)
	return []custos.PolicyChange{{Capability: &g}}
}

func (c *contract) principal(p *custos.Principal) []custos.PolicyChange {
	q := *p
	return []custos.PolicyChange{{Principal: &q}}
}

// run carries a call out; nothing comes of one that the contract refuses.
func (c *contract) run(m call) []custos.PolicyChange {
	o := c.owners[m.by]
	owner := o != nil && o.Active
	switch m.what {
	case "register":
		p := c.principals[m.whom]
		if !owner || m.generation != o.Generation || c.owners[m.whom] != nil {
			return nil
		}
		if _, ok := c.active(m.whom); ok {
			return nil
		}
		next := custos.Principal{Address: m.whom, Name: fmt.Sprint(m.whom[0]), Role: custos.RoleAuthority, Owner: m.by, Active: true, Generation: o.Generation, Registration: 1}
		if p != nil {
			next.Registration = p.Registration + 1
		}
		c.principals[m.whom] = &next
		return c.principal(&next)
	case "deactivate":
		p := c.principals[m.whom]
		if !owner || p == nil || !p.Active || p.Owner != m.by {
			return nil
		}
		p.Active = false
		return c.principal(p)
	case "grant":
		if at := c.ownerOf(m.terms.Resource); !owner || at != o {
			return nil
		}
		g := m.terms
		g.Grantor, g.Grantee, g.Generation = m.by, m.whom, o.Generation
		return c.store(g)
	case "delegate":
		if m.number == 0 || m.number > uint64(len(c.caps)) {
			return nil
		}
		up := &c.caps[m.number-1]
		if up.Grantee != m.by || up.Depth == 0 || !c.holds(up) || !m.terms.Resource.Within(up.Resource) || m.terms.Actions&^up.Actions != 0 || m.terms.Until.After(up.Until) {
			return nil
		}
		g := m.terms
		g.Grantor, g.Grantee, g.Parent, g.Depth = m.by, m.whom, m.number, up.Depth-1
		return c.store(g)
	case "revoke":
		if m.number == 0 || m.number > uint64(len(c.caps)) {
			return nil
		}
		g := &c.caps[m.number-1]
		top := g
		for top.Parent != 0 {
			top = &c.caps[top.Parent-1]
		}
		if g.Revoked || g.Grantor != m.by && top.Grantor != m.by || layout.ContentOfCapability(g) != m.content {
			return nil
		}
		g.Revoked = true
		out := *g
		return []custos.PolicyChange{{Capability: &out}}
	case "request":
		p, ok := c.active(m.by)
		if !ok {
			return nil
		}
		c.requests = append(c.requests, custos.AccessRequest{
			Number: uint64(len(c.requests) + 1), Principal: m.by, Resource: m.terms.Resource, Actions: m.terms.Actions,
			From: noon.Add(-time.Hour), Until: m.terms.Until, Reason: m.reason, State: custos.RequestOpen, Registration: p.Registration,
		})
	case "approve":
		if m.number == 0 || m.number > uint64(len(c.requests)) || c.now > m.expires {
			return nil
		}
		q := &c.requests[m.number-1]
		if at := c.ownerOf(q.Resource); !owner || at != o || q.State != custos.RequestOpen || layout.ContentOfRequest(q) != m.content {
			return nil
		}
		q.State = custos.RequestApproved
		return c.store(custos.Capability{Grantor: m.by, Grantee: q.Principal, Resource: q.Resource, Actions: q.Actions, Until: q.Until, Generation: o.Generation})
	case "remove", "admit":
		to := c.owners[m.whom]
		if !owner || to.Active == (m.what == "admit") {
			return nil
		}
		key := fmt.Sprint(m.what, m.whom, to.Generation)
		if c.votes[key] == nil {
			c.votes[key] = map[custos.Address]bool{}
		}
		if c.votes[key][m.by] = true; len(c.votes[key]) < 2 {
			return nil
		}
		delete(c.votes, key)
		if to.Active = m.what == "admit"; to.Active {
			to.Generation++
		}
		out := *to
		return []custos.PolicyChange{{Owner: &out}}
	}
	return nil
}

var branchOwners = []custos.Owner{
	{Address: custos.Address{1}, Name: "alma", Domain: "campus/a", Active: true, Generation: 1},
	{Address: custos.Address{2}, Name: "ben", Domain: "campus/b", Active: true, Generation: 1},
	{Address: custos.Address{3}, Name: "cleo", Domain: "campus/c", Active: true, Generation: 1},
}

var branchPeople = []custos.Address{{11}, {12}, {13}, {14}}

// sign makes up a call by what its signer sees on a branch. There are few of each, so that
// contents and numbers meet.
func sign(r *rand.Rand, c *contract) call {
	o := branchOwners[r.IntN(3)]
	person := branchPeople[r.IntN(len(branchPeople))]
	m := call{by: o.Address, whom: person}
	m.terms = custos.Capability{
		Resource: []custos.Resource{o.Domain, o.Domain + "/cam1"}[r.IntN(2)], Actions: []custos.Action{custos.Live, custos.Live | custos.Events}[r.IntN(2)],
		Until: noon.Add(time.Duration(1+r.IntN(2)) * time.Hour), Depth: uint8(r.IntN(3)),
	}
	switch r.IntN(20) {
	case 0, 1, 2:
		m.what, m.generation = "register", c.owners[m.by].Generation
	case 3:
		m.what = "deactivate"
	case 4, 5, 6, 7, 8:
		m.what = "grant"
	case 9, 10, 11:
		m.what, m.by, m.whom = "delegate", person, branchPeople[r.IntN(len(branchPeople))]
		if len(c.caps) > 0 {
			g := c.caps[r.IntN(len(c.caps))]
			m.by, m.number, m.terms.Resource, m.terms.Actions, m.terms.Until = g.Grantee, g.Number, g.Resource, g.Actions, g.Until
		}
	case 12, 13, 14, 15, 16:
		m.what = "revoke"
		if len(c.caps) > 0 {
			g := c.caps[r.IntN(len(c.caps))]
			m.by, m.number, m.content = g.Grantor, g.Number, layout.ContentOfCapability(&g)
			if at := c.ownerOf(g.Resource); at != nil && r.IntN(2) == 0 {
				m.by = at.Address
			}
		}
	case 17:
		m.what, m.by, m.reason = "request", person, []string{"theft", "fire"}[r.IntN(2)]
	case 18:
		m.what, m.expires = "approve", c.now+r.IntN(6)
		if len(c.requests) > 0 {
			q := c.requests[r.IntN(len(c.requests))]
			m.number, m.content = q.Number, layout.ContentOfRequest(&q)
			if at := c.ownerOf(q.Resource); at != nil {
				m.by = at.Address
			}
		}
	case 19:
		m.what, m.whom = []string{"remove", "admit"}[r.IntN(2)], custos.Address{byte(2 + r.IntN(2))}
		m.by = custos.Address{byte(1 + r.IntN(3))}
	}
	return m
}

// another orders calls anew as a miner can: each signer's stay in their order, and of some
// signers the last ones are left out. What is his own he adds.
func another(r *rand.Rand, calls []call) (out []call) {
	by := map[custos.Address][]call{}
	var signers []custos.Address
	for _, m := range calls {
		if by[m.by] == nil {
			signers = append(signers, m.by)
		}
		by[m.by] = append(by[m.by], m)
	}
	for _, s := range signers {
		if r.IntN(2) == 0 {
			by[s] = by[s][:r.IntN(len(by[s])+1)]
		}
	}
	mostly := r.IntN(2) == 0 // in their order
	for i := 0; len(signers) > 0; i++ {
		s := signers[r.IntN(len(signers))]
		if mostly && i < len(calls) && len(by[calls[i].by]) > 0 {
			s = calls[i].by
		}
		if len(by[s]) == 0 {
			signers = slices.DeleteFunc(signers, func(a custos.Address) bool { return a == s })
			continue
		}
		out, by[s] = append(out, by[s][0]), by[s][1:]
	}
	return out
}

// key is what of a capability its signer named, and lineage the same of all above it.
func (c *contract) keys(g *custos.Capability) (key, lineage string) {
	for at := g; ; at = &c.caps[at.Parent-1] {
		lineage += fmt.Sprint(at.Grantor[0], at.Grantee[0], at.Resource, at.Actions, at.Until.Unix(), at.Depth, "/")
		if key == "" {
			key = lineage
		}
		if at.Parent == 0 {
			return key, lineage
		}
	}
}

// TestAttack52BranchesReviveNothing replays the same signed calls on two branches, thousands
// of times. An index that has seen one confirmed and is then shown the other one:
//   - says on the first exactly what the contract says;
//   - gives nothing on the second that the contract there does not give;
//   - gives nobody what no signer named him for;
//   - never lets more capabilities of one content, or of one lineage, count than were granted
//     on the second less those whose revocation was confirmed on the first;
//   - lets nobody be active whom his owner deactivated more often on the first;
//   - agrees with the contract again once all that it holds against it was sent again.
func TestAttack52BranchesReviveNothing(t *testing.T) {
	worlds := uint64(3000)
	if testing.Short() {
		worlds = 300
	}
	kept, healed := 0, 0
	for seed := range worlds {
		k, h := branches(t, seed)
		kept, healed = kept+k, healed+h
	}
	t.Logf("%d pairs of branches: %d takings were dropped and kept, and after sending again %d were left", worlds, kept, healed)
	if kept < int(worlds)/10 {
		t.Errorf("only %d takings were dropped: these branches show nothing", kept)
	}
}

func branches(t *testing.T, seed uint64) (kept, left int) {
	r := rand.New(rand.NewPCG(seed, 52))
	chain := &chainOf{owners: branchOwners}
	x := NewIndex(time.Hour, time.UTC)
	x.now = func() time.Time { return noon }
	f := &Follower{Chain: chain, Index: x, Confirmations: 2, Log: slog.New(slog.DiscardHandler)}
	w := &world{TB: t, chain: chain, index: x, follow: f}
	play := func(c *contract, calls []call) {
		for i, m := range calls {
			c.now = i
			chain.add(c.run(m)...)
		}
	}
	settle := func() {
		w.mine(2)
		w.look()
		for _, o := range branchOwners {
			x.Hear(o.Address, noon)
		}
	}
	chain.add()
	first := newContract(branchOwners)
	var calls []call
	for i := range 60 {
		first.now = i
		m := sign(r, first)
		calls = append(calls, m)
		chain.add(first.run(m)...)
	}
	settle()
	fail := func(format string, args ...any) {
		t.Helper()
		t.Fatalf("seed %d: %s", seed, fmt.Sprintf(format, args...))
	}
	each := func(c *contract, do func(q Question, says, want bool)) {
		for _, p := range branchPeople {
			for _, o := range branchOwners {
				for _, res := range []custos.Resource{o.Domain, o.Domain + "/cam1"} {
					for _, a := range []custos.Action{custos.Live, custos.Events} {
						want := slices.ContainsFunc(c.caps, func(g custos.Capability) bool {
							return g.Grantee == p && g.Actions&a == a && res.Within(g.Resource) && c.holds(&g)
						})
						do(Question{p, a, res}, x.Decide(Question{p, a, res}).Allowed, want)
					}
				}
			}
		}
	}
	each(first, func(q Question, says, want bool) {
		if says != want {
			fail("on the first branch %+v: the index says %v, the contract %v", q, says, want)
		}
	})

	// The other branch leaves the first one somewhere, and is deeper.
	fork := r.IntN(len(calls))
	chain.cut(len(chain.blocks) - 1 - fork)
	second := newContract(branchOwners)
	for i, m := range calls[:fork] {
		second.now = i
		second.run(m)
	}
	play(second, another(r, calls[fork:]))
	w.mine(70)
	settle()
	kept = len(x.Dropped())
	each(second, func(q Question, says, want bool) {
		if says && !want {
			fail("on the second branch %+v is allowed, and the contract says no", q)
		}
		if kept == 0 && len(f.stay) == 0 && says != want {
			fail("nothing was dropped, and %+v: the index says %v, the contract %v", q, says, want)
		}
	})
	granted, counts, revoked := map[string]int{}, map[string]int{}, map[string]int{}
	s := x.state.Load()
	for i := range first.caps {
		if g := &first.caps[i]; g.Revoked {
			key, lineage := first.keys(g)
			revoked[key]++
			if lineage != key {
				revoked[lineage]++
			}
		}
	}
	for i := range second.caps {
		g := &second.caps[i]
		key, lineage := second.keys(g)
		for _, k := range slices.Compact([]string{key, lineage}) {
			if granted[k]++; !s.right(uint32(g.Number)).revoked {
				counts[k]++
			}
		}
		named := slices.ContainsFunc(calls, func(m call) bool {
			return m.by == g.Grantor && m.whom == g.Grantee && m.terms.Resource == g.Resource && m.terms.Actions == g.Actions && (m.what == "grant" || m.what == "delegate") ||
				m.by == g.Grantee && m.what == "request" && m.terms.Resource == g.Resource && m.terms.Actions == g.Actions
		})
		if !named {
			fail("capability %d gives %s on %s to %s, whom nobody named", g.Number, g.Actions, g.Resource, g.Grantee)
		}
	}
	for k, n := range revoked {
		if most := max(0, granted[k]-n); counts[k] > most {
			fail("%d capabilities %q count; %d were granted and %d revoked for good", counts[k], k, granted[k], n)
		}
	}
	for who, n := range f.Kept.accounts {
		if n.now >= n.Ended {
			continue
		}
		if p := second.principals[who.Account]; p != nil && p.Owner == who.By && x.Known(who.Account) {
			fail("%s is active, and was deactivated for good", who.Account)
		}
		if o := second.owners[who.Account]; o != nil && x.Known(who.Account) {
			fail("the owner %s is one, and was removed for good", who.Account)
		}
	}
	// Each owner sends again what was dropped of him.
	for range 4 {
		for _, d := range x.Dropped() {
			switch {
			case d.Capability != nil:
				g := second.caps[d.Capability.Number-1]
				chain.add(second.run(call{by: d.Owner, what: "revoke", number: g.Number, content: layout.ContentOfCapability(&g)})...)
				chain.add(second.run(call{by: g.Grantor, what: "revoke", number: g.Number, content: layout.ContentOfCapability(&g)})...)
			case d.Principal != nil:
				chain.add(second.run(call{by: d.Owner, what: "deactivate", whom: d.Principal.Address})...)
			case d.Removed != nil:
				for _, o := range branchOwners {
					chain.add(second.run(call{by: o.Address, what: "remove", whom: d.Removed.Address})...)
				}
			}
		}
		settle()
	}
	left = len(x.Dropped())
	each(second, func(q Question, says, want bool) {
		if says && !want || left == 0 && len(f.stay) == 0 && says != want {
			fail("after sending again %+v: the index says %v, the contract %v", q, says, want)
		}
	})
	return kept, left
}
