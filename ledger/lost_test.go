package ledger

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"

	"custos.dev/custos"
)

// forgetful stands between client and node, and may swallow transactions: it says
// that it has them, as a node does that then loses its pool.
type forgetful struct {
	node    *rpc.Client
	swallow atomic.Int32 // how many of the next
	mu      sync.Mutex
	lost    []*types.Transaction
	dead    atomic.Bool
}

// RoundTrip implements http.RoundTripper without a network.
func (f *forgetful) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	return w.Result(), nil
}

func (f *forgetful) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if f.dead.Load() {
		http.Error(w, "down", http.StatusBadGateway)
		return
	}
	var req struct {
		ID     json.RawMessage   `json:"id"`
		Method string            `json:"method"`
		Params []json.RawMessage `json:"params"`
	}
	body, err := io.ReadAll(r.Body)
	if err == nil {
		err = json.Unmarshal(body, &req)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	res := map[string]any{"jsonrpc": "2.0", "id": req.ID}
	if req.Method == "eth_sendRawTransaction" && f.swallow.Add(-1) >= 0 {
		var raw hexutil.Bytes
		tx := new(types.Transaction)
		if json.Unmarshal(req.Params[0], &raw) == nil && tx.UnmarshalBinary(raw) == nil {
			f.mu.Lock()
			f.lost = append(f.lost, tx)
			f.mu.Unlock()
			res["result"] = tx.Hash()
		}
	} else {
		args := make([]any, len(req.Params))
		for i, p := range req.Params {
			args[i] = p
		}
		var out json.RawMessage
		switch err := f.node.CallContext(r.Context(), &out, req.Method, args...); e := err.(type) {
		case nil:
			res["result"] = out
		case rpc.Error:
			m := map[string]any{"code": e.ErrorCode(), "message": e.Error()}
			if d, ok := err.(rpc.DataError); ok {
				m["data"] = d.ErrorData()
			}
			res["error"] = m
		default:
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
	}
	w.Header().Set("content-type", "application/json")
	_ = json.NewEncoder(w).Encode(res)
}

func newForgetful(t *testing.T, c *chain) (*forgetful, *Client) {
	t.Helper()
	f := &forgetful{node: c.pool}
	l, err := Dial(testContext(t), Config{Endpoint: "http://ledger.test", Transport: f, ChainID: 1337, Engine: Development})
	must(t, err)
	t.Cleanup(l.Close)
	l.resendEvery = 100 * time.Millisecond
	return f, l
}

func TestLostTransactionIsSentAgain(t *testing.T) {
	c := newChain(t)
	f, l := newForgetful(t, c)
	f.swallow.Store(2)
	r, err := l.registerTest(testContext(t), alma, policePrincipal)
	must(t, err)
	if len(f.lost) != 2 || f.lost[0].Hash() != f.lost[1].Hash() || custos.Hash(f.lost[0].Hash()) != r.Tx {
		t.Errorf("lost %d, mined %s: want one transaction, thrice", len(f.lost), r.Tx)
	}
}

// TestLostTransactionGetsANewNonce has the node lose a transaction, and another
// process of the same key take its nonce.
func TestLostTransactionGetsANewNonce(t *testing.T) {
	c := newChain(t)
	f, l := newForgetful(t, c)
	other, ctx := c.dial(t), testContext(t)
	f.swallow.Store(1 << 20)
	done := make(chan error, 1)
	go func() {
		_, err := l.registerTest(ctx, alma, policePrincipal)
		done <- err
	}()
	for n := 0; n == 0; {
		must(t, sleep(ctx, time.Millisecond))
		f.mu.Lock()
		n = len(f.lost)
		f.mu.Unlock()
	}
	_, err := other.registerTest(ctx, alma, almaFogPrincipal)
	must(t, err)
	f.swallow.Store(0)
	must(t, <-done)
	principals, err := other.Principals(ctx)
	must(t, err)
	if len(principals) != 2 {
		t.Errorf("principals are %+v", principals)
	}
}

func TestNodeDownIsUnavailable(t *testing.T) {
	c := newChain(t)
	f, l := newForgetful(t, c)
	ctx := testContext(t)
	f.dead.Store(true)
	_, err := l.Head(ctx)
	want(t, err, custos.Unavailable)
	_, err = l.registerTest(ctx, alma, policePrincipal)
	want(t, err, custos.Unavailable)
	_, err = l.Changes(ctx, 0, 10)
	want(t, err, custos.Unavailable)
	_, err = l.Owners(ctx)
	want(t, err, custos.Unavailable)
	_, err = l.StorageProofs(ctx, 0, l.Contracts().Anchors, nil)
	want(t, err, custos.Unavailable)

	// A node that goes away while a receipt is awaited, and comes back, costs nothing.
	f.dead.Store(false)
	c.hold.Lock()
	done := make(chan error, 1)
	go func() {
		_, err := l.registerTest(ctx, alma, policePrincipal)
		done <- err
	}()
	for n := uint64(0); n == 0; {
		must(t, sleep(ctx, time.Millisecond))
		n, err = c.pending(ctx)
		must(t, err)
	}
	f.dead.Store(true)
	must(t, sleep(ctx, 3*l.resendEvery))
	c.hold.Unlock()
	f.dead.Store(false)
	must(t, <-done)
}
