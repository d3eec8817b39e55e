package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
)

func newKey(t *testing.T) *key.Key {
	t.Helper()
	k, err := key.Generate()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func hashes(n int) []custos.Hash {
	out := make([]custos.Hash, n)
	for i := range out {
		out[i] = sha256.Sum256(fmt.Append(nil, i))
	}
	return out
}

func signed(t *testing.T, k *key.Key, n int) (Leaf, []custos.Hash) {
	t.Helper()
	c := hashes(n)
	l, err := SignBatch(Batch{
		Service: "front-edge/object", Boot: 7, First: 4, Last: uint64(3 + n), Prev: custos.Hash{5},
		Block: custos.BlockRef{Number: 3, Hash: custos.Hash{1}}, Closed: time.Unix(1782907200, 123).UTC(),
	}, c, k)
	if err != nil {
		t.Fatal(err)
	}
	return l, c
}

// textOf is the leaf of the same batch as services signed it before version 2.
func textOf(t *testing.T, k *key.Key, l Leaf) Leaf {
	t.Helper()
	b, err := l.Said()
	if err != nil {
		t.Fatal(err)
	}
	line, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	sig, err := k.Sign(digest("custos batch v1", line))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Appendf(nil, "%s\n%x\n", line, sig[:])
}

// Leaves of both versions say the same, and neither is another's signature.
func TestLeavesOfBefore(t *testing.T) {
	k := newKey(t)
	leaf, _ := signed(t, k, 3)
	text := textOf(t, k, leaf)
	was, err := text.Open()
	if err != nil {
		t.Fatal(err)
	}
	if b, err := leaf.Open(); err != nil || b != was {
		t.Errorf("%+v, before it was %+v: %v", b, was, err)
	}
	if len(leaf) > 230 || len(text) < 2*len(leaf) {
		t.Errorf("%d bytes, before %d", len(leaf), len(text))
	}
	// The signature of one version under what the other says.
	_, _, sig, err := text.read()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := append(leaf[:len(leaf)-len(sig):len(leaf)-len(sig)], sig[:]...).Open(); custos.KindOf(err) != custos.Corrupt {
		t.Errorf("a signature of before opens: %v", err)
	}
}

// A number that is written in more bytes than it needs is another encoding.
func TestLeafHasOneEncoding(t *testing.T) {
	k := newKey(t)
	leaf, _ := signed(t, k, 3)
	b, err := leaf.Open()
	if err != nil {
		t.Fatal(err)
	}
	at := 2 + len(b.Service) + len(b.Principal) // boot, which is 7
	if leaf[at] != 7 {
		t.Fatalf("the boot is not at %d", at)
	}
	said := append(bytes.Clone(leaf[:at]), 0x87, 0)
	said = append(said, leaf[at+1:len(leaf)-65]...)
	sig, err := k.Sign(digest("custos batch v2", said))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Leaf(append(said, sig[:]...)).Open(); custos.KindOf(err) != custos.Corrupt || !strings.Contains(err.Error(), "one encoding") {
		t.Errorf("opened: %v", err)
	}
	for n := range leaf {
		if _, err := leaf[:n].Open(); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("%d bytes of it: %v", n, err)
		}
	}
}

func TestBatchIsRefusedWithAnyByteChanged(t *testing.T) {
	k := newKey(t)
	leaf, _ := signed(t, k, 3)
	refusesAnyByteChanged(t, k, leaf)
	refusesAnyByteChanged(t, k, textOf(t, k, leaf))
}

