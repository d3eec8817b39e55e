package ledger

import (
	"encoding/json"
	"math/big"
	"sort"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/tracing"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/core/vm/runtime"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
	"custos.dev/custos/ledger/proof"
)

// Contracts is where the contracts stand.
type Contracts struct {
	Registry     custos.Address `json:"registry"`
	Capabilities custos.Address `json:"capabilities"`
	Anchors      custos.Address `json:"anchors"`
}

// GenesisContracts is where a genesis of NewGenesis holds the contracts.
func GenesisContracts() Contracts {
	at := func(n byte) custos.Address { return custos.Address{0: 0xc0, 1: 0x57, 2: 0x05, 19: n} }
	return Contracts{Registry: at(1), Capabilities: at(2), Anchors: at(3)}
}

// CodeHashes are the Keccak-256 of the contracts' runtime code.
type CodeHashes struct {
	Registry     custos.Hash `json:"registry"`
	Capabilities custos.Hash `json:"capabilities"`
	Anchors      custos.Hash `json:"anchors"`
}

// GenesisConfig is what a new chain starts from.
type GenesisConfig struct {
	ChainID uint64
	// Owners are the parties; Active is ignored, all of them are.
	Owners []custos.Owner
	// Threshold is how many owners must vote for a change: more than half.
	Threshold int
	// Difficulty is the work of every block, in expected hashes: the dial between energy
	// and latency, chosen once. 0 means 32768, about 0.1 s of one core.
	Difficulty uint64
	// GasLimit is the first block's; 0 means 30 million.
	GasLimit uint64
	// Time is the first block's, in whole seconds.
	Time time.Time
}

// Genesis is the chain's first block: it holds the contracts and the owners, so
// that no administrator ever has to deploy anything.
type Genesis struct {
	config GenesisConfig
	alloc  types.GenesisAlloc
}

// NewGenesis makes the first block. The same config gives the same bytes.
func NewGenesis(cfg GenesisConfig) (*Genesis, error) {
	if cfg.ChainID == 0 {
		return nil, custos.Errorf(custos.Invalid, "genesis: a chain id is needed; choose one that no other chain of yours has")
	}
	if len(cfg.Owners) == 0 {
		return nil, custos.Errorf(custos.Invalid, "genesis: at least one owner is needed")
	}
	if cfg.Threshold > len(cfg.Owners) || 2*cfg.Threshold <= len(cfg.Owners) {
		return nil, custos.Errorf(custos.Invalid, "genesis: threshold %d of %d owners: choose more than half of them", cfg.Threshold, len(cfg.Owners))
	}
	if cfg.Difficulty == 0 {
		cfg.Difficulty = 32768
	}
	if cfg.GasLimit == 0 {
		cfg.GasLimit = 30_000_000
	}
	g := &Genesis{config: cfg, alloc: types.GenesisAlloc{}}
	at := GenesisContracts()
	for _, c := range []struct {
		name    contractName
		address custos.Address
	}{{registryContract, at.Registry}, {capabilitiesContract, at.Capabilities}, {anchorsContract, at.Anchors}} {
		input, explain, err := creation(c.name, cfg, at.Registry)
		if err != nil {
			return nil, err
		}
		account, out, err := construct(input)
		if err != nil {
			if why := describe(out, explain); why != nil {
				return nil, custos.Errorf(custos.KindOf(why), "genesis: %s: %w", c.name, why)
			}
			return nil, custos.Errorf(custos.Internal, "genesis: construct %s: %w", c.name, err)
		}
		g.alloc[common.Address(c.address)] = account
	}
	return g, nil
}

// contractName is one of the contracts.
type contractName string

const (
	registryContract     contractName = "Registry"
	capabilitiesContract contractName = "Capabilities"
	anchorsContract      contractName = "Anchors"
)

// creation returns a contract's creation code with its constructor's arguments, and
// what reads its refusals.
func creation(name contractName, cfg GenesisConfig, registry custos.Address) ([]byte, unpacker, error) {
	switch name {
	case capabilitiesContract:
		k := bindings.NewCapabilities()
		return append(common.FromHex(bindings.CapabilitiesMetaData.Bin), k.PackConstructor(common.Address(registry))...), k.UnpackError, nil
	case anchorsContract:
		a := bindings.NewAnchors()
		return append(common.FromHex(bindings.AnchorsMetaData.Bin), a.PackConstructor(common.Address(registry))...), a.UnpackError, nil
	}
	owners := make([]bindings.RegistryNewOwner, len(cfg.Owners))
	for i, o := range cfg.Owners {
		if err := o.Domain.Validate(); err != nil {
			return nil, nil, custos.Errorf(custos.Invalid, "genesis: owner %s: %w", o.Name, err)
		}
		owners[i] = bindings.RegistryNewOwner{
			Account: common.Address(o.Address), Name: string(o.Name),
			Domain: o.Domain.Segments(), WitnessKey: o.WitnessKey,
		}
	}
	r := bindings.NewRegistry()
	return append(common.FromHex(bindings.RegistryMetaData.Bin), r.PackConstructor(owners, uint16(cfg.Threshold))...), r.UnpackError, nil
}

