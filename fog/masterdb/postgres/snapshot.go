package postgres

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/kept"
	"custos.dev/custos/store/pg"
)

// snapshot is a transaction that reads: all its questions see the same state of a running master.
type snapshot struct{ tx pg.Tx }

// Snapshot implements masterdb.Reader. It reads tables as a whole, in their order and without
// sorting them.
func (r *Reader) Snapshot(ctx context.Context) (masterdb.Snapshot, error) {
	tx, err := pg.Moment(ctx, r.ask, map[string]string{"enable_seqscan": "on", "enable_mergejoin": "on", "enable_sort": "off"})
	if err != nil {
		return nil, err
	}
	return &snapshot{tx}, nil
}

// Close implements masterdb.Snapshot.
func (s *snapshot) Close() error { return pg.Explain(s.tx.Rollback(context.Background())) }

// indexes are those that hold what must be unique, or that an answer is found by.
var indexes = []string{
	"batch_pkey", "batch_place", "batch_leaf", "batch_staged", "batch_by_leaf", "kind_pkey", "kind_name_key", "resource_pkey", "resource_name_key",
	"event_number", "event_by_batch", "event_by_kind", "event_by_resource", "event_segment", "event_segment_order", "event_stream",
	"era_pkey", "checkpoint_pkey", "anchor_pkey", "anchor_by_block", "witnessed_pkey", "cosigned_pkey", "alarm_pkey", "policy_pkey", "rules_pkey",
	"removal_pkey", "removal_name_key", "removal_ordered", "removal_open", "removal_span_pkey",
}

// Damage implements masterdb.Snapshot. The server checks each page that it reads by its checksum, if
// it was made with them, and counts those that did not hold; an index is held against its table
// where the server has the extension amcheck and lets this user use it.
func (s *snapshot) Damage(ctx context.Context) (out []string, err error) {
	missing, err := all(each(ctx, s.tx, func(row scanner) (name string, err error) { return name, row.Scan(&name) },
		`SELECT w.name FROM unnest($1::text[]) AS w (name) WHERE NOT EXISTS (SELECT 1 FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
		WHERE c.relname = w.name AND c.relnamespace = 'custos'::regnamespace AND i.indisvalid AND i.indisready)`, indexes))
	if err != nil {
		return nil, err
	}
	for _, name := range missing {
		out = append(out, "index "+name+" is missing, or is not valid")
	}
	var failures int64
	if err := s.tx.QueryRow(ctx, "SELECT coalesce(max(checksum_failures), 0) FROM pg_stat_database WHERE datname = current_database()").Scan(&failures); err != nil {
		return out, pg.Explain(err)
	}
	if failures > 0 {
		out = append(out, fmt.Sprintf("the server read %d pages whose checksum did not hold", failures))
	}
	checked, err := s.checkIndexes(ctx)
	return append(out, checked...), err
}

