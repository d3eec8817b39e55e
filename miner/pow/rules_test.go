package pow

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/eth/protocols/eth"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/rlp"
)

// opened is a node whose parts the test moves by hand.
func opened(t *testing.T, dir, gen string, change func(*Config)) *node {
	t.Helper()
	c := testConfig(t, dir, gen)
	c.Log = slog.New(slog.DiscardHandler)
	change(&c)
	if err := c.check(); err != nil {
		t.Fatal(err)
	}
	n := &node{cfg: c, log: c.Log, peers: &peers{log: c.Log}}
	var err error
	if n.genesis, err = readGenesis(gen); err != nil {
		t.Fatal(err)
	}
	if err := n.open(); err != nil {
		t.Fatal(err)
	}
	if err := n.stack.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = n.stack.Close() })
	return n
}

// mine makes the next block of what the pool holds.
func (n *node) mine(t *testing.T, want int) *types.Block {
	t.Helper()
	j, err := n.miner.build(n.eth.BlockChain().CurrentBlock(), uint64(time.Now().Unix()))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(j.block.Transactions()); got != want {
		t.Fatalf("the block takes %d transactions, want %d", got, want)
	}
	if err := n.engine.Seal(nil, j.block, j.found, j.stop); err != nil {
		t.Fatal(err)
	}
	b := <-j.found
	if err := n.miner.accept(j, b); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the pool has seen the block", func() bool {
		pending, _ := n.eth.TxPool().Stats()
		return pending == 0 || want == 0
	})
	return b
}

// Whether a sender may transact is judged at the state of the block before, on
// whichever branch and in the middle of a batch, by the node that mines and by those
// that import.
func TestRegistrationCountsFromTheNextBlock(t *testing.T) {
	own, late := newKey(t), newKey(t)
	dir := t.TempDir()
	gen := genesisWith(t, dir, map[common.Hash]common.Hash{slotOf(account(own), slotOwners): ownerRecord(true)})
	record := principalRecord(account(own), true)
	at := slotOf(account(late), slotPrincipals)
	registers := sign(t, own, 0, &register, 100_000, append(at[:], record[:]...))
	writes := put(t, late, 0, 7, 7)

	honest := opened(t, filepath.Join(dir, "honest"), gen, withRegistry)
	pool := honest.eth.TxPool()
	for _, tx := range []*types.Transaction{registers, writes} {
		if err := pool.AddLocal(tx); err != nil {
			t.Fatal(err)
		}
	}
	// Both wait; the second one's sender is registered by the first.
	var blocks types.Blocks
	j, err := honest.miner.build(honest.eth.BlockChain().CurrentBlock(), uint64(time.Now().Unix()))
	if err != nil || len(j.block.Transactions()) != 1 || j.block.Transactions()[0].Hash() != registers.Hash() {
		t.Fatalf("the first block: %v, %v", j.block.Transactions(), err)
	}
	if err := honest.engine.Seal(nil, j.block, j.found, j.stop); err != nil {
		t.Fatal(err)
	}
	first := <-j.found
	if err := honest.miner.accept(j, first); err != nil {
		t.Fatal(err)
	}
	blocks = append(blocks, first, honest.mine(t, 1), honest.mine(t, 0))

	batch := opened(t, filepath.Join(dir, "batch"), gen, withRegistry)
	if i, err := batch.eth.BlockChain().InsertChain(blocks); err != nil {
		t.Fatalf("block %d of a batch: %v", i+1, err)
	}
	single := opened(t, filepath.Join(dir, "single"), gen, withRegistry)
	for i, b := range blocks {
		if _, err := single.eth.BlockChain().InsertChain(types.Blocks{b}); err != nil {
			t.Fatalf("block %d alone: %v", i+1, err)
		}
	}

	// A miner without the rules puts both into one block, and goes on until its branch
	// is heavier: neither the block nor the branch is taken.
	bad := opened(t, filepath.Join(dir, "bad"), gen, func(*Config) {})
	for _, tx := range []*types.Transaction{registers, writes} {
		if err := bad.eth.TxPool().AddLocal(tx); err != nil {
			t.Fatal(err)
		}
	}
	branch := types.Blocks{bad.mine(t, 2)}
	for range 5 {
		branch = append(branch, bad.mine(t, 0))
	}
	for _, n := range []*node{honest, batch} {
		head := n.eth.BlockChain().CurrentBlock().Hash()
		if _, err := n.eth.BlockChain().InsertChain(branch); err == nil || !strings.Contains(err.Error(), "is not registered") {
			t.Errorf("a heavier branch with a stranger's transaction: %v", err)
		}
		if n.eth.BlockChain().CurrentBlock().Hash() != head {
			t.Error("the head went to a branch with a stranger's transaction")
		}
	}
}

// A transaction that overtakes the block which registers its sender is not lost.
func TestTransactionThatOvertakesItsRegistration(t *testing.T) {
	own, fog, nobody := newKey(t), newKey(t), newKey(t)
	dir := t.TempDir()
	gen := genesisWith(t, dir, map[common.Hash]common.Hash{slotOf(account(own), slotOwners): ownerRecord(true)})
	n := opened(t, filepath.Join(dir, "a"), gen, withRegistry)
	early, known, never := put(t, fog, 0, 1, 1), put(t, own, 1, 2, 2), put(t, nobody, 0, 3, 3)

	// As a peer sends them, in both messages that carry transactions.
	for code, packet := range map[uint64]any{
		eth.TransactionsMsg:       eth.TransactionsPacket{early, known, never},
		eth.PooledTransactionsMsg: &eth.PooledTransactionsPacket66{RequestId: 9, PooledTransactionsPacket: eth.PooledTransactionsPacket{early, known, never}},
	} {
		b, err := rlp.EncodeToBytes(packet)
		if err != nil {
			t.Fatal(err)
		}
		msg, err := n.gate.read(p2p.Msg{Code: code, Size: uint32(len(b)), Payload: strings.NewReader(string(b))})
		if err != nil {
			t.Fatal(err)
		}
		var left []*types.Transaction
		if code == eth.TransactionsMsg {
			var p eth.TransactionsPacket
			err = msg.Decode(&p)
			left = p
		} else {
			var p eth.PooledTransactionsPacket66
			err = msg.Decode(&p)
			if left = p.PooledTransactionsPacket; p.RequestId != 9 {
				t.Errorf("the answer is for request %d", p.RequestId)
			}
		}
		if err != nil || len(left) != 1 || left[0].Hash() != known.Hash() {
			t.Fatalf("message %d: %v, %d transactions come in", code, err, len(left))
		}
	}
	at, record := slotOf(account(fog), slotPrincipals), principalRecord(account(own), true)
	if err := n.eth.TxPool().AddLocal(sign(t, own, 0, &register, 100_000, append(at[:], record[:]...))); err != nil {
		t.Fatal(err)
	}
	if in := n.gate.again(time.Now()); len(in) != 0 {
		t.Fatalf("%d transactions come in before their senders are registered", len(in))
	}
	n.mine(t, 1)
	if in := n.gate.again(time.Now()); len(in) != 1 || in[0].Hash() != early.Hash() {
		t.Fatalf("after the registration %d transactions come in", len(in))
	}
	if n.gate.again(time.Now().Add(2 * lateTime)); len(n.gate.late) != 0 {
		t.Errorf("%d transactions of strangers are kept", len(n.gate.late))
	}
}
