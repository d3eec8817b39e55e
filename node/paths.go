// Package node is what every Custos service has once it runs: its key, the bus,
// the ledger, the rights on record, and its journal; and the two services that
// every other one stands on, bus and ledger.
package node

import (
	"crypto/ed25519"
	"encoding/json"
	"os"
	"path/filepath"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/service"
)

// ServiceKey is where a service's signing key is.
func ServiceKey(site *service.Site, id custos.ServiceID) string {
	return filepath.Join(site.Dir(id), "service.key")
}

// NodeKey is where the key is by which a node itself is registered.
func NodeKey(site *service.Site, n custos.NodeName) string {
	return filepath.Join(site.NodeDir(n), "node.key")
}

// WitnessKey and LogKey are a fog's Ed25519 keys: for cosigning other owners'
// logs, and for its own log's checkpoints.
func WitnessKey(site *service.Site, fog custos.NodeName) string {
	return filepath.Join(site.NodeDir(fog), "witness.key")
}

// LogKey is where a fog's log key is; see WitnessKey.
func LogKey(site *service.Site, fog custos.NodeName) string {
	return filepath.Join(site.NodeDir(fog), "log.key")
}

// WrappingKey is where the secret is under which a fog's master hides the keys of sealed bodies that
// it gives to other owners' mirrors (mirror.Wrap). The owner has a copy (fleet.OwnerWrappingKey).
func WrappingKey(site *service.Site, fog custos.NodeName) string {
	return filepath.Join(site.NodeDir(fog), "wrapping.key")
}

// GenesisPath is where the chain's first block is.
func GenesisPath(site *service.Site) string { return filepath.Join(site.Data, "genesis.json") }

// TrustPath is where the trust file of the site is.
func TrustPath(site *service.Site) string { return filepath.Join(site.Data, "trust.json") }

// PinsPath is where the nodes' TLS keys are.
func PinsPath(site *service.Site) string { return filepath.Join(site.Data, "nodes.json") }

// PublicHash is the public half of an Ed25519 key.
func PublicHash(k ed25519.PrivateKey) custos.Hash {
	return custos.Hash(k.Public().(ed25519.PublicKey))
}

// LoadTrust reads the site's trust file; NotFound before the site's first start.
func LoadTrust(site *service.Site) (*evidence.Trust, error) {
	if _, err := os.Stat(TrustPath(site)); err != nil {
		return nil, custos.Errorf(custos.NotFound, "%s holds no site yet: start it by `custos up`", site.Data)
	}
	return evidence.LoadTrust(TrustPath(site))
}

// SaveTrust replaces the site's trust file, whole or not at all.
func SaveTrust(site *service.Site, t *evidence.Trust) error {
	text, err := t.Encode()
	if err != nil {
		return err
	}
	return service.WriteFile(TrustPath(site), text, 0o644)
}

// CardPath is where the card is by which an owner asks, or asked, to be admitted;
// the founders of a network have none.
func CardPath(site *service.Site, owner custos.OwnerName) string {
	return filepath.Join(site.Data, "owners", string(owner)+".card.json")
}

// Pins are the SHA-256 of the nodes' TLS keys. A node must know whom it dials
// before it can read the registry through that link.
type Pins map[custos.NodeName]custos.Hash

// LoadPins reads the nodes' TLS keys.
func LoadPins(site *service.Site) (Pins, error) {
	b, err := os.ReadFile(PinsPath(site))
	if err != nil {
		return nil, custos.Errorf(custos.NotFound, "the nodes' keys are not there: %w", err)
	}
	p := Pins{}
	if err := json.Unmarshal(b, &p); err != nil {
		return nil, custos.Errorf(custos.Corrupt, "%s: %w", PinsPath(site), err)
	}
	return p, nil
}
