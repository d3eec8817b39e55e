package proof

import (
	"bytes"
	"math/big"
	"slices"
	"testing"

	"custos.dev/custos"
)

// blocks makes a chain of fixed work.
func blocks(t *testing.T, n int, change func(*raw)) (custos.Hash, [][]byte) {
	first := &raw{UncleHash: emptyUncles, Difficulty: big.NewInt(4), GasLimit: 30_000_000, Extra: []byte(FixedWork)}
	headers := [][]byte{encode(t, first)}
	for i := range n {
		r := &raw{Parent: keccak256(headers[i]), UncleHash: emptyUncles, Tx: custos.Hash{1}, Difficulty: big.NewInt(4), Number: uint64(i) + 1, GasLimit: 30_000_000, Extra: []byte("custos")}
		if change != nil {
			change(r)
		}
		headers = append(headers, mined(t, r))
	}
	return keccak256(headers[0]), headers
}

// TestVerifyPart: headers may be left out where somebody vouches for them, and nowhere else.
func TestVerifyPart(t *testing.T) {
	genesis, all := blocks(t, 9, nil)
	of := func(numbers ...int) (out [][]byte) {
		for _, n := range numbers {
			out = append(out, all[n])
		}
		return out
	}
	idle := bytes.Clone(all[5])
	idle[len(idle)-1]++
	_, easy := blocks(t, 9, func(r *raw) {
		if r.Number == 5 {
			r.Difficulty = big.NewInt(1)
		}
	})
	for name, c := range map[string]struct {
		headers [][]byte
		vouched uint64
		passes  bool
	}{
		"all":                             {all, 0, true},
		"gaps below":                      {of(0, 2, 5, 6, 7), 7, true},
		"the genesis alone":               {of(0), 0, true},
		"a gap above":                     {of(0, 2, 5, 7), 7, false},
		"nothing vouched for":             {of(0, 2), 0, false},
		"the first after what is vouched": {of(0, 5), 5, false},
		"the last that is vouched for":    {of(0, 5), 6, true},
		"no genesis":                      {of(1, 2), 7, false},
		"out of order":                    {of(0, 5, 2), 7, false},
		"one twice":                       {of(0, 2, 2), 7, false},
		"no work behind a gap":            {[][]byte{all[0], idle}, 7, false},
		"less work behind a gap":          {[][]byte{all[0], easy[5]}, 7, false},
		"another's block upon one":        {append(of(0, 4), easy[5]), 7, false},
		"none":                            {nil, 7, false},
	} {
		chain, err := VerifyPart(genesis, c.headers, c.vouched)
		if (err == nil) != c.passes {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			for _, b := range c.headers {
				h, _ := Decode(b)
				if got, ok := chain.At(h.Number); !ok || got.Hash() != keccak256(b) {
					t.Errorf("%s: block %d is not found", name, h.Number)
				}
			}
		}
	}
	c, err := VerifyPart(genesis, of(0, 2, 5, 6, 7), 7)
	if err != nil || c.Head().Number != 7 {
		t.Fatalf("%v", err)
	}
	for number, want := range map[uint64]uint64{0: 0, 2: 0, 5: 2, 6: 1, 7: 0} {
		if depth, ok := c.Depth(number); !ok || depth != want {
			t.Errorf("%d blocks stand on block %d without a gap, want %d", depth, number, want)
		}
	}
	if _, ok := c.At(3); ok {
		t.Error("a header is found that is not there")
	}
	var below []uint64
	c.Each(6, func(h *Header) { below = append(below, h.Number) })
	if !slices.Equal(below, []uint64{0, 2, 5}) {
		t.Errorf("%v", below)
	}
}

// TestFold: there is one folded form, and it unfolds to what was folded.
func TestFold(t *testing.T) {
	long := func(b byte) []byte { return bytes.Repeat([]byte{b}, 40) }
	in := []Account{
		{Address: custos.Address{1}, AccountProof: [][]byte{long(1), long(2)}, Slots: []Slot{{Proof: [][]byte{long(3), long(4)}}, {Proof: [][]byte{long(3), long(5)}}}},
		{Address: custos.Address{2}, AccountProof: [][]byte{long(1), long(6)}, Slots: []Slot{{Key: custos.Hash{9}, Value: custos.Hash{8}, Proof: [][]byte{}}}},
	}
	folded := Fold(in...)
	if n := folded[0].Slots[1].Proof[0]; !bytes.Equal(n, []byte{0, 0, 2}) {
		t.Errorf("%v", n)
	}
	out, err := Unfold(folded...)
	if err != nil {
		t.Fatal(err)
	}
	for i := range in {
		if in[i].Address != out[i].Address || !slices.EqualFunc(in[i].AccountProof, out[i].AccountProof, bytes.Equal) || len(in[i].Slots) != len(out[i].Slots) {
			t.Errorf("%v", out[i])
		}
		for j := range in[i].Slots {
			if a, b := in[i].Slots[j], out[i].Slots[j]; a.Key != b.Key || a.Value != b.Value || !slices.EqualFunc(a.Proof, b.Proof, bytes.Equal) {
				t.Errorf("%v", b)
			}
		}
	}
	if _, err := Unfold(in...); err == nil {
		t.Error("a node is written twice")
	}
	if _, err := Unfold(Account{AccountProof: [][]byte{long(1), {0, 0, 1}}}); err == nil {
		t.Error("a node is named before it came")
	}
}
