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
	switch EngineName(engine) {
	case ethash:
		return VerifyChain(genesis, headers)
	case "development", "ethereum":
		return nil, custos.Errorf(custos.Unavailable, "the headers of a chain of the engine %q prove nothing by themselves: ask a node that you trust whether its chain holds the anchor's block", engine)
	}
	return nil, custos.Errorf(custos.Unavailable, "this version does not know the engine %q and cannot check its headers: use a newer one", engine)
}

// Finality is what blocks on a block are worth in a chain that VerifyHeaders takes, in
// the engine's own words.
const Finality = "confirmed, never final"
