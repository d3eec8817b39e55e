package fleet

import (
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/service"
)

// TestEveryAddressHasAListener holds the table against the addresses that a site file has:
// who says that a port is taken names the service that wants it.
func TestEveryAddressHasAListener(t *testing.T) {
	const at = "127.0.0.1:1"
	site := &service.Site{}
	for _, n := range []service.Node{
		{Tier: custos.Edge, Bus: at},
		{Tier: custos.Fog, Bus: at, Leaf: at, API: at, RPC: at, P2P: at},
		{Tier: custos.Cloud, API: at},
	} {
		addresses := site.Addresses(&n)
		if len(addresses) == 0 {
			t.Errorf("%s has no address", n.Tier)
		}
		for _, a := range addresses {
			if listener(&n, a.Key) == "" {
				t.Errorf("%s: no service of the table listens at `%s`", n.Tier, a.Key)
			}
		}
	}
}

// TestNamesStandOnce: an instance is found by its name, so no two rows have one.
func TestNamesStandOnce(t *testing.T) {
	rows := map[string]bool{}
	for _, k := range Services {
		if rows[k.Name] || k.Name == "" || k.run == nil {
			t.Errorf("the row %q is there twice, or does not run", k.Name)
		}
		rows[k.Name] = true
	}
	for _, name := range []string{Bus, Camera, Ledger, Master, Console} {
		if !rows[name] {
			t.Errorf("the table has no %q", name)
		}
	}
}
