package ledger

import (
	"encoding/json"

	"github.com/ethereum/go-ethereum/core"

	"custos.dev/custos"
)

// GenesisHash returns the hash of the first block that a genesis file describes.
func GenesisHash(file []byte) (custos.Hash, error) {
	var g core.Genesis
	if err := json.Unmarshal(file, &g); err != nil {
		return custos.Hash{}, custos.Errorf(custos.Invalid, "the genesis is not in go-ethereum's JSON: %w", err)
	}
	return custos.Hash(g.ToBlock().Hash()), nil
}
