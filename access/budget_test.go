package access

import (
	"errors"
	"math"
	"testing"
	"time"

	"custos.dev/custos"
)

// purses is budgets with a clock of their own, in which an address says the class by its
// first byte.
func purses(t *testing.T) (*Budgets, *time.Time) {
	t.Helper()
	now := noon
	b := NewBudgets(func(a custos.Address) Class { return Class(a[0]) })
	b.now = func() time.Time { return now }
	return b, &now
}

func of(c Class, n byte) custos.Address { return custos.Address{byte(c), n} }

// after returns when a refusal says to try again, 0 if it is none.
func after(t *testing.T, err error) time.Duration {
	t.Helper()
	var s *Spent
	if err == nil {
		return 0
	}
	if !errors.As(err, &s) || custos.KindOf(err) != custos.Unavailable || s.After < time.Second {
		t.Fatalf("refused by %v", err)
	}
	return s.After
}

func TestBudgetComesBackWithTime(t *testing.T) {
	b, now := purses(t)
	person := of(Person, 1)
	mine := limits[Query].of[Person]
	for i := range int(mine.Burst) {
		v, err := b.Enter(person, Query)
		if err != nil {
			t.Fatal(i, err)
		}
		v.End()
	}
	_, err := b.Enter(person, Query)
	if got := after(t, err); got != time.Second {
		t.Errorf("the burst is used up: try again in %s", got)
	}
	for range 3 {
		*now = now.Add(time.Second)
		n := 0
		for {
			v, err := b.Enter(person, Query)
			if err != nil {
				break
			}
			v.End()
			n++
		}
		if n != int(mine.Rate) {
			t.Errorf("%d came back in a second, want %g", n, mine.Rate)
		}
	}
	// Another use, and another principal, have budgets of their own.
	for who, use := range map[custos.Address]Use{person: Export, of(Person, 2): Query} {
		v, err := b.Enter(who, use)
		if err != nil {
			t.Errorf("%s: %v", limits[use].name, err)
		}
		v.End()
	}
	*now = now.Add(time.Hour)
	v, err := b.Enter(person, Query)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Charge(mine.Burst - 1); err != nil {
		t.Errorf("after an hour all is there again: %v", err)
	}
	if err := v.Charge(1); after(t, err) == 0 {
		t.Error("after an hour more is there than the burst")
	}
}

func TestAsMuchAtOnceAsAllowed(t *testing.T) {
	b, _ := purses(t)
	person, most := of(Person, 1), limits[Stream].of[Person].AtOnce
	var open []*Visit
	for range most {
		v, err := b.Enter(person, Stream)
		if err != nil {
			t.Fatal(err)
		}
		open = append(open, v)
	}
	if _, err := b.Enter(person, Stream); after(t, err) == 0 {
		t.Error("one more than allowed")
	}
	open[0].End()
	open[0].End() // gives back one place, not two
	if _, err := b.Enter(person, Stream); err != nil {
		t.Errorf("after one ended: %v", err)
	}
	if _, err := b.Enter(person, Stream); after(t, err) == 0 {
		t.Error("an end that came twice gave back two places")
	}
}

func TestGuestsShareABudget(t *testing.T) {
	b, _ := purses(t)
	all, one := limits[Relay].guests, limits[Relay].of[Guest]
	in := 0
	for n := range byte(100) {
		if _, err := b.Enter(of(Guest, n), Relay); err == nil {
			in++
		} else if after(t, err) == 0 {
			t.Fatal(err)
		}
	}
	if in != all.AtOnce {
		t.Errorf("a hundred guests have %d requests under way, want %d", in, all.AtOnce)
	}
	if _, err := b.Enter(of(Peer, 1), Relay); after(t, err) == 0 {
		t.Error("another owner's service is no guest")
	}
	for _, c := range []Class{Person, Cloud, Own} {
		if _, err := b.Enter(of(c, 1), Relay); err != nil {
			t.Errorf("guests shut out %d: %v", c, err)
		}
	}
	// The same of units.
	b, _ = purses(t)
	units := 0.
	for n := range byte(100) {
		v, err := b.Enter(of(Guest, n), Relay)
		if err != nil {
			break
		}
		if v.Charge(one.Burst-1) != nil {
			break
		}
		units += one.Burst
		v.End()
	}
	if units > all.Burst {
		t.Errorf("guests had %g units of %g", units, all.Burst)
	}
	// What other owners' masters need is not the guests' to use up.
	if _, err := b.Enter(of(Guest, 1), Witness); custos.KindOf(err) != custos.Denied {
		t.Errorf("a guest asks for a cosignature: %v", err)
	}
	for n := range byte(limits[Witness].of[Peer].AtOnce) {
		if _, err := b.Enter(of(Peer, 1), Witness); err != nil {
			t.Errorf("cosignature %d: %v", n, err)
		}
	}
}

