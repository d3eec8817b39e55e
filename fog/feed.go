package fog

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/fog/masterdb"
)

const (
	// feedFrames and feedBytes bound what is kept for listeners that are behind; who is
	// behind more reads from the database, as much at a time as feedStep.
	feedFrames = 4096
	feedBytes  = 8 << 20
	feedStep   = 200
	// feedBack is how many events a listener who comes back is given again.
	feedBack = 1000
	// feedBeat is how often a quiet stream says that it is there.
	feedBeat = 10 * time.Second
	// feedGather is the least time between two times that listeners are told: each time costs a record
	// and a write for each of them. What comes after a while of nothing is told at once.
	feedGather = 150 * time.Millisecond
)

// feed reads what is newly committed once for all who listen, and writes it as JSON once.
// While nobody listens it reads nothing.
type feed struct {
	// read and newest ask the database, marks says how far the log is, wake returns what
	// is closed when there may be something new. reread asks for one who is behind.
	read   func(context.Context, masterdb.Filter) ([]api.Event, error)
	reread func(context.Context, masterdb.Filter) ([]api.Event, error)
	newest func(context.Context) (int64, error)
	marks  func() Marks
	wake   func() <-chan struct{}
	// grown is another one when events were committed: a mark that moves reads nothing.
	grown func() uint64

	begin chan *showing // one at most
	mu    sync.Mutex
	shown *showing // nil while nobody listens
}

// showing is what is shown from when the first comes to listen until the last has gone. All
// that changes is by the feed's mutex.
type showing struct {
	listeners int
	// ready is closed when it has its place, changed is closed and replaced when there is
	// more, ended is closed when reading failed.
	ready, changed, ended chan struct{}
	// frames are all events that were committed after from, up to last.
	frames     []frame
	bytes      int
	from, last int64
	marks      Marks
	said       []byte // marks, as they are sent
}

// frame is an event as it is sent.
type frame struct {
	n    int64
	kind custos.Kind
	text []byte
}

func newFeed(b *Board) *feed {
	read := func(db masterdb.Reader) func(context.Context, masterdb.Filter) ([]api.Event, error) {
		return func(ctx context.Context, q masterdb.Filter) ([]api.Event, error) {
			return eventsOf(ctx, db, b.Marks(), q)
		}
	}
	return &feed{
		read: read(b.DB), reread: read(b.Asked), newest: b.DB.Newest, marks: b.Marks, wake: b.wake,
		grown: func() uint64 { _, events := b.versions(); return events }, begin: make(chan *showing, 1),
	}
}

// Run reads for those who listen until ctx ends. A failure to read ends their streams, and
// they come again.
func (f *feed) Run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case s := <-f.begin:
			if err := f.follow(ctx, s); err != nil {
				f.mu.Lock()
				f.shown = nil
				close(s.ended)
				f.mu.Unlock()
			}
		}
	}
}

// join lets one more listen; the caller leaves.
func (f *feed) join() *showing {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.shown == nil {
		f.shown = &showing{ready: make(chan struct{}), changed: make(chan struct{}), ended: make(chan struct{})}
		f.begin <- f.shown
	}
	f.shown.listeners++
	return f.shown
}

func (f *feed) leave(s *showing) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s.listeners--
}

// follow reads until nobody listens.
func (f *feed) follow(ctx context.Context, s *showing) error {
	last, err := f.newest(ctx)
	if err != nil {
		return err
	}
	f.mu.Lock()
	s.from, s.last = last, last
	f.mu.Unlock()
	read := uint64(0)
	for begun := false; ctx.Err() == nil; begun = true {
		woken := f.wake()
		grown, marks := f.grown(), f.marks()
		var events []api.Event
		if !begun || grown != read {
			if events, err = f.read(ctx, masterdb.Filter{Forward: true, After: last, Limit: feedStep}); err != nil {
				return err
			}
		}
		frames := make([]frame, len(events))
		for i := range events {
			if frames[i], err = frameOf(&events[i]); err != nil {
				return err
			}
			last = events[i].N
		}
		if !f.show(s, frames, marks) {
			return nil
		}
		if !begun {
			close(s.ready)
		}
		if len(events) == feedStep {
			continue
		}
		read = grown
		told := time.Now()
		select {
		case <-ctx.Done():
		case <-woken:
			pause(ctx, feedGather-time.Since(told))
		case <-time.After(feedBeat):
		}
	}
	return nil
}

