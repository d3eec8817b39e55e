// Package tunnel carries what the owners' Ethereum nodes say to each other. The
// nodes have no port of their own: a node listens on a Unix socket, and what
// reaches it came through mutual TLS 1.3 whose keys the registry pins, and has the
// form of the handshake that it expects. See docs/adr for why.
//
//	node ── out.sock ──► tunnel ══ TLS 1.3 ══► tunnel ──► in.sock ── node
//
// It does not know Ethereum beyond the first packet of a connection.
package tunnel

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"custos.dev/custos"
)

// ID is a node's public key: 64 bytes, a point of secp256k1 without its prefix.
type ID [64]byte

// Peer is another owner's tunnel, as the registry has it.
type Peer struct {
	Name string
	// Key is the SHA-256 of the SubjectPublicKeyInfo that it must show.
	Key custos.Hash
	// Addr is where it listens; "" if it only calls.
	Addr string
}

// State is how a peer is.
type State struct {
	Name string      `json:"name"`
	Key  custos.Hash `json:"key"`
	Addr string      `json:"addr"`
	// ID is its node's, known once they have spoken; else zero.
	ID ID `json:"-"`
	// Connected is since when; zero if it is not.
	Connected time.Time `json:"connected"`
	// In and Out count the bytes of closed and open connections.
	In    uint64 `json:"bytes_in"`
	Out   uint64 `json:"bytes_out"`
	Error string `json:"error,omitempty"`
}

// The names of the sockets in the directory Sockets.
const (
	// InSocket is where the node takes a stream that a peer opened.
	InSocket = "in.sock"
	// OutSocket is where the node asks for a stream: it writes the 64 bytes of the
	// peer's ID and reads one byte, zero, when the stream is open.
	OutSocket = "out.sock"
)

const (
	handshakeTime = 5 * time.Second
	dialTime      = 5 * time.Second
	// greetEvery is how often a peer whose node is not known is asked.
	greetEvery = time.Second
	// maxUnproven bounds connections that have not shown a pinned key yet, in all
	// and from one address.
	maxUnproven, maxUnprovenFrom = 64, 8
	alpn                         = "custos-peer/1"
)

// Tunnel is a node's end of the tunnels to its peers.
type Tunnel struct {
	// Listen is the TCP address for peers.
	Listen string
	// Certificate has the node's TLS key. Nothing else in it is believed.
	Certificate tls.Certificate
	// Sockets is the directory of the Unix sockets. Its path has to be short.
	Sockets string
	// ID returns the own node's; false before it has started.
	ID  func() (ID, bool)
	Log *slog.Logger
	// Known is called when a peer's node ID is new; may be nil.
	Known func()

	mu       sync.Mutex
	peers    map[custos.Hash]*peer
	unproven map[string]int
	waiting  int
}

// peer is guarded by Tunnel.mu, but for its key, which never changes.
type peer struct {
	key   custos.Hash
	name  string
	addr  string
	id    ID
	conns map[*conn]struct{}
	in    uint64
	out   uint64
	err   string
	since time.Time
}

// SetPeers makes these the peers. The connections of whoever is not among them
// any more, or has another key now, are cut before it returns.
func (t *Tunnel) SetPeers(list []Peer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	next := map[custos.Hash]*peer{}
	for _, p := range list {
		if old := t.peers[p.Key]; old != nil {
			if old.addr != p.Addr {
				old.err = ""
			}
			old.name, old.addr = p.Name, p.Addr
			next[p.Key] = old
			continue
		}
		next[p.Key] = &peer{key: p.Key, name: p.Name, addr: p.Addr, conns: map[*conn]struct{}{}}
	}
	for key, p := range t.peers {
		if next[key] != nil {
			continue
		}
		t.log().Info("a peer is cut off: the registry does not name it any more", "peer", p.name)
		for c := range p.conns {
			c.cut()
		}
	}
	t.peers = next
}

// Peers says how the peers are, by name.
func (t *Tunnel) Peers() []State {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := make([]State, 0, len(t.peers))
	for _, p := range t.peers {
		s := State{Name: p.name, Key: p.key, Addr: p.addr, ID: p.id, Connected: p.since, In: p.in, Out: p.out, Error: p.err}
		for c := range p.conns {
			s.In += c.in.Load()
			s.Out += c.out.Load()
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b State) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func (t *Tunnel) log() *slog.Logger {
	if t.Log == nil {
		return slog.Default()
	}
	return t.Log
}

// Run carries streams until ctx ends. It owns its goroutines; when it returns they
// have ended and every connection is closed.
func (t *Tunnel) Run(ctx context.Context) error {
	outer, err := net.Listen("tcp", t.Listen)
	if err != nil {
		return custos.Errorf(custos.Conflict, "cannot listen for other owners' nodes on %s: choose another port in the site file, or stop what uses it: %w", t.Listen, err)
	}
	inner, err := net.Listen("unix", filepath.Join(t.Sockets, OutSocket))
	if err != nil {
		return errors.Join(err, outer.Close())
	}
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = outer.Close(); _ = inner.Close() })
	defer stop()
	failed := make(chan error, 2)
	wg.Go(func() { failed <- accept(ctx, outer, &wg, t.fromPeer) })
	wg.Go(func() { failed <- accept(ctx, inner, &wg, t.fromNode) })
	wg.Go(func() { t.greet(ctx, &wg) })
	err = <-failed
	if ctx.Err() != nil {
		return nil
	}
	return err
}

