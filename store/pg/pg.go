// Package pg opens a service's private database on a PostgreSQL server, brings its schema up to
// date and runs transactions on it. As package store does for SQLite, it sets what durability
// rests on, and it is the only importer of a driver for PostgreSQL.
package pg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/store"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// What of the driver its users need.
type (
	// Tx is a transaction.
	Tx = pgx.Tx
	// Rows are the rows of an answer.
	Rows = pgx.Rows
	// Row is the only row of an answer.
	Row = pgx.Row
	// Batch are statements that are sent together.
	Batch = pgx.Batch
	// Table names a table for COPY.
	Table = pgx.Identifier
	// Pool are connections for questions.
	Pool = pgxpool.Pool
)

// ErrNoRows says that there is no row where one was asked for.
var ErrNoRows = pgx.ErrNoRows

// CopyOf gives the rows of COPY, one after the other.
func CopyOf(length int, row func(i int) ([]any, error)) pgx.CopyFromSource {
	return pgx.CopyFromSlice(length, row)
}

const (
	// readers is how many questions are answered at once.
	readers = 4
	// lockWait is how long Open waits for another process to let go of the database: one that was
	// killed holds it until the server has noticed.
	lockWait = 5 * time.Second
	// changeWait bounds a transaction that changes something; behind it the server is taken for gone.
	changeWait = time.Minute
	// oldest is the first version of the server that has what is asked of it here.
	oldest = 140000
)

// DB is a PostgreSQL database with one writer. What a committed transaction wrote survives a power
// cut of the server's machine.
//
// All changes go over one session, which holds an advisory lock on the database for as long as it
// lives: if the session ends, whatever was under way on it is undone, and the next one changes
// nothing before it holds the lock again. So two processes never write one database, also where
// one of them does not know yet that it was cut off.
type DB struct {
	cfg   Config
	turn  chan struct{} // who holds it changes something
	conn  *pgx.Conn     // the writer's session, or nil; by turn
	read  *pgxpool.Pool
	fresh func()
	// closed says that there is no session any more; by turn.
	closed bool
}

// Open opens a database and applies those of the migrations that it has not seen; they are files
// named as store.Open has them. The database itself must exist. fresh, if not nil, is called
// whenever what was learnt by writing may not be true any more: a session begins, before which
// another process may have written, or a transaction failed. Open is Conflict while another
// process holds the database.
func Open(ctx context.Context, cfg Config, migrations fs.FS, fresh func()) (*DB, error) {
	db := &DB{cfg: cfg, turn: make(chan struct{}, 1), fresh: fresh}
	err := db.write(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		if err := durable(ctx, conn); err != nil {
			return err
		}
		return migrate(ctx, conn, migrations)
	})
	if err == nil {
		db.read, err = cfg.pool(ctx, readers)
	}
	if err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("open database %s: %w", cfg.Name(), err)
	}
	return db, nil
}

// OpenReadOnly opens an existing database for so many questions at once. One without the schema is
// NotFound.
func OpenReadOnly(ctx context.Context, cfg Config, atOnce int) (*Pool, error) {
	pool, err := cfg.pool(ctx, atOnce)
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", cfg.Name(), err)
	}
	var there bool
	err = Explain(pool.QueryRow(ctx, "SELECT to_regclass('custos.migration') IS NOT NULL").Scan(&there))
	if err == nil && !there {
		err = custos.Errorf(custos.NotFound, "nothing was ever kept there; name the database of a site that has run")
	}
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("open database %s: %w", cfg.Name(), err)
	}
	return pool, nil
}

// Query returns the handle for questions; writing through it fails.
func (db *DB) Query() *Pool { return db.read }

// Config returns how the database is opened.
func (db *DB) Config() Config { return db.cfg }

// Close ends the sessions, after the transactions that are under way.
func (db *DB) Close() error {
	db.turn <- struct{}{}
	defer func() { <-db.turn }()
	if db.closed {
		return nil
	}
	db.closed = true
	if db.read != nil {
		db.read.Close()
	}
	if db.conn == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return db.conn.Close(ctx)
}

// Transact runs fn in a transaction and commits unless fn fails. It returns after the commit is on
// the server's disk. Once begun it does not end with ctx: a session that is left in the middle of a
// statement is a session lost, and with it the lock. fn must use the context that it is given.
func (db *DB) Transact(ctx context.Context, fn func(context.Context, Tx) error) error {
	return Explain(db.write(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		tx, err := conn.Begin(ctx)
		if err != nil && conn.IsClosed() {
			// The server went while nobody asked it anything: nothing was begun, so another session may.
			if err = db.begin(ctx); err == nil {
				tx, err = db.conn.Begin(ctx)
			}
		}
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback(ctx) }()
		if err = fn(ctx, tx); err == nil {
			err = tx.Commit(ctx)
		}
		if err != nil {
			db.forget()
		}
		return err
	}))
}

func (db *DB) forget() {
	if db.fresh != nil {
		db.fresh()
	}
}

// Moment begins a transaction that reads: all its questions see the same state. settings are of
// this transaction alone.
func Moment(ctx context.Context, p *Pool, settings map[string]string) (Tx, error) {
	tx, err := p.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, Explain(err)
	}
	for name, value := range settings {
		if _, err := tx.Exec(ctx, "SELECT set_config($1, $2, true)", name, value); err != nil {
			_ = tx.Rollback(ctx)
			return nil, Explain(err)
		}
	}
	return tx, nil
}

