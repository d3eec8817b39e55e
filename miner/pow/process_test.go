package pow

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/rpc"
)

// TestMain makes the test's own binary serve as the node's process.
func TestMain(m *testing.M) {
	if s := os.Getenv("CUSTOS_POW_CHILD"); s != "" {
		var c Config
		if err := json.Unmarshal([]byte(s), &c); err != nil {
			panic(err)
		}
		c.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
		defer stop()
		if err := c.Run(ctx, func(r Ready) { _ = json.NewEncoder(os.Stdout).Encode(r) }); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

type process struct {
	*running
	cmd *exec.Cmd
}

func spawn(t testing.TB, c Config) *process {
	t.Helper()
	c.Log = nil
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "CUSTOS_POW_CHILD="+string(b))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatalf("the node ended before it was ready: %v, %v", err, cmd.Wait())
	}
	p := &process{running: &running{}, cmd: cmd}
	if err := json.Unmarshal(line, &p.Ready); err != nil {
		t.Fatalf("ready line %q: %v", line, err)
	}
	if p.rpc, err = rpc.Dial(p.RPC); err != nil {
		t.Fatal(err)
	}
	p.Client = ethclient.NewClient(p.rpc)
	return p
}

func (p *process) end(t testing.TB, s os.Signal) error {
	t.Helper()
	p.rpc.Close()
	if err := p.cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
	return p.cmd.Wait()
}

// A node that is killed at any moment finds every block again whose receipt it has
// shown, and mines what was sent to it.
func TestKilledNodeKeepsItsChain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := testConfig(t, filepath.Join(dir, "a"), genesis(t, dir, chainID))
	c.PeersFile = ""
	k := newKey(t)
	var seen []*types.Receipt
	var last *types.Transaction
	p := spawn(t, c)
	for round := range 6 {
		tx := put(t, k, uint64(2*round), 1, int64(round))
		p.send(t, tx)
		seen = append(seen, p.receipt(t, tx.Hash()))
		last = put(t, k, uint64(2*round+1), 2, int64(round))
		p.send(t, last)
		head := p.head(t)
		if err := p.end(t, syscall.SIGKILL); err == nil {
			t.Fatal("it ended by itself")
		}
		p = spawn(t, c)
		if got := p.Head; got < head.Number.Uint64() {
			t.Fatalf("round %d: the head went back from %d to %d", round, head.Number, got)
		}
		for _, r := range seen {
			again := p.receipt(t, r.TxHash)
			if again.BlockHash != r.BlockHash {
				t.Fatalf("round %d: the transaction of block %d %s is now in %d %s", round, r.BlockNumber, r.BlockHash, again.BlockNumber, again.BlockHash)
			}
		}
		seen = append(seen, p.receipt(t, last.Hash()))
		// State answers too, at the head and at the first block.
		for _, n := range []*types.Receipt{seen[0], seen[len(seen)-1]} {
			if _, err := p.StorageAt(context.Background(), store, [32]byte{31: 1}, n.BlockNumber); err != nil {
				t.Fatal(err)
			}
		}
	}
	p.confirm(t, seen[len(seen)-1].BlockNumber, 2)
	head := p.head(t)
	if err := p.end(t, syscall.SIGTERM); err != nil {
		t.Fatalf("asked to end, it ended with %v", err)
	}
	p = spawn(t, c)
	if p.Head != head.Number.Uint64() {
		t.Fatalf("after a clean end the head is %d, was %d", p.Head, head.Number)
	}
	if err := p.end(t, syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
}

