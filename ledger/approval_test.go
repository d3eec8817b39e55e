package ledger

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
	"custos.dev/custos/ledger/layout"
)

var theft = custos.AccessRequest{Resource: "campus/front-door", Actions: custos.Live | custos.Recorded, From: day, Until: day.Add(week), Reason: "a theft"}

// asked lets the police ask, and returns what would grant it in full.
func (e *evm) asked() (uint64, custos.Capability) {
	e.t.Helper()
	n, err := e.request(police, theft)
	must(e.t, err)
	return n, custos.Capability{Resource: theft.Resource, Actions: theft.Actions, From: theft.From, Until: theft.Until}
}

// unruled is a world in which no owner wrote rules.
func unruled(t testing.TB) *evm {
	t.Helper()
	e := newEVM(t)
	must(t, e.register(alma, almaFog, "front-fog", custos.RoleFog, "campus/front-door"))
	must(t, e.register(alma, police, "police", custos.RoleAuthority, ""))
	must(t, e.register(bela, cloud, "cloud", custos.RoleCloud, "cloud"))
	return e
}

func (e *evm) approves(by testKey, n uint64, c custos.Capability) bool {
	e.t.Helper()
	granted, err := e.approve(by, n, c)
	must(e.t, err)
	return granted != 0
}

// Unless an owner says otherwise, no authority sees live pictures by one word alone.
func TestDefaultRuleIsTwoOwners(t *testing.T) {
	e := unruled(t)
	_, err := e.grant(alma, live(police))
	want(t, err, custos.Denied)
	through := live(cloud)
	n, err := e.grant(alma, through) // not an authority
	must(t, err)
	through.Parent, through.Grantee, through.Depth = n, police.Address(), 0
	_, err = e.delegate(cloud, through)
	want(t, err, custos.Denied)
	recorded := live(police)
	recorded.Actions = custos.Recorded | custos.Events // not live
	_, err = e.grant(alma, recorded)
	must(t, err)

	for _, order := range [][]testKey{{alma, bela}, {bela, alma}} {
		n, give := e.asked()
		for _, by := range []testKey{mallet, almaFog, cloud} {
			_, err := e.approve(by, n, give)
			want(t, err, custos.Denied)
		}
		_, err = e.approve(police, n, give)
		want(t, err, custos.Denied)
		if e.approves(order[0], n, give) {
			t.Fatal("one owner of two sufficed")
		}
		_, err = e.approve(order[0], n, give)
		want(t, err, custos.Conflict)
		other := give
		other.Until = other.Until.Add(-time.Second)
		if e.approves(order[1], n, other) {
			t.Fatal("approvals of different terms count together")
		}
		if !e.approves(order[1], n, give) {
			t.Fatal("two owners did not suffice")
		}
		c := e.capability(e.capabilityCount())
		if c.Grantor != alma.Address() || c.Grantee != police.Address() || e.requestOf(n).Capability != c.Number {
			t.Errorf("granted %+v by request %+v", c, e.requestOf(n))
		}
		if got := e.check(Question{Principal: police.Address(), Resource: "campus/front-door/cam1", Action: custos.Live, Time: day, Capability: c.Number}); got != "allowed" {
			t.Error(got)
		}
	}
	// One that has expired counts no more, whoever gave it.
	for _, order := range [][]testKey{{alma, bela}, {bela, alma}} {
		n, give := e.asked()
		if e.approves(order[0], n, give) {
			t.Fatal("one owner of two sufficed")
		}
		e.late += 1000
		if e.approves(order[1], n, give) {
			t.Fatal("an approval that had expired counted")
		}
		if !e.approves(order[0], n, give) {
			t.Fatal("two approvals that count did not suffice")
		}
	}
	// Less than live is the owner's alone.
	n, give := e.asked()
	give.Actions = custos.Recorded
	_, err = e.approve(bela, n, give)
	want(t, err, custos.Denied)
	if !e.approves(alma, n, give) {
		t.Error("the owner cannot approve what no rule speaks of")
	}
}

