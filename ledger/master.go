package ledger

import (
	"context"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"
)

// Master is the chain as a domain's master uses it: with his key, and in plain values.
type Master struct {
	*Client
	Key *key.Key
	// Domain is whose log it is.
	Domain custos.Resource
}

// Block returns the canonical block of a number; NotFound beyond the head.
func (m Master) Block(ctx context.Context, number uint64) (custos.Head, error) {
	return m.HeadAt(ctx, number)
}

// AnchorOf returns what the contract has for a log at the newest block; the zero
// value but for the origin if the log is not opened yet.
func (m Master) AnchorOf(ctx context.Context, origin string) (LogState, error) {
	l, err := m.Client.AnchorOf(ctx, m.Domain, origin, 0)
	if custos.KindOf(err) == custos.NotFound {
		return LogState{Origin: origin}, nil
	}
	return l, err
}

// Anchor sends a checkpoint and waits until it stands in a block.
func (m Master) Anchor(ctx context.Context, origin string, size uint64, root custos.Hash, consistency [][]byte) (tx custos.Hash, block custos.BlockRef, gas uint64, err error) {
	p := make([]custos.Hash, len(consistency))
	for i, h := range consistency {
		if len(h) != len(p[i]) {
			return tx, block, 0, custos.Errorf(custos.Invalid, "anchor %s at %d: hash %d of the consistency proof has %d bytes, want 32", origin, size, i, len(h))
		}
		p[i] = custos.Hash(h)
	}
	r, err := m.Client.Anchor(ctx, m.Key, m.Domain, origin, Checkpoint{Size: size, Root: root}, p)
	return r.Tx, r.Block, r.GasUsed, err
}
