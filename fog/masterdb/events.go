package masterdb

import (
	"context"
	"iter"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
)

// Events answers questions about committed events: those of recorded batches. Staged ones are
// in no answer but where a method says so.
type Events interface {
	// List gives the events that a filter wants, in its order.
	List(ctx context.Context, f Filter) iter.Seq2[Event, error]
	// Event returns the event of an ID.
	Event(ctx context.Context, id custos.EventID) (Event, bool, error)
	// Newest returns the largest number of an event that a forward list reaches; 0 if there is
	// none.
	Newest(ctx context.Context) (int64, error)
	// HasKind reports whether any event, staged ones too, is of a kind.
	HasKind(ctx context.Context, k custos.Kind) (bool, error)
	// Counts counts the events with a number above after, as far as no staged batch has a
	// smaller number than theirs, and those that are staged: who adds up what comes counts each
	// once.
	Counts(ctx context.Context, after int64) (Counts, error)
	// AnchorCount counts the anchors that were sent and are not forgotten.
	AnchorCount(ctx context.Context) (int64, error)
	// AnchorLatencies are, of the newest so many batches whose anchor is confirmed, how long
	// after its reception the first such anchor was sent, in milliseconds; the newest first.
	AnchorLatencies(ctx context.Context, batches int) ([]int64, error)
	// Cosignatures returns the cosignature lines of the checkpoint of that size.
	Cosignatures(ctx context.Context, size uint64) (string, bool, error)
	// Place returns what proves the event of a number. Staged ones have one, too.
	Place(ctx context.Context, n int64) (Place, bool, error)
	// Bodies gives the bodies of a batch, by their place in it, without keys and salts.
	Bodies(ctx context.Context, batch int64) iter.Seq2[Sealed, error]
	// BatchOfLeaf returns the number of the batch with that leaf, staged or not.
	BatchOfLeaf(ctx context.Context, l evidence.Leaf) (int64, bool, error)
}

// Filter is which events are wanted. Its zero values bound nothing, but the limit's.
type Filter struct {
	// Kinds are those wanted, Except those not wanted.
	Kinds, Except []custos.Kind
	Camera        custos.Resource
	// Forward wants the events with a number above After, the oldest first, and only as far as
	// no staged batch has a smaller number than theirs: batches are committed side by side, and
	// who reads forward would never see one that he has passed. Without it, the newest come first
	// and After counts for nothing.
	Forward bool
	After   int64
	// Before wants the events with a number below it.
	Before int64
	// From and Until bound the events' own time; Until is not included.
	From, Until time.Time
	// Limit is how many are given at most.
	Limit int
}

// Event is a committed event as its rows say.
type Event struct {
	// N is its number.
	N        int64
	ID       custos.EventID
	Kind     custos.Kind
	Resource custos.Resource
	Time     time.Time
	// Index is its batch's place in the log, Received when that came, by the master's clock,
	// and ClockOffset how many milliseconds the service's clock was ahead then; 0 if not known.
	Index       uint64
	Received    time.Time
	ClockOffset int64
	Sealed      Sealed
}

// Counts are how much there is.
type Counts struct {
	// Staged are the events that are not in the log yet.
	Staged int64
	// Events are the others by their kind, up to the number UpTo.
	Events map[string]int64
	UpTo   int64
}

// Place is where an event stands: its batch, and its place there.
type Place struct {
	Batch     int64
	Seq       uint64
	Box, Salt []byte
	Leaf      evidence.Leaf
}
