package ledger

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
)

const gasFile = "../contracts/gas.json"

// TestGas measures every call that changes state and compares with the committed
// snapshot, to the gas: whoever makes a call dearer must see it and say so.
func TestGas(t *testing.T) {
	got := measureGas(t)
	rows := slices.Sorted(maps.Keys(got))
	for name, meta := range map[string]*bind.MetaData{"Registry": &bindings.RegistryMetaData, "Capabilities": &bindings.CapabilitiesMetaData, "Anchors": &bindings.AnchorsMetaData} {
		abi, err := meta.ParseABI()
		must(t, err)
		for _, m := range abi.Methods {
			if !m.IsConstant() && !slices.ContainsFunc(rows, func(k string) bool { return strings.HasPrefix(k, name+"."+m.Name+": ") }) {
				t.Errorf("%s.%s changes state, and its gas is not measured", name, m.Name)
			}
		}
	}
	text, err := json.MarshalIndent(got, "", " ")
	must(t, err)
	text = append(text, '\n')
	if *update {
		must(t, os.WriteFile(gasFile, text, 0o644))
	}
	committed, err := os.ReadFile(gasFile)
	must(t, err)
	if bytes.Equal(committed, text) {
		return
	}
	var want map[string]uint64
	must(t, json.Unmarshal(committed, &want))
	for _, k := range rows {
		if got[k] != want[k] {
			t.Errorf("%s costs %d gas, %s says %d", k, got[k], gasFile, want[k])
		}
	}
	t.Error("if that is meant, run make gas and commit")
}

// TestGasIsTheNodes compares one figure with what the proof-of-work node charges.
func TestGasIsTheNodes(t *testing.T) {
	l := newMiner(t)
	r, err := l.registerTest(testContext(t), alma, almaFogPrincipal)
	must(t, err)
	e := newEVM(t)
	must(t, e.registerWith(alma, almaFogPrincipal, almaFog.sign(e.consent(alma, custos.RoleFog, almaFogPrincipal.Domain).Digest())))
	if r.GasUsed != e.gas {
		t.Errorf("the node charges %d gas, %d were measured", r.GasUsed, e.gas)
	}
}

// measureGas makes each call once, in a state of its own where that matters.
func measureGas(t *testing.T) map[string]uint64 {
	t.Helper()
	gas := map[string]uint64{}
	e := newEVM(t)
	did := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		gas[what] = e.gas
	}
	e.gasOfRegistry(did)
	e = newEVM(t)
	e.people()
	e.gasOfCapabilities(did)
	e.gasOfAnchors(did)
	return gas
}

