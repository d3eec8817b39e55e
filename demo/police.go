package demo

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/client"
	"custos.dev/custos/fleet"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/service"

	"github.com/coder/websocket"
)

// policeStory is the paper's scene: no right, a request, an approval, a view
// that ends when the right does.
type policeStory struct {
	mu     sync.Mutex
	said   []string
	bytes  int64
	denied int
}

// policeWindow is how long the owner lets the police watch.
const policeWindow = 8 * time.Second

func (p *policeStory) say(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.said = append(p.said, fmt.Sprintf(format, args...))
}

func (p *policeStory) lines() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string{}, p.said...)
}

// play tells the story. A service that is away in the middle of it is waited for,
// as a person would who presses the button again.
func (p *policeStory) play(ctx context.Context, site *service.Site) error {
	trust, err := node.LoadTrust(site)
	if err != nil {
		return err
	}
	pins, err := node.LoadPins(site)
	if err != nil {
		return err
	}
	fog := fleet.FogOf(site, demoOwners[0].owner)
	police, err := key.Load(fleet.PrincipalKey(site, "police"))
	if err != nil {
		return err
	}
	owner, err := key.Load(fleet.OwnerKey(site, demoOwners[0].owner))
	if err != nil {
		return err
	}
	other, err := key.Load(fleet.OwnerKey(site, demoOwners[1].owner))
	if err != nil {
		return err
	}
	chain, err := node.DialLedger(ctx, site, trust, fog)
	if err != nil {
		return err
	}
	defer chain.Close()
	camera := frontDoor + "/cam1"
	client := client.New(fog.API, pins[fog.Name], police, trust.ChainID)
	live := api.GetLive.Of(string(camera))

	if err := p.refused(ctx, client, live, "without a right"); err != nil {
		return err
	}
	from := time.Unix(time.Now().Unix()-1, 0)
	req, err := again(ctx, func() (ledger.Receipt, error) {
		return chain.Request(ctx, police, custos.AccessRequest{
			Resource: camera, Actions: custos.Live, From: from, Until: from.Add(time.Hour),
			Reason: "a bicycle was stolen at the front door", LegalBasis: "police act, section 21",
		})
	})
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	p.say("the police asked for %s (request %d)", camera, req.Number)
	asked, err := again(ctx, func() (custos.AccessRequest, error) { return chain.AccessRequest(ctx, req.Number) })
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	until := time.Unix(time.Now().Unix(), 0).Add(policeWindow + confirmTime)
	// Live pictures for an authority need the owner and one other.
	for i, k := range []*key.Key{owner, other} {
		_, err = again(ctx, func() (ledger.Receipt, error) {
			return chain.Approve(ctx, k, asked, custos.Capability{Resource: camera, Actions: custos.Live, From: from, Until: until}, asked.Until)
		})
		// One that was sent twice by again was given by the first.
		if err != nil && custos.KindOf(err) != custos.Conflict {
			return fmt.Errorf("approve: %w", err)
		}
		p.say("%s approved it", demoOwners[i].owner)
	}
	answered, err := again(ctx, func() (custos.AccessRequest, error) { return chain.AccessRequest(ctx, req.Number) })
	if err != nil {
		return fmt.Errorf("approve: %w", err)
	}
	p.say("the police may watch until %s (capability %d)", until.UTC().Format(time.TimeOnly), answered.Capability)
	if err := p.watch(ctx, client, live, until); err != nil {
		return err
	}
	return p.refused(ctx, client, live, "after it ended")
}

// confirmTime is how long a grant may take to be confirmed and heard of.
const confirmTime = 6 * time.Second

// patience bounds how long a service that is away is waited for.
const patience = 2 * time.Minute

// again tries until what was asked is not away any more. What was sent twice is
// asked twice, which harms nobody here.
func again[T any](ctx context.Context, try func() (T, error)) (T, error) {
	for end := time.Now().Add(patience); ; {
		v, err := try()
		if custos.KindOf(err) != custos.Unavailable || ctx.Err() != nil || time.Now().After(end) {
			return v, err
		}
		select {
		case <-ctx.Done():
			return v, ctx.Err()
		case <-time.After(500 * time.Millisecond):
		}
	}
}

func (p *policeStory) refused(ctx context.Context, c *client.Client, path, when string) error {
	_, err := again(ctx, func() (struct{}, error) {
		conn, err := c.WebSocket(ctx, path)
		if err == nil {
			_ = conn.CloseNow()
			err = custos.Errorf(custos.Internal, "the police saw a live view %s", when)
		}
		return struct{}{}, err
	})
	if custos.KindOf(err) != custos.Denied {
		return err
	}
	p.refusal()
	p.say("the police were refused %s: %v", when, err)
	return nil
}

func (p *policeStory) refusal() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.denied++
}

// watch opens the view as soon as the master has heard of the grant, and again
// whenever it breaks, until it is refused because the right has ended.
func (p *policeStory) watch(ctx context.Context, c *client.Client, path string, until time.Time) error {
	parts, last := 0, ""
	for end := until.Add(patience); time.Now().Before(end); {
		conn, err := c.WebSocket(ctx, path)
		switch {
		case err == nil:
			var n int
			n, last = p.view(ctx, conn)
			parts += n
		case custos.KindOf(err) != custos.Denied:
			last = err.Error()
		case time.Now().After(until):
			return p.watched(parts, last)
		default: // the master has not heard of the grant yet
			p.refusal()
		}
		if strings.Contains(last, "right has ended") {
			return p.watched(parts, last)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(500 * time.Millisecond):
		}
	}
	return custos.Errorf(custos.Unavailable, "the police's view did not end with the right, at %s: %s", until.UTC().Format(time.TimeOnly), last)
}

func (p *policeStory) watched(parts int, why string) error {
	if parts == 0 {
		// Only where the services were killed until the footage was over.
		p.say("the police had the right and saw nothing: %s", why)
		return nil
	}
	p.say("the police watched (%d KB) until the view was cut: %s", p.bytes>>10, why)
	return nil
}

// view counts the parts of one view until it ends, and says why it did.
func (p *policeStory) view(ctx context.Context, conn *websocket.Conn) (parts int, why string) {
	defer func() { _ = conn.CloseNow() }()
	for ; ; parts++ {
		read, cancel := context.WithTimeout(ctx, policeWindow+confirmTime+20*time.Second)
		_, b, err := conn.Read(read)
		cancel()
		if err != nil {
			return parts, websocketReason(err)
		}
		p.mu.Lock()
		p.bytes += int64(len(b))
		p.mu.Unlock()
	}
}

func websocketReason(err error) string {
	var c websocket.CloseError
	if asClose(err, &c) {
		return c.Reason
	}
	return err.Error()
}