// checkIndexes holds the indexes against their tables.
func (s *snapshot) checkIndexes(ctx context.Context) (out []string, err error) {
	var can bool
	if err := s.tx.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM pg_extension x JOIN pg_depend d ON d.refobjid = x.oid AND d.deptype = 'e' JOIN pg_proc p ON p.oid = d.objid
		WHERE x.extname = 'amcheck' AND p.proname = 'bt_index_check' AND p.pronargs = 2 AND has_function_privilege(p.oid, 'EXECUTE'))`).Scan(&can); err != nil || !can {
		return nil, pg.Explain(err)
	}
	names, err := all(each(ctx, s.tx, func(row scanner) (name string, err error) { return name, row.Scan(&name) },
		`SELECT c.oid::regclass::text FROM pg_class c JOIN pg_am a ON a.oid = c.relam WHERE c.relnamespace = 'custos'::regnamespace AND c.relkind = 'i' AND a.amname = 'btree' ORDER BY 1`))
	if err != nil {
		return nil, err
	}
	schema := ""
	if err := s.tx.QueryRow(ctx, "SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = 'amcheck'").Scan(&schema); err != nil {
		return nil, pg.Explain(err)
	}
	for _, name := range names {
		err := func() error { // one that fails must not end the snapshot
			sub, err := s.tx.Begin(ctx)
			if err != nil {
				return err
			}
			defer func() { _ = sub.Rollback(ctx) }()
			_, err = sub.Exec(ctx, "SELECT "+schema+".bt_index_check($1::regclass, true)", name)
			return err
		}()
		switch err = pg.Explain(err); {
		case custos.KindOf(err) == custos.Corrupt:
			out = append(out, fmt.Sprintf("index %s: %v", name, errors.Unwrap(errors.Unwrap(err))))
		case err != nil:
			return out, err
		}
	}
	return out, nil
}

// Batches implements masterdb.Snapshot.
func (s *snapshot) Batches(ctx context.Context) iter.Seq2[masterdb.BatchRow, error] {
	return each(ctx, s.tx, func(row scanner) (b masterdb.BatchRow, err error) {
		var at *int64
		err = row.Scan(&b.N, &b.Service, &b.Boot, &b.First, &b.Last, &b.Leaf, &at, &b.Received, &b.ClockOffset)
		b.Index, b.Recorded = or(at), at != nil
		b.LeafHash = hashOfLeaf(b.Leaf, len(b.Leaf) > 0)
		return b, err
	}, "SELECT n, service, boot, first, last, leaf, leaf_index, received, clock_offset FROM batch ORDER BY n")
}

// A row whose batch is not there has no service and life, and no body that can be read.
const eventRows = "SELECT e.n, e.batch, " + placeColumns + ", " + bodyColumns + " FROM event e LEFT JOIN batch b ON b.n = e.batch"

// Events implements masterdb.Snapshot.
func (s *snapshot) Events(ctx context.Context) iter.Seq2[masterdb.EventRow, error] {
	return s.events(ctx, eventRows+" ORDER BY e.batch, e.seq, e.n")
}

// EventsOf implements masterdb.Snapshot.
func (s *snapshot) EventsOf(ctx context.Context, kind string) iter.Seq2[masterdb.EventRow, error] {
	return s.events(ctx, eventRows+" WHERE e.kind = (SELECT n FROM kind WHERE name = $1) ORDER BY e.n", kind)
}

func (s *snapshot) events(ctx context.Context, query string, args ...any) iter.Seq2[masterdb.EventRow, error] {
	return func(yield func(masterdb.EventRow, error) bool) {
		type row struct {
			n, batch int64
			place
			kept.Body
		}
		for r, err := range each(ctx, s.tx, func(s scanner) (r row, err error) {
			return r, s.Scan(slices.Concat([]any{&r.n, &r.batch}, r.place.dest(), bodyDest(&r.Body))...)
		}, query, args...) {
			if err != nil {
				yield(masterdb.EventRow{}, err)
				return
			}
			at := r.header()
			e := masterdb.EventRow{N: r.n, ID: string(r.id()), Batch: r.batch, Seq: r.seq, Kind: string(at.Kind), Resource: string(at.Resource), Time: r.time}
			if err = r.named(r.n); err != nil {
				err = &masterdb.UnreadableRow{Name: fmt.Sprintf("row %d", r.n), ID: e.ID, N: r.n, Column: r.nameless(), Err: err}
			} else {
				e.Sealed = r.Sealed(at).Elsewhere(r.Sealed)
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// Checkpoints implements masterdb.Snapshot.
func (s *snapshot) Checkpoints(ctx context.Context) iter.Seq2[masterdb.CheckpointRow, error] {
	return each(ctx, s.tx, func(row scanner) (c masterdb.CheckpointRow, err error) {
		return c, row.Scan(&c.Size, &c.Root, &c.Note, &c.Cosignatures, &c.Signers)
	}, "SELECT size, root, note, cosigs, signers FROM checkpoint ORDER BY size")
}

// Confirmed implements masterdb.Snapshot.
func (s *snapshot) Confirmed(ctx context.Context) iter.Seq2[masterdb.AnchorRow, error] {
	return each(ctx, s.tx, func(row scanner) (a masterdb.AnchorRow, err error) {
		return a, row.Scan(&a.Size, &a.Block, &a.BlockHash)
	}, "SELECT size, block, block_hash FROM anchor WHERE confirmed ORDER BY size")
}
