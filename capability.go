package custos

import (
	"fmt"
	"net"
	"strings"
	"time"
)

// Action is a set of actions, one bit each; the contract uses the same bits.
type Action uint8

// The actions.
const (
	Live Action = 1 << iota
	Recorded
	Features
	Events
	Export
	Control
	// Biometrics is reading what tells who somebody is by his body, as faces do. It comes on
	// top of what reading events and features takes, and nobody has it but by his own grant.
	Biometrics
)

// AllActions has every action.
const AllActions = Live | Recorded | Features | Events | Export | Control | Biometrics

var actionNames = []string{"live", "recorded", "features", "events", "export", "control", "biometrics"}

// ParseActions reads names joined by commas or spaces.
func ParseActions(s string) (Action, error) {
	var a Action
next:
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' }) {
		for i, n := range actionNames {
			if f == n {
				a |= 1 << i
				continue next
			}
		}
		return 0, fmt.Errorf("%q is not an action: choose from %s", f, strings.Join(actionNames, ", "))
	}
	if a == 0 {
		return 0, fmt.Errorf("no action named: choose from %s", strings.Join(actionNames, ", "))
	}
	return a, nil
}

func (a Action) String() string {
	var n []string
	for i, name := range actionNames {
		if a&(1<<i) != 0 {
			n = append(n, name)
		}
	}
	return strings.Join(n, ",")
}

// MarshalText writes the names joined by commas.
func (a Action) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what MarshalText writes. No name is no action: so it is in the
// decision about a request of which it never became known what it asks for.
func (a *Action) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*a = 0
		return nil
	}
	*a, err = ParseActions(string(b))
	return err
}

// Role is what a principal is; the contract uses the same numbers.
type Role uint8

// The roles.
const (
	RoleNone Role = iota
	RoleEdge
	RoleFog
	RoleCloud
	RoleAuthority
	RoleService
)

var roleNames = []string{"none", "edge", "fog", "cloud", "authority", "service"}

func (r Role) String() string {
	if int(r) < len(roleNames) {
		return roleNames[r]
	}
	return fmt.Sprintf("role(%d)", uint8(r))
}

// MarshalText writes the role's name.
func (r Role) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (r *Role) UnmarshalText(b []byte) error {
	for i, n := range roleNames {
		if n == string(b) {
			*r = Role(i)
			return nil
		}
	}
	return fmt.Errorf("%q is not a role: choose from %s", b, strings.Join(roleNames[1:], ", "))
}

// Principal is who asks, as the Registry contract has it.
type Principal struct {
	Address Address `json:"address"`
	// Name is for people: "front-edge/object", "police".
	Name string `json:"name"`
	Role Role   `json:"role"`
	// Owner is the account that registered it and answers for it.
	Owner  Address  `json:"owner"`
	Domain Resource `json:"domain"`
	// TLSKey is the SHA-256 of the SubjectPublicKeyInfo of the key with which its
	// node speaks TLS; zero if it does not.
	TLSKey Hash `json:"tls_key"`
	// Endpoints is where a node answers others.
	Endpoints Endpoints `json:"endpoints,omitempty"`
	Active    bool      `json:"active"`
	// Generation is its owner's when he registered it. It is active only as long as he has
	// that one: what he registered before he left does not come back with him.
	Generation uint16 `json:"generation,omitempty"`
	// Registration counts how often the account was registered. What was granted to an
	// earlier registration is not granted to a later one.
	Registration uint16 `json:"registration,omitempty"`
}

// Endpoints is where a node answers, by kind: "peer=10.0.0.1:7700 api=10.0.0.1:7701".
// The kinds are "peer" (other ledgers), "api" (its master) and "leaf" (its edges' buses).
type Endpoints string

// maxEndpoints is the contract's bound, in bytes.
const maxEndpoints = 255

// Get returns the host:port of a kind, or "".
func (e Endpoints) Get(kind string) string {
	for _, f := range strings.Fields(string(e)) {
		if k, at, ok := strings.Cut(f, "="); ok && k == kind {
			return at
		}
	}
	return ""
}