func TestRefusals(t *testing.T) {
	dir := t.TempDir()
	gen := genesis(t, dir, chainID)
	n := startIn(t, filepath.Join(dir, "a"), gen, nil)
	wrong := func(change func(*Config)) error {
		c := testConfig(t, filepath.Join(dir, "b"), gen)
		c.PeersFile = ""
		change(&c)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		return c.Run(ctx, func(Ready) { cancel() })
	}
	if err := wrong(func(*Config) {}); err != nil {
		t.Fatalf("the right config: %v", err)
	}
	write := func(name, text string) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	good, err := os.ReadFile(gen)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(*Config)
		says   string
	}{
		"no data":       {func(c *Config) { c.Data = "" }, "--data"},
		"rpc for all":   {func(c *Config) { c.RPC = "0.0.0.0:0" }, "loopback"},
		"rpc no host":   {func(c *Config) { c.RPC = ":8545" }, "loopback"},
		"long sockets":  {func(c *Config) { c.Sockets = "/" + strings.Repeat("s", 91) }, "too long"},
		"rpc taken":     {func(c *Config) { c.RPC = strings.TrimPrefix(n.RPC, "http://") }, "taken"},
		"data taken":    {func(c *Config) { c.Data = filepath.Join(dir, "a") }, "another node uses"},
		"other genesis": {func(c *Config) { c.Genesis = genesis(t, dir, 99) }, "holds the chain"},
		"other first block": {func(c *Config) {
			c.Genesis = write("g0", strings.Replace(string(good), `"0x6553f100"`, `"0x6553f101"`, 1))
		}, "holds the chain"},
		"no genesis":      {func(c *Config) { c.Genesis = filepath.Join(dir, "none") }, "genesis file"},
		"genesis no JSON": {func(c *Config) { c.Genesis = write("g1", "x") }, "JSON"},
		"genesis london": {func(c *Config) {
			c.Genesis = write("g2", strings.Replace(string(good), `"berlinBlock":0`, `"berlinBlock":0,"londonBlock":0`, 1))
		}, "beyond the Berlin"},
		"genesis easy":      {func(c *Config) { c.Genesis = write("g3", strings.Replace(string(good), `"0x20000"`, `"0x1"`, 1)) }, "difficulty"},
		"no etherbase":      {func(c *Config) { c.Etherbase = "" }, "--etherbase"},
		"zero etherbase":    {func(c *Config) { c.Etherbase = "0x0000000000000000000000000000000000000000" }, "--etherbase"},
		"threads":           {func(c *Config) { c.Threads = 0 }, "--threads"},
		"peer no ID":        {func(c *Config) { c.PeersFile = write("p0", "127.0.0.1:1\n") }, "not a peer"},
		"peer no key":       {func(c *Config) { c.PeersFile = write("p2", strings.Repeat("11", 64)+"\n") }, "no public key"},
		"peers file broken": {func(c *Config) { c.PeersFile = write("p1", "# list\nzz\n") }, "p1:2:"},
	} {
		t.Run(name, func(t *testing.T) {
			err := wrong(c.change)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("got %v, want a sentence with %q", err, c.says)
			}
		})
	}
	// None of it has harmed the node that runs.
	n.head(t)
}

func TestAttack23RPCExposure(t *testing.T) {
	dir := t.TempDir()
	n := startIn(t, filepath.Join(dir, "a"), genesis(t, dir, chainID), nil)
	for _, m := range []string{
		"personal_listAccounts", "personal_newAccount", "admin_nodeInfo", "admin_addPeer", "admin_exportChain",
		"debug_setHead", "debug_chaindbCompact", "debug_traceTransaction", "miner_start", "miner_stop", "txpool_content",
		"eth_accounts", "eth_getWork", "eth_submitWork", "ethash_getWork", "eth_sendRawTransactions", "rpc_nothing",
	} {
		err := n.rpc.Call(nil, m)
		var e rpc.Error
		if !errors.As(err, &e) || e.ErrorCode() != -32601 {
			t.Errorf("%s: got %v, want it not to exist", m, err)
		}
	}
	post := func(change func(*http.Request)) int {
		r, err := http.NewRequest(http.MethodPost, n.RPC, strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		change(r)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		return res.StatusCode
	}
	for name, c := range map[string]struct {
		change func(*http.Request)
		want   int
	}{
		"plain":       {func(*http.Request) {}, 200},
		"localhost":   {func(r *http.Request) { r.Host = "localhost:8545" }, 200},
		"rebound":     {func(r *http.Request) { r.Host = "evil.example:80" }, 403},
		"other host":  {func(r *http.Request) { r.Host = "192.0.2.1" }, 403},
		"from a page": {func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }, 403},
		"get":         {func(r *http.Request) { r.Method = http.MethodGet }, 405},
		"text":        {func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, 415},
		"long": {func(r *http.Request) {
			b := strings.Repeat(" ", maxBody+1)
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(b)), int64(len(b))
		}, 413},
		"long, length not said": {func(r *http.Request) {
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(strings.Repeat(" ", maxBody+1)+`{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}`)), -1
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			got := post(c.change)
			if c.want == 0 {
				return // answered with an error in JSON; what matters is that the node lives
			}
			if got != c.want {
				t.Fatalf("status %d, want %d", got, c.want)
			}
		})
	}
	n.head(t)
}
