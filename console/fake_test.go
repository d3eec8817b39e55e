package console

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"
)

// fake is a site in memory.
type fake struct {
	Backend // what no test asks for
	// codecs are of cameras that send another one than the film's.
	codecs   map[custos.CameraID]string
	mu       sync.Mutex
	cams     []api.Camera
	list     []api.Event // newest first
	readers  []chan api.SiteUpdate
	opened   int
	refuse   map[custos.CameraID]error // Live's answer
	cutAfter map[custos.CameraID]int   // chunks, after which refuse is the reason
	freeze   map[custos.CameraID]int   // chunks, after which no more come until thaw is closed
	thaw     chan struct{}
	lives    map[custos.CameraID]int // how often Live was called
	media    film
}

func (f *fake) Status(context.Context) (api.Site, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := uint64(1200 + len(f.list))
	return api.Site{Domains: []api.Domain{
		{Domain: "campus/library", Marks: api.Marks{Size: n, Witnessed: n, Anchored: n - 3, Block: 18204}, Height: 18211, Peers: 2, Confirmations: 7},
		{Domain: "campus/gate", Marks: api.Marks{Size: 845, Witnessed: 845, Anchored: 845, Block: 18209}, Height: 18211, Peers: 2, Confirmations: 2},
		{Domain: "campus/lab", Marks: api.Marks{Size: 402, Witnessed: 399, Anchored: 390, Block: 18190}, Height: 18210, Peers: 1, Confirmations: 20},
	}}, nil
}

func (f *fake) Cameras(context.Context) ([]api.Camera, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.cams), nil
}

func (f *fake) Events(_ context.Context, q Query) ([]api.Event, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []api.Event
	skip := q.Before != ""
	for _, e := range f.list {
		if skip {
			skip = e.ID != q.Before
			continue
		}
		if len(out) < q.Limit && (len(q.Kinds) == 0 || slices.Contains(q.Kinds, e.Kind)) && !slices.Contains(q.Except, e.Kind) && (q.Camera == "" || e.Resource.Within(q.Camera)) {
			e.Body = nil
			out = append(out, e)
		}
	}
	return out, nil
}

func (f *fake) Updates(ctx context.Context) (<-chan api.SiteUpdate, error) {
	c := make(chan api.SiteUpdate, 256)
	f.mu.Lock()
	f.readers = append(f.readers, c)
	f.opened++
	f.mu.Unlock()
	context.AfterFunc(ctx, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.drop(c)
	})
	return c, nil
}

func (f *fake) drop(c chan api.SiteUpdate) {
	if i := slices.Index(f.readers, c); i >= 0 {
		f.readers = slices.Delete(f.readers, i, i+1)
		close(c)
	}
}

// add is a new event, move a new mark; both go to every reader.
func (f *fake) add(e api.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append([]api.Event{e}, f.list...)
	f.tell(api.SiteUpdate{Event: &e})
}

func (f *fake) move(m api.Mark, ids ...custos.EventID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, e := range f.list {
		if slices.Contains(ids, e.ID) {
			f.list[i].Mark = m
		}
	}
	f.tell(api.SiteUpdate{Mark: m, IDs: ids})
}

func (f *fake) tell(u api.SiteUpdate) {
	for _, c := range slices.Clone(f.readers) {
		select {
		case c <- u:
		default:
			f.drop(c)
		}
	}
}

func (f *fake) Event(_ context.Context, id custos.EventID) (api.Event, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range f.list {
		if e.ID == id {
			return e, nil
		}
	}
	return api.Event{}, custos.Errorf(custos.NotFound, "there is no event %s: look it up in the list", id)
}

type closer struct{ io.ReadSeeker }

func (closer) Close() error { return nil }

func (f *fake) file(id custos.EventID, kind string, b []byte) (io.ReadCloser, string, error) {
	if _, err := f.Event(context.Background(), id); err != nil {
		return nil, "", err
	}
	return closer{bytes.NewReader(b)}, kind, nil
}

func (f *fake) Snapshot(_ context.Context, id custos.EventID) (io.ReadCloser, string, error) {
	return f.file(id, "image/jpeg", f.media.still)
}

func (f *fake) Clip(_ context.Context, id custos.EventID) (io.ReadCloser, string, error) {
	return f.file(id, "video/mp4", f.media.whole)
}

func (f *fake) Proof(_ context.Context, id custos.EventID) (io.ReadCloser, string, error) {
	return f.file(id, "application/json", []byte(`{"leaf":"1204","path":["0xaa","0xbb"]}`))
}

// Bundle's type is a lie on purpose: the console must not pass it on.
func (f *fake) Bundle(_ context.Context, id custos.EventID) (io.ReadCloser, string, error) {
	return f.file(id, "text/html", []byte("PK"))
}

