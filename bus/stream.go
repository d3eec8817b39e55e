package bus

import (
	"context"
	"strconv"
	"sync"
	"time"

	"custos"

	"github.com/nats-io/nats.go"
)

// A stream is many replies to one request: a live view, a file. It travels as
// messages to an inbox that the reader made. Nothing is sent twice: a reader
// that misses a part learns so and opens the stream again.

const (
	headerInbox = "Custos-Inbox"
	headerSeq   = "Custos-Seq"
	headerEnd   = "Custos-End"

	// keepEvery is how often a reader says that it is there, keepFor how long a
	// writer believes it.
	keepEvery = 2 * time.Second
	keepFor   = 10 * time.Second
	// streamBuffer is how many parts may wait for a reader; more end its stream.
	streamBuffer = 1024
)

// StreamHandler answers a request by sending parts until it returns; ctx ends
// when the reader has gone.
type StreamHandler func(ctx context.Context, m Message, send func([]byte) error) error

// ServeStream answers stream requests on a subject until ctx ends. At most
// parallel streams are open at a time, further ones are refused.
func (c *Conn) ServeStream(ctx context.Context, subject string, parallel int, h StreamHandler) error {
	slots := make(chan struct{}, parallel)
	var running sync.WaitGroup
	ctx, cancel := context.WithCancel(ctx)
	defer running.Wait()
	defer cancel()
	sub, err := c.nc.Subscribe(subject, func(msg *nats.Msg) {
		w := &streamWriter{nc: c.nc, inbox: msg.Header.Get(headerInbox)}
		select {
		case slots <- struct{}{}:
		default:
			_ = w.end(custos.Errorf(custos.Unavailable, "%d streams are open already: try again later", parallel))
			return
		}
		running.Go(func() {
			defer func() { <-slots }()
			ctx, cancel := context.WithCancel(ctx)
			defer cancel()
			keep, err := w.watch(cancel)
			if err == nil {
				defer func() { _ = keep.Unsubscribe() }()
				err = h(ctx, Message{Subject: msg.Subject, Auth: msg.Header.Get(headerAuth), Data: msg.Data}, w.send)
			}
			_ = w.end(err)
		})
	})
	if err != nil {
		return err
	}
	<-ctx.Done()
	return sub.Unsubscribe()
}

type streamWriter struct {
	nc    *nats.Conn
	inbox string
	seq   uint64
}

func (w *streamWriter) send(part []byte) error { return w.publish(part, nil) }

func (w *streamWriter) publish(part []byte, header map[string]string) error {
	if len(part) > MaxPayload {
		return custos.Errorf(custos.Internal, "a part of a stream has %d bytes, the bus carries %d", len(part), MaxPayload)
	}
	w.seq++
	m := nats.NewMsg(w.inbox)
	m.Data = part
	m.Header.Set(headerSeq, strconv.FormatUint(w.seq, 10))
	for k, v := range header {
		m.Header.Set(k, v)
	}
	return w.nc.PublishMsg(m)
}

func (w *streamWriter) end(err error) error {
	if err == nil {
		return w.publish(nil, map[string]string{headerEnd: "1"})
	}
	return w.publish([]byte(err.Error()), map[string]string{headerEnd: "1", headerKind: string(custos.KindOf(err))})
}

// watch cancels the stream when the reader has not been heard of for keepFor.
func (w *streamWriter) watch(cancel context.CancelFunc) (*nats.Subscription, error) {
	gone := time.AfterFunc(keepFor, cancel)
	return w.nc.Subscribe(w.inbox+".keep", func(m *nats.Msg) {
		if len(m.Data) > 0 { // the reader says that it has enough
			gone.Stop()
			cancel()
			return
		}
		gone.Reset(keepFor)
	})
}

// Stream opens a stream and returns its parts. The channel is closed at its
// end; err then says how it ended, nil if the other side sent all. It ends with
// ctx.
func (c *Conn) Stream(ctx context.Context, m Message) (parts <-chan []byte, err func() error, open error) {
	inbox := c.Inbox()
	in := make(chan *nats.Msg, streamBuffer)
	sub, serr := c.nc.ChanSubscribe(inbox, in)
	if serr != nil {
		return nil, nil, serr
	}
	msg := nats.NewMsg(m.Subject)
	msg.Data = m.Data
	msg.Header.Set(headerInbox, inbox)
	msg.Header.Set(headerAuth, m.Auth)
	msg.Reply = inbox
	if perr := c.nc.PublishMsg(msg); perr != nil {
		_ = sub.Unsubscribe()
		return nil, nil, perr
	}
	out := make(chan []byte)
	var ended error
	go func() {
		defer close(out)
		defer func() { _ = c.nc.Publish(inbox+".keep", []byte("enough")) }()
		defer func() { _ = sub.Unsubscribe() }()
		ended = c.read(ctx, m.Subject, inbox, in, out)
	}()
	return out, func() error { return ended }, nil
}

func (c *Conn) read(ctx context.Context, subject, inbox string, in <-chan *nats.Msg, out chan<- []byte) error {
	keep := time.NewTicker(keepEvery)
	defer keep.Stop()
	silent := time.NewTimer(keepFor)
	defer silent.Stop()
	var seq uint64
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-keep.C:
			if err := c.nc.Publish(inbox+".keep", nil); err != nil {
				return err
			}
		case <-silent.C:
			return custos.Errorf(custos.Unavailable, "%s sends nothing", subject)
		case m := <-in:
			silent.Reset(keepFor)
			if m.Header.Get("Status") == "503" {
				return custos.Errorf(custos.Unavailable, "nobody serves %s now", subject)
			}
			n, err := strconv.ParseUint(m.Header.Get(headerSeq), 10, 64)
			if err != nil || n != seq+1 {
				return custos.Errorf(custos.Unavailable, "a part of the stream of %s was lost", subject)
			}
			seq = n
			if m.Header.Get(headerEnd) != "" {
				if kind := m.Header.Get(headerKind); kind != "" {
					return custos.Errorf(custos.ErrorKind(kind), "%s", m.Data)
				}
				return nil
			}
			select {
			case out <- m.Data:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
	}
}
