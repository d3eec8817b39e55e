package fog

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/journal"
)

// Directory answers who a principal is, by the contract's state.
type Directory interface {
	Principal(custos.Address) (custos.Principal, bool)
}

// Chain answers which block has a number, and when it was made.
type Chain interface {
	Block(ctx context.Context, number uint64) (custos.Head, error)
}

// Leaves is a log that only grows; Log implements it.
type Leaves interface {
	// AddAll appends leaves in their order, and says of each which index it has once it is
	// durable, or why that is not known.
	AddAll(ctx context.Context, leaves []evidence.Leaf) []Added
	Size(ctx context.Context) (uint64, error)
	Leaf(ctx context.Context, index uint64) (evidence.Leaf, error)
	// Each gives the hashes of the leaves from one index up to another, but those skipped.
	Each(ctx context.Context, from, until uint64, skip func(uint64) bool, do func(uint64, custos.Hash)) error
}

// Added is what became of a leaf: its index, or why nobody knows whether it is there.
type Added struct {
	Index uint64
	Err   error
}

// Committer takes batches from a domain's services and commits them: staged in
// the database, added to the log, recorded with its index, and only then
// acknowledged, in groups across services. A crash between any two of these steps loses nothing and
// doubles nothing: Recover finds staged batches in the log's tail, and a batch that
// stands there and has lost its row gets one when it is sent again.
type Committer struct {
	DB        masterdb.DB
	Log       Leaves
	Domain    custos.Resource
	Directory Directory
	Chain     Chain
	Logger    *slog.Logger
	// Now is this master's clock; nil is time.Now.
	Now func() time.Time
	// Clock is told how far a service's clock is ahead of this master's, with each new
	// batch; may be nil. That it fails does not stop the batch.
	Clock func(ctx context.Context, s custos.ServiceID, offset time.Duration) error
	// Claim is told of each segment in a new batch whether what it claims about time can
	// be true: why is nil, or names the segment that is false. May be nil. That it fails
	// does not stop the batch.
	Claim func(ctx context.Context, camera custos.CameraID, why error) error
	// Stuck is told why a service and this master cannot agree on what stands, nil with each
	// new batch that is taken from it; may be nil. That it fails does not stop the batch.
	Stuck func(ctx context.Context, s custos.ServiceID, why error) error
	// Gather is the least time between two groups while little waits; 0 lets each begin when
	// the one before it has been staged.
	Gather time.Duration
	// Committed is told the log's size after each group; may be nil.
	Committed func(size uint64)

	// Came is told the events of each batch that is signed as it should be, before it is staged,
	// and again where it is sent again; may be nil.
	Came func(events []custos.Event)

	// step is called before each step; a test makes it fail there.
	step func(name string) error
	// busy holds a lock per service: its batches are committed in their order.
	busy   sync.Map
	groups groups
	tail   tail
	// losing says when a service was last heard of that is refused too often.
	losing sync.Map
}

// lock waits for the service's turn and returns what ends it.
func (c *Committer) lock(s custos.ServiceID) (unlock func()) {
	l, _ := c.busy.LoadOrStore(s, new(sync.Mutex))
	l.(*sync.Mutex).Lock()
	return l.(*sync.Mutex).Unlock
}

func (c *Committer) at(name string) error {
	if c.step == nil {
		return nil
	}
	return c.step(name)
}

