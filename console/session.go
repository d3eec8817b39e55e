package console

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	linkLife    = 10 * time.Minute
	sessionLife = 12 * time.Hour
	// When there are more, the oldest goes: a forgotten browser must not lock
	// out the person at the desk.
	maxLinks    = 16
	maxSessions = 32
)

// Sessions are the people who are logged in. They live in memory only: a
// restart logs everybody out. Safe for many goroutines.
type Sessions struct {
	mu       sync.Mutex
	now      func() time.Time
	links    []ticket
	sessions []ticket
}

// ticket is a secret's digest and when it ends; the secret itself is not kept,
// so a memory dump lets nobody in.
type ticket struct {
	digest [sha256.Size]byte
	ends   time.Time
	// over ends when the ticket is taken away, and its open streams with it.
	over   context.Context
	revoke context.CancelFunc
}

// NewSessions returns an empty set of sessions.
func NewSessions() *Sessions { return &Sessions{now: time.Now} }

// NewLink returns a token for /login?token=…; it works once, within ten
// minutes, whoever looked at the page before. Whoever calls it decides who may log in.
func (s *Sessions) NewLink() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.issue(&s.links, linkLife, maxLinks)
}

// Fresh reports whether a link's token would let somebody in; asking uses nothing up.
func (s *Sessions) Fresh(token string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.find(&s.links, token) >= 0
}

// login exchanges a link's token for a session's.
func (s *Sessions) login(token string) (session string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.find(&s.links, token)
	if i < 0 {
		return "", false
	}
	remove(&s.links, i)
	return s.issue(&s.sessions, sessionLife, maxSessions), true
}

// valid reports whether the session is a living one.
func (s *Sessions) valid(session string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.find(&s.sessions, session) >= 0
}

// during returns a context that ends with ctx or with the session, whichever is
// first; not ok if there is no such session.
func (s *Sessions) during(ctx context.Context, session string) (_ context.Context, cancel context.CancelFunc, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.find(&s.sessions, session)
	if i < 0 {
		return nil, nil, false
	}
	t := s.sessions[i]
	ctx, end := context.WithTimeout(ctx, t.ends.Sub(s.now()))
	stop := context.AfterFunc(t.over, end)
	return ctx, func() { stop(); end() }, true
}

func (s *Sessions) logout(session string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.find(&s.sessions, session); i >= 0 {
		remove(&s.sessions, i)
	}
}

func (s *Sessions) issue(to *[]ticket, life time.Duration, most int) string {
	token := rand.Text()
	over, revoke := context.WithCancel(context.Background())
	*to = append(*to, ticket{sha256.Sum256([]byte(token)), s.now().Add(life), over, revoke})
	if len(*to) > most {
		remove(to, 0)
	}
	return token
}

func remove(from *[]ticket, i int) {
	(*from)[i].revoke()
	*from = slices.Delete(*from, i, i+1)
}

// find compares with every ticket in constant time, whichever one fits.
func (s *Sessions) find(in *[]ticket, token string) int {
	now := s.now()
	for i := len(*in) - 1; i >= 0; i-- {
		if !now.Before((*in)[i].ends) {
			remove(in, i)
		}
	}
	digest, at := sha256.Sum256([]byte(token)), -1
	for i, t := range *in {
		at = subtle.ConstantTimeSelect(subtle.ConstantTimeCompare(digest[:], t.digest[:]), i, at)
	}
	return at
}

// cookieName carries the port, since browsers share cookies among all ports of
// a host and two sites' consoles may run on one machine.
func cookieName(r *http.Request) string {
	_, port := splitHost(r.Host)
	return "custos_session_" + port
}

func sessionOf(r *http.Request) string {
	c, err := r.Cookie(cookieName(r))
	if err != nil {
		return ""
	}
	return c.Value
}

func setSession(w http.ResponseWriter, r *http.Request, token string) {
	c := &http.Cookie{
		Name: cookieName(r), Value: token, Path: "/", HttpOnly: true,
		SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil,
		MaxAge: int(sessionLife / time.Second),
	}
	if token == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}
