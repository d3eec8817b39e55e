package store

import (
	"context"

	"custos.dev/custos"
)

// scrubWait is how long EmptyWAL waits for readers of an older state, in milliseconds: writers
// wait with it.
const scrubWait = "200"

// EmptyWAL brings what was written ahead into the file and cuts the former to nothing, so that
// what was overwritten or deleted stands nowhere: in the file, every database here overwrites
// it (secure_delete). It is Unavailable while somebody reads an older state; ask again later.
func (db *DB) EmptyWAL(ctx context.Context) error {
	conn, err := db.read.Conn(ctx)
	if err != nil {
		return Explain(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "PRAGMA busy_timeout = "+scrubWait); err != nil {
		return Explain(err)
	}
	defer func() { _, _ = conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA busy_timeout = 5000") }()
	var busy, log, moved int
	if err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &moved); err != nil {
		return Explain(err)
	}
	if busy != 0 {
		return custos.Errorf(custos.Unavailable, "%s: what was removed still stands in its write-ahead log, since somebody reads an older state; it is tried again", db.path)
	}
	return nil
}
