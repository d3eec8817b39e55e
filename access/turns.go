package access

import (
	"context"
	"slices"
	"sync"
	"time"

	"custos.dev/custos"
)

// Turns lets so much of a kind of work be done at once, and says who is next: first the
// domain's own and its cloud nodes, in the order in which they came; then everybody else,
// one request of each in turn, so that who asks for much waits for himself.
type Turns struct {
	// atOnce may run, of them kept for who goes first alone; waiting is how many others
	// may wait.
	atOnce, kept, waiting int

	mu      sync.Mutex
	running int
	others  int // of those running
	first   []*turn
	queued  map[custos.Address][]*turn
	order   []custos.Address // who of the others is next
	waits   int              // how many of the others wait
}

// turn is somebody who waits; granted is closed when he may.
type turn struct {
	who     custos.Address
	first   bool
	granted chan struct{}
}

// NewTurns returns turns of which nobody has one.
func NewTurns(atOnce, kept, waiting int) *Turns {
	return &Turns{atOnce: atOnce, kept: kept, waiting: waiting, queued: map[custos.Address][]*turn{}}
}

// Take waits for a turn until ctx ends; done gives it back.
func (t *Turns) Take(ctx context.Context, who custos.Address, class Class) (done func(), err error) {
	w := &turn{who: who, first: class >= Cloud, granted: make(chan struct{})}
	t.mu.Lock()
	if !w.first && t.waits >= t.waiting && !t.free(false) {
		t.mu.Unlock()
		return nil, spent(time.Second, "too many wait for this already")
	}
	t.add(w)
	t.next()
	t.mu.Unlock()
	var once sync.Once
	done = func() { once.Do(func() { t.back(w) }) }
	select {
	case <-w.granted:
		return done, nil
	case <-ctx.Done():
	}
	t.mu.Lock()
	gone := t.drop(w)
	t.mu.Unlock()
	if !gone { // granted in this moment
		done()
	}
	return nil, spent(time.Second, "others were first")
}

// free reports whether one more may run.
func (t *Turns) free(first bool) bool {
	return t.running < t.atOnce && (first || t.others < t.atOnce-t.kept)
}

func (t *Turns) add(w *turn) {
	if w.first {
		t.first = append(t.first, w)
		return
	}
	if len(t.queued[w.who]) == 0 {
		t.order = append(t.order, w.who)
	}
	t.queued[w.who] = append(t.queued[w.who], w)
	t.waits++
}

// next grants as many turns as there are places.
func (t *Turns) next() {
	for len(t.first) > 0 && t.free(true) {
		w := t.first[0]
		t.first = t.first[1:]
		t.running++
		close(w.granted)
	}
	for len(t.order) > 0 && t.free(false) {
		who := t.order[0]
		t.order = t.order[1:]
		w := t.queued[who][0]
		if t.queued[who] = t.queued[who][1:]; len(t.queued[who]) > 0 {
			t.order = append(t.order, who)
		} else {
			delete(t.queued, who)
		}
		t.waits--
		t.others++
		t.running++
		close(w.granted)
	}
}

// drop takes out who does not wait any more; false if he has his turn.
func (t *Turns) drop(w *turn) bool {
	if w.first {
		i := slices.Index(t.first, w)
		if i >= 0 {
			t.first = slices.Delete(t.first, i, i+1)
		}
		return i >= 0
	}
	i := slices.Index(t.queued[w.who], w)
	if i < 0 {
		return false
	}
	t.waits--
	if t.queued[w.who] = slices.Delete(t.queued[w.who], i, i+1); len(t.queued[w.who]) == 0 {
		delete(t.queued, w.who)
		t.order = slices.DeleteFunc(t.order, func(a custos.Address) bool { return a == w.who })
	}
	return true
}

func (t *Turns) back(w *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.running--
	if !w.first {
		t.others--
	}
	t.next()
}
