package masterdb

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"iter"

	"custos.dev/custos"
)

// Movable is a database that is copied into one of another kind, or filled by such a copy, while no
// master has either.
type Movable interface {
	// Dump gives all rows of a table, a value for each of its columns: int64, string, []byte or nil.
	// They are in the order of the columns that the table is known by.
	Dump(ctx context.Context, t Table) iter.Seq2[[]any, error]
	// Load takes rows in as Dump gives them, into a table that has none. It is no single
	// transaction: where it fails, the database is emptied and filled again.
	Load(ctx context.Context, t Table, rows iter.Seq2[[]any, error]) error
}

// Table is one that every implementation has in some way: what follows from other rows is in none.
type Table struct {
	Name    string
	Columns []string
}

// Tables are those of a master's database, each before those that name its rows. Kinds and
// resources stand by their names, and truth values as 0 and 1.
var Tables = []Table{
	{"batch", []string{"n", "service", "boot", "first", "last", "leaf", "leaf_index", "received", "clock_offset"}},
	{"event", []string{"n", "batch", "seq", "kind", "resource", "time", "body", "key", "salt", "hash"}},
	{"checkpoint", []string{"size", "root", "note", "cosigs", "signers"}},
	{"anchor", []string{"size", "tx", "block", "block_hash", "gas", "confirmed", "sent"}},
	{"witnessed", []string{"origin", "size", "root"}},
	{"cosigned", []string{"origin", "size", "root"}},
	{"alarm", []string{"about", "origin", "reason", "block", "block_hash"}},
	{"policy", []string{"deployment", "block", "digest", "block_hash"}},
	{"rules", []string{"deployment", "rules", "written", "block"}},
	{"removal", []string{"n", "name", "service", "said", "ordered", "told", "finished"}},
	{"removal_span", []string{"service", "boot", "first", "last", "removal"}},
	{"removal_seen", []string{"one", "n"}},
}

// Digest is over all rows of a database: two that say the same have the same, whatever kind they
// are of.
type Digest struct {
	h    hash.Hash
	rows map[string]int64
}

// NewDigest begins one.
func NewDigest() *Digest { return &Digest{sha256.New(), map[string]int64{}} }

// Add takes a row of a table in.
func (d *Digest) Add(t Table, row []any) error {
	if len(row) != len(t.Columns) {
		return custos.Errorf(custos.Internal, "a row of %s has %d values", t.Name, len(row))
	}
	d.rows[t.Name]++
	d.put('t', []byte(t.Name))
	for i, v := range row {
		switch v := v.(type) {
		case nil:
			d.put('0', nil)
		case int64:
			d.put('i', binary.BigEndian.AppendUint64(nil, uint64(v)))
		case string:
			d.put('s', []byte(v))
		case []byte:
			d.put('b', v)
		default:
			return custos.Errorf(custos.Corrupt, "a row of %s holds a %T as its %s: the database was changed", t.Name, v, t.Columns[i])
		}
	}
	return nil
}

func (d *Digest) put(kind byte, b []byte) {
	d.h.Write(binary.BigEndian.AppendUint64([]byte{kind}, uint64(len(b))))
	d.h.Write(b)
}

// Rows is how many rows of a table are in it.
func (d *Digest) Rows(table string) int64 { return d.rows[table] }

// Sum is the digest.
func (d *Digest) Sum() custos.Hash { return custos.Hash(d.h.Sum(nil)) }

func (d *Digest) String() string {
	return fmt.Sprintf("%d batches, %d events, digest %s", d.rows["batch"], d.rows["event"], d.Sum())
}
