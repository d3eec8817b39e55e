package mirror

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/service"

	"github.com/transparency-dev/tessera/api/layout"
	"golang.org/x/sync/errgroup"
)

// OriginHash is how a log's mirror is called, in a path and on a disk: C2SP tlog-mirror's origin hash.
func OriginHash(origin string) string {
	h := sha256.Sum256([]byte(origin))
	return hex.EncodeToString(h[:])
}

// Store is a mirror of one log on disk, in a directory of its own:
//
//	checkpoint, tile/…   the log as C2SP tlog-tiles has it, for anybody's tools
//	bodies/…             the sealed bodies of each entries tile (bodies.go)
//	state.json           how far it is mirrored, written last of all
//
// What stands behind the state's size counts for nothing and is written again. After an error it is
// not known what was written: the next call reads the state from the disk.
type Store struct {
	// Origin is whose log it is, Dir where.
	Origin, Dir string

	// step is called before and after each durable step; a test makes it fail there.
	step func(name string, done bool) error

	mu     sync.RWMutex
	loaded bool
	state  state
	tree   tree
	// checkpoint is the newest one whose whole tree is here; "" while there is none.
	checkpoint string
	covered    evidence.Checkpoint
	bytes      int64
}

// state is what state.json says.
type state struct {
	Version int         `json:"version"`
	Origin  string      `json:"origin"`
	Size    uint64      `json:"size"`
	Root    custos.Hash `json:"root"`
	// Missing are the leaves whose bodies should be here and are not, from and until.
	Missing spans `json:"missing,omitempty"`
	// Removed is up to which of the log's tombstones, as its master counts them, bodies were taken
	// away; it counts if Began.
	Removed int64 `json:"removed"`
	Began   bool  `json:"began,omitempty"`
	// Wants is which bodies are kept.
	Wants Wanted `json:"wants,omitempty"`
	// Keys are those of the log by which what is mirrored was signed.
	Keys string `json:"keys,omitempty"`
}

const stateVersion = 1

// NewStore is the mirror of a log below a directory of mirrors. Nothing is written before the first
// leaf is.
func NewStore(mirrors, origin string) *Store {
	return &Store{Origin: origin, Dir: filepath.Join(mirrors, OriginHash(origin))}
}

// load reads the state, once. The caller holds the lock.
func (s *Store) load() error {
	if s.loaded {
		return nil
	}
	st := state{Version: stateVersion, Origin: s.Origin}
	b, err := os.ReadFile(filepath.Join(s.Dir, "state.json"))
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		if err := json.Unmarshal(b, &st); err != nil || st.Version != stateVersion || st.Origin != s.Origin {
			return custos.Errorf(custos.Corrupt, "%s is not the state of a mirror of %s that this program reads: move the directory away, and it is mirrored anew", filepath.Join(s.Dir, "state.json"), s.Origin)
		}
	}
	t := tree{size: st.Size}
	t.edge, err = (tileFiles{s.Dir, st.Size}).edge(st.Size)
	if err == nil && t.root() != st.Root && st.Size > 0 {
		err = custos.Errorf(custos.Corrupt, "its tiles do not hold the tree of %d leaves", st.Size)
	}
	if err != nil {
		return custos.Errorf(custos.Corrupt, "the mirror of %s is damaged: move %s away, and it is mirrored anew: %w", s.Origin, s.Dir, err)
	}
	signed, err := os.ReadFile(filepath.Join(s.Dir, layout.CheckpointPath))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	s.checkpoint, s.covered = string(signed), evidence.Checkpoint{}
	if len(signed) > 0 {
		if s.covered, err = evidence.ParseNote(string(signed)); err != nil {
			return err
		}
	}
	if s.bytes, err = finishAndWeigh(s.Dir); err != nil {
		return err
	}
	s.state, s.tree, s.loaded = st, t, true
	return nil
}

// finishAndWeigh ends what a crash left of erasing, and says how many bytes a mirror has on disk.
func finishAndWeigh(dir string) (n int64, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		}
		if of, is := strings.CutSuffix(path, erased); is {
			return finishErasing(of)
		}
		if st, err := d.Info(); err == nil && !d.IsDir() {
			n += st.Size()
		}
		return nil
	})
	return n, err
}

