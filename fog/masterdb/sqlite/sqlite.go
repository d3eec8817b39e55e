// Package sqlite is a master's database in one SQLite file, by package store. It reads and
// writes the files of every version before it.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"iter"
	"sync"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/store"
)

//go:embed schema/*.sql
var schema embed.FS

// DB implements masterdb.DB.
type DB struct {
	Reader
	names known
}

// Reader implements masterdb.Reader.
type Reader struct {
	db *store.DB
	// prepared holds, by their text, the statements that ask for one row: each text is a
	// constant, and SQLite takes as long to parse one as to answer it. They end with the handle.
	prepared sync.Map
}

var _ masterdb.DB = (*DB)(nil)

// Open opens or creates the file, and brings it up to date. The caller closes it.
func Open(ctx context.Context, path string) (*DB, error) {
	files, err := fs.Sub(schema, "schema")
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, path, files)
	if err != nil {
		return nil, err
	}
	return &DB{Reader: Reader{db: db}}, nil
}

// OpenReadOnly opens an existing file for questions, also beside a master that runs. The
// caller closes it.
func OpenReadOnly(path string) (*Reader, error) {
	db, err := store.OpenReadOnly(path)
	if err != nil {
		return nil, err
	}
	return &Reader{db: db}, nil
}

// Path returns where the file is.
func (r *Reader) Path() string { return r.db.Path() }

// Close implements masterdb.Reader.
func (r *Reader) Close() error { return r.db.Close() }

// Asked implements masterdb.DB.
func (d *DB) Asked(_ context.Context, atOnce int) (masterdb.Reader, error) {
	r, err := OpenReadOnly(d.db.Path())
	if err != nil {
		return nil, err
	}
	r.db.Query().SetMaxOpenConns(atOnce)
	return r, nil
}

// row asks for one row by a constant text; false if there is none.
func (r *Reader) row(ctx context.Context, dest []any, query string, args ...any) (bool, error) {
	s, err := r.statement(ctx, query)
	if err != nil {
		return false, err
	}
	err = s.QueryRowContext(ctx, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// statement prepares a text once.
func (r *Reader) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := r.prepared.Load(query); ok {
		return s.(*sql.Stmt), nil
	}
	s, err := r.db.Query().PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if first, had := r.prepared.LoadOrStore(query, s); had {
		_ = s.Close()
		return first.(*sql.Stmt), nil
	}
	return s, nil
}

// querier is what of a handle or transaction a sequence needs.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// each gives the rows of a question, each as scan reads it.
func each[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		rows, err := q.QueryContext(ctx, query, args...)
		if err != nil {
			yield(none, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			v, err := scan(rows)
			if !yield(v, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(none, err)
		}
	}
}

// scanner is a row.
type scanner interface{ Scan(dest ...any) error }

// all collects a sequence.
func all[T any](seq iter.Seq2[T, error]) (out []T, err error) {
	for v, err := range seq {
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// hashOf reads a hash's column.
func hashOf(what string, b []byte) (custos.Hash, error) {
	if len(b) != len(custos.Hash{}) {
		return custos.Hash{}, custos.Errorf(custos.Corrupt, "%s is kept with %d bytes, not %d: the database was changed", what, len(b), len(custos.Hash{}))
	}
	return custos.Hash(b), nil
}
