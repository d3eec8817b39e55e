package pow

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"
)

const chainID = 4711

// store is a contract that stores calldata's second word at the slot named by its
// first, and logs both: CALLDATALOAD 32, CALLDATALOAD 0, SSTORE, LOG0.
var (
	store     = common.HexToAddress("0x00000000000000000000000000000000000c0de0")
	storeCode = common.FromHex("602035600035556040600060003760406000a000")
)

func genesis(t testing.TB, dir string, id int64) string {
	t.Helper()
	zero := new(big.Int)
	g := core.Genesis{
		Config: &params.ChainConfig{
			ChainID: big.NewInt(id), HomesteadBlock: zero, EIP150Block: zero, EIP155Block: zero, EIP158Block: zero,
			ByzantiumBlock: zero, ConstantinopleBlock: zero, PetersburgBlock: zero, IstanbulBlock: zero,
			MuirGlacierBlock: zero, BerlinBlock: zero, Ethash: new(params.EthashConfig),
		},
		Difficulty: big.NewInt(131072), GasLimit: 30_000_000, Timestamp: 1_700_000_000,
		Alloc: core.GenesisAlloc{store: {Code: storeCode, Balance: zero, Nonce: 1}},
	}
	b, err := json.Marshal(&g)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, fmt.Sprintf("genesis-%d.json", id))
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// running is a node inside the test's process.
type running struct {
	Ready
	*ethclient.Client
	rpc  *rpc.Client
	stop func()
}

func testConfig(t testing.TB, dir, gen string) Config {
	w := io.Writer(io.Discard)
	if testing.Verbose() {
		w = os.Stderr
	}
	return Config{
		Data: dir, Genesis: gen, RPC: "127.0.0.1:0", Sockets: filepath.Join(dir, "s"),
		PeersFile: filepath.Join(dir, "peers"), Etherbase: "0x00000000000000000000000000000000000000ee",
		Threads: 1, Confirmations: 2, Mine: true,
		Log: slog.New(slog.NewTextHandler(w, nil)).With("node", filepath.Base(dir)),
	}
}

func start(t testing.TB, c Config) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan Ready, 1), make(chan error, 1)
	go func() { done <- c.Run(ctx, func(r Ready) { ready <- r }) }()
	n := &running{}
	select {
	case n.Ready = <-ready:
	case err := <-done:
		cancel()
		t.Fatalf("the node did not start: %v", err)
	}
	var err error
	if n.rpc, err = rpc.Dial(n.RPC); err != nil {
		t.Fatal(err)
	}
	n.Client = ethclient.NewClient(n.rpc)
	stopped := false
	n.stop = func() {
		if stopped {
			return
		}
		stopped = true
		n.rpc.Close()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the node ended with: %v", err)
		}
	}
	t.Cleanup(n.stop)
	return n
}

// eventually waits for a condition; the deadline is for a broken node, not a slow one.
func eventually(t testing.TB, what string, f func() bool) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); !f(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it did not happen: %s", what)
		}
	}
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	k, err := crypto.GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func word(n int64) []byte { return common.LeftPadBytes(big.NewInt(n).Bytes(), 32) }

