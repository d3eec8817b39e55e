package masterdb

import (
	"context"
	"time"

	"custos.dev/custos"
)

// Anchors keeps the checkpoints that left this master, and their anchors on the chain. Both are
// known by their size, the number of leaves that they cover.
type Anchors interface {
	// Checkpoint returns the checkpoint of a size.
	Checkpoint(ctx context.Context, size uint64) (Checkpoint, bool, error)
	// KeepCosigned keeps a checkpoint with its cosignatures. The note, cosignatures and number
	// of signers replace those that are kept of that size; the root stays.
	KeepCosigned(ctx context.Context, c Checkpoint) error
	// KeepAnchor keeps an anchor, not confirmed, and with it the checkpoint that it is of, if
	// none of that size is kept. It replaces an anchor of that size but for the time when that
	// was sent. Of c only size, root and note count.
	KeepAnchor(ctx context.Context, c Checkpoint, a Anchor) error
	// HasAnchor reports whether an anchor of that size is kept.
	HasAnchor(ctx context.Context, size uint64) (bool, error)
	// Suspects are the anchors that the chain may have taken back, the largest first: all above
	// the 65th newest confirmed one, and that one.
	Suspects(ctx context.Context) ([]Anchor, error)
	// AnchorFrom returns the anchor in the lowest block from one on, of several the smallest.
	AnchorFrom(ctx context.Context, block uint64) (Anchor, bool, error)
	// Confirm marks anchors as confirmed, all or none of them. One that is in another block by
	// now is left as it is.
	Confirm(ctx context.Context, all []Anchor) error
	// ForgetAnchor forgets an anchor, unless it is in another block by now.
	ForgetAnchor(ctx context.Context, size uint64, block custos.Hash) error

	// Witnessed returns the size of the largest checkpoint with so many signers; 0 if none is.
	Witnessed(ctx context.Context, signers int) (uint64, error)
	// Anchored returns size and block of the largest checkpoint with so many signers whose anchor
	// is confirmed; 0 if there is none.
	Anchored(ctx context.Context, signers int) (size, block uint64, err error)
	// Proven returns the smallest checkpoint that covers the leaf of an index, has so many
	// signers, and whose anchor is confirmed, with that anchor's block.
	Proven(ctx context.Context, index uint64, signers int) (Proven, bool, error)
}

// Checkpoint is one that left this master.
type Checkpoint struct {
	Size uint64
	Root custos.Hash
	// Note is its text with the log's own signatures, Cosignatures those of the owners, a line
	// each, and Signers their number.
	Note, Cosignatures string
	Signers            int
}

// Anchor is a checkpoint on the chain.
type Anchor struct {
	Size      uint64
	Block     custos.BlockRef
	Confirmed bool
	// Tx, Gas and Sent, by the master's clock, are kept; no question gives them back.
	Tx   custos.Hash
	Gas  uint64
	Sent time.Time
}

// Proven is a checkpoint that owners witnessed and the chain holds.
type Proven struct {
	Checkpoint
	Block custos.BlockRef
}
