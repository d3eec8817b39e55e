package ledger

import (
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
	"custos.dev/custos/ledger/layout"
)

func (e *evm) propose(by testKey, c OwnerChange) error {
	e.t.Helper()
	b, err := c.contract()
	must(e.t, err)
	return e.toRegistry(by, e.registry.PackPropose(b))
}

func (e *evm) vote(by testKey, n uint64, c OwnerChange) error {
	e.t.Helper()
	b, err := c.contract()
	must(e.t, err)
	return e.toRegistry(by, e.registry.PackVote(n, b))
}

func (e *evm) owner(k testKey) custos.Owner {
	e.t.Helper()
	out, err := e.call(custos.Address{}, e.at.Registry, e.registry.PackOwner(common.Address(k.Address())), e.registry.UnpackError)
	must(e.t, err)
	b, err := e.registry.UnpackOwner(out)
	must(e.t, err)
	return ownerOf(b)
}

func (e *evm) isActive(k testKey) bool {
	e.t.Helper()
	out, err := e.call(custos.Address{}, e.at.Registry, e.registry.PackStandingOf(common.Address(k.Address())), e.registry.UnpackError)
	must(e.t, err)
	v, err := e.registry.UnpackStandingOf(out)
	must(e.t, err)
	return v.Role != 0
}

func TestGenesisHoldsItsOwners(t *testing.T) {
	e := newEVM(t)
	got := e.owner(alma)
	if want := (custos.Owner{Address: alma.Address(), Name: "alma", Domain: "campus/front-door", WitnessKey: witnessA, Active: true, Generation: 1}); got != want {
		t.Errorf("alma is %+v, want %+v", got, want)
	}
	v := layout.DecodeVotes(e.slots(e.at.Registry, []custos.Hash{layout.SlotOfVotes()})[0])
	if v != (layout.Votes{Threshold: 2, Owners: 2}) {
		t.Errorf("votes are %+v", v)
	}
}

func TestOwnersChangeByVote(t *testing.T) {
	e := newEVM(t)
	cora := newKey("cora")
	add := OwnerChange{Kind: AddOwner, Threshold: 2, Owner: custos.Owner{Address: cora.Address(), Name: "cora", Domain: "campus/library", WitnessKey: custos.Hash{9}}}
	want(t, e.propose(mallet, add), custos.Denied)
	must(t, e.propose(alma, add))
	if e.owner(cora).Active {
		t.Fatal("one vote of two added an owner")
	}
	want(t, e.vote(alma, 1, add), custos.Conflict) // twice
	want(t, e.vote(mallet, 1, add), custos.Denied) // no owner
	want(t, e.vote(bela, 2, add), custos.NotFound) // no such proposal
	other := add
	other.Owner.WitnessKey = custos.Hash{8}
	want(t, e.vote(bela, 1, other), custos.Conflict) // not what was proposed
	must(t, e.vote(bela, 1, add))
	if !e.owner(cora).Active {
		t.Fatal("two votes of two did not add the owner")
	}
	want(t, e.vote(cora, 1, add), custos.Conflict) // carried out already

	// A proposal from before a change of owners is void, votes and all.
	remove := OwnerChange{Kind: RemoveOwner, Owner: custos.Owner{Address: bela.Address()}, Threshold: 2}
	must(t, e.propose(alma, remove))
	three := OwnerChange{Kind: SetThreshold, Threshold: 3}
	must(t, e.propose(bela, three))
	must(t, e.vote(cora, 3, three))
	want(t, e.vote(cora, 2, remove), custos.Conflict)

	must(t, e.propose(alma, remove))
	must(t, e.vote(cora, 4, remove))
	if !e.owner(bela).Active {
		t.Fatal("two votes of a threshold of three removed an owner")
	}
	must(t, e.vote(bela, 4, remove))
	if e.owner(bela).Active {
		t.Fatal("bela is still an owner")
	}
	want(t, e.propose(bela, three), custos.Denied)
	// The domain is free for another.
	again := OwnerChange{Kind: AddOwner, Threshold: 2, Owner: custos.Owner{Address: mallet.Address(), Name: "new", Domain: "campus/second-door", WitnessKey: custos.Hash{9}}}
	must(t, e.propose(alma, again))
	must(t, e.vote(cora, 5, again))
}

func TestThresholdIsMoreThanHalf(t *testing.T) {
	e := newEVM(t)
	for _, n := range []int{0, 1, 3} {
		must(t, e.propose(alma, OwnerChange{Kind: SetThreshold, Threshold: n}))
		want(t, e.vote(bela, uint64(map[int]int{0: 1, 1: 2, 3: 3}[n]), OwnerChange{Kind: SetThreshold, Threshold: n}), custos.Invalid)
	}
	if e.propose(alma, OwnerChange{Kind: 77, Threshold: 2}) == nil {
		t.Error("a change of a kind that does not exist was proposed")
	}
	none := OwnerChange{Kind: 0, Threshold: 2}
	must(t, e.propose(alma, none))
	want(t, e.vote(bela, 4, none), custos.Invalid)
	_, err := NewGenesis(GenesisConfig{ChainID: 1, Threshold: 1, Owners: testGenesis(t).Owners()})
	want(t, err, custos.Invalid)
}