func TestPlacesAreKeptForTheOwn(t *testing.T) {
	b, _ := purses(t)
	r := limits[Export]
	in := 0
	for n := range byte(50) {
		for range r.of[Person].AtOnce {
			if _, err := b.Enter(of(Person, n), Export); err == nil {
				in++
			}
		}
	}
	if in != r.total-r.kept {
		t.Errorf("people have %d of %d places, %d are kept", in, r.total, r.kept)
	}
	for range r.kept {
		if _, err := b.Enter(of(Own, 1), Export); err != nil {
			t.Errorf("the owner's own: %v", err)
		}
	}
	if _, err := b.Enter(of(Own, 2), Export); after(t, err) == 0 {
		t.Error("more than there are places")
	}
}

func TestDearAnswersAreHeldAgainstTheNext(t *testing.T) {
	b, now := purses(t)
	person, mine := of(Person, 1), limits[Relay].of[Person]
	v, err := b.Enter(person, Relay)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Charge(mine.Burst + 1); custos.KindOf(err) != custos.Invalid {
		t.Errorf("what can never be paid: %v", err)
	}
	v.Debit(1e9)
	v.End()
	_, err = b.Enter(person, Relay)
	if got, want := after(t, err), time.Duration(mine.Burst/mine.Rate+1)*time.Second; got == 0 || got > want {
		t.Errorf("a dear answer shuts out for %s, want %s at most", got, want)
	}
	*now = now.Add(time.Duration(mine.Burst/mine.Rate+1) * time.Second)
	if _, err := b.Enter(person, Relay); err != nil {
		t.Error(err)
	}
}

func TestPursesAreForgotten(t *testing.T) {
	b, now := purses(t)
	kept, err := b.Enter(of(Person, 200), Stream)
	if err != nil {
		t.Fatal(err)
	}
	for n := range byte(100) {
		v, err := b.Enter(of(Person, n), Query)
		if err != nil {
			t.Fatal(err)
		}
		v.End()
	}
	*now = now.Add(forgetAfter + time.Second)
	if _, err := b.Enter(of(Own, 1), Query); err != nil {
		t.Fatal(err)
	}
	if n := len(b.purses); n != 2 {
		t.Errorf("%d purses are kept: who has nothing open for ten minutes needs none", n)
	}
	kept.End()
	if b.inside[Stream] != 0 {
		t.Error("a place was lost")
	}
}

