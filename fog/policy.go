package fog

import (
	"context"
	"fmt"
	"sync"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
)

// PolicyLedger is what is asked of the chain about its policy; package ledger implements it.
type PolicyLedger interface {
	Head(ctx context.Context) (custos.Head, error)
	Block(ctx context.Context, number uint64) (custos.Head, error)
	// PolicyDigest is of all that the policy's contracts hold at a block.
	PolicyDigest(ctx context.Context, block custos.Hash) (custos.Hash, error)
	// AcceptedChain returns the block in which the owners decided to go on with the
	// chain that holds a block; 0 if they did not.
	AcceptedChain(ctx context.Context, block custos.Hash) (uint64, error)
}

// Policies binds what the contracts hold to the owners' cosignatures: a log's checkpoint says
// a digest of it, a witness cosigns what its own node says too, and what was cosigned is held
// against the chain ever after. A rewrite that keeps every anchor and drops a revocation so
// contradicts what was cosigned.
type Policies struct {
	DB            masterdb.DB
	Ledger        PolicyLedger
	Confirmations uint64
	// Deployment names the contracts: of others nothing is known here.
	Deployment custos.Hash

	mu sync.Mutex
	// digests are by the blocks' hashes.
	digests map[custos.Hash]custos.Hash
	looked  custos.Hash // the head at which nothing was contradicted
}

const (
	// digestsKept bounds how many digests are in memory, policiesKept how many that were
	// cosigned are remembered: the newest, which are of about as many checkpoints.
	digestsKept  = 256
	policiesKept = 256
)

// Newest returns the policy of the newest block that is confirmed; the zero one, which says
// nothing, while there is none.
func (p *Policies) Newest(ctx context.Context) (evidence.Policy, error) {
	head, err := p.Ledger.Head(ctx)
	if err != nil || head.Number <= p.Confirmations {
		return evidence.Policy{}, err
	}
	n := head.Number - p.Confirmations
	digest, _, err := p.at(ctx, n)
	return evidence.Policy{Block: n, Digest: digest}, err
}

