package ledger

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"custos.dev/custos"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
)

var terms10k = Terms{Head: 10_000, Contracts: GenesisContracts()}

func TestPrices(t *testing.T) {
	registry := GenesisContracts().Registry.String()
	keys := func(n int) string { return "[" + strings.TrimSuffix(strings.Repeat(`"0x1",`, n), ",") + "]" }
	for _, c := range []struct {
		method, params string
		want           float64 // -1 is refused
	}{
		{"eth_chainId", `[]`, 1},
		{"eth_getBlockByNumber", `["latest",false]`, 1},
		{"eth_getBlockByNumber", `["latest",true]`, 5},
		{"eth_sendRawTransaction", `["0x"]`, 5},
		{"eth_call", `[{"to":"` + registry + `","data":"0x"},"latest"]`, 1},
		{"eth_call", `[{"to":"` + strings.ToUpper(registry[2:]) + `"},"latest"]`, 126}, // no address, so nobody's
		{"eth_call", `[{"to":"0x` + strings.ToUpper(registry[2:]) + `"},"latest"]`, 1},
		{"eth_call", `[{"to":"0x0000000000000000000000000000000000000009"},"latest"]`, 126},
		{"eth_call", `[{"to":"0x0000000000000000000000000000000000000009","gas":"0x1e8480"},"latest"]`, 6},
		{"eth_call", `[{"to":"0x0000000000000000000000000000000000000009","gas":"0xffffffffff"},"latest"]`, 126},
		{"eth_call", `[{"data":"0x5b600056"}]`, 126}, // a program of the caller's own
		{"eth_call", `[{"to":"` + registry + `"},"latest",{"` + registry + `":{"code":"0x5b600056"}}]`, -1},
		{"eth_call", `[]`, -1},
		{"eth_estimateGas", `[{"to":"` + registry + `"},"latest"]`, 25},
		{"eth_call", `[{"to":"` + registry + `","data":"0x` + strings.Repeat("00", 6<<10) + `"},"latest"]`, 4},
		{"eth_estimateGas", `[{"data":"0x5b600056"}]`, 25 * 126},
		{"eth_getLogs", `[{"fromBlock":"0x0","toBlock":"0x1387"}]`, 102},
		{"eth_getLogs", `[{"fromBlock":"0x0","toBlock":"0x1388"}]`, -1},
		{"eth_getLogs", `[{"fromBlock":"earliest"}]`, -1},
		{"eth_getLogs", `[{"fromBlock":"0x0"}]`, -1},
		{"eth_getLogs", `[{"fromBlock":"0x0","toBlock":"latest"}]`, -1},
		{"eth_getLogs", `[{"fromBlock":"0x2328"}]`, 2 + 1001./50},
		{"eth_getLogs", `[{"fromBlock":"0x2710","toBlock":"0xffffffff"}]`, 2 + 65./50},
		{"eth_getLogs", `[{}]`, 2 + 1./50},
		{"eth_getLogs", `[{"fromBlock":"0xffffffffffffffff"}]`, -1},
		{"eth_getLogs", `[{"fromBlock":"-1"}]`, -1},
		{"eth_getLogs", `[{"blockHash":"0x00"}]`, 2},
		{"eth_getProof", `["` + registry + `",` + keys(10) + `,"latest"]`, 7},
		{"eth_getProof", `["` + registry + `",` + keys(1024) + `,"latest"]`, 514},
		{"eth_getProof", `["` + registry + `",` + keys(1025) + `,"latest"]`, -1},
		{"eth_getProof", `["` + registry + `"]`, -1},
		{"custos_headers", `["0x0","0x64"]`, 3},
		{"custos_headers", `["0x0"]`, -1},
		{"debug_traceBlock", `[]`, -1},
		{"eth_newFilter", `[{}]`, -1},
		{"ETH_CALL", `[]`, -1},
	} {
		call := fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":%q,"params":%s}`, c.method, c.params)
		b, err := PriceOf([]byte(call), terms10k)
		if (err != nil) != (c.want < 0) || err == nil && b.Units != c.want {
			t.Errorf("%s: %g, %v; want %g", call, b.Units, err, c.want)
		}
		if err != nil || c.want*3 > 1e9 {
			continue
		}
		// Several at once cost the sum, and one that is refused refuses all.
		if b, err = PriceOf([]byte(" [\n"+call+","+call+","+call+"]"), terms10k); err != nil || b.Units != 3*c.want {
			t.Errorf("three of %s: %g, %v", call, b.Units, err)
		}
		if _, err := PriceOf([]byte("["+call+`,{"id":2,"method":"admin_peers","params":[]}]`), terms10k); custos.KindOf(err) != custos.Denied {
			t.Errorf("%s with another that is not offered: %v", call, err)
		}
	}
	one := `{"id":1,"method":"eth_chainId"},`
	for body, kind := range map[string]custos.ErrorKind{
		"": custos.Invalid, "[]": custos.Invalid, "x": custos.Invalid, `"x"`: custos.Invalid, "[1]": custos.Invalid,
		`{"id":1,"method":"eth_chainId","params":{}}`:                            custos.Invalid,
		"[" + strings.Repeat(one, maxCalls) + strings.TrimSuffix(one, ",") + "]": custos.Invalid,
		`{"id":"` + strings.Repeat("x", 100) + `","method":"eth_chainId"}`:       custos.Invalid,
		`{}`:                              custos.Denied,
		`{"id":1,"method":"miner_start"}`: custos.Denied,
		`[{"id":1,"method":"eth_sendTransaction"}]`: custos.Denied,
	} {
		if _, err := PriceOf([]byte(body), terms10k); custos.KindOf(err) != kind {
			t.Errorf("%.60s: %v", body, err)
		}
	}
}

