// Package key holds secp256k1 keys: what a principal signs with and what its
// address follows from. A Key never shows its secret: every way of printing it
// gives the address.
package key

import (
	"crypto/ecdsa"
	"fmt"
	"log/slog"

	"custos.dev/custos"

	"github.com/ethereum/go-ethereum/crypto"
)

// Key is a secp256k1 private key. It is immutable and safe for concurrent use.
type Key struct {
	private *ecdsa.PrivateKey
	address custos.Address
}

// Generate makes a new key from the operating system's randomness. It exists in
// memory only; Create makes one that lasts.
func Generate() (*Key, error) {
	p, err := crypto.GenerateKey()
	if err != nil {
		return nil, custos.Errorf(custos.Internal, "generate a key: %w", err)
	}
	return newKey(p), nil
}

func newKey(p *ecdsa.PrivateKey) *Key {
	return &Key{private: p, address: custos.Address(crypto.PubkeyToAddress(p.PublicKey))}
}

// Address returns the address of the principal that holds the key.
func (k Key) Address() custos.Address { return k.address }

// ECDSA returns the private key for libraries that sign by themselves. The
// caller must not change it and must not print it.
func (k Key) ECDSA() *ecdsa.PrivateKey { return k.private }

// String names the key by its address and shows nothing of the secret.
func (k Key) String() string { return "key of " + k.address.String() }

// GoString is String: %#v would otherwise walk into the secret.
func (k Key) GoString() string { return k.String() }

// Format prints String whatever the verb, so that %x and %d show nothing either.
func (k Key) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(k.String())) }

// LogValue logs the address.
func (k Key) LogValue() slog.Value { return slog.StringValue(k.String()) }

// MarshalText writes String, which no function reads back: a key that ends up
// inside some JSON by mistake is of no use to who reads it.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }
