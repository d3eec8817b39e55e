package journal

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
)

// CatchUpRequest is what a master answers with events of a service that its journal has pruned,
// for who may follow that.
const CatchUpRequest = "catchup"

// catchUpPause is between two tries to have the master answer.
const catchUpPause = 2 * time.Second

// CatchUp asks a master for the events of a service behind a place.
type CatchUp struct {
	Service custos.ServiceID `json:"service"`
	Boot    uint64           `json:"boot"`
	Seq     uint64           `json:"seq"`
}

// Past is what a master says of a service: batches in their order, the first of them that which
// the place is in, if it is in one. Without batches it holds nothing behind the place.
type Past struct {
	Batches []PastBatch `json:"batches"`
}

// PastBatch is a batch with all of its events, in their order.
type PastBatch struct {
	Leaf   evidence.Leaf `json:"leaf"`
	Events []PastEvent   `json:"events"`
}

// PastEvent is an event, or, where who asks has read it, may not read it, or nobody can read it any
// more, what the batch committed to.
type PastEvent struct {
	*Sealed
	Commitment custos.Hash `json:"commitment,omitzero"`
	// Erased says that nobody can read it any more.
	Erased bool `json:"erased,omitempty"`
}

// catchUp gives handle the events of a source that it has pruned, as the domain's master has them,
// and returns the place behind them. Until the master answers it waits, and says so in the
// journal's health. It fails only as handle does.
func (j *Journal) catchUp(ctx context.Context, p Peers, source custos.ServiceID, g gone, log *slog.Logger, handle func(context.Context, []custos.Event, Cursor) error) (Cursor, error) {
	c := catcher{peers: p, source: source, at: g.From, gone: g}
	log.Info("a service that is followed has pruned what was not read yet; it comes from the master", "source", source)
	defer j.setCatchingUp(source, nil)
	for said := ""; c.at.before(g.Through) && ctx.Err() == nil; {
		events, err := c.next(ctx)
		if err != nil {
			if ctx.Err() != nil {
				break
			}
			if j.setCatchingUp(source, err); err.Error() != said {
				said = err.Error()
				log.Warn("what a service has pruned does not come from the master; it is asked again", "source", source, "err", err)
			}
			select {
			case <-ctx.Done():
			case <-time.After(catchUpPause):
			}
			continue
		}
		j.setCatchingUp(source, nil)
		j.countErased(c.erased)
		if c.erased = 0; len(events) > 0 {
			if err := handle(ctx, events, c.cursor()); err != nil {
				return c.cursor(), err
			}
		}
	}
	return c.cursor(), nil
}

// catcher reads a service's past page by page. What it has not verified it gives to nobody.
type catcher struct {
	peers  Peers
	source custos.ServiceID
	at     position
	gone   gone
	chain  *chain // nil before the first batch
	erased uint64
}

func (c *catcher) cursor() Cursor { return Cursor{Source: c.source, Boot: c.at.Boot, Seq: c.at.Seq} }

// next returns the events of the next page, and moves on behind them. After an error it has not
// moved.
func (c *catcher) next(ctx context.Context) ([]custos.Event, error) {
	data, err := json.Marshal(CatchUp{Service: c.source, Boot: c.at.Boot, Seq: c.at.Seq})
	if err != nil {
		return nil, err
	}
	ask, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	reply, err := c.peers.Ask(ask, c.peers.Master(), CatchUpRequest, data)
	if err != nil {
		return nil, err
	}
	var past Past
	if err := json.Unmarshal(reply, &past); err != nil {
		return nil, custos.Errorf(custos.Corrupt, "the master's answer does not parse: %w", err)
	}
	moved := *c
	var out []custos.Event
	for i := range past.Batches {
		if moved.at.before(c.gone.Through) {
			events, err := moved.batch(&past.Batches[i])
			if err != nil {
				return nil, err
			}
			out = append(out, events...)
		}
	}
	if moved.at == c.at {
		return nil, custos.Errorf(custos.NotFound, "the master has nothing of %s behind %s, which that has delivered and pruned: put back a newer copy of the master", c.source, custos.NewEventID(c.source, c.at.Boot, c.at.Seq))
	}
	*c = moved
	return out, nil
}

