package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
)

// Lines implements masterdb.Kept: by a leap over the index for each kind and resource, whatever
// number of events there is.
func (r *Reader) Lines(ctx context.Context) ([]masterdb.Line, error) {
	return all(each(ctx, r.db.Query(), func(row scanner) (l masterdb.Line, err error) {
		var at int64
		err = row.Scan(&l.Kind, &l.Resource, &at)
		l.Oldest = time.Unix(0, at).UTC()
		return l, err
	}, oldestOfLines))
}

const oldestOfLines = "SELECT kind, resource, oldest FROM (SELECT k.name AS kind, r.name AS resource, (SELECT min(e.time) FROM event e INDEXED BY event_by_resource WHERE e.resource = r.n AND e.kind = k.n AND " +
	hasBody + " = 1) AS oldest FROM kind k CROSS JOIN resource r) WHERE oldest IS NOT NULL ORDER BY kind, resource"

// oldEvents is what of the tables masterdb.Old is about.
func oldEvents(q masterdb.Old) (from string, args []any) {
	from = " FROM event e INDEXED BY event_by_resource JOIN batch b ON b.n = e.batch WHERE " + hasBody + " = 1 AND e.kind = " + kindNamed + " AND e.resource = " + resourceNamed + " AND e.time < ? AND b.leaf_index IS NOT NULL"
	args = []any{q.Kind, q.Resource, q.Before.UnixNano()}
	if !q.From.IsZero() {
		from += " AND e.time >= ?"
		args = append(args, q.From.UnixNano())
	}
	for _, h := range q.Held {
		from += " AND NOT (e.time >= ? AND e.time < ?)"
		args = append(args, h.From.UnixNano(), h.Until.UnixNano())
	}
	return from, args
}

const headerColumns = placeColumns + ", " + bodyColumns

func scanHeader(row scanner) (h masterdb.Header, err error) {
	var p place
	var b body
	if err := row.Scan(append(p.dest(), b.dest()...)...); err != nil {
		return h, err
	}
	s := b.sealed(p.header())
	h = masterdb.Header{
		ID: p.id(), Service: custos.ServiceID(p.service.String), Boot: uint64(p.boot.Int64), Seq: uint64(p.seq), Kind: custos.Kind(p.kind),
		Resource: custos.Resource(p.resource), Time: time.Unix(0, p.time).UTC(), Removed: s.Removed(), Bytes: int64(len(b.body)),
	}
	h.Commitment, err = s.Commitment()
	return h, err
}

// Old implements masterdb.Kept.
func (r *Reader) Old(ctx context.Context, q masterdb.Old) ([]masterdb.Header, error) {
	from, args := oldEvents(q)
	var service custos.ServiceID
	if ok, err := r.row(ctx, []any{&service}, "SELECT b.service"+from+" ORDER BY e.time LIMIT 1", args...); err != nil || !ok {
		return nil, err
	}
	out, err := all(each(ctx, r.db.Query(), scanHeader, "SELECT "+headerColumns+from+" AND b.service = ? ORDER BY e.time LIMIT ?", append(args, service, q.Limit)...))
	slices.SortFunc(out, func(a, b masterdb.Header) int { return cmp.Or(cmp.Compare(a.Boot, b.Boot), cmp.Compare(a.Seq, b.Seq)) })
	return out, err
}

// Weigh implements masterdb.Kept.
func (r *Reader) Weigh(ctx context.Context, q masterdb.Old) (w masterdb.Weight, err error) {
	from, args := oldEvents(q)
	_, err = r.row(ctx, []any{&w.Events, &w.Bytes}, "SELECT count(*), coalesce(sum(length(e.body)), 0)"+from, args...)
	return w, err
}

// Headers implements masterdb.Kept.
func (r *Reader) Headers(ctx context.Context, ids []custos.EventID) ([]masterdb.Header, error) {
	var out []masterdb.Header
	for _, id := range ids {
		h, there, err := byID(id, func(n names) (masterdb.Header, bool, error) {
			return first(each(ctx, r.db.Query(), scanHeader, "SELECT "+headerColumns+eventTables+"AND "+atPlace, n.args()...))
		})
		if err != nil {
			return nil, err
		}
		if there {
			out = append(out, h)
		}
	}
	return out, nil
}

