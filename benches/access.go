package benches

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/client"
	"custos.dev/custos/figures"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/ledger/policytest"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
	"custos.dev/custos/term"
)

// worldChain is a world as a chain shows it: all of it in one confirmed block.
type worldChain struct {
	world   *policytest.World
	changes []custos.PolicyChange
	tip     uint64
}

func (c *worldChain) Head(ctx context.Context) (custos.Head, error) { return c.HeadAt(ctx, c.tip) }

func (c *worldChain) HeadAt(_ context.Context, n uint64) (h custos.Head, err error) {
	h.Number, h.Time = n, c.world.Now
	h.Hash[0], h.Hash[1] = 1, byte(n)
	if n > 0 {
		h.Parent[0], h.Parent[1] = 1, byte(n-1)
	}
	return h, nil
}

func (c *worldChain) Owners(context.Context) ([]custos.Owner, error) { return c.world.Owners, nil }

func (c *worldChain) Changes(_ context.Context, from, to uint64) ([]custos.PolicyChange, error) {
	if from > 1 || to < 1 {
		return nil, nil
	}
	h, _ := c.HeadAt(context.Background(), 1)
	out := slices.Clone(c.changes)
	for i := range out {
		out[i].Block = h.BlockRef
	}
	return out, nil
}

// indexed reads a world the way a service does, and says what the index takes of memory.
func indexed(ctx context.Context, w *policytest.World) (*access.Index, float64, error) {
	before := heap()
	x := access.NewIndex(24*time.Hour, w.Now.Location())
	f := access.Follower{Chain: &worldChain{w, w.Changes(), 3}, Index: x, Confirmations: 2, Log: slog.New(slog.DiscardHandler)}
	if err := f.Look(ctx); err != nil {
		return nil, 0, err
	}
	for _, o := range w.Owners {
		x.Hear(o.Address, time.Now())
	}
	f = access.Follower{}
	taken := float64(heap()) - float64(before)
	return x, taken / float64(len(w.Capabilities)), nil
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// peersSeed is of the world that the peers are asked too.
const peersSeed = 1

// Access measures decisions on a world of 10,000 capabilities and one of a million, what
// a request costs, what enemies can make it cost, and the peers that the program of that
// name measures; notes say why it does not.
func Access(ctx context.Context, seconds float64, peers string, notes io.Writer) (*figures.Result, error) {
	b := newBench("access")
	return b.Result, b.access(ctx, seconds, peers, notes)
}

func (b *bench) access(ctx context.Context, seconds float64, peers string, notes io.Writer) error {
	x, w, few, err := decided(ctx, peersSeed, policytest.Large.Capabilities, seconds)
	if err != nil {
		return err
	}
	p50, p99 := latencies(x, w)
	rows, err := peerRows(ctx, w, few.rate, seconds, peers, notes)
	if err != nil {
		return err
	}
	b.Rows = append(b.Rows, figures.Row{Name: "decisions-per-core", Value: few.rate, Unit: "1/s"})
	b.Rows = append(b.Rows, rows...)
	b.Rows = append(b.Rows,
		figures.Row{Name: "decision-p50", Value: p50, Unit: "us"},
		figures.Row{Name: "decision-p99", Value: p99, Unit: "us"},
		figures.Row{Name: "decision-first-p50", Value: few.first, Unit: "us"},
		figures.Row{Name: "bytes-per-capability", Value: few.bytes, Unit: "B"},
	)
	if err := b.million(ctx, seconds, few); err != nil {
		return err
	}
	if err := b.hostile(ctx); err != nil {
		return err
	}
	return b.http(ctx)
}

// deciding is what an index does in a world: decisions a second of one core, the
// microseconds that half of those take at most which were never asked before, and the
// memory that a capability takes.
type deciding struct{ rate, first, bytes float64 }

// decided makes a world of so many capabilities and lets an index decide in it.
func decided(ctx context.Context, seed uint64, capabilities int, seconds float64) (x *access.Index, w *policytest.World, d deciding, err error) {
	size := policytest.Large
	size.Now, size.Capabilities = time.Now(), capabilities
	w = policytest.New(seed, size)
	if x, d.bytes, err = indexed(ctx, w); err == nil {
		d.rate, d.first, err = decisions(x, w, seconds)
	}
	return x, w, d, err
}

// million is the same with a hundred times as many capabilities, beside what few cost.
func (b *bench) million(ctx context.Context, seconds float64, few deciding) error {
	_, _, d, err := decided(ctx, 2, 1_000_000, seconds)
	if err != nil {
		return err
	}
	b.Rows = append(b.Rows,
		figures.Row{Name: "decisions-per-core-1m", Value: d.rate, Unit: "1/s", Peer: "with 10,000", PeerValue: few.rate, Ratio: d.rate / few.rate},
		figures.Row{Name: "decision-first-p50-1m", Value: d.first, Unit: "us", Peer: "with 10,000", PeerValue: few.first, Ratio: d.first / few.first},
		figures.Row{Name: "bytes-per-capability-1m", Value: d.bytes, Unit: "B"},
	)
	return nil
}

// decisions asks the world's questions, once to see whether the answers are the known ones
// and then again and again: how many a second of one core answers, and how long half of
// them take at most the first time, in microseconds.
func decisions(x *access.Index, w *policytest.World, seconds float64) (rate, first float64, err error) {
	questions, took := make([]access.Question, len(w.Questions)), make([]time.Duration, len(w.Questions))
	for i, q := range w.Questions {
		questions[i] = asked(q)
		began := time.Now()
		a := x.Decide(questions[i])
		if took[i] = time.Since(began); a.Allowed != q.Allowed {
			return 0, 0, custos.Errorf(custos.Internal, "%+v is answered %v (%s)", q, a.Allowed, a.Reason)
		}
	}
	asked := 0
	began := cpuSeconds()
	for deadline := time.Now().Add(time.Duration(seconds * float64(time.Second))); time.Now().Before(deadline); {
		for _, q := range questions {
			x.Decide(q)
		}
		asked += len(questions)
	}
	return float64(asked) / (cpuSeconds() - began), quantile(took, .5).Seconds() * 1e6, nil
}

func asked(q policytest.Question) access.Question {
	return access.Question{Principal: q.Principal, Action: q.Action, Resource: q.Resource}
}

// cpuSeconds is what this process has used so far.
func cpuSeconds() float64 {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

// latencies times decisions one by one, in microseconds, the clock's own time included.
func latencies(x *access.Index, w *policytest.World) (p50, p99 float64) {
	took := make([]time.Duration, 0, 10*len(w.Questions))
	for range 10 {
		for _, q := range w.Questions {
			began := time.Now()
			x.Decide(asked(q))
			took = append(took, time.Since(began))
		}
	}
	return quantile(took, .50).Seconds() * 1e6, quantile(took, .99).Seconds() * 1e6
}

// peerFigures is what the peers' program prints of each.
type peerFigures struct {
	Peer      string  `json:"peer"`
	Version   string  `json:"version"`
	Decisions float64 `json:"decisions_per_cpu_second"`
	Asked     int     `json:"asked"`
	Agreed    int     `json:"agreed"`
}

// peerRows lets the peers answer the same world; without their program there are no rows.
func peerRows(ctx context.Context, w *policytest.World, rate, seconds float64, program string, notes io.Writer) ([]figures.Row, error) {
	if program == "" {
		self, err := os.Executable()
		if err != nil {
			return nil, err
		}
		program = filepath.Join(filepath.Dir(self), "custos-bench")
		if _, err := os.Stat(program); err != nil {
			term.Println(notes, "the peers are not measured: their program is missing; `make bench-peers` makes it")
			return nil, nil
		}
	}
	cmd := exec.CommandContext(ctx, program, "access", "--seed", fmt.Sprint(peersSeed), "--now", w.Now.Format(time.RFC3339),
		"--world", w.Digest(), "--seconds", fmt.Sprint(seconds))
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, notes
	if err := cmd.Run(); err != nil {
		return nil, custos.Errorf(custos.Internal, "the peers' program failed: %w\n%s", err, out.String())
	}
	var all []peerFigures
	if err := json.Unmarshal(out.Bytes(), &all); err != nil {
		return nil, custos.Errorf(custos.Internal, "the peers' program printed no figures: %w", err)
	}
	var rows []figures.Row
	for _, f := range all {
		if f.Agreed != f.Asked {
			return nil, custos.Errorf(custos.Internal, "%s agrees on %d of %d questions: what it does is not the same", f.Peer, f.Agreed, f.Asked)
		}
		rows = append(rows, figures.Row{Name: "decisions-per-core", Value: rate, Unit: "1/s", Peer: f.Peer + " " + f.Version, PeerValue: f.Decisions, Ratio: rate / f.Decisions})
	}
	return rows, nil
}

// noRecord counts the decisions that would be recorded.
type noRecord struct{ n int }

func (r *noRecord) RecordDecision(context.Context, observe.Decision) { r.n++ }

// http measures a request over TLS without the check, signed, and in a session, in turn:
// what the check adds is signing, verifying, deciding and noting the decision.
func (b *bench) http(ctx context.Context) error {
	owner, err := key.Generate()
	if err != nil {
		return err
	}
	x := access.NewIndex(24*time.Hour, time.UTC)
	now := time.Now()
	alma := custos.Owner{Address: owner.Address(), Name: "alma", Domain: "campus", Active: true}
	w := &policytest.World{Now: now, Owners: []custos.Owner{alma}}
	f := access.Follower{Chain: &worldChain{w, nil, 3}, Index: x, Confirmations: 2, Log: slog.New(slog.DiscardHandler)}
	if err := f.Look(ctx); err != nil {
		return err
	}
	x.Hear(alma.Address, now)
	gate := &access.Gate{Verifier: access.NewVerifier(7, x.Known), Index: x, Recorder: new(noRecord), Sessions: access.NewSessions()}
	answer := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"ok":true}`) })
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+access.SessionPath, gate.OpenSession)
	mux.Handle("/open", answer)
	mux.Handle("/closed", gate.Require(custos.Events, func(*http.Request) (custos.Resource, error) { return "campus/door", nil }, answer))
	dir, err := os.MkdirTemp("", "custos-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	cert, pin, err := service.TLSIdentity(dir, "bench")
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	srv := &http.Server{Handler: mux, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
	go func() {
		_ = srv.Serve(tls.NewListener(l, &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{cert}, NextProtos: []string{"http/1.1"}}))
	}()
	defer srv.Close()
	c := client.New(l.Addr().String(), pin, owner, 7)
	session := c.Session()
	defer session.Close()
	open := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} //nolint:gosec // our own server, beside us
	ways := []struct {
		name string
		ask  func() error
		took []time.Duration
	}{
		{name: "open", ask: func() error {
			resp, err := open.Get("https://" + l.Addr().String() + "/open")
			if err != nil {
				return err
			}
			defer resp.Body.Close()
			_, err = io.ReadAll(resp.Body)
			return err
		}},
		{name: "signed", ask: func() error { _, err := c.Bytes(ctx, http.MethodGet, "/closed", nil); return err }},
		{name: "session", ask: func() error { _, err := session.Bytes(ctx, http.MethodGet, "/closed", nil); return err }},
	}
	for i := range 3000 {
		for j := range ways {
			w := &ways[(i+j)%len(ways)]
			began := time.Now()
			if err := w.ask(); err != nil {
				return err
			}
			if i >= 500 { // connections and caches are warm
				w.took = append(w.took, time.Since(began))
			}
		}
	}
	p50 := func(i int) float64 {
		slices.Sort(ways[i].took)
		return float64(ways[i].took[len(ways[i].took)/2].Microseconds()) / 1000
	}
	without := p50(0)
	for i, name := range []string{"http-added-p50", "http-session-added-p50"} {
		with := p50(i + 1)
		b.Rows = append(b.Rows, figures.Row{Name: name, Value: with - without, Unit: "ms", Peer: "whole request without the check", PeerValue: without, Ratio: (with - without) / without})
	}
	return nil
}
