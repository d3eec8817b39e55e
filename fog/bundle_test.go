package fog

import (
	"slices"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger/layout"
)

// TestBundleGathersNames: of everybody who signed, what the registry has of him and his
// name goes into a bundle, as many slots as the name takes.
func TestBundleGathersNames(t *testing.T) {
	w := newWorld(t)
	long := custos.ServiceID(strings.Repeat("edge", 20) + "/camera-cam1")
	leaf, err := evidence.SignBatch(evidence.Batch{Service: long, First: 1, Last: 1}, []custos.Hash{{1}}, w.key)
	if err != nil {
		t.Fatal(err)
	}
	by := signers{{1}: "front-fog/master", {0xff}: "front-edge/object"}
	from := gathered{by, map[uint64]bool{}}
	if err := from.add(leaf); err != nil {
		t.Fatal(err)
	}
	if err := from.add(leaf); err != nil || len(by) != 3 || by[w.key.Address()] != long {
		t.Fatalf("%v, %v", by, err)
	}
	slots := by.slots()
	for a, name := range by {
		for _, s := range slices.Concat(layout.SlotsOfPrincipal(a), layout.SlotsOfName(a, len(name))) {
			if !slices.Contains(slots, s) {
				t.Errorf("the slot %s of %s is not proved", s, name)
			}
		}
	}
	if want := 3*(3+1) + 3; len(slots) != want || !slices.Equal(slots, by.slots()) {
		t.Errorf("%d slots, want %d, in one order", len(slots), want)
	}
	if !from.blocks[0] || len(from.blocks) != 1 {
		t.Errorf("its batches name the blocks %v", from.blocks)
	}
	if err := from.add(evidence.Leaf("nothing")); err == nil || len(by) != 3 {
		t.Errorf("a leaf that does not open: %v", err)
	}
}
