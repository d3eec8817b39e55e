package pgtest

import (
	"context"
	"errors"
	"sync"
)

// TB is what of a test is needed here.
type TB interface {
	Helper()
	Context() context.Context
	Cleanup(func())
	Skip(args ...any)
	Fatal(args ...any)
}

// shared is the server that the tests of a program share.
var shared = sync.OnceValues(func() (*Server, error) {
	return Start(context.Background())
})

// Shared returns a server for all tests of this program, which ends with it. Without PostgreSQL on
// this machine the test is skipped.
func Shared(t TB) *Server {
	t.Helper()
	s, err := shared()
	return need(t, s, err)
}

// Own returns a server that is the test's alone: it may be killed.
func Own(t TB, settings ...string) *Server {
	t.Helper()
	s, err := Start(t.Context(), settings...)
	s = need(t, s, err)
	t.Cleanup(func() {
		if err := s.End(); err != nil {
			t.Fatal(err)
		}
	})
	return s
}

// Database returns the address of an empty database on the shared server.
func Database(t TB) string {
	t.Helper()
	url, err := Shared(t).Database(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return url
}

func need(t TB, s *Server, err error) *Server {
	t.Helper()
	if errors.Is(err, ErrNotInstalled) {
		t.Skip("PostgreSQL is", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}