// RemovalOf implements masterdb.Kept.
func (r *Reader) RemovalOf(ctx context.Context, s custos.ServiceID, boot, seq uint64) (t observe.Tombstone, ok bool, err error) {
	var said []byte
	ok, err = r.row(ctx, []any{&said}, `SELECT r.said FROM removal_span p JOIN removal r ON r.n = p.removal
		WHERE p.service = ? AND p.boot = ? AND p.first <= ? AND p.last >= ? ORDER BY p.first DESC LIMIT 1`, s, boot, seq, seq)
	if err != nil || !ok {
		return t, false, err
	}
	t, err = tombstoneOf(said)
	return t, err == nil, err
}

// RemovalsDone implements masterdb.Kept.
func (r *Reader) RemovalsDone(ctx context.Context, limit int) ([]masterdb.Removal, error) {
	return all(each(ctx, r.db.Query(), func(row scanner) (m masterdb.Removal, err error) {
		var said []byte
		var at sql.NullInt64
		if err := row.Scan(&said, &at); err != nil {
			return m, err
		}
		if at.Valid {
			m.Finished = time.Unix(0, at.Int64).UTC()
		}
		m.Tombstone, err = tombstoneOf(said)
		return m, err
	}, "SELECT said, finished FROM removal ORDER BY n DESC LIMIT ?", limit))
}

// Erasures implements masterdb.Kept.
func (r *Reader) Erasures(ctx context.Context, s custos.ServiceID, after int64, limit int) (out []observe.Tombstone, through int64, err error) {
	type row struct {
		n    int64
		said []byte
	}
	for e, err := range each(ctx, r.db.Query(), func(s scanner) (e row, err error) { return e, s.Scan(&e.n, &e.said) },
		"SELECT n, said FROM removal WHERE ordered = 1 AND told = 1 AND service = ? AND n > ? ORDER BY n LIMIT ?", s, after, limit) {
		if err != nil {
			return nil, 0, err
		}
		t, err := tombstoneOf(e.said)
		if err != nil {
			return nil, 0, err
		}
		out, through = append(out, t), e.n
	}
	return out, through, nil
}

func tombstoneOf(said []byte) (t observe.Tombstone, err error) {
	if err := json.Unmarshal(said, &t); err != nil {
		return t, custos.Errorf(custos.Corrupt, "a removal in the database does not parse: %w", err)
	}
	return t, nil
}

// Plan implements masterdb.Removals.
func (d *DB) Plan(ctx context.Context, t observe.Tombstone) error {
	return d.db.Transact(ctx, func(tx *sql.Tx) error {
		_, err := plan(ctx, tx, t)
		return err
	})
}

// plan keeps a removal and returns how its payload is kept.
func plan(ctx context.Context, tx *sql.Tx, t observe.Tombstone) (said []byte, err error) {
	if said, err = json.Marshal(t); err != nil {
		return nil, err
	}
	res, err := tx.ExecContext(ctx, "INSERT INTO removal (name, service, said, ordered) VALUES (?,?,?,?) ON CONFLICT (name) DO NOTHING", t.Removal, t.Service, said, t.Cause.Why == observe.ByOrder)
	if err != nil {
		return nil, err
	}
	if added, err := res.RowsAffected(); err != nil || added == 0 {
		return said, err
	}
	n, err := res.LastInsertId()
	if err != nil {
		return nil, err
	}
	for _, s := range t.Spans {
		if _, err := tx.ExecContext(ctx, "INSERT INTO removal_span VALUES (?,?,?,?,?)", t.Service, s.Boot, s.First, s.Last, n); err != nil {
			return nil, err
		}
	}
	return said, nil
}

