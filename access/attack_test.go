package access

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"
	"custos.dev/custos/service/port"
)

// gated is a gate with budgets behind a port as a master has it, over TCP without TLS, so
// that what a request costs can be counted to the byte.
type gated struct {
	*Gate
	world *world
	rec   *records
	addr  string
	taken atomic.Int64 // bytes that the port read from its connections
	net.Listener
}

func (g *gated) Accept() (net.Conn, error) {
	c, err := g.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &countedConn{c.(*net.TCPConn), &g.taken}, nil
}

type countedConn struct {
	*net.TCPConn
	taken *atomic.Int64
}

func (c *countedConn) Read(b []byte) (int, error) {
	n, err := c.TCPConn.Read(b)
	c.taken.Add(int64(n))
	return n, err
}

// newGated guards a handler at /x for a use.
func newGated(t *testing.T, use Use, next http.Handler, changes func(*world) []custos.PolicyChange) *gated {
	t.Helper()
	w := newWorld(t)
	w = newWorld(t, changes(w)...)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &gated{world: w, rec: new(records), addr: l.Addr().String(), Listener: l}
	g.Gate = &Gate{
		Verifier: lately(w.index.Known), Index: w.index, Recorder: g.rec,
		Budgets: NewBudgets(func(a custos.Address) Class { return w.index.ClassOf(a, door) }),
	}
	mux := http.NewServeMux()
	mux.Handle("/x", g.For(use).Require(custos.Events, func(*http.Request) (custos.Resource, error) { return door, nil }, next))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- port.Serve(ctx, g, port.Config{Handler: mux, Limits: PortLimits, Refused: g.TurnedAway, Log: slog.New(slog.DiscardHandler)})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return g
}

// head is a request's header as it stands on the wire, signed for a body by k; nil signs not.
func (g *gated) head(t *testing.T, k *key.Key, method string, length int, body []byte) string {
	t.Helper()
	r, err := http.NewRequest(method, "http://"+g.addr+"/x", nil)
	if err != nil {
		t.Fatal(err)
	}
	if k != nil {
		if err := (Signer{k, 7}).SignHTTP(r, body); err != nil {
			t.Fatal(err)
		}
	}
	r.Header.Set("Content-Length", strconv.Itoa(length))
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s /x HTTP/1.1\r\nHost: %s\r\n", method, g.addr)
	_ = r.Header.Write(&b)
	return b.String() + "\r\n"
}

