package benches

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"sync"
	"testing/fstest"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/figures"
	"custos.dev/custos/journal"
	"custos.dev/custos/store"
	"custos.dev/custos/store/pgtest"
	"custos.dev/custos/term"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

// peerRates are events a second that a peer took, and the microseconds of CPU for each; 0 if
// that is not known.
type peerRates struct{ rate, cpu float64 }

func rates(events int, wall, cpu time.Duration) peerRates {
	return peerRates{float64(events) / wall.Seconds(), float64(cpu.Nanoseconds()) / 1000 / float64(events)}
}

// eventRow is an event with the columns that a master's database keeps of it.
type eventRow struct {
	id                   custos.EventID
	batch                int
	seq                  uint64
	kind, resource       string
	time                 int64
	box, hash, key, salt []byte
}

// eventSchema are those columns and their indexes, in the common SQL of both peers.
const eventSchema = `CREATE TABLE event (
  n %s, id TEXT NOT NULL UNIQUE, batch BIGINT NOT NULL, seq BIGINT NOT NULL, kind TEXT NOT NULL, resource TEXT NOT NULL,
  time BIGINT NOT NULL, box %[2]s NOT NULL, body_hash %[2]s NOT NULL, key %[2]s NOT NULL, salt %[2]s NOT NULL);
CREATE INDEX event_by_batch ON event (batch, seq);
CREATE INDEX event_by_kind ON event (kind, n);
CREATE INDEX event_by_resource ON event (resource, time);
`

// peers let others do a part of the same work with the same events.
func (b *bench) peers(ctx context.Context, m *Master, dir string, own peerRates, services []*committer) error {
	rows := eventRows(services)
	for _, p := range []struct {
		name string
		run  func() (peerRates, error)
	}{
		{"Tessera alone", func() (peerRates, error) { return tesseraAlone(ctx, filepath.Join(dir, "tessera"), services) }},
		{"SQLite batches alone", func() (peerRates, error) { return sqliteAlone(ctx, filepath.Join(dir, "sqlite.db"), rows) }},
		{"PostgreSQL COPY alone", func() (peerRates, error) { return postgresAlone(ctx, rows) }},
	} {
		peer, err := p.run()
		if errors.Is(err, pgtest.ErrNotInstalled) {
			term.Println(m.Notes, p.name+" is not measured:", err)
			continue
		}
		if err != nil {
			return err
		}
		b.Rows = append(b.Rows, figures.Row{Name: "commits-per-second", Value: own.rate, Unit: "events/s", Peer: p.name, PeerValue: peer.rate, Ratio: own.rate / peer.rate})
		b.Rows = append(b.Rows, figures.Row{Name: "commit-cpu", Value: own.cpu, Unit: "us/event", Peer: p.name, PeerValue: peer.cpu, Ratio: own.cpu / peer.cpu})
	}
	return nil
}

// eventRows are the events of each service's batches.
func eventRows(services []*committer) (out [][]eventRow) {
	for _, s := range services {
		seq := uint64(0)
		for i, m := range s.batches {
			batch := make([]eventRow, len(m.Events))
			for j := range m.Events {
				seq++
				batch[j] = rowOf(s.id, len(out), seq, &m.Events[j], m.Sent.UnixNano()+int64(i))
			}
			out = append(out, batch)
		}
	}
	return out
}

func rowOf(by custos.ServiceID, batch int, seq uint64, e *journal.Sealed, at int64) eventRow {
	return eventRow{custos.NewEventID(by, 1, seq), batch, seq, "zone", string(masterDomain) + "/cam1", at, e.Box, e.BodyHash[:], e.Key[:], e.Salt[:]}
}

// tesseraAlone adds every event as a leaf, a service's batch at once, and waits until that is
// integrated: the log that each event would need if services signed no batches.
func tesseraAlone(ctx context.Context, dir string, services []*committer) (r peerRates, err error) {
	skey, _, err := note.GenerateKey(nil, "custos/bench/tessera")
	if err != nil {
		return r, err
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		return r, err
	}
	driver, err := posix.New(ctx, posix.Config{Path: dir})
	if err != nil {
		return r, err
	}
	own, stop := context.WithCancel(ctx)
	defer stop()
	appender, shut, _, err := tessera.NewAppender(own, driver, tessera.NewAppendOptions().WithCheckpointSigner(signer).WithBatching(256, 10*time.Millisecond).WithPushback(1<<16).WithCheckpointInterval(time.Second))
	if err != nil {
		return r, err
	}
	before, err := ownCPU()
	if err != nil {
		return r, err
	}
	began, events := time.Now(), 0
	var wg sync.WaitGroup
	errs := make(chan error, len(services))
	for _, s := range services {
		for _, m := range s.batches {
			events += len(m.Events)
		}
		wg.Go(func() {
			for _, m := range s.batches {
				futures := make([]tessera.IndexFuture, len(m.Events))
				for i := range m.Events {
					futures[i] = appender.Add(ctx, tessera.NewEntry(m.Events[i].Box))
				}
				for _, indexOf := range futures {
					if _, err := indexOf(); err != nil {
						errs <- err
						return
					}
				}
			}
		})
	}
	wg.Wait()
	wall := time.Since(began)
	after, err := ownCPU()
	select {
	case failed := <-errs:
		err = errors.Join(err, failed)
	default:
	}
	return rates(events, wall, after-before), errors.Join(err, shut(ctx))
}

// sqliteAlone inserts the rows, a transaction a batch, each synced.
func sqliteAlone(ctx context.Context, path string, batches [][]eventRow) (r peerRates, err error) {
	db, err := store.Open(ctx, path, fstest.MapFS{"001_event.sql": {Data: []byte(schemaOf("INTEGER PRIMARY KEY", "BLOB"))}})
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	before, err := ownCPU()
	if err != nil {
		return r, err
	}
	began, events := time.Now(), 0
	for _, batch := range batches {
		events += len(batch)
		err := db.Transact(ctx, func(tx *sql.Tx) error {
			insert, err := tx.PrepareContext(ctx, "INSERT INTO event (id, batch, seq, kind, resource, time, box, body_hash, key, salt) VALUES (?,?,?,?,?,?,?,?,?,?)")
			if err != nil {
				return err
			}
			defer insert.Close()
			for i := range batch {
				e := &batch[i]
				if _, err := insert.ExecContext(ctx, e.id, e.batch, e.seq, e.kind, e.resource, e.time, e.box, e.hash, e.key, e.salt); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return r, err
		}
	}
	wall := time.Since(began)
	after, err := ownCPU()
	return rates(events, wall, after-before), err
}
