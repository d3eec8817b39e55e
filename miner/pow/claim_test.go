package pow

import (
	"log/slog"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/eth/protocols/eth"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/p2p/enode"
)

// sentTo takes what a node sends to a peer.
type sentTo chan p2p.Msg

func (s sentTo) WriteMsg(m p2p.Msg) error { s <- m; return nil }

// TestAttack59ClaimedWork: a peer who claims a chain of equal work makes nobody mine by the
// claim. He is asked for the header of it, and only one whose own work is done, at our
// height, is worth a block.
func TestAttack59ClaimedWork(t *testing.T) {
	const work = 2000
	dir := t.TempDir()
	n := opened(t, dir, fixedGenesis(t, dir, work), func(c *Config) { c.Log = slog.New(slog.DiscardHandler) })
	b := n.mine(t, 0)
	h := newHeads(func(enode.ID) bool { return true }, slog.New(slog.DiscardHandler))
	h.chain, h.sync, h.engine = n.eth.BlockChain(), n.eth.Downloader(), n.engine
	peer := p2p.NewPeer(enode.ID{1}, "thief", nil)
	out := make(sentTo, 8)
	td := h.chain.GetTd(b.Hash(), b.NumberU64())
	header := func(number int64) *types.Header {
		return &types.Header{
			ParentHash: b.ParentHash(), Number: big.NewInt(number), Difficulty: big.NewInt(work), GasLimit: b.GasLimit(), Time: b.Time(),
			UncleHash: types.EmptyUncleHash, TxHash: types.EmptyRootHash, ReceiptHash: types.EmptyRootHash, Extra: []byte("other"),
		}
	}
	seal := func(hd *types.Header) *types.Header {
		found := make(chan *types.Block, 1)
		if err := n.engine.Seal(nil, types.NewBlockWithHeader(hd), found, nil); err != nil {
			t.Fatal(err)
		}
		return (<-found).Header()
	}
	// ties looks often enough for whatever would be done, and says whether a block is asked for.
	ties := func(claimed common.Hash, answer *types.Header) bool {
		t.Helper()
		h.saw(peer, out, claimed, td)
		now := time.Now()
		for range 40 {
			h.look(now)
			now = now.Add(time.Second)
			if len(h.requests) == 0 {
				continue // it asks for nothing
			}
			m := <-out // in the end: a goroutine sends it
			var q eth.GetBlockHeadersPacket66
			if m.Code != eth.GetBlockHeadersMsg || m.Decode(&q) != nil || q.Origin.Hash != claimed {
				t.Fatalf("it sends message %d", m.Code)
			}
			var list []*types.Header
			if answer != nil {
				list = append(list, answer)
			}
			if !h.answered(peer, q.RequestId, list) {
				t.Fatal("the answer to its own request is passed on")
			}
		}
		select {
		case <-h.tie:
			return true
		default:
			return false
		}
	}
	if ties(common.Hash{7}, nil) {
		t.Error("a hash that nobody knows makes it mine")
	}
	unsealed := header(1)
	if ties(unsealed.Hash(), unsealed) {
		t.Error("a header without work makes it mine")
	}
	if other := seal(header(1)); ties(common.Hash{8}, other) {
		t.Error("another header than the claimed one makes it mine")
	}
	if far := seal(header(900)); ties(far.Hash(), far) {
		t.Error("a header of another height makes it mine")
	}
	if true_ := seal(header(1)); !ties(true_.Hash(), true_) {
		t.Error("a chain of equal work is not decided any more")
	}
	if h.answered(peer, 12345, nil) {
		t.Error("the answer to a request of the library is kept from it")
	}
}
