package ledger

import (
	"flag"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
	"custos.dev/custos/ledger/policytest"
)

// The worlds are the same as those of package access's TestWorlds, which asks the index
// and Cedar: what agrees with the known answers here and there agrees.
var worlds = flag.Int("worlds", 12, "how many random worlds the contract is asked about, of 1,000 questions each")

// person is the key of one of a world's accounts. Owners have none: nothing is asked of
// them but calls, and those the tests make for anybody.
func person(a custos.Address) testKey { return newKey("world " + a.String()) }

// named is the address by which the contracts know an account of a world.
func named(a custos.Address) custos.Address {
	if a == policytest.Address(policytest.PrincipalAccount, policytest.NumberOf(a)) {
		return person(a).Address()
	}
	return a
}

// build makes a world come about by calls of the contracts, each of which must go through.
func build(t *testing.T, w *policytest.World) *evm {
	t.Helper()
	owners := append([]custos.Owner{}, w.Owners...)
	for i := range owners {
		owners[i].WitnessKey = custos.Hash{byte(i + 1), 31: 1}
	}
	g, err := NewGenesis(GenesisConfig{ChainID: 1337, Threshold: 2, Time: w.Now.Add(-1), Owners: owners})
	must(t, err)
	e := newEVMOf(t, g)
	registry := func(by custos.Address, data []byte) {
		t.Helper()
		_, err := e.call(by, e.at.Registry, data, e.registry.UnpackError)
		must(t, err)
	}
	capabilities := func(by custos.Address, data []byte) {
		t.Helper()
		_, err := e.call(named(by), e.at.Capabilities, data, e.capabilities.UnpackError)
		must(t, err)
	}
	active := map[custos.Address]bool{}
	free := func(o custos.Address) { capabilities(o, e.capabilities.PackSetRules(nil, bindings.RulesGlass{})) }
	for _, o := range owners {
		active[o.Address] = true
		free(o.Address)
	}
	changes := uint64(0)
	// vote lets two of the others carry a change.
	vote := func(c OwnerChange) {
		t.Helper()
		c.Threshold = 2
		b, err := c.contract()
		must(t, err)
		changes++
		e.block++ // who was admitted just now has no vote in that block
		voters := 0
		for _, o := range owners {
			switch {
			case !active[o.Address] || o.Address == c.Owner.Address:
				continue
			case voters == 0:
				registry(o.Address, e.registry.PackPropose(b))
			case voters == 1:
				registry(o.Address, e.registry.PackVote(changes, b))
			}
			voters++
		}
	}
	for _, c := range w.Changes() {
		switch {
		case c.Owner != nil && c.Owner.Active:
			o := *c.Owner
			o.WitnessKey = custos.Hash{byte(o.Generation), o.Address[0], 31: 2}
			vote(OwnerChange{Kind: AddOwner, Owner: o})
			active[o.Address] = true
			free(o.Address)
		case c.Owner != nil:
			active[c.Owner.Address] = false
			vote(OwnerChange{Kind: RemoveOwner, Owner: custos.Owner{Address: c.Owner.Address}})
		case c.Principal != nil && c.Principal.Active:
			p := *c.Principal
			p.Address = named(p.Address)
			agree := Consent{ChainID: 1337, Registry: e.at.Registry, Owner: p.Owner, Generation: p.Generation, Role: p.Role, Domain: p.Domain}
			registry(p.Owner, e.registry.PackRegisterPrincipal(newPrincipal(p, person(c.Principal.Address).sign(agree.Digest()))))
		case c.Principal != nil:
			registry(c.Principal.Owner, e.registry.PackDeactivatePrincipal(common.Address(named(c.Principal.Address))))
		case c.Capability.Revoked:
			n := c.Capability.Number
			capabilities(c.Capability.Grantor, e.capabilities.PackRevoke(n, e.contentOf(n)))
		default:
			tm, err := terms(*c.Capability)
			must(t, err)
			to := common.Address(named(c.Capability.Grantee))
			if c.Capability.Parent == 0 {
				capabilities(c.Capability.Grantor, e.capabilities.PackGrant(to, tm))
			} else {
				capabilities(c.Capability.Grantor, e.capabilities.PackDelegate(c.Capability.Parent, to, tm))
			}
		}
	}
	return e
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
	out, err := e.call(custos.Address{}, e.at.Capabilities, e.capabilities.PackIsAllowed(common.Address(named(q.Principal)), segments(q.Resource),
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
