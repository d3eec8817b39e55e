package fog

import (
	"net/url"
	"slices"
	"testing"

	"custos.dev/custos"
)

// Whoever fills the contract with requests hides none: the newest can be had first, and a
// page is bounded and says that there is more.
func TestPagesOfRecords(t *testing.T) {
	for _, c := range []struct {
		query       string
		n           uint64
		first, last uint64
		more        bool
	}{
		{"", 0, 0, 0, false},
		{"", 7, 1, 7, false},
		{"", 1000, 1, 100, true},
		{"after=900", 1000, 901, 1000, false},
		{"after=899", 1000, 900, 999, true},
		{"after=1000", 1000, 0, 0, false},
		{"after=18446744073709551615", 1000, 0, 0, false},
		{"before=0", 1000, 1000, 901, true},
		{"before=901", 1000, 900, 801, true},
		{"before=101", 1000, 100, 1, false},
		{"before=1", 1000, 0, 0, false},
		{"before=18446744073709551615", 3, 3, 1, false},
	} {
		q, err := url.ParseQuery(c.query)
		if err != nil {
			t.Fatal(err)
		}
		got, more, err := pageOf(q, c.n)
		if err != nil || more != c.more {
			t.Errorf("%q of %d: more is %v, %v", c.query, c.n, more, err)
		}
		var want []uint64
		for i := min(c.first, c.last); i > 0 && i <= max(c.first, c.last); i++ {
			want = append(want, i)
		}
		if c.last < c.first {
			slices.Reverse(want)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q of %d: %v, not %v", c.query, c.n, got, want)
		}
	}
	for _, bad := range []string{"after=x", "before=-1", "after=1&before=9"} {
		q, _ := url.ParseQuery(bad)
		if _, _, err := pageOf(q, 10); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
