package blocktree

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/ledger/proof/prooftest"
)

// chain counts what is asked of it.
type chain struct {
	prooftest.Chain
	asked int
}

func (c *chain) Headers(_ context.Context, from, to uint64) ([][]byte, error) {
	if to >= uint64(len(c.Chain.Headers)) {
		return nil, custos.Errorf(custos.NotFound, "no block %d", to)
	}
	c.asked += int(to - from + 1)
	return c.Chain.Headers[from : to+1], nil
}

// root is computed from all leaves.
func (c *chain) root(size int) custos.Hash {
	leaves := make([]custos.Hash, size)
	for i := range leaves {
		leaves[i] = evidence.HeaderLeaf(c.Hash(i))
	}
	return evidence.TreeRoot(leaves)
}

func newTree(t *testing.T, path string) *Tree {
	t.Helper()
	tree, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close() })
	return tree
}

func (c *chain) holds(t *testing.T, tree *Tree, size int) {
	t.Helper()
	if have, err := tree.Size(t.Context()); err != nil || have != uint64(size) {
		t.Fatalf("%d blocks, %v, want %d", have, err, size)
	}
	for _, n := range []int{1, 2, 3, size / 2, size - 1, size} {
		if n < 1 || n > size {
			continue
		}
		if got, err := tree.Root(t.Context(), uint64(n)); err != nil || got != c.root(n) {
			t.Fatalf("of %d: another root, %v", n, err)
		}
	}
}

// The tree is that of the chain at every size, costs what is new, and is built again when lost.
func TestTreeFollowsTheChain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "blocks.db")
	tree := newTree(t, path)
	c := new(chain)
	c.Grow(2100, 0)
	for _, until := range []int{0, 1, 2, 3, 40, 40, 41, 2100} {
		if err := tree.Grow(t.Context(), c, uint64(until)); err != nil {
			t.Fatal(err)
		}
		if until > 0 {
			c.holds(t, tree, until)
		}
	}
	c.asked = 0
	c.Grow(3, 0)
	if err := tree.Grow(t.Context(), c, 2103); err != nil {
		t.Fatal(err)
	}
	if c.asked > 8 {
		t.Errorf("3 new blocks took %d headers", c.asked)
	}
	// A chain that is shorter for a while takes nothing away.
	if err := tree.Grow(t.Context(), c, 50); err != nil {
		t.Fatal(err)
	}
	c.holds(t, tree, 2103)
	if _, err := tree.Root(t.Context(), 2104); custos.KindOf(err) != custos.Unavailable {
		t.Errorf("more than there is: %v", err)
	}
	if err := tree.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("this was a database once, until somebody wrote over it"), 0o600); err != nil {
		t.Fatal(err)
	}
	again := newTree(t, path)
	if err := again.Grow(t.Context(), c, 2103); err != nil {
		t.Fatal(err)
	}
	c.holds(t, again, 2103)
}

// Blocks that the chain replaced are cut off, with what was cosigned of them; earlier words stay.
func TestTreeIsCutToWhatStands(t *testing.T) {
	tree := newTree(t, filepath.Join(t.TempDir(), "blocks.db"))
	c := new(chain)
	c.Grow(300, 0)
	if err := tree.Grow(t.Context(), c, 300); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{100, 290} {
		if err := tree.Keep(t.Context(), Word{Size: uint64(n), Root: c.root(n), Cosignatures: "— a b\n"}); err != nil {
			t.Fatal(err)
		}
	}
	c.Chain.Headers = c.Chain.Headers[:260:260]
	c.Grow(50, 1)
	if err := tree.Grow(t.Context(), c, 305); err != nil {
		t.Fatal(err)
	}
	c.holds(t, tree, 305)
	words, err := tree.Words(t.Context(), 270)
	if err != nil || len(words) != 0 { // one of 1,024 blocks is kept, and that was cut off
		t.Errorf("%v, %v", words, err)
	}
}

// Of the cosigned trees that one is best which reaches just over the block.
func TestWordsByBlock(t *testing.T) {
	tree := newTree(t, filepath.Join(t.TempDir(), "blocks.db"))
	c := new(chain)
	c.Grow(4000, 0)
	if err := tree.Grow(t.Context(), c, 4000); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{200, 900, 1500, 3900} {
		if err := tree.Keep(t.Context(), Word{Size: uint64(n), Root: c.root(n), Cosignatures: "x"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := tree.Keep(t.Context(), Word{Size: 2500, Root: custos.Hash{1}}); err != nil { // of no blocks of this chain
		t.Fatal(err)
	}
	for block, want := range map[uint64]uint64{0: 900, 899: 900, 900: 1500, 1600: 3900, 3899: 3900, 3900: 3900, 5000: 3900} {
		words, err := tree.Words(t.Context(), block)
		if err != nil || len(words) == 0 || words[0].Size != want {
			t.Errorf("for block %d: %v, %v, want %d first", block, words, err, want)
		}
	}
}
