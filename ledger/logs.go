package ledger

import (
	"context"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/core/types"
)

// filterLogs looks through the blocks from and to, both included, so many at a time as a
// node that is asked through Custos answers for.
func (c *Client) filterLogs(ctx context.Context, q ethereum.FilterQuery, from, to uint64) ([]types.Log, error) {
	var out []types.Log
	for ; from <= to; from += logsStep {
		q.FromBlock, q.ToBlock = new(big.Int).SetUint64(from), new(big.Int).SetUint64(min(to, from+logsStep-1))
		some, err := c.eth.FilterLogs(ctx, q)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}
