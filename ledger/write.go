package ledger

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/big"
	"reflect"
	"strconv"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/ledger/layout"
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
	// AcceptChain goes on with the chain that holds the block Subject, although it
	// contradicts what owners cosigned.
	AcceptChain
	// HandOver moves to the deployment whose registry is Owner.Address and which is
	// named by Subject, see SuccessorName. The old registry changes no more.
	HandOver
)

// String names the kind for people.
func (k ChangeKind) String() string {
	names := []string{"nothing", "add owner", "remove owner", "rotate owner", "set threshold", "accept chain", "hand over"}
	if int(k) < len(names) {
		return names[k]
	}
	return "change " + strconv.Itoa(int(k))
}

// OwnerChange is a change that owners vote on.
type OwnerChange struct {
	Kind ChangeKind `json:"kind"`
	// Owner is the one to add, with all fields; to remove or to rotate, by its Address.
	Owner custos.Owner `json:"owner"`
	// Node is the first fog node of an owner to add; one without an address is none.
	Node custos.Principal `json:"node"`
	// Consent is the node's, see Consent.Sign.
	Consent []byte `json:"consent,omitempty"`
	// Replacement and WitnessKey are for RotateOwner.
	Replacement custos.Address `json:"replacement"`
	WitnessKey  custos.Hash    `json:"witness_key"`
	// Threshold is how many votes a change needs once this one is made.
	Threshold int `json:"threshold"`
	// Subject is the block or the deployment of AcceptChain and HandOver.
	Subject custos.Hash `json:"subject"`
}

// String says in words what is voted on.
func (o OwnerChange) String() string {
	votes := fmt.Sprintf("; then %d votes are needed", o.Threshold)
	switch o.Kind {
	case AddOwner:
		return fmt.Sprintf("admit %s with the domain %s (%s), node %s at %s%s", o.Owner.Name, o.Owner.Domain, o.Owner.Address, o.Node.Name, o.Node.Endpoints, votes)
	case RemoveOwner:
		return fmt.Sprintf("remove the owner %s%s", o.Owner.Address, votes)
	case RotateOwner:
		return fmt.Sprintf("give the domain of %s to %s%s", o.Owner.Address, o.Replacement, votes)
	case SetThreshold:
		return fmt.Sprintf("from now on %d votes are needed", o.Threshold)
	case AcceptChain:
		return fmt.Sprintf("go on with the chain that holds block %s", o.Subject)
	case HandOver:
		return fmt.Sprintf("move to the deployment %s with the registry %s", o.Subject, o.Owner.Address)
	}
	return o.Kind.String()
}

// Same reports whether two changes are one for the contract, so that votes for
// them count together.
func (o OwnerChange) Same(p OwnerChange) bool {
	a, errA := o.contract()
	b, errB := p.contract()
	return errA == nil && errB == nil && reflect.DeepEqual(a, b)
}

func (o OwnerChange) contract() (bindings.RegistryChange, error) {
	if o.Threshold < 0 || o.Threshold > 1<<16-1 {
		return bindings.RegistryChange{}, custos.Errorf(custos.Invalid, "threshold %d: choose more than half of the owners", o.Threshold)
	}
	b := bindings.RegistryChange{
		Kind: uint8(o.Kind), Account: common.Address(o.Owner.Address), Replacement: common.Address(o.Replacement),
		WitnessKey: o.WitnessKey, Threshold: uint16(o.Threshold), Subject: o.Subject, Domain: []string{},
	}
	if o.Kind == AddOwner {
		if err := valid(o.Owner.Domain); err != nil {
			return b, err
		}
		b.Name, b.Domain, b.WitnessKey = string(o.Owner.Name), o.Owner.Domain.Segments(), o.Owner.WitnessKey
		if err := o.Node.Endpoints.Validate(); err != nil {
			return b, custos.Errorf(custos.Invalid, "%w", err)
		}
		b.Node = newNode(o.Node, o.Consent)
	}
	return b, nil
}

// Propose proposes a change and votes for it. The receipt's Number is the proposal's.
func (c *Client) Propose(ctx context.Context, s Signer, change OwnerChange) (Receipt, error) {
	b, err := change.contract()
	if err != nil {
		return Receipt{}, err
	}
	return numbering(c.toRegistry(ctx, s, c.registry.PackPropose(b)))
}

