package fog

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/service"
	"custos.dev/custos/store"

	"github.com/transparency-dev/tessera/api/layout"
	"github.com/transparency-dev/tessera/client"
)

// logState is where Tessera keeps how far its log has come, and logVersion the form of its files.
const (
	logState      = ".state/treeState"
	logVersion    = ".state/version"
	logVersionNow = "1"
)

// logFiles gives the files of a log with these leaves, as Tessera writes them: entries and hashes
// by 256, and how far it has come, last. Who writes them in this order and is broken off
// leaves a log that is as long as before.
func logFiles(leaves []evidence.Leaf) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		size := uint64(len(leaves))
		level := make([]custos.Hash, size)
		for i, l := range leaves {
			level[i] = evidence.LogLeafHash(l)
		}
		for i := uint64(0); i*layout.EntryBundleWidth < size; i++ {
			var b []byte
			for _, l := range leaves[i*layout.EntryBundleWidth : min((i+1)*layout.EntryBundleWidth, size)] {
				b = append(binary.BigEndian.AppendUint16(b, uint16(len(l))), l...)
			}
			if !yield(layout.EntriesPath(i, layout.PartialTileSize(0, i, size)), b) {
				return
			}
		}
		root := evidence.TreeRoot(level)
		for l := uint64(0); len(level) > 0; l++ {
			var above []custos.Hash
			for i := 0; i*layout.TileWidth < len(level); i++ {
				nodes := level[i*layout.TileWidth : min((i+1)*layout.TileWidth, len(level))]
				var b []byte
				for _, h := range nodes {
					b = append(b, h[:]...)
				}
				if !yield(layout.TilePath(l, uint64(i), layout.PartialTileSize(l, uint64(i), size)), b) {
					return
				}
				if len(nodes) == layout.TileWidth {
					above = append(above, evidence.TreeRoot(nodes))
				}
			}
			level = above
		}
		if !yield(logVersion, []byte(logVersionNow)) {
			return
		}
		state, _ := json.Marshal(struct { // of a number and bytes: it cannot fail
			Size uint64 `json:"size"`
			Root []byte `json:"root"`
		}{size, root[:]})
		yield(logState, state)
	}
}

// differing gives the files of a log that are not as they must be, with what must be in them.
func differing(dir string, leaves []evidence.Leaf) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for path, want := range logFiles(leaves) {
			got, err := os.ReadFile(filepath.Join(dir, path))
			if err == nil && bytes.Equal(got, want) {
				continue
			}
			if !yield(path, want) {
				return
			}
		}
	}
}

// writeLogFile puts a file of a log in its place.
func writeLogFile(dir, path string, b []byte) error {
	at := filepath.Join(dir, path)
	// What stands there may be a link or a directory by now.
	if st, err := os.Lstat(at); err == nil && !st.Mode().IsRegular() {
		if err := os.RemoveAll(at); err != nil {
			return store.Explain(err)
		}
	}
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		return store.Explain(err)
	}
	return store.Explain(service.WriteFile(at, b, 0o644))
}

// readable are the leaves that the files of a log hold, as far as they can be read; nil for one that
// cannot. Nothing is proved of them.
func (f LogFiles) readable(ctx context.Context, size uint64) ([]evidence.Leaf, error) {
	out := make([]evidence.Leaf, size)
	fetcher := client.FileFetcher{Root: f.Dir}
	for i := uint64(0); i*layout.EntryBundleWidth < size; i++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		bundle, err := client.GetEntryBundle(ctx, fetcher.ReadEntryBundle, i, size)
		if err != nil {
			continue
		}
		for k, e := range bundle.Entries {
			if at := i*layout.EntryBundleWidth + uint64(k); at < size {
				out[at] = e
			}
		}
	}
	return out, nil
}

// integrated is how many leaves the files say that there are; 0 where they say nothing.
func (f LogFiles) integrated() (uint64, error) {
	b, err := os.ReadFile(filepath.Join(f.Dir, logState))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	var state struct {
		Size uint64 `json:"size"`
	}
	if err == nil {
		err = json.Unmarshal(b, &state)
	}
	if err != nil {
		return 0, custos.Errorf(custos.Corrupt, "the log's own state cannot be read: %w", err)
	}
	return state.Size, nil
}

// Mend writes those of the log's files anew that are not as its leaves say; what was added since they
// were read is taken as it stands. Nothing is added meanwhile. kept is given each file before it is replaced.
func (l *Log) Mend(ctx context.Context, leaves []evidence.Leaf, kept func(path string) error) (paths []string, err error) {
	l.adding.Lock()
	defer l.adding.Unlock()
	if leaves, err = l.withNewer(ctx, leaves); err != nil {
		return nil, err
	}
	return mendLog(l.dir, leaves, kept)
}

// Differing are those of the log's files that Mend would write.
func (l *Log) Differing(ctx context.Context, leaves []evidence.Leaf) (paths []string, err error) {
	l.adding.Lock()
	defer l.adding.Unlock()
	if leaves, err = l.withNewer(ctx, leaves); err != nil {
		return nil, err
	}
	return differingPaths(l.dir, leaves), nil
}

// withNewer is a log's leaves with those that were added since they were read. It is Conflict if one cannot be
// read. Who calls holds l.adding.
func (l *Log) withNewer(ctx context.Context, leaves []evidence.Leaf) ([]evidence.Leaf, error) {
	size, err := l.Size(ctx)
	if err != nil || size <= uint64(len(leaves)) {
		return leaves, err
	}
	have, err := LogFiles{Dir: l.dir}.readable(ctx, size)
	if err != nil {
		return nil, err
	}
	newer := have[len(leaves):]
	if slices.ContainsFunc(newer, func(l evidence.Leaf) bool { return l == nil }) {
		return nil, custos.Errorf(custos.Conflict, "the log %s has grown to %d leaves, of which not all can be read", l.Origin, size)
	}
	return append(slices.Clone(leaves), newer...), nil
}

func differingPaths(dir string, leaves []evidence.Leaf) (paths []string) {
	for path := range differing(dir, leaves) {
		paths = append(paths, path)
	}
	return paths
}

func mendLog(dir string, leaves []evidence.Leaf, kept func(path string) error) (paths []string, err error) {
	for path, want := range differing(dir, leaves) {
		if err := kept(path); err != nil {
			return paths, err
		}
		if err := writeLogFile(dir, path, want); err != nil {
			return paths, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}
