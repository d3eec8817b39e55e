package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/bus"
	"custos.dev/custos/observe"
	"custos.dev/custos/sealed"
)

const (
	// longPoll is how long a follower's question waits for something new.
	longPoll = time.Second
	// gather is how long it waits for more once something has come: cameras' frames come close
	// to each other, and one answer is cheaper than several.
	gather = 20 * time.Millisecond
	// maxPage bounds an answer, in events or items.
	maxPage = 256
)

// since is a follower's question. One that knows of flows gives Flow: the number in the flow
// with which it goes on, zero if it knows none.
type since struct {
	Boot uint64 `json:"boot"`
	Seq  uint64 `json:"seq"`
	Max  int    `json:"max"`
	Flow *place `json:"flow,omitempty"`
	// Now asks for what comes from now on where Flow is not remembered.
	Now bool `json:"now,omitempty"`
	// Skip are kinds that are of no use to the follower.
	Skip []custos.Kind `json:"skip,omitempty"`
}

// place is one in a flow.
type place struct {
	Life uint64 `json:"life"`
	Next uint64 `json:"next"`
}

// page is a part of a journal: durable events, or items of the flow. Through is the last event
// that was looked at: what is left out before it is not for the one who asks. Flow is where the
// follower goes on in the flow; nil while there may be durable events that it has not read. Joined
// says that it has read all of them, up to Through, and is now told where that is.
type page struct {
	Events  []json.RawMessage `json:"events"`
	Through position          `json:"through"`
	Flow    *place            `json:"flow,omitempty"`
	Joined  bool              `json:"joined,omitempty"`
	Items   []json.RawMessage `json:"items,omitempty"`
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

// keep leaves out the events of kinds that are not wanted.
func (p *page) keep(wanted func(custos.Kind) bool) {
	kept := p.Events[:0]
	for i, e := range p.Events {
		if wanted(p.kinds[i]) {
			kept = append(kept, e)
		}
	}
	p.Events = kept
}

// Serve answers the services that follow this journal. Who asks needs features on the
// domain to be given the observations in it, events to be given its decisions and alarms
// too, and what a kind takes besides (observe.Kind.Right) to be given that.
func (j *Journal) Serve(ctx context.Context, p Peers, domain custos.Resource) error {
	return p.Answer(ctx, FollowRequest, 64, func(ctx context.Context, from sealed.Caller, data []byte) ([]byte, error) {
		if err := p.Check(ctx, from.Account, custos.Features, domain); err != nil {
			return nil, err
		}
		var q since
		if err := json.Unmarshal(data, &q); err != nil {
			return nil, custos.Errorf(custos.Invalid, "the question to %s does not parse: %w", j.id, err)
		}
		if now, err := j.today(ctx, q); err == nil && !q.Now {
			j.followed(from, now)
		}
		may := func(a custos.Action) bool { return p.May(from.Account, a, domain) }
		out, err := j.answer(ctx, q, func(k custos.Kind) bool {
			return !slices.Contains(q.Skip, k) && observe.Followed(k, may)
		})
		if err != nil {
			return nil, err
		}
		return json.Marshal(out)
	})
}

// answer waits until there is something of the wanted kinds for a follower, or longPoll. Durable
// events come first; with none left, the follower is told where the flow goes on.
func (j *Journal) answer(ctx context.Context, q since, wanted func(custos.Kind) bool) (page, error) {
	deadline := time.NewTimer(longPoll)
	defer deadline.Stop()
	for {
		j.mu.Lock()
		grown := j.grown
		var out page
		live := false
		if q.Flow != nil {
			out, live = j.flow.after(*q.Flow, q.Max, wanted)
			grown = j.flow.more
		}
		join := place{j.flow.life, j.flow.join()}
		if q.Now {
			join.Next = j.flow.next()
		}
		j.mu.Unlock()
		if !live && q.Flow != nil && q.Now {
			return page{Flow: &join, Joined: true}, nil
		}
		if !live {
			var err error
			if out, err = j.after(ctx, q); err != nil {
				return out, err
			}
			if !out.Through.isZero() || out.Pruned != nil {
				out.keep(wanted)
				return out, nil
			}
			if q.Flow != nil { // it has read all there was when the flow was looked at
				q, err = j.today(ctx, q)
				return page{Flow: &join, Joined: true, Through: position{q.Boot, q.Seq}}, err
			}
		}
		if live && len(out.Items) > 0 {
			return out, nil
		}
		select {
		case <-grown:
			if live {
				pause(ctx, gather)
			}
		case <-deadline.C:
			return out, nil
		case <-ctx.Done():
			return page{}, custos.Errorf(custos.Unavailable, "%s is ending", j.id)
		}
	}
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// after returns what comes from a place of the flow on; false if the flow does not remember it.
func (f *flow) after(at place, limit int, wanted func(custos.Kind) bool) (page, bool) {
	if at.Life != f.life || at.Next < f.first || at.Next > f.next() {
		return page{}, false
	}
	out := page{Flow: &place{f.life, at.Next}}
	size := 0
	for _, i := range f.items[at.Next-f.first:] {
		if i.body != nil && wanted(i.kind) {
			if size += len(i.body); len(out.Items) == min(max(limit, 1), maxPage) || size > bus.MaxPayload/2 && len(out.Items) > 0 {
				break
			}
			out.Items = append(out.Items, i.body)
		}
		out.Through = i.through
		out.Flow.Next++
	}
	return out, true
}

// after returns the events behind a position.
func (j *Journal) after(ctx context.Context, q since) (page, error) {
	var out page
	q, err := j.today(ctx, q)
	if err != nil {
		return out, err
	}
	rows, err := j.db.Query().QueryContext(ctx, "SELECT boot, seq, kind, body, length(key) = 0 FROM event WHERE (boot, seq) > (?, ?) ORDER BY boot, seq LIMIT ?", q.Boot, q.Seq, min(max(q.Max, 1), maxPage))
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

// Followed is an event of another service, or what it observed in one frame: then What is set,
// and the event has the number of its pack, or none while that is not durable.
type Followed struct {
	custos.Event
	What custos.Payload
	// Err is why an event that is a pack, or a frame, cannot be read. It is passed over.
	Err error
}

// Follow reads another service's journal from where this one's progress stands: the durable
// events first, packs as their frames, and then frames and notable events as they are made. It
// gives handle one frame, or events one after the other, in order, at least once, and leaves out
// the kinds of skip. handle calls Keep with the progress that it is given, which makes it once.
// Follow runs until ctx ends or handle fails.
func (j *Journal) Follow(ctx context.Context, p Peers, source custos.ServiceID, skip []custos.Kind, log *slog.Logger, handle func(context.Context, []Followed, Progress) error) error {
	cur, err := j.cursor(ctx, source)
	if err != nil {
		return err
	}
	f := &follower{source: source, skip: skip, at: position{cur.Boot, cur.Seq}, handle: handle}
	if f.marks, err = j.marks(ctx, source); err != nil {
		return err
	}
	quiet := false
	for ctx.Err() == nil {
		got, err := f.ask(ctx, p)
		if g := (*gone)(nil); errors.As(err, &g) {
			if err := j.catchUp(ctx, p, f, *g, log); err != nil {
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
			pause(ctx, 200*time.Millisecond)
			continue
		}
		quiet = false
		if err := f.take(ctx, got); err != nil {
			return err
		}
	}
	return nil
}

// follower reads one source's journal.
type follower struct {
	source custos.ServiceID
	skip   []custos.Kind
	// at is the place up to which everything was taken, marks how far of each resource, and flow
	// where it goes on in the flow.
	at     position
	marks  map[custos.Resource]Mark
	flow   place
	now    bool // it begins with what comes now
	handle func(context.Context, []Followed, Progress) error
}

// answered is a page as it is read.
type answered struct {
	page
	followed []Followed
}

// ask returns what comes next, and how far the source has looked for it.
func (f *follower) ask(ctx context.Context, p Peers) (answered, error) {
	var got answered
	data, err := json.Marshal(since{Boot: f.at.Boot, Seq: f.at.Seq, Max: 64, Flow: &f.flow, Now: f.now, Skip: f.skip})
	if err != nil {
		return got, err
	}
	ctx, cancel := context.WithTimeout(ctx, longPoll+5*time.Second)
	defer cancel()
	reply, err := p.Ask(ctx, f.source, FollowRequest, data)
	if err != nil {
		return got, err
	}
	if err := json.Unmarshal(reply, &got.page); err != nil {
		return got, err
	}
	if got.Pruned != nil {
		return got, got.Pruned
	}
	for _, body := range got.Events {
		if err := got.event(body); err != nil {
			return got, err
		}
	}
	for _, body := range got.Items {
		var i flowing
		if err := json.Unmarshal(body, &i); err != nil {
			return got, err
		}
		if i.Frame == nil {
			if err := got.event(i.Event); err != nil {
				return got, err
			}
			continue
		}
		e := custos.Event{Service: f.source, Boot: i.Frame.Boot, Resource: i.Frame.Resource, Time: i.Frame.Time, Kind: i.Frame.Kind, Payload: i.Frame.Payload}
		what, err := observe.Open(&e)
		if _, ok := what.(observe.PerFrame); !ok && err == nil {
			err = custos.Errorf(custos.Invalid, "%s gave a %s for what it saw in a frame", f.source, e.Kind)
		}
		got.followed = append(got.followed, Followed{e, what, err})
	}
	for i := range got.followed {
		if s := got.followed[i].Service; s != f.source {
			return got, custos.Errorf(custos.Corrupt, "%s gave an event of %s", f.source, s)
		}
	}
	return got, nil
}

// event reads a durable event, a pack as its frames.
func (a *answered) event(body []byte) error {
	var e custos.Event
	if err := json.Unmarshal(body, &e); err != nil {
		return err
	}
	a.unpack(e)
	return nil
}

func (a *answered) unpack(e custos.Event) {
	frames, packed, err := observe.Unpack(&e)
	if !packed || err != nil {
		a.followed = append(a.followed, Followed{Event: e, Err: err})
		return
	}
	for _, f := range frames {
		of := e
		of.Time, of.Kind, of.Payload = f.Time, f.What.Kind(), nil
		a.followed = append(a.followed, Followed{Event: of, What: f.What})
	}
}

// group is what handle is given at once, and how far it goes.
type group struct {
	followed []Followed
	marks    map[custos.Resource]Mark
}

// take gives what is new to handle: frames one by one, and events that follow one another at once.
// How far the page goes counts with the last of them.
func (f *follower) take(ctx context.Context, got answered) error {
	through := f.at
	// Items of the flow may be older than what was read already: those are known by the marks.
	if p := got.Through; !p.isZero() && (got.Flow == nil || got.Joined || p.after(f.at)) {
		through = p
	}
	if f.at.after(through) {
		f.marks = map[custos.Resource]Mark{} // the source's journal was lost, and begins anew
	}
	if got.Flow != nil {
		f.flow = *got.Flow
	}
	groups := f.groups(got.followed)
	if len(groups) == 0 && through != f.at {
		groups = []group{{}}
	}
	for i, g := range groups {
		p := Progress{Cursor: Cursor{f.source, f.at.Boot, f.at.Seq}}
		if i == len(groups)-1 {
			p.Boot, p.Seq = through.Boot, through.Seq
		}
		for _, m := range g.marks {
			p.Marks = append(p.Marks, m)
		}
		if err := f.handle(ctx, g.followed, p); err != nil {
			return err
		}
	}
	f.at = through
	return nil
}

// groups are what was not taken yet, in order. The marks take it.
func (f *follower) groups(all []Followed) (out []group) {
	for _, e := range all {
		m := f.marks[e.Resource]
		if m.has(&e) {
			continue
		}
		m = m.with(&e)
		f.marks[e.Resource] = m
		if n := len(out); n == 0 || e.What != nil || out[n-1].followed[0].What != nil {
			out = append(out, group{marks: map[custos.Resource]Mark{}})
		}
		g := &out[len(out)-1]
		g.followed, g.marks[e.Resource] = append(g.followed, e), m
	}
	return out
}