// TestAttack41UnfinishedBodies opens many connections, says on each that a large body comes,
// and sends a part of it: what the master takes of it is what it pays in memory.
func TestAttack41UnfinishedBodies(t *testing.T) {
	const conns = 60
	known, other := newKey(t), newKey(t)
	changes := func(w *world) []custos.PolicyChange {
		return []custos.PolicyChange{w.principal(known.Address(), custos.RoleAuthority, "known", true), w.grant(1, func(c *custos.Capability) {
			c.Grantee, c.Actions = known.Address(), custos.Events
		})}
	}
	body := bytes.Repeat([]byte("x"), 8<<20)
	// send opens the connections, sends so much of a body after each header, and waits for so
	// many answers.
	send := func(t *testing.T, g *gated, sent, want int, head func(i int) string) (status map[int]int) {
		t.Helper()
		var all sync.WaitGroup
		answers := make(chan int, conns)
		for i := range conns {
			c, err := net.Dial("tcp", g.addr)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = c.Close() })
			h := head(i)
			all.Go(func() {
				if _, err := io.WriteString(c, h); err != nil {
					return
				}
				go func() { _, _ = c.Write(body[:sent]) }() // until nobody takes it
				if r, err := http.ReadResponse(bufio.NewReader(c), nil); err == nil {
					answers <- r.StatusCode
				}
			})
		}
		status = map[int]int{}
		for range want {
			select {
			case s := <-answers:
				status[s]++
			case <-time.After(time.Minute):
				t.Fatalf("answers %v: %d were to come", status, want)
			}
		}
		return status
	}
	t.Run("by strangers", func(t *testing.T) {
		g := newGated(t, Relay, http.NotFoundHandler(), changes)
		status := send(t, g, 1<<20, conns, func(i int) string {
			// What fits what the server would read to use the connection again, and what does not.
			length := []int{200_000, 8 << 20}[i%2]
			switch i % 3 {
			case 0:
				return g.head(t, nil, "POST", length, nil)
			case 1: // nobody's
				return g.head(t, newKey(t), "POST", length, body[:length])
			}
			// Signed by one in the name of another, who is registered.
			h := g.head(t, other, "POST", length, body[:length])
			return strings.Replace(h, other.Address().String(), known.Address().String(), 1)
		})
		if status[http.StatusUnauthorized] != conns {
			t.Errorf("answers %v", status)
		}
		// A header, and what came in one piece with it.
		if n := g.taken.Load(); n > conns*(8<<10) {
			t.Errorf("of %d strangers %d bytes were taken", conns, n)
		}
		if g.Flush(t.Context(), true); len(g.rec.list) != 2 || g.rec.list[0].Count+g.rec.list[1].Count != conns {
			t.Errorf("%d refusals are %d records: %+v", conns, len(g.rec.list), g.rec.list)
		}
	})
	t.Run("by one who is known", func(t *testing.T) {
		g := newGated(t, Query, http.NotFoundHandler(), changes)
		in := limits[Query].of[Person].AtOnce
		status := send(t, g, SmallBody-1, conns-in, func(int) string { return g.head(t, known, "POST", SmallBody, body[:SmallBody]) })
		if status[http.StatusTooManyRequests] != conns-in {
			t.Errorf("answers %v: %d are to be read, the others refused", status, in)
		}
		if n := g.taken.Load(); n > int64(in*SmallBody+conns*(8<<10)) {
			t.Errorf("%d bytes were taken of one who may send %d bodies at once", n, in)
		}
		if g.Flush(t.Context(), true); len(g.rec.list) != 2 || g.rec.list[0].Principal != known.Address() || g.rec.list[0].Count+g.rec.list[1].Count != uint64(conns-in) {
			t.Errorf("%d refusals are %d records: %+v", conns-in, len(g.rec.list), g.rec.list)
		}
	})
	t.Run("too large", func(t *testing.T) {
		g := newGated(t, Query, http.NotFoundHandler(), changes)
		status := send(t, g, 1<<20, conns, func(int) string { return g.head(t, known, "POST", 8<<20, body) })
		if status[http.StatusBadRequest]+status[http.StatusTooManyRequests] != conns {
			t.Errorf("answers %v", status)
		}
		if n := g.taken.Load(); n > conns*(8<<10) {
			t.Errorf("%d bytes were taken of bodies that are too large", n)
		}
	})
}

// One principal's connections are bounded, too, and one that is refused closes.
func TestAttack41ConnectionsOfOne(t *testing.T) {
	guest := newKey(t)
	g := newGated(t, Query, http.NotFoundHandler(), func(w *world) []custos.PolicyChange {
		return []custos.PolicyChange{w.principal(guest.Address(), custos.RoleAuthority, "guest", true)}
	})
	for i := range connections[Guest] + 3 {
		c, err := net.Dial("tcp", g.addr)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		if _, err := io.WriteString(c, g.head(t, guest, "GET", 0, nil)); err != nil {
			t.Fatal(err)
		}
		r, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatal(err)
		}
		want := http.StatusForbidden
		if i >= connections[Guest] {
			want = http.StatusTooManyRequests
		}
		if r.StatusCode != want || r.Close != (want == http.StatusTooManyRequests) {
			t.Errorf("connection %d: %s, closes: %v", i, r.Status, r.Close)
		}
	}
}

