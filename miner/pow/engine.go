package pow

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/consensus"
	"github.com/ethereum/go-ethereum/consensus/beacon"
	"github.com/ethereum/go-ethereum/consensus/ethash"
	"github.com/ethereum/go-ethereum/consensus/misc"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"
)

// FixedWork is what a genesis has for its extra data if every block of its chain is
// to take as much work as the first one says. The first block's hash covers it, so a
// verifier who pins that hash knows the rule. ledger/proof has the same.
//
// Ethash's own rule makes blocks harder by 1/2048 for each that comes within 9 s of
// its parent, until they take 9 s and more, and after nine million blocks doubles the
// work every 100,000: on a chain that is mined on demand every anchor does that.
//
// On such a chain nobody can take room from the others, either: each block's gas limit is
// its parent's, and blocks without transactions, which only confirm, are bounded in a row.
const FixedWork = "custos fixed work 2"

// fixedWork1 is of chains that began before these bounds: their work is fixed, their gas
// limit moves by 1/1024 a block, and any number of blocks may be empty.
const fixedWork1 = "custos fixed work 1"

// MostEmpty is how many blocks without transactions may follow each other on a chain of
// FixedWork. A site's confirmations, 100 at most, are fewer.
const MostEmpty = 128

const (
	// minWork is the least difficulty of a chain of fixed work: a few ms.
	minWork = 1024
	// maxFuture is how far ahead of a node's clock a block may be, in seconds.
	maxFuture = 15
	// maxNumber bounds how many epochs are hashed through for a number that is only
	// claimed: 300 million blocks, nine years of one a second; 10 ms of hashing.
	maxNumber = 10_000 * epochLength
)

// engine is the library's ethash but for three things: it counts hashes, it verifies
// work with the function that it searches by, and it knows chains of fixed work.
type engine struct {
	*ethash.Ethash
	fixed   *big.Int // every block's difficulty; nil on a chain with ethash's rule
	bounded bool     // FixedWork's bounds hold
	threads int
	now     func() time.Time

	hashes    atomic.Uint64
	searching atomic.Int64 // nanoseconds, summed over threads
}

// worker is the library's own miner. It never mines here, but once, as soon as it is
// made, it builds a block in a goroutine of its own.
type worker interface{ PendingBlock() *types.Block }

// workerTime is how long that takes at most on a machine that can run a node.
const workerTime = 30 * time.Second

// install puts the engine where the library keeps its own. It must be called before
// the first block is imported.
func install(of consensus.Engine, w worker, g *core.Genesis, threads int, now func() time.Time) (*engine, error) {
	// Nothing reads the engine any more once the worker shows its block.
	for end := time.Now().Add(workerTime); w.PendingBlock() == nil; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			return nil, errors.New("the library has not built its first block: is the machine overloaded, or the disk full?")
		}
	}
	outer, ok := of.(*beacon.Beacon)
	if !ok {
		return nil, errors.New("this release of the library has another engine than ethash")
	}
	inner, ok := outer.InnerEngine().(*ethash.Ethash)
	if !ok {
		return nil, errors.New("this release of the library has another engine than ethash")
	}
	e := &engine{Ethash: inner, threads: threads, now: now}
	switch string(g.ExtraData) {
	case FixedWork:
		e.fixed, e.bounded = g.Difficulty, true
	case fixedWork1:
		e.fixed = g.Difficulty
	}
	*outer = *beacon.New(e)
	return e, nil
}

// VerifyHeader implements consensus.Engine.
func (e *engine) VerifyHeader(chain consensus.ChainHeaderReader, h *types.Header, seal bool) error {
	if e.fixed == nil {
		return e.Ethash.VerifyHeader(chain, h, seal)
	}
	if chain.GetHeader(h.Hash(), h.Number.Uint64()) != nil {
		return nil
	}
	return e.verify(chain.GetHeader, h, seal, e.now())
}

