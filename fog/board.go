package fog

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/api"
	"custos.dev/custos/fog/masterdb"
)

// Board answers what watchers ask again and again: how far the log is, what the cameras do,
// what is new. It keeps what it has counted and adds what was committed since, and an answer
// that it has made once is everybody's until something changes. It says the same to whoever
// asks: who may ask is decided before it (access.Gate), for each request anew.
type Board struct {
	// DB is asked for what was committed. However many watch, an answer is made once.
	DB masterdb.Reader
	// Asked is asked for listeners who are further behind than what is kept for them.
	Asked masterdb.Reader
	// Marks says how far the log is.
	Marks func() Marks
	// Rest fills in what of the status stands in no database.
	Rest func(ctx context.Context, s *api.Status) error
	// Cameras are those that are shown, in their order.
	Cameras []Shown
	// Now is the clock by which a camera counts as quiet; nil is time.Now.
	Now func() time.Time
	// Totals is the file in which counts are kept from one start to the next; "" is none.
	Totals string

	mu      sync.Mutex
	changed chan struct{} // closed and replaced when an event or a mark is new
	version uint64        // of all that may have changed
	grown   uint64        // of the events

	count   count
	status  answer
	cameras answer
	feed    *feed
}

// answerFor is how long an answer is given without looking again although nothing is known to
// have changed: time passes, and heads and peers come and go.
const answerFor = time.Second

// answerLeast is how long an answer is given although something has changed: at a busy master
// something always has, and nobody sees the difference.
const answerLeast = 250 * time.Millisecond

// init makes what the zero value has not; b.mu is held.
func (b *Board) init() {
	if b.changed == nil {
		b.changed = make(chan struct{})
	}
}

// Committed says that events were committed.
func (b *Board) Committed() { b.news(true) }

// Moved says that a mark has moved.
func (b *Board) Moved() { b.news(false) }

func (b *Board) news(events bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.init()
	b.version++
	if events {
		b.grown++
	}
	close(b.changed)
	b.changed = make(chan struct{})
}

func (b *Board) wake() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.init()
	return b.changed
}

func (b *Board) now() time.Time {
	if b.Now == nil {
		return time.Now()
	}
	return b.Now()
}

// versions are of everything, and of the events.
func (b *Board) versions() (all, events uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.version, b.grown
}

// keepEvery is how often what was counted is written down.
const keepEvery = 10 * time.Minute

// Run reads for those who listen to the stream, until ctx ends.
func (b *Board) Run(ctx context.Context) error {
	var all sync.WaitGroup
	all.Go(func() {
		tick := time.NewTicker(keepEvery)
		defer tick.Stop()
		for ctx.Err() == nil {
			select {
			case <-ctx.Done():
			case <-tick.C:
				// It is tried again; without it the next start counts more.
				_ = b.count.keep(ctx, b.DB, b.Totals)
			}
		}
	})
	err := b.stream().Run(ctx)
	all.Wait()
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), access.QueryTime)
	defer cancel()
	return errors.Join(err, b.count.keep(end, b.DB, b.Totals))
}

// stream returns the feed, which is one.
func (b *Board) stream() *feed {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.feed == nil {
		b.feed = newFeed(b)
	}
	return b.feed
}

// Stream sends a request's events and marks as they come, until ctx ends or who asked is gone;
// but not those of the kinds that are barred to him.
func (b *Board) Stream(ctx context.Context, w http.ResponseWriter, r *http.Request, barred []custos.Kind) {
	seen := int64(-1)
	if n, err := strconv.ParseInt(r.Header.Get("Last-Event-ID"), 10, 64); err == nil && n >= 0 {
		seen = n
	}
	b.stream().send(ctx, w, seen, barred)
}

// answer is one that was made for all.
type answer struct {
	mu      sync.Mutex
	made    bool
	version uint64
	at      time.Time
	body    []byte
}

// of returns the answer, and has it made where it is old, or something has changed. Those who ask meanwhile
// wait for it. That one of them goes away does not spoil it for the others.
func (a *answer) of(ctx context.Context, version uint64, now time.Time, say func(context.Context) (any, error)) ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if age := now.Sub(a.at); a.made && age >= 0 && (age < answerLeast || a.version == version && age < answerFor) {
		return a.body, nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), access.QueryTime)
	defer cancel()
	a.made = false
	v, err := say(ctx)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	a.made, a.version, a.at, a.body = true, version, now, append(body, '\n')
	return a.body, nil
}

// send answers a request by what was made for all.
func (b *Board) send(w http.ResponseWriter, r *http.Request, a *answer, say func(context.Context) (any, error)) error {
	version, _ := b.versions() // before it is made: what comes meanwhile makes it old
	body, err := a.of(r.Context(), version, b.now(), say)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(body)
	return err
}

// GetStatus answers with how far the log is and what was counted.
func (b *Board) GetStatus(w http.ResponseWriter, r *http.Request) error {
	return b.send(w, r, &b.status, func(ctx context.Context) (any, error) {
		s := api.Status{Marks: b.Marks()}
		if err := b.count.status(ctx, b, &s); err != nil {
			return nil, err
		}
		return s, b.Rest(ctx, &s)
	})
}

// GetCameras answers with what each camera does, by what was committed.
func (b *Board) GetCameras(w http.ResponseWriter, r *http.Request) error {
	return b.send(w, r, &b.cameras, func(ctx context.Context) (any, error) { return b.count.cameras(ctx, b) })
}
