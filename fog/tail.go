package fog

import (
	"context"
	"sync"

	"custos.dev/custos"
)

// tail is what stands in the log and no row says so: leaves whose way a crash cut short, or
// whose rows are gone since the database was put back from an older copy. It is read at the
// start and again after a failure, each time from where it was read to.
type tail struct {
	mu sync.Mutex
	at map[custos.Hash]uint64
	// until is up to where the log was read.
	until uint64
	// behind says that leaves may have reached the log since, without their rows.
	behind bool
}

// openTail compares database and log at a start: the log has what the database has recorded,
// and what it has beyond that is looked at. What that costs does not grow with the age of
// the log, but with the leaves behind the first that has no row.
func (c *Committer) openTail(ctx context.Context) error {
	size, err := c.Log.Size(ctx)
	if err != nil {
		return err
	}
	rows, last, some, err := c.DB.Recorded(ctx)
	if err != nil {
		return err
	}
	if some {
		if err := c.checkLast(ctx, last, size); err != nil {
			return err
		}
	}
	c.tail.mu.Lock()
	defer c.tail.mu.Unlock()
	c.tail.at, c.tail.until, c.tail.behind = map[custos.Hash]uint64{}, rows, true
	if some && last+1 != rows { // some have no row: from the first of them on
		if c.tail.until, err = c.DB.FirstUnrecorded(ctx); err != nil {
			return err
		}
	}
	return c.readTail(ctx)
}

// checkLast refuses a log that does not hold what the database recorded last: the two are
// of different times.
func (c *Committer) checkLast(ctx context.Context, last, size uint64) error {
	if last >= size {
		return custos.Errorf(custos.Corrupt, "the database has recorded leaf %d, the log has %d leaves: the log is of an older copy than the database. Stop the node, put back database and log of one time and start it again; nothing is committed until then (docs/operations.md)", last, size)
	}
	want, _, err := c.DB.LeafHash(ctx, last)
	if err != nil {
		return err
	}
	leaf, err := c.Log.Leaf(ctx, last)
	if err != nil {
		return err
	}
	if h := leaf.Hash(); string(h[:]) != string(want) {
		return custos.Errorf(custos.Corrupt, "leaf %d of the log is not the one that the database has recorded: they are of different logs. Stop the node, put back database and log of one time and start it again; nothing is committed until then (docs/operations.md)", last)
	}
	return nil
}

// readTail reads what the log got since it was read. tail.mu is held.
func (c *Committer) readTail(ctx context.Context) error {
	t := &c.tail
	if !t.behind {
		return nil
	}
	size, err := c.Log.Size(ctx)
	if err != nil {
		return err
	}
	recorded := map[uint64]bool{}
	for i, err := range c.DB.RecordedFrom(ctx, t.until) {
		if err != nil {
			return err
		}
		recorded[i] = true
	}
	err = c.Log.Each(ctx, t.until, size, func(i uint64) bool { return recorded[i] }, func(i uint64, h custos.Hash) { t.at[h] = i })
	if err == nil {
		t.until, t.behind = max(t.until, size), false
	}
	return err
}

// unrecorded returns where a leaf stands in the log that no row accounts for.
func (c *Committer) unrecorded(ctx context.Context, leaf custos.Hash) (uint64, bool, error) {
	c.tail.mu.Lock()
	defer c.tail.mu.Unlock()
	if err := c.readTail(ctx); err != nil {
		return 0, false, err
	}
	i, ok := c.tail.at[leaf]
	return i, ok, nil
}

// cutShort notes that a leaf may be in the log without its row.
func (t *tail) cutShort() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.behind = true
}

// recorded notes that a leaf has its row.
func (t *tail) recorded(leaf custos.Hash) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.at, leaf)
}
