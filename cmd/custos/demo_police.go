package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"custos"
	"custos/access"
	"custos/ledger/key"
	"custos/node"
	"custos/service"

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

// play tells the story, again from the start when a service that it needs was
// away in the middle of it.
func (p *policeStory) play(ctx context.Context, site *service.Site) error {
	for end := time.Now().Add(4 * time.Minute); ; {
		err := p.once(ctx, site)
		if custos.KindOf(err) != custos.Unavailable || ctx.Err() != nil || time.Now().After(end) {
			return err
		}
		p.say("the story begins again: %v", err)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(policeWindow + confirmTime): // what was granted runs out
		}
	}
}

func (p *policeStory) once(ctx context.Context, site *service.Site) error {
	trust, err := node.LoadTrust(site)
	if err != nil {
		return err
	}
	pins, err := node.LoadPins(site)
	if err != nil {
		return err
	}
	fog := fogOf(site, demoOwners[0].owner)
	police, err := key.Load(principalKey(site, "police"))
	if err != nil {
		return err
	}
	owner, err := key.Load(ownerKey(site, demoOwners[0].owner))
	if err != nil {
		return err
	}
	chain, err := node.DialLedger(ctx, site, trust, fog)
	if err != nil {
		return err
	}
	defer chain.Close()
	camera := frontDoor + "/cam1"
	client := node.NewClient(fog.API, pins[fog.Name], access.Signer{Key: police, ChainID: trust.ChainID})
	live := "/api/cameras/" + string(camera) + "/live"

	if err := p.refused(ctx, client, live, "without a right"); err != nil {
		return err
	}
	from := time.Unix(time.Now().Unix()-1, 0)
	req, err := chain.Request(ctx, police, custos.AccessRequest{
		Resource: camera, Actions: custos.Live, From: from, Until: from.Add(time.Hour),
		Reason: "a bicycle was stolen at the front door", LegalBasis: "police act, section 21",
	})
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	p.say("the police asked for %s (request %d)", camera, req.Number)
	until := time.Unix(time.Now().Unix(), 0).Add(policeWindow + confirmTime)
	grant, err := chain.Approve(ctx, owner, req.Number, custos.Capability{Resource: camera, Actions: custos.Live, From: from, Until: until})
	if err != nil {
		return fmt.Errorf("approve: %w", err)
	}
	p.say("%s approved it until %s (capability %d)", demoOwners[0].owner, until.UTC().Format(time.TimeOnly), grant.Number)
	if err := chain.WaitConfirmed(ctx, grant.Block); err != nil {
		return err
	}
	if err := p.watch(ctx, client, live); err != nil {
		return err
	}
	return p.refused(ctx, client, live, "after it ended")
}

// confirmTime is how long a grant may take to be confirmed and heard of.
const confirmTime = 6 * time.Second

func (p *policeStory) refused(ctx context.Context, c *node.Client, path, when string) error {
	conn, err := c.WebSocket(ctx, path)
	if err == nil {
		_ = conn.CloseNow()
		return custos.Errorf(custos.Internal, "the police saw a live view %s", when)
	}
	if custos.KindOf(err) != custos.Denied {
		return err
	}
	p.mu.Lock()
	p.denied++
	p.mu.Unlock()
	p.say("the police were refused %s: %v", when, err)
	return nil
}

// watch opens the view, as soon as the master has heard of the grant, and
// stays until it is cut.
func (p *policeStory) watch(ctx context.Context, c *node.Client, path string) error {
	var conn *websocket.Conn
	for end := time.Now().Add(confirmTime); ; {
		var err error
		if conn, err = c.WebSocket(ctx, path); err == nil {
			break
		}
		if time.Now().After(end) {
			return custos.Errorf(custos.Unavailable, "the approved view does not open: %w", err)
		}
		p.mu.Lock()
		p.denied++
		p.mu.Unlock()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(500 * time.Millisecond):
		}
	}
	defer func() { _ = conn.CloseNow() }()
	for parts := 0; ; parts++ {
		read, cancel := context.WithTimeout(ctx, policeWindow+confirmTime+20*time.Second)
		_, b, err := conn.Read(read)
		cancel()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			why := websocketReason(err)
			if parts < 2 || !strings.Contains(why, "right has ended") {
				return custos.Errorf(custos.Unavailable, "the view was cut after %d parts: %s", parts, why)
			}
			p.say("the police watched (%d KB) until the view was cut: %s", p.bytes>>10, why)
			return nil
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
