package ledger

import (
	"bytes"
	"encoding/json"
	"math/big"
	"os"
	"reflect"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/core"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
)

func TestGenesisIsDeterministic(t *testing.T) {
	a, err := testGenesis(t).JSON()
	must(t, err)
	b, err := testGenesis(t).JSON()
	must(t, err)
	first, second := testGenesis(t).Hash(), testGenesis(t).Hash()
	if !bytes.Equal(a, b) || first != second {
		t.Error("the same config gives two geneses")
	}
}

// TestGenesisReadsBack has go-ethereum read the file and compute the same identity.
func TestGenesisReadsBack(t *testing.T) {
	g := testGenesis(t)
	b, err := g.JSON()
	must(t, err)
	var back core.Genesis
	must(t, json.Unmarshal(b, &back))
	if got := custos.Hash(back.ToBlock().Hash()); got != g.Hash() {
		t.Errorf("the file's genesis is %s, not %s", got, g.Hash())
	}
	if back.Config.LondonBlock != nil || back.Config.BerlinBlock == nil || back.Config.Ethash == nil || back.Config.Clique != nil {
		t.Errorf("the file's rules are %+v", back.Config)
	}
}

func TestGenesisDependsOnWhatItHolds(t *testing.T) {
	base := testGenesis(t)
	for name, change := range map[string]func(*GenesisConfig){
		"owner":      func(c *GenesisConfig) { c.Owners[0].WitnessKey[0]++ },
		"domain":     func(c *GenesisConfig) { c.Owners[0].Domain = "campus/back-door" },
		"one owner":  func(c *GenesisConfig) { c.Owners, c.Threshold = c.Owners[:1], 1 },
		"time":       func(c *GenesisConfig) { c.Time = c.Time.Add(time.Second) },
		"difficulty": func(c *GenesisConfig) { c.Difficulty = 1 << 20 },
	} {
		cfg := base.config
		cfg.Owners = base.Owners()
		change(&cfg)
		g, err := NewGenesis(cfg)
		must(t, err)
		if g.Hash() == base.Hash() {
			t.Errorf("another %s gives the same chain", name)
		}
	}
}

func TestGenesisRefusesNonsense(t *testing.T) {
	for name, c := range map[string]struct {
		kind  custos.ErrorKind
		spoil func(*GenesisConfig)
	}{
		"no chain id":   {custos.Invalid, func(c *GenesisConfig) { c.ChainID = 0 }},
		"no owners":     {custos.Invalid, func(c *GenesisConfig) { c.Owners = nil }},
		"half":          {custos.Invalid, func(c *GenesisConfig) { c.Threshold = 1 }},
		"bad domain":    {custos.Invalid, func(c *GenesisConfig) { c.Owners[0].Domain = "Campus" }},
		"same account":  {custos.Conflict, func(c *GenesisConfig) { c.Owners[0].Address = c.Owners[1].Address }},
		"nested":        {custos.Conflict, func(c *GenesisConfig) { c.Owners[0].Domain = c.Owners[1].Domain + "/a" }},
		"no witness":    {custos.Invalid, func(c *GenesisConfig) { c.Owners[0].WitnessKey = custos.Hash{} }},
		"no name":       {custos.Invalid, func(c *GenesisConfig) { c.Owners[0].Name = "" }},
		"nobody's keys": {custos.Invalid, func(c *GenesisConfig) { c.Owners[0].Address = custos.Address{} }},
	} {
		cfg := testGenesis(t).config
		cfg.Owners = testGenesis(t).Owners()
		c.spoil(&cfg)
		if _, err := NewGenesis(cfg); custos.KindOf(err) != c.kind {
			t.Errorf("%s: got %v, want %s", name, err, c.kind)
		}
	}
}

// TestBindingsAreOfTheArtifacts holds what is committed together: bindings that were
// not generated again after a contract changed would speak to one that is not there.
func TestBindingsAreOfTheArtifacts(t *testing.T) {
	for name, m := range map[string]struct{ abi, bin string }{
		"Registry":     {bindings.RegistryMetaData.ABI, bindings.RegistryMetaData.Bin},
		"Capabilities": {bindings.CapabilitiesMetaData.ABI, bindings.CapabilitiesMetaData.Bin},
		"Anchors":      {bindings.AnchorsMetaData.ABI, bindings.AnchorsMetaData.Bin},
	} {
		bin, err := os.ReadFile("../contracts/artifacts/" + name + ".bin")
		must(t, err)
		if strings.TrimPrefix(m.bin, "0x") != strings.TrimSpace(string(bin)) {
			t.Errorf("%s: the bindings hold other bytecode than the artifacts; run contracts/generate.sh", name)
		}
		artifact, err := os.ReadFile("../contracts/artifacts/" + name + ".abi.json")
		must(t, err)
		if got, want := declarations(t, m.abi), declarations(t, string(artifact)); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the bindings hold another ABI than the artifacts; run contracts/generate.sh", name)
		}
	}
}

// declarations lists what an ABI declares; abigen orders and trims the JSON its own way.
func declarations(t *testing.T, text string) (out []string) {
	t.Helper()
	parsed, err := abi.JSON(strings.NewReader(text))
	must(t, err)
	for _, m := range parsed.Methods {
		out = append(out, m.String())
	}
	for _, e := range parsed.Events {
		out = append(out, e.String())
	}
	for _, e := range parsed.Errors {
		out = append(out, e.String())
	}
	sort.Strings(out)
	if len(out) < 10 {
		t.Fatalf("only %d declarations", len(out))
	}
	return out
}

// TestEveryRefusalIsASentence has each error that a contract declares described.
func TestEveryRefusalIsASentence(t *testing.T) {
	for name, c := range map[string]struct {
		abi     abi.ABI
		explain unpacker
	}{
		"Registry":     {bindings.NewRegistry().GetABI(), bindings.NewRegistry().UnpackError},
		"Capabilities": {bindings.NewCapabilities().GetABI(), bindings.NewCapabilities().UnpackError},
		"Anchors":      {bindings.NewAnchors().GetABI(), bindings.NewAnchors().UnpackError},
	} {
		for _, e := range c.abi.Errors {
			args := make([]any, len(e.Inputs))
			for i, in := range e.Inputs {
				args[i] = reflect.Zero(in.Type.GetType()).Interface()
				if _, ok := args[i].(*big.Int); ok {
					args[i] = new(big.Int)
				}
			}
			packed, err := e.Inputs.Pack(args...)
			must(t, err)
			why := describe(append(e.ID[:4:4], packed...), c.explain)
			if why == nil || custos.KindOf(why) == custos.Internal || len(why.Error()) < 20 {
				t.Errorf("%s.%s is described as %v", name, e.Name, why)
			}
		}
	}
	if describe([]byte{1, 2, 3, 4}, bindings.NewAnchors().UnpackError) != nil {
		t.Error("an error that is nobody's is described")
	}
}
