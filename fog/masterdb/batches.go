package masterdb

import (
	"context"
	"iter"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
)

// Batches is a master's way from a signed batch to its place in the log: staged, which is
// durable here and not known to stand in the log, then recorded with its index. Batches of a
// service are ordered by boot and first sequence number.
type Batches interface {
	// Stage keeps a new batch with its events and returns its number. Numbers of batches and
	// of events begin with 1, grow by one with each, and none is used twice. A batch of the same
	// service, boot and first number, one that overlaps another, or an event of the same ID or of
	// one that does not follow from its batch and number, is an error.
	Stage(ctx context.Context, b NewBatch, events []NewEvent) (n int64, err error)
	// StageAll stages a group of batches in one transaction, in their order, and says of each
	// what became of it. One that Stage would refuse leaves nothing behind and does no harm to
	// the others. The error is that of them all, as of a change that may have been applied.
	StageAll(ctx context.Context, group []Staging) ([]Outcome, error)
	// Record notes that a staged batch is the leaf of that index, from which on its events are
	// answered. No two batches have one index: that is an error.
	Record(ctx context.Context, n int64, index uint64) error
	// RecordAll records a group of batches in one transaction, and says of each what became of
	// it, as StageAll does.
	RecordAll(ctx context.Context, group []Recording) ([]Outcome, error)

	// Batch returns the batch of a service that begins there.
	Batch(ctx context.Context, s custos.ServiceID, boot, first uint64) (Batch, bool, error)
	// LastBatch returns the last batch of a service, staged or not.
	LastBatch(ctx context.Context, s custos.ServiceID) (Last, bool, error)
	// Staged returns the staged batches of a service, of all services for "", in the order of
	// their numbers.
	Staged(ctx context.Context, s custos.ServiceID) ([]Staged, error)
	// Ahead reports whether there are batches of a service behind the one that begins there;
	// behind none, for boot and first 0.
	Ahead(ctx context.Context, s custos.ServiceID, boot, first uint64) (bool, error)
	// Behind gives the events of those batches, which are all recorded, in their order.
	Behind(ctx context.Context, s custos.ServiceID, boot, first uint64) iter.Seq2[Held, error]

	// Recorded says how many batches are recorded, and the largest index among them; false if
	// none is.
	Recorded(ctx context.Context) (count, last uint64, some bool, err error)
	// FirstUnrecorded returns the smallest index that no batch is recorded with.
	FirstUnrecorded(ctx context.Context) (uint64, error)
	// RecordedFrom gives the recorded indexes from one on, in any order.
	RecordedFrom(ctx context.Context, index uint64) iter.Seq2[uint64, error]
	// LeafHash returns the hash that is kept of the leaf with that index.
	LeafHash(ctx context.Context, index uint64) ([]byte, bool, error)
	// LastSegment returns the newest segment's event of a camera by number, staged or not.
	LastSegment(ctx context.Context, camera custos.CameraID) (Sealed, bool, error)
}

// NewBatch is a batch to be staged.
type NewBatch struct {
	Service           custos.ServiceID
	Boot, First, Last uint64
	Leaf              evidence.Leaf
	// Received is when it came, by the master's clock.
	Received time.Time
	// ClockOffset is how far the service's clock was ahead of it then; kept in milliseconds.
	ClockOffset time.Duration
}

// NewEvent is an event to be staged: its header as the body says it, for questions.
type NewEvent struct {
	ID       custos.EventID
	Seq      uint64
	Kind     custos.Kind
	Resource custos.Resource
	Time     time.Time
	Sealed   evidence.Sealed
	Opening  evidence.Opening
}

// Staging is a batch to be staged in a group.
type Staging struct {
	Batch  NewBatch
	Events []NewEvent
}

// Recording says which leaf a staged batch is.
type Recording struct {
	N     int64
	Index uint64
}

// Outcome is what became of one of a group: its number, or why it was left out.
type Outcome struct {
	N   int64
	Err error
}

// Batch is a batch that is held.
type Batch struct {
	N        int64
	Leaf     evidence.Leaf
	LeafHash []byte
	// Index is its place in the log, if Recorded.
	Index    uint64
	Recorded bool
}

// Last is where what is held of a service ends.
type Last struct {
	Leaf       evidence.Leaf
	Boot, Last uint64
}

// Staged is a batch on its way into the log.
type Staged struct {
	N    int64
	Leaf evidence.Leaf
}

// Held is an event together with its batch's number, leaf and index.
type Held struct {
	Batch  int64
	Leaf   evidence.Leaf
	Index  uint64
	Sealed Sealed
	// Kind, Resource and Time are what its row says of the body.
	Kind     custos.Kind
	Resource custos.Resource
	Time     time.Time
}

// Sealed is an event's body as its row has it. Of one that was removed (see Removals) Box is
// empty and Hash is the commitment: what its batch was signed over, and nothing of the body.
type Sealed struct {
	Box, Hash, Key, Salt []byte

	// body is what they were made of, where a row has the body itself; as reads it under another
	// header, see Under.
	body []byte
	as   Sealing
}

// SealedOf is what a body is sealed as, for a database that keeps bodies and makes what is sealed of
// them.
func SealedOf(body []byte, o evidence.Opening) Sealed {
	s := o.Seal(body)
	return Sealed{Box: s.Box, Hash: s.BodyHash[:], Key: o.Key[:], Salt: o.Salt[:], body: body}
}

// Removed reports that the row has no body any more. Whether that was said by a tombstone is
// another question.
func (s Sealed) Removed() bool { return len(s.Box) == 0 }

// Open returns the body that the row seals; Corrupt if it is another than was committed, or is
// gone.
func (s Sealed) Open() ([]byte, error) {
	if s.Removed() {
		return nil, custos.Errorf(custos.Corrupt, "the body is gone from the row")
	}
	if s.body != nil {
		return s.body, nil
	}
	if len(s.Hash) != 32 || len(s.Key) != 32 || len(s.Salt) != 32 {
		return nil, custos.Errorf(custos.Corrupt, "a hash, key or salt in the row has the wrong length")
	}
	e := evidence.Sealed{Box: s.Box, BodyHash: custos.Hash(s.Hash)}
	return e.Open(evidence.Opening{Key: custos.Hash(s.Key), Salt: custos.Hash(s.Salt)})
}

// Commitment returns what the batch committed to, of the row as it is; Corrupt if that cannot
// be said.
func (s Sealed) Commitment() (custos.Hash, error) {
	if len(s.Hash) != 32 {
		return custos.Hash{}, custos.Errorf(custos.Corrupt, "a body hash has %d bytes", len(s.Hash))
	}
	if s.Removed() {
		return custos.Hash(s.Hash), nil
	}
	return evidence.Sealed{Box: s.Box, BodyHash: custos.Hash(s.Hash)}.Commitment(), nil
}