// Two strangers to the resource are not the owner and another one; and what an owner
// who was removed had approved does not count.
func TestDefaultRuleNeedsTheOwner(t *testing.T) {
	e := unruled(t)
	cora := newKey("cora")
	must(t, e.agree(1, admission(cora, newKey("cora's fog"))))
	n, give := e.asked()
	if e.approves(bela, n, give) || e.approves(cora, n, give) {
		t.Fatal("it was granted without its owner")
	}
	remove := OwnerChange{Kind: RemoveOwner, Owner: custos.Owner{Address: cora.Address()}, Threshold: 2}
	must(t, e.agree(2, remove))
	if e.approves(alma, n, give) {
		t.Fatal("the word of an owner who was removed counts")
	}
	// Where there is one owner, there is no other to ask.
	must(t, e.agree(3, OwnerChange{Kind: RemoveOwner, Owner: custos.Owner{Address: bela.Address()}, Threshold: 1}))
	n, give = e.asked()
	if !e.approves(alma, n, give) {
		t.Error("the only owner cannot approve")
	}
}

func (e *evm) capability(n uint64) custos.Capability {
	e.t.Helper()
	out, err := e.call(custos.Address{}, e.at.Capabilities, e.capabilities.PackCapability(n), e.capabilities.UnpackError)
	must(e.t, err)
	b, err := e.capabilities.UnpackCapability(out)
	must(e.t, err)
	return capabilityOf(b)
}

func TestRulesNameWhoApproves(t *testing.T) {
	e := unruled(t)
	officer, deputy := newKey("data protection officer"), newKey("deputy")
	for _, k := range []testKey{officer, deputy} {
		must(t, e.register(alma, k, "a person", custos.RoleService, "campus/front-door"))
	}
	rule := Rule{
		Resource: "campus/front-door/hall", Actions: custos.Live | custos.Export, Roles: []custos.Role{custos.RoleCloud, custos.RoleAuthority},
		Quorum: 2, Approvers: []custos.Address{officer.Address(), deputy.Address(), alma.Address()},
	}
	want(t, e.setRules(police, false, rule), custos.Denied)
	must(t, e.setRules(alma, false, rule))

	for r, ruled := range map[custos.Resource]bool{
		"campus/front-door/hall": true, "campus/front-door/hall/cam1": true, "campus/front-door": true, // above: it is part of it
		"campus/front-door/yard": false, "campus/front-door/halls": false,
	} {
		g := live(cloud)
		g.Resource = r
		_, err := e.grant(alma, g)
		if (err != nil) != ruled {
			t.Errorf("grant on %s: %v", r, err)
		}
		g.Grantee = almaFog.Address() // of a role that no rule speaks of
		_, err = e.grant(alma, g)
		must(t, err)
		g.Grantee, g.Actions = cloud.Address(), custos.Events
		_, err = e.grant(alma, g)
		must(t, err)
	}

	n, give := e.asked()
	give.Resource = "campus/front-door/hall/cam1"
	for _, by := range []testKey{bela, cloud, mallet} {
		_, err := e.approve(by, n, give)
		want(t, err, custos.Denied)
	}
	if e.approves(officer, n, give) {
		t.Fatal("one of three sufficed")
	}
	// Who is taken out does not count any more, though he said yes before.
	must(t, e.toRegistry(alma, e.registry.PackDeactivatePrincipal(common.Address(officer.Address()))))
	if e.approves(deputy, n, give) {
		t.Fatal("the word of one who was taken out counts")
	}
	if !e.approves(alma, n, give) {
		t.Fatal("two of three did not suffice")
	}

	// Several rules must all be content.
	second := rule
	second.Resource, second.Quorum, second.Approvers = "campus/front-door", 1, []custos.Address{bela.Address()}
	must(t, e.setRules(alma, false, rule, second))
	n, give = e.asked()
	give.Resource = "campus/front-door/hall"
	if e.approves(alma, n, give) || e.approves(deputy, n, give) {
		t.Fatal("one rule of two sufficed")
	}
	if !e.approves(bela, n, give) {
		t.Fatal("two rules of two did not suffice")
	}
	// And the contract gives back what was written.
	out, err := e.call(custos.Address{}, e.at.Capabilities, e.capabilities.PackRulesOf(layout.PathHash("campus/front-door")), e.capabilities.UnpackError)
	must(t, err)
	b, err := e.capabilities.UnpackRulesOf(out)
	must(t, err)
	got := rulesOf(b)
	if len(got.Rules) != 2 || !got.Written || got.Rules[0].Quorum != 2 || got.Rules[1].Resource != "campus/front-door" || !slices.Equal(got.Rules[0].Roles, rule.Roles) || len(got.Rules[0].Approvers) != 3 {
		t.Errorf("the rules are %+v", got)
	}
}

