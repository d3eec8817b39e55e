package ledger

import (
	"context"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
	"custos.dev/custos/ledger/layout"
)

// MaxGlass is how long a broken glass gives access at most.
const MaxGlass = time.Hour

// BreakGlass gives the signer access at once, from now on, for whole seconds up to
// MaxGlass, if the resource's owner named him for that. All owners see it, and the
// resource's owner must acknowledge it before anybody of the same sponsor can do it again
// in his domain. The receipt's Number is the capability's.
func (c *Client) BreakGlass(ctx context.Context, s Signer, r custos.Resource, actions custos.Action, now time.Time, d time.Duration, reason string) (Receipt, error) {
	if err := valid(r); err != nil {
		return Receipt{}, err
	}
	if d < time.Second || d > MaxGlass {
		return Receipt{}, custos.Errorf(custos.Invalid, "a glass is broken for a second to an hour, not for %s", d)
	}
	from, until, err := window(now, now.Add(d))
	if err != nil {
		return Receipt{}, err
	}
	return numbering(c.toCapabilities(ctx, s, c.capabilities.PackBreakGlass(r.Segments(), uint8(actions), from, until, reason)))
}

// Acknowledge says that the signing owner saw that the glass of his domain was broken,
// and this capability given. It ends nothing: Revoke does.
func (c *Client) Acknowledge(ctx context.Context, s Signer, g custos.Capability) (Receipt, error) {
	r, err := c.toCapabilities(ctx, s, c.capabilities.PackAcknowledge(g.Number, layout.ContentOfCapability(&g)))
	r.Number = g.Number
	return r, err
}

// Glass is a broken glass.
type Glass struct {
	// Capability is what it gave; its Grantor is the owner in whose place it was given.
	Capability custos.Capability `json:"capability"`
	Reason     string            `json:"reason"`
	Block      custos.BlockRef   `json:"block"`
	// Acknowledged is by whom; zero if nobody did yet.
	Acknowledged custos.Address `json:"acknowledged"`
}

// Unacknowledged returns the capabilities of the broken glasses that no owner has
// acknowledged.
func (c *Client) Unacknowledged(ctx context.Context) ([]uint64, error) {
	head, err := c.Head(ctx) // the order may change from block to block
	if err != nil {
		return nil, err
	}
	n, err := askCapabilities(ctx, c, c.capabilities.PackGlassCount(), at(head.Number), c.capabilities.UnpackGlassCount)
	if err != nil {
		return nil, err
	}
	out := make([]uint64, 0, n.Int64())
	for i := int64(0); i < n.Int64(); i++ {
		g, err := askCapabilities(ctx, c, c.capabilities.PackGlassAt(big.NewInt(i)), at(head.Number), c.capabilities.UnpackGlassAt)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, nil
}

// Glasses returns every glass that was broken in the blocks from and to, both
// included, in the chain's order; a to beyond the head is the head.
func (c *Client) Glasses(ctx context.Context, from, to uint64) ([]Glass, error) {
	head, err := c.Head(ctx)
	if err != nil {
		return nil, err
	}
	events := c.capabilities.GetABI().Events
	broken, seen := events[bindings.CapabilitiesGlassBrokenEventName].ID, events[bindings.CapabilitiesGlassAcknowledgedEventName].ID
	logs, err := c.filterLogs(ctx, ethereum.FilterQuery{
		Addresses: []common.Address{common.Address(c.cfg.Contracts.Capabilities)},
		Topics:    [][]common.Hash{{broken, seen}},
	}, from, head.Number)
	if err != nil {
		return nil, c.unavailable("look for broken glasses", err)
	}
	out := []Glass{}
	for i := range logs {
		l := &logs[i]
		if l.Topics[0] == seen {
			e, err := c.capabilities.UnpackGlassAcknowledgedEvent(l)
			if err != nil {
				return nil, custos.Errorf(custos.Corrupt, "ledger: read an acknowledgement in block %d: %w", l.BlockNumber, err)
			}
			for j := range out {
				if out[j].Capability.Number == e.Number {
					out[j].Acknowledged = custos.Address(e.By)
				}
			}
			continue
		}
		e, err := c.capabilities.UnpackGlassBrokenEvent(l)
		if err != nil {
			return nil, custos.Errorf(custos.Corrupt, "ledger: read a broken glass in block %d: %w", l.BlockNumber, err)
		}
		if l.BlockNumber <= to {
			out = append(out, Glass{
				Capability: capabilityOf(e.Capability), Reason: e.Reason,
				Block: custos.BlockRef{Number: l.BlockNumber, Hash: custos.Hash(l.BlockHash)},
			})
		}
	}
	return out, nil
}
