package access

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/policytest"
)

func TestGrantCountsWhenConfirmedRevocationAtOnce(t *testing.T) {
	w := newWorld(t)
	w.want(false, "no capability")
	w.chain.add(w.grant(1, nil))
	w.look()
	w.want(false, "no capability")
	w.mine(1)
	w.look()
	w.want(false, "no capability")
	w.mine(1)
	w.look()
	w.want(true, "alma")
	w.chain.add(w.revoke(1))
	w.look()
	w.want(false, "was revoked")
	w.mine(5)
	w.look()
	w.want(false, "was revoked")
}

func TestDeactivationAtOnce(t *testing.T) {
	for name, gone := range map[string]func(*world) custos.PolicyChange{
		"principal": func(w *world) custos.PolicyChange {
			return w.principal(w.police, custos.RoleAuthority, "police", false)
		},
		"owner": func(w *world) custos.PolicyChange {
			return custos.PolicyChange{Owner: &custos.Owner{Address: w.owner, Name: "alma", Domain: door}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w = newWorld(t, w.grant(1, nil))
			w.want(true, "alma")
			w.chain.add(gone(w))
			w.look()
			w.want(false, "active")
			if w.index.Known(w.police) {
				t.Error("the police are still known")
			}
			w.mine(4)
			w.look()
			w.want(false, "active")
		})
	}
}

func TestOwnersRightIsHisOwn(t *testing.T) {
	w := newWorld(t)
	for _, r := range []custos.Resource{door, door + "/cam1"} {
		if a := w.index.Decide(Question{w.owner, custos.AllActions, r}); !a.Allowed || a.Capability != 0 {
			t.Errorf("the owner on %s: %+v", r, a)
		}
	}
	for _, r := range []custos.Resource{"campus", "campus/front-door-2", "campus/front", ""} {
		if a := w.index.Decide(Question{w.owner, custos.Live, r}); a.Allowed {
			t.Errorf("the owner on %q: %+v", r, a)
		}
	}
	for _, action := range []custos.Action{0, 1 << 7} {
		if a := w.index.Decide(Question{w.owner, action, door}); a.Allowed {
			t.Errorf("the owner for action %#x: %+v", uint8(action), a)
		}
	}
}

func TestWindowsAndHours(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		change func(*custos.Capability)
		want   string
	}{
		"other action":   {func(c *custos.Capability) { c.Actions = custos.Events }, "no capability"},
		"other camera":   {func(c *custos.Capability) { c.Resource = door + "/cam2" }, "no capability"},
		"prefix of name": {func(c *custos.Capability) { c.Resource = door + "/cam" }, "no capability"},
		"other grantee":  {func(c *custos.Capability) { c.Grantee = custos.Address{7} }, "no capability"},
		"later":          {func(c *custos.Capability) { c.From = noon.Add(time.Second) }, "begins at"},
		"over":           {func(c *custos.Capability) { c.Until = noon }, "ended at"},
		"Tuesdays":       {func(c *custos.Capability) { c.Hours = custos.Hours{Days: 2, Until: 1440} }, "hour of the week"},
		"not the owner":  {func(c *custos.Capability) { c.Grantor = w.police }, "does not own it"},
		"revoked":        {func(c *custos.Capability) { c.Revoked = true }, "was revoked"},
	} {
		t.Run(name, func(t *testing.T) {
			newWorld(t, w.grant(1, c.change)).want(false, c.want)
		})
	}
	newWorld(t, w.grant(1, func(c *custos.Capability) { c.Resource = door + "/cam1" })).want(true, "alma")
	w = newWorld(t, w.grant(1, func(c *custos.Capability) { c.Hours = custos.Hours{Days: 1, From: 720, Until: 721} }))
	w.want(true, "alma")
	w.pass(30 * time.Second)
	w.want(true, "alma")
	w.pass(30 * time.Second)
	w.want(false, "hour of the week")
}

// Noon in UTC is 13:00 in Zurich, and Sunday 23:30 in UTC is Monday there.
func TestHoursAreOfTheSite(t *testing.T) {
	zurich := time.FixedZone("CET", 3600)
	w := newWorld(t)
	w = newWorld(t, w.grant(1, func(c *custos.Capability) {
		c.From, c.Until = noon.AddDate(-1, 0, 0), noon.AddDate(1, 0, 0)
		c.Hours = custos.Hours{Days: 1, From: 0, Until: 60}
	}))
	w.index.TimeZone = zurich
	w.want(false, "hour of the week")
	w.pass(-noon.Sub(time.Date(2026, 3, 1, 23, 30, 0, 0, time.UTC)))
	w.want(true, "alma")
}

