package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// ErasureRequest is what a master answers to a service that asks which of its events were erased
// by an order: an ErasureQuestion, with Erasures.
const ErasureRequest = "erasures"

// eraseEvery is how often a service asks.
const eraseEvery = 20 * time.Second

// ErasureQuestion asks for the erasures behind one.
type ErasureQuestion struct {
	After int64 `json:"after"`
}

// Erasures are tombstones of the asking service's events, which stand in the master's log. Through
// is the last one; zero if there is none further.
type Erasures struct {
	Tombstones []observe.Tombstone `json:"tombstones"`
	Through    int64               `json:"through"`
}

// Erase asks the master what of this journal is erased, and erases it here, until ctx ends. It
// begins with the first in each life: a journal that was put back from a copy erases again.
// erased is told the events; may be nil.
func (j *Journal) Erase(ctx context.Context, p Peers, master custos.ServiceID, log *slog.Logger, erased func([]custos.EventID)) error {
	var after int64
	for ctx.Err() == nil {
		through, err := j.eraseNext(ctx, p, master, after, erased)
		switch {
		case err == nil && through > 0:
			after = through
			continue
		case err != nil && ctx.Err() == nil && custos.KindOf(err) != custos.Unavailable:
			log.Error("what was erased cannot be erased here; it is tried again", "err", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(eraseEvery):
		}
	}
	return nil
}

func (j *Journal) eraseNext(ctx context.Context, p Peers, master custos.ServiceID, after int64, erased func([]custos.EventID)) (int64, error) {
	data, err := json.Marshal(ErasureQuestion{after})
	if err != nil {
		return 0, err
	}
	ask, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	reply, err := p.Ask(ask, master, ErasureRequest, data)
	if err != nil {
		return 0, err
	}
	var got Erasures
	if err := json.Unmarshal(reply, &got); err != nil {
		return 0, custos.Errorf(custos.Unavailable, "the master's answer does not parse: %w", err)
	}
	for _, t := range got.Tombstones {
		ids, err := j.EraseEvents(ctx, t)
		if err != nil {
			return 0, err
		}
		if erased != nil && len(ids) > 0 {
			erased(ids)
		}
	}
	if len(got.Tombstones) == 0 {
		return 0, nil
	}
	// Also where the last try erased and could not do this, since somebody was reading.
	return got.Through, j.db.EmptyWAL(ctx)
}

// EraseEvents destroys the bodies, keys and salts of the events that a tombstone of the master
// names, wherever the journal has them; their commitments and headers stay. It returns the names
// of all of them, also of those that were not here. When it returns nothing of them is left in
// the file.
func (j *Journal) EraseEvents(ctx context.Context, t observe.Tombstone) ([]custos.EventID, error) {
	if err := t.Check(); err != nil {
		return nil, err
	}
	if t.Segments || t.Service != j.id {
		return nil, custos.Errorf(custos.Invalid, "the removal %s is of %s, this is the journal of %s", custos.Plain(t.Removal), t.Service, j.id)
	}
	var ids []custos.EventID
	had := false
	for _, s := range t.Spans {
		for seq := s.First; seq <= s.Last; seq++ {
			ids = append(ids, custos.NewEventID(j.id, s.Boot, seq))
		}
		err := j.transact(ctx, "erase", func(tx *sql.Tx) error {
			for seq := s.First; seq <= s.Last; seq++ {
				is, err := j.eraseOne(tx, s.Boot, seq)
				if err != nil {
					return err
				}
				had = had || is
			}
			res, err := tx.ExecContext(ctx, "DELETE FROM kept WHERE boot = ? AND seq BETWEEN ? AND ?", s.Boot, s.First, s.Last)
			if err != nil {
				return err
			}
			n, err := res.RowsAffected()
			had = had || n > 0
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if had, err := j.eraseOld(ctx, t, had); err != nil || !had {
		return ids, err
	}
	return ids, j.db.EmptyWAL(ctx)
}

// eraseOne erases an event that is not pruned, and reports whether it had a body.
func (j *Journal) eraseOne(tx *sql.Tx, boot, seq uint64) (bool, error) {
	row := sealedRow{by: j.id}
	err := row.scan(tx.QueryRow("SELECT body, key, salt FROM event WHERE boot = ? AND seq = ? AND length(key) > 0", boot, seq))
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	s, err := row.sealed()
	if err != nil {
		return false, err
	}
	e, err := eventOf(j.id, row.body)
	if err != nil {
		return false, err
	}
	stays, err := json.Marshal(goneRow{Gone{Kind: e.Kind, Resource: e.Resource, Time: e.Time}, s.Commitment()})
	if err == nil {
		_, err = tx.Exec("UPDATE event SET body = ?, key = x'', salt = x'' WHERE boot = ? AND seq = ?", stays, boot, seq)
	}
	return err == nil, err
}

// eraseOld erases what a journal of an older version still has in its own table.
func (j *Journal) eraseOld(ctx context.Context, t observe.Tombstone, had bool) (bool, error) {
	var there bool
	if err := j.db.Query().QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'event_before')").Scan(&there); err != nil || !there {
		return had, err
	}
	err := j.transact(ctx, "erase", func(tx *sql.Tx) error {
		for _, s := range t.Spans {
			// It is pruned: nobody is given what is there.
			if _, err := tx.ExecContext(ctx, "DELETE FROM event_before WHERE boot = ? AND seq BETWEEN ? AND ?", s.Boot, s.First, s.Last); err != nil {
				return err
			}
		}
		return nil
	})
	return true, err
}

// goneRow is what stands in the place of an erased body, whose key and salt are empty.
type goneRow struct {
	Gone
	Commitment custos.Hash `json:"commitment"`
}

// gone reads an erased row.
func (r *sealedRow) gone() (s Sealed, err error) {
	var g goneRow
	if err := json.Unmarshal(r.body, &g); err != nil || len(r.salt) != 0 {
		return s, custos.Errorf(custos.Corrupt, "an erased event in the journal does not say what it was: %w", err)
	}
	s.BodyHash, s.Box, s.Gone = g.Commitment, []byte{}, &g.Gone
	return s, nil
}

// heldGone takes over what the master says of an event whose body is gone.
func (e *heldEvent) heldGone() (err error) {
	e.Kind, e.Resource, e.Time = e.Gone.Kind, e.Gone.Resource, e.Gone.Time
	if !e.Kind.Valid() || e.Resource.Validate() != nil {
		return custos.Errorf(custos.Corrupt, "the master gave an erased event of the kind %s about %s", custos.Plain(string(e.Kind)), custos.Plain(string(e.Resource)))
	}
	e.body, err = json.Marshal(goneRow{*e.Gone, e.commitment})
	return err
}

// insertGone enters an event of the master's whose body is gone.
func insertGone(tx *sql.Tx, e *heldEvent) error {
	if _, err := tx.Exec("INSERT INTO taken VALUES (?,?,NULL) ON CONFLICT DO NOTHING", e.Boot, e.Seq); err != nil {
		return err
	}
	_, err := tx.Exec("INSERT INTO event (boot, seq, kind, resource, body, key, salt) VALUES (?,?,?,?,?,x'',x'')", e.Boot, e.Seq, e.Event.Kind, e.Event.Resource, e.body)
	return err
}