func TestRulesAreChecked(t *testing.T) {
	e := unruled(t)
	good := Rule{Resource: "campus/front-door", Actions: custos.Live, Roles: []custos.Role{custos.RoleAuthority}, Quorum: 1, Approvers: []custos.Address{alma.Address(), bela.Address()}}
	for name, spoil := range map[string]func(*Rule){
		"another's":       func(r *Rule) { r.Resource = "campus/second-door" },
		"above":           func(r *Rule) { r.Resource = "campus" },
		"no actions":      func(r *Rule) { r.Actions = 0 },
		"unknown actions": func(r *Rule) { r.Actions = 0x80 },
		"no roles":        func(r *Rule) { r.Roles = nil },
		"role of none":    func(r *Rule) { r.Roles = []custos.Role{custos.RoleNone} },
		"unknown role":    func(r *Rule) { r.Roles = []custos.Role{6} },
		"named twice":     func(r *Rule) { r.Approvers = []custos.Address{alma.Address(), alma.Address()} },
		"nobody":          func(r *Rule) { r.Approvers = []custos.Address{{}} },
		"nine approvers":  func(r *Rule) { r.Approvers = make([]custos.Address, 9) },
	} {
		r := good
		spoil(&r)
		if err := e.setRules(alma, false, r); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: got %v", name, err)
		}
	}
	// What the client would not send, the contract refuses too.
	for _, quorum := range []uint8{0, 3} {
		b, err := good.contract()
		must(t, err)
		b.Quorum = quorum
		_, err = e.toCapabilities(alma, e.capabilities.PackSetRules([]bindings.RulesRule{b}, bindings.RulesGlass{}))
		want(t, err, custos.Invalid)
	}
	want(t, e.setRules(alma, false, slices.Repeat([]Rule{good}, 9)...), custos.Invalid)
	must(t, e.setRules(alma, false, slices.Repeat([]Rule{good}, 8)...))
}

// passkey is an authenticator as far as its signatures go.
type passkey struct{ *ecdsa.PrivateKey }

// newPasskey derives one from a name, as newKey does.
func newPasskey(t testing.TB, name string) passkey {
	t.Helper()
	seed := sha256.Sum256([]byte("custos test passkey " + name))
	k, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), seed[:])
	must(t, err)
	return passkey{k}
}

func (p passkey) address(t testing.TB) custos.Address {
	t.Helper()
	a, err := PasskeyAddress(&p.PublicKey)
	must(t, err)
	return a
}

func (p passkey) data(flags byte, challenge custos.Hash) (authenticator []byte, client string) {
	site := sha256.Sum256([]byte("console.custos.example"))
	authenticator = append(append(site[:], flags), 0, 0, 0, 7)
	return authenticator, fmt.Sprintf(`{"type":"webauthn.get","challenge":"%s","origin":"https://console.custos.example","crossOrigin":false}`, base64.RawURLEncoding.EncodeToString(challenge[:]))
}

func (p passkey) assert(t testing.TB, authenticator []byte, client string) PasskeyAssertion {
	t.Helper()
	hash := sha256.Sum256([]byte(client))
	digest := sha256.Sum256(append(slices.Clone(authenticator), hash[:]...))
	sig, err := p.Sign(nil, digest[:], crypto.SHA256) // always the same one
	must(t, err)
	a, err := NewPasskeyAssertion(&p.PublicKey, authenticator, []byte(client), sig)
	must(t, err)
	return a
}

