package proof

import (
	"bytes"
	"encoding/binary"

	"custos.dev/custos"
)

// Seal does the work that a header's difficulty asks for and returns the header with it.
// It is for tests that make chains: a miner is a thousand times faster.
func Seal(header []byte) ([]byte, error) {
	h, err := Decode(header)
	if err != nil {
		return nil, err
	}
	if h.Difficulty.Sign() <= 0 {
		return nil, custos.Errorf(custos.Invalid, "block %d asks for no work", h.Number)
	}
	d := datasetOf(h.Number)
	for h.VerifyWork() != nil {
		h.Nonce++
		h.MixDigest, _ = d.hashimoto(h.sealHash, h.Nonce)
	}
	// The two last fields have one length each.
	const nonceBytes, mixBytes = 8, 32
	out := bytes.Clone(header)
	nonceAt := len(out) - nonceBytes
	binary.BigEndian.PutUint64(out[nonceAt:], h.Nonce)
	copy(out[nonceAt-1-mixBytes:], h.MixDigest[:])
	return out, nil
}
