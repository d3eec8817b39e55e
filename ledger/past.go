package ledger

import (
	"context"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
)

// Council is who the owners were from a block on, and how many of them had to agree.
type Council struct {
	From      uint64
	Owners    []custos.Owner
	Threshold int
}

// Councils returns who the owners were from each block on, of some, that changed who they
// are or how many must agree, by the registry's state at those blocks: the node must keep it.
// The first block of a chain that began with the contracts is one of them.
func (c *Client) Councils(ctx context.Context, from, to uint64) ([]Council, error) {
	events := c.registry.GetABI().Events
	logs, err := c.filterLogs(ctx, ethereum.FilterQuery{
		Addresses: []common.Address{common.Address(c.cfg.Contracts.Registry)},
		Topics: [][]common.Hash{{
			events[bindings.RegistryOwnerAddedEventName].ID, events[bindings.RegistryOwnerRemovedEventName].ID,
			events[bindings.RegistryOwnerRotatedEventName].ID, events[bindings.RegistryThresholdSetEventName].ID,
		}},
	}, from, to)
	if err != nil {
		return nil, c.unavailable("look for changes of the owners", err)
	}
	var blocks []uint64
	if from == 0 {
		// A contract of the first block has no event of it.
		code, err := c.eth.CodeAt(ctx, common.Address(c.cfg.Contracts.Registry), new(big.Int))
		if err != nil {
			return nil, c.unavailable("ask for the first block's registry", err)
		}
		if len(code) > 0 {
			blocks = append(blocks, 0)
		}
	}
	for i := range logs {
		blocks = append(blocks, logs[i].BlockNumber)
	}
	slices.Sort(blocks)
	var out []Council
	for _, b := range slices.Compact(blocks) {
		council, err := c.CouncilAt(ctx, b)
		if err != nil {
			return nil, err
		}
		out = append(out, council)
	}
	return out, nil
}

// CouncilAt returns who the owners were in the state of a block.
func (c *Client) CouncilAt(ctx context.Context, block uint64) (Council, error) {
	out := Council{From: block}
	all, err := list(ctx, c, block, c.registry.PackOwnerCount(), c.registry.UnpackOwnerCount, c.registry.PackOwnerAt, c.registry.UnpackOwnerAt, ownerOf)
	if err != nil {
		return out, err
	}
	out.Owners = slices.DeleteFunc(all, func(o custos.Owner) bool { return !o.Active })
	t, err := askRegistry(ctx, c, c.registry.PackThreshold(), new(big.Int).SetUint64(block), c.registry.UnpackThreshold)
	out.Threshold = int(t)
	return out, err
}
