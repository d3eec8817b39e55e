package masterdb

import (
	"context"
	"iter"
)

// Snapshot is everything that was committed at one moment, as the rows have it, for an audit:
// what is written after does not show. A running master goes on beside it. Its sequences give
// a row that holds something else than its columns should as an *UnreadableRow, and go on
// behind it; any other error is the last element. Its errors are explained, too.
type Snapshot interface {
	// Damage lists what the database finds wrong in its own structure, a sentence each.
	Damage(ctx context.Context) ([]string, error)
	// Batches gives all batches, by number.
	Batches(ctx context.Context) iter.Seq2[BatchRow, error]
	// Events gives all events, by batch, place in it and number.
	Events(ctx context.Context) iter.Seq2[EventRow, error]
	// EventsOf gives the events of one kind, by number.
	EventsOf(ctx context.Context, kind string) iter.Seq2[EventRow, error]
	// Checkpoints gives all checkpoints, by size.
	Checkpoints(ctx context.Context) iter.Seq2[CheckpointRow, error]
	// Confirmed gives the anchors that are marked as confirmed, by size.
	Confirmed(ctx context.Context) iter.Seq2[AnchorRow, error]
	// Close ends it.
	Close() error
}

// UnreadableRow is a row that does not hold what its columns say.
type UnreadableRow struct {
	// Name is how to name it, ID the event's where one can be read, N the row's number or size; 0
	// where that cannot be.
	Name, ID string
	N        int64
	// Column is which of its columns cannot be read; empty where that is not known.
	Column string
	// Columns are what it holds, as far as it can be read.
	Columns []any
	Err     error
}

func (u *UnreadableRow) Error() string {
	return u.Name + " does not hold what its columns say: " + u.Err.Error()
}

func (u *UnreadableRow) Unwrap() error { return u.Err }

// BatchRow is a batch. Numbers are as the database has them: a changed one may be negative.
type BatchRow struct {
	N                 int64
	Service           string
	Boot, First, Last int64
	Leaf, LeafHash    []byte
	// Index counts if Recorded.
	Index    int64
	Recorded bool
	// Received is the master's own note of when it came, in nanoseconds since 1970, and
	// ClockOffset of the service's clock, in milliseconds: nothing proves them.
	Received, ClockOffset int64
}

// EventRow is an event; its Sealed knows what it seals under another header; Time in nanoseconds since 1970.
type EventRow struct {
	N              int64
	ID             string
	Batch, Seq     int64
	Kind, Resource string
	Time           int64
	Sealed         Sealed
}

// CheckpointRow is a checkpoint that left this master.
type CheckpointRow struct {
	Size               int64
	Root               []byte
	Note, Cosignatures string
	Signers            int64
}

// AnchorRow is an anchor.
type AnchorRow struct {
	Size, Block int64
	BlockHash   []byte
}
