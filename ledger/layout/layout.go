// Package layout knows where the contracts keep what an offline verifier proves:
// which storage slots, and what their values mean. It has no client, so that it
// also compiles to WebAssembly. The contracts' natspec describes the same layout;
// a test compares both with what the compiler wrote.
package layout

import (
	"encoding/binary"

	"github.com/ethereum/go-ethereum/crypto"

	"custos.dev/custos"
)

// The slots of the contracts' top-level variables that are proved.
const (
	slotOwners       = 0 // Registry
	slotPrincipals   = 1 // Registry
	slotVotes        = 4 // Registry
	slotCapabilities = 0 // Capabilities
	slotLogs         = 0 // Anchors
)

// Segments returns the Keccak-256 of each segment of a path, as the contracts take them.
func Segments(r custos.Resource) []custos.Hash {
	segs := r.Segments()
	out := make([]custos.Hash, len(segs))
	for i, s := range segs {
		out[i] = keccak([]byte(s))
	}
	return out
}

// PathHash returns the hash by which the contracts know a path: a chain over the
// hashes of its segments. The empty path has the zero hash.
func PathHash(r custos.Resource) custos.Hash {
	var h custos.Hash
	if r == "" {
		return h
	}
	for _, s := range Segments(r) {
		h = keccak(h[:], s[:])
	}
	return h
}

// LogID returns the number under which Anchors keeps a domain's log of an origin.
func LogID(domain custos.Resource, origin string) custos.Hash {
	return IDOfLog(PathHash(domain), origin)
}

// IDOfLog is LogID for a domain of which only the path hash is known.
func IDOfLog(domain custos.Hash, origin string) custos.Hash {
	o := keccak([]byte(origin))
	return keccak(domain[:], o[:])
}

// SlotsOfFirstLog returns what SlotsOfLog does for the first form of Anchors, which
// knew a log by its origin alone: bundles of its blocks are still verified.
func SlotsOfFirstLog(origin string) []custos.Hash {
	return run(mapSlot(keccak([]byte(origin)), slotLogs), 4)
}

// SlotsOfOwner returns the slots of an owner in Registry, for DecodeOwner.
func SlotsOfOwner(a custos.Address) []custos.Hash {
	return run(mapSlot(addressKey(a), slotOwners), 3)
}

// SlotsOfPrincipal returns the slots of a principal in Registry, for DecodePrincipal.
func SlotsOfPrincipal(a custos.Address) []custos.Hash {
	return run(mapSlot(addressKey(a), slotPrincipals), 3)
}

// nameOffset is how far behind a principal's first slot his name stands.
const nameOffset = 3

// maxName is the longest name that Registry takes, in bytes.
const maxName = 127

// SlotsOfName returns the slots of a principal's name in Registry if it has so many
// bytes, for DecodeName: the name's own slot, and for more than 31 bytes those that hold
// them. The own slot alone says how many there are.
func SlotsOfName(a custos.Address, bytes int) []custos.Hash {
	own := run(mapSlot(addressKey(a), slotPrincipals), nameOffset+1)[nameOffset:]
	if bytes <= shortString {
		return own
	}
	return append(own, run(keccak(own[0][:]), (min(bytes, maxName)+31)/32)...)
}

// SlotOfVotes returns the slot in Registry that holds how many owners there are and
// how many of them must vote, for DecodeVotes.
func SlotOfVotes() custos.Hash { return word(slotVotes) }

// SlotsOfCapability returns the slots of a capability in Capabilities, for DecodeCapability.
func SlotsOfCapability(number uint64) []custos.Hash {
	return run(mapSlot(word(number), slotCapabilities), 4)
}

// SlotsOfLog returns the slots of a log in Anchors, for DecodeLog.
func SlotsOfLog(domain custos.Resource, origin string) []custos.Hash {
	return run(mapSlot(LogID(domain, origin), slotLogs), 4)
}

// Owner is what the slots of an owner say.
type Owner struct {
	Active     bool
	Since      uint64 // block
	Generation uint16 // 0 in the first form of Registry
	Domain     custos.Hash
	WitnessKey custos.Hash
}

