package fog

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
	"custos.dev/custos/retention"
)

const (
	// removeEvery is how often a master looks for what its site does not keep any more, and
	// keepPause how long it leaves everything else alone between two tombstones.
	removeEvery = time.Minute
	keepPause   = 500 * time.Millisecond
	// removalsShown is how many removals are told of.
	removalsShown = 100
)

// Keeper applies a site's policy, and what is ordered, to what a master keeps, one removal at a
// time.
type Keeper struct {
	Policy  *retention.Policy
	DB      masterdb.Reader
	Remover *Remover
	// Orders are the erasures that go on for what comes later; may be nil.
	Orders *Orders
	// Tell puts something into the master's journal. It is durable there when it returns nil.
	Tell func(ctx context.Context, o custos.Observation) error
}

// held are the stretches of which nothing goes.
func (k *Keeper) held(r custos.Resource) (out []masterdb.Stretch) {
	for _, h := range k.Policy.Held(r) {
		out = append(out, masterdb.Stretch{From: h.From, Until: h.Until})
	}
	return out
}

// old is what of a line the policy does not keep any more; false if all of it is kept.
func (k *Keeper) old(l masterdb.Line, now time.Time) (masterdb.Old, retention.KeepRule, bool) {
	rule, some := k.Policy.For(l.Kind, l.Resource)
	q := masterdb.Old{Kind: l.Kind, Resource: l.Resource, From: l.Oldest, Before: now.Add(-time.Duration(rule.Keep)), Limit: removeAtOnce}
	if !some || rule.Keep == 0 {
		return q, rule, false
	}
	q.Held = k.held(l.Resource)
	// What is held at the beginning is not looked through each time.
	for again := true; again; {
		again = false
		for _, h := range q.Held {
			if !q.From.Before(h.From) && q.From.Before(h.Until) {
				q.From, again = h.Until, true
			}
		}
	}
	return q, rule, q.From.Before(q.Before)
}

// Pass plans the removal of what came after it was ordered to be erased, or else of the oldest
// events that the policy does not keep any more, of one kind and resource; false if there is
// neither. It is called while no removal is under way.
func (k *Keeper) Pass(ctx context.Context) (bool, error) {
	if planned, err := k.late(ctx); err != nil || planned {
		return planned, err
	}
	now := k.Remover.now()
	lines, err := k.DB.Lines(ctx)
	if err != nil {
		return false, err
	}
	for _, l := range lines {
		q, rule, due := k.old(l, now)
		if !due {
			continue
		}
		events, err := k.DB.Old(ctx, q)
		if err != nil {
			return false, err
		}
		n, err := k.Remover.Begin(ctx, events, observe.Cause{Why: observe.ByAge, Rule: rule.String(), Keep: time.Duration(rule.Keep)})
		if err != nil || n > 0 {
			return n > 0, err
		}
	}
	return false, nil
}

// Run applies the policy, and what is ordered, until ctx ends.
func (k *Keeper) Run(ctx context.Context, wake <-chan struct{}) error {
	said := ""
	for {
		busy, err := k.Remover.Turn(ctx)
		if err == nil && !busy {
			busy, err = k.Pass(ctx)
		}
		if ctx.Err() != nil {
			return nil
		}
		wait := removeEvery
		switch {
		case err != nil:
			wait = 10 * time.Second
			if text := err.Error(); text != said {
				k.Remover.Logger.Error("what is to be removed is not; it is tried again", "err", err)
				said = text
			}
		case busy, k.Orders.waiting():
			wait = keepPause
			fallthrough
		default:
			said = ""
		}
		select {
		case <-ctx.Done():
			return nil
		case <-wake:
		case <-time.After(wait):
		}
	}
}

// View says what applies to what there is, what is due and what was removed.
func (k *Keeper) View(ctx context.Context, domain custos.Resource) (*api.Retention, error) {
	v := &api.Retention{Domain: domain, Lines: []api.RetentionLine{}, Holds: []api.Hold{}, Removals: []api.Removal{}}
	now := k.Remover.now()
	lines, err := k.DB.Lines(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		q, rule, due := k.old(l, now)
		line := api.RetentionLine{Kind: l.Kind, Resource: l.Resource, Oldest: l.Oldest, Rule: "kept for ever"}
		if rule.Keep > 0 {
			line.Rule = rule.String()
		}
		if due {
			w, err := k.DB.Weigh(ctx, q)
			if err != nil {
				return nil, err
			}
			line.Due, line.DueBytes = w.Events, w.Bytes
		}
		v.Lines = append(v.Lines, line)
	}
	for _, h := range k.Policy.Holds {
		if h.Of.Within(domain) || domain.Within(h.Of) {
			v.Holds = append(v.Holds, api.Hold{Of: h.Of, From: h.From, Until: h.Until, Reason: h.Reason, By: h.By})
		}
	}
	done, err := k.DB.RemovalsDone(ctx, removalsShown)
	if err != nil {
		return nil, err
	}
	for _, r := range done {
		m := api.Removal{
			Removal: r.Removal, Service: r.Service, Kinds: r.Kinds, Count: r.Count, Bytes: r.Bytes, From: r.From, Until: r.Until,
			Cause: r.Cause.Text(nil), At: r.At,
		}
		if !r.Finished.IsZero() {
			m.Finished = &r.Finished
		}
		v.Removals = append(v.Removals, m)
	}
	return v, nil
}

// tombstonesKept is how many of its own a master keeps to itself: removals are told and done one
// after the other, so that only the newest may be unfinished.
const tombstonesKept = 64

// newKeeper is the keeper of this master, whose tombstones go by its own journal.
func (m *master) newKeeper(ctx context.Context) (*Keeper, error) {
	// A removal that a crash broke off looks for its tombstone, also when the journal was pruned.
	m.Journal.KeepNewest(observe.KindTombstone, tombstonesKept)
	m.Journal.KeepNewest(observe.KindErasure, erasuresKept)
	tell := func(ctx context.Context, o custos.Observation) error {
		return m.Journal.Append(ctx, []custos.Observation{o})
	}
	k := &Keeper{Policy: retention.Of(m.Site), DB: m.db, Orders: new(Orders), Tell: tell, Remover: &Remover{
		DB: m.db, Service: m.ID, Logger: m.Runtime.Log,
		Publish: func(ctx context.Context) error { _, _, err := m.log.Checkpoint(ctx); return err },
		Say: func(ctx context.Context, t observe.Tombstone) error {
			return tell(ctx, custos.Observation{Resource: m.Domain, Time: t.At, Payload: &t})
		},
		Said: func(ctx context.Context, removal string) (bool, error) {
			found := errors.New("found")
			err := m.Journal.Each(ctx, observe.KindTombstone, func(e *custos.Event) error {
				if t, ok := observe.As[*observe.Tombstone](e); ok && t.Removal == removal {
					return found
				}
				return nil
			})
			if errors.Is(err, found) {
				return true, nil
			}
			if err != nil {
				err = fmt.Errorf("look for the tombstone of removal %s: %w", removal, err)
			}
			return false, err
		},
	}}
	err := m.Journal.Each(ctx, observe.KindErasure, func(e *custos.Event) error {
		if o, ok := observe.As[*observe.Erasure](e); ok && o.Check() == nil {
			k.Orders.Add(*o)
		}
		return nil
	})
	return k, err
}

// getRetention answers what is kept for how long.
func (m *master) getRetention(w http.ResponseWriter, r *http.Request) error {
	k := *m.keeper
	k.DB = m.asked
	v, err := k.View(r.Context(), m.Domain)
	if err != nil {
		return err
	}
	return reply(w, v)
}
