package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe/brief"
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

// rows gives the rows of a question. dest says where the columns of a row go, id which event a row
// is of that cannot be read; nil where it is of none.
func rows[T any](ctx context.Context, s *snapshot, id func(raw []any) string, dest func(*T) []any, query string, args ...any) iter.Seq2[T, error] {
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
				err = unreadable(rows, len(to), id, err)
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
func unreadable(row scanner, columns int, id func([]any) string, err error) *masterdb.UnreadableRow {
	u := &masterdb.UnreadableRow{Name: "a row", Err: err}
	// database/sql says it in no other way.
	var index int
	_, _ = fmt.Sscanf(err.Error(), "sql: Scan error on column index %d, name %q", &index, &u.Column)
	raw := make([]any, columns)
	to := make([]any, columns)
	for i := range raw {
		to[i] = &raw[i]
	}
	if row.Scan(to...) == nil {
		u.Name, u.Columns = fmt.Sprintf("row %v", raw[0]), raw
		u.N, _ = raw[0].(int64)
		if id != nil {
			u.ID = id(raw)
		}
	}
	return u
}

// Batches implements masterdb.Snapshot.
func (s *snapshot) Batches(ctx context.Context) iter.Seq2[masterdb.BatchRow, error] {
	type row struct {
		masterdb.BatchRow
		index, offset sql.NullInt64
	}
	return func(yield func(masterdb.BatchRow, error) bool) {
		for b, err := range rows(ctx, s, nil, func(b *row) []any {
			return []any{&b.N, &b.Service, &b.Boot, &b.First, &b.Last, &b.Leaf, &b.LeafHash, &b.index, &b.Received, &b.offset}
		}, "SELECT n, service, boot, first, last, leaf, leaf_hash, leaf_index, received, clock_offset FROM batch ORDER BY n") {
			b.Index, b.Recorded, b.ClockOffset = b.index.Int64, b.index.Valid, b.offset.Int64
			b.LeafHash = hashOfLeaf(b.Leaf, b.LeafHash)
			if !yield(b.BatchRow, err) {
				return
			}
		}
	}
}

// Events implements masterdb.Snapshot.
func (s *snapshot) Events(ctx context.Context) iter.Seq2[masterdb.EventRow, error] {
	return s.events(ctx, eventRows+" ORDER BY e.batch, e.seq, e.n")
}

// A row whose batch is not there has no service and life, and no body that can be read.
const eventRows = "SELECT e.n, e.batch, " + placeColumns + ", " + bodyColumns + " FROM event e LEFT JOIN batch b ON b.n = e.batch"

// EventsOf implements masterdb.Snapshot.
func (s *snapshot) EventsOf(ctx context.Context, kind string) iter.Seq2[masterdb.EventRow, error] {
	return s.events(ctx, eventRows+" WHERE e.kind = "+kindNamed+" ORDER BY e.n", kind)
}

func (s *snapshot) events(ctx context.Context, query string, args ...any) iter.Seq2[masterdb.EventRow, error] {
	type row struct {
		n, batch int64
		place
		body
	}
	return func(yield func(masterdb.EventRow, error) bool) {
		for r, err := range rows(ctx, s, idOf, func(r *row) []any {
			return slices.Concat([]any{&r.n, &r.batch}, r.place.dest(), r.body.dest())
		}, query, args...) {
			e := masterdb.EventRow{N: r.n, Batch: r.batch, Seq: r.seq, Kind: r.kind, Resource: r.resource, Time: r.time}
			if err == nil {
				kept := r.body
				e.ID, e.Sealed = string(r.id()), kept.sealed(r.header()).Elsewhere(func(h brief.Header) masterdb.Sealed { return kept.sealed(h) })
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// idOf is the ID of a row of eventRows, as far as it can be read.
func idOf(raw []any) string {
	service, _ := raw[2].(string)
	boot, lives := raw[3].(int64)
	seq, numbered := raw[4].(int64)
	if !lives || !numbered {
		return ""
	}
	return string(custos.NewEventID(custos.ServiceID(service), uint64(boot), uint64(seq)))
}

// Checkpoints implements masterdb.Snapshot.
func (s *snapshot) Checkpoints(ctx context.Context) iter.Seq2[masterdb.CheckpointRow, error] {
	return rows(ctx, s, nil, func(c *masterdb.CheckpointRow) []any {
		return []any{&c.Size, &c.Root, &c.Note, &c.Cosignatures, &c.Signers}
	}, "SELECT size, root, note, cosigs, signers FROM checkpoint ORDER BY size")
}

// Confirmed implements masterdb.Snapshot.
func (s *snapshot) Confirmed(ctx context.Context) iter.Seq2[masterdb.AnchorRow, error] {
	return rows(ctx, s, nil, func(a *masterdb.AnchorRow) []any {
		return []any{&a.Size, &a.Block, &a.BlockHash}
	}, "SELECT size, block, block_hash FROM anchor WHERE confirmed = 1 ORDER BY size")
}
