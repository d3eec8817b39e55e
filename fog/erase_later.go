package fog

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
	"custos.dev/custos/retention"
)

const (
	// erasuresKept is how many orders a master goes on with; of older ones nothing is erased that
	// comes only now.
	erasuresKept = 10_000
	// cameAtMost is how many events are remembered that came after their order. Where there are
	// more, all orders are looked through again.
	cameAtMost = eraseAtOnce
	// cameFor is how long an event is waited for that is about to be staged: longer than that takes.
	// A batch that fails is sent again.
	cameFor = 5 * time.Minute
)

// Orders are the erasures that were ordered, for what of them comes later: from a service that
// could not reach its master, or had seen a track's end and not yet said how it looked. An order
// is durable in the master's journal before it is here.
//
// In each life every order is looked through once, since its events may have come before a crash;
// what comes meanwhile is noticed on its way in.
type Orders struct {
	mu     sync.Mutex
	all    []observe.Erasure
	looked int // how many of them were looked through in this life
	// byCamera and byTrajectory are the places in all of what names a camera or a trajectory.
	byCamera     map[custos.CameraID][]int
	byTrajectory map[custos.EventID]int
	came         map[custos.EventID]comer
}

// comer is an event that came, by which order it goes, and when it came.
type comer struct {
	order int
	at    time.Time
}

// Add takes an order over.
func (o *Orders) Add(e observe.Erasure) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.came == nil {
		o.byCamera, o.byTrajectory, o.came = map[custos.CameraID][]int{}, map[custos.EventID]int{}, map[custos.EventID]comer{}
	}
	n := len(o.all)
	o.all = append(o.all, e)
	if e.Camera != "" {
		o.byCamera[e.Camera] = append(o.byCamera[e.Camera], n)
	}
	for _, id := range e.Trajectories {
		o.byTrajectory[id] = n
	}
}

// Came notices which of some events, which are about to be staged, are to be erased, and reports
// whether there are any.
func (o *Orders) Came(events []custos.Event) (some bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.all) == 0 {
		return false
	}
	for i := range events {
		n, named := o.naming(&events[i])
		if !named {
			continue
		}
		some = true
		if len(o.came) >= cameAtMost {
			o.looked = 0
			clear(o.came)
		}
		o.came[events[i].ID()] = comer{n, time.Now()}
	}
	return some
}

// naming returns which order names an event. o.mu is held.
func (o *Orders) naming(e *custos.Event) (int, bool) {
	for _, n := range o.byCamera[e.Resource] {
		if w := &o.all[n]; !e.Time.Before(w.From) && e.Time.Before(w.Until) && erases(w, e.Kind) {
			return n, true
		}
	}
	if len(o.byTrajectory) == 0 {
		return 0, false
	}
	id := e.ID()
	if f, ok := observe.As[*observe.Feature](e); ok {
		id = f.Trajectory
	}
	n, named := o.byTrajectory[id]
	return n, named
}

// erases reports that an order about a stretch erases events of a kind there.
func erases(o *observe.Erasure, k custos.Kind) bool {
	if len(o.Kinds) > 0 {
		return slices.Contains(o.Kinds, k) && !retention.Proves(k)
	}
	return saysWhatWasSeen(k)
}

// next returns an order that was not looked through yet in this life, with its place.
func (o *Orders) next() (observe.Erasure, int, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.looked >= len(o.all) {
		return observe.Erasure{}, 0, false
	}
	return o.all[o.looked], o.looked, true
}

// done notes that an order was looked through.
func (o *Orders) done(n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.looked == n {
		o.looked++
	}
}

// arrived are the events that came and are to be erased by one order, the one of any of them.
func (o *Orders) arrived() (ids []custos.EventID, why observe.Cause) {
	o.mu.Lock()
	defer o.mu.Unlock()
	by := -1
	for id, c := range o.came {
		switch {
		case time.Since(c.at) > cameFor:
			delete(o.came, id)
			continue
		case by < 0:
			by = c.order
		}
		if c.order == by {
			ids = append(ids, id)
		}
	}
	if by >= 0 {
		why = o.all[by].Cause
	}
	slices.Sort(ids)
	return ids, why
}

// waiting reports that something came and is not dealt with yet.
func (o *Orders) waiting() bool {
	if o == nil {
		return false
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.came) > 0
}

func (o *Orders) forget(ids []custos.EventID) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, id := range ids {
		delete(o.came, id)
	}
}

