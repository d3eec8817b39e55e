package mirror

import (
	"encoding/binary"
	"os"
	"path/filepath"

	"custos.dev/custos"
	"custos.dev/custos/evidence"

	"github.com/transparency-dev/tessera/api/layout"
)

// width is how many hashes or entries a full tile has (C2SP tlog-tiles).
const width = 256

// tree is the right edge of a log's tree: of each level the last tile, as far as it is filled. All
// that a tree is extended by, and its root, follow from it.
type tree struct {
	size uint64
	edge [][]custos.Hash
}

// copied returns a tree that grows without this one.
func (t *tree) copied() *tree {
	out := &tree{size: t.size, edge: make([][]custos.Hash, len(t.edge))}
	for i, e := range t.edge {
		out.edge[i] = append(make([]custos.Hash, 0, width), e...)
	}
	return out
}

// add appends a leaf's hash and gives each tile that is full by it.
func (t *tree) add(h custos.Hash, full func(level, n uint64, hashes []custos.Hash)) {
	t.size++
	for level := uint64(0); ; level++ {
		if int(level) == len(t.edge) {
			t.edge = append(t.edge, make([]custos.Hash, 0, width))
		}
		e := append(t.edge[level], h)
		if len(e) < width {
			t.edge[level] = e
			return
		}
		full(level, t.size>>(8*(level+1))-1, e)
		h = evidence.TreeRoot(e)
		t.edge[level] = make([]custos.Hash, 0, width)
	}
}

// root is the RFC 6962 tree head: each level's last tile, with what stands below to its right.
func (t *tree) root() custos.Hash { return rootOf(t.edge) }

func rootOf(edge [][]custos.Hash) custos.Hash {
	var below []custos.Hash // the head of what is below and not a full tile; none or one
	for _, e := range edge {
		if all := append(e[:len(e):len(e)], below...); len(all) > 0 {
			below = []custos.Hash{evidence.TreeRoot(all)}
		}
	}
	if len(below) == 0 {
		return evidence.TreeRoot(nil)
	}
	return below[0]
}

// lastTile says which tile of a level is the last of a tree, and how many hashes it has; 0 where the
// tree ends with a full one.
func lastTile(size, level uint64) (n uint64, hashes int) {
	at := size >> (8 * level)
	return at / width, int(at % width)
}

// tileFiles reads a log's tiles from its directory, as they are for a tree of a size.
type tileFiles struct {
	dir  string
	size uint64
}

// hashes reads the first so many hashes of a tile.
func (f tileFiles) hashes(level, n uint64, first int) ([]custos.Hash, error) {
	b, err := f.read(layout.TilePath(level, n, f.partial(level, n)))
	if err != nil {
		return nil, err
	}
	if len(b) < first*len(custos.Hash{}) {
		return nil, custos.Errorf(custos.Corrupt, "tile %d of level %d has %d bytes", n, level, len(b))
	}
	out := make([]custos.Hash, first)
	for i := range out {
		out[i] = custos.Hash(b[32*i:][:32])
	}
	return out, nil
}

// entries reads an entries tile.
func (f tileFiles) entries(n uint64) ([]evidence.Leaf, error) {
	p := f.partial(0, n)
	b, err := f.read(layout.EntriesPath(n, p))
	if err != nil {
		return nil, err
	}
	count := int(p)
	if p == 0 {
		count = width
	}
	out, err := parseEntries(b, count)
	if err != nil {
		return nil, custos.Errorf(custos.Corrupt, "entries tile %d: %w", n, err)
	}
	return out, nil
}

// partial is how many of a tile's places are filled; 0 for all of them.
func (f tileFiles) partial(level, n uint64) uint8 {
	if last, some := lastTile(f.size, level); n == last {
		return uint8(some)
	}
	return 0
}

func (f tileFiles) read(path string) ([]byte, error) {
	return os.ReadFile(filepath.Join(f.dir, filepath.FromSlash(path)))
}

// edge reads the right edge of the tree that the log had at a size up to its own.
func (f tileFiles) edge(size uint64) ([][]custos.Hash, error) {
	var out [][]custos.Hash
	for level := uint64(0); size>>(8*level) > 0; level++ {
		n, some := lastTile(size, level)
		e := make([]custos.Hash, 0, width)
		if some > 0 {
			have, err := f.hashes(level, n, some)
			if err != nil {
				return nil, err
			}
			e = append(e, have...)
		}
		out = append(out, e)
	}
	return out, nil
}

// rootAt is the root that a log had at a size, by its tiles.
func (f tileFiles) rootAt(size uint64) (custos.Hash, error) {
	edge, err := f.edge(size)
	return rootOf(edge), err
}

// appendEntry writes an entry as an entries tile holds it.
func appendEntry(to []byte, leaf evidence.Leaf) []byte {
	return append(binary.BigEndian.AppendUint16(to, uint16(len(leaf))), leaf...)
}

// parseEntries reads the first so many entries of a tile.
func parseEntries(b []byte, first int) ([]evidence.Leaf, error) {
	out := make([]evidence.Leaf, 0, min(first, width))
	for len(out) < first {
		if len(b) < 2 {
			return nil, custos.Errorf(custos.Corrupt, "it ends behind entry %d, and has no %d", len(out), first)
		}
		n := int(binary.BigEndian.Uint16(b))
		if b = b[2:]; n > len(b) {
			return nil, custos.Errorf(custos.Corrupt, "entry %d has %d bytes, %d are left", len(out), n, len(b))
		}
		out, b = append(out, b[:n:n]), b[n:]
	}
	return out, nil
}