func (e *evm) gasOfRegistry(did func(string, error)) {
	r := e.registry
	node := "peer=192.168.100.100:7700 api=192.168.100.100:7701 leaf=192.168.100.100:7702"
	did("Registry.registerPrincipal: fog with key and three endpoints", e.registerWith(alma, custos.Principal{
		Address: almaFog.Address(), Name: "front-fog", Role: custos.RoleFog, Domain: "campus/front-door", TLSKey: custos.Hash{7}, Endpoints: custos.Endpoints(node),
	}, almaFog.sign(e.consent(alma, custos.RoleFog, "campus/front-door").Digest())))
	did("Registry.registerPrincipal: service", e.register(alma, almaEdge, "front-edge/object", custos.RoleService, "campus/front-door"))
	did("Registry.registerPrincipal: eight segments", e.register(alma, cloud, "front-edge/track", custos.RoleService, "campus/front-door/a/b/c/d/e/f"))
	did("Registry.updateNode: key and three endpoints", e.toRegistry(alma, r.PackUpdateNode(common.Address(almaFog.Address()), [32]byte{8}, strings.ReplaceAll(node, "100", "101"))))
	did("Registry.deactivatePrincipal: service", e.toRegistry(alma, r.PackDeactivatePrincipal(common.Address(almaEdge.Address()))))

	cora := newKey("cora")
	add := admission(cora, newKey("cora's fog"))
	did("Registry.propose: add owner with his node", e.propose(alma, add))
	did("Registry.vote: the last, adds owner with his node", e.vote(bela, 1, add))
	same := OwnerChange{Kind: SetThreshold, Threshold: 3}
	did("Registry.propose: set threshold", e.propose(alma, same))
	did("Registry.vote: the last, sets threshold", e.vote(bela, 2, same))
	next := newKey("cora's next")
	rotate := OwnerChange{Kind: RotateOwner, Owner: custos.Owner{Address: cora.Address()}, Replacement: next.Address(), WitnessKey: custos.Hash{3}, Threshold: 2}
	did("Registry.propose: rotate owner", e.propose(alma, rotate))
	did("Registry.vote: not the last", e.vote(bela, 3, rotate))
	did("Registry.vote: the last, rotates owner", e.vote(cora, 3, rotate))
	remove := OwnerChange{Kind: RemoveOwner, Owner: custos.Owner{Address: next.Address()}, Threshold: 2}
	did("Registry.propose: remove owner", e.propose(alma, remove))
	e.block++
	did("Registry.vote: the last, removes owner", e.vote(bela, 4, remove))
	accept := OwnerChange{Kind: AcceptChain, Subject: custos.Hash{6}}
	did("Registry.propose: accept chain", e.propose(alma, accept))
	did("Registry.vote: the last, accepts chain", e.vote(bela, 5, accept))
	over := OwnerChange{Kind: HandOver, Subject: custos.Hash{6}, Owner: custos.Owner{Address: GenesisContracts().Registry}}
	did("Registry.propose: hand over", e.propose(alma, over))
	did("Registry.vote: the last, hands over", e.vote(bela, 6, over))
}

func (e *evm) gasOfCapabilities(did func(string, error)) {
	first := func(_ uint64, err error) error { return err }
	_, err := e.grant(alma, live(police)) // the first pays for the counter
	must(e.t, err)
	did("Capabilities.grant: two segments", first(e.grant(alma, live(police))))
	hours := live(police)
	hours.Hours = custos.Hours{Days: 0x1f, From: 480, Until: 1080}
	did("Capabilities.grant: with hours", first(e.grant(alma, hours)))
	deep := live(police)
	deep.Resource = "campus/front-door/a/b/c/d/e/f"
	did("Capabilities.grant: eight segments", first(e.grant(alma, deep)))
	holders := []testKey{police, cloud, almaFog, belaFog}
	c := live(police)
	for i := 1; i < len(holders); i++ {
		c.Parent, c.Grantee, c.Depth = e.capabilityCount(), holders[i].Address(), uint8(3-i)
		if i == 1 {
			c.Parent = 1
		}
		did(fmt.Sprintf("Capabilities.delegate: %d below the grant", i), first(e.delegate(holders[i-1], c)))
	}
	did("Capabilities.revoke: three below, by the owner at the top", e.revoke(alma, e.capabilityCount()))
	did("Capabilities.revoke: one's own grant", e.revoke(alma, 1))

	ask := custos.AccessRequest{Resource: "campus/front-door", Actions: custos.Recorded, From: day, Until: day.Add(week), Reason: "theft of a bicycle, case 2026-1147", LegalBasis: "section 163 of the code of procedure"}
	_, err = e.request(police, ask)
	must(e.t, err)
	did("Capabilities.request: reason and basis of 70 bytes", first(e.request(police, ask)))
	long := ask
	long.Reason, long.LegalBasis = strings.Repeat("r", 512), strings.Repeat("b", 512)
	did("Capabilities.request: reason and basis of 1024 bytes", first(e.request(police, long)))
	did("Capabilities.approve: in full", first(e.approve(alma, 1, custos.Capability{Resource: ask.Resource, Actions: ask.Actions, From: ask.From, Until: ask.Until})))
	did("Capabilities.deny: with a reason", e.deny(alma, 2, ask.Resource, "ask with a court order"))
	e.gasOfEmergencies(did)
	e.gasOfApprovals(did, ask)
}