// construct runs a contract's constructor in an EVM of its own, under the rules of
// the real chain, and returns what it left: its code and its storage.
func construct(input []byte) (account types.Account, out []byte, err error) {
	written := map[common.Hash]common.Hash{}
	cfg := &runtime.Config{
		ChainConfig: chainConfig(1),
		GasLimit:    1 << 40,
		EVMConfig: vm.Config{Tracer: &tracing.Hooks{
			OnOpcode: func(_ uint64, op byte, _, _ uint64, scope tracing.OpContext, _ []byte, _ int, _ error) {
				if vm.OpCode(op) != vm.SSTORE {
					return
				}
				stack := scope.StackData()
				key, value := stack[len(stack)-1], stack[len(stack)-2]
				written[key.Bytes32()] = value.Bytes32()
			},
		}},
	}
	out, _, _, err = runtime.Create(input, cfg)
	if err != nil {
		return types.Account{}, out, err
	}
	for k, v := range written {
		if v == (common.Hash{}) {
			delete(written, k) // a zero is the same as nothing, and must not be in the trie
		}
	}
	return types.Account{Code: out, Storage: written, Balance: new(big.Int), Nonce: 1}, nil, nil
}

func chainConfig(id uint64) *params.ChainConfig {
	zero := new(big.Int)
	return &params.ChainConfig{
		ChainID: new(big.Int).SetUint64(id), HomesteadBlock: zero, EIP150Block: zero, EIP155Block: zero,
		EIP158Block: zero, ByzantiumBlock: zero, ConstantinopleBlock: zero, PetersburgBlock: zero,
		IstanbulBlock: zero, MuirGlacierBlock: zero, BerlinBlock: zero, Ethash: new(params.EthashConfig),
	}
}

// Alloc returns the accounts of the first block, for a node that is not started from JSON.
func (g *Genesis) Alloc() types.GenesisAlloc { return g.alloc }

// Contracts returns where the contracts stand.
func (g *Genesis) Contracts() Contracts { return GenesisContracts() }

// CodeHashes returns the hashes that a trust file pins.
func (g *Genesis) CodeHashes() CodeHashes {
	at := g.Contracts()
	of := func(a custos.Address) custos.Hash {
		return custos.Hash(crypto.Keccak256(g.alloc[common.Address(a)].Code))
	}
	return CodeHashes{Registry: of(at.Registry), Capabilities: of(at.Capabilities), Anchors: of(at.Anchors)}
}

// Hash returns the hash of the first block: the chain's identity.
func (g *Genesis) Hash() custos.Hash {
	block := (&core.Genesis{
		Config:     chainConfig(g.config.ChainID),
		Timestamp:  uint64(g.config.Time.Unix()),
		GasLimit:   g.config.GasLimit,
		ExtraData:  []byte(proof.FixedWork),
		Difficulty: new(big.Int).SetUint64(g.config.Difficulty),
		Alloc:      g.alloc,
	}).ToBlock()
	return custos.Hash(block.Hash())
}

type genesisJSON struct {
	Config     map[string]any         `json:"config"`
	Nonce      hexutil.Uint64         `json:"nonce"`
	Timestamp  hexutil.Uint64         `json:"timestamp"`
	ExtraData  hexutil.Bytes          `json:"extraData"`
	GasLimit   hexutil.Uint64         `json:"gasLimit"`
	Difficulty hexutil.Uint64         `json:"difficulty"`
	MixHash    common.Hash            `json:"mixHash"`
	Coinbase   common.Address         `json:"coinbase"`
	Alloc      map[string]accountJSON `json:"alloc"`
}

type accountJSON struct {
	Balance string                 `json:"balance"`
	Nonce   hexutil.Uint64         `json:"nonce"`
	Code    hexutil.Bytes          `json:"code"`
	Storage map[string]common.Hash `json:"storage"`
}

// JSON returns the genesis file as go-ethereum's nodes read it. The same genesis
// gives the same bytes.
func (g *Genesis) JSON() ([]byte, error) {
	config := map[string]any{"chainId": g.config.ChainID, "ethash": struct{}{}}
	for _, fork := range []string{"homestead", "eip150", "eip155", "eip158", "byzantium", "constantinople", "petersburg", "istanbul", "muirGlacier", "berlin"} {
		config[fork+"Block"] = 0
	}
	j := genesisJSON{
		Config: config, Timestamp: hexutil.Uint64(g.config.Time.Unix()), ExtraData: hexutil.Bytes(proof.FixedWork),
		GasLimit: hexutil.Uint64(g.config.GasLimit), Difficulty: hexutil.Uint64(g.config.Difficulty),
		Alloc: map[string]accountJSON{},
	}
	for a, account := range g.alloc {
		storage := map[string]common.Hash{}
		for k, v := range account.Storage {
			storage[k.Hex()] = v
		}
		j.Alloc[custos.Address(a).String()] = accountJSON{
			Balance: "0x0", Nonce: hexutil.Uint64(account.Nonce), Code: account.Code, Storage: storage,
		}
	}
	// encoding/json writes maps in the order of their keys.
	b, err := json.MarshalIndent(j, "", " ")
	if err != nil {
		return nil, custos.Errorf(custos.Internal, "genesis: encode: %w", err)
	}
	return append(b, '\n'), nil
}

// Owners returns the owners that the chain starts with, in the order of their addresses.
func (g *Genesis) Owners() []custos.Owner {
	owners := append([]custos.Owner(nil), g.config.Owners...)
	for i := range owners {
		owners[i].Active, owners[i].Generation = true, 1
	}
	sort.Slice(owners, func(i, j int) bool { return owners[i].Address.String() < owners[j].Address.String() })
	return owners
}
