package ledger

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
	"custos.dev/custos/ledger/layout"
)

// day is a Monday.
// day is a Monday, far beyond the clock of any machine on which this runs.
var day = time.Date(2126, 11, 25, 0, 0, 0, 0, time.UTC)

const week = 7 * 24 * time.Hour

// live is a capability on the front door's live pictures for a week, to begin with.
func live(to testKey) custos.Capability {
	return custos.Capability{Grantee: to.Address(), Resource: "campus/front-door", Actions: custos.Live | custos.Events, From: day, Until: day.Add(week), Depth: 3}
}

func TestGrantIsTheOwners(t *testing.T) {
	e := newEVM(t)
	e.people()
	g := live(police)
	for _, by := range []testKey{bela, mallet, police, almaFog} {
		_, err := e.grant(by, g)
		want(t, err, custos.Denied)
	}
	for _, r := range []custos.Resource{"campus", "campus/second-door", "elsewhere", "campus/front-doors"} {
		g := g
		g.Resource = r
		_, err := e.grant(alma, g)
		want(t, err, custos.Denied)
	}
	for name, spoil := range map[string]func(*custos.Capability){
		"no actions":      func(c *custos.Capability) { c.Actions = 0 },
		"unknown action":  func(c *custos.Capability) { c.Actions = 0x80 },
		"empty window":    func(c *custos.Capability) { c.Until = c.From },
		"backward window": func(c *custos.Capability) { c.Until = c.From.Add(-time.Second) },
		"too deep":        func(c *custos.Capability) { c.Depth = 4 },
		"no such day":     func(c *custos.Capability) { c.Hours = custos.Hours{Days: 0x80, Until: 10} },
		"no hours":        func(c *custos.Capability) { c.Hours = custos.Hours{Days: 1, From: 10, Until: 10} },
		"a day too long":  func(c *custos.Capability) { c.Hours = custos.Hours{Days: 1, Until: 1441} },
		"hours of no day": func(c *custos.Capability) { c.Hours = custos.Hours{Until: 10} },
	} {
		g := g
		spoil(&g)
		if _, err := e.grant(alma, g); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: got %v", name, err)
		}
	}
	_, err := e.grant(alma, live(mallet)) // not a principal
	want(t, err, custos.Denied)

	g.Hours = custos.Hours{Days: 0x1f, From: 8 * 60, Until: 18 * 60}
	n, err := e.grant(alma, g)
	must(t, err)
	if n != 1 {
		t.Fatalf("number %d", n)
	}
	got, err := layout.DecodeCapability(e.slots(e.at.Capabilities, layout.SlotsOfCapability(n)))
	must(t, err)
	if want := (layout.Capability{
		Grantor: alma.Address(), Grantee: police.Address(), Generation: 1, Registration: 1, Actions: g.Actions, Depth: 3, Segments: 2,
		From: uint64(g.From.Unix()), Until: uint64(g.Until.Unix()), Resource: layout.PathHash(g.Resource), Hours: g.Hours,
	}); got != want {
		t.Errorf("slots say %+v, want %+v", got, want)
	}
}

