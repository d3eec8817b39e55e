package journal

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
)

// between are a follower's peers: one source, and the domain's master, which holds batches. Time
// does not pass there: a source that has nothing new says so at once.
type between struct {
	Peers
	t      *testing.T
	source *Journal
	held   []Held
	// erased are the events that the master cannot open any more, away what it answers.
	erased map[uint64]bool
	away   error
	asked  int
	page   int
	forge  func(*Past)
	signer custos.Address
}

func (b *between) Master() custos.ServiceID { return "front-fog/master" }

func (b *between) Signs(by custos.Address, s custos.ServiceID) bool {
	return by == b.signer && s == service
}

func (b *between) Ask(ctx context.Context, to custos.ServiceID, what string, data []byte) ([]byte, error) {
	switch what {
	case FollowRequest:
		var q since
		if err := json.Unmarshal(data, &q); err != nil {
			return nil, err
		}
		p, err := b.source.after(ctx, q)
		if err != nil {
			return nil, err
		}
		return json.Marshal(p)
	case CatchUpRequest:
		b.asked++
		if b.away != nil {
			return nil, b.away
		}
		var q CatchUp
		if err := json.Unmarshal(data, &q); err != nil || to != b.Master() {
			return nil, errors.Join(err, custos.Errorf(custos.NotFound, "nobody answers at %s", to))
		}
		p := b.past(q)
		if b.forge != nil {
			b.forge(&p)
		}
		return json.Marshal(p)
	}
	return nil, custos.Errorf(custos.Unavailable, "nobody")
}

// past is what the master says, as fog's does.
func (b *between) past(q CatchUp) (out Past) {
	for i := range b.held {
		l, events, err := b.held[i].events(service)
		if err != nil {
			b.t.Fatal(err)
		}
		if (position{l.Boot, l.Last}).before(position{q.Boot, q.Seq}) || len(out.Batches) == b.page {
			continue
		}
		p := PastBatch{Leaf: b.held[i].Leaf}
		for k, e := range events {
			switch {
			case l.Boot == q.Boot && l.First+uint64(k) <= q.Seq:
				p.Events = append(p.Events, PastEvent{Commitment: e.commitment})
			case b.erased[observetest.Payload[*observe.Stream](b.t, &e.Event).Frames]:
				p.Events = append(p.Events, PastEvent{Commitment: e.commitment, Erased: true})
			default:
				p.Events = append(p.Events, PastEvent{Sealed: &e.Sealed})
			}
		}
		out.Batches = append(out.Batches, p)
	}
	return out
}

// prunedSource is a source of three lives, of four events each in batches of two, pruned but for
// the last two events; the master has all.
func prunedSource(t *testing.T) *between {
	t.Helper()
	dir, k, h := t.TempDir(), newKey(t), &holder{page: 1}
	var f *Forwarder
	for i := range uint64(6) {
		if i%2 == 0 {
			if f != nil {
				_ = f.Journal.Close()
			}
			f = life(t, dir, k, h)
		}
		f.append(t, 1+2*i, 2)
		f.deliver(t)
	}
	f.agree(t)
	if err := f.Journal.db.Query().QueryRow("SELECT max(n) - 1 FROM batch").Scan(&f.Journal.queue.held); err != nil {
		t.Fatal(err)
	}
	later(f.Journal, 2*day).all(t)
	if got := f.Journal.frames(t); !slices.Equal(got, run(11, 2)) {
		t.Fatalf("the source has %v", got)
	}
	return &between{t: t, source: f.Journal, held: h.held, page: 2, signer: k.Address()}
}

// follow reads until so many events were given; what it has read it has by their numbers.
func (b *between) follow(j *Journal, n int) (out []uint64, err error) {
	enough := errors.New("enough")
	err = j.Follow(b.t.Context(), b, service, slog.New(slog.DiscardHandler), func(ctx context.Context, events []custos.Event, cur Cursor) error {
		for i := range events {
			out = append(out, observetest.Payload[*observe.Stream](b.t, &events[i]).Frames)
		}
		if err := j.Append(ctx, nil, cur); err != nil {
			return err
		}
		if len(out) >= n {
			return enough
		}
		return nil
	})
	if errors.Is(err, enough) {
		err = nil
	}
	return out, err
}

// Whoever was away while a source pruned misses nothing and is given nothing twice, from wherever
// he goes on: over the ends of batches, of lives and of pages.
func TestCatchUpMissesNothing(t *testing.T) {
	b := prunedSource(t)
	var at []position
	for i := range b.held {
		l, _ := b.held[i].Leaf.Open()
		at = append(at, position{l.Boot, l.First}, position{l.Boot, l.Last})
	}
	for read := range uint64(12) {
		j := open(t, t.TempDir(), newKey(t))
		defer j.Close()
		if read > 0 {
			if err := j.Append(t.Context(), nil, Cursor{service, at[read-1].Boot, at[read-1].Seq}); err != nil {
				t.Fatal(err)
			}
		}
		b.asked = 0
		got, err := b.follow(j, int(12-read))
		if err != nil || !slices.Equal(got, run(read+1, 12-read)) {
			t.Errorf("behind %d: %v, %v", read, got, err)
		}
		if (b.asked > 0) != (read < 10) {
			t.Errorf("behind %d the master was asked %d times", read, b.asked)
		}
	}
}