// Exec runs a statement that may not be in a transaction, as VACUUM, by a session of its own.
func (db *DB) Exec(ctx context.Context, statement string, settings map[string]string) error {
	cfg := db.cfg.writing()
	for k, v := range settings {
		cfg.RuntimeParams[k] = v
	}
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return Explain(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	_, err = conn.Exec(ctx, statement)
	return Explain(err)
}

// write gives f the writer's session, and begins one where there is none.
func (db *DB) write(ctx context.Context, f func(context.Context, *pgx.Conn) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case db.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-db.turn }()
	if db.closed {
		return custos.Errorf(custos.Unavailable, "the database %s is closed", db.cfg.Name())
	}
	if db.conn == nil {
		if err := db.begin(ctx); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), changeWait)
	defer cancel()
	err := f(ctx, db.conn)
	if db.conn.IsClosed() {
		db.conn = nil
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return custos.Errorf(custos.Unavailable, "the database server did not end a change within %s: look at its log, and at the network to it: %w", changeWait, err)
	}
	return err
}

// begin begins a session and takes the lock.
func (db *DB) begin(ctx context.Context) error {
	conn, err := pgx.ConnectConfig(ctx, db.cfg.writing())
	if err != nil {
		return Explain(err)
	}
	if err := db.hold(ctx, conn); err != nil {
		_ = conn.Close(context.WithoutCancel(ctx))
		return Explain(err)
	}
	db.conn = conn
	db.forget()
	return nil
}

// lock is the number of the advisory lock: "custos" in ASCII.
const lock = 0x637573746f73

// hold takes the lock, and waits for it as long as one that was killed may keep it.
func (db *DB) hold(ctx context.Context, conn *pgx.Conn) error {
	wait := db.cfg.Wait
	if wait == 0 {
		wait = lockWait
	}
	for until := time.Now().Add(wait); ; {
		var got bool
		if err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", int64(lock)).Scan(&got); err != nil || got {
			return err
		}
		if time.Now().After(until) {
			return custos.Errorf(custos.Conflict, "another process writes the database %s%s: stop that one first, or give this master a database of its own", db.cfg.Name(), holder(ctx, conn))
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// holder says who has the lock, as far as the server tells.
func holder(ctx context.Context, conn *pgx.Conn) string {
	var from string
	err := conn.QueryRow(ctx, `SELECT coalesce(host(a.client_addr), 'the same machine') || ', since ' || to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ')
		FROM pg_locks l JOIN pg_stat_activity a USING (pid)
		WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
		AND l.classid = $1 AND l.objid = $2`, uint32(lock>>32), uint32(lock&0xffffffff)).Scan(&from)
	if err != nil {
		return ""
	}
	return " (from " + from + ")"
}

// durable refuses a server on which a commit says nothing.
func durable(ctx context.Context, conn *pgx.Conn) error {
	set := map[string]string{}
	rows, err := conn.Query(ctx, "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'server_version_num', 'server_encoding')")
	if err != nil {
		return Explain(err)
	}
	var name, value string
	if _, err := pgx.ForEachRow(rows, []any{&name, &value}, func() error { set[name] = value; return nil }); err != nil {
		return Explain(err)
	}
	for _, c := range []struct{ name, is, not, why string }{
		{"fsync", set["fsync"], "off", "a power cut would lose or damage what was acknowledged"},
		{"full_page_writes", set["full_page_writes"], "off", "a power cut would leave pages that are half written"},
		{"synchronous_commit", set["synchronous_commit"], "off", "a power cut would lose what was acknowledged"},
	} {
		if c.is == c.not {
			return custos.Errorf(custos.Invalid, "the server has %s = off: %s. Set %s = on in its postgresql.conf, and for this database and user, and start it again", c.name, c.why, c.name)
		}
	}
	var version int
	if _, err := fmt.Sscan(set["server_version_num"], &version); err != nil || version < oldest {
		return custos.Errorf(custos.Invalid, "the server is PostgreSQL %d: version 14 or a newer one is needed", version/10000)
	}
	if encoding := set["server_encoding"]; encoding != "UTF8" {
		return custos.Errorf(custos.Invalid, "the database has the encoding %s: make it anew with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0", encoding)
	}
	return nil
}

// migrate applies what the database has not seen.
func migrate(ctx context.Context, conn *pgx.Conn, migrations fs.FS) error {
	all, err := store.Migrations(migrations)
	if err != nil {
		return err
	}
	have := 0
	err = conn.QueryRow(ctx, "SELECT (to_regclass('custos.migration') IS NOT NULL)::int").Scan(&have)
	if err != nil {
		return Explain(err)
	}
	if have == 0 {
		if _, err := conn.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS custos; CREATE TABLE IF NOT EXISTS custos.migration (n integer PRIMARY KEY, name text NOT NULL, applied timestamptz NOT NULL DEFAULT now())"); err != nil {
			return Explain(err)
		}
	}
	if err := conn.QueryRow(ctx, "SELECT coalesce(max(n), 0) FROM custos.migration").Scan(&have); err != nil {
		return Explain(err)
	}
	if have > len(all) {
		return custos.Errorf(custos.Conflict, "the database has schema %d, this program knows up to %d: run the newer program", have, len(all))
	}
	for _, m := range all[have:] {
		err := pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, m.Text); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, "INSERT INTO custos.migration (n, name) VALUES ($1, $2)", m.N, m.Name)
			return err
		})
		if err != nil {
			return fmt.Errorf("migration %s: %w", m.Name, Explain(err))
		}
	}
	return nil
}