// DecodeOwner reads the values of SlotsOfOwner, in their order.
func DecodeOwner(v []custos.Hash) (Owner, error) {
	if err := count(v, 3); err != nil {
		return Owner{}, err
	}
	return Owner{
		Active:     field(v[0], 0, 1) != 0,
		Since:      field(v[0], 3, 8),
		Generation: uint16(field(v[0], 11, 2)),
		Domain:     v[1],
		WitnessKey: v[2],
	}, nil
}

// Principal is what the slots of a principal say. It is valid if it is active, and its
// owner's slots say that he is too and has the same generation.
type Principal struct {
	Owner  custos.Address
	Role   custos.Role
	Active bool
	Since  uint64 // block
	// Generation and Registration are 0 in the first form of Registry.
	Generation, Registration uint16
	Domain                   custos.Hash
	TLSKey                   custos.Hash
}

// DecodePrincipal reads the values of SlotsOfPrincipal, in their order.
func DecodePrincipal(v []custos.Hash) (Principal, error) {
	if err := count(v, 3); err != nil {
		return Principal{}, err
	}
	return Principal{
		Owner:  address(v[0]),
		Role:   custos.Role(field(v[0], 20, 1)),
		Active: field(v[0], 21, 1) != 0,
		// The first form has eight bytes for the block, of which the upper ones are zero.
		Since:        field(v[0], 23, 4),
		Generation:   uint16(field(v[0], 27, 2)),
		Registration: uint16(field(v[0], 29, 2)),
		Domain:       v[1],
		TLSKey:       v[2],
	}, nil
}

// shortString is the most bytes of a string that Solidity keeps in its own slot.
const shortString = 31

// NameLength reads from the first of the values of SlotsOfName how many bytes a name has.
// One that Registry would not have taken is Corrupt.
func NameLength(own custos.Hash) (int, error) {
	if own[31]&1 == 0 {
		if n := int(own[31] / 2); n >= 1 && n <= shortString {
			return n, nil
		}
	} else if n := field(own, 0, 8) / 2; n > shortString && n <= maxName && own == word(2*n+1) {
		return int(n), nil
	}
	return 0, custos.Errorf(custos.Corrupt, "layout: %s begins no name of 1 to %d bytes", own, maxName)
}

// DecodeName reads the values of SlotsOfName, in their order. What follows the name in
// its last slot must be zeros, as Solidity keeps it.
func DecodeName(v []custos.Hash) (string, error) {
	if len(v) == 0 {
		return "", count(v, 1)
	}
	n, err := NameLength(v[0])
	if err != nil {
		return "", err
	}
	if n <= shortString {
		if err := count(v, 1); err != nil {
			return "", err
		}
		return text(v[0][:shortString], n)
	}
	if err := count(v, 1+(n+31)/32); err != nil {
		return "", err
	}
	var b []byte
	for _, h := range v[1:] {
		b = append(b, h[:]...)
	}
	return text(b, n)
}

// text is the first n bytes, which nothing follows.
func text(b []byte, n int) (string, error) {
	for _, c := range b[n:] {
		if c != 0 {
			return "", custos.Errorf(custos.Corrupt, "layout: something follows the %d bytes of a name", n)
		}
	}
	return string(b[:n]), nil
}

// Votes is how many owners are active and how many of them must vote for a change.
type Votes struct {
	Threshold, Owners int
}

// DecodeVotes reads the value of SlotOfVotes.
func DecodeVotes(v custos.Hash) Votes {
	return Votes{Threshold: int(field(v, 0, 2)), Owners: int(field(v, 2, 2))}
}

// Log is what the slots of a log say: its latest anchor.
type Log struct {
	Size uint64
	// Anchored is the block of the latest anchor; 0 if there is none.
	Anchored uint64
	// Count is how many anchors there were.
	Count  uint64
	Frozen bool
	Root   custos.Hash
	// Signer is the address of the key that signs the log's checkpoints.
	Signer  custos.Address
	Created uint64 // block
	// Tenure is the block in which the domain had been admitted when the log was opened; 0
	// in the first form of Anchors.
	Tenure uint64
	Domain custos.Hash
}