// put makes a transaction at price zero that stores value at slot.
func put(t testing.TB, k *ecdsa.PrivateKey, nonce uint64, slot, value int64) *types.Transaction {
	t.Helper()
	tx, err := types.SignNewTx(k, types.LatestSignerForChainID(big.NewInt(chainID)), &types.LegacyTx{
		Nonce: nonce, To: &store, Gas: 100_000, GasPrice: new(big.Int), Data: append(word(slot), word(value)...),
	})
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

func (n *running) send(t testing.TB, tx *types.Transaction) {
	t.Helper()
	if err := n.SendTransaction(context.Background(), tx); err != nil {
		t.Fatal(err)
	}
}

func (n *running) receipt(t testing.TB, h common.Hash) *types.Receipt {
	t.Helper()
	var r *types.Receipt
	eventually(t, "a receipt for "+h.Hex(), func() bool {
		var err error
		r, err = n.TransactionReceipt(context.Background(), h)
		return err == nil
	})
	return r
}

func (n *running) head(t testing.TB) *types.Header {
	t.Helper()
	h, err := n.HeaderByNumber(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (n *running) status(t testing.TB) Status {
	t.Helper()
	var s Status
	if err := n.rpc.Call(&s, "custos_status"); err != nil {
		t.Fatal(err)
	}
	return s
}

// confirm waits until the block is k deep and returns the head then.
func (n *running) confirm(t testing.TB, block *big.Int, k uint64) {
	t.Helper()
	eventually(t, fmt.Sprintf("%d confirmations of block %d", k, block), func() bool {
		return n.head(t).Number.Uint64() >= block.Uint64()+k
	})
}

// settle waits until the block that holds a transaction is k deep. Where several mine, a
// reorganisation may move the transaction to an earlier block, after which no more
// are mined than confirm that one: so its place is asked for again each time.
func (n *running) settle(t testing.TB, tx *types.Transaction, k uint64) {
	t.Helper()
	eventually(t, fmt.Sprintf("%d confirmations of transaction %s", k, tx.Hash()), func() bool {
		r, err := n.TransactionReceipt(context.Background(), tx.Hash())
		return err == nil && n.head(t).Number.Uint64() >= r.BlockNumber.Uint64()+k
	})
}

func link(t *testing.T, nodes ...*running) {
	t.Helper()
	for i, n := range nodes {
		var lines bytes.Buffer
		for j, o := range nodes {
			if i != j {
				fmt.Fprintln(&lines, o.ID)
			}
		}
		writePeers(t, n, lines.String())
	}
}

func writePeers(t *testing.T, n *running, text string) {
	t.Helper()
	dir, ok := dataDirs.Load(n.ID)
	if !ok {
		t.Fatal("the node was not started by startIn")
	}
	if err := os.WriteFile(filepath.Join(dir.(string), "peers"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// dataDirs says where the node of an ID is.
var dataDirs sync.Map

func startIn(t *testing.T, dir, gen string, change func(*Config)) *running {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	c := testConfig(t, dir, gen)
	if change != nil {
		change(&c)
	}
	exchange(t, c.Sockets)
	n := start(t, c)
	dataDirs.Store(n.ID, dir)
	return n
}

func TestMinedConfirmedThenIdle(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	n := startIn(t, filepath.Join(dir, "a"), genesis(t, dir, chainID), func(c *Config) { c.Confirmations = 3 })
	if n.head(t).Number.Sign() != 0 {
		t.Fatal("an empty chain was mined on")
	}
	k := newKey(t)
	tx := put(t, k, 0, 7, 42)
	n.send(t, tx)
	r := n.receipt(t, tx.Hash())
	if r.Status != types.ReceiptStatusSuccessful || len(r.Logs) != 1 {
		t.Fatalf("receipt %+v", r)
	}
	n.confirm(t, r.BlockNumber, 3)
	// Idle: three looks of the miner pass and nothing is mined. It is a real node, whose miner says
	// nothing of looks that come to nothing: only time can show it, here and below.
	head := n.head(t)
	cpu := n.status(t).CPUSeconds
	begun := time.Now()
	time.Sleep(3 * idle)
	if now := n.head(t); now.Hash() != head.Hash() || now.Number.Uint64() != r.BlockNumber.Uint64()+3 {
		t.Fatalf("mined on while idle: %d, was %d, transaction in %d", now.Number, head.Number, r.BlockNumber)
	}
	t.Logf("idle: %.2f%% of a core (test process included)", 100*(n.status(t).CPUSeconds-cpu)/time.Since(begun).Seconds())

	// A transaction that cannot be included does not keep the miner busy.
	ahead := put(t, k, 5, 7, 43)
	n.send(t, ahead)
	time.Sleep(2 * idle)
	if now := n.head(t); now.Hash() != head.Hash() {
		t.Fatalf("mined for a transaction with a nonce ahead: %d", now.Number)
	}
}

func TestRPC(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	n := startIn(t, filepath.Join(dir, "a"), genesis(t, dir, chainID), nil)
	ctx := context.Background()
	k := newKey(t)
	var receipts []*types.Receipt
	for i := range uint64(3) {
		tx := put(t, k, i, 1, int64(100+i))
		n.send(t, tx)
		receipts = append(receipts, n.receipt(t, tx.Hash()))
	}
	id, err := n.Client.ChainID(ctx)
	if err != nil || id.Int64() != chainID {
		t.Fatalf("chain id %v, %v", id, err)
	}
	for i, r := range receipts {
		var proof struct {
			StorageProof []struct {
				Value hexutil.Big
				Proof []hexutil.Bytes
			} `json:"storageProof"`
		}
		if err := n.rpc.Call(&proof, "eth_getProof", store, []string{common.BigToHash(big.NewInt(1)).Hex()}, hexutil.EncodeBig(r.BlockNumber)); err != nil {
			t.Fatal(err)
		}
		if v := proof.StorageProof[0].Value; (*big.Int)(&v).Int64() != int64(100+i) {
			t.Fatalf("proof at block %d says %v", r.BlockNumber, v.String())
		}
		var raw []hexutil.Bytes
		if err := n.rpc.Call(&raw, "custos_headers", hexutil.EncodeBig(r.BlockNumber), "0x1"); err != nil {
			t.Fatal(err)
		}
		if len(raw) != 1 || crypto.Keccak256Hash(raw[0]) != r.BlockHash {
			t.Fatalf("raw header of block %d does not hash to it", r.BlockNumber)
		}
	}
	var logs []types.Log
	if err := n.rpc.Call(&logs, "eth_getLogs", map[string]any{"address": store, "fromBlock": "0x0", "toBlock": "latest"}); err != nil || len(logs) != 3 {
		t.Fatalf("%d logs, %v", len(logs), err)
	}
	var gas hexutil.Uint64
	if err := n.rpc.Call(&gas, "eth_estimateGas", map[string]any{"to": store, "data": hexutil.Bytes(append(word(9), word(9)...))}); err != nil || gas < 21000 {
		t.Fatalf("estimate %d, %v", gas, err)
	}
	var out hexutil.Bytes
	if err := n.rpc.Call(&out, "eth_call", map[string]any{"to": store, "data": hexutil.Bytes(word(1))}, "latest"); err != nil {
		t.Fatal(err)
	}
	var s string
	for _, m := range []string{"net_peerCount", "net_version", "web3_clientVersion", "eth_gasPrice"} {
		if err := n.rpc.Call(&s, m); err != nil {
			t.Errorf("%s: %v", m, err)
		}
	}
	st := n.status(t)
	if st.Mined < 3 || st.Genesis != n.Genesis || st.ID != n.ID || st.ChainID != chainID {
		t.Fatalf("status %+v", st)
	}
	n.confirm(t, receipts[2].BlockNumber, 2)
}
