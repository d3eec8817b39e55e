package masterdb

import (
	"context"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
)

// Cosigned keeps what this master cosigned of other logs, before it answers them.
type Cosigned interface {
	// Cosign shows check what was cosigned last of a log, size 0 if nothing was, and keeps that a
	// larger or the same tree is cosigned; with it the policy, if one is given. If check fails,
	// nothing is kept and its error is returned as it is. All of it is one transaction that no
	// other Cosign comes between, so no log gets two stories signed; check is called once.
	Cosign(ctx context.Context, c Cosigning, check func(size uint64, root custos.Hash) error) error
	// CosignedRoot returns the root that was cosigned of a log at a size, the first if two were.
	CosignedRoot(ctx context.Context, origin string, size uint64) (custos.Hash, bool, error)
}

// Cosigning is a tree that is to be cosigned.
type Cosigning struct {
	Origin string
	Size   uint64
	Root   custos.Hash
	// Policy is what its checkpoint says of the contracts' policy; nil if nothing is to be
	// remembered of that.
	Policy *Policy
}

// Policy is a digest of the contracts' policy that was cosigned.
type Policy struct {
	// Deployment names the contracts. What is of others is never in an answer.
	Deployment custos.Hash
	Said       evidence.Policy
	// Block is that by which it was last seen to hold.
	Block custos.Hash
	// Keep is of how many policies of these contracts, counted from the highest block down, the
	// blocks stay remembered when this one is kept. It is not stored.
	Keep int
}
