// Command proofdata writes the test data of the ledger/proof package: a small chain
// that a real node has mined, with proofs, and answers of the library's own ethash
// to compare with. Run it in miner/ (it takes about a minute):
//
//	go run ./proofdata ../ledger/proof/testdata/chain.json
package main

import (
	"context"
	"crypto/ecdsa"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"custos.dev/custos/miner/pow"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/consensus/ethash"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/log"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/rpc"
)

// data is the file's form; ledger/proof's tests read the same.
type data struct {
	Genesis  common.Hash `json:"genesis"`
	Headers  [][]byte    `json:"headers"`
	Work     string      `json:"work"`
	Accounts []account   `json:"accounts"`
	// Seals are headers of several epochs with work of difficulty 1000.
	Seals        [][]byte     `json:"seals"`
	Difficulties []difficulty `json:"difficulties"`
}

type account struct {
	Block   uint64         `json:"block"`
	Address common.Address `json:"address"`
	Code    common.Hash    `json:"code"`
	Proof   [][]byte       `json:"proof"`
	Slots   []slot         `json:"slots"`
}

type slot struct {
	Key   common.Hash `json:"slot"`
	Value common.Hash `json:"value"`
	Proof [][]byte    `json:"proof"`
}

type difficulty struct {
	Time   uint64 `json:"time"`
	Parent []byte `json:"parent"`
	Want   string `json:"want"`
}

const confirmations = 3

// The contract stores calldata's second word at the slot that its first names.
var (
	store     = common.HexToAddress("0x00000000000000000000000000000000000c0de0")
	storeCode = common.FromHex("602035600035556040600060003760406000a000")
	rules     = func() *params.ChainConfig {
		zero := new(big.Int)
		return &params.ChainConfig{
			ChainID: big.NewInt(4711), HomesteadBlock: zero, EIP150Block: zero, EIP155Block: zero, EIP158Block: zero,
			ByzantiumBlock: zero, ConstantinopleBlock: zero, PetersburgBlock: zero, IstanbulBlock: zero,
			MuirGlacierBlock: zero, BerlinBlock: zero, Ethash: new(params.EthashConfig),
		}
	}()
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./proofdata FILE")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "proofdata:", err)
		os.Exit(1)
	}
}

func run(path string) error {
	dir, err := os.MkdirTemp("", "proofdata")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	gen, err := json.Marshal(&core.Genesis{
		Config: rules, Difficulty: big.NewInt(200_000), GasLimit: 30_000_000, Timestamp: 1_700_000_000,
		Alloc: core.GenesisAlloc{store: {Code: storeCode, Balance: new(big.Int), Nonce: 1}},
	})
	if err != nil {
		return err
	}
	file := filepath.Join(dir, "genesis.json")
	if err := os.WriteFile(file, gen, 0o600); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan pow.Ready, 1), make(chan error, 1)
	cfg := pow.Config{
		Data: filepath.Join(dir, "node"), Genesis: file, RPC: "127.0.0.1:0",
		Etherbase: "0x00000000000000000000000000000000000000ee", Threads: 1, Confirmations: confirmations, Mine: true,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	go func() { done <- cfg.Run(ctx, func(r pow.Ready) { ready <- r }) }()
	var d data
	select {
	case r := <-ready:
		err = d.chain(ctx, r)
		cancel()
		if e := <-done; err == nil {
			err = e
		}
	case err = <-done:
		cancel()
	}
	if err != nil {
		return err
	}
	if err := d.seals(); err != nil {
		return err
	}
	if err := d.difficulties(); err != nil {
		return err
	}
	b, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o644)
}

// chain has a chain mined and reads headers and proofs from the node.
func (d *data) chain(ctx context.Context, ready pow.Ready) error {
	client, err := rpc.Dial(ready.RPC)
	if err != nil {
		return err
	}
	defer client.Close()
	eth := ethclient.NewClient(client)
	key, err := crypto.GenerateKey()
	if err != nil {
		return err
	}
	var nonce uint64
	var blocks []uint64
	for round := range int64(4) {
		var last *types.Transaction
		for i := range int64(12) {
			if last, err = put(key, nonce, 100*round+i, 1<<(5*uint(i))+round); err != nil {
				return err
			}
			if err := eth.SendTransaction(ctx, last); err != nil {
				return err
			}
			nonce++
		}
		// Slot 0 is written anew each round, and cleared in the last.
		value := (round + 1) % 4
		if last, err = put(key, nonce, 0, value); err != nil {
			return err
		}
		if err := eth.SendTransaction(ctx, last); err != nil {
			return err
		}
		nonce++
		block, err := confirmed(ctx, eth, last.Hash(), confirmations)
		if err != nil {
			return err
		}
		blocks = append(blocks, block)
		if round == 1 {
			time.Sleep(20 * time.Second) // the difficulty falls
		}
	}
	head, err := eth.BlockNumber(ctx)
	if err != nil {
		return err
	}
	var raw []hexutil.Bytes
	if err := client.Call(&raw, "custos_headers", "0x0", hexutil.Uint64(head+1)); err != nil {
		return err
	}
	for _, h := range raw {
		d.Headers = append(d.Headers, h)
	}
	d.Genesis = ready.Genesis
	var status pow.Status
	if err := client.Call(&status, "custos_status"); err != nil {
		return err
	}
	d.Work = status.Work
	for _, n := range append([]uint64{0}, blocks...) {
		a, err := prove(client, n, []int64{0, 1, 5, 11, 100, 111, 203, 305, 9999})
		if err != nil {
			return err
		}
		d.Accounts = append(d.Accounts, a)
	}
	return nil
}