// Held says how far the log is mirrored, and how many bytes that takes.
func (s *Store) Held() (cp evidence.Checkpoint, bytes int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.load(); err != nil {
		return evidence.Checkpoint{}, 0, err
	}
	return evidence.Checkpoint{Origin: s.Origin, Size: s.state.Size, Root: s.state.Root}, s.bytes, nil
}

// Checkpoint returns the newest signed checkpoint whose whole tree is here; NotFound while there is none.
func (s *Store) Checkpoint() (evidence.Checkpoint, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.load(); err != nil {
		return evidence.Checkpoint{}, "", err
	}
	if s.checkpoint == "" {
		return evidence.Checkpoint{}, "", custos.Errorf(custos.NotFound, "nothing of %s is mirrored yet", s.Origin)
	}
	return s.covered, s.checkpoint, nil
}

// rootAt is the root of what is mirrored, at a size of it.
func (s *Store) rootAt(size uint64) (custos.Hash, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if size == 0 { // a log has signed that before its first leaf
		return evidence.TreeRoot(nil), nil
	}
	if size == s.state.Size {
		return s.state.Root, nil
	}
	return s.files().rootAt(size)
}

// files are the tiles of what is mirrored.
func (s *Store) files() tileFiles { return tileFiles{s.Dir, s.state.Size} }

// Entries returns entries from an index on, with the bodies that are here.
func (s *Store) Entries(ctx context.Context, from uint64, most int) ([]Entry, error) {
	s.mu.Lock()
	err := s.load()
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	// Only what a signed checkpoint covers: behind it nobody could hold it against anything.
	return s.entries(ctx, from, min(s.covered.Size, from+uint64(max(0, min(most, MaxEntries)))))
}

func (s *Store) entries(ctx context.Context, from, until uint64) (out []Entry, err error) {
	size := 0
	for from < until && size < AnswerBytes {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n := from / width
		leaves, err := s.files().entries(n)
		if err != nil {
			return nil, err
		}
		// A tile's bodies may be much: those at the answer's end are not read in vain.
		for end := min(until, (n+1)*width); from < end && size < AnswerBytes; {
			step := min(end, from+32)
			bodies, err := loadBodies(s.Dir, n, func(leaf uint8) bool {
				return uint64(leaf) >= from%width && uint64(leaf) <= (step-1)%width
			})
			if err != nil {
				return nil, err
			}
			for ; from < step && size < AnswerBytes; from++ {
				e := Entry{Index: from, Leaf: leaves[from%width]}
				if b := bodies[uint8(from%width)]; whole(b) {
					e.Bodies = b
				}
				size += weight(&e)
				out = append(out, e)
			}
		}
	}
	return out, nil
}

// weight is about how many bytes an entry takes in a stream.
func weight(e *Entry) int {
	n := len(e.Leaf) + 12
	for i := range e.Bodies {
		n += len(e.Bodies[i].Box) + 72
	}
	return n
}

// do takes a durable step. After an error the state is read from the disk again.
func (s *Store) do(name string, act func() error) error {
	err := error(nil)
	if s.step != nil {
		err = s.step(name, false)
	}
	if err == nil {
		err = act()
	}
	if err == nil && s.step != nil {
		err = s.step(name, true)
	}
	if err != nil {
		s.loaded = false
	}
	return err
}

// growth is what a mirror is to be extended by: a tree that was checked, and what it consists of.
type growth struct {
	tree    *tree
	entries []Entry
	// tiles are those that are full by it, by their path.
	tiles map[string][]custos.Hash
	// missing are the leaves among the entries whose bodies should be there and are not.
	missing spans
}

