// Package pow runs a proof-of-work Ethereum node: go-ethereum v1.11.6, the last
// release with ethash, as a library. The node mines only while something waits
// to be mined or confirmed, and speaks to listed peers only. Its JSON-RPC listens on
// loopback, and for peers it has no port at all: the release has known remote
// crashes, so its peers' streams come over Unix sockets from a tunnel that has
// authenticated them.
package pow

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"net"
	"os"
	"runtime"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
)

// Config says how a node runs. Every field but Sockets, PeersFile,
// Registry, Quota and Log is needed.
type Config struct {
	// Data is the directory of the chain, its owner-only key and its lock.
	Data string
	// Genesis is the file with the first block, in go-ethereum's JSON.
	Genesis string
	// RPC is a loopback address; port 0 chooses a free one.
	RPC string
	// Sockets is the directory of in.sock, where this node takes its peers' streams,
	// and out.sock, where the tunnel opens streams to them. Its path has at most 90
	// bytes. Empty means that the node has no peers.
	Sockets string
	// PeersFile holds the peers' IDs, one a line; it is read again every second.
	PeersFile string
	// Etherbase gets the rewards.
	Etherbase string
	// Threads is how many goroutines search for a nonce.
	Threads int
	// Confirmations is how many blocks are mined upon one with transactions.
	Confirmations int
	// Registry is the address of the contract that says who may transact: only its
	// active owners and their active principals may, and blocks with transactions of
	// others are invalid. All nodes of a chain need the same. Empty means everybody may.
	Registry string
	// Quota is what this node takes of one sender, at most DefaultQuota.
	Quota Quota
	// Mine is false for a node that only follows.
	Mine bool
	// Log gets what happens; nil means slog.Default().
	Log *slog.Logger

	clockOffset time.Duration // tests set the clock wrong
}

func (c *Config) check() error {
	if c.Data == "" {
		return errors.New("no data directory is given: use --data DIR")
	}
	if c.Genesis == "" {
		return errors.New("no genesis file is given: use --genesis FILE")
	}
	if err := loopback("--rpc", c.RPC); err != nil {
		return err
	}
	if len(c.Sockets) > maxSockets {
		return fmt.Errorf("--sockets %s: the path of a Unix socket would be too long; choose a directory with at most %d bytes", c.Sockets, maxSockets)
	}
	if c.Mine && (!common.IsHexAddress(c.Etherbase) || common.HexToAddress(c.Etherbase) == (common.Address{})) {
		return fmt.Errorf("--etherbase %q is not an address to mine for: give 0x and 40 hexadecimal digits, or --mine=false", c.Etherbase)
	}
	if c.Threads < 1 || c.Threads > 4*runtime.NumCPU() {
		return fmt.Errorf("--threads %d: choose 1 to %d", c.Threads, 4*runtime.NumCPU())
	}
	if c.Confirmations < 0 || c.Confirmations > 1000 {
		return fmt.Errorf("--confirmations %d: choose 0 to 1000", c.Confirmations)
	}
	if c.Registry != "" && !common.IsHexAddress(c.Registry) {
		return fmt.Errorf("--registry %q is not an address: give 0x and 40 hexadecimal digits", c.Registry)
	}
	if c.Quota == (Quota{}) {
		c.Quota = DefaultQuota
	}
	if q := c.Quota; q.Txs < 1 || q.Txs > DefaultQuota.Txs || q.Gas < 21_000 || q.Gas > DefaultQuota.Gas {
		return fmt.Errorf("a quota of %d transactions and %d gas a minute: at most %d and %d are possible, since blocks hold twice that of one sender; see --quota-txs and --quota-gas",
			q.Txs, q.Gas, DefaultQuota.Txs, DefaultQuota.Gas)
	}
	return nil
}

// loopback refuses every address that another machine could reach.
func loopback(flag, addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("%s %q is not an address: give one like 127.0.0.1:0: %w", flag, addr, err)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("%s %s is not a loopback address: this node may only be reached from its own machine, others come through a tunnel; use 127.0.0.1", flag, addr)
	}
	return nil
}

// readGenesis reads a genesis file and refuses rules under which the node's
// promises do not hold.
func readGenesis(path string) (*core.Genesis, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the genesis file: %w", err)
	}
	var g core.Genesis
	if err := json.Unmarshal(b, &g); err != nil {
		return nil, fmt.Errorf("the genesis file %s is not in go-ethereum's JSON: %w", path, err)
	}
	c := g.Config
	zero := func(n *big.Int) bool { return n != nil && n.Sign() == 0 }
	switch {
	case c == nil || c.ChainID == nil || c.ChainID.Sign() <= 0:
		return nil, fmt.Errorf("the genesis file %s names no chain id: set config.chainId", path)
	case c.Clique != nil || c.TerminalTotalDifficulty != nil:
		return nil, fmt.Errorf("the genesis file %s is not for proof of work: remove clique and terminalTotalDifficulty from its config", path)
	case !zero(c.BerlinBlock) || !zero(c.MuirGlacierBlock):
		return nil, fmt.Errorf("the genesis file %s does not start with the Berlin rules: set every fork up to berlinBlock to 0", path)
	case c.LondonBlock != nil || c.ArrowGlacierBlock != nil || c.GrayGlacierBlock != nil || c.ShanghaiTime != nil || c.CancunTime != nil:
		// London's base fee ratchets to 1 wei and transactions at price zero stick.
		return nil, fmt.Errorf("the genesis file %s goes beyond the Berlin rules: remove londonBlock and every later fork", path)
	case g.Difficulty != nil && (string(g.ExtraData) == FixedWork || string(g.ExtraData) == fixedWork1):
		if g.Difficulty.Cmp(big.NewInt(minWork)) < 0 {
			return nil, fmt.Errorf("the genesis file %s has a difficulty below the least of fixed work, %d", path, minWork)
		}
	case g.Difficulty == nil || g.Difficulty.Cmp(big.NewInt(131072)) < 0:
		return nil, fmt.Errorf("the genesis file %s has a difficulty below ethash's least, 131072", path)
	}
	return &g, nil
}
