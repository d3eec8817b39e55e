package access

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"custos.dev/custos"
)

func TestAttack12StaleRevocation(t *testing.T) {
	ledgerKey := newKey(t)
	state := func(w *world, h custos.Head) error {
		t.Helper()
		s, err := StateHead(h, w.now(), ledgerKey, 7)
		if err != nil {
			t.Fatal(err)
		}
		return w.index.Observe(s, 7)
	}
	known := func(t *testing.T) *world {
		w := newWorld(t)
		w = newWorld(t, w.grant(1, nil), w.principal(ledgerKey.Address(), custos.RoleService, "front-fog/ledger", true))
		w.want(true, "alma")
		return w
	}
	t.Run("the RPC is dead", func(t *testing.T) {
		w := known(t)
		tip := w.index.Head()
		w.chain.set(func() { w.chain.dead = custos.Errorf(custos.Unavailable, "cut") })
		for range 6 {
			w.pass(10 * time.Second)
			if w.follow.Look(context.Background()) == nil {
				t.Fatal("a dead chain was read")
			}
			if err := state(w, tip); err != nil {
				t.Fatal(err)
			}
		}
		w.want(true, "alma") // a minute old: just fresh
		w.pass(time.Second)
		// The owner goes on saying the head, but who knows what we would read.
		w.want(false, "the ledger has not answered")
	})
	t.Run("the RPC answers but is cut off from its peers", func(t *testing.T) {
		w := known(t)
		ours := w.index.Head()
		// The owner revokes; our node is not told, and shows us its old head.
		theirs := custos.Head{BlockRef: custos.BlockRef{Number: ours.Number + 1, Hash: custos.Hash{9}}, Parent: ours.Hash}
		for range 6 {
			w.pass(10 * time.Second)
			w.look()
			if err := state(w, theirs); err != nil {
				t.Fatal(err)
			}
		}
		w.want(true, "alma")
		w.pass(time.Second)
		w.want(false, "no confirmed head")
		// Once the node has the block, and not before, the owner's word counts.
		w.chain.add(w.revoke(1))
		w.look()
		w.want(false, "no confirmed head") // another block of that number
		if err := state(w, w.index.Head()); err != nil {
			t.Fatal(err)
		}
		w.want(false, "was revoked")
	})
	t.Run("the block comes after the word", func(t *testing.T) {
		w := known(t)
		w.pass(50 * time.Second)
		h := w.chain.add()
		if err := state(w, h); err != nil {
			t.Fatal(err)
		}
		w.pass(20 * time.Second)
		w.index.answered()
		w.want(false, "no confirmed head")
		w.look()
		w.want(true, "alma")
	})
	t.Run("no word for a quiet hour, then one", func(t *testing.T) {
		w := known(t)
		w.pass(50 * time.Minute)
		w.look()
		w.want(false, "no confirmed head")
		if err := state(w, w.index.Head()); err != nil {
			t.Fatal(err)
		}
		w.want(true, "alma")
	})
	t.Run("a read begun before the revocation", func(t *testing.T) {
		w := known(t)
		// Our look reads the changes, then the revocation is mined, then it ends.
		w.mine(1)
		var seen atomic.Bool
		w.chain.set(func() {
			w.chain.during = func() {
				w.chain.cut(1)
				w.chain.add(w.revoke(1))
				seen.Store(true)
			}
		})
		w.look()
		if !seen.Load() {
			t.Fatal("nothing was read")
		}
		w.want(false, "was revoked")
	})
}

