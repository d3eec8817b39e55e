package sealed

import (
	"sync"
	"time"

	"custos.dev/custos"
)

const (
	// channelsOfOne are kept of an account; a service needs one, and another while its
	// last life's is forgotten.
	channelsOfOne = 4
	// answerLife is how long a channel is kept that nobody uses. It is longer than a
	// channel is used, so that who asks begins a new one first.
	answerLife = 2 * channelLife
	// Hellos of one account, a second, and at once.
	helloRate, helloBurst = 2, 10
)

// answering are the channels that others opened to a service. It is safe for concurrent
// use, and bounded by the number of registered services.
type answering struct {
	mu     sync.RWMutex
	by     map[channelID]*channel
	of     map[custos.Address][]*channel // oldest first
	hellos map[custos.Address]*bucket
}

func (a *answering) find(id channelID) *channel {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.by[id]
}

// add keeps a channel, in the place of its account's oldest one if there are too many.
func (a *answering) add(ch *channel) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.by == nil {
		a.by, a.of = map[channelID]*channel{}, map[custos.Address][]*channel{}
	}
	kept := a.of[ch.account][:0]
	for _, have := range a.of[ch.account] {
		if time.Since(have.lastUsed()) < answerLife {
			kept = append(kept, have)
		} else {
			delete(a.by, have.id)
		}
	}
	for len(kept) >= channelsOfOne {
		delete(a.by, kept[0].id)
		kept = kept[1:]
	}
	a.by[ch.id], a.of[ch.account] = ch, append(kept, ch)
}

func (ch *channel) lastUsed() time.Time {
	ch.mu.Lock()
	defer ch.mu.Unlock()
	return ch.used
}

// mayHello bounds what an account costs by hellos. It is asked for registered ones only.
func (a *answering) mayHello(account custos.Address, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.hellos == nil {
		a.hellos = map[custos.Address]*bucket{}
	}
	b := a.hellos[account]
	if b == nil {
		b = &bucket{left: helloBurst, at: now}
		a.hellos[account] = b
	}
	return b.take(helloRate, helloBurst, now)
}

// bucket holds what may be spent now.
type bucket struct {
	left float64
	at   time.Time
}

func (b *bucket) take(rate, burst float64, now time.Time) bool {
	b.left = min(burst, b.left+rate*now.Sub(b.at).Seconds())
	b.at = now
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}

// What one caller may ask of one kind, a second, and at once. A service that starts reads
// the chain by some hundred requests; one that is up asks some ten times a second.
const (
	askRate, askBurst = 300, 3000
)

// budget bounds what one caller takes from the others.
type budget struct {
	each int // at a time

	mu      sync.Mutex
	callers map[custos.Address]*spending
}

type spending struct {
	bucket
	running int
}

func newBudget(each int) *budget {
	return &budget{each: each, callers: map[custos.Address]*spending{}}
}

// take lets a caller have a request handled; done ends it.
func (b *budget) take(account custos.Address, now time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.callers[account]
	if s == nil {
		s = &spending{bucket: bucket{left: askBurst, at: now}}
		b.callers[account] = s
	}
	switch {
	case s.running >= b.each:
		return custos.Errorf(custos.Unavailable, "%d requests of yours are being answered: wait", s.running)
	case !s.bucket.take(askRate, askBurst, now):
		return custos.Errorf(custos.Unavailable, "more than %d requests a second: wait", askRate)
	}
	s.running++
	return nil
}

func (b *budget) done(account custos.Address) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.callers[account].running--
}
