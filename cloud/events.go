package cloud

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/client"
)

// Query selects events.
type Query struct {
	// Kinds are those wanted, at most 16; none is every kind.
	Kinds []custos.Kind
	// Except are kinds that are not wanted, at most 16.
	Except []custos.Kind
	// Camera is a resource in or below which the events are; empty is everywhere.
	Camera custos.Resource
	// Limit is at most how many are returned, 1 to 1000.
	Limit int
	// Before is the last event of the page before; empty begins at the newest.
	Before custos.EventID
}

// of is what one master is asked for, from before one of its events; 0 begins at the newest.
func (q Query) of(before int64) client.Query {
	return client.Query{Kinds: q.Kinds, Except: q.Except, Camera: q.Camera, Limit: q.Limit, Before: before}
}

// Page is a page of events.
type Page struct {
	// Events are the newest first.
	Events []api.Event
	// Failed says whose events are missing here, and why.
	Failed map[custos.Resource]error
}

// Events merges the masters' events, page by page, newest first. It fails if no
// master could be asked; of a page, Failed says which could not.
//
// Each master is read in the order in which it took its events, so that paging
// loses none: one that an edge sent late stands on a page with those that came
// with it, and only within a page events are sorted by their time.
func (f *Federation) Events(ctx context.Context, q Query) (Page, error) {
	if q.Limit < 1 || q.Limit > 1000 {
		return Page{}, custos.Errorf(custos.Invalid, "limit %d: give a number from 1 to 1000", q.Limit)
	}
	asked, perMaster := f.within(q)
	if len(asked) == 0 {
		return Page{}, custos.Errorf(custos.NotFound, "the site has nothing at %q", q.Camera)
	}
	at, err := f.position(ctx, q)
	if err != nil {
		return Page{}, err
	}
	from := slices.Clone(at.from)
	answers := ask(ctx, asked, func(ctx context.Context, m *member) ([]api.Event, error) {
		if from[m.at] < 0 { // it could not be asked for the page before
			var err error
			if from[m.at], err = f.seek(ctx, m, at.time); err != nil {
				return nil, err
			}
		}
		return f.list(ctx, m, perMaster[m.at].of(from[m.at]))
	})
	page := Page{Failed: map[custos.Resource]error{}}
	var sources []*source
	for i, a := range answers {
		if a.Err != nil {
			page.Failed[a.Domain], err = a.Err, a.Err
			continue
		}
		sources = append(sources, newSource(asked[i], from[asked[i].at], a.Value))
	}
	if len(sources) == 0 {
		return page, err
	}
	page.Events = f.merge(q, sources)
	return page, nil
}

// within finds the masters that hold what lies in or below the wanted resource.
// A master filters by exactly one camera, so a domain is asked for everything.
func (f *Federation) within(q Query) ([]*member, []Query) {
	var asked []*member
	per := make([]Query, len(f.members))
	for _, m := range f.members {
		per[m.at] = q
		switch {
		case q.Camera == "" || m.domain.Within(q.Camera):
			per[m.at].Camera = ""
		case !q.Camera.Within(m.domain):
			continue
		}
		asked = append(asked, m)
	}
	return asked, per
}

// list reads events of one master, and leaves out what it has no word about.
func (f *Federation) list(ctx context.Context, m *member, q client.Query) ([]api.Event, error) {
	got, err := m.events(ctx, q)
	if err != nil {
		return nil, err
	}
	got = slices.DeleteFunc(got, func(e api.Event) bool { return !m.owns(f, &e) })
	for i := range got {
		f.noted(m, &got[i])
	}
	return got, nil
}

// owns reports whether a master may speak of the event: a lie about another
// owner's camera must not be shown beside that camera.
func (m *member) owns(f *Federation, e *api.Event) bool {
	who, err := f.ofEvent(e.ID)
	if err == nil && who == m && e.Resource.Within(m.domain) {
		return true
	}
	f.log.Warn("a master shows an event that is not its own", "domain", m.domain, "event", e.ID)
	return false
}

// position finds where each master's list goes on, 0 for its newest; -1 is not
// known yet.
func (f *Federation) position(ctx context.Context, q Query) (pageEnd, error) {
	if q.Before == "" {
		return pageEnd{from: make([]int64, len(f.members))}, nil
	}
	if at, ok := f.pages.get(pageKey(q, q.Before)); ok {
		return at, nil
	}
	// Not the end of a page that we made: an event that came as an update, or
	// from before a restart.
	own, err := f.ofEvent(q.Before)
	if err != nil {
		return pageEnd{}, err
	}
	e, err := f.Event(ctx, q.Before)
	if err != nil {
		return pageEnd{}, err
	}
	from := slices.Repeat([]int64{-1}, len(f.members))
	from[own.at] = e.N
	return pageEnd{from, e.Time}, nil
}

