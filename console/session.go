package console

import (
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
}

// NewSessions returns an empty set of sessions.
func NewSessions() *Sessions { return &Sessions{now: time.Now} }

// NewLink returns a token for /login?token=…; it works once, within ten
// minutes. Whoever calls it decides who may log in.
func (s *Sessions) NewLink() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.issue(&s.links, linkLife, maxLinks)
}

// login exchanges a link's token for a session's.
func (s *Sessions) login(token string) (session string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.find(&s.links, token)
	if i < 0 {
		return "", false
	}
	s.links = slices.Delete(s.links, i, i+1)
	return s.issue(&s.sessions, sessionLife, maxSessions), true
}

// valid reports whether the session is a living one, and when it ends.
func (s *Sessions) valid(session string) (ends time.Time, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.find(&s.sessions, session)
	if i < 0 {
		return time.Time{}, false
	}
	return s.sessions[i].ends, true
}

func (s *Sessions) logout(session string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.find(&s.sessions, session); i >= 0 {
		s.sessions = slices.Delete(s.sessions, i, i+1)
	}
}

func (s *Sessions) issue(to *[]ticket, life time.Duration, most int) string {
	token := rand.Text()
	*to = append(*to, ticket{sha256.Sum256([]byte(token)), s.now().Add(life)})
	if n := len(*to) - most; n > 0 {
		*to = slices.Delete(*to, 0, n)
	}
	return token
}

// find compares with every ticket in constant time, whichever one fits.
func (s *Sessions) find(in *[]ticket, token string) int {
	now := s.now()
	*in = slices.DeleteFunc(*in, func(t ticket) bool { return !now.Before(t.ends) })
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
