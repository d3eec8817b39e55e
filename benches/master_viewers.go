package benches

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/api"
	"custos.dev/custos/client"
	"custos.dev/custos/fog"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/ledger/policytest"
	"custos.dev/custos/service"
)

const (
	// watchersAsk is how often a watcher asks for status and cameras, as the page does.
	watchersAsk = 2 * time.Second
	// siteBatches a second of siteEvents each are committed meanwhile: sixteen cameras whose
	// services say something each second.
	siteBatches, siteEvents = 40, 2
	// watchedFor is how long each part of the measurement takes.
	watchedFor = 10 * time.Second
)

// viewers is what a watcher costs a master: the same commits go on without and with watchers,
// who ask by signed requests over TLS and listen to the stream, and the difference is theirs.
// The watchers are another process, which does not count.
func (b *bench) viewers(ctx context.Context, m *Master, dir string) (err error) {
	c, err := openCommitting(ctx, dir, m.Database, 8)
	if err != nil {
		return err
	}
	defer c.close(ctx, &err)
	w, err := newWatched(ctx, c, dir)
	if err != nil {
		return err
	}
	defer w.close()
	alone, err := w.cpu(ctx, c, 0)
	if err != nil {
		return err
	}
	watched, err := w.cpu(ctx, c, m.Watchers)
	if err != nil {
		return err
	}
	b.Add("viewer-cpu", 100*(watched-alone)/float64(m.Watchers), "% of a core")
	b.Add("viewer-watchers", float64(m.Watchers), "")
	b.Add("viewer-idle-cpu", 100*alone, "% of a core")
	return nil
}

// watched is a master's board behind the gate and TLS, as its API has it.
type watched struct {
	board  *fog.Board
	server *http.Server
	addr   string
	pin    custos.Hash
	key    string // the owner's, a file
	end    context.CancelFunc
	ended  sync.WaitGroup
}

func newWatched(ctx context.Context, c *committing, dir string) (*watched, error) {
	w := &watched{key: filepath.Join(dir, "owner.key")}
	owner, err := key.Create(w.key)
	if err != nil {
		return nil, err
	}
	x := access.NewIndex(24*time.Hour, time.UTC)
	alma := custos.Owner{Address: owner.Address(), Name: "alma", Domain: masterDomain, Active: true}
	world := &policytest.World{Now: time.Now(), Owners: []custos.Owner{alma}}
	f := access.Follower{Chain: &worldChain{world, nil, 3}, Index: x, Confirmations: 2, Log: slog.New(slog.DiscardHandler)}
	if err := f.Look(ctx); err != nil {
		return nil, err
	}
	x.Hear(alma.Address, world.Now)
	gate := &access.Gate{Verifier: access.NewVerifier(watchersChain, x.Known), Index: x, Recorder: new(noRecord)}
	marks := func() fog.Marks { return fog.Marks{Size: c.size.Load()} }
	w.board = &fog.Board{
		DB: c.db, Asked: c.db, Marks: marks, Rest: func(context.Context, *api.Status) error { return nil },
		Cameras: []fog.Shown{{Camera: masterDomain + "/cam1"}, {Camera: masterDomain + "/cam2"}}, Totals: filepath.Join(dir, "totals.json"),
	}
	c.committer.Committed = func(size uint64) { c.size.Store(size); w.board.Committed() }
	ofDomain := func(*http.Request) (custos.Resource, error) { return masterDomain, nil }
	answer := func(h func(http.ResponseWriter, *http.Request) error) http.Handler {
		return gate.Require(custos.Events, ofDomain, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if err := h(w, r); err != nil {
				api.WriteError(w, err)
			}
		}))
	}
	mux := http.NewServeMux()
	mux.Handle(api.GetStatus.Pattern(), answer(w.board.GetStatus))
	mux.Handle(api.GetCameras.Pattern(), answer(w.board.GetCameras))
	mux.Handle(api.GetStream.Pattern(), answer(func(rw http.ResponseWriter, r *http.Request) error {
		ctx, stop := x.Watch(r.Context(), access.CallerOf(r.Context()).Question)
		defer stop(nil)
		w.board.Stream(ctx, rw, r, nil)
		return nil
	}))
	var cert tls.Certificate
	cert, w.pin, err = service.TLSIdentity(dir, "bench")
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	w.server = &http.Server{Handler: mux, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), ReadHeaderTimeout: time.Minute}
	w.addr = l.Addr().String()
	run, end := context.WithCancel(ctx)
	w.end = end
	w.ended.Go(func() {
		_ = w.server.Serve(tls.NewListener(l, &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{cert}, NextProtos: []string{"http/1.1"}}))
	})
	w.ended.Go(func() { _ = w.board.Run(run) })
	return w, nil
}

