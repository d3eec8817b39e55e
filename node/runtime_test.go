package node

import (
	"context"
	"encoding/json"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/evidence"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/service"
)

// quietChain is a ledger with one owner whose ledger's key may state heads, and on
// which nothing ever changes.
type quietChain struct {
	owner      custos.Owner
	head       custos.Head
	principals []custos.Principal // registered in block 1
}

func (c *quietChain) Head(context.Context) (custos.Head, error) { return c.head, nil }

func (c *quietChain) HeadAt(_ context.Context, n uint64) (custos.Head, error) {
	if n > c.head.Number {
		return custos.Head{}, custos.Errorf(custos.NotFound, "no block %d", n)
	}
	return blockAt(n), nil
}

func (c *quietChain) Owners(context.Context) ([]custos.Owner, error) {
	return []custos.Owner{c.owner}, nil
}

func (c *quietChain) Changes(_ context.Context, from, to uint64) (out []custos.PolicyChange, err error) {
	for i := range c.principals {
		if from <= 1 && 1 <= to {
			out = append(out, custos.PolicyChange{Block: blockAt(1).BlockRef, Principal: &c.principals[i]})
		}
	}
	return out, nil
}

func blockAt(n uint64) custos.Head {
	h := custos.Head{BlockRef: custos.BlockRef{Number: n, Hash: custos.Hash{1, byte(n)}}, Time: time.Unix(int64(n), 0)}
	if n > 0 {
		h.Parent = custos.Hash{1, byte(n - 1)}
	}
	return h
}

