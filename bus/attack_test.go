package bus_test

import (
	"context"
	"crypto/tls"
	"strings"
	"sync"
	"testing"
	"time"

	"custos.dev/custos/bus"
	"custos.dev/custos/bus/bustest"
)

// thief is somebody with an edge's key, at the fog's leaf port.
type thief struct {
	t *testing.T
	*bustest.Thief
}

// steal connects and listens on subjects, each of which may name a queue.
func steal(t *testing.T, leaf string, key tls.Certificate, subscribe ...string) *thief {
	t.Helper()
	th, err := bustest.Steal(leaf, key)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(th.Close)
	one := &thief{t, th}
	one.until("the fog answers", func() bool { return contains(th.Lines(), "PONG") })
	for _, s := range subscribe {
		subject, queue, _ := strings.Cut(s, " ")
		th.Listen(subject, queue)
	}
	th.Send("PING\r\n")
	return one
}

func (th *thief) until(what string, ok func() bool) {
	th.t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			th.t.Fatalf("never: %s; heard %q", what, th.Lines())
		}
	}
}

// texts are the data of what was heard.
func (th *thief) texts() (out []string) {
	for _, h := range th.Heard() {
		out = append(out, string(h.Data))
	}
	return out
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
	th := steal(t, c.leaf, c.edgeCert, ">", "*.*.*.*", "to.fog_master.>", "to.*.commit.*", "inbox.>", "inbox.fog_other.>", "to.fog_master.commit.* serve")
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
	th.until("the head", func() bool { return contains(th.texts(), "a head for everybody") || th.Cut() })
	mu.Lock()
	defer mu.Unlock()
	if contains(th.texts(), secret) || contains(overheard, secret) {
		t.Fatalf("the thief heard %q and %q", th.texts(), overheard)
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
		th.Say(subject, reply, []byte("forged"))
		th.until("the link is cut for "+subject, th.Cut)
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
	stop := make(chan struct{})
	time.AfterFunc(30*time.Second, func() { close(stop) })
	th.Flood(bus.Subject(master, "commit", camera.Subject()), []byte("garbage"), stop)
	if !th.Cut() {
		t.Fatal("a flooding link was not closed")
	}
	c.refused(t, c.edgeKey.String(), "its link is shut for")
	// It comes again at once, and is refused.
	if again, err := bustest.Steal(c.leaf, c.edgeCert); err == nil {
		defer again.Close()
		th.until("it is cut again", again.Cut)
		if contains(again.Lines(), "PONG") {
			t.Fatalf("a link that was shut is open: %q", again.Lines())
		}
	}
	c.refused(t, c.edgeKey.String(), "shut until")
	honest := dial(t, c.fog, c.admit(t, neighbour, func(r *bus.Rights) { r.MayAsk(neighbour, master, "commit") }))
	if got := ask(t, honest, bus.Subject(master, "commit", neighbour.Subject()), "x"); got != "fog_other:x" {
		t.Fatalf("the master answered %q", got)
	}
}
