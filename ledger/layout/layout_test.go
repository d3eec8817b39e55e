package layout

import (
	"encoding/json"
	"os"
	"testing"

	"custos.dev/custos"
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
				"t_struct(PrincipalRecord)_storage": {"owner": {"0", 0}, "role": {"0", 20}, "active": {"0", 21}, "since": {"0", 23}, "domain": {"1", 0}, "tlsKey": {"2", 0}, "name": {"3", 0}},
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

// TestDecodeNameWantsTheOneForm: what the EVM never writes is no name.
func TestDecodeNameWantsTheOneForm(t *testing.T) {
	short := func(name string) (h custos.Hash) {
		copy(h[:], name)
		h[31] = byte(2 * len(name))
		return h
	}
	long := func(n uint64) custos.Hash { return word(2*n + 1) }
	if got, err := DecodeName([]custos.Hash{short("front-edge/object")}); err != nil || got != "front-edge/object" {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := DecodeName([]custos.Hash{long(33), {'a', 31: 'b'}, {'c'}}); err != nil || got != "a"+string(make([]byte, 30))+"bc" {
		t.Errorf("%q, %v", got, err)
	}
	behind := short("front-edge/object")
	behind[17] = 'x'
	odd := long(40)
	odd[0] = 1
	for name, v := range map[string][]custos.Hash{
		"no slot":                 nil,
		"nothing":                 {{}},
		"bytes behind it":         {behind},
		"a slot too many":         {short("a"), {}},
		"a slot too few":          {long(33), {'a'}},
		"long, and short enough":  {long(31), {'a'}},
		"longer than any":         {long(128), {}, {}, {}, {}},
		"a length with more":      {odd, {'a'}, {'b'}},
		"bytes behind a long one": {long(33), {}, {0, 'x'}},
	} {
		if got, err := DecodeName(v); err == nil {
			t.Errorf("%s: %q", name, got)
		}
	}
	if a, b := SlotsOfName(custos.Address{1}, 31), SlotsOfName(custos.Address{1}, 127); len(a) != 1 || len(b) != 5 || a[0] != b[0] || a[0] != run(SlotsOfPrincipal(custos.Address{1})[0], 4)[3] {
		t.Errorf("%v, %v", a, b)
	}
	// A hostile length asks for no more than the longest name takes.
	if got := SlotsOfName(custos.Address{1}, 1<<60); len(got) != 5 {
		t.Errorf("%d slots", len(got))
	}
}