// Commit commits a batch and returns its index in the log. The same batch again
// gets the same index; another batch in its place is a Conflict.
func (c *Committer) Commit(ctx context.Context, from custos.Address, m journal.Commit) (uint64, error) {
	b, events, err := c.check(from, m)
	if err != nil {
		return 0, err
	}
	if c.Came != nil {
		c.Came(events)
	}
	defer c.lock(b.Service)()

	n, index, err := c.find(ctx, b, m.Leaf)
	if err != nil || index >= 0 {
		return uint64(index), err
	}
	at, stands, err := c.unrecorded(ctx, m.Leaf.Hash())
	if err != nil {
		return 0, err
	}
	p := &passage{leaf: m.Leaf, n: n, index: at, stands: stands} // stands: its row was lost, or a try before this one failed behind the log
	if n == 0 {
		// The one before it may be staged and not sent again, where somebody acknowledged it
		// in this master's name: in the log, too, it comes first.
		if _, err := c.settle(ctx, b.Service); err != nil {
			return 0, err
		}
		offset := c.clockOffset(b, m, events)
		c.tellClock(ctx, b.Service, offset)
		// Before the batch is staged: one that is sent again after a crash is not looked
		// at again.
		if err := c.checkClaims(ctx, events); err != nil {
			return 0, err
		}
		// After find: what was committed on a chain that is gone stays committed.
		if !stands {
			if err := c.checkBlock(ctx, b); err != nil {
				return 0, err
			}
		}
		if p.staging, err = c.staging(ctx, b, m, events, offset); err != nil {
			return 0, err
		}
	}
	if at, err = c.pass(ctx, p); err == nil {
		c.tellStuck(ctx, b.Service)
	}
	return at, err
}

// Recover takes what a crash left staged through the log. Batches that reached
// the log are found in its tail, so none is added twice. It is called before
// the first Commit, and refuses a log that is older than the database as Corrupt.
func (c *Committer) Recover(ctx context.Context) error {
	if err := c.openTail(ctx); err != nil {
		return err
	}
	n, err := c.settle(ctx, "")
	if n > 0 {
		c.Logger.Info("staged batches were taken through the log", "batches", n)
	}
	return err
}

// settle takes the staged batches of a service through the log, of all services for "", and
// returns how many those were.
func (c *Committer) settle(ctx context.Context, s custos.ServiceID) (int, error) {
	open, err := c.DB.Staged(ctx, s)
	if err != nil {
		return 0, err
	}
	for _, s := range open {
		index, stands, err := c.unrecorded(ctx, s.Leaf.Hash())
		if err == nil {
			_, err = c.pass(ctx, &passage{leaf: s.Leaf, n: s.N, index: index, stands: stands})
		}
		if err != nil {
			return 0, fmt.Errorf("recover batch %d: %w", s.N, err)
		}
	}
	return len(open), nil
}

// checkBlock verifies that a batch is not older than the block that it names, which
// is on the chain. One whose block a reorganisation took is NotFound, and one whose
// clock was behind Invalid: the service closes either anew.
func (c *Committer) checkBlock(ctx context.Context, b evidence.Batch) error {
	refuse := func(kind custos.ErrorKind, format string, args ...any) error {
		return custos.Errorf(kind, "batch %s %d-%d refused: %w", b.Service, b.First, b.Last, fmt.Errorf(format, args...))
	}
	block, err := c.Chain.Block(ctx, b.Block.Number)
	if err != nil {
		return refuse(custos.Unavailable, "its block %d is not known here: %w", b.Block.Number, err)
	}
	if block.Hash != b.Block.Hash {
		return refuse(custos.NotFound, "its block %d is not on this chain (any more)", b.Block.Number)
	}
	if b.Closed.Before(block.Time.Add(-time.Minute)) {
		return refuse(custos.Invalid, "it says it was closed at %s, before its block of %s: set the node's clock", b.Closed.Format(time.RFC3339), block.Time.UTC().Format(time.RFC3339))
	}
	return nil
}

