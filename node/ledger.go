package node

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/bus"
	"custos.dev/custos/ledger"
	"custos.dev/custos/sealed"
	"custos.dev/custos/service"
	"custos.dev/custos/supervise"

	"golang.org/x/sync/errgroup"
)

const ledgerService = "ledger"

// MinerName is the proof-of-work node's program; it stands beside this one.
const MinerName = "custos-miner"

// statePeriod is how often a node says its head, if no block comes: what was said last is fresh
// for the site's stale_after, of which it takes a quarter at most.
const statePeriod = 5 * time.Second

// RunLedger is the ledger service: it runs the proof-of-work node as a child,
// carries what that says to the other owners' nodes through mutual TLS, answers
// JSON-RPC for its fog and that fog's edges over the bus, and says each second,
// signed, which block is the newest.
func RunLedger(ctx context.Context, env *service.Env) error {
	t, err := LoadTrust(env.Site)
	if err != nil {
		return err
	}
	if ledger.SettingsOf(env.Site).Endpoint != "" {
		return relayLedger(ctx, env)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	program := filepath.Join(filepath.Dir(self), MinerName)
	if _, err := os.Stat(program); err != nil {
		return custos.Errorf(custos.NotFound, "%s is not beside custos: run `make build`", MinerName)
	}
	base, err := OwnerAddress(env.Site, t, env.Node.Owner)
	if err != nil {
		return err
	}
	p, err := newPeering(env, t)
	if err != nil {
		return err
	}
	defer os.RemoveAll(p.tunnel.Sockets)
	env.Say("peers", func() any { return p.tunnel.Peers() })
	child := supervise.Child{Name: MinerName, FailAfter: 5, Argv: []string{
		program, "--data", p.data, "--genesis", GenesisPath(env.Site), "--rpc", env.Node.RPC, "--sockets", p.tunnel.Sockets,
		"--peers", p.file, "--registry", t.First().Registry.Address.String(), "--etherbase", base.String(), "--log", "warn",
		"--threads", strconv.Itoa(ledger.SettingsOf(env.Site).Threads), "--confirmations", strconv.Itoa(ledger.SettingsOf(env.Site).Confirmations),
	}}
	g, ctx := errgroup.WithContext(ctx)
	s := &supervise.Supervisor{Log: env.Log}
	g.Go(func() error { return s.Run(ctx, []supervise.Child{child}) })
	g.Go(func() error { return p.tunnel.Run(ctx) })
	g.Go(func() error { return p.follow(ctx) })
	g.Go(func() error {
		r, err := Start(ctx, env)
		if err != nil {
			return err
		}
		l := ledgerNode{Runtime: r}
		return r.Run(ctx, l.answer, l.stateHeads)
	})
	return g.Wait()
}

// relayLedger is the ledger service where the owners' node is another than the own
// miner: it starts none, and has no peers.
func relayLedger(ctx context.Context, env *service.Env) error {
	relay, err := ledger.NewRelay(ctx, ledger.SettingsOf(env.Site).Endpoint)
	if err != nil {
		return err
	}
	defer relay.Close()
	env.Say("peers", func() any { return []struct{}{} })
	r, err := Start(ctx, env)
	if err != nil {
		return err
	}
	l := ledgerNode{Runtime: r, relay: relay}
	return r.Run(ctx, l.answer, l.stateHeads)
}

type ledgerNode struct {
	*Runtime
	// relay reaches a node that is not the own miner; else nil.
	relay *ledger.Relay
}

// answer passes JSON-RPC of the domain's services on to the node.
func (l ledgerNode) answer(ctx context.Context) error {
	client, cost := &http.Client{Timeout: 20 * time.Second}, l.cost()
	return l.Answer(ctx, RPCRequest, askedAtOnce, func(ctx context.Context, from sealed.Caller, data []byte) ([]byte, error) {
		return cost.answer(ctx, from, data, func(ctx context.Context, body []byte) ([]byte, error) {
			if l.relay != nil {
				return l.relay.Answer(ctx, body)
			}
			return l.ask(ctx, client, body)
		})
	})
}

// ask asks the own miner.
func (l ledgerNode) ask(ctx context.Context, client *http.Client, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+l.Node.RPC, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "the ledger's node does not answer: %w", err)
	}
	defer resp.Body.Close()
	// One byte more than the bus carries, so that it shows.
	answer, err := io.ReadAll(io.LimitReader(resp.Body, bus.MaxPayload+1))
	if err == nil && resp.StatusCode != http.StatusOK {
		err = custos.Errorf(custos.Unavailable, "the ledger's node answers %s", resp.Status)
	}
	return answer, err
}

// stateHeads says the newest block to the fog and its edges: each as soon as there is one, and
// the same from time to time.
func (l ledgerNode) stateHeads(ctx context.Context) error {
	period := min(statePeriod, ledger.SettingsOf(l.Site).StaleAfter/4)
	var last custos.Hash
	for ctx.Err() == nil {
		head, err := l.Chain.NextHead(ctx, last, period)
		if err == nil {
			err = l.state(head)
			last = head.Hash
		}
		if err == nil || ctx.Err() != nil {
			continue
		}
		l.Log.Warn("the newest block cannot be stated", "err", err)
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
	return nil
}

func (l ledgerNode) state(head custos.Head) error {
	h, err := access.StateHead(head, time.Now(), l.Key, l.Trust.ChainID)
	if err != nil {
		return err
	}
	data, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return l.Bus.Publish(bus.Said(l.ID, headSaid), data)
}
