package conformance_test

import (
	"context"
	"math/big"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/eth/ethconfig"
	"github.com/ethereum/go-ethereum/ethclient/simulated"
	"github.com/ethereum/go-ethereum/node"
	"github.com/ethereum/go-ethereum/rpc"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/conformance"
	"custos.dev/custos/ledger/key"
)

// simulatedChain is go-ethereum v1.17 in this process, under the newest rules, sealing
// a block whenever something is pending.
type simulatedChain struct {
	*simulated.Backend
	endpoint string
	hold     sync.Mutex // held: no block is sealed
}

func newSimulated(t testing.TB, alloc types.GenesisAlloc, funded []custos.Address) *simulatedChain {
	t.Helper()
	dir, err := os.MkdirTemp("", "cf") // t.TempDir is too long for a socket's path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	c := &simulatedChain{endpoint: filepath.Join(dir, "s")}
	all := types.GenesisAlloc{}
	for a, account := range alloc {
		all[a] = account
	}
	for _, a := range funded {
		all[common.Address(a)] = types.Account{Balance: new(big.Int).Lsh(big.NewInt(1), 80)}
	}
	c.Backend = simulated.NewBackend(all, func(n *node.Config, _ *ethconfig.Config) { n.IPCPath = c.endpoint })
	pool, err := rpc.Dial(c.endpoint)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			c.hold.Lock()
			var s struct{ Pending hexutil.Uint64 }
			if pool.CallContext(ctx, &s, "txpool_status") == nil && s.Pending > 0 {
				c.Commit()
			}
			c.hold.Unlock()
			time.Sleep(5 * time.Millisecond)
		}
	}()
	t.Cleanup(func() { cancel(); <-done; pool.Close(); c.Close() })
	return c
}

// conform makes a chain of the suite of it.
func (c *simulatedChain) conform(t testing.TB, cfg ledger.Config) conformance.Chain {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cfg.Endpoint, cfg.ChainID = c.endpoint, 1337
	l, err := ledger.Dial(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	genesis, err := l.HeadAt(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	cfg.Genesis = genesis.Hash
	commit := func() {
		c.hold.Lock()
		defer c.hold.Unlock()
		c.Commit()
	}
	return conformance.Chain{
		Config: cfg,
		Grow:   func(*testing.T) { commit() },
		Reorganise: func(t *testing.T, from uint64) {
			c.hold.Lock()
			defer c.hold.Unlock()
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			l, err := ledger.Dial(ctx, cfg)
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			head, err := l.Head(ctx)
			if err != nil {
				t.Fatal(err)
			}
			b, err := l.HeadAt(ctx, from)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Fork(common.Hash(b.Parent)); err != nil {
				t.Fatal(err)
			}
			// Another block of the same number. The pool takes back what the dropped blocks held,
			// a moment after the fork and by itself, and a block's time can only be chosen while it is empty.
			for tries := 0; ; tries++ {
				if err = c.AdjustTime(time.Hour); err == nil {
					break
				}
				if tries == 100 {
					t.Fatal(err)
				}
				c.Rollback()
			}
			for range head.Number - from + 2 {
				c.Commit()
			}
		},
	}
}

func TestDevelopment(t *testing.T) {
	conformance.Run(t, func(t *testing.T) conformance.Chain {
		return newSimulated(t, conformance.Genesis(t).Alloc(), conformance.Accounts()).conform(t, ledger.Config{Engine: ledger.Development})
	})
}

// TestEthereum is the same node with the word on finality that a public chain gives.
// Its contracts are deployed on the chain, which begins without them.
func TestEthereum(t *testing.T) {
	conformance.Run(t, func(t *testing.T) conformance.Chain {
		payer, err := key.Generate()
		if err != nil {
			t.Fatal(err)
		}
		c := newSimulated(t, nil, []custos.Address{payer.Address()})
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		cfg := ledger.Config{Endpoint: c.endpoint, ChainID: 1337, Engine: ledger.Ethereum}
		d, err := ledger.Deploy(ctx, cfg, payer, conformance.GenesisConfig())
		if err != nil {
			t.Fatal(err)
		}
		cfg.Contracts = d.Contracts
		l, err := ledger.Dial(ctx, cfg)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		for _, a := range conformance.Accounts() {
			if _, err := l.Fund(ctx, payer, a, new(big.Int).Lsh(big.NewInt(1), 62)); err != nil {
				t.Fatal(err)
			}
		}
		return c.conform(t, cfg)
	})
}

func BenchmarkAnchorDevelopment(b *testing.B) {
	c := newSimulated(b, conformance.Genesis(b).Alloc(), conformance.Accounts())
	conformance.Bench(b, c.conform(b, ledger.Config{Engine: ledger.Development}), func() {
		c.hold.Lock()
		defer c.hold.Unlock()
		c.Commit()
	})
}
