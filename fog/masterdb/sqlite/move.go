package sqlite

import (
	"context"
	"database/sql"
	"iter"
	"strings"

	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/store"
)

var _ masterdb.Movable = (*DB)(nil)

// dumped is how the columns are read that are not kept as Movable says them: those that rows of
// before may not have, too.
var dumped = map[string]string{
	"event.kind": "(SELECT name FROM kind k WHERE k.n = event.kind)", "event.resource": "(SELECT name FROM resource r WHERE r.n = event.resource)",
	"batch.clock_offset": "coalesce(clock_offset, 0)", "alarm.block_hash": "coalesce(block_hash, zeroblob(32))",
}

// order is what a table's rows are known by.
var order = map[string]string{
	"batch": "n", "event": "n", "checkpoint": "size", "anchor": "size", "witnessed": "origin", "cosigned": "origin, size", "alarm": "about, origin",
	"policy": "deployment, block, digest", "rules": "deployment", "removal": "n", "removal_span": "service, boot, first, removal", "removal_seen": "one",
}

// Dump implements masterdb.Movable.
func (d *DB) Dump(ctx context.Context, t masterdb.Table) iter.Seq2[[]any, error] {
	var columns []string
	for _, c := range t.Columns {
		if as, ok := dumped[t.Name+"."+c]; ok {
			c = as
		}
		columns = append(columns, c)
	}
	return each(ctx, d.db.Query(), func(row scanner) ([]any, error) {
		v, to := make([]any, len(columns)), make([]any, len(columns))
		for i := range v {
			to[i] = &v[i]
		}
		err := row.Scan(to...)
		for i := range v {
			if b, ok := v[i].([]byte); ok && b == nil {
				v[i] = []byte{} // it is empty, and there
			}
		}
		return v, err
	}, "SELECT "+strings.Join(columns, ", ")+" FROM "+t.Name+" ORDER BY "+order[t.Name])
}

// loadedAtOnce is how many rows are taken in in one transaction.
const loadedAtOnce = 8192

// Load implements masterdb.Movable.
func (d *DB) Load(ctx context.Context, t masterdb.Table, rows iter.Seq2[[]any, error]) error {
	next, stop := iter.Pull2(rows)
	defer stop()
	for more := true; more; {
		if err := d.db.Transact(ctx, func(tx *sql.Tx) error {
			put, err := tx.PrepareContext(ctx, loading(t))
			if err != nil {
				return err
			}
			defer put.Close()
			for range loadedAtOnce {
				row, err, ok := next()
				if more = ok; !ok {
					return nil
				}
				if err != nil {
					return err
				}
				if t.Name == "event" {
					for table, name := range map[string]any{"kind": row[3], "resource": row[4]} {
						if _, err := tx.ExecContext(ctx, "INSERT INTO "+table+" (name) VALUES (?) ON CONFLICT DO NOTHING", name); err != nil {
							return err
						}
					}
				}
				if _, err := put.ExecContext(ctx, row...); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	if t.Name != "event" {
		return nil
	}
	return store.Explain(d.db.Transact(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO era SELECT kind, n >> 12, min(time) FROM event WHERE true GROUP BY 1, 2 ON CONFLICT DO UPDATE SET oldest = min(oldest, excluded.oldest)")
		return err
	}))
}

// loading is the statement that takes a row in.
func loading(t masterdb.Table) string {
	columns, values := strings.Join(t.Columns, ", "), make([]string, len(t.Columns))
	for i, c := range t.Columns {
		values[i] = "?"
		if as := dumped[t.Name+"."+c]; strings.HasPrefix(as, "(SELECT") {
			values[i] = "(SELECT n FROM " + c + " WHERE name = ?)"
		}
	}
	if t.Name == "batch" {
		columns, values = columns+", leaf_hash", append(values, "x''")
	}
	return "INSERT INTO " + t.Name + " (" + columns + ") VALUES (" + strings.Join(values, ", ") + ")"
}
