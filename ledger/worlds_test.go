package ledger

import (
	"flag"
	"math/big"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"custos"
	"custos/ledger/bindings"
	"custos/ledger/policytest"
)

// The worlds are the same as those of package access's TestWorlds, which asks the index
// and Cedar: what agrees with the known answers here and there agrees.
var worlds = flag.Int("worlds", 12, "how many random worlds the contract is asked about, of 1,000 questions each")

// account is a world's account as the contracts here have it: principals sign their
// consent, so theirs are those of keys.
func account(a custos.Address) (custos.Address, testKey) {
	if a[1] != policytest.PrincipalAccount {
		return a, testKey{}
	}
	k := newKey("world " + a.String())
	return k.Address(), k
}

// build makes a world come about by calls of the contracts, change by change, each of which
// must go through.
func build(t *testing.T, w *policytest.World) *evm {
	t.Helper()
	owners := slices.Clone(w.Owners)
	for i := range owners {
		owners[i].WitnessKey = custos.Hash{1, byte(i)}
	}
	g, err := NewGenesis(GenesisConfig{ChainID: 1337, Threshold: len(owners)/2 + 1, Time: w.Now.Add(-1), Owners: owners})
	must(t, err)
	e := newEVMOf(t, g)
	v := &votes{e: e, threshold: len(owners)/2 + 1}
	for _, o := range owners {
		v.active = append(v.active, o.Address)
		_, err := e.call(o.Address, e.at.Capabilities, e.capabilities.PackSetRules(nil, bindings.RulesGlass{}), e.capabilities.UnpackError)
		must(t, err)
	}
	for _, c := range w.Changes() {
		e.block++
		switch {
		case c.Owner != nil:
			v.carry(*c.Owner)
		case c.Principal != nil:
			e.principalOf(*c.Principal)
		case c.Capability != nil:
			e.capabilityOf(*c.Capability)
		}
	}
	return e
}

// votes lets the owners of a world admit and remove each other.
type votes struct {
	e         *evm
	active    []custos.Address
	threshold int
	proposals uint64
}

func (v *votes) carry(o custos.Owner) {
	v.e.t.Helper()
	o.WitnessKey = custos.Hash{2}
	change := OwnerChange{Kind: RemoveOwner, Owner: o, Threshold: (len(v.active)-1)/2 + 1}
	if o.Active {
		change.Kind, change.Threshold = AddOwner, (len(v.active)+1)/2+1
	}
	b, err := change.contract()
	must(v.e.t, err)
	v.proposals++
	for i, by := range v.active[:v.threshold] {
		data := v.e.registry.PackVote(v.proposals, b)
		if i == 0 {
			data = v.e.registry.PackPropose(b)
		}
		_, err := v.e.call(by, v.e.at.Registry, data, v.e.registry.UnpackError)
		must(v.e.t, err)
	}
	v.threshold = change.Threshold
	v.active = slices.DeleteFunc(v.active, func(a custos.Address) bool { return a == o.Address })
	if o.Active {
		v.active = append(v.active, o.Address)
		// What he wrote before is not his rule now.
		_, err := v.e.call(o.Address, v.e.at.Capabilities, v.e.capabilities.PackSetRules(nil, bindings.RulesGlass{}), v.e.capabilities.UnpackError)
		must(v.e.t, err)
	}
}

// principalOf registers a principal of a world, or deactivates it.
func (e *evm) principalOf(p custos.Principal) {
	e.t.Helper()
	who, k := account(p.Address)
	data := e.registry.PackDeactivatePrincipal(common.Address(who))
	if p.Active {
		agree := Consent{ChainID: 1337, Registry: e.at.Registry, Owner: p.Owner, Generation: p.Generation, Role: p.Role, Domain: p.Domain}
		p.Address = who
		data = e.registry.PackRegisterPrincipal(newPrincipal(p, k.sign(agree.Digest())))
	}
	_, err := e.call(p.Owner, e.at.Registry, data, e.registry.UnpackError)
	must(e.t, err)
}

// capabilityOf grants or delegates a capability of a world, or revokes it.
func (e *evm) capabilityOf(c custos.Capability) {
	e.t.Helper()
	by, _ := account(c.Grantor)
	to, _ := account(c.Grantee)
	data := e.capabilities.PackGrant(common.Address(to), rawTerms(c))
	switch {
	case c.Revoked:
		data = e.capabilities.PackRevoke(c.Number, e.contentOf(c.Number))
	case c.Parent != 0:
		data = e.capabilities.PackDelegate(c.Parent, common.Address(to), rawTerms(c))
	}
	_, err := e.call(by, e.at.Capabilities, data, e.capabilities.UnpackError)
	must(e.t, err)
}

func compareWorld(t *testing.T, seed uint64) {
	t.Helper()
	w := policytest.New(seed, policytest.Small)
	e := build(t, w)
	held := map[custos.Address][]uint64{}
	for _, c := range w.Capabilities {
		held[c.Grantee] = append(held[c.Grantee], c.Number)
	}
	for _, q := range w.Questions {
		allowed := false
		// The contract is asked about one capability; whoever has any that holds may.
		for _, n := range append([]uint64{0}, held[q.Principal]...) {
			if allowed = e.allows(q, n); allowed {
				break
			}
		}
		if allowed != q.Allowed {
			t.Fatalf("world %d: %+v: the contract says %v", seed, q, allowed)
		}
	}
}

func (e *evm) allows(q policytest.Question, capability uint64) bool {
	e.t.Helper()
	who, _ := account(q.Principal)
	out, err := e.call(custos.Address{}, e.at.Capabilities, e.capabilities.PackIsAllowed(common.Address(who), segments(q.Resource),
		uint8(q.Action), big.NewInt(q.At.Unix()), MinuteOfWeek(q.At), capability), e.capabilities.UnpackError)
	must(e.t, err)
	ok, err := e.capabilities.UnpackIsAllowed(out)
	must(e.t, err)
	return ok
}

func TestWorlds(t *testing.T) {
	for seed := range uint64(*worlds) {
		compareWorld(t, seed)
	}
}

// FuzzWorlds goes on where TestWorlds ends.
func FuzzWorlds(f *testing.F) {
	f.Add(uint64(1_000_000))
	f.Fuzz(func(t *testing.T, seed uint64) { compareWorld(t, seed) })
}