// Vote votes for a proposal, which it reads from the chain first; look at it with
// Proposal before. The vote that reaches the threshold carries it out.
func (c *Client) Vote(ctx context.Context, s Signer, number uint64) (Receipt, error) {
	p, err := c.proposed(ctx, number)
	if err != nil {
		return Receipt{}, err
	}
	r, err := c.toRegistry(ctx, s, c.registry.PackVote(number, p.Change))
	r.Number = number
	return r, err
}

// RegisterPrincipal registers a principal for which the signing owner answers, with its
// consent (see Consent). Of p the fields that the registry sets are ignored.
func (c *Client) RegisterPrincipal(ctx context.Context, s Signer, p custos.Principal, consent []byte) (Receipt, error) {
	n := bindings.RegistryNewPrincipal{
		Account: common.Address(p.Address), Name: p.Name, Role: uint8(p.Role), Domain: []string{}, TlsKey: p.TLSKey,
		Endpoints: string(p.Endpoints), Consent: consent,
	}
	if err := p.Endpoints.Validate(); err != nil {
		return Receipt{}, custos.Errorf(custos.Invalid, "%w", err)
	}
	if p.Domain != "" {
		if err := valid(p.Domain); err != nil {
			return Receipt{}, err
		}
		n.Domain = p.Domain.Segments()
	}
	if p.Role > custos.RoleService {
		return Receipt{}, custos.Errorf(custos.Invalid, "a principal needs a role: edge, fog, cloud, authority or service")
	}
	return c.toRegistry(ctx, s, c.registry.PackRegisterPrincipal(n))
}

// UpdateNode replaces the key with which a node speaks TLS, and where it answers.
// What was proved by the old ones at an earlier block stays proved.
func (c *Client) UpdateNode(ctx context.Context, s Signer, principal custos.Address, tlsKey custos.Hash, at custos.Endpoints) (Receipt, error) {
	if err := at.Validate(); err != nil {
		return Receipt{}, custos.Errorf(custos.Invalid, "%w", err)
	}
	return c.toRegistry(ctx, s, c.registry.PackUpdateNode(common.Address(principal), tlsKey, string(at)))
}

func newNode(p custos.Principal, consent []byte) bindings.RegistryNewNode {
	return bindings.RegistryNewNode{Account: common.Address(p.Address), Name: p.Name, TlsKey: p.TLSKey, Endpoints: string(p.Endpoints), Consent: consent}
}

// SuccessorName names a deployment in a hand-over: the Keccak-256 of its chain id,
// its first block's hash and its contracts' addresses.
func SuccessorName(chainID uint64, genesis custos.Hash, at Contracts) custos.Hash {
	return custos.Hash(crypto.Keccak256(binary.BigEndian.AppendUint64(nil, chainID), genesis[:], at.Registry[:], at.Capabilities[:], at.Anchors[:]))
}

// DeactivatePrincipal ends a principal; what it delegated falls too.
func (c *Client) DeactivatePrincipal(ctx context.Context, s Signer, principal custos.Address) (Receipt, error) {
	return c.toRegistry(ctx, s, c.registry.PackDeactivatePrincipal(common.Address(principal)))
}

// Grant gives g.Grantee the actions on a resource that the signer owns. The
// receipt's Number is the capability's.
func (c *Client) Grant(ctx context.Context, s Signer, g custos.Capability) (Receipt, error) {
	t, err := terms(g)
	if err != nil {
		return Receipt{}, err
	}
	return numbering(c.toCapabilities(ctx, s, c.capabilities.PackGrant(common.Address(g.Grantee), t)))
}

// Delegate passes capability g.Parent, which the signer holds, or a part of it on to g.Grantee.
func (c *Client) Delegate(ctx context.Context, s Signer, g custos.Capability) (Receipt, error) {
	t, err := terms(g)
	if err != nil {
		return Receipt{}, err
	}
	return numbering(c.toCapabilities(ctx, s, c.capabilities.PackDelegate(g.Parent, common.Address(g.Grantee), t)))
}

// Deny refuses a request, as the signer was shown it, and says why.
func (c *Client) Deny(ctx context.Context, s Signer, asked custos.AccessRequest, reason string) (Receipt, error) {
	r, err := c.toCapabilities(ctx, s, c.capabilities.PackDeny(asked.Number, layout.ContentOfRequest(&asked), asked.Resource.Segments(), reason))
	r.Number = asked.Number
	return r, err
}

