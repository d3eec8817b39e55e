package fog

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/blocktree"
	"custos.dev/custos/ledger/proof/prooftest"

	"golang.org/x/mod/sumdb/note"
)

// nodeChain is the chain as one owner's node has it.
type nodeChain struct {
	prooftest.Chain
	accepted map[custos.Hash]uint64
}

func (c *nodeChain) Headers(_ context.Context, from, to uint64) ([][]byte, error) {
	if to >= uint64(len(c.Chain.Headers)) {
		return nil, custos.Errorf(custos.NotFound, "no block %d", to)
	}
	return c.Chain.Headers[from : to+1], nil
}

func (c *nodeChain) Head(context.Context) (h custos.Head, err error) {
	n := len(c.Chain.Headers) - 1
	h.BlockRef = custos.BlockRef{Number: uint64(n), Hash: c.Hash(n)}
	return h, nil
}

func (c *nodeChain) AcceptedChain(_ context.Context, block custos.Hash) (uint64, error) {
	return c.accepted[block], nil
}

// replace has another branch in place of the blocks from one on, and some more.
func (c *nodeChain) replace(from, more int, branch byte) {
	n := len(c.Chain.Headers) - from + more
	c.Chain.Headers = c.Chain.Headers[:from:from]
	c.Grow(n, branch)
}

// wordOwner is an owner with a node, a witness and a log.
type wordOwner struct {
	*Words
	witness *Witness
	node    *nodeChain
	away    bool
}

func (o *wordOwner) Name() string           { return o.witness.Name }
func (o *wordOwner) Key() ed25519.PublicKey { return o.witness.Key.Public().(ed25519.PublicKey) }

func (o *wordOwner) AddCheckpoint(ctx context.Context, body []byte) (string, error) {
	if o.away {
		return "", custos.Errorf(custos.Unavailable, "away")
	}
	return o.witness.AddCheckpoint(ctx, body)
}

// remembers is of how many blocks its witness knows that it cosigned them.
func (o *wordOwner) remembers(t *testing.T) uint64 {
	t.Helper()
	last, err := o.witness.cosigned(t.Context(), evidence.HeadersOrigin(o.Genesis))
	if err != nil {
		t.Fatal(err)
	}
	return last.Size
}

