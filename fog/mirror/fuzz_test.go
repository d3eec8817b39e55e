package mirror

import (
	"bytes"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
)

// FuzzEntries: whatever bytes are taken for an answer, what is read of them is written as entries
// that read the same.
func FuzzEntries(f *testing.F) {
	var b bytes.Buffer
	w := NewWriter(&b)
	c := custos.Hash{1}
	for i, bodies := range [][]Body{
		nil,
		{{Commitment: c, Removed: true}, {Commitment: c}},
		{{Sealed: evidence.Sealed{Box: []byte("box"), BodyHash: c}, Wrapped: c}, {Sealed: evidence.Sealed{Box: []byte("box"), BodyHash: c}}},
	} {
		if err := w.Write(&Entry{Index: 5 + uint64(i), Leaf: evidence.Leaf("leaf"), Bodies: bodies}); err != nil {
			f.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes(), uint64(5))
	f.Add(b.Bytes()[:b.Len()-1], uint64(5))
	f.Add([]byte{streamVersion, entryEnd}, uint64(0))
	f.Fuzz(func(t *testing.T, in []byte, first uint64) {
		entries, err := ReadEntries(bytes.NewReader(in), first, 100)
		if err != nil {
			if len(entries) > 0 {
				t.Fatal("entries beside an error")
			}
			return
		}
		var again bytes.Buffer
		w := NewWriter(&again)
		for i := range entries {
			if len(entries[i].Leaf) > MaxLeaf || len(entries[i].Bodies) > evidence.MaxBatch {
				t.Fatalf("a leaf of %d bytes with %d bodies", len(entries[i].Leaf), len(entries[i].Bodies))
			}
			if err := w.Write(&entries[i]); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		back, err := ReadEntries(bytes.NewReader(again.Bytes()), first, 100)
		if err != nil || len(back) != len(entries) {
			t.Fatalf("%d entries came back of %d: %v", len(back), len(entries), err)
		}
		for i := range back {
			if !bytes.Equal(back[i].Leaf, entries[i].Leaf) || !bytes.Equal(appendBodies(nil, back[i].Bodies), appendBodies(nil, entries[i].Bodies)) {
				t.Fatalf("entry %d is another one", i)
			}
			// What is given is what a batch may have committed to, or it is taken for nothing.
			e := back[i]
			if _, err := e.check(All); err == nil && len(e.Bodies) > 0 {
				b, err := e.Leaf.Said()
				if err != nil || uint64(len(e.Bodies)) != b.Last-b.First+1 {
					t.Fatalf("bodies were taken: %v", err)
				}
			}
		}
	})
}

// FuzzTile: an entries tile that is read is written the same, and a tile's name is its only one.
func FuzzTile(f *testing.F) {
	f.Add(appendEntry(appendEntry(nil, evidence.Leaf("one")), evidence.Leaf("")), 2, "0/x001/067.p/3")
	f.Add([]byte{0, 1}, 1, "entries/000")
	f.Add([]byte{0}, 256, "0/../../state.json")
	f.Fuzz(func(t *testing.T, in []byte, n int, name string) {
		if n < 0 || n > width {
			return
		}
		if leaves, err := parseEntries(in, n); err == nil {
			var again []byte
			for _, l := range leaves {
				again = appendEntry(again, l)
			}
			if len(leaves) != n || !bytes.HasPrefix(in, again) {
				t.Fatalf("%d entries of %d", len(leaves), n)
			}
		}
		if path, err := tilePath(name); err == nil && (path != "tile/"+name || bytes.Contains([]byte(path), []byte(".."))) {
			t.Fatalf("%q leads to %q", name, path)
		}
	})
}
