package sealed

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/bus"
	"custos.dev/custos/ledger/key"
)

// Answer answers requests of a kind until ctx ends, at most parallel at a time, and half as
// many of one caller.
func (p *Peer) Answer(ctx context.Context, what string, parallel int, h Handler) error {
	budget := newBudget(max(parallel/2, 1))
	return p.Conn.Serve(ctx, p.ID, what, parallel, func(r bus.Request) func(context.Context) []byte {
		subject := bus.Subject(p.ID, what, r.From)
		c, reply := p.admit(subject, r, budget)
		if c == nil {
			return reply
		}
		return func(ctx context.Context) []byte {
			defer budget.done(c.Account)
			data, err := h(ctx, c.Caller, c.data)
			if most := bus.MaxPayload - answerHeader - 1 - c.ch.answers.Overhead(); err == nil && len(data) > most {
				err = custos.Errorf(custos.Internal, "the answer has %d bytes, the bus carries %d: ask for less at once", len(data), most)
			}
			if err != nil {
				return c.ch.answerErr(subject, c.number, 0, err)
			}
			return c.ch.answer(subject, c.number, 0, answerLast, data)
		}
	})
}

// StreamHandler answers a request by sending parts until it returns; ctx ends when the
// reader has gone.
type StreamHandler func(ctx context.Context, from Caller, data []byte, send func([]byte) error) error

// AnswerStream answers stream requests of a kind until ctx ends, at most parallel of one
// caller at a time, and twice as many of all.
func (p *Peer) AnswerStream(ctx context.Context, what string, parallel int, h StreamHandler) error {
	budget := newBudget(parallel)
	return p.Conn.ServeStream(ctx, p.ID, what, 2*parallel, func(r bus.Request) func(context.Context, func([]byte) error) {
		subject := bus.Subject(p.ID, what, r.From)
		c, reply := p.admit(subject, r, budget)
		if c == nil {
			if reply == nil {
				return nil
			}
			return func(ctx context.Context, send func([]byte) error) { _ = send(reply(ctx)) }
		}
		return func(ctx context.Context, send func([]byte) error) {
			defer budget.done(c.Account)
			var n uint32
			err := h(ctx, c.Caller, c.data, func(data []byte) error {
				n++
				return send(c.ch.answer(subject, c.number, n-1, answerMore, data))
			})
			// A reader that has gone misses the end, too.
			if err != nil {
				_ = send(c.ch.answerErr(subject, c.number, n, err))
				return
			}
			_ = send(c.ch.answer(subject, c.number, n, answerLast, nil))
		}
	})
}

// call is a request that was opened.
type call struct {
	Caller
	ch     *channel
	number uint64
	data   []byte
}

// admit opens a request. If it is none to be handled, it returns what to answer in place
// of that, nil for nothing: what is forged costs the opening of it and no more.
func (p *Peer) admit(subject string, r bus.Request, b *budget) (*call, func(context.Context) []byte) {
	say := func(frame []byte) func(context.Context) []byte {
		return func(context.Context) []byte { return frame }
	}
	if len(r.Data) > 0 && r.Data[0] == frameHello {
		return nil, p.admitHello(r)
	}
	id, ok := channelOf(r.Data)
	if !ok {
		return nil, nil
	}
	ch := p.answers.find(id)
	if ch == nil {
		return nil, say([]byte{frameLost})
	}
	if ch.service.Subject() != r.From {
		return nil, nil
	}
	number, data, err := ch.openAsk(subject, r.Data)
	if err != nil {
		p.refused(ch.account, fmt.Sprintf("a request to %s in the name of %s: %v", subject, ch.service, err))
		return nil, nil
	}
	if id, ok := p.Directory.Service(ch.account); !ok || id != ch.service {
		p.refused(ch.account, fmt.Sprintf("%s is not registered (any more) as %s", ch.account, ch.service))
		return nil, say(ch.answerErr(subject, number, 0, custos.Errorf(custos.Denied, "%s is not registered (any more) as %s", ch.account, ch.service)))
	}
	if err := b.take(ch.account, time.Now()); err != nil {
		return nil, say(ch.answerErr(subject, number, 0, err))
	}
	return &call{Caller: Caller{Account: ch.account, Service: ch.service}, ch: ch, number: number, data: data}, nil
}

// admitHello answers who says hello, if he may and does not do so all the time.
func (p *Peer) admitHello(r bus.Request) func(context.Context) []byte {
	var h hello
	if len(r.Data) > maxHello || json.Unmarshal(r.Data[1:], &h) != nil {
		return nil
	}
	refuse := func(format string, args ...any) func(context.Context) []byte {
		why := fmt.Sprintf(format, args...)
		p.refused(h.From, why)
		frame := append([]byte{frameRefused}, why...)
		return func(context.Context) []byte { return frame }
	}
	switch id, ok := p.Directory.Service(h.From); {
	case h.Chain != p.ChainID || h.To != p.ID || h.By.Subject() != r.From:
		return refuse("a hello to %s on chain %d by %s came as one of %s", h.To, h.Chain, h.By, r.From)
	case !ok || id != h.By:
		return refuse("%s is not registered as %s: its owner registers it first", h.From, h.By)
	case !p.answers.mayHello(h.From, time.Now()):
		return nil // it comes again
	}
	return func(context.Context) []byte {
		// Only now: a stranger must not make us compute.
		if by, err := key.Recover(h.digest(), h.Sig); err != nil || by != h.From {
			p.refused(h.From, fmt.Sprintf("a hello in the name of %s is not signed by its key", h.By))
			return nil
		}
		ch, frame, err := p.answerHello(&h)
		if err != nil {
			return nil
		}
		p.answers.add(ch)
		return frame
	}
}

// maxHello bounds a hello in bytes.
const maxHello = 2048

func (p *Peer) refused(account custos.Address, why string) {
	if p.Refused != nil {
		p.Refused(account, why)
	}
}