func TestCapabilityHoldsWhereItSays(t *testing.T) {
	e := newEVM(t)
	e.people()
	g := live(police)
	g.Hours = custos.Hours{Days: 0b0000011, From: 8 * 60, Until: 18 * 60} // Monday, Tuesday
	n, err := e.grant(alma, g)
	must(t, err)
	ok := Question{Principal: police.Address(), Resource: "campus/front-door/cam1", Action: custos.Live, Time: day.Add(8 * time.Hour), Capability: n}
	for _, c := range []struct {
		name, want string
		ask        func(*Question)
	}{
		{"as granted", "allowed", func(*Question) {}},
		{"the root itself", "allowed", func(q *Question) { q.Resource = "campus/front-door" }},
		{"both actions", "allowed", func(q *Question) { q.Action = custos.Live | custos.Events }},
		{"last minute", "allowed", func(q *Question) { q.Time = day.Add(18*time.Hour - time.Second) }},
		{"one action more", verdicts[5], func(q *Question) { q.Action |= custos.Export }},
		{"no action", verdicts[5], func(q *Question) { q.Action = 0 }},
		{"above", verdicts[4], func(q *Question) { q.Resource = "campus" }},
		{"beside", verdicts[4], func(q *Question) { q.Resource = "campus/front-door2/cam1" }},
		{"before", verdicts[6], func(q *Question) { q.Time = day.Add(-time.Second) }},
		{"after", verdicts[6], func(q *Question) { q.Time = day.Add(week) }},
		{"too early", verdicts[7], func(q *Question) { q.Time = day.Add(8*time.Hour - time.Second) }},
		{"too late", verdicts[7], func(q *Question) { q.Time = day.Add(18 * time.Hour) }},
		{"Wednesday", verdicts[7], func(q *Question) { q.Time = day.Add(56 * time.Hour) }},
		{"someone else", verdicts[2], func(q *Question) { q.Principal = cloud.Address() }},
		{"no capability", verdicts[1], func(q *Question) { q.Capability = 99 }},
		{"no own right", verdicts[1], func(q *Question) { q.Capability = 0 }},
		{"the owner's own right", "allowed", func(q *Question) { q.Capability = 0; q.Principal = alma.Address() }},
		{"another owner's", verdicts[1], func(q *Question) { q.Capability = 0; q.Principal = bela.Address() }},
		{"the zero address has none", verdicts[1], func(q *Question) {
			q.Capability, q.Principal, q.Resource = 0, custos.Address{}, "elsewhere"
		}},
	} {
		q := ok
		c.ask(&q)
		if got := e.check(q); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	must(t, e.toRegistry(alma, e.registry.PackDeactivatePrincipal(common.Address(police.Address()))))
	if got := e.check(ok); got != verdicts[3] {
		t.Error(got)
	}
}

func TestAttack16OverDelegation(t *testing.T) {
	e := newEVM(t)
	e.people()
	g := live(police)
	g.Hours = custos.Hours{Days: 0b11, From: 600, Until: 700}
	n, err := e.grant(alma, g)
	must(t, err)
	child := g
	child.Parent, child.Grantee, child.Depth = n, cloud.Address(), 2
	for name, widen := range map[string]func(*custos.Capability){
		"resource above":  func(c *custos.Capability) { c.Resource = "campus" },
		"resource beside": func(c *custos.Capability) { c.Resource = "campus/second-door" },
		"actions":         func(c *custos.Capability) { c.Actions |= custos.Control },
		"begins earlier":  func(c *custos.Capability) { c.From = c.From.Add(-time.Second) },
		"ends later":      func(c *custos.Capability) { c.Until = c.Until.Add(time.Second) },
		"another day":     func(c *custos.Capability) { c.Hours.Days |= 4 },
		"earlier hours":   func(c *custos.Capability) { c.Hours.From-- },
		"later hours":     func(c *custos.Capability) { c.Hours.Until++ },
		"all hours":       func(c *custos.Capability) { c.Hours = custos.Hours{} },
		"as deep":         func(c *custos.Capability) { c.Depth = 3 },
		"deepest":         func(c *custos.Capability) { c.Depth = 255 },
		"another's":       func(c *custos.Capability) { c.Parent = n + 1 },
	} {
		c := child
		widen(&c)
		if _, err := e.delegate(police, c); err == nil {
			t.Errorf("%s: delegated more than there is", name)
		}
	}
	_, err = e.delegate(mallet, child)
	want(t, err, custos.Denied)
	_, err = e.delegate(alma, child) // granting it is not holding it
	want(t, err, custos.Denied)

	// Down the whole depth, and no further.
	holders := []testKey{police, cloud, almaFog, belaFog, almaEdge}
	for i := 1; i <= 3; i++ {
		c := child
		c.Parent, c.Grantee, c.Depth = n, holders[i].Address(), uint8(3-i)
		n, err = e.delegate(holders[i-1], c)
		must(t, err)
	}
	c := child
	c.Parent, c.Grantee, c.Depth = n, almaEdge.Address(), 0
	_, err = e.delegate(belaFog, c)
	want(t, err, custos.Denied)
}

func TestAttack17RevokedAncestor(t *testing.T) {
	e := newEVM(t)
	e.people()
	holders := []testKey{police, cloud, almaFog, belaFog}
	var chain []uint64
	build := func() {
		chain = nil
		g := live(police)
		n, err := e.grant(alma, g)
		must(t, err)
		chain = append(chain, n)
		for i := 1; i < len(holders); i++ {
			g.Parent, g.Grantee, g.Depth = n, holders[i].Address(), uint8(3-i)
			n, err = e.delegate(holders[i-1], g)
			must(t, err)
			chain = append(chain, n)
		}
	}
	ask := func(i int) string {
		return e.check(Question{Principal: holders[i].Address(), Resource: "campus/front-door/cam1", Action: custos.Live, Time: day, Capability: chain[i]})
	}
	for cut := range holders {
		build()
		for i := range holders {
			if got := ask(i); got != "allowed" {
				t.Fatalf("link %d: %s", i, got)
			}
		}
		by := alma // the grantor of the first, and the owner above all
		if cut%2 == 1 {
			by = holders[cut-1]
		}
		must(t, e.revoke(by, chain[cut]))
		for i := range holders {
			if want := map[bool]string{false: "allowed", true: verdicts[8]}[i >= cut]; ask(i) != want {
				t.Errorf("link %d with link %d cut: %s, want %s", i, cut, ask(i), want)
			}
		}
		if cut < 3 {
			g := live(police)
			g.Parent, g.Grantee, g.Depth = chain[cut], mallet.Address(), 0
			_, err := e.delegate(holders[cut], g)
			want(t, err, custos.Denied)
		}
		want(t, e.revoke(by, chain[cut]), custos.Conflict)
	}
	build()
	want(t, e.revoke(mallet, chain[1]), custos.Denied)
	want(t, e.revoke(bela, chain[1]), custos.Denied)
	want(t, e.revoke(cloud, chain[1]), custos.Denied)  // to whom it was granted
	want(t, e.revoke(police, chain[3]), custos.Denied) // neither its grantor nor the owner
	want(t, e.revoke(alma, 99), custos.NotFound)

	// Someone in the middle who is no longer active holds nothing up.
	must(t, e.toRegistry(bela, e.registry.PackDeactivatePrincipal(common.Address(cloud.Address()))))
	if got := ask(2); got != verdicts[9] {
		t.Error(got)
	}
}

// oracle is the rule of delegation written once more, in another way: by points.
type oracle struct {
	caps map[uint64]custos.Capability
}

func (o oracle) allowed(q Question) bool {
	c, ok := o.caps[q.Capability]
	if !ok || c.Grantee != q.Principal {
		return false
	}
	// Every link up to the owner must allow this very use by itself.
	for {
		minute := MinuteOfWeek(q.Time)
		in := c.Hours == custos.Hours{} || c.Hours.Days>>(minute/1440)&1 == 1 && minute%1440 >= c.Hours.From && minute%1440 < c.Hours.Until
		if c.Revoked || !in || !q.Resource.Within(c.Resource) || q.Action&^c.Actions != 0 || q.Time.Before(c.From) || !q.Time.Before(c.Until) {
			return false
		}
		if c.Parent == 0 {
			return true
		}
		c = o.caps[c.Parent]
	}
}

// TestAttack16Invariant builds random trees of capabilities, honest and not, and asks
// random questions: the contract, which looks at the leaf's terms alone, must answer
// as the oracle, which looks at every link's.
func TestAttack16Invariant(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(seed, 16))
			e := newEVM(t)
			e.people()
			people := []testKey{police, cloud, almaFog, almaEdge, belaFog}
			paths := []custos.Resource{"campus/front-door", "campus/front-door/a", "campus/front-door/a/b", "campus/front-door/c", "campus"}
			random := func(to testKey) custos.Capability {
				c := custos.Capability{
					Grantee: to.Address(), Resource: paths[rnd.IntN(len(paths))], Actions: custos.Action(1 + rnd.IntN(63)),
					From: day.Add(time.Duration(rnd.IntN(3)) * time.Hour), Until: day.Add(time.Duration(20+rnd.IntN(3)) * time.Hour), Depth: uint8(rnd.IntN(4)),
				}
				if rnd.IntN(2) == 0 {
					c.Hours = custos.Hours{Days: 1 | uint8(rnd.IntN(128)), From: uint16(rnd.IntN(300)), Until: uint16(900 + rnd.IntN(541))}
				}
				return c
			}
			o := oracle{caps: map[uint64]custos.Capability{}}
			granted, refused, allowed := 0, 0, 0
			for range 500 {
				switch k := people[rnd.IntN(len(people))]; rnd.IntN(9) {
				case 0:
					c := random(k)
					if n, err := e.grant(alma, c); err == nil {
						c.Number, c.Grantor = n, alma.Address()
						o.caps[n] = c
					}
				case 1:
					n := uint64(1 + rnd.IntN(len(o.caps)+1))
					if c, ok := o.caps[n]; ok && e.revoke(alma, n) == nil {
						c.Revoked = true
						o.caps[n] = c
					}
				default:
					if len(o.caps) == 0 {
						continue
					}
					parent := o.caps[uint64(1+rnd.IntN(len(o.caps)))]
					c := random(k)
					// Most of what is tried is close to the parent, or all would be refused.
					if rnd.IntN(4) > 0 {
						c.Actions, c.Hours, c.From, c.Until = parent.Actions, parent.Hours, parent.From, parent.Until
						c.Resource = parent.Resource
						switch rnd.IntN(5) {
						case 0:
							c.Resource += "/a"
						case 1:
							c.Actions = custos.Action(1 + rnd.IntN(63))
						case 2:
							c.Hours = random(k).Hours
						case 3:
							c.Until = c.Until.Add(time.Duration(rnd.IntN(3)-1) * time.Hour)
						}
						c.Depth = uint8(rnd.IntN(int(parent.Depth) + 1))
					}
					c.Parent = parent.Number
					by := people[0]
					for _, p := range people {
						if p.Address() == parent.Grantee {
							by = p
						}
					}
					n, err := e.delegate(by, c)
					if err != nil {
						refused++
						continue
					}
					granted++
					c.Number, c.Grantor = n, by.Address()
					o.caps[n] = c
				}
			}
			for range 3000 {
				n := uint64(1 + rnd.IntN(len(o.caps)))
				q := Question{
					Principal: o.caps[n].Grantee, Resource: paths[rnd.IntN(len(paths))] + "/a", Action: 1 << rnd.IntN(6),
					Time: day.Add(time.Duration(rnd.IntN(26*60)) * time.Minute), Capability: n,
				}
				got := e.check(q)
				if (got == "allowed") != o.allowed(q) {
					t.Fatalf("capability %+v, question %+v: contract says %q, oracle %v", o.caps[n], q, got, o.allowed(q))
				}
				if got == "allowed" {
					allowed++
				}
			}
			if granted < 20 || refused < 20 || allowed < 50 {
				t.Errorf("%d delegated, %d refused, %d allowed: too few to tell", granted, refused, allowed)
			}
		})
	}
}

