package pow

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/p2p/enode"
)

// redial is how often a listed peer that is not connected is called. The
// library's own dialler waits 35 s after any call.
const redial = time.Second

// staticDialed is p2p's flag for a connection that this side opened on purpose.
const staticDialed = 1 << 1

// peers keeps connections to the listed peers and to nobody else.
type peers struct {
	server *p2p.Server
	fixed  []*enode.Node
	file   string
	log    *slog.Logger

	mu     sync.RWMutex
	listed map[enode.ID]*enode.Node
}

// parsePeer reads an enode URL at a loopback address.
func parsePeer(s string) (*enode.Node, error) {
	n, err := enode.ParseV4(s)
	if err != nil {
		return nil, fmt.Errorf("%q is not a peer: want enode://KEY@127.0.0.1:PORT: %w", s, err)
	}
	if !n.IP().IsLoopback() || n.TCP() == 0 {
		return nil, fmt.Errorf("%q is not a peer at a loopback port: peers on other machines are reached through a tunnel, give its near end", s)
	}
	return n, nil
}

// readPeers reads a peers file: one enode URL a line, # begins a comment. A
// missing file holds none: whoever writes it may come later.
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

// set makes nodes the list. It returns those that are new or moved to another port.
func (p *peers) set(nodes []*enode.Node) (gone []*enode.Node) {
	list := map[enode.ID]*enode.Node{}
	for _, n := range append(append([]*enode.Node{}, p.fixed...), nodes...) {
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

func (p *peers) call(ctx context.Context, n *enode.Node) error {
	d := net.Dialer{Timeout: 5 * time.Second}
	c, err := d.DialContext(ctx, "tcp", (&net.TCPAddr{IP: n.IP(), Port: n.TCP()}).String())
	if err != nil {
		return err
	}
	// SetupConn closes the connection itself if the handshakes fail; they have
	// deadlines of their own.
	return p.server.SetupConn(c, staticDialed, n)
}
