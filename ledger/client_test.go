package ledger

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/eth/ethconfig"
	"github.com/ethereum/go-ethereum/ethclient/simulated"
	"github.com/ethereum/go-ethereum/node"
	"github.com/ethereum/go-ethereum/rpc"

	"custos.dev/custos"
	"custos.dev/custos/ledger/layout"
	"custos.dev/custos/ledger/proof"
)

// chain is a simulated one that starts from a genesis with the contracts, and seals
// a block whenever something is pending.
type chain struct {
	*simulated.Backend
	endpoint string
	pool     *rpc.Client
	hold     sync.Mutex // held: no block is sealed
}

func newChain(t *testing.T) *chain {
	t.Helper()
	dir, err := os.MkdirTemp("", "ledger") // t.TempDir is too long for a socket's path
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	c := &chain{endpoint: filepath.Join(dir, "s")}
	alloc := types.GenesisAlloc{}
	for a, account := range testGenesis(t).Alloc() {
		alloc[a] = account
	}
	for _, k := range []testKey{alma, bela, almaFog, almaEdge, belaFog, police, cloud, mallet} {
		alloc[common.Address(k.Address())] = types.Account{Balance: new(big.Int).Lsh(big.NewInt(1), 80)}
	}
	c.Backend = simulated.NewBackend(alloc, func(n *node.Config, _ *ethconfig.Config) { n.IPCPath = c.endpoint })
	c.pool, err = rpc.Dial(c.endpoint)
	must(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for sleep(ctx, 5*time.Millisecond) == nil {
			c.hold.Lock()
			if n, err := c.pending(ctx); err == nil && n > 0 {
				c.Commit()
			}
			c.hold.Unlock()
		}
	}()
	t.Cleanup(func() { cancel(); <-done; c.pool.Close(); c.Close() })
	return c
}

// pending is how many transactions could go into a block.
func (c *chain) pending(ctx context.Context) (uint64, error) {
	var s struct {
		Pending hexutil.Uint64 `json:"pending"`
	}
	err := c.pool.CallContext(ctx, &s, "txpool_status")
	return uint64(s.Pending), err
}

func (c *chain) dial(t *testing.T) *Client {
	t.Helper()
	l, err := Dial(testContext(t), Config{Endpoint: c.endpoint, ChainID: 1337, Engine: Development})
	must(t, err)
	t.Cleanup(l.Close)
	return l
}

