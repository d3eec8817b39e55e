package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/kept"
	"custos.dev/custos/observe"
	"custos.dev/custos/store/pg"
)

// Plan implements masterdb.Removals.
func (d *DB) Plan(ctx context.Context, t observe.Tombstone) error {
	return d.db.Transact(ctx, func(ctx context.Context, tx pg.Tx) error {
		_, err := plan(ctx, tx, t)
		return err
	})
}

// plan keeps a removal and returns how its payload is kept.
func plan(ctx context.Context, tx pg.Tx, t observe.Tombstone) (said []byte, err error) {
	if said, err = json.Marshal(t); err != nil {
		return nil, err
	}
	var n int64
	err = tx.QueryRow(ctx, "INSERT INTO removal (n, name, service, said, ordered) SELECT coalesce(max(n), 0) + 1, $1, $2, $3, $4 FROM removal ON CONFLICT (name) DO NOTHING RETURNING n",
		t.Removal, t.Service, said, t.Cause.Why == observe.ByOrder).Scan(&n)
	if errors.Is(err, pg.ErrNoRows) {
		return said, nil
	}
	if err != nil {
		return nil, err
	}
	b := new(pg.Batch)
	for _, s := range t.Spans {
		b.Queue("INSERT INTO removal_span VALUES ($1,$2,$3,$4,$5)", t.Service, s.Boot, s.First, s.Last, n)
	}
	return said, tx.SendBatch(ctx, b).Close()
}

// Unfinished implements masterdb.Removals.
func (d *DB) Unfinished(ctx context.Context) ([]masterdb.Planned, error) {
	return all(each(ctx, d.ask, func(row scanner) (p masterdb.Planned, err error) {
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
	err = d.db.Transact(ctx, func(ctx context.Context, tx pg.Tx) error {
		var said []byte
		if err := tx.QueryRow(ctx, "SELECT said FROM removal WHERE name = $1", removal).Scan(&said); err != nil {
			if errors.Is(err, pg.ErrNoRows) {
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
			n, err := takeBodies(ctx, tx, t.Service, s, left)
			if err != nil {
				return err
			}
			if left -= n; left == 0 {
				return nil // enough for one transaction: the next one goes on
			}
		}
		done = true
		return nil
	})
	return done && err == nil, err
}

// ofSpan are the events of a span's service, life and numbers.
const ofSpan = ` FROM batch b JOIN event e ON e.batch = b.n
	WHERE b.service = $1 AND b.boot = $2 AND b.first <= $4 AND b.last >= $3 AND e.seq BETWEEN $3 AND $4`

// takeBodies overwrites what rows have of their bodies, of up to so many events of a span that have
// one, and reports of how many.
func takeBodies(ctx context.Context, tx pg.Tx, by custos.ServiceID, s observe.Span, limit int) (int, error) {
	type row struct {
		n     int64
		stays []byte // the commitment; of a damaged row nothing, and the audit names it
	}
	found, err := all(each(ctx, tx, func(r scanner) (v row, err error) {
		var p place
		var b kept.Body
		if err := r.Scan(slices.Concat([]any{&v.n}, p.dest(), bodyDest(&b))...); err != nil {
			return v, err
		}
		v.stays = []byte{}
		if c, err := b.Sealed(p.header()).Commitment(); err == nil {
			v.stays = c[:]
		}
		return v, nil
	}, "SELECT e.n, "+placeColumns+", "+bodyColumns+ofSpan+" AND e.bodied = 1 ORDER BY b.first, e.seq LIMIT $5", by, s.Boot, s.First, s.Last, limit))
	if err != nil {
		return 0, err
	}
	b := new(pg.Batch)
	for _, r := range found {
		b.Queue("UPDATE event SET body = '', key = '', salt = '', hash = $2 WHERE n = $1", r.n, r.stays)
	}
	return len(found), tx.SendBatch(ctx, b).Close()
}

// Finish implements masterdb.Removals. An update leaves what was there in the old row's place until
// that is used again. For who ordered that something be erased, the partitions that had it are
// written anew; what a rule removed by its age is left to the server's vacuum, and is nothing
// without the key in the same row. What the server wrote ahead, it recycles by itself
// (docs/storage.md).
func (d *DB) Finish(ctx context.Context, removal string, at time.Time) error {
	if err := d.scrub(ctx, removal); err != nil {
		return err
	}
	return d.exec(ctx, doing("UPDATE removal SET finished = $1 WHERE name = $2 AND finished IS NULL", at.UnixNano(), removal))
}

// scrub writes the partitions anew that an order's events are in. It is Unavailable while somebody
// looks at an older state.
func (d *DB) scrub(ctx context.Context, removal string) error {
	var pieces []string
	err := d.db.Transact(ctx, func(ctx context.Context, tx pg.Tx) error {
		var said []byte
		var ordered bool
		err := tx.QueryRow(ctx, "SELECT said, ordered FROM removal WHERE name = $1 AND finished IS NULL", removal).Scan(&said, &ordered)
		if errors.Is(err, pg.ErrNoRows) || err == nil && !ordered {
			return nil
		}
		if err != nil {
			return err
		}
		t, err := tombstoneOf(said)
		if err != nil {
			return err
		}
		for _, s := range t.Spans {
			of, err := all(each(ctx, tx, func(r scanner) (p string, err error) { return p, r.Scan(&p) }, "SELECT DISTINCT e.tableoid::regclass::text"+ofSpan, t.Service, s.Boot, s.First, s.Last))
			if err != nil {
				return err
			}
			pieces = append(pieces, of...)
		}
		if len(pieces) == 0 {
			return nil
		}
		// Rows that somebody's older state still shows would be written anew, too.
		var shown bool
		if err := tx.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_stat_activity, pg_current_xact_id() AS now WHERE pid <> pg_backend_pid() AND age(backend_xmin) > age(now::xid))").Scan(&shown); err != nil {
			return err
		}
		if shown {
			return custos.Errorf(custos.Unavailable, "what was removed still stands in the database, since somebody reads an older state; it is tried again")
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.Sort(pieces)
	for _, p := range slices.Compact(pieces) {
		if err := d.db.Exec(ctx, "VACUUM (FULL) "+p, map[string]string{"lock_timeout": "500ms"}); err != nil {
			return err
		}
	}
	return nil
}

// Named implements masterdb.Removals.
func (d *DB) Named(ctx context.Context, s custos.ServiceID, boot, first, last uint64) ([]observe.Span, error) {
	return all(each(ctx, d.ask, func(row scanner) (p observe.Span, err error) {
		return p, row.Scan(&p.Boot, &p.First, &p.Last)
	}, "SELECT boot, first, last FROM removal_span WHERE service = $1 AND boot = $2 AND first <= $3 AND last >= $4 ORDER BY first", s, boot, last, first))
}

// Adopted implements masterdb.Removals.
func (d *DB) Adopted(ctx context.Context) (n int64, err error) {
	_, err = d.row(ctx, []any{&n}, "SELECT n FROM removal_seen")
	return n, err
}

// Adopt implements masterdb.Removals.
func (d *DB) Adopt(ctx context.Context, n int64, told []observe.Tombstone) error {
	return d.db.Transact(ctx, func(ctx context.Context, tx pg.Tx) error {
		for _, t := range told {
			said, err := plan(ctx, tx, t)
			if err != nil {
				return err
			}
			// What is told must be what is planned.
			if _, err := tx.Exec(ctx, "UPDATE removal SET told = true WHERE name = $1 AND said = $2", t.Removal, said); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, "INSERT INTO removal_seen VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET n = excluded.n", n)
		return err
	})
}
