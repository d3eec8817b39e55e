package layout

import (
	"encoding/json"
	"os"
	"testing"

	"custos"
)

type variable struct {
	Label, Slot, Type string
	Offset            int
}

type storage struct {
	Storage []variable
	Structs map[string][]variable
}

// TestLayoutIsTheCompilers compares what the decoders assume with what the compiler
// wrote when the contracts were compiled.
func TestLayoutIsTheCompilers(t *testing.T) {
	type at struct {
		slot   string
		offset int
	}
	for contract, want := range map[string]struct {
		variables map[string]at
		structs   map[string]map[string]at
	}{
		"Registry": {
			map[string]at{"_owners": {"0", 0}, "_principals": {"1", 0}, "_threshold": {"4", 0}, "_ownerCount": {"4", 2}},
			map[string]map[string]at{
				"t_struct(OwnerRecord)_storage":     {"active": {"0", 0}, "since": {"0", 3}, "domain": {"1", 0}, "witnessKey": {"2", 0}},
				"t_struct(PrincipalRecord)_storage": {"owner": {"0", 0}, "role": {"0", 20}, "active": {"0", 21}, "since": {"0", 23}, "domain": {"1", 0}, "tlsKey": {"2", 0}},
			},
		},
		"Capabilities": {
			map[string]at{"_capabilities": {"0", 0}},
			map[string]map[string]at{
				"t_struct(Record)_storage": {
					"grantor": {"0", 0}, "parent": {"0", 20}, "actions": {"0", 28}, "depth": {"0", 29}, "segments": {"0", 30}, "revoked": {"0", 31},
					"grantee": {"1", 0}, "from": {"1", 20}, "until": {"1", 26}, "resource": {"2", 0}, "week": {"3", 0},
				},
				"t_struct(Hours)_storage": {"weekdays": {"0", 0}, "from": {"0", 1}, "until": {"0", 3}},
			},
		},
		"Anchors": {
			map[string]at{"_logs": {"0", 0}},
			map[string]map[string]at{
				"t_struct(Log)_storage": {
					"size": {"0", 0}, "anchored": {"0", 8}, "count": {"0", 16}, "frozen": {"0", 24}, "root": {"1", 0},
					"signer": {"2", 0}, "created": {"2", 20}, "domain": {"3", 0},
				},
			},
		},
	} {
		b, err := os.ReadFile("../../contracts/artifacts/" + contract + ".storage.json")
		if err != nil {
			t.Fatal(err)
		}
		var s storage
		if err := json.Unmarshal(b, &s); err != nil {
			t.Fatal(err)
		}
		compare := func(where string, got []variable, want map[string]at) {
			seen := map[string]at{}
			for _, v := range got {
				seen[v.Label] = at{v.Slot, v.Offset}
			}
			for label, w := range want {
				if g, ok := seen[label]; !ok || g != w {
					t.Errorf("%s: %s.%s lies at %+v, the decoders read %+v", contract, where, label, g, w)
				}
			}
		}
		compare("", s.Storage, want.variables)
		for name, w := range want.structs {
			compare(name, s.Structs[name], w)
		}
	}
}

func TestDecodersWantTheirSlots(t *testing.T) {
	v := make([]custos.Hash, 2)
	if _, err := DecodeOwner(v); custos.KindOf(err) != custos.Invalid {
		t.Error(err)
	}
	if _, err := DecodePrincipal(v); custos.KindOf(err) != custos.Invalid {
		t.Error(err)
	}
	if _, err := DecodeLog(v); custos.KindOf(err) != custos.Invalid {
		t.Error(err)
	}
	if _, err := DecodeCapability(v); custos.KindOf(err) != custos.Invalid {
		t.Error(err)
	}
}

func TestRunCarries(t *testing.T) {
	var h custos.Hash
	for i := 1; i < 32; i++ {
		h[i] = 0xff
	}
	if got, want := run(h, 2)[1], (custos.Hash{0: 1}); got != want {
		t.Errorf("the slot after %s is %s", h, got)
	}
}

func TestPathHashIsAChain(t *testing.T) {
	a := PathHash("campus")
	leaf := keccak([]byte("cam1"))
	if PathHash("campus/cam1") != keccak(a[:], leaf[:]) || PathHash("") != (custos.Hash{}) {
		t.Error("a path's hash does not continue its parent's")
	}
}
