package mirror

import (
	"context"
	"errors"
	"fmt"

	"custos.dev/custos"
	"custos.dev/custos/evidence"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/client"
	"golang.org/x/mod/sumdb/note"
)

// Keys are what a log's checkpoints are signed by; both must have.
type Keys struct{ Log, Ledger note.Verifier }

// KeysOf are those of a log in the registry.
func KeysOf(l evidence.TrustLog) (Keys, error) {
	v, err := evidence.NoteVerifier(l.Origin, l.Key[:])
	return Keys{v, evidence.LedgerVerifier(l.Origin, l.Signer)}, err
}

// id names both keys.
func (k Keys) id() string { return fmt.Sprintf("%08x%08x", k.Log.KeyHash(), k.Ledger.KeyHash()) }

// open reads a checkpoint of a log that both of its keys signed.
func (k Keys) open(origin, signed string) (evidence.Checkpoint, error) {
	n, err := note.Open([]byte(signed), note.VerifierList(k.Log, k.Ledger))
	if err != nil {
		return evidence.Checkpoint{}, custos.Errorf(custos.Denied, "the checkpoint is not signed by %s: %w", origin, err)
	}
	if len(n.Sigs) != 2 {
		return evidence.Checkpoint{}, custos.Errorf(custos.Denied, "the checkpoint has one signature of %s, and both of its keys sign", origin)
	}
	cp, err := evidence.ParseCheckpoint(n.Text)
	if err == nil && cp.Origin != origin {
		err = custos.Errorf(custos.Corrupt, "the checkpoint is of %s, not of %s", cp.Origin, origin)
	}
	return cp, err
}

// Known is a root that is known of a log without its mirror: what the own witness cosigned, or what
// the chain holds.
type Known struct {
	Size uint64
	Root custos.Hash
	// By is from where, for people.
	By string
}

// story is a contradiction between what a log's keys signed.
type story struct{ why error }

func (s *story) Error() string { return s.why.Error() }
func (s *story) Unwrap() error { return s.why }

func twoStories(format string, args ...any) error {
	return &story{custos.Errorf(custos.Corrupt, format, args...)}
}

// check holds a batch's bodies against its leaf, which says what they were signed over. It says
// whether any is not here that could be. What the leaf says is not asked for its signature: a log
// holds what it holds, and whoever shows evidence from it verifies that.
func (e *Entry) check(wants Wanted) (missing bool, err error) {
	b, err := e.Leaf.Said()
	if err != nil {
		// Nothing of it can be held against it.
		e.Bodies = nil
		return false, nil
	}
	if len(e.Bodies) == 0 {
		return wants != None, nil
	}
	commitments := make([]custos.Hash, len(e.Bodies))
	for i := range e.Bodies {
		o := &e.Bodies[i]
		commitments[i] = o.Commitment
		missing = missing || wants == All && !o.Kept() && !o.Removed
	}
	if err := b.CheckCommitments(commitments); err != nil {
		e.Bodies = nil
		return wants != None, custos.Errorf(custos.Corrupt, "the bodies of leaf %d are not those of its batch: %w", e.Index, err)
	}
	return missing, nil
}

// tiles is Tessera's way to a log's tiles.
type tiles = client.TileFetcherFunc

// consistency proves by somebody's tiles that the tree of a checkpoint extends one of a size and root.
func consistency(ctx context.Context, from tiles, size uint64, root custos.Hash, cp evidence.Checkpoint) error {
	pb, err := client.NewProofBuilder(ctx, cp.Size, from)
	if err != nil {
		return err
	}
	p, err := pb.ConsistencyProof(ctx, size, cp.Size)
	if err != nil {
		return err
	}
	return evidence.VerifyConsistency(size, cp.Size, p, root, cp.Root)
}

// diagnose says why the entries that somebody gave do not lead from what is mirrored to a checkpoint.
// That the log tells two stories is said only where that is proved: by a tree that its checkpoint
// binds, and that had another root at the mirrored size. All else may be a damaged disk, or who
// answers, and is asked for again.
func diagnose(ctx context.Context, from tiles, held, cp evidence.Checkpoint, wrong error) error {
	if held.Size == 0 {
		return wrong
	}
	root, err := rootByTiles(ctx, from, held.Size)
	if err != nil {
		return errors.Join(wrong, err)
	}
	if err := consistency(ctx, from, held.Size, root, cp); err != nil {
		return errors.Join(wrong, err)
	}
	if root != held.Root {
		return twoStories("the log had the root %s at %d leaves, and signed a tree of %d leaves that had %s there", held.Root, held.Size, cp.Size, root)
	}
	return wrong
}

// rootByTiles is the root that a log had at a size, by somebody's tiles.
func rootByTiles(ctx context.Context, from tiles, size uint64) (custos.Hash, error) {
	nodes, err := client.FetchRangeNodes(ctx, size, from)
	if err != nil {
		return custos.Hash{}, err
	}
	r, err := (&compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}).NewRange(0, size, nodes)
	if err != nil {
		return custos.Hash{}, err
	}
	root, err := r.GetRootHash(nil)
	if err != nil || len(root) != len(custos.Hash{}) {
		return custos.Hash{}, custos.Errorf(custos.Corrupt, "the tiles give no root at %d leaves: %w", size, err)
	}
	return custos.Hash(root), nil
}
