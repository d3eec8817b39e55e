package cloud

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
)

const (
	// A master says at least every ten seconds that it is still there.
	silence    = 35 * time.Second
	firstRetry = 200 * time.Millisecond
	lastRetry  = 5 * time.Second
	// mostMissed bounds what is read again after an interruption, in pages of
	// catchUp; beyond it subscribers start afresh.
	catchUp    = 1000
	mostMissed = 5
	// subscriberBuffer is how many updates a slow reader may be behind.
	subscriberBuffer = 2048
	maxUpdate        = 8 << 20
)

// Update is a new event, or events whose mark has moved; one of the two is set.
type Update struct {
	Domain custos.Resource
	Event  *api.Event
	// Mark is the new mark of the events IDs.
	Mark api.Mark
	IDs  []custos.EventID
}

// hub passes what the masters say on to its subscribers.
type hub struct {
	mu   sync.Mutex
	subs map[chan Update]bool
}

// Updates returns what happens from now on in all domains. The federation closes
// the channel when ctx ends, or when updates were lost, because the reader was
// too slow or a master was out of reach for too long: then subscribe again, and
// read Events after that.
func (f *Federation) Updates(ctx context.Context) <-chan Update {
	c := make(chan Update, subscriberBuffer)
	f.hub.mu.Lock()
	defer f.hub.mu.Unlock()
	if f.hub.subs == nil {
		f.hub.subs = map[chan Update]bool{}
	}
	f.hub.subs[c] = true
	context.AfterFunc(ctx, func() {
		f.hub.mu.Lock()
		defer f.hub.mu.Unlock()
		f.hub.drop(c)
	})
	return c
}

func (h *hub) drop(c chan Update) {
	if h.subs[c] {
		delete(h.subs, c)
		close(c)
	}
}

func (h *hub) dropAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.subs {
		h.drop(c)
	}
}

func (h *hub) publish(u Update) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.subs {
		select {
		case c <- u:
		default:
			h.drop(c)
		}
	}
}

// Run follows every master until ctx ends, and returns nil. A master that is not
// up, or does not know the cloud's principal yet, is tried again.
func (f *Federation) Run(ctx context.Context) error {
	var all sync.WaitGroup
	for _, m := range f.members {
		all.Go(func() { f.follow(ctx, m) })
	}
	all.Wait()
	f.hub.dropAll()
	return nil
}

func (f *Federation) follow(ctx context.Context, m *member) {
	var last int64 // the newest event that subscribers know; 0 if none is
	f.again(ctx, m, "a master is out of reach; trying again", func(connected func()) error {
		return f.stream(ctx, m, &last, func() {
			f.log.Info("follows a master", "domain", m.domain)
			connected()
		})
	})
}

// again reads a stream of a master again and again until ctx ends, at growing intervals while
// it does not connect. That it broke off is said once until it connects.
func (f *Federation) again(ctx context.Context, m *member, broken string, read func(connected func()) error) {
	wait, down := firstRetry, false
	for ctx.Err() == nil {
		err := read(func() { wait, down = firstRetry, false })
		if ctx.Err() != nil {
			return
		}
		if !down {
			f.log.Warn(broken, "domain", m.domain, "err", err)
			down = true
		}
		// Jitter, so that many consoles do not all come back in the same moment.
		if sleep(ctx, wait/2+rand.N(wait)) != nil {
			return
		}
		wait = min(wait*2, lastRetry)
	}
}

