package bus_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"custos/bus"
)

// thief speaks the leaf protocol himself, with an edge's TLS key: no program of ours
// holds him back.
type thief struct {
	t    *testing.T
	conn *tls.Conn
	in   *bufio.Reader

	mu    sync.Mutex
	heard []string // lines and payloads, as they come
	ended bool
}

// steal connects to a fog's leaf port with an edge's key and subscribes to everything.
func steal(t *testing.T, leaf string, key tls.Certificate, subscribe ...string) *thief {
	t.Helper()
	raw, err := net.DialTimeout("tcp", leaf, 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	conn := tls.Client(raw, &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{key}, InsecureSkipVerify: true})
	if err := conn.Handshake(); err != nil {
		t.Fatal(err)
	}
	th := &thief{t: t, conn: conn, in: bufio.NewReader(conn)}
	t.Cleanup(func() { _ = conn.Close() })
	info, err := th.in.ReadString('\n')
	if err != nil || !strings.HasPrefix(info, "INFO ") {
		t.Fatalf("the leaf port says %q, %v", info, err)
	}
	hello, _ := json.Marshal(map[string]any{"name": "thief", "user": "leaf", "pass": "leaf", "headers": true, "hub": false, "version": "2.15.2", "server_id": "THIEF"})
	th.send("CONNECT " + string(hello) + "\r\nPING\r\n")
	go th.listen()
	th.until("the fog answers", func(h []string) bool { return contains(h, "PONG") })
	for _, s := range subscribe {
		th.send("LS+ " + s + "\r\n")
	}
	th.send("PING\r\n")
	return th
}

func (th *thief) send(s string) {
	_ = th.conn.SetWriteDeadline(time.Now().Add(20 * time.Second))
	_, _ = io.WriteString(th.conn, s)
}

// say publishes as a leaf does.
func (th *thief) say(subject, reply, data string) {
	if reply != "" {
		subject += " " + reply
	}
	th.send(fmt.Sprintf("LMSG %s %d\r\n%s\r\n", subject, len(data), data))
}

func (th *thief) listen() {
	for {
		line, err := th.in.ReadString('\n')
		th.mu.Lock()
		th.ended = err != nil
		if line != "" {
			th.heard = append(th.heard, strings.TrimSpace(line))
		}
		th.mu.Unlock()
		if err != nil {
			return
		}
		if strings.HasPrefix(line, "PING") {
			th.send("PONG\r\n")
		}
	}
}

func (th *thief) everything() []string {
	th.mu.Lock()
	defer th.mu.Unlock()
	return append([]string(nil), th.heard...)
}

func (th *thief) until(what string, ok func([]string) bool) {
	th.t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if ok(th.everything()) {
			return
		}
		if time.Now().After(end) {
			th.t.Fatalf("never: %s; heard %q", what, th.everything())
		}
	}
}

// cut reports that the fog has closed the link.
func (th *thief) cut() bool {
	th.mu.Lock()
	defer th.mu.Unlock()
	return th.ended
}

func contains(lines []string, part string) bool {
	for _, l := range lines {
		if strings.Contains(l, part) {
			return true
		}
	}
	return false
}

// TestAttack36BusEavesdropping: a thief with an edge's key, at the fog's leaf port and on
// the edge's own bus, hears nothing of what the fog's services and other edges say.
func TestAttack36BusEavesdropping(t *testing.T) {
	c := newCountry(t)
	c.serve(t)
	speaks := dial(t, c.fog, c.admit(t, neighbour, func(r *bus.Rights) { r.MayAsk(neighbour, master, "commit") }))
	// As a leaf: the honest edge's link gives way to the thief's, or not; both stand here.
	th := steal(t, c.leaf, c.edgeCert, ">", "*.*.*.*", "to.fog_master.>", "to.*.commit.*", "inbox.>", "inbox.fog_other.>", "to.fog_master.commit.* serve 1000")
	// As a client of the edge's bus, with the camera's own key.
	raw := dial(t, c.edge, c.camera)
	var mu sync.Mutex
	var overheard []string
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for _, s := range []string{">", "to.>", "inbox.>", "to.fog_master.>"} {
		go func() {
			_ = raw.Listen(ctx, s, func(b []byte) { mu.Lock(); overheard = append(overheard, string(b)); mu.Unlock() })
		}()
	}
	const secret = "the opening of an event"
	for range 20 {
		if got := ask(t, speaks, bus.Subject(master, "commit", "fog_other"), secret); got != "fog_other:"+secret {
			t.Fatalf("the master answered %q", got)
		}
	}
	// What the ledger says to all comes, so the thief was listening all the time.
	if err := c.ledger.Publish(bus.Said(ledger, "head"), []byte("a head for everybody")); err != nil {
		t.Fatal(err)
	}
	if !th.cut() {
		th.until("the head", func(h []string) bool { return contains(h, "a head for everybody") || th.cut() })
	}
	mu.Lock()
	defer mu.Unlock()
	if contains(th.everything(), secret) || contains(overheard, secret) {
		t.Fatalf("the thief heard %q and %q", th.everything(), overheard)
	}
	c.refused(t, string(camera), "listens on")
}

