package ledger

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"custos.dev/custos"
)

// What may be asked of a node through Custos, and what it costs. A unit is about a
// millisecond of work; what takes the node less is one, too, since it is signed and carried.

const (
	// maxCalls is how many calls one request may hold.
	maxCalls = 200
	// maxKeys is how many slots one eth_getProof may ask for.
	maxKeys = 1024
	// logsStep is how many blocks one eth_getLogs may look through; who looks through more
	// asks again and again, as filterLogs does.
	logsStep = 5000
	// nodeGas is what a node lets one eth_call use; gasUnit is a unit, by a loop of jumps.
	nodeGas = 50_000_000
	gasUnit = 400_000
	// estimates is how often a node runs a call at most to find the least gas for it: it
	// halves the interval.
	estimates = 25
	// newer is by how much the node's head may be ahead of what is known here.
	newer = 64
	// answerUnit is how many bytes of an answer cost a unit.
	answerUnit = 4 << 10
)

// Terms are what prices hang on.
type Terms struct {
	// Head is the newest block's number.
	Head uint64
	// Contracts are ours, whose views have bounds of their own.
	Contracts Contracts
}

// Bill is a request's price, and what its answer must look like.
type Bill struct {
	// Units is the price, the answer's length apart.
	Units  float64
	ids    []json.RawMessage
	single bool
}

// OfAnswer is the price of an answer's length.
func (b Bill) OfAnswer(n int) float64 { return float64(n) / answerUnit }

// codeLimit is JSON-RPC's code for a limit that was exceeded (EIP-1474).
const codeLimit = -32005

// Refuse answers every call of the request with the same error.
func (b Bill) Refuse(format string, args ...any) []byte {
	out := make([]relayAnswer, len(b.ids))
	for i, id := range b.ids {
		out[i] = relayAnswer{Version: "2.0", ID: id, Error: &relayError{Code: codeLimit, Message: fmt.Sprintf(format, args...)}}
	}
	var text []byte
	if b.single {
		text, _ = json.Marshal(out[0])
	} else {
		text, _ = json.Marshal(out)
	}
	return text
}

// Cut returns an answer, or if it is longer than most an error in its place.
func (b Bill) Cut(answer []byte, most int) []byte {
	if len(answer) <= most {
		return answer
	}
	return b.Refuse("the answer is longer than %d bytes: ask for fewer blocks, keys or calls at once", most)
}

// maxID bounds a call's id, which an error repeats.
const maxID = 64

// PriceOf says what a JSON-RPC request costs. It is an error to ask for what is not offered:
// what is, is reading, and sending a transaction that is signed already.
func PriceOf(body []byte, t Terms) (Bill, error) {
	var calls []relayCall
	b := Bill{}
	if first := bytes.TrimLeft(body, " \t\r\n"); len(first) > 0 && first[0] == '[' {
		if err := json.Unmarshal(body, &calls); err != nil {
			return b, custos.Errorf(custos.Invalid, "the request is not JSON-RPC with its parameters in lists")
		}
	} else {
		calls, b.single = make([]relayCall, 1), true
		if err := json.Unmarshal(body, &calls[0]); err != nil {
			return b, custos.Errorf(custos.Invalid, "the request is not JSON-RPC with its parameters in a list")
		}
	}
	if len(calls) > maxCalls || len(calls) == 0 {
		return b, custos.Errorf(custos.Invalid, "%d calls in one request: 1 to %d are allowed", len(calls), maxCalls)
	}
	for _, c := range calls {
		price, ok := prices[c.Method]
		if !ok {
			return b, custos.Errorf(custos.Denied, "the method %q is not offered", c.Method)
		}
		units, err := price(c.Params, t)
		if err != nil {
			return b, custos.Errorf(custos.Invalid, "%s: %w", c.Method, err)
		}
		b.Units += units
		if len(c.ID) > maxID {
			return b, custos.Errorf(custos.Invalid, "a call's id has more than %d bytes", maxID)
		}
		b.ids = append(b.ids, c.ID)
	}
	return b, nil
}

// prices are by method; what is not here is not offered.
var prices = map[string]func(p []json.RawMessage, t Terms) (float64, error){
	"eth_chainId": fixed(1), "net_version": fixed(1), "eth_syncing": fixed(1), "net_peerCount": fixed(1),
	"eth_blockNumber": fixed(1), "eth_gasPrice": fixed(1), "eth_maxPriorityFeePerGas": fixed(1), "custos_status": fixed(1),
	"eth_getTransactionCount": fixed(1), "eth_getTransactionByHash": fixed(1), "eth_getTransactionReceipt": fixed(1),
	"eth_getStorageAt": fixed(1), "eth_getCode": fixed(4), // up to 24 KiB
	"eth_getBlockByNumber": block, "eth_getBlockByHash": block,
	"eth_sendRawTransaction": fixed(5), // a signature to recover, a pool to enter
	"eth_call":               running(1),
	"eth_estimateGas":        running(estimates),
	"eth_getLogs":            logs,
	"eth_getProof":           storageProof,
	"custos_headers":         headers,
}