func (e *evm) request(by testKey, a custos.AccessRequest) (uint64, error) {
	e.t.Helper()
	from, until, err := window(a.From, a.Until)
	must(e.t, err)
	return e.toCapabilities(by, e.capabilities.PackRequest(a.Resource.Segments(), uint8(a.Actions), from, until, a.Reason, a.LegalBasis))
}

func (e *evm) approve(by testKey, n uint64, c custos.Capability) (uint64, error) {
	e.t.Helper()
	tm, err := terms(c)
	must(e.t, err)
	return e.toCapabilities(by, e.capabilities.PackApprove(n, e.contentOfRequest(n), new(big.Int).SetUint64(e.now()+1000), tm))
}

func (e *evm) deny(by testKey, n uint64, r custos.Resource, reason string) error {
	e.t.Helper()
	_, err := e.toCapabilities(by, e.capabilities.PackDeny(n, e.contentOfRequest(n), r.Segments(), reason))
	return err
}

func (e *evm) requestOf(n uint64) custos.AccessRequest {
	e.t.Helper()
	out, err := e.call(custos.Address{}, e.at.Capabilities, e.capabilities.PackRequestOf(n), e.capabilities.UnpackError)
	must(e.t, err)
	b, err := e.capabilities.UnpackRequestOf(out)
	must(e.t, err)
	return requestOf(b)
}

