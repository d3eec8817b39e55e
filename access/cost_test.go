package access

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"custos.dev/custos"
)

// useless is a delegation, by a guard with a right of the owner, that gives the police
// nothing at noon.
func useless(n uint64, kind int, r *rand.Rand) custos.Capability {
	c := custos.Capability{
		Number: n, Parent: 1, Grantor: custos.Address{3}, Grantee: custos.Address{2}, Resource: door, Actions: custos.Live,
		From: noon.Add(-time.Hour), Until: noon.Add(24 * time.Hour),
	}
	at := time.Duration(1+r.IntN(20*3600)) * time.Second
	switch kind {
	case 0:
		c.Until = noon.Add(-at / 24)
	case 1:
		c.From = noon.Add(at)
		c.Until = c.From.Add(time.Second)
	case 2:
		c.Hours = custos.Hours{Days: uint8(1 + r.IntN(127)), From: uint16(721 + r.IntN(300)), Until: uint16(1100 + r.IntN(340))}
	case 3:
		c.Revoked = true
	case 4: // from who is not active
		c.Grantor, c.Parent = custos.Address{4}, 2
	case 5: // as somebody else
		c.Registration = 7
	case 6:
		c.Actions = custos.Export // more than he has
	case 7:
		c.Grantor, c.Parent, c.Generation = custos.Address{1}, 0, 3 // of another time of the owner
	}
	return c
}

const uselessKinds = 8

// floodedWorld has so many delegations to the police which are useless at noon, and one
// right that is good from one until two.
func floodedWorld(t testing.TB, number int) *world {
	w := newWorld(t)
	changes := []custos.PolicyChange{
		w.principal(custos.Address{3}, custos.RoleCloud, "guard", true), w.principal(custos.Address{4}, custos.RoleCloud, "left", false),
		w.grant(1, func(c *custos.Capability) {
			c.Grantee, c.Depth, c.Actions, c.Until = custos.Address{3}, 3, custos.Live|custos.Events, noon.AddDate(1, 0, 0)
		}),
		w.grant(2, func(c *custos.Capability) { c.Grantee, c.Depth = custos.Address{4}, 3 }),
		w.grant(3, func(c *custos.Capability) {
			c.Actions, c.From, c.Until = custos.Events, noon.Add(time.Hour), noon.Add(2*time.Hour)
		}),
	}
	r := rand.New(rand.NewPCG(5, 8))
	for i := range number {
		c := useless(uint64(len(changes)-1), i%uselessKinds, r)
		changes = append(changes, custos.PolicyChange{Capability: &c})
	}
	return newWorld(t, changes...)
}

// A principal to whom anybody passed on any number of rights that do not hold is decided
// about as if there were none: what can never hold is in no list, and what may hold later
// is looked through once until the clock, or who changes rights, makes it another.
func TestAttack58UselessDelegations(t *testing.T) {
	const number = 8000
	w := floodedWorld(t, number)
	w.index.StaleAfter = 48 * time.Hour
	s := w.index.state.Load()
	at := s.find(w.police).grants.at(string(door))
	stand := 0
	for l := range at.all {
		stand++
		if r := s.right(l.number); r.revoked || !r.fits && r.parent != 0 || r.registration != 0 {
			t.Fatalf("capability %d stands", l.number)
		}
	}
	// Those that are over, early, of other hours or another owner, and the good one.
	if want := number/uselessKinds*4 + 1; stand != want {
		t.Errorf("%d rights stand, not %d", stand, want)
	}
	w.want(false, "before its owner left and came back") // as the newest was
	looked := map[*moment]bool{}
	times, allowed := 0, 0
	for day := noon; day.Before(noon.Add(3 * time.Hour)); day = day.Add(100 * time.Millisecond) {
		w.pass(day.Sub(w.now()))
		cam := door + custos.Resource(fmt.Sprint("/cam", times)) // never asked before: no answer is remembered
		for _, q := range []Question{{w.police, custos.Events, cam}, {w.police, custos.Live, cam}} {
			a := w.index.Decide(q)
			if times++; a.Allowed {
				allowed++
			}
			if hour := day.Sub(noon); q.Action == custos.Events && a.Allowed != (hour >= time.Hour && hour < 2*time.Hour) {
				t.Fatalf("%+v %s after noon: %+v", q, hour, a)
			}
		}
		looked[at.crowd.now.Load()] = true
	}
	if n := len(looked); n > 3*3600+2 {
		t.Errorf("in three hours and %d decisions the crowd was looked through %d times, more than each second", times, n)
	}
	if allowed == 0 {
		t.Error("nothing was allowed")
	}
}

