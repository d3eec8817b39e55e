// Package journal is a service's own durable record: what it observed, in
// order, batched and signed, forwarded to its domain's master until that has
// acknowledged, and read by the services that follow it.
package journal

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/store"
)

//go:embed schema/*.sql
var schema embed.FS

// Journal belongs to one service; its file is private to that.
type Journal struct {
	db  *store.DB
	id  custos.ServiceID
	key *key.Key
	// step is told each durable step of bringing events to the master; a test makes it fail.
	step func(name string) error

	// now is the service's clock; a test has its own.
	now func() time.Time

	mu     sync.Mutex
	boot   uint64        // this life's number
	seq    uint64        // last one committed
	grown  chan struct{} // closed and replaced when there are new events
	health Health
	// pressing is the newest event of this life for which a batch is closed within a moment: neither a
	// pack nor one that tells of what is over. It is 0 if there is none.
	pressing uint64
	flow     flow
	// progress is how far other services' journals were followed.
	progress map[custos.ServiceID]*progress
	queue    queueState
}

// Open opens the journal in the service's directory and begins a new life.
func Open(ctx context.Context, dir string, id custos.ServiceID, k *key.Key) (*Journal, error) {
	files, err := fs.Sub(schema, "schema")
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, filepath.Join(dir, "journal.db"), files, store.Shrinking)
	if err != nil {
		return nil, err
	}
	j := &Journal{
		db: db, id: id, key: k, boot: uint64(time.Now().UnixMilli()), grown: make(chan struct{}), now: time.Now,
		progress: map[custos.ServiceID]*progress{},
	}
	err = db.Transact(ctx, func(tx *sql.Tx) error {
		var last sql.NullInt64
		if err := tx.QueryRow("SELECT max(boot) FROM life").Scan(&last); err != nil {
			return err
		}
		// A clock that went back must not name two lives alike, nor put the new one first.
		j.boot = max(j.boot, uint64(last.Int64)+1)
		_, err := tx.Exec("INSERT INTO life VALUES (?)", j.boot)
		return err
	})
	if err == nil {
		err = j.openQueue(ctx)
	}
	if err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("begin a life of %s: %w", id, err)
	}
	j.flow = newFlow(j.boot)
	return j, nil
}

// Close closes the file.
func (j *Journal) Close() error { return j.db.Close() }

// Boot returns this life's number. It is moved up where the master turns out to know a
// later life.
func (j *Journal) Boot() uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.boot
}

// Service returns whose journal it is.
func (j *Journal) Service() custos.ServiceID { return j.id }

// Cursor is how far another service's journal was followed.
type Cursor struct {
	Source custos.ServiceID
	Boot   uint64
	Seq    uint64
}

// Append commits events, in order, with the cursor that they follow from: after
// a crash, either the input was consumed and its results are here, or neither.
// It fills in Service, Boot and Seq. When it returns, they are durable.
func (j *Journal) Append(ctx context.Context, what []custos.Observation, cursors ...Cursor) error {
	_, err := j.Record(ctx, what, cursors...)
	return err
}

// Record is Append, and returns the events that were made of the observations.
func (j *Journal) Record(ctx context.Context, what []custos.Observation, cursors ...Cursor) ([]custos.Event, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	rows := make([]row, len(what))
	err := j.db.Transact(ctx, func(tx *sql.Tx) (err error) {
		for i, o := range what {
			if rows[i], err = j.enter(tx, o, j.seq+uint64(i)+1); err != nil {
				return err
			}
		}
		for _, c := range cursors {
			if err := saveCursor(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("append to the journal of %s: %w", j.id, err)
	}
	j.entered(rows, time.Now())
	events := make([]custos.Event, len(rows))
	for i := range rows {
		events[i] = rows[i].event
	}
	return events, nil
}

// row is an event that was entered, and its body.
type row struct {
	event custos.Event
	body  []byte
}

// enter writes the event of an observation.
func (j *Journal) enter(tx *sql.Tx, o custos.Observation, seq uint64) (r row, err error) {
	if err := o.Resource.Validate(); err != nil {
		return r, err
	}
	if r.event, err = o.Event(j.id, j.boot, seq); err != nil {
		return r, err
	}
	if r.body, err = json.Marshal(&r.event); err != nil {
		return r, err
	}
	return r, insertEvent(tx, &r.event, r.body, evidence.NewOpening())
}

// position returns the numbers of the last event and a channel that is closed when
// there is a further one.
func (j *Journal) position() (boot, seq uint64, grown <-chan struct{}) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.boot, j.seq, j.grown
}

// Last returns the newest event of a kind about a resource, from any life: of what is not pruned
// yet, and of what KeepNewest names.
func (j *Journal) Last(ctx context.Context, kind custos.Kind, r custos.Resource) (*custos.Event, error) {
	var body []byte
	err := j.db.Query().QueryRowContext(ctx, "SELECT body FROM event WHERE kind = ? AND resource = ? AND length(key) > 0 ORDER BY boot DESC, seq DESC LIMIT 1", kind, r).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		err = j.db.Query().QueryRowContext(ctx, "SELECT body FROM kept WHERE kind = ? AND resource = ? ORDER BY boot DESC, seq DESC LIMIT 1", kind, r).Scan(&body)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return nil, custos.Errorf(custos.NotFound, "the journal of %s has no %s of %s", j.id, kind, r)
	}
	if err != nil {
		return nil, err
	}
	e, err := eventOf(j.id, body)
	return &e, err
}

// Each calls with every event of a kind, from all lives, oldest first: with those that are not
// pruned yet, and with those that KeepNewest names.
func (j *Journal) Each(ctx context.Context, kind custos.Kind, do func(*custos.Event) error) error {
	rows, err := j.db.Query().QueryContext(ctx, "SELECT boot, seq, body FROM kept WHERE kind = ? UNION ALL SELECT boot, seq, body FROM event WHERE kind = ? AND length(key) > 0 ORDER BY boot, seq", kind, kind)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var boot, seq uint64
		var body []byte
		if err := rows.Scan(&boot, &seq, &body); err != nil {
			return err
		}
		e, err := eventOf(j.id, body)
		if err != nil {
			return err
		}
		if err := do(&e); err != nil {
			return err
		}
	}
	return rows.Err()
}

// cursor returns how far the source was followed; zero if never.
func (j *Journal) cursor(ctx context.Context, source custos.ServiceID) (Cursor, error) {
	c := Cursor{Source: source}
	err := j.db.Query().QueryRowContext(ctx, "SELECT boot, seq FROM cursor WHERE source = ?", source).Scan(&c.Boot, &c.Seq)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return c, err
}

// Unacknowledged counts the events that the master has not acknowledged yet.
func (j *Journal) Unacknowledged(ctx context.Context) (n int64, err error) {
	err = j.db.Query().QueryRowContext(ctx, `SELECT count(*) FROM event e WHERE coalesce((SELECT CASE WHEN b.leaf_index IS NULL THEN 0 ELSE b.last END
		FROM batch b WHERE b.boot = e.boot AND b.first <= e.seq ORDER BY b.first DESC LIMIT 1), 0) < e.seq`).Scan(&n)
	return n, err
}