// registerPasskey has alma register a passkey, with its consent.
func (e *evm) registerPasskey(p passkey) error {
	e.t.Helper()
	const where = custos.Resource("campus/front-door")
	auth, client := p.data(0x05, e.consent(alma, custos.RoleService, where).Digest())
	consent, err := PasskeyConsent(p.assert(e.t, auth, client))
	must(e.t, err)
	return e.registerWith(alma, custos.Principal{Address: p.address(e.t), Name: "a person", Role: custos.RoleService, Domain: where}, consent)
}

func (e *evm) approveByPasskey(n uint64, c custos.Capability, a PasskeyAssertion) (uint64, error) {
	e.t.Helper()
	tm, err := terms(c)
	must(e.t, err)
	return e.toCapabilities(mallet, e.capabilities.PackApproveByPasskey(n, e.contentOfRequest(n), e.expiry(), tm, a.contract())) // anyone may bring it
}

// expiry is until when passkeys approve in these tests.
func (e *evm) expiry() *big.Int { return big.NewInt(1_800_000_000) }

// challenge is what is to be signed for a request on a chain and by a contract.
func (e *evm) challenge(chainID uint64, capabilities custos.Address, n uint64, g custos.Capability) custos.Hash {
	e.t.Helper()
	c := Client{cfg: Config{ChainID: chainID, Contracts: Contracts{Capabilities: capabilities}}}
	asked := e.requestOf(n)
	asked.Number = n
	h, err := c.ApprovalChallenge(asked, g, time.Unix(e.expiry().Int64(), 0))
	must(e.t, err)
	return h
}

func TestPasskeyApproves(t *testing.T) {
	e := unruled(t)
	p := newPasskey(t, "officer")
	must(t, e.registerPasskey(p))
	must(t, e.setRules(alma, false, Rule{
		Resource: "campus/front-door", Actions: custos.AllActions, Roles: []custos.Role{custos.RoleAuthority}, Quorum: 1, Approvers: []custos.Address{p.address(t)},
	}))
	n, give := e.asked()
	tm, err := terms(give)
	must(t, err)
	want32 := e.challenge(1337, e.at.Capabilities, n, give)
	out, err := e.call(custos.Address{}, e.at.Capabilities, e.capabilities.PackApprovalChallenge(n, e.contentOfRequest(n), e.expiry(), tm), e.capabilities.UnpackError)
	must(t, err)
	if e.state.GetCodeSize(common.Address(e.at.Capabilities)) > 24_576 || custos.Hash(out) != want32 {
		t.Fatalf("the contract's challenge is %x, ours %s", out, want32)
	}
	auth, client := p.data(0x05, want32)
	good := p.assert(t, auth, client)

	_, _ = e.asked() // it says the same, under another number
	elsewhere, later, less := e.challenge(1338, e.at.Capabilities, n, give), e.challenge(1337, e.at.Capabilities, n+1, give), give
	less.Until = less.Until.Add(-time.Second)
	signed := func(flags byte, c custos.Hash) PasskeyAssertion {
		auth, client := p.data(flags, c)
		return p.assert(t, auth, client)
	}
	other := GenesisContracts()
	for name, a := range map[string]PasskeyAssertion{
		"another chain":     signed(0x05, elsewhere),
		"another contract":  signed(0x05, e.challenge(1337, other.Anchors, n, give)),
		"another request":   signed(0x05, later),
		"other terms":       signed(0x05, e.challenge(1337, e.at.Capabilities, n, less)),
		"nobody verified":   signed(0x01, want32),
		"nobody present":    signed(0x04, want32),
		"a registration":    p.assert(t, auth, strings.Replace(client, "webauthn.get", "webauthn.create", 1)),
		"challenge at last": p.assert(t, auth, `{"type":"webauthn.get","origin":"x",`+client[len(`{"type":"webauthn.get",`):]),
		"no flags":          p.assert(t, auth[:32], client),
		"long data":         p.assert(t, append(slices.Clone(auth), make([]byte, 1024)...), client),
	} {
		if _, err := e.approveByPasskey(n, give, a); custos.KindOf(err) != custos.Denied {
			t.Errorf("%s: got %v", name, err)
		}
	}
	order := elliptic.P256().Params().N
	for name, spoil := range map[string]func(*PasskeyAssertion){
		"high s": func(a *PasskeyAssertion) {
			a.S = custos.Hash(common.BigToHash(new(big.Int).Sub(order, new(big.Int).SetBytes(a.S[:]))))
		},
		"no s":           func(a *PasskeyAssertion) { a.S = custos.Hash{} },
		"no r":           func(a *PasskeyAssertion) { a.R = custos.Hash{} },
		"off the curve":  func(a *PasskeyAssertion) { a.X[31] ^= 1 },
		"no key":         func(a *PasskeyAssertion) { a.X, a.Y = custos.Hash{}, custos.Hash{} },
		"another's key":  func(a *PasskeyAssertion) { *a = newPasskey(t, "another").assert(t, auth, client) },
		"counter edited": func(a *PasskeyAssertion) { a.AuthenticatorData = append(slices.Clone(auth[:36]), 8) },
		"origin edited":  func(a *PasskeyAssertion) { a.ClientDataJSON = []byte(strings.Replace(client, "console", "consule", 1)) },
	} {
		a := good
		spoil(&a)
		if _, err := e.approveByPasskey(n, give, a); custos.KindOf(err) != custos.Denied {
			t.Errorf("%s: got %v", name, err)
		}
	}
	granted, err := e.approveByPasskey(n, give, good)
	must(t, err)
	t.Logf("gas of an approval by passkey: %d", e.gas)
	if granted == 0 || e.requestOf(n).State != custos.RequestApproved {
		t.Fatal("not granted")
	}
	_, err = e.approveByPasskey(n, give, good)
	want(t, err, custos.Conflict)
	n, give = e.asked()
	_, err = e.approveByPasskey(n, give, good) // for another request
	want(t, err, custos.Denied)
	// A passkey that was taken out is worth nothing.
	must(t, e.toRegistry(alma, e.registry.PackDeactivatePrincipal(common.Address(p.address(t)))))
	_, err = e.approveByPasskey(n, give, signed(0x05, e.challenge(1337, e.at.Capabilities, n, give)))
	want(t, err, custos.Denied)
}

