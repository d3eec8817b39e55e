package pow

import (
	"crypto/ecdsa"
	"log/slog"
	"math/big"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// TestAttack48StarvedChain: whatever blocks a hostile miner makes that keep the rules, the
// next honest block has as much room as the first one had, and may be made. Random
// sequences of what he can try: gas limits that move, blocks without transactions.
func TestAttack48StarvedChain(t *testing.T) {
	const work, room = 1024, 30_000_000
	e := fixedEngine(work)
	e.bounded = true
	defer e.Close()
	r := rand.New(rand.NewPCG(4, 8))
	refused := map[string]int{}
	for range 2000 {
		now := time.Unix(1_700_000_000, 0)
		hs := []*types.Header{{Number: new(big.Int), GasLimit: room, Time: uint64(now.Unix()), Difficulty: big.NewInt(work), TxHash: types.EmptyRootHash}}
		hashes := map[common.Hash]*types.Header{hs[0].Hash(): hs[0]}
		known := func(hash common.Hash, _ uint64) *types.Header { return hashes[hash] }
		after := func(gas uint64, full bool) *types.Header {
			parent := hs[len(hs)-1]
			h := &types.Header{
				ParentHash: parent.Hash(), Number: new(big.Int).Add(parent.Number, common.Big1), Difficulty: big.NewInt(work), GasLimit: gas,
				Time: parent.Time, UncleHash: types.EmptyUncleHash, TxHash: types.EmptyRootHash, ReceiptHash: types.EmptyRootHash,
			}
			if full {
				h.TxHash = common.Hash{1}
			}
			return h
		}
		for range r.IntN(400) {
			gas := hs[len(hs)-1].GasLimit
			if r.IntN(4) == 0 {
				gas += uint64(r.IntN(60_000)) - 30_000
			}
			h := after(gas, r.IntN(100) == 0)
			if err := e.verify(known, h, false, now); err != nil {
				why := "empty"
				if strings.Contains(err.Error(), "gas limit") {
					why = "gas"
				}
				refused[why]++
				continue
			}
			hs = append(hs, h)
			hashes[h.Hash()] = h
		}
		if err := e.verify(known, after(room, true), false, now); err != nil {
			t.Fatalf("after %d blocks an honest one with transactions is refused: %v", len(hs), err)
		}
	}
	if refused["gas"] == 0 || refused["empty"] == 0 {
		t.Fatalf("what a hostile miner tries was never refused: %v", refused)
	}
}

// A node that follows the rules takes neither from a miner who does not, and an honest
// transaction is mined in the next block.
func TestAttack48HostileMiner(t *testing.T) {
	own := newKey(t)
	dir := t.TempDir()
	gen := genesisWith(t, dir, map[common.Hash]common.Hash{slotOf(account(own), slotOwners): ownerRecord(true)})
	honest := opened(t, filepath.Join(dir, "honest"), gen, withRegistry)
	hostile := opened(t, filepath.Join(dir, "hostile"), gen, func(c *Config) { c.Log = slog.New(slog.DiscardHandler) })
	hostile.engine.bounded = false // his own program asks for nothing
	hostile.miner.gasLimit = 5000  // as little room as ethash's rule lets him get to
	low := hostile.mine(t, 0)
	if low.GasLimit() >= honest.genesis.GasLimit {
		t.Fatalf("the hostile miner's block has a gas limit of %d", low.GasLimit())
	}
	if _, err := honest.eth.BlockChain().InsertChain(types.Blocks{low}); err == nil || !strings.Contains(err.Error(), "gas limit") {
		t.Fatalf("a block with less room is taken: %v", err)
	}

	lazy := opened(t, filepath.Join(dir, "lazy"), gen, func(*Config) {})
	lazy.engine.bounded = false
	lazy.miner.gasLimit = honest.genesis.GasLimit
	var empties types.Blocks
	for range MostEmpty + 1 {
		empties = append(empties, lazy.mine(t, 0))
	}
	if n, err := honest.eth.BlockChain().InsertChain(empties); n != MostEmpty || err == nil || !strings.Contains(err.Error(), "no transaction") {
		t.Fatalf("%d empty blocks in a row are taken, want %d: %v", n, MostEmpty, err)
	}
	if got := honest.eth.BlockChain().CurrentBlock().Number.Uint64(); got != MostEmpty {
		t.Fatalf("the head is block %d", got)
	}
	// It makes no further one itself, not for a tie either.
	if j, _, err := honest.miner.next(true); j != nil || err != nil {
		t.Fatalf("it would mine %v, %v", j, err)
	}
	if err := honest.eth.TxPool().AddLocal(put(t, own, 0, 7, 7)); err != nil {
		t.Fatal(err)
	}
	if b := honest.mine(t, 1); b.GasLimit() != honest.genesis.GasLimit {
		t.Fatalf("the honest block has a gas limit of %d", b.GasLimit())
	}
}

// TestAttack55QuotaByOwner: an owner who registers many accounts has no more of a minute's
// blocks than one who sends by his own, and takes nothing from the others.
func TestAttack55QuotaByOwner(t *testing.T) {
	own, other := newKey(t), newKey(t)
	records := map[common.Hash]common.Hash{
		slotOf(account(own), slotOwners): ownerRecord(true), slotOf(account(other), slotOwners): ownerRecord(true),
	}
	const accounts, each = 7, 80 // 560 transactions, of which 480 are an owner's share
	var keys []*ecdsa.PrivateKey
	for range accounts {
		k := newKey(t)
		keys = append(keys, k)
		records[slotOf(account(k), slotPrincipals)] = principalRecord(account(own), true)
	}
	dir := t.TempDir()
	gen := genesisWith(t, dir, records)
	n := opened(t, filepath.Join(dir, "n"), gen, withRegistry)
	for _, k := range keys {
		for i := range uint64(each) {
			if err := n.eth.TxPool().AddLocal(put(t, k, i, 1, int64(i))); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := n.eth.TxPool().AddLocal(put(t, other, 0, 2, 2)); err != nil {
		t.Fatal(err)
	}
	total := map[bool]int{} // by whether it is the other owner's
	for range 12 {
		j, err := n.miner.build(n.eth.BlockChain().CurrentBlock(), n.eth.BlockChain().CurrentBlock().Time+1)
		if err != nil {
			t.Fatal(err)
		}
		for _, tx := range j.block.Transactions() {
			from, _ := types.Sender(n.miner.rules.signer, tx)
			total[from == account(other)]++
		}
		if err := n.engine.Seal(nil, j.block, j.found, j.stop); err != nil {
			t.Fatal(err)
		}
		if err := n.miner.accept(j, <-j.found); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the pool takes the block in, which it does beside us", func() bool {
			return !slices.ContainsFunc(j.block.Transactions(), func(tx *types.Transaction) bool { return n.eth.TxPool().Has(tx.Hash()) })
		})
	}
	if total[true] != 1 || total[false] > windowTxs || total[false] < windowTxs/2 {
		t.Fatalf("within a minute %d of one owner's were mined, at most %d may be; and %d of the other's, who sent 1", total[false], windowTxs, total[true])
	}
}
