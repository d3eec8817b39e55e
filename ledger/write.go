package ledger

import (
	"context"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"custos"
	"custos/ledger/bindings"
	"custos/ledger/key"
)

// ChangeKind is what owners can vote on; the contract uses the same numbers.
type ChangeKind uint8

// The kinds of change.
const (
	AddOwner ChangeKind = iota + 1
	RemoveOwner
	// RotateOwner gives an owner's domain to another account, or the same one a new
	// witness key. What the old account registered and granted falls; its logs stay.
	RotateOwner
	SetThreshold
)

// OwnerChange is a change that owners vote on.
type OwnerChange struct {
	Kind ChangeKind `json:"kind"`
	// Owner is the one to add, with all fields; to remove or to rotate, by its Address.
	Owner custos.Owner `json:"owner"`
	// Replacement and WitnessKey are for RotateOwner.
	Replacement custos.Address `json:"replacement"`
	WitnessKey  custos.Hash    `json:"witness_key"`
	// Threshold is how many votes a change needs once this one is made.
	Threshold int `json:"threshold"`
}

func (o OwnerChange) contract() (bindings.RegistryChange, error) {
	if o.Threshold < 0 || o.Threshold > 1<<16-1 {
		return bindings.RegistryChange{}, custos.Errorf(custos.Invalid, "threshold %d: choose more than half of the owners", o.Threshold)
	}
	b := bindings.RegistryChange{
		Kind: uint8(o.Kind), Account: common.Address(o.Owner.Address), Replacement: common.Address(o.Replacement),
		WitnessKey: o.WitnessKey, Threshold: uint16(o.Threshold),
	}
	if o.Kind == AddOwner {
		if err := valid(o.Owner.Domain); err != nil {
			return b, err
		}
		b.Name, b.Domain, b.WitnessKey = string(o.Owner.Name), o.Owner.Domain.Segments(), o.Owner.WitnessKey
	}
	return b, nil
}

// Propose proposes a change and votes for it. The receipt's Number is the proposal's.
func (c *Client) Propose(ctx context.Context, s Signer, change OwnerChange) (Receipt, error) {
	b, err := change.contract()
	if err != nil {
		return Receipt{}, err
	}
	r, raw, err := c.toRegistry(ctx, s, c.registry.PackPropose(b))
	if err != nil {
		return r, err
	}
	r.Number, err = numberIn(raw, c.registry.UnpackProposedEvent, func(e *bindings.RegistryProposed) uint64 { return e.Number })
	return r, err
}

// Vote votes for a proposal, which it reads from the chain first; look at it with
// Proposal before. The vote that reaches the threshold carries it out.
func (c *Client) Vote(ctx context.Context, s Signer, number uint64) (Receipt, error) {
	p, err := c.proposed(ctx, number)
	if err != nil {
		return Receipt{}, err
	}
	r, _, err := c.toRegistry(ctx, s, c.registry.PackVote(number, p.Change))
	r.Number = number
	return r, err
}

// RegisterPrincipal registers a principal for which the signing owner answers. Owner
// and Active of p are ignored.
func (c *Client) RegisterPrincipal(ctx context.Context, s Signer, p custos.Principal) (Receipt, error) {
	n := bindings.RegistryNewPrincipal{Account: common.Address(p.Address), Name: p.Name, Role: uint8(p.Role), Domain: []string{}, TlsKey: p.TLSKey}
	if p.Domain != "" {
		if err := valid(p.Domain); err != nil {
			return Receipt{}, err
		}
		n.Domain = p.Domain.Segments()
	}
	if p.Role > custos.RoleService {
		return Receipt{}, custos.Errorf(custos.Invalid, "a principal needs a role: edge, fog, cloud, authority or service")
	}
	r, _, err := c.toRegistry(ctx, s, c.registry.PackRegisterPrincipal(n))
	return r, err
}

// RotateKey replaces the key with which a principal's node speaks TLS.
func (c *Client) RotateKey(ctx context.Context, s Signer, principal custos.Address, tlsKey custos.Hash) (Receipt, error) {
	r, _, err := c.toRegistry(ctx, s, c.registry.PackRotateKey(common.Address(principal), tlsKey))
	return r, err
}

