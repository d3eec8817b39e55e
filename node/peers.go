package node

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"custos.dev/custos"
	"custos.dev/custos/service"
)

// PeersPath is where the other owners' nodes stand that a node begins with, before
// its own chain says who they are.
func PeersPath(site *service.Site) string { return filepath.Join(site.Data, "peers.json") }

// SavePeers writes the nodes to begin with.
func SavePeers(site *service.Site, nodes []custos.Principal) error {
	text, err := json.MarshalIndent(nodes, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(PeersPath(site), append(text, '\n'), 0o644)
}

// LoadPeers reads the nodes to begin with; none if there is no file.
func LoadPeers(site *service.Site) ([]custos.Principal, error) {
	b, err := os.ReadFile(PeersPath(site))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []custos.Principal
	if err := json.Unmarshal(b, &out); err != nil {
		return nil, custos.Errorf(custos.Corrupt, "%s: %w", PeersPath(site), err)
	}
	return out, nil
}