// batch verifies one batch and returns its events behind the place, which it moves to the end.
func (c *catcher) batch(p *PastBatch) ([]custos.Event, error) {
	b, err := p.Leaf.Open()
	if err != nil {
		return nil, err
	}
	if b.Service != c.source || !c.peers.Signs(b.Principal, c.source) {
		return nil, custos.Errorf(custos.Corrupt, "the master gave a batch of %s that %s signed for one of %s", b.Service, b.Principal, c.source)
	}
	has := b.Boot == c.at.Boot && b.First <= c.at.Seq && c.at.Seq <= b.Last
	follows := chain{boot: c.at.Boot, last: c.at.Seq}
	switch {
	case c.chain != nil:
		follows = *c.chain
		if p.Leaf.Hash() == follows.hash {
			break // asked for again, since the place is in it
		}
		if err := follows.follow(b, p.Leaf); err != nil {
			return nil, err
		}
	case has:
		follows = chain{hash: p.Leaf.Hash(), boot: b.Boot, last: b.Last}
	case !b.Prev.IsZero() && (c.at.isZero() || b.Boot != c.at.Boot && b.First != 1):
		return nil, custos.Errorf(custos.Corrupt, "the master left out batches of %s before %d-%d", b.Service, b.First, b.Last)
	default:
		if err := follows.follow(b, p.Leaf); err != nil {
			return nil, err
		}
	}
	end := position{b.Boot, b.Last}
	if end == c.gone.Through && !c.gone.Leaf.IsZero() && c.gone.Leaf != p.Leaf.Hash() {
		return nil, custos.Errorf(custos.Corrupt, "the master has another batch %s %d-%d than that service itself", b.Service, b.First, b.Last)
	}
	events, erased, err := p.events(b, c.at)
	if err != nil {
		return nil, err
	}
	c.chain, c.at, c.erased = &follows, end, c.erased+erased
	return events, nil
}

// events opens what is behind a place, and checks that all of it is what the batch is over.
func (p *PastBatch) events(b evidence.Batch, behind position) (out []custos.Event, erased uint64, err error) {
	commitments := make([]custos.Hash, len(p.Events))
	for i, e := range p.Events {
		at := position{b.Boot, b.First + uint64(i)}
		commitments[i] = e.Commitment
		read := !behind.before(at)
		if e.Erased && !read {
			erased++
		}
		if e.Sealed == nil {
			continue
		}
		commitments[i] = e.Sealed.Commitment()
		if read {
			continue
		}
		body, err := e.Open(e.Opening)
		if err != nil {
			return nil, 0, err
		}
		var event custos.Event
		if err := json.Unmarshal(body, &event); err != nil {
			return nil, 0, custos.Errorf(custos.Corrupt, "an event that the master gave does not parse: %w", err)
		}
		if event.Service != b.Service || event.Boot != at.Boot || event.Seq != at.Seq {
			return nil, 0, custos.Errorf(custos.Corrupt, "the master gave %s for event %d of its batch", event.ID(), at.Seq)
		}
		out = append(out, event)
	}
	return out, erased, b.CheckCommitments(commitments)
}

// setCatchingUp puts on show why a source's past does not come, nil that it does.
func (j *Journal) setCatchingUp(source custos.ServiceID, why error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	now := maps.Clone(j.queue.CatchingUp)
	if now == nil {
		now = map[custos.ServiceID]string{}
	}
	if delete(now, source); why != nil {
		now[source] = why.Error()
	}
	j.queue.CatchingUp = now
}

func (j *Journal) countErased(n uint64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.queue.Erased += n
}
