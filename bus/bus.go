// Package bus carries requests and replies between services over NATS: each
// node runs one server, an edge's server is a leaf of its fog's, and the link
// between them is mutual TLS 1.3 with both keys pinned. Nothing on the bus is
// durable; what must not be lost stands in the sender's outbox. It is the only
// importer of NATS.
package bus

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"custos"

	"github.com/nats-io/nats.go"
)

// MaxPayload is the largest message in bytes; what is larger is sent in parts.
const MaxPayload = 4 << 20

const (
	headerKind = "Custos-Error"
	headerAuth = "Custos-Signature"
)

// Message is a request or a reply.
type Message struct {
	Subject string
	// Auth is the sender's signature of subject and data; see access.SignBus.
	Auth string
	Data []byte
}

// Conn is a client's connection to its node's server. It reconnects by itself.
type Conn struct {
	nc *nats.Conn
}

// Dial connects to the server of the same node. It waits for the server to
// come up until ctx ends, since a node's services start in any order.
func Dial(ctx context.Context, url, name, token string) (*Conn, error) {
	for {
		nc, err := nats.Connect(url, nats.Name(name), nats.Token(token), nats.MaxReconnects(-1),
			nats.ReconnectWait(200*time.Millisecond), nats.PingInterval(2*time.Second), nats.MaxPingsOutstanding(2),
			nats.ReconnectBufSize(-1),
			// What fails is seen where it is asked; the library would print it too.
			nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
		if err == nil {
			return &Conn{nc: nc}, nil
		}
		if errors.Is(err, nats.ErrAuthorization) {
			return nil, custos.Errorf(custos.Denied, "the bus at %s refuses %s: its token file is of another site: %w", url, name, err)
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

// Request sends a message and waits for the one reply. An error of the other
// side arrives with its kind; that nobody serves the subject is Unavailable.
func (c *Conn) Request(ctx context.Context, m Message) ([]byte, error) {
	msg := nats.NewMsg(m.Subject)
	msg.Data = m.Data
	if m.Auth != "" {
		msg.Header.Set(headerAuth, m.Auth)
	}
	reply, err := c.nc.RequestMsgWithContext(ctx, msg)
	switch {
	case errors.Is(err, nats.ErrNoResponders):
		return nil, custos.Errorf(custos.Unavailable, "nobody serves %s now", m.Subject)
	case err != nil:
		return nil, custos.Errorf(custos.Unavailable, "request %s: %w", m.Subject, err)
	}
	if kind := reply.Header.Get(headerKind); kind != "" {
		return nil, custos.Errorf(custos.ErrorKind(kind), "%s", reply.Data)
	}
	return reply.Data, nil
}

// Handler answers a request. An error goes to the caller with its kind and text.
type Handler func(ctx context.Context, m Message) ([]byte, error)

// Serve answers requests on a subject until ctx ends, at most parallel at a
// time; further ones wait in the connection's buffer. It returns when every
// handler has returned.
func (c *Conn) Serve(ctx context.Context, subject string, parallel int, h Handler) error {
	slots := make(chan struct{}, parallel)
	var running sync.WaitGroup
	ctx, cancel := context.WithCancel(ctx)
	defer running.Wait()
	defer cancel()
	sub, err := c.nc.QueueSubscribe(subject, "serve", func(msg *nats.Msg) {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			return
		}
		running.Go(func() {
			defer func() { <-slots }()
			c.answer(ctx, msg, h)
		})
	})
	if err != nil {
		return fmt.Errorf("serve %s: %w", subject, err)
	}
	<-ctx.Done()
	_ = sub.Unsubscribe()
	return nil
}

func (c *Conn) answer(ctx context.Context, msg *nats.Msg, h Handler) {
	data, err := h(ctx, Message{Subject: msg.Subject, Auth: msg.Header.Get(headerAuth), Data: msg.Data})
	reply := nats.NewMsg(msg.Reply)
	reply.Data = data
	if err == nil && len(data) > MaxPayload {
		err = custos.Errorf(custos.Internal, "the reply to %s has %d bytes, the bus carries %d: ask for less at once", msg.Subject, len(data), MaxPayload)
	}
	if err != nil {
		reply.Header.Set(headerKind, string(custos.KindOf(err)))
		reply.Data = []byte(err.Error())
	}
	if msg.Reply != "" {
		// A caller that has gone away misses its reply and asks again.
		_ = c.nc.PublishMsg(reply)
	}
}

// Listen gives every message published on the subject to fn, one at a time,
// until ctx ends. What comes while 4,096 messages wait is dropped, oldest kept.
func (c *Conn) Listen(ctx context.Context, subject string, fn func(Message)) error {
	sub, err := c.nc.Subscribe(subject, func(msg *nats.Msg) {
		fn(Message{Subject: msg.Subject, Auth: msg.Header.Get(headerAuth), Data: msg.Data})
	})
	if err != nil {
		return fmt.Errorf("listen %s: %w", subject, err)
	}
	if err := sub.SetPendingLimits(4096, 64<<20); err != nil {
		return err
	}
	<-ctx.Done()
	return sub.Unsubscribe()
}

// Inbox returns a subject that nobody else knows, for a stream of replies.
func (c *Conn) Inbox() string { return c.nc.NewRespInbox() }