// grow extends what is mirrored, in memory; told is given the root at each size in it.
func (s *Store) grow(entries []Entry, told func(size uint64, root func() custos.Hash)) (*growth, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	g := &growth{tree: s.tree.copied(), entries: entries, tiles: map[string][]custos.Hash{}}
	for i := range entries {
		e := &entries[i]
		if e.Index != g.tree.size || len(e.Leaf) > MaxLeaf {
			return nil, custos.Errorf(custos.Corrupt, "leaf %d of %d bytes came where %d is next", e.Index, len(e.Leaf), g.tree.size)
		}
		g.tree.add(evidence.LogLeafHash(e.Leaf), func(level, n uint64, hashes []custos.Hash) {
			g.tiles[layout.TilePath(level, n, 0)] = hashes
		})
		told(g.tree.size, g.tree.root)
	}
	return g, nil
}

// append writes growth down: leaves, tiles and bodies first, and when all of that is durable the new
// size. A log that is hardly more than it was takes a handful of small files.
func (s *Store) append(g *growth) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.load(); err != nil {
		return err
	}
	if len(g.entries) == 0 || g.entries[0].Index != s.state.Size {
		return custos.Errorf(custos.Conflict, "the mirror of %s has %d leaves, and these do not follow", s.Origin, s.state.Size)
	}
	files, err := s.tilesOf(g)
	if err != nil {
		return err
	}
	if s.state.Size == 0 { // the directory stands before anything is in it
		if err := s.save(s.state); err != nil {
			return err
		}
	}
	w := &writing{dir: s.Dir}
	grown := int64(0)
	if err := s.do("tiles", func() error { return w.tiles(files) }); err != nil {
		return err
	}
	if err := s.do("bodies", func() (err error) { grown, err = w.bodies(g.entries); return err }); err != nil {
		return err
	}
	if err := s.do("sync", w.sync); err != nil {
		return err
	}
	next := s.state
	next.Size, next.Root, next.Missing = g.tree.size, g.tree.root(), s.state.Missing.plus(g.missing...)
	if err := s.save(next); err != nil {
		return err
	}
	for _, b := range files {
		grown += int64(len(b))
	}
	before := s.tree.size
	s.tree, s.bytes = *g.tree, s.bytes+grown
	s.tidy(before, s.covered.Size, s.tree.size)
	return nil
}

// save makes a state durable.
func (s *Store) save(next state) error {
	b, err := json.Marshal(next)
	if err != nil {
		return err
	}
	if _, err := os.Stat(s.Dir); err != nil {
		if err := os.MkdirAll(s.Dir, 0o700); err != nil {
			return err
		}
		if err := syncDir(filepath.Dir(s.Dir)); err != nil {
			return err
		}
	}
	if err := s.do("state", func() error { return service.WriteFile(filepath.Join(s.Dir, "state.json"), b, 0o600) }); err != nil {
		return err
	}
	s.state = next
	return nil
}

// tilesOf are the files that growth makes: full tiles, and the last ones of each level.
func (s *Store) tilesOf(g *growth) (map[string][]byte, error) {
	files := map[string][]byte{}
	for path, hashes := range g.tiles {
		files[path] = flat(hashes)
	}
	for level, e := range g.tree.edge {
		if n, some := lastTile(g.tree.size, uint64(level)); some > 0 {
			files[layout.TilePath(uint64(level), n, uint8(some))] = flat(e)
		}
	}
	var tile []byte
	if first, had := lastTile(s.state.Size, 0); had > 0 {
		leaves, err := s.files().entries(first)
		if err != nil {
			return nil, err
		}
		for _, l := range leaves {
			tile = appendEntry(tile, l)
		}
	}
	for i := range g.entries {
		e := &g.entries[i]
		tile = appendEntry(tile, e.Leaf)
		if e.Index%width == width-1 {
			files[layout.EntriesPath(e.Index/width, 0)], tile = tile, nil
		}
	}
	if n, some := lastTile(g.tree.size, 0); some > 0 {
		files[layout.EntriesPath(n, uint8(some))] = tile
	}
	return files, nil
}

func flat(hashes []custos.Hash) []byte {
	out := make([]byte, 0, 32*len(hashes))
	for _, h := range hashes {
		out = append(out, h[:]...)
	}
	return out
}

