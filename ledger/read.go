package ledger

import (
	"context"
	"math/big"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
	"custos.dev/custos/ledger/layout"
)

// call asks a contract at a block; nil is the head.
func call[T any](ctx context.Context, c *Client, to custos.Address, data []byte, at *big.Int, unpack func([]byte) (T, error), explain unpacker) (T, error) {
	var zero T
	address := common.Address(to)
	out, err := c.eth.CallContract(ctx, ethereum.CallMsg{To: &address, Data: data}, at)
	if err != nil {
		return zero, c.refusal(err, explain)
	}
	if len(out) == 0 {
		return zero, custos.Errorf(custos.Invalid, "ledger: there is no contract at %s; check the configured addresses and that the chain has the right genesis", to)
	}
	v, err := unpack(out)
	if err != nil {
		return zero, custos.Errorf(custos.Invalid, "ledger: %s answers what no contract of this version says: %w", to, err)
	}
	return v, nil
}

func askRegistry[T any](ctx context.Context, c *Client, data []byte, at *big.Int, unpack func([]byte) (T, error)) (T, error) {
	return call(ctx, c, c.cfg.Contracts.Registry, data, at, unpack, c.registry.UnpackError)
}

func askCapabilities[T any](ctx context.Context, c *Client, data []byte, at *big.Int, unpack func([]byte) (T, error)) (T, error) {
	return call(ctx, c, c.cfg.Contracts.Capabilities, data, at, unpack, c.capabilities.UnpackError)
}

func askAnchors[T any](ctx context.Context, c *Client, data []byte, at *big.Int, unpack func([]byte) (T, error)) (T, error) {
	return call(ctx, c, c.cfg.Contracts.Anchors, data, at, unpack, c.anchors.UnpackError)
}

// at is a block number for calls; 0 means the head, for nothing is asked of the genesis.
func at(block uint64) *big.Int {
	if block == 0 {
		return nil
	}
	return new(big.Int).SetUint64(block)
}

// Owners returns every owner that there ever was, those of the genesis first.
func (c *Client) Owners(ctx context.Context) ([]custos.Owner, error) {
	head, err := c.Head(ctx)
	if err != nil {
		return nil, err
	}
	return list(ctx, c, head.Number, c.registry.PackOwnerCount(), c.registry.UnpackOwnerCount,
		c.registry.PackOwnerAt, c.registry.UnpackOwnerAt, ownerOf)
}

// Principals returns every principal that there ever was, in the order of their registration.
func (c *Client) Principals(ctx context.Context) ([]custos.Principal, error) {
	head, err := c.Head(ctx)
	if err != nil {
		return nil, err
	}
	return list(ctx, c, head.Number, c.registry.PackPrincipalCount(), c.registry.UnpackPrincipalCount,
		c.registry.PackPrincipalAt, c.registry.UnpackPrincipalAt, principalOf)
}

// list reads what Registry numbers from 0, all at one block.
func list[B, T any](ctx context.Context, c *Client, block uint64, count []byte, unpackCount func([]byte) (*big.Int, error),
	pack func(*big.Int) []byte, unpack func([]byte) (B, error), to func(B) T,
) ([]T, error) {
	number := new(big.Int).SetUint64(block)
	n, err := askRegistry(ctx, c, count, number, unpackCount)
	if err != nil {
		return nil, err
	}
	out := make([]T, 0, n.Int64())
	for i := int64(0); i < n.Int64(); i++ {
		b, err := askRegistry(ctx, c, pack(big.NewInt(i)), number, unpack)
		if err != nil {
			return nil, err
		}
		out = append(out, to(b))
	}
	return out, nil
}

