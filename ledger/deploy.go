package ledger

import (
	"bytes"
	"context"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"custos.dev/custos"
)

// Deployment is where contracts were deployed, for a trust file.
type Deployment struct {
	ChainID uint64 `json:"chain_id"`
	// Genesis is the first block of the chain that they stand on.
	Genesis   custos.Hash     `json:"genesis"`
	Contracts Contracts       `json:"contracts"`
	Codes     CodeHashes      `json:"code_hashes"`
	Block     custos.BlockRef `json:"block"`
}

// Name is how a hand-over names it.
func (d *Deployment) Name() custos.Hash { return SuccessorName(d.ChainID, d.Genesis, d.Contracts) }

// Deploy puts the contracts on a chain whose genesis does not hold them, with the
// owners of g and their threshold; g's other fields are ignored. Whoever signs pays,
// and has no right in them afterwards. A deployment that fails half way has cost gas
// and is of no use; the next one is another.
func Deploy(ctx context.Context, cfg Config, s Signer, g GenesisConfig) (*Deployment, error) {
	g.ChainID = cfg.ChainID
	if _, err := NewGenesis(g); err != nil {
		return nil, err // for its sentences: a constructor's refusal costs nothing here
	}
	c, err := Dial(ctx, cfg)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	d, _, err := c.deploy(ctx, s, g)
	return d, err
}

// Redeploy puts the contracts on the chain once more, with the active owners and the
// threshold as Registry has them: what the owners can move to by a hand-over. When it
// returns they lie as deep as the config asks.
func (c *Client) Redeploy(ctx context.Context, s Signer) (*Deployment, error) {
	g := GenesisConfig{ChainID: c.cfg.ChainID}
	owners, err := c.Owners(ctx)
	if err != nil {
		return nil, err
	}
	for _, o := range owners {
		if o.Active {
			g.Owners = append(g.Owners, o)
		}
	}
	if g.Threshold, _, err = c.Threshold(ctx); err != nil {
		return nil, err
	}
	d, sent, err := c.deploy(ctx, s, g)
	if err != nil {
		return nil, err
	}
	for _, r := range sent {
		if r, err = c.Settle(ctx, r); err != nil {
			return nil, err
		}
		d.Block = r.Block
	}
	return d, nil
}

func (c *Client) deploy(ctx context.Context, s Signer, g GenesisConfig) (d *Deployment, sent []Receipt, err error) {
	first, err := c.HeadAt(ctx, 0)
	if err != nil {
		return nil, nil, err
	}
	d = &Deployment{ChainID: c.cfg.ChainID, Genesis: first.Hash}
	for _, k := range []struct {
		name contractName
		at   *custos.Address
	}{{registryContract, &d.Contracts.Registry}, {capabilitiesContract, &d.Contracts.Capabilities}, {anchorsContract, &d.Contracts.Anchors}} {
		input, explain, err := creation(k.name, g, d.Contracts.Registry)
		if err != nil {
			return nil, nil, err
		}
		r, raw, err := c.perform(ctx, s, outgoing{data: input, explain: explain})
		if err != nil {
			return nil, nil, err
		}
		if err := c.standsAsMade(ctx, raw, input); err != nil {
			return nil, nil, err
		}
		*k.at, d.Block, sent = custos.Address(raw.ContractAddress), r.Block, append(sent, r)
	}
	d.Codes, err = c.At(d.Contracts).CodeHashes(ctx)
	return d, sent, err
}

// standsAsMade compares the code that stands on the chain with what the same
// constructor leaves in an EVM of this program.
func (c *Client) standsAsMade(ctx context.Context, r *types.Receipt, input []byte) error {
	code, err := c.eth.CodeAt(ctx, r.ContractAddress, nil)
	if err != nil {
		return c.unavailable("ask for a contract's code", err)
	}
	want, _, err := construct(input)
	if err != nil {
		return custos.Errorf(custos.Internal, "ledger: construct: %w", err)
	}
	if !bytes.Equal(code, want.Code) {
		return custos.Errorf(custos.Corrupt, "ledger: what stands at %s is not what was deployed: do not use this chain", custos.Address(r.ContractAddress))
	}
	return nil
}

// Fund pays wei to an account, so that it can pay for its transactions on a chain
// that asks for it.
func (c *Client) Fund(ctx context.Context, s Signer, to custos.Address, wei *big.Int) (Receipt, error) {
	address := common.Address(to)
	r, _, err := c.perform(ctx, s, outgoing{to: &address, value: wei, explain: func([]byte) (any, error) { return nil, custos.Errorf(custos.Invalid, "no contract") }})
	return r, err
}

// Pays says whether accounts need funds to transact on this chain.
func (e Engine) Pays() bool { return e.Fees != FeesNone }
