package cloud

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/access"
	"custos.dev/custos/api"
	"custos.dev/custos/bus"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/service"

	"github.com/coder/websocket"
)

const chain = 20181

// fakeMaster answers as a fog's master does, from memory.
type fakeMaster struct {
	t      *testing.T
	fog    custos.NodeName
	domain custos.Resource
	srv    *httptest.Server
	verify *access.Verifier

	mu      sync.Mutex
	events  []api.Event // by N, from 1
	marks   api.Marks
	changed chan struct{}
	streams int
	// looking counts who is shown boxes now, and boxes are what he is shown next.
	looking int
	boxes   chan api.Boxes
	asked   int
	refuse  error // of every request
	// live is how a live view ends, after its chunks.
	live      string
	liveCode  websocket.StatusCode
	refuseCam error
}

func newFake(t *testing.T, fog, domain string, who custos.Address) *fakeMaster {
	m := &fakeMaster{t: t, fog: custos.NodeName(fog), domain: custos.Resource(domain), changed: make(chan struct{}), boxes: make(chan api.Boxes)}
	m.verify = access.NewVerifier(chain, func(a custos.Address) bool { return a == who })
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/status", func(w http.ResponseWriter, _ *http.Request) {
		m.mu.Lock()
		defer m.mu.Unlock()
		reply(w, api.Status{Domain: m.domain, Marks: m.marks})
	})
	mux.HandleFunc("GET /api/cameras", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, []api.Camera{
			{Camera: m.domain + "/cam1", State: custos.CameraRecording, Frames: 7},
			{Camera: "campus/elsewhere/cam1", State: custos.CameraReconnecting},
		})
	})
	mux.HandleFunc("GET /api/cameras/{path...}", m.serveLive)
	mux.HandleFunc("GET /api/events", m.serveEvents)
	mux.HandleFunc("GET /api/events/stream", m.serveStream)
	mux.HandleFunc("GET /api/boxes", m.serveBoxes)
	mux.HandleFunc("GET /api/events/{id}", func(w http.ResponseWriter, r *http.Request) {
		m.mu.Lock()
		defer m.mu.Unlock()
		for _, e := range m.events {
			if string(e.ID) == r.PathValue("id") {
				reply(w, e)
				return
			}
		}
		api.WriteError(w, custos.Errorf(custos.NotFound, "%s has no event %q", m.domain, r.PathValue("id")))
	})
	mux.HandleFunc("GET /api/events/{id}/{part}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "test/"+r.PathValue("part"))
		fmt.Fprintf(w, "%s of %s", r.PathValue("part"), r.PathValue("id"))
	})
	m.srv = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _, err := m.verify.Headers(r)
		m.mu.Lock()
		m.asked++
		if err == nil {
			err = m.refuse
		}
		m.mu.Unlock()
		if err != nil {
			api.WriteError(w, err)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	m.srv.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	m.srv.StartTLS()
	t.Cleanup(m.srv.Close)
	t.Cleanup(m.srv.CloseClientConnections)
	return m
}

func reply(w http.ResponseWriter, v any) { _ = json.NewEncoder(w).Encode(v) }

func (m *fakeMaster) addr() string { return m.srv.Listener.Addr().String() }

// add takes an event and returns it.
func (m *fakeMaster) add(kind custos.Kind, at time.Time) api.Event {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := int64(len(m.events) + 1)
	e := api.Event{
		ID: custos.NewEventID(custos.NewServiceID(m.fog, "master"), 7, uint64(n)), Kind: kind,
		Resource: m.domain + "/cam1", Time: at, N: n, Index: uint64(n - 1), Mark: api.Committed, Body: json.RawMessage(`{"n":1}`),
	}
	m.events = append(m.events, e)
	m.wake()
	return e
}

func (m *fakeMaster) mark(witnessed, anchored uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.marks = api.Marks{Size: uint64(len(m.events)), Witnessed: witnessed, Anchored: anchored}
	m.wake()
}

func (m *fakeMaster) wake() {
	close(m.changed)
	m.changed = make(chan struct{})
}

func (m *fakeMaster) serveEvents(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	q := r.URL.Query()
	num := func(name string, otherwise int64) int64 {
		if !q.Has(name) {
			return otherwise
		}
		n, err := strconv.ParseInt(q.Get(name), 10, 64)
		if err != nil {
			m.t.Errorf("%s asks for %s=%q", r.URL, name, q.Get(name))
		}
		return n
	}
	before, after, limit := num("before", 1<<40), num("after", 0), int(num("limit", 100))
	out := []api.Event{}
	for _, e := range m.events {
		if e.N < before && e.N > after && (!q.Has("kind") || slices.Contains(strings.Split(q.Get("kind"), ","), string(e.Kind))) &&
			!slices.Contains(strings.Split(q.Get("except"), ","), string(e.Kind)) &&
			(!q.Has("camera") || q.Get("camera") == string(e.Resource)) {
			e.Mark = m.marks.Of(e.Index)
			out = append(out, e)
		}
	}
	if !q.Has("after") {
		slices.Reverse(out)
	}
	reply(w, out[:min(limit, len(out))])
}

