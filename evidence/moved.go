package evidence

import "slices"

// First are the contracts of the chain's first blocks.
func (t *Trust) First() TrustContracts { return t.ContractsAt(0) }

// Moved is the trust file of a site whose owners moved to other contracts, which count from
// a block on. What is known of earlier blocks stays.
func (t *Trust) Moved(to TrustContracts, from uint64) *Trust {
	next := *t
	next.Before = append(slices.Clone(t.Before), PastContracts{Until: from, Contracts: t.Contracts})
	next.Contracts = to
	return &next
}
