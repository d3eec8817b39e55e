package pow

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"math/big"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/eth/downloader"
	"github.com/ethereum/go-ethereum/eth/protocols/eth"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/p2p/enode"
	"github.com/ethereum/go-ethereum/rlp"
)

// heads knows each peer's newest block and resolves what mining on demand would
// leave standing: two halves that were apart, or that mined at the same moment,
// may hold different chains of equal work, and with nothing to mine neither would
// ever grow. go-ethereum itself learns of a peer's head one block late, so heads
// reads it from the messages.
type heads struct {
	chain   *core.BlockChain
	sync    *downloader.Downloader
	allowed func(enode.ID) bool
	gate    *gate
	clock   *clock
	engine  *engine
	tie     chan struct{} // one slot; asks the miner for one block
	news    chan struct{} // one slot: a peer has another head
	log     *slog.Logger

	mu    sync.Mutex
	peers map[enode.ID]*peerHead
	// requests are those for headers that were not answered yet, by their numbers.
	requests map[uint64]*peerHead
	// backoff outlives the connection, so that a peer whose chain this node
	// cannot take is not called again and again.
	backoff map[enode.ID]time.Duration
	// said is when a stranger was last spoken of: it may call every second.
	said time.Time
}

type peerHead struct {
	peer *p2p.Peer
	hash common.Hash
	work *big.Int // total difficulty; nil if only announced
	// due is when something is done about a head that is not in our chain.
	due time.Time
	// ours is our head when due was set.
	ours common.Hash

	// out sends to the peer; header is that of hash, once it was asked for and its work
	// found done.
	out    p2p.MsgWriter
	asked  time.Time
	header *types.Header
}

func newHeads(allowed func(enode.ID) bool, log *slog.Logger) *heads {
	return &heads{
		allowed: allowed, log: log, tie: make(chan struct{}, 1), news: make(chan struct{}, 1),
		peers: map[enode.ID]*peerHead{}, requests: map[uint64]*peerHead{}, backoff: map[enode.ID]time.Duration{},
	}
}

// watch wraps a protocol: unlisted peers are turned away and heads are read from
// the messages that pass.
func (h *heads) watch(p p2p.Protocol) p2p.Protocol {
	run := p.Run
	p.Run = func(peer *p2p.Peer, rw p2p.MsgReadWriter) error {
		if !h.allowed(peer.ID()) {
			h.stranger(peer)
			return p2p.DiscUselessPeer
		}
		h.log.Info("peer joined", "peer", peer.ID().TerminalString())
		h.clock.join(peer.ID(), true)
		defer func() {
			h.clock.join(peer.ID(), false)
			h.mu.Lock()
			if k := h.peers[peer.ID()]; k != nil && k.peer == peer {
				delete(h.peers, peer.ID())
			}
			h.mu.Unlock()
			h.log.Info("peer left", "peer", peer.ID().TerminalString())
		}()
		return run(peer, &reader{MsgReadWriter: rw, heads: h, peer: peer})
	}
	return p
}

func (h *heads) stranger(peer *p2p.Peer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if time.Since(h.said) < time.Minute {
		return
	}
	h.said = time.Now()
	h.log.Warn("turned away a peer that is not listed; add its key to the peers file if it belongs here", "peer", peer.Node().URLv4())
}

// reader reads heads from messages on their way to the library.
type reader struct {
	p2p.MsgReadWriter
	heads *heads
	peer  *p2p.Peer
}

// maxMessage is the library's own bound.
const maxMessage = 10 << 20

// ReadMsg implements p2p.MsgReader. A message that does not decode is passed on:
// the library disconnects who sent it.
func (r *reader) ReadMsg() (p2p.Msg, error) {
	for {
		msg, err := r.MsgReadWriter.ReadMsg()
		if err != nil || msg.Size > maxMessage {
			return msg, err
		}
		if msg, err = r.look(msg); err != nil || msg.Payload != nil {
			return msg, err
		}
	}
}

