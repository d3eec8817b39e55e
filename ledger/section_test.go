package ledger

import (
	"strings"
	"testing"
	"time"

	"custos.dev/custos/service"
)

func TestEndpointOfASite(t *testing.T) {
	site := func(ledger, ports string) error {
		_, err := service.Parse([]byte(`site: campus
owners: [{name: alma, domain: campus/front}]
ledger: {` + ledger + `}
nodes: [{name: fog, tier: fog, owner: alma, bus: "127.0.0.1:1001", leaf: "127.0.0.1:1002", api: "127.0.0.1:1003"` + ports + `}]
`))
		return err
	}
	miner := `, rpc: "127.0.0.1:1004", p2p: "127.0.0.1:1005"`
	for _, good := range []string{"http://127.0.0.1:8545", "https://node.example/key", "ws://h:1", "wss://h:1", "/run/geth.ipc"} {
		if err := site(`endpoint: "`+good+`", engine: ethereum`, ""); err != nil {
			t.Errorf("%s: %v", good, err) // and the fog needs no ports for a miner
		}
	}
	for ledger, why := range map[string]string{
		`endpoint: "127.0.0.1:8545"`: "ledger.endpoint", `endpoint: "ftp://h"`: "ledger.endpoint", `endpoint: "http:///x"`: "ledger.endpoint",
		`engine: ethereum`: "ledger.engine",
	} {
		if err := site(ledger, miner); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v", ledger, err)
		}
	}
	if err := site("", ""); err != nil {
		t.Errorf("a fog with a miner whose ports are left to Custos: %v", err)
	}
}

// What the file leaves out is filled in; what cannot be is said in its words.
func TestSettingsOfASite(t *testing.T) {
	const site = "site: campus\nledger: {%}\nowners: [{name: alma, domain: campus/front}, {name: bruno, domain: campus/second}]\nnodes: [{name: fog, tier: fog, owner: alma}]\n"
	parse := func(ledger string) (*service.Site, error) {
		return service.Parse([]byte(strings.Replace(site, "%", ledger, 1)))
	}
	s, err := parse("chain_id: 7")
	if err != nil {
		t.Fatal(err)
	}
	if got := SettingsOf(s); got.ChainID != 7 || got.Threshold != 2 || got.Confirmations != 2 || got.AnchorEvery != time.Minute {
		t.Errorf("%+v", got)
	}
	text, err := s.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := service.Parse(text); err != nil || SettingsOf(again) != SettingsOf(s) {
		t.Errorf("read again: %v in\n%s", err, text)
	}
	for ledger, want := range map[string]string{
		"threshold: 1": "ledger.threshold: 1 of 2 owners: want more than half", "confirmations: 0": "ledger: chain_id and threads", "threds: 1": "line 2: unknown key `threds` at ledger: did you mean `threads`?",
		"threads: many": `line 2: "many" stands where a whole number is wanted`, "anchor_every: soon": `line 2: "soon" stands where a duration such as 5s or 10m is wanted`,
	} {
		if _, err := parse(ledger); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", ledger, err, want)
		}
	}
}

// Only a fog with a miner of its own has the addresses of one.
func TestAddressesOfAMiner(t *testing.T) {
	for ledger, want := range map[string]int{"{}": 5, "{endpoint: /run/geth.ipc}": 3} {
		s, err := service.Parse([]byte("site: campus\nledger: " + ledger + `
owners: [{name: alma, domain: campus/front}]
nodes:
  - {name: fog, tier: fog, owner: alma, bus: "127.0.0.1:1001", leaf: "127.0.0.1:1002", api: "127.0.0.1:1003", rpc: "127.0.0.1:1004", p2p: "127.0.0.1:1005"}
  - {name: edge, tier: edge, owner: alma, fog: fog, bus: "127.0.0.1:1006"}
`))
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Addresses(&s.Nodes[0]); len(got) != want {
			t.Errorf("%s: the fog has %+v, want %d", ledger, got, want)
		}
		if got := s.Addresses(&s.Nodes[1]); len(got) != 1 {
			t.Errorf("%s: the edge has %+v", ledger, got)
		}
	}
}
