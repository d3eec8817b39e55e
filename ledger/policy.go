package ledger

import (
	"context"
	"crypto/sha256"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
	"custos.dev/custos/ledger/layout"
)

// PolicyDigest returns the digest of all that Registry and Capabilities hold at a block: the
// SHA-256 of their storage roots. Two nodes have the same digest exactly if their chains had
// the same owners, principals, capabilities, requests and rules at that block. It is what the
// node says.
func (c *Client) PolicyDigest(ctx context.Context, block custos.Hash) (custos.Hash, error) {
	d := sha256.New()
	d.Write([]byte("custos policy v1\n"))
	for _, contract := range []custos.Address{c.cfg.Contracts.Registry, c.cfg.Contracts.Capabilities} {
		var res struct {
			StorageHash common.Hash `json:"storageHash"`
		}
		// By its hash, so that both are of one block whatever becomes of the chain meanwhile.
		at := map[string]any{"blockHash": common.Hash(block)}
		if err := c.rpc.CallContext(ctx, &res, "eth_getProof", common.Address(contract), []string{}, at); err != nil {
			return custos.Hash{}, c.unavailable("ask for the policy's digest", err)
		}
		if res.StorageHash == (common.Hash{}) {
			return custos.Hash{}, custos.Errorf(custos.Corrupt, "ledger: the node knows no storage of %s at block %s", contract, block)
		}
		d.Write(contract[:])
		d.Write(res.StorageHash[:])
	}
	return custos.Hash(d.Sum(nil)), nil
}

// RulesAt returns the rules of a domain as they stood at a block.
func (c *Client) RulesAt(ctx context.Context, domain custos.Resource, block uint64) (Rules, error) {
	b, err := askCapabilities(ctx, c, c.capabilities.PackRulesOf(layout.PathHash(domain)), new(big.Int).SetUint64(block), c.capabilities.UnpackRulesOf)
	if err != nil {
		return Rules{}, err
	}
	return rulesOf(b), nil
}

// RulesWritten returns how often rules were written for a domain up to a block.
func (c *Client) RulesWritten(ctx context.Context, domain custos.Resource, block uint64) (int, error) {
	logs, err := c.filterLogs(ctx, ethereum.FilterQuery{
		Addresses: []common.Address{common.Address(c.cfg.Contracts.Capabilities)},
		Topics: [][]common.Hash{
			{c.capabilities.GetABI().Events[bindings.CapabilitiesRulesSetEventName].ID},
			nil,
			{common.Hash(layout.PathHash(domain))},
		},
	}, 0, block)
	if err != nil {
		return 0, c.unavailable("look for rules", err)
	}
	return len(logs), nil
}