func TestHeadStatements(t *testing.T) {
	k, stranger := newKey(t), newKey(t)
	for name, c := range map[string]struct {
		role custos.Role
		name string
		ok   bool
	}{
		"ledger service": {custos.RoleService, "front-fog/ledger", true},
		"master service": {custos.RoleService, "front-fog/master", true},
		"fog node":       {custos.RoleFog, "front-fog", true},
		"camera service": {custos.RoleService, "front-edge/camera-cam1", false},
		"edge node":      {custos.RoleEdge, "front-edge/ledger", false},
		"the police":     {custos.RoleAuthority, "police/ledger", false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w = newWorld(t, w.principal(k.Address(), c.role, c.name, true))
			s, err := StateHead(w.index.Head(), w.now(), k, 7)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.index.Observe(s, 7); (err == nil) != c.ok || err != nil && custos.KindOf(err) != custos.Denied {
				t.Fatalf("observed: %v", err)
			}
			if !c.ok {
				return
			}
			if w.index.Observe(s, 8) == nil {
				t.Error("a statement for another chain counted")
			}
			for field, change := range map[string]func(*HeadStatement){
				"number":    func(h *HeadStatement) { h.Head.Number++ },
				"hash":      func(h *HeadStatement) { h.Head.Hash[0] ^= 1 },
				"parent":    func(h *HeadStatement) { h.Head.Parent[0] ^= 1 },
				"head time": func(h *HeadStatement) { h.Head.Time = h.Head.Time.Add(time.Second) },
				"time":      func(h *HeadStatement) { h.Time = h.Time.Add(time.Nanosecond) },
				"signature": func(h *HeadStatement) { h.Sig[3] ^= 1 },
			} {
				h := s
				if change(&h); w.index.Observe(h, 7) == nil {
					t.Errorf("a statement with another %s counted", field)
				}
			}
			w.pass(61 * time.Second)
			other := w.index.Head()
			other.Hash[0] ^= 1
			fork, _ := StateHead(other, w.now(), k, 7)
			if w.index.Observe(fork, 7) == nil {
				t.Error("a statement about a block that is not on the chain counted")
			}
			w.index.answered()
			if a := w.index.Decide(Question{w.owner, custos.Live, door}); a.Allowed {
				t.Error("it made the owner fresh")
			}
			w.pass(time.Minute)
			if w.index.Observe(s, 7) == nil {
				t.Error("an old statement counted again")
			}
			early, _ := StateHead(w.index.Head(), w.now().Add(time.Minute), k, 7)
			if w.index.Observe(early, 7) == nil {
				t.Error("a statement from the future counted")
			}
			w.chain.add(w.principal(k.Address(), c.role, c.name, false))
			w.look()
			now, _ := StateHead(w.index.Head(), w.now(), k, 7)
			if w.index.Observe(now, 7) == nil {
				t.Error("a deactivated service's statement counted")
			}
		})
	}
	w := newWorld(t)
	s, _ := StateHead(w.index.Head(), w.now(), stranger, 7)
	if custos.KindOf(w.index.Observe(s, 7)) != custos.Denied {
		t.Error("a stranger's statement counted")
	}
}

func TestAttack13Reorganisation(t *testing.T) {
	t.Run("a grant goes", func(t *testing.T) {
		w := newWorld(t)
		w.chain.add(w.grant(1, nil))
		w.mine(1)
		w.look()
		w.want(false, "no capability")
		w.chain.cut(2)
		w.mine(6)
		w.look()
		w.want(false, "no capability")
	})
	t.Run("a revocation goes", func(t *testing.T) {
		w := newWorld(t)
		w = newWorld(t, w.grant(1, nil))
		w.chain.add(w.revoke(1))
		w.look()
		w.want(false, "was revoked")
		// A chain without it takes over: it holds until that one is deeper by the
		// confirmations.
		w.chain.cut(1)
		for range 2 {
			w.mine(1)
			w.look()
			w.want(false, "was revoked")
		}
		w.mine(1)
		w.look()
		w.want(true, "alma")
	})
	t.Run("a revocation moves to another block", func(t *testing.T) {
		w := newWorld(t)
		w = newWorld(t, w.grant(1, nil))
		w.chain.add(w.revoke(1))
		w.look()
		w.chain.cut(1)
		w.mine(2)
		w.chain.add(w.revoke(1))
		w.look()
		w.want(false, "was revoked")
		w.mine(9)
		w.look()
		w.want(false, "was revoked")
	})
	t.Run("confirmed blocks are replaced", func(t *testing.T) {
		w := newWorld(t)
		w.chain.add(w.grant(1, nil))
		w.chain.add(w.grant(2, func(c *custos.Capability) { c.Actions = custos.Events }))
		w.mine(2)
		w.look()
		w.want(true, "alma")
		w.chain.cut(4)
		w.mine(5)
		w.look()
		w.want(false, "no capability")
	})
	t.Run("a confirmed revocation is replaced", func(t *testing.T) {
		w := newWorld(t)
		w = newWorld(t, w.grant(1, nil))
		w.chain.add(w.revoke(1))
		w.mine(3)
		w.look()
		w.want(false, "was revoked")
		w.chain.cut(4)
		for range 12 { // however deep the other chain becomes
			w.mine(1)
			w.look()
			w.want(false, "was revoked")
		}
	})
	t.Run("in the middle of reading", func(t *testing.T) {
		w := newWorld(t)
		w.chain.add(w.grant(1, nil))
		w.mine(2)
		// The grant is read from a chain that is gone when its blocks are.
		w.chain.set(func() {
			w.chain.during = func() {
				w.chain.cut(3)
				w.mine(4)
			}
		})
		w.look()
		w.want(false, "no capability")
	})
	t.Run("there and back while it is read", func(t *testing.T) {
		w := newWorld(t)
		w.mine(3)
		var ours []block
		w.chain.set(func() {
			w.chain.before = func() {
				w.chain.set(func() { ours = w.chain.blocks })
				w.chain.cut(3)
				w.chain.add(w.grant(1, nil))
				w.mine(2)
			}
			w.chain.during = func() { w.chain.set(func() { w.chain.blocks = ours }) }
		})
		w.look()
		w.want(false, "no capability")
		if w.chain.before != nil || w.chain.during != nil {
			t.Fatal("nothing was read")
		}
	})
	t.Run("for ever", func(t *testing.T) {
		w := newWorld(t)
		w = newWorld(t, w.grant(1, nil))
		w.mine(1)
		var again func()
		again = func() {
			w.chain.cut(1)
			w.mine(1)
			w.chain.set(func() { w.chain.during = again })
		}
		w.chain.set(func() { w.chain.during = again })
		if err := w.follow.Look(context.Background()); custos.KindOf(err) != custos.Unavailable {
			t.Fatalf("a chain that never stands still: %v", err)
		}
		w.want(true, "alma")
	})
	t.Run("the node goes back", func(t *testing.T) {
		w := newWorld(t)
		w = newWorld(t, w.grant(1, nil))
		w.mine(2)
		w.chain.add(w.revoke(1))
		w.look()
		w.chain.cut(1)
		w.look()
		w.want(false, "was revoked")
		w.chain.cut(1)
		w.mine(6)
		w.look()
		w.want(true, "alma")
	})
}

