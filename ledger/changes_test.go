package ledger

import (
	"encoding/json"
	"math/big"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/bindings"
)

// TestAttack53TimesThatCannotBeShown: a time that the contract takes and no calendar has
// does not spoil the list that it stands in.
func TestAttack53TimesThatCannotBeShown(t *testing.T) {
	never := new(big.Int).SetUint64(1<<48 - 1)
	now := big.NewInt(1_700_000_000)
	for _, until := range []*big.Int{never, big.NewInt(lastSecond), big.NewInt(lastSecond + 1), now} {
		page := []any{
			capabilityOf(bindings.CapabilitiesCapability{Number: 1, Resource: "campus/a", Actions: uint8(custos.Live), From: now, Until: until}),
			requestOf(bindings.CapabilitiesRequest{Number: 2, Resource: "campus/a", Actions: uint8(custos.Live), From: until, Until: until}),
		}
		if b, err := json.Marshal(page); err != nil {
			t.Errorf("%v: %v %s", until, err, b)
		}
	}
	if got := unix(never); got.Year() != 9999 || !got.After(time.Unix(now.Int64(), 0)) {
		t.Errorf("the end of 48 bits is shown as %v", got)
	}
	if got := unix(now); got.Unix() != now.Int64() {
		t.Errorf("%v is shown as %v", now, got)
	}
}
