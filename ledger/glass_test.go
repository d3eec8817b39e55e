package ledger

import (
	"math/big"
	"slices"
	"testing"
	"time"

	"custos.dev/custos"
)

func (e *evm) breakGlass(by testKey, r custos.Resource, a custos.Action, seconds int64, reason string) (uint64, error) {
	e.t.Helper()
	now := int64(e.now())
	return e.toCapabilities(by, e.capabilities.PackBreakGlass(r.Segments(), uint8(a), big.NewInt(now), big.NewInt(now+seconds), reason))
}

func (e *evm) acknowledge(by testKey, n uint64) error {
	e.t.Helper()
	_, err := e.toCapabilities(by, e.capabilities.PackAcknowledge(n, e.contentOf(n)))
	return err
}

func (e *evm) glasses() (out []uint64) {
	e.t.Helper()
	b, err := e.call(custos.Address{}, e.at.Capabilities, e.capabilities.PackGlassCount(), e.capabilities.UnpackError)
	must(e.t, err)
	for i := int64(0); i < new(big.Int).SetBytes(b).Int64(); i++ {
		b, err := e.call(custos.Address{}, e.at.Capabilities, e.capabilities.PackGlassAt(big.NewInt(i)), e.capabilities.UnpackError)
		must(e.t, err)
		out = append(out, new(big.Int).SetBytes(b).Uint64())
	}
	return out
}

func TestBrokenGlassIsShortAndLoud(t *testing.T) {
	e := unruled(t)
	medics := newKey("medics")
	must(t, e.register(bela, medics, "medics", custos.RoleAuthority, ""))
	const door = custos.Resource("campus/front-door")
	for _, by := range []testKey{cloud, almaFog, alma, mallet} {
		_, err := e.breakGlass(by, door, custos.Live, 60, "fire")
		want(t, err, custos.Denied)
	}
	for _, seconds := range []int64{0, 3601, 1 << 40} {
		_, err := e.breakGlass(police, door, custos.Live, seconds, "fire")
		want(t, err, custos.Invalid)
	}
	_, err := e.breakGlass(police, door, custos.Live, 60, "")
	want(t, err, custos.Invalid)
	_, err = e.breakGlass(police, door, 0, 60, "fire")
	want(t, err, custos.Invalid)
	_, err = e.breakGlass(police, "elsewhere", custos.Live, 60, "fire")
	want(t, err, custos.NotFound)

	n, err := e.breakGlass(police, door, custos.Live, 3600, "fire")
	must(t, err)
	now := time.Unix(1_700_000_000+int64(e.block), 0).UTC()
	c := e.capability(n)
	if c.Grantor != alma.Address() || c.Grantee != police.Address() || c.Depth != 0 || !c.From.Equal(now) || !c.Until.Equal(now.Add(time.Hour)) {
		t.Errorf("it gave %+v", c)
	}
	use := func(at time.Time) string {
		return e.check(Question{Principal: police.Address(), Resource: door + "/cam1", Action: custos.Live, Time: at, Capability: n})
	}
	if got := use(now); got != "allowed" {
		t.Error(got)
	}
	if got := use(now.Add(time.Hour)); got != verdicts[6] {
		t.Error(got)
	}
	// Others may whom the owner names, and not where he does not.
	for _, r := range []custos.Resource{door, "campus/second-door"} {
		by := map[custos.Resource]testKey{door: medics, "campus/second-door": police}[r]
		_, err = e.breakGlass(by, r, custos.Live, 60, "fire")
		want(t, err, custos.Denied)
	}
	must(t, e.setRules(alma, false))
	second, err := e.breakGlass(medics, door, custos.Live, 60, "fire")
	must(t, err)
	if got := e.glasses(); !slices.Equal(got, []uint64{n, second}) {
		t.Errorf("unacknowledged are %v", got)
	}
	// The owner ends it as any other grant of his, which is not to say that he saw why.
	must(t, e.revoke(alma, n))
	if got := use(now); got != verdicts[8] {
		t.Error(got)
	}
	_, err = e.breakGlass(police, door, custos.Live, 60, "fire")
	want(t, err, custos.Denied)
	for _, by := range []testKey{bela, police, mallet} {
		want(t, e.acknowledge(by, n), custos.Denied)
	}
	want(t, e.acknowledge(alma, 99), custos.NotFound)
	must(t, e.acknowledge(alma, n))
	want(t, e.acknowledge(alma, n), custos.NotFound)
	if got := e.glasses(); !slices.Equal(got, []uint64{second}) {
		t.Errorf("unacknowledged are %v", got)
	}
	_, err = e.breakGlass(medics, door, custos.Live, 60, "fire")
	want(t, err, custos.Denied)
	n, err = e.breakGlass(police, door, custos.Live, 60, "fire again")
	must(t, err)
	must(t, e.acknowledge(alma, second))
	if got := e.glasses(); !slices.Equal(got, []uint64{n}) {
		t.Errorf("unacknowledged are %v", got)
	}
	// An owner can seal his domain, and nobody else's.
	must(t, e.setRules(alma, true))
	_, err = e.breakGlass(medics, door, custos.Live, 60, "fire")
	want(t, err, custos.Denied)
	_, err = e.breakGlass(medics, "campus/second-door", custos.Live, 60, "fire")
	must(t, err)
}

