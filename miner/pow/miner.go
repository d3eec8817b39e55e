package pow

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/txpool"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/event"
	"github.com/ethereum/go-ethereum/params"
)

const (
	// maxAhead is how far block times may run ahead of the clock when blocks come
	// faster than one a second. Peers refuse a block from 15 s ahead.
	maxAhead = 5
	// gather is how long a search goes on before transactions that came meanwhile
	// are taken in. Starting over costs no luck: each nonce is a new chance.
	gather = 100 * time.Millisecond
	// idle is how often a miner looks again that has transactions it may not include yet: their
	// senders' quotas are by the minute. One that has none waits for them.
	idle = time.Second
)

// miner builds and seals blocks while there is a reason to. It is not
// go-ethereum's own worker: that one seals whenever it runs, cannot tell a
// transaction in the pool from one that can be included, and may skip a block
// when it is stopped and started within a second.
type miner struct {
	chain         *core.BlockChain
	pool          *txpool.TxPool
	engine        *engine
	mux           *event.TypeMux
	coinbase      common.Address
	gasLimit      uint64
	confirmations int
	rules         *rules // nil if everybody may transact
	clock         *clock
	tie           <-chan struct{} // asks for one block, see heads
	log           *slog.Logger

	warned  time.Time // of the clock; only run's goroutine touches it
	mined   atomic.Uint64
	sealing atomic.Bool
}

// job is a block whose nonce is being searched.
type job struct {
	block    *types.Block
	receipts []*types.Receipt
	state    *state.StateDB
	found    chan *types.Block
	stop     chan struct{}
}

// run mines until ctx ends.
func (m *miner) run(ctx context.Context) {
	newHeads := make(chan core.ChainHeadEvent, 64)
	headSub := m.chain.SubscribeChainHeadEvent(newHeads)
	defer headSub.Unsubscribe()
	newTxs := make(chan core.NewTxsEvent, 1024)
	txSub := m.pool.SubscribeNewTxsEvent(newTxs)
	defer txSub.Unsubscribe()

	var (
		current *job
		want    bool // a tie wants one block
		timer   = time.NewTimer(0)
		rebuild bool // the timer is set to take in new transactions
	)
	defer timer.Stop()
	abandon := func() {
		if current != nil {
			close(current.stop)
			current = nil
			m.sealing.Store(false)
		}
	}
	defer abandon()
	// look drops the search, if there is one, and starts the one that is due.
	look := func() {
		abandon()
		rebuild = false
		next, after, err := m.next(want)
		if err != nil {
			m.log.Warn("no block could be built", "err", err)
		}
		if next != nil {
			if err := m.engine.Seal(m.chain, next.block, next.found, next.stop); err != nil {
				m.log.Warn("the search for a nonce could not start", "err", err)
			} else {
				current, want = next, false
				m.sealing.Store(true)
			}
		}
		switch pending, _ := m.pool.Stats(); {
		case after > 0:
			timer.Reset(after)
		case err != nil || pending > 0:
			timer.Reset(idle)
		default:
			timer.Stop() // a transaction, a head or a tie wakes it
		}
	}
	for {
		var found <-chan *types.Block
		if current != nil {
			found = current.found
		}
		select {
		case <-ctx.Done():
			return
		case <-newHeads:
			// The head that accept made is being built upon already.
			if current == nil || current.block.ParentHash() != m.chain.CurrentBlock().Hash() {
				look()
			}
		case <-m.tie:
			if current == nil { // else the block that is searched decides
				want = true
				look()
			}
		case <-newTxs:
			if current == nil {
				look()
			} else if !rebuild {
				rebuild = true
				timer.Reset(gather)
			}
		case <-timer.C:
			if current == nil || rebuild {
				look()
			}
		case block := <-found:
			done := current
			current = nil
			m.sealing.Store(false)
			if err := m.accept(done, block); err != nil {
				m.log.Error("a mined block could not be stored", "err", err)
			}
			look()
		}
	}
}

// next builds the block that there is a reason to mine, or none. With none,
// after says when to look again, if earlier than usual.
func (m *miner) next(tie bool) (next *job, after time.Duration, err error) {
	parent := m.chain.CurrentBlock()
	if what, certain := m.clock.wrong(); what != "" {
		m.warn(what)
		if certain {
			return nil, 200 * time.Millisecond, nil
		}
	}
	now := uint64(m.clock.now().Unix())
	when := max(now, parent.Time)
	if m.engine.fixed == nil { // ethash's rule wants a later second for each block
		when = max(now, parent.Time+1)
	}
	if when > now+maxAhead {
		if when > now+60 {
			m.warn(fmt.Sprintf("the newest block's time is %d s ahead of this machine's clock: nothing is mined until the clock is right", when-now))
		}
		return nil, 200 * time.Millisecond, nil
	}
	empties := (tie || m.unconfirmed(parent)) && !(m.engine.bounded && m.engine.emptyRun(m.chain.GetHeader, parent) >= MostEmpty)
	if pending, _ := m.pool.Stats(); pending == 0 && !empties {
		return nil, 0, nil // nothing is built that would not be mined
	}
	next, err = m.build(parent, when)
	if err != nil {
		return nil, 0, err
	}
	// Of empty blocks in a row there are only so many: the next transaction decides what one
	// more would.
	if len(next.block.Transactions()) > 0 || empties {
		return next, 0, nil
	}
	return nil, 0, nil
}