func TestAttack15MissedLogs(t *testing.T) {
	t.Run("backfill", func(t *testing.T) {
		w := newWorld(t)
		w = newWorld(t, w.grant(1, nil))
		w.chain.set(func() { w.chain.dead = custos.Errorf(custos.Unavailable, "cut") })
		w.chain.add(w.grant(2, func(c *custos.Capability) { c.Resource = door + "/cam1" }))
		w.chain.add(w.revoke(1))
		w.mine(3*maxWalk + 9)
		w.chain.add(w.grant(3, nil))
		if w.follow.Look(context.Background()) == nil {
			t.Fatal("a dead chain was read")
		}
		w.chain.set(func() { w.chain.dead = nil })
		w.look()
		if a := w.ask(); !a.Allowed || a.Capability != 2 {
			t.Fatalf("%+v", a)
		}
		if n := len(w.index.Capabilities()); n != 2 {
			t.Errorf("%d capabilities count, the third is not confirmed", n)
		}
		// From there on it follows as ever.
		w.mine(2)
		w.look()
		w.chain.add(custos.PolicyChange{Capability: &custos.Capability{Number: 2, Grantor: w.owner, Grantee: w.police, Resource: door + "/cam1", Actions: custos.Live, From: noon.Add(-time.Hour), Until: noon.Add(time.Hour), Revoked: true}})
		w.look()
		if a := w.ask(); !a.Allowed || a.Capability != 3 {
			t.Fatalf("%+v", a)
		}
	})
	t.Run("backfill across a reorganisation", func(t *testing.T) {
		w := newWorld(t)
		w = newWorld(t, w.grant(1, nil))
		w.chain.cut(1)
		w.chain.add(w.revoke(1))
		w.mine(2 * maxWalk)
		w.look()
		w.want(false, "was revoked")
	})
	t.Run("periodic comparison", func(t *testing.T) {
		w := newWorld(t)
		w = newWorld(t, w.grant(1, nil))
		w.chain.set(func() {
			w.chain.hide = func(p custos.PolicyChange) bool { return p.Capability != nil && p.Capability.Revoked }
		})
		w.chain.add(w.revoke(1))
		w.mine(3)
		w.follow.Poll, w.follow.CompareEvery = time.Millisecond, time.Millisecond
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error)
		go func() { done <- w.follow.Run(ctx) }()
		defer func() {
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
		}()
		until(t, "it follows", func() bool { return w.index.Head().Number == 7 })
		w.want(true, "alma") // the node has lost the log
		w.chain.set(func() { w.chain.hide = nil })
		until(t, "the comparison finds it", func() bool { return !w.ask().Allowed })
		w.want(false, "was revoked")
	})
	t.Run("out of order", func(t *testing.T) {
		w := newWorld(t)
		w.chain.add(w.grant(1, nil))
		w.chain.set(func() {
			b := &w.chain.blocks[len(w.chain.blocks)-1]
			b.changes[0].Block.Number += 5
		})
		if err := w.follow.Look(context.Background()); custos.KindOf(err) != custos.Corrupt {
			t.Fatalf("a change of a later block: %v", err)
		}
	})
}

func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for give := time.Now().Add(time.Minute); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(give) {
			t.Fatalf("not after a minute: %s", what)
		}
	}
}

