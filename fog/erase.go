package fog

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/api"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/journal"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/retention"
	"custos.dev/custos/sealed"
)

const (
	// eraseAtOnce is how many events one order erases at most.
	eraseAtOnce = 50_000
	// nearTrack is how far a track's feature may lie from its trajectory.
	nearTrack = time.Hour
)

// erasures tells the domain's services which of their events are erased.
func (m *master) erasures(ctx context.Context) error {
	return m.Answer(ctx, journal.ErasureRequest, 4, func(ctx context.Context, from sealed.Caller, data []byte) ([]byte, error) {
		p, ok := m.Index.Principal(from.Account)
		if !ok || !p.Active || p.Role != custos.RoleService || p.Domain != m.Domain {
			return nil, custos.Errorf(custos.Denied, "%s is not registered as a service in %s", from.Account, m.Domain)
		}
		var q journal.ErasureQuestion
		if err := json.Unmarshal(data, &q); err != nil {
			return nil, custos.Errorf(custos.Invalid, "the question does not parse: %w", err)
		}
		var out journal.Erasures
		var err error
		if out.Tombstones, out.Through, err = m.asked.Erasures(ctx, custos.ServiceID(p.Name), q.After, 32); err != nil {
			return nil, err
		}
		return json.Marshal(out)
	})
}

// postErase erases what somebody orders who controls the domain.
func (m *master) postErase(w http.ResponseWriter, r *http.Request) error {
	body, err := io.ReadAll(r.Body) // as long as the gate lets it be
	if err != nil {
		return custos.Errorf(custos.Invalid, "the request cannot be read: %w", err)
	}
	order, err := api.ReadErasure(body)
	if err != nil {
		return err
	}
	ctx := r.Context()
	if order.Camera != "" {
		if _, err := m.inDomain(order.Camera); err != nil {
			return err
		}
	}
	by := access.CallerOf(ctx).Address
	events, err := eraseWanted(ctx, m.db, m.keeper.Policy, order)
	if err != nil {
		return err
	}
	segs, err := m.eraseFootageOf(ctx, order)
	if err != nil {
		return err
	}
	out := api.Erased{Events: len(events), Segments: len(segs)}
	for _, e := range events {
		out.Bytes += e.Bytes
	}
	for _, s := range segs {
		out.FootageBytes += s.Bytes
	}
	if order.DryRun {
		return reply(w, out)
	}
	why := observe.Cause{Why: observe.ByOrder, By: by, Reason: order.Reason}
	if err := m.keeper.later(ctx, m.Domain, order, why); err != nil {
		return err
	}
	if len(segs) > 0 {
		if out.Segments, err = m.eraseFiles(ctx, order.Camera, segs, body); err != nil {
			return err
		}
	}
	if out.Removals, err = m.keeper.order(ctx, events, why); err != nil {
		return err
	}
	m.wakeKeeper()
	return reply(w, out)
}

func (m *master) wakeKeeper() {
	select {
	case m.ordered <- struct{}{}:
	default:
	}
}

// order plans the erasure of events, as many removals as it takes.
func (k *Keeper) order(ctx context.Context, events []masterdb.Header, why observe.Cause) (removals int, err error) {
	inOrder(events)
	for len(events) > 0 {
		n, err := k.Remover.Begin(ctx, events, why)
		if err != nil {
			return removals, err
		}
		events, removals = events[n:], removals+1
	}
	return removals, nil
}

