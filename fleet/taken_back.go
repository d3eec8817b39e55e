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

	"custos.dev/custos"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/service"
)

// takenBack is what was taken back by hand in contracts that the site has left. The new ones
// know nothing of it, and the site file asks for it still: a start must not give it again.
type takenBack struct {
	// Principals were deactivated.
	Principals []custos.Address `json:"principals"`
	Grants     []takenGrant     `json:"grants"`
}

// takenGrant is a grant of the site file that was revoked.
type takenGrant struct {
	Grantor  custos.Address  `json:"grantor"`
	Grantee  custos.Address  `json:"grantee"`
	Resource custos.Resource `json:"resource"`
	Actions  custos.Action   `json:"actions"`
}

func takenBackPath(site *service.Site) string { return filepath.Join(site.Data, "taken-back.json") }

// openTakenBack reads it; nothing was taken back if there is no file.
func openTakenBack(site *service.Site) (*takenBack, error) {
	t := new(takenBack)
	b, err := os.ReadFile(takenBackPath(site))
	if errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(b, t); err != nil {
		return nil, custos.Errorf(custos.Corrupt, "%s, which says what was taken back by hand, does not parse: %w; take it from a backup", takenBackPath(site), err)
	}
	return t, nil
}

// note adds what an owner, by his enrollment, has taken back in the contracts of before.
func (t *takenBack) note(ctx context.Context, here *ledger.Client, e *enrollment) error {
	if err := e.wanted(); err != nil {
		return err
	}
	principals, err := here.Principals(ctx)
	if err != nil {
		return err
	}
	granted, err := here.Capabilities(ctx)
	if err != nil {
		return err
	}
	for _, p := range e.principals {
		before, _ := e.roll.get(p.Address)
		off := slices.ContainsFunc(principals, func(h custos.Principal) bool { return h.Address == p.Address && !h.Active })
		if off && !before.Out && !slices.Contains(t.Principals, p.Address) {
			t.Principals = append(t.Principals, p.Address)
		}
	}
	for _, c := range e.grants {
		one := takenGrant{e.key.Address(), c.Grantee, c.Resource, c.Actions}
		holds := slices.ContainsFunc(granted, func(h custos.Capability) bool {
			return !h.Revoked && (takenGrant{h.Grantor, h.Grantee, h.Resource, h.Actions}) == one
		})
		if e.standing(granted, c) && !holds && !slices.Contains(t.Grants, one) {
			t.Grants = append(t.Grants, one)
		}
	}
	return nil
}

// save writes it, durably when it returns.
func (t *takenBack) save(site *service.Site) error {
	text, err := json.MarshalIndent(t, "", "  ")
	if err != nil {
		return err
	}
	return service.WriteFile(takenBackPath(site), append(text, '\n'), 0o644)
}

// remember keeps what the owners here took back by hand, before the contracts that know it
// are left.
func (m *Move) remember(ctx context.Context) error {
	t, err := openTakenBack(m.Site)
	if err != nil {
		return err
	}
	members, _, err := openRoll(m.Site)
	if err != nil {
		return err
	}
	owners, err := m.ownersHere()
	if err != nil {
		return err
	}
	for _, name := range owners {
		o, _ := m.Site.Owner(name)
		k, err := key.Load(OwnerKey(m.Site, name))
		if err != nil {
			return err
		}
		if err := t.note(ctx, m.Here, &enrollment{site: m.Site, owner: o, key: k, roll: members, taken: t}); err != nil {
			return fmt.Errorf("what %s took back: %w", name, err)
		}
	}
	return t.save(m.Site)
}
