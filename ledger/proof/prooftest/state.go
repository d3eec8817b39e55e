package prooftest

import (
	"bytes"

	"custos.dev/custos"
	"custos.dev/custos/ledger/proof"

	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"
	"github.com/ethereum/go-ethereum/triedb"
)

// Contract is an account with code and storage.
type Contract struct {
	CodeHash custos.Hash
	Storage  map[custos.Hash]custos.Hash
}

// State is accounts by their addresses.
type State map[custos.Address]Contract

func newTrie() *trie.Trie {
	return trie.NewEmpty(triedb.NewDatabase(rawdb.NewMemoryDatabase(), nil))
}

func (c Contract) trie() *trie.Trie {
	t := newTrie()
	for k, v := range c.Storage {
		if trimmed := bytes.TrimLeft(v[:], "\x00"); len(trimmed) > 0 {
			b, err := rlp.EncodeToBytes(trimmed)
			if err != nil {
				panic(err) // bytes always encode
			}
			t.MustUpdate(crypto.Keccak256(k[:]), b)
		}
	}
	return t
}

func (s State) trie() *trie.Trie {
	t := newTrie()
	for a, c := range s {
		account := types.NewEmptyStateAccount()
		account.Nonce, account.Root, account.CodeHash = 1, c.trie().Hash(), c.CodeHash[:]
		b, err := rlp.EncodeToBytes(account)
		if err != nil {
			panic(err) // every field is set
		}
		t.MustUpdate(crypto.Keccak256(a[:]), b)
	}
	return t
}

// Root is the state's.
func (s State) Root() custos.Hash { return custos.Hash(s.trie().Hash()) }

// Prove proves slots of an account.
func (s State) Prove(a custos.Address, slots []custos.Hash) (proof.Account, error) {
	out := proof.Account{Address: a}
	var err error
	if out.AccountProof, err = prove(s.trie(), a[:]); err != nil {
		return out, err
	}
	c := s[a]
	t := c.trie()
	for _, k := range slots {
		nodes, err := prove(t, k[:])
		if err != nil {
			return out, err
		}
		out.Slots = append(out.Slots, proof.Slot{Key: k, Value: c.Storage[k], Proof: nodes})
	}
	return out, nil
}

func prove(t *trie.Trie, key []byte) ([][]byte, error) {
	var way nodes
	err := t.Prove(crypto.Keccak256(key), &way)
	return way, err
}

// nodes takes a proof's in their order.
type nodes [][]byte

// Put implements ethdb.KeyValueWriter.
func (n *nodes) Put(_, node []byte) error {
	*n = append(*n, bytes.Clone(node))
	return nil
}

// Delete implements ethdb.KeyValueWriter; nothing is deleted.
func (n *nodes) Delete([]byte) error { return nil }

// DeleteRange implements ethdb.KeyValueWriter; nothing is deleted.
func (n *nodes) DeleteRange(_, _ []byte) error { return nil }
