package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"custos"
	"custos/ledger/key"
	"custos/service"

	"golang.org/x/sync/errgroup"
)

// roll is whom this site has registered by its site file, in the data directory. It tells
// who was taken out of the file from who was registered by other means, and who may come
// back from who was deactivated by hand. Its methods may be called by several goroutines.
type roll struct {
	path string
	mu   sync.Mutex
	all  map[custos.Address]enrolled
}

// enrolled is an entry of the roll.
type enrolled struct {
	Name  string           `json:"name"`
	Role  custos.Role      `json:"role"`
	Owner custos.OwnerName `json:"owner"`
	// Out says that the site file has it no more, and that its rights were taken back.
	Out bool `json:"out,omitempty"`
}

// openRoll reads the roll; first says that there is none yet.
func openRoll(site *service.Site) (r *roll, first bool, err error) {
	r = &roll{path: filepath.Join(site.Data, "enrolled.json"), all: map[custos.Address]enrolled{}}
	b, err := os.ReadFile(r.path)
	if errors.Is(err, fs.ErrNotExist) {
		return r, true, nil
	}
	if err != nil {
		return nil, false, err
	}
	if err := json.Unmarshal(b, &r.all); err != nil {
		return nil, false, custos.Errorf(custos.Corrupt, "%s, which says whom the site has registered, does not parse: %w; take it from a backup", r.path, err)
	}
	return r, false, nil
}

func (r *roll) get(a custos.Address) (enrolled, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, ok := r.all[a]
	return e, ok
}

// set writes entries. They are durable when it returns nil.
func (r *roll) set(entries map[custos.Address]enrolled) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	changed := false
	for a, e := range entries {
		if old, ok := r.all[a]; !ok || old != e {
			r.all[a], changed = e, true
		}
	}
	if !changed {
		return nil
	}
	text, err := json.MarshalIndent(r.all, "", "  ")
	if err != nil {
		return err
	}
	return service.WriteFile(r.path, append(text, '\n'), 0o644)
}

// rollBefore begins the roll of a site whose data is from before there was one, by what the
// site was at its last start.
func rollBefore(before *service.Site) error {
	if before == nil {
		return nil
	}
	r, first, err := openRoll(before)
	if err != nil || !first {
		return err
	}
	entries := map[custos.Address]enrolled{}
	for _, o := range before.Owners {
		if fogOf(before, o.Name) == nil {
			continue
		}
		k, err := key.Load(ownerKey(before, o.Name))
		if err != nil {
			continue // another owner's, or never started
		}
		e := &enrollment{site: before, owner: o, key: k}
		if err := e.wanted(); err != nil {
			return err
		}
		for a, p := range e.entries() {
			entries[a] = p
		}
	}
	return r.set(entries)
}

// entries are what the roll has of an owner's principals once they are registered.
func (e *enrollment) entries() map[custos.Address]enrolled {
	out := map[custos.Address]enrolled{}
	for _, p := range e.principals {
		out[p.Address] = enrolled{Name: p.Name, Role: p.Role, Owner: e.owner.Name}
	}
	return out
}

// keepsKey says of a role that it signs what is to verify later: evidence proves that
// its keys are registered and active, so they stay so and only lose their rights.
func keepsKey(r custos.Role) bool {
	return r == custos.RoleService || r == custos.RoleEdge || r == custos.RoleFog
}

// leave takes the owner's grants back from all who were taken out of the site file, and
// ends those who only asked. It can be done again after it was interrupted.
func (e *enrollment) leave(ctx context.Context) error {
	gone := map[custos.Address]enrolled{}
	e.roll.mu.Lock()
	for a, p := range e.roll.all {
		if !e.inSite[a] {
			p.Out = true
			gone[a] = p
		}
	}
	e.roll.mu.Unlock()
	if len(gone) == 0 {
		return nil
	}
	// First that they are out: whoever is found deactivated and not out was so by hand.
	if err := e.roll.set(gone); err != nil {
		return err
	}
	granted, err := e.client.Capabilities(ctx)
	if err != nil {
		return err
	}
	principals, err := e.client.Principals(ctx)
	if err != nil {
		return err
	}
	g, gctx := errgroup.WithContext(ctx)
	taken := map[custos.Address]int{}
	for _, c := range granted {
		if _, is := gone[c.Grantee]; is && !c.Revoked && c.Grantor == e.key.Address() {
			taken[c.Grantee]++
			g.Go(func() error { _, err := e.client.Revoke(gctx, e.key, c.Number); return err })
		}
	}
	ended := map[custos.Address]bool{}
	for _, p := range principals {
		if q, is := gone[p.Address]; is && p.Active && q.Owner == e.owner.Name && p.Owner == e.key.Address() && !keepsKey(q.Role) {
			ended[p.Address] = true
			g.Go(func() error { _, err := e.client.DeactivatePrincipal(gctx, e.key, p.Address); return err })
		}
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for a, p := range gone {
		var what string
		switch {
		case ended[a]:
			what = fmt.Sprintf("gone: %s is deactivated and all that it delegated; %d grants of %s to it are revoked", p.Name, taken[a], e.owner.Name)
		case taken[a] > 0:
			what = fmt.Sprintf("gone: %d grants of %s to %s are revoked; its key stays known, so that what it signed verifies", taken[a], e.owner.Name, p.Name)
		default:
			continue
		}
		e.say(what)
	}
	return nil
}

// comeBack notes that the owner's principals are in the site file. Those who were out have
// their rights again by now.
func (e *enrollment) comeBack(context.Context) error { return e.roll.set(e.entries()) }

// inSites are the accounts that the site file has, of all owners.
func inSites(all []*enrollment) map[custos.Address]bool {
	in := map[custos.Address]bool{}
	for _, e := range all {
		for _, p := range e.principals {
			in[p.Address] = true
		}
	}
	return in
}

// standing says whether a grant of the site file stands already. One that was revoked is
// not given again by a restart, unless it was taken back because its holder was out.
func (e *enrollment) standing(granted []custos.Capability, c custos.Capability) bool {
	p, _ := e.roll.get(c.Grantee)
	return slices.ContainsFunc(granted, func(h custos.Capability) bool {
		return h.Grantee == c.Grantee && h.Resource == c.Resource && h.Actions == c.Actions && h.Grantor == e.key.Address() && !(h.Revoked && p.Out)
	})
}
