package fog

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

// Log is the domain's log: Tessera on the file system, in C2SP tlog-tiles
// layout. What Add returned is on disk.
type Log struct {
	Origin string

	appender *tessera.Appender
	reader   tessera.LogReader
	signers  []note.Signer
	close    func(context.Context) error
	stop     context.CancelFunc
}

// OpenLog opens or creates the log in a directory of its own. Every signer
// signs every checkpoint; the first gives the log its name.
func OpenLog(ctx context.Context, dir string, signers ...note.Signer) (*Log, error) {
	driver, err := posix.New(ctx, posix.Config{Path: dir})
	if err != nil {
		return nil, fmt.Errorf("open log %s: %w", dir, err)
	}
	// Tessera's own work must outlive ctx: Close has it publish what was added.
	own, stop := context.WithCancel(context.WithoutCancel(ctx))
	opts := tessera.NewAppendOptions().
		WithCheckpointSigner(signers[0], signers[1:]...).
		WithBatching(256, 10*time.Millisecond).
		WithCheckpointInterval(200 * time.Millisecond)
	l := &Log{Origin: signers[0].Name(), signers: signers, stop: stop}
	if l.appender, l.close, l.reader, err = tessera.NewAppender(own, driver, opts); err != nil {
		stop()
		return nil, fmt.Errorf("open log %s: %w", dir, err)
	}
	return l, nil
}

// Close waits until what was added is covered by a checkpoint.
func (l *Log) Close(ctx context.Context) error {
	defer l.stop()
	return l.close(ctx)
}

// Add appends a leaf and returns its index once it is durable in the log.
func (l *Log) Add(ctx context.Context, leaf []byte) (uint64, error) {
	i, err := l.appender.Add(ctx, tessera.NewEntry(leaf))()
	if errors.Is(err, tessera.ErrPushback) {
		return 0, custos.Errorf(custos.Unavailable, "the log is behind: %w", err)
	}
	return i.Index, err
}

// Size is how many leaves the log has, whether a checkpoint covers them or not.
func (l *Log) Size(ctx context.Context) (uint64, error) { return l.reader.IntegratedSize(ctx) }

// Checkpoint returns the newest signed checkpoint; NotFound while there is none.
func (l *Log) Checkpoint(ctx context.Context) (evidence.Checkpoint, string, error) {
	raw, err := l.reader.ReadCheckpoint(ctx)
	if errors.Is(err, os.ErrNotExist) || err == nil && len(raw) == 0 {
		return evidence.Checkpoint{}, "", custos.Errorf(custos.NotFound, "the log %s has no checkpoint yet", l.Origin)
	}
	if err != nil {
		return evidence.Checkpoint{}, "", err
	}
	cp, err := evidence.ParseNote(string(raw))
	return cp, string(raw), err
}

// Sign signs a checkpoint of the log that says more than the log's own file does.
func (l *Log) Sign(cp evidence.Checkpoint) (string, error) {
	b, err := note.Sign(&note.Note{Text: cp.Text()}, l.signers...)
	return string(b), err
}

// Leaf returns the leaf at an index below the log's size.
func (l *Log) Leaf(ctx context.Context, index uint64) (evidence.Leaf, error) {
	return readLeaf(ctx, l.reader.ReadEntryBundle, index, l.Size)
}

// Each gives the hash of every leaf from one index up to another, but those that are to be
// skipped. Leaves are read by 256, which is how the log keeps them.
func (l *Log) Each(ctx context.Context, from, until uint64, skip func(uint64) bool, do func(uint64, custos.Hash)) error {
	var entries [][]byte
	have := uint64(0) // the bundle that entries are of, plus 1
	for i := from; i < until; i++ {
		if skip(i) {
			continue
		}
		if i/256+1 != have {
			bundle, err := client.GetEntryBundle(ctx, l.reader.ReadEntryBundle, i/256, until)
			if err != nil {
				return err
			}
			entries, have = bundle.Entries, i/256+1
		}
		if i%256 >= uint64(len(entries)) {
			return custos.Errorf(custos.Corrupt, "the log's entry bundle %d is too short", i/256)
		}
		do(i, evidence.Leaf(entries[i%256]).Hash())
	}
	return nil
}

