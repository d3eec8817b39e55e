package service

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"path/filepath"
	"time"

	"custos.dev/custos"
)

// debugVariable has a service answer profiles (net/http/pprof): which parts of a program take
// time and memory, with function names and nothing of what is observed, but also where keys
// lie in memory. So it is off unless the variable is set, listens on loopback alone, and wants
// the word that stands in debugFile, in the service's directory, which only its user reads.
const debugVariable = "CUSTOS_DEBUG"

// debugFile holds the word as a header that curl reads, and in a comment the address: see
// docs/operations.md.
const debugFile = "debug.curl"

// serveDebug answers profiles until stop, if that was asked for.
func (e *Env) serveDebug() (stop func(), err error) {
	path := filepath.Join(e.Dir, debugFile)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) { // of a process that was killed
		return nil, err
	}
	switch on := os.Getenv(debugVariable); on {
	case "", "0":
		return func() {}, nil
	case "1":
	default:
		return nil, custos.Errorf(custos.Invalid, "%s=%q: set it to 1 for profiles, or not at all", debugVariable, on)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	word := rand.Text()
	if err := WriteFile(path, fmt.Appendf(nil, "# http://%s/debug/pprof/\nheader = \"Authorization: Bearer %s\"\n", l.Addr(), word), 0o600); err != nil {
		_ = l.Close()
		return nil, err
	}
	// A profile takes as long as is asked for.
	srv := &http.Server{Handler: debugHandler(word), ReadHeaderTimeout: 5 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			e.Log.Error("the debug address stopped", "err", err)
		}
	}()
	e.Log.Warn("profiles are answered on loopback: unset "+debugVariable+" when you are done", "address", l.Addr(), "how", path)
	return func() { _ = srv.Close(); <-done; _ = os.Remove(path) }, nil
}

// debugHandler answers who knows the word.
func debugHandler(word string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte("Bearer "+word)) != 1 {
			http.Error(w, "this takes the word in the service's directory: docs/operations.md", http.StatusUnauthorized)
			return
		}
		mux.ServeHTTP(w, r)
	})
}
