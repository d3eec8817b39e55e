// Package blocktree keeps the RFC 6962 tree over the hashes of a chain's blocks, which owners
// cosign so that evidence need not carry every header (ADR 0041), and what they cosigned.
//
// The tree is a copy of what the chain says: whoever loses the file has it built again from the
// chain. It grows by what is new; where the chain replaced blocks that were in it, it is cut
// back to those that stand.
package blocktree

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"math/bits"
	"os"
	"sync"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger/proof"
	"custos.dev/custos/store"

	"golang.org/x/mod/sumdb/tlog"
)

//go:embed schema/*.sql
var schema embed.FS

// Chain is what is asked of the chain; package ledger implements it.
type Chain interface {
	// Headers returns the canonical headers of the blocks from and to, both included.
	Headers(ctx context.Context, from, to uint64) ([][]byte, error)
}

// Tree is the tree in one file. Its methods may be called side by side.
type Tree struct {
	db *store.DB
	// growing holds who makes it grow: one at a time.
	growing sync.Mutex
}

// Word is a tree that enough owners cosigned.
type Word struct {
	Size uint64
	Root custos.Hash
	// Cosignatures are the owners' lines.
	Cosignatures string
}

// Open opens or creates the file. One that is damaged is set aside, and the tree is built again.
// The caller closes it.
func Open(ctx context.Context, path string) (*Tree, error) {
	t, err := open(ctx, path)
	if custos.KindOf(err) != custos.Corrupt {
		return t, err
	}
	for _, part := range []string{"", "-wal", "-shm"} {
		if err := os.Rename(path+part, path+".damaged"+part); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return open(ctx, path)
}

func open(ctx context.Context, path string) (*Tree, error) {
	files, err := fs.Sub(schema, "schema")
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, path, files)
	if err != nil {
		return nil, err
	}
	return &Tree{db: db}, nil
}

// Close closes the file.
func (t *Tree) Close() error { return t.db.Close() }

// Size returns of how many blocks the tree is.
func (t *Tree) Size(ctx context.Context) (size uint64, err error) {
	err = t.db.Query().QueryRowContext(ctx, "SELECT size FROM tree").Scan(&size)
	return size, store.Explain(err)
}

// step is how many blocks become part of the tree in one transaction.
const step = 1000

// Grow takes in the chain's blocks below a number, and first cuts off those that the chain has
// no more. Where the chain is shorter, what the tree has beyond it stays.
func (t *Tree) Grow(ctx context.Context, c Chain, until uint64) error {
	t.growing.Lock()
	defer t.growing.Unlock()
	size, err := t.Size(ctx)
	if err != nil || until == 0 {
		return err
	}
	if size, err = t.cut(ctx, c, min(size, until), size); err != nil {
		return err
	}
	for size < until {
		to := min(size+step, until)
		from := size
		if size > 0 {
			from = size - 1 // on which the first one stands
		}
		headers, err := c.Headers(ctx, from, to-1)
		if err != nil {
			return err
		}
		if err := t.append(ctx, headers, size, from); err != nil {
			return err
		}
		size = to
	}
	return nil
}

// append takes in headers from a number on, of which those below size are known. That they
// follow each other is for the chain's client to see; here it is seen that they follow the tree.
func (t *Tree) append(ctx context.Context, headers [][]byte, size, from uint64) error {
	return t.db.Transact(ctx, func(tx *sql.Tx) error {
		add, err := tx.PrepareContext(ctx, "INSERT INTO hashes VALUES (?, ?)")
		if err != nil {
			return err
		}
		defer add.Close()
		read := reader(func(n int64) (h custos.Hash, err error) { return readHash(tx.QueryRowContext(ctx, byPlace, n)) })
		for i, raw := range headers {
			h, err := proof.Decode(raw)
			if err != nil {
				return err
			}
			n := from + uint64(i)
			leaf := evidence.HeaderLeaf(h.Hash())
			if n < size {
				was, err := read(tlog.StoredHashIndex(0, int64(n)))
				if err == nil && was != leaf {
					err = custos.Errorf(custos.Conflict, "block %d was replaced while the tree of blocks grew: it is looked at again", n)
				}
				if err != nil {
					return err
				}
				continue
			}
			all, err := tlog.StoredHashesForRecordHash(int64(n), tlog.Hash(leaf), read)
			if err != nil {
				return err
			}
			at := tlog.StoredHashIndex(0, int64(n))
			for j, h := range all {
				if _, err := add.ExecContext(ctx, at+int64(j), h[:]); err != nil {
					return err
				}
			}
		}
		_, err = tx.ExecContext(ctx, "UPDATE tree SET size = ?", from+uint64(len(headers)))
		return err
	})
}

