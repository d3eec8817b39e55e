package proof

import (
	"bytes"
	"encoding/json"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"custos.dev/custos"
)

// real is what miner/proofdata wrote: a chain of a real node, and answers of
// go-ethereum's own ethash.
type real struct {
	Genesis  custos.Hash `json:"genesis"`
	Headers  [][]byte    `json:"headers"`
	Work     string      `json:"work"`
	Accounts []struct {
		Block uint64      `json:"block"`
		Code  custos.Hash `json:"code"`
		Account
	} `json:"accounts"`
	Seals        [][]byte `json:"seals"`
	Difficulties []struct {
		Time   uint64 `json:"time"`
		Parent []byte `json:"parent"`
		Want   string `json:"want"`
	} `json:"difficulties"`
}

func load(t testing.TB) *real {
	t.Helper()
	b, err := os.ReadFile("testdata/chain.json")
	if err != nil {
		t.Fatal(err)
	}
	d := new(real)
	if err := json.Unmarshal(b, d); err != nil {
		t.Fatal(err)
	}
	return d
}

func verified(t testing.TB, d *real) *Chain {
	t.Helper()
	c, err := VerifyChain(d.Genesis, d.Headers)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRealChain(t *testing.T) {
	d := load(t)
	c := verified(t, d)
	if got := c.TotalDifficulty().String(); got != d.Work {
		t.Fatalf("work %s, the node said %s", got, d.Work)
	}
	if c.Genesis().Hash() != d.Genesis || c.Head().Number != uint64(len(d.Headers)-1) {
		t.Fatalf("from %s to %d", c.Genesis().Hash(), c.Head().Number)
	}
	for n := range uint64(len(d.Headers)) {
		h, ok := c.At(n)
		if !ok || h.Number != n || h.Ref().Hash != keccak256(d.Headers[n]) {
			t.Fatalf("block %d: %+v", n, h)
		}
		if depth, ok := c.Depth(n); !ok || depth != c.Head().Number-n {
			t.Fatalf("depth of %d is %d", n, depth)
		}
	}
	for _, n := range []uint64{uint64(len(d.Headers)), 1 << 40, ^uint64(0)} {
		if _, ok := c.At(n); ok {
			t.Fatalf("there is a block %d", n)
		}
		if _, ok := c.Depth(n); ok {
			t.Fatalf("block %d has a depth", n)
		}
	}
	// The difficulty went down and up, so that the rule was at work both ways.
	var up, down bool
	for i := 1; i < len(c.headers); i++ {
		cmp := c.headers[i].Difficulty.Cmp(c.headers[i-1].Difficulty)
		up, down = up || cmp > 0, down || cmp < 0
	}
	if !up || !down {
		t.Fatalf("the difficulty went up: %v, down: %v", up, down)
	}
	// A later block can be pinned as the beginning.
	if _, err := VerifyChain(keccak256(d.Headers[3]), d.Headers[3:]); err != nil {
		t.Fatal(err)
	}
}

func TestRealState(t *testing.T) {
	d := load(t)
	c := verified(t, d)
	var absent, present int
	zero := custos.Hash{}
	seen := map[custos.Hash]bool{}
	for _, a := range d.Accounts {
		h, _ := c.At(a.Block)
		s, err := VerifyAccount(h.StateRoot, &a.Account)
		if err != nil {
			t.Fatalf("block %d: %v", a.Block, err)
		}
		if s.CodeHash != a.Code || s.Nonce != 1 || len(s.Values) != len(a.Slots) {
			t.Fatalf("block %d: %+v", a.Block, s)
		}
		for _, slot := range a.Slots {
			if slot.Value == zero {
				absent++
			} else {
				present++
			}
		}
		seen[s.Values[custos.Hash{}]] = true
		// The proof of one block is not one of another.
		for _, other := range c.headers {
			if other.StateRoot != h.StateRoot {
				if _, err := VerifyAccount(other.StateRoot, &a.Account); err == nil {
					t.Fatalf("the proof of block %d holds at %d", a.Block, other.Number)
				}
			}
		}
	}
	if absent < 5 || present < 5 || len(seen) < 4 {
		t.Fatalf("%d absent, %d present, slot 0 had %d values", absent, present, len(seen))
	}
}

func TestDifficultyIsTheLibrarys(t *testing.T) {
	for i, v := range load(t).Difficulties {
		parent, err := Decode(v.Parent)
		if err != nil {
			t.Fatal(err)
		}
		if got := Difficulty(v.Time, parent).String(); got != v.Want {
			t.Errorf("%d: %s, want %s (parent %d, %s, %d s)", i, got, v.Want, parent.Number, parent.Difficulty, v.Time-parent.Time)
		}
	}
}

func TestWorkOfOtherEpochs(t *testing.T) {
	seals := load(t).Seals
	if len(seals) < 5 {
		t.Fatal("too few")
	}
	for _, raw := range seals {
		h, err := Decode(raw)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.VerifyWork(); err != nil {
			t.Error(err)
		}
		harder := *h
		harder.Difficulty = new(big.Int).Lsh(big.NewInt(1), 200)
		if harder.VerifyWork() == nil {
			t.Errorf("block %d: the work is enough for 2^200", h.Number)
		}
		none := *h
		none.Difficulty = new(big.Int)
		if none.VerifyWork() == nil {
			t.Errorf("block %d: no work is accepted", h.Number)
		}
	}
}

// Any changed byte of any header breaks the chain.
func TestFlippedHeaders(t *testing.T) {
	d := load(t)
	for i, raw := range d.Headers {
		for at := range raw {
			if i > 3 && at%7 != i%7 {
				continue
			}
			changed := slices.Clone(d.Headers)
			changed[i] = bytes.Clone(raw)
			changed[i][at] ^= 1 << (at % 8)
			// The last header has no successor that names it: its own work must tell.
			if _, err := VerifyChain(d.Genesis, changed); err == nil {
				t.Fatalf("header %d, byte %d: not noticed", i, at)
			}
		}
	}
	for name, headers := range map[string][][]byte{
		"none":      nil,
		"left out":  append(slices.Clone(d.Headers[:2]), d.Headers[3:]...),
		"no first":  d.Headers[1:],
		"swapped":   append([][]byte{d.Headers[0], d.Headers[2], d.Headers[1]}, d.Headers[3:]...),
		"twice":     append([][]byte{d.Headers[0], d.Headers[1], d.Headers[1]}, d.Headers[2:]...),
		"one empty": append([][]byte{d.Headers[0], {}}, d.Headers[1:]...),
	} {
		if _, err := VerifyChain(d.Genesis, headers); err == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
}

// A forger who keeps every hash right must still do the work, at the chain's
// difficulty and within its rules.
func TestAttack14ForgedHeaders(t *testing.T) {
	d := load(t)
	c := verified(t, d)
	parent, last := c.headers[len(c.headers)-2], c.headers[len(c.headers)-1]
	for name, change := range map[string]func(h *Header){
		"state":        func(h *Header) { h.StateRoot[5]++; h.sealHash[0]++ },
		"nonce":        func(h *Header) { h.Nonce++ },
		"mix":          func(h *Header) { h.MixDigest[0]++ },
		"easy":         func(h *Header) { h.Difficulty = big.NewInt(1) },
		"hard":         func(h *Header) { h.Difficulty = new(big.Int).Add(h.Difficulty, big.NewInt(1)) },
		"time":         func(h *Header) { h.Time = parent.Time },
		"time before":  func(h *Header) { h.Time = parent.Time - 1 },
		"late":         func(h *Header) { h.Time += 10_000 },
		"number":       func(h *Header) { h.Number++ },
		"parent":       func(h *Header) { h.Parent[0]++ },
		"gas used":     func(h *Header) { h.GasUsed = h.GasLimit + 1 },
		"gas limit":    func(h *Header) { h.GasLimit *= 2 },
		"no gas":       func(h *Header) { h.GasLimit, h.GasUsed = 0, 0 },
		"too much gas": func(h *Header) { h.GasLimit = 1 << 63 },
	} {
		h := *last
		change(&h)
		if h.follows(parent, &rules{}) == nil && h.VerifyWork() == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
	if last.follows(parent, &rules{}) != nil || last.VerifyWork() != nil {
		t.Fatal("the header itself is refused")
	}
}

// Any changed byte of any node, of any slot's key or value breaks a proof.
func TestFlippedProofs(t *testing.T) {
	d := load(t)
	c := verified(t, d)
	for n, a := range d.Accounts[:3] {
		h, _ := c.At(a.Block)
		check := func(what string, changed Account) {
			t.Helper()
			if _, err := VerifyAccount(h.StateRoot, &changed); err == nil {
				t.Fatalf("account %d: %s: not noticed", n, what)
			} else if custos.KindOf(err) != custos.Corrupt {
				t.Fatalf("account %d: %s: kind %s", n, what, custos.KindOf(err))
			}
		}
		copyOf := func() Account {
			out := a.Account
			out.AccountProof = cloneNodes(a.AccountProof)
			out.Slots = slices.Clone(a.Slots)
			for i := range out.Slots {
				out.Slots[i].Proof = cloneNodes(a.Slots[i].Proof)
			}
			return out
		}
		for i, node := range a.AccountProof {
			for at := range node {
				x := copyOf()
				x.AccountProof[i][at] ^= 1 << (at % 8)
				check("account node", x)
			}
			x := copyOf()
			x.AccountProof = slices.Delete(x.AccountProof, i, i+1)
			check("account node missing", x)
		}
		x := copyOf()
		x.AccountProof = append(x.AccountProof, x.AccountProof[0])
		check("account node in excess", x)
		x = copyOf()
		x.Address[3]++
		check("address", x)
		for s, slot := range a.Slots {
			for i, node := range slot.Proof {
				for at := range node {
					x := copyOf()
					x.Slots[s].Proof[i][at] ^= 1 << (at % 8)
					check("slot node", x)
				}
				x := copyOf()
				x.Slots[s].Proof = slices.Delete(x.Slots[s].Proof, i, i+1)
				check("slot node missing", x)
			}
			x := copyOf()
			x.Slots[s].Proof = append(x.Slots[s].Proof, []byte{0xc0})
			check("slot node in excess", x)
			for at := range slot.Value {
				x := copyOf()
				x.Slots[s].Value[at]++
				check("value", x)
			}
			if slot.Value != (custos.Hash{}) {
				x := copyOf()
				x.Slots[s].Key[31] ^= 0x80
				check("key", x)
				x = copyOf()
				x.Slots[s].Value = custos.Hash{}
				x.Slots[s].Proof = nil
				check("a value hidden by no proof", x)
			}
		}
	}
}

func cloneNodes(in [][]byte) [][]byte {
	out := make([][]byte, len(in))
	for i, n := range in {
		out[i] = bytes.Clone(n)
	}
	return out
}

func TestAccountJSON(t *testing.T) {
	a := load(t).Accounts[1].Account
	b, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var back Account
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(back)
	if err != nil || !bytes.Equal(b, again) {
		t.Fatalf("JSON does not read back: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	d := load(f)
	for _, raw := range slices.Concat(d.Headers[:4], d.Seals[:1]) {
		f.Add(raw)
	}
	f.Add([]byte{})
	f.Add([]byte{0xc0})
	f.Add([]byte{0xf9, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, raw []byte) {
		h, err := Decode(raw)
		if err != nil {
			return
		}
		// Whatever decodes has one encoding: decoding must not lose anything but
		// the bloom, so that the hash names what is in the fields.
		if h.Hash() != keccak256(raw) || h.Difficulty.BitLen() > 256 {
			t.Fatalf("%+v", h)
		}
	})
}

func FuzzVerifyAccount(f *testing.F) {
	a := load(f).Accounts[1]
	for _, n := range a.AccountProof {
		f.Add(n, a.AccountProof[0])
	}
	for _, s := range a.Slots {
		for _, n := range s.Proof {
			f.Add(n, []byte{0xc0})
		}
	}
	f.Fuzz(func(t *testing.T, first, second []byte) {
		// Roots are made to fit, so that the nodes are walked.
		for _, nodes := range [][][]byte{{first}, {first, second}} {
			_, _ = lookup(keccak256(first), custos.Hash{}, nodes)
			_, _ = VerifyAccount(keccak256(first), &Account{AccountProof: nodes, Slots: []Slot{{Proof: nodes}}})
		}
		_, _, _, _ = step(first, nibbles(keccak256(second)))
		_, _ = decodeAccount(first)
	})
}

func BenchmarkVerifyChain(b *testing.B) {
	d := load(b)
	verified(b, d)
	b.ReportAllocs()
	for b.Loop() {
		verified(b, d)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(d.Headers)), "µs/header")
}

func BenchmarkVerifyAccount(b *testing.B) {
	d := load(b)
	c := verified(b, d)
	a := d.Accounts[len(d.Accounts)-1]
	h, _ := c.At(a.Block)
	for b.Loop() {
		if _, err := VerifyAccount(h.StateRoot, &a.Account); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNewDataset(b *testing.B) {
	for b.Loop() {
		newDataset(0)
	}
}

// TestAttack14TooLittleWork: a header whose digest was computed for it, as whoever forges
// it can, and whose nonce nobody looked for.
func TestAttack14TooLittleWork(t *testing.T) {
	d := load(t)
	c := verified(t, d)
	h := *c.Head()
	if err := h.VerifyWork(); err != nil {
		t.Fatal(err)
	}
	h.Nonce++
	digest, _ := datasetOf(h.Number).hashimoto(h.sealHash, h.Nonce)
	h.MixDigest = digest
	if err := h.VerifyWork(); err == nil || !strings.Contains(err.Error(), "less than its difficulty") {
		t.Errorf("with a nonce that is worth nothing: %v", err)
	}
}