// TestAttack43StreamExhaustion lets one principal open streams by signatures, by sessions and
// on many connections.
func TestAttack43StreamExhaustion(t *testing.T) {
	greedy, other, third := newKey(t), newKey(t), newKey(t)
	w := newWorld(t)
	changes := []custos.PolicyChange{}
	for i, k := range []*key.Key{greedy, other, third} {
		changes = append(changes, w.principal(k.Address(), custos.RoleAuthority, fmt.Sprintf("p%d", i), true), w.grant(uint64(i+1), func(c *custos.Capability) {
			c.Grantee, c.Actions = k.Address(), custos.Events
		}))
	}
	w = newWorld(t, changes...)
	rec := new(records)
	g := &Gate{
		Verifier: lately(w.index.Known), Index: w.index, Recorder: rec, Sessions: NewSessions(),
		Budgets: NewBudgets(func(a custos.Address) Class { return w.index.ClassOf(a, door) }),
	}
	ended := make(chan struct{})
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+SessionPath, g.OpenSession)
	mux.Handle("/stream", g.For(Stream).Require(custos.Events, func(*http.Request) (custos.Resource, error) { return door, nil }, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusOK)
		_ = http.NewResponseController(w).Flush()
		select {
		case <-r.Context().Done():
		case <-ended:
		}
	})))
	at := "https://" + tlsServer(t, mux)
	t.Cleanup(func() { close(ended) })
	// open asks for a stream on a connection of its own, by a session on it or signed.
	open := func(k *key.Key, session bool) *http.Response {
		t.Helper()
		c := oneConnection()
		t.Cleanup(c.CloseIdleConnections)
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, at+"/stream", nil)
		if err != nil {
			t.Fatal(err)
		}
		if session {
			o, err := http.NewRequestWithContext(t.Context(), http.MethodPost, at+SessionPath, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := (Signer{k, 7}).SignHTTP(o, nil); err != nil {
				t.Fatal(err)
			}
			resp, err := c.Do(o)
			if err != nil {
				t.Fatal(err)
			}
			var token Token
			err = json.NewDecoder(resp.Body).Decode(&token)
			_ = resp.Body.Close()
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Authorization", SessionScheme+" "+token.Secret)
		} else if err := (Signer{k, 7}).SignHTTP(r, nil); err != nil {
			t.Fatal(err)
		}
		resp, err := c.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = resp.Body.Close() })
		return resp
	}
	most := limits[Stream].of[Person].AtOnce
	var streams []*http.Response
	for i := range 60 {
		resp := open(greedy, i%2 == 0)
		switch {
		case resp.StatusCode == http.StatusOK:
			streams = append(streams, resp)
		case resp.StatusCode != http.StatusTooManyRequests || resp.Header.Get("Retry-After") == "":
			t.Fatalf("stream %d: %s, Retry-After %q", i, resp.Status, resp.Header.Get("Retry-After"))
		}
	}
	if len(streams) != most {
		t.Errorf("%d streams are open of one principal, who may have %d", len(streams), most)
	}
	for _, k := range []*key.Key{other, third} {
		if resp := open(k, false); resp.StatusCode != http.StatusOK {
			t.Errorf("somebody else: %s", resp.Status)
		}
	}
	var refused, records uint64
	g.Flush(t.Context(), true)
	for _, d := range rec.list {
		if !d.Allowed {
			refused += d.Count
			records++
		}
	}
	if refused != uint64(60-most) || records != 2 {
		t.Errorf("%d refusals are on record as %d", refused, records)
	}
	// One that ends makes place for another.
	_ = streams[0].Body.Close()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		resp := open(greedy, false)
		if resp.StatusCode == http.StatusOK {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("after one ended: %s", resp.Status)
		}
	}
}

// What strangers are refused is committed like anything else: a record that no master takes
// would hold up all that come after it.
func TestAttack32RecordsOfStrangersAreEvents(t *testing.T) {
	w := newWorld(t)
	rec := new(records)
	g := &Gate{Verifier: lately(w.index.Known), Index: w.index, Recorder: rec, Sessions: NewSessions()}
	g.For(Relay).Registered(http.NotFoundHandler()).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("POST", "https://fog/api/ledger", nil))
	g.OpenSession(httptest.NewRecorder(), httptest.NewRequest("POST", "https://fog"+SessionPath, nil))
	g.TurnedAway("192.0.2.1", custos.Errorf(custos.Unavailable, "too many"))
	g.Overspent(t.Context(), Caller{Address: w.police}, Relay, spent(time.Second, "too much"))
	g.Flush(t.Context(), true)
	if len(rec.list) != 3 { // those of one source are folded
		t.Errorf("%d records: %+v", len(rec.list), rec.list)
	}
	for i := range rec.list {
		e, err := custos.Observation{Resource: door, Time: rec.list[i].From, Payload: &rec.list[i]}.Event("front-fog/master", 1, 1)
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var again custos.Event
		if err := json.Unmarshal(b, &again); err != nil {
			t.Fatal(err)
		}
		if d, ok := observe.As[*observe.Decision](&again); !ok || *d != rec.list[i] {
			t.Errorf("%s is no event: %v", b, err)
		}
	}
}
