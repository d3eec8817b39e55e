package ledger

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/asn1"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
)

// PasskeyAssertion is what an authenticator signed (WebAuthn), in the contract's
// form: a P-256 key, and a signature whose s is low.
type PasskeyAssertion struct {
	X, Y              custos.Hash
	AuthenticatorData []byte
	ClientDataJSON    []byte
	R, S              custos.Hash
}

// NewPasskeyAssertion takes what a browser gives, with its signature in ASN.1. The
// signature is not checked here: the contract does.
func NewPasskeyAssertion(key *ecdsa.PublicKey, authenticatorData, clientDataJSON, signature []byte) (PasskeyAssertion, error) {
	x, y, err := point(key)
	if err != nil {
		return PasskeyAssertion{}, err
	}
	var sig struct{ R, S *big.Int }
	rest, err := asn1.Unmarshal(signature, &sig)
	if err != nil || len(rest) != 0 || sig.R.Sign() <= 0 || sig.S.Sign() <= 0 || sig.R.BitLen() > 256 || sig.S.BitLen() > 256 {
		return PasskeyAssertion{}, custos.Errorf(custos.Invalid, "the passkey's signature is not an ASN.1 sequence of two numbers")
	}
	// Authenticators sign with either s; the contract takes the low one alone.
	n := elliptic.P256().Params().N
	if twin := new(big.Int).Sub(n, sig.S); twin.Sign() > 0 && twin.Cmp(sig.S) < 0 {
		sig.S = twin
	}
	return PasskeyAssertion{
		X: x, Y: y, AuthenticatorData: authenticatorData, ClientDataJSON: clientDataJSON,
		R: custos.Hash(common.BigToHash(sig.R)), S: custos.Hash(common.BigToHash(sig.S)),
	}, nil
}

// PasskeyAddress is the address by which the contracts know a passkey: the last 20
// bytes of the Keccak-256 of its point. Register it as a principal, and name it in a
// rule, to let the passkey approve.
func PasskeyAddress(key *ecdsa.PublicKey) (custos.Address, error) {
	x, y, err := point(key)
	if err != nil {
		return custos.Address{}, err
	}
	return custos.Address(crypto.Keccak256(x[:], y[:])[12:]), nil
}

func point(key *ecdsa.PublicKey) (x, y custos.Hash, err error) {
	if key == nil || key.Curve != elliptic.P256() {
		return x, y, custos.Errorf(custos.Invalid, "a passkey must have a P-256 key (ES256): let the browser make one of that kind")
	}
	b, err := key.Bytes()
	if err != nil {
		return x, y, custos.Errorf(custos.Invalid, "the passkey's key is no point of P-256: %w", err)
	}
	return custos.Hash(b[1:33]), custos.Hash(b[33:65]), nil
}

func (a PasskeyAssertion) contract() bindings.CapabilitiesAssertion {
	return bindings.CapabilitiesAssertion{
		Key: [2][32]byte{a.X, a.Y}, AuthenticatorData: a.AuthenticatorData, ClientDataJSON: a.ClientDataJSON, Signature: [2][32]byte{a.R, a.S},
	}
}