func put(key *ecdsa.PrivateKey, nonce uint64, slot, value int64) (*types.Transaction, error) {
	word := func(n int64) []byte { return common.LeftPadBytes(big.NewInt(n).Bytes(), 32) }
	return types.SignNewTx(key, types.LatestSignerForChainID(rules.ChainID), &types.LegacyTx{
		Nonce: nonce, To: &store, Gas: 100_000, GasPrice: new(big.Int), Data: append(word(slot), word(value)...),
	})
}

// confirmed waits until a transaction is k blocks deep and returns its block.
func confirmed(ctx context.Context, eth *ethclient.Client, tx common.Hash, k uint64) (uint64, error) {
	for {
		r, err := eth.TransactionReceipt(ctx, tx)
		if err == nil {
			head, err := eth.BlockNumber(ctx)
			if err != nil {
				return 0, err
			}
			if head >= r.BlockNumber.Uint64()+k {
				return r.BlockNumber.Uint64(), nil
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func prove(client *rpc.Client, block uint64, slots []int64) (account, error) {
	var keys []string
	for _, s := range slots {
		keys = append(keys, common.BigToHash(big.NewInt(s)).Hex())
	}
	var res struct {
		AccountProof []hexutil.Bytes `json:"accountProof"`
		CodeHash     common.Hash     `json:"codeHash"`
		StorageProof []struct {
			Value hexutil.Big     `json:"value"`
			Proof []hexutil.Bytes `json:"proof"`
		} `json:"storageProof"`
	}
	if err := client.Call(&res, "eth_getProof", store, keys, hexutil.Uint64(block)); err != nil {
		return account{}, err
	}
	nodes := func(in []hexutil.Bytes) (out [][]byte) {
		for _, n := range in {
			out = append(out, n)
		}
		return out
	}
	a := account{Block: block, Address: store, Code: res.CodeHash, Proof: nodes(res.AccountProof)}
	for i, p := range res.StorageProof {
		a.Slots = append(a.Slots, slot{
			Key: common.BigToHash(big.NewInt(slots[i])), Value: common.BigToHash(p.Value.ToInt()), Proof: nodes(p.Proof),
		})
	}
	return a, nil
}

// seals has the library mine single headers far up.
func (d *data) seals() error {
	log.Root().SetHandler(log.DiscardHandler())
	engine := ethash.New(ethash.Config{PowMode: ethash.ModeTest, CachesInMem: 1, DatasetsInMem: 1}, nil, false)
	defer engine.Close()
	for _, n := range []int64{1, 29_999, 30_000, 60_001, 15_000_000} {
		h := &types.Header{
			Number: big.NewInt(n), Difficulty: big.NewInt(1000), GasLimit: 30_000_000, Time: 1_700_000_000, Extra: []byte("custos"),
			UncleHash: types.EmptyUncleHash, TxHash: types.EmptyRootHash, ReceiptHash: types.EmptyRootHash,
		}
		found := make(chan *types.Block, 1)
		if err := engine.Seal(nil, types.NewBlockWithHeader(h), found, nil); err != nil {
			return err
		}
		raw, err := rlp.EncodeToBytes((<-found).Header())
		if err != nil {
			return err
		}
		d.Seals = append(d.Seals, raw)
	}
	return nil
}

// difficulties asks the library what blocks must take.
func (d *data) difficulties() error {
	random := rand.New(rand.NewPCG(4, 7))
	for i := range 150 {
		parent := &types.Header{
			Number: big.NewInt(random.Int64N(1000)), Difficulty: big.NewInt(131072 + random.Int64N(1<<uint(10+i%40))),
			Time: 1_700_000_000, UncleHash: types.EmptyUncleHash,
			TxHash: types.EmptyRootHash, ReceiptHash: types.EmptyRootHash,
		}
		if i%3 == 1 {
			parent.UncleHash = common.Hash{1}
		}
		if i%5 == 0 { // where the bomb begins
			parent.Number = big.NewInt(8_999_990 + random.Int64N(3_000_000))
		}
		late := []int64{1 + random.Int64N(30), 1 + random.Int64N(1200), 1 + random.Int64N(1<<40)}[i%3]
		t := parent.Time + uint64(late)
		raw, err := rlp.EncodeToBytes(parent)
		if err != nil {
			return err
		}
		d.Difficulties = append(d.Difficulties, difficulty{t, raw, ethash.CalcDifficulty(rules, t, parent).String()})
	}
	return nil
}