// Each decision in a crowd says what going through it says, at any second of a day.
func TestAttack58MomentsAreRight(t *testing.T) {
	w := floodedWorld(t, 400)
	zone := shifting(t, noon.Add(7*time.Hour))
	s := w.index.state.Load()
	at := s.find(w.police).grants.at(string(door))
	owner := s.parties.owners[w.owner]
	r := rand.New(rand.NewPCG(1, 2))
	now, gave := noon, 0
	for range 40_000 {
		now = now.Add(time.Duration(r.IntN(4000)) * time.Millisecond)
		l := walk{state: s, owner: owner, time: now.Unix(), now: now, zone: zone, direct: r.IntN(50) == 0}
		actions := custos.Live
		if r.IntN(3) == 0 {
			actions = custos.Action(1 + r.IntN(int(custos.AllActions)))
		}
		want := false
		got, until := at.gives(&l, actions)
		for one := range at.all {
			want = want || l.counts(one) && one.actions&actions == actions && l.runs(one)
		}
		if until <= now.Unix() {
			t.Fatalf("it is known until %d at %d", until, now.Unix())
		}
		if (got != 0) != want {
			t.Fatalf("%s at %s: capability %d; going through them all says %v", actions, now.In(zone), got, want)
		}
		if got != 0 {
			gave++
			w := walk{state: s, owner: owner, time: now.Unix(), now: now, zone: zone}
			if f, _ := w.holds(got, s.right(got)); f != 0 {
				t.Fatalf("capability %d does not hold at %s: %s", got, now, w.words(got))
			}
		}
	}
	if gave < 1000 {
		t.Errorf("%d of the answers were a right: the test says little", gave)
	}
}

// A right whose chain leaves it no time is in no list.
func TestAttack58EmptyWindows(t *testing.T) {
	w := newWorld(t)
	w = newWorld(t, w.principal(custos.Address{3}, custos.RoleCloud, "guard", true),
		w.grant(1, func(c *custos.Capability) { c.Grantee = custos.Address{3} }),
		w.grant(2, func(c *custos.Capability) {
			c.Grantor, c.Parent, c.Depth, c.From, c.Until = custos.Address{3}, 1, 0, noon.Add(2*time.Hour), noon.Add(3*time.Hour)
		}))
	if w.index.state.Load().right(2).stands {
		t.Error("what begins after its parent's end stands")
	}
	w.pass(2 * time.Hour)
	w.index.answered()
	w.index.Hear(w.owner, w.now())
	w.want(false, "comes from capability 1, which ended")
}

