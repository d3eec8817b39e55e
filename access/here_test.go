package access

import (
	"context"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
)

// An edge that is cut off from its fog goes on analysing, and shows nothing to anybody
// else for longer than the bound.
func TestAttack12CutOffEdge(t *testing.T) {
	const edge = custos.NodeName("front-edge")
	own, police := custos.Address{11}, custos.Address{2}
	person := custos.Address{12}
	elsewhere, lent, bare := custos.Address{13}, custos.Address{14}, custos.Address{15}
	fog, another, seen := custos.Address{16}, custos.Address{17}, custos.Address{18}
	bela := custos.Address{30}
	var w *world
	to := func(n uint64, a custos.Address, change func(*custos.Capability)) custos.PolicyChange {
		return w.grant(n, func(c *custos.Capability) {
			c.Grantee, c.Depth = a, 3
			if change != nil {
				change(c)
			}
		})
	}
	build := func(t *testing.T) {
		t.Helper()
		w = newWorld(t)
		foreign := w.principal(another, custos.RoleService, "front-edge/object", true)
		foreign.Principal.Owner = bela
		w = newWorld(
			t,
			custos.PolicyChange{Owner: &custos.Owner{Address: bela, Name: "bela", Domain: "campus/back", Active: true}},
			w.principal(own, custos.RoleService, "front-edge/object", true), to(1, own, nil),
			to(2, police, nil),
			// A name like a service's does not make one.
			w.principal(person, custos.RoleAuthority, "front-edge/object", true), to(3, person, nil),
			w.principal(elsewhere, custos.RoleService, "front-fog/master", true), to(4, elsewhere, nil),
			w.principal(lent, custos.RoleService, "front-edge/lent", true), to(5, lent, func(c *custos.Capability) { c.Grantor, c.Parent, c.Depth = police, 2, 1 }),
			w.principal(bare, custos.RoleService, "front-edge/bare", true),
			w.principal(fog, custos.RoleEdge, "front-edge", true), to(6, fog, nil),
			foreign, to(7, another, nil),
			w.principal(seen, custos.RoleService, "front-edge/seen", true), to(8, seen, nil),
		)
	}
	here := func(a custos.Address) Answer {
		return w.index.DecideHere(Question{a, custos.Live, door + "/cam1"}, edge)
	}
	all := map[string]custos.Address{
		"the police": police, "a person named like a service": person, "a service of another node": elsewhere,
		"a service by another's right": lent, "a node itself": fog, "another owner's service": another, "the owner himself": w0,
	}
	cut := func() {
		w.chain.set(func() { w.chain.dead = custos.Errorf(custos.Unavailable, "cut") })
		w.pass(61 * time.Second)
	}
	t.Run("who reads on", func(t *testing.T) {
		build(t)
		for name, a := range all {
			if got := here(a); !got.Allowed {
				t.Errorf("before the cut %s is refused: %s", name, got.Reason)
			}
		}
		cut()
		for name, a := range all {
			if got := here(a); got.Allowed || !strings.Contains(got.Reason, "has not answered") {
				t.Errorf("%s: allowed %v: %s", name, got.Allowed, got.Reason)
			}
		}
		if got := here(bare); got.Allowed {
			t.Errorf("a service without a right: %s", got.Reason)
		}
		if got := here(own); !got.Allowed || got.Capability != 1 || !strings.Contains(got.Reason, "last known") {
			t.Errorf("the owner's own service on this node: allowed %v: %s", got.Allowed, got.Reason)
		}
		// Only where the answer stays on the node, and only on its own.
		q := Question{own, custos.Live, door + "/cam1"}
		if w.index.Decide(q).Allowed || w.index.DecideHere(q, "front-edge2").Allowed || w.index.DecideHere(q, "").Allowed {
			t.Error("it may from elsewhere")
		}
		if w.index.DecideHere(Question{own, custos.Export, door + "/cam1"}, edge).Allowed || w.index.DecideHere(Question{own, custos.Live, "campus/back/cam1"}, edge).Allowed {
			t.Error("it may more than it was granted")
		}
	})
	t.Run("the right still ends by itself", func(t *testing.T) {
		build(t)
		cut()
		w.pass(time.Hour)
		if got := here(own); got.Allowed || !strings.Contains(got.Reason, "ended at") {
			t.Errorf("allowed %v: %s", got.Allowed, got.Reason)
		}
	})
	t.Run("what was seen revoked stays so", func(t *testing.T) {
		build(t)
		w.chain.add(to(8, seen, func(c *custos.Capability) { c.Revoked = true }), w.principal(own, custos.RoleService, "front-edge/object", false))
		w.look() // one block: not confirmed
		cut()
		for _, a := range []custos.Address{seen, own} {
			if got := here(a); got.Allowed {
				t.Errorf("%s: %s", a, got.Reason)
			}
		}
	})
	t.Run("nothing is lent by an owner who was never heard of", func(t *testing.T) {
		build(t)
		fresh := NewIndex(time.Minute, time.UTC)
		fresh.now = w.now
		f := &Follower{Chain: w.chain, Index: fresh, Confirmations: 2, Log: w.follow.Log}
		if err := f.Look(context.Background()); err != nil {
			t.Fatal(err)
		}
		if got := fresh.DecideHere(Question{own, custos.Live, door + "/cam1"}, edge); got.Allowed {
			t.Errorf("by a chain that nobody bears out: %s", got.Reason)
		}
	})
	t.Run("watches end with the bound, and when the fog comes back", func(t *testing.T) {
		build(t)
		q := Question{own, custos.Live, door + "/cam1"}
		service, stop := w.index.WatchHere(t.Context(), q, edge)
		defer stop(nil)
		outsider, stop2 := w.index.WatchHere(t.Context(), Question{police, custos.Live, door + "/cam1"}, edge)
		defer stop2(nil)
		cut()
		ended(t, outsider)
		if service.Err() != nil {
			t.Fatalf("the own service's right ended: %v", context.Cause(service))
		}
		// It was revoked meanwhile.
		w.chain.set(func() { w.chain.dead = nil })
		w.chain.add(to(1, own, func(c *custos.Capability) { c.Revoked = true }))
		w.look()
		ended(t, service)
		if got := here(own); got.Allowed {
			t.Errorf("after the revocation was read: %s", got.Reason)
		}
	})
}

