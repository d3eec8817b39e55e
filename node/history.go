package node

import (
	"context"
	"slices"

	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/layout"
)

// withHistory brings what a trust file says of earlier blocks up to the newest confirmed
// one, with the logs that belong to no owner of now. What it says already stays; of a file
// that knows the present alone, all is read.
func withHistory(ctx context.Context, c *ledger.Client, t, base *evidence.Trust, logs []ledger.LogState) error {
	head, err := c.Head(ctx)
	if err != nil || head.Number < c.Confirmations() {
		return err
	}
	through, from, known := head.Number-c.Confirmations(), uint64(0), []evidence.Council(nil)
	if base.History != nil {
		known, from = base.History.Councils(), base.History.Through
	}
	// Contracts that the owners moved to know nothing of the blocks before.
	if n := len(t.Before); n > 0 {
		from = max(from, t.Before[n-1].Until-1)
	}
	if through < from {
		return nil
	}
	if len(known) > 0 {
		from++ // that block is told of already
	}
	councils, err := c.Councils(ctx, from, through)
	if err != nil {
		return err
	}
	for _, n := range councils {
		known = append(known, evidence.Council{From: n.From, Owners: n.Owners, Threshold: n.Threshold})
	}
	h := evidence.NewHistory(known, through)
	past := base.Logs
	if base.History != nil {
		past = slices.Concat(past, base.History.Logs)
	}
	for _, l := range logs {
		for _, o := range h.Owners {
			if layout.PathHash(o.Domain) == l.Domain && l.Created >= o.From && (o.Until == 0 || l.Created < o.Until) {
				past = append(past, evidence.TrustLog{Origin: l.Origin, Owner: o.Address, Domain: o.Domain, Key: l.Key, Signer: l.Signer})
			}
		}
	}
	for _, l := range past {
		same := func(k evidence.TrustLog) bool { return k.Origin == l.Origin && k.Key == l.Key && k.Signer == l.Signer }
		if !slices.ContainsFunc(t.Logs, same) && !slices.ContainsFunc(h.Logs, same) {
			h.Logs = append(h.Logs, l)
		}
	}
	t.History = h
	*t = *evidence.NewTrust(*t)
	return nil
}
