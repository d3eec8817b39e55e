package ledger

import (
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"custos.dev/custos"
	"custos.dev/custos/ledger/layout"
	"custos.dev/custos/ledger/proof"
)

func (e *evm) principal(k testKey) custos.Principal {
	e.t.Helper()
	out, err := e.call(custos.Address{}, e.at.Registry, e.registry.PackPrincipal(common.Address(k.Address())), e.registry.UnpackError)
	must(e.t, err)
	b, err := e.registry.UnpackPrincipal(out)
	must(e.t, err)
	return principalOf(b)
}

// agree proposes a change by alma and votes for it by bela. n is its number.
func (e *evm) agree(n uint64, c OwnerChange) error {
	e.t.Helper()
	e.block++
	must(e.t, e.propose(alma, c))
	return e.vote(bela, n, c)
}

func admission(k, fog testKey) OwnerChange {
	return OwnerChange{
		Kind: AddOwner, Threshold: 2,
		Owner:   custos.Owner{Address: k.Address(), Name: "cora", Domain: "campus/library", WitnessKey: custos.Hash{9}},
		Consent: fog.sign(FirstConsent(1337, GenesisContracts().Registry, k.Address(), 1, "campus/library").Digest()),
		Node:    custos.Principal{Address: fog.Address(), Name: "library-fog", TLSKey: custos.Hash{5}, Endpoints: "peer=10.0.0.3:7700 api=10.0.0.3:7701"},
	}
}

// The others know a newcomer's node from the block in which he is one of them.
func TestOwnerJoinsWithHisNode(t *testing.T) {
	e := newEVM(t)
	cora, fog := newKey("cora"), newKey("cora's fog")
	must(t, e.agree(1, admission(cora, fog)))
	want := custos.Principal{
		Address: fog.Address(), Name: "library-fog", Role: custos.RoleFog, Owner: cora.Address(), Domain: "campus/library",
		TLSKey: custos.Hash{5}, Endpoints: "peer=10.0.0.3:7700 api=10.0.0.3:7701", Active: true, Generation: 1, Registration: 1,
	}
	if got := e.principal(fog); got != want {
		t.Errorf("the node is %+v, want %+v", got, want)
	}
	must(t, e.agree(2, OwnerChange{Kind: RemoveOwner, Owner: custos.Owner{Address: cora.Address()}, Threshold: 2}))
	if e.isActive(fog) {
		t.Error("the node of an owner who was removed is active")
	}
}

// What a vote registers is bound by the same rules as what an owner registers.
func TestNodeOfANewcomerIsNotAnothersPrincipal(t *testing.T) {
	e := newEVM(t)
	e.people()
	cora := newKey("cora")
	want(t, e.agree(1, admission(cora, almaFog)), custos.Conflict)
	if e.owner(cora).Active || e.principal(almaFog).Owner != alma.Address() {
		t.Error("a newcomer took another owner's fog")
	}
	long := admission(cora, newKey("cora's fog"))
	long.Node.Endpoints = custos.Endpoints("api=h:1" + strings.Repeat(" ", 249))
	must(t, e.propose(alma, admission(cora, newKey("cora's fog"))))
	b, err := admission(cora, newKey("cora's fog")).contract()
	must(t, err)
	b.Node.Endpoints = string(long.Node.Endpoints)
	must(t, e.toRegistry(alma, e.registry.PackPropose(b)))
	want(t, e.toRegistry(bela, e.registry.PackVote(3, b)), custos.Invalid)
}

func TestAcceptChainIsTheOwnersDecision(t *testing.T) {
	e := newEVM(t)
	accepted := func() uint64 {
		out, err := e.call(custos.Address{}, e.at.Registry, e.registry.PackAcceptedChain(custos.Hash{6}), e.registry.UnpackError)
		must(t, err)
		n, err := e.registry.UnpackAcceptedChain(out)
		must(t, err)
		return n
	}
	accept := OwnerChange{Kind: AcceptChain, Subject: custos.Hash{6}}
	must(t, e.propose(alma, accept))
	if accepted() != 0 {
		t.Fatal("one vote of two accepted a chain")
	}
	must(t, e.vote(bela, 1, accept))
	if accepted() == 0 {
		t.Fatal("two votes of two did not accept the chain")
	}
	want(t, e.agree(2, OwnerChange{Kind: AcceptChain}), custos.Invalid)
	// The threshold is as it was.
	must(t, e.propose(alma, OwnerChange{Kind: SetThreshold, Threshold: 2}))
	must(t, e.vote(bela, 3, OwnerChange{Kind: SetThreshold, Threshold: 2}))
}

