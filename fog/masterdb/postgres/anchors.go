package postgres

import (
	"context"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
)

// Checkpoint implements masterdb.Anchors.
func (d *DB) Checkpoint(ctx context.Context, size uint64) (c masterdb.Checkpoint, ok bool, err error) {
	var root []byte
	ok, err = d.row(ctx, []any{&c.Size, &root, &c.Note, &c.Cosignatures, &c.Signers}, "SELECT size, root, note, cosigs, signers FROM checkpoint WHERE size = $1", size)
	if ok {
		c.Root, err = hashOf("the root of a checkpoint", root)
	}
	return c, ok, err
}

func keepCheckpoint(c masterdb.Checkpoint) statement {
	return doing("INSERT INTO checkpoint (size, root, note) VALUES ($1,$2,$3) ON CONFLICT (size) DO NOTHING", c.Size, c.Root[:], c.Note)
}

// KeepCosigned implements masterdb.Anchors.
func (d *DB) KeepCosigned(ctx context.Context, c masterdb.Checkpoint) error {
	return d.exec(ctx, keepCheckpoint(c), doing("UPDATE checkpoint SET note = $1, cosigs = $2, signers = $3 WHERE size = $4", c.Note, c.Cosignatures, c.Signers, c.Size))
}

// KeepAnchor implements masterdb.Anchors.
func (d *DB) KeepAnchor(ctx context.Context, c masterdb.Checkpoint, a masterdb.Anchor) error {
	return d.exec(ctx, keepCheckpoint(c), doing(`INSERT INTO anchor (size, tx, block, block_hash, gas, sent) VALUES ($1,$2,$3,$4,$5,$6)
		ON CONFLICT (size) DO UPDATE SET tx = excluded.tx, block = excluded.block, block_hash = excluded.block_hash, gas = excluded.gas, confirmed = false`,
		c.Size, a.Tx[:], a.Block.Number, a.Block.Hash[:], a.Gas, a.Sent.UnixNano()))
}

// HasAnchor implements masterdb.Anchors.
func (d *DB) HasAnchor(ctx context.Context, size uint64) (there bool, err error) {
	_, err = d.row(ctx, []any{&there}, "SELECT EXISTS (SELECT 1 FROM anchor WHERE size = $1)", size)
	return there, err
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
	return all(each(ctx, d.ask, scanAnchor, `SELECT size, block, block_hash, confirmed FROM anchor
		WHERE size >= coalesce((SELECT size FROM anchor WHERE confirmed ORDER BY size DESC LIMIT 1 OFFSET 64), 0) ORDER BY size DESC`))
}

// AnchorFrom implements masterdb.Anchors.
func (d *DB) AnchorFrom(ctx context.Context, block uint64) (masterdb.Anchor, bool, error) {
	return first(each(ctx, d.ask, scanAnchor, "SELECT size, block, block_hash, confirmed FROM anchor WHERE block >= $1 ORDER BY block, size LIMIT 1", block))
}

// Confirm implements masterdb.Anchors.
func (d *DB) Confirm(ctx context.Context, all []masterdb.Anchor) error {
	var marks []statement
	for _, a := range all {
		marks = append(marks, doing("UPDATE anchor SET confirmed = true WHERE size = $1 AND block_hash = $2", a.Size, a.Block.Hash[:]))
	}
	return d.exec(ctx, marks...)
}

// ForgetAnchor implements masterdb.Anchors.
func (d *DB) ForgetAnchor(ctx context.Context, size uint64, block custos.Hash) error {
	return d.exec(ctx, doing("DELETE FROM anchor WHERE size = $1 AND block_hash = $2", size, block[:]))
}

// Witnessed implements masterdb.Anchors.
func (d *DB) Witnessed(ctx context.Context, signers int) (size uint64, err error) {
	_, err = d.row(ctx, []any{&size}, "SELECT size FROM checkpoint WHERE signers >= $1 ORDER BY size DESC LIMIT 1", signers)
	return size, err
}

// Anchored implements masterdb.Anchors.
func (d *DB) Anchored(ctx context.Context, signers int) (size, block uint64, err error) {
	_, err = d.row(ctx, []any{&size, &block}, `SELECT c.size, a.block FROM checkpoint c JOIN anchor a USING (size)
		WHERE c.signers >= $1 AND a.confirmed ORDER BY c.size DESC LIMIT 1`, signers)
	return size, block, err
}

// Proven implements masterdb.Anchors.
func (d *DB) Proven(ctx context.Context, index uint64, signers int) (p masterdb.Proven, ok bool, err error) {
	var root, hash []byte
	ok, err = d.row(ctx, []any{&p.Size, &root, &p.Note, &p.Cosignatures, &p.Signers, &p.Block.Number, &hash}, `SELECT c.size, c.root, c.note, c.cosigs, c.signers, a.block, a.block_hash
		FROM checkpoint c JOIN anchor a USING (size) WHERE c.size > $1 AND c.signers >= $2 AND a.confirmed ORDER BY c.size LIMIT 1`, index, signers)
	if !ok {
		return p, false, err
	}
	if p.Root, err = hashOf("the root of a checkpoint", root); err == nil {
		p.Block.Hash, err = hashOf("the block of an anchor", hash)
	}
	return p, err == nil, err
}
