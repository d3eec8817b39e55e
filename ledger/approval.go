package ledger

import (
	"context"
	"encoding/binary"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"custos"
	"custos/ledger/bindings"
	"custos/ledger/layout"
)

// Rule is what an owner asks before anyone is let in: Quorum of the Approvers must
// approve, on the same terms, any of the Actions on what overlaps Resource for a
// principal of one of the Roles. Nobody can grant or delegate that alone.
type Rule struct {
	Resource custos.Resource `json:"resource"`
	Actions  custos.Action   `json:"actions"`
	Roles    []custos.Role   `json:"roles"`
	Quorum   int             `json:"quorum"`
	// Approvers are owners, principals, or passkeys that are registered as such.
	Approvers []custos.Address `json:"approvers"`
}

// Rules are those of a domain.
type Rules struct {
	Rules []Rule `json:"rules"`
	// Written means that the owner wrote them, be it none. Before that the default
	// holds: live pictures for an authority need the owner and one other owner.
	Written bool `json:"written"`
	// Sealed means that no authority can break the glass.
	Sealed bool `json:"sealed"`
}

// SetRules replaces the rules of the signing owner's domain. None means that he
// approves and grants alone.
func (c *Client) SetRules(ctx context.Context, s Signer, rules []Rule, sealed bool) (Receipt, error) {
	out := make([]bindings.RulesRule, len(rules))
	for i, r := range rules {
		var err error
		if out[i], err = r.contract(); err != nil {
			return Receipt{}, err
		}
	}
	return c.toCapabilities(ctx, s, c.capabilities.PackSetRules(out, sealed))
}

func (r Rule) contract() (bindings.RulesRule, error) {
	if err := valid(r.Resource); err != nil {
		return bindings.RulesRule{}, err
	}
	if r.Quorum < 1 || r.Quorum > len(r.Approvers) {
		return bindings.RulesRule{}, custos.Errorf(custos.Invalid, "a quorum of %d among %d approvers: choose at least one and at most all", r.Quorum, len(r.Approvers))
	}
	b := bindings.RulesRule{Resource: r.Resource.Segments(), Actions: uint8(r.Actions), Quorum: uint8(r.Quorum), Approvers: make([]common.Address, len(r.Approvers))}
	for _, role := range r.Roles {
		b.Roles |= 1 << role
	}
	for i, a := range r.Approvers {
		b.Approvers[i] = common.Address(a)
	}
	// The contract wants them in rising order, so that none is counted twice.
	sortAddresses(b.Approvers)
	return b, nil
}

// Rules returns the rules of a domain.
func (c *Client) Rules(ctx context.Context, domain custos.Resource) (Rules, error) {
	b, err := askCapabilities(ctx, c, c.capabilities.PackRulesOf(layout.PathHash(domain)), nil, c.capabilities.UnpackRulesOf)
	if err != nil {
		return Rules{}, err
	}
	return rulesOf(b), nil
}

func rulesOf(b bindings.RulesOfOutput) Rules {
	out := Rules{Written: b.Written, Sealed: b.Sealed, Rules: []Rule{}}
	for _, r := range b.Rules {
		rule := Rule{Resource: custos.Resource(r.Path), Actions: custos.Action(r.Actions), Quorum: int(r.Quorum)}
		for role := custos.RoleEdge; role <= custos.RoleService; role++ {
			if r.Roles>>role&1 == 1 {
				rule.Roles = append(rule.Roles, role)
			}
		}
		for _, a := range r.Approvers {
			rule.Approvers = append(rule.Approvers, custos.Address(a))
		}
		out.Rules = append(out.Rules, rule)
	}
	return out
}

// Approval is one approver's word for a request.
type Approval struct {
	By custos.Address `json:"by"`
	// Terms are what he means to grant: Resource, Actions, From, Until and Hours.
	Terms custos.Capability `json:"terms"`
}

