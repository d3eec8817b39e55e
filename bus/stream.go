package bus

import (
	"context"
	"sync"
	"time"

	"custos.dev/custos"

	"github.com/nats-io/nats.go"
)

// A stream is many replies to one request: a live view, a file. It travels as
// messages to an inbox that the reader made. Nothing is sent twice: a reader
// that misses a part learns so, by the parts' own numbers, and opens the stream again.

const (
	// keepEvery is how often a reader says that it is there, keepFor how long a
	// writer believes it.
	keepEvery = 2 * time.Second
	keepFor   = 10 * time.Second
	// streamBuffer is how many parts may wait for a reader; more end its stream.
	streamBuffer = 1024
)

// enough is what a reader adds to his inbox when he reads no further.
const enough = "!"

// AdmitStream looks at a request before anything is spent on it, as Admit does, and
// returns what answers it by sending parts until it returns; its ctx ends when the reader
// has gone.
type AdmitStream func(Request) func(ctx context.Context, send func([]byte) error)

// ServeStream answers stream requests of a kind until ctx ends. At most parallel streams
// are open at a time; whoever asks for a further one hears nothing.
func (c *Conn) ServeStream(ctx context.Context, to custos.ServiceID, what string, parallel int, admit AdmitStream) error {
	slots := make(chan struct{}, parallel)
	var running sync.WaitGroup
	ctx, cancel := context.WithCancel(ctx)
	defer running.Wait()
	defer cancel()
	readers := &readers{of: map[string]*reader{}}
	subject := Subject(to, what, "*")
	keep, err := c.nc.Subscribe(subject+".keep", func(msg *nats.Msg) { readers.heard(string(msg.Data)) })
	if err != nil {
		return err
	}
	defer func() { _ = keep.Unsubscribe() }()
	sub, err := c.nc.Subscribe(subject, func(msg *nats.Msg) {
		if msg.Reply == "" {
			return
		}
		select {
		case slots <- struct{}{}:
		default:
			return // the reader takes silence for a service that is overburdened, and says so
		}
		answer := admit(Request{From: fromOf(msg.Subject), Data: msg.Data})
		if answer == nil {
			<-slots
			return
		}
		running.Go(func() {
			defer func() { <-slots }()
			ctx, cancel := context.WithCancel(ctx)
			defer cancel()
			defer readers.add(msg.Reply, cancel)()
			answer(ctx, func(part []byte) error {
				if len(part) > MaxPayload {
					return custos.Errorf(custos.Internal, "a part of a stream has %d bytes, the bus carries %d", len(part), MaxPayload)
				}
				return c.nc.Publish(msg.Reply, part)
			})
		})
	})
	if err != nil {
		return err
	}
	defer func() { _ = sub.Unsubscribe() }()
	if err := sub.SetPendingLimits(pendingMessages, pendingBytes); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// readers are those of the open streams, by their inboxes, which nobody else can guess.
type readers struct {
	mu sync.Mutex
	of map[string]*reader
}

type reader struct {
	gone   *time.Timer
	cancel context.CancelFunc
}

// add has a stream cancelled once its reader has not been heard of for keepFor, until
// done is called.
func (r *readers) add(inbox string, cancel context.CancelFunc) (done func()) {
	one := &reader{time.AfterFunc(keepFor, cancel), cancel}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.of[inbox] = one
	return func() {
		one.gone.Stop()
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.of[inbox] == one {
			delete(r.of, inbox)
		}
	}
}

func (r *readers) heard(said string) {
	inbox, ended := said, false
	if n := len(said) - len(enough); n > 0 && said[n:] == enough {
		inbox, ended = said[:n], true
	}
	r.mu.Lock()
	one := r.of[inbox]
	r.mu.Unlock()
	switch {
	case one == nil:
	case ended:
		one.cancel()
	default:
		one.gone.Reset(keepFor)
	}
}

// Stream opens a stream and gives its parts to take, in the order in which they come,
// until that returns false or an error, or ctx ends. A service that sends nothing for ten
// seconds, or that nobody serves, is Unavailable.
func (c *Conn) Stream(ctx context.Context, subject string, data []byte, take func(part []byte) (more bool, err error)) error {
	inbox := c.nc.NewRespInbox()
	in := make(chan *nats.Msg, streamBuffer)
	sub, err := c.nc.ChanSubscribe(inbox, in)
	if err != nil {
		return custos.Errorf(custos.Unavailable, "request %s: %w", subject, err)
	}
	defer func() { _ = sub.Unsubscribe() }()
	if err := c.nc.PublishRequest(subject, inbox, data); err != nil {
		return custos.Errorf(custos.Unavailable, "request %s: %w", subject, err)
	}
	defer func() { _ = c.nc.Publish(subject+".keep", []byte(inbox+enough)) }()
	keep := time.NewTicker(keepEvery)
	defer keep.Stop()
	silent := time.NewTimer(keepFor)
	defer silent.Stop()
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-keep.C:
			if err := c.nc.Publish(subject+".keep", []byte(inbox)); err != nil {
				return custos.Errorf(custos.Unavailable, "request %s: %w", subject, err)
			}
		case <-silent.C:
			return custos.Errorf(custos.Unavailable, "%s sends nothing: it is overburdened or gone; try again later", subject)
		case m := <-in:
			silent.Reset(keepFor)
			if m.Header.Get("Status") == "503" {
				return nobody(subject)
			}
			if more, err := take(m.Data); err != nil || !more {
				return err
			}
		}
	}
}
