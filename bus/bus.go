// Package bus carries requests and replies between services over NATS: each
// node runs one server, an edge's server is a leaf of its fog's, and the link
// between them is mutual TLS 1.3 with both keys pinned. Who connects shows his
// registered key and may use the subjects of his row in the table of services,
// no others. Nothing on the bus is durable; what must not be lost stands in the
// sender's outbox. Nothing on it is believed either: what services say to each
// other is sealed by package sealed. It is the only importer of NATS.
package bus

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"sync"
	"time"

	"custos.dev/custos"

	"github.com/nats-io/nats.go"
)

// MaxPayload is the largest message in bytes; what is larger is sent in parts.
const MaxPayload = 4 << 20

// What may wait for a service that does not keep up; more is dropped, and whoever
// asked asks again.
const (
	pendingMessages = 1 << 16
	pendingBytes    = 32 << 20
)

// Identity is who connects: a service by its registered key.
type Identity struct {
	Service custos.ServiceID
	// Node is whose bus it means to speak to: what it signs is worth nothing at another.
	Node    custos.NodeName
	Account custos.Address
	// Sign signs a digest by the account's key.
	Sign func(custos.Hash) ([]byte, error)
}

// Conn is a client's connection to its node's server. It reconnects by itself.
type Conn struct {
	nc *nats.Conn
}

// Dial connects to the server of the same node. It waits for the server to
// come up until ctx ends, since a node's services start in any order.
func Dial(ctx context.Context, url string, who Identity) (*Conn, error) {
	claim := writeClaim(who.Service, who.Account)
	sign := func(nonce []byte) ([]byte, error) {
		return who.Sign(claimDigest(who.Node, who.Service, who.Account, nonce))
	}
	for {
		nc, err := nats.Connect(url, nats.Name(string(who.Service)), nats.Nkey(claim, sign), nats.MaxReconnects(-1),
			nats.ReconnectWait(200*time.Millisecond), nats.PingInterval(2*time.Second), nats.MaxPingsOutstanding(2),
			nats.ReconnectBufSize(-1), nats.CustomInboxPrefix(inboxOf(who.Service)),
			// A server that refuses us now may know us in a moment; the library would give up.
			nats.IgnoreAuthErrorAbort(),
			// What fails is seen where it is asked; the library would print it too.
			nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
		if err == nil {
			return &Conn{nc: nc}, nil
		}
		if errors.Is(err, nats.ErrAuthorization) {
			return nil, custos.Errorf(custos.Denied, "the bus at %s does not let %s in by the key %s: start the site by `custos up`, which makes its services known: %w", url, who.Service, who.Account, err)
		}
		select {
		case <-ctx.Done():
			return nil, custos.Errorf(custos.Unavailable, "no bus answers at %s: start the node's bus service: %w", url, err)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// Close ends the connection; what was published is flushed first.
func (c *Conn) Close() { _ = c.nc.FlushTimeout(time.Second); c.nc.Close() }

// Connected reports whether the server is reachable now.
func (c *Conn) Connected() bool { return c.nc.IsConnected() }

// Publish sends a message to whoever listens now; it is not kept for others.
func (c *Conn) Publish(subject string, data []byte) error {
	return c.nc.Publish(subject, data)
}

// Request sends a message and waits for the one reply. That nobody serves the
// subject, or answers in time, is Unavailable.
func (c *Conn) Request(ctx context.Context, subject string, data []byte) ([]byte, error) {
	reply, err := c.nc.RequestWithContext(ctx, subject, data)
	switch {
	case errors.Is(err, nats.ErrNoResponders):
		return nil, nobody(subject)
	case err != nil:
		return nil, custos.Errorf(custos.Unavailable, "request %s: %w", subject, err)
	}
	return reply.Data, nil
}

func nobody(subject string) error {
	return custos.Errorf(custos.Unavailable, "nobody serves %s now", subject)
}

// Request is one that came. From is what its subject says of who sent it: the bus lets
// nobody use another service's subjects, but a bus is not believed.
type Request struct {
	From string // a service as one token
	Data []byte
}

// Admit looks at a request before anything is spent on it, in the order of arrival, and
// returns what answers it; nil drops it. It must not wait.
type Admit func(Request) func(ctx context.Context) []byte

// Serve answers requests that are sent to a service until ctx ends, at most parallel at a
// time; further ones wait. It returns when every handler has returned. A nil answer is none.
func (c *Conn) Serve(ctx context.Context, to custos.ServiceID, what string, parallel int, admit Admit) error {
	slots := make(chan struct{}, parallel)
	var running sync.WaitGroup
	ctx, cancel := context.WithCancel(ctx)
	defer running.Wait()
	defer cancel()
	subject := Subject(to, what, "*")
	sub, err := c.nc.QueueSubscribe(subject, "serve", func(msg *nats.Msg) {
		answer := admit(Request{From: fromOf(msg.Subject), Data: msg.Data})
		if answer == nil {
			return
		}
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			return
		}
		running.Go(func() {
			defer func() { <-slots }()
			if reply := answer(ctx); reply != nil && msg.Reply != "" {
				// A caller that has gone away misses its reply and asks again.
				_ = c.nc.Publish(msg.Reply, reply)
			}
		})
	})
	if err == nil {
		err = sub.SetPendingLimits(pendingMessages, pendingBytes)
	}
	if err != nil {
		return fmt.Errorf("serve %s: %w", subject, err)
	}
	<-ctx.Done()
	_ = sub.Unsubscribe()
	return nil
}

// Listen gives the data of every message published on the subject to fn, one at a time,
// until ctx ends. What comes while 4,096 messages wait is dropped, oldest kept.
func (c *Conn) Listen(ctx context.Context, subject string, fn func([]byte)) error {
	sub, err := c.nc.Subscribe(subject, func(msg *nats.Msg) { fn(msg.Data) })
	if err != nil {
		return fmt.Errorf("listen %s: %w", subject, err)
	}
	if err := sub.SetPendingLimits(4096, pendingBytes); err != nil {
		return err
	}
	<-ctx.Done()
	return sub.Unsubscribe()
}

// encodeSignature is how the library sends a signature.
var encodeSignature = base64.RawURLEncoding
