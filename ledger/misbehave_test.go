package ledger

import (
	"fmt"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"custos.dev/custos"
	"custos.dev/custos/ledger/layout"
)

const front, second = custos.Resource("campus/front-door"), custos.Resource("campus/second-door")

// admit lets an owner be one of three, in a block of its own.
func (e *evm) admit(n uint64, k testKey, domain custos.Resource) {
	e.t.Helper()
	must(e.t, e.agree(n, OwnerChange{Kind: AddOwner, Threshold: 2, Owner: custos.Owner{Address: k.Address(), Name: "cora", Domain: domain, WitnessKey: custos.Hash{9}}}))
}

func (e *evm) remove(n uint64, k testKey) {
	e.t.Helper()
	must(e.t, e.agree(n, OwnerChange{Kind: RemoveOwner, Owner: custos.Owner{Address: k.Address()}, Threshold: 2}))
}

// An owner's account is nobody's principal, so nobody can switch him off as one.
func TestAttack49AnOwnerAsAPrincipal(t *testing.T) {
	e := newEVM(t)
	e.people()
	want(t, e.register(bela, alma, "mine now", custos.RoleService, second), custos.Conflict)
	want(t, e.toRegistry(bela, e.registry.PackDeactivatePrincipal(common.Address(alma.Address()))), custos.Denied)
	if got := e.check(Question{Principal: alma.Address(), Resource: front + "/cam1", Action: custos.Live, Time: day}); got != "allowed" {
		t.Errorf("alma at home: %s", got)
	}
	// Nor one that was an owner, or becomes one.
	cora := newKey("cora")
	e.admit(1, cora, "campus/library")
	e.remove(2, cora)
	want(t, e.register(bela, cora, "former", custos.RoleService, second), custos.Conflict)
	dora := newKey("dora")
	must(t, e.register(bela, dora, "a service", custos.RoleService, second))
	want(t, e.agree(3, OwnerChange{Kind: AddOwner, Threshold: 2, Owner: custos.Owner{Address: dora.Address(), Name: "dora", Domain: "campus/cellar", WitnessKey: custos.Hash{9}}}), custos.Conflict)
	e.block++
	must(t, e.propose(alma, OwnerChange{Kind: RotateOwner, Owner: custos.Owner{Address: alma.Address()}, Replacement: dora.Address(), WitnessKey: custos.Hash{4}, Threshold: 2}))
	want(t, e.vote(bela, 4, OwnerChange{Kind: RotateOwner, Owner: custos.Owner{Address: alma.Address()}, Replacement: dora.Address(), WitnessKey: custos.Hash{4}, Threshold: 2}), custos.Conflict)
}

// Authorities cost nothing, so it is who answers for them that has one glass in a domain,
// where the domain's owner named him, and for what he said.
func TestAttack50MintedAuthorities(t *testing.T) {
	e := unruled(t)
	var minted []testKey
	for i := range 50 {
		k := newKey(fmt.Sprint("minted ", i))
		must(t, e.register(bela, k, "police too", custos.RoleAuthority, ""))
		minted = append(minted, k)
	}
	broken := func() (n int) {
		for _, k := range minted {
			if _, err := e.breakGlass(k, front, custos.Live, 3600, "fire"); err == nil {
				n++
			}
		}
		return n
	}
	if n := broken(); n != 0 {
		t.Errorf("%d broke a glass whose owner named nobody", n)
	}
	must(t, e.setRulesAndGlass(alma, GlassRule{Actions: custos.Live, Named: []custos.Address{bela.Address()}}))
	if n := broken(); n != 1 {
		t.Errorf("%d of one sponsor broke the glass", n)
	}
	must(t, e.setRulesAndGlass(alma, GlassRule{Actions: custos.Live, Roles: []custos.Role{custos.RoleAuthority}}))
	if n := broken(); n != 0 {
		t.Errorf("%d broke it again before the owner saw it", n)
	}
	// By default his own authorities have live pictures and features, and by no rule more
	// than it says.
	for _, a := range []custos.Action{custos.Recorded, custos.Export, custos.Control, custos.Live | custos.Events} {
		_, err := e.breakGlass(minted[1], second, a, 60, "fire")
		want(t, err, custos.Denied)
		_, err = e.breakGlass(police, front, a, 60, "fire")
		want(t, err, custos.Denied)
	}
	_, err := e.breakGlass(minted[1], second, custos.Live|custos.Features, 60, "fire")
	must(t, err)
}

