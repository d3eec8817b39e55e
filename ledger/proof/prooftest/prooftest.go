// Package prooftest makes headers of chains that nobody mined, for tests and measurements.
package prooftest

import (
	"math/big"

	"custos.dev/custos"
	"custos.dev/custos/ledger/proof"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
)

// Difficulty is every block's in hashes: a few microseconds of work.
const Difficulty = 4

// Header returns the RLP of a block's header on a chain of fixed work, with a transaction in it
// and without work. Number 0 is the first block of one.
func Header(number uint64, parent, state custos.Hash, time uint64) []byte {
	h := types.Header{
		ParentHash: [32]byte(parent), UncleHash: types.EmptyUncleHash, Root: [32]byte(state), TxHash: [32]byte{1},
		ReceiptHash: types.EmptyReceiptsHash, Difficulty: big.NewInt(Difficulty), Number: new(big.Int).SetUint64(number),
		GasLimit: 30_000_000, Time: time, Extra: []byte("custos"),
	}
	if number == 0 {
		h.Extra = []byte(proof.FixedWork)
	}
	b, err := rlp.EncodeToBytes(&h)
	if err != nil {
		panic(err) // every field is set
	}
	return b
}

// Chain is the headers of a chain, by number, RLP each. It answers as a client of one.
type Chain struct{ Headers [][]byte }

// Grow adds blocks without work. Those of two branches differ.
func (c *Chain) Grow(n int, branch byte) {
	for range n {
		var parent custos.Hash
		number := len(c.Headers)
		if number > 0 {
			parent = c.Hash(number - 1)
		}
		c.Headers = append(c.Headers, Header(uint64(number), parent, custos.Hash{branch}, uint64(number)))
	}
}

// Hash is a block's.
func (c *Chain) Hash(number int) custos.Hash { return custos.Hash(crypto.Keccak256(c.Headers[number])) }
