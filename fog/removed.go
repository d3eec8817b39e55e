package fog

import (
	"context"
	"encoding/json"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/journal"
	"custos.dev/custos/observe"
)

// bodiless is what a batch says of an event whose body the service has no more.
func bodiless(b evidence.Batch, seq uint64, g *journal.Gone) custos.Event {
	return custos.Event{Service: b.Service, Boot: b.Boot, Seq: seq, Kind: g.Kind, Resource: g.Resource, Time: g.Time}
}

// bare is an event without its body: what is staged of one that a removal names, also where
// somebody sends the body again.
func bare(s journal.Sealed) journal.Sealed {
	s.BodyHash = s.Commitment()
	s.Box, s.Opening = []byte{}, evidence.Opening{}
	return s
}

// named says which events of a batch a removal names. One that comes without its body and that
// none names is not taken: its tombstone may be on its way, from this master's own journal.
func (c *Committer) named(ctx context.Context, b evidence.Batch, m journal.Commit) (func(seq uint64) bool, error) {
	spans, err := c.DB.Named(ctx, b.Service, b.Boot, b.First, b.Last)
	if err != nil {
		return nil, err
	}
	named := observe.Tombstone{Spans: spans}
	for i := range m.Events {
		if seq := b.First + uint64(i); m.Events[i].Gone != nil && !named.Covers(b.Boot, seq) {
			return nil, custos.Errorf(custos.Unavailable, "batch %s %d-%d waits: %s comes without its body, and no tombstone in this log names it",
				b.Service, b.First, b.Last, custos.NewEventID(b.Service, b.Boot, seq))
		}
	}
	return func(seq uint64) bool { return named.Covers(b.Boot, seq) }, nil
}

// gone shows an event without a body, which sayRemoved explains. Until then it counts as
// broken: what no tombstone names is missing.
func gone(v api.Event) api.Event {
	v.Mark = api.Broken
	v.Body, _ = json.Marshal(map[string]string{"broken": "its body is missing, and no tombstone names it: run `custos audit`"})
	return v
}

// sayRemoved tells of events without a body by whom, when and why that was removed.
func sayRemoved(ctx context.Context, db masterdb.Kept, views []api.Event) error {
	for i := range views {
		v := &views[i]
		if v.Mark != api.Broken {
			continue
		}
		h, err := db.Headers(ctx, []custos.EventID{v.ID})
		if err != nil {
			return err
		}
		if len(h) != 1 || !h[0].Removed {
			continue
		}
		t, there, err := db.RemovalOf(ctx, h[0].Service, h[0].Boot, h[0].Seq)
		if err != nil {
			return err
		}
		if !there {
			continue
		}
		v.Mark = api.Removed
		v.Body, _ = json.Marshal(api.RemovedBody{Removed: t.Cause.Text(nil), At: t.At.UTC(), Removal: t.Removal})
	}
	return nil
}

// removedError says why there is nothing to show of an event; nil if it is not removed.
func removedError(v *api.Event) error {
	if v.Mark != api.Removed {
		return nil
	}
	return custos.Errorf(custos.NotFound, "%s: %s. Its commitment, batch and place in the log stand", v.ID, v.RemovedText())
}
