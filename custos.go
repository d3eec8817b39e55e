// Package custos is the vocabulary: the names, resources, events and rights
// that every other package speaks of. It depends on the standard library only,
// so an integrator can import it without importing Custos.
package custos

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// OwnerName names who runs a domain and votes, for example "alma".
type OwnerName string

// NodeName names one machine in a tier, for example "front-edge".
type NodeName string

// ServiceID names one process on a node: "front-edge/object".
type ServiceID string

// NewServiceID joins a node and the name of a service on it.
func NewServiceID(node NodeName, service string) ServiceID {
	return ServiceID(string(node) + "/" + service)
}

// Node returns the node part.
func (s ServiceID) Node() NodeName {
	node, _, _ := strings.Cut(string(s), "/")
	return NodeName(node)
}

// Service returns the part after the node.
func (s ServiceID) Service() string {
	_, service, _ := strings.Cut(string(s), "/")
	return service
}

// Subject returns the service as one bus token: "front-edge_object".
func (s ServiceID) Subject() string { return strings.ReplaceAll(string(s), "/", "_") }

// Tier is where a node stands.
type Tier string

// The tiers of the paper, and the authority that asks from outside.
const (
	Edge      Tier = "edge"
	Fog       Tier = "fog"
	Cloud     Tier = "cloud"
	Authority Tier = "authority"
)

// Address identifies a principal: the last 20 bytes of the Keccak-256 of its
// secp256k1 public key, as Ethereum does.
type Address [20]byte

// ParseAddress reads 0x and 40 hexadecimal digits in any case.
func ParseAddress(s string) (Address, error) {
	var a Address
	h, ok := strings.CutPrefix(s, "0x")
	if !ok || len(h) != 40 {
		return a, fmt.Errorf("%q is not an address: want 0x and 40 hexadecimal digits", s)
	}
	if _, err := hex.Decode(a[:], []byte(h)); err != nil {
		return a, fmt.Errorf("%q is not an address: %w", s, err)
	}
	return a, nil
}

func (a Address) String() string { return "0x" + hex.EncodeToString(a[:]) }

// IsZero reports the address that no key has.
func (a Address) IsZero() bool { return a == Address{} }

// MarshalText writes 0x and lower-case hexadecimal.
func (a Address) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (a *Address) UnmarshalText(b []byte) (err error) {
	*a, err = ParseAddress(string(b))
	return err
}

// Hash is a 32-byte digest; which function made it is said where it is used.
type Hash [32]byte

// ParseHash reads 0x and 64 hexadecimal digits.
func ParseHash(s string) (Hash, error) {
	var h Hash
	d, ok := strings.CutPrefix(s, "0x")
	if !ok || len(d) != 64 {
		return h, fmt.Errorf("%q is not a hash: want 0x and 64 hexadecimal digits", s)
	}
	if _, err := hex.Decode(h[:], []byte(d)); err != nil {
		return h, fmt.Errorf("%q is not a hash: %w", s, err)
	}
	return h, nil
}

func (h Hash) String() string { return "0x" + hex.EncodeToString(h[:]) }

// IsZero reports the hash of nothing, used where no hash is known.
func (h Hash) IsZero() bool { return h == Hash{} }

// MarshalText writes 0x and lower-case hexadecimal.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (h *Hash) UnmarshalText(b []byte) (err error) {
	*h, err = ParseHash(string(b))
	return err
}

// Resource is what can be asked for: a path such as
// "campus/front-door/cam1". A camera is the resource of its path.
type Resource string

// CameraID is a camera's resource path.
type CameraID = Resource

// MaxDepth bounds the segments of a resource path; the contract enforces the same.
const MaxDepth = 8

// Validate says what is wrong with the path: one to eight segments of
// a-z, 0-9, "-" and "_", joined by "/".
func (r Resource) Validate() error {
	segs := strings.Split(string(r), "/")
	if len(segs) > MaxDepth {
		return fmt.Errorf("resource %q has %d segments, at most %d are allowed", r, len(segs), MaxDepth)
	}
	for _, s := range segs {
		if s == "" || len(s) > 63 {
			return fmt.Errorf("resource %q: a segment is empty or longer than 63 characters", r)
		}
		for _, c := range []byte(s) {
			if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
				return fmt.Errorf("resource %q: segment %q may only hold a-z, 0-9, - and _", r, s)
			}
		}
	}
	return nil
}

// Segments splits the path.
func (r Resource) Segments() []string { return strings.Split(string(r), "/") }

// Within reports whether r is the root or lies below it.
func (r Resource) Within(root Resource) bool {
	return r == root || len(r) > len(root) && r[len(root)] == '/' && r[:len(root)] == root
}

// Base returns the last segment: a camera's short name.
func (r Resource) Base() string {
	return string(r[strings.LastIndexByte(string(r), '/')+1:])
}

// Token returns the path in bus form, a token for each segment:
// "campus.front-door.cam1".
func (r Resource) Token() string { return strings.ReplaceAll(string(r), "/", ".") }

// BlockRef names a block of the ledger.
type BlockRef struct {
	Number uint64 `json:"number"`
	Hash   Hash   `json:"hash"`
}
