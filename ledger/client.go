// Package ledger is the client of the chain: it writes to the contracts and reads
// from them over any Ethereum node's JSON-RPC, and makes the genesis that holds
// them. It and ledger/proof are the only importers of go-ethereum.
package ledger

import (
	"context"
	"crypto/ecdsa"
	"math/big"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/rpc"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
)

// Signer is a key that sends transactions; ledger/key has it.
type Signer interface {
	Address() custos.Address
	ECDSA() *ecdsa.PrivateKey
}

// Config says which chain to talk to, and what it must be.
type Config struct {
	// Endpoint is a node's JSON-RPC: http://127.0.0.1:8545, ws://… or the path of a
	// Unix socket.
	Endpoint string
	// Transport carries the requests to an http endpoint, over another channel than a
	// socket of this machine; nil means the standard library's.
	Transport http.RoundTripper
	ChainID   uint64
	// Genesis is the hash of the chain's first block; zero leaves it unchecked.
	Genesis custos.Hash
	// Contracts is where they stand; the zero value means GenesisContracts.
	Contracts Contracts
	// Confirmations is how many blocks must stand on one for it to be called
	// confirmed; 0 means 2, as many as the miner adds by itself.
	Confirmations uint64
	// Engine is what runs the chain; the zero value means ProofOfWork.
	Engine Engine
}

// Client speaks to one node. It is safe for concurrent use and has no goroutines
// of its own.
type Client struct {
	cfg    Config
	rpc    *rpc.Client
	eth    *ethclient.Client
	signer types.Signer

	registry     *bindings.Registry
	capabilities *bindings.Capabilities
	anchors      *bindings.Anchors
	decoders     map[common.Hash]decoder
	// resendEvery is how often a transaction without a receipt is given to the node
	// again: one that was restarted may have lost it.
	resendEvery time.Duration

	mu sync.Mutex
	// senders holds a lock for each account, so that its nonces go out one by one.
	senders map[custos.Address]*sync.Mutex
	// origins are logs' names by their ids, which never change.
	origins map[[32]byte]string
}

// Dial connects to the node and checks that it serves the right chain. A node of
// another chain is a Conflict, a node that does not answer is Unavailable.
func Dial(ctx context.Context, cfg Config) (*Client, error) {
	if cfg.Endpoint == "" || cfg.ChainID == 0 {
		return nil, custos.Errorf(custos.Invalid, "ledger: the node's endpoint and the chain id are needed")
	}
	if cfg.Contracts == (Contracts{}) {
		cfg.Contracts = GenesisContracts()
	}
	if cfg.Confirmations == 0 {
		cfg.Confirmations = 2
	}
	if cfg.Engine == (Engine{}) {
		cfg.Engine = ProofOfWork
	}
	var options []rpc.ClientOption
	if cfg.Transport != nil {
		options = append(options, rpc.WithHTTPClient(&http.Client{Transport: cfg.Transport}))
	}
	r, err := rpc.DialOptions(ctx, strings.TrimPrefix(cfg.Endpoint, "unix:"), options...)
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "ledger: connect to the node at %s: %w", cfg.Endpoint, err)
	}
	c := newClient(cfg, r, ethclient.NewClient(r), 2*time.Second)
	if err := c.check(ctx); err != nil {
		r.Close()
		return nil, err
	}
	return c, nil
}

func newClient(cfg Config, r *rpc.Client, e *ethclient.Client, resendEvery time.Duration) *Client {
	c := &Client{
		cfg: cfg, rpc: r, eth: e,
		signer:   types.LatestSignerForChainID(new(big.Int).SetUint64(cfg.ChainID)),
		registry: bindings.NewRegistry(), capabilities: bindings.NewCapabilities(), anchors: bindings.NewAnchors(),
		senders: map[custos.Address]*sync.Mutex{}, resendEvery: resendEvery,
	}
	c.decoders = c.newDecoders()
	return c
}

