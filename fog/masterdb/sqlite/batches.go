package sqlite

import (
	"context"
	"database/sql"
	"iter"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/store"
)

// Stage implements masterdb.Batches.
func (d *DB) Stage(ctx context.Context, b masterdb.NewBatch, events []masterdb.NewEvent) (int64, error) {
	return alone(d.StageAll(ctx, []masterdb.Staging{{Batch: b, Events: events}}))
}

// Record implements masterdb.Batches.
func (d *DB) Record(ctx context.Context, n int64, index uint64) error {
	_, err := alone(d.RecordAll(ctx, []masterdb.Recording{{N: n, Index: index}}))
	return err
}

// alone is the outcome of a group of one.
func alone(out []masterdb.Outcome, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return out[0].N, out[0].Err
}

// StageAll implements masterdb.Batches.
func (d *DB) StageAll(ctx context.Context, group []masterdb.Staging) ([]masterdb.Outcome, error) {
	return grouped(ctx, d, []string{
		"INSERT INTO batch (service, boot, first, last, leaf, leaf_hash, received, clock_offset) VALUES (?,?,?,?,?,?,?,?)",
		"INSERT INTO event (id, batch, seq, kind, resource, time, box, body_hash, key, salt) VALUES (?,?,?,?,?,?,?,?,?,?)",
	}, group, func(prepared []*sql.Stmt, s *masterdb.Staging) (int64, error) {
		b, h := &s.Batch, s.Batch.Leaf.Hash()
		res, err := prepared[0].ExecContext(ctx, b.Service, b.Boot, b.First, b.Last, []byte(b.Leaf), h[:], b.Received.UnixNano(), b.ClockOffset.Milliseconds())
		if err != nil {
			return 0, err
		}
		n, err := res.LastInsertId()
		for i := 0; i < len(s.Events) && err == nil; i++ {
			e := &s.Events[i]
			_, err = prepared[1].ExecContext(ctx, e.ID, n, e.Seq, e.Kind, e.Resource, e.Time.UnixNano(), e.Sealed.Box, e.Sealed.BodyHash[:], e.Opening.Key[:], e.Opening.Salt[:])
		}
		return n, err
	})
}

// RecordAll implements masterdb.Batches.
func (d *DB) RecordAll(ctx context.Context, group []masterdb.Recording) ([]masterdb.Outcome, error) {
	return grouped(ctx, d, []string{"UPDATE batch SET leaf_index = ? WHERE n = ?"}, group, func(prepared []*sql.Stmt, r *masterdb.Recording) (int64, error) {
		_, err := prepared[0].ExecContext(ctx, r.Index, r.N)
		return r.N, err
	})
}

