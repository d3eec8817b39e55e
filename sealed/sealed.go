// Package sealed lets two services of a domain speak over a bus that neither believes.
// Each knows the other by its registered key, and what they say is read by nobody else:
//
//   - The first request to a service opens a channel to it. The one who asks sends a key
//     share, signed by its registered key; the one who answers seals a secret to that share
//     (HPKE, RFC 9180) and signs both. Both then hold the same two keys, which nobody can
//     make from what the bus carried, nor from the registered keys later.
//   - Each request is sealed by the one key and each answer, to exactly that request, by the
//     other (AES-256-GCM). What does not open was not said by the other side: it is dropped,
//     and whoever waits goes on waiting or asks again.
//   - A request is taken once. Nothing depends on anybody's clock.
//
// An elliptic curve's signature for each answer would cost more than the answer: the
// channel's one signature stands for all that is sealed by its keys.
package sealed

import (
	"context"
	"errors"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/bus"
	"custos.dev/custos/ledger/key"
)

// Directory says who is who, by the registry as far as it was read.
type Directory interface {
	// Account returns the account by whose key a service of this domain speaks.
	Account(custos.ServiceID) (custos.Address, bool)
	// Service returns which service of this domain an account is now; false of anybody
	// who is not registered and active.
	Service(custos.Address) (custos.ServiceID, bool)
}

// Peer is a service's end of all its channels. It is safe for concurrent use and has no
// goroutines of its own.
type Peer struct {
	Conn    *bus.Conn
	ID      custos.ServiceID
	Key     *key.Key
	ChainID uint64
	// Directory is asked for each message, so that what the registry takes ends at once.
	Directory Directory
	// Refused is told whom this service refused, and why; may be nil. A stranger's account
	// is what it says of itself.
	Refused func(account custos.Address, why string)

	mu sync.Mutex
	// asks are the channels that this service opened, by whom it asks.
	asks map[custos.ServiceID]*opening
	// answers are the channels that others opened.
	answers answering
}

// opening is a channel to a service, or none yet. Its lock is held while it is opened,
// so that many who ask at once open one.
type opening struct {
	mu sync.Mutex
	ch *channel
}

const (
	// channelLife is how long a channel is used: what a stolen memory reads is an hour's.
	channelLife = time.Hour
	// openWithin is how long opening a channel may take.
	openWithin = 5 * time.Second
)

// Caller is who sent a request.
type Caller struct {
	Account custos.Address
	Service custos.ServiceID
}

// Handler answers a request. An error goes to the caller with its kind and text.
type Handler func(ctx context.Context, from Caller, data []byte) ([]byte, error)

// Ask sends a request of a kind to a service and returns its answer. An error that the
// service itself gave has the kind that it gave it; whatever else goes wrong is Unavailable.
func (p *Peer) Ask(ctx context.Context, to custos.ServiceID, what string, data []byte) ([]byte, error) {
	subject := bus.Subject(to, what, p.ID.Subject())
	for again := true; ; again = false {
		ch, err := p.channel(ctx, to, subject)
		if err != nil {
			return nil, err
		}
		n, frame := ch.ask(subject, data)
		reply, err := p.Conn.Request(ctx, subject, frame)
		if err != nil {
			return nil, err
		}
		a, err := ch.openAnswer(subject, n, reply)
		switch {
		case errors.Is(err, errLost) && again:
			p.drop(to, ch) // it was started again: a new channel, once
		case err != nil:
			return nil, p.notSaid(to, err)
		case a.more || a.part != 0:
			return nil, p.notSaid(to, errForm)
		default:
			return a.data, a.err
		}
	}
}

// Stream asks a service for a stream and gives its parts to take, in order and whole,
// until that fails. It returns nil when the service has sent all.
func (p *Peer) Stream(ctx context.Context, to custos.ServiceID, what string, data []byte, take func(part []byte) error) error {
	subject := bus.Subject(to, what, p.ID.Subject())
	for again := true; ; again = false {
		ch, err := p.channel(ctx, to, subject)
		if err != nil {
			return err
		}
		n, frame := ch.ask(subject, data)
		var next uint32
		lost := false
		var end error
		err = p.Conn.Stream(ctx, subject, frame, func(part []byte) (bool, error) {
			a, err := ch.openAnswer(subject, n, part)
			switch {
			case errors.Is(err, errLost) && next == 0 && again:
				lost = true
				return false, nil
			case err != nil || a.part < next:
				return true, nil // the other side did not say it, or it comes again
			case a.part > next:
				return false, custos.Errorf(custos.Unavailable, "a part of the stream of %s was lost", to)
			}
			next++
			if !a.more {
				end = a.err
				return false, nil
			}
			return true, take(a.data)
		})
		switch {
		case err != nil:
			return err
		case !lost:
			return end
		}
		p.drop(to, ch)
	}
}

// notSaid is for an answer that is none.
func (p *Peer) notSaid(to custos.ServiceID, err error) error {
	return custos.Errorf(custos.Unavailable, "%s gave no answer that is its own: %w", to, err)
}

// channel returns the channel to a service, opened if there is none.
func (p *Peer) channel(ctx context.Context, to custos.ServiceID, subject string) (*channel, error) {
	p.mu.Lock()
	if p.asks == nil {
		p.asks = map[custos.ServiceID]*opening{}
	}
	o := p.asks[to]
	if o == nil {
		o = new(opening)
		p.asks[to] = o
	}
	p.mu.Unlock()
	account, ok := p.Directory.Account(to)
	if !ok {
		return nil, custos.Errorf(custos.Unavailable, "the registry knows no key of %s (yet)", to)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ch != nil && o.ch.account == account && time.Since(o.ch.opened) < channelLife {
		return o.ch, nil
	}
	o.ch = nil
	ctx, cancel := context.WithTimeout(ctx, openWithin)
	defer cancel()
	h, secret, err := p.hello(to)
	if err != nil {
		return nil, err
	}
	reply, err := p.Conn.Request(ctx, subject, h.frame())
	if err != nil {
		return nil, err
	}
	ch, err := h.welcomed(secret, account, reply)
	if err != nil {
		return nil, p.notSaid(to, err)
	}
	o.ch = ch
	return ch, nil
}

// drop forgets a channel that the other side does not know any more.
func (p *Peer) drop(to custos.ServiceID, ch *channel) {
	p.mu.Lock()
	o := p.asks[to]
	p.mu.Unlock()
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ch == ch {
		o.ch = nil
	}
}
