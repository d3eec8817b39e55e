package fog

import (
	"context"
	"fmt"
	"sync"
	"time"

	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/store"
)

const (
	// GatherFor is the least time between the beginnings of two groups, as long as little waits:
	// a batch that comes alone does not wait, and however many services say a little, there are
	// no more flushes a second than that makes.
	GatherFor = 50 * time.Millisecond
	// gatherEvents are enough for a group to begin before that, groupEvents as many as one has
	// unless a single batch has more.
	gatherEvents, groupEvents = 256, 2048
	// groupTime is how long a group may take.
	groupTime = 30 * time.Second
)

// passage is a batch on its way through the log.
type passage struct {
	staging masterdb.Staging
	leaf    evidence.Leaf
	// n is its number; 0 while it is not staged.
	n int64
	// index is its place in the log, if it stands there.
	index  uint64
	stands bool
	// err is why it does not go on.
	err error
}

// groups lets batches that come while others are under way pass the log together: staged in
// one transaction, one flush of the log, recorded in one transaction. The first of a group
// does it all for the others, who wait. While one group is in the log, the next is staged.
type groups struct {
	mu   sync.Mutex
	next *group // that batches join; nil if there is none
	// staging and logging are each held by one group, taken in this order.
	staging, logging sync.Mutex
	began            time.Time // when the last group did; by staging
}

type group struct {
	of     []*passage
	events int
	full   chan struct{} // closed when there is enough in it
	done   chan struct{} // closed when each has passed, or failed
}

// join puts a batch into the next group, and reports whether it is the first there.
func (g *groups) join(p *passage) (*group, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	first := g.next == nil || g.next.events+len(p.staging.Events) > groupEvents
	if first {
		g.next = &group{full: make(chan struct{}), done: make(chan struct{})}
	}
	n := g.next
	n.of = append(n.of, p)
	before := n.events
	n.events += max(len(p.staging.Events), 1)
	if before < gatherEvents && n.events >= gatherEvents {
		close(n.full)
	}
	return n, first
}

// begin ends the time in which batches join a group. every is the least time since the group
// before it began. g.staging is held.
func (g *groups) begin(n *group, every time.Duration) []*passage {
	if wait := every - time.Since(g.began); wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-n.full:
		}
	}
	g.began = time.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.next == n {
		g.next = nil
	}
	return n.of
}

// pass takes a batch through the log, together with those that others bring meanwhile, and
// returns its index. What is on its way is waited for, also when the caller has gone: else
// nobody would know whether it is there.
func (c *Committer) pass(ctx context.Context, p *passage) (uint64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	g, first := c.groups.join(p)
	if first {
		c.passAll(ctx, g)
	} else {
		<-g.done
	}
	return p.index, p.err
}

func (c *Committer) passAll(ctx context.Context, g *group) {
	defer close(g.done)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), groupTime)
	defer cancel()
	of := func() []*passage {
		c.groups.staging.Lock()
		defer c.groups.staging.Unlock()
		of := c.groups.begin(g, c.Gather)
		c.stageAll(ctx, of)
		c.groups.logging.Lock()
		return of
	}()
	defer c.groups.logging.Unlock()
	c.addAll(ctx, of)
	c.recordAll(ctx, of)
}

// going are those of a group that still go on and are wanted.
func going(of []*passage, wanted func(*passage) bool) (out []*passage) {
	for _, p := range of {
		if p.err == nil && wanted(p) {
			out = append(out, p)
		}
	}
	return out
}

// fail ends the way of several for one reason.
func fail(of []*passage, err error) {
	for _, p := range of {
		p.err = err
	}
}

// stageAll stages what is not staged yet.
func (c *Committer) stageAll(ctx context.Context, of []*passage) {
	of = going(of, func(p *passage) bool { return p.n == 0 })
	if len(of) == 0 {
		return
	}
	err := c.at("stage")
	if err != nil {
		fail(of, err)
		return
	}
	group := make([]masterdb.Staging, len(of))
	for i, p := range of {
		group[i] = p.staging
	}
	out, err := c.DB.StageAll(ctx, group)
	for i, p := range of {
		failed := err
		if err == nil {
			p.n, failed = out[i].N, out[i].Err
		}
		if b := &p.staging.Batch; failed != nil {
			p.err = fmt.Errorf("stage batch %s %d-%d: %w", b.Service, b.First, b.Last, failed)
		}
		p.staging = masterdb.Staging{} // staged: the rest of the way needs only its number
	}
}

// addAll adds to the log what does not stand there yet.
func (c *Committer) addAll(ctx context.Context, of []*passage) {
	of = going(of, func(p *passage) bool { return !p.stands })
	if len(of) == 0 {
		return
	}
	if err := c.at("add"); err != nil {
		fail(of, err)
		return
	}
	leaves := make([]evidence.Leaf, len(of))
	for i, p := range of {
		leaves[i] = p.leaf
	}
	for i, a := range c.Log.AddAll(ctx, leaves) {
		p := of[i]
		if p.index = a.Index; a.Err != nil {
			c.tail.cutShort()
			p.err = fmt.Errorf("add to the log: %w", store.Explain(a.Err))
		}
	}
}

// recordAll records what stands in the log, which makes it committed.
func (c *Committer) recordAll(ctx context.Context, of []*passage) {
	of = going(of, func(*passage) bool { return true })
	if len(of) == 0 {
		return
	}
	var out []masterdb.Outcome
	err := c.at("record")
	if err == nil {
		group := make([]masterdb.Recording, len(of))
		for i, p := range of {
			group[i] = masterdb.Recording{N: p.n, Index: p.index}
		}
		out, err = c.DB.RecordAll(ctx, group)
	}
	if err != nil {
		c.tail.cutShort()
		fail(of, err)
		return
	}
	size := uint64(0)
	for i, p := range of {
		if p.err = out[i].Err; p.err != nil {
			c.tail.cutShort()
			continue
		}
		c.tail.recorded(p.leaf.Hash())
		size = max(size, p.index+1)
	}
	if err := c.at("acknowledge"); err != nil {
		fail(of, err)
		return
	}
	if c.Committed != nil && size > 0 {
		c.Committed(size)
	}
}