// grouped does something for each of a group in one transaction, by statements that are
// prepared once. What fails for one of them is undone, and the others go on. SQLite ends the
// whole transaction where the disk is full or fails: then nothing goes on.
func grouped[T any](ctx context.Context, d *DB, statements []string, group []T, each func([]*sql.Stmt, *T) (int64, error)) (out []masterdb.Outcome, err error) {
	var lone error // why the only one was left out
	err = d.db.Transact(ctx, func(tx *sql.Tx) error {
		prepared := make([]*sql.Stmt, len(statements))
		for i, s := range statements {
			if prepared[i], err = tx.PrepareContext(ctx, s); err != nil {
				return err
			}
			defer prepared[i].Close()
		}
		out = make([]masterdb.Outcome, len(group))
		if len(group) == 1 { // undone with the transaction
			out[0].N, lone = each(prepared, &group[0])
			return lone
		}
		for i := range group {
			if _, err := tx.ExecContext(ctx, "SAVEPOINT one"); err != nil {
				return err
			}
			n, failed := each(prepared, &group[i])
			if failed != nil {
				if _, err := tx.ExecContext(ctx, "ROLLBACK TO one"); err != nil {
					return failed
				}
				n = 0
			}
			if _, err := tx.ExecContext(ctx, "RELEASE one"); err != nil {
				return err
			}
			out[i] = masterdb.Outcome{N: n, Err: store.Explain(failed)}
		}
		return nil
	})
	if lone != nil {
		return []masterdb.Outcome{{Err: store.Explain(lone)}}, nil
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Batch implements masterdb.Batches.
func (d *DB) Batch(ctx context.Context, s custos.ServiceID, boot, first uint64) (b masterdb.Batch, ok bool, err error) {
	var at sql.NullInt64
	ok, err = d.row(ctx, []any{&b.N, &b.Leaf, &b.LeafHash, &at},
		"SELECT n, leaf, leaf_hash, leaf_index FROM batch WHERE service = ? AND boot = ? AND first = ?", s, boot, first)
	b.Index, b.Recorded = uint64(at.Int64), at.Valid
	return b, ok, err
}

// LastBatch implements masterdb.Batches.
func (d *DB) LastBatch(ctx context.Context, s custos.ServiceID) (l masterdb.Last, ok bool, err error) {
	ok, err = d.row(ctx, []any{&l.Leaf, &l.Boot, &l.Last},
		"SELECT leaf, boot, last FROM batch WHERE service = ? ORDER BY boot DESC, first DESC LIMIT 1", s)
	return l, ok, err
}

// Staged implements masterdb.Batches.
func (d *DB) Staged(ctx context.Context, s custos.ServiceID) ([]masterdb.Staged, error) {
	return all(each(ctx, d.db.Query(), func(row scanner) (b masterdb.Staged, err error) {
		return b, row.Scan(&b.N, &b.Leaf)
	}, "SELECT n, leaf FROM batch WHERE leaf_index IS NULL AND (service = ? OR ? = '') ORDER BY n", s, s))
}

// Ahead implements masterdb.Batches.
func (d *DB) Ahead(ctx context.Context, s custos.ServiceID, boot, first uint64) (there bool, err error) {
	_, err = d.row(ctx, []any{&there}, "SELECT EXISTS (SELECT 1 FROM batch WHERE service = ? AND (boot, first) > (?, ?))", s, boot, first)
	return there, err
}

// Behind implements masterdb.Batches.
func (d *DB) Behind(ctx context.Context, s custos.ServiceID, boot, first uint64) iter.Seq2[masterdb.Held, error] {
	return each(ctx, d.db.Query(), func(row scanner) (h masterdb.Held, err error) {
		var at int64
		err = row.Scan(&h.Batch, &h.Leaf, &h.Index, &h.Sealed.Box, &h.Sealed.Hash, &h.Sealed.Key, &h.Sealed.Salt, &h.Kind, &h.Resource, &at)
		h.Time = time.Unix(0, at).UTC()
		return h, err
	}, `SELECT b.n, b.leaf, b.leaf_index, e.box, e.body_hash, e.key, e.salt, e.kind, e.resource, e.time FROM batch b JOIN event e ON e.batch = b.n
		WHERE b.service = ? AND (b.boot, b.first) > (?, ?) ORDER BY b.boot, b.first, e.seq`, s, boot, first)
}

// Recorded implements masterdb.Batches.
func (d *DB) Recorded(ctx context.Context) (count, last uint64, some bool, err error) {
	var most sql.NullInt64
	_, err = d.row(ctx, []any{&count, &most}, "SELECT count(leaf_index), max(leaf_index) FROM batch")
	return count, uint64(most.Int64), most.Valid, err
}

// FirstUnrecorded implements masterdb.Batches.
func (d *DB) FirstUnrecorded(ctx context.Context) (index uint64, err error) {
	_, err = d.row(ctx, []any{&index}, `SELECT min(i) FROM (SELECT 0 AS i WHERE NOT EXISTS (SELECT 1 FROM batch WHERE leaf_index = 0)
			UNION ALL SELECT leaf_index + 1 FROM batch b WHERE leaf_index IS NOT NULL AND NOT EXISTS (SELECT 1 FROM batch n WHERE n.leaf_index = b.leaf_index + 1))`)
	return index, err
}

// RecordedFrom implements masterdb.Batches.
func (d *DB) RecordedFrom(ctx context.Context, index uint64) iter.Seq2[uint64, error] {
	return each(ctx, d.db.Query(), func(row scanner) (i uint64, err error) {
		return i, row.Scan(&i)
	}, "SELECT leaf_index FROM batch WHERE leaf_index >= ?", index)
}

// LeafHash implements masterdb.Batches.
func (d *DB) LeafHash(ctx context.Context, index uint64) (h []byte, ok bool, err error) {
	ok, err = d.row(ctx, []any{&h}, "SELECT leaf_hash FROM batch WHERE leaf_index = ?", index)
	return h, ok, err
}

// LastSegment implements masterdb.Batches.
func (d *DB) LastSegment(ctx context.Context, camera custos.CameraID) (s masterdb.Sealed, ok bool, err error) {
	ok, err = d.row(ctx, []any{&s.Box, &s.Hash, &s.Key, &s.Salt},
		"SELECT box, body_hash, key, salt FROM event INDEXED BY event_segment_order WHERE kind = 'segment' AND resource = ? ORDER BY n DESC LIMIT 1", camera)
	return s, ok, err
}