// Revoke ends a capability, as the signer was shown it, and everything delegated from
// it. Another one that has its number, on another branch of the chain, is not ended.
func (c *Client) Revoke(ctx context.Context, s Signer, g custos.Capability) (Receipt, error) {
	r, err := c.toCapabilities(ctx, s, c.capabilities.PackRevoke(g.Number, layout.ContentOfCapability(&g)))
	r.Number = g.Number
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
	return numbering(c.toCapabilities(ctx, s, c.capabilities.PackRequest(a.Resource.Segments(), uint8(a.Actions), from, until, a.Reason, a.LegalBasis)))
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
	return c.toAnchors(ctx, s, c.anchors.PackCreateLog(origin, common.Address(signer), logKey))
}

// Anchor puts a checkpoint on the chain. The proof is the RFC 6962 consistency proof
// from the size that AnchorOf gives; none from size 0, and none for a heartbeat,
// which repeats the anchored size and root. A Conflict means that the log would
// shrink or fork, is frozen, or was anchored by someone else meanwhile.
func (c *Client) Anchor(ctx context.Context, s Signer, domain custos.Resource, origin string, at Checkpoint, proof []custos.Hash) (Receipt, error) {
	p := make([][32]byte, len(proof))
	for i, h := range proof {
		p[i] = h
	}
	id := logID(domain, origin)
	return c.toAnchors(ctx, s, c.anchors.PackAnchor(id, at.Size, at.Root, p))
}

// ReportFork freezes a log whose key signed two roots for one size. Anyone may.
func (c *Client) ReportFork(ctx context.Context, s Signer, domain custos.Resource, origin string, first, second SignedCheckpoint) (Receipt, error) {
	return c.toAnchors(ctx, s, c.anchors.PackReportFork(logID(domain, origin), first.contract(), second.contract()))
}

// ReportConflict freezes a log whose key signed another root for the size that is anchored.
func (c *Client) ReportConflict(ctx context.Context, s Signer, domain custos.Resource, origin string, signed SignedCheckpoint) (Receipt, error) {
	return c.toAnchors(ctx, s, c.anchors.PackReportConflict(logID(domain, origin), signed.contract()))
}

func (c *Client) toRegistry(ctx context.Context, s Signer, data []byte) (Receipt, error) {
	return c.send(ctx, s, c.cfg.Contracts.Registry, data, c.registry.UnpackError)
}

func (c *Client) toCapabilities(ctx context.Context, s Signer, data []byte) (Receipt, error) {
	return c.send(ctx, s, c.cfg.Contracts.Capabilities, data, c.capabilities.UnpackError)
}

func (c *Client) toAnchors(ctx context.Context, s Signer, data []byte) (Receipt, error) {
	return c.send(ctx, s, c.cfg.Contracts.Anchors, data, c.anchors.UnpackError)
}

// numbering refuses the receipt of a call by which the contract numbers something, and did not.
func numbering(r Receipt, err error) (Receipt, error) {
	if err == nil && r.Number == 0 {
		err = custos.Errorf(custos.Internal, "ledger: transaction %s left no event; check that the contract stands at the configured address", r.Tx)
	}
	return r, err
}

// numbered is what a contract numbered in a transaction; 0 if nothing.
func (c *Client) numbered(r *types.Receipt) uint64 {
	for _, l := range r.Logs {
		if e, err := c.registry.UnpackProposedEvent(l); err == nil {
			return e.Number
		}
		if e, err := c.capabilities.UnpackRequestedEvent(l); err == nil {
			return e.Number
		}
		if e, err := c.capabilities.UnpackGrantedEvent(l); err == nil {
			return e.Number
		}
	}
	return 0
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

// window gives a window in the contract's form, whole seconds up to the year 9999.
func window(from, until time.Time) (f, u *big.Int, err error) {
	for _, t := range []time.Time{from, until} {
		if t.Unix() < 0 || t.Unix() > lastSecond {
			return nil, nil, custos.Errorf(custos.Invalid, "%s cannot bound a window; give a beginning and an end from 1970 to the year 9999", t)
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
