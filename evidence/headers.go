package evidence

import (
	"encoding/hex"
	"math/bits"
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/ledger/layout"
	"custos.dev/custos/ledger/proof"
)

// Word is the owners' word on a chain: they cosigned an RFC 6962 tree whose leaves are the
// hashes of its first blocks, in their order. With it a bundle needs only those headers that
// it speaks of, and the newest ones.
type Word struct {
	// Checkpoint is the tree's text, of HeadersOrigin and no log; Cosignatures are the owners'
	// lines below it.
	Checkpoint   string `json:"checkpoint"`
	Cosignatures string `json:"cosignatures"`
	// Nodes are the hashes that lead from the bundle's headers to the tree's root, 32 bytes
	// each, in the order of ProveLeaves.
	Nodes []byte `json:"nodes"`
	// Registry shows who the owners were in the state of the tree's last block.
	Registry proof.Account `json:"registry"`
}

// HeadersOrigin names the tree of a chain's blocks. No log's origin is of this form.
func HeadersOrigin(genesis custos.Hash) string {
	return "custos/headers/" + hex.EncodeToString(genesis[:])
}

// HeaderLeaf is a block's leaf hash in the tree.
func HeaderLeaf(block custos.Hash) custos.Hash { return leafHash(block[:]) }

// ProveLeaves returns the hashes that lead from some leaves to the root of the tree over the
// first size ones: of the largest subtrees without any of those leaves, from left to right.
// The indexes are in ascending order. subtree returns the root over leaves from one up to
// another, which begins at a multiple of its size, rounded up to a power of two.
func ProveLeaves(size uint64, indexes []uint64, subtree func(from, until uint64) (custos.Hash, error)) ([]custos.Hash, error) {
	var out []custos.Hash
	var err error
	parts(0, size, indexes, func(from, until uint64) (h custos.Hash) {
		if err == nil {
			h, err = subtree(from, until)
			out = append(out, h)
		}
		return h
	}, func(uint64) custos.Hash { return custos.Hash{} })
	return out, err
}

// rootOf computes the root of the tree over size leaves, of which some are known, by index,
// and the rest by nodes. All nodes must be used.
func rootOf(size uint64, indexes []uint64, leaves, nodes []custos.Hash) (custos.Hash, error) {
	bad := func() (custos.Hash, error) {
		return custos.Hash{}, custos.Errorf(custos.Corrupt, "the hashes that lead from the headers to the tree's root are not those that it takes")
	}
	if size == 0 || len(indexes) == 0 {
		return bad()
	}
	missing := false
	root := parts(0, size, indexes, func(uint64, uint64) (h custos.Hash) {
		if missing = missing || len(nodes) == 0; !missing {
			h, nodes = nodes[0], nodes[1:]
		}
		return h
	}, func(index uint64) custos.Hash {
		i, _ := slices.BinarySearch(indexes, index)
		return leaves[i]
	})
	if missing || len(nodes) > 0 {
		return bad()
	}
	return root, nil
}

// parts computes the root over the leaves from one up to another: leaf gives those of indexes,
// rest the roots of what has none of them.
func parts(from, until uint64, indexes []uint64, rest func(from, until uint64) custos.Hash, leaf func(index uint64) custos.Hash) custos.Hash {
	switch n := until - from; {
	case len(indexes) == 0:
		return rest(from, until)
	case n == 1:
		return leaf(from)
	default:
		mid := from + 1<<(bits.Len64(n-1)-1)
		at, _ := slices.BinarySearch(indexes, mid)
		l := parts(from, mid, indexes[:at], rest, leaf)
		return nodeHash(l, parts(mid, until, indexes[at:], rest, leaf))
	}
}

// splitHashes splits the hashes of a Word.
func splitHashes(b []byte) ([]custos.Hash, error) {
	if len(b)%len(custos.Hash{}) != 0 {
		return nil, custos.Errorf(custos.Corrupt, "the hashes that lead to the headers' tree are cut off")
	}
	var out []custos.Hash
	for h := range slices.Chunk(b, len(custos.Hash{})) {
		out = append(out, custos.Hash(h))
	}
	return out, nil
}

// worded is what a verification found of the owners' word on the chain.
type worded struct {
	cp   Checkpoint
	last uint64 // the number of the tree's last block
	then Council
	by   Cosigned
}

