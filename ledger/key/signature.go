package key

import (
	"encoding/hex"
	"math/big"
	"strings"

	"custos.dev/custos"

	"github.com/ethereum/go-ethereum/crypto"
)

// Signature is r, s (32 bytes each, big endian) and v (27 or 28), with s in the
// lower half of the group's order. There is one such form for one signature.
type Signature [65]byte

// ParseSignature reads 0x and 130 hexadecimal digits. It does not look at the
// numbers in them; Recover does.
func ParseSignature(s string) (Signature, error) {
	var sig Signature
	d, ok := strings.CutPrefix(s, "0x")
	if !ok || len(d) != 2*len(sig) {
		return sig, custos.Errorf(custos.Invalid, "a signature of %d characters: want 0x and 130 hexadecimal digits", len(s))
	}
	if _, err := hex.Decode(sig[:], []byte(d)); err != nil {
		return Signature{}, custos.Errorf(custos.Invalid, "signature: %w", err)
	}
	return sig, nil
}

func (s Signature) String() string { return "0x" + hex.EncodeToString(s[:]) }

// MarshalText writes 0x and lower-case hexadecimal.
func (s Signature) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (s *Signature) UnmarshalText(b []byte) (err error) {
	*s, err = ParseSignature(string(b))
	return err
}

// Sign signs a digest. The same key and digest give the same signature (RFC
// 6979). The digest must come from a hash function that the caller ran: who may
// choose the digest freely may make the key sign anything.
func (k Key) Sign(digest custos.Hash) (Signature, error) {
	if k.private == nil {
		return Signature{}, custos.Errorf(custos.Internal, "sign: there is no key; load or generate one first")
	}
	b, err := crypto.Sign(digest[:], k.private)
	if err != nil {
		return Signature{}, custos.Errorf(custos.Internal, "sign with the %s: %w", k, err)
	}
	sig := Signature(b)
	sig[64] += 27
	return sig, nil
}

// Recover returns the address whose key made the signature over the digest. It
// refuses every form but the canonical one (low s, v 27 or 28): the high-s twin
// of a valid signature is valid mathematics, and who dedupes by signature would
// count it twice. It returns an address for nearly any well-formed
// signature: the caller compares it with the one expected.
func Recover(digest custos.Hash, sig Signature) (custos.Address, error) {
	r, s := new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:64])
	v := sig[64]
	if v != 27 && v != 28 {
		return custos.Address{}, custos.Errorf(custos.Invalid, "the signature's v is %d, it must be 27 or 28", v)
	}
	if !crypto.ValidateSignatureValues(v-27, r, s, true) {
		return custos.Address{}, custos.Errorf(custos.Invalid, "the signature is not canonical: r or s is out of range, or s is in the upper half")
	}
	raw := sig
	raw[64] -= 27
	pub, err := crypto.SigToPub(digest[:], raw[:])
	if err != nil {
		return custos.Address{}, custos.Errorf(custos.Invalid, "the signature fits no key: %w", err)
	}
	a := custos.Address(crypto.PubkeyToAddress(*pub))
	if a.IsZero() {
		return custos.Address{}, custos.Errorf(custos.Invalid, "the signature fits the zero address, which no key has")
	}
	return a, nil
}