func fixed(units float64) func([]json.RawMessage, Terms) (float64, error) {
	return func([]json.RawMessage, Terms) (float64, error) { return units, nil }
}

// block costs more with its transactions, of which each is some hundred bytes.
func block(p []json.RawMessage, _ Terms) (float64, error) {
	if len(p) > 1 && string(p[1]) == "true" {
		return 5, nil
	}
	return 1, nil
}

// running prices a call that is run so many times. Our own contracts' views have bounds;
// whatever else is called may use all the gas that it is given.
func running(times float64) func([]json.RawMessage, Terms) (float64, error) {
	return func(p []json.RawMessage, t Terms) (float64, error) {
		var c struct {
			To  *string   `json:"to"`
			Gas *quantity `json:"gas"`
		}
		if len(p) == 0 || json.Unmarshal(p[0], &c) != nil {
			return 0, fmt.Errorf("the call does not parse")
		}
		if len(p) > 2 && string(p[2]) != "null" {
			return 0, fmt.Errorf("overriding the state is not offered")
		}
		for _, ours := range []custos.Address{t.Contracts.Registry, t.Contracts.Capabilities, t.Contracts.Anchors} {
			if c.To != nil && strings.EqualFold(*c.To, ours.String()) {
				return times * (1 + float64(len(p[0])/answerUnit)), nil // what it is given it may hash
			}
		}
		gas := uint64(nodeGas)
		if c.Gas != nil {
			gas = min(gas, uint64(*c.Gas))
		}
		return times * (1 + float64(gas)/gasUnit), nil
	}
}

// logs costs by how many blocks are looked through.
func logs(p []json.RawMessage, t Terms) (float64, error) {
	var q struct {
		From      *string `json:"fromBlock"`
		To        *string `json:"toBlock"`
		BlockHash *string `json:"blockHash"`
	}
	if len(p) == 0 || json.Unmarshal(p[0], &q) != nil {
		return 0, fmt.Errorf("the filter does not parse")
	}
	if q.BlockHash != nil {
		return 2, nil
	}
	from, err := blockNumber(q.From, t.Head)
	if err != nil {
		return 0, err
	}
	to, err := blockNumber(q.To, t.Head)
	if err != nil {
		return 0, err
	}
	to = min(to, t.Head+newer) // a node looks no further than its head
	if to < from {
		return 2, nil
	}
	n := to - from + 1
	if n > logsStep {
		return 0, fmt.Errorf("%d blocks are to be looked through, at most %d are allowed at once: ask several times", n, logsStep)
	}
	return 2 + float64(n)/50, nil
}

// blockNumber reads a block's number or name.
func blockNumber(s *string, head uint64) (uint64, error) {
	if s == nil {
		return head, nil
	}
	switch *s {
	case "earliest":
		return 0, nil
	case "latest", "pending", "safe", "finalized", "":
		return head, nil
	}
	digits, ok := strings.CutPrefix(*s, "0x")
	n, err := strconv.ParseUint(digits, 16, 64)
	if !ok || err != nil || n > math.MaxInt64 {
		return 0, fmt.Errorf("%q is no block", *s)
	}
	return n, nil
}

// storageProof costs by its slots: each is a path of some nodes in the trie.
func storageProof(p []json.RawMessage, _ Terms) (float64, error) {
	var keys []json.RawMessage
	if len(p) < 2 || json.Unmarshal(p[1], &keys) != nil {
		return 0, fmt.Errorf("the slots do not parse")
	}
	if len(keys) > maxKeys {
		return 0, fmt.Errorf("%d slots are asked for, at most %d are allowed at once", len(keys), maxKeys)
	}
	return 2 + float64(len(keys))/2, nil
}

// headers costs by their number.
func headers(p []json.RawMessage, _ Terms) (float64, error) {
	var n quantity
	if len(p) < 2 || json.Unmarshal(p[1], &n) != nil {
		return 0, fmt.Errorf("the number of headers does not parse")
	}
	return 1 + float64(n)/50, nil
}

// quantity is a number as JSON-RPC has it, 0x2a.
type quantity uint64

// UnmarshalJSON implements json.Unmarshaler.
func (q *quantity) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	digits, ok := strings.CutPrefix(s, "0x")
	n, err := strconv.ParseUint(digits, 16, 64)
	if !ok || err != nil {
		return fmt.Errorf("%q is no quantity", s)
	}
	*q = quantity(n)
	return nil
}
