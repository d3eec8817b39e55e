package node

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/bus"
	"custos.dev/custos/service"
)

// busDoor says whom a node's bus lets in, by the registry as soon as that was read: the
// bus is one of the services that read it, over itself.
type busDoor struct {
	*service.Env
	own     custos.Address // the bus service's
	wiring  *Wiring
	leaves  *leafKeys
	recheck chan<- struct{}
	// reading reads the registry; nil until it is connected.
	reading atomic.Pointer[Runtime]

	mu   sync.Mutex
	said map[string]time.Time // when a refusal of whom was last logged
}

// service is bus.ServerConfig's: a service of this node, by the key that the registry has
// for its name. One that the registry does not know yet is let in by the key that was
// made for it here: it must speak to be registered.
func (d *busDoor) service(id custos.ServiceID, account custos.Address) (bus.Rights, error) {
	if err := d.known(id, account); err != nil {
		return bus.Rights{}, err
	}
	return d.wiring.Service(id)
}

func (d *busDoor) known(id custos.ServiceID, account custos.Address) error {
	if id == d.ID && account == d.own {
		return nil // the server speaks to itself: it could not learn of its own revocation else
	}
	if r := d.reading.Load(); r != nil {
		if p, ok := r.Index.Principal(account); ok {
			if !p.Active || p.Role != custos.RoleService || p.Name != string(id) || p.Owner != r.Owner {
				return custos.Errorf(custos.Denied, "the registry has %s not (any more) as %s of this owner", account, id)
			}
			return nil
		}
	}
	known, err := LoadRoster(d.Site)
	if err != nil {
		return err
	}
	if known[id] != account {
		return custos.Errorf(custos.Denied, "%s is not the key of %s", account, id)
	}
	return nil
}

// leaf is bus.ServerConfig's: what the leaf with a TLS key may use: an edge, or a cloud node.
func (d *busDoor) leaf(spki custos.Hash) (bus.Rights, error) {
	pins, err := LoadPins(d.Site)
	if err != nil {
		return bus.Rights{}, err
	}
	var leaf custos.NodeName
	for _, n := range d.leaves.nodes() {
		if pins[n] == spki {
			leaf = n
		}
	}
	if leaf == "" {
		return bus.Rights{}, custos.Errorf(custos.Denied, "the key %s is of no edge or cloud node of %s", spki, d.Node.Name)
	}
	r := d.reading.Load()
	if r == nil {
		return d.wiring.Leaf(leaf, func(custos.ServiceID) bool { return true }), nil
	}
	// Of the owner's services and leaves, by name, whether a key of theirs is active: one that
	// the registry does not know at all is about to be registered.
	active := map[string]bool{}
	for _, p := range r.Index.Principals() {
		if p.Owner != r.Owner {
			continue
		}
		active[p.Name] = active[p.Name] || p.Active
		if (p.Role == custos.RoleEdge || p.Role == custos.RoleCloud) && p.TLSKey == spki && p.Name == string(leaf) && !p.Active {
			return bus.Rights{}, custos.Errorf(custos.Denied, "the registry has the node %s deactivated", leaf)
		}
	}
	return d.wiring.Leaf(leaf, func(id custos.ServiceID) bool {
		speaks, known := active[string(id)]
		return speaks || !known
	}), nil
}

// refused puts on record what was refused on the bus, and says so in the log once a
// minute for each that was refused.
func (d *busDoor) refused(f bus.Refusal) {
	if len(f.Who) > 100 { // a stranger's own words
		f.Who = f.Who[:100]
	}
	r := d.reading.Load()
	if r == nil || r.Index.Head().Hash.IsZero() {
		return // nobody is known yet, and whoever came too early comes again
	}
	r.Gate.Turned(string(f.Kind)+" "+f.Who, f.Who+": "+f.Why)
	d.mu.Lock()
	now := time.Now()
	said := now.Sub(d.said[f.Who]) < time.Minute
	if !said {
		if len(d.said) >= mostRefused {
			clear(d.said)
		}
		d.said[f.Who] = now
	}
	d.mu.Unlock()
	if !said {
		d.Log.Warn("refused on the bus", "who", f.Who, "why", f.Why)
	}
}

// retryAfter is how long the bus waits before it reads the registry anew.
const retryAfter = 5 * time.Second

// watch reads the registry and has everybody looked at again whenever it has changed.
// That this fails does not take the bus down, which everything else needs: what was read
// last goes on to count, and it is tried again.
func (d *busDoor) watch(ctx context.Context) error {
	for ctx.Err() == nil {
		r, err := Start(ctx, d.Env)
		if err == nil {
			d.reading.Store(r)
			err = r.Run(ctx, func(ctx context.Context) error {
				for {
					changed := r.Index.Changed()
					select {
					case d.recheck <- struct{}{}:
					default: // it is about to look
					}
					select {
					case <-changed:
					case <-ctx.Done():
						return nil
					}
				}
			})
		}
		if ctx.Err() != nil {
			return nil
		}
		d.Log.Error("the bus cannot read the registry, and goes by what it read last", "err", err)
		select {
		case <-ctx.Done():
		case <-time.After(retryAfter):
		}
	}
	return nil
}
