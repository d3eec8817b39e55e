package ledger

import (
	"crypto/ecdsa"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/tracing"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm/runtime"
	"github.com/ethereum/go-ethereum/crypto"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
)

// testKey is a key derived from a name, so that the tests' addresses never change.
type testKey struct{ key *ecdsa.PrivateKey }

// sign signs a digest as package key does.
func (k testKey) sign(digest custos.Hash) []byte {
	s, err := crypto.Sign(digest[:], k.key)
	if err != nil {
		panic(err)
	}
	s[64] += 27
	return s
}

func newKey(name string) testKey {
	k, err := crypto.ToECDSA(crypto.Keccak256([]byte("custos test key " + name)))
	if err != nil {
		panic(err)
	}
	return testKey{k}
}

func (k testKey) Address() custos.Address {
	return custos.Address(crypto.PubkeyToAddress(k.key.PublicKey))
}
func (k testKey) ECDSA() *ecdsa.PrivateKey { return k.key }

// The people of the tests: two owners, and who stands in their domains.
var (
	alma, bela            = newKey("alma"), newKey("bela")
	almaFog, almaEdge     = newKey("alma fog"), newKey("alma edge")
	belaFog               = newKey("bela fog")
	police, cloud, mallet = newKey("police"), newKey("cloud"), newKey("mallet")
	logKey                = newKey("alma log")
	witnessA, witnessB    = custos.Hash{1, 31: 0xa}, custos.Hash{1, 31: 0xb}
)