// Nodes returns the fogs that are active under active owners at a block, 0 for the
// newest, and have a TLS key: those that may speak to each other as ledgers.
func (c *Client) Nodes(ctx context.Context, block uint64) ([]custos.Principal, error) {
	if block == 0 {
		head, err := c.Head(ctx)
		if err != nil {
			return nil, err
		}
		block = head.Number
	}
	owners, err := list(ctx, c, block, c.registry.PackOwnerCount(), c.registry.UnpackOwnerCount,
		c.registry.PackOwnerAt, c.registry.UnpackOwnerAt, ownerOf)
	if err != nil {
		return nil, err
	}
	active := map[custos.Address]bool{}
	for _, o := range owners {
		active[o.Address] = o.Active
	}
	all, err := list(ctx, c, block, c.registry.PackPrincipalCount(), c.registry.UnpackPrincipalCount,
		c.registry.PackPrincipalAt, c.registry.UnpackPrincipalAt, principalOf)
	return slices.DeleteFunc(all, func(p custos.Principal) bool {
		return !p.Active || p.Role != custos.RoleFog || p.TLSKey.IsZero() || !active[p.Owner]
	}), err
}

// AcceptedChain returns the block in which the owners decided to go on with the
// chain that holds a block; 0 if they did not.
func (c *Client) AcceptedChain(ctx context.Context, block custos.Hash) (uint64, error) {
	return askRegistry(ctx, c, c.registry.PackAcceptedChain(block), nil, c.registry.UnpackAcceptedChain)
}

// HandOver returns the registry of the deployment that the owners moved to, and its
// name; zero if they did not.
func (c *Client) HandOver(ctx context.Context) (registry custos.Address, name custos.Hash, err error) {
	h, err := askRegistry(ctx, c, c.registry.PackHandOver(), nil, c.registry.UnpackHandOver)
	return custos.Address(h.Successor), h.Subject, err
}

// Principal returns a principal as it stands; NotFound if the account never was one.
func (c *Client) Principal(ctx context.Context, a custos.Address) (custos.Principal, error) {
	b, err := askRegistry(ctx, c, c.registry.PackPrincipal(common.Address(a)), nil, c.registry.UnpackPrincipal)
	if err != nil {
		return custos.Principal{}, err
	}
	if b.Role == 0 {
		return custos.Principal{}, custos.Errorf(custos.NotFound, "%s is not a principal; an owner must register it", a)
	}
	return principalOf(b), nil
}

// Threshold returns how many owners must vote for a change, and how many there are.
func (c *Client) Threshold(ctx context.Context) (threshold, owners int, err error) {
	t, err := askRegistry(ctx, c, c.registry.PackThreshold(), nil, c.registry.UnpackThreshold)
	if err != nil {
		return 0, 0, err
	}
	n, err := askRegistry(ctx, c, c.registry.PackActiveOwners(), nil, c.registry.UnpackActiveOwners)
	return int(t), int(n), err
}

// OwnerOf returns the active owner whose domain holds a resource; NotFound if none does.
func (c *Client) OwnerOf(ctx context.Context, r custos.Resource) (custos.Address, error) {
	if err := valid(r); err != nil {
		return custos.Address{}, err
	}
	a, err := askRegistry(ctx, c, c.registry.PackOwnerOf(segments(r)), nil, c.registry.UnpackOwnerOf)
	if err == nil && a == (common.Address{}) {
		err = custos.Errorf(custos.NotFound, "no owner's domain holds %q", r)
	}
	return custos.Address(a), err
}

// Proposal is a change that owners vote on, and where it stands.
type Proposal struct {
	Number   uint64         `json:"number"`
	By       custos.Address `json:"by"`
	Change   OwnerChange    `json:"change"`
	Votes    int            `json:"votes"`
	Executed bool           `json:"executed"`
	// Void means that the owners changed since: it must be proposed again.
	Void bool `json:"void"`
}

// Proposal returns a proposal; they are numbered from 1.
func (c *Client) Proposal(ctx context.Context, number uint64) (Proposal, error) {
	s, err := askRegistry(ctx, c, c.registry.PackProposal(number), nil, c.registry.UnpackProposal)
	if err != nil {
		return Proposal{}, err
	}
	e, err := c.proposed(ctx, number)
	if err != nil {
		return Proposal{}, err
	}
	return Proposal{Number: number, By: custos.Address(e.By), Change: changeOf(e.Change), Votes: int(s.Votes), Executed: s.Executed, Void: s.Void}, nil
}

