package proof

import (
	"cmp"

	"custos.dev/custos"
)

// ethash is the engine whose headers prove themselves by their work.
const ethash = "ethash"

// EngineName is the engine that a trust file means: one that names none means ethash.
func EngineName(engine string) string { return cmp.Or(engine, ethash) }

// VerifyHeaders verifies headers in the way of the engine that a trust file names.
// Those of an engine without proof in its headers, or of one that this version does not
// know, cannot be verified offline, which is Unavailable: nobody should take it for a
// pass, nor for forgery.
func VerifyHeaders(engine string, genesis custos.Hash, headers [][]byte) (*Chain, error) {
	if err := provable(engine); err != nil {
		return nil, err
	}
	return VerifyChain(genesis, headers)
}

// VerifySome is VerifyHeaders for some headers of a chain, of whose first blocks so many are
// vouched for: VerifyPart says what that leaves to the caller.
func VerifySome(engine string, genesis custos.Hash, headers [][]byte, vouched uint64) (*Chain, error) {
	if err := provable(engine); err != nil {
		return nil, err
	}
	return VerifyPart(genesis, headers, vouched)
}

// provable says why an engine's headers cannot be verified offline.
func provable(engine string) error {
	switch EngineName(engine) {
	case ethash:
		return nil
	case "development", "ethereum":
		return custos.Errorf(custos.Unavailable, "the headers of a chain of the engine %q prove nothing by themselves: ask a node that you trust whether its chain holds the anchor's block", engine)
	}
	return custos.Errorf(custos.Unavailable, "this version does not know the engine %q and cannot check its headers: use a newer one", engine)
}

// Finality is what blocks on a block are worth in a chain that VerifyHeaders takes, in
// the engine's own words.
const Finality = "confirmed, never final"
