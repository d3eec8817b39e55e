package fog

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"custos"
	"custos/evidence"
	"custos/journal"
	"custos/store"
)

// Directory answers who a principal is, by the contract's state.
type Directory interface {
	Principal(custos.Address) (custos.Principal, bool)
}

// Chain answers which block has a number, and when it was made.
type Chain interface {
	Block(ctx context.Context, number uint64) (custos.Head, error)
}

// Committer takes batches from a domain's services and commits them: staged in
// the database, added to the log, recorded with its index, and only then
// acknowledged. A crash between any two of these steps loses nothing and
// doubles nothing: Recover finds staged batches in the log's tail.
type Committer struct {
	DB        *store.DB
	Log       *Log
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
	// Committed is told the log's size after each commit; may be nil.
	Committed func(size uint64)

	// step is called before each step; a test makes it fail there.
	step func(name string) error
	// busy holds a lock per service: its batches are committed in their order.
	busy sync.Map
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
	lock, _ := c.busy.LoadOrStore(b.Service, new(sync.Mutex))
	lock.(*sync.Mutex).Lock()
	defer lock.(*sync.Mutex).Unlock()

	n, index, err := c.find(ctx, b, m.Leaf)
	if err != nil || index >= 0 {
		return uint64(index), err
	}
	if n == 0 {
		offset := c.clockOffset(b, m, events)
		c.tellClock(ctx, b.Service, offset)
		// Before the batch is staged: one that is sent again after a crash is not looked
		// at again.
		if err := c.checkClaims(ctx, events); err != nil {
			return 0, err
		}
		// After find: what was committed on a chain that is gone stays committed.
		if err := c.checkBlock(ctx, b); err != nil {
			return 0, err
		}
		if err := c.at("stage"); err != nil {
			return 0, err
		}
		if n, err = c.stage(ctx, b, m, events, offset); err != nil {
			return 0, err
		}
	} else {
		// A try before this one staged it and failed; it may have reached the log.
		tail, err := c.tail(ctx)
		if err != nil {
			return 0, err
		}
		if index, ok := tail[m.Leaf.Hash()]; ok {
			return index, c.record(ctx, n, index)
		}
	}
	// What is on its way into the log is waited for, also when the caller has
	// gone: else nobody would know whether it is there.
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	return c.finish(finish, n, m.Leaf)
}

// finish takes a staged batch through the log.
func (c *Committer) finish(ctx context.Context, n int64, leaf evidence.Leaf) (uint64, error) {
	if err := c.at("add"); err != nil {
		return 0, err
	}
	index, err := c.Log.Add(ctx, leaf)
	if err != nil {
		return 0, fmt.Errorf("add to the log: %w", store.Explain(err))
	}
	if err := c.at("record"); err != nil {
		return 0, err
	}
	if err := c.record(ctx, n, index); err != nil {
		return 0, err
	}
	if err := c.at("acknowledge"); err != nil {
		return 0, err
	}
	if c.Committed != nil {
		c.Committed(index + 1)
	}
	return index, nil
}

func (c *Committer) record(ctx context.Context, n int64, index uint64) error {
	return c.DB.Transact(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE batch SET leaf_index = ? WHERE n = ?", index, n)
		return err
	})
}

// Recover takes what a crash left staged through the log. Batches that reached
// the log are found in its tail, so none is added twice. It is called before
// the first Commit.
func (c *Committer) Recover(ctx context.Context) error {
	rows, err := c.DB.Query().QueryContext(ctx, "SELECT n, leaf FROM batch WHERE leaf_index IS NULL ORDER BY n")
	if err != nil {
		return err
	}
	defer rows.Close()
	type staged struct {
		n    int64
		leaf evidence.Leaf
	}
	var open []staged
	for rows.Next() {
		var s staged
		if err := rows.Scan(&s.n, &s.leaf); err != nil {
			return err
		}
		open = append(open, s)
	}
	if err := rows.Err(); err != nil || len(open) == 0 {
		return err
	}
	tail, err := c.tail(ctx)
	if err != nil {
		return err
	}
	for _, s := range open {
		if index, ok := tail[s.leaf.Hash()]; ok {
			err = c.record(ctx, s.n, index)
		} else {
			_, err = c.finish(ctx, s.n, s.leaf)
		}
		if err != nil {
			return fmt.Errorf("recover batch %d: %w", s.n, err)
		}
	}
	c.Logger.Info("staged batches were taken through the log", "batches", len(open))
	return nil
}

