package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe/brief"
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
	rows := make([][]body, len(group)) // made before the transaction, which others wait for
	for i := range group {
		rows[i] = keepAll(&group[i])
	}
	var at numbers
	out, err := grouped(ctx, d, []string{
		"INSERT INTO batch (service, boot, first, last, leaf, leaf_hash, received, clock_offset) VALUES (?,?,?,?,?,x'',?,?)",
		"INSERT INTO event (batch, seq, kind, resource, time, body, key, salt, hash) VALUES (?,?,?,?,?,?,?,?,?)",
		// The newest of its life before its end ends before it begins.
		"SELECT last FROM batch WHERE service = ? AND boot = ? AND first <= ? ORDER BY first DESC LIMIT 1",
		putEra,
	}, group, func(tx *sql.Tx) (err error) {
		at, err = d.names.of(ctx, tx, group)
		return err
	}, func(prepared []*sql.Stmt, i int) (int64, error) {
		s := &group[i]
		b := &s.Batch
		var last uint64
		if err := prepared[2].QueryRowContext(ctx, b.Service, b.Boot, b.Last).Scan(&last); err == nil && last >= b.First {
			return 0, custos.Errorf(custos.Conflict, "batch %s %d-%d: its events from %d on are staged already", b.Service, b.First, b.Last, b.First)
		} else if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return 0, err
		}
		res, err := prepared[0].ExecContext(ctx, b.Service, b.Boot, b.First, b.Last, []byte(b.Leaf), b.Received.UnixNano(), b.ClockOffset.Milliseconds())
		if err != nil {
			return 0, err
		}
		n, err := res.LastInsertId()
		if err != nil {
			return 0, err
		}
		oldest := eras{}
		for k := range s.Events {
			e, row := &s.Events[k], &rows[i][k]
			if e.ID != custos.NewEventID(b.Service, b.Boot, e.Seq) || e.Seq < b.First || e.Seq > b.Last {
				return 0, custos.Errorf(custos.Conflict, "event %s is not of the batch %s %d-%d", e.ID, b.Service, b.First, b.Last)
			}
			kind, time := at.kinds[string(e.Kind)], e.Time.UnixNano()
			res, err := prepared[1].ExecContext(ctx, n, e.Seq, kind, at.resources[string(e.Resource)], time, row.body, row.key, row.salt, row.hash)
			if err != nil {
				return 0, err
			}
			number, err := res.LastInsertId()
			if err != nil {
				return 0, err
			}
			oldest.add(kind, number, time)
		}
		return n, oldest.put(ctx, prepared[3])
	})
	if err == nil {
		d.names.learn(at)
	}
	return out, err
}

// keepAll makes what the rows of a batch keep of its events' bodies.
func keepAll(s *masterdb.Staging) []body {
	out := make([]body, len(s.Events))
	for i := range out {
		e := &s.Events[i]
		out[i] = keep(brief.Header{Service: s.Batch.Service, Boot: s.Batch.Boot, Seq: e.Seq, Resource: e.Resource, Time: e.Time.UnixNano(), Kind: e.Kind}, e.Sealed, e.Opening)
	}
	return out
}

// RecordAll implements masterdb.Batches.
func (d *DB) RecordAll(ctx context.Context, group []masterdb.Recording) ([]masterdb.Outcome, error) {
	return grouped(ctx, d, []string{"UPDATE batch SET leaf_index = ? WHERE n = ?"}, group, nil, func(prepared []*sql.Stmt, i int) (int64, error) {
		r := &group[i]
		_, err := prepared[0].ExecContext(ctx, r.Index, r.N)
		return r.N, err
	})
}

// grouped does something for each of a group in one transaction, by statements that are
// prepared once. What fails for one of them is undone, and the others go on. SQLite ends the
// whole transaction where the disk is full or fails: then nothing goes on. first, if not nil, is
// done before, and stays.
func grouped[T any](ctx context.Context, d *DB, statements []string, group []T, first func(*sql.Tx) error, each func([]*sql.Stmt, int) (int64, error)) (out []masterdb.Outcome, err error) {
	var lone error // why the only one was left out
	err = d.db.Transact(ctx, func(tx *sql.Tx) error {
		prepared := make([]*sql.Stmt, len(statements))
		for i, s := range statements {
			if prepared[i], err = tx.PrepareContext(ctx, s); err != nil {
				return err
			}
			defer prepared[i].Close()
		}
		if first != nil {
			if err := first(tx); err != nil {
				return err
			}
		}
		out = make([]masterdb.Outcome, len(group))
		if len(group) == 1 { // undone with the transaction
			out[0].N, lone = each(prepared, 0)
			return lone
		}
		for i := range group {
			if _, err := tx.ExecContext(ctx, "SAVEPOINT one"); err != nil {
				return err
			}
			n, failed := each(prepared, i)
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
	b.LeafHash = hashOfLeaf(b.Leaf, b.LeafHash)
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
		var p place
		var kept body
		if err = row.Scan(slices.Concat([]any{&h.Batch, &h.Leaf, &h.Index}, p.dest(), kept.dest())...); err != nil {
			return h, err
		}
		h.Sealed, h.Kind, h.Resource, h.Time = kept.sealed(p.header()), custos.Kind(p.kind), custos.Resource(p.resource), time.Unix(0, p.time).UTC()
		return h, nil
	}, "SELECT b.n, b.leaf, b.leaf_index, "+placeColumns+", "+bodyColumns+` FROM batch b JOIN event e ON e.batch = b.n
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
	var l evidence.Leaf
	ok, err = d.row(ctx, []any{&l, &h}, "SELECT leaf, leaf_hash FROM batch WHERE leaf_index = ?", index)
	return hashOfLeaf(l, h), ok, err
}

// hashOfLeaf is a leaf's hash where the row does not have it beside: those of before do.
func hashOfLeaf(l evidence.Leaf, kept []byte) []byte {
	if len(kept) > 0 || len(l) == 0 {
		return kept
	}
	h := l.Hash()
	return h[:]
}

// LastSegment implements masterdb.Batches.
func (d *DB) LastSegment(ctx context.Context, camera custos.CameraID) (masterdb.Sealed, bool, error) {
	return first(each(ctx, d.db.Query(), scanSealed, "SELECT "+placeColumns+", "+bodyColumns+
		" FROM event e INDEXED BY event_segment_order JOIN batch b ON b.n = e.batch WHERE e.kind = 1 AND e.resource = "+resourceNamed+" ORDER BY e.n DESC LIMIT 1", camera))
}
