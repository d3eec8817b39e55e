package service

import (
	"strings"
	"testing"
)

func TestLedgerEndpoint(t *testing.T) {
	site := func(ledger, ports string) error {
		_, err := Parse([]byte(`site: campus
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