// On another branch a number is another request. What was signed for one is nothing for
// the other, though who signs is asked about both.
func TestAttack51AnApprovalForAnother(t *testing.T) {
	p := newPasskey(t, "officer")
	rule := Rule{Resource: front, Actions: custos.AllActions, Roles: []custos.Role{custos.RoleAuthority}, Quorum: 2, Approvers: []custos.Address{alma.Address(), bela.Address(), p.address(t)}}
	branch := func(ask custos.AccessRequest, by testKey) (*evm, uint64, custos.Capability) {
		e := unruled(t)
		medics := newKey("medics")
		must(t, e.register(bela, medics, "medics", custos.RoleAuthority, ""))
		must(t, e.registerPasskey(p))
		must(t, e.setRules(alma, false, rule))
		n, err := e.request(by, ask)
		must(t, err)
		return e, n, custos.Capability{Resource: theft.Resource, Actions: theft.Actions, From: theft.From, Until: theft.Until}
	}
	a, n, give := branch(theft, police)
	content, soon := a.contentOfRequest(n), big.NewInt(int64(a.now())+1000)
	good := a.challenge(1337, a.at.Capabilities, n, give)
	other := theft
	other.Reason = "none of your business"
	for name, b := range map[string]func() (*evm, uint64, custos.Capability){
		"another's":     func() (*evm, uint64, custos.Capability) { return branch(theft, newKey("medics")) },
		"other reasons": func() (*evm, uint64, custos.Capability) { return branch(other, police) },
	} {
		e, m, _ := b()
		if m != n || !e.requestOf(m).Until.Equal(theft.Until) {
			t.Fatal(name + ": the branches do not meet")
		}
		_, err := e.toCapabilities(alma, e.capabilities.PackApprove(m, content, soon, rawTerms(give)))
		want(t, err, custos.Conflict)
		auth, client := p.data(0x05, good)
		_, err = e.approveByPasskey(m, give, p.assert(t, auth, client))
		want(t, err, custos.Denied)
		_, err = e.toCapabilities(alma, e.capabilities.PackDeny(m, content, theft.Resource.Segments(), "no"))
		want(t, err, custos.Conflict)
	}
	// One that has expired counts no more, and its author may say it again.
	_, err := a.toCapabilities(alma, a.capabilities.PackApprove(n, content, soon, rawTerms(give)))
	must(t, err)
	_, err = a.toCapabilities(alma, a.capabilities.PackApprove(n, content, soon, rawTerms(give)))
	want(t, err, custos.Conflict)
	a.late += 1000
	if a.approves(bela, n, give) {
		t.Error("an approval that had expired counted")
	}
	_, err = a.toCapabilities(alma, a.capabilities.PackApprove(n, content, soon, rawTerms(give)))
	want(t, err, custos.Invalid)
	if !a.approves(alma, n, give) {
		t.Error("two approvals that count did not suffice")
	}
	// A request is not open for ever.
	n, give = a.asked()
	a.late += uint64(custos.RequestLasts / time.Second)
	_, err = a.approve(alma, n, give)
	want(t, err, custos.Conflict)
	// And a revocation is of what was shown.
	g, err := a.grant(alma, custos.Capability{Grantee: cloud.Address(), Resource: front, Actions: custos.Events, From: day, Until: day.Add(week)})
	must(t, err)
	want(t, a.revokeContent(alma, g, a.contentOf(g-1)), custos.Conflict)
	must(t, a.revokeContent(alma, g, a.contentOf(g)))
}

func TestAttack53TimesOfNoCalendar(t *testing.T) {
	e := newEVM(t)
	e.people()
	for _, until := range []int64{lastSecond + 1, 1<<48 - 1} {
		c := live(police)
		c.Until = time.Unix(until, 0)
		_, err := e.grantUnseen(alma, c)
		want(t, err, custos.Invalid)
		_, err = e.toCapabilities(police, e.capabilities.PackRequest(front.Segments(), 1, big.NewInt(0), big.NewInt(until), "a theft", ""))
		want(t, err, custos.Invalid)
	}
	c := live(police)
	c.Until = time.Unix(lastSecond, 0)
	_, err := e.grantUnseen(alma, c)
	must(t, err)
}

