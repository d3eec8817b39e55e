package masterdb

import (
	"context"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// Kept answers what has a body, and which removals there were.
type Kept interface {
	// Lines gives each kind and resource of which a recorded event has a body, by kind, then by
	// resource.
	Lines(ctx context.Context) ([]Line, error)
	// Old gives recorded events that have a body, of one service: that of the oldest of them.
	// They are the first so many by the events' time, put in the order of their batches.
	Old(ctx context.Context, q Old) ([]Header, error)
	// Weigh counts what Old would give without a limit and of all services.
	Weigh(ctx context.Context, q Old) (Weight, error)
	// Headers gives what the rows of some events say; those that are not recorded are left out.
	Headers(ctx context.Context, ids []custos.EventID) ([]Header, error)
	// RemovalOf returns the removal that names an event.
	RemovalOf(ctx context.Context, s custos.ServiceID, boot, seq uint64) (observe.Tombstone, bool, error)
	// Erasures gives the removals by orders that are told and name events of a service, behind a
	// number; through is the last one's number, 0 if there is none.
	Erasures(ctx context.Context, s custos.ServiceID, after int64, limit int) (out []observe.Tombstone, through int64, err error)
	// RemovalsDone gives the newest removals, the newest first, at most so many.
	RemovalsDone(ctx context.Context, limit int) ([]Removal, error)
}

// Removals takes bodies away for good. A removal is planned, told by a tombstone in the log,
// which is the caller's work, and applied: first its plan is durable, so that whoever comes
// after a crash says the same again; then the tombstone; then, some at a time, the box, key
// and salt of each event are overwritten with nothing, and its commitment stays. What a
// removal names is remembered: NewEvents that it names have no body (see Named).
type Removals interface {
	// Plan keeps a removal. One of that name is kept as it is.
	Plan(ctx context.Context, t observe.Tombstone) error
	// Unfinished gives the removals that are not finished, in the order of their plans.
	Unfinished(ctx context.Context) ([]Planned, error)
	// Apply takes the bodies of up to so many events of a removal away and reports whether it
	// is through. What of it is not here is passed over: it comes without a body.
	Apply(ctx context.Context, removal string, limit int) (done bool, err error)
	// Finish ends a removal: nothing of it stands in the database's free space or in what it
	// wrote ahead. at is when.
	Finish(ctx context.Context, removal string, at time.Time) error
	// Named returns which of a service's numbers in a life are named by a removal.
	Named(ctx context.Context, s custos.ServiceID, boot, first, last uint64) ([]observe.Span, error)
	// Adopted returns up to which event tombstones were looked at.
	Adopted(ctx context.Context) (n int64, err error)
	// Adopt moves that on to n and notes that the log has these tombstones: their removals are
	// told, and those that were not planned here are planned.
	Adopt(ctx context.Context, n int64, told []observe.Tombstone) error
}

// Line is one kind of event about one resource.
type Line struct {
	Kind     custos.Kind
	Resource custos.Resource
	// Oldest is the time of its oldest event that has a body.
	Oldest time.Time
}

// Old is which events are wanted: of one kind and resource, older than Before and not held.
type Old struct {
	Kind     custos.Kind
	Resource custos.Resource
	From     time.Time
	Before   time.Time
	// Held are stretches of time whose events stay; Until is not included.
	Held  []Stretch
	Limit int
}

// Stretch is a part of time.
type Stretch struct{ From, Until time.Time }

// Weight is how much there is.
type Weight struct {
	Events int64
	// Bytes are those of the sealed bodies.
	Bytes int64
}

// Header is what a row says of an event, and its commitment; Boot and Service are its batch's.
type Header struct {
	ID         custos.EventID
	Service    custos.ServiceID
	Boot, Seq  uint64
	Kind       custos.Kind
	Resource   custos.Resource
	Time       time.Time
	Commitment custos.Hash
	// Removed says that its body is gone already, Bytes how long it is.
	Removed bool
	Bytes   int64
}

// Planned is a removal that is not finished. Told says that its tombstone stands in the log.
type Planned struct {
	observe.Tombstone
	Told bool
}

// Removal is one with when it was finished; zero while it is not.
type Removal struct {
	observe.Tombstone
	Finished time.Time
}