// changeOf reads a change as the contract has it.
func changeOf(b bindings.RegistryChange) OwnerChange {
	ch := OwnerChange{
		Kind: ChangeKind(b.Kind), Replacement: custos.Address(b.Replacement),
		WitnessKey: b.WitnessKey, Threshold: int(b.Threshold),
		Owner:   custos.Owner{Address: custos.Address(b.Account), Name: custos.OwnerName(b.Name), Domain: join(b.Domain)},
		Subject: b.Subject,
	}
	if ch.Kind == AddOwner {
		ch.Owner.WitnessKey, ch.WitnessKey = ch.WitnessKey, custos.Hash{}
		n := b.Node
		ch.Node = custos.Principal{
			Address: custos.Address(n.Account), Name: n.Name, Role: custos.RoleFog, Owner: ch.Owner.Address,
			Domain: ch.Owner.Domain, TLSKey: n.TlsKey, Endpoints: custos.Endpoints(n.Endpoints),
		}
		ch.Consent = n.Consent
	}
	return ch
}

// ProposalCount returns how many proposals there ever were.
func (c *Client) ProposalCount(ctx context.Context) (uint64, error) {
	return askRegistry(ctx, c, c.registry.PackProposalCount(), nil, c.registry.UnpackProposalCount)
}

// proposed finds what was proposed: the contract keeps only its hash.
func (c *Client) proposed(ctx context.Context, number uint64) (*bindings.RegistryProposed, error) {
	head, err := c.Head(ctx)
	if err != nil {
		return nil, err
	}
	logs, err := c.filterLogs(ctx, ethereum.FilterQuery{
		Addresses: []common.Address{common.Address(c.cfg.Contracts.Registry)},
		Topics: [][]common.Hash{
			{c.registry.GetABI().Events[bindings.RegistryProposedEventName].ID},
			{common.BigToHash(new(big.Int).SetUint64(number))},
		},
	}, 0, head.Number)
	if err != nil {
		return nil, c.unavailable("look for a proposal", err)
	}
	if len(logs) == 0 {
		return nil, custos.Errorf(custos.NotFound, "there is no proposal %d", number)
	}
	e, err := c.registry.UnpackProposedEvent(&logs[len(logs)-1])
	if err != nil {
		return nil, custos.Errorf(custos.Corrupt, "ledger: read proposal %d: %w", number, err)
	}
	return e, nil
}

// Capability returns a capability as it stands; it may yet be void by one above it.
func (c *Client) Capability(ctx context.Context, number uint64) (custos.Capability, error) {
	b, err := askCapabilities(ctx, c, c.capabilities.PackCapability(number), nil, c.capabilities.UnpackCapability)
	return capabilityOf(b), err
}

// CapabilityCount returns how many capabilities there ever were.
func (c *Client) CapabilityCount(ctx context.Context) (uint64, error) {
	return askCapabilities(ctx, c, c.capabilities.PackCapabilityCount(), nil, c.capabilities.UnpackCapabilityCount)
}

// AccessRequest returns a request for access as it stands.
func (c *Client) AccessRequest(ctx context.Context, number uint64) (custos.AccessRequest, error) {
	b, err := askCapabilities(ctx, c, c.capabilities.PackRequestOf(number), nil, c.capabilities.UnpackRequestOf)
	return requestOf(b), err
}

// AccessRequestCount returns how many requests there ever were.
func (c *Client) AccessRequestCount(ctx context.Context) (uint64, error) {
	return askCapabilities(ctx, c, c.capabilities.PackRequestCount(), nil, c.capabilities.UnpackRequestCount)
}

// Question is whether a principal may do something.
type Question struct {
	Principal custos.Address
	Resource  custos.Resource
	// Action is one or more actions, all of which are needed.
	Action custos.Action
	// Time is when; its location must be the site's time zone, for the hours of the week.
	Time time.Time
	// Capability is the one relied on; 0 asks for an owner's own right.
	Capability uint64
	// Block is at which state to look; 0 means the head.
	Block uint64
}

// IsAllowed asks the contract, and says in words why not.
func (c *Client) IsAllowed(ctx context.Context, q Question) (allowed bool, why string, err error) {
	if err := valid(q.Resource); err != nil {
		return false, "", err
	}
	if q.Time.Unix() < 0 || q.Time.Unix() >= 1<<48 {
		return false, "", custos.Errorf(custos.Invalid, "ask for a time after 1970")
	}
	v, err := askCapabilities(ctx, c, c.capabilities.PackCheck(common.Address(q.Principal), segments(q.Resource), uint8(q.Action),
		big.NewInt(q.Time.Unix()), MinuteOfWeek(q.Time), q.Capability), at(q.Block), c.capabilities.UnpackCheck)
	if err != nil {
		return false, "", err
	}
	return v == 0, verdict(v), nil
}

