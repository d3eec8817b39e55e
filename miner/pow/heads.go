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
	log     *slog.Logger

	mu    sync.Mutex
	peers map[enode.ID]*peerHead
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
}

func newHeads(allowed func(enode.ID) bool, log *slog.Logger) *heads {
	return &heads{
		allowed: allowed, log: log, tie: make(chan struct{}, 1),
		peers: map[enode.ID]*peerHead{}, backoff: map[enode.ID]time.Duration{},
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
	msg, err := r.MsgReadWriter.ReadMsg()
	if err != nil || msg.Size > maxMessage {
		return msg, err
	}
	switch msg.Code {
	case eth.StatusMsg, eth.NewBlockMsg, eth.NewBlockHashesMsg:
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
			r.heads.saw(r.peer, s.Head, s.TD)
		}
	case eth.NewBlockMsg:
		var n eth.NewBlockPacket
		if rlp.DecodeBytes(b, &n) == nil && n.Block != nil {
			r.heads.saw(r.peer, n.Block.Hash(), n.TD)
			// Only what took work speaks of time.
			if r.heads.engine.sealed(n.Block.Header()) {
				r.heads.clock.saw(r.peer.ID(), n.Block.Time())
			}
		}
	case eth.NewBlockHashesMsg:
		var a eth.NewBlockHashesPacket
		if rlp.DecodeBytes(b, &a) == nil && len(a) > 0 {
			r.heads.saw(r.peer, a[len(a)-1].Hash, nil)
		}
	}
	return msg, nil
}

func (h *heads) saw(peer *p2p.Peer, hash common.Hash, work *big.Int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if k := h.peers[peer.ID()]; k != nil && k.peer == peer && k.hash == hash {
		if k.work == nil {
			k.work = work
		}
		return
	}
	h.peers[peer.ID()] = &peerHead{peer: peer, hash: hash, work: work}
}

// run looks at the peers' heads until ctx ends.
func (h *heads) run(ctx context.Context) {
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			h.look(time.Now())
		}
	}
}

func (h *heads) look(now time.Time) {
	ours := h.chain.CurrentBlock()
	work := h.chain.GetTd(ours.Hash(), ours.Number.Uint64())
	if work == nil {
		return
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