// look reads what a message says and returns it for the library; without a payload if it
// was for heads alone.
func (r *reader) look(msg p2p.Msg) (p2p.Msg, error) {
	switch msg.Code {
	case eth.StatusMsg, eth.NewBlockMsg, eth.NewBlockHashesMsg, eth.BlockHeadersMsg:
	case eth.TransactionsMsg, eth.PooledTransactionsMsg:
		if r.heads.gate != nil {
			return r.heads.gate.read(msg)
		}
		return msg, nil
	default:
		return msg, nil
	}
	b, err := io.ReadAll(msg.Payload)
	if err != nil {
		return msg, err
	}
	msg.Payload = bytes.NewReader(b)
	switch msg.Code {
	case eth.StatusMsg:
		var s eth.StatusPacket
		if rlp.DecodeBytes(b, &s) == nil {
			r.heads.saw(r.peer, r, s.Head, s.TD)
		}
	case eth.NewBlockMsg:
		var n eth.NewBlockPacket
		if rlp.DecodeBytes(b, &n) == nil && n.Block != nil {
			r.heads.saw(r.peer, r, n.Block.Hash(), n.TD)
			// Only what took work speaks of time.
			if r.heads.engine.sealed(n.Block.Header()) {
				r.heads.clock.saw(r.peer.ID(), n.Block.Time())
			}
		}
	case eth.NewBlockHashesMsg:
		var a eth.NewBlockHashesPacket
		if rlp.DecodeBytes(b, &a) == nil && len(a) > 0 {
			r.heads.saw(r.peer, r, a[len(a)-1].Hash, nil)
		}
	case eth.BlockHeadersMsg:
		var a eth.BlockHeadersPacket66
		if rlp.DecodeBytes(b, &a) == nil && r.heads.answered(r.peer, a.RequestId, a.BlockHeadersPacket) {
			return p2p.Msg{}, nil
		}
	}
	return msg, nil
}

func (h *heads) saw(peer *p2p.Peer, out p2p.MsgWriter, hash common.Hash, work *big.Int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if k := h.peers[peer.ID()]; k != nil && k.peer == peer && k.hash == hash {
		if k.work == nil {
			k.work = work
		}
		return
	}
	h.peers[peer.ID()] = &peerHead{peer: peer, out: out, hash: hash, work: work}
	select {
	case h.news <- struct{}{}:
	default:
	}
}

const (
	// askEvery is how long the answer to a request is waited for.
	askEvery = 5 * time.Second
	// mostRequests bounds what is remembered of requests that nobody answers.
	mostRequests = 256
)

// ask asks a peer for the header of its newest block: what it says of its work is
// believed for headers whose own work is done, and of no others. h.mu is held.
func (h *heads) ask(p *peerHead) {
	now := time.Now()
	if now.Sub(p.asked) < askEvery {
		return
	}
	p.asked = now
	// The library drops an answer to a request that it does not know.
	if len(h.requests) >= mostRequests {
		clear(h.requests)
	}
	id := rand.Uint64()
	h.requests[id] = p
	go func() { // the peer may be slow to read
		_ = p2p.Send(p.out, eth.GetBlockHeadersMsg, &eth.GetBlockHeadersPacket66{
			RequestId: id, GetBlockHeadersPacket: &eth.GetBlockHeadersPacket{Origin: eth.HashOrNumber{Hash: p.hash}, Amount: 1},
		})
	}()
}

// answered takes the answer to a request of heads, and reports whether it is one.
func (h *heads) answered(peer *p2p.Peer, request uint64, headers []*types.Header) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	p, ours := h.requests[request]
	if !ours || p.peer != peer {
		return false
	}
	delete(h.requests, request)
	if len(headers) == 1 && headers[0] != nil && headers[0].Hash() == p.hash && h.engine.sealed(headers[0]) {
		p.header = headers[0]
	}
	return true
}