// DecodeLog reads the values of SlotsOfLog, in their order.
func DecodeLog(v []custos.Hash) (Log, error) {
	if err := count(v, 4); err != nil {
		return Log{}, err
	}
	return Log{
		Size:     field(v[0], 0, 8),
		Anchored: field(v[0], 8, 8),
		Count:    field(v[0], 16, 8),
		Frozen:   field(v[0], 24, 1) != 0,
		Root:     v[1],
		Signer:   address(v[2]),
		Created:  field(v[2], 20, 8),
		Tenure:   field(v[2], 28, 4),
		Domain:   v[3],
	}, nil
}

// Capability is what the slots of a capability say.
type Capability struct {
	Grantor, Grantee custos.Address
	Parent           uint64
	// Generation and Registration are 0 in the first form of Capabilities.
	Generation, Registration uint16
	Actions                  custos.Action
	Depth                    uint8
	// Segments is how many segments the resource's path has.
	Segments int
	Revoked  bool
	// From and Until are seconds since 1970; Until is not included.
	From, Until uint64
	Resource    custos.Hash
	Hours       custos.Hours
}

// DecodeCapability reads the values of SlotsOfCapability, in their order.
func DecodeCapability(v []custos.Hash) (Capability, error) {
	if err := count(v, 4); err != nil {
		return Capability{}, err
	}
	return Capability{
		Grantor: address(v[0]),
		// The first form has eight bytes for the parent, of which the upper ones are zero.
		Parent:       field(v[0], 20, 4),
		Generation:   uint16(field(v[0], 24, 2)),
		Registration: uint16(field(v[0], 26, 2)),
		Actions:      custos.Action(field(v[0], 28, 1)),
		Depth:        uint8(field(v[0], 29, 1)),
		Segments:     int(field(v[0], 30, 1)),
		Revoked:      field(v[0], 31, 1) != 0,
		Grantee:      address(v[1]),
		From:         field(v[1], 20, 6),
		Until:        field(v[1], 26, 6),
		Resource:     v[2],
		Hours: custos.Hours{
			Days:  uint8(field(v[3], 0, 1)),
			From:  uint16(field(v[3], 1, 2)),
			Until: uint16(field(v[3], 3, 2)),
		},
	}, nil
}

func count(v []custos.Hash, want int) error {
	if len(v) != want {
		return custos.Errorf(custos.Invalid, "layout: got %d storage values, want the %d of the slots, in their order", len(v), want)
	}
	return nil
}

// mapSlot is where Solidity keeps the value of a key in the mapping at a slot.
func mapSlot(key custos.Hash, slot uint64) custos.Hash {
	s := word(slot)
	return keccak(key[:], s[:])
}

// run returns n slots from the first one on; the addition carries.
func run(first custos.Hash, n int) []custos.Hash {
	out := make([]custos.Hash, n)
	for i := range out {
		out[i] = first
		for j := 31; j >= 0; j-- {
			first[j]++
			if first[j] != 0 {
				break
			}
		}
	}
	return out
}

// field reads an unsigned number of so many bytes at an offset from the low end, as
// Solidity packs them.
func field(v custos.Hash, offset, size int) uint64 {
	var n uint64
	for _, b := range v[32-offset-size : 32-offset] {
		n = n<<8 | uint64(b)
	}
	return n
}

// address reads the address at the low end.
func address(v custos.Hash) custos.Address { return custos.Address(v[12:]) }

func addressKey(a custos.Address) (h custos.Hash) {
	copy(h[12:], a[:])
	return h
}

func word(n uint64) (h custos.Hash) {
	binary.BigEndian.PutUint64(h[24:], n)
	return h
}

func keccak(parts ...[]byte) custos.Hash { return custos.Hash(crypto.Keccak256(parts...)) }