func TestOwnersDomainsDoNotNest(t *testing.T) {
	e := newEVM(t)
	cora := newKey("cora")
	for i, d := range []custos.Resource{"campus", "campus/front-door", "campus/front-door/hall"} {
		add := OwnerChange{Kind: AddOwner, Threshold: 2, Owner: custos.Owner{Address: cora.Address(), Name: "cora", Domain: d, WitnessKey: custos.Hash{9}}}
		must(t, e.propose(alma, add))
		err := e.vote(bela, uint64(i+1), add)
		want(t, err, custos.Conflict)
		if !strings.Contains(err.Error(), string(d)) {
			t.Errorf("%v does not name %s", err, d)
		}
	}
	// One that only looks like it is let in.
	add := OwnerChange{Kind: AddOwner, Threshold: 2, Owner: custos.Owner{Address: cora.Address(), Name: "cora", Domain: "campus/front", WitnessKey: custos.Hash{9}}}
	must(t, e.propose(alma, add))
	must(t, e.vote(bela, 4, add))
	// Once those below are gone, the whole may belong to one.
	e.block++
	for i, k := range []testKey{bela, cora} {
		remove := OwnerChange{Kind: RemoveOwner, Owner: custos.Owner{Address: k.Address()}, Threshold: 2 - i}
		must(t, e.propose(alma, remove))
		must(t, e.vote(map[int]testKey{0: bela, 1: cora}[i], uint64(5+i), remove))
	}
	rotate := OwnerChange{Kind: AddOwner, Threshold: 2, Owner: custos.Owner{Address: bela.Address(), Name: "b", Domain: "campus", WitnessKey: custos.Hash{9}}}
	want(t, e.propose(alma, rotate), custos.Conflict) // alma's is below: one vote suffices now
}

func TestRotatedOwnerLosesWhatItSigned(t *testing.T) {
	e := newEVM(t)
	e.people()
	n, err := e.grant(alma, custos.Capability{Grantee: police.Address(), Resource: "campus/front-door", Actions: custos.Live, From: day, Until: day.Add(week)})
	must(t, err)
	q := Question{Principal: police.Address(), Resource: "campus/front-door/cam1", Action: custos.Live, Time: day, Capability: n}
	if got := e.check(q); got != "allowed" {
		t.Fatal(got)
	}
	must(t, e.toAnchors(alma, e.anchors.PackCreateLog("campus/front-door/log", common.Address(logKey.Address()), custos.Hash{1})))

	// The same account: the witness key alone.
	same := OwnerChange{Kind: RotateOwner, Owner: custos.Owner{Address: alma.Address()}, Replacement: alma.Address(), WitnessKey: custos.Hash{5}, Threshold: 2}
	must(t, e.propose(alma, same))
	must(t, e.vote(bela, 1, same))
	if o := e.owner(alma); !o.Active || o.WitnessKey != (custos.Hash{5}) {
		t.Fatalf("alma is %+v", o)
	}
	if got := e.check(q); got != "allowed" {
		t.Fatal(got)
	}

	next := newKey("alma's next")
	rotate := OwnerChange{Kind: RotateOwner, Owner: custos.Owner{Address: alma.Address()}, Replacement: next.Address(), WitnessKey: custos.Hash{6}, Threshold: 2}
	must(t, e.propose(bela, rotate))
	must(t, e.vote(alma, 2, rotate))
	if o := e.owner(next); o != (custos.Owner{Address: next.Address(), Name: "alma", Domain: "campus/front-door", WitnessKey: custos.Hash{6}, Active: true, Generation: 1}) {
		t.Fatalf("the replacement is %+v", o)
	}
	if e.owner(alma).Active || e.isActive(almaFog) {
		t.Fatal("the old account, or what it registered, is still active")
	}
	if got := e.check(q); got == "allowed" {
		t.Fatal("a grant of the old key still holds")
	}
	// Who was the old account's agrees to be the new one's; and it goes on with the log.
	must(t, e.register(next, almaFog, "front-fog/master", custos.RoleFog, "campus/front-door"))
	must(t, e.toAnchors(almaFog, e.anchors.PackAnchor(logID("campus/front-door", "campus/front-door/log"), 3, [32]byte{3}, nil)))
	must(t, e.toAnchors(next, e.anchors.PackAnchor(logID("campus/front-door", "campus/front-door/log"), 3, [32]byte{3}, nil)))
	want(t, e.toAnchors(alma, e.anchors.PackAnchor(logID("campus/front-door", "campus/front-door/log"), 3, [32]byte{3}, nil)), custos.Denied)
}