func accept(ctx context.Context, l net.Listener, wg *sync.WaitGroup, serve func(context.Context, net.Conn)) error {
	for {
		c, err := l.Accept()
		if ctx.Err() != nil {
			if err == nil {
				_ = c.Close()
			}
			return nil
		}
		if err != nil {
			var temporary interface{ Timeout() bool }
			if errors.As(err, &temporary) || !errors.Is(err, net.ErrClosed) {
				// Out of file descriptors, or a connection that was gone: go on.
				select {
				case <-ctx.Done():
				case <-time.After(50 * time.Millisecond):
				}
				continue
			}
			return err
		}
		wg.Go(func() { serve(ctx, c) })
	}
}

// fromPeer takes a connection of whoever called. Nothing that he sent reaches the
// node before he has shown a pinned key and the form of a handshake.
func (t *Tunnel) fromPeer(ctx context.Context, raw net.Conn) {
	defer raw.Close()
	done, ok := t.admit(raw)
	if !ok {
		return
	}
	defer done()
	c, p, err := t.prove(ctx, tls.Server(raw, t.config(nil)))
	if err != nil {
		t.log().Debug("a caller is turned away", "addr", raw.RemoteAddr(), "err", err)
		return
	}
	id, err := t.hello(c, false)
	if err != nil {
		return
	}
	t.learn(p, id)
	done()
	// A caller that only wanted to know the ID sends no more.
	first, err := readHandshake(c)
	if err != nil {
		t.blame(p, err)
		return
	}
	node, err := net.DialTimeout("unix", filepath.Join(t.Sockets, InSocket), dialTime)
	if err != nil {
		t.log().Debug("the own node takes no stream", "err", err)
		return
	}
	defer node.Close()
	t.carry(ctx, p, c, node, first)
}

// fromNode takes a call of the own node to a peer.
func (t *Tunnel) fromNode(ctx context.Context, node net.Conn) {
	defer node.Close()
	var id ID
	_ = node.SetDeadline(time.Now().Add(handshakeTime))
	if _, err := io.ReadFull(node, id[:]); err != nil {
		return
	}
	p, addr := t.byID(id)
	if addr == "" {
		return
	}
	c, err := t.call(ctx, p, addr)
	if err != nil {
		t.fail(p, err)
		return
	}
	defer c.Close()
	if _, err := node.Write([]byte{0}); err != nil {
		return
	}
	_ = node.SetDeadline(time.Time{})
	t.carry(ctx, p, c, node, nil)
}

// call connects to a peer and greets it.
func (t *Tunnel) call(ctx context.Context, p *peer, addr string) (*tls.Conn, error) {
	d := net.Dialer{Timeout: dialTime, KeepAliveConfig: keepAlive}
	raw, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	c, _, err := t.prove(ctx, tls.Client(raw, t.config(&p.key)))
	if err != nil {
		_ = raw.Close()
		return nil, err
	}
	id, err := t.hello(c, true)
	if err != nil {
		_ = c.Close()
		return nil, err
	}
	t.learn(p, id)
	return c, nil
}

// greet asks the peers whose node is not known, so that the own node can call them.
func (t *Tunnel) greet(ctx context.Context, wg *sync.WaitGroup) {
	busy := map[custos.Hash]bool{}
	var mu sync.Mutex
	for ctx.Err() == nil {
		for p, addr := range t.strangers() {
			mu.Lock()
			skip := busy[p.key]
			busy[p.key] = true
			mu.Unlock()
			if skip {
				continue
			}
			wg.Go(func() {
				c, err := t.call(ctx, p, addr)
				if err != nil {
					t.fail(p, err)
				} else {
					_ = c.Close()
				}
				mu.Lock()
				delete(busy, p.key)
				mu.Unlock()
			})
		}
		select {
		case <-ctx.Done():
		case <-time.After(greetEvery):
		}
	}
}

// strangers are the peers whose node is not known, with where they listen.
func (t *Tunnel) strangers() map[*peer]string {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := map[*peer]string{}
	for _, p := range t.peers {
		if p.id == (ID{}) && p.addr != "" {
			out[p] = p.addr
		}
	}
	return out
}

// byID finds a peer and where it listens; "" if it is unknown, or only calls.
func (t *Tunnel) byID(id ID) (*peer, string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, p := range t.peers {
		if p.id == id {
			return p, p.addr
		}
	}
	return nil, ""
}

func (t *Tunnel) learn(p *peer, id ID) {
	t.mu.Lock()
	isNew := p.id != id
	p.id, p.err = id, ""
	t.mu.Unlock()
	if isNew && t.Known != nil {
		t.Known()
	}
}

func (t *Tunnel) fail(p *peer, err error) {
	t.mu.Lock()
	isNew, name := p.err != err.Error(), p.name
	p.err = err.Error()
	t.mu.Unlock()
	if isNew {
		t.log().Info("a peer is out of reach", "peer", name, "err", err)
	}
}

// blame is for a first packet that did not come, or has a form that no honest node
// sends. A caller that only wanted to know the ID sends none.
func (t *Tunnel) blame(p *peer, err error) {
	if !errors.Is(err, io.EOF) && !errors.Is(err, os.ErrDeadlineExceeded) {
		t.fail(p, err)
	}
}
