package ledger

import (
	"context"
	"errors"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"

	"custos.dev/custos"
)

const (
	// nextWait is how long the own node is asked to wait for a head, below what its server gives
	// an answer.
	nextWait = 25 * time.Second
	// nextPoll is how often a node of another engine is asked for its head.
	nextPoll = time.Second
	// noSuchMethod is JSON-RPC's code.
	noSuchMethod = -32601
)

// NextHead waits until the node's newest block is another than one and returns it; the same
// one when some time is over. Custos' own node is asked once and answers when it has a new
// head; others are asked again and again.
func (c *Client) NextHead(ctx context.Context, after custos.Hash, wait time.Duration) (custos.Head, error) {
	over := time.Now().Add(wait)
	for {
		next, err := c.nextHead(ctx, after, min(time.Until(over), nextWait))
		if err != nil || next.Hash != after || !time.Now().Before(over) {
			return next, err
		}
	}
}

func (c *Client) nextHead(ctx context.Context, after custos.Hash, wait time.Duration) (custos.Head, error) {
	if c.cfg.Engine.Miner {
		var h *types.Header
		err := c.rpc.CallContext(ctx, &h, "custos_nextHead", common.Hash(after), hexutil.Uint64(max(wait, 0)/time.Millisecond))
		if err == nil && h != nil {
			return head(h), nil
		}
		if err == nil {
			err = custos.Errorf(custos.Corrupt, "ledger: the node gave no head")
		}
		// A node of an earlier version is asked as others are.
		if unknown := rpc.Error(nil); !errors.As(err, &unknown) || unknown.ErrorCode() != noSuchMethod {
			return custos.Head{}, c.unavailable("wait for the next head", err)
		}
	}
	h, err := c.Head(ctx)
	if err != nil || h.Hash != after {
		return h, err
	}
	select {
	case <-ctx.Done():
		return h, ctx.Err()
	case <-time.After(max(min(wait, nextPoll), 0)):
		return h, nil
	}
}