// An error in the place of an answer has the form of the request.
func TestBillRefuses(t *testing.T) {
	type answer struct {
		ID    json.RawMessage
		Error struct {
			Code    int
			Message string
		}
	}
	b, err := PriceOf([]byte(`{"jsonrpc":"2.0","id":"a","method":"eth_chainId"}`), terms10k)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.Cut([]byte("short"), 5); string(got) != "short" {
		t.Errorf("an answer that fits: %s", got)
	}
	var one answer
	if err := json.Unmarshal(b.Cut([]byte("longer"), 5), &one); err != nil || string(one.ID) != `"a"` || one.Error.Code != codeLimit || !strings.Contains(one.Error.Message, "longer than 5 bytes") {
		t.Errorf("%+v, %v", one, err)
	}
	if b, err = PriceOf([]byte(`[{"id":1,"method":"eth_chainId"},{"id":2,"method":"eth_syncing"}]`), terms10k); err != nil {
		t.Fatal(err)
	}
	var several []answer
	if err := json.Unmarshal(b.Cut([]byte("longer"), 5), &several); err != nil || len(several) != 2 || string(several[1].ID) != "2" || several[1].Error.Code != codeLimit {
		t.Errorf("%+v, %v", several, err)
	}
}

func FuzzPriceOf(f *testing.F) {
	for _, s := range []string{`{"method":"eth_getLogs","params":[{"fromBlock":"0x0"}]}`, `[{"method":"eth_call","params":[{"gas":"0x1"},"latest"]}]`, `[{"method":"eth_getProof","params":["0x",["0x"]]}]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		b, err := PriceOf(body, terms10k)
		if err == nil && (b.Units < 1 || b.Units > maxCalls*1e18) {
			t.Errorf("%q costs %g", body, b.Units)
		}
		if err == nil && !json.Valid(b.Refuse("no")) {
			t.Errorf("%q is refused by what is no JSON: %s", body, b.Refuse("no"))
		}
	})
}

// TestLogsArePaged asks a node that answers for so many blocks at once as are offered.
func TestLogsArePaged(t *testing.T) {
	const head = 2*logsStep + 17
	var asked [][2]uint64
	node := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var c relayCall
		if err := json.NewDecoder(r.Body).Decode(&c); err != nil {
			t.Error(err)
		}
		body, _ := json.Marshal(c)
		if _, err := PriceOf(body, Terms{Head: head, Contracts: GenesisContracts()}); err != nil {
			t.Errorf("%s: %v", body, err)
		}
		var result any
		switch c.Method {
		case "eth_chainId":
			result = hexutil.Uint64(7)
		case "eth_getBlockByNumber":
			result = &types.Header{Number: hexutil.MustDecodeBig(hexutil.EncodeUint64(head)), Difficulty: hexutil.MustDecodeBig("0x1")}
		case "eth_getLogs":
			var q struct{ FromBlock, ToBlock hexutil.Uint64 }
			if err := json.Unmarshal(c.Params[0], &q); err != nil {
				t.Error(err)
			}
			asked = append(asked, [2]uint64{uint64(q.FromBlock), uint64(q.ToBlock)})
			result = []types.Log{}
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"jsonrpc": "2.0", "id": c.ID, "result": result})
	}))
	defer node.Close()
	c, err := Dial(t.Context(), Config{Endpoint: node.URL, ChainID: 7})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	want := [][2]uint64{{0, logsStep - 1}, {logsStep, 2*logsStep - 1}, {2 * logsStep, head}}
	for name, ask := range map[string]func() error{
		"changes":   func() error { _, err := c.Changes(t.Context(), 0, 1<<40); return err },
		"approvals": func() error { _, err := c.Approvals(t.Context(), 1); return err },
		"glasses":   func() error { _, err := c.Glasses(t.Context(), 0, 1<<40); return err },
		"a proposal": func() error {
			if _, err := c.proposed(t.Context(), 1); custos.KindOf(err) != custos.NotFound {
				return fmt.Errorf("a proposal that is not there: %w", err)
			}
			return nil
		},
	} {
		asked = nil
		if err := ask(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if fmt.Sprint(asked) != fmt.Sprint(want) {
			t.Errorf("%s: blocks %v were looked through, want %v", name, asked, want)
		}
	}
}
