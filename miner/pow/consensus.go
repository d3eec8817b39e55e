package pow

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
)

// What blocks may hold of one payer, by the time of the blocks: every node refuses
// a block with more, so an admitted miner cannot flood the others in blocks of his
// own. What a node takes into its pool is at most half of it, so that nodes whose
// clocks differ never refuse what another took by its own quota.
const (
	windowTime = 60 // seconds
	// windowBlocks bounds the search: blocks of one second are bounded by work only.
	windowBlocks = 512
	windowTxs    = 480
	windowGas    = 120_000_000
)

var errNotAdmitted = errors.New("not admitted")

// rules are the chain's own conditions on a block's transactions, beyond Ethereum's.
// All nodes of a chain must run with the same registry.
type rules struct {
	registry registry
	chain    *core.BlockChain
	signer   types.Signer
	// byOwner counts what a sender brings in for the owner who answers for him: an owner
	// registers as many accounts as he likes. Chains of before FixedWork count by sender.
	byOwner bool
}

// newRules has the library hold blocks to the rules. It must be called before the
// first block is imported.
func newRules(at common.Address, chain *core.BlockChain, g *core.Genesis) (*rules, error) {
	if len(g.Alloc[at].Code) == 0 {
		return nil, fmt.Errorf("the genesis holds no contract at --registry %s: give the address of its Registry", at)
	}
	r := &rules{registry: registry(at), chain: chain, signer: types.LatestSigner(chain.Config()), byOwner: string(g.ExtraData) == FixedWork}
	chain.SetBlockValidatorAndProcessorForTesting(chain.Validator(), &processor{chain.Processor(), r})
	return r, nil
}

// payer is whose share of a block a sender's transactions are taken out of, at a state.
func (r *rules) payer(st *state.StateDB, from common.Address) common.Address {
	if !r.byOwner {
		return from
	}
	return r.registry.owner(st, from)
}

// usage is what a payer had mined.
type usage struct{ txs, gas uint64 }

// tally judges the transactions of one block, in their order.
type tally struct {
	*rules
	parent *state.StateDB
	used   map[common.Address]usage
}

// open begins a block upon a parent whose state is st. Both the state and the window
// are those of the parent's own branch: it does not matter what the head is.
func (r *rules) open(st *state.StateDB, parent *types.Header, when uint64) (*tally, error) {
	t := &tally{rules: r, parent: st, used: map[common.Address]usage{}}
	for i := 0; i < windowBlocks && parent.Number.Sign() > 0 && parent.Time+windowTime > when; i++ {
		if parent.TxHash != types.EmptyRootHash {
			b := r.chain.GetBlock(parent.Hash(), parent.Number.Uint64())
			if b == nil {
				return nil, fmt.Errorf("block %d is missing", parent.Number)
			}
			for _, tx := range b.Transactions() {
				t.count(tx)
			}
		}
		before := r.chain.GetHeader(parent.ParentHash, parent.Number.Uint64()-1)
		if before == nil {
			return nil, fmt.Errorf("block %d is missing", parent.Number.Uint64()-1)
		}
		parent = before
	}
	return t, nil
}

// count counts a transaction that a block holds.
func (t *tally) count(tx *types.Transaction) {
	if from, err := types.Sender(t.signer, tx); err == nil {
		by := t.payer(t.parent, from)
		u := t.used[by]
		t.used[by] = usage{u.txs + 1, u.gas + tx.Gas()}
	}
}

// admits says whether the block may hold a transaction, besides those counted.
func (t *tally) admits(tx *types.Transaction) error {
	from, err := types.Sender(t.signer, tx)
	if err != nil {
		return fmt.Errorf("%w: %w", errNotAdmitted, err)
	}
	if err := t.registry.admits(t.parent, from, tx.To()); err != nil {
		return err
	}
	// Gas is counted by the limit: a limit cannot be beyond a block's, so no sum wraps.
	if u := t.used[t.payer(t.parent, from)]; u.txs+1 > windowTxs || tx.Gas() > windowGas || u.gas+tx.Gas() > windowGas {
		return fmt.Errorf("%w: %s has %d transactions and %d gas within %d s: a minute's blocks hold %d and %d of one owner and all that he registered",
			errNotAdmitted, from, u.txs, u.gas, windowTime, windowTxs, windowGas)
	}
	return nil
}

// processor refuses blocks that break the rules. The library runs it for every block
// that is not its own, on whichever branch, with the parent's state: that is where
// the parent's state is certain to be there, also in the middle of a batch.
type processor struct {
	core.Processor
	rules *rules
}

// Process implements core.Processor.
func (p *processor) Process(block *types.Block, st *state.StateDB, cfg vm.Config) (types.Receipts, []*types.Log, uint64, error) {
	if len(block.Transactions()) > 0 {
		parent := p.rules.chain.GetHeader(block.ParentHash(), block.NumberU64()-1)
		if parent == nil {
			return nil, nil, 0, fmt.Errorf("block %d: its parent is missing", block.NumberU64())
		}
		t, err := p.rules.open(st, parent, block.Time())
		if err != nil {
			return nil, nil, 0, err
		}
		for i, tx := range block.Transactions() {
			if err := t.admits(tx); err != nil {
				return nil, nil, 0, fmt.Errorf("block %d, transaction %d: %w", block.NumberU64(), i, err)
			}
			t.count(tx)
		}
	}
	return p.Processor.Process(block, st, cfg)
}
