package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"custos.dev/custos"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Env is what a running service finds around it.
type Env struct {
	Site *Site
	Node *Node
	ID   custos.ServiceID
	// Dir holds the service's database and key; only it uses it.
	Dir string
	Log *slog.Logger
	// Metrics collects the service's figures, served at /metrics.
	Metrics *prometheus.Registry

	ready atomic.Bool
	mu    sync.Mutex
	says  map[string]func() any
}

// Say offers a part of the service's state on its health socket, which only this
// user reaches, as JSON at /state/NAME.
func (e *Env) Say(name string, state func() any) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.says == nil {
		e.says = map[string]func() any{}
	}
	e.says[name] = state
}

// Ready marks the service as doing its work.
func (e *Env) Ready() { e.ready.Store(true) }

// Run runs one service until it fails or the process is told to end. It holds
// the service's directory for itself and serves health and metrics on the
// socket of SocketPath.
func Run(ctx context.Context, site *Site, id custos.ServiceID, work func(context.Context, *Env) error) error {
	node, ok := site.Node(id.Node())
	if !ok {
		return custos.Errorf(custos.NotFound, "the site has no node %q", id.Node())
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	env := &Env{Site: site, Node: node, ID: id, Dir: site.Dir(id), Metrics: prometheus.NewRegistry()}
	env.Log = slog.New(slog.NewTextHandler(custos.PlainWriter{W: os.Stderr}, &slog.HandlerOptions{ReplaceAttr: shortTime})).With("service", string(id))
	env.Metrics.MustRegister(collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), collectors.NewGoCollector())
	unlock, err := Lock(env.Dir)
	if err != nil {
		return err
	}
	defer unlock()
	stopHealth, err := env.serveHealth()
	if err != nil {
		return err
	}
	defer stopHealth()
	stopDebug, err := env.serveDebug()
	if err != nil {
		return err
	}
	defer stopDebug()
	err = work(ctx, env)
	if ctx.Err() != nil && (err == nil || errors.Is(err, context.Canceled)) {
		return nil
	}
	return err
}

func shortTime(_ []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey {
		a.Value = slog.StringValue(a.Value.Time().UTC().Format("15:04:05.000"))
	}
	return a
}

// Lock takes a directory for this process alone, creating it, until unlock. One that
// others can enter is Denied.
func Lock(dir string) (unlock func(), err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, custos.Errorf(custos.Unavailable, "cannot create %s: %w", dir, err)
	}
	if err := PrivateDir(dir); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "cannot lock %s: %w", dir, err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		return nil, custos.Errorf(custos.Conflict, "%s is in use by another custos: stop it first, or choose another --data", dir)
	}
	return func() { _ = f.Close() }, nil
}

// SocketPath returns where a service has a socket, or a directory of sockets with
// names of at most 16 bytes. A socket's path may have 107 bytes at most, so a deep
// data directory gets a short name elsewhere.
func SocketPath(site *Site, id custos.ServiceID, kind string) string {
	p := filepath.Join(site.Data, "run", id.Subject()+"."+kind)
	if len(p) <= 90 {
		return p
	}
	h := sha256.Sum256([]byte(p))
	return filepath.Join(os.TempDir(), "custos-"+hex.EncodeToString(h[:8])+"."+kind)
}

// Listen listens on a Unix socket that only this user can reach, replacing
// what a killed process left.
func Listen(path string) (net.Listener, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", path, err)
	}
	return l, os.Chmod(path, 0o600)
}

func (e *Env) serveHealth() (stop func(), err error) {
	l, err := Listen(SocketPath(e.Site, e.ID, "health"))
	if err != nil {
		return nil, err
	}
	srv := &http.Server{Handler: e.Health(), ReadHeaderTimeout: 5 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			e.Log.Error("health stopped", "err", err)
		}
	}()
	return func() { _ = srv.Close(); <-done }, nil
}

// Health answers /healthz, /readyz, /metrics and /state/NAME: what may be known
// without a right.
func (e *Env) Health() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if !e.ready.Load() {
			http.Error(w, "starting", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /state/{name}", func(w http.ResponseWriter, r *http.Request) {
		e.mu.Lock()
		state := e.says[r.PathValue("name")]
		e.mu.Unlock()
		if state == nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(state())
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(e.Metrics, promhttp.HandlerOpts{}))
	return mux
}
