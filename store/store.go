// Package store opens a service's private database, brings its schema up to
// date and runs transactions on it. It is the only importer of an SQL driver.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"syscall"

	"custos.dev/custos"

	sqlite "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// DB is one SQLite file with one writer. What a committed transaction wrote
// survives a power cut: WAL with synchronous=FULL.
type DB struct {
	path  string
	write *sql.DB
	read  *sql.DB
}

// Option changes how a database is opened.
type Option func(*options)

type options struct{ shrinking bool }

// Open opens or creates the file and applies those of the migrations that it
// has not seen. Migrations are files named NNN_what.sql at the top of the given
// file system, applied in order, each in one transaction, never undone.
func Open(ctx context.Context, path string, migrations fs.FS, opts ...Option) (*DB, error) {
	var o options
	for _, set := range opts {
		set(&o)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db := &DB{path: path}
	pragmas := "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=secure_delete(1)"
	if o.shrinking {
		pragmas = shrinkingPragmas(pragmas)
	}
	var err error
	if db.write, err = sql.Open("sqlite", "file:"+escape(path)+pragmas+"&_txlock=immediate"); err != nil {
		return nil, err
	}
	db.write.SetMaxOpenConns(1)
	if db.read, err = sql.Open("sqlite", "file:"+escape(path)+pragmas+"&_pragma=query_only(1)"); err != nil {
		_ = db.write.Close()
		return nil, err
	}
	db.read.SetMaxOpenConns(4)
	err = db.migrate(ctx, migrations)
	if err == nil && o.shrinking {
		err = db.convert(ctx)
	}
	if err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("open database %s: %w", path, Explain(err))
	}
	return db, nil
}

// OpenReadOnly opens an existing file for questions only; for audits.
func OpenReadOnly(path string) (*DB, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, custos.Errorf(custos.NotFound, "there is no database at %s; name the data directory of a site that has run: %w", path, err)
	}
	read, err := sql.Open("sqlite", "file:"+escape(path)+"?_pragma=busy_timeout(5000)&_pragma=query_only(1)")
	if err != nil {
		return nil, err
	}
	return &DB{path: path, read: read}, nil
}

func escape(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
}

// Close closes the file. Transactions under way end first.
func (db *DB) Close() error {
	var errs []error
	if db.read != nil {
		errs = append(errs, db.read.Close())
	}
	if db.write != nil {
		errs = append(errs, db.write.Close())
	}
	return errors.Join(errs...)
}

// Path returns where the file is.
func (db *DB) Path() string { return db.path }

// Query returns the handle for questions; writing through it fails.
func (db *DB) Query() *sql.DB { return db.read }

// Transact runs fn in a transaction and commits unless fn fails. It returns
// after the commit is on disk.
func (db *DB) Transact(ctx context.Context, fn func(*sql.Tx) error) error {
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return Explain(err)
	}
	defer func() { _ = tx.Rollback() }()
	if err := fn(tx); err != nil {
		return Explain(err)
	}
	return Explain(tx.Commit())
}

// Explain turns what people can act on into a sentence: a full disk, a file
// that is no database or is damaged. Other errors pass as they are.
func Explain(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return diskFull(err)
	}
	var se *sqlite.Error
	if !errors.As(err, &se) {
		return err
	}
	switch se.Code() & 0xff {
	case lib.SQLITE_FULL:
		return diskFull(err)
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return custos.Errorf(custos.Corrupt, "the database is damaged: restore it from a backup, or move it away and let it be filled again: %w", err)
	case lib.SQLITE_BUSY:
		return custos.Errorf(custos.Conflict, "the database is in use by another process: stop the other one first: %w", err)
	}
	return err
}

func diskFull(err error) error {
	return custos.Errorf(custos.Unavailable, "the disk is full: free space and it goes on by itself; nothing that was acknowledged is lost: %w", err)
}

// IsDuplicate reports that a row was refused because its key exists.
func IsDuplicate(err error) bool {
	var se *sqlite.Error
	return errors.As(err, &se) && (se.Code() == lib.SQLITE_CONSTRAINT_UNIQUE || se.Code() == lib.SQLITE_CONSTRAINT_PRIMARYKEY)
}

// Migration is one step of a schema.
type Migration struct {
	// N is its number, from 1 on without a gap.
	N int
	// Name is its file's, Text what stands in it.
	Name, Text string
}

// Migrations reads the files NNN_what.sql at the top of a file system, in order.
func Migrations(files fs.FS) ([]Migration, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	var out []Migration
	for _, name := range names {
		n, err := strconv.Atoi(name[:strings.IndexByte(name+"_", '_')])
		if err != nil || n != len(out)+1 {
			return nil, fmt.Errorf("migration %s: want number %d in front", name, len(out)+1)
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		out = append(out, Migration{N: n, Name: name, Text: string(text)})
	}
	return out, nil
}

func (db *DB) migrate(ctx context.Context, files fs.FS) error {
	all, err := Migrations(files)
	if err != nil {
		return err
	}
	var have int
	if err := db.write.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
		return err
	}
	if have > len(all) {
		return custos.Errorf(custos.Conflict, "the database has schema %d, this program knows up to %d: run the newer program", have, len(all))
	}
	for _, m := range all[have:] {
		err := db.Transact(ctx, func(tx *sql.Tx) error {
			if _, err := tx.ExecContext(ctx, m.Text); err != nil {
				return err
			}
			_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", m.N))
			return err
		})
		if err != nil {
			return fmt.Errorf("migration %s: %w", m.Name, err)
		}
	}
	return nil
}
