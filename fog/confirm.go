package fog

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"strings"

	"custos"
	"custos/evidence"
)

// anchorRow is what is known of an anchor of the own log.
type anchorRow struct {
	size      uint64
	block     custos.BlockRef
	confirmed bool
}

// confirm looks whether the anchors' blocks are still on the chain and how deep. It
// does not trust what it confirmed before: an anchor whose block is gone, at any
// depth, is forgotten, and step sends the log's newest checkpoint if the contract
// does not have it any more.
func (a *Anchorer) confirm(ctx context.Context) error {
	head, err := a.Ledger.Head(ctx)
	if err != nil {
		return err
	}
	rows, err := a.suspects(ctx)
	if err != nil {
		return err
	}
	var deep []anchorRow
	// From the newest back to one that was confirmed and stands: those before it were on
	// the chain with it, unless that was put back to before them.
	stands, above := uint64(math.MaxUint64), 0
	for _, n := range rows {
		if n.block.Number > stands { // a log that was anchored further cannot be anchored over less
			if err := a.taken(ctx, n); err != nil {
				return err
			}
			continue
		}
		if n.block.Number > head.Number {
			above++
			continue // the head was not heard of yet, or that chain is gone: it is known when this one is as long
		}
		b, err := a.Ledger.Block(ctx, n.block.Number)
		if err != nil {
			return err
		}
		if b.Hash != n.block.Hash {
			if err := a.taken(ctx, n); err != nil {
				return err
			}
			continue
		}
		stands = n.block.Number
		if n.confirmed && a.whole {
			break
		}
		if !n.confirmed && head.Number-n.block.Number >= uint64(a.Confirmations) {
			deep = append(deep, n)
		}
	}
	a.whole = above == 0
	if len(deep) > 0 {
		err = a.DB.Transact(ctx, func(tx *sql.Tx) error {
			for _, n := range deep {
				if _, err := tx.Exec("UPDATE anchor SET confirmed = 1 WHERE size = ? AND block_hash = ?", n.size, n.block.Hash[:]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return a.remark(ctx)
}

// suspects are the anchors that the chain may have taken back, the newest first:
// all that are not confirmed, and below them as many as until one is found that
// stands.
func (a *Anchorer) suspects(ctx context.Context) ([]anchorRow, error) {
	rows, err := a.DB.Query().QueryContext(ctx, `SELECT size, block, block_hash, confirmed FROM anchor
		WHERE size >= coalesce((SELECT max(size) FROM (SELECT size FROM anchor WHERE confirmed = 1 ORDER BY size DESC LIMIT 1 OFFSET 64)), 0) ORDER BY size DESC`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []anchorRow
	for rows.Next() {
		var n anchorRow
		var h []byte
		if err := rows.Scan(&n.size, &n.block.Number, &h, &n.confirmed); err != nil {
			return nil, err
		}
		n.block.Hash = custos.Hash(h)
		out = append(out, n)
	}
	return out, rows.Err()
}

// taken forgets an anchor whose block a reorganisation took.
func (a *Anchorer) taken(ctx context.Context, n anchorRow) error {
	a.Logger.Warn("a reorganisation took an anchor's block", "size", n.size, "block", n.block.Number, "was_confirmed", n.confirmed)
	return a.forget(ctx, n)
}

func (a *Anchorer) forget(ctx context.Context, n anchorRow) error {
	return a.DB.Transact(ctx, func(tx *sql.Tx) error {
		// The row may say another block by now.
		_, err := tx.Exec("DELETE FROM anchor WHERE size = ? AND block_hash = ?", n.size, n.block.Hash[:])
		return err
	})
}

// remark sets the mark of what is anchored: the largest checkpoint that is both
// witnessed and confirmed on the chain, as an export needs it. It goes back when
// the chain did.
func (a *Anchorer) remark(ctx context.Context) error {
	_, threshold := a.Witnesses()
	var size, block uint64
	err := a.DB.Query().QueryRowContext(ctx, `SELECT c.size, a.block FROM checkpoint c JOIN anchor a USING (size)
		WHERE c.signers >= ? AND a.confirmed = 1 ORDER BY c.size DESC LIMIT 1`, threshold).Scan(&size, &block)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
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
	var root, hash []byte
	_, threshold := a.Witnesses()
	err = a.DB.Query().QueryRowContext(ctx, `SELECT c.size, c.root, c.note, c.cosigs, a.block, a.block_hash
		FROM checkpoint c JOIN anchor a USING (size) WHERE c.size > ? AND c.signers >= ? AND a.confirmed = 1 ORDER BY c.size LIMIT 1`, index, threshold).
		Scan(&p.cp.Size, &root, &p.note, &p.cosigs, &p.block.Number, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return p, custos.Errorf(custos.Unavailable, "not provable yet, usually ready within 15 s: leaf %d is committed and waits until %d owners have witnessed it and its anchor is %d blocks deep", index, threshold, a.Confirmations)
	}
	if err != nil {
		return p, err
	}
	p.cp.Origin, p.cp.Root, p.block.Hash = a.Log.Origin, custos.Hash(root), custos.Hash(hash)
	if !strings.HasPrefix(p.note, p.cp.Text()) {
		return p, custos.Errorf(custos.Corrupt, "the stored checkpoint at %d is not the one its row says", p.cp.Size)
	}
	return p, nil
}