func newTestKey(t *testing.T) *key.Key {
	t.Helper()
	k, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

const testChain = 20181

// newRuntime is a runtime as far as heads and decisions go, whose index has read a
// chain of three blocks.
func newRuntime(t *testing.T, owner *key.Key, principals ...custos.Principal) *Runtime {
	t.Helper()
	c := &quietChain{owner: custos.Owner{Address: owner.Address(), Name: "alma", Domain: "campus/front", Active: true}, head: blockAt(3), principals: principals}
	index := access.NewIndex(time.Minute, time.UTC)
	f := &access.Follower{Chain: c, Index: index, Confirmations: 1, Log: slog.New(slog.DiscardHandler)}
	if err := f.Look(t.Context()); err != nil {
		t.Fatal(err)
	}
	r := &Runtime{
		Env:   &service.Env{Log: slog.New(slog.DiscardHandler)},
		Trust: &evidence.Trust{ChainID: testChain}, Owner: owner.Address(), Domain: "campus/front",
		Index: index, Heads: &Heads{}, wake: make(chan struct{}, 1), decisions: newDecisions(),
	}
	r.Gate = &access.Gate{Verifier: access.NewVerifier(testChain, index.Known), Index: index, Recorder: r}
	return r
}

func stated(t *testing.T, h custos.Head, at time.Time, k *key.Key, chain uint64) []byte {
	t.Helper()
	s, err := access.StateHead(h, at, k, chain)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestHeadsAreTheOwnersWord(t *testing.T) {
	owner, stranger := newTestKey(t), newTestKey(t)
	r := newRuntime(t, owner)
	far := blockAt(200)
	changed := stated(t, blockAt(3), time.Now(), owner, testChain)
	var s access.HeadStatement
	if err := json.Unmarshal(changed, &s); err != nil {
		t.Fatal(err)
	}
	s.Head = far
	forged, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string][]byte{
		"a stranger's":          stated(t, far, time.Now(), stranger, testChain),
		"of another chain":      stated(t, far, time.Now(), owner, testChain+1),
		"of an hour ago":        stated(t, far, time.Now().Add(-time.Hour), owner, testChain),
		"of the next hour":      stated(t, far, time.Now().Add(time.Hour), owner, testChain),
		"changed on its way":    forged,
		"no statement":          []byte("block 200"),
		"a statement of no key": []byte(`{"head":{"number":200}}`),
	} {
		r.hear(m)
		if h := r.Heads.newest(); !h.Hash.IsZero() {
			t.Errorf("a head that is %s was taken: block %d", name, h.Number)
		}
		select {
		case <-r.wake:
			t.Errorf("a head that is %s woke the follower", name)
		default:
		}
	}
	r.hear(stated(t, blockAt(3), time.Now(), owner, testChain))
	if h := r.Heads.newest(); h.Number != 3 {
		t.Fatalf("the owner's head was not taken: block %d", h.Number)
	}
	select {
	case <-r.wake:
	default:
		t.Error("a new head did not wake the follower")
	}
	// Said again, an older word takes nothing back.
	older, again := stated(t, blockAt(2), time.Now(), owner, testChain), stated(t, blockAt(3), time.Now().Add(time.Second/2), owner, testChain)
	r.hear(again)
	r.hear(older)
	if h := r.Heads.newest(); h.Number != 3 {
		t.Fatalf("an older word, said again, made block %d the newest", h.Number)
	}
	// A reorganisation to a shorter chain is the owner's word as well.
	other := custos.Head{BlockRef: custos.BlockRef{Number: 2, Hash: custos.Hash{9}}, Parent: custos.Hash{8}}
	r.hear(stated(t, other, time.Now().Add(time.Second), owner, testChain))
	if h := r.Heads.newest(); h.Hash != other.Hash {
		t.Fatalf("after a reorganisation the head is block %d %s", h.Number, h.Hash)
	}
}

// What was decided last, and what is folded, is in the journal when a service ends.
func TestLastDecisionsAreKept(t *testing.T) {
	owner := newTestKey(t)
	r := newRuntime(t, owner)
	dir := t.TempDir()
	var err error
	if r.Journal, err = journal.Open(t.Context(), dir, "front-fog/master", newTestKey(t)); err != nil {
		t.Fatal(err)
	}
	for i := range 9 {
		q := access.Question{Principal: owner.Address(), Action: custos.Events, Resource: custos.Resource("campus/front/cam" + string(rune('a'+i)))}
		r.Index.Hear(owner.Address(), time.Now())
		for range 3 { // the first is told at once, the others are folded
			if _, err := r.Gate.Ask(t.Context(), q); err != nil {
				t.Fatal(err)
			}
		}
	}
	kept := make(chan error, 1)
	go func() { kept <- r.keepDecisions() }()
	r.lastDecisions()
	if err := <-kept; err != nil {
		t.Fatal(err)
	}
	if n, err := r.Journal.Unacknowledged(t.Context()); err != nil || n != 18 {
		t.Fatalf("%d decisions are in the journal, %v; want one and one folded of each of 9", n, err)
	}
	if err := r.Journal.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestPeersAreTheRegistrys(t *testing.T) {
	alma, bela, cora := custos.Address{1}, custos.Address{2}, custos.Address{3}
	fog := func(owner custos.Address, n byte, active bool) custos.Principal {
		return custos.Principal{Address: custos.Address{n}, Name: string(rune('a' + n)), Role: custos.RoleFog, Owner: owner, TLSKey: custos.Hash{n}, Endpoints: custos.Endpoints("peer=h:" + string(rune('0'+n))), Active: active}
	}
	owners := []custos.Owner{{Address: alma, Active: true}, {Address: bela, Active: true}, {Address: cora, Active: false}}
	edge := fog(bela, 7, true)
	edge.Role = custos.RoleEdge
	self := custos.Hash{4}
	for name, c := range map[string]struct {
		principals, first []custos.Principal
		want              string
	}{
		"of the registry":                          {[]custos.Principal{fog(alma, 4, true), fog(bela, 5, true), edge}, nil, "f"},
		"one that was deactivated":                 {[]custos.Principal{fog(bela, 5, false)}, nil, ""},
		"a removed owner's":                        {[]custos.Principal{fog(cora, 6, true)}, nil, ""},
		"a founder's before it is registered":      {nil, []custos.Principal{fog(alma, 4, true), fog(bela, 5, true)}, "f"},
		"one to begin with that was deactivated":   {[]custos.Principal{fog(bela, 5, false)}, []custos.Principal{fog(bela, 5, true)}, ""},
		"a removed owner's to begin with":          {nil, []custos.Principal{fog(cora, 6, true)}, ""},
		"of an owner whom the chain does not know": {nil, []custos.Principal{fog(custos.Address{9}, 8, true)}, "i"},
	} {
		got := ""
		for _, p := range peersOf(owners, c.principals, c.first, self) {
			got += p.Name
		}
		if got != c.want {
			t.Errorf("%s: peers %q, want %q", name, got, c.want)
		}
	}
}

func TestOwnerAddressByTrustOrCard(t *testing.T) {
	dir := t.TempDir()
	site := &service.Site{Data: dir, Owners: []service.Owner{{Name: "alma", Domain: "campus/front"}}}
	trust := &evidence.Trust{Owners: []custos.Owner{
		{Name: "alma", Domain: "campus/elsewhere", Address: custos.Address{1}}, {Name: "alma", Domain: "campus/front", Address: custos.Address{2}},
	}}
	if a, err := OwnerAddress(site, trust, "alma"); err != nil || a != (custos.Address{2}) {
		t.Errorf("%s, %v", a, err)
	}
	trust.Owners = trust.Owners[:1]
	if _, err := OwnerAddress(site, trust, "alma"); custos.KindOf(err) != custos.NotFound {
		t.Errorf("an owner who is not in the trust file: %v", err)
	}
	if CardPath(site, "alma") != filepath.Join(dir, "owners", "alma.card.json") {
		t.Error(CardPath(site, "alma"))
	}
}
