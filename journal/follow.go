package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/bus"
	"custos.dev/custos/observe"
	"custos.dev/custos/sealed"
)

// longPoll is how long a follower's question waits for something new.
const longPoll = time.Second

type since struct {
	Boot uint64 `json:"boot"`
	Seq  uint64 `json:"seq"`
	Max  int    `json:"max"`
}

// page is a part of a journal. Through is the last event that was looked at: what is left
// out before it is not for the one who asks.
type page struct {
	Events  []json.RawMessage `json:"events"`
	Through position          `json:"through"`
	// Pruned says that what is behind the place is the master's alone.
	Pruned *gone `json:"pruned,omitempty"`

	kinds []custos.Kind // of the events
}

// position is a place in a journal, behind which an event stands.
type position struct {
	Boot uint64 `json:"boot"`
	Seq  uint64 `json:"seq"`
}

func (p position) isZero() bool { return p == position{} }

// keepObservations leaves out what says who asked and what went wrong.
func (p *page) keepObservations() {
	kept := p.Events[:0]
	for i, e := range p.Events {
		if k := p.kinds[i]; !observe.IsRecord(k) {
			kept = append(kept, e)
		}
	}
	p.Events = kept
}

// Serve answers the services that follow this journal. Who asks needs features on the
// domain to be given the observations in it, and events to be given its decisions and
// alarms too.
func (j *Journal) Serve(ctx context.Context, p Peers, domain custos.Resource) error {
	return p.Answer(ctx, FollowRequest, 64, func(ctx context.Context, from sealed.Caller, data []byte) ([]byte, error) {
		if err := p.Check(ctx, from.Account, custos.Features, domain); err != nil {
			return nil, err
		}
		var q since
		if err := json.Unmarshal(data, &q); err != nil {
			return nil, custos.Errorf(custos.Invalid, "the question to %s does not parse: %w", j.id, err)
		}
		if q, err := j.today(ctx, q); err == nil {
			j.followed(from, q)
		}
		deadline := time.After(longPoll)
		for {
			_, _, grown := j.position()
			out, err := j.after(ctx, q)
			if err != nil {
				return nil, err
			}
			if !out.Through.isZero() || out.Pruned != nil {
				if !p.May(from.Account, custos.Events, domain) {
					out.keepObservations()
				}
				return json.Marshal(out)
			}
			select {
			case <-grown:
			case <-deadline:
				return json.Marshal(page{})
			case <-ctx.Done():
				return nil, custos.Errorf(custos.Unavailable, "%s is ending", j.id)
			}
		}
	})
}

// after returns the events behind a position.
func (j *Journal) after(ctx context.Context, q since) (page, error) {
	var out page
	q, err := j.today(ctx, q)
	if err != nil {
		return out, err
	}
	rows, err := j.db.Query().QueryContext(ctx, "SELECT boot, seq, kind, body, length(key) = 0 FROM event WHERE (boot, seq) > (?, ?) ORDER BY boot, seq LIMIT ?", q.Boot, q.Seq, min(max(q.Max, 1), 256))
	if err != nil {
		return out, err
	}
	defer rows.Close()
	size := 0
	for rows.Next() {
		var at position
		var kind custos.Kind
		var body []byte
		var erased bool
		if err := rows.Scan(&at.Boot, &at.Seq, &kind, &body, &erased); err != nil {
			return out, err
		}
		if erased {
			out.Through = at // nobody is given what is gone
			continue
		}
		if size += len(body); size > bus.MaxPayload/2 && len(out.Events) > 0 {
			break
		}
		out.Through, out.Events, out.kinds = at, append(out.Events, body), append(out.kinds, kind)
	}
	if err := rows.Err(); err != nil {
		return out, err
	}
	return j.unlessPruned(ctx, q, out)
}

// today finds a follower's place by the numbers of today: behind an event that got new ones,
// and, of a life after this one, which a journal that is gone has had, at this one's beginning.
func (j *Journal) today(ctx context.Context, q since) (since, error) {
	err := j.db.Query().QueryRowContext(ctx, "SELECT to_boot, to_seq FROM moved WHERE boot = ? AND seq = ?", q.Boot, q.Seq).Scan(&q.Boot, &q.Seq)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return q, err
	}
	if boot := j.Boot(); q.Boot > boot {
		q.Boot, q.Seq = boot, 0
	}
	return q, nil
}

// Follow reads another service's journal from where this one's cursor stands
// and gives handle every event, in order, at least once. handle calls Append
// with the cursor that it is given, which makes it once. Follow runs until ctx
// ends or handle fails.
func (j *Journal) Follow(ctx context.Context, p Peers, source custos.ServiceID, log *slog.Logger, handle func(context.Context, []custos.Event, Cursor) error) error {
	cur, err := j.cursor(ctx, source)
	if err != nil {
		return err
	}
	quiet := false
	for ctx.Err() == nil {
		events, through, err := ask(ctx, p, source, cur)
		if g := (*gone)(nil); errors.As(err, &g) {
			if cur, err = j.catchUp(ctx, p, source, *g, log, handle); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			if !quiet {
				log.Info("waiting for a service", "source", source, "err", err)
			}
			quiet = true
			select {
			case <-ctx.Done():
			case <-time.After(200 * time.Millisecond):
			}
			continue
		}
		quiet = false
		if through.isZero() {
			continue
		}
		cur.Boot, cur.Seq = through.Boot, through.Seq
		if len(events) == 0 {
			continue // none of them is for this service; the next one's cursor covers them
		}
		if err := handle(ctx, events, cur); err != nil {
			return err
		}
	}
	return nil
}

// ask returns the next events behind a cursor, and how far the source has looked for them.
func ask(ctx context.Context, p Peers, source custos.ServiceID, cur Cursor) ([]custos.Event, position, error) {
	data, err := json.Marshal(since{Boot: cur.Boot, Seq: cur.Seq, Max: 64})
	if err != nil {
		return nil, position{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, longPoll+5*time.Second)
	defer cancel()
	reply, err := p.Ask(ctx, source, FollowRequest, data)
	if err != nil {
		return nil, position{}, err
	}
	var got page
	if err := json.Unmarshal(reply, &got); err != nil {
		return nil, position{}, err
	}
	if got.Pruned != nil {
		return nil, position{}, got.Pruned
	}
	events := make([]custos.Event, len(got.Events))
	for i, body := range got.Events {
		if err := json.Unmarshal(body, &events[i]); err != nil {
			return nil, position{}, err
		}
		if events[i].Service != source {
			return nil, position{}, custos.Errorf(custos.Corrupt, "%s gave an event of %s", source, events[i].Service)
		}
	}
	return events, got.Through, nil
}