// eraseWanted finds the events of an order whose bodies are here. What is held, or proves what
// was recorded and removed, is refused by name; of a stretch it is left out.
func eraseWanted(ctx context.Context, db masterdb.Reader, p *retention.Policy, o *api.Erasure) ([]masterdb.Header, error) {
	ids := slices.Clone(o.Events)
	if o.Camera != "" {
		f := masterdb.Filter{Kinds: o.Kinds, Camera: o.Camera, From: o.From, Until: o.Until, Limit: eraseAtOnce + 1}
		if len(o.Kinds) == 0 {
			for _, k := range observe.Kinds() {
				if !saysWhatWasSeen(k.Name) {
					f.Except = append(f.Except, k.Name)
				}
			}
		}
		for e, err := range db.List(ctx, f) {
			if err != nil {
				return nil, err
			}
			ids = append(ids, e.ID)
		}
	}
	related, err := ofTracks(ctx, db, o.Events)
	if err != nil {
		return nil, err
	}
	ids = append(ids, related...)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) > eraseAtOnce {
		return nil, custos.Errorf(custos.Invalid, "the order is about more than %d events: give it in parts", eraseAtOnce)
	}
	all, err := db.Headers(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range o.Events {
		if !slices.ContainsFunc(all, func(h masterdb.Header) bool { return h.ID == id }) {
			return nil, custos.Errorf(custos.NotFound, "there is no event %q here: nothing is erased", id)
		}
	}
	var out []masterdb.Header
	for _, h := range all {
		if h.Removed {
			continue
		}
		if retention.Proves(h.Kind) {
			return nil, custos.Errorf(custos.Invalid, "%s is a %s: it says nothing of a person, and proves what was recorded or removed. To erase footage name the camera and its stretch", h.ID, h.Kind)
		}
		if err := onHold(p, h.Resource, h.Time, h.Time.Add(1)); err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}

// saysWhatWasSeen reports that events of a kind go with a stretch of a camera's time.
func saysWhatWasSeen(k custos.Kind) bool {
	known, ok := observe.Of(k)
	return !retention.Proves(k) && !(ok && known.Record)
}

// ofTracks finds the other half of what is known of a track: the feature of a trajectory, whose
// numbers say how somebody looks, and the trajectory of a feature.
func ofTracks(ctx context.Context, db masterdb.Reader, ids []custos.EventID) (out []custos.EventID, err error) {
	for _, id := range ids {
		row, there, err := db.Event(ctx, id)
		if err != nil || !there || row.Sealed.Removed() {
			if err != nil {
				return nil, err
			}
			continue
		}
		switch row.Kind {
		case observe.KindFeature:
			if e, _, err := openRow(row); err == nil {
				if f, ok := observe.As[*observe.Feature](e); ok {
					out = append(out, f.Trajectory)
				}
			}
		case observe.KindTrajectory:
			features, err := featuresOf(ctx, db, id)
			if err != nil {
				return nil, err
			}
			out = append(out, features...)
		}
	}
	return out, nil
}

// featuresOf finds the features of a trajectory, also of one whose body is gone.
func featuresOf(ctx context.Context, db masterdb.Reader, trajectory custos.EventID) (out []custos.EventID, err error) {
	h, err := db.Headers(ctx, []custos.EventID{trajectory})
	if err != nil || len(h) == 0 {
		return nil, err
	}
	for f, err := range db.List(ctx, masterdb.Filter{
		Kinds: []custos.Kind{observe.KindFeature}, Camera: h[0].Resource, From: h[0].Time.Add(-nearTrack), Until: h[0].Time.Add(nearTrack), Limit: eraseAtOnce,
	}) {
		if err != nil {
			return nil, err
		}
		if f.Sealed.Removed() {
			continue
		}
		if e, _, err := openRow(f); err == nil {
			if v, ok := observe.As[*observe.Feature](e); ok && v.Trajectory == trajectory {
				out = append(out, f.ID)
			}
		}
	}
	return out, nil
}

// onHold refuses what is under a legal hold.
func onHold(p *retention.Policy, r custos.Resource, from, until time.Time) error {
	for _, h := range p.Held(r) {
		if from.Before(h.Until) && h.From.Before(until) {
			return custos.Errorf(custos.Conflict, "%s at %s is under a legal hold (%s, by %s): end that first, in the site file; nothing is erased", r, from.UTC().Format(time.RFC3339), h.Reason, h.By)
		}
	}
	return nil
}

// eraseFootageOf finds the segments whose files an order erases.
func (m *master) eraseFootageOf(ctx context.Context, o *api.Erasure) ([]observe.Segment, error) {
	if !o.Footage {
		return nil, nil
	}
	if err := onHold(m.keeper.Policy, o.Camera, o.From, o.Until); err != nil {
		return nil, err
	}
	s, err := m.recordings().of(ctx, o.Camera, o.From, o.Until)
	if err != nil {
		return nil, err
	}
	return s.segs[s.lead:], nil
}

// eraseFiles has who recorded the segments delete their files, by the caller's own signature
// over the order.
func (m *master) eraseFiles(ctx context.Context, camera custos.CameraID, segs []observe.Segment, order []byte) (n int, err error) {
	for len(segs) > 0 {
		some, err := m.together(ctx, camera, segs)
		if err != nil {
			return n, err
		}
		parts, ended, err := m.toCamera(ctx, camera, node.EraseRequest, node.CameraRequest{Segments: segs[:min(some, 512)], Body: order})
		if err != nil {
			return n, err
		}
		for p := range parts {
			var did struct{ Segments int }
			if json.Unmarshal(p, &did) == nil {
				n += did.Segments
			}
		}
		if err := ended(); err != nil {
			return n, err
		}
		segs = segs[cmp.Or(min(some, 512), 1):]
	}
	return n, nil
}
