package fog

import (
	"context"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
)

// After the owners moved to other contracts the log goes on there: what was anchored before
// is proved where it was, and an anchor that came too late is made again.
func TestLogGoesOnInOtherContracts(t *testing.T) {
	ctx := t.Context()
	a := newAnchored(t)
	before := a.grown(t, 2)
	a.turn(t)
	a.chain.grow(2)
	a.turn(t)
	a.want(t, before, 1)
	was, err := a.proven(ctx, before-1)
	if err != nil {
		t.Fatal(err)
	}
	// The vote is in a block, and an anchor that was on its way in the next.
	until := a.chain.mine(a.chain.tip()).Number + 1
	late := a.grown(t, 1)
	a.turn(t)
	a.chain.grow(2)
	a.turn(t)
	a.want(t, late, 2)
	// The other contracts know nothing of the log yet.
	opened := a.chain.mine(ledger.LogState{}).Number
	sizeAt := func(_ context.Context, block uint64) (uint64, error) {
		if block < opened {
			return 0, nil
		}
		return a.chain.blocks[block].state.Size, nil
	}
	newest := a.grown(t, 1)
	if err := forgetStrays(ctx, a.Anchorer, until, sizeAt); err != nil {
		t.Fatal(err)
	}
	a.turn(t)
	a.chain.grow(2)
	a.turn(t)
	a.want(t, newest, 3)
	if p, err := a.proven(ctx, before-1); err != nil || p.block != was.block || p.cp.Size != before {
		t.Errorf("what was anchored before is proved at %d in block %v, want %d in %v; %v", p.cp.Size, p.block, before, was.block, err)
	}
	p, err := a.proven(ctx, late-1)
	if err != nil || p.block.Number < opened {
		t.Errorf("what came late is proved in block %v, in which the contracts did not count; %v", p.block, err)
	}
	// At the next start nothing is forgotten.
	if err := forgetStrays(ctx, a.Anchorer, until, sizeAt); err != nil {
		t.Fatal(err)
	}
	if again, err := a.proven(ctx, late-1); err != nil || again.block != p.block {
		t.Errorf("at the next start it is proved in block %v, was in %v; %v", again.block, p.block, err)
	}
}

// A directory that is older than what the contracts of before say of it does not go on in
// new ones, which know nothing of it yet.
func TestAttack04RestoredDirectoryAfterAMove(t *testing.T) {
	ctx := t.Context()
	a := newAnchored(t)
	size := a.grown(t, 2)
	a.turn(t)
	before, now := a.chain, newFickle()
	if err := CheckAgainstChain(ctx, a.audited.Log, before, now); err != nil {
		t.Errorf("the log as it is: %v", err)
	}
	longer := before.tip()
	longer.Size = size + 1
	before.mine(longer)
	if err := CheckAgainstChain(ctx, a.audited.Log, before, now); custos.KindOf(err) != custos.Corrupt {
		t.Errorf("a log that is older than its anchor in the contracts of before: %v", err)
	}
}