func (m *fakeMaster) serveStream(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	last, sent := len(m.events), api.Marks{}
	m.streams++
	m.mu.Unlock()
	for {
		m.mu.Lock()
		changed, marks, fresh := m.changed, m.marks, slices.Clone(m.events[last:])
		m.mu.Unlock()
		if marks != sent {
			b, _ := json.Marshal(api.Update{Marks: &marks})
			fmt.Fprintf(w, "id: %d\ndata: %s\n\n", last, b)
			sent = marks
		}
		for _, e := range fresh {
			last = int(e.N)
			b, _ := json.Marshal(api.Update{Event: &e})
			fmt.Fprintf(w, "id: %d\ndata: %s\n\n", last, b)
		}
		if http.NewResponseController(w).Flush() != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-changed:
		}
	}
}

func (m *fakeMaster) serveBoxes(w http.ResponseWriter, r *http.Request) {
	look := func(n int) {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.looking += n
	}
	look(1)
	defer look(-1)
	fmt.Fprint(w, ": open\n\n")
	for http.NewResponseController(w).Flush() == nil {
		select {
		case <-r.Context().Done():
			return
		case b := <-m.boxes:
			text, _ := json.Marshal(b)
			fmt.Fprintf(w, "data: %s\n\n", text)
		}
	}
}

func (m *fakeMaster) serveLive(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	refused, end, code := m.refuseCam, m.live, m.liveCode
	m.mu.Unlock()
	if refused != nil {
		api.WriteError(w, refused)
		return
	}
	c, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	defer c.CloseNow()
	_ = c.Write(r.Context(), websocket.MessageText, []byte(`{"codec":"avc1.64001f","width":640,"height":480}`))
	for i := range 3 {
		_ = c.Write(r.Context(), websocket.MessageBinary, []byte{byte(i)})
	}
	if end != "" {
		_ = c.Close(code, end)
	} else {
		<-c.CloseRead(r.Context()).Done()
	}
}

// campus is a federation of two fakes.
type campus struct {
	*Federation
	front, second *fakeMaster
	site          *service.Site
	signer        access.Signer
	pins          node.Pins
}

func newCampus(t *testing.T) *campus {
	t.Helper()
	k, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	c := &campus{signer: access.Signer{Key: k, ChainID: chain}}
	c.front = newFake(t, "front-fog", "campus/front-door", k.Address())
	c.second = newFake(t, "second-fog", "campus/second-door", k.Address())
	c.site, err = service.Parse(siteText(c.front.addr(), c.second.addr()))
	if err != nil {
		t.Fatal(err)
	}
	c.pins = node.Pins{"front-fog": bus.SPKIHash(c.front.srv.Certificate()), "second-fog": bus.SPKIHash(c.second.srv.Certificate())}
	c.Federation = c.again(t)
	return c
}

// again is a federation that remembers nothing.
func (c *campus) again(t *testing.T) *Federation {
	t.Helper()
	f, err := New(Config{Site: c.site, Signer: c.signer, Pins: c.pins, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func siteText(front, second string) []byte {
	return fmt.Appendf(nil, `site: campus
owners:
  - {name: alma, domain: campus/front-door}
  - {name: bruno, domain: campus/second-door}
nodes:
  - {name: front-fog, tier: fog, owner: alma, bus: "127.0.0.1:7101", leaf: "127.0.0.1:7102", api: %q, rpc: "127.0.0.1:7104", p2p: "127.0.0.1:7105"}
  - {name: second-fog, tier: fog, owner: bruno, bus: "127.0.0.1:7201", leaf: "127.0.0.1:7202", api: %q, rpc: "127.0.0.1:7204", p2p: "127.0.0.1:7205"}
  - {name: front-edge, tier: edge, owner: alma, fog: front-fog, bus: "127.0.0.1:7111", cameras: [{name: cam1, url: "rtsp://127.0.0.1/a"}, {name: cam2, url: "rtsp://127.0.0.1/b"}]}
  - {name: second-edge, tier: edge, owner: bruno, fog: second-fog, bus: "127.0.0.1:7211", cameras: [{name: cam1, url: "rtsp://127.0.0.1/c"}]}
  - {name: sky, tier: cloud, owner: alma, fog: front-fog, bus: "127.0.0.1:7301", api: "127.0.0.1:7302"}
`, front, second)
}

var day = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func at(s float64) time.Time { return day.Add(time.Duration(s * float64(time.Second))) }

func patience(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// unused returns an address where nobody answers.
func unused(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