// check verifies what needs neither database nor chain: signature, registration,
// commitments and bodies.
func (c *Committer) check(from custos.Address, m journal.Commit) (evidence.Batch, []custos.Event, error) {
	b, err := m.Leaf.Open()
	if err != nil {
		return b, nil, custos.Errorf(custos.Invalid, "batch refused: %w", err)
	}
	refuse := func(kind custos.ErrorKind, format string, args ...any) (evidence.Batch, []custos.Event, error) {
		return b, nil, custos.Errorf(kind, "batch %s %d-%d refused: %w", b.Service, b.First, b.Last, fmt.Errorf(format, args...))
	}
	p, ok := c.Directory.Principal(b.Principal)
	if !ok || !p.Active || p.Role != custos.RoleService || p.Name != string(b.Service) || p.Domain != c.Domain {
		return refuse(custos.Denied, "%s is not registered as this service in %s", b.Principal, c.Domain)
	}
	if from != b.Principal {
		return refuse(custos.Denied, "it was sent by %s", from)
	}
	commitments := make([]custos.Hash, len(m.Events))
	events := make([]custos.Event, len(m.Events))
	for i := range m.Events {
		s := &m.Events[i]
		commitments[i] = s.Commitment()
		if s.Gone != nil {
			events[i] = bodiless(b, b.First+uint64(i), s.Gone)
			if !events[i].Resource.Within(c.Domain) || !events[i].Kind.Valid() {
				return refuse(custos.Invalid, "event %d is about %s", b.First+uint64(i), events[i].Resource)
			}
			continue
		}
		body, err := s.Sealed.Open(s.Opening)
		if err != nil {
			return refuse(custos.Invalid, "event %d: %w", b.First+uint64(i), err)
		}
		e := &events[i]
		if *e, err = custos.ParseEvent(body); err != nil {
			return refuse(custos.Invalid, "event %d: %w", b.First+uint64(i), err)
		}
		if e.Service != b.Service || e.Boot != b.Boot || e.Seq != b.First+uint64(i) || !e.Resource.Within(c.Domain) {
			return refuse(custos.Invalid, "event %d says it is %s about %s", b.First+uint64(i), e.ID(), e.Resource)
		}
	}
	if err := b.CheckCommitments(commitments); err != nil {
		return refuse(custos.Invalid, "%w", err)
	}
	return b, events, nil
}

// find looks for the batch. It returns its row and, where it is in the log, its
// index, else -1.
func (c *Committer) find(ctx context.Context, b evidence.Batch, leaf evidence.Leaf) (n, index int64, err error) {
	have, there, err := c.DB.Batch(ctx, b.Service, b.Boot, b.First)
	switch {
	case err != nil:
		return 0, -1, err
	case !there:
	case have.Leaf.Hash() != leaf.Hash():
		return 0, -1, custos.Errorf(custos.Conflict, "batch %s %d-%d refused: another one stands in its place (replayed or forked)", b.Service, b.First, b.Last)
	case !have.Recorded:
		return have.N, -1, nil
	default:
		return have.N, int64(have.Index), nil
	}
	last, there, err := c.DB.LastBatch(ctx, b.Service)
	switch {
	case err != nil:
		return 0, -1, err
	case !there:
		if !b.Prev.IsZero() {
			return 0, -1, custos.Errorf(custos.Conflict, "batch %s %d-%d refused: nothing is held of what came before it", b.Service, b.First, b.Last)
		}
		return 0, -1, nil
	case b.Boot < last.Boot || b.Boot == last.Boot && b.First != last.Last+1:
		return 0, -1, custos.Errorf(custos.Conflict, "batch %s %d-%d refused: the batch before it ended at %d", b.Service, b.First, b.Last, last.Last)
	case b.Prev == last.Leaf.Hash():
		return 0, -1, nil
	case b.Prev.IsZero() && b.Boot > last.Boot:
		c.Logger.Warn("a service has lost its journal and begins a new chain", "service", b.Service)
		return 0, -1, nil
	}
	return 0, -1, custos.Errorf(custos.Conflict, "batch %s %d-%d refused: it does not follow the batch before it", b.Service, b.First, b.Last)
}

// staging is what of a batch is staged: of an event that a tombstone names, no body.
func (c *Committer) staging(ctx context.Context, b evidence.Batch, m journal.Commit, events []custos.Event, offset time.Duration) (masterdb.Staging, error) {
	out := masterdb.Staging{Batch: masterdb.NewBatch{
		Service: b.Service, Boot: b.Boot, First: b.First, Last: b.Last, Leaf: m.Leaf, Received: c.now(), ClockOffset: offset,
	}, Events: make([]masterdb.NewEvent, len(events))}
	named, err := c.named(ctx, b, m)
	if err != nil {
		return out, err
	}
	for i := range events {
		e, s := &events[i], m.Events[i]
		if named(e.Seq) {
			s = bare(s)
		}
		out.Events[i] = masterdb.NewEvent{ID: e.ID(), Seq: e.Seq, Kind: e.Kind, Resource: e.Resource, Time: e.Time, Sealed: s.Sealed, Opening: s.Opening}
	}
	return out, nil
}