// MinuteOfWeek counts from Monday 00:00 in the time's own location.
func MinuteOfWeek(t time.Time) uint16 {
	day := (int(t.Weekday()) + 6) % 7
	return uint16(day*1440 + t.Hour()*60 + t.Minute())
}

// LogState is a log as Anchors has it.
type LogState struct {
	ID     custos.Hash `json:"id"`
	Origin string      `json:"origin"`
	Checkpoint
	// Anchored is the block of the latest anchor; 0 if there is none.
	Anchored uint64 `json:"anchored"`
	// Count is how many anchors there were.
	Count  uint64         `json:"count"`
	Frozen bool           `json:"frozen"`
	Signer custos.Address `json:"signer"`
	// Created is the block in which it was opened.
	Created uint64 `json:"created"`
	// Domain is the path hash of its owner's domain.
	Domain custos.Hash `json:"domain"`
	// Key is the Ed25519 key of its checkpoints.
	Key custos.Hash `json:"key"`
}

// AnchorOf returns the log of an origin as it stood at a block; 0 means the head.
// NotFound means that it was not created yet.
func (c *Client) AnchorOf(ctx context.Context, domain custos.Resource, origin string, block uint64) (LogState, error) {
	b, err := askAnchors(ctx, c, c.anchors.PackLogOf(logID(domain, origin)), at(block), c.anchors.UnpackLogOf)
	if err != nil {
		return LogState{}, err
	}
	l := logOf(b)
	l.ID = logID(domain, origin)
	return l, nil
}

// Logs returns every log, in the order in which they were opened.
func (c *Client) Logs(ctx context.Context) ([]LogState, error) {
	n, err := askAnchors(ctx, c, c.anchors.PackLogCount(), nil, c.anchors.UnpackLogCount)
	if err != nil {
		return nil, err
	}
	out := make([]LogState, 0, n.Int64())
	for i := int64(0); i < n.Int64(); i++ {
		b, err := askAnchors(ctx, c, c.anchors.PackLogAt(big.NewInt(i)), nil, c.anchors.UnpackLogAt)
		if err != nil {
			return nil, err
		}
		l := logOf(b)
		l.ID = layout.IDOfLog(l.Domain, l.Origin)
		out = append(out, l)
	}
	return out, nil
}

func logOf(b bindings.AnchorsLog) LogState {
	return LogState{
		Origin: b.Origin, Checkpoint: Checkpoint{Size: b.Size, Root: b.Root},
		Anchored: b.Anchored, Count: b.Count, Frozen: b.Frozen, Signer: custos.Address(b.Signer),
		Created: b.Created, Domain: b.Domain, Key: b.Key,
	}
}

func segments(r custos.Resource) [][32]byte {
	s := layout.Segments(r)
	out := make([][32]byte, len(s))
	for i, h := range s {
		out[i] = h
	}
	return out
}

// Peers is how many other nodes the node is connected to.
func (c *Client) Peers(ctx context.Context) (int, error) {
	n, err := c.eth.PeerCount(ctx)
	if err != nil {
		return 0, c.unavailable("ask for the peers", err)
	}
	return int(n), nil
}

// Capabilities returns all that were ever given, by number.
func (c *Client) Capabilities(ctx context.Context) ([]custos.Capability, error) {
	return numbered(ctx, c.CapabilityCount, c.Capability)
}

// AccessRequests returns all that were ever made, by number.
func (c *Client) AccessRequests(ctx context.Context) ([]custos.AccessRequest, error) {
	return numbered(ctx, c.AccessRequestCount, c.AccessRequest)
}

// numbered reads what a contract numbers from 1.
func numbered[T any](ctx context.Context, count func(context.Context) (uint64, error), get func(context.Context, uint64) (T, error)) ([]T, error) {
	n, err := count(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]T, 0, n)
	for i := uint64(1); i <= n; i++ {
		one, err := get(ctx, i)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}
