package fog

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"os"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
)

// movable is a master's database that can be copied.
type movable interface {
	masterdb.DB
	masterdb.Movable
}

// openMovable opens the database of an address.
func openMovable(ctx context.Context, address string) (movable, error) {
	db, err := OpenDatabase(ctx, address)
	if err != nil {
		return nil, err
	}
	m, ok := db.(movable)
	if !ok {
		return nil, errors.Join(custos.Errorf(custos.Internal, "the database at this address cannot be moved"), db.Close())
	}
	return m, nil
}

// MoveDatabase copies all that a master keeps from one address to an empty database at another, while
// the master is ended, and proves that both say the same: by the log, each batch's leaf and each
// event's commitment, and by a digest over all rows of all tables. The one that it is copied from
// stays as it is. progress, if not nil, is told how far it is.
func MoveDatabase(ctx context.Context, from, to string, progress func(table string, rows int64)) (moved *masterdb.Digest, err error) {
	if path, file := DatabaseFile(from); file { // opening would make one
		if _, err := os.Stat(path); err != nil {
			return nil, custos.Errorf(custos.NotFound, "there is no database at %s: %w", path, err)
		}
	}
	source, err := openMovable(ctx, from)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	target, err := openMovable(ctx, to)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	for _, t := range masterdb.Tables {
		for _, err := range target.Dump(ctx, t) {
			if err != nil {
				return nil, err
			}
			return nil, custos.Errorf(custos.Conflict, "the database to which it is moved holds rows in %s already: name an empty one", t.Name)
		}
	}
	copied := masterdb.NewDigest()
	for _, t := range masterdb.Tables {
		if err := target.Load(ctx, t, digested(source.Dump(ctx, t), t, copied, progress)); err != nil {
			return nil, err
		}
	}
	if err := sameLog(ctx, source, target); err != nil {
		return nil, err
	}
	for _, db := range []movable{source, target} {
		d := masterdb.NewDigest()
		for _, t := range masterdb.Tables {
			for _, err := range digested(db.Dump(ctx, t), t, d, nil) {
				if err != nil {
					return nil, err
				}
			}
		}
		if d.Sum() != copied.Sum() {
			return nil, custos.Errorf(custos.Conflict, "%s were copied, and by now there are %s: a master wrote meanwhile. End it, empty the new database and move again", copied, d)
		}
	}
	return copied, nil
}

// digested gives the rows on, and takes each into a digest.
func digested(rows iter.Seq2[[]any, error], t masterdb.Table, d *masterdb.Digest, progress func(string, int64)) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for row, err := range rows {
			if err == nil {
				err = d.Add(t, row)
			}
			if !yield(row, err) || err != nil {
				return
			}
			if n := d.Rows(t.Name); progress != nil && n%100_000 == 0 {
				progress(t.Name, n)
			}
		}
	}
}

// sameLog holds what two databases say was committed against each other, as an audit reads it.
func sameLog(ctx context.Context, a, b masterdb.Reader) (err error) {
	one, err := a.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, one.Close()) }()
	other, err := b.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, other.Close()) }()
	if err := inStep(one.Batches(ctx), other.Batches(ctx), func(a, b masterdb.BatchRow) bool {
		return a.N == b.N && bytes.Equal(a.LeafHash, b.LeafHash) && a.Index == b.Index && a.Recorded == b.Recorded
	}, "batch"); err != nil {
		return err
	}
	return inStep(one.Events(ctx), other.Events(ctx), func(a, b masterdb.EventRow) bool {
		x, errX := a.Sealed.Commitment()
		y, errY := b.Sealed.Commitment()
		return a.N == b.N && a.ID == b.ID && x == y && (errX == nil) == (errY == nil)
	}, "event")
}

// inStep reads two sequences side by side.
func inStep[T any](a, b iter.Seq2[T, error], same func(a, b T) bool, what string) error {
	next, stop := iter.Pull2(b)
	defer stop()
	n := 0
	for x, err := range a {
		y, errY, ok := next()
		if err = errors.Join(err, errY); err != nil {
			return err
		}
		if n++; !ok || !same(x, y) {
			return custos.Errorf(custos.Corrupt, "%s %d is not the same in both databases: empty the new one and move again, and audit the old one", what, n)
		}
	}
	if _, errY, ok := next(); ok {
		return errors.Join(errY, custos.Errorf(custos.Corrupt, "the new database has more than %d rows of %s", n, what))
	}
	return nil
}