func refusesAnyByteChanged(t *testing.T, k *key.Key, leaf Leaf) {
	t.Helper()
	b, err := leaf.Open()
	if err != nil || b.Principal != k.Address() || b.Root != merkleRoot(hashes(3)) {
		t.Fatalf("%+v, %v", b, err)
	}
	for i := range leaf {
		for _, bit := range []byte{1, 0x20, 0x80} {
			l := Leaf(bytes.Clone(leaf))
			l[i] ^= bit
			if _, err := l.Open(); custos.KindOf(err) != custos.Corrupt && custos.KindOf(err) != custos.Invalid {
				t.Fatalf("byte %d (%q): opened: %v", i, leaf[i], err)
			}
			if l.Hash() == leaf.Hash() {
				t.Fatalf("byte %d is not in the hash", i)
			}
		}
	}
	changed := map[string]Leaf{"empty": nil, "cut": leaf[:len(leaf)-1], "lengthened": append(bytes.Clone(leaf), '\n')}
	if leaf[0] == '{' {
		changed["another encoding"] = bytes.Replace(leaf, []byte(`{"service"`), []byte(`{ "service"`), 1)
		changed["one more field"] = bytes.Replace(leaf, []byte(`{"service"`), []byte(`{"x":1,"service"`), 1)
	}
	for name, l := range changed {
		if _, err := l.Open(); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
}

func TestBatchCountsItsEvents(t *testing.T) {
	k := newKey(t)
	for name, b := range map[string]struct {
		first, last uint64
		n           int
	}{
		"from 0": {0, 2, 3}, "too few": {1, 3, 2}, "too many": {1, MaxBatch + 1, MaxBatch + 1}, "backwards": {5, 3, 3},
	} {
		if _, err := SignBatch(Batch{First: b.first, Last: b.last}, hashes(b.n), k); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	leaf, c := signed(t, k, 5)
	b, err := leaf.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := b.CheckCommitments(c); err != nil {
		t.Fatal(err)
	}
	swapped := append([]custos.Hash{c[1], c[0]}, c[2:]...)
	for name, wrong := range map[string][]custos.Hash{"swapped": swapped, "one less": c[:4], "one more": append(c[:5:5], c[0])} {
		if err := b.CheckCommitments(wrong); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("%s: %v", name, err)
		}
	}
	for seq := b.First; seq <= b.Last; seq++ {
		path := PathOf(c, b.First, seq)
		if err := b.CheckEvent(seq, c[seq-b.First], path); err != nil {
			t.Fatal(err)
		}
		if err := b.CheckEvent(seq, c[(seq-b.First+1)%5], path); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("another event stands at %d: %v", seq, err)
		}
		if err := b.CheckEvent(seq, c[seq-b.First], append(path, custos.Hash{})); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("a longer path for %d: %v", seq, err)
		}
		if len(path) > 0 {
			path[0][3] ^= 1
			if err := b.CheckEvent(seq, c[seq-b.First], path); custos.KindOf(err) != custos.Corrupt {
				t.Errorf("a changed path for %d: %v", seq, err)
			}
		}
	}
	for _, seq := range []uint64{0, b.First - 1, b.Last + 1, 1 << 63} {
		if err := b.CheckEvent(seq, c[0], nil); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("event %d is in %d-%d: %v", seq, b.First, b.Last, err)
		}
	}
}

// TestTreeAgainstTransparencyDev compares our trees and paths with the library that
// the log is built on.
func TestTreeAgainstTransparencyDev(t *testing.T) {
	factory := compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}
	for n := 0; n <= 130; n++ {
		c := hashes(n)
		r := factory.NewEmptyRange(0)
		for _, h := range c {
			if err := r.Append(rfc6962.DefaultHasher.HashLeaf(h[:]), nil); err != nil {
				t.Fatal(err)
			}
		}
		want, err := r.GetRootHash(nil)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			want = rfc6962.DefaultHasher.EmptyRoot()
		}
		root := merkleRoot(c)
		if !bytes.Equal(root[:], want) {
			t.Fatalf("%d leaves: root %s, want %x", n, root, want)
		}
		for i := range n {
			var path [][]byte
			for _, h := range merklePath(c, i) {
				path = append(path, h[:])
			}
			if err := proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(i), uint64(n), rfc6962.DefaultHasher.HashLeaf(c[i][:]), path, root[:]); err != nil {
				t.Fatalf("leaf %d of %d: %v", i, n, err)
			}
		}
	}
}
