package pow

import (
	"context"
	"fmt"
	"syscall"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rlp"
)

// Status is what custos_status answers.
type Status struct {
	ID      string      `json:"id"`
	Genesis common.Hash `json:"genesis"`
	ChainID uint64      `json:"chain_id"`
	Head    uint64      `json:"head"`
	Hash    common.Hash `json:"hash"`
	// Work is the total difficulty, in decimal.
	Work       string `json:"work"`
	Difficulty string `json:"difficulty"`
	// Mining is whether a nonce is being searched now.
	Mining bool `json:"mining"`
	// Mined counts this process's blocks, whether or not they stayed in the chain.
	Mined uint64 `json:"mined"`
	// Hashes counts those of this process, of each search when it ends.
	Hashes uint64 `json:"hashes"`
	// HashRate is per second while it searches, all threads together.
	HashRate float64 `json:"hash_rate"`
	// CPUSeconds are this process's, user and system.
	CPUSeconds float64 `json:"cpu_seconds"`
	Peers      int     `json:"peers"`
	// Pending counts transactions that could be included, Queued those that wait
	// for one with a lower nonce.
	Pending int `json:"pending"`
	Queued  int `json:"queued"`
}

// web3API is the one namespace that the library keeps to itself.
type web3API struct{}

// ClientVersion answers web3_clientVersion.
func (*web3API) ClientVersion() string { return "custos-miner/geth-" + params.VersionWithMeta }

// Sha3 answers web3_sha3: Keccak-256.
func (*web3API) Sha3(b hexutil.Bytes) hexutil.Bytes { return crypto.Keccak256(b) }

type statusAPI struct{ n *node }

// Status answers custos_status.
func (s *statusAPI) Status() Status {
	head := s.n.eth.BlockChain().CurrentBlock()
	st := Status{
		ID: s.n.id(), Genesis: s.n.eth.BlockChain().Genesis().Hash(),
		ChainID: s.n.eth.BlockChain().Config().ChainID.Uint64(),
		Head:    head.Number.Uint64(), Hash: head.Hash(), Difficulty: head.Difficulty.String(),
		Peers: s.n.stack.Server().PeerCount(), CPUSeconds: cpuSeconds(),
	}
	if td := s.n.eth.BlockChain().GetTd(head.Hash(), st.Head); td != nil {
		st.Work = td.String()
	}
	st.Pending, st.Queued = s.n.eth.TxPool().Stats()
	if m := s.n.miner; m != nil {
		st.Mining, st.Mined = m.sealing.Load(), m.mined.Load()
	}
	st.Hashes, st.HashRate = s.n.engine.hashes.Load(), s.n.engine.Hashrate()
	return st
}

// maxWait bounds how long custos_nextHead waits, below what the server gives an answer.
const maxWait = 30 * time.Second

// NextHead answers custos_nextHead: the newest header as soon as it is another than after, or
// when so many milliseconds are over. Who follows the chain asks for nothing while it stands.
func (s *statusAPI) NextHead(ctx context.Context, after common.Hash, wait hexutil.Uint64) *types.Header {
	heads := make(chan core.ChainHeadEvent, 16)
	sub := s.n.eth.BlockChain().SubscribeChainHeadEvent(heads)
	defer sub.Unsubscribe()
	over := time.NewTimer(time.Duration(min(uint64(wait), uint64(maxWait/time.Millisecond))) * time.Millisecond)
	defer over.Stop()
	for {
		// Looked at once the subscription stands, so that no head comes between.
		head := s.n.eth.BlockChain().CurrentBlock()
		if head.Hash() != after {
			return head
		}
		select {
		case <-heads:
		case <-over.C:
			return head
		case <-s.n.ending:
			return head
		case <-ctx.Done():
			return head
		}
	}
}

// maxHeaders bounds one answer of custos_headers.
const maxHeaders = 4096

// Headers answers custos_headers: the canonical headers from a number on, each as
// the RLP whose Keccak-256 is its hash. The answer is shorter where the chain ends.
func (s *statusAPI) Headers(from, count hexutil.Uint64) ([]hexutil.Bytes, error) {
	if count > maxHeaders {
		return nil, fmt.Errorf("%d headers are asked for, at most %d are given at once", count, maxHeaders)
	}
	chain := s.n.eth.BlockChain()
	out := []hexutil.Bytes{}
	var before common.Hash
	for n := uint64(from); n < uint64(from)+uint64(count); n++ {
		h := chain.GetHeaderByNumber(n)
		if h == nil {
			break
		}
		if len(out) > 0 && h.ParentHash != before {
			return nil, fmt.Errorf("the chain changed while it was read; ask again")
		}
		before = h.Hash()
		b, err := rlp.EncodeToBytes(h)
		if err != nil {
			return nil, fmt.Errorf("encode header %d: %w", n, err)
		}
		out = append(out, b)
	}
	return out, nil
}

// cpuSeconds is what the process has used, user and system together.
func cpuSeconds() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}