// grantUnseen grants what a client would not send.
func (e *evm) grantUnseen(by testKey, c custos.Capability) (uint64, error) {
	e.t.Helper()
	return e.toCapabilities(by, e.capabilities.PackGrant(common.Address(c.Grantee), rawTerms(c)))
}

// Nobody takes an account, a passkey or a log's name that is another's, before or after.
func TestAttack54Squatting(t *testing.T) {
	e := newEVM(t)
	cora, fog := newKey("cora"), newKey("cora's fog")
	p := newPasskey(t, "officer")
	stolen := custos.Principal{Name: "mine", Role: custos.RoleService, Domain: second}
	agree := e.consent(bela, custos.RoleService, second)
	for name, consent := range map[string][]byte{
		"none": nil, "bela's own": bela.sign(agree.Digest()), "short": make([]byte, 64), "zeros": make([]byte, 65),
		"for another owner":   fog.sign(e.consent(alma, custos.RoleService, second).Digest()),
		"in another role":     fog.sign(e.consent(bela, custos.RoleFog, second).Digest()),
		"elsewhere":           fog.sign(Consent{ChainID: 1, Registry: agree.Registry, Owner: agree.Owner, Generation: 1, Role: agree.Role, Domain: agree.Domain}.Digest()),
		"by another registry": fog.sign(Consent{ChainID: 1337, Registry: e.at.Anchors, Owner: agree.Owner, Generation: 1, Role: agree.Role, Domain: agree.Domain}.Digest()),
		"of no assertion":     make([]byte, 320),
	} {
		for _, a := range []custos.Address{cora.Address(), fog.Address(), almaEdge.Address(), p.address(t)} {
			stolen.Address = a
			if err := e.registerWith(bela, stolen, consent); err == nil {
				t.Errorf("%s: %s is bela's", name, a)
			}
		}
	}
	auth, client := p.data(0x05, e.consent(alma, custos.RoleService, front).Digest())
	yes, err := PasskeyConsent(p.assert(t, auth, client))
	must(t, err)
	stolen.Address = p.address(t)
	want(t, e.registerWith(bela, stolen, yes), custos.Denied)
	must(t, e.registerPasskey(p))

	// The last vote admits, whatever one owner did before it. He sees the node's consent.
	add := admission(cora, fog)
	e.block++
	must(t, e.propose(alma, add))
	for _, a := range []custos.Address{cora.Address(), fog.Address()} {
		stolen.Address = a
		want(t, e.registerWith(alma, stolen, add.Consent), custos.Denied)
		stolen.Role, stolen.Domain = custos.RoleFog, front
		want(t, e.registerWith(alma, stolen, add.Consent), custos.Denied)
	}
	must(t, e.vote(bela, 1, add))
	if !e.isActive(fog) {
		t.Error("the newcomer's node is not his")
	}

	// A log of this name is alma's in her domain, whoever opened one in his.
	must(t, e.createLog(bela, origin))
	must(t, e.createLog(alma, origin))
	if e.logID(origin) == logID(second, origin) || e.log(origin).Domain != layout.PathHash(front) {
		t.Error("two owners share a log")
	}
}

func TestAttack55PrincipalsPerOwner(t *testing.T) {
	e := newEVM(t)
	var last testKey
	for i := range 1024 {
		last = newKey(fmt.Sprint("one of many ", i))
		must(t, e.register(alma, last, "a service", custos.RoleService, front))
	}
	want(t, e.register(alma, newKey("too many"), "a service", custos.RoleService, front), custos.Conflict)
	must(t, e.register(bela, newKey("bela's"), "a service", custos.RoleService, second))
	must(t, e.toRegistry(alma, e.registry.PackDeactivatePrincipal(common.Address(last.Address()))))
	must(t, e.register(alma, newKey("too many"), "a service", custos.RoleService, front))
}

