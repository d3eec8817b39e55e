// Package kept is what a row of a master's database keeps of an event's body, whichever database
// that is: in few bytes (package brief), without what the row's own columns say, under the event's
// key, and before that the first bytes of the event's commitment. They prove nothing, but name the
// row of a batch that does not hold any more what was committed. Without its key nothing of a body
// is readable, wherever its bytes are left on a disk.
package kept

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe/brief"
)

// checkBytes are how many of the commitment stand before a body.
const checkBytes = 4

// Body is what the columns of a row hold. Hash is nil while Body is kept in few bytes, and Salt where
// it follows from the key; of a body that was removed all but Hash are empty.
type Body struct{ Body, Key, Salt, Hash []byte }

// Of makes the columns of an event to be staged. A body that does not open is kept as it was sealed,
// and so is one that was removed.
func Of(h brief.Header, s evidence.Sealed, o evidence.Opening) Body {
	if len(s.Box) == 0 { // it was removed: nothing opens it
		return Body{[]byte{}, []byte{}, []byte{}, s.BodyHash[:]}
	}
	text, err := s.Open(o)
	if err != nil {
		return Body{s.Box, o.Key[:], o.Salt[:], s.BodyHash[:]}
	}
	c := s.Commitment()
	b := Body{Body: append(c[:checkBytes:checkBytes], h.Write(text)...), Key: o.Key[:]}
	veil(o.Key, b.Body[checkBytes:])
	if o.Salt != evidence.SaltOf(o.Key) {
		b.Salt = o.Salt[:]
	}
	return b
}

// Sealed gives back what was sealed, byte for byte. Of what does not hold what was committed it is
// something that does not open, and commits to something else.
func (b Body) Sealed(h brief.Header) masterdb.Sealed {
	if b.Hash != nil {
		return masterdb.Sealed{Box: b.Body, Hash: b.Hash, Key: b.Key, Salt: b.Salt}
	}
	broken := masterdb.Sealed{Box: b.Body, Hash: make([]byte, len(custos.Hash{})), Key: b.Key, Salt: make([]byte, len(custos.Hash{}))}
	var o evidence.Opening
	if len(b.Key) != len(o.Key) || len(b.Body) <= checkBytes || b.Salt != nil && len(b.Salt) != len(o.Salt) {
		return broken
	}
	o.Key = custos.Hash(b.Key)
	o.Salt = evidence.SaltOf(o.Key)
	if b.Salt != nil {
		o.Salt = custos.Hash(b.Salt)
	}
	written := bytes.Clone(b.Body[checkBytes:])
	veil(o.Key, written)
	text, err := h.Read(written)
	if err != nil {
		return broken
	}
	s := masterdb.SealedOf(text, o)
	if c, err := s.Commitment(); err != nil || !bytes.Equal(c[:checkBytes], b.Body[:checkBytes]) {
		return broken
	}
	return s
}

// veil hides bytes under an event's key, or shows them: AES-256 in counter mode, by another key
// than the body is sealed with. Each is used for these bytes alone.
func veil(k custos.Hash, b []byte) {
	of := sha256.Sum256(append([]byte("custos kept body v1\x00"), k[:]...))
	block, err := aes.NewCipher(of[:])
	if err != nil {
		panic(err) // 32 bytes always fit
	}
	cipher.NewCTR(block, make([]byte, aes.BlockSize)).XORKeyStream(b, b)
}
