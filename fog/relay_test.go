package fog

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/access"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"
)

// registered is a ledger that registers some people of one owner, and grants the first of
// them events.
type registered struct {
	owner  custos.Owner
	people []custos.Principal
}

func (c *registered) block(n uint64) custos.Head {
	h := custos.Head{BlockRef: custos.BlockRef{Number: n, Hash: custos.Hash{1, byte(n)}}, Time: time.Unix(int64(n), 0)}
	if n > 0 {
		h.Parent = custos.Hash{1, byte(n - 1)}
	}
	return h
}

func (c *registered) Head(context.Context) (custos.Head, error) { return c.block(3), nil }

func (c *registered) HeadAt(_ context.Context, n uint64) (custos.Head, error) { return c.block(n), nil }

func (c *registered) Owners(context.Context) ([]custos.Owner, error) {
	return []custos.Owner{c.owner}, nil
}

func (c *registered) Changes(_ context.Context, from, to uint64) (out []custos.PolicyChange, err error) {
	if from > 1 || to < 1 {
		return nil, nil
	}
	for i := range c.people {
		out = append(out, custos.PolicyChange{Principal: &c.people[i]})
	}
	return append(out, custos.PolicyChange{Capability: &custos.Capability{
		Number: 1, Grantor: c.owner.Address, Grantee: c.people[0].Address, Resource: domain, Actions: custos.Events,
		From: time.Now().Add(-time.Hour), Until: time.Now().Add(time.Hour),
	}}), nil
}

// decisions are those that were recorded.
type decisions struct {
	mu   sync.Mutex
	list []observe.Decision
}

func (d *decisions) RecordDecision(_ context.Context, one observe.Decision) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.list = append(d.list, one)
}

// refusals counts what was refused, and the records of it.
func (d *decisions) refusals() (count uint64, records int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, one := range d.list {
		if !one.Allowed {
			count += one.Count
			records++
		}
	}
	return count, records
}

const testChain = 20181

// newGate is a gate with budgets for an owner and some people, of whom the first holds a
// capability.
func newGate(t *testing.T, owner *key.Key, people ...*key.Key) (*access.Gate, *decisions) {
	t.Helper()
	c := &registered{owner: custos.Owner{Address: owner.Address(), Name: "alma", Domain: domain, Active: true}}
	for i, k := range people {
		c.people = append(c.people, custos.Principal{Address: k.Address(), Name: fmt.Sprintf("p%d", i), Role: custos.RoleAuthority, Owner: owner.Address(), Active: true})
	}
	index := access.NewIndex(time.Minute, time.UTC)
	if err := (&access.Follower{Chain: c, Index: index, Confirmations: 1, Log: slog.New(slog.DiscardHandler)}).Look(t.Context()); err != nil {
		t.Fatal(err)
	}
	index.Hear(owner.Address(), time.Now())
	rec := new(decisions)
	return &access.Gate{
		Verifier: access.NewVerifier(testChain, index.Known), Index: index, Recorder: rec,
		Budgets: access.NewBudgets(func(a custos.Address) access.Class { return index.ClassOf(a, domain) }),
	}, rec
}

func newKeys(t *testing.T, n int) (out []*key.Key) {
	t.Helper()
	for range n {
		k, err := key.Generate()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, k)
	}
	return out
}

// post sends a signed request and returns the answer's status, Retry-After and text.
func post(t *testing.T, url string, k *key.Key, body string) (int, string, string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0, "", ""
	}
	if err := (access.Signer{Key: k, ChainID: testChain}).SignHTTP(r, []byte(body)); err != nil {
		t.Error(err)
		return 0, "", ""
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Error(err)
		return 0, "", ""
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Error(err)
	}
	return resp.StatusCode, resp.Header.Get("Retry-After"), string(b)
}

// slowNode answers eth_getLogs when it is let, anything else at once.
type slowNode struct {
	release      chan struct{}
	inside, most atomic.Int64
	asked        atomic.Int64
}

func (n *slowNode) ask(ctx context.Context, body []byte) ([]byte, error) {
	n.asked.Add(1)
	if strings.Contains(string(body), "eth_getLogs") {
		for now := n.inside.Add(1); ; {
			if was := n.most.Load(); now <= was || n.most.CompareAndSwap(was, now) {
				break
			}
		}
		defer n.inside.Add(-1)
		select {
		case <-n.release:
		case <-ctx.Done():
		}
	}
	return []byte(`{"jsonrpc":"2.0","id":1,"result":"0x1"}`), nil
}

func newTestRelay(g *access.Gate, ask func(context.Context, []byte) ([]byte, error)) http.Handler {
	y := &relay{
		gate: g, ask: ask, contracts: ledger.GenesisContracts(), turns: newRelayTurns(),
		head: func(context.Context) (custos.Head, error) {
			return custos.Head{BlockRef: custos.BlockRef{Number: 4000}}, nil
		},
	}
	return g.For(access.Relay).Registered(answering(y.post))
}