func TestRequestsAreAnsweredByTheOwner(t *testing.T) {
	e := newEVM(t)
	e.people()
	ask := custos.AccessRequest{Resource: "campus/front-door", Actions: custos.Live | custos.Recorded, From: day, Until: day.Add(week), Reason: "a theft", LegalBasis: "§ 163 StPO"}
	_, err := e.request(mallet, ask)
	want(t, err, custos.Denied)
	for name, spoil := range map[string]func(*custos.AccessRequest){
		"no reason":     func(a *custos.AccessRequest) { a.Reason = "" },
		"a long reason": func(a *custos.AccessRequest) { a.Reason = strings.Repeat("x", 513) },
		"a long basis":  func(a *custos.AccessRequest) { a.LegalBasis = strings.Repeat("x", 513) },
		"no actions":    func(a *custos.AccessRequest) { a.Actions = 0 },
		"no window":     func(a *custos.AccessRequest) { a.Until = a.From },
	} {
		a := ask
		spoil(&a)
		if _, err := e.request(police, a); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: got %v", name, err)
		}
	}
	nobodys := ask
	nobodys.Resource = "campus"
	_, err = e.request(police, nobodys)
	want(t, err, custos.NotFound)

	n, err := e.request(police, ask)
	must(t, err)
	asked := ask
	asked.Number, asked.Principal, asked.State = 1, police.Address(), custos.RequestOpen
	asked.Registration, asked.Made = 1, time.Unix(int64(e.now()), 0).UTC()
	if got := e.requestOf(n); got != asked {
		t.Fatalf("request is %+v, want %+v", got, asked)
	}

	give := custos.Capability{Resource: "campus/front-door/cam1", Actions: custos.Live, From: day.Add(time.Hour), Until: day.Add(2 * time.Hour)}
	for _, by := range []testKey{bela, police, mallet} {
		_, err = e.approve(by, n, give)
		want(t, err, custos.Denied)
		want(t, e.deny(by, n, ask.Resource, "no"), custos.Denied)
	}
	for name, widen := range map[string]func(*custos.Capability){
		"resource": func(c *custos.Capability) { c.Resource = "campus" },
		"actions":  func(c *custos.Capability) { c.Actions |= custos.Export },
		"earlier":  func(c *custos.Capability) { c.From = ask.From.Add(-time.Second) },
		"later":    func(c *custos.Capability) { c.Until = ask.Until.Add(time.Second) },
		"depth":    func(c *custos.Capability) { c.Depth = 1 },
	} {
		c := give
		widen(&c)
		if _, err := e.approve(alma, n, c); custos.KindOf(err) != custos.Denied {
			t.Errorf("%s: approved more than was asked for: %v", name, err)
		}
	}
	_, err = e.approve(alma, 99, give)
	want(t, err, custos.NotFound)
	cap, err := e.approve(alma, n, give)
	must(t, err)
	q := Question{Principal: police.Address(), Resource: give.Resource, Action: custos.Live, Time: give.From, Capability: cap}
	if got := e.check(q); got != "allowed" {
		t.Error(got)
	}
	q.Time = give.Until
	if got := e.check(q); got != verdicts[6] {
		t.Error(got)
	}
	asked.State, asked.Capability = custos.RequestApproved, cap
	if got := e.requestOf(n); got != asked {
		t.Errorf("request is %+v, want %+v", got, asked)
	}
	_, err = e.approve(alma, n, give)
	want(t, err, custos.Conflict)
	want(t, e.deny(alma, n, ask.Resource, "no"), custos.Conflict)

	n, err = e.request(police, ask)
	must(t, err)
	want(t, e.deny(alma, n, "campus/front-door/cam1", "no"), custos.Denied) // not the path asked for
	want(t, e.deny(alma, n, ask.Resource, ""), custos.Invalid)
	must(t, e.deny(alma, n, ask.Resource, "ask with a court order"))
	if got := e.requestOf(n); got.State != custos.RequestDenied || got.Capability != 0 {
		t.Errorf("request is %+v", got)
	}
	_, err = e.approve(alma, n, give)
	want(t, err, custos.Conflict)
}

