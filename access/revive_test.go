package access

import (
	"fmt"
	"testing"

	"custos.dev/custos"
)

// An owner who registers another's account as a principal of his own, and deactivates it,
// does nothing to the other: owners and principals are two namespaces.
func TestAttack49OwnerAsPrincipal(t *testing.T) {
	mallory := custos.Address{66}
	w := newWorld(t)
	w = newWorld(t, custos.PolicyChange{Owner: &custos.Owner{Address: mallory, Name: "mallory", Domain: "campus/back", Active: true}}, w.grant(1, nil))
	w.index.Hear(mallory, w.now())
	check := func(when string) {
		t.Helper()
		if a := w.index.Decide(Question{w.owner, custos.AllActions, door}); !a.Allowed {
			t.Errorf("%s: the owner at home: %s", when, a.Reason)
		}
		if a := w.index.Decide(Question{w.police, custos.Live, door}); !a.Allowed {
			t.Errorf("%s: by the owner's grant: %s", when, a.Reason)
		}
		if !w.index.Known(w.owner) {
			t.Errorf("%s: the owner is unknown", when)
		}
		if _, ok := w.index.state.Load().statesFor(w.owner); !ok {
			t.Errorf("%s: the owner cannot state heads", when)
		}
		if c := w.index.ClassOf(w.owner, "campus/back"); c != Peer {
			t.Errorf("%s: the owner is class %v elsewhere", when, c)
		}
	}
	check("before")
	stolen := w.principal(w.owner, custos.RoleEdge, "mallorys", true)
	stolen.Principal.Owner, stolen.Principal.Registration = mallory, 1
	w.chain.add(stolen)
	w.mine(2)
	w.look()
	check("registered")
	gone := *stolen.Principal
	gone.Active = false
	w.chain.add(custos.PolicyChange{Principal: &gone})
	w.look()
	check("deactivated, unconfirmed")
	w.mine(2)
	w.look()
	check("deactivated")
	// The other way round: an owner who is removed takes no principal of his address along.
	w.chain.add(custos.PolicyChange{Principal: stolen.Principal})
	w.mine(2)
	w.chain.add(custos.PolicyChange{Owner: &custos.Owner{Address: w.owner, Name: "alma", Domain: door}})
	w.look()
	if !w.index.Known(w.owner) || w.index.state.Load().activeOwner(w.owner) {
		t.Error("removing the owner and deactivating the principal are one thing")
	}
}

// What ended does not come back with who comes back.
func TestAttack57NothingRevives(t *testing.T) {
	guard := custos.Address{3}
	owner := func(w *world, generation uint16, active bool) custos.PolicyChange {
		return custos.PolicyChange{Owner: &custos.Owner{Address: w.owner, Name: "alma", Domain: door, Active: active, Generation: generation}}
	}
	registered := func(w *world, a custos.Address, r custos.Role, generation, registration uint16, active bool) custos.PolicyChange {
		c := w.principal(a, r, fmt.Sprint(r, a[0]), active)
		c.Principal.Generation, c.Principal.Registration = generation, registration
		return c
	}
	build := func(t *testing.T, changes ...custos.PolicyChange) *world {
		w := newWorld(t)
		root := w.grant(1, func(c *custos.Capability) { c.Grantee, c.Depth, c.Generation, c.Registration = guard, 2, 1, 1 })
		child := w.grant(2, func(c *custos.Capability) { c.Grantor, c.Parent, c.Depth, c.Registration = guard, 1, 1, 1 })
		w = newWorld(t, append([]custos.PolicyChange{
			owner(w, 1, true), registered(w, w.police, custos.RoleAuthority, 1, 1, true), registered(w, guard, custos.RoleCloud, 1, 1, true), root, child,
		}, changes...)...)
		return w
	}
	then := func(w *world, changes ...custos.PolicyChange) {
		w.Helper()
		for _, c := range changes {
			w.chain.add(c)
			w.look()
		}
		w.mine(3)
		w.look()
		w.index.Hear(w.owner, w.now())
	}
	guards := func(w *world) Answer { return w.index.Decide(Question{guard, custos.Live, door}) }

	t.Run("an owner who comes back", func(t *testing.T) {
		w := build(t)
		w.want(true, "alma")
		then(w, owner(w, 1, false), owner(w, 2, true))
		w.want(false, "not a registered and active principal")
		then(w, registered(w, w.police, custos.RoleAuthority, 2, 2, true), registered(w, guard, custos.RoleCloud, 2, 2, true))
		w.want(false, "before its holder was registered anew")
		again := func(n uint64, change func(*custos.Capability)) custos.PolicyChange {
			return w.grant(n, func(c *custos.Capability) {
				c.Generation, c.Registration = 1, 2
				if change != nil {
					change(c)
				}
			})
		}
		then(w, again(3, nil))
		w.want(false, "before its owner left and came back")
		then(w, again(4, func(c *custos.Capability) { c.Generation = 2 }))
		w.want(true, "alma")
	})
	t.Run("an owner who comes back and leaves again", func(t *testing.T) {
		w := build(t)
		again := func(generation uint16) {
			then(w, owner(w, generation-1, false), owner(w, generation, true))
			then(w, registered(w, w.police, custos.RoleAuthority, generation, generation, true))
			if !w.index.Known(w.police) {
				t.Fatalf("generation %d: the police are not active", generation)
			}
		}
		again(2)
		again(3)
		then(w, owner(w, 3, false))
		if w.index.Known(w.police) {
			t.Error("whom he registered when he was back stays when he leaves")
		}
	})
	for name, role := range map[string]custos.Role{"in the same role": custos.RoleAuthority, "in another role": custos.RoleService} {
		t.Run("a holder who is registered anew "+name, func(t *testing.T) {
			w := build(t)
			then(w, registered(w, w.police, role, 1, 1, false), registered(w, w.police, role, 1, 2, true))
			w.want(false, "before its holder was registered anew")
			if a := guards(w); !a.Allowed {
				t.Errorf("who passed it on lost his own: %s", a.Reason)
			}
		})
	}
	t.Run("a delegator who is registered anew", func(t *testing.T) {
		w := build(t)
		then(w, registered(w, guard, custos.RoleCloud, 1, 1, false), registered(w, guard, custos.RoleCloud, 1, 2, true))
		w.want(false, "was delegated by someone who was registered anew since")
		then(w, w.grant(5, func(c *custos.Capability) { c.Grantee, c.Depth, c.Generation, c.Registration = guard, 2, 1, 2 }))
		w.want(false, "was delegated by someone who was registered anew since")
		if a := guards(w); !a.Allowed || a.Capability != 5 {
			t.Errorf("his new right: %+v", a)
		}
	})
	// Chains of the first form count nothing: there an account that is active again is who
	// it was.
	t.Run("the first form", func(t *testing.T) {
		w := newWorld(t)
		w = newWorld(t, w.principal(guard, custos.RoleCloud, "guard", true),
			w.grant(1, func(c *custos.Capability) { c.Grantee, c.Depth = guard, 2 }),
			w.grant(2, func(c *custos.Capability) { c.Grantor, c.Parent = guard, 1 }))
		w.want(true, "alma")
		then(w, w.principal(guard, custos.RoleCloud, "guard", false))
		w.want(false, "not active any more")
		then(w, w.principal(guard, custos.RoleCloud, "guard", true))
		w.want(true, "alma")
	})
}
