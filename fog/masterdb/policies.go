package masterdb

import (
	"context"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
)

// Policies remembers what the chain must not contradict: digests of the contracts' policy that
// were cosigned, and the rules of the own domain. Another deployment of the contracts begins
// with nothing.
type Policies interface {
	// RememberPolicy keeps a policy, in place of the same one seen by another block, and forgets
	// those below what its Keep says.
	RememberPolicy(ctx context.Context, p Policy) error
	// Remembered returns the policies of a deployment, the highest block first, then by digest.
	Remembered(ctx context.Context, deployment custos.Hash) ([]Policy, error)
	// ForgetPolicies forgets policies of a deployment, all or none of them.
	ForgetPolicies(ctx context.Context, deployment custos.Hash, all []evidence.Policy) error
	// Rules returns the rules as they were kept last.
	Rules(ctx context.Context, deployment custos.Hash) (Rules, bool, error)
	// KeepRules keeps them in place of those that are kept.
	KeepRules(ctx context.Context, deployment custos.Hash, r Rules) error
}

// Rules are the own domain's as they were confirmed last.
type Rules struct {
	Text string
	// Written is how often they had been written by then, Block at which block that was read.
	Written int
	Block   uint64
}
