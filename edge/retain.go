package edge

import (
	"context"
	"encoding/json"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/record"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/retention"
)

// keepEvery is how often a camera looks whether footage is to go.
const keepEvery = time.Minute

// tombstonesKept is of how many tombstones a camera's journal keeps what they say: more than of
// ten years of hours.
const tombstonesKept = 100_000

// defaultNotable are the kinds whose footage is kept longer, if a rule names none.
var defaultNotable = []custos.Kind{observe.KindBehavior, observe.KindZone}

// standsWithin is how long a camera waits for its master to have a tombstone.
const standsWithin = 10 * time.Second

// removals are the tombstones of a camera's segments.
type removals struct {
	mu  sync.Mutex
	all []observe.Tombstone
	// last is the newest one's event.
	last *custos.Event
}

func (r *removals) add(t observe.Tombstone, by *custos.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all, r.last = append(r.all, t), by
}

func (r *removals) newest() *custos.Event {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.last
}

func (r *removals) why(index uint64) (observe.Cause, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.all {
		if r.all[i].Covers(0, index) {
			return r.all[i].Cause, true
		}
	}
	return observe.Cause{}, false
}

// openShelf reads the site's policy and looks through the camera's recordings.
func (c *camera) openShelf(ctx context.Context) error {
	policy := retention.Of(c.Site)
	c.Journal.KeepNewest(observe.KindTombstone, tombstonesKept)
	err := c.Journal.Each(ctx, observe.KindTombstone, func(e *custos.Event) error {
		if t, ok := observe.As[*observe.Tombstone](e); ok && t.Segments && e.Resource == c.id {
			c.removals.add(*t, e)
		}
		return nil
	})
	if err != nil {
		return err
	}
	c.archive.Removed, c.full = c.removals.why, make(chan struct{}, 1)
	c.shelf, err = record.OpenShelf(c.archive, c.keeping(policy))
	return err
}

// keeping is what the site's policy says of the camera's footage.
func (c *camera) keeping(p *retention.Policy) record.Keeping {
	rule, _ := p.For(retention.Footage, c.id)
	k := record.Keeping{
		Keep: time.Duration(rule.Keep), Size: int64(rule.Size), Free: p.FreeBytes(), Rule: rule.String(), Service: c.ID,
		FreeSpace: func() (int64, error) { return freeSpace(filepath.Join(c.Dir, "recordings")) }, Tell: c.tellRemoved, Stands: c.removalsStand, Now: time.Now,
	}
	for _, h := range p.Held(c.id) {
		k.Held = append(k.Held, record.Stretch{From: h.From, Until: h.Until})
	}
	if n := rule.Notable; n != nil {
		k.NotableKeep = time.Duration(n.Keep)
		k.Notable = func(ctx context.Context, from, until time.Time) ([]record.Stretch, error) {
			return c.askNotable(ctx, n, from, until)
		}
	}
	return k
}

// askNotable asks the master when notable events were seen: what analyzers elsewhere saw in
// this camera's pictures is known there alone.
func (c *camera) askNotable(ctx context.Context, n *retention.Notable, from, until time.Time) ([]record.Stretch, error) {
	around := time.Duration(n.Around)
	if around == 0 {
		around = time.Duration(retention.DefaultAround)
	}
	q := node.NotableQuestion{Camera: c.id, From: from.Add(-around), Until: until.Add(around), Kinds: n.Kinds}
	if len(q.Kinds) == 0 {
		q.Kinds = defaultNotable
	}
	data, err := json.Marshal(q)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	reply, err := c.Ask(ctx, node.MasterOf(node.Fog(c.Site, c.Node)), node.NotableRequest, data)
	if err != nil {
		return nil, err
	}
	var some []node.Stretch
	if err := json.Unmarshal(reply, &some); err != nil {
		return nil, custos.Errorf(custos.Unavailable, "the master's answer does not parse: %w", err)
	}
	out := make([]record.Stretch, len(some))
	for i, s := range some {
		out[i] = record.Stretch{From: s.From.Add(-around), Until: s.Until.Add(around)}
	}
	return out, nil
}

// tellRemoved puts it on record that footage goes.
func (c *camera) tellRemoved(ctx context.Context, t observe.Tombstone) error {
	told := []custos.Observation{{Resource: c.id, Time: t.At, Payload: &t}}
	made, err := c.Journal.Record(ctx, told)
	if custos.KindOf(err) == custos.Unavailable && c.spendReserve() {
		made, err = c.Journal.Record(ctx, told)
	}
	if err != nil {
		return err
	}
	c.removals.add(t, &made[0])
	return nil
}

// removalsStand waits until the master has the newest tombstone, and so all before it.
func (c *camera) removalsStand(ctx context.Context) error {
	last := c.removals.newest()
	for end := time.Now().Add(standsWithin); last != nil; {
		is, err := c.Journal.Acknowledged(ctx, last)
		switch {
		case err != nil || is:
			return err
		case time.Now().After(end):
			return custos.Errorf(custos.Unavailable, "the master has not acknowledged %s yet", last.ID())
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}

// keep takes footage away that is not kept, until ctx ends.
func (c *camera) keep(ctx context.Context) error {
	tick := time.NewTicker(keepEvery)
	defer tick.Stop()
	said := ""
	for {
		err := c.pass(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err == nil:
			said = ""
		case err.Error() != said:
			c.Log.Warn("footage that is to go stays; it is tried again", "err", err)
			said = err.Error()
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		case <-c.full:
			select { // not for each picture that is not stored
			case <-ctx.Done():
				return nil
			case <-time.After(time.Second):
			}
		}
	}
}

// pass takes away what is not kept now, and has something set aside for when it must.
func (c *camera) pass(ctx context.Context) error {
	if err := c.shelf.Pass(ctx); err != nil {
		return err
	}
	made, err := c.keepReserve()
	if err == nil && made {
		err = c.shelf.Pass(ctx) // what is free is free beside it
	}
	return err
}

// freeSpace is how much of a disk is free for whoever is not its administrator.
func freeSpace(dir string) (int64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, custos.Errorf(custos.Unavailable, "it cannot be seen how much of the disk of %s is free: %w", dir, err)
	}
	return int64(st.Bavail) * st.Bsize, nil //nolint:unconvert // the types differ between systems
}