// ancestry finds a header by its hash and number; nil if it is not known.
type ancestry func(common.Hash, uint64) *types.Header

// VerifyHeaders implements consensus.Engine. A header takes about 10 µs, so one
// goroutine does for a batch; it ends with the batch or by abort.
func (e *engine) VerifyHeaders(chain consensus.ChainHeaderReader, hs []*types.Header, seals []bool) (chan<- struct{}, <-chan error) {
	if e.fixed == nil {
		return e.Ethash.VerifyHeaders(chain, hs, seals)
	}
	abort, results := make(chan struct{}), make(chan error, len(hs))
	go func() {
		now := e.now()
		for i, h := range hs {
			select {
			case <-abort:
				return
			default:
			}
			results <- e.verify(func(hash common.Hash, number uint64) *types.Header {
				// The batch's own come first: they are not stored yet.
				if first := hs[0].Number.Uint64(); number >= first && number-first < uint64(i) {
					if before := hs[number-first]; before.Hash() == hash {
						return before
					}
					return nil
				}
				return chain.GetHeader(hash, number)
			}, h, seals[i], now)
		}
	}()
	return abort, results
}

// verify checks a header of a chain of fixed work against those before it.
func (e *engine) verify(before ancestry, h *types.Header, seal bool, now time.Time) error {
	bad := func(format string, args ...any) error {
		return fmt.Errorf("block %d: "+format, append([]any{h.Number}, args...)...)
	}
	if !h.Number.IsUint64() || h.Number.Sign() == 0 {
		return consensus.ErrInvalidNumber
	}
	parent := before(h.ParentHash, h.Number.Uint64()-1)
	switch {
	case parent == nil:
		return consensus.ErrUnknownAncestor
	case len(h.Extra) > int(params.MaximumExtraDataSize):
		return bad("its extra data has %d bytes, at most %d are allowed", len(h.Extra), params.MaximumExtraDataSize)
	case h.Time > uint64(now.Unix())+maxFuture:
		return consensus.ErrFutureBlock
	case h.Time < parent.Time: // the same second is allowed, else three blocks need three
		return bad("its time is before its parent's")
	case h.Difficulty.Cmp(e.fixed) != 0:
		return bad("its difficulty is %s, every block of this chain has %s", h.Difficulty, e.fixed)
	case h.UncleHash != types.EmptyUncleHash:
		return bad("it has uncles, which this chain does not reward")
	case h.GasLimit > params.MaxGasLimit || h.GasUsed > h.GasLimit:
		return bad("it used %d gas of %d", h.GasUsed, h.GasLimit)
	case h.BaseFee != nil || h.WithdrawalsHash != nil || h.ExcessDataGas != nil:
		return bad("it has fields of later rules than Berlin's")
	}
	if e.bounded {
		if h.GasLimit != parent.GasLimit {
			return bad("its gas limit is %d, every block of this chain has %d", h.GasLimit, parent.GasLimit)
		}
		if empty(h) && e.emptyRun(before, parent) >= MostEmpty {
			return bad("it holds no transaction, as the %d before it: no more may follow each other", MostEmpty)
		}
	} else if err := misc.VerifyGaslimit(parent.GasLimit, h.GasLimit); err != nil {
		return err
	}
	if !seal {
		return nil
	}
	if !e.sealed(h) {
		return bad("its work is not done")
	}
	return nil
}

// empty reports a block without transactions.
func empty(h *types.Header) bool { return h.TxHash == types.EmptyRootHash }

// emptyRun counts the blocks without transactions that end with a header, up to MostEmpty.
// The first block is none of them: it has the contracts.
func (e *engine) emptyRun(before ancestry, h *types.Header) (n int) {
	for ; n < MostEmpty && h != nil && h.Number.Sign() > 0 && empty(h); n++ {
		h = before(h.ParentHash, h.Number.Uint64()-1)
	}
	return n
}

