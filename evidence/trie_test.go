package evidence

import (
	"bytes"
	"math/big"
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/ledger/proof"

	"golang.org/x/crypto/sha3"
)

// What a test needs of Ethereum's state: tries that prove what stands in them. Package
// ledger/proof, which verifies them, is compared with go-ethereum's own in its tests.

func keccak(b ...[]byte) (h custos.Hash) {
	k := sha3.NewLegacyKeccak256()
	for _, p := range b {
		_, _ = k.Write(p)
	}
	k.Sum(h[:0])
	return h
}

func rlpBytes(b []byte) []byte {
	if len(b) == 1 && b[0] < 0x80 {
		return b
	}
	return append(rlpHead(0x80, len(b)), b...)
}

func rlpList(items ...[]byte) []byte {
	body := bytes.Join(items, nil)
	return append(rlpHead(0xc0, len(body)), body...)
}

func rlpHead(kind byte, n int) []byte {
	if n < 56 {
		return []byte{kind + byte(n)}
	}
	size := big.NewInt(int64(n)).Bytes()
	return append([]byte{kind + 55 + byte(len(size))}, size...)
}

func rlpNumber(n uint64) []byte { return rlpBytes(new(big.Int).SetUint64(n).Bytes()) }

// leafEntry is a trie's: its key in half bytes.
type leafEntry struct{ path, value []byte }

func nibblesOf(key custos.Hash) []byte {
	var out []byte
	for _, b := range key {
		out = append(out, b>>4, b&15)
	}
	return out
}

// trieNode encodes the node below which entries stand that share so many half bytes. The
// nodes on the way to a key are given to put, the deepest first, but for this one.
func trieNode(entries []leafEntry, depth int, way []byte, put func([]byte)) []byte {
	child := func(e []leafEntry, depth int, way []byte) []byte {
		n := trieNode(e, depth, way, put)
		if len(n) < 32 {
			return n
		}
		if way != nil {
			put(n)
		}
		h := keccak(n)
		return rlpBytes(h[:])
	}
	compact := func(path []byte, leaf bool) []byte {
		flag := byte(0)
		if leaf {
			flag = 2
		}
		out := []byte{flag << 4}
		if len(path)%2 == 1 {
			out[0] |= 0x10 | path[0]
			path = path[1:]
		}
		for i := 0; i < len(path); i += 2 {
			out = append(out, path[i]<<4|path[i+1])
		}
		return rlpBytes(out)
	}
	first := entries[0].path
	if len(entries) == 1 {
		return rlpList(compact(first[depth:], true), rlpBytes(entries[0].value))
	}
	// on is the way if it goes along a path so far.
	on := func(path []byte) []byte {
		if way != nil && bytes.HasPrefix(way, path) {
			return way
		}
		return nil
	}
	shared := depth
	for !slices.ContainsFunc(entries, func(e leafEntry) bool { return e.path[shared] != first[shared] }) {
		shared++
	}
	if shared > depth {
		return rlpList(compact(first[depth:shared], false), child(entries, shared, on(first[:shared])))
	}
	var items [][]byte
	for n := range byte(16) {
		var below []leafEntry
		for _, e := range entries {
			if e.path[depth] == n {
				below = append(below, e)
			}
		}
		if len(below) == 0 {
			items = append(items, rlpBytes(nil))
		} else {
			items = append(items, child(below, depth+1, on(below[0].path[:depth+1])))
		}
	}
	return rlpList(append(items, rlpBytes(nil))...)
}

// trieOf is a trie by its keys, which are hashed, and its values, RLP each.
type trieOf map[custos.Hash][]byte

func (t trieOf) entries() (out []leafEntry) {
	for k, v := range t {
		out = append(out, leafEntry{nibblesOf(k), v})
	}
	return out
}

func (t trieOf) root() custos.Hash { return keccak(trieNode(t.entries(), 0, nil, nil)) }

// prove returns the nodes on the way to a key, or to where it would stand.
func (t trieOf) prove(key custos.Hash) [][]byte {
	var out [][]byte
	root := trieNode(t.entries(), 0, nibblesOf(key), func(n []byte) { out = append(out, n) })
	out = append(out, root)
	slices.Reverse(out)
	return out
}

// contract is an account with code and storage.
type contract struct {
	address custos.Address
	code    custos.Hash
	storage slotValues
}

func (c *contract) trie() trieOf {
	t := trieOf{}
	for k, v := range c.storage {
		if trimmed := bytes.TrimLeft(v[:], "\x00"); len(trimmed) > 0 {
			t[keccak(k[:])] = rlpBytes(trimmed)
		}
	}
	return t
}

func (c *contract) account() []byte {
	root := c.trie().root()
	return rlpList(rlpNumber(1), rlpNumber(0), rlpBytes(root[:]), rlpBytes(c.code[:]))
}

// proofOf proves slots of an account in a state.
func (c *contract) proofOf(state trieOf, slots []custos.Hash) proof.Account {
	out := proof.Account{Address: c.address, AccountProof: state.prove(keccak(c.address[:]))}
	t := c.trie()
	for _, k := range slots {
		out.Slots = append(out.Slots, proof.Slot{Key: k, Value: c.storage[k], Proof: t.prove(keccak(k[:]))})
	}
	return out
}
