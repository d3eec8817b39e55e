package masterdb

import (
	"context"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/observe/brief"
)

// Repairs puts rows back that somebody changed, deleted or added behind the master's back. What
// must stand there is the caller's to prove; here it is one transaction.
type Repairs interface {
	// Mend takes rows out and puts others in: all of it or nothing. A row to be taken out that is
	// not there is passed over. A row to be put in where another one stands, by its number, its
	// place in the log or in its batch, is an error, and nothing is changed: somebody wrote
	// meanwhile, and the caller plans anew. What is not named stays as it is, and the next batch
	// and the next event are numbered behind the largest that there is.
	Mend(ctx context.Context, m Mending) error
}

// Mending is one repair.
type Mending struct {
	// TakeBatches and TakeEvents are rows that go, by their number, TakeCheckpoints and
	// TakeAnchors by their size. With a batch its events do not go, unless they are named, too.
	TakeBatches, TakeEvents, TakeCheckpoints, TakeAnchors []int64
	// Batches, Events and Checkpoints come, after what goes has gone.
	Batches     []RestoredBatch
	Events      []RestoredEvent
	Checkpoints []Checkpoint
}

// Empty reports that there is nothing to do.
func (m *Mending) Empty() bool {
	return len(m.TakeBatches)+len(m.TakeEvents)+len(m.TakeCheckpoints)+len(m.TakeAnchors)+len(m.Batches)+len(m.Events)+len(m.Checkpoints) == 0
}

// RestoredBatch is a batch's row at its number.
type RestoredBatch struct {
	N int64
	NewBatch
	// Index is its place in the log, if Recorded.
	Index    uint64
	Recorded bool
}

// RestoredEvent is an event's row at its number; Service and Boot are its batch's. One without a box
// is of a body that was removed: its BodyHash is the commitment.
type RestoredEvent struct {
	N, Batch int64
	Service  custos.ServiceID
	Boot     uint64
	NewEvent
}

// Sealing is what a row would seal if its other columns said something else: for a database that
// keeps bodies without what those columns say.
type Sealing func(brief.Header) Sealed

// Elsewhere gives a row's body that reading.
func (s Sealed) Elsewhere(as Sealing) Sealed {
	s.as = as
	return s
}

// Under returns what the row seals if its header is h: who looks for what a changed column said
// tries. Rows that keep what was sealed as it was say the same under any.
func (s Sealed) Under(h brief.Header) Sealed {
	if s.as == nil {
		return s
	}
	return s.as(h)
}

// SealedAs is the row of a body that is sealed so; without a box that of one that was removed.
func SealedAs(s evidence.Sealed, o evidence.Opening) Sealed {
	if len(s.Box) == 0 {
		return Sealed{Box: []byte{}, Hash: s.BodyHash[:], Key: []byte{}, Salt: []byte{}}
	}
	return Sealed{Box: s.Box, Hash: s.BodyHash[:], Key: o.Key[:], Salt: o.Salt[:]}
}

// ReceivedAt is when a batch's row says that it came.
func (b *BatchRow) ReceivedAt() time.Time { return time.Unix(0, b.Received).UTC() }
