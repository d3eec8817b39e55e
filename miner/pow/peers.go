package pow

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/p2p/enode"
)

// redial is how often a listed peer that is not connected is called. The
// library's own dialler waits 35 s after any call.
const redial = time.Second

// Flags of p2p for a connection: that this side opened it on purpose, or did not.
const (
	staticDialed = 1 << 1
	inbound      = 1 << 2
)

// peers keeps connections to the listed peers and to nobody else.
type peers struct {
	server  *p2p.Server
	file    string
	sockets string
	log     *slog.Logger

	mu     sync.RWMutex
	listed map[enode.ID]*enode.Node
}

// parsePeer reads a node's ID. Where it is, only the tunnel knows; the address in
// the result means nothing.
func parsePeer(s string) (*enode.Node, error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != 64 {
		return nil, fmt.Errorf("%q is not a peer: want its ID of 128 hexadecimal digits", s)
	}
	k, err := crypto.UnmarshalPubkey(append([]byte{4}, b...))
	if err != nil {
		return nil, fmt.Errorf("%q is not a peer: its ID is no public key: %w", s, err)
	}
	return enode.NewV4(k, net.IPv4(127, 0, 0, 1), 0, 0), nil
}

func peerID(n *enode.Node) string { return hex.EncodeToString(crypto.FromECDSAPub(n.Pubkey())[1:]) }

// readPeers reads a peers file: one ID a line, # begins a comment. A missing file
// holds none: whoever writes it may come later.
func readPeers(path string) ([]*enode.Node, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the peers file: %w", err)
	}
	var nodes []*enode.Node
	for i, line := range strings.Split(string(b), "\n") {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		n, err := parsePeer(line)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, i+1, err)
		}
		nodes = append(nodes, n)
	}
	return nodes, nil
}

func (p *peers) allowed(id enode.ID) bool {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.listed[id] != nil
}

// set makes nodes the list. It returns those that are not on it any more.
func (p *peers) set(nodes []*enode.Node) (gone []*enode.Node) {
	list := map[enode.ID]*enode.Node{}
	for _, n := range nodes {
		list[n.ID()] = n
	}
	p.mu.Lock()
	old := p.listed
	p.listed = list
	p.mu.Unlock()
	for id, n := range old {
		if list[id] == nil {
			gone = append(gone, n)
		}
	}
	return gone
}

// run reads the peers file and calls listed peers until ctx ends.
func (p *peers) run(ctx context.Context) {
	var calls sync.WaitGroup
	defer calls.Wait()
	var mu sync.Mutex
	calling := map[enode.ID]bool{}
	tick := time.NewTicker(redial)
	defer tick.Stop()
	var said string
	for {
		if p.file != "" {
			// A file that is half written or wrong changes nothing.
			if nodes, err := readPeers(p.file); err == nil {
				for _, n := range p.set(nodes) {
					p.server.RemoveTrustedPeer(n)
					p.server.RemovePeer(n)
				}
				said = ""
			} else if err.Error() != said {
				said = err.Error()
				p.log.Warn("the peers stay as they were", "err", err)
			}
		}
		connected := map[enode.ID]bool{p.server.Self().ID(): true}
		for _, c := range p.server.Peers() {
			connected[c.ID()] = true
		}
		p.mu.RLock()
		var due []*enode.Node
		for id, n := range p.listed {
			// Trusted means that the library's own limit on strangers does not count.
			p.server.AddTrustedPeer(n)
			mu.Lock()
			if !connected[id] && !calling[id] {
				calling[id] = true
				due = append(due, n)
			}
			mu.Unlock()
		}
		p.mu.RUnlock()
		for _, n := range due {
			calls.Go(func() {
				if err := p.call(ctx, n); err != nil && ctx.Err() == nil {
					p.log.Debug("a peer did not answer", "peer", n.ID().TerminalString(), "err", err)
				}
				mu.Lock()
				delete(calling, n.ID())
				mu.Unlock()
			})
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// call has the tunnel open a stream to a peer and begins to speak on it.
func (p *peers) call(ctx context.Context, n *enode.Node) error {
	d := net.Dialer{Timeout: callTime}
	c, err := d.DialContext(ctx, "unix", filepath.Join(p.sockets, outSocket))
	if err != nil {
		return err
	}
	id := crypto.FromECDSAPub(n.Pubkey())[1:]
	_ = c.SetDeadline(time.Now().Add(callTime))
	var open [1]byte
	if _, err = c.Write(id); err == nil {
		_, err = io.ReadFull(c, open[:])
	}
	if err == nil && open[0] != 0 {
		err = fmt.Errorf("the tunnel answers %d", open[0])
	}
	if err != nil {
		return errors.Join(err, c.Close())
	}
	_ = c.SetDeadline(time.Time{})
	return p.setup(c, staticDialed, n)
}

// take takes the streams that peers opened, until ctx ends.
func (p *peers) take(ctx context.Context, l net.Listener) {
	var streams sync.WaitGroup
	defer streams.Wait()
	stop := context.AfterFunc(ctx, func() { _ = l.Close() })
	defer stop()
	for {
		c, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			select {
			case <-ctx.Done():
				return
			case <-time.After(50 * time.Millisecond):
			}
			continue
		}
		streams.Go(func() {
			if err := p.setup(c, inbound, nil); err != nil && ctx.Err() == nil {
				p.log.Debug("a peer's stream did not become a connection", "err", err)
			}
		})
	}
}

// setup runs the handshakes, which have deadlines of their own; the library closes
// the connection if they fail. It panics on some handshakes (the class of
// CVE-2026-22862). The tunnel lets none of those pass; should one, it costs its
// sender the connection and nobody else anything.
func (p *peers) setup(c net.Conn, flags int, n *enode.Node) (err error) {
	defer func() {
		if v := recover(); v != nil {
			_ = c.Close()
			err = fmt.Errorf("the library panicked on a peer's handshake: %v", v)
			p.log.Error("a peer sent a handshake that no honest node sends", "err", err)
		}
	}()
	if flags == inbound {
		return p.server.SetupConn(c, inbound, n)
	}
	return p.server.SetupConn(c, staticDialed, n)
}