// word checks that enough of those who were owners at the tree's last block cosigned a tree of
// this chain.
func (v *verification) word(w *Word) (worded, error) {
	var out worded
	var err error
	if out.cp, err = ParseCheckpoint(w.Checkpoint); err != nil {
		return out, err
	}
	switch cp := out.cp; {
	case cp.Origin != HeadersOrigin(v.t.Genesis):
		return out, custos.Errorf(custos.Corrupt, "the tree of headers is of %s, and not of the chain of the trust file", plain(cp.Origin))
	case cp.Policy != Policy{} || cp.Size == 0:
		return out, custos.Errorf(custos.Corrupt, "the tree of headers is over nothing, or says more than its root")
	}
	out.last = out.cp.Size - 1
	out.then = v.t.Council(out.last)
	if out.by, err = v.t.Cosigners(out.last, w.Checkpoint, w.Cosignatures); err != nil {
		return out, err
	}
	if have, want := len(out.by.By), out.then.Threshold; have < want {
		err = custos.Errorf(custos.Corrupt, "the tree of headers up to block %d is cosigned by %d owners, want %d", out.last, have, want)
	}
	return out, v.t.untold(out.last, err)
}

// part verifies the headers of a bundle that has not all of them.
func (v *verification) part(w *Word) (*proof.Chain, worded, error) {
	word, err := v.word(w)
	if err != nil {
		return nil, word, err
	}
	c, err := proof.VerifySome(v.t.Engine, v.t.Genesis, v.b.Headers, word.cp.Size)
	if err != nil {
		return nil, word, err
	}
	var indexes []uint64
	var leaves []custos.Hash
	c.Each(word.cp.Size, func(h *proof.Header) {
		indexes, leaves = append(indexes, h.Number), append(leaves, HeaderLeaf(h.Hash()))
	})
	nodes, err := splitHashes(w.Nodes)
	if err != nil {
		return nil, word, err
	}
	root, err := rootOf(word.cp.Size, indexes, leaves, nodes)
	if err == nil && root != word.cp.Root {
		err = custos.Errorf(custos.Corrupt, "a header up to block %d is none of those that the owners cosigned", word.last)
	}
	return c, word, err
}

// saysPart says what the headers of such a bundle rest on.
func (v *verification) saysPart(c *proof.Chain, w worded) string {
	var by, others []string
	for _, o := range w.by.By {
		by = append(by, v.t.who(o, w.last))
	}
	for _, o := range w.by.others {
		others = append(others, v.t.when(o, w.last))
	}
	name := "chain/word"
	if !v.t.tells(w.last) {
		name = "chain/present"
	}
	here := 0
	c.Each(w.cp.Size, func(*proof.Header) { here++ })
	says := say(name, nouns{
		"block": w.last, "owners": listed(by), "many": len(by), "all": len(w.then.Owners), "threshold": w.then.Threshold,
		"headers": here, "engine": proof.EngineName(v.t.Engine),
	})
	if len(others) > 0 {
		says += say("witnesses/others", nouns{"others": listed(others)})
	}
	if head := c.Head().Number; head > w.last {
		says += say("chain/run", nouns{"blocks": head - w.last, "head": head})
	}
	return says
}

// wordOwners: who the trust file says were owners at the tree's last block is what the
// contract had there. That block is in the tree.
func (v *verification) wordOwners(account *proof.Account, w worded) {
	err := v.wordCouncil(account, &w)
	var names []string
	for _, o := range w.by.By {
		names = append(names, plain(string(o.Name)))
	}
	name := "word"
	if v.t.History == nil {
		name = "word/present"
	}
	v.claim("word", v.t.untold(w.last, err), say(name, nouns{"block": w.last, "owners": listed(names), "all": len(w.then.Owners), "threshold": w.then.Threshold}))
}

func (v *verification) wordCouncil(account *proof.Account, w *worded) error {
	h, ok := v.headers.At(w.last)
	if !ok {
		return custos.Errorf(custos.Corrupt, "the header of block %d, the last in the tree, is not here", w.last)
	}
	values, err := v.accountIn(h, account, v.t.ContractsAt(w.last).Registry)
	if err != nil {
		return err
	}
	return v.council(w.last, values, w.by.By, &w.then)
}

// WordSlots are where the registry has what Word.Registry shows, of those who cosigned.
func WordSlots(by []custos.Owner) (out []custos.Hash) {
	for _, o := range by {
		out = append(out, layout.SlotsOfOwner(o.Address)...)
	}
	return append(out, layout.SlotOfVotes())
}
