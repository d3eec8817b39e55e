package benches

import "testing"

// What is measured is what an export writes: the bundle of an event on a long chain verifies, and
// is small.
func TestBundleStaysSmall(t *testing.T) {
	r, err := Bundle{Blocks: 30_000}.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if row := r.Rows[0]; row.Name != "bundle-overhead" || row.Value > 64 || row.PeerValue < 10_000 {
		t.Errorf("%+v", row)
	}
	if _, err := (Bundle{Blocks: 10}).Run(t.Context()); err == nil {
		t.Error("a chain of 10 blocks is measured")
	}
}
