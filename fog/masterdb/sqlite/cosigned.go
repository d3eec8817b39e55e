package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
)

// Cosign implements masterdb.Cosigned.
func (d *DB) Cosign(ctx context.Context, c masterdb.Cosigning, check func(size uint64, root custos.Hash) error) error {
	return d.db.Transact(ctx, func(tx *sql.Tx) error {
		var size uint64
		var h []byte
		err := tx.QueryRow("SELECT size, root FROM witnessed WHERE origin = ?", c.Origin).Scan(&size, &h)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		var root custos.Hash
		if err == nil {
			if root, err = hashOf("what was cosigned last of "+c.Origin, h); err != nil {
				return err
			}
		}
		if err := check(size, root); err != nil {
			return err
		}
		_, err = tx.Exec("INSERT INTO witnessed VALUES (?,?,?) ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root",
			c.Origin, c.Size, c.Root[:])
		if err == nil {
			_, err = tx.Exec("INSERT INTO cosigned VALUES (?,?,?) ON CONFLICT DO NOTHING", c.Origin, c.Size, c.Root[:])
		}
		if err == nil && c.Policy != nil {
			err = remember(tx, c.Policy)
		}
		return err
	})
}

// CosignedRoot implements masterdb.Cosigned.
func (d *DB) CosignedRoot(ctx context.Context, origin string, size uint64) (root custos.Hash, ok bool, err error) {
	var h []byte
	ok, err = d.row(ctx, []any{&h}, "SELECT root FROM cosigned WHERE origin = ? AND size = ?", origin, size)
	if ok {
		root, err = hashOf("a root that was cosigned of "+origin, h)
	}
	return root, ok && err == nil, err
}
