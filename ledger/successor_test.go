package ledger

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
)

// foundersOf are the owners of the tests' genesis, as a deployment names them.
func foundersOf(t *testing.T) GenesisConfig {
	t.Helper()
	g := testGenesis(t)
	return GenesisConfig{ChainID: 1337, Owners: g.Owners(), Threshold: 2}
}

// redeploy has alma deploy, and goes on with blocks until what she sent is confirmed.
func (c *chain) redeploy(t *testing.T, l *Client) *Deployment {
	t.Helper()
	type result struct {
		d   *Deployment
		err error
	}
	done := make(chan result)
	go func() {
		d, err := l.Redeploy(testContext(t), alma)
		done <- result{d, err}
	}()
	for {
		select {
		case r := <-done:
			must(t, r.err)
			return r.d
		case <-time.After(10 * time.Millisecond):
			c.hold.Lock()
			c.Commit()
			c.hold.Unlock()
		}
	}
}

// Only what this program's constructors leave, for the owners as they are, is moved to.
func TestCheckSuccessor(t *testing.T) {
	c := newChain(t)
	l := c.dial(t)
	ctx := testContext(t)
	good := c.redeploy(t, l)
	codes, err := l.CheckSuccessor(ctx, good.Contracts, 0)
	must(t, err)
	if codes != good.Codes || codes.Registry.IsZero() {
		t.Errorf("the hashes of the code are %+v, and %+v was deployed", codes, good.Codes)
	}
	own, err := OwnCode(good.Contracts.Registry)
	must(t, err)
	if own != codes {
		t.Errorf("this program's contracts have the code %+v, on the chain stands %+v", own, codes)
	}

	other := func(change func(*GenesisConfig)) func() Contracts {
		return func() Contracts {
			g := foundersOf(t)
			change(&g)
			d, _, err := l.deploy(ctx, mallet, g)
			must(t, err)
			return d.Contracts
		}
	}
	owner := func(change func(*custos.Owner)) func() Contracts {
		return other(func(g *GenesisConfig) {
			g.Owners = slices.Clone(g.Owners)
			change(&g.Owners[0])
		})
	}
	for lie, one := range map[string]struct {
		make func() Contracts
		says string
	}{
		"another owner's account": {owner(func(o *custos.Owner) { o.Address = mallet.Address() }), "is no owner in it"},
		"another witness key":     {owner(func(o *custos.Owner) { o.WitnessKey = custos.Hash{8} }), "witness key"},
		"another domain":          {owner(func(o *custos.Owner) { o.Domain = "campus/elsewhere" }), "domain"},
		"another name":            {owner(func(o *custos.Owner) { o.Name = "mallet" }), "name"},
		"one owner more": {other(func(g *GenesisConfig) {
			g.Owners = append(g.Owners, custos.Owner{Address: mallet.Address(), Name: "mallet", Domain: "campus/cellar", WitnessKey: custos.Hash{7}})
		}), "3 owners"},
		"one vote decides": {other(func(g *GenesisConfig) { g.Owners, g.Threshold = g.Owners[:1], 1 }), "1 votes decide"},
		"another registry's capabilities": {func() Contracts {
			d, _, err := l.deploy(ctx, mallet, foundersOf(t))
			must(t, err)
			d.Contracts.Capabilities = good.Contracts.Capabilities
			return d.Contracts
		}, "Capabilities is another contract"},
		"another registry's anchors": {func() Contracts {
			d, _, err := l.deploy(ctx, mallet, foundersOf(t))
			must(t, err)
			d.Contracts.Anchors = good.Contracts.Anchors
			return d.Contracts
		}, "Anchors is another contract"},
		"no contract": {func() Contracts { return Contracts{Registry: custos.Address{9}} }, "Registry is another contract"},
		"something was voted on there": {func() Contracts {
			d := c.redeploy(t, l)
			_, err := l.At(d.Contracts).Propose(ctx, alma, OwnerChange{Kind: SetThreshold, Threshold: 2})
			must(t, err)
			return d.Contracts
		}, "changes were proposed"},
		"a principal whom nobody asked": {func() Contracts { return deployWith(ctx, t, l, police) }, "registered by its constructor"},
	} {
		t.Run(lie, func(t *testing.T) {
			_, err := l.CheckSuccessor(ctx, one.make(), 0)
			want(t, err, custos.Denied)
			if !strings.Contains(err.Error(), one.says) {
				t.Errorf("it says: %v", err)
			}
		})
	}

	// By the state at a block, what is done there later does not matter.
	head, err := l.Head(ctx)
	must(t, err)
	_, err = l.At(good.Contracts).Propose(ctx, alma, OwnerChange{Kind: SetThreshold, Threshold: 2})
	must(t, err)
	_, err = l.CheckSuccessor(ctx, good.Contracts, head.Number)
	must(t, err)
	_, err = l.CheckSuccessor(ctx, good.Contracts, 0)
	want(t, err, custos.Denied)
}

// deployWith deploys contracts whose constructor registers a node that nobody asked.
func deployWith(ctx context.Context, t *testing.T, l *Client, node testKey) (at Contracts) {
	t.Helper()
	var owners []bindings.RegistryNewOwner
	for _, o := range testGenesis(t).Owners() {
		owners = append(owners, bindings.RegistryNewOwner{Account: common.Address(o.Address), Name: string(o.Name), Domain: o.Domain.Segments(), WitnessKey: o.WitnessKey})
	}
	owners[0].Node = bindings.RegistryNewNode{Account: common.Address(node.Address()), Name: "theirs", TlsKey: custos.Hash{1}}
	put := func(data []byte) custos.Address {
		_, raw, err := l.perform(ctx, mallet, outgoing{data: data, explain: l.registry.UnpackError})
		must(t, err)
		return custos.Address(raw.ContractAddress)
	}
	at.Registry = put(append(common.FromHex(bindings.RegistryMetaData.Bin), l.registry.PackConstructor(owners, 2)...))
	for name, a := range map[contractName]*custos.Address{capabilitiesContract: &at.Capabilities, anchorsContract: &at.Anchors} {
		input, _, err := creation(name, GenesisConfig{}, at.Registry)
		must(t, err)
		*a = put(input)
	}
	return at
}

// A hand-over is told of once it is confirmed, and closes the registry that is left.
func TestMoved(t *testing.T) {
	c := newChain(t)
	l := c.dial(t)
	ctx := testContext(t)
	d := c.redeploy(t, l)
	change := OwnerChange{Kind: HandOver, Owner: custos.Owner{Address: d.Contracts.Registry}, Subject: d.Name()}
	p, err := l.Propose(ctx, alma, change)
	must(t, err)
	if m, err := l.Moved(ctx); err != nil || m != nil {
		t.Fatalf("after one of two votes: %+v, %v", m, err)
	}
	r, err := l.Vote(ctx, bela, p.Number)
	must(t, err)
	if m, err := l.Moved(ctx); err != nil || m != nil {
		t.Errorf("before it is confirmed: %+v, %v", m, err)
	}
	c.hold.Lock()
	c.Commit()
	c.Commit()
	c.hold.Unlock()
	if m, err := l.Moved(ctx); err != nil || m == nil || *m != (Moved{Registry: d.Contracts.Registry, Name: d.Name(), Block: r.Block}) {
		t.Errorf("once it is confirmed: %+v, %v; want block %v", m, err, r.Block)
	}
	_, err = l.Propose(ctx, alma, change)
	if err == nil {
		t.Error("the registry that was left is open")
	}
	if m, err := l.At(d.Contracts).Moved(ctx); err != nil || m != nil {
		t.Errorf("the new one says %+v, %v", m, err)
	}
}