// TestAttack39AnotherEdge: a thief with an edge's key sends nothing in the name of another
// edge's services or the fog's, answers nobody who did not ask him, and says no heads.
func TestAttack39AnotherEdge(t *testing.T) {
	for subject, reply := range map[string]string{
		bus.Subject(master, "commit", another.Subject()): "",
		bus.Subject(master, "commit", "fog_other"):       "",
		bus.Subject(master, "rpc", camera.Subject()):     "",
		bus.Subject(camera, "live", master.Subject()):    "",
		bus.Said(ledger, "head"):                         "",
		"inbox.fog_ledger.x":                             "",
		"inbox.edge2_camera-b.x":                         "",
		"$SYS.REQ.SERVER.PING":                           "inbox.edge_camera-a.x",
	} {
		c := newCountry(t)
		heard := make(chan string, 16)
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = c.master.Serve(ctx, master, "commit", 2, func(r bus.Request) func(context.Context) []byte {
				heard <- r.From + " " + string(r.Data)
				return nil
			})
		}()
		heads := make(chan struct{})
		go func() {
			defer close(heads)
			_ = c.master.Listen(ctx, bus.Said(ledger, "head"), func(b []byte) { heard <- "head " + string(b) })
		}()
		th := steal(t, c.leaf, c.edgeCert, "inbox.edge_camera-a.>")
		th.say(subject, reply, "forged")
		th.until("the link is cut for "+subject, func([]string) bool { return th.cut() })
		c.refused(t, c.edgeKey.String(), subject)
		select {
		case got := <-heard:
			t.Fatalf("a message to %s arrived: %q", subject, got)
		default:
		}
		cancel()
		<-done
		<-heads
	}
	// On the edge's bus itself: a service may not speak for its neighbour.
	c := newCountry(t)
	conn := dial(t, c.edge, c.admit(t, "edge/camera-c", func(r *bus.Rights) { r.MayAsk("edge/camera-c", master, "commit") }))
	if err := conn.Publish(bus.Subject(master, "commit", camera.Subject()), []byte("forged")); err != nil {
		t.Fatal(err)
	}
	c.refused(t, "edge/camera-c", "sends to")
}

// TestFloodingEdgeIsShutOut: a link that carries more than any edge does is closed, stays
// shut for a while, and others go on.
func TestFloodingEdgeIsShutOut(t *testing.T) {
	c := newCountry(t)
	c.serve(t)
	th := steal(t, c.leaf, c.edgeCert)
	one := "LMSG to.fog_master.commit.edge_camera-a 7\r\ngarbage\r\n"
	block := strings.Repeat(one, 2000)
	for end := time.Now().Add(30 * time.Second); !th.cut() && time.Now().Before(end); {
		th.send(block)
	}
	if !th.cut() {
		t.Fatal("a flooding link was not closed")
	}
	c.refused(t, c.edgeKey.String(), "its link is shut for")
	// It comes again at once, and is refused.
	conn, err := tls.Dial("tcp", c.leaf, &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{c.edgeCert}, InsecureSkipVerify: true})
	if err == nil {
		defer conn.Close()
		_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
		_, _ = io.WriteString(conn, "CONNECT {\"name\":\"thief\",\"user\":\"leaf\",\"pass\":\"leaf\"}\r\nPING\r\n")
		said, _ := io.ReadAll(conn)
		if strings.Contains(string(said), "PONG") {
			t.Fatalf("a link that was shut is open: %q", said)
		}
	}
	c.refused(t, c.edgeKey.String(), "shut until")
	honest := dial(t, c.fog, c.admit(t, neighbour, func(r *bus.Rights) { r.MayAsk(neighbour, master, "commit") }))
	if got := ask(t, honest, bus.Subject(master, "commit", neighbour.Subject()), "x"); got != "fog_other:x" {
		t.Fatalf("the master answered %q", got)
	}
}
