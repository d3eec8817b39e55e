package ledger

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
)

// At is a client of other contracts on the same chain, over the same connection: one of the
// two is closed, and then neither can be used.
func (c *Client) At(k Contracts) *Client {
	cfg := c.cfg
	cfg.Contracts = k
	return newClient(cfg, c.rpc, c.eth, c.resendEvery)
}

// OwnCode are the hashes of the code that this program's contracts have once they stand
// with a registry at an address. Those of an earlier or a later form have others.
func OwnCode(registry custos.Address) (CodeHashes, error) {
	h := CodeHashes{}
	var err error
	if h.Registry, err = registryCode(); err != nil {
		return h, err
	}
	for name, hash := range map[contractName]*custos.Hash{capabilitiesContract: &h.Capabilities, anchorsContract: &h.Anchors} {
		input, _, err := creation(name, GenesisConfig{}, registry)
		if err != nil {
			return h, err
		}
		if *hash, err = codeOf(input); err != nil {
			return h, err
		}
	}
	return h, nil
}

// registryCode is Registry's, which is the same whoever its owners are.
var registryCode = sync.OnceValues(func() (custos.Hash, error) {
	anybody := custos.Owner{Address: custos.Address{1}, Name: "anybody", Domain: "anywhere", WitnessKey: custos.Hash{1}}
	input, _, err := creation(registryContract, GenesisConfig{Owners: []custos.Owner{anybody}, Threshold: 1}, custos.Address{})
	if err != nil {
		return custos.Hash{}, err
	}
	return codeOf(input)
})

func codeOf(creation []byte) (custos.Hash, error) {
	made, _, err := construct(creation)
	if err != nil {
		return custos.Hash{}, custos.Errorf(custos.Internal, "ledger: construct: %w", err)
	}
	return custos.Hash(crypto.Keccak256(made.Code)), nil
}

// Moved is what the owners moved to.
type Moved struct {
	Registry custos.Address `json:"registry"`
	// Name is the deployment's, see SuccessorName.
	Name custos.Hash `json:"name"`
	// Block has the vote that decided it.
	Block custos.BlockRef `json:"block"`
}

// Unborn says of a refusal that the registry does not stand at the head yet: contracts that
// owners moved to are in no early block, which is all that a node has at first.
func (c *Client) Unborn(ctx context.Context, refusal error) bool {
	if custos.KindOf(refusal) != custos.Invalid {
		return false
	}
	code, err := c.eth.CodeAt(ctx, common.Address(c.cfg.Contracts.Registry), nil)
	return err == nil && len(code) == 0
}

// Moved returns what the owners moved to by a hand-over that is confirmed; nil if they did
// not, or not yet.
func (c *Client) Moved(ctx context.Context) (*Moved, error) {
	to, name, err := c.HandOver(ctx)
	if c.Unborn(ctx, err) {
		return nil, nil
	}
	if err != nil || to.IsZero() {
		return nil, err
	}
	head, err := c.Head(ctx)
	if err != nil {
		return nil, err
	}
	logs, err := c.filterLogs(ctx, ethereum.FilterQuery{
		Addresses: []common.Address{common.Address(c.cfg.Contracts.Registry)},
		Topics:    [][]common.Hash{{c.registry.GetABI().Events[bindings.RegistryHandedOverEventName].ID}},
	}, 0, head.Number)
	if err != nil {
		return nil, c.unavailable("look for the hand-over", err)
	}
	i := slices.IndexFunc(logs, func(l types.Log) bool { return !l.Removed })
	if i < 0 || logs[i].BlockNumber+c.cfg.Confirmations > head.Number {
		return nil, nil
	}
	return &Moved{Registry: to, Name: name, Block: custos.BlockRef{Number: logs[i].BlockNumber, Hash: custos.Hash(logs[i].BlockHash)}}, nil
}

