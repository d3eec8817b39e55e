package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger"
	"custos.dev/custos/service"
)

// branches is a chain that can lose its newest blocks to others.
type branches []custos.Head

func (c *branches) grow(n int, branch byte) {
	for range n {
		h := custos.Head{BlockRef: custos.BlockRef{Number: uint64(len(*c)), Hash: custos.Hash{branch, byte(len(*c))}}, Time: time.Unix(1_700_000_000, 0)}
		if len(*c) > 0 {
			h.Parent = (*c)[len(*c)-1].Hash
		}
		*c = append(*c, h)
	}
}

func (c *branches) Head(context.Context) (custos.Head, error) { return (*c)[len(*c)-1], nil }

func (c *branches) HeadAt(_ context.Context, n uint64) (custos.Head, error) {
	if n >= uint64(len(*c)) {
		return custos.Head{}, custos.Errorf(custos.NotFound, "no block %d", n)
	}
	return (*c)[n], nil
}

func (c *branches) BlockAt(ctx context.Context, n uint64, _ ledger.Namer) (ledger.Block, error) {
	h, err := c.HeadAt(ctx, n)
	return ledger.Block{Head: h}, err
}

// What watch has shown is taken back before what replaced it is shown, and every
// block that stands is shown once.
func TestWatchTellsReplacedBlocks(t *testing.T) {
	for _, asJSON := range []bool{false, true} {
		c := new(branches)
		c.grow(3, 1)
		var out bytes.Buffer
		w := &watch{ledgerView: &ledgerView{link: &link{site: &service.Site{TimeZone: "UTC"}}, names: directory{}, json: asJSON, out: &out}, blocks: c, shown: map[uint64]custos.Hash{}, next: 2}
		look := func(want ...string) {
			t.Helper()
			out.Reset()
			if err := w.look(t.Context()); err != nil {
				t.Fatal(err)
			}
			var got []string
			for line := range strings.Lines(out.String()) {
				if !asJSON {
					got = append(got, strings.Join(strings.Fields(line)[:1], " "))
					continue
				}
				var b struct {
					Number   *uint64
					Replaced *custos.BlockRef
					Blocks   int
				}
				if err := json.Unmarshal([]byte(line), &b); err != nil {
					t.Fatal(err)
				}
				if b.Replaced != nil {
					got = append(got, string(rune('0'+b.Blocks)))
				} else {
					got = append(got, "#"+string(rune('0'+*b.Number)))
				}
			}
			if strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("JSON %v: shown is %q, want %q", asJSON, got, want)
			}
		}
		look("#2")
		c.grow(2, 1)
		look("#3", "#4")
		look()
		*c = (*c)[:3]
		c.grow(3, 2) // 3 and 4 are others, 5 is new
		look("2", "#3", "#4", "#5")
		*c = (*c)[:4] // a shorter chain, as a node that was set back has
		look("2")
		c.grow(1, 3)
		look("#4")
	}
}

func TestHashPrefix(t *testing.T) {
	for in, want := range map[string]bool{
		"0x12345678": true, "0xABCDEF0123…": true, "0x" + strings.Repeat("a", 64): true,
		"0x1234567": false, "12345678": false, "0x1234567g": false, "0x" + strings.Repeat("a", 65): false,
	} {
		if got, ok := hashPrefix(in); ok != want || ok && got != strings.ToLower(strings.TrimSuffix(in, "…")) {
			t.Errorf("%s: %q, %v", in, got, ok)
		}
	}
}

func TestThousands(t *testing.T) {
	for in, want := range map[uint64]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := thousands(in); got != want {
			t.Errorf("%d: %s", in, got)
		}
	}
}
