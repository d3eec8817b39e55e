package ledger

import (
	"context"
	"math/big"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
)

// decoder turns one event into the states after it.
type decoder func(*types.Log) ([]custos.PolicyChange, error)

// Changes returns what changed in the blocks from and to, both included, in the
// chain's order; what lies beyond the head is not there yet. Every event of the contracts carries the whole state after it, so
// nothing else needs to be known. The owners of the genesis have no event: start
// from Owners. The caller compares parent hashes to notice that blocks were replaced.
func (c *Client) Changes(ctx context.Context, from, to uint64) ([]custos.PolicyChange, error) {
	head, err := c.Head(ctx)
	if err != nil {
		return nil, err
	}
	to = min(to, head.Number) // some nodes refuse to look further
	logs, err := c.filterLogs(ctx, ethereum.FilterQuery{
		Addresses: []common.Address{common.Address(c.cfg.Contracts.Registry), common.Address(c.cfg.Contracts.Capabilities)},
	}, from, to)
	if err != nil {
		return nil, c.unavailable("ask for changes", err)
	}
	var out []custos.PolicyChange
	for i := range logs {
		changes, err := c.decode(&logs[i])
		if err != nil {
			return nil, err
		}
		out = append(out, changes...)
	}
	return out, nil
}

func (c *Client) decode(l *types.Log) ([]custos.PolicyChange, error) {
	if l.Removed || len(l.Topics) == 0 {
		return nil, nil
	}
	d, ok := c.decoders[l.Topics[0]]
	if !ok {
		return nil, nil // a vote, a threshold: no policy by itself
	}
	changes, err := d(l)
	if err != nil {
		return nil, custos.Errorf(custos.Corrupt, "ledger: read event %d of block %d: %w", l.Index, l.BlockNumber, err)
	}
	for i := range changes {
		changes[i].Block = custos.BlockRef{Number: l.BlockNumber, Hash: custos.Hash(l.BlockHash)}
		changes[i].Tx = custos.Hash(l.TxHash)
	}
	return changes, nil
}

func (c *Client) newDecoders() map[common.Hash]decoder {
	r, k := c.registry, c.capabilities
	owner := func(b bindings.RegistryOwner) custos.PolicyChange {
		o := ownerOf(b)
		return custos.PolicyChange{Owner: &o}
	}
	principal := func(b bindings.RegistryPrincipal) []custos.PolicyChange {
		p := principalOf(b)
		return []custos.PolicyChange{{Principal: &p}}
	}
	capability := func(b bindings.CapabilitiesCapability) []custos.PolicyChange {
		g := capabilityOf(b)
		return []custos.PolicyChange{{Capability: &g}}
	}
	request := func(b bindings.CapabilitiesRequest) []custos.PolicyChange {
		a := requestOf(b)
		return []custos.PolicyChange{{Request: &a}}
	}
	registry, capabilities := r.GetABI(), k.GetABI()
	return map[common.Hash]decoder{
		registry.Events[bindings.RegistryOwnerAddedEventName].ID: as(r.UnpackOwnerAddedEvent, func(e *bindings.RegistryOwnerAdded) []custos.PolicyChange {
			return []custos.PolicyChange{owner(e.Owner)}
		}),
		registry.Events[bindings.RegistryOwnerRemovedEventName].ID: as(r.UnpackOwnerRemovedEvent, func(e *bindings.RegistryOwnerRemoved) []custos.PolicyChange {
			return []custos.PolicyChange{owner(e.Owner)}
		}),
		registry.Events[bindings.RegistryOwnerRotatedEventName].ID: as(r.UnpackOwnerRotatedEvent, func(e *bindings.RegistryOwnerRotated) []custos.PolicyChange {
			if e.Account == e.Replacement {
				return []custos.PolicyChange{owner(e.Owner)}
			}
			return []custos.PolicyChange{owner(e.Previous), owner(e.Owner)}
		}),
		registry.Events[bindings.RegistryPrincipalRegisteredEventName].ID: as(r.UnpackPrincipalRegisteredEvent, func(e *bindings.RegistryPrincipalRegistered) []custos.PolicyChange {
			return principal(e.Principal)
		}),
		registry.Events[bindings.RegistryNodeUpdatedEventName].ID: as(r.UnpackNodeUpdatedEvent, func(e *bindings.RegistryNodeUpdated) []custos.PolicyChange {
			return principal(e.Principal)
		}),
		registry.Events[bindings.RegistryPrincipalDeactivatedEventName].ID: as(r.UnpackPrincipalDeactivatedEvent, func(e *bindings.RegistryPrincipalDeactivated) []custos.PolicyChange {
			return principal(e.Principal)
		}),
		capabilities.Events[bindings.CapabilitiesGrantedEventName].ID: as(k.UnpackGrantedEvent, func(e *bindings.CapabilitiesGranted) []custos.PolicyChange {
			return capability(e.Capability)
		}),
		capabilities.Events[bindings.CapabilitiesRevokedEventName].ID: as(k.UnpackRevokedEvent, func(e *bindings.CapabilitiesRevoked) []custos.PolicyChange {
			return capability(e.Capability)
		}),
		capabilities.Events[bindings.CapabilitiesRequestedEventName].ID: as(k.UnpackRequestedEvent, func(e *bindings.CapabilitiesRequested) []custos.PolicyChange {
			return request(e.Request)
		}),
		capabilities.Events[bindings.CapabilitiesApprovedEventName].ID: as(k.UnpackApprovedEvent, func(e *bindings.CapabilitiesApproved) []custos.PolicyChange {
			return request(e.Request)
		}),
		capabilities.Events[bindings.CapabilitiesDeniedEventName].ID: as(k.UnpackDeniedEvent, func(e *bindings.CapabilitiesDenied) []custos.PolicyChange {
			return request(e.Request)
		}),
	}
}

