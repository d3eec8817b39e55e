package fog

import (
	"context"
	"slices"
	"strings"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/blocktree"
	"custos.dev/custos/ledger"
	"custos.dev/custos/ledger/proof"
)

// headers fills in the chain's headers up to the confirmations of the anchor's block: those
// that the bundle needs, by the owners' word on the others, or all where there is no word.
func (p *prover) headers(ctx context.Context, b *evidence.Bundle, named map[uint64]bool) error {
	m := p.m
	last := p.at.block.Number + uint64(ledger.SettingsOf(m.Site).Confirmations)
	word, council, err := p.word(ctx)
	if err != nil {
		m.Runtime.Log.Warn("the owners' word on the chain cannot be had: a bundle carries every header", "err", err)
	}
	if word == nil {
		b.Headers, err = m.Chain.Headers(ctx, 0, last)
		return err
	}
	run := min(p.at.block.Number, word.Size-1)
	numbers := []uint64{0, word.Size - 1}
	for n := range named {
		numbers = append(numbers, n)
	}
	numbers = slices.DeleteFunc(numbers, func(n uint64) bool { return n >= run && n <= last })
	for n := run; n <= last; n++ {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	if b.Headers, err = headersOf(ctx, m.Chain, numbers); err != nil {
		return err
	}
	b.Proof.Word, err = m.words.Prove(ctx, *word, numbers, b.Headers)
	if err != nil {
		return err
	}
	then := evidence.Trust{Owners: council.Owners, Threshold: council.Threshold}
	by, lines := signedBy(&then, word.Size-1, b.Proof.Word.Checkpoint, word.Cosignatures)
	b.Proof.Word.Cosignatures = lines
	at := m.Trust.ContractsAt(word.Size - 1)
	registry, err := m.Chain.StorageProofs(ctx, word.Size-1, at.Registry.Address, evidence.WordSlots(by))
	if err == nil {
		b.Proof.Word.Registry = *registry
	}
	return err
}

// word returns the owners' word that a bundle about the anchor's block rests on best, and who
// the owners were at its last block; nil if there is none. Where it would leave many headers
// to be carried, the owners are asked for a newer one first.
func (p *prover) word(ctx context.Context) (*blocktree.Word, ledger.Council, error) {
	m := p.m
	if m.words == nil {
		return nil, ledger.Council{}, nil
	}
	word, council, err := p.bestWord(ctx)
	if err != nil || word != nil && word.Size+wordRun > p.at.block.Number {
		return word, council, err
	}
	ask, cancel := context.WithTimeout(ctx, wordWait)
	defer cancel()
	if err := m.words.Ask(ask); err != nil {
		m.Runtime.Log.Info("the owners' word on the newest blocks is not to be had now: a bundle carries more headers", "err", err)
		return word, council, nil
	}
	return p.bestWord(ctx)
}

func (p *prover) bestWord(ctx context.Context) (*blocktree.Word, ledger.Council, error) {
	words, err := p.m.words.Tree.Words(ctx, p.at.block.Number)
	for _, w := range words {
		block := w.Size - 1
		council, err := p.m.in(p.m.Trust.ContractsAt(block)).CouncilAt(ctx, block)
		if err != nil {
			return nil, council, err
		}
		then := evidence.Trust{Owners: council.Owners, Threshold: council.Threshold}
		by, _ := signedBy(&then, block, p.m.words.text(w.Size, w.Root), w.Cosignatures)
		if len(by) >= council.Threshold {
			return &w, council, nil
		}
	}
	return nil, ledger.Council{}, err
}

// signedBy are the owners of a block whose cosignatures of a text are among lines, and those
// lines. Those of others count for nothing, and are left out.
func signedBy(then *evidence.Trust, block uint64, text, lines string) (by []custos.Owner, theirs string) {
	for line := range strings.Lines(lines) {
		c, err := then.Cosigners(block, text, line)
		if err == nil && len(c.By) == 1 {
			by, theirs = append(by, c.By[0]), theirs+line
		}
	}
	return by, theirs
}

// Prove leads from headers, of blocks in ascending order, to a cosigned tree.
func (w *Words) Prove(ctx context.Context, word blocktree.Word, numbers []uint64, headers [][]byte) (*evidence.Word, error) {
	out := &evidence.Word{Checkpoint: w.text(word.Size, word.Root)}
	below, _ := slices.BinarySearch(numbers, word.Size)
	for i, n := range numbers[:below] {
		leaf, err := w.Tree.Subtree(ctx, n, n+1)
		if err != nil {
			return nil, err
		}
		if hash, err := blockHash(headers[i]); err != nil || leaf != evidence.HeaderLeaf(hash) {
			return nil, custos.Errorf(custos.Conflict, "block %d was replaced meanwhile: ask again", n)
		}
	}
	nodes, err := evidence.ProveLeaves(word.Size, numbers[:below], func(from, until uint64) (custos.Hash, error) {
		return w.Tree.Subtree(ctx, from, until)
	})
	for _, n := range nodes {
		out.Nodes = append(out.Nodes, n[:]...)
	}
	return out, err
}

// headersOf asks for the headers of some blocks, of neighbours at once.
func headersOf(ctx context.Context, c blocktree.Chain, numbers []uint64) (out [][]byte, err error) {
	for i := 0; i < len(numbers); {
		j := i + 1
		for j < len(numbers) && numbers[j] == numbers[j-1]+1 {
			j++
		}
		some, err := c.Headers(ctx, numbers[i], numbers[j-1])
		if err != nil {
			return nil, err
		}
		out, i = append(out, some...), j
	}
	return out, nil
}

func blockHash(header []byte) (custos.Hash, error) {
	h, err := proof.Decode(header)
	if err != nil {
		return custos.Hash{}, err
	}
	return h.Hash(), nil
}

// gathered is who signed what a bundle has, and which blocks their batches name.
type gathered struct {
	by     signers
	blocks map[uint64]bool
}

func newGathered() gathered { return gathered{signers{}, map[uint64]bool{}} }

// add takes over who signed a batch.
func (g gathered) add(l evidence.Leaf) error {
	b, err := l.Open()
	if err == nil {
		g.by[b.Principal] = b.Service
		g.blocks[b.Block.Number] = true
	}
	return err
}
