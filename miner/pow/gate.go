package pow

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/txpool"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/eth/protocols/eth"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/rpc"
)

// Quota is what a payer, see rules, may bring in within a minute. Zero fields mean the defaults.
type Quota struct {
	Txs uint64
	// Gas is counted by the transactions' limits.
	Gas uint64
}

// DefaultQuota is half of what blocks may hold of one payer.
var DefaultQuota = Quota{Txs: windowTxs / 2, Gas: windowGas / 2}

// gate decides which transactions come into the pool: those of registered senders,
// within their quota. A nil gate lets everything in.
type gate struct {
	rules *rules
	pool  *txpool.TxPool
	local Quota

	mu      sync.Mutex
	buckets map[bucketKey]*bucket
	// late are transactions from peers whose senders are not registered yet here: the
	// block that does it may be on its way. Each is tried again at new heads.
	late map[common.Hash]lateTx
}

// bucketKey is by payer, see rules. It keeps what comes by RPC and from peers apart: a transaction counts once
// at the node that it enters, and once at each that it reaches.
type bucketKey struct {
	from common.Address
	peer bool
}

type bucket struct {
	txs, gas float64 // left
	at       time.Time
}

type lateTx struct {
	tx    *types.Transaction
	until time.Time
}

const (
	maxBuckets = 8192
	maxLate    = 256
	lateTime   = 30 * time.Second
)

func newGate(r *rules, pool *txpool.TxPool, q Quota) *gate {
	return &gate{rules: r, pool: pool, local: q, buckets: map[bucketKey]*bucket{}, late: map[common.Hash]lateTx{}}
}

// admit says why a transaction may not enter, as a sentence for its sender, or nil;
// then it is counted. One that the pool holds already is not counted again.
func (g *gate) admit(tx *types.Transaction, fromPeer bool) error {
	if g == nil || g.pool.Has(tx.Hash()) {
		return nil
	}
	from, err := types.Sender(g.rules.signer, tx)
	if err != nil {
		return fmt.Errorf("the transaction's signature is not for this chain: %w", err)
	}
	chain := g.rules.chain
	st, err := chain.StateAt(chain.CurrentBlock().Root)
	if err != nil {
		return fmt.Errorf("the newest state cannot be read: %w", err)
	}
	if err := g.rules.registry.admits(st, from, tx.To()); err != nil {
		return err
	}
	q := g.local
	if fromPeer { // what another node took by its quota is taken here too
		q = Quota{Txs: 2 * q.Txs, Gas: 2 * q.Gas}
	}
	return g.spend(bucketKey{g.rules.payer(st, from), fromPeer}, q, tx.Gas(), time.Now())
}

// spend takes one transaction out of a sender's bucket, which a minute fills.
func (g *gate) spend(key bucketKey, q Quota, gas uint64, now time.Time) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if gas > q.Gas {
		return fmt.Errorf("%w: a transaction of %d gas is beyond the quota of %d gas a minute: ask for less", errNotAdmitted, gas, q.Gas)
	}
	b := g.buckets[key]
	if b == nil {
		if len(g.buckets) >= maxBuckets {
			g.dropFull(now)
		}
		b = &bucket{float64(q.Txs), float64(q.Gas), now}
		g.buckets[key] = b
	}
	minutes := max(now.Sub(b.at).Minutes(), 0)
	b.txs = min(b.txs+minutes*float64(q.Txs), float64(q.Txs))
	b.gas = min(b.gas+minutes*float64(q.Gas), float64(q.Gas))
	b.at = now
	if b.txs < 1 || b.gas < float64(gas) {
		wait := max((1-b.txs)/float64(q.Txs), (float64(gas)-b.gas)/float64(q.Gas)) * 60
		return fmt.Errorf("%w: %s is over its quota of %d transactions and %d gas a minute: wait %d s (what an owner registered counts as his)",
			errNotAdmitted, key.from, q.Txs, q.Gas, int(math.Ceil(wait)))
	}
	b.txs--
	b.gas -= float64(gas)
	return nil
}