func as[E any](unpack func(*types.Log) (*E, error), to func(*E) []custos.PolicyChange) decoder {
	return func(l *types.Log) ([]custos.PolicyChange, error) {
		e, err := unpack(l)
		if err != nil {
			return nil, err
		}
		return to(e), nil
	}
}

func ownerOf(b bindings.RegistryOwner) custos.Owner {
	return custos.Owner{
		Address: custos.Address(b.Account), Name: custos.OwnerName(b.Name), Domain: custos.Resource(b.Domain),
		WitnessKey: b.WitnessKey, Active: b.Active, Generation: b.Generation,
	}
}

func principalOf(b bindings.RegistryPrincipal) custos.Principal {
	return custos.Principal{
		Address: custos.Address(b.Account), Name: b.Name, Role: custos.Role(b.Role), Owner: custos.Address(b.Owner),
		Domain: custos.Resource(b.Domain), TLSKey: b.TlsKey, Endpoints: custos.Endpoints(b.Endpoints), Active: b.Active,
		Generation: b.Generation, Registration: b.Registration,
	}
}

func capabilityOf(b bindings.CapabilitiesCapability) custos.Capability {
	return custos.Capability{
		Number: b.Number, Parent: b.Parent, Grantor: custos.Address(b.Grantor), Grantee: custos.Address(b.Grantee),
		Resource: custos.Resource(b.Resource), Actions: custos.Action(b.Actions),
		From: unix(b.From), Until: unix(b.Until),
		Hours: custos.Hours{Days: b.Week.Weekdays, From: b.Week.From, Until: b.Week.Until},
		Depth: b.Depth, Revoked: b.Revoked, Generation: b.Generation, Registration: b.Registration,
	}
}

func requestOf(b bindings.CapabilitiesRequest) custos.AccessRequest {
	return custos.AccessRequest{
		Number: b.Number, Principal: custos.Address(b.Principal), Resource: custos.Resource(b.Resource),
		Actions: custos.Action(b.Actions), From: unix(b.From), Until: unix(b.Until),
		Reason: b.Reason, LegalBasis: b.LegalBasis, State: custos.RequestState(b.State), Capability: b.Capability,
		Made: unix(b.Made), Registration: b.Registration,
	}
}

// lastSecond is the end of the year 9999, seconds since 1970. RFC 3339, and JSON after it,
// has no later year: one time beyond would make every list that it stands in unwritable.
// The first form of the contracts took such times.
const lastSecond = 253402300799

// unix is a time of the contracts, which have 48 bits for one; what lies beyond the year
// 9999 is the end of that.
func unix(n *big.Int) time.Time {
	if n == nil {
		return time.Time{}
	}
	if n.Cmp(big.NewInt(lastSecond)) > 0 {
		return time.Unix(lastSecond, 0).UTC()
	}
	return time.Unix(n.Int64(), 0).UTC()
}

func join(path []string) custos.Resource { return custos.Resource(strings.Join(path, "/")) }
