// Command custos-miner is the proof-of-work Ethereum node of a fog. It prints one
// line of JSON to standard output when it answers, logs JSON to standard error,
// and ends on SIGTERM or SIGINT.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"custos.dev/custos/miner/pow"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "custos-miner:", err)
		os.Exit(1)
	}
}

func run() error {
	var c pow.Config
	var level slog.LevelVar
	fs := flag.NewFlagSet("custos-miner", flag.ExitOnError)
	fs.StringVar(&c.Data, "data", "", "`directory` of the chain")
	fs.StringVar(&c.Genesis, "genesis", "", "`file` with the first block")
	fs.StringVar(&c.RPC, "rpc", "127.0.0.1:0", "loopback `address` for JSON-RPC over HTTP; port 0 chooses one")
	fs.StringVar(&c.Sockets, "sockets", "", "`directory` of the Unix sockets to peers: in.sock and out.sock")
	fs.StringVar(&c.PeersFile, "peers", "", "`file` with the peers' IDs, one a line, read again every second")
	fs.StringVar(&c.Etherbase, "etherbase", "", "`address` that gets the rewards")
	fs.IntVar(&c.Threads, "threads", 1, "goroutines that search for a nonce")
	fs.IntVar(&c.Confirmations, "confirmations", 2, "blocks to mine upon one with transactions")
	fs.StringVar(&c.Registry, "registry", "", "`address` of the contract that says who may transact; the same at every node")
	fs.Uint64Var(&c.Quota.Txs, "quota-txs", pow.DefaultQuota.Txs, "transactions a minute taken of one sender")
	fs.Uint64Var(&c.Quota.Gas, "quota-gas", pow.DefaultQuota.Gas, "gas a minute taken of one sender")
	fs.BoolVar(&c.Mine, "mine", true, "mine, not only follow")
	fs.TextVar(&level, "log", new(slog.LevelVar), "`level` of the log: debug, info, warn, error")
	if err := fs.Parse(os.Args[1:]); err != nil {
		return err
	}
	if fs.NArg() > 0 {
		return fmt.Errorf("%q is not an option; run with -h to see them", fs.Arg(0))
	}
	c.Log = slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: &level}))
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	return c.Run(ctx, func(r pow.Ready) {
		if err := json.NewEncoder(os.Stdout).Encode(r); err != nil {
			c.Log.Warn("nobody reads standard output", "err", err)
		}
	})
}