// cut returns how many of the tree's first blocks the chain still has, of those below a number
// that it reaches to, and cuts off the others if there are any.
func (t *Tree) cut(ctx context.Context, c Chain, below, size uint64) (uint64, error) {
	stands := below
	for back := uint64(1); stands > 0; back *= 2 {
		headers, err := c.Headers(ctx, stands-1, stands-1)
		if err != nil {
			return 0, err
		}
		h, err := proof.Decode(headers[0])
		if err != nil {
			return 0, err
		}
		was, err := t.at(ctx, tlog.StoredHashIndex(0, int64(stands-1)))
		if err != nil {
			return 0, err
		}
		if was == evidence.HeaderLeaf(h.Hash()) {
			break
		}
		stands -= min(back, stands)
	}
	if stands == below {
		return size, nil
	}
	return stands, t.db.Transact(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM hashes WHERE n >= ?", places(stands)); err != nil {
			return err
		}
		// What was cosigned of replaced blocks says nothing of this chain.
		if _, err := tx.ExecContext(ctx, "DELETE FROM words WHERE size > ?", stands); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE tree SET size = ?", stands)
		return err
	})
}

// places is how many hashes the tree over so many blocks has.
func places(size uint64) int64 { return tlog.StoredHashIndex(0, int64(size)) }

const byPlace = "SELECT hash FROM hashes WHERE n = ?"

// at returns the hash in a place.
func (t *Tree) at(ctx context.Context, n int64) (custos.Hash, error) {
	return readHash(t.db.Query().QueryRowContext(ctx, byPlace, n))
}

func readHash(row *sql.Row) (h custos.Hash, err error) {
	var b []byte
	if err = row.Scan(&b); err == nil && len(b) != len(h) {
		err = custos.Errorf(custos.Corrupt, "the tree of blocks is damaged: remove its file while the master is stopped, and it is built again")
	}
	copy(h[:], b)
	return h, store.Explain(err)
}

// reader implements tlog.HashReader.
type reader func(n int64) (custos.Hash, error)

func (r reader) ReadHashes(at []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(at))
	for i, n := range at {
		h, err := r(n)
		if err != nil {
			return nil, err
		}
		out[i] = tlog.Hash(h)
	}
	return out, nil
}

// Root returns the root of the tree over its first blocks.
func (t *Tree) Root(ctx context.Context, size uint64) (custos.Hash, error) {
	if have, err := t.Size(ctx); err != nil || size == 0 || size > have {
		if err == nil {
			err = custos.Errorf(custos.Unavailable, "the tree of blocks has %d of them, %d are asked for", have, size)
		}
		return custos.Hash{}, err
	}
	return t.Subtree(ctx, 0, size)
}

// Subtree returns the root over the blocks from one up to another, as evidence.ProveLeaves
// asks for it: it reads a hash for each complete tree in it.
func (t *Tree) Subtree(ctx context.Context, from, until uint64) (custos.Hash, error) {
	n := until - from
	if n&(n-1) == 0 {
		return t.at(ctx, tlog.StoredHashIndex(bits.TrailingZeros64(n), int64(from/n)))
	}
	mid := from + 1<<(bits.Len64(n)-1)
	l, err := t.Subtree(ctx, from, mid)
	if err != nil {
		return l, err
	}
	r, err := t.Subtree(ctx, mid, until)
	return custos.Hash(tlog.NodeHash(tlog.Hash(l), tlog.Hash(r))), err
}

// wordsPer is of how many blocks one cosigned tree is kept, the newest: bundles of old events
// rest on the word of who were owners about then.
const wordsPer = 1024

// Keep keeps what enough owners cosigned.
func (t *Tree) Keep(ctx context.Context, w Word) error {
	return t.db.Transact(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM words WHERE size / ? = ?", wordsPer, w.Size/wordsPer); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO words VALUES (?, ?, ?)", w.Size, w.Root[:], w.Cosignatures)
		return err
	})
}

// Words returns the cosigned trees of the chain as it is now that a bundle about a block can
// rest on, the best first: those that reach over it, the smallest first, then the largest of
// those that do not.
func (t *Tree) Words(ctx context.Context, block uint64) (out []Word, err error) {
	have, err := t.Size(ctx)
	if err != nil {
		return nil, err
	}
	for _, q := range []string{
		"SELECT size, root, cosignatures FROM words WHERE size > ? AND size <= ? ORDER BY size LIMIT 4",
		"SELECT size, root, cosignatures FROM words WHERE size <= ? AND size <= ? ORDER BY size DESC LIMIT 4",
	} {
		some, err := t.words(ctx, q, block, have)
		if err != nil {
			return nil, err
		}
		for _, w := range some {
			root, err := t.Subtree(ctx, 0, w.Size)
			if err != nil {
				return nil, err
			}
			if root == w.Root { // else somebody changed the file
				out = append(out, w)
			}
		}
	}
	return out, nil
}

func (t *Tree) words(ctx context.Context, q string, block, have uint64) (out []Word, err error) {
	rows, err := t.db.Query().QueryContext(ctx, q, block, have)
	if err != nil {
		return nil, store.Explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var w Word
		var root []byte
		if err := rows.Scan(&w.Size, &root, &w.Cosignatures); err != nil {
			return nil, store.Explain(err)
		}
		copy(w.Root[:], root) // of another length it is another root
		out = append(out, w)
	}
	return out, store.Explain(rows.Err())
}