// shifting is a zone whose clocks go forward by an hour.
func shifting(t *testing.T, at time.Time) *time.Location {
	b := append([]byte("TZif"), make([]byte, 16)...)
	for _, n := range []uint32{0, 0, 0, 1, 2, 9, uint32(at.Unix())} { // one change, two offsets, nine letters
		b = binary.BigEndian.AppendUint32(b, n)
	}
	b = append(b, 1) // the second from then on
	b = append(binary.BigEndian.AppendUint32(b, 3600), 0, 0)
	b = append(binary.BigEndian.AppendUint32(b, 7200), 1, 4)
	zone, err := time.LoadLocationFromTZData("shifting", append(b, "CET\x00CEST\x00"...))
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// Hours end when the clocks go past them, remembered or not.
func TestAttack58ClocksChange(t *testing.T) {
	w := newWorld(t)
	var changes []custos.PolicyChange
	for n := range uint64(2 * few) {
		changes = append(changes, w.grant(n+1, func(c *custos.Capability) {
			c.Until = noon.AddDate(0, 0, 2)
			switch n {
			case 0, 1: // the second is one of a crowd
				c.Hours = custos.Hours{Days: 1, Until: 20*60 + 30}
				if n == 0 {
					c.Actions = custos.Events
				}
			default:
				c.From = noon.AddDate(0, 0, 1)
			}
		}))
	}
	w = newWorld(t, changes...)
	w.index.StaleAfter = 24 * time.Hour
	w.index.TimeZone = shifting(t, noon.Add(7*time.Hour)) // 20:00 is 21:00
	for _, at := range []struct {
		after time.Duration
		want  bool
	}{{6 * time.Hour, true}, {7*time.Hour - time.Second, true}, {7 * time.Hour, false}, {8 * time.Hour, false}} {
		w.pass(noon.Add(at.after).Sub(w.now()))
		for _, action := range []custos.Action{custos.Live, custos.Events} {
			if a := w.index.Decide(Question{w.police, action, door}); a.Allowed != at.want {
				t.Errorf("%s at %s: %+v", action, w.now().In(w.index.TimeZone), a)
			}
		}
	}
}

// Rights that come and go while a moment is remembered count at once.
func TestAttack58ChangesCountAtOnce(t *testing.T) {
	w := floodedWorld(t, 800)
	q := Question{w.police, custos.Live, door}
	for n := uint64(1000); n < 1050; n++ {
		if a := w.index.Decide(q); a.Allowed {
			t.Fatalf("before: %+v", a)
		}
		good := w.grant(n, func(c *custos.Capability) { c.Grantor, c.Parent, c.Depth = custos.Address{3}, 1, 0 })
		w.chain.add(good)
		w.mine(2)
		w.look()
		if a := w.index.Decide(q); !a.Allowed || a.Capability != n {
			t.Fatalf("given: %+v", a)
		}
		w.chain.add(custos.PolicyChange{Capability: &custos.Capability{Number: n, Resource: door, Revoked: true}})
		w.look()
		if a := w.index.Decide(q); a.Allowed {
			t.Fatalf("revoked: %+v", a)
		}
		w.mine(2)
		w.look()
	}
	// Who delegated them all falls, and they with him.
	w.chain.add(w.principal(custos.Address{3}, custos.RoleCloud, "guard", false))
	w.look()
	at := w.index.state.Load().find(w.police).grants.at(string(door))
	for l := range at.all {
		if !l.direct {
			t.Fatalf("capability %d stands on who is not active", l.number)
		}
	}
}

// What a refusal and an explanation say is bounded, and says that there is more.
func TestAttack58ReasonsAreBounded(t *testing.T) {
	w := floodedWorld(t, 8000)
	last := uint64(8004)
	w.chain.add(w.revoke(last + 1))
	w.mine(2)
	w.look()
	w.want(false, "was revoked") // the newest, as ever
	if n := len(w.ask().Steps); n > 4*maxReasons {
		t.Errorf("an explanation has %d steps", n)
	}
}

// A block copies little, however many capabilities and accounts there are, and whoever
// asked for access how often.
func TestAttack58BlocksCopyLittle(t *testing.T) {
	const number = 60_000
	s := newState([]custos.Owner{{Address: custos.Address{1}, Name: "alma", Domain: door, Active: true}})
	var changes []custos.PolicyChange
	for i := range uint64(number) {
		p := custos.Principal{Address: custos.Address{2, byte(i), byte(i >> 8)}, Owner: custos.Address{1}, Active: true}
		c := custos.Capability{Number: i + 1, Grantor: custos.Address{1}, Grantee: p.Address, Resource: door, Actions: custos.Live, Until: noon}
		changes = append(changes, custos.PolicyChange{Principal: &p}, custos.PolicyChange{Capability: &c},
			custos.PolicyChange{Request: &custos.AccessRequest{Number: i + 1, Principal: p.Address, Resource: door, Until: noon}})
	}
	s.apply(changes)
	block := []custos.PolicyChange{
		{Capability: &custos.Capability{Number: number + 1, Grantor: custos.Address{1}, Grantee: custos.Address{2, 9, 9}, Resource: door, Actions: custos.Live, Until: noon}},
		{Principal: &custos.Principal{Address: custos.Address{7}, Owner: custos.Address{1}, Active: true}},
		{Request: &custos.AccessRequest{Number: number + 1, Principal: custos.Address{2, 9, 9}, Resource: door, Until: noon}},
		{Capability: &custos.Capability{Number: 5, Resource: door, Revoked: true}},
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	const blocks = 20
	for range blocks {
		s = s.after(block)
		s.without(takings{taking{capability: 9}: 1})
	}
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / blocks; each > 400_000 {
		t.Errorf("a block of four changes copies %d bytes", each)
	}
}

// What a principal is to a domain hangs on what its owner gave, and on nothing that others
// gave: neither how long it takes to know nor the answer.
func TestAttack58ClassIsTheOwnersToGive(t *testing.T) {
	mallory, back := custos.Address{66}, custos.Resource("campus/back")
	w := newWorld(t)
	var changes []custos.PolicyChange
	changes = append(changes, custos.PolicyChange{Owner: &custos.Owner{Address: mallory, Name: "mallory", Domain: back, Active: true}})
	for n := range uint64(500) {
		changes = append(changes, w.grant(n+1, func(c *custos.Capability) {
			c.Grantor, c.Resource = mallory, back+custos.Resource(fmt.Sprint("/cam", n))
		}))
	}
	changes = append(changes, w.grant(501, func(c *custos.Capability) { c.Resource = door + "/cam1" }))
	want := func(when string, at custos.Resource, class Class) {
		t.Helper()
		if got := w.index.ClassOf(w.police, at); got != class {
			t.Errorf("%s: class %v on %s, not %v", when, got, at, class)
		}
	}
	w = newWorld(t, changes[:501]...)
	want("by another's grants", door, Guest)
	want("by another's grants", back, Person)
	w = newWorld(t, changes...)
	want("by the owner's", door, Person)
	if n := len(w.index.state.Load().find(w.police).owed); n != 2 {
		t.Errorf("%d are looked at", n)
	}
	w.chain.add(w.revoke(501))
	w.look()
	want("revoked", door, Guest)
	w = newWorld(t, changes...)
	w.pass(time.Hour)
	want("over", door, Guest)
}

// BenchmarkFall applies a block that ends the right of who passed on 100,000.
func BenchmarkFall(b *testing.B) {
	s := newState([]custos.Owner{{Address: custos.Address{1}, Name: "alma", Domain: door, Active: true}})
	changes := []custos.PolicyChange{{Principal: &custos.Principal{Address: custos.Address{3}, Owner: custos.Address{1}, Active: true}}}
	for n := range uint64(100_000) {
		c := custos.Capability{Number: n + 1, Grantor: custos.Address{1}, Grantee: custos.Address{3}, Resource: door, Actions: custos.Live, Until: noon, Depth: 3}
		if n > 0 {
			c.Parent, c.Grantor, c.Grantee, c.Depth = 1, custos.Address{3}, custos.Address{2}, 0
		}
		changes = append(changes, custos.PolicyChange{Capability: &c})
	}
	s.apply(changes)
	for b.Loop() {
		s.without(takings{taking{capability: 1}: 1})
	}
}