// at returns the digest at a block of the chain as it is now.
func (p *Policies) at(ctx context.Context, n uint64) (digest custos.Hash, block custos.BlockRef, err error) {
	b, err := p.Ledger.Block(ctx, n)
	if err != nil {
		return digest, block, err
	}
	p.mu.Lock()
	digest, ok := p.digests[b.Hash]
	p.mu.Unlock()
	if ok {
		return digest, b.BlockRef, nil
	}
	if digest, err = p.Ledger.PolicyDigest(ctx, b.Hash); err != nil {
		return digest, block, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.digests == nil || len(p.digests) >= digestsKept {
		p.digests = map[custos.Hash]custos.Hash{}
	}
	p.digests[b.Hash] = digest
	return digest, b.BlockRef, nil
}

// Check holds a policy against the own node. Unavailable means that the node does not have
// the block yet: ask again. Denied means that it has another policy there, or that its chain
// contradicts what was cosigned before.
func (p *Policies) Check(ctx context.Context, said evidence.Policy) (custos.BlockRef, error) {
	head, err := p.Ledger.Head(ctx)
	if err != nil {
		return custos.BlockRef{}, err
	}
	if head.Number < said.Block+p.Confirmations {
		return custos.BlockRef{}, custos.Errorf(custos.Unavailable, "not yet: block %d, whose policy is to be cosigned, is not confirmed at this node, which has block %d", said.Block, head.Number)
	}
	digest, block, err := p.at(ctx, said.Block)
	if err != nil {
		return block, err
	}
	if digest != said.Digest {
		return block, custos.Errorf(custos.Denied, "this owner's node has another policy at block %d (%s): it is not cosigned; the chains differ, or the log's owner says what is not so", said.Block, block.Hash)
	}
	against, err := p.contradicted(ctx)
	if err == nil && against != nil {
		err = custos.Errorf(custos.Denied, "this owner's node has a chain that contradicts the policy that was cosigned at block %d: nothing is cosigned of it until the owners decide", against.policy.Block)
	}
	return block, err
}

// row is a policy as it is remembered, seen to hold by a block.
func (p *Policies) row(said evidence.Policy, block custos.BlockRef) masterdb.Policy {
	return masterdb.Policy{Deployment: p.Deployment, Said: said, Block: block.Hash, Keep: policiesKept}
}

// contradiction is a policy that was cosigned, and the block of now that does not have it.
type contradiction struct {
	policy evidence.Policy
	block  custos.BlockRef
}

// contradicted returns the lowest policy that was cosigned and that the chain as it is now
// does not have; nil if there is none, or if the owners decided to go on with that chain:
// then what it does not have is forgotten.
func (p *Policies) contradicted(ctx context.Context) (*contradiction, error) {
	head, err := p.Ledger.Head(ctx)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	same := head.Hash == p.looked
	p.mu.Unlock()
	if same {
		return nil, nil
	}
	against, err := p.against(ctx, head)
	if err != nil {
		return nil, err
	}
	for _, c := range against {
		accepted, err := p.Ledger.AcceptedChain(ctx, c.block.Hash)
		if err != nil {
			return nil, err
		}
		if accepted != 0 {
			return nil, p.forget(ctx, against)
		}
	}
	if len(against) > 0 {
		return &against[len(against)-1], nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.looked = head.Hash
	return nil, nil
}

// accept forgets what the chain as it is now contradicts: the owners decided to go on with it.
func (p *Policies) accept(ctx context.Context) error {
	if p == nil {
		return nil
	}
	head, err := p.Ledger.Head(ctx)
	if err != nil {
		return err
	}
	against, err := p.against(ctx, head)
	if err != nil {
		return err
	}
	return p.forget(ctx, against)
}

// against are the policies that were cosigned and that the chain does not have, the newest
// first. A chain that is shorter says nothing yet.
func (p *Policies) against(ctx context.Context, head custos.Head) (out []contradiction, err error) {
	known, err := p.known(ctx)
	if err != nil {
		return nil, err
	}
	// From the newest down to the first that stands: those below it were on the chain with it.
	for _, k := range known {
		if k.policy.Block > head.Number {
			continue
		}
		b, err := p.Ledger.Block(ctx, k.policy.Block)
		if err != nil {
			return nil, err
		}
		if b.Hash == k.block.Hash {
			break
		}
		digest, now, err := p.at(ctx, k.policy.Block)
		if err != nil {
			return nil, err
		}
		if digest == k.policy.Digest {
			err = p.DB.RememberPolicy(ctx, p.row(k.policy, now))
		} else {
			out = append(out, contradiction{k.policy, now})
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// seen remembers a policy of the own log that enough owners have cosigned.
func (p *Policies) seen(ctx context.Context, said evidence.Policy) error {
	digest, block, err := p.at(ctx, said.Block)
	if err != nil || digest != said.Digest {
		return err // the chain changed since: it is theirs, and is held against them by them
	}
	return p.DB.RememberPolicy(ctx, p.row(said, block))
}

// known are the policies that were cosigned, the newest first.
func (p *Policies) known(ctx context.Context) (out []contradiction, err error) {
	rows, err := p.DB.Remembered(ctx, p.Deployment)
	for _, r := range rows {
		out = append(out, contradiction{r.Said, custos.BlockRef{Number: r.Said.Block, Hash: r.Block}})
	}
	return out, err
}

func (p *Policies) forget(ctx context.Context, all []contradiction) error {
	said := make([]evidence.Policy, len(all))
	for i, c := range all {
		said[i] = c.policy
	}
	return p.DB.ForgetPolicies(ctx, p.Deployment, said)
}

// policyOrigin is what an alarm about the policy names in place of a log.
const policyOrigin = "policy"

// lookAtPolicy raises the alarm about a chain that does not have what was cosigned of the
// policy. It ends when the owners decide, or when that chain is gone.
func (w *Watch) lookAtPolicy(ctx context.Context) error {
	if w.Policies == nil {
		return nil
	}
	c, err := w.Policies.contradicted(ctx)
	if err != nil {
		return err
	}
	alarm, open, err := w.DB.Alarm(ctx, observe.AlarmChain, policyOrigin)
	if err != nil {
		return err
	}
	was := alarm.Block
	if c == nil {
		head, err := w.Ledger.Head(ctx)
		if err != nil || !open || head.Number < was.Number {
			return err // a chain that is not as long yet says nothing
		}
		return w.over(ctx, observe.AlarmChain, policyOrigin, "the chain has the policy that was cosigned, or the owners decided to go on without")
	}
	if open && was.Hash != c.block.Hash {
		// What the owners would vote for is another block now.
		if err := w.over(ctx, observe.AlarmChain, policyOrigin, "that chain was replaced by another"); err != nil {
			return err
		}
	}
	return w.raise(ctx, observe.AlarmChain, policyOrigin, c.block, fmt.Sprintf(
		"block %d (%s) holds other owners, principals, capabilities or rules than were cosigned there: a revocation may be gone. Nothing is anchored until the owners decide; `custos ledger resolve` shows how", c.block.Number, c.block.Hash))
}