func (f *fake) Live(ctx context.Context, camera custos.CameraID) (LiveStream, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.lives == nil {
		f.lives = map[custos.CameraID]int{}
	}
	f.lives[camera]++
	left, cuts := f.cutAfter[camera]
	until, freezes := f.freeze[camera]
	if cuts && f.refuse[camera] == nil { // only once
		delete(f.cutAfter, camera)
		freezes = false
	}
	if !cuts && f.refuse[camera] != nil {
		return LiveStream{}, f.refuse[camera]
	}
	var err error // written before the channel is closed
	c := make(chan []byte)
	send := func(b []byte) bool {
		select {
		case c <- b:
			return true
		case <-ctx.Done():
			return false
		}
	}
	go func() {
		defer close(c)
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		ok := send(f.media.init)
		// A viewer comes in the middle of a stream, so its times do not begin at 0.
		for i := 5; ok && i < len(f.media.fragments); i++ {
			if cuts {
				if left--; left < 0 {
					err = f.refuse[camera]
					return
				}
			}
			if freezes {
				if until--; until < 0 {
					freezes = false
					select {
					case <-f.thaw:
					case <-ctx.Done():
						return
					}
				}
			}
			if ok = send(f.media.fragments[i]); ok {
				select {
				case <-tick.C:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	codec := f.media.codec
	if other := f.codecs[camera]; other != "" {
		codec = other
	}
	return LiveStream{Codec: codec, Width: 640, Height: 360, Chunks: c, Err: func() error { return err }}, nil
}

// film is a short test picture in the forms that a backend gives it.
type film struct {
	codec        string
	init         []byte
	fragments    [][]byte
	whole, still []byte
}

// makeFilm has ffmpeg paint a minute of picture in fragments of 0.2 s.
func makeFilm(t *testing.T) film {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed, so there is no picture to show")
	}
	dir := t.TempDir()
	run := func(name string, args ...string) []byte {
		out := filepath.Join(dir, name)
		cmd := exec.Command("ffmpeg", append(append([]string{"-v", "error", "-f", "lavfi"}, args...), out)...)
		if b, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("ffmpeg %s: %v\n%s", name, err, b)
		}
		b, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	var m film
	all := run("live.mp4", "-i", "testsrc2=size=640x360:rate=10:duration=60",
		"-c:v", "libx264", "-profile:v", "main", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "10", "-bf", "0",
		"-movflags", "empty_moov+default_base_moof", "-frag_duration", "200000", "-f", "mp4")
	m.whole = run("clip.mp4", "-i", "testsrc2=size=640x360:rate=10:duration=3", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-movflags", "+faststart")
	m.still = run("still.jpg", "-i", "testsrc2=size=640x360", "-frames:v", "1")
	i := bytes.Index(all, []byte("avcC"))
	if i < 0 {
		t.Fatal("ffmpeg wrote no avcC box")
	}
	m.codec = fmt.Sprintf("avc1.%02x%02x%02x", all[i+5], all[i+6], all[i+7])
	for rest := all; len(rest) >= 8; {
		n := int(binary.BigEndian.Uint32(rest))
		box, kind := rest[:n], string(rest[4:8])
		rest = rest[n:]
		switch kind {
		case "ftyp", "moov":
			m.init = append(m.init, box...)
		case "moof":
			m.fragments = append(m.fragments, slices.Clone(box))
		case "mdat":
			last := &m.fragments[len(m.fragments)-1]
			*last = append(*last, box...)
		}
	}
	if len(m.fragments) < 100 {
		t.Fatalf("ffmpeg wrote %d fragments, want at least 100", len(m.fragments))
	}
	return m
}

func newFake() *fake {
	return &fake{
		cams: []api.Camera{
			{Camera: "campus/library/front-door", Domain: "campus/library", State: custos.CameraRecording},
			{Camera: "campus/library/stairs", Domain: "campus/library", State: custos.CameraRecording},
			{Camera: "campus/gate/north", Domain: "campus/gate", State: custos.CameraRecording},
			{Camera: "campus/lab/corridor", Domain: "campus/lab", State: custos.CameraRecording},
			{Camera: "campus/lab/store", Domain: "campus/lab", State: custos.CameraRecording},
		},
	}
}

var day = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// event makes the n-th event of a day.
func event(n int, kind custos.Kind, camera custos.Resource, summary string) api.Event {
	id := custos.NewEventID("front-edge/zone", 1772441000000, uint64(n))
	body, err := json.Marshal(map[string]any{"id": id, "kind": kind, "payload": map[string]any{"zone": "entrance", "transition": "enter", "track": n}})
	if err != nil {
		panic(err)
	}
	return api.Event{ID: id, Kind: kind, Resource: camera, Time: day.Add(time.Duration(n) * time.Second), Mark: api.Committed, Domain: "campus/library", Text: summary, Footage: true, Body: body}
}

// site is a served console and how to come in.
type site struct {
	*httptest.Server
	sessions *Sessions
	fake     *fake
}

func serve(t *testing.T, f *fake) *site {
	t.Helper()
	s := NewSessions()
	srv := httptest.NewServer(New(Config{Site: "Campus", Backend: f, Sessions: s, Hosts: []string{"custos.example"}}))
	t.Cleanup(srv.CloseClientConnections)
	t.Cleanup(srv.Close)
	return &site{srv, s, f}
}

// loggedIn returns the header of a logged-in client.
func (s *site) loggedIn(t *testing.T) http.Header {
	t.Helper()
	c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := c.PostForm(s.URL+"/login", url.Values{"token": {s.sessions.NewLink()}})
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusSeeOther || len(r.Cookies()) != 1 {
		t.Fatalf("login answered %s with %d cookies, want 303 with one", r.Status, len(r.Cookies()))
	}
	k := r.Cookies()[0]
	if !k.HttpOnly || k.SameSite != http.SameSiteStrictMode {
		t.Errorf("the cookie is %s, want HttpOnly and SameSite=Strict", r.Header.Get("Set-Cookie"))
	}
	return http.Header{"Cookie": {k.Name + "=" + k.Value}}
}

func (s *site) get(t *testing.T, path string, h http.Header) (*http.Response, string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", s.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = h.Clone()
	if req.Header == nil {
		req.Header = http.Header{}
	}
	if host := h.Get("Host"); host != "" {
		req.Host = host
		req.Header.Del("Host")
	}
	r, err := http.DefaultTransport.RoundTrip(req)
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