// dropFull forgets buckets that a minute has filled again. Only registered senders
// have any, so it is seldom needed.
func (g *gate) dropFull(now time.Time) {
	for k, b := range g.buckets {
		if now.Sub(b.at) >= time.Minute {
			delete(g.buckets, k)
		}
	}
}

// read takes out of a peer's message the transactions that may not enter. One that
// does not decode is passed on: the library disconnects who sent it.
func (g *gate) read(msg p2p.Msg) (p2p.Msg, error) {
	b, err := io.ReadAll(msg.Payload)
	if err != nil {
		return msg, err
	}
	msg.Payload = bytes.NewReader(b)
	var left any
	if msg.Code == eth.TransactionsMsg {
		var p eth.TransactionsPacket
		if rlp.DecodeBytes(b, &p) != nil {
			return msg, nil
		}
		left = eth.TransactionsPacket(g.sift(p))
	} else {
		var p eth.PooledTransactionsPacket66
		if rlp.DecodeBytes(b, &p) != nil {
			return msg, nil
		}
		p.PooledTransactionsPacket = g.sift(p.PooledTransactionsPacket)
		left = &p
	}
	if b, err = rlp.EncodeToBytes(left); err != nil {
		return msg, err
	}
	msg.Payload, msg.Size = bytes.NewReader(b), uint32(len(b))
	return msg, nil
}

// sift returns those transactions of a peer that may enter.
func (g *gate) sift(txs []*types.Transaction) []*types.Transaction {
	in := txs[:0:0]
	for _, tx := range txs {
		if tx == nil { // the library disconnects who sends that
			return txs
		}
		if g.admit(tx, true) == nil {
			in = append(in, tx)
			continue
		}
		g.mu.Lock()
		if len(g.late) < maxLate {
			g.late[tx.Hash()] = lateTx{tx, time.Now().Add(lateTime)}
		}
		g.mu.Unlock()
	}
	return in
}

// run tries late transactions again at each new head, until ctx ends.
func (g *gate) run(ctx context.Context) {
	newHeads := make(chan core.ChainHeadEvent, 64)
	sub := g.rules.chain.SubscribeChainHeadEvent(newHeads)
	defer sub.Unsubscribe()
	for {
		select {
		case <-ctx.Done():
			return
		case <-newHeads:
			if again := g.again(time.Now()); len(again) > 0 {
				g.pool.AddRemotes(again)
			}
		}
	}
}

func (g *gate) again(now time.Time) (in []*types.Transaction) {
	g.mu.Lock()
	var try []*types.Transaction
	for hash, l := range g.late {
		if now.After(l.until) {
			delete(g.late, hash)
		} else {
			try = append(try, l.tx)
		}
	}
	g.mu.Unlock()
	for _, tx := range try {
		if g.admit(tx, true) == nil {
			in = append(in, tx)
			g.mu.Lock()
			delete(g.late, tx.Hash())
			g.mu.Unlock()
		}
	}
	return in
}

// sender is the library's service that takes signed transactions by RPC.
type sender interface {
	SendRawTransaction(ctx context.Context, input hexutil.Bytes) (common.Hash, error)
}

// sendAPI stands before it.
type sendAPI struct {
	gate *gate
	next sender
}

// guard puts the gate before the library's service that takes transactions.
func (g *gate) guard(apis []rpc.API) ([]rpc.API, error) {
	for _, a := range apis {
		if s, ok := a.Service.(sender); ok {
			// Of two methods of one name, the one registered later answers.
			return append(apis, rpc.API{Namespace: a.Namespace, Service: &sendAPI{g, s}}), nil
		}
	}
	return nil, errors.New("this release of the library takes no signed transactions by RPC")
}

// SendRawTransaction answers eth_sendRawTransaction.
func (s *sendAPI) SendRawTransaction(ctx context.Context, input hexutil.Bytes) (common.Hash, error) {
	tx := new(types.Transaction)
	if err := tx.UnmarshalBinary(input); err != nil {
		return common.Hash{}, fmt.Errorf("the transaction does not decode: %w", err)
	}
	if err := s.gate.admit(tx, false); err != nil {
		return common.Hash{}, err
	}
	return s.next.SendRawTransaction(ctx, input)
}