// Both twins of a signature become the low one, whichever the authenticator made.
func TestPasskeySignaturesAreMadeLow(t *testing.T) {
	p := newPasskey(t, "officer")
	half := new(big.Int).Rsh(elliptic.P256().Params().N, 1)
	for i := range byte(32) {
		auth, client := p.data(0x05, custos.Hash{i})
		if a := p.assert(t, auth, client); new(big.Int).SetBytes(a.S[:]).Cmp(half) > 0 {
			t.Fatal("a high s was left")
		}
	}
	k, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	must(t, err)
	_, err = PasskeyAddress(&k.PublicKey)
	want(t, err, custos.Invalid)
	_, err = NewPasskeyAssertion(&p.PublicKey, nil, nil, []byte("no sequence"))
	want(t, err, custos.Invalid)
}

// Eight at a time, and those that have ended make room.
func TestAttack58DelegationsAreBounded(t *testing.T) {
	e := newEVM(t)
	e.people()
	give := live(police)
	give.Until = time.Unix(int64(e.now())+10_000, 0).UTC()
	give.From = time.Unix(0, 0).UTC()
	n, err := e.grant(alma, give)
	must(t, err)
	on := give
	on.Parent, on.Grantee, on.Depth = n, cloud.Address(), 1
	var numbers []uint64
	for range 8 {
		child, err := e.delegate(police, on)
		must(t, err)
		numbers = append(numbers, child)
	}
	_, err = e.delegate(police, on)
	want(t, err, custos.Conflict)
	other := on
	other.Grantee = belaFog.Address()
	_, err = e.delegate(police, other) // to somebody else
	must(t, err)
	must(t, e.revoke(police, numbers[3]))
	short := on
	short.Until = time.Unix(int64(e.now())+100, 0).UTC()
	_, err = e.delegate(police, short)
	must(t, err)
	_, err = e.delegate(police, on)
	want(t, err, custos.Conflict)
	e.late += 100
	_, err = e.delegate(police, on)
	must(t, err)
	_, err = e.delegate(police, on)
	want(t, err, custos.Conflict)
}