// Who breaks the glass says from when; a block of another time refuses it, and the next
// one takes it.
func TestAttack56BackdatedGlass(t *testing.T) {
	e := unruled(t)
	now := int64(e.now())
	send := func() error {
		_, err := e.toCapabilities(police, e.capabilities.PackBreakGlass(front.Segments(), uint8(custos.Live), big.NewInt(now), big.NewInt(now+900), "fire"))
		return err
	}
	for _, off := range []int64{-3600, -301, 301, 3600} {
		e.late = uint64(off)
		want(t, send(), custos.Invalid)
	}
	e.late = 0
	must(t, send())
	// The owner is away: his domain waits for him, and no other.
	want(t, send(), custos.Denied)
	must(t, e.setRulesAndGlass(bela, GlassRule{Actions: custos.Live, Roles: []custos.Role{custos.RoleAuthority}}))
	_, err := e.breakGlass(police, second, custos.Live, 60, "fire there")
	must(t, err)
}

// Nothing comes back: not with an owner who was out, not with a key that goes elsewhere,
// not with another role.
func TestAttack57Revival(t *testing.T) {
	e := newEVM(t)
	e.people()
	cora, service := newKey("cora"), newKey("cora's service")
	const library = custos.Resource("campus/library")
	e.admit(1, cora, library)
	must(t, e.setRules(cora, false))
	must(t, e.register(cora, service, "a service", custos.RoleService, library))
	old := service.sign(e.consent(cora, custos.RoleService, library).Digest())
	give := custos.Capability{Grantee: police.Address(), Resource: library, Actions: custos.Events, From: day, Until: day.Add(week)}
	n, err := e.grant(cora, give)
	must(t, err)
	use := Question{Principal: police.Address(), Resource: library, Action: custos.Events, Time: day, Capability: n}
	if got := e.check(use); got != "allowed" {
		t.Fatal(got)
	}
	must(t, e.createLog(cora, origin))
	e.remove(2, cora)
	e.admit(3, cora, library)
	if e.isActive(service) || e.check(use) == "allowed" {
		t.Error("what a removed owner gave is back with him")
	}
	want(t, e.registerWith(cora, custos.Principal{Address: service.Address(), Name: "again", Role: custos.RoleService, Domain: library}, old), custos.Denied)
	want(t, e.anchor(cora, origin, Checkpoint{Size: 1, Root: custos.Hash{1}}, nil), custos.Denied)
	if v := e.rulesWritten(library); v {
		t.Error("rules of before hold again")
	}

	// An old account, stolen, is admitted elsewhere: what it had registered stays ended.
	next := newKey("alma's next")
	rotate := OwnerChange{Kind: RotateOwner, Owner: custos.Owner{Address: alma.Address()}, Replacement: next.Address(), WitnessKey: custos.Hash{6}, Threshold: 2}
	e.block++
	must(t, e.propose(bela, rotate))
	must(t, e.vote(alma, 4, rotate))
	add := OwnerChange{Kind: AddOwner, Threshold: 3, Owner: custos.Owner{Address: alma.Address(), Name: "thief", Domain: "campus/cellar", WitnessKey: custos.Hash{9}}}
	e.block++
	must(t, e.propose(bela, add))
	must(t, e.vote(next, 5, add))
	if e.isActive(almaFog) || e.isActive(police) {
		t.Error("the first domain's principals are back under the old account")
	}

	// Another role is another registration.
	must(t, e.register(bela, police, "police", custos.RoleAuthority, ""))
	give.Resource = second
	n, err = e.grant(bela, give)
	must(t, err)
	use.Resource, use.Capability = second, n
	if got := e.check(use); got != "allowed" {
		t.Fatal(got)
	}
	must(t, e.toRegistry(bela, e.registry.PackDeactivatePrincipal(common.Address(police.Address()))))
	must(t, e.register(bela, police, "police", custos.RoleCloud, ""))
	if got := e.check(use); got == "allowed" {
		t.Error("a right of one role holds in another")
	}
}

func (e *evm) rulesWritten(domain custos.Resource) bool {
	e.t.Helper()
	out, err := e.call(custos.Address{}, e.at.Capabilities, e.capabilities.PackRulesOf(layout.PathHash(domain)), e.capabilities.UnpackError)
	must(e.t, err)
	b, err := e.capabilities.UnpackRulesOf(out)
	must(e.t, err)
	return b.Written
}
