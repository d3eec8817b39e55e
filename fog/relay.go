package fog

import (
	"context"
	"io"
	"net/http"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/ledger"
	"custos.dev/custos/node"
)

// relay passes JSON-RPC on to the fog's ledger, so that who is registered and on another
// machine can ask the contracts, and send what he signed himself. What the ledger does for
// the domain's own services comes before: of others it is asked a few things at a time, of
// a bounded cost each, out of a budget.
type relay struct {
	gate *access.Gate
	// ask reaches the ledger in the master's own name, so that it cannot tell for whom.
	ask       func(context.Context, []byte) ([]byte, error)
	head      func(context.Context) (custos.Head, error)
	contracts ledger.Contracts
	turns     *access.Turns
}

// relayWaiting is how many may wait for their turn.
const relayWaiting = 16

func newRelay(m *master) *relay {
	return &relay{
		gate: m.Gate, head: m.Heads.Head, contracts: m.Chain.Contracts(), turns: newRelayTurns(),
		ask: func(ctx context.Context, body []byte) ([]byte, error) {
			return m.Ask(ctx, node.LedgerOf(m.Node), node.RPCRequest, body)
		},
	}
}

func newRelayTurns() *access.Turns {
	return access.NewTurns(2*access.RelayedAtOnce, access.RelayedAtOnce, relayWaiting)
}

func (y *relay) post(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	body, err := io.ReadAll(r.Body) // as long as the gate lets it be
	if err != nil {
		return custos.Errorf(custos.Invalid, "the request cannot be read: %w", err)
	}
	head, err := y.head(ctx)
	if err != nil {
		return err
	}
	bill, err := ledger.PriceOf(body, ledger.Terms{Head: head.Number, Contracts: y.contracts})
	if err != nil {
		return err
	}
	done, err := y.enter(ctx, bill.Units)
	if err != nil {
		return err
	}
	defer done()
	answer, err := y.ask(ctx, body)
	done() // the answer's reader may be slow
	if err != nil {
		return err
	}
	caller := access.CallerOf(ctx)
	caller.Visit.Debit(bill.OfAnswer(len(answer)))
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(bill.Cut(answer, access.RelayAnswer))
	return err
}

// enter charges the caller and waits for his turn.
func (y *relay) enter(ctx context.Context, units float64) (done func(), err error) {
	if units > access.RelayUnits {
		return nil, access.TooDear(units)
	}
	if err := y.gate.Charge(ctx, max(0, units-1)); err != nil { // one is paid at the entrance
		return nil, err
	}
	caller := access.CallerOf(ctx)
	if done, err = y.turns.Take(ctx, caller.Address, caller.Visit.Class()); err != nil {
		y.gate.Overspent(ctx, caller, access.Relay, err)
	}
	return done, err
}
