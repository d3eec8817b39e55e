package proof

import (
	"custos.dev/custos"

	"github.com/ethereum/go-ethereum/rlp"
)

// Account shows an account and some of its storage under a state root. Its JSON
// holds the nodes in base64.
type Account struct {
	Address custos.Address `json:"address"`
	// AccountProof is the trie's nodes from the state root to the account, RLP each.
	AccountProof [][]byte `json:"proof"`
	Slots        []Slot   `json:"slots"`
}

// Slot shows one storage slot. One that was never written has the zero value, and
// the proof shows its absence.
type Slot struct {
	Key   custos.Hash `json:"slot"`
	Value custos.Hash `json:"value"`
	// Proof is the trie's nodes from the account's storage root to the slot.
	Proof [][]byte `json:"proof"`
}

// State is what a verified account says.
type State struct {
	Nonce       uint64
	StorageRoot custos.Hash
	// CodeHash is the Keccak-256 of the contract's code.
	CodeHash custos.Hash
	// Values are the slots' values, by key.
	Values map[custos.Hash]custos.Hash
}

// emptyTrie is the root of a trie without entries.
var emptyTrie = keccak256([]byte{0x80})

// VerifyAccount verifies an account and the value of every slot it lists against a
// block's state root. Every byte of every node takes part: one that is changed,
// missing or in excess is an error. So is an account that does not exist.
func VerifyAccount(stateRoot custos.Hash, a *Account) (*State, error) {
	raw, err := lookup(stateRoot, keccak256(a.Address[:]), a.AccountProof)
	if err != nil {
		return nil, custos.Errorf(custos.Corrupt, "the proof of account %s: %w", a.Address, err)
	}
	if raw == nil {
		return nil, custos.Errorf(custos.Corrupt, "there is no account %s under this state root", a.Address)
	}
	s, err := decodeAccount(raw)
	if err != nil {
		return nil, custos.Errorf(custos.Corrupt, "account %s: %w", a.Address, err)
	}
	for i := range a.Slots {
		slot := &a.Slots[i]
		v, err := s.slot(slot)
		if err != nil {
			return nil, custos.Errorf(custos.Corrupt, "the proof of slot %s of %s: %w", slot.Key, a.Address, err)
		}
		if v != slot.Value {
			return nil, custos.Errorf(custos.Corrupt, "slot %s of %s holds %s, not %s", slot.Key, a.Address, v, slot.Value)
		}
		s.Values[slot.Key] = v
	}
	return s, nil
}

func decodeAccount(raw []byte) (*State, error) {
	fields, rest, err := rlp.SplitList(raw)
	if err != nil || len(rest) != 0 {
		return nil, corrupt("it is not one list")
	}
	r := reader{rest: fields}
	s := &State{Nonce: r.uint64(), Values: map[custos.Hash]custos.Hash{}}
	r.integer(32) // the balance
	r.fixed(s.StorageRoot[:])
	r.fixed(s.CodeHash[:])
	if r.err != nil {
		return nil, r.err
	}
	if len(r.rest) != 0 {
		return nil, corrupt("it has more than four fields")
	}
	return s, nil
}

func (s *State) slot(slot *Slot) (v custos.Hash, err error) {
	if s.StorageRoot == emptyTrie && len(slot.Proof) == 0 {
		return v, nil // nodes prove nothing about an empty trie by no nodes
	}
	raw, err := lookup(s.StorageRoot, keccak256(slot.Key[:]), slot.Proof)
	if err != nil || raw == nil {
		return v, err
	}
	b, rest, err := rlp.SplitString(raw)
	if err != nil || len(rest) != 0 || len(b) == 0 || len(b) > 32 || b[0] == 0 {
		return v, corrupt("the value is not a number without leading zeros")
	}
	copy(v[32-len(b):], b)
	return v, nil
}

// corrupt says what is wrong with a node; the callers say with which.
func corrupt(what string) error { return custos.Errorf(custos.Corrupt, "%s", what) }