func (c *Client) check(ctx context.Context) error {
	id, err := c.eth.ChainID(ctx)
	if err != nil {
		return c.unavailable("ask for the chain id", err)
	}
	if !id.IsUint64() || id.Uint64() != c.cfg.ChainID {
		return custos.Errorf(custos.Conflict, "ledger: the node at %s serves chain %s, not %d; point the site to its own node", c.cfg.Endpoint, id, c.cfg.ChainID)
	}
	if !c.cfg.Genesis.IsZero() {
		// The hash that the node gives is computed again from the header.
		h, err := c.header(ctx, 0)
		if err != nil {
			return err
		}
		if custos.Hash(h.Hash()) != c.cfg.Genesis {
			return custos.Errorf(custos.Conflict, "ledger: the chain at %s began with block %s, not %s: it was reset, and is refused until the owners sign a hand-over", c.cfg.Endpoint, custos.Hash(h.Hash()), c.cfg.Genesis)
		}
	}
	return nil
}

// Close ends the connection.
func (c *Client) Close() { c.rpc.Close() }

// Engine says what runs the chain.
func (c *Client) Engine() Engine { return c.cfg.Engine }

// Contracts says where the contracts stand.
func (c *Client) Contracts() Contracts { return c.cfg.Contracts }

// Confirmations is how many blocks must stand on one for it to be called confirmed.
func (c *Client) Confirmations() uint64 { return c.cfg.Confirmations }

// Head returns the newest block of the node's canonical chain.
func (c *Client) Head(ctx context.Context) (custos.Head, error) {
	h, err := c.eth.HeaderByNumber(ctx, nil)
	if err != nil {
		return custos.Head{}, c.unavailable("ask for the head", err)
	}
	return head(h), nil
}

// HeadAt returns the canonical block of a number; NotFound beyond the head.
func (c *Client) HeadAt(ctx context.Context, number uint64) (custos.Head, error) {
	h, err := c.header(ctx, number)
	if err != nil {
		return custos.Head{}, err
	}
	return head(h), nil
}

func head(h *types.Header) custos.Head {
	return custos.Head{
		BlockRef: custos.BlockRef{Number: h.Number.Uint64(), Hash: custos.Hash(h.Hash())},
		Parent:   custos.Hash(h.ParentHash),
		Time:     time.Unix(int64(h.Time), 0).UTC(),
	}
}

// Confirmed says how many blocks stand on a block, 0 for the head itself, and whether
// it is still on the canonical chain; the depth of one that is not is 0.
func (c *Client) Confirmed(ctx context.Context, block custos.BlockRef) (depth uint64, canonical bool, err error) {
	h, err := c.header(ctx, block.Number)
	if custos.KindOf(err) == custos.NotFound {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	if custos.Hash(h.Hash()) != block.Hash {
		return 0, false, nil
	}
	// Asked for after the block, so that the head is not older than it.
	top, err := c.Head(ctx)
	if err != nil {
		return 0, false, err
	}
	if top.Number < block.Number {
		return 0, false, nil
	}
	return top.Number - block.Number, true, nil
}

// WaitConfirmed waits until a block lies as deep as the config asks. A block that
// left the canonical chain is a Conflict: what it held must be looked at again.
func (c *Client) WaitConfirmed(ctx context.Context, block custos.BlockRef) error {
	for {
		depth, canonical, err := c.Confirmed(ctx, block)
		switch {
		case err != nil:
			return err
		case !canonical:
			return custos.Errorf(custos.Conflict, "ledger: block %d (%s) is no longer on the chain; look again at what it held", block.Number, block.Hash)
		case depth >= c.cfg.Confirmations:
			return nil
		}
		if err := sleep(ctx, pollEvery); err != nil {
			return custos.Errorf(custos.Unavailable, "ledger: block %d has %d of %d confirmations: %w", block.Number, depth, c.cfg.Confirmations, err)
		}
	}
}

// unavailable wraps a failure of the node itself.
func (c *Client) unavailable(what string, err error) error {
	return custos.Errorf(custos.Unavailable, "ledger: %s at %s: %w", what, c.cfg.Endpoint, err)
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