// CheckSuccessor says why the owners should not move to a deployment, by the state at a
// block, 0 for the newest; nil if they can. What stands there must be the contracts of this
// program, as their constructors leave them with the owners and the threshold of the
// registry here: nothing may have been voted there, and nobody registered without his own
// consent.
func (c *Client) CheckSuccessor(ctx context.Context, to Contracts, block uint64) (CodeHashes, error) {
	wrong := func(format string, args ...any) error {
		return custos.Errorf(custos.Denied, "the deployment with the registry %s is not to be moved to: %s; an owner makes a good one by `custos network deploy`", to.Registry, fmt.Sprintf(format, args...))
	}
	if block == 0 {
		head, err := c.Head(ctx)
		if err != nil {
			return CodeHashes{}, err
		}
		block = head.Number
	}
	next := c.At(to)
	codes, err := next.codeHashes(ctx, at(block))
	if err != nil {
		return codes, err
	}
	own, err := OwnCode(to.Registry)
	if err != nil {
		return codes, err
	}
	for _, k := range []struct {
		name      contractName
		have, own custos.Hash
	}{{registryContract, codes.Registry, own.Registry}, {capabilitiesContract, codes.Capabilities, own.Capabilities}, {anchorsContract, codes.Anchors, own.Anchors}} {
		if k.have != k.own {
			return codes, wrong("its %s is another contract (code %s) than that of this program (%s): all owners need the same version of custos", k.name, k.have, k.own)
		}
	}
	before, err := c.standing(ctx, block)
	if err != nil {
		return codes, err
	}
	after, err := next.standing(ctx, block)
	if err != nil {
		return codes, err
	}
	if after.proposals > 0 {
		return codes, wrong("%d changes were proposed in it before anybody moved to it", after.proposals)
	}
	if before.threshold != after.threshold {
		return codes, wrong("%d votes decide in it, %d do here", after.threshold, before.threshold)
	}
	for _, o := range before.owners {
		i := slices.IndexFunc(after.owners, func(p bindings.RegistryOwner) bool { return p.Account == o.Account })
		if i < 0 {
			return codes, wrong("%s (%s) is no owner in it", o.Name, custos.Address(o.Account))
		}
		if p := after.owners[i]; p.Name != o.Name || p.Domain != o.Domain || p.WitnessKey != o.WitnessKey {
			return codes, wrong("the owner %s has another name, domain or witness key in it: %s, %s, %s", o.Name, p.Name, p.Domain, custos.Hash(p.WitnessKey))
		}
	}
	if len(after.owners) != len(before.owners) {
		return codes, wrong("it has %d owners, there are %d here", len(after.owners), len(before.owners))
	}
	// A constructor asks nobody for his consent.
	for _, p := range after.principals {
		if p.Since == after.owners[0].Since {
			return codes, wrong("%s (%s) was registered by its constructor", p.Name, custos.Address(p.Account))
		}
	}
	return codes, nil
}

// standing is what a registry says at a block, as far as two are compared by it.
type standing struct {
	owners     []bindings.RegistryOwner // the active ones
	principals []bindings.RegistryPrincipal
	threshold  uint16
	proposals  uint64
}

func (c *Client) standing(ctx context.Context, block uint64) (s standing, err error) {
	owners, err := list(ctx, c, block, c.registry.PackOwnerCount(), c.registry.UnpackOwnerCount,
		c.registry.PackOwnerAt, c.registry.UnpackOwnerAt, same[bindings.RegistryOwner])
	if err != nil {
		return s, err
	}
	s.owners = slices.DeleteFunc(owners, func(o bindings.RegistryOwner) bool { return !o.Active })
	s.principals, err = list(ctx, c, block, c.registry.PackPrincipalCount(), c.registry.UnpackPrincipalCount,
		c.registry.PackPrincipalAt, c.registry.UnpackPrincipalAt, same[bindings.RegistryPrincipal])
	if err != nil {
		return s, err
	}
	if s.threshold, err = askRegistry(ctx, c, c.registry.PackThreshold(), at(block), c.registry.UnpackThreshold); err != nil {
		return s, err
	}
	s.proposals, err = askRegistry(ctx, c, c.registry.PackProposalCount(), at(block), c.registry.UnpackProposalCount)
	return s, err
}

func same[T any](v T) T { return v }
