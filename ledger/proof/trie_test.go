package proof

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"custos.dev/custos"

	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"
	"github.com/ethereum/go-ethereum/triedb"
)

// ordered keeps the nodes of a proof in the order in which they are given.
type ordered struct{ nodes [][]byte }

func (o *ordered) Put(_, node []byte) error {
	o.nodes = append(o.nodes, bytes.Clone(node))
	return nil
}
func (o *ordered) Delete([]byte) error           { return nil }
func (o *ordered) DeleteRange(_, _ []byte) error { return nil }
func (o *ordered) Has([]byte) (bool, error)      { return false, nil }
func (o *ordered) Get(k []byte) (v []byte, _ error) {
	for _, n := range o.nodes {
		if h := keccak256(n); bytes.Equal(h[:], k) {
			return n, nil
		}
	}
	return nil, nil
}

// The library's tries, with keys that share long prefixes (so that extensions and
// nodes embedded in their parents occur), prove the same to us as to it.
func TestLookupAgreesWithTheLibrary(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var found, missed, embedded int
	for range 300 {
		tr := trie.NewEmpty(triedb.NewDatabase(rawdb.NewMemoryDatabase(), nil))
		var keys []custos.Hash
		key := func() (k custos.Hash) {
			if len(keys) > 0 && random.IntN(2) == 0 {
				k = keys[random.IntN(len(keys))]
				k[random.IntN(32)] ^= byte(1 << random.IntN(8))
				return k
			}
			for i := 0; i < 32; i += 8 {
				binary.LittleEndian.PutUint64(k[i:], random.Uint64())
			}
			return k
		}
		for range 1 + random.IntN(40) {
			k := key()
			keys = append(keys, k)
			tr.MustUpdate(k[:], bytes.Repeat([]byte{7}, 1+random.IntN(3)*20))
		}
		root := custos.Hash(tr.Hash())
		for range 60 {
			k := key()
			if random.IntN(2) == 0 {
				k = keys[random.IntN(len(keys))]
			}
			o := new(ordered)
			if err := tr.Prove(k[:], o); err != nil {
				t.Fatal(err)
			}
			want, err := trie.VerifyProof([32]byte(root), k[:], o)
			if err != nil {
				t.Fatal(err)
			}
			got, err := lookup(root, k, o.nodes)
			if err != nil || !bytes.Equal(got, want) {
				t.Fatalf("got %x, %v; want %x", got, err, want)
			}
			if want != nil {
				found++
			} else {
				missed++
			}
			last := o.nodes[len(o.nodes)-1]
			if len(want) == 1 && last[0] >= 0xd1 && len(o.nodes) > 1 {
				embedded++
			}
			// One changed bit anywhere, or a node less, is noticed.
			i := random.IntN(len(o.nodes))
			at := random.IntN(len(o.nodes[i]))
			o.nodes[i][at] ^= byte(1 << random.IntN(8))
			if _, err := lookup(root, k, o.nodes); err == nil {
				t.Fatal("a changed node is not noticed")
			}
			if _, err := lookup(root, k, o.nodes[:len(o.nodes)-1]); err == nil {
				t.Fatal("a missing node is not noticed")
			}
		}
	}
	t.Logf("%d found, %d absent, %d in short nodes", found, missed, embedded)
	if found < 1000 || missed < 1000 || embedded == 0 {
		t.Fatal("too few of a kind")
	}
	if emptyTrie != custos.Hash(types.EmptyRootHash) || emptyUncles != custos.Hash(types.EmptyUncleHash) {
		t.Fatal("the hashes of nothing differ")
	}
}

// Headers decode as the library decodes them.
func TestDecodeAgreesWithTheLibrary(t *testing.T) {
	for _, raw := range load(t).Headers {
		ours, err := Decode(raw)
		if err != nil {
			t.Fatal(err)
		}
		theirs := decodeByLibrary(t, raw)
		if custos.Hash(theirs.Hash()) != ours.Hash() || custos.Hash(theirs.Root) != ours.StateRoot ||
			custos.Hash(theirs.ParentHash) != ours.Parent || custos.Hash(theirs.UncleHash) != ours.UncleHash ||
			custos.Hash(theirs.TxHash) != ours.TxRoot || custos.Hash(theirs.ReceiptHash) != ours.ReceiptRoot ||
			custos.Address(theirs.Coinbase) != ours.Coinbase || theirs.Number.Uint64() != ours.Number ||
			theirs.Difficulty.Cmp(ours.Difficulty) != 0 || theirs.Time != ours.Time || theirs.GasLimit != ours.GasLimit ||
			theirs.GasUsed != ours.GasUsed || !bytes.Equal(theirs.Extra, ours.Extra) ||
			custos.Hash(theirs.MixDigest) != ours.MixDigest || theirs.Nonce.Uint64() != ours.Nonce {
			t.Fatalf("%+v differs from %+v", ours, theirs)
		}
	}
}

func decodeByLibrary(t *testing.T, raw []byte) *types.Header {
	t.Helper()
	h := new(types.Header)
	if err := rlp.DecodeBytes(raw, h); err != nil {
		t.Fatal(err)
	}
	return h
}