// stream follows one master over one connection. last is the number up to which
// subscribers know its events, before and after.
func (f *Federation) stream(ctx context.Context, m *member, last *int64, connected func()) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	quiet := time.AfterFunc(silence, func() {
		cancel(custos.Errorf(custos.Unavailable, "the master of %s has been silent for %s", m.domain, silence))
	})
	defer quiet.Stop()
	because := func(err error) error {
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
		return err
	}
	resp, err := m.client.Do(ctx, api.GetStream.Method, api.GetStream.Path, nil)
	if err != nil {
		return because(err)
	}
	defer resp.Body.Close()
	connected()
	// The stream begins where the master was when it answered; what came since
	// we last heard of it is read from its list.
	if err := f.resume(ctx, m, last); err != nil {
		return because(err)
	}
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(make([]byte, 0, 64<<10), maxUpdate)
	var id int64
	for lines.Scan() {
		quiet.Reset(silence)
		if n, ok := bytes.CutPrefix(lines.Bytes(), []byte("id: ")); ok {
			if id, err = strconv.ParseInt(string(n), 10, 64); err != nil {
				return custos.Errorf(custos.Corrupt, "the stream of %s has the id %q", m.domain, n)
			}
		}
		data, ok := bytes.CutPrefix(lines.Bytes(), []byte("data: "))
		if !ok {
			continue
		}
		var u api.Update
		if err := json.Unmarshal(data, &u); err != nil {
			return custos.Errorf(custos.Corrupt, "the stream of %s does not parse: %w", m.domain, err)
		}
		if u.Marks != nil {
			f.moved(m, *u.Marks)
		}
		if u.Event != nil && u.Event.N > *last {
			f.happened(m, *u.Event)
		}
		*last = max(*last, id)
	}
	if err := lines.Err(); err != nil {
		return because(err)
	}
	return because(io.ErrUnexpectedEOF)
}

// resume tells subscribers what they have missed, or, where that is not known or
// too much, lets them start afresh.
func (f *Federation) resume(ctx context.Context, m *member, last *int64) error {
	if *last == 0 {
		f.hub.dropAll()
		return nil
	}
	for range mostMissed {
		got, err := f.after(ctx, m, *last, catchUp)
		if err != nil {
			return err
		}
		for i := range got {
			if got[i].N <= *last {
				return custos.Errorf(custos.Corrupt, "the master of %s does not list events in their order", m.domain)
			}
			*last = got[i].N
			f.happened(m, got[i])
		}
		if len(got) < catchUp {
			return nil
		}
	}
	*last = 0
	f.hub.dropAll()
	return nil
}

func (f *Federation) happened(m *member, e api.Event) {
	if !m.owns(f, &e) {
		return
	}
	f.noted(m, &e)
	e.Domain = m.domain
	f.hub.publish(Update{Domain: m.domain, Event: &e})
}

// noted brings an event's mark up to what the master has said since, and keeps
// it in mind until it is anchored.
func (f *Federation) noted(m *member, e *api.Event) { m.marks.note(e) }

// moved says which events of those that somebody was shown have a new mark.
func (f *Federation) moved(m *member, now api.Marks) {
	for mark, ids := range m.marks.move(now) {
		for len(ids) > 0 {
			n := min(len(ids), 500)
			f.hub.publish(Update{Domain: m.domain, Mark: mark, IDs: ids[:n]})
			ids = ids[n:]
		}
	}
}

// tracker keeps the shown events of a domain that are not anchored yet, the
// newest mostPending.
type tracker struct {
	mu      sync.Mutex
	now     api.Marks
	pending map[custos.EventID]place
	order   []custos.EventID
}

type place struct {
	index uint64
	mark  api.Mark
}

const mostPending = 20000

func (t *tracker) newest() api.Marks {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.now
}

func (t *tracker) note(e *api.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e.Mark == api.Broken || e.Mark == api.Removed {
		return
	}
	if now := t.now.Of(e.Index); now == api.Anchored || now == api.Witnessed && e.Mark == api.Committed {
		e.Mark = now
	}
	if _, known := t.pending[e.ID]; known || e.Mark == api.Anchored {
		return
	}
	if t.pending == nil {
		t.pending = map[custos.EventID]place{}
	}
	t.pending[e.ID] = place{e.Index, e.Mark}
	t.order = append(t.order, e.ID)
	for len(t.order) > mostPending {
		delete(t.pending, t.order[0])
		t.order = t.order[1:]
	}
}

func (t *tracker) move(now api.Marks) map[api.Mark][]custos.EventID {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.now = now
	moved := map[api.Mark][]custos.EventID{}
	left := t.order[:0:0]
	for _, id := range t.order {
		p, ok := t.pending[id]
		if !ok {
			continue
		}
		if mark := now.Of(p.index); mark != p.mark && mark != api.Committed {
			moved[mark] = append(moved[mark], id)
			t.pending[id] = place{p.index, mark}
			if mark == api.Anchored {
				delete(t.pending, id)
				continue
			}
		}
		left = append(left, id)
	}
	t.order = left
	return moved
}
