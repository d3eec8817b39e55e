package console

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"strings"
)

// A link is opened by more than people: chat programs and mail filters ask for it to show
// what it leads to. So opening it gives a page with a button, and only the button, a POST,
// uses the link up. The page needs no script.

//go:embed login.html
var loginText string

var loginPage = template.Must(template.New("login").Parse(loginText))

// loginPolicy binds the page to its own style, by hash, and its button to this console.
var loginPolicy = func() string {
	_, style, _ := strings.Cut(loginText, "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	h := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(h[:]) + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}()

const usedUp = "This link is used up or older than ten minutes: ask Custos for a new one."

// door answers whoever opens a link, and changes nothing.
func (s *console) door(w http.ResponseWriter, r *http.Request) {
	token := r.URL.Query().Get("token")
	good := s.Sessions.Fresh(token)
	if !good && s.Sessions.valid(sessionOf(r)) {
		// Whoever is already in and opens the old link again just goes on.
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	s.showDoor(w, token, good)
}

// login lets in by a link's token, once. guard has checked where the request comes from.
func (s *console) login(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1024)
	// Of the body alone: what stands in an address gets into histories and logs.
	session, ok := s.Sessions.login(r.PostFormValue("token"))
	switch {
	case ok:
		setSession(w, r, session)
	case !s.Sessions.valid(sessionOf(r)):
		s.showDoor(w, "", false)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// showDoor shows the button, or why there is none.
func (s *console) showDoor(w http.ResponseWriter, token string, good bool) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", loginPolicy)
	// The token stands in this page's address. Its origin alone is told, as a form has
	// to: by no-referrer a browser would call it null, which guard refuses.
	h.Set("Referrer-Policy", "strict-origin")
	view := struct{ Site, Token, Why string }{Site: s.Site, Token: token}
	if !good {
		view.Why = usedUp
		w.WriteHeader(http.StatusForbidden)
	}
	if err := loginPage.Execute(w, view); err != nil {
		s.Log.Debug("the login page was not taken", "err", err)
	}
}
