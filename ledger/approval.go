package ledger

import (
	"bytes"
	"context"
	"math/big"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
	"custos.dev/custos/ledger/layout"
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
	Written bool      `json:"written"`
	Glass   GlassRule `json:"glass"`
}

// GlassRule says who may break the glass of a domain: principals of the Roles, whoever
// answers for them; the Named accounts; and the authorities for which a named owner
// answers. Before an owner wrote his rules, those may for whom he answers himself.
type GlassRule struct {
	// Actions are what a broken glass gives at most; none if nobody may break it.
	Actions custos.Action    `json:"actions"`
	Roles   []custos.Role    `json:"roles,omitempty"`
	Named   []custos.Address `json:"named,omitempty"`
}

// DefaultGlass is the rule of an owner who wrote none.
func DefaultGlass(owner custos.Address) GlassRule {
	return GlassRule{Actions: custos.Live | custos.Features, Named: []custos.Address{owner}}
}

func (g GlassRule) contract() bindings.RulesGlass {
	return bindings.RulesGlass{Actions: uint8(g.Actions), Roles: rolesOf(g.Roles), Named: rising(g.Named)}
}

// SetRules replaces the rules of the signing owner's domain. None means that he
// approves and grants alone.
func (c *Client) SetRules(ctx context.Context, s Signer, rules []Rule, glass GlassRule) (Receipt, error) {
	out := make([]bindings.RulesRule, len(rules))
	for i, r := range rules {
		var err error
		if out[i], err = r.contract(); err != nil {
			return Receipt{}, err
		}
	}
	return c.toCapabilities(ctx, s, c.capabilities.PackSetRules(out, glass.contract()))
}

func (r Rule) contract() (bindings.RulesRule, error) {
	if err := valid(r.Resource); err != nil {
		return bindings.RulesRule{}, err
	}
	if r.Quorum < 1 || r.Quorum > len(r.Approvers) {
		return bindings.RulesRule{}, custos.Errorf(custos.Invalid, "a quorum of %d among %d approvers: choose at least one and at most all", r.Quorum, len(r.Approvers))
	}
	return bindings.RulesRule{
		Resource: r.Resource.Segments(), Actions: uint8(r.Actions), Roles: rolesOf(r.Roles), Quorum: uint8(r.Quorum), Approvers: rising(r.Approvers),
	}, nil
}

// rolesOf gives roles as the contract's bits.
func rolesOf(roles []custos.Role) (bits uint8) {
	for _, r := range roles {
		bits |= 1 << r
	}
	return bits
}

// roles are those of the contract's bits.
func roles(bits uint8) (out []custos.Role) {
	for r := custos.RoleEdge; r <= custos.RoleService; r++ {
		if bits>>r&1 == 1 {
			out = append(out, r)
		}
	}
	return out
}

// rising gives accounts as the contract wants them, in rising order, so that none is
// counted twice.
func rising(accounts []custos.Address) []common.Address {
	out := make([]common.Address, len(accounts))
	for i, a := range accounts {
		out[i] = common.Address(a)
	}
	slices.SortFunc(out, func(x, y common.Address) int { return bytes.Compare(x[:], y[:]) })
	return out
}

func accounts(a []common.Address) (out []custos.Address) {
	for _, b := range a {
		out = append(out, custos.Address(b))
	}
	return out
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
	out := Rules{Written: b.Written, Rules: []Rule{}}
	if g := b.Glass; b.Written {
		out.Glass = GlassRule{Actions: custos.Action(g.Actions), Roles: roles(g.Roles), Named: accounts(g.Named)}
	}
	for _, r := range b.Rules {
		out.Rules = append(out.Rules, Rule{
			Resource: custos.Resource(r.Path), Actions: custos.Action(r.Actions), Roles: roles(r.Roles), Quorum: int(r.Quorum), Approvers: accounts(r.Approvers),
		})
	}
	return out
}

// Approval is one approver's word for a request.
type Approval struct {
	By custos.Address `json:"by"`
	// Terms are what he means to grant: Resource, Actions, From, Until and Hours.
	Terms custos.Capability `json:"terms"`
	// Expires is until when it counts.
	Expires time.Time `json:"expires"`
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
		out = append(out, Approval{By: custos.Address(e.By), Expires: unix(e.Expires), Terms: custos.Capability{
			Resource: join(t.Resource), Actions: custos.Action(t.Actions), From: unix(t.From), Until: unix(t.Until),
			Hours: custos.Hours{Days: t.Week.Weekdays, From: t.Week.From, Until: t.Week.Until},
		}})
	}
	return out, nil
}

// ApprovalLasts is until when an approval counts if who gives it says nothing else: long
// enough for others to approve too, and not for ever.
const ApprovalLasts = 7 * 24 * time.Hour

// Approve approves what was asked, as the signer was shown it, or less of it: Resource,
// Actions, From, Until and Hours of g. It counts until expires. Where the domain's rules
// name several, all must mean the same terms, and the last one who is needed grants. The
// receipt's Number is the capability's, 0 if others must approve too.
func (c *Client) Approve(ctx context.Context, s Signer, asked custos.AccessRequest, g custos.Capability, expires time.Time) (Receipt, error) {
	t, err := terms(g)
	if err != nil {
		return Receipt{}, err
	}
	return c.toCapabilities(ctx, s, c.capabilities.PackApprove(asked.Number, layout.ContentOfRequest(&asked), big.NewInt(expires.Unix()), t))
}

// ApproveByPasskey brings a passkey's approval, as Approve does a signer's. The signer
// only pays: the approval is the passkey's.
func (c *Client) ApproveByPasskey(ctx context.Context, s Signer, asked custos.AccessRequest, g custos.Capability, expires time.Time, a PasskeyAssertion) (Receipt, error) {
	t, err := terms(g)
	if err != nil {
		return Receipt{}, err
	}
	return c.toCapabilities(ctx, s, c.capabilities.PackApproveByPasskey(asked.Number, layout.ContentOfRequest(&asked), big.NewInt(expires.Unix()), t, a.contract()))
}

// ApprovalChallenge is what a passkey signs to approve a request on these terms. It
// is computed here, from what the person was shown, and no node is asked.
func (c *Client) ApprovalChallenge(asked custos.AccessRequest, g custos.Capability, expires time.Time) (custos.Hash, error) {
	t, err := terms(g)
	if err != nil {
		return custos.Hash{}, err
	}
	// The arguments of the contract's own question are the number, the content, the time, an
	// offset, and the terms as they stand alone after an offset of one word.
	args := bindings.NewCapabilities().PackApprovalChallenge(asked.Number, layout.ContentOfRequest(&asked), big.NewInt(expires.Unix()), t)[4+4*32:]
	offset := number(32)
	return statement("custos: approve a request", number(c.cfg.ChainID), word(c.cfg.Contracts.Capabilities), number(asked.Number),
		layout.ContentOfRequest(&asked), number(uint64(expires.Unix())), custos.Hash(crypto.Keccak256(offset[:], args))), nil
}
