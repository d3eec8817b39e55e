package pow

import (
	"path/filepath"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"
)

// converged waits until all nodes hold the same newest block.
func converged(t *testing.T, nodes ...*running) {
	t.Helper()
	eventually(t, "the nodes agree on the newest block", func() bool {
		h := nodes[0].head(t).Hash()
		for _, n := range nodes[1:] {
			if n.head(t).Hash() != h {
				return false
			}
		}
		return true
	})
}

func TestTwoMinersConverge(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	gen := genesis(t, dir, chainID)
	a, b := startIn(t, filepath.Join(dir, "a"), gen, nil), startIn(t, filepath.Join(dir, "b"), gen, nil)
	follower := startIn(t, filepath.Join(dir, "c"), gen, func(c *Config) { c.Mine = false })
	link(t, a, b, follower)
	eventually(t, "peers", func() bool {
		return a.status(t).Peers == 2 && b.status(t).Peers == 2 && follower.status(t).Peers == 2
	})
	ka, kf := newKey(t), newKey(t)
	for i := range uint64(4) {
		a.send(t, put(t, ka, i, 1, int64(i)))
		// One that reaches a miner only through a peer.
		tx := put(t, kf, i, 2, int64(i))
		follower.send(t, tx)
		follower.settle(t, tx, 2)
	}
	converged(t, a, b, follower)
	if follower.status(t).Mined != 0 {
		t.Fatal("a node that only follows has mined")
	}
}

// Two miners that were apart hold chains of the same length, whose work is equal
// while the difficulty stands at its least or the block times match. Nothing is
// pending on either side when they meet.
func TestSplitHeals(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	gen := genesis(t, dir, chainID)
	a, b := startIn(t, filepath.Join(dir, "a"), gen, nil), startIn(t, filepath.Join(dir, "b"), gen, nil)
	var rounds int
	var sent []*types.Transaction
	for round := range 20 {
		rounds++
		ka, kb := newKey(t), newKey(t)
		ta, tb := put(t, ka, 0, 1, int64(round)), put(t, kb, 0, 2, int64(round))
		a.send(t, ta)
		b.send(t, tb)
		sent = append(sent, ta, tb)
		a.settle(t, ta, 2)
		b.settle(t, tb, 2)
		sa, sb := a.status(t), b.status(t)
		if sa.Hash == sb.Hash {
			t.Fatal("the chains did not split")
		}
		if sa.Work == sb.Work {
			break
		}
	}
	sa, sb := a.status(t), b.status(t)
	t.Logf("split after %d rounds: work %s and %s", rounds, sa.Work, sb.Work)
	if sa.Work != sb.Work {
		t.Fatal("the two chains never had equal work")
	}
	link(t, a, b)
	converged(t, a, b)
	// The transactions of the side that lost are mined again.
	for _, tx := range sent {
		a.settle(t, tx, 2)
		b.settle(t, tx, 2)
	}
	converged(t, a, b)
	if n := max(a.status(t).Head, b.status(t).Head); n <= sa.Head {
		t.Fatalf("healed at %d without growing from %d", n, sa.Head)
	}
}

func TestUnlistedPeerIsTurnedAway(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	gen := genesis(t, dir, chainID)
	a, b := startIn(t, filepath.Join(dir, "a"), gen, nil), startIn(t, filepath.Join(dir, "b"), gen, nil)
	writePeers(t, b, a.ID+"\n") // b calls a, which does not know b
	k := newKey(t)
	tx := put(t, k, 0, 1, 1)
	a.send(t, tx)
	a.settle(t, tx, 2)
	if b.head(t).Number.Sign() != 0 {
		t.Fatal("a told an unlisted peer of its chain")
	}
	link(t, a, b)
	converged(t, a, b)
	// And dropped again when it leaves the list.
	writePeers(t, a, "# nobody\n")
	writePeers(t, b, "\n")
	eventually(t, "disconnected", func() bool { return a.status(t).Peers == 0 && b.status(t).Peers == 0 })
}

// Three owners' nodes, each apart from the others, hold three chains of equal work when
// they meet, and nothing is pending.
func TestThreeWaySplitHeals(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	gen := fixedGenesis(t, dir, 8192)
	var nodes []*running
	var sent []*types.Transaction
	for i := range 3 {
		n := startIn(t, filepath.Join(dir, string(rune('a'+i))), gen, nil)
		tx := put(t, newKey(t), 0, int64(i), 1)
		n.send(t, tx)
		n.settle(t, tx, 2)
		nodes, sent = append(nodes, n), append(sent, tx)
	}
	for _, n := range nodes[1:] {
		if x, y := nodes[0].status(t), n.status(t); x.Work != y.Work || x.Hash == y.Hash {
			t.Fatalf("no split of equal work: %s at %s, %s at %s", x.Work, x.Hash, y.Work, y.Hash)
		}
	}
	link(t, nodes...)
	converged(t, nodes...)
	for _, n := range nodes {
		for _, tx := range sent {
			n.settle(t, tx, 2)
		}
	}
	converged(t, nodes...)
	for _, tx := range sent { // in one chain, that of all
		at := nodes[0].receipt(t, tx.Hash()).BlockHash
		for _, n := range nodes[1:] {
			if got := n.receipt(t, tx.Hash()).BlockHash; got != at {
				t.Errorf("%s is in %s here and in %s there", tx.Hash(), at, got)
			}
		}
	}
}
