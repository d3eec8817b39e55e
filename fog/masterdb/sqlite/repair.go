package sqlite

import (
	"context"
	"database/sql"

	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe/brief"
)

// Mend implements masterdb.Repairs.
func (d *DB) Mend(ctx context.Context, m masterdb.Mending) error {
	kept := make([]body, len(m.Events)) // made before the transaction, which others wait for
	names := masterdb.Staging{}
	for i := range m.Events {
		e := &m.Events[i]
		kept[i] = keep(brief.Header{Service: e.Service, Boot: e.Boot, Seq: e.Seq, Resource: e.Resource, Time: e.Time.UnixNano(), Kind: e.Kind}, e.Sealed, e.Opening)
		names.Events = append(names.Events, e.NewEvent)
	}
	var at numbers
	err := d.db.Transact(ctx, func(tx *sql.Tx) (err error) {
		// A batch that gets another number is taken out while its events stand.
		if _, err := tx.ExecContext(ctx, "PRAGMA defer_foreign_keys = 1"); err != nil {
			return err
		}
		if err := namesStand(ctx, tx); err != nil {
			return err
		}
		// What is remembered of names may be of before somebody changed them: they are asked anew.
		if at, err = new(known).of(ctx, tx, []masterdb.Staging{names}); err != nil {
			return err
		}
		if err := takeRows(ctx, tx, &m); err != nil {
			return err
		}
		for i := range m.Batches {
			b := &m.Batches[i]
			index := sql.NullInt64{Int64: int64(b.Index), Valid: b.Recorded}
			if _, err := tx.ExecContext(ctx, "INSERT INTO batch (n, service, boot, first, last, leaf, leaf_hash, leaf_index, received, clock_offset) VALUES (?,?,?,?,?,?,x'',?,?,?)",
				b.N, b.Service, b.Boot, b.First, b.Last, []byte(b.Leaf), index, b.Received.UnixNano(), b.ClockOffset.Milliseconds()); err != nil {
				return err
			}
		}
		return putEvents(ctx, tx, &m, kept, at)
	})
	if err == nil {
		d.names.forget()
	}
	return err
}

// namesStand puts the names of the two kinds back that indexes go by.
func namesStand(ctx context.Context, tx *sql.Tx) error {
	for n, name := range map[int64]string{1: "segment", 2: "stream"} {
		for _, q := range []string{
			"DELETE FROM kind WHERE name = ?2 AND n <> ?1",
			"INSERT INTO kind (n, name) VALUES (?1, ?2) ON CONFLICT (n) DO UPDATE SET name = excluded.name WHERE name <> excluded.name",
		} {
			if _, err := tx.ExecContext(ctx, q, n, name); err != nil {
				return err
			}
		}
	}
	return nil
}

func takeRows(ctx context.Context, tx *sql.Tx, m *masterdb.Mending) error {
	for _, t := range []struct {
		statement string
		rows      []int64
	}{
		{"DELETE FROM event WHERE n = ?", m.TakeEvents},
		{"DELETE FROM batch WHERE n = ?", m.TakeBatches},
		{"DELETE FROM anchor WHERE size = ?", m.TakeAnchors},
		{"DELETE FROM checkpoint WHERE size = ?", m.TakeCheckpoints},
	} {
		for _, n := range t.rows {
			if _, err := tx.ExecContext(ctx, t.statement, n); err != nil {
				return err
			}
		}
	}
	for _, c := range m.Checkpoints {
		if _, err := tx.ExecContext(ctx, "INSERT INTO checkpoint (size, root, note, cosigs, signers) VALUES (?,?,?,?,?)", c.Size, c.Root[:], c.Note, c.Cosignatures, c.Signers); err != nil {
			return err
		}
	}
	return nil
}

func putEvents(ctx context.Context, tx *sql.Tx, m *masterdb.Mending, kept []body, at numbers) error {
	put, err := tx.PrepareContext(ctx, "INSERT INTO event (n, batch, seq, kind, resource, time, body, key, salt, hash) VALUES (?,?,?,?,?,?,?,?,?,?)")
	if err != nil {
		return err
	}
	defer put.Close()
	oldest := eras{}
	for i := range m.Events {
		e, b := &m.Events[i], &kept[i]
		kind, time := at.kinds[string(e.Kind)], e.Time.UnixNano()
		if _, err := put.ExecContext(ctx, e.N, e.Batch, e.Seq, kind, at.resources[string(e.Resource)], time, b.body, b.key, b.salt, b.hash); err != nil {
			return err
		}
		oldest.add(kind, e.N, time)
	}
	era, err := tx.PrepareContext(ctx, putEra)
	if err != nil {
		return err
	}
	defer era.Close()
	return oldest.put(ctx, era)
}

// forget has the numbers of names asked anew.
func (k *known) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.numbers = numbers{}
}
