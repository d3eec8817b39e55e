package sqlite

import (
	"context"
	"database/sql"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
)

// Checkpoint implements masterdb.Anchors.
func (d *DB) Checkpoint(ctx context.Context, size uint64) (c masterdb.Checkpoint, ok bool, err error) {
	var root []byte
	ok, err = d.row(ctx, []any{&c.Size, &root, &c.Note, &c.Cosignatures, &c.Signers}, "SELECT size, root, note, cosigs, signers FROM checkpoint WHERE size = ?", size)
	if ok {
		c.Root, err = hashOf("the root of a checkpoint", root)
	}
	return c, ok, err
}

func keepCheckpoint(tx *sql.Tx, c masterdb.Checkpoint) error {
	_, err := tx.Exec("INSERT INTO checkpoint (size, root, note) VALUES (?,?,?) ON CONFLICT (size) DO NOTHING", c.Size, c.Root[:], c.Note)
	return err
}

// KeepCosigned implements masterdb.Anchors.
func (d *DB) KeepCosigned(ctx context.Context, c masterdb.Checkpoint) error {
	return d.db.Transact(ctx, func(tx *sql.Tx) error {
		if err := keepCheckpoint(tx, c); err != nil {
			return err
		}
		_, err := tx.Exec("UPDATE checkpoint SET note = ?, cosigs = ?, signers = ? WHERE size = ?", c.Note, c.Cosignatures, c.Signers, c.Size)
		return err
	})
}

// KeepAnchor implements masterdb.Anchors.
func (d *DB) KeepAnchor(ctx context.Context, c masterdb.Checkpoint, a masterdb.Anchor) error {
	return d.db.Transact(ctx, func(tx *sql.Tx) error {
		if err := keepCheckpoint(tx, c); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO anchor (size, tx, block, block_hash, gas, sent) VALUES (?,?,?,?,?,?)
			ON CONFLICT (size) DO UPDATE SET tx = excluded.tx, block = excluded.block, block_hash = excluded.block_hash, gas = excluded.gas, confirmed = 0`,
			c.Size, a.Tx[:], a.Block.Number, a.Block.Hash[:], a.Gas, a.Sent.UnixNano())
		return err
	})
}

// HasAnchor implements masterdb.Anchors.
func (d *DB) HasAnchor(ctx context.Context, size uint64) (bool, error) {
	var n int
	_, err := d.row(ctx, []any{&n}, "SELECT count(*) FROM anchor WHERE size = ?", size)
	return n > 0, err
}

// scanAnchor reads size, block, block_hash and confirmed.
func scanAnchor(row scanner) (a masterdb.Anchor, err error) {
	var h []byte
	if err := row.Scan(&a.Size, &a.Block.Number, &h, &a.Confirmed); err != nil {
		return a, err
	}
	a.Block.Hash, err = hashOf("the block of an anchor", h)
	return a, err
}

// Suspects implements masterdb.Anchors.
func (d *DB) Suspects(ctx context.Context) ([]masterdb.Anchor, error) {
	return all(each(ctx, d.db.Query(), scanAnchor, `SELECT size, block, block_hash, confirmed FROM anchor
		WHERE size >= coalesce((SELECT max(size) FROM (SELECT size FROM anchor WHERE confirmed = 1 ORDER BY size DESC LIMIT 1 OFFSET 64)), 0) ORDER BY size DESC`))
}

// AnchorFrom implements masterdb.Anchors.
func (d *DB) AnchorFrom(ctx context.Context, block uint64) (masterdb.Anchor, bool, error) {
	return first(each(ctx, d.db.Query(), scanAnchor, "SELECT size, block, block_hash, confirmed FROM anchor WHERE block >= ? ORDER BY block, size LIMIT 1", block))
}

// Confirm implements masterdb.Anchors.
func (d *DB) Confirm(ctx context.Context, all []masterdb.Anchor) error {
	return d.db.Transact(ctx, func(tx *sql.Tx) error {
		for _, a := range all {
			if _, err := tx.Exec("UPDATE anchor SET confirmed = 1 WHERE size = ? AND block_hash = ?", a.Size, a.Block.Hash[:]); err != nil {
				return err
			}
		}
		return nil
	})
}

// ForgetAnchor implements masterdb.Anchors.
func (d *DB) ForgetAnchor(ctx context.Context, size uint64, block custos.Hash) error {
	return d.db.Transact(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec("DELETE FROM anchor WHERE size = ? AND block_hash = ?", size, block[:])
		return err
	})
}

// Witnessed implements masterdb.Anchors.
func (d *DB) Witnessed(ctx context.Context, signers int) (size uint64, err error) {
	_, err = d.row(ctx, []any{&size}, "SELECT coalesce(max(size), 0) FROM checkpoint WHERE signers >= ?", signers)
	return size, err
}

// Anchored implements masterdb.Anchors.
func (d *DB) Anchored(ctx context.Context, signers int) (size, block uint64, err error) {
	_, err = d.row(ctx, []any{&size, &block}, `SELECT c.size, a.block FROM checkpoint c JOIN anchor a USING (size)
		WHERE c.signers >= ? AND a.confirmed = 1 ORDER BY c.size DESC LIMIT 1`, signers)
	return size, block, err
}

// Proven implements masterdb.Anchors.
func (d *DB) Proven(ctx context.Context, index uint64, signers int) (p masterdb.Proven, ok bool, err error) {
	var root, hash []byte
	ok, err = d.row(ctx, []any{&p.Size, &root, &p.Note, &p.Cosignatures, &p.Signers, &p.Block.Number, &hash}, `SELECT c.size, c.root, c.note, c.cosigs, c.signers, a.block, a.block_hash
		FROM checkpoint c JOIN anchor a USING (size) WHERE c.size > ? AND c.signers >= ? AND a.confirmed = 1 ORDER BY c.size LIMIT 1`, index, signers)
	if !ok {
		return p, false, err
	}
	if p.Root, err = hashOf("the root of a checkpoint", root); err == nil {
		p.Block.Hash, err = hashOf("the block of an anchor", hash)
	}
	return p, err == nil, err
}
