package pow

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/rpc"
)

const (
	// maxBody bounds a request; the largest useful one is a transaction of 128 KiB.
	maxBody = 1 << 20
	// maxConns bounds connections: every client is a local process.
	maxConns = 256
)

// served are the services of the library that are reachable. Not among them:
// personal, admin, debug, miner, accounts, the remote sealer.
var served = map[string]bool{
	"*ethapi.EthereumAPI":    true,
	"*ethapi.BlockChainAPI":  true,
	"*ethapi.TransactionAPI": true,
	"*ethapi.NetAPI":         true,
	"*filters.FilterAPI":     true,
	"*pow.web3API":           true,
	"*pow.statusAPI":         true,
	"*pow.sendAPI":           true,
}

func newRPC(apis []rpc.API) (*rpc.Server, error) {
	s := rpc.NewServer()
	for _, a := range apis {
		if !served[fmt.Sprintf("%T", a.Service)] {
			continue
		}
		if err := s.RegisterName(a.Namespace, a.Service); err != nil {
			return nil, fmt.Errorf("serve %s: %w", a.Namespace, err)
		}
	}
	return s, nil
}

// guard refuses what no local program sends: a Host that is not loopback (a page
// whose name was rebound to 127.0.0.1), an Origin (any page), a large body.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		ip := net.ParseIP(strings.Trim(host, "[]"))
		if host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "this node answers to its loopback address only", http.StatusForbidden)
			return
		}
		if r.Header.Get("Origin") != "" {
			http.Error(w, "this node does not answer web pages", http.StatusForbidden)
			return
		}
		if r.Method != http.MethodPost {
			http.Error(w, "JSON-RPC is spoken by POST", http.StatusMethodNotAllowed)
			return
		}
		if r.ContentLength > maxBody {
			http.Error(w, fmt.Sprintf("the request is longer than %d bytes", maxBody), http.StatusRequestEntityTooLarge)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		next.ServeHTTP(w, r)
	})
}

// serveHTTP serves until ctx ends; requests under way get 2 s to finish.
func serveHTTP(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{
		Handler: guard(h), MaxHeaderBytes: 16 << 10,
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
	}
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(&limited{Listener: l, slots: make(chan struct{}, maxConns)}) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve JSON-RPC: %w", err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if err := s.Shutdown(grace); err != nil {
		_ = s.Close()
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve JSON-RPC: %w", err)
	}
	return nil
}

// limited is a listener that lets the kernel's queue hold what is over the limit.
type limited struct {
	net.Listener
	slots chan struct{}
}

func (l *limited) Accept() (net.Conn, error) {
	l.slots <- struct{}{}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.slots
		return nil, err
	}
	return &slot{Conn: c, free: func() { <-l.slots }}, nil
}

// slot gives its place back when it is closed, however often that is.
type slot struct {
	net.Conn
	once sync.Once
	free func()
}

func (s *slot) Close() error {
	s.once.Do(s.free)
	return s.Conn.Close()
}
