package node

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/bus"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/sealed"
	"custos.dev/custos/service"
)

var _ journal.Peers = (*Runtime)(nil)

// identity is what a service shows its node's bus.
func identity(env *service.Env, k *key.Key) bus.Identity {
	return bus.Identity{
		Service: env.ID, Node: env.Node.Name, Account: k.Address(),
		Sign: func(d custos.Hash) ([]byte, error) {
			sig, err := k.Sign(d)
			return sig[:], err
		},
	}
}

// recoverSigner is bus.ServerConfig's Recover.
func recoverSigner(d custos.Hash, sig []byte) (custos.Address, error) {
	if len(sig) != len(key.Signature{}) {
		return custos.Address{}, custos.Errorf(custos.Denied, "its signature does not parse")
	}
	return key.Recover(d, key.Signature(sig))
}

// Ask implements journal.Peers: it sends a request of a kind to another service of the
// domain, in this one's own name, and returns its answer; see sealed.Peer.Ask.
func (r *Runtime) Ask(ctx context.Context, to custos.ServiceID, what string, data []byte) ([]byte, error) {
	return r.Peer.Ask(ctx, to, what, data)
}

// Answer implements journal.Peers.
func (r *Runtime) Answer(ctx context.Context, what string, parallel int, h sealed.Handler) error {
	return r.Peer.Answer(ctx, what, parallel, h)
}

// Check implements journal.Peers: an account must have the action on the resource. Only
// refusals are recorded: services ask many times a second, and what they may is on the
// ledger. An answer over the own bus to a service of the same node does not leave it; see
// access.DecideHere.
func (r *Runtime) Check(ctx context.Context, from custos.Address, a custos.Action, res custos.Resource) error {
	if r.May(from, a, res) {
		return nil
	}
	_, err := r.Gate.AskHere(ctx, access.Question{Principal: from, Action: a, Resource: res}, r.Node.Name)
	return err
}

// May implements journal.Peers.
func (r *Runtime) May(from custos.Address, a custos.Action, res custos.Resource) bool {
	return r.Index.DecideHere(access.Question{Principal: from, Action: a, Resource: res}, r.Node.Name).Allowed
}

// Master implements journal.Peers.
func (r *Runtime) Master() custos.ServiceID { return MasterOf(Fog(r.Site, r.Node)) }

// Signs implements journal.Peers. What a service signed before it was deactivated stays signed.
func (r *Runtime) Signs(by custos.Address, s custos.ServiceID) bool {
	p, ok := r.Index.Principal(by)
	return ok && p.Role == custos.RoleService && p.Name == string(s) && p.Domain == r.Domain
}

// refusedPeer puts on record whom this service did not listen to; but not the site's own
// services, which come before they are registered, and come again.
func (r *Runtime) refusedPeer(account custos.Address, why string) {
	if r.Index.Head().Hash.IsZero() {
		return
	}
	if _, known := r.Index.Principal(account); !known && slices.Contains(slices.Collect(maps.Values(r.roster)), account) {
		return
	}
	r.Gate.Turned(account.String(), why)
}

// directory says who the services of an owner are: by the registry once it was read, and
// before that by what was written when the site was set up, since the registry itself is
// asked of a service.
type directory struct {
	index  *access.Index
	owner  custos.Address
	roster Roster

	mu       sync.Mutex
	at       custos.Hash // the block that accounts is of
	accounts map[custos.ServiceID]custos.Address
}

// Account implements sealed.Directory.
func (d *directory) Account(id custos.ServiceID) (custos.Address, bool) {
	head := d.index.Head().Hash
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.accounts == nil || d.at != head {
		d.at, d.accounts = head, map[custos.ServiceID]custos.Address{}
		for _, p := range d.index.Principals() {
			// Of several that were ever registered by a name, the one that is active.
			if p.Active && p.Role == custos.RoleService && p.Owner == d.owner {
				d.accounts[custos.ServiceID(p.Name)] = p.Address
			}
		}
	}
	if a, ok := d.accounts[id]; ok {
		_, active := d.Service(a)
		return a, active
	}
	a, ok := d.roster[id]
	if !ok {
		return a, false
	}
	if _, known := d.index.Principal(a); known {
		return a, false // the registry knows it, and not as this
	}
	return a, true
}

// Service implements sealed.Directory.
func (d *directory) Service(a custos.Address) (custos.ServiceID, bool) {
	p, ok := d.index.Principal(a)
	if !ok || !p.Active || p.Role != custos.RoleService || p.Owner != d.owner || !strings.Contains(p.Name, "/") {
		return "", false
	}
	return custos.ServiceID(p.Name), true
}

// AskStream asks another service for a stream. The channel of parts is closed at its end;
// ended then says how it ended, nil if the other side sent all. It ends with ctx.
func (r *Runtime) AskStream(ctx context.Context, to custos.ServiceID, what string, data []byte) (parts <-chan []byte, ended func() error) {
	out := make(chan []byte)
	var end error
	go func() {
		defer close(out)
		end = r.Peer.Stream(ctx, to, what, data, func(part []byte) error {
			select {
			case out <- part:
				return nil
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		})
	}()
	return out, func() error { return end }
}
