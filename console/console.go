// Package console is the web application for people: live pictures, events as
// they happen, how firmly each is bound, and its evidence. It is an
// http.Handler around a Backend and knows nothing of where that gets its data.
//
// The page is made from web/ by the program in generate/ and committed in
// dist/; building Custos needs neither Node nor npm.
package console

import (
	"embed"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
)

//go:generate go run ./generate

//go:embed dist
var dist embed.FS

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
	// Known is told who sends a request, by a name that is his session's alone; an error
	// refuses the request. Nil is nobody.
	Known func(r *http.Request, who string) error
	// Log takes what went wrong; nil is slog.Default().
	Log *slog.Logger
}

type console struct {
	Config
	// Whatever is under way holds a place; without one a viewer is told so.
	places *places
}

// New returns the console. It starts no goroutines of its own; open streams end
// with their requests, so let the http.Server's BaseContext end to close them.
func New(c Config) http.Handler {
	if c.Backend == nil || c.Sessions == nil {
		panic("console: Config.Backend and Config.Sessions are required")
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	s := &console{Config: c, places: newPlaces()}

	in := http.NewServeMux() // behind the session
	answer := func(pattern string, h http.HandlerFunc) { in.HandleFunc(pattern, s.within(forAnswers, h)) }
	file := func(pattern string, h http.HandlerFunc) { in.HandleFunc(pattern, s.within(forFiles, h)) }
	answer(api.ConsoleStatus.Pattern(), s.status)
	answer(api.GetCameras.Pattern(), s.cameras)
	in.HandleFunc("GET /api/cameras/{rest...}", s.within(forStreams, s.live))
	answer(api.ConsoleEvents.Pattern(), s.events)
	in.HandleFunc(api.ConsoleStream.Pattern(), s.within(forStreams, s.updates))
	answer(api.GetEvent.Pattern(), s.event)
	file(api.GetSnapshot.Pattern(), s.part(c.Backend.Snapshot, "image/jpeg", ""))
	file(api.GetClip.Pattern(), s.part(c.Backend.Clip, "video/mp4", ""))
	file(api.GetProof.Pattern(), s.part(c.Backend.Proof, "application/json", ""))
	file(api.GetBundle.Pattern(), s.part(c.Backend.Bundle, "application/zip", ".evidence.zip"))
	answer(api.GetKinds.Pattern(), func(w http.ResponseWriter, r *http.Request) { s.answer(w, r, api.Kinds(), nil) })
	answer(api.GetOpenAPI.Pattern(), func(w http.ResponseWriter, r *http.Request) {
		doc, err := api.ConsoleDocument()
		s.answer(w, r, json.RawMessage(doc), err)
	})
	in.HandleFunc(api.PostLogout.Pattern(), s.logout)
	page, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the name is a constant
	}
	in.Handle("GET /", http.FileServerFS(page))

	mux := http.NewServeMux()
	mux.HandleFunc(api.Healthz.Pattern(), func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok\n")) })
	mux.HandleFunc(api.GetLogin.Pattern(), s.door)
	mux.HandleFunc(api.PostLogin.Pattern(), s.login)
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
			api.WriteErrorAs(w, http.StatusUnauthorized, custos.Errorf(custos.Denied, "%s", text))
			return
		}
		defer cancel()
		if s.Known != nil {
			who := viewerOf(r)
			if err := s.Known(r, hex.EncodeToString(who[:])); err != nil {
				s.refuse(w, r, crowded{custos.Errorf(custos.Unavailable, "%w", err)})
				return
			}
		}
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