// TestAttack22GasGriefing fills the contract and shows that a grant and a use cost
// to the gas what they cost while it was all but empty.
func TestAttack22GasGriefing(t *testing.T) {
	t.Parallel()
	many := 100_000
	if testing.Short() {
		many = 2_000
	}
	e := newEVM(t)
	e.people()
	cost := func() (grant, check uint64) {
		n, err := e.grant(alma, live(police))
		must(t, err)
		grant = e.gas
		if got := e.check(Question{Principal: police.Address(), Resource: "campus/front-door/cam1", Action: custos.Live, Time: day, Capability: n}); got != "allowed" {
			t.Fatal(got)
		}
		// What is asked about is named by its number, whose bytes are paid for.
		last := number(n)
		return grant, e.gas - charged(last[:], 0, 0)
	}
	tm, err := terms(live(cloud))
	must(t, err)
	data := e.capabilities.PackGrant(common.Address(cloud.Address()), tm)
	fill := func(to int) {
		for n := e.capabilityCount(); n < uint64(to); n++ {
			_, err := e.toCapabilities(alma, data)
			must(t, err)
		}
	}
	fill(10)
	g1, c1 := cost()
	fill(many)
	g2, c2 := cost()
	t.Logf("gas at 10 capabilities: grant %d, check %d; at %d: %d, %d", g1, c1, many, g2, c2)
	if g2 != g1 || c2 != c1 {
		t.Errorf("gas depends on the number of capabilities: grant %d and %d, check %d and %d", g1, g2, c1, c2)
	}
}

