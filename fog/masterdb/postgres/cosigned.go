package postgres

import (
	"context"
	"errors"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/store/pg"
)

// Cosign implements masterdb.Cosigned. There is one writer, so nothing comes between.
func (d *DB) Cosign(ctx context.Context, c masterdb.Cosigning, check func(size uint64, root custos.Hash) error) error {
	var no error // the check's own, as it is
	err := d.db.Transact(ctx, func(ctx context.Context, tx pg.Tx) error {
		var size uint64
		var root custos.Hash
		var h []byte
		switch err := tx.QueryRow(ctx, "SELECT size, root FROM witnessed WHERE origin = $1", c.Origin).Scan(&size, &h); {
		case err == nil:
			if root, err = hashOf("what was cosigned last of "+c.Origin, h); err != nil {
				return err
			}
		case !errors.Is(err, pg.ErrNoRows):
			return err
		}
		if no = check(size, root); no != nil {
			return no
		}
		b := new(pg.Batch)
		b.Queue("INSERT INTO witnessed VALUES ($1,$2,$3) ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root", c.Origin, c.Size, c.Root[:])
		b.Queue("INSERT INTO cosigned VALUES ($1,$2,$3) ON CONFLICT DO NOTHING", c.Origin, c.Size, c.Root[:])
		if c.Policy != nil {
			for _, s := range remember(c.Policy) {
				b.Queue(s.text, s.args...)
			}
		}
		return tx.SendBatch(ctx, b).Close()
	})
	if no != nil {
		return no
	}
	return err
}

// CosignedRoot implements masterdb.Cosigned.
func (d *DB) CosignedRoot(ctx context.Context, origin string, size uint64) (root custos.Hash, ok bool, err error) {
	var h []byte
	ok, err = d.row(ctx, []any{&h}, "SELECT root FROM cosigned WHERE origin = $1 AND size = $2", origin, size)
	if ok {
		root, err = hashOf("a root that was cosigned of "+origin, h)
	}
	return root, ok && err == nil, err
}
