package access

import (
	"math/rand/v2"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/policytest"
)

// Whatever changes and however the clock goes, an index that remembers answers gives those
// that it would work out now, word for word.
func TestRememberedAnswersAreThoseOfNow(t *testing.T) {
	remembered, allowed := 0, 0
	for seed := range uint64(60) {
		world := policytest.New(seed, policytest.Small)
		r := rand.New(rand.NewPCG(seed, 7))
		now := world.Now
		x := NewIndex(1000*time.Hour, now.Location())
		x.now = func() time.Time { return now }
		plain := NewIndex(x.StaleAfter, x.TimeZone)
		plain.now = x.now
		changes := world.Changes()
		base := newState(world.Owners)
		for len(changes) > 0 {
			n := min(len(changes), 1+r.IntN(9))
			base, changes = base.after(changes[:n]), changes[n:]
			t1 := takings{}
			for i := range min(len(changes), r.IntN(20)) {
				if taken, ok := takes(&changes[i]); ok {
					t1[taken] = 1
				}
			}
			s := base.without(t1)
			x.set(s, 0, nil)
			for _, o := range world.Owners {
				x.Hear(o.Address, now)
			}
			plain.state.Store(s)
			plain.heard.Store(x.heard.Load())
			for range 60 {
				q := world.Questions[r.IntN(50)]
				ask := Question{q.Principal, q.Action, q.Resource}
				if who := s.find(q.Principal); who != nil && x.memo.find(s, &ask, who, now.Unix()) != nil {
					remembered++
				}
				got, want := x.Decide(ask), plain.Explain(ask) // which remembers nothing
				if got.Allowed != want.Allowed || got.Reason != want.Reason || !got.Allowed && got.Capability != 0 {
					t.Fatalf("world %d at %s: %+v: remembered %+v, now it is %+v", seed, now, ask, got, want)
				}
				if n := uint32(got.Capability); n != 0 { // any that holds will do
					allowed++
					at := pathOf(ask.Resource)
					o, _ := s.owner(&at)
					w := walk{state: s, owner: o, time: now.Unix(), now: now, zone: x.TimeZone}
					if f, _ := w.holds(n, s.right(n)); f != 0 {
						t.Fatalf("world %d at %s: %+v: capability %d %s", seed, now, ask, n, w.words(n))
					}
				}
				switch r.IntN(5) {
				case 0:
					now = now.Add(time.Duration(r.IntN(3000)) * time.Millisecond)
				case 1:
					now = now.Add(time.Duration(r.IntN(600)-300) * time.Second) // clocks are set back, too
				}
			}
			now = world.Now.Add(time.Duration(r.IntN(7)-3) * time.Second)
		}
	}
	if remembered < 1000 || allowed < 1000 {
		t.Errorf("%d answers were remembered, %d allowed: the test says little", remembered, allowed)
	}
}

// An answer is not remembered beyond the owner's last word.
func TestRememberedAnswersNeedTheOwnersWord(t *testing.T) {
	w := newWorld(t)
	w = newWorld(t, w.grant(1, nil))
	q := Question{w.police, custos.Live, door}
	if a := w.index.Decide(q); !a.Allowed {
		t.Fatal(a.Reason)
	}
	w.pass(2 * time.Minute)
	w.index.answered()
	if a := w.index.Decide(q); a.Allowed {
		t.Errorf("it is remembered: %+v", a)
	}
}