// While the master is away, a follower waits and says so; nothing is given in the meantime.
func TestCatchUpWaitsForTheMaster(t *testing.T) {
	b := prunedSource(t)
	b.away = custos.Errorf(custos.Unavailable, "it is away")
	j := open(t, t.TempDir(), newKey(t))
	defer j.Close()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- j.Follow(ctx, b, service, slog.New(slog.DiscardHandler), func(context.Context, []custos.Event, Cursor) error {
			return errors.New("it was given something")
		})
	}()
	waitFor(t, func() bool { return strings.Contains(j.Health().CatchingUp[service], "it is away") })
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	b.away = nil
	if got, err := b.follow(j, 12); err != nil || !slices.Equal(got, run(1, 12)) {
		t.Fatalf("%v, %v", got, err)
	}
	if q := j.Health(); len(q.CatchingUp) != 0 || q.Erased != 0 {
		t.Errorf("%+v", q)
	}
}

// What was erased is passed over and counted; the rest of its batch is verified and given.
func TestCatchUpPassesOverWhatWasErased(t *testing.T) {
	b := prunedSource(t)
	b.erased = map[uint64]bool{2: true, 5: true, 6: true}
	j := open(t, t.TempDir(), newKey(t))
	defer j.Close()
	got, err := b.follow(j, 9)
	if err != nil || !slices.Equal(got, []uint64{1, 3, 4, 7, 8, 9, 10, 11, 12}) || j.Health().Erased != 3 {
		t.Fatalf("%v, %v, %d erased", got, err, j.Health().Erased)
	}
}

// What the master gives and the source did not sign, in its place, is given to nobody.
func TestCatchUpBelievesOnlyTheSource(t *testing.T) {
	for what, forge := range map[string]func(*testing.T, *Past){
		"a changed body": func(_ *testing.T, p *Past) {
			s := *p.Batches[0].Events[1].Sealed
			s.Box = slices.Clone(s.Box)
			s.Box[3] ^= 1
			p.Batches[0].Events[1].Sealed = &s
		},
		"another event":    func(_ *testing.T, p *Past) { p.Batches[1].Events[0] = p.Batches[0].Events[0] },
		"an event less":    func(_ *testing.T, p *Past) { p.Batches[0].Events = p.Batches[0].Events[:1] },
		"a batch left out": func(_ *testing.T, p *Past) { p.Batches = p.Batches[1:] },
		"a batch twice": func(_ *testing.T, p *Past) {
			p.Batches[1] = p.Batches[0]
			p.Batches[1].Leaf = append(evidence.Leaf{}, p.Batches[0].Leaf[1:]...)
		},
		"nothing":           func(_ *testing.T, p *Past) { p.Batches = nil },
		"another's signing": func(t *testing.T, p *Past) { forgeBatch(t, &p.Batches[0], service) },
	} {
		b := prunedSource(t)
		b.forge = func(p *Past) {
			if len(p.Batches) > 1 {
				forge(t, p)
			}
		}
		if what == "nothing" {
			b.forge = func(p *Past) { p.Batches = nil }
		}
		c := catcher{peers: b, source: service, gone: gone{Through: position{b.source.Boot(), 2}}}
		if events, err := c.next(t.Context()); err == nil || len(events) > 0 || !c.at.isZero() {
			t.Errorf("%s: %d events, %v", what, len(events), err)
		}
		b.forge = nil
		if events, err := c.next(t.Context()); err != nil || len(events) != 4 {
			t.Errorf("%s, mended: %d events, %v", what, len(events), err)
		}
	}
	// The last batch is the one that the source names.
	b := prunedSource(t)
	b.page = 9
	c := catcher{peers: b, source: service, gone: gone{Through: position{b.source.Boot(), 2}, Leaf: custos.Hash{1}}}
	if events, err := c.next(t.Context()); custos.KindOf(err) != custos.Corrupt || len(events) > 0 {
		t.Errorf("another batch at the end: %d events, %v", len(events), err)
	}
}

// forgeBatch signs a batch by a key of somebody else.
func forgeBatch(t *testing.T, p *PastBatch, s custos.ServiceID) {
	t.Helper()
	b, err := p.Leaf.Open()
	if err != nil {
		t.Fatal(err)
	}
	var c []custos.Hash
	for _, e := range p.Events {
		c = append(c, e.Sealed.Commitment())
	}
	b.Service = s
	if p.Leaf, err = evidence.SignBatch(b, c, newKey(t)); err != nil {
		t.Fatal(err)
	}
}