func TestPrincipalsAreTheirOwners(t *testing.T) {
	e := newEVM(t)
	want(t, e.register(mallet, almaEdge, "x", custos.RoleEdge, "campus/front-door"), custos.Denied)
	for _, r := range []custos.Role{custos.RoleEdge, custos.RoleFog, custos.RoleService} {
		want(t, e.register(alma, almaEdge, "x", r, "campus/second-door/a"), custos.Denied) // another's
		want(t, e.register(alma, almaEdge, "x", r, "elsewhere"), custos.Denied)            // nobody's
		want(t, e.register(alma, almaEdge, "x", r, "campus"), custos.Denied)               // above
		want(t, e.register(alma, almaEdge, "x", r, ""), custos.Invalid)                    // nowhere
	}
	want(t, e.register(alma, police, "police", custos.RoleAuthority, "campus/second-door"), custos.Denied)
	want(t, e.register(alma, almaEdge, "", custos.RoleEdge, "campus/front-door"), custos.Invalid)
	want(t, e.register(alma, almaEdge, strings.Repeat("x", 128), custos.RoleEdge, "campus/front-door"), custos.Invalid)
	want(t, e.register(alma, almaEdge, "x", custos.RoleNone, "campus/front-door"), custos.Invalid)

	e.block = 77
	e.people()
	p, err := layout.DecodePrincipal(e.slots(e.at.Registry, layout.SlotsOfPrincipal(almaEdge.Address())))
	must(t, err)
	if want := (layout.Principal{Owner: alma.Address(), Role: custos.RoleEdge, Active: true, Since: 77, Generation: 1, Registration: 1, Domain: layout.PathHash("campus/front-door/edge"), TLSKey: custos.Hash{7}}); p != want {
		t.Errorf("slots say %+v, want %+v", p, want)
	}
	want(t, e.register(alma, almaEdge, "again", custos.RoleEdge, "campus/front-door"), custos.Conflict)
	want(t, e.register(bela, almaEdge, "stolen", custos.RoleEdge, "campus/second-door"), custos.Conflict)
	want(t, e.toRegistry(bela, e.registry.PackDeactivatePrincipal(common.Address(almaEdge.Address()))), custos.Denied)
	want(t, e.toRegistry(bela, e.registry.PackUpdateNode(common.Address(almaEdge.Address()), [32]byte{8}, "peer=10.0.0.1:7700")), custos.Denied)
	must(t, e.toRegistry(alma, e.registry.PackUpdateNode(common.Address(almaEdge.Address()), [32]byte{8}, "peer=10.0.0.1:7700")))
	must(t, e.toRegistry(alma, e.registry.PackDeactivatePrincipal(common.Address(almaEdge.Address()))))
	if e.isActive(almaEdge) {
		t.Error("still active")
	}
	// Nobody brings a key back that its owner took out, unless its holder agrees.
	want(t, e.registerWith(bela, custos.Principal{Address: almaEdge.Address(), Name: "revived", Role: custos.RoleEdge, Domain: "campus/second-door"}, nil), custos.Denied)
	must(t, e.register(alma, almaEdge, "front-edge/object", custos.RoleEdge, "campus/front-door"))

	// Once its owner is gone and his domain is nobody's, another may answer for it.
	remove := OwnerChange{Kind: RemoveOwner, Owner: custos.Owner{Address: alma.Address()}, Threshold: 1}
	must(t, e.propose(alma, remove))
	must(t, e.vote(bela, 1, remove))
	if e.isActive(almaEdge) {
		t.Error("active without an owner")
	}
	must(t, e.register(bela, almaEdge, "adopted", custos.RoleEdge, "campus/second-door"))
}

// TestNamesStandWhereVerifiersLook: the slots of a name are the EVM's own, for names of
// every kind of length.
func TestNamesStandWhereVerifiersLook(t *testing.T) {
	for _, n := range []int{1, 22, 31, 32, 33, 63, 64, 65, 96, 97, 127} {
		e := newEVM(t)
		name := strings.Repeat("front-edge/camera-cam1 ", 6)[:n]
		must(t, e.register(alma, almaEdge, name, custos.RoleService, "campus/front-door"))
		own := e.slots(e.at.Registry, layout.SlotsOfName(almaEdge.Address(), 1))
		length, err := layout.NameLength(own[0])
		must(t, err)
		got, err := layout.DecodeName(e.slots(e.at.Registry, layout.SlotsOfName(almaEdge.Address(), length)))
		must(t, err)
		if got != name {
			t.Errorf("the slots of %q say %q", name, got)
		}
	}
}

func TestPathsAreChecked(t *testing.T) {
	e := newEVM(t)
	long := strings.Repeat("a", 63)
	for _, bad := range [][]string{{}, {""}, {"campus", "front-door", ""}, {"campus/front-door"}, {"campus", "Front"}, {"campus", "front door"}, {"campus", "fünf"}, {long + "a"}, strings.Split("campus/front-door/1/2/3/4/5/6/7", "/")} {
		err := e.toRegistry(alma, e.registry.PackRegisterPrincipal(bindings.RegistryNewPrincipal{Account: common.Address{1}, Name: "x", Role: uint8(custos.RoleEdge), Domain: bad}))
		want(t, err, custos.Invalid)
		if !strings.Contains(err.Error(), "path") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	must(t, e.register(alma, almaEdge, "deep", custos.RoleEdge, custos.Resource("campus/front-door/1/2/3/4/5/"+long)))
}
