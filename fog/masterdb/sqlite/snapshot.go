package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"strings"

	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/store"
)

// snapshot is a transaction that reads: all its questions see the same state of a running
// master.
type snapshot struct{ tx *sql.Tx }

// Snapshot implements masterdb.Reader.
func (r *Reader) Snapshot(ctx context.Context) (masterdb.Snapshot, error) {
	tx, err := r.db.Query().BeginTx(ctx, nil)
	if err != nil {
		return nil, store.Explain(err)
	}
	return &snapshot{tx}, nil
}

// Close implements masterdb.Snapshot.
func (s *snapshot) Close() error { return s.tx.Rollback() }

// Damage implements masterdb.Snapshot. SQLite finds an index that does not agree with its
// table, a reference to nothing.
func (s *snapshot) Damage(ctx context.Context) ([]string, error) {
	said, err := all(each(ctx, s.tx, func(row scanner) (said string, err error) { return said, row.Scan(&said) }, "PRAGMA integrity_check(20)"))
	var out []string
	for _, line := range said {
		if line != "ok" {
			out = append(out, strings.ReplaceAll(strings.TrimSpace(line), "\n", "; "))
		}
	}
	return out, store.Explain(err)
}

// rows gives the rows of a question. dest says where the columns of a row go; idAt is which of
// them is an event's ID, 0 if none is.
func rows[T any](ctx context.Context, s *snapshot, idAt int, dest func(*T) []any, query string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		rows, err := s.tx.QueryContext(ctx, query, args...)
		if err != nil {
			yield(none, store.Explain(err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var v T
			to := dest(&v)
			err := rows.Scan(to...)
			if err != nil {
				err = unreadable(rows, len(to), idAt, err)
			}
			if !yield(v, err) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(none, store.Explain(err))
		}
	}
}

// unreadable names what it can of a row.
func unreadable(row scanner, columns, idAt int, err error) *masterdb.UnreadableRow {
	u := &masterdb.UnreadableRow{Name: "a row", Err: err}
	raw := make([]any, columns)
	to := make([]any, columns)
	for i := range raw {
		to[i] = &raw[i]
	}
	if row.Scan(to...) == nil {
		u.Name = fmt.Sprintf("row %v", raw[0])
		if id, ok := raw[idAt].(string); ok && idAt > 0 {
			u.ID = id
		}
	}
	return u
}

// Batches implements masterdb.Snapshot.
func (s *snapshot) Batches(ctx context.Context) iter.Seq2[masterdb.BatchRow, error] {
	type row struct {
		masterdb.BatchRow
		index sql.NullInt64
	}
	return func(yield func(masterdb.BatchRow, error) bool) {
		for b, err := range rows(ctx, s, 0, func(b *row) []any {
			return []any{&b.N, &b.Service, &b.Boot, &b.First, &b.Last, &b.Leaf, &b.LeafHash, &b.index}
		}, "SELECT n, service, boot, first, last, leaf, leaf_hash, leaf_index FROM batch ORDER BY n") {
			b.Index, b.Recorded = b.index.Int64, b.index.Valid
			if !yield(b.BatchRow, err) {
				return
			}
		}
	}
}

// Events implements masterdb.Snapshot.
func (s *snapshot) Events(ctx context.Context) iter.Seq2[masterdb.EventRow, error] {
	return rows(ctx, s, 1, destEvent, eventRows+" ORDER BY batch, seq, n")
}

const eventRows = "SELECT n, id, batch, seq, kind, resource, time, box, body_hash, key, salt FROM event"

func destEvent(e *masterdb.EventRow) []any {
	return []any{&e.N, &e.ID, &e.Batch, &e.Seq, &e.Kind, &e.Resource, &e.Time, &e.Sealed.Box, &e.Sealed.Hash, &e.Sealed.Key, &e.Sealed.Salt}
}

// EventsOf implements masterdb.Snapshot.
func (s *snapshot) EventsOf(ctx context.Context, kind string) iter.Seq2[masterdb.EventRow, error] {
	return rows(ctx, s, 1, destEvent, eventRows+" WHERE kind = ? ORDER BY n", kind)
}

// Checkpoints implements masterdb.Snapshot.
func (s *snapshot) Checkpoints(ctx context.Context) iter.Seq2[masterdb.CheckpointRow, error] {
	return rows(ctx, s, 0, func(c *masterdb.CheckpointRow) []any {
		return []any{&c.Size, &c.Root, &c.Note, &c.Cosignatures, &c.Signers}
	}, "SELECT size, root, note, cosigs, signers FROM checkpoint ORDER BY size")
}

// Confirmed implements masterdb.Snapshot.
func (s *snapshot) Confirmed(ctx context.Context) iter.Seq2[masterdb.AnchorRow, error] {
	return rows(ctx, s, 0, func(a *masterdb.AnchorRow) []any {
		return []any{&a.Size, &a.Block, &a.BlockHash}
	}, "SELECT size, block, block_hash FROM anchor WHERE confirmed = 1 ORDER BY size")
}