func (e *evm) capabilityCount() uint64 {
	e.t.Helper()
	out, err := e.call(custos.Address{}, e.at.Capabilities, e.capabilities.PackCapabilityCount(), e.capabilities.UnpackError)
	must(e.t, err)
	return new(big.Int).SetBytes(out).Uint64()
}

func TestAttack21Overflow(t *testing.T) {
	e := newEVM(t)
	e.people()
	max48, last := new(big.Int).SetUint64(1<<48-1), big.NewInt(lastSecond)
	tm := bindings.CapabilitiesTerms{Resource: []string{"campus", "front-door"}, Actions: 1, From: new(big.Int), Until: last, Depth: 3}
	n, err := e.toCapabilities(alma, e.capabilities.PackGrant(common.Address(police.Address()), tm))
	must(t, err)
	// One more than fits must be refused, not wrapped to the beginning of time. The
	// packing of the bindings would refuse too, so the word is put in by hand.
	data := e.capabilities.PackGrant(common.Address(police.Address()), tm)
	at := strings.Index(string(data), string(common.BigToHash(last).Bytes()))
	copy(data[at:], common.BigToHash(new(big.Int).Lsh(big.NewInt(1), 48)).Bytes())
	if _, err := e.toCapabilities(alma, data); err == nil {
		t.Error("a time of 49 bits was taken")
	}
	out, err := e.call(custos.Address{}, e.at.Capabilities, e.capabilities.PackCheck(common.Address(police.Address()), segments("campus/front-door"), 1, max48, 65535, n), e.capabilities.UnpackError)
	must(t, err)
	if v, _ := e.capabilities.UnpackCheck(out); verdict(v) != verdicts[6] {
		t.Error(verdict(v))
	}
	// A minute beyond the week is in no hours.
	tm.Week = bindings.CapabilitiesHours{Weekdays: 0x7f, Until: 1440}
	n, err = e.toCapabilities(alma, e.capabilities.PackGrant(common.Address(police.Address()), tm))
	must(t, err)
	out, err = e.call(custos.Address{}, e.at.Capabilities, e.capabilities.PackCheck(common.Address(police.Address()), segments("campus/front-door"), 1, new(big.Int), 65535, n), e.capabilities.UnpackError)
	must(t, err)
	if v, _ := e.capabilities.UnpackCheck(out); verdict(v) != verdicts[7] {
		t.Error(verdict(v))
	}
}
