// Package console is the web application for people: live pictures, events as
// they happen, how firmly each is bound, and its evidence. It is an
// http.Handler around a Backend and knows nothing of where that gets its data.
//
// The page is made from web/ by the program in generate/ and committed in
// dist/; building Custos needs neither Node nor npm.
package console

import (
	"embed"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"custos"
)

//go:generate go run ./generate

//go:embed dist
var dist embed.FS

//go:embed openapi.json
var openapi []byte

// Config is what a console needs. Backend and Sessions are required.
type Config struct {
	// Site is the name shown until the backend's status says another.
	Site    string
	Backend Backend
	// Sessions says who is logged in.
	Sessions *Sessions
	// Hosts are names, without port, by which the console may be opened, in
	// lower case. Addresses and localhost always may.
	Hosts []string
	// Log takes what went wrong; nil is slog.Default().
	Log *slog.Logger
}

type console struct {
	Config
	// Each open stream holds a place; without one a viewer is told so.
	streams chan struct{}
}

// maxStreams bounds live pictures and update streams together: a wall of 16
// cameras in a few browsers.
const maxStreams = 256

// New returns the console. It starts no goroutines of its own; open streams end
// with their requests, so let the http.Server's BaseContext end to close them.
func New(c Config) http.Handler {
	if c.Backend == nil || c.Sessions == nil {
		panic("console: Config.Backend and Config.Sessions are required")
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	s := &console{Config: c, streams: make(chan struct{}, maxStreams)}

	in := http.NewServeMux() // behind the session
	in.HandleFunc("GET /api/status", s.status)
	in.HandleFunc("GET /api/cameras", s.cameras)
	in.HandleFunc("GET /api/cameras/{rest...}", s.live)
	in.HandleFunc("GET /api/events", s.events)
	in.HandleFunc("GET /api/events/stream", s.updates)
	in.HandleFunc("GET /api/events/{id}", s.event)
	in.HandleFunc("GET /api/events/{id}/snapshot.jpg", s.part(c.Backend.Snapshot, "image/jpeg", ""))
	in.HandleFunc("GET /api/events/{id}/clip.mp4", s.part(c.Backend.Clip, "video/mp4", ""))
	in.HandleFunc("GET /api/events/{id}/proof", s.part(c.Backend.Proof, "application/json", ""))
	in.HandleFunc("GET /api/events/{id}/bundle", s.part(c.Backend.Bundle, "application/zip", ".evidence.zip"))
	in.HandleFunc("GET /api/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write(openapi)
	})
	in.HandleFunc("POST /logout", s.logout)
	page, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the name is a constant
	}
	in.Handle("GET /", http.FileServerFS(page))

	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /login", s.door)
	mux.HandleFunc("POST /login", s.login)
	mux.Handle("/", s.session(in))
	return s.guard(mux)
}

// session lets through who is logged in, until the session ends: that ends a
// stream too.
func (s *console) session(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel, ok := s.Sessions.during(r.Context(), sessionOf(r))
		if !ok {
			const text = "You are not logged in: open the link that Custos printed and press its button, or ask for a new one; a link works once, within ten minutes."
			if r.URL.Path == "/" { // somebody reads this
				http.Error(w, text, http.StatusUnauthorized)
				return
			}
			failStatus(w, http.StatusUnauthorized, custos.Denied, text)
			return
		}
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func (s *console) logout(w http.ResponseWriter, r *http.Request) {
	s.Sessions.logout(sessionOf(r))
	setSession(w, r, "")
	w.WriteHeader(http.StatusNoContent)
}

// writeTime is how long a stream's reader may take for one message.
const writeTime = 15 * time.Second
