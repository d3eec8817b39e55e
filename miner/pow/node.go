package pow

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/consensus/ethash"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/eth"
	"github.com/ethereum/go-ethereum/eth/downloader"
	"github.com/ethereum/go-ethereum/eth/ethconfig"
	"github.com/ethereum/go-ethereum/eth/filters"
	"github.com/ethereum/go-ethereum/log"
	gethnode "github.com/ethereum/go-ethereum/node"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"
)

// Ready is what a node says once it answers.
type Ready struct {
	RPC string `json:"rpc"`
	// ID is the node's public key, 128 hexadecimal digits, by which peers list it.
	ID      string      `json:"id"`
	Genesis common.Hash `json:"genesis"`
	ChainID uint64      `json:"chain_id"`
	Head    uint64      `json:"head"`
	PID     int         `json:"pid"`
}

// node is a running node.
type node struct {
	cfg     Config
	log     *slog.Logger
	stack   *gethnode.Node
	eth     *eth.Ethereum
	genesis *core.Genesis
	peers   *peers
	heads   *heads
	miner   *miner
	engine  *engine
	gate    *gate // nil if everybody may transact
	// ending is closed when the node ends: who waits for an answer gets it then.
	ending <-chan struct{}
}

// instance is the directory below Data that holds the chain.
const instance = "pow"

// Run runs a node until ctx ends. It calls ready once, when the node answers, and
// keeps the same in Data/node.json. It owns its goroutines; when it returns they
// have ended and the database is closed. An error is a sentence for a person.
func (c Config) Run(ctx context.Context, ready func(Ready)) (err error) {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if err := c.check(); err != nil {
		return err
	}
	n := &node{cfg: c, log: c.Log, ending: ctx.Done()}
	if n.genesis, err = readGenesis(c.Genesis); err != nil {
		return err
	}
	n.peers = &peers{file: c.PeersFile, sockets: c.Sockets, log: c.Log}
	if c.PeersFile != "" {
		// A wrong file stops the start; later it only warns.
		listed, err := readPeers(c.PeersFile)
		if err != nil {
			return err
		}
		n.peers.set(listed)
	} else {
		n.peers.set(nil)
	}
	l, err := net.Listen("tcp", c.RPC)
	if err != nil {
		return portError("--rpc", c.RPC, err)
	}
	defer l.Close()
	if err := n.open(); err != nil {
		return err
	}
	defer func() {
		if cerr := n.stack.Close(); err == nil && cerr != nil && !errors.Is(cerr, gethnode.ErrNodeStopped) {
			err = fmt.Errorf("close the node: %w", cerr)
		}
	}()
	if err := n.stack.Start(); err != nil {
		return fmt.Errorf("start the node: %w", err)
	}
	// A node of a private chain has nobody to wait for: take transactions at once,
	// at any price.
	n.eth.SetSynced()
	eth.NewMinerAPI(n.eth).SetGasPrice(hexutil.Big{})
	system := filters.NewFilterSystem(n.eth.APIBackend, filters.Config{})
	apis := append(n.eth.APIs(),
		rpc.API{Namespace: "eth", Service: filters.NewFilterAPI(system, false)},
		rpc.API{Namespace: "web3", Service: &web3API{}},
		rpc.API{Namespace: "custos", Service: &statusAPI{n}})
	if n.gate != nil {
		if apis, err = n.gate.guard(apis); err != nil {
			return err
		}
	}
	server, err := newRPC(apis)
	if err != nil {
		return err
	}
	defer server.Stop()
	return n.serve(ctx, l, server, ready)
}

// serve runs the node's goroutines until ctx ends or the server fails:
//
//	peers ─ calls listed peers, takes their streams      heads ─ finds ties ─► miner
//	http  ─ answers JSON-RPC
func (n *node) serve(ctx context.Context, l net.Listener, server *rpc.Server, ready func(Ready)) error {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	if n.cfg.Sockets != "" {
		in, err := listenIn(n.cfg.Sockets)
		if err != nil {
			return err
		}
		wg.Go(func() { n.peers.take(ctx, in) })
		wg.Go(func() { n.peers.run(ctx) })
	}
	wg.Go(func() { n.heads.run(ctx) })
	if n.gate != nil {
		wg.Go(func() { n.gate.run(ctx) })
	}
	if n.cfg.Mine {
		wg.Go(func() { n.miner.run(ctx) })
	}
	failed := make(chan error, 1)
	wg.Go(func() { failed <- serveHTTP(ctx, l, server) })

	head := n.eth.BlockChain().CurrentBlock()
	r := Ready{
		RPC: "http://" + l.Addr().String(), ID: n.id(),
		Genesis: n.eth.BlockChain().Genesis().Hash(), ChainID: n.genesis.Config.ChainID.Uint64(),
		Head: head.Number.Uint64(), PID: os.Getpid(),
	}
	b, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if err := replaceFile(filepath.Join(n.cfg.Data, "node.json"), b); err != nil {
		return err
	}
	if ready != nil {
		ready(r)
	}
	n.log.Info("the node answers", "rpc", r.RPC, "id", r.ID, "head", r.Head, "mine", n.cfg.Mine)
	return <-failed
}

