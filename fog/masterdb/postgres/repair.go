package postgres

import (
	"context"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/kept"
	"custos.dev/custos/observe/brief"
	"custos.dev/custos/store/pg"
)

// Mend implements masterdb.Repairs.
func (d *DB) Mend(ctx context.Context, m masterdb.Mending) error {
	var p putting
	for i := range m.Batches {
		b := &m.Batches[i]
		var index *int64
		if at := int64(b.Index); b.Recorded {
			index = &at
		}
		p.addBatch(b.N, &b.NewBatch, index)
	}
	for i := range m.Events {
		e := &m.Events[i]
		h := brief.Header{Service: e.Service, Boot: e.Boot, Seq: e.Seq, Resource: e.Resource, Time: e.Time.UnixNano(), Kind: e.Kind}
		p.events = append(p.events, eventRow{e.N, e.Batch, &e.NewEvent, kept.Of(h, e.Sealed, e.Opening)})
	}
	return d.db.Transact(ctx, func(ctx context.Context, tx pg.Tx) error {
		d.forget() // of before somebody changed rows
		if err := takeRows(ctx, tx, &m); err != nil {
			return err
		}
		last, err := d.numbersIn(ctx, tx)
		if err != nil {
			return err
		}
		if err := d.put(ctx, tx, &p, &last); err != nil {
			return err
		}
		d.forget() // numbers go on behind the largest that there is by now
		return placesStand(ctx, tx, &m)
	})
}

// takeRows takes out what goes, puts the names of the two kinds back that indexes go by, and puts in
// the checkpoints.
func takeRows(ctx context.Context, tx pg.Tx, m *masterdb.Mending) error {
	b := new(pg.Batch)
	b.Queue("DELETE FROM kind WHERE (n, name) NOT IN ((1, 'segment'), (2, 'stream')) AND (n IN (1, 2) OR name IN ('segment', 'stream'))")
	b.Queue("INSERT INTO kind VALUES (1, 'segment'), (2, 'stream') ON CONFLICT DO NOTHING")
	b.Queue("DELETE FROM event WHERE n = ANY ($1)", m.TakeEvents)
	b.Queue("DELETE FROM batch WHERE n = ANY ($1)", m.TakeBatches)
	b.Queue("DELETE FROM anchor WHERE size = ANY ($1)", m.TakeAnchors)
	b.Queue("DELETE FROM checkpoint WHERE size = ANY ($1)", m.TakeCheckpoints)
	for _, c := range m.Checkpoints {
		b.Queue("INSERT INTO checkpoint (size, root, note, cosigs, signers) VALUES ($1,$2,$3,$4,$5)", c.Size, c.Root[:], c.Note, c.Cosignatures, c.Signers)
	}
	return tx.SendBatch(ctx, b).Close()
}

// placesStand checks what no constraint holds: each event that was put in has a batch, and its place
// there alone.
func placesStand(ctx context.Context, tx pg.Tx, m *masterdb.Mending) error {
	var ns []int64
	for i := range m.Events {
		ns = append(ns, m.Events[i].N)
	}
	var bad int64
	err := tx.QueryRow(ctx, `SELECT coalesce(min(e.n), 0) FROM event e WHERE e.n = ANY ($1) AND (NOT EXISTS (SELECT 1 FROM batch b WHERE b.n = e.batch)
		OR EXISTS (SELECT 1 FROM event o WHERE o.batch = e.batch AND o.seq = e.seq AND o.n <> e.n))`, ns).Scan(&bad)
	if err == nil && bad != 0 {
		return custos.Errorf(custos.Conflict, "event %d cannot be put back: its batch is not there, or another event is in its place", bad)
	}
	return err
}
