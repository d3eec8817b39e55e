package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/ethereum/go-ethereum/rpc"

	"custos.dev/custos"
)

// Relay passes JSON-RPC on to a node, whatever its endpoint speaks. It is safe for
// concurrent use and has no goroutines of its own.
type Relay struct {
	endpoint string
	rpc      *rpc.Client
}

// NewRelay connects to a node. The caller closes it.
func NewRelay(ctx context.Context, endpoint string) (*Relay, error) {
	r, err := rpc.DialContext(ctx, strings.TrimPrefix(endpoint, "unix:"))
	if err != nil {
		return nil, custos.Errorf(custos.Unavailable, "ledger: connect to the node at %s: %w", endpoint, err)
	}
	return &Relay{endpoint: endpoint, rpc: r}, nil
}

// Close ends the connection.
func (r *Relay) Close() { r.rpc.Close() }

type relayCall struct {
	Version string            `json:"jsonrpc"`
	ID      json.RawMessage   `json:"id"`
	Method  string            `json:"method"`
	Params  []json.RawMessage `json:"params"`
}

type relayAnswer struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *relayError     `json:"error,omitempty"`
}

type relayError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    any    `json:"data,omitempty"`
}

// Answer returns the node's answer to a request, one call or several. What the node
// refuses is in the answer; an error means that it did not answer.
func (r *Relay) Answer(ctx context.Context, body []byte) ([]byte, error) {
	var calls []relayCall
	single := false
	if err := json.Unmarshal(body, &calls); err != nil {
		calls = make([]relayCall, 1)
		if err := json.Unmarshal(body, &calls[0]); err != nil {
			return nil, custos.Errorf(custos.Invalid, "the request is not JSON-RPC with its parameters in a list: %w", err)
		}
		single = true
	}
	batch := make([]rpc.BatchElem, len(calls))
	for i, c := range calls {
		args := make([]any, len(c.Params))
		for j, p := range c.Params {
			args[j] = p
		}
		batch[i] = rpc.BatchElem{Method: c.Method, Args: args, Result: new(json.RawMessage)}
	}
	if len(batch) > 0 {
		if err := r.rpc.BatchCallContext(ctx, batch); err != nil {
			return nil, custos.Errorf(custos.Unavailable, "ledger: the node at %s does not answer: %w", r.endpoint, err)
		}
	}
	out := make([]relayAnswer, len(calls))
	for i, b := range batch {
		out[i] = relayAnswer{Version: "2.0", ID: calls[i].ID}
		if b.Error == nil {
			out[i].Result = *b.Result.(*json.RawMessage)
			if len(out[i].Result) == 0 {
				out[i].Result = json.RawMessage("null")
			}
			continue
		}
		e := &relayError{Code: -32000, Message: b.Error.Error()}
		var coded rpc.Error
		if errors.As(b.Error, &coded) {
			e.Code = coded.ErrorCode()
		}
		var data rpc.DataError
		if errors.As(b.Error, &data) {
			e.Data = data.ErrorData()
		}
		out[i].Error = e
	}
	if single {
		return json.Marshal(out[0])
	}
	return json.Marshal(out)
}
