package ledger

import (
	"math/rand/v2"
	"testing"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"

	"custos.dev/custos"
)

// TestAttack11Differential gives the contract and another implementation the same
// proofs, most of them spoiled in some way: both must take or refuse the same ones.
func TestAttack11Differential(t *testing.T) {
	rnd := rand.New(rand.NewPCG(11, 11))
	tree := newTree(600, "")
	e := newEVM(t)
	must(t, e.createLog(alma, origin))
	base := e.state
	taken, refused := 0, 0
	for range 3000 {
		m := 1 + rnd.Uint64N(599)
		n := m + rnd.Uint64N(600-m+1)
		p := consistency(t, tree, m, n)
		from, to := at1(tree, m), at1(tree, n)
		switch rnd.IntN(9) {
		case 0: // another claim for the same proof
			to.Size = m + rnd.Uint64N(1200)
		case 1:
			from.Size = 1 + rnd.Uint64N(to.Size)
		case 2:
			if len(p) > 0 {
				p = p[:rnd.IntN(len(p))]
			}
		case 3:
			p = append(p, randomHash(rnd))
		case 4:
			if len(p) > 1 {
				i, j := rnd.IntN(len(p)), rnd.IntN(len(p))
				p[i], p[j] = p[j], p[i]
			}
		case 5:
			p = append([]custos.Hash{from.Root}, p...)
		case 6:
			from.Root, to.Root = to.Root, from.Root
		}
		raw := make([][]byte, len(p))
		for i := range p {
			raw[i] = p[i][:]
		}
		other := proof.VerifyConsistency(rfc6962.DefaultHasher, from.Size, to.Size, raw, from.Root[:], to.Root[:])
		e.state = base.Copy()
		must(t, e.anchor(alma, origin, from, nil))
		ours := e.anchor(alma, origin, to, p)
		if (ours == nil) != (other == nil) {
			t.Fatalf("%d to %d with %d hashes: contract says %v, the other %v", from.Size, to.Size, len(p), ours, other)
		}
		if ours == nil {
			taken++
		} else {
			refused++
		}
	}
	if taken < 300 || refused < 300 {
		t.Errorf("%d taken, %d refused: too few to tell", taken, refused)
	}
}

func randomHash(rnd *rand.Rand) (h custos.Hash) {
	for i := range h {
		h[i] = byte(rnd.IntN(256))
	}
	return h
}
