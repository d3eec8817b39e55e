package tunnel

import (
	"context"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// conn is one stream between two nodes.
type conn struct {
	peer, node net.Conn
	in, out    atomic.Uint64
}

// cut ends both sides at once.
func (c *conn) cut() {
	_ = c.peer.SetDeadline(time.Unix(1, 0))
	_ = c.node.SetDeadline(time.Unix(1, 0))
}

// carry copies both ways until one side ends. first is the packet that a caller has
// sent; nil if the peer was called, whose answer is then a first packet too.
func (t *Tunnel) carry(ctx context.Context, p *peer, remote, node net.Conn, first []byte) {
	c := &conn{peer: remote, node: node}
	if !t.hold(p, c) {
		return
	}
	defer t.release(p, c)
	stop := context.AfterFunc(ctx, c.cut)
	defer stop()
	var wg sync.WaitGroup
	wg.Go(func() {
		defer c.cut()
		_, _ = io.Copy(counted{remote, &c.out}, node)
	})
	defer wg.Wait()
	defer c.cut()
	if first == nil {
		var err error
		if first, err = readHandshake(remote); err != nil {
			t.blame(p, err)
			return
		}
	}
	to := counted{node, &c.in}
	if _, err := to.Write(first); err == nil {
		_, _ = io.Copy(to, remote)
	}
}

// hold counts a stream among a peer's, unless the peer was removed this moment.
func (t *Tunnel) hold(p *peer, c *conn) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.peers[p.key] != p {
		return false
	}
	if len(p.conns) == 0 {
		p.since = time.Now().UTC()
	}
	p.conns[c] = struct{}{}
	return true
}

func (t *Tunnel) release(p *peer, c *conn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(p.conns, c)
	p.in += c.in.Load()
	p.out += c.out.Load()
	if len(p.conns) == 0 {
		p.since = time.Time{}
	}
}

// counted counts what is written.
type counted struct {
	io.Writer
	n *atomic.Uint64
}

func (w counted) Write(b []byte) (int, error) {
	n, err := w.Writer.Write(b)
	w.n.Add(uint64(n))
	return n, err
}