// Inclusion returns the proof that the leaf at index stands in the tree of size.
func (l *Log) Inclusion(ctx context.Context, index, size uint64) ([][]byte, error) {
	pb, err := client.NewProofBuilder(ctx, size, l.reader.ReadTile)
	if err != nil {
		return nil, err
	}
	return pb.InclusionProof(ctx, index)
}

// Consistency returns the proof that the tree of size2 extends that of size1.
func (l *Log) Consistency(ctx context.Context, size1, size2 uint64) ([][]byte, error) {
	if size1 == 0 || size1 == size2 {
		return nil, nil
	}
	pb, err := client.NewProofBuilder(ctx, size2, l.reader.ReadTile)
	if err != nil {
		return nil, err
	}
	return pb.ConsistencyProof(ctx, size1, size2)
}

// rootAt recomputes the root that the log had at an earlier size from its tiles.
func (l *Log) rootAt(ctx context.Context, size uint64) (custos.Hash, error) {
	nodes, err := client.FetchRangeNodes(ctx, size, l.reader.ReadTile)
	if err != nil {
		return custos.Hash{}, err
	}
	r, err := (&compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}).NewRange(0, size, nodes)
	if err != nil {
		return custos.Hash{}, err
	}
	root, err := r.GetRootHash(nil)
	if err != nil {
		return custos.Hash{}, err
	}
	return custos.Hash(root), nil
}

func readLeaf(ctx context.Context, fetch client.EntryBundleFetcherFunc, index uint64, size func(context.Context) (uint64, error)) (evidence.Leaf, error) {
	n, err := size(ctx)
	if err != nil {
		return nil, err
	}
	if index >= n {
		return nil, custos.Errorf(custos.NotFound, "the log has %d leaves, none at %d", n, index)
	}
	bundle, err := client.GetEntryBundle(ctx, fetch, index/256, n)
	if err != nil {
		return nil, err
	}
	if i := int(index % 256); i < len(bundle.Entries) {
		return bundle.Entries[i], nil
	}
	return nil, custos.Errorf(custos.Corrupt, "the log's entry bundle %d is too short", index/256)
}

// LogFiles reads a log's files without opening it for writing; for audits.
type LogFiles struct{ Dir string }

// Leaves returns every leaf below size and the root over them.
func (f LogFiles) Leaves(ctx context.Context, size uint64) ([]evidence.Leaf, custos.Hash, error) {
	fetcher := client.FileFetcher{Root: f.Dir}
	var leaves []evidence.Leaf
	hashes := []custos.Hash{}
	for i := uint64(0); i*256 < size; i++ {
		bundle, err := client.GetEntryBundle(ctx, fetcher.ReadEntryBundle, i, size)
		if err != nil {
			return nil, custos.Hash{}, custos.Errorf(custos.Corrupt, "the log's entry bundle %d cannot be read: %w", i, err)
		}
		leaves, hashes = appendEntries(leaves, hashes, bundle, size)
	}
	if uint64(len(leaves)) != size {
		return nil, custos.Hash{}, custos.Errorf(custos.Corrupt, "the log has %d leaves, its checkpoint says %d", len(leaves), size)
	}
	return leaves, evidence.TreeRoot(hashes), nil
}

func appendEntries(leaves []evidence.Leaf, hashes []custos.Hash, b api.EntryBundle, size uint64) ([]evidence.Leaf, []custos.Hash) {
	for _, e := range b.Entries {
		if uint64(len(leaves)) < size {
			leaves = append(leaves, e)
			hashes = append(hashes, evidence.LogLeafHash(e))
		}
	}
	return leaves, hashes
}

// Checkpoint returns the newest signed checkpoint in the files.
func (f LogFiles) Checkpoint() (evidence.Checkpoint, string, error) {
	raw, err := os.ReadFile(filepath.Join(f.Dir, "checkpoint"))
	if err != nil {
		return evidence.Checkpoint{}, "", custos.Errorf(custos.Corrupt, "the log's checkpoint cannot be read: %w", err)
	}
	cp, err := evidence.ParseNote(string(raw))
	return cp, string(raw), err
}

// encodeProof writes a proof as C2SP formats do: a base64 hash a line.
func encodeProof(p [][]byte) string {
	var b strings.Builder
	for _, h := range p {
		b.WriteString(base64.StdEncoding.EncodeToString(h) + "\n")
	}
	return b.String()
}
