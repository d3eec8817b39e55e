package fog

import (
	"context"
	"math"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
)

// confirm looks whether the anchors' blocks are still on the chain and how deep. It
// does not trust what it confirmed before: an anchor whose block is gone, at any
// depth, is forgotten, and step sends the log's newest checkpoint if the contract
// does not have it any more.
func (a *Anchorer) confirm(ctx context.Context) error {
	head, err := a.Ledger.Head(ctx)
	if err != nil {
		return err
	}
	now := looked{a.seesAt(head), true}
	if a.looked == now {
		return nil
	}
	a.looked = looked{}
	rows, err := a.DB.Suspects(ctx)
	if err != nil {
		return err
	}
	var deep []masterdb.Anchor
	// From the newest back to one that was confirmed and stands: those before it were on
	// the chain with it, unless that was put back to before them.
	stands, above := uint64(math.MaxUint64), 0
	for _, n := range rows {
		if n.Block.Number > stands { // a log that was anchored further cannot be anchored over less
			if err := a.taken(ctx, n); err != nil {
				return err
			}
			continue
		}
		if n.Block.Number > head.Number {
			above++
			continue // the head was not heard of yet, or that chain is gone: it is known when this one is as long
		}
		b, err := a.Ledger.Block(ctx, n.Block.Number)
		if err != nil {
			return err
		}
		if b.Hash != n.Block.Hash {
			if err := a.taken(ctx, n); err != nil {
				return err
			}
			continue
		}
		stands = n.Block.Number
		if n.Confirmed && a.whole {
			break
		}
		if !n.Confirmed && head.Number-n.Block.Number >= uint64(a.Confirmations) {
			deep = append(deep, n)
		}
	}
	a.whole = above == 0
	if len(deep) > 0 {
		if err := a.DB.Confirm(ctx, deep); err != nil {
			return err
		}
	}
	if err := a.remark(ctx); err != nil {
		return err
	}
	now.whole = a.whole // else the chain may become as long as its anchors are high
	a.looked = now
	return nil
}

// taken forgets an anchor whose block a reorganisation took.
func (a *Anchorer) taken(ctx context.Context, n masterdb.Anchor) error {
	a.Logger.Warn("a reorganisation took an anchor's block", "size", n.Size, "block", n.Block.Number, "was_confirmed", n.Confirmed)
	defer a.written.Add(1)
	return a.DB.ForgetAnchor(ctx, n.Size, n.Block.Hash)
}

// remark sets the mark of what is anchored: the largest checkpoint that is both
// witnessed and confirmed on the chain, as an export needs it. It goes back when
// the chain did.
func (a *Anchorer) remark(ctx context.Context) error {
	_, threshold := a.Witnesses()
	size, block, err := a.DB.Anchored(ctx, threshold)
	if err != nil {
		return err
	}
	return a.move(func(m *Marks) { m.Anchored, m.Block = size, block })
}

// proven is the smallest checkpoint above a leaf that is witnessed and whose
// anchor is confirmed.
type proven struct {
	cp     evidence.Checkpoint
	note   string
	cosigs string
	block  custos.BlockRef
}

func (a *Anchorer) proven(ctx context.Context, index uint64) (p proven, err error) {
	_, threshold := a.Witnesses()
	row, there, err := a.DB.Proven(ctx, index, threshold)
	if err != nil {
		return p, err
	}
	if !there {
		a.Hurry()
		return p, custos.Errorf(custos.Unavailable, "not provable yet, usually ready within 15 s: leaf %d is committed and waits until %d owners have witnessed it and its anchor is %d blocks deep", index, threshold, a.Confirmations)
	}
	p.cp = evidence.Checkpoint{Origin: a.Log.Origin, Size: row.Size, Root: row.Root}
	p.note, p.cosigs, p.block = row.Note, row.Cosignatures, row.Block
	if !strings.HasPrefix(p.note, p.cp.Text()) {
		return p, custos.Errorf(custos.Corrupt, "the stored checkpoint at %d is not the one its row says", p.cp.Size)
	}
	return p, nil
}