// TestClientBreaksGlass follows it on a chain, with rules and children.
func TestClientBreaksGlass(t *testing.T) { chains(t, clientBreaksGlass) }

func clientBreaksGlass(t *testing.T, l *Client) {
	ctx := testContext(t)
	_, err := l.registerTest(ctx, alma, policePrincipal)
	must(t, err)
	const door = custos.Resource("campus/front-door")
	now := timeOf(t, l, 0) // of the newest block
	_, err = l.BreakGlass(ctx, police, door, custos.Live, now, 2*time.Hour, "fire")
	want(t, err, custos.Invalid)
	r, err := l.BreakGlass(ctx, police, door, custos.Live, now, time.Hour, "fire")
	must(t, err)
	changes, err := l.Changes(ctx, r.Block.Number, r.Block.Number)
	must(t, err)
	if len(changes) != 1 || changes[0].Capability == nil || changes[0].Capability.Number != r.Number {
		t.Errorf("those who follow the grants see %+v", changes)
	}
	if got, err := l.Unacknowledged(ctx); err != nil || !slices.Equal(got, []uint64{r.Number}) {
		t.Errorf("unacknowledged are %v, %v", got, err)
	}
	broken := *changes[0].Capability
	_, err = l.Acknowledge(ctx, bela, broken)
	want(t, err, custos.Denied)
	_, err = l.Acknowledge(ctx, alma, broken)
	must(t, err)
	got, err := l.Glasses(ctx, 0, r.Block.Number)
	must(t, err)
	if len(got) != 1 || got[0].Reason != "fire" || got[0].Capability.Grantee != police.Address() || got[0].Acknowledged != alma.Address() || got[0].Block != r.Block {
		t.Errorf("the glasses are %+v", got)
	}
	if left, err := l.Unacknowledged(ctx); err != nil || len(left) != 0 {
		t.Errorf("unacknowledged are %v, %v", left, err)
	}

	// The default rule: the owner and another one, on the same terms.
	if rules, err := l.Rules(ctx, door); err != nil || rules.Written || len(rules.Rules) != 0 {
		t.Errorf("the rules are %+v, %v", rules, err)
	}
	q, err := l.Request(ctx, police, theft)
	must(t, err)
	give := custos.Capability{Resource: door, Actions: custos.Live, From: theft.From, Until: theft.Until}
	asked, err := l.AccessRequest(ctx, q.Number)
	must(t, err)
	one, err := l.Approve(ctx, bela, asked, give, asked.Until)
	must(t, err)
	approvals, err := l.Approvals(ctx, q.Number)
	must(t, err)
	if one.Number != 0 || len(approvals) != 1 || approvals[0].By != bela.Address() || approvals[0].Terms != give {
		t.Errorf("after one approval: %+v, %+v", one, approvals)
	}
	two, err := l.Approve(ctx, alma, asked, approvals[0].Terms, asked.Until)
	must(t, err)
	if a, err := l.AccessRequest(ctx, q.Number); err != nil || two.Number == 0 || a.Capability != two.Number {
		t.Errorf("after two approvals: %+v, %+v, %v", two, a, err)
	}

	// A passkey's word, brought by another.
	p := newPasskey(t, "officer")
	person := custos.Principal{Address: p.address(t), Name: "officer", Role: custos.RoleService, Domain: door}
	agree, err := l.ConsentFor(ctx, alma.Address(), person.Role, person.Domain)
	must(t, err)
	auth, client := p.data(0x05, agree.Digest())
	consent, err := PasskeyConsent(p.assert(t, auth, client))
	must(t, err)
	_, err = l.RegisterPrincipal(ctx, alma, person, consent)
	must(t, err)
	_, err = l.SetRules(ctx, alma, []Rule{{Resource: door, Actions: custos.Live, Roles: []custos.Role{custos.RoleAuthority}, Quorum: 1, Approvers: []custos.Address{person.Address}}}, GlassRule{})
	must(t, err)
	q, err = l.Request(ctx, police, theft)
	must(t, err)
	asked, err = l.AccessRequest(ctx, q.Number)
	must(t, err)
	c, err := l.ApprovalChallenge(asked, give, asked.Until)
	must(t, err)
	auth, client = p.data(0x05, c)
	r, err = l.ApproveByPasskey(ctx, bela, asked, give, asked.Until, p.assert(t, auth, client))
	must(t, err)
	t.Logf("gas of an approval by passkey: %d", r.GasUsed)
	if r.Number == 0 {
		t.Error("not granted")
	}

	wide := custos.Capability{Grantee: police.Address(), Resource: door, Actions: custos.Events, From: day, Until: day.Add(week), Depth: 1}
	r, err = l.Grant(ctx, alma, wide)
	must(t, err)
	wide.Parent, wide.Depth = r.Number, 0
	_, err = l.Delegate(ctx, police, wide)
	must(t, err)
}