// newWordOwners are owners of whom so many must agree, each with the same chain of blocks.
func newWordOwners(t *testing.T, n, threshold, blocks int) []*wordOwner {
	t.Helper()
	var all []*wordOwner
	var peers []Peer
	logs := map[string]note.Verifier{}
	for i := range n {
		public, private, err := ed25519.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		log := fmt.Sprintf("custos/log/%d", i)
		signer, err := evidence.NoteSigner(log, private)
		if err != nil {
			t.Fatal(err)
		}
		if logs[log], err = evidence.NoteVerifier(log, public); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		db, err := OpenDatabase(t.Context(), filepath.Join(dir, "master.db"))
		if err != nil {
			t.Fatal(err)
		}
		tree, err := blocktree.Open(t.Context(), filepath.Join(dir, "blocks.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close(); tree.Close() })
		node := &nodeChain{accepted: map[custos.Hash]uint64{}}
		node.Grow(blocks, 0)
		_, key, err := ed25519.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		o := &wordOwner{node: node}
		o.Words = &Words{
			Tree: tree, Ledger: node, Genesis: node.Hash(0), Depth: 2, Sign: signer, Own: fmt.Sprintf("custos/witness/%d", i),
			Logger: slog.New(slog.DiscardHandler), Witnesses: func() ([]Peer, int) { return peers, threshold },
		}
		o.witness = &Witness{DB: db, Name: o.Own, Key: key, Words: o.Words, Verifier: func(origin string) (note.Verifier, bool) {
			v, ok := logs[origin]
			return v, ok
		}}
		all, peers = append(all, o), append(peers, o)
	}
	return all
}

// The owners give their word on what is confirmed at their own nodes, and it is kept.
func TestOwnersGiveTheirWord(t *testing.T) {
	o := newWordOwners(t, 3, 2, 50)
	o[2].away = true
	if err := o[0].Ask(t.Context()); err != nil {
		t.Fatal(err)
	}
	words, err := o[0].Tree.Words(t.Context(), 30)
	if err != nil || len(words) != 1 || words[0].Size != 47 { // 49 is the newest, and one block less is asked for
		t.Fatalf("%v, %v", words, err)
	}
	text := o[0].text(words[0].Size, words[0].Root)
	if n := strings.Count(words[0].Cosignatures, "\n"); n != 2 || !strings.HasPrefix(text, "custos/headers/") {
		t.Errorf("%d cosignatures of %q", n, text)
	}
	if n, _ := o[2].others(text, words[0].Cosignatures); n != 2 {
		t.Errorf("%d of the lines are the others'", n)
	}
	// Nobody is bound who stands alone.
	o[1].away = true
	o[0].node.Grow(60, 0)
	if err := o[0].Ask(t.Context()); custos.KindOf(err) != custos.Unavailable {
		t.Errorf("alone: %v", err)
	}
	if n := o[0].remembers(t); n != 47 {
		t.Errorf("alone it bound itself to %d blocks", n)
	}
	// A part of what was cosigned is cosigned, and is not what is remembered.
	o[1].away = false
	o[1].node.Grow(60, 0)
	if err := o[0].Ask(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := o[2].Ask(t.Context()); err != nil { // its node is behind
		t.Fatal(err)
	}
	if n := o[1].remembers(t); n != 107 {
		t.Errorf("it remembers %d blocks, want 107", n)
	}
}

// Who asks must be known; who is behind says so; what the node does not have is not cosigned.
func TestAttack14WordOfBlocksThatAreNone(t *testing.T) {
	o := newWordOwners(t, 3, 2, 50)
	forger := o[0]
	forger.node.replace(20, 0, 9)
	if err := forger.Ask(t.Context()); err == nil {
		t.Error("one owner's own chain is cosigned")
	}
	for _, honest := range o[1:] {
		if n := honest.remembers(t); n != 0 {
			t.Errorf("%s is bound to %d blocks of it", honest.Name(), n)
		}
	}
	if err := o[1].Ask(t.Context()); err != nil {
		t.Errorf("the others: %v", err)
	}
	root, err := o[1].Tree.Root(t.Context(), 40)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(text string, by note.Signer) error {
		signed, err := note.Sign(&note.Note{Text: text}, by)
		if err != nil {
			t.Fatal(err)
		}
		_, err = o[2].AddCheckpoint(t.Context(), []byte("old 0\n\n"+string(signed)))
		return err
	}
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := evidence.NoteSigner("custos/log/1", key)
	if err != nil {
		t.Fatal(err)
	}
	if err := ask(o[1].text(40, root), o[1].Sign); err != nil {
		t.Errorf("its own blocks: %v", err)
	}
	if err := ask(o[1].text(40, root), stranger); custos.KindOf(err) != custos.Denied {
		t.Errorf("a stranger asks: %v", err)
	}
	if err := ask(o[1].text(40, custos.Hash{1}), o[1].Sign); custos.KindOf(err) != custos.Denied {
		t.Errorf("other blocks: %v", err)
	}
	if err := ask(o[1].text(49, root), o[1].Sign); custos.KindOf(err) != custos.Unavailable {
		t.Errorf("blocks that are not confirmed: %v", err)
	}
	if err := ask(o[1].text(0, root), o[1].Sign); custos.KindOf(err) != custos.Invalid {
		t.Errorf("no blocks: %v", err)
	}
}

// A heavier chain that replaces what was cosigned gets no word, until the owners decide. One
// that was cosigned by enough others is followed.
func TestAttack14WordOnAHeavierChain(t *testing.T) {
	o := newWordOwners(t, 3, 2, 50)
	if err := o[0].Ask(t.Context()); err != nil { // all three are bound to 47 blocks
		t.Fatal(err)
	}
	for _, owner := range o {
		owner.node.replace(30, 5, 1)
	}
	err := o[1].Ask(t.Context())
	if err == nil {
		t.Fatal("the owners gave their word on a chain that contradicts it")
	}
	block := o[1].node.Hash(46)
	if !strings.Contains(err.Error(), "custos ledger resolve "+block.String()) {
		t.Errorf("it does not say what to do: %v", err)
	}
	if words, err := o[1].Tree.Words(t.Context(), 40); err != nil || len(words) != 0 {
		t.Errorf("%v, %v", words, err)
	}
	for _, owner := range o {
		owner.node.accepted[block] = 54
	}
	if err := o[1].Ask(t.Context()); err != nil {
		t.Errorf("the owners decided: %v", err)
	}

	// One owner was bound to blocks of his own; he goes with the others.
	o = newWordOwners(t, 4, 3, 50)
	o[1].away, o[2].away, o[3].away = false, true, true
	o[0].node.replace(30, 0, 1)
	if err := o[0].Ask(t.Context()); err == nil {
		t.Fatal("two of four are enough")
	}
	root, err := o[0].Tree.Root(t.Context(), 47)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := note.Sign(&note.Note{Text: o[0].text(47, root)}, o[0].Sign)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o[0].witness.AddCheckpoint(t.Context(), []byte("old 0\n\n"+string(signed))); err != nil {
		t.Fatal(err)
	}
	o[2].away, o[3].away = false, false
	o[0].node.replace(30, 0, 0)
	if err := o[1].Ask(t.Context()); err != nil {
		t.Fatal(err)
	}
	words, err := o[1].Tree.Words(t.Context(), 40)
	if err != nil || len(words) != 1 || strings.Count(words[0].Cosignatures, "\n") != 3 && strings.Count(words[0].Cosignatures, "\n") != 4 {
		t.Fatalf("%v, %v", words, err)
	}
	if err := o[2].Ask(t.Context()); err != nil { // with the others' lines he is not bound any more
		t.Fatal(err)
	}
	if words, _ = o[2].Tree.Words(t.Context(), 40); strings.Count(words[0].Cosignatures, "\n") != 4 {
		t.Errorf("he who was bound does not follow: %s", words[0].Cosignatures)
	}
}

// What a bundle gets leads from its headers to what was cosigned.
func TestWordLeadsToItsHeaders(t *testing.T) {
	o := newWordOwners(t, 1, 1, 200)[0]
	if err := o.Ask(t.Context()); err != nil {
		t.Fatal(err)
	}
	words, err := o.Tree.Words(t.Context(), 100)
	if err != nil || len(words) != 1 {
		t.Fatalf("%v, %v", words, err)
	}
	numbers := []uint64{0, 7, 8, 9, 100, 101, 102, 196, 197, 198}
	headers, err := headersOf(t.Context(), o.node, numbers)
	if err != nil || len(headers) != len(numbers) {
		t.Fatalf("%d headers, %v", len(headers), err)
	}
	w, err := o.Prove(t.Context(), words[0], numbers, headers)
	if err != nil || len(w.Nodes) == 0 || len(w.Nodes) > 32*40 {
		t.Fatalf("%+v, %v", w, err)
	}
	o.node.replace(100, 0, 3)
	if headers, err = headersOf(t.Context(), o.node, numbers); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Prove(t.Context(), words[0], numbers, headers); custos.KindOf(err) != custos.Conflict {
		t.Errorf("replaced headers: %v", err)
	}
}
