package ledger

import (
	"encoding/binary"

	"github.com/ethereum/go-ethereum/crypto"

	"custos.dev/custos"
)

// statement is what is signed for a contract to check: the Keccak-256 of the ABI's
// encoding of a purpose in words, of at most 32 bytes, and of words.
func statement(purpose string, words ...custos.Hash) custos.Hash {
	b := make([]byte, 0, 32*(len(words)+3))
	add := func(h custos.Hash) { b = append(b, h[:]...) }
	add(number(uint64(32 * (len(words) + 1)))) // where the text begins
	for _, w := range words {
		add(w)
	}
	add(number(uint64(len(purpose))))
	var text custos.Hash
	copy(text[:], purpose)
	add(text)
	return custos.Hash(crypto.Keccak256(b))
}

// number is a number as a word of the ABI, word an account.
func number(n uint64) (h custos.Hash) {
	binary.BigEndian.PutUint64(h[24:], n)
	return h
}

func word(a custos.Address) (h custos.Hash) {
	copy(h[12:], a[:])
	return h
}
