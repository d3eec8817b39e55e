package access

import (
	"flag"
	"slices"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/policytest"
	"custos.dev/custos/ledger/policytest/cedar"
)

// The worlds are the same as those of package ledger's TestWorlds, which asks the contract.
var worlds = flag.Int("worlds", 1000, "how many random worlds are asked, of 1,000 questions each")

// indexOf reads a world as a follower does, what is unconfirmed apart.
func indexOf(w *policytest.World, unconfirmed int) *Index {
	x := NewIndex(time.Hour, w.Now.Location())
	x.now = func() time.Time { return w.Now }
	changes := w.Changes()
	s := newState(w.Owners)
	// In pieces, so that states share what they have in common.
	sure := len(changes) - min(unconfirmed, w.Last)
	for i := 0; i < sure; i += 7 {
		s = s.after(changes[i:min(i+7, sure)])
	}
	taken := takings{}
	for i := sure; i < len(changes); i++ {
		if t, ok := takes(&changes[i]); ok {
			taken[t] = 1
		}
	}
	x.set(s.without(taken), 0, nil)
	for _, o := range w.Owners {
		x.Hear(o.Address, w.Now)
	}
	return x
}

// compareWorld asks the index and Cedar every question of a world.
func compareWorld(t *testing.T, seed uint64) (allowed int) {
	t.Helper()
	w := policytest.New(seed, policytest.Small)
	e, err := cedar.New(w)
	if err != nil {
		t.Fatal(err)
	}
	x, half := indexOf(w, 0), indexOf(w, int(seed%9))
	for _, q := range w.Questions {
		ask := Question{q.Principal, q.Action, q.Resource}
		a := x.Decide(ask)
		b, err := e.Allowed(q)
		if err != nil {
			t.Fatal(err)
		}
		if a.Allowed != b || b != q.Allowed {
			t.Fatalf("world %d: %+v: the index says %v (%s), Cedar %v", seed, q, a.Allowed, a.Reason, b)
		}
		// Ends that are not confirmed yet refuse what confirmed ones do.
		if c := half.Decide(ask); c.Allowed != a.Allowed {
			t.Fatalf("world %d: %+v: by unconfirmed ends %v, by confirmed ones %v", seed, q, c, a)
		}
		if a.Allowed {
			allowed++
		}
	}
	return allowed
}

// TestFoldedRightsHold asks of every right whether what was folded into it says what its
// chain does.
func TestFoldedRightsHold(t *testing.T) {
	hold := 0
	for seed := range uint64(200) {
		world := policytest.New(seed, policytest.Small)
		for _, s := range []*state{indexOf(world, 0).state.Load(), indexOf(world, 5).state.Load()} {
			for _, o := range s.parties.owners {
				w := walk{state: s, owner: o, time: world.Now.Unix(), now: world.Now, zone: world.Now.Location()}
				for n := range s.rights.n {
					r := s.right(n)
					if r == nil {
						continue
					}
					folded := false
					for l := range s.accounts.at(r.grantee).grants.at(r.resource.Value()).all {
						folded = folded || l.number == n && w.counts(l) && w.runs(l)
					}
					f, _ := w.holds(n, r)
					if folded != (f == 0) {
						t.Fatalf("world %d: capability %d: folded %v, but %q", seed, n, folded, w.words(n))
					}
					if folded {
						hold++
					}
				}
			}
		}
	}
	if hold < 1000 {
		t.Errorf("only %d rights held: the test says little", hold)
	}
}

func TestWorlds(t *testing.T) {
	if testing.Short() {
		*worlds = min(*worlds, 40)
	}
	allowed := 0
	for seed := range uint64(*worlds) {
		allowed += compareWorld(t, seed)
	}
	t.Logf("%d worlds, %d questions, %d allowed", *worlds, *worlds*policytest.Small.Questions, allowed)
}

// FuzzWorlds goes on where TestWorlds ends.
func FuzzWorlds(f *testing.F) {
	f.Add(uint64(1_000_000))
	f.Fuzz(func(t *testing.T, seed uint64) { compareWorld(t, seed) })
}

// TestStatesShareSafely makes two states of one and finds that none saw the other's changes.
func TestStatesShareSafely(t *testing.T) {
	w := policytest.New(5, policytest.Small)
	changes := w.Changes()
	made := slices.IndexFunc(changes, func(c custos.PolicyChange) bool { return c.Capability != nil && c.Capability.Revoked })
	base := newState(w.Owners).after(changes[:made])
	before := map[uint64]custos.Capability{}
	for n := range base.rights.n {
		if r := base.right(n); r != nil {
			before[uint64(n)] = base.capability(n, r)
		}
	}
	extra := *changes[made-1].Capability
	extra.Number = uint64(len(w.Capabilities) + 1)
	left, right := base.after(changes[made:]), base.after([]custos.PolicyChange{{Capability: &extra}})
	for n, c := range before {
		if got := base.capability(uint32(n), base.right(uint32(n))); got != c {
			t.Errorf("capability %d was %+v and is %+v", n, c, got)
		}
		if got := right.right(uint32(n)); got.revoked {
			t.Errorf("capability %d is revoked in another state", n)
		}
	}
	if base.right(uint32(extra.Number)) != nil || left.right(uint32(extra.Number)) != nil || right.right(uint32(extra.Number)) == nil {
		t.Error("a capability of one state is in another, or in none")
	}
	at := func(s *state) *place { return s.find(extra.Grantee).grants.at(string(extra.Resource)) }
	if b, l, r := at(base), at(left), at(right); b == r || b.newest == r.newest || l == r {
		t.Error("two states write the same place")
	}
}
