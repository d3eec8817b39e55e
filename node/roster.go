package node

import (
	"encoding/json"
	"os"
	"path/filepath"

	"custos.dev/custos"
	"custos.dev/custos/service"
)

// Roster are the accounts of a site's services, by name. It stands in for the registry
// until that was read: a service must know by which key its ledger answers before it can
// ask that for anything, and a bus whom to let in before there is a chain.
type Roster map[custos.ServiceID]custos.Address

// RosterPath is where the accounts of the site's services are.
func RosterPath(site *service.Site) string { return filepath.Join(site.Data, "services.json") }

// LoadRoster reads the accounts of the site's services.
func LoadRoster(site *service.Site) (Roster, error) {
	b, err := os.ReadFile(RosterPath(site))
	if err != nil {
		return nil, custos.Errorf(custos.NotFound, "the services' accounts are not there; `custos up` writes them: %w", err)
	}
	r := Roster{}
	if err := json.Unmarshal(b, &r); err != nil {
		return nil, custos.Errorf(custos.Corrupt, "%s: %w", RosterPath(site), err)
	}
	return r, nil
}

// Save replaces the accounts of the site's services, whole or not at all.
func (r Roster) Save(site *service.Site) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return service.WriteFile(RosterPath(site), append(text, '\n'), 0o644)
}
