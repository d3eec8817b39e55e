package node

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"sync"

	"custos.dev/custos"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger"
)

// peerTransport carries HTTP requests to a node's JSON-RPC over the bus: what comes back
// was said by the fog's own ledger service, whoever carries it.
type peerTransport struct {
	peers  journal.Peers
	ledger custos.ServiceID
}

// RoundTrip implements http.RoundTripper.
func (t peerTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	_ = r.Body.Close()
	reply, err := t.peers.Ask(r.Context(), t.ledger, RPCRequest, body)
	if err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        http.Header{"Content-Type": {"application/json"}, "Content-Length": {strconv.Itoa(len(reply))}},
		ContentLength: int64(len(reply)), Body: io.NopCloser(bytes.NewReader(reply)), Request: r,
	}, nil
}

// Heads answers what access and the master ask, with heads that came by the bus
// instead of a question each time, and blocks that were asked for before.
type Heads struct {
	*ledger.Client

	mu     sync.Mutex
	head   custos.Head
	blocks map[uint64]custos.Head
}

// maxBlocks bounds how many blocks are remembered.
const maxBlocks = 4096

// Head returns the newest head that was heard of; before that, asks.
func (c *Heads) Head(ctx context.Context) (custos.Head, error) {
	if h := c.newest(); !h.Hash.IsZero() {
		return h, nil
	}
	return c.Client.Head(ctx)
}

func (c *Heads) newest() custos.Head {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.head
}

// heard takes a head and reports whether it is a new one.
func (c *Heads) heard(h custos.Head) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if h.Hash == c.head.Hash {
		return false
	}
	if c.blocks == nil || h.Parent != c.head.Hash || len(c.blocks) >= maxBlocks {
		c.blocks = map[uint64]custos.Head{} // a gap or a reorganisation: ask again
	}
	c.head = h
	c.blocks[h.Number] = h
	return true
}

// Block returns the canonical block of a number.
func (c *Heads) Block(ctx context.Context, number uint64) (custos.Head, error) {
	c.mu.Lock()
	h, ok := c.blocks[number]
	under := c.head
	c.mu.Unlock()
	if ok {
		return h, nil
	}
	h, err := c.HeadAt(ctx, number)
	if err != nil {
		return h, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	// Remembered only if no other head came meanwhile: it may be of another chain.
	if c.head.Hash == under.Hash && c.blocks != nil && number <= under.Number {
		c.blocks[number] = h
	}
	return h, nil
}
