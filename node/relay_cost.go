package node

import (
	"context"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/bus"
	"custos.dev/custos/ledger"
	"custos.dev/custos/sealed"
)

// relayCost bounds what questions to a fog's ledger cost it. Those of the domain's own
// services come first and have places of their own; anybody else who reaches the bus has
// the few places, and the budget, that a master gives him, too.
type relayCost struct {
	turns   *access.Turns
	budgets *access.Budgets
	classOf func(custos.Address) access.Class
	head    func(context.Context) (custos.Head, error)
	at      ledger.Contracts
	// own is the fog; the services of its edges share what their edge may cost.
	own   custos.NodeName
	edges edgeShares
	// overspent is told who has used up his budget.
	overspent func(context.Context, custos.Address, error)
}

const (
	// askedAtOnce is how many questions the bus hands over at once, ownAtOnce how many
	// of them the node is asked at once: more would only wait in the node.
	askedAtOnce = 32
	ownAtOnce   = 16
)

func (l ledgerNode) cost() *relayCost {
	classOf := func(a custos.Address) access.Class { return l.Index.ClassOf(a, l.Domain) }
	return &relayCost{
		turns:   access.NewTurns(ownAtOnce, ownAtOnce-access.RelayedAtOnce, access.RelayedAtOnce),
		budgets: access.NewBudgets(classOf), classOf: classOf, head: l.Heads.Head, at: l.Chain.Contracts(),
		own: l.Node.Name,
		overspent: func(ctx context.Context, who custos.Address, err error) {
			l.Gate.Overspent(ctx, access.Caller{Address: who}, access.Relay, err)
		},
	}
}

// answer lets ask answer a principal's request when it is its turn, if it is one that is
// offered and its sender can pay.
func (c *relayCost) answer(ctx context.Context, from sealed.Caller, body []byte, ask func(context.Context, []byte) ([]byte, error)) ([]byte, error) {
	who := from.Account
	class, most := c.classOf(who), bus.MaxPayload
	if class != access.Own && len(body) > access.MaxBody {
		return nil, custos.Errorf(custos.Invalid, "the request has %d bytes, at most %d are allowed", len(body), access.MaxBody)
	}
	head, err := c.head(ctx)
	if err != nil {
		return nil, err
	}
	bill, err := ledger.PriceOf(body, ledger.Terms{Head: head.Number, Contracts: c.at})
	if err != nil {
		return nil, err
	}
	if edge := from.Service.Node(); edge != c.own {
		if err := c.edges.take(edge, bill.Units, time.Now()); err != nil {
			c.overspent(ctx, who, err)
			return nil, err
		}
	}
	var visit *access.Visit
	if class != access.Own {
		most = access.RelayAnswer
		if visit, err = enterRelay(c.budgets, who, bill); err != nil {
			c.overspent(ctx, who, err)
			return nil, err
		}
		defer visit.End()
	}
	done, err := c.turns.Take(ctx, who, class)
	if err != nil {
		c.overspent(ctx, who, err)
		return nil, err
	}
	defer done()
	answer, err := ask(ctx, body)
	visit.Debit(bill.OfAnswer(len(answer)))
	return bill.Cut(answer, most), err
}

func enterRelay(b *access.Budgets, who custos.Address, bill ledger.Bill) (*access.Visit, error) {
	if bill.Units > access.RelayUnits {
		return nil, access.TooDear(bill.Units)
	}
	v, err := b.Enter(who, access.Relay)
	if err != nil {
		return nil, err
	}
	if err := v.Charge(max(0, bill.Units-1)); err != nil { // one is paid by entering
		v.End()
		return nil, err
	}
	return v, nil
}
