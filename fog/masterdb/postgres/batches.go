package postgres

import (
	"context"
	"iter"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/kept"
	"custos.dev/custos/store/pg"
)

// Record implements masterdb.Batches.
func (d *DB) Record(ctx context.Context, n int64, index uint64) error {
	out, err := d.RecordAll(ctx, []masterdb.Recording{{N: n, Index: index}})
	if err != nil {
		return err
	}
	return out[0].Err
}

// RecordAll implements masterdb.Batches.
func (d *DB) RecordAll(ctx context.Context, group []masterdb.Recording) (out []masterdb.Outcome, err error) {
	if len(group) == 0 {
		return nil, ctx.Err()
	}
	ns, indexes := make([]int64, len(group)), make([]int64, len(group))
	for i, r := range group {
		ns[i], indexes[i] = r.N, int64(r.Index)
	}
	err = d.db.Transact(ctx, func(ctx context.Context, tx pg.Tx) error {
		out = make([]masterdb.Outcome, len(group))
		taken, err := all(each(ctx, tx, func(row scanner) (n int64, err error) { return n, row.Scan(&n) },
			`SELECT coalesce((SELECT b.n FROM batch b WHERE b.leaf_index = g.i), 0) FROM unnest($1::bigint[]) WITH ORDINALITY AS g (i, o) ORDER BY g.o`, indexes))
		if err != nil {
			return err
		}
		leaves := map[int64]int64{} // of this group
		var of, at []int64
		for i, n := range ns {
			holder, twice := leaves[indexes[i]]
			if !twice {
				holder = taken[i]
			}
			if holder != 0 && holder != n {
				out[i].Err = custos.Errorf(custos.Conflict, "batch %d cannot be leaf %d: batch %d is", n, indexes[i], holder)
				continue
			}
			leaves[indexes[i]], out[i].N = n, n
			of, at = append(of, n), append(at, indexes[i])
		}
		_, err = tx.Exec(ctx, "UPDATE batch b SET leaf_index = g.i FROM unnest($1::bigint[], $2::bigint[]) AS g (n, i) WHERE b.n = g.n", of, at)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Batch implements masterdb.Batches.
func (d *DB) Batch(ctx context.Context, s custos.ServiceID, boot, first uint64) (b masterdb.Batch, ok bool, err error) {
	var at *int64
	ok, err = d.row(ctx, []any{&b.N, &b.Leaf, &at}, "SELECT n, leaf, leaf_index FROM batch WHERE service = $1 AND boot = $2 AND first = $3", s, boot, first)
	b.Index, b.Recorded = uint64(or(at)), at != nil
	b.LeafHash = hashOfLeaf(b.Leaf, ok)
	return b, ok, err
}

// hashOfLeaf is the hash of a leaf that is there.
func hashOfLeaf(l evidence.Leaf, there bool) []byte {
	if !there {
		return nil
	}
	h := l.Hash()
	return h[:]
}

// LastBatch implements masterdb.Batches.
func (d *DB) LastBatch(ctx context.Context, s custos.ServiceID) (l masterdb.Last, ok bool, err error) {
	ok, err = d.row(ctx, []any{&l.Leaf, &l.Boot, &l.Last}, "SELECT leaf, boot, last FROM batch WHERE service = $1 ORDER BY boot DESC, first DESC LIMIT 1", s)
	return l, ok, err
}

// Staged implements masterdb.Batches.
func (d *DB) Staged(ctx context.Context, s custos.ServiceID) ([]masterdb.Staged, error) {
	return all(each(ctx, d.ask, func(row scanner) (b masterdb.Staged, err error) {
		return b, row.Scan(&b.N, &b.Leaf)
	}, "SELECT n, leaf FROM batch WHERE leaf_index IS NULL AND ($1::text = '' OR service = $1) ORDER BY n", s))
}

// Ahead implements masterdb.Batches.
func (d *DB) Ahead(ctx context.Context, s custos.ServiceID, boot, first uint64) (there bool, err error) {
	_, err = d.row(ctx, []any{&there}, "SELECT EXISTS (SELECT 1 FROM batch WHERE service = $1 AND (boot, first) > ($2, $3))", s, boot, first)
	return there, err
}

// Behind implements masterdb.Batches.
func (d *DB) Behind(ctx context.Context, s custos.ServiceID, boot, first uint64) iter.Seq2[masterdb.Held, error] {
	return each(ctx, d.ask, func(row scanner) (h masterdb.Held, err error) {
		var p place
		var b kept.Body
		if err = row.Scan(slices.Concat([]any{&h.Batch, &h.Leaf, &h.Index}, p.dest(), bodyDest(&b))...); err != nil {
			return h, err
		}
		at := p.header()
		h.Sealed, h.Kind, h.Resource, h.Time = b.Sealed(at), at.Kind, at.Resource, time.Unix(0, p.time).UTC()
		return h, nil
	}, behind, s, boot, first)
}

const behind = "SELECT b.n, b.leaf, b.leaf_index, " + placeColumns + ", " + bodyColumns + ` FROM batch b JOIN event e ON e.batch = b.n
	WHERE b.service = $1 AND (b.boot, b.first) > ($2, $3) ORDER BY b.boot, b.first, e.seq`

// Recorded implements masterdb.Batches.
func (d *DB) Recorded(ctx context.Context) (count, last uint64, some bool, err error) {
	var most *int64
	_, err = d.row(ctx, []any{&count, &most}, "SELECT count(leaf_index), max(leaf_index) FROM batch WHERE leaf_index >= 0")
	return count, uint64(or(most)), most != nil, err
}

// FirstUnrecorded implements masterdb.Batches.
func (d *DB) FirstUnrecorded(ctx context.Context) (index uint64, err error) {
	_, err = d.row(ctx, []any{&index}, `SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM batch WHERE leaf_index = 0) THEN 0 ELSE
		(SELECT b.leaf_index + 1 FROM batch b WHERE b.leaf_index >= 0 AND NOT EXISTS (SELECT 1 FROM batch n WHERE n.leaf_index = b.leaf_index + 1) ORDER BY b.leaf_index LIMIT 1) END`)
	return index, err
}

// RecordedFrom implements masterdb.Batches.
func (d *DB) RecordedFrom(ctx context.Context, index uint64) iter.Seq2[uint64, error] {
	return each(ctx, d.ask, func(row scanner) (i uint64, err error) {
		return i, row.Scan(&i)
	}, "SELECT leaf_index FROM batch WHERE leaf_index >= $1", index)
}

// LeafHash implements masterdb.Batches.
func (d *DB) LeafHash(ctx context.Context, index uint64) (h []byte, ok bool, err error) {
	var l evidence.Leaf
	ok, err = d.row(ctx, []any{&l}, "SELECT leaf FROM batch WHERE leaf_index = $1", index)
	return hashOfLeaf(l, ok), ok, err
}

// LastSegment implements masterdb.Batches.
func (d *DB) LastSegment(ctx context.Context, camera custos.CameraID) (masterdb.Sealed, bool, error) {
	return first(each(ctx, d.ask, scanSealed, "SELECT "+placeColumns+", "+bodyColumns+
		" FROM event e JOIN batch b ON b.n = e.batch WHERE e.kind = 1 AND e.resource = (SELECT n FROM resource WHERE name = $1) ORDER BY e.n DESC LIMIT 1", camera))
}