// lookup walks a Merkle Patricia trie along key. It returns nil where the nodes
// show that the key is absent. The nodes must be exactly those on the way.
func lookup(root, key custos.Hash, nodes [][]byte) ([]byte, error) {
	want := root[:]
	path := nibbles(key)
	for i, n := range nodes {
		if h := keccak256(n); string(h[:]) != string(want) {
			return nil, custos.Errorf(custos.Corrupt, "node %d is not the one that the node before it names", i)
		}
		next, value, rest, err := step(n, path)
		if err != nil {
			return nil, custos.Errorf(custos.Corrupt, "node %d: %w", i, err)
		}
		if next == nil {
			if i != len(nodes)-1 {
				return nil, custos.Errorf(custos.Corrupt, "%d nodes are left over", len(nodes)-1-i)
			}
			return value, nil
		}
		want, path = next, rest
	}
	return nil, corrupt("nodes are missing")
}

// step goes through one node, and through those embedded in it. It returns the hash
// of the next node, or the value, or neither if the key is absent.
func step(node, path []byte) (next, value, rest []byte, err error) {
	for {
		body, after, err := rlp.SplitList(node)
		if err != nil || len(after) != 0 {
			return nil, nil, nil, corrupt("it is not one list")
		}
		var items [17][]byte
		n := 0
		for ; len(body) > 0; n++ {
			if n == len(items) {
				return nil, nil, nil, corrupt("it has more than 17 items")
			}
			_, _, after, err := rlp.Split(body)
			if err != nil {
				return nil, nil, nil, corrupt("an item is malformed")
			}
			items[n], body = body[:len(body)-len(after)], after
		}
		var child []byte
		switch n {
		case 17:
			if len(path) == 0 {
				// Keys are hashes of one length, so no branch holds a value.
				return nil, nil, nil, corrupt("the key ends at a branch")
			}
			child, path = items[path[0]], path[1:]
		case 2:
			compact, _, err := rlp.SplitString(items[0])
			if err != nil {
				return nil, nil, nil, corrupt("its path is malformed")
			}
			prefix, leaf, err := decompress(compact)
			if err != nil {
				return nil, nil, nil, err
			}
			if leaf {
				if string(prefix) != string(path) {
					return nil, nil, nil, nil // another key's leaf: this one is absent
				}
				v, _, err := rlp.SplitString(items[1])
				if err != nil || len(v) == 0 {
					return nil, nil, nil, corrupt("its value is malformed")
				}
				return nil, v, nil, nil
			}
			if len(prefix) == 0 {
				return nil, nil, nil, corrupt("an extension leads nowhere")
			}
			if len(prefix) > len(path) || string(prefix) != string(path[:len(prefix)]) {
				return nil, nil, nil, nil // the trie branches off before: absent
			}
			child, path = items[1], path[len(prefix):]
		default:
			return nil, nil, nil, corrupt("it has neither 2 nor 17 items")
		}
		kind, content, _, err := rlp.Split(child)
		switch {
		case err != nil:
			return nil, nil, nil, corrupt("a child is malformed")
		case kind == rlp.List: // a node shorter than a hash stands in its parent
			if len(child) >= 32 {
				return nil, nil, nil, corrupt("a child should stand by its hash")
			}
			node = child
		case len(content) == 0:
			return nil, nil, nil, nil // an empty branch: absent
		case len(content) == 32:
			return content, nil, path, nil
		default:
			return nil, nil, nil, corrupt("a child is neither a hash nor a node")
		}
	}
}

func nibbles(key custos.Hash) []byte {
	out := make([]byte, 0, 64)
	for _, b := range key {
		out = append(out, b>>4, b&15)
	}
	return out
}

// decompress reads a path's compact form: a flag for leaf and for oddness, nibbles.
func decompress(b []byte) (path []byte, leaf bool, err error) {
	if len(b) == 0 || b[0]>>4 > 3 {
		return nil, false, corrupt("its path has no flag")
	}
	leaf = b[0]&0x20 != 0
	if b[0]&0x10 != 0 {
		path = append(path, b[0]&15)
	} else if b[0]&15 != 0 {
		return nil, false, corrupt("its path is padded with something")
	}
	for _, c := range b[1:] {
		path = append(path, c>>4, c&15)
	}
	return path, leaf, nil
}