// DeactivatePrincipal ends a principal; what it delegated falls too.
func (c *Client) DeactivatePrincipal(ctx context.Context, s Signer, principal custos.Address) (Receipt, error) {
	r, _, err := c.toRegistry(ctx, s, c.registry.PackDeactivatePrincipal(common.Address(principal)))
	return r, err
}

// Grant gives g.Grantee the actions on a resource that the signer owns. The
// receipt's Number is the capability's.
func (c *Client) Grant(ctx context.Context, s Signer, g custos.Capability) (Receipt, error) {
	t, err := terms(g)
	if err != nil {
		return Receipt{}, err
	}
	return c.granting(ctx, s, c.capabilities.PackGrant(common.Address(g.Grantee), t))
}

// Delegate passes capability g.Parent, which the signer holds, or a part of it on to g.Grantee.
func (c *Client) Delegate(ctx context.Context, s Signer, g custos.Capability) (Receipt, error) {
	t, err := terms(g)
	if err != nil {
		return Receipt{}, err
	}
	return c.granting(ctx, s, c.capabilities.PackDelegate(g.Parent, common.Address(g.Grantee), t))
}

// Approve grants what request number asks for, or less of it: Resource, Actions,
// From, Until and Hours of g. The receipt's Number is the capability's.
func (c *Client) Approve(ctx context.Context, s Signer, request uint64, g custos.Capability) (Receipt, error) {
	t, err := terms(g)
	if err != nil {
		return Receipt{}, err
	}
	return c.granting(ctx, s, c.capabilities.PackApprove(request, t))
}

// Deny refuses a request and says why.
func (c *Client) Deny(ctx context.Context, s Signer, request uint64, reason string) (Receipt, error) {
	asked, err := c.AccessRequest(ctx, request)
	if err != nil {
		return Receipt{}, err
	}
	r, _, err := c.toCapabilities(ctx, s, c.capabilities.PackDeny(request, asked.Resource.Segments(), reason))
	r.Number = request
	return r, err
}

// Revoke ends a capability and everything delegated from it.
func (c *Client) Revoke(ctx context.Context, s Signer, capability uint64) (Receipt, error) {
	r, _, err := c.toCapabilities(ctx, s, c.capabilities.PackRevoke(capability))
	r.Number = capability
	return r, err
}

// Request asks for access: Resource, Actions, From, Until, Reason and LegalBasis of
// a. The receipt's Number is the request's.
func (c *Client) Request(ctx context.Context, s Signer, a custos.AccessRequest) (Receipt, error) {
	if err := valid(a.Resource); err != nil {
		return Receipt{}, err
	}
	from, until, err := window(a.From, a.Until)
	if err != nil {
		return Receipt{}, err
	}
	r, raw, err := c.toCapabilities(ctx, s, c.capabilities.PackRequest(a.Resource.Segments(), uint8(a.Actions), from, until, a.Reason, a.LegalBasis))
	if err != nil {
		return r, err
	}
	r.Number, err = numberIn(raw, c.capabilities.UnpackRequestedEvent, func(e *bindings.CapabilitiesRequested) uint64 { return e.Number })
	return r, err
}

// Checkpoint is a log's size and root.
type Checkpoint struct {
	Size uint64      `json:"size"`
	Root custos.Hash `json:"root"`
}

// SignedCheckpoint is a checkpoint with the signature of the log's key over its Digest.
type SignedCheckpoint struct {
	Checkpoint
	Signature key.Signature `json:"signature"`
}

func (s SignedCheckpoint) contract() bindings.AnchorsCheckpoint {
	return bindings.AnchorsCheckpoint{
		Size: s.Size, Root: s.Root,
		R: [32]byte(s.Signature[:32]), S: [32]byte(s.Signature[32:64]), V: s.Signature[64],
	}
}

// CreateLog opens the log of an origin for the signing owner's domain. Its
// checkpoints will be signed by the key of the address signer, and by an Ed25519 key.
func (c *Client) CreateLog(ctx context.Context, s Signer, origin string, signer custos.Address, logKey custos.Hash) (Receipt, error) {
	r, _, err := c.toAnchors(ctx, s, c.anchors.PackCreateLog(origin, common.Address(signer), logKey))
	return r, err
}