func TestAttack16OverDelegation(t *testing.T) {
	w := newWorld(t)
	guard := custos.Address{3}
	reg := w.principal(guard, custos.RoleCloud, "guard", true)
	root := w.grant(1, func(c *custos.Capability) { c.Grantee = guard; c.Resource = door + "/cam1" })
	child := func(change func(*custos.Capability)) custos.PolicyChange {
		return w.grant(2, func(c *custos.Capability) {
			c.Parent, c.Grantor, c.Resource, c.Depth = 1, guard, door+"/cam1", 0
			if change != nil {
				change(c)
			}
		})
	}
	newWorld(t, reg, root, child(nil)).want(true, "alma")
	for name, c := range map[string]struct {
		child custos.PolicyChange
		want  string
	}{
		"wider resource": {child(func(c *custos.Capability) { c.Resource = door }), "goes beyond"},
		"more actions":   {child(func(c *custos.Capability) { c.Actions = custos.Live | custos.Export }), "goes beyond"},
		"no such parent": {child(func(c *custos.Capability) { c.Parent = 9 }), "goes beyond"},
		"by another":     {child(func(c *custos.Capability) { c.Grantor = custos.Address{9} }), "goes beyond"},
		"as deep":        {child(func(c *custos.Capability) { c.Depth = 1 }), "goes beyond"},
		"of itself":      {child(func(c *custos.Capability) { c.Parent = 2; c.Grantor = w.police }), "goes beyond"},
	} {
		t.Run(name, func(t *testing.T) { newWorld(t, reg, root, c.child).want(false, c.want) })
	}
	// Longer than its parent: it ends with it.
	w = newWorld(t, reg, root, child(func(c *custos.Capability) { c.Until = noon.AddDate(1, 0, 0) }))
	w.pass(time.Hour)
	w.index.Hear(w.owner, w.now())
	w.index.answered()
	w.want(false, "comes from capability 1, which ended at")
}

func TestAttack17RevokedAncestor(t *testing.T) {
	people := []custos.Address{{10}, {11}, {12}, {2}}
	w := newWorld(t)
	var chain []custos.PolicyChange
	for i, a := range people {
		chain = append(chain, w.principal(a, custos.RoleCloud, fmt.Sprint(i), true))
	}
	for i, a := range people {
		chain = append(chain, w.grant(uint64(i+1), func(c *custos.Capability) {
			c.Grantee, c.Depth, c.Parent = a, uint8(3-i), uint64(i)
			if i > 0 {
				c.Grantor = people[i-1]
			}
		}))
	}
	newWorld(t, chain...).want(true, "alma")
	for i := range people {
		t.Run(fmt.Sprint("revoked ", i+1), func(t *testing.T) {
			w := newWorld(t, chain...)
			gone := *chain[len(people)+i].Capability
			gone.Revoked = true
			w.chain.add(custos.PolicyChange{Capability: &gone})
			w.look()
			w.want(false, "was revoked")
			w.mine(3)
			w.look()
			w.want(false, "was revoked")
		})
		t.Run(fmt.Sprint("deactivated ", i+1), func(t *testing.T) {
			w := newWorld(t, chain...)
			gone := *chain[i].Principal
			gone.Active = false
			w.chain.add(custos.PolicyChange{Principal: &gone})
			w.look()
			w.want(false, "active")
		})
	}
	// One link more than the contract allows.
	w = newWorld(t, append(slices.Clone(chain), w.principal(custos.Address{20}, custos.RoleCloud, "x", true), w.grant(5, func(c *custos.Capability) {
		c.Grantee, c.Grantor, c.Parent, c.Depth = custos.Address{20}, people[3], 4, 0
	}))...)
	if a := w.index.Decide(Question{custos.Address{20}, custos.Live, door}); a.Allowed {
		t.Errorf("a fifth link: %+v", a)
	}
}

// oracle answers by looking at everything, without an index, as the contract does.
func oracle(owners []custos.Owner, principals map[custos.Address]custos.Principal, caps map[uint64]custos.Capability, q Question, now time.Time) bool {
	var owner custos.Address
	active := map[custos.Address]bool{}
	for _, o := range owners {
		active[o.Address] = o.Active
		if o.Active && q.Resource.Within(o.Domain) {
			owner = o.Address
		}
	}
	isActive := func(a custos.Address) bool { p, ok := principals[a]; return ok && p.Active && active[p.Owner] }
	if owner.IsZero() {
		return false
	}
	if q.Principal == owner {
		return true
	}
	for _, c := range caps {
		ok := c.Grantee == q.Principal && isActive(q.Principal) && q.Resource.Within(c.Resource) && q.Action&^c.Actions == 0
		for at := c; ok; at = caps[at.Parent] {
			ok = !at.Revoked && !now.Before(at.From) && now.Before(at.Until) && at.Hours.Contains(now)
			if at.Parent == 0 {
				ok = ok && at.Grantor == owner
				break
			}
			ok = ok && isActive(at.Grantor)
		}
		if ok {
			return true
		}
	}
	return false
}