// pause waits for some time, or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

func frameOf(e *api.Event) (frame, error) {
	b, err := json.Marshal(api.Update{Event: e})
	return frame{e.N, e.Kind, update(e.N, b)}, err
}

// update is a server-sent event.
func update(id int64, b []byte) []byte { return fmt.Appendf(nil, "id: %d\ndata: %s\n\n", id, b) }

// show shows what is new; false if nobody listens any more.
func (f *feed) show(s *showing, frames []frame, marks Marks) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if s.listeners == 0 {
		f.shown = nil
		return false
	}
	if len(frames) == 0 && marks == s.marks {
		return true
	}
	for _, fr := range frames {
		s.frames = append(s.frames, fr)
		s.bytes += len(fr.text)
		s.last = fr.n
	}
	for len(s.frames) > feedFrames || s.bytes > feedBytes {
		s.from = s.frames[0].n
		s.bytes -= len(s.frames[0].text)
		s.frames = s.frames[1:]
	}
	if marks != s.marks {
		s.marks = marks
		s.said, _ = json.Marshal(api.Update{Marks: &marks})
	}
	close(s.changed)
	s.changed = make(chan struct{})
	return true
}

// news is what one listener has not seen yet.
type news struct {
	frames []frame
	marks  Marks
	said   []byte
	// behind says that frames do not reach back to what he has seen, but to from only.
	behind  bool
	from    int64
	changed <-chan struct{}
}

func (f *feed) since(s *showing, last int64) news {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := news{marks: s.marks, said: s.said, from: s.from, behind: last < s.from, changed: s.changed}
	if !n.behind {
		i, _ := slices.BinarySearchFunc(s.frames, last+1, func(fr frame, n int64) int { return cmp.Compare(fr.n, n) })
		n.frames = s.frames[i:len(s.frames):len(s.frames)] // what is written there stays
	}
	return n
}

// send writes events and marks to one listener until ctx ends, the feed fails or he is
// gone. seen is the last event that he says he has, -1 if he says none; of the kinds that are
// barred to him he is sent nothing.
func (f *feed) send(ctx context.Context, w http.ResponseWriter, seen int64, barred []custos.Kind) {
	s := f.join()
	defer f.leave(s)
	select {
	case <-s.ready:
	case <-s.ended:
		return
	case <-ctx.Done():
		return
	}
	f.mu.Lock()
	last := s.last
	f.mu.Unlock()
	if seen >= 0 {
		last = min(last, max(seen, last-feedBack))
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	flush := http.NewResponseController(w)
	var marks Marks
	for ctx.Err() == nil {
		n := f.since(s, last)
		if n.marks != marks {
			marks = n.marks
			if _, err := w.Write(update(last, n.said)); err != nil {
				return
			}
		}
		full := false
		if n.behind {
			// He was away, or is slow: what the feed does not keep any more he reads himself.
			events, err := f.reread(ctx, masterdb.Filter{Forward: true, After: last, Limit: feedStep})
			if err != nil {
				return
			}
			for i := range events {
				fr, err := frameOf(&events[i])
				if err != nil {
					return
				}
				n.frames = append(n.frames, fr)
			}
			if full = len(events) == feedStep; !full {
				last = n.from // what the feed has read is read
			}
		}
		for _, fr := range n.frames {
			if slices.Contains(barred, fr.kind) {
				last = max(last, fr.n)
				continue
			}
			if _, err := w.Write(fr.text); err != nil {
				return
			}
			last = max(last, fr.n)
		}
		if err := flush.Flush(); err != nil {
			return
		}
		if n.behind {
			continue
		}
		select {
		case <-ctx.Done():
		case <-s.ended:
			return
		case <-n.changed:
		case <-time.After(feedBeat):
			if _, err := io.WriteString(w, ": here\n\n"); err != nil {
				return
			}
		}
	}
}