// Unfinished implements masterdb.Removals.
func (d *DB) Unfinished(ctx context.Context) ([]masterdb.Planned, error) {
	return all(each(ctx, d.db.Query(), func(row scanner) (p masterdb.Planned, err error) {
		var said []byte
		if err := row.Scan(&said, &p.Told); err != nil {
			return p, err
		}
		p.Tombstone, err = tombstoneOf(said)
		return p, err
	}, "SELECT said, told FROM removal WHERE finished IS NULL ORDER BY n"))
}

// Apply implements masterdb.Removals.
func (d *DB) Apply(ctx context.Context, removal string, limit int) (done bool, err error) {
	err = d.db.Transact(ctx, func(tx *sql.Tx) error {
		var said []byte
		if err := tx.QueryRowContext(ctx, "SELECT said FROM removal WHERE name = ?", removal).Scan(&said); err != nil {
			if errors.Is(err, sql.ErrNoRows) {
				err = custos.Errorf(custos.NotFound, "no removal %q is planned", removal)
			}
			return err
		}
		t, err := tombstoneOf(said)
		if err != nil {
			return err
		}
		left := limit
		for _, s := range t.Spans {
			for seq := s.First; seq <= s.Last; seq++ {
				is, err := takeBody(ctx, tx, names{t.Service, s.Boot, seq})
				if err != nil {
					return err
				}
				if is {
					if left--; left == 0 {
						return nil // enough for one transaction: the next one goes on
					}
				}
			}
		}
		done = true
		return nil
	})
	return done && err == nil, err
}

// takeBody overwrites what an event's row has of its body, and reports whether there was any.
func takeBody(ctx context.Context, tx *sql.Tx, of names) (bool, error) {
	var n int64
	var p place
	var b body
	err := tx.QueryRowContext(ctx, "SELECT e.n, "+placeColumns+", "+bodyColumns+" FROM event e JOIN batch b ON b.n = e.batch WHERE length(e.body) > 0 AND "+atPlace, of.args()...).
		Scan(slices.Concat([]any{&n}, p.dest(), b.dest())...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	stays := []byte{} // of a damaged row nothing; the audit names it
	if c, err := b.sealed(p.header()).Commitment(); err == nil {
		stays = c[:]
	}
	_, err = tx.ExecContext(ctx, "UPDATE event SET body = x'', hash = ?, key = x'', salt = x'' WHERE n = ?", stays, n)
	return true, err
}

// Finish implements masterdb.Removals. What was overwritten was so in the file (secure_delete)
// and stands in the log that is written ahead, which is emptied first.
func (d *DB) Finish(ctx context.Context, removal string, at time.Time) error {
	if err := d.db.EmptyWAL(ctx); err != nil {
		return err
	}
	return d.db.Transact(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE removal SET finished = ? WHERE name = ? AND finished IS NULL", at.UnixNano(), removal)
		return err
	})
}

// Named implements masterdb.Removals.
func (d *DB) Named(ctx context.Context, s custos.ServiceID, boot, first, last uint64) ([]observe.Span, error) {
	return all(each(ctx, d.db.Query(), func(row scanner) (p observe.Span, err error) {
		return p, row.Scan(&p.Boot, &p.First, &p.Last)
	}, "SELECT boot, first, last FROM removal_span WHERE service = ? AND boot = ? AND first <= ? AND last >= ? ORDER BY first", s, boot, last, first))
}

// Adopted implements masterdb.Removals.
func (d *DB) Adopted(ctx context.Context) (n int64, err error) {
	_, err = d.row(ctx, []any{&n}, "SELECT n FROM removal_seen")
	return n, err
}

// Adopt implements masterdb.Removals.
func (d *DB) Adopt(ctx context.Context, n int64, told []observe.Tombstone) error {
	return d.db.Transact(ctx, func(tx *sql.Tx) error {
		for _, t := range told {
			said, err := plan(ctx, tx, t)
			if err != nil {
				return err
			}
			// What is told must be what is planned.
			if _, err := tx.ExecContext(ctx, "UPDATE removal SET told = 1 WHERE name = ? AND said = ?", t.Removal, said); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO removal_seen VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET n = excluded.n", n)
		return err
	})
}