// seek finds, by halving, the number after the last event of a master that is
// not newer than t.
func (f *Federation) seek(ctx context.Context, m *member, t time.Time) (int64, error) {
	before := func(n int64) (*api.Event, error) {
		v, err := m.events(ctx, client.Query{Limit: 1, Before: n})
		if err != nil || len(v) == 0 {
			return nil, err
		}
		return &v[0], nil
	}
	e, err := before(0)
	if err != nil {
		return 0, err
	}
	if e == nil || !e.Time.After(t) {
		return 0, nil
	}
	low, high := int64(1), e.N+1
	for high-low > 1 {
		mid := low + (high-low)/2
		e, err := before(mid)
		switch {
		case err != nil:
			return 0, err
		case e == nil || !e.Time.After(t):
			low = mid
		case e.N >= mid || e.N < low:
			// A master that does not keep to its own order would hold us here.
			return 0, custos.Errorf(custos.Corrupt, "the master of %s answered with event %d when asked for one before %d", m.domain, e.N, mid)
		default:
			high = e.N + 1
		}
	}
	return low, nil
}

// source is one master's list while it is merged.
type source struct {
	m    *member
	from int64
	list []api.Event
	// rank is when an event's turn comes: its time, or that of an older arrival
	// behind it if that is newer, so that a late event holds up no others.
	rank []time.Time
	next int
	sent []bool
	// rest is the first in the list that is not sent.
	rest int
}

func newSource(m *member, from int64, list []api.Event) *source {
	s := &source{m: m, from: from, list: list, rank: make([]time.Time, len(list)), sent: make([]bool, len(list))}
	for i := len(list) - 1; i >= 0; i-- {
		s.rank[i] = list[i].Time
		if i+1 < len(list) && s.rank[i+1].After(s.rank[i]) {
			s.rank[i] = s.rank[i+1]
		}
	}
	return s
}

// goOn is where the list goes on after what is sent.
func (s *source) goOn() int64 {
	for s.rest < len(s.list) && s.sent[s.rest] {
		s.rest++
	}
	switch {
	case s.rest < len(s.list):
		return s.list[s.rest].N + 1
	case len(s.list) > 0:
		return s.list[len(s.list)-1].N
	case s.from > 0:
		return s.from
	}
	return 1 // it holds none; what comes later is newer than this page
}

// merge takes a page's events from the sources and remembers where each of them
// would go on.
func (f *Federation) merge(q Query, sources []*source) []api.Event {
	type taken struct {
		s *source
		i int
	}
	var out []taken
	for len(out) < q.Limit {
		var first *source
		for _, s := range sources {
			if s.next < len(s.list) && (first == nil || s.rank[s.next].After(first.rank[first.next])) {
				first = s
			}
		}
		if first == nil {
			break
		}
		out = append(out, taken{first, first.next})
		first.next++
	}
	slices.SortStableFunc(out, func(a, b taken) int {
		x, y := a.s.list[a.i], b.s.list[b.i]
		return cmp.Or(y.Time.Compare(x.Time), cmp.Compare(a.s.m.at, b.s.m.at), cmp.Compare(y.N, x.N))
	})
	events := make([]api.Event, len(out))
	for n, t := range out {
		events[n] = t.s.list[t.i]
		events[n].Domain = t.s.m.domain
		t.s.sent[t.i] = true
		end := pageEnd{slices.Repeat([]int64{-1}, len(f.members)), events[n].Time}
		for _, s := range sources {
			end.from[s.m.at] = s.goOn()
		}
		f.pages.put(pageKey(q, events[n].ID), end)
	}
	return events
}

func pageKey(q Query, id custos.EventID) string {
	return fmt.Sprint(q.Kinds, q.Camera, " ", id)
}

// pageEnd is where a page that ends with an event goes on, by member.
type pageEnd struct {
	from []int64
	time time.Time
}

// pages remembers the newest ends of pages; older ones are found by seeking.
type pages struct {
	mu   sync.Mutex
	ends map[string]pageEnd
	keys []string
}

const mostPages = 8192

func (p *pages) get(key string) (pageEnd, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e, ok := p.ends[key]
	return e, ok
}

func (p *pages) put(key string, e pageEnd) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ends == nil {
		p.ends = map[string]pageEnd{}
	}
	if _, ok := p.ends[key]; !ok {
		p.keys = append(p.keys, key)
	}
	p.ends[key] = e
	if len(p.keys) > mostPages {
		delete(p.ends, p.keys[0])
		p.keys = p.keys[1:]
	}
}

// after reads what a master took after the number n, oldest first.
func (f *Federation) after(ctx context.Context, m *member, n int64, limit int) ([]api.Event, error) {
	return m.events(ctx, client.Query{Forward: true, After: n, Limit: limit})
}

// events asks a master for some of its events.
func (m *member) events(ctx context.Context, q client.Query) ([]api.Event, error) {
	got, err := m.client.Events(ctx, q)
	return got, m.explain(err)
}
