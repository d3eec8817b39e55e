package node

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/bus"
	"custos.dev/custos/ledger"
	"custos.dev/custos/sealed"
)

// TestAttack42OwnServicesComeFirst lets guests that reach the bus ask the ledger for what
// takes it long: its domain's own services are answered meanwhile.
func TestAttack42OwnServicesComeFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		classOf := func(a custos.Address) access.Class { return access.Class(a[0]) }
		var refused atomic.Int64
		c := &relayCost{
			turns:   access.NewTurns(ownAtOnce, ownAtOnce-access.RelayedAtOnce, access.RelayedAtOnce),
			budgets: access.NewBudgets(classOf), classOf: classOf, at: ledger.GenesisContracts(),
			head: func(context.Context) (custos.Head, error) {
				return custos.Head{BlockRef: custos.BlockRef{Number: 4000}}, nil
			},
			overspent: func(context.Context, custos.Address, error) { refused.Add(1) },
		}
		dear := []byte(`{"jsonrpc":"2.0","id":1,"method":"eth_getLogs","params":[{"fromBlock":"0x0"}]}`)
		release := make(chan struct{})
		var inside, most atomic.Int64
		ask := func(ctx context.Context, body []byte) ([]byte, error) {
			if strings.Contains(string(body), "eth_getLogs") {
				if n := inside.Add(1); n > most.Load() {
					most.Store(n)
				}
				defer inside.Add(-1)
				<-release
			}
			return []byte(`{"jsonrpc":"2.0","id":1,"result":"0x1"}`), nil
		}
		var ended atomic.Int64
		for n := range byte(40) {
			go func() {
				if _, err := c.answer(t.Context(), sealed.Caller{Account: custos.Address{byte(access.Guest), n}}, dear, ask); err != nil && custos.KindOf(err) != custos.Unavailable {
					t.Error(err)
				}
				ended.Add(1)
			}()
		}
		synctest.Wait()
		if inside.Load() != access.RelayedAtOnce || ended.Load() != 40-2*access.RelayedAtOnce || refused.Load() != ended.Load() {
			t.Errorf("of 40 guests %d are answered at once, and %d were refused, %d on record", inside.Load(), ended.Load(), refused.Load())
		}
		own := custos.Address{byte(access.Own)}
		if got, err := c.answer(t.Context(), sealed.Caller{Account: own}, []byte(`{"jsonrpc":"2.0","id":1,"method":"eth_blockNumber","params":[]}`), ask); err != nil || !strings.Contains(string(got), "0x1") {
			t.Errorf("meanwhile an own service hears %s, %v", got, err)
		}
		close(release)
		synctest.Wait()
		if ended.Load() != 40 || most.Load() != access.RelayedAtOnce {
			t.Errorf("%d were answered, %d at once", ended.Load(), most.Load())
		}
	})
}

func TestAttack42BoundsOfOneRequest(t *testing.T) {
	classOf := func(a custos.Address) access.Class { return access.Class(a[0]) }
	c := &relayCost{
		turns: access.NewTurns(2, 1, 1), budgets: access.NewBudgets(classOf), classOf: classOf, at: ledger.GenesisContracts(),
		head: func(context.Context) (custos.Head, error) {
			return custos.Head{BlockRef: custos.BlockRef{Number: 100_000}}, nil
		},
		overspent: func(context.Context, custos.Address, error) {},
	}
	asked := 0
	ask := func(context.Context, []byte) ([]byte, error) {
		asked++
		return []byte(strings.Repeat("x", access.RelayAnswer+1)), nil
	}
	guest, own := custos.Address{byte(access.Guest)}, custos.Address{byte(access.Own)}
	calls := func(n int) []byte {
		return []byte("[" + strings.TrimSuffix(strings.Repeat(`{"id":1,"method":"eth_getLogs","params":[{"fromBlock":"0x0","toBlock":"0x1300"}]},`, n), ",") + "]")
	}
	for name, body := range map[string][]byte{
		"too many blocks": []byte(`{"id":1,"method":"eth_getLogs","params":[{"fromBlock":"0x0"}]}`),
		"too dear":        calls(10),
		"too long":        []byte(fmt.Sprintf(`{"id":1,"method":"eth_sendRawTransaction","params":[%q]}`, strings.Repeat("0", access.MaxBody))),
	} {
		if _, err := c.answer(t.Context(), sealed.Caller{Account: guest}, body, ask); custos.KindOf(err) != custos.Invalid || asked != 0 {
			t.Errorf("%s: %v, the node was asked %d times", name, err, asked)
		}
	}
	if got, err := c.answer(t.Context(), sealed.Caller{Account: guest}, calls(2), ask); err != nil || !strings.Contains(string(got), "longer than") || strings.Count(string(got), "-32005") != 2 {
		t.Errorf("a guest's answer of more than a MiB: %.200s, %v", got, err)
	}
	if got, err := c.answer(t.Context(), sealed.Caller{Account: own}, calls(10), ask); err != nil || len(got) != access.RelayAnswer+1 {
		t.Errorf("an own service's dear request: %d bytes, %v", len(got), err)
	}
	long := func(context.Context, []byte) ([]byte, error) { return make([]byte, bus.MaxPayload+1), nil }
	if got, err := c.answer(t.Context(), sealed.Caller{Account: own}, calls(1), long); err != nil || !strings.Contains(string(got), "longer than") {
		t.Errorf("more than the bus carries: %.100s, %v", got, err)
	}
}

// TestAttack42StolenEdge: whoever has an edge's keys costs the ledger no more than that edge
// may, by whichever of them; the fog's own services and other edges are answered.
func TestAttack42StolenEdge(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	var shares edgeShares
	spent := 0.0
	for shares.take("west", 100, now) == nil {
		if spent += 100; spent > edgeUnitsFirst {
			t.Fatalf("%v units at once", spent)
		}
	}
	if err := shares.take("east", 100, now); err != nil {
		t.Errorf("another edge: %v", err)
	}
	if err := shares.take("west", edgeUnits+1, now.Add(time.Second)); err == nil {
		t.Error("more than a second's came back in a second")
	}
	if err := shares.take("west", edgeUnits, now.Add(2*time.Second)); err != nil {
		t.Errorf("a second's did not come back: %v", err)
	}
	classOf := func(custos.Address) access.Class { return access.Own }
	refused := 0
	c := &relayCost{
		turns: access.NewTurns(2, 1, 1), budgets: access.NewBudgets(classOf), classOf: classOf, at: ledger.GenesisContracts(), own: "fog",
		head: func(context.Context) (custos.Head, error) {
			return custos.Head{BlockRef: custos.BlockRef{Number: 4000}}, nil
		},
		overspent: func(context.Context, custos.Address, error) { refused++ },
	}
	ask := func(context.Context, []byte) ([]byte, error) { return []byte(`{"id":1,"result":[]}`), nil }
	dear := []byte(`{"jsonrpc":"2.0","id":1,"method":"eth_getLogs","params":[{"fromBlock":"0x0"}]}`)
	n := 0
	for ; refused == 0 && n < edgeUnitsFirst; n++ {
		_, _ = c.answer(t.Context(), sealed.Caller{Account: custos.Address{byte(n)}, Service: "west/object"}, dear, ask)
	}
	if refused != 1 {
		t.Fatalf("%d dear questions of an edge were answered", n)
	}
	if _, err := c.answer(t.Context(), sealed.Caller{Service: "fog/master"}, dear, ask); err != nil {
		t.Errorf("the fog's own: %v", err)
	}
}
