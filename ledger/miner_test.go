package ledger

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/ethereum/go-ethereum/crypto"

	"custos"
)

// chains runs a test against each kind of chain there is. The proof-of-work node is
// a program of its own module: CUSTOS_MINER names it, or `make build` put it in bin/.
func chains(t *testing.T, test func(*testing.T, *Client)) {
	t.Run("simulated", func(t *testing.T) { test(t, newChain(t).dial(t)) })
	t.Run("miner", func(t *testing.T) { test(t, newMiner(t)) })
}

// newMiner starts a proof-of-work node on the test's genesis.
func newMiner(t *testing.T) *Client {
	t.Helper()
	program := os.Getenv("CUSTOS_MINER")
	if program == "" {
		program = filepath.Join("..", "bin", "custos-miner")
	}
	if _, err := os.Stat(program); err != nil {
		t.Skipf("the proof-of-work node is not built: %v", err)
	}
	dir := t.TempDir()
	genesis, err := testGenesis(t).JSON()
	must(t, err)
	file := filepath.Join(dir, "genesis.json")
	must(t, os.WriteFile(file, genesis, 0o600))
	cmd := exec.Command(program, "-data", filepath.Join(dir, "data"), "-genesis", file, "-etherbase", alma.Address().String(), "-log", "error")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadBytes('\n')
	must(t, err)
	var ready struct {
		RPC string `json:"rpc"`
	}
	must(t, json.Unmarshal(line, &ready))
	c, err := Dial(testContext(t), Config{Endpoint: ready.RPC, ChainID: 1337, Genesis: testGenesis(t).Hash()})
	must(t, err)
	t.Cleanup(c.Close)
	return c
}

// TestMinerKeepsItsWord checks what only the real node can show: the genesis has the
// hash that was computed without it, headers hash to their blocks, and what is
// written becomes confirmed though nothing else happens.
func TestMinerKeepsItsWord(t *testing.T) {
	l, ctx := newMiner(t), testContext(t)
	r, err := l.RegisterPrincipal(ctx, alma, almaFogPrincipal)
	must(t, err)
	deep := l.cfg
	deep.Confirmations = 2
	l2, err := Dial(ctx, deep)
	must(t, err)
	defer l2.Close()
	must(t, l2.WaitConfirmed(ctx, r.Block))
	if code, err := l.CodeHashes(ctx); err != nil || code != testGenesis(t).CodeHashes() {
		t.Errorf("the contracts' code hashes to %+v, %v", code, err)
	}
	headers, err := l.Headers(ctx, 0, r.Block.Number)
	must(t, err)
	if got := custos.Hash(crypto.Keccak256(headers[0])); got != testGenesis(t).Hash() {
		t.Errorf("the genesis hashes to %s", got)
	}
	if got := custos.Hash(crypto.Keccak256(headers[len(headers)-1])); got != r.Block.Hash {
		t.Errorf("the receipt's block hashes to %s, not %s", got, r.Block.Hash)
	}
}