// After a hand-over nothing changes but that keys can be given up.
func TestHandOverClosesTheRegistry(t *testing.T) {
	e := newEVM(t)
	e.people()
	next := GenesisContracts()
	name := SuccessorName(7, custos.Hash{1}, next)
	want(t, e.agree(1, OwnerChange{Kind: HandOver, Subject: name}), custos.Invalid) // no registry
	over := OwnerChange{Kind: HandOver, Subject: name, Owner: custos.Owner{Address: next.Registry}}
	must(t, e.propose(alma, over))
	must(t, e.vote(bela, 2, over))
	out, err := e.call(custos.Address{}, e.at.Registry, e.registry.PackHandOver(), e.registry.UnpackError)
	must(t, err)
	h, err := e.registry.UnpackHandOver(out)
	must(t, err)
	if h.Subject != name || custos.Address(h.Successor) != next.Registry {
		t.Fatalf("handed over to %x %x", h.Successor, h.Subject)
	}
	want(t, e.propose(alma, OwnerChange{Kind: SetThreshold, Threshold: 2}), custos.Conflict)
	want(t, e.register(alma, newKey("late"), "late", custos.RoleEdge, "campus/front-door"), custos.Conflict)
	want(t, e.toRegistry(alma, e.registry.PackUpdateNode(common.Address(almaFog.Address()), custos.Hash{1}, "")), custos.Conflict)
	must(t, e.toRegistry(alma, e.registry.PackDeactivatePrincipal(common.Address(almaFog.Address()))))
	if e.isActive(almaFog) || !e.isActive(almaEdge) {
		t.Error("a principal cannot be deactivated after the hand-over, or another one was")
	}
}

func TestSuccessorNameNamesEachPart(t *testing.T) {
	at := GenesisContracts()
	other := at
	other.Anchors[0]++
	seen := map[custos.Hash]bool{}
	for _, h := range []custos.Hash{
		SuccessorName(1, custos.Hash{1}, at), SuccessorName(2, custos.Hash{1}, at), SuccessorName(1, custos.Hash{2}, at), SuccessorName(1, custos.Hash{1}, other),
	} {
		if seen[h] {
			t.Error("two deployments have one name")
		}
		seen[h] = true
	}
}

// What was shown by a node's old key stays shown: at the blocks of that time the
// chain proves that key, and at later ones the new one.
func TestNodesKeepTheirHistory(t *testing.T) { chains(t, nodesKeepTheirHistory) }

func nodesKeepTheirHistory(t *testing.T, l *Client) {
	ctx := testContext(t)
	fog := almaFogPrincipal
	fog.Endpoints = "peer=10.0.0.1:7700"
	before, err := l.registerTest(ctx, alma, fog)
	must(t, err)
	moved := custos.Endpoints("peer=10.0.0.9:7700 api=10.0.0.9:7701")
	after, err := l.UpdateNode(ctx, alma, fog.Address, custos.Hash{2}, moved)
	must(t, err)
	for _, at := range []struct {
		block     uint64
		key       custos.Hash
		endpoints custos.Endpoints
	}{{before.Block.Number, fog.TLSKey, fog.Endpoints}, {after.Block.Number, custos.Hash{2}, moved}} {
		p, err := l.StorageProofs(ctx, at.block, l.Contracts().Registry, layout.SlotsOfPrincipal(fog.Address))
		must(t, err)
		h, err := l.eth.HeaderByNumber(ctx, new(big.Int).SetUint64(at.block))
		must(t, err)
		_, err = proof.VerifyAccount(custos.Hash(h.Root), p)
		must(t, err)
		got, err := layout.DecodePrincipal(values(p))
		must(t, err)
		if got.TLSKey != at.key || !got.Active || got.Since != before.Block.Number {
			t.Errorf("at block %d the chain proves %+v", at.block, got)
		}
		nodes, err := l.Nodes(ctx, at.block)
		must(t, err)
		if len(nodes) != 1 || nodes[0].TLSKey != at.key || nodes[0].Endpoints != at.endpoints {
			t.Errorf("at block %d the nodes are %+v", at.block, nodes)
		}
	}
	changes, err := l.Changes(ctx, after.Block.Number, after.Block.Number)
	must(t, err)
	if len(changes) != 1 || changes[0].Principal == nil || changes[0].Principal.TLSKey != (custos.Hash{2}) || changes[0].Principal.Endpoints != moved {
		t.Errorf("the change is %+v", changes)
	}
	_, err = l.UpdateNode(ctx, alma, fog.Address, custos.Hash{3}, "peer=nowhere")
	want(t, err, custos.Invalid)
	_, err = l.UpdateNode(ctx, bela, fog.Address, custos.Hash{3}, moved)
	want(t, err, custos.Denied)
	_, err = l.DeactivatePrincipal(ctx, alma, fog.Address)
	must(t, err)
	if nodes, err := l.Nodes(ctx, 0); len(nodes) != 0 || err != nil {
		t.Errorf("a node that was taken out is still one: %+v, %v", nodes, err)
	}
}
