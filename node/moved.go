package node

import (
	"context"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger"
)

// Halted says why this service waits for its owner's hand: the owners moved to another
// deployment of the contracts, and the site here did not yet. Until it does nothing is decided
// by the contracts of before but for the owner's own services on one node, and nothing is
// anchored in them; what cameras and analyzers do goes on and is committed. nil if there is
// no such reason.
func (r *Runtime) Halted() error {
	m := r.moved.Load()
	if m == nil {
		return nil
	}
	return custos.Errorf(custos.Unavailable, "the owners moved to another deployment of the contracts in block %d, and this site did not yet: run `custos network move` (docs/network.md)", m.Block.Number)
}

func haltedIn(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// followMove looks at each new head whether the owners moved, until ctx ends.
func (r *Runtime) followMove(ctx context.Context) error {
	said := false
	var at custos.Hash
	for ctx.Err() == nil {
		if head := r.Heads.newest(); head.Hash != at {
			if err := r.lookMoved(ctx); err == nil {
				at = head.Hash
			} else if ctx.Err() == nil {
				r.Log.Warn("whether the owners moved to another deployment cannot be read", "err", err)
			}
		}
		if err := r.Halted(); err != nil && !said {
			r.Log.Warn("halted", "err", err)
			said = true
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
	return nil
}

// lookMoved notes whether the owners moved. A reorganisation can take it back.
func (r *Runtime) lookMoved(ctx context.Context) error {
	m, err := r.Chain.Moved(ctx)
	if err != nil {
		return err
	}
	r.moved.Store(m)
	r.Index.Close(haltedIn(r.Halted()))
	return nil
}

// MoveTrust is a trust file after the owners moved to a deployment, whose registry next
// asks: its contracts count from the block after the one in which they decided it.
func MoveTrust(ctx context.Context, next *ledger.Client, base *evidence.Trust, codes ledger.CodeHashes, in custos.BlockRef) (*evidence.Trust, error) {
	at := next.Contracts()
	t := base.Moved(evidence.TrustContracts{
		Registry:     evidence.TrustContract{Address: at.Registry, CodeHash: codes.Registry},
		Capabilities: evidence.TrustContract{Address: at.Capabilities, CodeHash: codes.Capabilities},
		Anchors:      evidence.TrustContract{Address: at.Anchors, CodeHash: codes.Anchors},
	}, in.Number+1)
	return TrustNow(ctx, next, t)
}
