package evidence

import (
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/layout"
)

// TestBundleOfBeforeVerifies: a bundle of before the owners gave their word on the chain verifies as it did.
func TestBundleOfBeforeVerifies(t *testing.T) {
	trust, err := LoadTrust("testdata/of-d132758.trust.json")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile("testdata/of-d132758.zip")
	if err != nil {
		t.Fatal(err)
	}
	r := Verify(raw, trust)
	if r.Result != Pass || !r.Named || !strings.HasPrefix(detail(r, "chain"), "7 headers, the first the genesis") {
		t.Errorf("%+v", r)
	}
	raw[len(raw)/2] ^= 1
	if r := Verify(raw, trust); r.Result != Fail {
		t.Errorf("changed: %+v", r)
	}
}

// What is said of the chain is whose word it is, and how far it reaches.
func TestSaysWhoseWordTheChainIs(t *testing.T) {
	for name, c := range map[string]struct {
		scene func() *scene
		says  string
	}{
		"most by the owners' word": {eventScene, "up to block 5 is so by the word of alma and bruno, by the trust file 2 of the 2 owners at that block, 2 needed then, who cosigned its headers; 4 of them are here"},
		"and the rest by work":     {eventScene, "; the last 1, up to block 6, by their work alone"},
		"most by work":             {early(eventScene), "; the last 4, up to block 6, by their work alone"},
		"all by the owners' word":  {late(eventScene), "up to block 9 is so by the word of alma and bruno"},
		"all by work":              {whole(eventScene, formWord), "7 headers, the first the genesis"},
	} {
		if r := c.scene().verify(t); r.Result != Pass || !strings.Contains(detail(r, "chain"), c.says) {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// An owner, or fewer than must agree, make a chain of their own: its blocks have their work, and
// nobody else's word. Nor do the keys of owners count that are none any more.
func TestAttack14WordOfTooFew(t *testing.T) {
	at := time.Unix(t1+65, 0)
	by := func(names ...custos.Owner) func(*scene) {
		keys := map[custos.Resource]byte{domain: 1, second: 2, carla.Domain: 7}
		return func(s *scene) {
			s.onWord = func(text string) (lines string) {
				for _, o := range names {
					lines += Cosign(text, WitnessName(o.Domain), ed(keys[o.Domain]), at)
				}
				return lines
			}
		}
	}
	three := func(s *scene) {
		s.others[carla.Address] = layout.Owner{Active: true, Domain: layout.PathHash(carla.Domain), WitnessKey: carla.WitnessKey}
		s.votes = layout.Votes{Threshold: 2, Owners: 3}
	}
	// carla was an owner until block 5, the last in the tree.
	gone := func(s *scene) {
		three(s)
		now(s, Council{0, []custos.Owner{alma, bruno, carla}, 2}, Council{5, two(bruno), 2})
		s.onTree = func(c *contract) {
			c.storage[layout.SlotsOfOwner(carla.Address)[0]] = custos.Hash{}
			c.storage[layout.SlotOfVotes()] = pack(map[int]uint64{0: 2, 2: 2})
		}
	}
	for name, c := range map[string]struct {
		change []func(*scene)
		want   Status
	}{
		"both":                              {[]func(*scene){by(alma, bruno)}, Pass},
		"one":                               {[]func(*scene){by(alma)}, Fail},
		"none":                              {[]func(*scene){by()}, Fail},
		"one and a stranger":                {[]func(*scene){by(alma, carla)}, Fail},
		"one and one who was voted out":     {[]func(*scene){gone, by(alma, carla)}, Fail},
		"two, and one who was voted out":    {[]func(*scene){gone, by(alma, bruno, carla)}, Pass},
		"of another block than is shown":    {[]func(*scene){func(s *scene) { s.onHeads = func(h []custos.Hash) { h[2][3] ^= 1 } }}, Fail},
		"of another genesis":                {[]func(*scene){func(s *scene) { s.onHeads = func(h []custos.Hash) { h[0][3] ^= 1 } }}, Fail},
		"of an anchor's block that is none": {[]func(*scene){func(s *scene) { s.onHeads = func(h []custos.Hash) { h[4][3] ^= 1 } }}, Fail},
	} {
		s := eventScene()
		for _, change := range c.change {
			change(s)
		}
		if r := s.verify(t); r.Result != c.want || claimed(r, "chain") != c.want {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// Who was voted out after the trust file was written cannot stand in for an owner: the
// contract shows it, at the last block of what he cosigned.
func TestAttack60WordOfOneVotedOutSince(t *testing.T) {
	s := eventScene()
	s.trust.History.Through = 4
	removedThen.tell(s)
	r := s.verify(t)
	if r.Result == Pass || claimed(r, "word") != Unknown || !strings.Contains(detail(r, "word"), "newer trust file") {
		t.Errorf("%+v", r)
	}
	// What is known of both blocks is a contradiction.
	s = eventScene()
	removedThen.tell(s)
	if r := s.verify(t); r.Result != Fail || claimed(r, "word") != Fail {
		t.Errorf("%+v", r)
	}
}

// The word is as good as ever after the owners changed, and in the contracts that counted then.
func TestAttack60WordOutlivesItsOwners(t *testing.T) {
	s := eventScene()
	left(6)(s)
	if r := s.verify(t); r.Result != Pass || !strings.Contains(detail(r, "chain"), "bruno (an owner until block 6)") {
		t.Errorf("%+v", r)
	}
	s = eventScene() // the owners moved in block 6, after the tree
	s.onTrust = func(t *Trust) {
		*t = *t.Moved(TrustContracts{Registry: TrustContract{Address: custos.Address{0x11}}, Anchors: TrustContract{Address: custos.Address{0x13}}}, 6)
	}
	if r := s.verify(t); r.Result != Pass {
		t.Errorf("moved after it: %+v", r)
	}
	s = eventScene() // they moved in block 5: its state is not of the old registry any more
	s.onTrust = func(t *Trust) {
		*t = *t.Moved(TrustContracts{Registry: TrustContract{Address: custos.Address{0x11}}, Anchors: TrustContract{Address: custos.Address{0x13}}}, 5)
	}
	if r := s.verify(t); r.Result != Fail || claimed(r, "word") != Fail {
		t.Errorf("moved before it: %+v", r)
	}
}

// The proof of some leaves leads to the root of the whole tree, and no other does.
func TestLeavesLeadToTheRoot(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 16))
	for n := range 300 {
		size := 1 + r.IntN(70)
		leaves := make([]custos.Hash, size)
		for i := range leaves {
			leaves[i] = HeaderLeaf(custos.Hash{byte(i), byte(n)})
		}
		var at []uint64
		var known []custos.Hash
		for i := range leaves {
			if r.IntN(4) == 0 || i == n%size {
				at, known = append(at, uint64(i)), append(known, leaves[i])
			}
		}
		nodes, err := ProveLeaves(uint64(size), at, func(from, until uint64) (custos.Hash, error) { return TreeRoot(leaves[from:until]), nil })
		if err != nil {
			t.Fatal(err)
		}
		want := TreeRoot(leaves)
		if got, err := rootOf(uint64(size), at, known, nodes); err != nil || got != want {
			t.Fatalf("%d of %d leaves: %v", len(at), size, err)
		}
		if _, err := rootOf(uint64(size), at, known, append(slices.Clone(nodes), custos.Hash{})); err == nil {
			t.Fatal("a hash too many is passed over")
		}
		if len(nodes) > 0 {
			if _, err := rootOf(uint64(size), at, known, nodes[1:]); err == nil {
				t.Fatal("a hash too few is enough")
			}
		}
		other := slices.Clone(known)
		other[r.IntN(len(other))][7] ^= 1
		if got, _ := rootOf(uint64(size), at, other, nodes); got == want {
			t.Fatal("another leaf leads to the root")
		}
	}
	if _, err := rootOf(0, nil, nil, nil); err == nil {
		t.Error("nothing has a root")
	}
	if _, err := rootOf(5, nil, nil, []custos.Hash{{1}}); err == nil {
		t.Error("a root alone proves something")
	}
}
