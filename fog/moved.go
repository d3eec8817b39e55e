package fog

import (
	"context"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger"
)

// in is the chain as the master uses it, with the contracts of earlier blocks.
func (m *master) in(t evidence.TrustContracts) ledgerOf {
	l := m.ledger
	l.Client = m.Chain.At(ledger.Contracts{Registry: t.Registry.Address, Capabilities: t.Capabilities.Address, Anchors: t.Anchors.Address})
	return l
}

// ledgers are the chain in each of the contracts that the owners have had.
func (m *master) ledgers() (all []Ledger) {
	for _, b := range m.Trust.Before {
		all = append(all, m.in(b.Contracts))
	}
	return append(all, m.ledger)
}

// forgetStrays forgets the anchors that came into blocks in which the contracts that they
// were sent to did not count any more: the owners' vote can be in a block while an anchor is
// on its way. Their checkpoints are proved by the first anchor in the contracts that they
// moved to. What was sent to these ends the search, for nothing else follows it.
func (m *master) forgetStrays(ctx context.Context) error {
	n := len(m.Trust.Before)
	if n == 0 {
		return nil
	}
	return forgetStrays(ctx, m.anchorer, m.Trust.Before[n-1].Until, func(ctx context.Context, block uint64) (uint64, error) {
		l, err := m.Chain.AnchorOf(ctx, m.Domain, m.log.Origin, block)
		if custos.KindOf(err) == custos.NotFound {
			return 0, nil
		}
		return l.Size, err
	})
}

func forgetStrays(ctx context.Context, a *Anchorer, from uint64, sizeAt func(ctx context.Context, block uint64) (uint64, error)) error {
	for {
		n, there, err := a.DB.AnchorFrom(ctx, from)
		if err != nil || !there {
			return err
		}
		have, err := sizeAt(ctx, n.Block.Number)
		if err != nil || have >= n.Size {
			return err
		}
		a.Logger.Info("an anchor came after the owners had moved to other contracts; it is made again there", "size", n.Size, "block", n.Block.Number)
		if err := a.DB.ForgetAnchor(ctx, n.Size, n.Block.Hash); err != nil {
			return err
		}
	}
}
