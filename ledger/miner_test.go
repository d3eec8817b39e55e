package ledger

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/ledger/layout"
	"custos.dev/custos/ledger/proof"
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
	r, err := l.registerTest(ctx, alma, almaFogPrincipal)
	must(t, err)
	must(t, l.WaitConfirmed(ctx, r.Block))
	if code, err := l.CodeHashes(ctx); err != nil || code != testGenesis(t).CodeHashes() {
		t.Errorf("the contracts' code hashes to %+v, %v", code, err)
	}
	_, err = l.CreateLog(ctx, alma, origin, logKey.Address(), custos.Hash{1})
	must(t, err)
	tree := newTree(9, "")
	r, err = l.Anchor(ctx, almaFog, "campus/front-door", origin, at1(tree, 9), nil)
	must(t, err)
	must(t, l.WaitConfirmed(ctx, r.Block))

	// Offline: headers by their work, then the state under the anchor's block.
	headers, err := l.Headers(ctx, 0, r.Block.Number+1)
	must(t, err)
	verified, err := proof.VerifyChain(testGenesis(t).Hash(), headers)
	must(t, err)
	block, ok := verified.At(r.Block.Number)
	if !ok || block.Ref() != r.Block {
		t.Fatalf("the receipt's block is %+v, the verified one %+v", r.Block, block.Ref())
	}
	for contract, slots := range map[custos.Address][]custos.Hash{
		l.Contracts().Anchors:  layout.SlotsOfLog("campus/front-door", origin),
		l.Contracts().Registry: append(layout.SlotsOfPrincipal(almaFog.Address()), append(layout.SlotsOfOwner(alma.Address()), layout.SlotsOfPrincipal(mallet.Address())...)...),
	} {
		p, err := l.StorageProofs(ctx, r.Block.Number, contract, slots)
		must(t, err)
		if _, err := proof.VerifyAccount(block.StateRoot, p); err != nil {
			t.Error(err)
		}
	}
	p, err := l.StorageProofs(ctx, r.Block.Number, l.Contracts().Anchors, layout.SlotsOfLog("campus/front-door", origin))
	must(t, err)
	if got, err := layout.DecodeLog(values(p)); err != nil || got.Size != 9 || got.Root != at1(tree, 9).Root || got.Anchored != r.Block.Number {
		t.Errorf("the proof says %+v, %v", got, err)
	}
}
