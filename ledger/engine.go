package ledger

import (
	"context"
	"math/big"
	"slices"
	"strings"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"

	"custos.dev/custos"
)

// HeaderProof says how a header is checked without a node.
type HeaderProof string

// The ways to check a header.
const (
	// HeaderEthash means that the header's seal is proof of work (ethash).
	HeaderEthash HeaderProof = "ethash"
	// HeaderUnsealed means that a header proves nothing by itself: state is proved
	// under it, but that it is of the chain has to be believed.
	HeaderUnsealed HeaderProof = "unsealed"
)

// Fees says what a transaction pays, and so which type it has.
type Fees string

// The fees.
const (
	// FeesNone means legacy transactions of price zero, which the miners take.
	FeesNone Fees = "none"
	// FeesDynamic means transactions of EIP-1559, after London: the base fee and a tip.
	FeesDynamic Fees = "dynamic"
)

// Final says when a block can never be replaced, by the engine's own word.
type Final string

// The words on finality.
const (
	// FinalNever means that no block ever is: depth only makes it dearer to replace.
	FinalNever Final = "never"
	// FinalTagged means up to the block that the node calls "finalized".
	FinalTagged Final = "tagged"
	// FinalAtOnce means that a block that is seen is final.
	FinalAtOnce Final = "at once"
)

// Engine is all in which one kind of chain differs from another. No other package
// may know which one runs.
type Engine struct {
	Name string `json:"name"`
	// Finality says in words what depth is worth, for people who rely on it.
	Finality string `json:"finality"`
	Final    Final  `json:"final"`
	// Headers says how a header is checked without a node.
	Headers HeaderProof `json:"headers"`
	Fees    Fees        `json:"fees"`
	// Miner means that Custos' own node runs it, which a site starts by itself.
	Miner bool `json:"miner"`
}

// The engines.
var (
	// ProofOfWork is the node of miner/: ethash under Berlin rules, gas for free.
	ProofOfWork = Engine{
		Name:     "ethash",
		Finality: "confirmed, never final: a faster machine can outrun a small private proof of work; the owners' cosignatures are what it cannot make",
		Final:    FinalNever, Headers: HeaderEthash, Fees: FeesNone, Miner: true,
	}
	// Development is a chain sealed by one node's word, with gas to pay.
	Development = Engine{
		Name:     "development",
		Finality: "none: whoever runs the node can rewrite it",
		Final:    FinalNever, Headers: HeaderUnsealed, Fees: FeesDynamic,
	}
	// Ethereum is a chain under London's rules or later whose validators finalize
	// blocks, with gas to pay.
	Ethereum = Engine{
		Name:     "ethereum",
		Finality: "a block is final once the chain's validators have finalized it",
		Final:    FinalTagged, Headers: HeaderUnsealed, Fees: FeesDynamic,
	}
)

var engines = []Engine{ProofOfWork, Development, Ethereum}

// EngineNamed returns an engine by its name; "" is that of the node which a site
// runs by itself. Invalid means that
// there is none of this name.
func EngineNamed(name string) (Engine, error) {
	if name == "" {
		return ProofOfWork, nil
	}
	i := slices.IndexFunc(engines, func(e Engine) bool { return e.Name == name })
	if i < 0 {
		var names []string
		for _, e := range engines {
			names = append(names, e.Name)
		}
		return Engine{}, custos.Errorf(custos.Invalid, "there is no engine %q: choose one of %s", name, strings.Join(names, ", "))
	}
	return engines[i], nil
}

// price is what a transaction offers to pay.
type price struct{ tip, most *big.Int }

// offer asks the node what is paid now. It leaves room for the base fee to double
// until the transaction is mined.
func (c *Client) offer(ctx context.Context) (price, error) {
	if c.cfg.Engine.Fees == FeesNone {
		return price{}, nil
	}
	tip, err := c.eth.SuggestGasTipCap(ctx)
	if err != nil {
		return price{}, c.unavailable("ask what transactions pay", err)
	}
	head, err := c.eth.HeaderByNumber(ctx, nil)
	if err != nil {
		return price{}, c.unavailable("ask for the head", err)
	}
	if head.BaseFee == nil {
		return price{}, custos.Errorf(custos.Invalid, "ledger: the chain at %s is not under London's rules, as the engine %s says: configure another engine", c.cfg.Endpoint, c.cfg.Engine.Name)
	}
	most := new(big.Int).Lsh(head.BaseFee, 1)
	return price{tip: tip, most: most.Add(most, tip)}, nil
}

// transaction makes one of the type that the engine takes.
func (c *Client) transaction(nonce, gas uint64, p price, o outgoing) types.TxData {
	value := o.value
	if value == nil {
		value = new(big.Int)
	}
	if c.cfg.Engine.Fees == FeesNone {
		return &types.LegacyTx{Nonce: nonce, GasPrice: new(big.Int), Gas: gas, To: o.to, Value: value, Data: o.data}
	}
	return &types.DynamicFeeTx{
		ChainID: new(big.Int).SetUint64(c.cfg.ChainID), Nonce: nonce, GasTipCap: p.tip, GasFeeCap: p.most, Gas: gas, To: o.to, Value: value, Data: o.data,
	}
}

// Final says whether a block can never be replaced, by the engine's own word. One
// that is not canonical is not final.
func (c *Client) Final(ctx context.Context, block custos.BlockRef) (bool, error) {
	if c.cfg.Engine.Final == FinalNever {
		return false, nil
	}
	_, canonical, err := c.Confirmed(ctx, block)
	if err != nil || !canonical || c.cfg.Engine.Final == FinalAtOnce {
		return canonical, err
	}
	h, err := c.eth.HeaderByNumber(ctx, big.NewInt(int64(rpc.FinalizedBlockNumber)))
	if isNotFound(err) || err != nil && strings.Contains(err.Error(), "finalized block not found") {
		return false, nil // nothing is finalized yet
	}
	if err != nil {
		return false, c.unavailable("ask for the finalized block", err)
	}
	return h.Number.Uint64() >= block.Number, nil
}