// sealed says whether a header has the work that a block of this chain takes, or at
// least the least that ethash allows. The header may be anybody's.
func (e *engine) sealed(h *types.Header) bool {
	if !h.Number.IsUint64() || h.Number.Uint64() > maxNumber || h.Difficulty.BitLen() > 256 {
		return false
	}
	if e.fixed != nil && h.Difficulty.Cmp(e.fixed) != 0 || e.fixed == nil && h.Difficulty.Cmp(params.MinimumDifficulty) < 0 {
		return false
	}
	digest, result := datasetOf(h.Number.Uint64()).work(newHasher(), e.SealHash(h), h.Nonce.Uint64())
	most := target(h.Difficulty)
	return h.MixDigest == digest && bytes.Compare(result[:], most[:]) <= 0
}

// VerifyUncles implements consensus.Engine.
func (e *engine) VerifyUncles(chain consensus.ChainReader, b *types.Block) error {
	if e.fixed == nil {
		return e.Ethash.VerifyUncles(chain, b)
	}
	if len(b.Uncles()) > 0 {
		return fmt.Errorf("block %d: it has uncles, which this chain does not reward", b.Number())
	}
	return nil
}

// CalcDifficulty implements consensus.Engine.
func (e *engine) CalcDifficulty(chain consensus.ChainHeaderReader, time uint64, parent *types.Header) *big.Int {
	if e.fixed == nil {
		return e.Ethash.CalcDifficulty(chain, time, parent)
	}
	return new(big.Int).Set(e.fixed)
}

// Prepare implements consensus.Engine.
func (e *engine) Prepare(chain consensus.ChainHeaderReader, h *types.Header) error {
	parent := chain.GetHeader(h.ParentHash, h.Number.Uint64()-1)
	if parent == nil {
		return consensus.ErrUnknownAncestor
	}
	h.Difficulty = e.CalcDifficulty(chain, h.Time, parent)
	return nil
}

// APIs implements consensus.Engine: nobody outside searches for this node.
func (e *engine) APIs(consensus.ChainHeaderReader) []rpc.API { return nil }

// Hashrate implements consensus.PoW: hashes a second while it searches, all threads
// together.
func (e *engine) Hashrate() float64 {
	ns := e.searching.Load()
	if ns == 0 {
		return 0
	}
	return float64(e.hashes.Load()) / (float64(ns) / 1e9) * float64(e.threads)
}

// Seal implements consensus.Engine: its goroutines search until one finds a nonce,
// sends the sealed block to results, which must have room, or stop is closed.
func (e *engine) Seal(_ consensus.ChainHeaderReader, b *types.Block, results chan<- *types.Block, stop <-chan struct{}) error {
	h := b.Header()
	data, seal, most := datasetOf(h.Number.Uint64()), e.SealHash(h), target(h.Difficulty)
	var found atomic.Bool
	for range e.threads {
		go func() {
			const batch = 64 // hashes between two looks at stop: under 1 ms
			begun, hasher := time.Now(), newHasher()
			var done uint64
			defer func() {
				e.hashes.Add(done)
				e.searching.Add(int64(time.Since(begun)))
			}()
			for nonce := rand.Uint64(); ; nonce++ {
				if done%batch == 0 {
					select {
					case <-stop:
						return
					default:
					}
					if found.Load() {
						return
					}
				}
				digest, result := data.work(hasher, seal, nonce)
				done++
				if bytes.Compare(result[:], most[:]) > 0 {
					continue
				}
				if found.CompareAndSwap(false, true) {
					sealed := types.CopyHeader(h)
					sealed.Nonce, sealed.MixDigest = types.EncodeNonce(nonce), digest
					results <- b.WithSeal(sealed)
				}
				return
			}
		}()
	}
	return nil
}

// SetThreads is what the library would change the number of searchers by; that is
// said once, at the start.
func (e *engine) SetThreads(int) {}