// later puts an order on record, for what of it comes later.
func (k *Keeper) later(ctx context.Context, domain custos.Resource, order *api.Erasure, why observe.Cause) error {
	e := observe.Erasure{Camera: order.Camera, From: order.From, Until: order.Until, Kinds: order.Kinds, Cause: why, At: k.Remover.now().UTC()}
	if e.Until.After(e.At) {
		e.Until = e.At // what is seen after the order is not what it is about
	}
	if !e.From.Before(e.Until) {
		e.Camera = ""
	}
	for _, id := range order.Events {
		t, err := trajectoryOf(ctx, k.DB, id)
		if err != nil {
			return err
		}
		if t != "" {
			e.Trajectories = append(e.Trajectories, t)
		}
	}
	if e.Camera == "" && len(e.Trajectories) == 0 {
		return nil // nothing more can come of it
	}
	if err := e.Check(); err != nil {
		return err
	}
	if err := k.Tell(ctx, custos.Observation{Resource: domain, Time: e.At, Payload: &e}); err != nil {
		return fmt.Errorf("put an order to erase on record: %w", err)
	}
	k.Orders.Add(e)
	return nil
}

// trajectoryOf is the trajectory that an event is, or is the feature of; "" if neither.
func trajectoryOf(ctx context.Context, db masterdb.Reader, id custos.EventID) (custos.EventID, error) {
	row, there, err := db.Event(ctx, id)
	if err != nil || !there || row.Kind == observe.KindTrajectory {
		return row.ID, err
	}
	if row.Kind != observe.KindFeature || row.Sealed.Removed() {
		return "", nil
	}
	e, _, err := openRow(row)
	if err != nil {
		return "", nil //nolint:nilerr // a damaged row is erased, and says nothing further; the audit names it
	}
	f, ok := observe.As[*observe.Feature](e)
	if !ok {
		return "", nil
	}
	return f.Trajectory, nil
}

// late plans the erasure of what came after its order, of one service at a time; false if there
// is nothing. It is called while no removal is under way, so nothing is named twice.
func (k *Keeper) late(ctx context.Context) (bool, error) {
	if k.Orders == nil {
		return false, nil
	}
	if ids, why := k.Orders.arrived(); len(ids) > 0 {
		some, err := k.DB.Headers(ctx, ids)
		if err != nil {
			return false, err
		}
		recorded := make([]custos.EventID, len(some)) // the others are on their way still
		for i := range some {
			recorded[i] = some[i].ID
		}
		removals, err := k.order(ctx, k.loose(some), why)
		if err != nil {
			return false, err
		}
		k.Orders.forget(recorded)
		if removals > 0 {
			return true, nil
		}
	}
	for {
		o, n, more := k.Orders.next()
		if !more {
			return false, nil
		}
		removals, err := k.look(ctx, &o)
		if err != nil {
			return false, err
		}
		if removals > 0 {
			return true, nil // there may be more of it
		}
		k.Orders.done(n)
	}
}

// loose are those of some events that have a body, and that neither are held nor prove anything.
func (k *Keeper) loose(some []masterdb.Header) []masterdb.Header {
	return slices.DeleteFunc(some, func(h masterdb.Header) bool {
		return h.Removed || retention.Proves(h.Kind) || onHold(k.Policy, h.Resource, h.Time, h.Time.Add(1)) != nil
	})
}

// look plans the erasure of what there is of an order, as many events as one removal names.
func (k *Keeper) look(ctx context.Context, o *observe.Erasure) (removals int, err error) {
	if o.Camera != "" {
		lines, err := k.DB.Lines(ctx)
		if err != nil {
			return 0, err
		}
		for _, l := range lines {
			if l.Resource != o.Camera || !erases(o, l.Kind) {
				continue
			}
			some, err := k.DB.Old(ctx, masterdb.Old{Kind: l.Kind, Resource: l.Resource, From: o.From, Before: o.Until, Held: k.held(l.Resource), Limit: removeAtOnce})
			if err != nil {
				return 0, err
			}
			if removals, err := k.order(ctx, some, o.Cause); err != nil || removals > 0 {
				return removals, err
			}
		}
	}
	for _, id := range o.Trajectories {
		features, err := featuresOf(ctx, k.DB, id)
		if err != nil {
			return 0, err
		}
		some, err := k.DB.Headers(ctx, append(features, id))
		if err != nil {
			return 0, err
		}
		if removals, err := k.order(ctx, k.loose(some), o.Cause); err != nil || removals > 0 {
			return removals, err
		}
	}
	return 0, nil
}