func (e *evm) gasOfEmergencies(did func(string, error)) {
	n, err := e.breakGlass(police, "campus/front-door", custos.Live, 3600, "fire in the library, call 2026-20114")
	did("Capabilities.breakGlass: reason of 36 bytes", err)
	did("Capabilities.acknowledge: the only one", e.acknowledge(alma, n))
}

// gasOfApprovals measures the dearest too: as many rules with as many approvers as
// there can be.
func (e *evm) gasOfApprovals(did func(string, error), ask custos.AccessRequest) {
	p := newPasskey(e.t, "officer")
	must(e.t, e.registerPasskey(p))
	rule := Rule{Resource: "campus/front-door", Actions: custos.AllActions, Roles: []custos.Role{custos.RoleAuthority}, Quorum: 2, Approvers: []custos.Address{alma.Address(), bela.Address(), p.address(e.t)}}
	did("Capabilities.setRules: none", e.setRules(alma, false))
	did("Capabilities.setRules: one with three approvers", e.setRules(alma, false, rule))
	give := custos.Capability{Resource: ask.Resource, Actions: ask.Actions, From: ask.From, Until: ask.Until}
	n, err := e.request(police, ask)
	must(e.t, err)
	_, err = e.approve(alma, n, give)
	did("Capabilities.approve: the first of two by a rule", err)
	auth, client := p.data(0x05, e.challenge(1337, e.at.Capabilities, n, give))
	_, err = e.approveByPasskey(n, give, p.assert(e.t, auth, client))
	did("Capabilities.approveByPasskey: the last of two by a rule", err)

	rule.Approvers = nil
	for i := range 8 {
		k := newKey(fmt.Sprint("approver ", i))
		must(e.t, e.register(alma, k, "a person", custos.RoleService, "campus/front-door"))
		rule.Approvers = append(rule.Approvers, k.Address())
	}
	rule.Quorum, rule.Resource = 8, "campus/front-door/a/b/c/d/e/f"
	did("Capabilities.setRules: eight with eight approvers, eight segments", e.setRules(alma, false, slices.Repeat([]Rule{rule}, 8)...))
	n, err = e.request(police, ask)
	must(e.t, err)
	for i := range 8 {
		_, err = e.approve(newKey(fmt.Sprint("approver ", i)), n, give)
		must(e.t, err)
	}
	did("Capabilities.approve: the last of eight by eight rules", err)
	if e.requestOf(n).Capability == 0 {
		e.t.Fatal("not granted")
	}
}

func (e *evm) gasOfAnchors(did func(string, error)) {
	did("Anchors.createLog: origin of 21 bytes", e.createLog(alma, origin))
	must(e.t, e.createLog(bela, strings.Repeat("x", 255)))
	tree := newTree(1_010_000, "")
	base := e.state.Copy()
	must(e.t, e.anchor(almaFog, origin, at1(tree, 0), nil))
	for _, n := range []uint64{1, 1_000, 10_000, 1_000_000} {
		e.state = base.Copy()
		did(fmt.Sprintf("Anchors.anchor: the first, %d leaves", n), e.anchor(almaFog, origin, at1(tree, n), nil))
		anchored := e.state.Copy()
		for _, more := range []uint64{0, 1, 100, 10_000} {
			e.state = anchored.Copy()
			p := consistency(e.t, tree, n, n+more)
			did(fmt.Sprintf("Anchors.anchor: %d leaves and %d more, %d hashes", n, more, len(p)), e.anchor(almaFog, origin, at1(tree, n+more), p))
		}
	}
	other := newTree(10, "other")
	a, b := signCheckpoint(e.t, logKey, origin, at1(tree, 9)), signCheckpoint(e.t, logKey, origin, at1(other, 9))
	e.state = base.Copy()
	did("Anchors.reportFork: two checkpoints", e.toAnchors(mallet, e.anchors.PackReportFork(e.logID(origin), a.contract(), b.contract())))
	e.state = base.Copy()
	must(e.t, e.anchor(almaFog, origin, at1(tree, 9), nil))
	did("Anchors.reportConflict: one checkpoint", e.toAnchors(mallet, e.anchors.PackReportConflict(e.logID(origin), b.contract())))
}
