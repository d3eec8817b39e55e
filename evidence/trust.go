package evidence

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"slices"

	"custos.dev/custos"
)

// Trust is what a verifier pins: everything that a bundle is measured against,
// and nothing that comes with the bundle. It holds no secret.
type Trust struct {
	Version int    `json:"version"`
	Site    string `json:"site"`
	Engine  string `json:"engine"`
	ChainID uint64 `json:"chain_id"`
	// Genesis is the hash of block 0.
	Genesis   custos.Hash    `json:"genesis"`
	Contracts TrustContracts `json:"contracts"`
	// Before are the contracts of earlier blocks of this chain, oldest first, where the
	// owners moved to newly deployed ones.
	Before []PastContracts `json:"before,omitempty"`
	// Owners are those who may cosign, Threshold how many must, as it was when the file was
	// written.
	Owners    []custos.Owner `json:"owners"`
	Threshold int            `json:"threshold"`
	// History is who the owners were at each block until then. A file of form 1 has none:
	// there the present counts for all blocks.
	History *History `json:"history,omitempty"`
	// Confirmations is how many blocks must stand on an anchor's block.
	Confirmations int `json:"confirmations"`
	// NamesFrom is the block from which on the site's bundles prove the names of services:
	// one of an older form that shows a later block is refused. 0 means that older forms
	// are taken, and their names are said to be their own word.
	NamesFrom uint64 `json:"names_from,omitempty"`
	// OwnersFrom is the same for the proof of who the owners were.
	OwnersFrom uint64     `json:"owners_from,omitempty"`
	Logs       []TrustLog `json:"logs"`
}

// TrustContracts are the contracts and the Keccak-256 of their code.
type TrustContracts struct {
	Registry     TrustContract `json:"registry"`
	Capabilities TrustContract `json:"capabilities"`
	Anchors      TrustContract `json:"anchors"`
}

// TrustContract is one contract.
type TrustContract struct {
	Address  custos.Address `json:"address"`
	CodeHash custos.Hash    `json:"code_hash"`
}

// PastContracts are the contracts that counted in the blocks before one.
type PastContracts struct {
	Until     uint64         `json:"until"`
	Contracts TrustContracts `json:"contracts"`
}

// TrustLog is a domain's log and its keys.
type TrustLog struct {
	Origin string          `json:"origin"`
	Owner  custos.Address  `json:"owner"`
	Domain custos.Resource `json:"domain"`
	// Key is the Ed25519 key of its checkpoints, Signer the secp256k1 one.
	Key    custos.Hash    `json:"key"`
	Signer custos.Address `json:"signer"`
}

// The forms of a trust file. One of the first knows the present alone.
const (
	trustPresent = 1
	trustHistory = 2
)

// NewTrust fills in the form's version. Without a history the owners are those of the
// chain's first block.
func NewTrust(t Trust) *Trust {
	t.Version = trustHistory
	if t.History == nil {
		t.History = NewHistory([]Council{{Owners: t.Owners, Threshold: t.Threshold}}, 0)
	}
	return &t
}

// LoadTrust reads a trust file strictly.
func LoadTrust(path string) (*Trust, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "cannot read the trust file: %w", err)
	}
	t, err := ParseTrust(b)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "%s: %w", path, err)
	}
	return t, nil
}

// ParseTrust reads a trust file's text strictly.
func ParseTrust(b []byte) (*Trust, error) {
	t := new(Trust)
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(t); err != nil {
		return nil, custos.Errorf(custos.Invalid, "this is not a trust file; make one by `custos trust export`: %w", err)
	}
	if t.Version != trustPresent && t.Version != trustHistory {
		return nil, custos.Errorf(custos.Invalid, "it has version %d, this program reads %d and %d", t.Version, trustPresent, trustHistory)
	}
	if t.Threshold <= len(t.Owners)/2 || t.Threshold > len(t.Owners) || t.Confirmations < 1 || t.Genesis.IsZero() {
		return nil, custos.Errorf(custos.Invalid, "threshold, confirmations or genesis make no sense")
	}
	if err := t.checkPast(); err != nil {
		return nil, custos.Errorf(custos.Invalid, "%w", err)
	}
	return t, nil
}

// checkPast says what makes no sense in what the file says of earlier blocks.
func (t *Trust) checkPast() error {
	if t.Version == trustPresent {
		if t.History != nil || t.Before != nil || t.OwnersFrom != 0 {
			return custos.Errorf(custos.Invalid, "a file of version %d tells of no earlier blocks", trustPresent)
		}
		return nil
	}
	if t.History == nil {
		return custos.Errorf(custos.Invalid, "it has no history of the owners")
	}
	for i, b := range t.Before {
		if b.Until == 0 || i > 0 && b.Until <= t.Before[i-1].Until {
			return custos.Errorf(custos.Invalid, "the contracts before block %d are out of order", b.Until)
		}
	}
	return t.History.check()
}

// Encode writes the trust file.
func (t *Trust) Encode() ([]byte, error) {
	b, err := json.MarshalIndent(t, "", "  ")
	return append(b, '\n'), err
}

// ContractsAt returns the contracts that counted at a block.
func (t *Trust) ContractsAt(block uint64) TrustContracts {
	for _, b := range t.Before {
		if block < b.Until {
			return b.Contracts
		}
	}
	return t.Contracts
}

// logs are those of an origin: one, unless a domain was given to a newcomer, whose log
// has other keys.
func (t *Trust) logs(origin string) (out []TrustLog) {
	all := t.Logs
	if t.History != nil {
		all = slices.Concat(all, t.History.Logs)
	}
	for _, l := range all {
		if l.Origin == origin {
			out = append(out, l)
		}
	}
	return out
}

// WitnessName is under which an owner's master cosigns.
func WitnessName(domain custos.Resource) string { return "custos/witness/" + string(domain) }

// LogOrigin names a domain's log for good: it is bound to the chain.
func LogOrigin(genesis custos.Hash, domain custos.Resource) string {
	return "custos/" + hex.EncodeToString(genesis[:8]) + "/" + string(domain)
}