// An owner who joins counts when confirmed, also if he has joined before we start;
// one who leaves is gone at once.
func TestOwnersComeAndGo(t *testing.T) {
	w := newWorld(t)
	second := custos.Owner{Address: custos.Address{5}, Name: "ben", Domain: "campus/second-door", Active: true}
	w.chain.add(custos.PolicyChange{Owner: &second})
	w.look()
	fresh := newWorld(t)
	fresh.chain, fresh.follow.Chain = w.chain, w.chain
	fresh.follow.base = nil
	fresh.look()
	for _, w := range []*world{w, fresh} {
		if w.index.Known(second.Address) || len(w.index.Owners()) != 1 {
			t.Fatalf("an owner counts unconfirmed: %+v", w.index.Owners())
		}
	}
	w.mine(2)
	w.look()
	w.index.Hear(second.Address, w.now())
	q := Question{second.Address, custos.Live, second.Domain + "/cam9"}
	if a := w.index.Decide(q); !a.Allowed {
		t.Fatalf("the new owner: %+v", a)
	}
	// Rotation to another account: the old one's right ends at once, the new one's
	// begins when confirmed.
	old, rotated := second, second
	old.Active, rotated.Address = false, custos.Address{6}
	w.chain.add(custos.PolicyChange{Owner: &old}, custos.PolicyChange{Owner: &rotated})
	w.look()
	if a := w.index.Decide(q); a.Allowed || !strings.Contains(a.Reason, "no active owner") {
		t.Fatalf("the old account: %+v", a)
	}
	w.mine(2)
	w.look()
	w.index.Hear(rotated.Address, w.now())
	if a := w.index.Decide(q); a.Allowed {
		t.Fatalf("the old account: %+v", a)
	}
	q.Principal = rotated.Address
	if a := w.index.Decide(q); !a.Allowed {
		t.Fatalf("the new account: %+v", a)
	}
	// A genesis owner who left before we start is not there, and the first blocks'
	// rights of his are void.
	gone := custos.Owner{Address: w.owner, Name: "alma", Domain: door}
	w.chain.add(custos.PolicyChange{Owner: &gone})
	late := newWorld(t)
	late.chain, late.follow.Chain, late.follow.base = w.chain, w.chain, nil
	late.look()
	if a := late.index.Decide(Question{late.owner, custos.Live, door}); a.Allowed {
		t.Fatalf("an owner who left: %+v", a)
	}
	if n := len(late.index.Owners()); n != 3 {
		t.Errorf("%d owners", n)
	}
}

func TestLookingCostsLittleOnAQuietChain(t *testing.T) {
	w := newWorld(t)
	asked := w.chain.asked
	for range 10 {
		w.look()
	}
	if w.chain.asked != asked {
		t.Errorf("a quiet chain was read %d times", w.chain.asked-asked)
	}
	w.mine(1)
	w.look()
	if w.chain.asked != asked+1 {
		t.Errorf("one block was read %d times", w.chain.asked-asked)
	}
}

func TestWatchEndsWithTheRight(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(*world)
		want string
	}{
		"revoked":     {func(w *world) { w.chain.add(w.revoke(1)); w.look() }, "was revoked"},
		"deactivated": {func(w *world) { w.chain.add(w.principal(w.police, 4, "police", false)); w.look() }, "active"},
		"over":        {func(w *world) { w.pass(40 * time.Second); w.index.Hear(w.owner, w.now()) }, "ended at"},
		"stale":       {func(w *world) { w.pass(61 * time.Second); w.index.answered() }, "ended at|no confirmed head"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w = newWorld(t, w.grant(1, func(c *custos.Capability) {
				if name == "over" {
					c.Until = noon.Add(40 * time.Second)
				}
			}))
			ctx, cancel := w.index.Watch(context.Background(), Question{w.police, custos.Live, door + "/cam1"})
			defer cancel(nil)
			if ctx.Err() != nil {
				t.Fatal("it ended at once")
			}
			c.end(w)
			select {
			case <-ctx.Done():
			case <-time.After(time.Minute):
				t.Fatal("the view went on")
			}
			err := context.Cause(ctx)
			ok := false
			for _, want := range strings.Split(c.want, "|") {
				ok = ok || strings.Contains(err.Error(), want)
			}
			if custos.KindOf(err) != custos.Denied || !ok {
				t.Fatalf("cause: %v", err)
			}
		})
	}
	w := newWorld(t)
	ctx, cancel := w.index.Watch(context.Background(), Question{w.police, custos.Live, door})
	defer cancel(nil)
	if custos.KindOf(context.Cause(ctx)) != custos.Denied {
		t.Error("a right that does not hold is watched")
	}
}
