package pow

import (
	"context"
	"crypto/ecdsa"
	"encoding/json"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// register is the test's registry: it holds what Registry would, and whoever calls it
// writes a slot, as with store.
var register = common.HexToAddress("0xc057050000000000000000000000000000000001")

func account(k *ecdsa.PrivateKey) common.Address { return crypto.PubkeyToAddress(k.PublicKey) }

// ownerRecord and principalRecord are the first words of records as the compiler packs them.
func ownerRecord(active bool) (h common.Hash) {
	h[30], h[29] = 1, 2 // listed, segments
	if active {
		h[31] = 1
	}
	return h
}

func principalRecord(owner common.Address, active bool) (h common.Hash) {
	copy(h[12:], owner[:])
	h[11], h[9] = 3, 2 // role, segments
	if active {
		h[10] = 1
	}
	return h
}

// genesisWith adds the registry with some records to the test's genesis.
func genesisWith(t testing.TB, dir string, records map[common.Hash]common.Hash) string {
	t.Helper()
	path := genesis(t, dir, chainID)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var g core.Genesis
	if err := json.Unmarshal(b, &g); err != nil {
		t.Fatal(err)
	}
	g.ExtraData, g.Difficulty = []byte(FixedWork), big.NewInt(8192)
	g.Alloc[register] = core.GenesisAccount{Code: storeCode, Storage: records, Balance: new(big.Int), Nonce: 1}
	if b, err = json.Marshal(&g); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func withRegistry(c *Config) { c.Registry = register.Hex() }

// heard keeps what a node logs.
type heard struct {
	mu   sync.Mutex
	text strings.Builder
}

func (h *heard) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.Write(b)
}

func (h *heard) contains(s string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Contains(h.text.String(), s)
}

// many makes a miner's chain the heavier one.
func (h *heard) many(c *Config) {
	c.Confirmations = 5
	// The library has one log for all nodes of a process: that of the last to start.
	c.Log = slog.New(slog.NewTextHandler(h, nil))
}

func (h *heard) registered(c *Config) {
	withRegistry(c)
	h.many(c)
	c.Confirmations = 2
}

func sign(t testing.TB, k *ecdsa.PrivateKey, nonce uint64, to *common.Address, gas uint64, data []byte) *types.Transaction {
	t.Helper()
	tx, err := types.SignNewTx(k, types.LatestSignerForChainID(big.NewInt(chainID)), &types.LegacyTx{
		Nonce: nonce, To: to, Gas: gas, GasPrice: new(big.Int), Data: data,
	})
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

// refused sends a transaction and wants a sentence with words back.
func (n *running) refused(t testing.TB, tx *types.Transaction, words string) {
	t.Helper()
	err := n.SendTransaction(context.Background(), tx)
	if err == nil || !strings.Contains(err.Error(), words) {
		t.Errorf("sent: %v, want a refusal with %q", err, words)
	}
	if s := n.status(t); s.Queued != 0 {
		t.Errorf("a refused transaction waits in the pool: %+v", s)
	}
}

func TestAttack34FloodOfTransactions(t *testing.T) {
	own, left, fog, orphan, off, nobody := newKey(t), newKey(t), newKey(t), newKey(t), newKey(t), newKey(t)
	dir := t.TempDir()
	gen := genesisWith(t, dir, map[common.Hash]common.Hash{
		slotOf(account(own), slotOwners):        ownerRecord(true),
		slotOf(account(left), slotOwners):       ownerRecord(false),
		slotOf(account(fog), slotPrincipals):    principalRecord(account(own), true),
		slotOf(account(orphan), slotPrincipals): principalRecord(account(left), true),
		slotOf(account(off), slotPrincipals):    principalRecord(account(own), false),
	})

	t.Run("by RPC", func(t *testing.T) {
		n := startIn(t, filepath.Join(dir, "rpc"), gen, withRegistry)
		for _, k := range []*ecdsa.PrivateKey{own, fog} {
			tx := put(t, k, 0, 1, 1)
			n.send(t, tx)
			n.receipt(t, tx.Hash())
		}
		for name, k := range map[string]*ecdsa.PrivateKey{
			"a stranger": nobody, "an owner who left": left, "a principal whose owner left": orphan, "a principal that is off": off,
		} {
			t.Run(name, func(t *testing.T) { n.refused(t, put(t, k, 0, 1, 1), account(k).Hex()+" is not registered") })
		}
		n.refused(t, sign(t, fog, 1, nil, 100_000, storeCode), "only owners deploy")
		to := account(nobody)
		n.refused(t, sign(t, own, 1, &to, 21_000, nil), "no contract at")
		// What is registered counts from the next block on, and so does what is not any more.
		set := func(key common.Hash, value common.Hash, nonce uint64) {
			tx := sign(t, own, nonce, &register, 100_000, append(key[:], value[:]...))
			n.send(t, tx)
			n.settle(t, tx, 2)
		}
		at := slotOf(account(nobody), slotPrincipals)
		set(at, principalRecord(account(own), true), 1)
		tx := put(t, nobody, 0, 1, 2)
		n.send(t, tx)
		n.receipt(t, tx.Hash())
		set(at, principalRecord(account(own), false), 2)
		n.refused(t, put(t, nobody, 1, 1, 3), "is not registered")
	})

	t.Run("quota", func(t *testing.T) {
		n := startIn(t, filepath.Join(dir, "quota"), gen, func(c *Config) {
			withRegistry(c)
			c.Quota = Quota{Txs: 3, Gas: 60_000_000}
		})
		for i := range uint64(3) {
			n.send(t, put(t, own, i, 1, 1))
		}
		n.refused(t, put(t, own, 3, 1, 1), "over its quota of 3 transactions and 60000000 gas a minute: wait ")
		n.refused(t, put(t, fog, 0, 1, 1), "over its quota") // it is the owner's
		// The same again costs nothing, since the pool holds it or the chain does.
		n.refused(t, put(t, own, 0, 1, 1), "")
	})

	// An owner whose node follows other rules sends what a stranger wrote, and mines it.
	t.Run("in a peer's block", func(t *testing.T) {
		var said heard
		honest := startIn(t, filepath.Join(dir, "honest"), gen, said.registered)
		bad := startIn(t, filepath.Join(dir, "bad"), gen, said.many)
		link(t, honest, bad)
		eventually(t, "peers", func() bool { return honest.status(t).Peers == 1 && bad.status(t).Peers == 1 })
		first := put(t, own, 0, 1, 1)
		honest.send(t, first)
		honest.settle(t, first, 2)
		bad.settle(t, first, 5)
		converged(t, honest, bad)
		smuggled := put(t, nobody, 0, 9, 9)
		bad.send(t, smuggled)
		bad.settle(t, smuggled, 5)
		eventually(t, "the block was refused", func() bool { return said.contains(account(nobody).Hex() + " is not registered") })
		tx := put(t, own, 1, 2, 2)
		honest.send(t, tx)
		honest.settle(t, tx, 2)
		if _, _, err := honest.TransactionByHash(context.Background(), smuggled.Hash()); err == nil {
			t.Error("the honest node has the stranger's transaction, in its chain or in its pool")
		}
		if v, err := honest.StorageAt(context.Background(), store, common.BigToHash(big.NewInt(9)), nil); err != nil || new(big.Int).SetBytes(v).Sign() != 0 {
			t.Errorf("the stranger wrote %x, %v", v, err)
		}
	})

	// A registered sender fills an admitted miner's own blocks.
	t.Run("in a registered sender's blocks", func(t *testing.T) {
		var said heard
		honest := startIn(t, filepath.Join(dir, "honest2"), gen, said.registered)
		bad := startIn(t, filepath.Join(dir, "bad2"), gen, said.many)
		const sent = windowTxs + 20
		var last *types.Transaction
		for i := range uint64(sent) {
			last = put(t, own, i, int64(i), 1)
			bad.send(t, last)
		}
		bad.settle(t, last, 5)
		link(t, honest, bad)
		eventually(t, "the block was refused", func() bool { return said.contains("a minute's blocks hold") })
		// The honest node turns the whole away, and answers and mines for others.
		tx := put(t, fog, 0, 1, 1)
		honest.send(t, tx)
		honest.settle(t, tx, 2)
		if n, err := honest.NonceAt(context.Background(), account(own), nil); err != nil || n > windowTxs {
			t.Fatalf("the chain holds %d transactions of one sender within a minute, %v", n, err)
		}
	})
}

func TestQuotaRefills(t *testing.T) {
	g := newGate(nil, nil, Quota{})
	key, q, now := bucketKey{from: common.Address{1}}, Quota{Txs: 60, Gas: 6_000_000}, time.Unix(1_700_000_000, 0)
	for range 60 {
		if err := g.spend(key, q, 21_000, now); err != nil {
			t.Fatal(err)
		}
	}
	if err := g.spend(key, q, 21_000, now); err == nil || !strings.Contains(err.Error(), "wait 1 s") {
		t.Fatalf("the 61st: %v", err)
	}
	if err := g.spend(key, q, 21_000, now.Add(time.Second)); err != nil {
		t.Fatalf("a second later: %v", err)
	}
	if err := g.spend(key, q, 6_000_000, now.Add(time.Second)); err == nil {
		t.Fatal("gas beyond what is left was taken")
	}
	now = now.Add(time.Hour) // a pause fills the bucket once
	if err := g.spend(key, q, 6_000_000, now); err != nil {
		t.Fatalf("after an hour: %v", err)
	}
	if err := g.spend(key, q, 21_000, now); err == nil || !strings.Contains(err.Error(), "wait 1 s") {
		t.Fatalf("right after all gas was spent: %v", err)
	}
	if err := g.spend(key, q, 6_000_001, now.Add(time.Hour)); err == nil || !strings.Contains(err.Error(), "beyond the quota") {
		t.Fatalf("more than a minute's gas at once: %v", err)
	}
	// A clock that steps back takes nothing away and gives nothing.
	if err := g.spend(key, q, 21_000, now.Add(-time.Hour)); err == nil {
		t.Fatal("a clock that stepped back filled the bucket")
	}
}
