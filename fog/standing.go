package fog

import (
	"context"
	"fmt"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/bus"
	"custos.dev/custos/evidence"
	"custos.dev/custos/journal"
	"custos.dev/custos/observe"
)

// maxRefusals is how often an hour a service may be refused and ask why before that is an
// alarm: each time it heals, and each time something has been lost again.
const maxRefusals = 6

// Standing tells a service what is held of it: the newest of the batches that it names, and
// those behind it. What is staged of it is taken through the log first.
func (c *Committer) Standing(ctx context.Context, from custos.Address, q journal.Question) (journal.Standing, error) {
	out := journal.Standing{Common: -1}
	p, ok := c.Directory.Principal(from)
	if !ok || !p.Active || p.Role != custos.RoleService || p.Domain != c.Domain {
		return out, custos.Errorf(custos.Denied, "%s is not registered as a service in %s", from, c.Domain)
	}
	if len(q.Known) > journal.MaxKnown {
		return out, custos.Errorf(custos.Invalid, "%s names %d batches: name at most %d at once", p.Name, len(q.Known), journal.MaxKnown)
	}
	s := custos.ServiceID(p.Name)
	defer c.lock(s)()
	if _, err := c.settle(ctx, s); err != nil {
		return out, err
	}
	if err := c.complaint(ctx, s, from, q); err != nil {
		return out, err
	}
	var boot, first uint64
	for i, k := range q.Known {
		have, there, err := c.DB.Batch(ctx, s, k.Boot, k.First)
		if err != nil {
			return out, err
		}
		if there && string(have.LeafHash) == string(k.Leaf[:]) {
			out.Common, out.Index, boot, first = i, have.Index, k.Boot, k.First
			break
		}
	}
	var err error
	if out.Ahead, err = c.DB.Ahead(ctx, s, boot, first); err != nil || !out.Ahead || !q.Follow {
		return out, err
	}
	out.Batches, out.More, err = c.behind(ctx, s, boot, first)
	return out, err
}

// behind returns the batches of a service behind one, with their events: as many as an
// answer carries, and at least one.
func (c *Committer) behind(ctx context.Context, s custos.ServiceID, boot, first uint64) (out []journal.Held, more bool, err error) {
	size, last := 0, int64(0)
	for row, err := range c.DB.Behind(ctx, s, boot, first) {
		if err != nil {
			return nil, false, err
		}
		e := journal.Sealed{Sealed: evidence.Sealed{Box: row.Sealed.Box}}
		if row.Sealed.Removed() {
			e.Gone = &journal.Gone{Kind: row.Kind, Resource: row.Resource, Time: row.Time}
			row.Sealed.Key, row.Sealed.Salt = make([]byte, len(e.Key)), make([]byte, len(e.Salt))
		}
		hash, key, salt := row.Sealed.Hash, row.Sealed.Key, row.Sealed.Salt
		if len(hash) != len(e.BodyHash) || len(key) != len(e.Key) || len(salt) != len(e.Salt) {
			return nil, false, custos.Errorf(custos.Corrupt, "a row of batch %d has a hash, key or salt of the wrong length: audit this master (custos audit)", row.Batch)
		}
		e.BodyHash, e.Key, e.Salt = custos.Hash(hash), custos.Hash(key), custos.Hash(salt)
		if row.Batch != last {
			if size > bus.MaxPayload/4 {
				return out, true, nil
			}
			out, last = append(out, journal.Held{Leaf: row.Leaf, Index: row.Index}), row.Batch
			size += len(row.Leaf) * 4 / 3
		}
		size += len(e.Box)*4/3 + 400
		h := &out[len(out)-1]
		h.Events = append(h.Events, e)
	}
	return out, false, nil
}

// complaint takes note that a service was refused, or cannot be reconciled with this master.
func (c *Committer) complaint(ctx context.Context, s custos.ServiceID, from custos.Address, q journal.Question) error {
	var why error
	if len(q.Diverged) > 0 {
		b, err := q.Diverged.Open()
		if err == nil && (b.Principal != from || b.Service != s) {
			err = fmt.Errorf("it is of %s, signed by %s", b.Service, b.Principal)
		}
		if err != nil {
			return custos.Errorf(custos.Invalid, "what %s shows is no batch of its own: %w", s, err)
		}
		why = fmt.Errorf("the batch %s to %d is signed by the key of %s, and so is another one in its place: two journals live, or lived, by that key. "+
			"End the copy of that service and start this one again; if nobody runs a copy, the key is stolen: `custos node remove %s`, move the service's key and directory away, start the site again (docs/operations.md)",
			firstEvent(b), b.Last, s, s)
	} else if q.Refused > maxRefusals {
		c.losing.Store(s, c.now())
		why = fmt.Errorf("%s was refused more than %d times in an hour and healed each time: what it delivered is lost again and again, or two journals live by its key. See whether the master's disk keeps what is written, and whether a copy of the service runs (docs/operations.md)", s, maxRefusals)
	}
	if why != nil && c.Stuck != nil {
		if err := c.Stuck(ctx, s, why); err != nil {
			c.Logger.Error("that a service is stuck cannot be put on record", "service", s, "why", why, "err", err)
		}
	}
	return nil
}

// tellStuck says that a new batch of a service was taken. One that was refused too often is
// heard of until that has not been so for an hour.
func (c *Committer) tellStuck(ctx context.Context, s custos.ServiceID) {
	if c.Stuck == nil {
		return
	}
	if at, ok := c.losing.Load(s); ok && c.now().Sub(at.(time.Time)) < time.Hour {
		return
	}
	if err := c.Stuck(ctx, s, nil); err != nil {
		c.Logger.Error("that a service is not stuck any more cannot be put on record", "service", s, "err", err)
	}
}

// Stuck raises the alarm about a service that cannot agree with this master, and ends it
// when its batches are taken again.
func (w *Watch) Stuck(ctx context.Context, s custos.ServiceID, why error) error {
	if why != nil {
		return w.raise(ctx, observe.AlarmDiverged, string(s), custos.BlockRef{}, why.Error())
	}
	for _, a := range w.Open() {
		if a.About == observe.AlarmDiverged && a.Origin == string(s) {
			return w.over(ctx, observe.AlarmDiverged, string(s), fmt.Sprintf("the batches of %s are taken again", s))
		}
	}
	return nil
}