// w0 is the owner of every world.
var w0 = custos.Address{1}

func ended(t *testing.T, ctx context.Context) {
	t.Helper()
	select {
	case <-ctx.Done():
	case <-time.After(30 * time.Second):
		t.Fatal("the watch goes on")
	}
	if err := context.Cause(ctx); custos.KindOf(err) != custos.Denied {
		t.Errorf("it ended by %v", err)
	}
}

// What a caller signed for one fog is of no use at another one: not to that fog itself,
// nor in an envelope passed on to another's cameras.
func TestAttack18OtherFogsRequest(t *testing.T) {
	caller := newKey(t)
	w := newWorld(t)
	w = newWorld(t, w.principal(caller.Address(), custos.RoleCloud, "hq", true))
	first, second, camera := lately(w.index.Known), lately(w.index.Known), lately(w.index.Known)
	first.Authorities, second.Authorities, camera.Authorities = []string{"front:7103"}, []string{"back:7103"}, []string{"back:7103"}
	r := signed(t, Signer{caller, 7}, "GET", "https://front:7103/api/events?limit=1", "")
	again := r.Clone(r.Context())
	_, e, err := first.HTTP(r)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = second.HTTP(again)
	denied(t, "the same at another fog", err)
	moved := signed(t, Signer{caller, 7}, "GET", "https://front:7103/api/events?limit=1", "")
	moved.Host = "back:7103"
	_, _, err = second.HTTP(moved)
	denied(t, "with the other fog's name put on it", err)
	_, err = camera.Envelope(&e)
	denied(t, "passed on to another fog's camera", err)
}
