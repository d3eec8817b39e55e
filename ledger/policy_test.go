package ledger

import (
	"context"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"
)

// TestAttack52PolicyDigest: whoever has another right, owner or rule at a block has another
// digest there; what anchors and empty blocks add is none of it.
func TestAttack52PolicyDigest(t *testing.T) {
	c := newChain(t)
	l, ctx := c.dial(t), testContext(t)
	digest := func(block custos.BlockRef) custos.Hash {
		t.Helper()
		d, err := l.PolicyDigest(ctx, block.Hash)
		must(t, err)
		return d
	}
	head := func() custos.BlockRef {
		t.Helper()
		h, err := l.Head(ctx)
		must(t, err)
		return h.BlockRef
	}
	before := digest(head())
	c.Commit()
	if d := digest(head()); d != before {
		t.Errorf("an empty block changed the digest to %s", d)
	}
	told := func(r Receipt, err error) custos.BlockRef {
		t.Helper()
		must(t, err)
		if d := digest(r.Block); d == before {
			t.Errorf("block %d did not change the digest", r.Block.Number)
		} else {
			before = d
		}
		return r.Block
	}
	k, err := key.Generate()
	must(t, err)
	guard := custos.Principal{Address: k.Address(), Name: "guard", Role: custos.RoleAuthority}
	told(l.RegisterKey(ctx, alma, guard, k))
	first := Rule{Resource: "campus/front-door", Actions: custos.Export, Roles: []custos.Role{custos.RoleAuthority}, Quorum: 1, Approvers: []custos.Address{alma.Address()}}
	one := told(l.SetRules(ctx, alma, []Rule{first}, GlassRule{}))
	told(l.SetRules(ctx, alma, nil, GlassRule{}))
	g := custos.Capability{Grantee: k.Address(), Resource: "campus/front-door", Actions: custos.Live, From: time.Now(), Until: time.Now().Add(time.Hour)}
	r, err := l.Grant(ctx, alma, g)
	told(r, err)
	g, err = l.Capability(ctx, r.Number)
	must(t, err)
	revoked := told(l.Revoke(ctx, alma, g))
	for range 4 {
		c.Commit()
	}

	for _, w := range []struct {
		at             custos.BlockRef
		written, rules int
	}{{r.Block, 2, 0}, {one, 1, 1}, {custos.BlockRef{Number: 1}, 0, 0}} {
		rules, err := l.RulesAt(ctx, "campus/front-door", w.at.Number)
		must(t, err)
		n, err := l.RulesWritten(ctx, "campus/front-door", w.at.Number)
		must(t, err)
		if n != w.written || len(rules.Rules) != w.rules || rules.Written != (n > 0) {
			t.Errorf("at block %d: rules %+v, written %d times; want %+v", w.at.Number, rules, n, w)
		}
	}
	if n, err := l.RulesWritten(ctx, "campus/second-door", revoked.Number); n != 0 || err != nil {
		t.Errorf("another domain's rules were written %d times, %v", n, err)
	}

	// A rewrite without the revocation: the same block has another digest.
	c.hold.Lock()
	defer c.hold.Unlock()
	block, err := l.HeadAt(ctx, revoked.Number)
	must(t, err)
	must(t, c.Fork(common.Hash(block.Parent)))
	c.Rollback() // the pool has the revocation again
	must(t, c.AdjustTime(time.Hour))
	for range 9 {
		c.Commit()
	}
	block, err = l.HeadAt(ctx, revoked.Number)
	must(t, err)
	if block.Hash == revoked.Hash {
		t.Fatal("the chain was not rewritten")
	}
	if digest(block.BlockRef) == before {
		t.Error("without the revocation the digest is the same")
	}
	if _, err := l.PolicyDigest(context.Background(), custos.Hash{1}); custos.KindOf(err) != custos.Unavailable {
		t.Errorf("of a block that never was: %v", err)
	}
}