// cover records a signed checkpoint whose whole tree is here. The last partial tiles of the one
// before go: nothing speaks of them any more.
func (s *Store) cover(cp evidence.Checkpoint, signed string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.load(); err != nil {
		return err
	}
	if cp.Size != s.state.Size || cp.Root != s.state.Root {
		return custos.Errorf(custos.Conflict, "a checkpoint over %d leaves does not cover the %d that are mirrored of %s", cp.Size, s.state.Size, s.Origin)
	}
	before := s.covered.Size
	if err := s.do("checkpoint", func() error {
		return service.WriteFile(filepath.Join(s.Dir, layout.CheckpointPath), []byte(signed), 0o644)
	}); err != nil {
		return err
	}
	s.checkpoint, s.covered = signed, cp
	s.tidy(before, cp.Size)
	return nil
}

// tidy removes the partial tiles of a tree that nothing speaks of any more: those that the trees of
// other sizes have not. That it fails costs a few bytes on the disk.
func (s *Store) tidy(before uint64, but ...uint64) {
	gone := partials(before)
	for _, size := range but {
		for path := range partials(size) {
			delete(gone, path)
		}
	}
	for p := range gone {
		path := filepath.Join(s.Dir, filepath.FromSlash(p))
		if st, err := os.Stat(path); err == nil && os.Remove(path) == nil {
			s.bytes -= st.Size()
		}
		_ = os.Remove(filepath.Dir(path)) // where it is empty
	}
}

// partials are the paths of the partial tiles of a tree.
func partials(size uint64) map[string]bool {
	out := map[string]bool{}
	for level := uint64(0); size>>(8*level) > 0; level++ {
		n, some := lastTile(size, level)
		if some == 0 {
			continue
		}
		out[layout.TilePath(level, n, uint8(some))] = true
		if level == 0 {
			out[layout.EntriesPath(n, uint8(some))] = true
		}
	}
	return out
}

// tileName is a tile's number in a path: x001/x234/067.
func tileName(n uint64) string { return strings.TrimPrefix(layout.EntriesPath(n, 0), "tile/entries/") }

// writing is a set of files on their way to the disk: written first, and then synced at once, which
// costs a file system little more than one of them.
type writing struct {
	dir   string
	files []string
	dirs  map[string]bool
}

func (w *writing) note(path string) error {
	w.files = append(w.files, path)
	if w.dirs == nil {
		w.dirs = map[string]bool{}
	}
	parent := filepath.Dir(path)
	if w.dirs[parent] {
		return nil
	}
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return err
	}
	for d := parent; !w.dirs[d]; d = filepath.Dir(d) {
		w.dirs[d] = true
		if d == w.dir {
			break
		}
	}
	return nil
}

// tiles writes tiles. A name's content never changes, so one that is there already, from before a
// crash, is written over.
func (w *writing) tiles(files map[string][]byte) error {
	for path, b := range files {
		path = filepath.Join(w.dir, filepath.FromSlash(path))
		if err := w.note(path); err != nil {
			return err
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// bodies writes the bodies of entries behind those of their tiles.
func (w *writing) bodies(entries []Entry) (grown int64, err error) {
	for len(entries) > 0 {
		n, some := entries[0].Index/width, 0
		var records []byte
		for some < len(entries) && entries[some].Index/width == n {
			if e := &entries[some]; len(e.Bodies) > 0 {
				records = appendRecord(records, uint8(e.Index%width), e.Bodies)
			}
			some++
		}
		entries = entries[some:]
		if len(records) == 0 {
			continue
		}
		path := bodiesFile(w.dir, n)
		if err := w.note(path); err != nil {
			return grown, err
		}
		more, err := appendBodiesFile(path, records)
		if err != nil {
			return grown, err
		}
		grown += more
	}
	return grown, nil
}

func (w *writing) sync() error {
	var g errgroup.Group
	g.SetLimit(16)
	for _, path := range w.files {
		g.Go(func() error {
			f, err := os.OpenFile(path, os.O_RDWR, 0)
			if err != nil {
				return err
			}
			return errors.Join(f.Sync(), f.Close())
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for dir := range w.dirs {
		g.Go(func() error { return syncDir(dir) })
	}
	return g.Wait()
}
