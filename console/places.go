package console

import (
	"crypto/sha256"
	"net/http"
	"sync"
	"time"

	"custos.dev/custos"
)

// What one session, and all together, may have under way. One person looks at a wall of
// at most 64 cameras, with an update stream beside them; twenty people at 16 each are 340
// streams. Behind the console they all are one principal, so that what one of them takes too
// much of, the masters would refuse to the others.
var (
	forStreams = place{"streams", 96, 512}
	forFiles   = place{"files", 3, 12}
	forAnswers = place{"requests", 16, 128}
)

// place is a kind of what is under way: how much of it a session may have, and all together.
type place struct {
	name     string
	of, most int
}

// viewer is a session, by the digest of its token.
type viewer [sha256.Size]byte

func viewerOf(r *http.Request) viewer { return sha256.Sum256([]byte(sessionOf(r))) }

// places counts what is under way.
type places struct {
	mu  sync.Mutex
	all map[string]int
	by  map[held]int
}

type held struct {
	who  viewer
	kind string
}

func newPlaces() *places { return &places{all: map[string]int{}, by: map[held]int{}} }

// crowded says that there is no place; it is answered by 429.
type crowded struct{ error }

// Unwrap returns the error with its kind.
func (c crowded) Unwrap() error { return c.error }

// RetryAfter implements api.Later.
func (crowded) RetryAfter() time.Duration { return 5 * time.Second }

// take returns how the place is given back, or why there is none.
func (p *places) take(who viewer, kind place) (free func(), err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	mine := held{who, kind.name}
	switch {
	case p.by[mine] >= kind.of:
		return nil, crowded{custos.Errorf(custos.Unavailable, "You have %d %s open already: close a page or a tile and try again.", kind.of, kind.name)}
	case p.all[kind.name] >= kind.most:
		return nil, crowded{custos.Errorf(custos.Unavailable, "The console has %d %s open already: close a page or a tile and try again.", kind.most, kind.name)}
	}
	p.by[mine]++
	p.all[kind.name]++
	return sync.OnceFunc(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.all[kind.name]--
		if p.by[mine]--; p.by[mine] == 0 {
			delete(p.by, mine)
		}
	}), nil
}

// within lets a handler answer while its viewer has a place.
func (s *console) within(kind place, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		free, err := s.places.take(viewerOf(r), kind)
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		defer free()
		next(w, r)
	}
}
