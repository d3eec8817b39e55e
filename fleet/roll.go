package fleet

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

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/service"

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

// without are the entries of who is not among some.
func (r *roll) without(some map[custos.Address]bool) map[custos.Address]enrolled {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := map[custos.Address]enrolled{}
	for a, e := range r.all {
		if !some[a] {
			out[a] = e
		}
	}
	return out
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
		if FogOf(before, o.Name) == nil {
			continue
		}
		k, err := key.Load(OwnerKey(before, o.Name))
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
	absent := e.roll.without(e.inSite)
	if len(absent) == 0 {
		return nil
	}
	granted, err := e.client.Capabilities(ctx)
	if err != nil {
		return err
	}
	principals, err := e.client.Principals(ctx)
	if err != nil {
		return err
	}
	gone := map[custos.Address]enrolled{}
	for _, p := range principals {
		// Who was deactivated by hand, before, is not let in again when the file has him back.
		if q, is := absent[p.Address]; is && (p.Active || q.Out) {
			q.Out = true
			gone[p.Address] = q
		}
	}
	// First that they are out: whoever is found deactivated and not out was so by hand.
	if err := e.roll.set(gone); err != nil {
		return err
	}
	g, gctx := errgroup.WithContext(ctx)
	taken := map[custos.Address]int{}
	for _, c := range granted {
		if _, is := absent[c.Grantee]; is && !c.Revoked && c.Grantor == e.key.Address() {
			taken[c.Grantee]++
			g.Go(func() error { _, err := e.client.Revoke(gctx, e.key, c); return err })
		}
	}
	ended := map[custos.Address]bool{}
	for _, p := range principals {
		if q, is := gone[p.Address]; is && p.Active && p.Owner == e.key.Address() && !keepsKey(q.Role) {
			ended[p.Address] = true
			g.Go(func() error { _, err := e.client.DeactivatePrincipal(gctx, e.key, p.Address); return err })
		}
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for a, p := range absent {
		if ended[a] || taken[a] > 0 {
			e.say(leftInWords(p, e.owner.Name, ended[a], taken[a]))
		}
	}
	return nil
}

// leftInWords says what was taken from who is gone.
func leftInWords(p enrolled, by custos.OwnerName, ended bool, grants int) string {
	revoked := fmt.Sprintf("%d grants of %s to it are revoked", grants, by)
	if grants == 1 {
		revoked = fmt.Sprintf("1 grant of %s to it is revoked", by)
	}
	switch {
	case ended && grants == 0:
		return fmt.Sprintf("gone: %s is deactivated and all that it delegated", p.Name)
	case ended:
		return fmt.Sprintf("gone: %s is deactivated and all that it delegated; %s", p.Name, revoked)
	case keepsKey(p.Role):
		return fmt.Sprintf("gone: %s; %s; its key stays known, so that what it signed verifies", p.Name, revoked)
	}
	return fmt.Sprintf("gone: %s; %s", p.Name, revoked)
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
	if !p.Out && slices.Contains(e.taken.Grants, takenGrant{e.key.Address(), c.Grantee, c.Resource, c.Actions}) {
		return true
	}
	return slices.ContainsFunc(granted, func(h custos.Capability) bool {
		return h.Grantee == c.Grantee && h.Resource == c.Resource && h.Actions == c.Actions && h.Grantor == e.key.Address() && !(h.Revoked && p.Out)
	})
}
