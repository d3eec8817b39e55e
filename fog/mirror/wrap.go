package mirror

import (
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/subtle"

	"custos.dev/custos"
)

// Wrap hides an event's key under its domain's wrapping key: the key XOR HKDF-SHA256 of the wrapping
// key with the event's commitment as salt. So a mirror keeps 32 bytes an event that are noise to it,
// and an owner who has lost everything but his wrapping key opens what others kept.
//
// It needs no tag: a box opens by the right key alone (AES-GCM), and the body's hash is checked
// beside. No pad hides two keys, since a commitment binds a box, which one key seals once. A zero
// result stands for a key that was not given, which a wrapped one is with a chance of 2^-256.
func Wrap(wrapping, commitment, key custos.Hash) custos.Hash {
	pad, err := hkdf.Key(sha256.New, wrapping[:], commitment[:], "custos wrap v1", len(key))
	if err != nil {
		panic(err) // 32 bytes are never too many
	}
	subtle.XORBytes(key[:], key[:], pad)
	return key
}

// Unwrap gives the key back that Wrap hid. With another wrapping key, or another event's commitment,
// it gives bytes that open nothing. The salt follows from the key (evidence.SaltOf).
func Unwrap(wrapping, commitment, wrapped custos.Hash) custos.Hash {
	return Wrap(wrapping, commitment, wrapped)
}
