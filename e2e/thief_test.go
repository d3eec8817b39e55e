package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	root "custos.dev/custos"
	"custos.dev/custos/bus"
	"custos.dev/custos/bus/bustest"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/service"
)

// floodFor is how long the thief floods; CUSTOS_FLOOD makes it longer for a measurement by
// hand, whose figures the test prints.
func floodFor(t *testing.T) time.Duration {
	if s := os.Getenv("CUSTOS_FLOOD"); s != "" {
		d, err := time.ParseDuration(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	return 6 * time.Second
}

// stolen is what a thief has who took an edge: its files.
type stolen struct {
	*growing
	leaf string
}

// link connects to the fog as a leaf, with the edge's TLS key.
func (s *stolen) link() *bustest.Thief {
	s.Helper()
	cert, _, err := service.TLSIdentity(filepath.Join(s.dir, "west"), "west")
	if err != nil {
		s.Fatal(err)
	}
	var th *bustest.Thief
	s.until("the thief's link", func() bool {
		if th, err = bustest.Steal(s.leaf, cert); err != nil {
			return false
		}
		for range 20 {
			if strings.Contains(strings.Join(th.Lines(), " "), "PONG") {
				return true
			}
			time.Sleep(50 * time.Millisecond)
		}
		th.Close()
		return false // shut out for the while
	})
	s.Cleanup(th.Close)
	return th
}

// recorded waits for a refusal on record with these words.
func (s *stolen) recorded(words string) {
	s.Helper()
	s.until("a record of "+words, func() bool {
		out, code := custos(s.T, "events", "--data", s.dir, "--as", "alma", "--kind", "decision", "--limit", "1000", "--json")
		return code == 0 && regexp.MustCompile("on the bus: [^\n]*"+words).MatchString(out)
	})
}

// memory is the resident memory of the fog's processes, in MiB.
func (s *stolen) memory() (total float64) {
	s.Helper()
	for name, p := range s.up.states() {
		if !strings.HasPrefix(name, "main-fog/") {
			continue
		}
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", p.PID))
		if err != nil {
			s.Fatal(err)
		}
		pages, err := strconv.ParseFloat(strings.Fields(string(b))[1], 64)
		if err != nil {
			s.Fatal(err)
		}
		total += pages * float64(os.Getpagesize()) / (1 << 20)
	}
	return total
}

// TestThiefAtAnEdge: somebody takes an edge with all its files and keys. He reads nothing
// of the others, acknowledges and answers nothing in their place, speaks in no other name;
// what he tries is on record, and while he floods the others lose nothing.
func TestThiefAtAnEdge(t *testing.T) {
	g := newGrowing(t)
	s := &stolen{growing: g, leaf: fmt.Sprintf("127.0.0.1:%d", g.ports[2])}
	g.start(nil, g.edge("west", 5, "westdoor"), g.edge("east", 6, "eastdoor"))
	g.up.dir = g.dir
	g.anchored("west.object", "sightings")
	quiet := s.memory()

	t.Log("he listens, and offers himself in the place of the fog's services")
	th := s.link()
	for _, l := range []string{">", "to.>", "inbox.>", "from.>"} {
		th.Listen(l, "")
	}
	for _, l := range []string{"to.main-fog_master.commit.*", "to.main-fog_ledger.rpc.*", "to.main-fog_master.>"} {
		th.Listen(l, "serve")
	}
	g.anchored("east.object", "sightings")
	own := regexp.MustCompile(`^(to\.west_|inbox\.west_|from\.main-fog_ledger\.head$)`)
	for _, h := range th.Heard() {
		if !own.MatchString(h.Subject) {
			t.Fatalf("he heard a message to %s", h.Subject)
		}
		if !strings.HasPrefix(h.Subject, "from.") && json.Valid(h.Data) {
			t.Fatalf("he reads what is sent to %s: %.100q", h.Subject, h.Data)
		}
	}
	if len(th.Heard()) == 0 {
		t.Fatal("he heard nothing at all, not even the heads: he was not connected")
	}
	th.Close()

	t.Log("he forges; what is alike is one record a minute, so the first is looked for")
	for i, f := range []struct{ subject, data string }{
		{"to.main-fog_master.commit.east_camera-eastdoor", "a batch in another's name"},
		{"inbox.main-fog_behavior.1.2", `{"events":[]}`},
		{"inbox.east_camera-eastdoor.1.2", `{"leaf":"","index":7,"size":8}`},
		{"inbox.main-fog_master.1.2", `{"jsonrpc":"2.0","id":1,"result":"0x0"}`},
		{"from.main-fog_ledger.head", `{"head":{"number":999999}}`},
	} {
		th := s.link()
		th.Say(f.subject, "", []byte(f.data))
		if strings.HasPrefix(f.subject, "inbox.main-fog_") && !strings.Contains(f.subject, "ledger") {
			// The fog's services ask his, so he may answer them: it is not sealed by a key
			// that anybody shares with him, and changes nothing.
			th.Close()
			continue
		}
		g.until("his link is cut after "+f.subject, th.Cut)
		if i == 0 {
			s.recorded(`it sends to ."` + regexp.QuoteMeta(f.subject))
		}
	}

	t.Log("on the edge's own bus, with a camera's key")
	k, err := key.Load(filepath.Join(g.dir, "west", "camera-westdoor", "service.key"))
	if err != nil {
		t.Fatal(err)
	}
	who := bus.Identity{Service: "west/camera-westdoor", Node: "west", Account: k.Address(), Sign: func(d root.Hash) ([]byte, error) {
		sig, err := k.Sign(d)
		return sig[:], err
	}}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	conn, err := bus.Dial(ctx, fmt.Sprintf("nats://127.0.0.1:%d", g.ports[5]), who)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	heard := make(chan []byte, 100)
	go func() { _ = conn.Listen(ctx, "to.west_object.>", func(b []byte) { heard <- b }) }()
	s.recorded("west/camera-westdoor: it listens on")
	who.Service = "west/object"
	if c, err := bus.Dial(ctx, fmt.Sprintf("nats://127.0.0.1:%d", g.ports[5]), who); err == nil {
		c.Close()
		t.Fatal("he is let in by one service's key in another's name")
	}

	t.Log("he floods, and replays what he heard before")
	flood := floodFor(t)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	sent := 0
	wg.Go(func() {
		cert, _, err := service.TLSIdentity(filepath.Join(g.dir, "west"), "west")
		if err != nil {
			t.Error(err)
			return
		}
		for {
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
			}
			if th, err := bustest.Steal(s.leaf, cert); err == nil {
				sent += th.Flood("to.main-fog_master.commit.west_camera-westdoor", []byte("\x03garbage that is long enough to look like a request"), stop)
				th.Close()
			}
		}
	})
	before := len(g.events("segment"))
	var slowest time.Duration
	most := quiet
	for end := time.Now().Add(flood); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		began := time.Now()
		if out, err := exec.Command(program(t), "status", "--data", g.dir).CombinedOutput(); err != nil {
			t.Errorf("status: %v\n%s", err, out)
		}
		slowest = max(slowest, time.Since(began))
		most = max(most, s.memory())
	}
	close(stop)
	wg.Wait()
	t.Logf("%d messages in %v; the slowest status took %v; the fog's memory was %.0f MiB, at most %.0f (x%.2f)", sent, flood, slowest, quiet, most, most/quiet)
	s.recorded("its link is shut for")
	g.anchored("east.object", "sightings")
	if after := len(g.events("segment")); after <= before {
		t.Errorf("%d segments before the flood, %d after", before, after)
	}

	t.Log("the edge is taken out of the registry")
	th = s.link()
	must(t, "node", "remove", "west", "--data", g.dir)
	removed := time.Now()
	g.until("the link of a removed edge is cut", th.Cut)
	t.Logf("cut %v after the command that saw the block", time.Since(removed).Round(time.Millisecond))
	s.recorded("deactivated")
	g.anchored("east.object", "sightings")
	g.audited()
	select {
	case b := <-heard:
		t.Fatalf("he heard %q", b)
	default:
	}
}
