package console

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"

	"custos.dev/custos/observe"

	"github.com/coder/websocket"
)

func TestNothingWithoutSession(t *testing.T) {
	f := newFake()
	f.list = []api.Event{event(1, observe.KindZone, f.cams[0].Camera, "x")}
	s := serve(t, f)
	in := s.loggedIn(t)
	var doc struct {
		Paths map[string]map[string]json.RawMessage
	}
	openapi, err := api.ConsoleDocument()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(openapi, &doc); err != nil {
		t.Fatal(err)
	}
	paths := []string{"/", "/none"}
	for p, methods := range doc.Paths {
		if methods["get"] != nil && p != "/login" && p != "/healthz" {
			paths = append(paths, strings.NewReplacer("{id}", string(f.list[0].ID), "{camera}", "campus/lab/corridor").Replace(p))
		}
	}
	err = fs.WalkDir(dist, "dist", func(p string, d fs.DirEntry, err error) error {
		if !d.IsDir() {
			paths = append(paths, strings.TrimPrefix(p, "dist"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) < 14 {
		t.Fatalf("only %d paths are documented and embedded: %q", len(paths), paths)
	}
	for _, p := range paths {
		for _, h := range []http.Header{nil, {"Cookie": {"custos_session_=x; custos_session_80=x"}}, {"Cookie": {strings.Split(in.Get("Cookie"), "=")[0] + "="}}} {
			if r, body := s.get(t, p, h); r.StatusCode != http.StatusUnauthorized || !strings.Contains(body, "link") {
				t.Errorf("GET %s without a session: %s %s", p, r.Status, body)
			}
		}
		if strings.HasSuffix(p, "/live") || strings.HasSuffix(p, "/stream") {
			continue
		}
		r, body := s.get(t, p, in)
		if want := map[bool]int{true: 404, false: 200}[p == "/none"]; r.StatusCode != want && p != "/index.html" {
			t.Errorf("GET %s with a session: %s %s", p, r.Status, body)
		}
		csp := r.Header.Get("Content-Security-Policy")
		if !strings.HasPrefix(csp, "default-src 'none'; ") || strings.Contains(csp, "unsafe") || r.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("GET %s: policy %q, headers %v", p, csp, r.Header)
		}
		if strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") && p != "/" {
			t.Errorf("GET %s is served as HTML", p)
		}
	}
	if r, body := s.get(t, "/healthz", nil); r.StatusCode != 200 || body != "ok\n" {
		t.Errorf("/healthz: %s %q", r.Status, body)
	}
}

func TestLinkWorksOnceAndEnds(t *testing.T) {
	s := NewSessions()
	now := time.Now()
	s.now = func() time.Time { return now }
	token := s.NewLink()
	session, ok := s.login(token)
	if !ok || !s.valid(session) {
		t.Fatal("a fresh link does not log in")
	}
	if _, ok := s.login(token); ok {
		t.Error("a link worked twice")
	}
	if _, ok := s.login(session); ok {
		t.Error("a session is taken for a link")
	}
	if s.valid(token) || s.valid("") {
		t.Error("a link, or nothing, is taken for a session")
	}
	late := s.NewLink()
	now = now.Add(linkLife)
	if _, ok := s.login(late); ok {
		t.Error("a link worked after ten minutes")
	}
	now = now.Add(sessionLife)
	if s.valid(session) {
		t.Error("a session outlived its time")
	}
}

func TestSessionsAreBounded(t *testing.T) {
	s := NewSessions()
	first, _ := s.login(s.NewLink())
	ctx, cancel, ok := s.during(context.Background(), first)
	if !ok {
		t.Fatal("no session")
	}
	defer cancel()
	for range maxSessions {
		if _, ok := s.login(s.NewLink()); !ok {
			t.Fatal("a fresh link does not log in")
		}
	}
	if s.valid(first) || len(s.sessions) != maxSessions {
		t.Errorf("%d sessions are kept, want %d without the oldest", len(s.sessions), maxSessions)
	}
	select { // what it had open is cut
	case <-ctx.Done():
	case <-time.After(time.Minute):
		t.Error("the evicted session's streams go on")
	}
	old := s.NewLink()
	for range maxLinks {
		s.NewLink()
	}
	if _, ok := s.login(old); ok || len(s.links) != maxLinks {
		t.Errorf("%d links are kept, want %d without the oldest", len(s.links), maxLinks)
	}
}

// Attack 45: who only looks at a link, as programs do that show what it leads to, does not
// use it up; nobody but the console's own page does.
func TestAttack45LinkPreview(t *testing.T) {
	s := serve(t, newFake())
	token := s.sessions.NewLink()
	c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	ask := func(method, path, body string, h map[string]string) (*http.Response, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if body != "" {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		for k, v := range h {
			req.Header.Set(k, v)
		}
		r, err := c.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return r, string(b)
	}
	link, form := "/login?token="+token, url.Values{"token": {token}}.Encode()
	for _, h := range []map[string]string{
		{"User-Agent": "Slackbot-LinkExpanding 1.0"},
		nil,
		{"Sec-Purpose": "prefetch;prerender", "Sec-Fetch-Site": "none"},
		{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
	} {
		for _, method := range []string{"HEAD", "GET"} {
			if h["Sec-Fetch-Site"] == "cross-site" && method == "HEAD" {
				continue // no browser does
			}
			r, body := ask(method, link, "", h)
			if r.StatusCode != http.StatusOK || len(r.Cookies()) != 0 || r.Header.Get("Location") != "" {
				t.Errorf("%s by %v answers %s with %v", method, h, r.Status, r.Header)
			}
			if method == "GET" && (strings.Count(body, "<button") != 1 || !strings.Contains(body, `<form method="post" action="/login">`) || !strings.Contains(body, token) || strings.Contains(body, "<script")) {
				t.Errorf("the page is\n%s", body)
			}
			csp, style := r.Header.Get("Content-Security-Policy"), styleOf(body)
			if !strings.HasPrefix(csp, "default-src 'none'; ") || !strings.Contains(csp, "form-action 'self'") || strings.Contains(csp, "unsafe") ||
				method == "GET" && !strings.Contains(csp, "'sha256-"+style+"'") {
				t.Errorf("the page's policy is %q, its style %s", csp, style)
			}
			if p := r.Header.Get("Referrer-Policy"); p != "strict-origin" && p != "no-referrer" {
				t.Errorf("the page's address goes on: Referrer-Policy %q", p)
			}
		}
	}
	for what, try := range map[string]func() (*http.Response, string){
		"from another site": func() (*http.Response, string) {
			return ask("POST", "/login", form, map[string]string{"Origin": "http://evil.example"})
		},
		"from a page of no site": func() (*http.Response, string) {
			return ask("POST", "/login", form, map[string]string{"Origin": "null"})
		},
		"from another site's tab": func() (*http.Response, string) {
			return ask("POST", "/login", form, map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"})
		},
		"in the address": func() (*http.Response, string) { return ask("POST", link, "", nil) },
		"in a body without end": func() (*http.Response, string) {
			return ask("POST", "/login", "x="+strings.Repeat("x", 1<<20)+"&"+form, nil)
		},
	} {
		if r, body := try(); r.StatusCode != http.StatusForbidden || len(r.Cookies()) != 0 {
			t.Errorf("a token %s answers %s: %s", what, r.Status, body)
		}
	}
	r, _ := ask("POST", "/login", form, map[string]string{"Origin": s.URL, "Sec-Fetch-Site": "same-origin"})
	if r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != "/" || len(r.Cookies()) != 1 {
		t.Fatalf("after all of that the button answers %s with %v", r.Status, r.Header)
	}
	k := r.Cookies()[0]
	for _, method := range []string{"GET", "HEAD", "POST"} {
		body := ""
		if method == "POST" {
			body = form
		}
		if r, text := ask(method, link, body, nil); r.StatusCode != http.StatusForbidden || method != "HEAD" && !strings.Contains(text, "used up") || strings.Contains(text, "<button") {
			t.Errorf("%s of a link that was used answers %s: %s", method, r.Status, text)
		}
		// Who is in goes on.
		if r, _ := ask(method, link, body, map[string]string{"Cookie": k.Name + "=" + k.Value}); r.StatusCode != http.StatusSeeOther {
			t.Errorf("%s of it with a session answers %s", method, r.Status)
		}
	}
}

// styleOf is the hash of a page's style, as a policy names it.
func styleOf(page string) string {
	_, style, _ := strings.Cut(page, "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	h := sha256.Sum256([]byte(style))
	return base64.StdEncoding.EncodeToString(h[:])
}

// Attack 33: cross-site WebSocket and DNS rebinding, with a valid cookie.
func TestAttack33OriginAndHost(t *testing.T) {
	f := newFake()
	s := serve(t, f)
	in := s.loggedIn(t)
	port := s.URL[strings.LastIndexByte(s.URL, ':'):]
	own := "127.0.0.1" + port
	// The cookie's name holds the port, so each case keeps it unless it says so.
	for _, c := range []struct {
		name   string
		header map[string]string
		path   string
		want   int
	}{
		{"own page", map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": s.URL}, "/api/status", 200},
		{"a program", nil, "/api/status", 200},
		{"by name", map[string]string{"Host": "custos.example" + port}, "/api/status", 200},
		{"by name in capitals", map[string]string{"Host": "Custos.Example" + port, "Origin": "http://custos.example" + port}, "/api/status", 200},
		{"localhost", map[string]string{"Host": "localhost" + port}, "/api/status", 200},
		{"IPv6", map[string]string{"Host": "[::1]" + port}, "/api/status", 200},
		{"rebound name", map[string]string{"Host": "evil.example" + port}, "/api/status", 403},
		{"rebound name with its own origin", map[string]string{"Host": "evil.example" + port, "Origin": "http://evil.example" + port}, "/api/status", 403},
		{"rebound name at the page", map[string]string{"Host": "evil.example" + port}, "/", 403},
		{"rebound name at the login", map[string]string{"Host": "evil.example" + port}, "/login?token=x", 403},
		{"rebound name at the health", map[string]string{"Host": "evil.example" + port}, "/healthz", 403},
		{"name that only begins like ours", map[string]string{"Host": "custos.example.evil" + port}, "/api/status", 403},
		{"127.0.0.1 as a label", map[string]string{"Host": "127.0.0.1.evil.example" + port}, "/api/status", 403},
		{"other origin", map[string]string{"Origin": "http://evil.example"}, "/api/status", 403},
		{"other port", map[string]string{"Origin": "http://127.0.0.1:1"}, "/api/events/stream", 403},
		{"null origin", map[string]string{"Origin": "null"}, "/api/events/stream", 403},
		{"empty host in origin", map[string]string{"Origin": "http://"}, "/api/status", 403},
		{"other scheme", map[string]string{"Origin": "ftp://" + own}, "/api/status", 403},
		{"other origin's image", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, "/api/events/x/snapshot.jpg", 403},
		{"other port's image", map[string]string{"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, "/icon.svg", 403},
		{"other origin's link to the page", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, "/", 200},
		{"other origin's link to a file", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, "/api/events", 403},
		{"other origin's frame", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, "/", 403},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := in.Clone()
			for k, v := range c.header {
				h.Set(k, v)
			}
			if r, body := s.get(t, c.path, h); r.StatusCode != c.want {
				t.Errorf("answered %s, want %d: %s", r.Status, c.want, body)
			}
		})
	}
	for _, c := range []struct {
		name, host, origin string
		ok                 bool
	}{
		{"own", "", s.URL, true},
		{"none", "", "", false},
		{"other", "", "http://evil.example", false},
		{"other port", "", "http://127.0.0.1:1", false},
		{"null", "", "null", false},
		{"rebound", "evil.example" + port, "http://evil.example" + port, false},
	} {
		t.Run("WebSocket "+c.name, func(t *testing.T) {
			h := in.Clone()
			if c.origin != "" {
				h.Set("Origin", c.origin)
			}
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			f.mu.Lock()
			before := f.lives[f.cams[0].Camera]
			f.mu.Unlock()
			w, r, err := websocket.Dial(ctx, s.URL+"/api/cameras/campus/library/front-door/live", &websocket.DialOptions{HTTPHeader: h, Host: c.host})
			if err == nil {
				defer w.CloseNow()
			}
			if c.ok != (err == nil) {
				t.Fatalf("upgraded: %v, want %v (%v)", err == nil, c.ok, err)
			}
			if c.ok {
				// It is asked once the socket is open, maybe in the middle of the next case.
				for asked := before; asked == before; time.Sleep(time.Millisecond) {
					if ctx.Err() != nil {
						t.Fatal("the backend was never asked")
					}
					f.mu.Lock()
					asked = f.lives[f.cams[0].Camera]
					f.mu.Unlock()
				}
				return
			}
			if r == nil || r.StatusCode != http.StatusForbidden {
				t.Errorf("refused with %v, want 403", r)
			}
			f.mu.Lock()
			defer f.mu.Unlock()
			if f.lives[f.cams[0].Camera] != before {
				t.Error("the backend was asked for a stream before the refusal")
			}
		})
	}
}

func TestLiveSaysWhyItEnds(t *testing.T) {
	long := "Denied: " + strings.Repeat("é", 100)
	f := newFake()
	f.media.codec = "avc1.64001f"
	f.media.init = []byte("init")
	f.media.fragments = make([][]byte, 8)
	f.cutAfter = map[custos.CameraID]int{"campus/lab/corridor": 1}
	f.refuse = map[custos.CameraID]error{
		"campus/gate/north":     custos.Errorf(custos.Denied, "%s", long),
		"campus/lab/corridor":   custos.Errorf(custos.Denied, "The right was revoked."),
		"campus/library/stairs": fmt.Errorf("open /secret/path: no such file"),
	}
	s := serve(t, f)
	h := s.loggedIn(t)
	h.Set("Origin", s.URL)
	for _, c := range []struct {
		camera custos.CameraID
		code   websocket.StatusCode
		reason string
		chunks int // text and binary
	}{
		{"campus/library/front-door", websocket.StatusNormalClosure, "The camera's stream has ended.", 5},
		{"campus/lab/corridor", 4403, "The right was revoked.", 3},
		{"campus/gate/north", 4403, "Denied: " + strings.Repeat("é", 56) + "…", 0},
		{"campus/library/stairs", 4500, "Something went wrong inside Custos: see its log.", 0},
	} {
		t.Run(string(c.camera), func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			w, _, err := websocket.Dial(ctx, s.URL+"/api/cameras/"+string(c.camera)+"/live", &websocket.DialOptions{HTTPHeader: h})
			if err != nil {
				t.Fatal(err)
			}
			defer w.CloseNow()
			n := 0
			for ; ; n++ {
				kind, b, err := w.Read(ctx)
				if err != nil {
					var e websocket.CloseError
					if !errors.As(err, &e) || e.Code != c.code || e.Reason != c.reason {
						t.Errorf("closed with %v, want %d %q", err, c.code, c.reason)
					}
					break
				}
				if n == 0 && (kind != websocket.MessageText || string(b) != `{"codec":"avc1.64001f","height":360,"width":640}`) {
					t.Errorf("begins with %s", b)
				}
				if n == 1 && (kind != websocket.MessageBinary || string(b) != "init") {
					t.Errorf("the second message is %q, want the init section", b)
				}
			}
			if n != c.chunks {
				t.Errorf("%d messages came, want %d", n, c.chunks)
			}
		})
	}
	if r, _ := s.get(t, "/api/cameras/Campus%20x/live", h); r.StatusCode != 400 {
		t.Errorf("a camera that cannot be: %s", r.Status)
	}
}

// Logging out cuts what is open, also a stream that is idle.
func TestLogoutEndsStreams(t *testing.T) {
	s := serve(t, newFake())
	h := s.loggedIn(t)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", s.URL+"/api/events/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = h
	r, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	lines := bufio.NewScanner(r.Body)
	if !lines.Scan() || lines.Text() != ": open" {
		t.Fatalf("the stream begins with %q", lines.Text())
	}
	out, err := http.NewRequestWithContext(ctx, "POST", s.URL+"/logout", nil)
	if err != nil {
		t.Fatal(err)
	}
	out.Header = h
	o, err := http.DefaultClient.Do(out)
	if err != nil {
		t.Fatal(err)
	}
	o.Body.Close()
	for lines.Scan() {
	}
	if ctx.Err() != nil {
		t.Error("the stream went on after the logout")
	}
	if r, _ := s.get(t, "/api/status", h); r.StatusCode != 401 {
		t.Errorf("after the logout: %s", r.Status)
	}
}

func TestUpdatesAreSelected(t *testing.T) {
	f := newFake()
	s := serve(t, f)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", s.URL+"/api/events/stream?kind=zone,stream&except=stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = s.loggedIn(t)
	r, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	lines := bufio.NewScanner(r.Body)
	next := func() string {
		for lines.Scan() {
			if d, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return d
			}
		}
		t.Fatal("the stream ended")
		return ""
	}
	if !lines.Scan() { // subscribed
		t.Fatal("no stream")
	}
	f.add(event(1, observe.KindTracks, f.cams[0].Camera, "no"))
	f.add(event(2, observe.KindStream, f.cams[0].Camera, "no"))
	f.add(event(3, observe.KindZone, f.cams[0].Camera, "line\nbreak"))
	f.move(api.Anchored, "a.b.1.1")
	var u api.SiteUpdate
	if err := json.Unmarshal([]byte(next()), &u); err != nil || u.Event == nil || u.Event.Text != "line\nbreak" {
		t.Errorf("first came %+v, %v", u, err)
	}
	if got := next(); got != `{"mark":"anchored","ids":["a.b.1.1"]}` {
		t.Errorf("then came %s", got)
	}
}

func TestQueriesAndFiles(t *testing.T) {
	f := newFake()
	f.media.whole = []byte("0123456789")
	for n := range 10 {
		f.list = append([]api.Event{event(n+1, []custos.Kind{observe.KindZone, observe.KindTracks}[n%2], f.cams[n%2].Camera, "x")}, f.list...)
	}
	s := serve(t, f)
	in := s.loggedIn(t)
	id := func(n int) string { return string(event(n, "", "", "").ID) }
	for _, c := range []struct {
		query string
		want  int
		first int
	}{
		{"", 10, 10},
		{"?kind=zone", 5, 9},
		{"?kind=zone&kind=tracks", 10, 10},
		{"?kind=zone,tracks&except=zone", 5, 10},
		{"?limit=3", 3, 10},
		{"?before=" + id(4), 3, 3},
		{"?camera=campus/library/stairs", 5, 10},
		{"?camera=campus/gate", 0, 0},
	} {
		_, body := s.get(t, "/api/events"+c.query, in)
		var got []api.Event
		if err := json.Unmarshal([]byte(body), &got); err != nil || got == nil || len(got) != c.want || c.want > 0 && string(got[0].ID) != id(c.first) {
			t.Errorf("%q: want %d events from %d, got %s", c.query, c.want, c.first, body)
		}
	}
	for _, bad := range []string{"?limit=0", "?limit=501", "?limit=x", "?camera=../x"} {
		if r, body := s.get(t, "/api/events"+bad, in); r.StatusCode != 400 || !strings.Contains(body, `"error":"invalid"`) {
			t.Errorf("%s: %s %s", bad, r.Status, body)
		}
	}
	if r, _ := s.get(t, "/api/events/none", in); r.StatusCode != 404 {
		t.Errorf("an event that is not there: %s", r.Status)
	}
	h := in.Clone()
	h.Set("Range", "bytes=2-4")
	if r, body := s.get(t, "/api/events/"+id(1)+"/clip.mp4", h); r.StatusCode != 206 || body != "234" || r.Header.Get("Content-Type") != "video/mp4" {
		t.Errorf("a range of the clip: %s %q %v", r.Status, body, r.Header)
	}
	// The fake says text/html here.
	r, _ := s.get(t, "/api/events/"+id(1)+"/bundle", in)
	if r.Header.Get("Content-Type") != "application/zip" || r.Header.Get("Content-Disposition") != "attachment; filename="+id(1)+".evidence.zip" {
		t.Errorf("the bundle's headers are %v", r.Header)
	}
}

func TestSafeType(t *testing.T) {
	for _, c := range [][3]string{
		{"image/png", "image/jpeg", "image/png"},
		{"image/svg+xml", "image/jpeg", "image/jpeg"},
		{"text/html", "video/mp4", "video/mp4"},
		{"", "application/zip", "application/zip"},
		{"text/plain; charset=utf-8", "application/json", "text/plain; charset=utf-8"},
		{"application/xhtml+xml", "application/json", "application/json"},
		{"IMAGE/SVG+XML", "image/jpeg", "image/jpeg"},
	} {
		if got := safeType(c[0], c[1]); got != c[2] {
			t.Errorf("safeType(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
}
