// Package evidence turns observations into proof: commitments, signed batches,
// log proofs, bundles, and their verification without a network.
package evidence

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"

	"custos.dev/custos"
)

// Opening is what opens a sealed body: with both destroyed, nobody reads it
// again and everything that commits to it still verifies.
type Opening struct {
	// Key is the body's own AES-256 key, used for this one body.
	Key custos.Hash `json:"key"`
	// Salt keeps a guessed body from being recognised by its hash.
	Salt custos.Hash `json:"salt"`
}

// Sealed is a body that may be given to who may not read it.
type Sealed struct {
	// Box is the body under AES-256-GCM with a zero nonce: the key is used once.
	Box []byte `json:"box"`
	// BodyHash is SHA-256 over "custos body v1\x00", salt and body.
	BodyHash custos.Hash `json:"body_hash"`
}

// NewOpening returns a fresh key, and its salt, for one body.
func NewOpening() (o Opening) {
	_, _ = rand.Read(o.Key[:]) // never fails, by its contract
	o.Salt = SaltOf(o.Key)
	return o
}

// SaltOf is the salt that goes with a key, so that a database need not keep both. It says nothing
// of the key, and who has neither can guess neither. Openings of before have any salt, and are as good.
func SaltOf(key custos.Hash) custos.Hash { return digest("custos salt v1", key[:]) }

// Seal encrypts a body under a fresh key and salt.
func Seal(body []byte) (Sealed, Opening) {
	o := NewOpening()
	return o.Seal(body), o
}

// Seal encrypts the one body that the key and the salt were made for. It gives the same bytes
// each time, so who has kept body, key and salt need not keep what is sealed.
func (o Opening) Seal(body []byte) Sealed {
	return Sealed{Box: aead(o.Key).Seal(nil, make([]byte, 12), body, nil), BodyHash: bodyHash(o.Salt, body)}
}

// Open decrypts the body and checks that it is the one committed to.
func (s Sealed) Open(o Opening) ([]byte, error) {
	body, err := aead(o.Key).Open(nil, make([]byte, 12), s.Box, nil)
	if err != nil {
		return nil, custos.Errorf(custos.Corrupt, "the sealed body does not open with its key: one of them was changed")
	}
	h := bodyHash(o.Salt, body)
	if subtle.ConstantTimeCompare(h[:], s.BodyHash[:]) != 1 {
		return nil, custos.Errorf(custos.Corrupt, "the body is not the one that was committed to")
	}
	return body, nil
}

// Commitment binds the body without showing it: SHA-256 over
// "custos commitment v1\x00", the hash of the box and the salted hash of the
// body. A peer that cannot read checks the box; a reader that has the key also
// knows that no second body fits.
func (s Sealed) Commitment() custos.Hash {
	box := sha256.Sum256(s.Box)
	return digest("custos commitment v1", box[:], s.BodyHash[:])
}

func bodyHash(salt custos.Hash, body []byte) custos.Hash {
	return digest("custos body v1", salt[:], body)
}

// digest hashes parts under a label, so that no value of one kind is one of another.
func digest(label string, parts ...[]byte) (out custos.Hash) {
	h := sha256.New()
	h.Write([]byte(label))
	h.Write([]byte{0})
	for _, p := range parts {
		h.Write(p)
	}
	h.Sum(out[:0])
	return out
}

func aead(key custos.Hash) cipher.AEAD {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // 32 bytes always fit
	}
	g, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return g
}
