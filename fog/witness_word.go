package fog

import (
	"context"
	"errors"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"

	"golang.org/x/mod/sumdb/note"
)

// addWord cosigns the chain's first blocks for another owner's master: those that the own node
// has, deep enough, and has had whenever this witness cosigned some of them before. What another
// chain holds in their place is cosigned only once that is known to contradict nothing that
// anybody could prove: when enough others have cosigned it, for then they were never enough
// with this one; or when the owners voted to go on with that chain.
func (w *Witness) addWord(ctx context.Context, req addCheckpoint) (string, error) {
	text, lines, _ := strings.Cut(req.note, "\n\n")
	text += "\n"
	if err := w.asks(req.note, lines); err != nil {
		return "", err
	}
	if req.cp.Size == 0 || req.cp.Policy != (evidence.Policy{}) {
		return "", custos.Errorf(custos.Invalid, "a tree of blocks is over some, and says nothing else")
	}
	if err := w.Words.grow(ctx, w.Words.Depth); err != nil {
		return "", err
	}
	have, err := w.Words.Tree.Size(ctx)
	if err != nil {
		return "", err
	}
	if have < req.cp.Size {
		return "", custos.Errorf(custos.Unavailable, "not yet: this owner's node has %d blocks deep enough, %d are to be cosigned", have, req.cp.Size)
	}
	root, err := w.Words.Tree.Root(ctx, req.cp.Size)
	if err != nil {
		return "", err
	}
	if root != req.cp.Root {
		return "", custos.Errorf(custos.Denied, "this owner's node has other blocks among the first %d: they are not cosigned; the chains differ", req.cp.Size)
	}
	// Nothing is asked of the chain in the database's transaction.
	before, err := w.cosigned(ctx, req.cp.Origin)
	if err != nil {
		return "", err
	}
	keep, err := w.mayFollow(ctx, before, have, req.cp, text, lines)
	if err != nil {
		return "", err
	}
	if keep {
		w.mu.Lock()
		defer w.mu.Unlock()
		err = w.DB.Cosign(ctx, masterdb.Cosigning{Origin: req.cp.Origin, Size: req.cp.Size, Root: req.cp.Root}, func(size uint64, root custos.Hash) error {
			if size != before.Size || root != before.Root {
				return custos.Errorf(custos.Unavailable, "this witness cosigned other blocks meanwhile: ask again")
			}
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	return evidence.Cosign(text, w.Name, w.Key, time.Now()), nil
}

// asks checks that a request is signed by a log that this witness knows.
func (w *Witness) asks(signed, lines string) error {
	for line := range strings.Lines(lines) {
		_, rest, _ := strings.Cut(line, " ")
		name, _, _ := strings.Cut(rest, " ")
		if v, ok := w.Verifier(name); ok {
			if _, err := note.Open([]byte(signed), note.VerifierList(v)); err == nil {
				return nil
			}
		}
	}
	return custos.Errorf(custos.Denied, "the blocks are to be cosigned for a log that this witness does not know")
}

// cosigned is what this witness cosigned last of an origin.
func (w *Witness) cosigned(ctx context.Context, origin string) (last masterdb.Cosigning, err error) {
	only := errors.New("only looked at")
	err = w.DB.Cosign(ctx, masterdb.Cosigning{Origin: origin}, func(size uint64, root custos.Hash) error {
		last = masterdb.Cosigning{Origin: origin, Size: size, Root: root}
		return only
	})
	if errors.Is(err, only) {
		err = nil
	}
	return last, err
}

// mayFollow says whether a tree of the own node's blocks may be cosigned after another one, and
// if so whether it is the one to remember.
func (w *Witness) mayFollow(ctx context.Context, before masterdb.Cosigning, have uint64, cp evidence.Checkpoint, text, lines string) (keep bool, err error) {
	if before.Size == 0 {
		return true, nil
	}
	if before.Size > have {
		return false, custos.Errorf(custos.Unavailable, "not yet: this owner's node has %d blocks deep enough, and cosigned %d before", have, before.Size)
	}
	root, err := w.Words.Tree.Root(ctx, before.Size)
	if err != nil {
		return false, err
	}
	if root == before.Root {
		return cp.Size > before.Size, nil // one that is a part of it says nothing else
	}
	if n, threshold := w.Words.others(text, lines); n >= threshold {
		return true, nil
	}
	headers, err := w.Words.Ledger.Headers(ctx, before.Size-1, before.Size-1)
	if err != nil {
		return false, err
	}
	block, err := blockHash(headers[0])
	if err != nil {
		return false, err
	}
	accepted, err := w.Words.Ledger.AcceptedChain(ctx, block)
	if err != nil || accepted != 0 {
		return accepted != 0, err
	}
	return false, custos.Errorf(custos.Denied, "this owner's node has replaced blocks among the first %d that it cosigned: no others are cosigned until the owners vote to go on with this chain, by `custos ledger resolve %s`, or enough of them have cosigned it", before.Size, block)
}
