// Package postgres is a master's database on a PostgreSQL server, by package store/pg.
package postgres

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"iter"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/store/pg"
)

//go:embed schema/*.sql
var schema embed.FS

// DB implements masterdb.DB.
type DB struct {
	Reader
	db *pg.DB
	// last are the numbers that were given last; by the writer's turn. nil has them read.
	last *numbers
	// names are the numbers of kinds and resources; by the writer's turn.
	names names
}

// Reader implements masterdb.Reader.
type Reader struct{ ask *pg.Pool }

var _ masterdb.DB = (*DB)(nil)

// Open opens the database, which must exist, and makes or brings up to date what is in it. The
// caller closes it.
func Open(ctx context.Context, cfg pg.Config) (*DB, error) {
	files, err := fs.Sub(schema, "schema")
	if err != nil {
		return nil, err
	}
	d := new(DB)
	if d.db, err = pg.Open(ctx, cfg, files, d.forget); err != nil {
		return nil, err
	}
	d.ask = d.db.Query()
	return d, nil
}

// forget has all that is remembered of the database read anew; by the writer's turn.
func (d *DB) forget() { d.last, d.names = nil, names{} }

// beside is how many questions an audit asks at once: one, and a snapshot meanwhile.
const beside = 2

// OpenReadOnly opens an existing one for questions, also beside a master that runs. The caller
// closes it.
func OpenReadOnly(ctx context.Context, cfg pg.Config) (*Reader, error) {
	return readOnly(ctx, cfg, beside)
}

func readOnly(ctx context.Context, cfg pg.Config, atOnce int) (*Reader, error) {
	pool, err := pg.OpenReadOnly(ctx, cfg, atOnce)
	if err != nil {
		return nil, err
	}
	return &Reader{pool}, nil
}

// Close implements masterdb.Reader.
func (r *Reader) Close() error {
	r.ask.Close()
	return nil
}

// Close implements masterdb.Reader.
func (d *DB) Close() error { return d.db.Close() }

// Asked implements masterdb.DB.
func (d *DB) Asked(ctx context.Context, atOnce int) (masterdb.Reader, error) {
	r, err := readOnly(ctx, d.db.Config(), atOnce)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// exec is a transaction of some statements, each with its arguments.
func (d *DB) exec(ctx context.Context, statements ...statement) error {
	return d.db.Transact(ctx, func(ctx context.Context, tx pg.Tx) error {
		b := new(pg.Batch)
		for _, s := range statements {
			b.Queue(s.text, s.args...)
		}
		return tx.SendBatch(ctx, b).Close()
	})
}

type statement struct {
	text string
	args []any
}

// doing is a statement of exec.
func doing(text string, args ...any) statement { return statement{text, args} }

// row asks for one row; false if there is none.
func (r *Reader) row(ctx context.Context, dest []any, query string, args ...any) (bool, error) {
	err := r.ask.QueryRow(ctx, query, args...).Scan(dest...)
	if errors.Is(err, pg.ErrNoRows) {
		return false, nil
	}
	return err == nil, pg.Explain(err)
}

// querier is what of a handle or transaction a sequence needs.
type querier interface {
	Query(ctx context.Context, query string, args ...any) (pg.Rows, error)
}

// scanner is a row.
type scanner interface{ Scan(dest ...any) error }

// each gives the rows of a question, each as scan reads it.
func each[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		rows, err := q.Query(ctx, query, args...)
		if err != nil {
			yield(none, pg.Explain(err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			v, err := scan(rows)
			if !yield(v, pg.Explain(err)) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(none, pg.Explain(err))
		}
	}
}

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

// first returns the first of a sequence; false if there is none.
func first[T any](seq iter.Seq2[T, error]) (v T, ok bool, err error) {
	for v, err := range seq {
		return v, err == nil, err
	}
	return v, false, nil
}

// hashOf reads a hash's column.
func hashOf(what string, b []byte) (custos.Hash, error) {
	if len(b) != len(custos.Hash{}) {
		return custos.Hash{}, custos.Errorf(custos.Corrupt, "%s is kept with %d bytes, not %d: the database was changed", what, len(b), len(custos.Hash{}))
	}
	return custos.Hash(b), nil
}