// Validate says what is wrong with the text.
func (e Endpoints) Validate() error {
	if len(e) > maxEndpoints {
		return fmt.Errorf("endpoints of %d bytes, at most %d are allowed", len(e), maxEndpoints)
	}
	seen := map[string]bool{}
	for _, f := range strings.Fields(string(e)) {
		k, at, ok := strings.Cut(f, "=")
		host, port, err := net.SplitHostPort(at)
		if !ok || k == "" || err != nil || host == "" || port == "" {
			return fmt.Errorf("endpoint %q is not kind=host:port", f)
		}
		if seen[k] {
			return fmt.Errorf("endpoint %q is named twice", k)
		}
		seen[k] = true
	}
	return nil
}

// Owner is a party of the network, as the Registry contract has it.
type Owner struct {
	Address Address   `json:"address"`
	Name    OwnerName `json:"name"`
	Domain  Resource  `json:"domain"`
	// WitnessKey is the Ed25519 public key with which its master cosigns checkpoints.
	WitnessKey Hash `json:"witness_key"`
	Active     bool `json:"active"`
	// Generation counts how often the account became an owner.
	Generation uint16 `json:"generation,omitempty"`
}

// Capability is actions on a resource subtree for a principal, as the
// Capabilities contract has it.
type Capability struct {
	// Number is the contract's, from 1.
	Number uint64 `json:"number"`
	// Parent is the capability it was delegated from; 0 for an owner's grant.
	Parent   uint64   `json:"parent"`
	Grantor  Address  `json:"grantor"`
	Grantee  Address  `json:"grantee"`
	Resource Resource `json:"resource"`
	Actions  Action   `json:"actions"`
	// From and Until bound it; Until is not included. Whole seconds.
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
	Hours Hours     `json:"hours"`
	// Depth is how often it may still be delegated on: 0 to 3.
	Depth   uint8 `json:"depth"`
	Revoked bool  `json:"revoked"`
	// Generation is the granting owner's at the grant; 0 for what was delegated. It holds
	// only as long as he has that one.
	Generation uint16 `json:"generation,omitempty"`
	// Registration is the grantee's at the grant. It holds only as long as he has that one.
	Registration uint16 `json:"registration,omitempty"`
}

// RequestState is where a request for access stands; the contract uses the same numbers.
type RequestState uint8

// The states of a request.
const (
	RequestOpen RequestState = iota + 1
	RequestApproved
	RequestDenied
)

// AccessRequest is a principal's question for access.
type AccessRequest struct {
	Number     uint64       `json:"number"`
	Principal  Address      `json:"principal"`
	Resource   Resource     `json:"resource"`
	Actions    Action       `json:"actions"`
	From       time.Time    `json:"from"`
	Until      time.Time    `json:"until"`
	Reason     string       `json:"reason"`
	LegalBasis string       `json:"legal_basis"`
	State      RequestState `json:"state"`
	// Capability is what an approval granted.
	Capability uint64 `json:"capability"`
	// Registration is the principal's when it asked; one registered anew asks anew.
	Registration uint16 `json:"registration,omitempty"`
	// Made is the time of the block that has it.
	Made time.Time `json:"made,omitzero"`
}

// RequestLasts is how long a request can be answered at most; the contract enforces it.
const RequestLasts = 30 * 24 * time.Hour

// Ends is when a request can be answered no more: at the end of what it asks for, and
// RequestLasts after it was made.
func (r *AccessRequest) Ends() time.Time {
	if last := r.Made.Add(RequestLasts); !r.Made.IsZero() && last.Before(r.Until) {
		return last
	}
	return r.Until
}

// PolicyChange is one change of contract state, in the chain's order. Exactly
// one of the pointers is set, to the state after the change.
type PolicyChange struct {
	Block BlockRef `json:"block"`
	// Tx is the transaction's hash.
	Tx         Hash           `json:"tx"`
	Owner      *Owner         `json:"owner,omitempty"`
	Principal  *Principal     `json:"principal,omitempty"`
	Capability *Capability    `json:"capability,omitempty"`
	Request    *AccessRequest `json:"request,omitempty"`
}

// Head is what a node knows of the chain's newest block.
type Head struct {
	BlockRef
	Parent Hash      `json:"parent"`
	Time   time.Time `json:"time"`
}
