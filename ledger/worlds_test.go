package ledger

import (
	"flag"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"custos"
	"custos/ledger/bindings"
	"custos/ledger/policytest"
)

// The worlds are the same as those of package access's TestWorlds, which asks the index
// and Cedar: what agrees with the known answers here and there agrees.
var worlds = flag.Int("worlds", 12, "how many random worlds the contract is asked about, of 1,000 questions each")

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
		_, err := e.call(by, e.at.Capabilities, data, e.capabilities.UnpackError)
		must(t, err)
	}
	for _, o := range owners {
		capabilities(o.Address, e.capabilities.PackSetRules(nil, bindings.RulesGlass{}))
	}
	for _, p := range w.Principals {
		registry(p.Owner, e.registry.PackRegisterPrincipal(bindings.RegistryNewPrincipal{
			Account: common.Address(p.Address), Name: p.Name, Role: uint8(p.Role), Domain: p.Domain.Segments(), TlsKey: p.TLSKey,
		}))
	}
	for _, c := range w.Capabilities {
		tm, err := terms(c)
		must(t, err)
		if c.Parent == 0 {
			capabilities(c.Grantor, e.capabilities.PackGrant(common.Address(c.Grantee), tm))
		} else {
			capabilities(c.Grantor, e.capabilities.PackDelegate(c.Parent, common.Address(c.Grantee), tm))
		}
	}
	for _, n := range w.Revoked {
		capabilities(w.Capabilities[n-1].Grantor, e.capabilities.PackRevoke(n, e.contentOf(n)))
	}
	for _, a := range w.Deactivated {
		for _, p := range w.Principals {
			if p.Address == a {
				registry(p.Owner, e.registry.PackDeactivatePrincipal(common.Address(a)))
			}
		}
	}
	for i, a := range w.RemovedNow {
		b, err := OwnerChange{Kind: RemoveOwner, Owner: custos.Owner{Address: a}, Threshold: 2}.contract()
		must(t, err)
		voters := 0
		for _, o := range owners {
			switch {
			case o.Address == a:
			case voters == 0:
				registry(o.Address, e.registry.PackPropose(b))
				voters++
			case voters == 1:
				registry(o.Address, e.registry.PackVote(uint64(i+1), b))
				voters++
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
	out, err := e.call(custos.Address{}, e.at.Capabilities, e.capabilities.PackIsAllowed(common.Address(q.Principal), segments(q.Resource),
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