func (w *watched) close() {
	w.end()
	_ = w.server.Close()
	w.ended.Wait()
}

// cpu is what of a core everything takes while events are committed and so many watch.
func (w *watched) cpu(ctx context.Context, c *committing, watchers int) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, watchedFor+3*time.Second)
	defer cancel()
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	errs := make(chan error, 1)
	fails := func(err error) {
		if err != nil && ctx.Err() == nil {
			select {
			case errs <- err:
			default:
			}
		}
	}
	if watchers > 0 {
		self, err := os.Executable()
		if err != nil {
			return 0, err
		}
		cmd := exec.CommandContext(ctx, self, "bench", "master-watchers", w.addr, w.pin.String(), w.key, strconv.Itoa(watchers))
		cmd.Stderr = custos.PlainWriter{W: os.Stderr}
		all.Go(func() { fails(cmd.Run()) })
	}
	for i, s := range c.services {
		all.Go(func() { fails(s.pace(ctx, c, time.Duration(i)*time.Second/siteBatches)) })
	}
	if err := pause(ctx, 2*time.Second); err != nil { // all have begun
		return 0, err
	}
	before, err := ownCPU()
	if err != nil {
		return 0, err
	}
	began := time.Now()
	select {
	case err := <-errs:
		return 0, err
	case <-time.After(watchedFor):
	}
	after, err := ownCPU()
	return (after - before).Seconds() / time.Since(began).Seconds(), err
}

// watchersChain is the chain for which watchers sign.
const watchersChain = 7

// Watchers are so many who watch a master that is measured, until ctx ends.
type Watchers struct {
	// Addr is where the master answers, by the key with the digest Pin.
	Addr string
	Pin  custos.Hash
	// Key is the file of the key by which all of them ask.
	Key   string
	Count int
}

// Run watches.
func (w *Watchers) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	k, err := client.LoadKey(w.Key)
	if err != nil {
		return err
	}
	var all sync.WaitGroup
	for i := range w.Count {
		c := client.New(w.Addr, w.Pin, k, watchersChain)
		all.Go(func() { cancel(listen(ctx, c)) })
		all.Go(func() { cancel(askAgain(ctx, c, time.Duration(i)*watchersAsk/time.Duration(w.Count))) })
	}
	all.Wait()
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// listen reads the stream until ctx ends.
func listen(ctx context.Context, c *client.Client) error {
	resp, err := c.Do(ctx, api.GetStream.Method, api.GetStream.Path, nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	n, err := io.Copy(io.Discard, resp.Body)
	if n == 0 && ctx.Err() == nil {
		return custos.Errorf(custos.Internal, "the stream told nothing: %w", err)
	}
	return err
}

// askAgain asks for status and cameras again and again.
func askAgain(ctx context.Context, c *client.Client, begin time.Duration) error {
	for err := pause(ctx, begin); err == nil; err = pause(ctx, watchersAsk) {
		for _, e := range []api.Endpoint{api.GetStatus, api.GetCameras} {
			if _, err := c.Bytes(ctx, e.Method, e.Path, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// pace commits this service's share of what a site says, batch by batch.
func (s *committer) pace(ctx context.Context, c *committing, begin time.Duration) error {
	if pause(ctx, begin) != nil {
		return nil
	}
	tick := time.NewTicker(time.Second * time.Duration(len(c.services)) / siteBatches)
	defer tick.Stop()
	for ctx.Err() == nil {
		if len(s.batches) == 0 {
			if err := s.prepare(1, siteEvents, c.block.BlockRef); err != nil {
				return err
			}
		}
		m := s.batches[0]
		m.Sent = time.Now()
		if _, err := c.committer.Commit(ctx, s.key.Address(), m); err != nil {
			if errors.Is(err, ctx.Err()) {
				return nil
			}
			return err
		}
		s.batches = s.batches[1:]
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
	return nil
}
