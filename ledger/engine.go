package ledger

// HeaderProof says how a header is checked without a node.
type HeaderProof string

// The ways to check a header.
const (
	// HeaderEthash means that the header's seal is proof of work (ethash).
	HeaderEthash HeaderProof = "ethash"
	// HeaderUnsealed means that a header proves nothing by itself.
	HeaderUnsealed HeaderProof = "unsealed"
)

// Engine is all in which one kind of chain differs from another. No other package
// may know which one runs.
type Engine struct {
	Name string `json:"name"`
	// Finality says in words what depth is worth, for people who rely on it.
	Finality string `json:"finality"`
	// Headers says how a header is checked without a node.
	Headers HeaderProof `json:"headers"`
	// FreeGas means that transactions of gas price zero are mined. Where it is
	// false the node's suggested price is paid.
	FreeGas bool `json:"free_gas"`
}

// The engines.
var (
	// ProofOfWork is the node of miner/: ethash under Berlin rules, gas for free.
	ProofOfWork = Engine{
		Name:     "ethash",
		Finality: "confirmed, never final: a faster machine can outrun a small private proof of work; the owners' cosignatures are what it cannot make",
		Headers:  HeaderEthash,
		FreeGas:  true,
	}
	// Development is a chain sealed by one node's word, with gas to pay.
	Development = Engine{
		Name:     "development",
		Finality: "none: whoever runs the node can rewrite it",
		Headers:  HeaderUnsealed,
	}
)