// warn says what is wrong with the clock, once a minute.
func (m *miner) warn(what string) {
	if time.Since(m.warned) > time.Minute {
		m.warned = time.Now()
		m.log.Warn(what)
	}
}

// gasLimitAfter is the next block's: its parent's where the chain says so, else as far
// towards the first block's as the rule lets it move.
func (m *miner) gasLimitAfter(parent *types.Header) uint64 {
	if m.engine.bounded {
		return parent.GasLimit
	}
	return core.CalcGasLimit(parent.GasLimit, m.gasLimit)
}

// unconfirmed reports whether one of the newest blocks holds transactions. It
// looks at the chain, not at what this process did: after a restart or a reorg
// the answer is still right.
func (m *miner) unconfirmed(head *types.Header) bool {
	for i := 0; i < m.confirmations && head != nil && head.Number.Sign() > 0; i++ {
		if !empty(head) {
			return true
		}
		head = m.chain.GetHeader(head.ParentHash, head.Number.Uint64()-1)
	}
	return false
}

// build makes the block upon parent that holds every transaction of the pool that
// can be included. One that cannot be is left where it is.
func (m *miner) build(parent *types.Header, when uint64) (*job, error) {
	header := &types.Header{
		ParentHash: parent.Hash(),
		Number:     new(big.Int).Add(parent.Number, common.Big1),
		GasLimit:   m.gasLimitAfter(parent),
		Time:       when,
		Coinbase:   m.coinbase,
		Extra:      []byte("custos"),
	}
	if err := m.engine.Prepare(m.chain, header); err != nil {
		return nil, fmt.Errorf("prepare block %d: %w", header.Number, err)
	}
	st, err := m.chain.StateAt(parent.Root)
	if err != nil {
		return nil, fmt.Errorf("state of block %d: %w", parent.Number, err)
	}
	var (
		config   = m.chain.Config()
		tally    *tally
		gas      = new(core.GasPool).AddGas(header.GasLimit)
		signer   = types.MakeSigner(config, header.Number)
		pending  = types.NewTransactionsByPriceAndNonce(signer, m.pool.Pending(true), nil)
		txs      []*types.Transaction
		receipts []*types.Receipt
	)
	if m.rules != nil {
		before, err := m.chain.StateAt(parent.Root)
		if err != nil {
			return nil, fmt.Errorf("state of block %d: %w", parent.Number, err)
		}
		if tally, err = m.rules.open(before, parent, when); err != nil {
			return nil, err
		}
	}
	for tx := pending.Peek(); tx != nil && gas.Gas() >= params.TxGas; tx = pending.Peek() {
		if tally != nil && tally.admits(tx) != nil {
			pending.Pop() // its sender left the registry, or has had his share of this minute
			continue
		}
		snapshot, left, used := st.Snapshot(), *gas, header.GasUsed
		st.SetTxContext(tx.Hash(), len(txs))
		receipt, err := core.ApplyTransaction(config, m.chain, &m.coinbase, gas, st, header, tx, &header.GasUsed, *m.chain.GetVMConfig())
		if err != nil {
			st.RevertToSnapshot(snapshot)
			*gas, header.GasUsed = left, used
			if errors.Is(err, core.ErrNonceTooLow) {
				pending.Shift() // mined already, the pool has not noticed yet
			} else {
				pending.Pop() // later ones of the same sender cannot be included either
			}
			continue
		}
		if tally != nil {
			tally.count(tx)
		}
		txs, receipts = append(txs, tx), append(receipts, receipt)
		pending.Shift()
	}
	block, err := m.engine.FinalizeAndAssemble(m.chain, header, st, txs, nil, receipts, nil)
	if err != nil {
		return nil, fmt.Errorf("assemble block %d: %w", header.Number, err)
	}
	return &job{block: block, receipts: receipts, state: st, found: make(chan *types.Block, 1), stop: make(chan struct{})}, nil
}

// accept stores a sealed block and tells the peers. Block, receipts, state and
// head are in the database's file when it returns, so a killed process finds
// them again; a machine that loses power may lose the newest blocks.
func (m *miner) accept(j *job, block *types.Block) error {
	hash := block.Hash()
	var logs []*types.Log
	for i, r := range j.receipts {
		r.BlockHash, r.BlockNumber, r.TransactionIndex = hash, block.Number(), uint(i)
		for _, l := range r.Logs {
			l.BlockHash = hash
		}
		logs = append(logs, r.Logs...)
	}
	if _, err := m.chain.WriteBlockAndSetHead(block, j.receipts, logs, j.state, true); err != nil {
		return fmt.Errorf("block %d: %w", block.Number(), err)
	}
	m.mined.Add(1)
	m.log.Debug("mined a block", "number", block.NumberU64(), "hash", hash.Hex(), "txs", len(block.Transactions()))
	return m.mux.Post(core.NewMinedBlockEvent{Block: block})
}