// Thousands of worlds that the contract could be in, and every question there.
func TestDecideAgreesWithOracle(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	allowed := 0
	for range 400 {
		owners := []custos.Owner{{Address: custos.Address{1}, Name: "a", Domain: "s/a", Active: true}, {Address: custos.Address{2}, Name: "b", Domain: "s/b/c", Active: r.IntN(5) > 0}}
		resources := []custos.Resource{"s", "s/a", "s/a/x", "s/a/x/y", "s/b", "s/b/c", "s/b/c/d", "s/ab"}
		s := newState(owners)
		principals, caps := map[custos.Address]custos.Principal{}, map[uint64]custos.Capability{}
		var changes []custos.PolicyChange
		for i := range 4 {
			p := custos.Principal{Address: custos.Address{10 + byte(i)}, Owner: owners[r.IntN(2)].Address, Active: r.IntN(6) > 0}
			principals[p.Address] = p
			changes = append(changes, custos.PolicyChange{Principal: &p})
		}
		for n := uint64(1); n <= 12; n++ {
			c := custos.Capability{
				Number: n, Grantor: owners[r.IntN(2)].Address, Grantee: custos.Address{10 + byte(r.IntN(4))}, Resource: resources[r.IntN(len(resources))],
				Actions: custos.Action(r.IntN(63) + 1), From: noon.Add(time.Duration(r.IntN(4)-3) * time.Hour), Until: noon.Add(time.Duration(r.IntN(5)) * time.Hour), Depth: uint8(r.IntN(4)), Revoked: r.IntN(8) == 0,
			}
			if r.IntN(4) == 0 {
				c.Hours = custos.Hours{Days: uint8(r.IntN(127) + 1), From: uint16(r.IntN(720)), Until: uint16(721 + r.IntN(719))}
			}
			if p, ok := caps[uint64(r.IntN(int(n)))]; ok && p.Depth > 0 && r.IntN(2) == 0 {
				// What the contract lets be delegated.
				c.Parent, c.Grantor, c.Depth, c.Actions = p.Number, p.Grantee, p.Depth-1, p.Actions&c.Actions
				if c.From.Before(p.From) {
					c.From = p.From
				}
				if c.Until.After(p.Until) {
					c.Until = p.Until
				}
				if !c.Resource.Within(p.Resource) {
					c.Resource = p.Resource
				}
				if c.Actions == 0 {
					c.Actions = p.Actions
				}
			}
			caps[n] = c
			changes = append(changes, custos.PolicyChange{Capability: &c})
		}
		s.apply(changes)
		x := NewIndex(time.Minute, time.UTC)
		x.now = func() time.Time { return noon }
		x.set(s, 0, nil)
		for _, o := range owners {
			x.Hear(o.Address, noon)
		}
		for who := byte(1); who < 15; who++ {
			for _, res := range resources {
				for range 3 {
					q := Question{custos.Address{who}, custos.Action(r.IntN(63) + 1), res}
					a := x.Explain(q)
					if want := oracle(owners, principals, caps, q, noon); a.Allowed != want {
						t.Fatalf("%+v: %+v, the oracle says %v\n%+v\n%+v", q, a, want, principals, caps)
					}
					if a.Allowed && a.Capability > 0 {
						allowed++
					}
				}
			}
		}
	}
	if allowed < 500 {
		t.Fatalf("only %d questions were allowed by a capability: the test says little", allowed)
	}
}

func TestDecideDoesNotAllocate(t *testing.T) {
	w := newWorld(t)
	w = newWorld(t, w.grant(1, nil))
	q := Question{w.police, custos.Live, door + "/floor/room/cam1"}
	if n := testing.AllocsPerRun(100, func() {
		if !w.index.Decide(q).Allowed {
			t.Fatal("denied")
		}
	}); n != 0 {
		t.Errorf("allowing allocates %v times", n)
	}
}

func BenchmarkDecide(b *testing.B) {
	for _, capabilities := range []int{10_000, 1_000_000} {
		size := policytest.Large
		size.Capabilities = capabilities
		w := policytest.New(1, size)
		x := NewIndex(time.Hour, w.Now.Location())
		x.now = func() time.Time { return w.Now }
		s := newState(w.Owners)
		s.apply(w.Changes())
		x.set(s, 0, nil)
		for _, o := range w.Owners {
			x.Hear(o.Address, w.Now)
		}
		runtime.GC()
		b.Run(fmt.Sprint(capabilities), func(b *testing.B) {
			b.ReportAllocs()
			for i := range b.N {
				q := &w.Questions[i%len(w.Questions)]
				if x.Decide(Question{q.Principal, q.Action, q.Resource}).Allowed != q.Allowed {
					b.Fatal("a wrong answer")
				}
			}
		})
	}
}