// Anchor puts a checkpoint on the chain. The proof is the RFC 6962 consistency proof
// from the size that AnchorOf gives; none from size 0, and none for a heartbeat,
// which repeats the anchored size and root. A Conflict means that the log would
// shrink or fork, is frozen, or was anchored by someone else meanwhile.
func (c *Client) Anchor(ctx context.Context, s Signer, origin string, at Checkpoint, proof []custos.Hash) (Receipt, error) {
	p := make([][32]byte, len(proof))
	for i, h := range proof {
		p[i] = h
	}
	id := logID(origin)
	r, _, err := c.toAnchors(ctx, s, c.anchors.PackAnchor(id, at.Size, at.Root, p))
	return r, err
}

// ReportFork freezes a log whose key signed two roots for one size. Anyone may.
func (c *Client) ReportFork(ctx context.Context, s Signer, origin string, first, second SignedCheckpoint) (Receipt, error) {
	r, _, err := c.toAnchors(ctx, s, c.anchors.PackReportFork(logID(origin), first.contract(), second.contract()))
	return r, err
}

// ReportConflict freezes a log whose key signed another root for the size that is anchored.
func (c *Client) ReportConflict(ctx context.Context, s Signer, origin string, signed SignedCheckpoint) (Receipt, error) {
	r, _, err := c.toAnchors(ctx, s, c.anchors.PackReportConflict(logID(origin), signed.contract()))
	return r, err
}

func (c *Client) granting(ctx context.Context, s Signer, data []byte) (Receipt, error) {
	r, raw, err := c.toCapabilities(ctx, s, data)
	if err != nil {
		return r, err
	}
	r.Number, err = numberIn(raw, c.capabilities.UnpackGrantedEvent, func(e *bindings.CapabilitiesGranted) uint64 { return e.Number })
	return r, err
}

func (c *Client) toRegistry(ctx context.Context, s Signer, data []byte) (Receipt, *types.Receipt, error) {
	return c.send(ctx, s, c.cfg.Contracts.Registry, data, c.registry.UnpackError)
}

func (c *Client) toCapabilities(ctx context.Context, s Signer, data []byte) (Receipt, *types.Receipt, error) {
	return c.send(ctx, s, c.cfg.Contracts.Capabilities, data, c.capabilities.UnpackError)
}

func (c *Client) toAnchors(ctx context.Context, s Signer, data []byte) (Receipt, *types.Receipt, error) {
	return c.send(ctx, s, c.cfg.Contracts.Anchors, data, c.anchors.UnpackError)
}

// numberIn finds the event in a receipt and takes the contract's number from it.
func numberIn[E any](r *types.Receipt, unpack func(*types.Log) (*E, error), number func(*E) uint64) (uint64, error) {
	for _, l := range r.Logs {
		if e, err := unpack(l); err == nil {
			return number(e), nil
		}
	}
	return 0, custos.Errorf(custos.Internal, "ledger: transaction %s left no event; check that the contract stands at the configured address", custos.Hash(r.TxHash))
}

func terms(g custos.Capability) (bindings.CapabilitiesTerms, error) {
	if err := valid(g.Resource); err != nil {
		return bindings.CapabilitiesTerms{}, err
	}
	from, until, err := window(g.From, g.Until)
	if err != nil {
		return bindings.CapabilitiesTerms{}, err
	}
	return bindings.CapabilitiesTerms{
		Resource: g.Resource.Segments(), Actions: uint8(g.Actions), From: from, Until: until,
		Week:  bindings.CapabilitiesHours{Weekdays: g.Hours.Days, From: g.Hours.From, Until: g.Hours.Until},
		Depth: g.Depth,
	}, nil
}

// window gives a window in the contract's form, whole seconds that fit 48 bits.
func window(from, until time.Time) (f, u *big.Int, err error) {
	for _, t := range []time.Time{from, until} {
		if t.Unix() < 0 || t.Unix() >= 1<<48 {
			return nil, nil, custos.Errorf(custos.Invalid, "%s cannot bound a window; give a beginning and an end after 1970", t)
		}
	}
	return big.NewInt(from.Unix()), big.NewInt(until.Unix()), nil
}

func valid(r custos.Resource) error {
	if err := r.Validate(); err != nil {
		return custos.Errorf(custos.Invalid, "%w", err)
	}
	return nil
}