func testGenesis(t testing.TB) *Genesis {
	t.Helper()
	g, err := NewGenesis(GenesisConfig{
		ChainID: 1337, Threshold: 2, Time: time.Unix(1_700_000_000, 0),
		Owners: []custos.Owner{
			{Address: alma.Address(), Name: "alma", Domain: "campus/front-door", WitnessKey: witnessA},
			{Address: bela.Address(), Name: "bela", Domain: "campus/second-door", WitnessKey: witnessB},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// evm runs the contracts of a genesis under the rules of the proof-of-work node,
// without blocks: the quick way to try a contract's rules.
type evm struct {
	t     testing.TB
	state *state.StateDB
	block uint64
	gas   uint64 // of the last call, as a transaction would be charged
	// late is what the blocks' time is ahead of their number, in seconds.
	late uint64
	// domains are those of the logs that were opened, by their origins.
	domains map[string]custos.Resource

	registry     *bindings.Registry
	capabilities *bindings.Capabilities
	anchors      *bindings.Anchors
	at           Contracts
}

func newEVM(t testing.TB) *evm {
	t.Helper()
	return newEVMOf(t, testGenesis(t))
}

func newEVMOf(t testing.TB, g *Genesis) *evm {
	t.Helper()
	db, err := state.New(types.EmptyRootHash, state.NewDatabaseForTesting())
	if err != nil {
		t.Fatal(err)
	}
	for a, account := range g.Alloc() {
		db.CreateAccount(a)
		db.SetNonce(a, account.Nonce, tracing.NonceChangeGenesis)
		db.SetCode(a, account.Code, tracing.CodeChangeGenesis)
		for k, v := range account.Storage {
			db.SetState(a, k, v)
		}
	}
	return &evm{
		t: t, state: db, block: 1, at: g.Contracts(),
		domains: map[string]custos.Resource{}, registry: bindings.NewRegistry(), capabilities: bindings.NewCapabilities(), anchors: bindings.NewAnchors(),
	}
}

// now is the time of the block, in seconds since 1970.
func (e *evm) now() uint64 { return 1_700_000_000 + e.block + e.late }

// call runs one call as a transaction of its own: what a refusal wrote is undone.
func (e *evm) call(from custos.Address, to custos.Address, data []byte, explain unpacker) ([]byte, error) {
	e.t.Helper()
	snapshot := e.state.Snapshot()
	cfg := &runtime.Config{
		ChainConfig: chainConfig(1337), Origin: common.Address(from), State: e.state,
		BlockNumber: new(big.Int).SetUint64(e.block), Time: e.now(), GasLimit: 30_000_000,
		Difficulty: big.NewInt(131072),
	}
	out, left, err := runtime.Call(common.Address(to), data, cfg)
	e.gas = charged(data, cfg.GasLimit-left, e.state.GetRefund())
	if err != nil {
		e.state.RevertToSnapshot(snapshot)
		if why := describe(out, explain); why != nil {
			return nil, why
		}
		return nil, err
	}
	e.state.Finalise(chainConfig(1337).Rules(cfg.BlockNumber, false, 0))
	return out, nil
}

// charged is what a transaction costs by the Berlin rules: its bytes, what ran, and
// at most half of it back for storage that it cleared.
func charged(data []byte, ran, refund uint64) uint64 {
	gas := 21_000 + ran
	for _, b := range data {
		if gas += 4; b != 0 {
			gas += 12
		}
	}
	return gas - min(refund, gas/2)
}

func (e *evm) toRegistry(from testKey, data []byte) error {
	e.t.Helper()
	_, err := e.call(from.Address(), e.at.Registry, data, e.registry.UnpackError)
	return err
}

func (e *evm) toCapabilities(from testKey, data []byte) (uint64, error) {
	e.t.Helper()
	out, err := e.call(from.Address(), e.at.Capabilities, data, e.capabilities.UnpackError)
	if err != nil || len(out) == 0 {
		return 0, err
	}
	return new(big.Int).SetBytes(out).Uint64(), nil
}

func (e *evm) toAnchors(from testKey, data []byte) error {
	e.t.Helper()
	_, err := e.call(from.Address(), e.at.Anchors, data, e.anchors.UnpackError)
	return err
}

func (e *evm) slots(contract custos.Address, slots []custos.Hash) []custos.Hash {
	out := make([]custos.Hash, len(slots))
	for i, s := range slots {
		out[i] = custos.Hash(e.state.GetState(common.Address(contract), common.Hash(s)))
	}
	return out
}

func (e *evm) register(owner testKey, who testKey, name string, role custos.Role, domain custos.Resource) error {
	e.t.Helper()
	return e.registerWith(owner, custos.Principal{Address: who.Address(), Name: name, Role: role, Domain: domain, TLSKey: custos.Hash{7}},
		who.sign(e.consent(owner, role, domain).Digest()))
}

// consent is what an account signs to be registered by an owner as he stands.
func (e *evm) consent(owner testKey, role custos.Role, domain custos.Resource) Consent {
	e.t.Helper()
	return Consent{ChainID: 1337, Registry: e.at.Registry, Owner: owner.Address(), Generation: e.owner(owner).Generation, Role: role, Domain: domain}
}

// registerWith registers a principal with whatever is to pass for its consent.
func (e *evm) registerWith(owner testKey, p custos.Principal, consent []byte) error {
	e.t.Helper()
	return e.toRegistry(owner, e.registry.PackRegisterPrincipal(newPrincipal(p, consent)))
}

func newPrincipal(p custos.Principal, consent []byte) bindings.RegistryNewPrincipal {
	b := bindings.RegistryNewPrincipal{
		Account: common.Address(p.Address), Name: p.Name, Role: uint8(p.Role), Domain: []string{}, TlsKey: p.TLSKey, Endpoints: string(p.Endpoints), Consent: consent,
	}
	if p.Domain != "" {
		b.Domain = p.Domain.Segments()
	}
	return b
}

// people registers who stands in the owners' domains, and the police and the cloud,
// and lets the owners grant alone: the default rule has tests of its own.
func (e *evm) people() {
	e.t.Helper()
	must(e.t, e.register(alma, almaFog, "front-fog/master", custos.RoleFog, "campus/front-door"))
	must(e.t, e.register(alma, almaEdge, "front-edge/object", custos.RoleEdge, "campus/front-door/edge"))
	must(e.t, e.register(bela, belaFog, "second-fog/master", custos.RoleFog, "campus/second-door"))
	must(e.t, e.register(alma, police, "police", custos.RoleAuthority, ""))
	must(e.t, e.register(bela, cloud, "cloud", custos.RoleCloud, "cloud"))
	must(e.t, e.setRules(alma, false))
	must(e.t, e.setRules(bela, false))
}

func (e *evm) setRules(by testKey, sealed bool, rules ...Rule) error {
	e.t.Helper()
	glass := GlassRule{Actions: custos.AllActions, Roles: []custos.Role{custos.RoleAuthority}}
	if sealed {
		glass = GlassRule{}
	}
	return e.setRulesAndGlass(by, glass, rules...)
}

func (e *evm) setRulesAndGlass(by testKey, glass GlassRule, rules ...Rule) error {
	e.t.Helper()
	out := make([]bindings.RulesRule, len(rules))
	for i, r := range rules {
		var err error
		out[i], err = r.contract()
		must(e.t, err)
	}
	_, err := e.toCapabilities(by, e.capabilities.PackSetRules(out, glass.contract()))
	return err
}

func (e *evm) grant(by testKey, c custos.Capability) (uint64, error) {
	e.t.Helper()
	tm, err := terms(c)
	must(e.t, err)
	return e.toCapabilities(by, e.capabilities.PackGrant(common.Address(c.Grantee), tm))
}

func (e *evm) delegate(by testKey, c custos.Capability) (uint64, error) {
	e.t.Helper()
	tm, err := terms(c)
	must(e.t, err)
	return e.toCapabilities(by, e.capabilities.PackDelegate(c.Parent, common.Address(c.Grantee), tm))
}

func (e *evm) revoke(by testKey, n uint64) error {
	e.t.Helper()
	return e.revokeContent(by, n, e.contentOf(n))
}

func (e *evm) revokeContent(by testKey, n uint64, content custos.Hash) error {
	e.t.Helper()
	_, err := e.toCapabilities(by, e.capabilities.PackRevoke(n, content))
	return err
}

// contentOf is the contract's word for what a capability says; zero if there is none.
func (e *evm) contentOf(n uint64) (h custos.Hash) {
	e.t.Helper()
	out, err := e.call(custos.Address{}, e.at.Capabilities, e.capabilities.PackContentOf(n), e.capabilities.UnpackError)
	if custos.KindOf(err) == custos.NotFound {
		return h
	}
	must(e.t, err)
	return custos.Hash(out)
}

// contentOfRequest is the same of a request.
func (e *evm) contentOfRequest(n uint64) (h custos.Hash) {
	e.t.Helper()
	out, err := e.call(custos.Address{}, e.at.Capabilities, e.capabilities.PackContentOfRequest(n), e.capabilities.UnpackError)
	if custos.KindOf(err) == custos.NotFound {
		return h
	}
	must(e.t, err)
	return custos.Hash(out)
}

// check returns the contract's verdict in words; "allowed" is one.
func (e *evm) check(q Question) string {
	e.t.Helper()
	out, err := e.call(custos.Address{}, e.at.Capabilities, e.capabilities.PackCheck(common.Address(q.Principal), segments(q.Resource),
		uint8(q.Action), big.NewInt(q.Time.Unix()), MinuteOfWeek(q.Time), q.Capability), e.capabilities.UnpackError)
	must(e.t, err)
	v, err := e.capabilities.UnpackCheck(out)
	must(e.t, err)
	return verdict(v)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// want fails unless err is of the kind.
func want(t testing.TB, err error, kind custos.ErrorKind) {
	t.Helper()
	if err == nil {
		t.Fatalf("went through, want %s", kind)
	}
	if custos.KindOf(err) != kind {
		t.Fatalf("got %s (%v), want %s", custos.KindOf(err), err, kind)
	}
}
