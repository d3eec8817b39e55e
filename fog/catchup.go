package fog

import (
	"context"
	"encoding/json"

	"custos.dev/custos"
	"custos.dev/custos/bus"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/journal"
	"custos.dev/custos/observe"
	"custos.dev/custos/sealed"
)

// catchUps gives who follows a service of the domain what that has pruned, by the same rights as
// the service itself does.
func (m *master) catchUps(ctx context.Context) error {
	return m.Answer(ctx, journal.CatchUpRequest, 4, func(ctx context.Context, from sealed.Caller, data []byte) ([]byte, error) {
		if err := m.Check(ctx, from.Account, custos.Features, m.Domain); err != nil {
			return nil, err
		}
		var q journal.CatchUp
		if err := json.Unmarshal(data, &q); err != nil {
			return nil, custos.Errorf(custos.Invalid, "the question does not parse: %w", err)
		}
		past, err := m.committer.Past(ctx, q, func(k custos.Kind) bool {
			return observe.Followed(k, func(a custos.Action) bool { return m.May(from.Account, a, m.Domain) })
		})
		if err != nil {
			return nil, err
		}
		return json.Marshal(past)
	})
}

// Past returns the batches of a service from the one that a place is in on, with the events behind
// the place: as many as an answer carries. Events of kinds that are not wanted come with their
// commitments alone; so do those that were erased.
func (c *Committer) Past(ctx context.Context, q journal.CatchUp, wanted func(custos.Kind) bool) (out journal.Past, err error) {
	defer c.lock(q.Service)()
	// What is staged is taken through the log first: it may have been acknowledged.
	if _, err := c.settle(ctx, q.Service); err != nil {
		return out, err
	}
	first, err := c.batchOver(ctx, q)
	if err != nil {
		return out, err
	}
	size, last := 0, int64(0)
	var b evidence.Batch
	for row, err := range c.DB.Behind(ctx, q.Service, q.Boot, first) {
		if err != nil {
			return out, err
		}
		if row.Batch != last {
			if size > bus.MaxPayload/4 {
				return out, nil
			}
			if b, err = row.Leaf.Open(); err != nil {
				return out, err
			}
			out.Batches, last = append(out.Batches, journal.PastBatch{Leaf: row.Leaf}), row.Batch
			size += len(row.Leaf) * 4 / 3
		}
		p := &out.Batches[len(out.Batches)-1]
		at := b.First + uint64(len(p.Events))
		e, err := past(row.Sealed, b.Boot == q.Boot && at <= q.Seq, wanted)
		if err != nil {
			return out, err
		}
		if size += 120; e.Sealed != nil {
			size += len(e.Box)*4/3 + 300
		}
		p.Events = append(p.Events, e)
	}
	return out, nil
}

// batchOver returns the number behind which the batch begins that a place is in; where it is in
// none, the place's own.
func (c *Committer) batchOver(ctx context.Context, q journal.CatchUp) (uint64, error) {
	e, there, err := c.DB.Event(ctx, custos.NewEventID(q.Service, q.Boot, q.Seq))
	if err != nil || !there {
		return q.Seq, err
	}
	place, there, err := c.DB.Place(ctx, e.N)
	if err != nil || !there {
		return q.Seq, err
	}
	b, err := place.Leaf.Open()
	if err != nil {
		return 0, err
	}
	return b.First - 1, nil
}

// past is an event as who follows may have it.
func past(row masterdb.Sealed, read bool, wanted func(custos.Kind) bool) (out journal.PastEvent, err error) {
	if out.Commitment, err = row.Commitment(); err != nil || read {
		return out, err
	}
	if row.Removed() || len(row.Key) == 0 || len(row.Salt) == 0 {
		out.Erased = true
		return out, nil
	}
	body, err := row.Open()
	if err != nil {
		return out, err
	}
	var e struct{ Kind custos.Kind }
	if err := json.Unmarshal(body, &e); err != nil {
		return out, custos.Errorf(custos.Corrupt, "an event in the database does not parse: audit this master (custos audit): %w", err)
	}
	if !wanted(e.Kind) {
		return out, nil
	}
	s := &journal.Sealed{Sealed: evidence.Sealed{Box: row.Box, BodyHash: custos.Hash(row.Hash)}}
	s.Key, s.Salt = custos.Hash(row.Key), custos.Hash(row.Salt)
	return journal.PastEvent{Sealed: s}, nil
}