const (
	dearCall  = `{"jsonrpc":"2.0","id":1,"method":"eth_getLogs","params":[{"fromBlock":"0x0"}]}`
	cheapCall = `{"jsonrpc":"2.0","id":1,"method":"eth_blockNumber","params":[]}`
)

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal(what)
		}
	}
}

// TestAttack42RelayExhaustion lets guests ask the ledger through the master for what takes
// it long, many at once: few reach it at a time, and whoever comes first comes through.
func TestAttack42RelayExhaustion(t *testing.T) {
	keys := newKeys(t, 13)
	owner, person, guests := keys[0], keys[1], keys[2:]
	g, rec := newGate(t, owner, keys[1:]...)
	n := &slowNode{release: make(chan struct{})}
	srv := httptest.NewServer(newTestRelay(g, n.ask))
	defer srv.Close()
	var status [600]atomic.Int64
	var all sync.WaitGroup
	for range 6 {
		for _, k := range guests {
			all.Go(func() {
				code, after, text := post(t, srv.URL, k, dearCall)
				if code == http.StatusTooManyRequests && after == "" {
					t.Errorf("refused without saying for how long: %s", text)
				}
				status[code].Add(1)
			})
		}
	}
	total := int64(6 * len(guests))
	eventually(t, "the guests' requests do not come to rest", func() bool {
		return n.inside.Load() == access.RelayedAtOnce && status[http.StatusTooManyRequests].Load() >= total-16
	})
	for name, k := range map[string]*key.Key{"the owner": owner} {
		if code, _, text := post(t, srv.URL, k, cheapCall); code != http.StatusOK {
			t.Errorf("%s meanwhile: %d %s", name, code, text)
		}
	}
	close(n.release)
	all.Wait()
	if most := n.most.Load(); most > access.RelayedAtOnce {
		t.Errorf("the ledger was asked %d things at once for others", most)
	}
	if ok, refused := status[http.StatusOK].Load(), status[http.StatusTooManyRequests].Load(); ok+refused != total || ok == 0 {
		t.Errorf("%d were answered and %d refused, of %d", ok, refused, total)
	}
	g.Flush(t.Context(), true)
	if count, records := rec.refusals(); count != uint64(status[http.StatusTooManyRequests].Load()) || records > 2*len(guests) {
		t.Errorf("%d refusals are on record, in %d records", count, records)
	}
	// One after the other, a guest comes to the end of his budget; a person goes on.
	spent := false
	for range 60 {
		code, _, text := post(t, srv.URL, guests[0], dearCall)
		if spent = code == http.StatusTooManyRequests; spent {
			break
		}
		if code != http.StatusOK {
			t.Fatalf("%d %s", code, text)
		}
	}
	if !spent {
		t.Error("sixty dear requests in a row did not use up a guest's budget")
	}
	if code, _, text := post(t, srv.URL, person, dearCall); code != http.StatusOK {
		t.Errorf("somebody with a capability after that: %d %s", code, text)
	}
}

func TestAttack42OneRequestIsBounded(t *testing.T) {
	keys := newKeys(t, 2)
	g, _ := newGate(t, keys[0], keys[1])
	var asked atomic.Int64
	srv := httptest.NewServer(newTestRelay(g, func(context.Context, []byte) ([]byte, error) {
		asked.Add(1)
		return make([]byte, access.RelayAnswer+1), nil
	}))
	defer srv.Close()
	several := func(n int, call string) string {
		return "[" + strings.TrimSuffix(strings.Repeat(call+",", n), ",") + "]"
	}
	for name, body := range map[string]string{
		"a dear batch":     several(7, dearCall),
		"too many calls":   several(201, cheapCall),
		"not offered":      `{"id":1,"method":"debug_traceBlock"}`,
		"programs, run":    several(10, `{"id":1,"method":"eth_call","params":[{"data":"0x5b600056"}]}`),
		"overridden state": `{"id":1,"method":"eth_call","params":[{},"latest",{}]}`,
		"a large body":     `{"id":1,"method":"eth_call","params":["` + strings.Repeat("0", access.MaxBody) + `"]}`,
	} {
		if code, _, text := post(t, srv.URL, keys[1], body); code != http.StatusBadRequest && code != http.StatusForbidden || asked.Load() != 0 {
			t.Errorf("%s: %d %s, the ledger was asked %d times", name, code, text, asked.Load())
		}
	}
	if code, _, text := post(t, srv.URL, keys[1], cheapCall); code != http.StatusOK || !strings.Contains(text, `"code":-32005`) || len(text) > 1000 {
		t.Errorf("an answer of more than a MiB: %d %.300s", code, text)
	}
}