// open assembles the node and opens its database; nothing runs yet.
func (n *node) open() (err error) {
	c := n.cfg
	logger := log.New()
	logger.SetHandler(bridge(c.Log))
	log.Root().SetHandler(bridge(c.Log)) // most of the library logs there
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("create the data directory: %w", err)
	}
	if err := n.pin(); err != nil {
		return err
	}
	// Verification caches of the small data set take a millisecond to make; one
	// that was cut short would make every seal look wrong.
	if old, err := filepath.Glob(filepath.Join(c.Data, instance, "cache-R*")); err == nil {
		for _, f := range old {
			_ = os.Remove(f)
		}
	}
	n.stack, err = gethnode.New(&gethnode.Config{
		Name: instance, DataDir: c.Data, Logger: logger,
		P2P: p2p.Config{
			// No port, no discovery, no dialler of the library's; one slot for strangers, who
			// are turned away before the Ethereum handshake. Listed peers are
			// trusted, so that no limit counts them, and with a limit of one the
			// library does not wait 10 s for five peers before it syncs.
			NoDiscovery: true, NoDial: true, MaxPeers: 1,
			EnableMsgEvents: false,
		},
	})
	if errors.Is(err, gethnode.ErrDatadirUsed) {
		return fmt.Errorf("another node uses %s: stop it, or choose another --data", c.Data)
	}
	if err != nil {
		return fmt.Errorf("open the data directory %s: %w", c.Data, err)
	}
	defer func() {
		if err != nil {
			_ = n.stack.Close()
		}
	}()
	cfg := ethconfig.Defaults
	cfg.Genesis = n.genesis
	cfg.NetworkId = n.genesis.Config.ChainID.Uint64()
	cfg.SyncMode = downloader.FullSync
	// Every state is kept, at once on disk and by hash: proofs of past blocks
	// answer, and a killed process finds its head's state again.
	cfg.NoPruning = true
	cfg.SnapshotCache = 0
	cfg.TxLookupLimit = 0
	// TrieCleanCacheJournal keeps its default: with an empty name the library
	// writes that journal over the whole instance directory when it stops.
	cfg.DatabaseCache, cfg.DatabaseHandles = 16, 64
	cfg.TrieCleanCache, cfg.TrieDirtyCache = 16, 0
	cfg.Ethash = ethash.Config{PowMode: ethash.ModeTest, CachesInMem: 2, DatasetsInMem: 2}
	cfg.Miner.Etherbase = common.HexToAddress(c.Etherbase)
	cfg.Miner.GasCeil = n.genesis.GasLimit
	cfg.RPCTxFeeCap = 0
	n.eth, err = eth.New(n.stack, &cfg)
	if err != nil {
		return fmt.Errorf("open the chain in %s: %w", c.Data, err)
	}
	watch := newClock(c.clockOffset)
	if n.engine, err = install(n.eth.Engine(), n.eth.Miner(), n.genesis, c.Threads, watch.now); err != nil {
		return err
	}

	var r *rules
	if c.Registry != "" {
		if r, err = newRules(common.HexToAddress(c.Registry), n.eth.BlockChain(), n.genesis); err != nil {
			return err
		}
		n.gate = newGate(r, n.eth.TxPool(), c.Quota)
	}

	server := n.stack.Server()
	n.peers.server = server
	n.heads = newHeads(n.peers.allowed, c.Log)
	n.heads.gate, n.heads.clock, n.heads.engine = n.gate, watch, n.engine
	n.heads.chain, n.heads.sync = n.eth.BlockChain(), n.eth.Downloader()
	for i, p := range server.Protocols {
		server.Protocols[i] = n.heads.watch(p)
	}
	n.miner = &miner{
		chain: n.eth.BlockChain(), pool: n.eth.TxPool(), engine: n.engine, mux: n.eth.EventMux(),
		coinbase: cfg.Miner.Etherbase, gasLimit: cfg.Miner.GasCeil, confirmations: c.Confirmations,
		rules: r, clock: watch, tie: n.heads.tie, log: c.Log,
	}
	return nil
}

// pin holds the data directory to the chain it was made for. The library compares
// first blocks too, but a changed chain id or rule, which that block does not
// name, makes it rewind the chain without asking.
func (n *node) pin() error {
	type chain struct {
		Genesis common.Hash         `json:"genesis"`
		Config  *params.ChainConfig `json:"config"`
	}
	now, err := json.Marshal(chain{n.genesis.ToBlock().Hash(), n.genesis.Config})
	if err != nil {
		return fmt.Errorf("the genesis file: %w", err)
	}
	path := filepath.Join(n.cfg.Data, "chain.json")
	before, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return replaceFile(path, now)
	}
	if err != nil {
		return fmt.Errorf("read what chain %s holds: %w", n.cfg.Data, err)
	}
	if bytes.Equal(bytes.TrimSpace(before), now) {
		return nil
	}
	var had chain
	if err := json.Unmarshal(before, &had); err != nil || had.Config == nil {
		return fmt.Errorf("%s is damaged: restore the data directory from a backup, or remove it and fetch the chain from the peers", path)
	}
	return fmt.Errorf("%s holds the chain %v that began with %s, the genesis file is for the chain %v that begins with %s: choose another --data, or the genesis file of that chain",
		n.cfg.Data, had.Config.ChainID, had.Genesis, n.genesis.Config.ChainID, n.genesis.ToBlock().Hash())
}

// id is the node's public key, as peers list it.
func (n *node) id() string { return peerID(n.stack.Server().Self()) }

func portError(flag, addr string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s %s is taken by another program: stop it, or choose another port", flag, addr)
	}
	return fmt.Errorf("listen at %s %s: %w", flag, addr, err)
}

// replaceFile writes a file durably and in one step, so that a reader sees it whole.
func replaceFile(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(append(b, '\n'))
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
