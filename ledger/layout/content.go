package layout

import (
	"custos.dev/custos"
)

// ContentOfCapability is the hash by which a revocation or an acknowledgement names a
// capability: the Keccak-256 of all that was granted, to whom and by whom, as ABI words.
// The number is not part of it, since another branch of the chain can give it to another.
func ContentOfCapability(c *custos.Capability) custos.Hash {
	return words(
		addressKey(c.Grantor), word(uint64(c.Generation)), addressKey(c.Grantee), word(uint64(c.Registration)),
		PathHash(c.Resource), word(uint64(c.Actions)), word(uint64(c.From.Unix())), word(uint64(c.Until.Unix())),
		word(uint64(c.Hours.Days)), word(uint64(c.Hours.From)), word(uint64(c.Hours.Until)), word(uint64(c.Depth)),
	)
}

// ContentOfRequest is the hash by which an approval or a denial names a request: the
// Keccak-256 of who asks for what, when and why, as ABI words.
func ContentOfRequest(r *custos.AccessRequest) custos.Hash {
	return words(
		addressKey(r.Principal), word(uint64(r.Registration)), PathHash(r.Resource), word(uint64(r.Actions)),
		word(uint64(r.From.Unix())), word(uint64(r.Until.Unix())), keccak([]byte(r.Reason)), keccak([]byte(r.LegalBasis)),
	)
}

func words(w ...custos.Hash) custos.Hash {
	b := make([]byte, 0, 32*len(w))
	for _, h := range w {
		b = append(b, h[:]...)
	}
	return keccak(b)
}
