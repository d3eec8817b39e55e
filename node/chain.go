package node

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"sync"

	"custos"
	"custos/bus"
	"custos/journal"
	"custos/ledger"
)

// RPCSubject is where the ledger service of a fog answers JSON-RPC. An edge has
// no other way to the chain than its leaf link.
func RPCSubject(fog custos.NodeName) string { return "ledger.rpc." + string(fog) }

// HeadSubject is where the ledger service of a fog says its head, each second
// and at every new block.
func HeadSubject(fog custos.NodeName) string { return "ledger.head." + string(fog) }

// busTransport carries HTTP requests to a node's JSON-RPC over the bus.
type busTransport struct {
	conn    *bus.Conn
	guard   journal.Guard
	subject string
}

// RoundTrip implements http.RoundTripper.
func (t busTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	_ = r.Body.Close()
	auth, err := t.guard.Sign(t.subject, body)
	if err != nil {
		return nil, err
	}
	reply, err := t.conn.Request(r.Context(), bus.Message{Subject: t.subject, Auth: auth, Data: body})
	if err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: http.StatusOK, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        http.Header{"Content-Type": {"application/json"}, "Content-Length": {strconv.Itoa(len(reply))}},
		ContentLength: int64(len(reply)), Body: io.NopCloser(bytes.NewReader(reply)), Request: r,
	}, nil
}

// chain answers what access asks, with heads that came by the bus instead of a
// question each time, and blocks that were asked for before.
type chain struct {
	*ledger.Client

	mu     sync.Mutex
	head   custos.Head
	blocks map[uint64]custos.Head
}

// Head returns the newest head that was heard of; before that, asks.
func (c *chain) Head(ctx context.Context) (custos.Head, error) {
	c.mu.Lock()
	h := c.head
	c.mu.Unlock()
	if !h.Hash.IsZero() {
		return h, nil
	}
	return c.Client.Head(ctx)
}

func (c *chain) heard(h custos.Head) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if h.Hash != c.head.Hash && h.Parent != c.head.Hash {
		clear(c.blocks) // a gap or a reorganisation: ask again
	}
	c.head = h
	if len(c.blocks) > 4096 {
		clear(c.blocks)
	}
	if c.blocks == nil {
		c.blocks = map[uint64]custos.Head{}
	}
	c.blocks[h.Number] = h
}

// Block returns the canonical block of a number.
func (c *chain) Block(ctx context.Context, number uint64) (custos.Head, error) {
	c.mu.Lock()
	h, ok := c.blocks[number]
	c.mu.Unlock()
	if ok {
		return h, nil
	}
	h, err := c.HeadAt(ctx, number)
	if err == nil {
		c.mu.Lock()
		if c.blocks != nil && number <= c.head.Number {
			c.blocks[number] = h
		}
		c.mu.Unlock()
	}
	return h, err
}