func testContext(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

var (
	almaFogPrincipal = custos.Principal{Address: almaFog.Address(), Name: "front-fog/master", Role: custos.RoleFog, Domain: "campus/front-door", TLSKey: custos.Hash{1}}
	policePrincipal  = custos.Principal{Address: police.Address(), Name: "police", Role: custos.RoleAuthority}
)

// timeOf is the time of a block; of the newest for 0.
func timeOf(t *testing.T, l *Client, block uint64) time.Time {
	t.Helper()
	if block == 0 {
		h, err := l.Head(testContext(t))
		must(t, err)
		return h.Time
	}
	h, err := l.HeadAt(testContext(t), block)
	must(t, err)
	return h.Time
}

// registerTest registers one of the tests' people, with the consent that his key signs.
func (c *Client) registerTest(ctx context.Context, by testKey, p custos.Principal) (Receipt, error) {
	agree := Consent{ChainID: c.cfg.ChainID, Registry: c.cfg.Contracts.Registry, Owner: by.Address(), Generation: 1, Role: p.Role, Domain: p.Domain}
	for _, k := range []testKey{almaFog, almaEdge, belaFog, police, cloud, mallet} {
		if k.Address() == p.Address {
			return c.RegisterPrincipal(ctx, by, p, k.sign(agree.Digest()))
		}
	}
	return Receipt{}, custos.Errorf(custos.Internal, "%s is none of the tests' people", p.Address)
}

func TestDialRefusesAnotherChain(t *testing.T) {
	c := newChain(t)
	ctx := testContext(t)
	_, err := Dial(ctx, Config{Endpoint: c.endpoint, ChainID: 1338})
	want(t, err, custos.Conflict)
	_, err = Dial(ctx, Config{Endpoint: c.endpoint, ChainID: 1337, Genesis: custos.Hash{1}})
	want(t, err, custos.Conflict)
	_, err = Dial(ctx, Config{Endpoint: c.endpoint + "-nobody", ChainID: 1337})
	want(t, err, custos.Unavailable)
	_, err = Dial(ctx, Config{ChainID: 1337})
	want(t, err, custos.Invalid)
	first, err := c.dial(t).HeadAt(ctx, 0)
	must(t, err)
	l, err := Dial(ctx, Config{Endpoint: c.endpoint, ChainID: 1337, Genesis: first.Hash})
	must(t, err)
	l.Close()
	l, err = Dial(ctx, Config{Endpoint: c.endpoint, ChainID: 1337, Contracts: Contracts{Registry: custos.Address{1}, Capabilities: custos.Address{2}, Anchors: custos.Address{3}}})
	must(t, err)
	_, err = l.Owners(ctx)
	want(t, err, custos.Invalid) // nothing stands there
	l.Close()
}

// TestClientTellsTheWholeStory goes through every write, and compares what Changes
// tells with what was done.
func TestClientTellsTheWholeStory(t *testing.T) { chains(t, clientTellsTheWholeStory) }

func clientTellsTheWholeStory(t *testing.T, l *Client) {
	ctx := testContext(t)

	owners, err := l.Owners(ctx)
	must(t, err)
	if len(owners) != 2 || owners[0].Name != "alma" || owners[1].Domain != "campus/second-door" {
		t.Fatalf("owners are %+v", owners)
	}
	var story []custos.PolicyChange
	var last Receipt
	told := func(r Receipt, err error) uint64 {
		t.Helper()
		must(t, err)
		if r.Tx.IsZero() || r.Block.Hash.IsZero() || r.GasUsed == 0 {
			t.Fatalf("receipt is %+v", r)
		}
		last = r
		return r.Number
	}
	tell := func(ch ...custos.PolicyChange) {
		for _, c := range ch {
			c.Block, c.Tx = last.Block, last.Tx
			story = append(story, c)
		}
	}

	fog := almaFogPrincipal
	told(l.registerTest(ctx, alma, fog))
	fog.Owner, fog.Active, fog.Generation, fog.Registration = alma.Address(), true, 1, 1
	tell(custos.PolicyChange{Principal: &fog})
	cop := policePrincipal
	told(l.registerTest(ctx, alma, cop))
	cop.Owner, cop.Active, cop.Generation, cop.Registration = alma.Address(), true, 1, 1
	tell(custos.PolicyChange{Principal: &cop})
	fog2 := fog
	fog2.TLSKey = custos.Hash{2}
	told(l.UpdateNode(ctx, alma, fog.Address, fog2.TLSKey, fog2.Endpoints))
	tell(custos.PolicyChange{Principal: &fog2})
	if got, err := l.Principal(ctx, fog.Address); err != nil || got != fog2 {
		t.Errorf("principal %+v, %v", got, err)
	}
	_, err = l.Principal(ctx, mallet.Address())
	want(t, err, custos.NotFound)

	told(l.SetRules(ctx, alma, nil, GlassRule{})) // he grants alone; rules are no rights
	g := custos.Capability{Grantee: cop.Address, Resource: "campus/front-door", Actions: custos.Live, From: day, Until: day.Add(week), Hours: custos.Hours{Days: 0x7f, From: 1, Until: 1440}, Depth: 2}
	g.Number = told(l.Grant(ctx, alma, g))
	g.Grantor, g.Generation, g.Registration = alma.Address(), 1, 1
	tell(custos.PolicyChange{Capability: &g})
	d := g
	d.Parent, d.Grantee, d.Resource, d.Depth = g.Number, fog.Address, "campus/front-door/cam1", 0
	d.Number = told(l.Delegate(ctx, police, d))
	d.Grantor, d.Generation, d.Registration = cop.Address, 0, 1
	tell(custos.PolicyChange{Capability: &d})

	q := Question{Principal: fog.Address, Resource: d.Resource, Action: custos.Live, Time: day.Add(time.Hour), Capability: d.Number}
	if ok, why, err := l.IsAllowed(ctx, q); !ok || err != nil {
		t.Errorf("not allowed: %s, %v", why, err)
	}
	before := last.Block.Number
	gone := g
	gone.Revoked = true
	told(l.Revoke(ctx, alma, g))
	tell(custos.PolicyChange{Capability: &gone})
	if ok, why, err := l.IsAllowed(ctx, q); ok || err != nil || !strings.Contains(why, "revoked") {
		t.Errorf("allowed by a revoked ancestor: %v %s, %v", ok, why, err)
	}
	q.Block = before
	if ok, why, err := l.IsAllowed(ctx, q); !ok || err != nil {
		t.Errorf("not allowed before the revocation: %s, %v", why, err)
	}

	ask := custos.AccessRequest{Principal: cop.Address, Resource: "campus/front-door", Actions: custos.Live | custos.Export, From: day, Until: day.Add(week), Reason: "a theft", LegalBasis: "§ 163 StPO", State: custos.RequestOpen}
	ask.Number = told(l.Request(ctx, police, ask))
	ask.Registration, ask.Made = 1, timeOf(t, l, last.Block.Number)
	tell(custos.PolicyChange{Request: &ask})
	given := custos.Capability{Resource: "campus/front-door/cam1", Actions: custos.Live, From: day, Until: day.Add(time.Hour)}
	given.Number = told(l.Approve(ctx, alma, ask, given, ask.Until))
	given.Grantor, given.Grantee, given.Generation, given.Registration = alma.Address(), cop.Address, 1, 1
	yes := ask
	yes.State, yes.Capability = custos.RequestApproved, given.Number
	tell(custos.PolicyChange{Capability: &given}, custos.PolicyChange{Request: &yes})
	if got, err := l.AccessRequest(ctx, ask.Number); err != nil || got != yes {
		t.Errorf("request %+v, %v", got, err)
	}
	if got, err := l.Capability(ctx, given.Number); err != nil || got != given {
		t.Errorf("capability %+v, %v", got, err)
	}
	again := ask
	again.Number = told(l.Request(ctx, police, ask))
	again.Made = timeOf(t, l, last.Block.Number)
	tell(custos.PolicyChange{Request: &again})
	no := again
	no.State = custos.RequestDenied
	told(l.Deny(ctx, alma, again, "ask with a court order"))
	tell(custos.PolicyChange{Request: &no})

	cora := custos.Owner{Address: newKey("cora").Address(), Name: "cora", Domain: "campus/library", WitnessKey: custos.Hash{9}, Active: true}
	p := told(l.Propose(ctx, alma, OwnerChange{Kind: AddOwner, Owner: cora, Threshold: 2}))
	if got, err := l.Proposal(ctx, p); err != nil || got.Votes != 1 || got.Executed || got.Change.Owner.Domain != cora.Domain || got.Change.Owner.WitnessKey != cora.WitnessKey {
		t.Errorf("proposal %+v, %v", got, err)
	}
	told(l.Vote(ctx, bela, p))
	cora.Generation = 1
	tell(custos.PolicyChange{Owner: &cora})
	moved := cora
	moved.Address, moved.WitnessKey = newKey("cora 2").Address(), custos.Hash{8}
	p = told(l.Propose(ctx, alma, OwnerChange{Kind: RotateOwner, Owner: cora, Replacement: moved.Address, WitnessKey: moved.WitnessKey, Threshold: 2}))
	told(l.Vote(ctx, bela, p))
	left := cora
	left.Active = false
	tell(custos.PolicyChange{Owner: &left}, custos.PolicyChange{Owner: &moved})
	p = told(l.Propose(ctx, alma, OwnerChange{Kind: RemoveOwner, Owner: moved, Threshold: 2}))
	told(l.Vote(ctx, bela, p))
	out := moved
	out.Active = false
	tell(custos.PolicyChange{Owner: &out})
	if got, err := l.Proposal(ctx, p); err != nil || !got.Executed || got.Void {
		t.Errorf("proposal %+v, %v", got, err)
	}
	if m, n, err := l.Threshold(ctx); m != 2 || n != 2 || err != nil {
		t.Errorf("%d of %d, %v", m, n, err)
	}

	ended := cop
	ended.Active = false
	told(l.DeactivatePrincipal(ctx, alma, cop.Address))
	tell(custos.PolicyChange{Principal: &ended})

	got, err := l.Changes(ctx, 0, last.Block.Number)
	must(t, err)
	for i := range max(len(got), len(story)) {
		if i >= len(got) || i >= len(story) || !reflect.DeepEqual(got[i], story[i]) {
			t.Fatalf("change %d differs:\n got %s\nwant %s", i, show(got, i), show(story, i))
		}
	}
	// A part of it is what those blocks say.
	some, err := l.Changes(ctx, last.Block.Number, last.Block.Number+10)
	must(t, err)
	if len(some) != 1 || some[0].Principal == nil {
		t.Errorf("the last block says %+v", some)
	}
	principals, err := l.Principals(ctx)
	must(t, err)
	if len(principals) != 2 || principals[1] != ended {
		t.Errorf("principals are %+v", principals)
	}
	if a, err := l.OwnerOf(ctx, "campus/front-door/cam1/x"); err != nil || a != alma.Address() {
		t.Errorf("owner %s, %v", a, err)
	}
	_, err = l.OwnerOf(ctx, "campus")
	want(t, err, custos.NotFound)
}

func show(c []custos.PolicyChange, i int) string {
	if i >= len(c) {
		return "nothing"
	}
	for _, p := range []any{c[i].Owner, c[i].Principal, c[i].Capability, c[i].Request} {
		if v := reflect.ValueOf(p); !v.IsNil() {
			return fmt.Sprintf("%T %+v in block %s", p, v.Elem(), c[i].Block.Hash)
		}
	}
	return "a change of nothing"
}

// TestClientAnchors follows a log on the chain, and reads it back by storage proof.
func TestClientAnchors(t *testing.T) { chains(t, clientAnchors) }

func clientAnchors(t *testing.T, l *Client) {
	ctx := testContext(t)
	_, err := l.AnchorOf(ctx, "campus/front-door", origin, 0)
	want(t, err, custos.NotFound)
	_, err = l.registerTest(ctx, alma, almaFogPrincipal)
	must(t, err)
	created, err := l.CreateLog(ctx, alma, origin, logKey.Address(), custos.Hash{1})
	must(t, err)
	tree := newTree(1000, "")
	var at []Receipt
	sizes := []uint64{3, 64, 64, 999}
	last := uint64(0)
	for _, n := range sizes {
		var proof []custos.Hash
		if n > last {
			proof = consistency(t, tree, last, n)
		}
		r, err := l.Anchor(ctx, almaFog, "campus/front-door", origin, at1(tree, n), proof)
		must(t, err)
		at, last = append(at, r), n
	}
	_, err = l.Anchor(ctx, almaFog, "campus/front-door", origin, at1(tree, 500), nil)
	want(t, err, custos.Conflict)
	for i, r := range at {
		s, err := l.AnchorOf(ctx, "campus/front-door", origin, r.Block.Number)
		must(t, err)
		if s.Checkpoint != at1(tree, sizes[i]) || s.Anchored != r.Block.Number || s.Count != uint64(i+1) || s.Origin != origin {
			t.Errorf("at block %d the log is %+v", r.Block.Number, s)
		}
		p, err := l.StorageProofs(ctx, r.Block.Number, l.Contracts().Anchors, layout.SlotsOfLog("campus/front-door", origin))
		must(t, err)
		got, err := layout.DecodeLog(values(p))
		must(t, err)
		if want := (layout.Log{
			Size: sizes[i], Root: at1(tree, sizes[i]).Root, Anchored: r.Block.Number, Count: uint64(i + 1),
			Signer: logKey.Address(), Created: created.Block.Number, Domain: layout.PathHash("campus/front-door"),
		}); got != want {
			t.Errorf("proof says %+v, want %+v", got, want)
		}
		if len(p.AccountProof) == 0 || len(p.Slots[0].Proof) == 0 {
			t.Error("the proof has no nodes")
		}
	}
	logs, err := l.Logs(ctx)
	must(t, err)
	if len(logs) != 1 || logs[0].ID != layout.LogID("campus/front-door", origin) {
		t.Errorf("logs are %+v", logs)
	}
	other := newTree(1000, "other")
	_, err = l.ReportFork(ctx, mallet, "campus/front-door", origin, signCheckpoint(t, logKey, origin, at1(tree, 7)), signCheckpoint(t, logKey, origin, at1(other, 7)))
	must(t, err)
	_, err = l.Anchor(ctx, almaFog, "campus/front-door", origin, at1(tree, 999), nil)
	want(t, err, custos.Conflict)
	if s, _ := l.AnchorOf(ctx, "campus/front-door", origin, 0); !s.Frozen {
		t.Error("not frozen")
	}
}

// values returns the values of the slots, as the decoders of ledger/layout take them.
func values(a *proof.Account) []custos.Hash {
	out := make([]custos.Hash, len(a.Slots))
	for i, s := range a.Slots {
		out[i] = s.Value
	}
	return out
}

func TestHeadersHashToTheirBlocks(t *testing.T) {
	c := newChain(t)
	l, ctx := c.dial(t), testContext(t)
	for range 230 {
		c.Commit()
	}
	headers, err := l.Headers(ctx, 3, 229)
	must(t, err)
	if len(headers) != 227 {
		t.Fatalf("%d headers", len(headers))
	}
	for i, h := range headers {
		at, err := l.HeadAt(ctx, uint64(3+i))
		must(t, err)
		if custos.Hash(crypto.Keccak256(h)) != at.Hash {
			t.Fatalf("header %d does not hash to its block", 3+i)
		}
	}
	_, err = l.Headers(ctx, 225, 300)
	want(t, err, custos.NotFound)
	_, err = l.Headers(ctx, 5, 4)
	want(t, err, custos.Invalid)
	_, err = l.HeadAt(ctx, 300)
	want(t, err, custos.NotFound)
}

func TestConfirmedUntilReorganised(t *testing.T) {
	c := newChain(t)
	l, ctx := c.dial(t), testContext(t)
	r, err := l.registerTest(ctx, alma, almaFogPrincipal)
	must(t, err)
	depth, canonical, err := l.Confirmed(ctx, r.Block)
	if depth != 0 || !canonical || err != nil {
		t.Fatalf("depth %d, canonical %v, %v", depth, canonical, err)
	}
	c.Commit()
	c.Commit()
	if depth, _, _ = l.Confirmed(ctx, r.Block); depth != 2 {
		t.Fatalf("depth %d", depth)
	}
	must(t, l.WaitConfirmed(ctx, r.Block))

	c.hold.Lock()
	head, err := l.HeadAt(ctx, r.Block.Number)
	must(t, err)
	must(t, c.Fork(common.Hash(head.Parent)))
	must(t, c.AdjustTime(time.Hour)) // another block of the same number
	for range 4 {
		c.Commit()
	}
	c.hold.Unlock()
	depth, canonical, err = l.Confirmed(ctx, r.Block)
	if depth != 0 || canonical || err != nil {
		t.Errorf("after a longer branch: depth %d, canonical %v, %v", depth, canonical, err)
	}
	want(t, l.WaitConfirmed(ctx, r.Block), custos.Conflict)
	if depth, canonical, err = l.Confirmed(ctx, custos.BlockRef{Number: 1 << 40}); depth != 0 || canonical || err != nil {
		t.Errorf("a block that never was: depth %d, canonical %v, %v", depth, canonical, err)
	}
}

// TestManyWritersShareAKey has two clients, as two processes would be, send with one
// key at once.
func TestManyWritersShareAKey(t *testing.T) { chains(t, manyWritersShareAKey) }

func manyWritersShareAKey(t *testing.T, l *Client) {
	ctx := testContext(t)
	a := l
	b, err := Dial(ctx, l.cfg)
	must(t, err)
	defer b.Close()
	_, err = a.registerTest(ctx, alma, policePrincipal)
	must(t, err)
	_, err = a.SetRules(ctx, alma, nil, GlassRule{}) // he grants alone
	must(t, err)
	const each = 12
	numbers := make(chan uint64, 2*each)
	var wg sync.WaitGroup
	for i := range 2 * each {
		l := []*Client{a, b}[i%2]
		wg.Go(func() {
			g := live(police)
			g.Until = g.Until.Add(time.Duration(i) * time.Second) // none is another's twin
			r, err := l.Grant(ctx, alma, g)
			if err != nil {
				t.Errorf("grant %d: %v", i, err)
			}
			numbers <- r.Number
		})
	}
	wg.Wait()
	close(numbers)
	seen := map[uint64]bool{}
	for n := range numbers {
		if n == 0 || seen[n] {
			t.Errorf("number %d came twice, or is none", n)
		}
		seen[n] = true
	}
	if n, err := a.CapabilityCount(ctx); n != 2*each || err != nil {
		t.Errorf("%d capabilities, %v", n, err)
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	c := newChain(t)
	l := c.dial(t)
	c.hold.Lock()
	defer c.hold.Unlock()
	ctx, cancel := context.WithTimeout(testContext(t), 300*time.Millisecond)
	defer cancel()
	_, err := l.registerTest(ctx, alma, almaFogPrincipal)
	want(t, err, custos.Unavailable)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v does not say that time ran out", err)
	}
}

// TestLateRefusal has the state change between the simulation and the block: two
// revoke the same capability in one block.
func TestLateRefusal(t *testing.T) {
	c := newChain(t)
	l, ctx := c.dial(t), testContext(t)
	_, err := l.registerTest(ctx, alma, policePrincipal)
	must(t, err)
	_, err = l.SetRules(ctx, alma, nil, GlassRule{}) // he grants alone
	must(t, err)
	r, err := l.Grant(ctx, alma, live(police))
	must(t, err)
	d := live(police)
	d.Parent, d.Depth = r.Number, 0
	r, err = l.Delegate(ctx, police, d)
	must(t, err)
	given, err := l.Capability(ctx, r.Number)
	must(t, err)
	c.hold.Lock()
	errs := make(chan error, 2)
	for _, k := range []testKey{alma, police} {
		go func() {
			_, err := l.Revoke(ctx, k, given)
			errs <- err
		}()
	}
	for n := uint64(0); n < 2; {
		n, err = c.pending(ctx)
		must(t, err)
		must(t, sleep(ctx, time.Millisecond))
	}
	c.hold.Unlock()
	first, second := <-errs, <-errs
	if first != nil {
		first, second = second, first
	}
	must(t, first)
	want(t, second, custos.Conflict)
}

// TestAttack20Replay shows that what was signed for one chain is refused on another.
func TestAttack20Replay(t *testing.T) {
	c := newChain(t)
	l, ctx := c.dial(t), testContext(t)
	to := common.Address(l.Contracts().Registry)
	data := l.registry.PackDeactivatePrincipal(common.Address(almaFog.Address()))
	_, err := l.registerTest(ctx, alma, almaFogPrincipal)
	must(t, err)
	nonce, err := l.eth.PendingNonceAt(ctx, common.Address(alma.Address()))
	must(t, err)
	tx := &types.LegacyTx{Nonce: nonce, GasPrice: big.NewInt(1 << 33), Gas: 500_000, To: &to, Data: data}
	elsewhere, err := types.SignNewTx(alma.key, types.NewEIP155Signer(big.NewInt(1338)), tx)
	must(t, err)
	if err := l.eth.SendTransaction(ctx, elsewhere); err == nil {
		t.Error("a transaction of another chain was taken")
	}
	// The same words, signed for this chain, are taken once and not twice.
	here, err := types.SignNewTx(alma.key, l.signer, tx)
	must(t, err)
	must(t, l.eth.SendTransaction(ctx, here))
	_, err = l.wait(ctx, here)
	must(t, err)
	if err := l.eth.SendTransaction(ctx, here); err == nil {
		t.Error("a transaction was taken twice")
	}
	// What the client signs is bound to the chain, never the old form without it.
	signed, err := types.SignNewTx(alma.key, l.signer, &types.LegacyTx{})
	must(t, err)
	if !signed.Protected() {
		t.Error("the client signs without a chain id")
	}
}