// tail indexes the leaves that no recorded batch accounts for: those behind the
// lowest index that is missing from the database.
func (c *Committer) tail(ctx context.Context) (map[custos.Hash]uint64, error) {
	size, err := c.Log.Size(ctx)
	if err != nil {
		return nil, err
	}
	known := map[uint64]bool{}
	rows, err := c.DB.Query().QueryContext(ctx, "SELECT leaf_index FROM batch WHERE leaf_index IS NOT NULL ORDER BY leaf_index DESC")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var i uint64
		if err := rows.Scan(&i); err != nil {
			return nil, err
		}
		known[i] = true
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	tail := map[custos.Hash]uint64{}
	for i := uint64(0); i < size; i++ {
		if known[i] {
			continue
		}
		leaf, err := c.Log.Leaf(ctx, i)
		if err != nil {
			return nil, err
		}
		tail[leaf.Hash()] = i
	}
	return tail, nil
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
	for i, s := range m.Events {
		commitments[i] = s.Commitment()
		body, err := s.Sealed.Open(s.Opening)
		if err != nil {
			return refuse(custos.Invalid, "event %d: %w", b.First+uint64(i), err)
		}
		e := &events[i]
		if err := json.Unmarshal(body, e); err != nil {
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
	var have evidence.Leaf
	var at sql.NullInt64
	err = c.DB.Query().QueryRowContext(ctx, "SELECT n, leaf, leaf_index FROM batch WHERE service = ? AND boot = ? AND first = ?", b.Service, b.Boot, b.First).Scan(&n, &have, &at)
	if err == nil {
		if have.Hash() != leaf.Hash() {
			return 0, -1, custos.Errorf(custos.Conflict, "batch %s %d-%d refused: another one stands in its place (replayed or forked)", b.Service, b.First, b.Last)
		}
		if !at.Valid {
			return n, -1, nil
		}
		return n, at.Int64, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return 0, -1, err
	}
	var prev evidence.Leaf
	var boot, last uint64
	err = c.DB.Query().QueryRowContext(ctx, "SELECT leaf, boot, last FROM batch WHERE service = ? ORDER BY boot DESC, first DESC LIMIT 1", b.Service).Scan(&prev, &boot, &last)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		if !b.Prev.IsZero() {
			c.Logger.Warn("a service's chain begins in the middle: its earlier batches are not here", "service", b.Service)
		}
		return 0, -1, nil
	case err != nil:
		return 0, -1, err
	case b.Boot < boot || b.Boot == boot && b.First != last+1:
		return 0, -1, custos.Errorf(custos.Conflict, "batch %s %d-%d refused: the batch before it ended at %d", b.Service, b.First, b.Last, last)
	case b.Prev == prev.Hash():
		return 0, -1, nil
	case b.Prev.IsZero() && b.Boot > boot:
		c.Logger.Warn("a service has lost its journal and begins a new chain", "service", b.Service)
		return 0, -1, nil
	}
	return 0, -1, custos.Errorf(custos.Conflict, "batch %s %d-%d refused: it does not follow the batch before it", b.Service, b.First, b.Last)
}

func (c *Committer) stage(ctx context.Context, b evidence.Batch, m journal.Commit, events []custos.Event, offset time.Duration) (n int64, err error) {
	err = c.DB.Transact(ctx, func(tx *sql.Tx) error {
		h := m.Leaf.Hash()
		res, err := tx.ExecContext(ctx, "INSERT INTO batch (service, boot, first, last, leaf, leaf_hash, received, clock_offset) VALUES (?,?,?,?,?,?,?,?)",
			b.Service, b.Boot, b.First, b.Last, []byte(m.Leaf), h[:], c.now().UnixNano(), offset.Milliseconds())
		if err != nil {
			return err
		}
		if n, err = res.LastInsertId(); err != nil {
			return err
		}
		for i, s := range m.Events {
			e := &events[i]
			_, err := tx.ExecContext(ctx, "INSERT INTO event (id, batch, seq, kind, resource, time, box, body_hash, key, salt) VALUES (?,?,?,?,?,?,?,?,?,?)",
				e.ID(), n, e.Seq, e.Payload.Kind(), e.Resource, e.Time.UnixNano(), s.Box, s.BodyHash[:], s.Key[:], s.Salt[:])
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("stage batch %s %d-%d: %w", b.Service, b.First, b.Last, err)
	}
	return n, nil
}
