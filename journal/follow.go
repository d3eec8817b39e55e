package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"custos"
	"custos/bus"
)

// longPoll is how long a follower's question waits for something new.
const longPoll = time.Second

type since struct {
	Boot uint64 `json:"boot"`
	Seq  uint64 `json:"seq"`
	Max  int    `json:"max"`
}

type page struct {
	Events []json.RawMessage `json:"events"`
}

func followSubject(id custos.ServiceID) string { return "journal." + id.Subject() }

// Serve answers the services that follow this journal. Who asks needs features
// on the domain.
func (j *Journal) Serve(ctx context.Context, conn *bus.Conn, g Guard, domain custos.Resource) error {
	return conn.Serve(ctx, followSubject(j.id), 64, func(ctx context.Context, m bus.Message) ([]byte, error) {
		if _, err := g.Check(ctx, m, custos.Features, domain); err != nil {
			return nil, err
		}
		var q since
		if err := json.Unmarshal(m.Data, &q); err != nil {
			return nil, custos.Errorf(custos.Invalid, "the question to %s does not parse: %w", j.id, err)
		}
		deadline := time.After(longPoll)
		for {
			_, _, grown := j.position()
			events, err := j.after(ctx, q)
			if err != nil {
				return nil, err
			}
			if len(events) > 0 {
				return json.Marshal(page{events})
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

func (j *Journal) after(ctx context.Context, q since) ([]json.RawMessage, error) {
	q, err := j.today(ctx, q)
	if err != nil {
		return nil, err
	}
	rows, err := j.db.Query().QueryContext(ctx, "SELECT body FROM event WHERE (boot, seq) > (?, ?) ORDER BY boot, seq LIMIT ?", q.Boot, q.Seq, min(max(q.Max, 1), 256))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []json.RawMessage
	for rows.Next() {
		var body []byte
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		out = append(out, body)
	}
	return out, rows.Err()
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
func (j *Journal) Follow(ctx context.Context, conn *bus.Conn, g Guard, source custos.ServiceID, log *slog.Logger, handle func(context.Context, []custos.Event, Cursor) error) error {
	cur, err := j.cursor(ctx, source)
	if err != nil {
		return err
	}
	quiet := false
	for ctx.Err() == nil {
		events, err := ask(ctx, conn, g, source, cur)
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
		if len(events) == 0 {
			continue
		}
		last := &events[len(events)-1]
		cur.Boot, cur.Seq = last.Boot, last.Seq
		if err := handle(ctx, events, cur); err != nil {
			return err
		}
	}
	return nil
}

func ask(ctx context.Context, conn *bus.Conn, g Guard, source custos.ServiceID, cur Cursor) ([]custos.Event, error) {
	data, err := json.Marshal(since{Boot: cur.Boot, Seq: cur.Seq, Max: 64})
	if err != nil {
		return nil, err
	}
	subject := followSubject(source)
	auth, err := g.Sign(subject, data)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, longPoll+5*time.Second)
	defer cancel()
	reply, err := conn.Request(ctx, bus.Message{Subject: subject, Auth: auth, Data: data})
	if err != nil {
		return nil, err
	}
	var p page
	if err := json.Unmarshal(reply, &p); err != nil {
		return nil, err
	}
	events := make([]custos.Event, len(p.Events))
	for i, body := range p.Events {
		if err := json.Unmarshal(body, &events[i]); err != nil {
			return nil, err
		}
		if events[i].Service != source {
			return nil, custos.Errorf(custos.Corrupt, "%s gave an event of %s", source, events[i].Service)
		}
	}
	return events, nil
}