// Approvals returns who approved a request, on which terms, in the chain's order.
func (c *Client) Approvals(ctx context.Context, request uint64) ([]Approval, error) {
	head, err := c.Head(ctx)
	if err != nil {
		return nil, err
	}
	logs, err := c.filterLogs(ctx, ethereum.FilterQuery{
		Addresses: []common.Address{common.Address(c.cfg.Contracts.Capabilities)},
		Topics: [][]common.Hash{
			{c.capabilities.GetABI().Events[bindings.CapabilitiesApprovalGivenEventName].ID},
			{common.BigToHash(new(big.Int).SetUint64(request))},
		},
	}, 0, head.Number)
	if err != nil {
		return nil, c.unavailable("look for approvals", err)
	}
	out := make([]Approval, 0, len(logs))
	for i := range logs {
		e, err := c.capabilities.UnpackApprovalGivenEvent(&logs[i])
		if err != nil {
			return nil, custos.Errorf(custos.Corrupt, "ledger: read an approval of request %d: %w", request, err)
		}
		t := e.Terms
		out = append(out, Approval{By: custos.Address(e.By), Terms: custos.Capability{
			Resource: join(t.Resource), Actions: custos.Action(t.Actions), From: unix(t.From), Until: unix(t.Until),
			Hours: custos.Hours{Days: t.Week.Weekdays, From: t.Week.From, Until: t.Week.Until},
		}})
	}
	return out, nil
}

// ApproveByPasskey brings a passkey's approval of what request number asks for, or
// less of it. The signer only pays: the approval is the passkey's. The receipt's
// Number is the capability's, 0 if others must approve too.
func (c *Client) ApproveByPasskey(ctx context.Context, s Signer, request uint64, g custos.Capability, a PasskeyAssertion) (Receipt, error) {
	t, err := terms(g)
	if err != nil {
		return Receipt{}, err
	}
	return c.toCapabilities(ctx, s, c.capabilities.PackApproveByPasskey(request, t, a.contract()))
}

// ApprovalChallenge is what a passkey signs to approve a request on these terms. It
// is computed here, from what the person was shown, and no node is asked.
func (c *Client) ApprovalChallenge(request uint64, g custos.Capability) (custos.Hash, error) {
	t, err := terms(g)
	if err != nil {
		return custos.Hash{}, err
	}
	return challenge(c.cfg.ChainID, c.cfg.Contracts.Capabilities, request, t), nil
}

// challenge is the Keccak-256 of what the contract encodes: its purpose, the chain,
// the contract, the request and the Keccak-256 of the terms.
func challenge(chainID uint64, capabilities custos.Address, request uint64, t bindings.CapabilitiesTerms) custos.Hash {
	const purpose = "custos: approve a request"
	word := func(n uint64) []byte { return binary.BigEndian.AppendUint64(make([]byte, 24), n) }
	// The arguments of the contract's own question are the number, an offset, and
	// the terms as they stand alone after an offset of one word.
	args := bindings.NewCapabilities().PackApprovalChallenge(request, t)[4+64:]
	text := make([]byte, 32)
	copy(text, purpose)
	return custos.Hash(crypto.Keccak256(
		word(5*32), word(chainID), make([]byte, 12), capabilities[:], word(request),
		crypto.Keccak256(word(32), args), word(uint64(len(purpose))), text,
	))
}

// Children returns the numbers of the capabilities that were delegated from one.
func (c *Client) Children(ctx context.Context, capability uint64) ([]uint64, error) {
	n, err := askCapabilities(ctx, c, c.capabilities.PackChildCount(capability), nil, c.capabilities.UnpackChildCount)
	if err != nil {
		return nil, err
	}
	out := make([]uint64, 0, n.Int64())
	for i := int64(0); i < n.Int64(); i++ {
		child, err := askCapabilities(ctx, c, c.capabilities.PackChildAt(capability, big.NewInt(i)), nil, c.capabilities.UnpackChildAt)
		if err != nil {
			return nil, err
		}
		out = append(out, child)
	}
	return out, nil
}