// worked says whether the block that a peer claims as its newest took the work of a block
// of ours: its header is known here, or was asked for and has its work done. On a chain of
// fixed work, chains of equal work have equal length too. h.mu is held.
func (h *heads) worked(p *peerHead, ours *types.Header) bool {
	if h.chain.GetHeaderByHash(p.hash) != nil {
		return true
	}
	if p.header == nil {
		h.ask(p)
		return false
	}
	return h.engine.fixed == nil || p.header.Number.Cmp(ours.Number) == 0
}

// run looks at the peers' heads until ctx ends: when one has another, when ours is another, and
// as long as they differ. While all agree it waits.
func (h *heads) run(ctx context.Context) {
	ours := make(chan core.ChainHeadEvent, 64)
	sub := h.chain.SubscribeChainHeadEvent(ours)
	defer sub.Unsubscribe()
	again := time.NewTimer(0)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ours:
		case <-h.news:
		case <-again.C:
		}
		if h.look(time.Now()) {
			again.Reset(250 * time.Millisecond)
		} else {
			again.Stop()
		}
	}
}

// look looks once, and reports whether some peer's head is not in our chain.
func (h *heads) look(now time.Time) (differ bool) {
	ours := h.chain.CurrentBlock()
	work := h.chain.GetTd(ours.Hash(), ours.Number.Uint64())
	if work == nil {
		return true
	}
	syncing := h.sync.Synchronising()
	h.mu.Lock()
	defer h.mu.Unlock()
	for id, p := range h.peers {
		if n := h.chain.GetHeaderByHash(p.hash); n != nil && h.chain.GetCanonicalHash(n.Number.Uint64()) == p.hash {
			p.due = time.Time{}
			delete(h.backoff, id)
			continue
		}
		differ = true
		known := p.work
		if known == nil {
			if n := h.chain.GetHeaderByHash(p.hash); n != nil {
				known = h.chain.GetTd(p.hash, n.Number.Uint64())
			}
		}
		var compared int
		switch {
		case known == nil: // announced, and not fetched: its parent is unknown
			compared = 1
		default:
			compared = known.Cmp(work)
		}
		switch {
		case compared < 0:
			p.due = time.Time{} // it will come to us
		case p.due.IsZero() || p.ours != ours.Hash():
			p.ours = ours.Hash()
			p.due = now.Add(h.patience(id, compared, ours.Hash(), p.hash))
		case now.Before(p.due) || syncing:
		case compared == 0 && !h.worked(p, ours):
			// A claim costs nothing: nobody is made to mine by it.
		case compared == 0:
			h.log.Info("two chains of equal work: mining one block to decide", "ours", ours.Hash().Hex(), "theirs", p.hash.Hex())
			select {
			case h.tie <- struct{}{}:
			default:
			}
			p.due = now.Add(h.patience(id, 1, ours.Hash(), p.hash))
		default:
			// More work there, and the library does not fetch it, because it was told
			// of the newest block only. A new handshake tells it the peer's total.
			h.log.Info("a peer has a heavier chain: greeting it again", "peer", id.TerminalString())
			h.backoff[id] = min(2*h.backoff[id]+time.Second, time.Minute)
			p.due = now.Add(time.Minute)
			p.peer.Disconnect(p2p.DiscRequested)
		}
	}
	return differ
}

// patience is how long a difference may stand. In a tie the lower hash mines at
// once and the other side only if that does not happen, so that both do not mine
// in step for ever.
func (h *heads) patience(id enode.ID, compared int, ours, theirs common.Hash) time.Duration {
	if compared == 0 {
		if bytes.Compare(ours[:], theirs[:]) < 0 {
			return 0
		}
		return 3*time.Second + rand.N(3*time.Second)
	}
	return time.Second + h.backoff[id] + rand.N(500*time.Millisecond)
}