// What the table says must fit what the code takes for granted.
func TestLimitsAreSound(t *testing.T) {
	for use, r := range limits {
		if r.name == "" || r.body <= 0 || r.body > MaxBody || r.kept >= r.total {
			t.Errorf("row %d: %+v", use, r)
		}
		check := func(a Allowance) {
			if a.AtOnce == 0 {
				return
			}
			if a.Rate <= 0 || a.Burst < 1 || math.IsInf(a.Burst/a.Rate, 0) || a.AtOnce > r.total {
				t.Errorf("%s: %+v", r.name, a)
			}
			if back := 2 * a.Burst / a.Rate; back > forgetAfter.Seconds() {
				t.Errorf("%s: %+v comes back in %.0f s, and is forgotten after %s", r.name, a, back, forgetAfter)
			}
		}
		check(r.guests)
		for c, a := range r.of {
			check(a)
			if use != int(Witness) && Class(c) >= Person && a.AtOnce == 0 {
				t.Errorf("%s: class %d may have none", r.name, c)
			}
		}
	}
	// Twenty people who watch 16 cameras each by one console.
	if v := limits[View]; v.of[Cloud].AtOnce < 320 || v.total-v.of[Cloud].AtOnce < 64 {
		t.Errorf("live views: %+v", v)
	}
	for c, most := range connections {
		if need := limits[View].of[c].AtOnce + limits[Stream].of[c].AtOnce; most < need {
			t.Errorf("class %d may have %d streams and views, and %d connections", c, need, most)
		}
	}
	for _, l := range []struct{ header, bytes int64 }{{int64(PortLimits.Header), PortLimits.StrangerBytes}, {int64(ConsoleLimits.Header), ConsoleLimits.StrangerBytes}} {
		if l.bytes < l.header+8<<10 {
			t.Errorf("a stranger may send %d bytes: too few for a header of %d and a handshake", l.bytes, l.header)
		}
	}
}

func TestClasses(t *testing.T) {
	bela := custos.Address{30}
	a := func(n byte) custos.Address { return custos.Address{n} }
	w := newWorld(t)
	foreign := w.principal(a(15), custos.RoleService, "back-fog/master", true)
	foreign.Principal.Owner = bela
	to := func(n uint64, who custos.Address, change func(*custos.Capability)) custos.PolicyChange {
		return w.grant(n, func(c *custos.Capability) {
			c.Grantee = who
			if change != nil {
				change(c)
			}
		})
	}
	w = newWorld(
		t,
		custos.PolicyChange{Owner: &custos.Owner{Address: bela, Name: "bela", Domain: "campus/back", Active: true}},
		w.principal(a(10), custos.RoleService, "front-fog/master", true), w.principal(a(11), custos.RoleFog, "front-fog", true),
		w.principal(a(12), custos.RoleCloud, "console", true), to(1, a(12), nil),
		w.principal(a(13), custos.RoleCloud, "another", true),
		w.principal(a(14), custos.RoleAuthority, "guard", true), to(2, a(14), func(c *custos.Capability) { c.Resource = door + "/cam1" }),
		foreign,
		w.principal(a(16), custos.RoleAuthority, "late", true), to(3, a(16), func(c *custos.Capability) { c.From, c.Until = noon.Add(-2*time.Hour), noon.Add(-time.Hour) }),
		w.principal(a(17), custos.RoleAuthority, "out", true), to(4, a(17), func(c *custos.Capability) { c.Revoked = true }),
		w.principal(a(18), custos.RoleAuthority, "elsewhere", true), to(5, a(18), func(c *custos.Capability) { c.Grantor, c.Resource = bela, "campus/back/cam9" }),
	)
	for who, want := range map[custos.Address]Class{
		w.owner: Own, a(10): Own, a(11): Own, a(12): Cloud, a(13): Guest, a(14): Person, bela: Peer, a(15): Peer,
		a(16): Guest, a(17): Guest, a(18): Guest, w.police: Guest, {99}: Guest,
	} {
		if got := w.index.ClassOf(who, door); got != want {
			t.Errorf("%s is of class %d, want %d", who, got, want)
		}
	}
}

// An owner's master mirrors out of a budget of its own; guests who are let in share theirs.
func TestMirrorsOfPeersAreTheirOwn(t *testing.T) {
	b, _ := purses(t)
	for n := byte(1); ; n++ {
		v, err := b.Enter(of(Guest, n), Mirror)
		if err != nil {
			break
		}
		t.Cleanup(v.End)
		if n == 100 {
			t.Fatal("a hundred guests are inside")
		}
	}
	for n := range byte(3) {
		if v, err := b.Enter(of(Peer, n), Mirror); err != nil {
			t.Errorf("peer %d beside the guests: %v", n, err)
		} else {
			t.Cleanup(v.End)
		}
	}
}
