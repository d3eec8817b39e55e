package fleet

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
)

// strangersChain starts a chain that knows nothing of Custos, and returns where it
// answers.
func strangersChain(t *testing.T) string {
	t.Helper()
	program := os.Getenv("CUSTOS_MINER")
	if program == "" {
		program = filepath.Join("..", "bin", node.MinerName)
	}
	if _, err := os.Stat(program); err != nil {
		t.Skipf("the proof-of-work node is not built: %v", err)
	}
	dir := t.TempDir()
	config := map[string]any{"chainId": 4242, "ethash": struct{}{}}
	for _, fork := range []string{"homestead", "eip150", "eip155", "eip158", "byzantium", "constantinople", "petersburg", "istanbul", "muirGlacier", "berlin"} {
		config[fork+"Block"] = 0
	}
	genesis, err := json.Marshal(map[string]any{
		"config": config, "nonce": "0x0", "timestamp": "0x65000000", "extraData": "0x", "gasLimit": "0x1c9c380", "difficulty": "0x20000", "alloc": struct{}{},
	})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "genesis.json")
	if err := os.WriteFile(file, genesis, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "--data", filepath.Join(dir, "chain"), "--genesis", file, "--etherbase", "0x0000000000000000000000000000000000000001", "--log", "error")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Signal(syscall.SIGTERM); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var ready struct{ RPC string }
	if err := json.Unmarshal(line, &ready); err != nil {
		t.Fatal(err)
	}
	return ready.RPC
}

// A site is founded on a chain that exists, once, and its trust file pins what stands there.
func TestDeploy(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	endpoint := strangersChain(t)
	site, err := service.Parse([]byte(`site: campus
ledger: {chain_id: 4242, endpoint: "` + endpoint + `"}
owners: [{name: alma, domain: campus/front}, {name: bela, domain: campus/back}]
nodes:
  - {name: fog, tier: fog, owner: alma, bus: "127.0.0.1:1001", leaf: "127.0.0.1:1002", api: "127.0.0.1:1003"}
  - {name: back, tier: fog, owner: bela, bus: "127.0.0.1:1011", leaf: "127.0.0.1:1012", api: "127.0.0.1:1013"}
`))
	if err != nil {
		t.Fatal(err)
	}
	site.Data = t.TempDir()
	payer, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Provision(site); custos.KindOf(err) != custos.NotFound || !strings.Contains(err.Error(), "ledger deploy") {
		t.Fatalf("a site whose contracts stand nowhere: %v", err)
	}
	var out bytes.Buffer
	if err := Deploy(ctx, site, payer, new(big.Int), &out); err != nil {
		t.Fatal(err)
	}
	trust, err := Provision(site)
	if err != nil {
		t.Fatal(err)
	}
	c, err := node.DialLedger(ctx, site, trust, &site.Nodes[0])
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	codes, err := c.CodeHashes(ctx)
	if err != nil || codes.Registry != trust.Contracts.Registry.CodeHash || codes.Anchors != trust.Contracts.Anchors.CodeHash || codes.Capabilities != trust.Contracts.Capabilities.CodeHash {
		t.Errorf("the trust file pins %+v, %+v stands there, %v", trust.Contracts, codes, err)
	}
	if at := c.Contracts(); at == ledger.GenesisContracts() || !strings.Contains(out.String(), at.Registry.String()) {
		t.Errorf("the contracts stand at %+v, it says %s", at, &out)
	}
	owners, err := c.Owners(ctx)
	if err != nil || len(owners) != 2 || owners[0].Name != "alma" || owners[0].WitnessKey != trust.Owners[0].WitnessKey || !owners[1].Active {
		t.Errorf("the owners are %+v, %v", owners, err)
	}
	if _, err := c.RegisterPrincipal(ctx, payer, custos.Principal{Address: payer.Address(), Name: "x", Role: custos.RoleFog, Domain: "campus/front"}, nil); custos.KindOf(err) != custos.Denied {
		t.Errorf("who paid has a right: %v", err)
	}
	if err := Deploy(ctx, site, payer, new(big.Int), &out); custos.KindOf(err) != custos.Conflict {
		t.Errorf("a second deployment: %v", err)
	}
	terms := ledger.SettingsOf(site)
	terms.Endpoint = ""
	ledger.Section.Set(site, terms)
	site.Data = t.TempDir()
	if err := Deploy(ctx, site, payer, new(big.Int), &out); custos.KindOf(err) != custos.Invalid {
		t.Errorf("a site with its own miners: %v", err)
	}
}
