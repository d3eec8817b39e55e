package fog

import (
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/service"
	"custos.dev/custos/store"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/api/layout"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
)

// Log is the domain's log: Tessera on the file system, in C2SP tlog-tiles
// layout. What Add returned is on disk. A checkpoint is made when one is asked for, and for who
// reads the directory alone within a moment of the leaves: none while the log does not grow.
type Log struct {
	Origin string

	dir      string
	appender *tessera.Appender
	reader   tessera.LogReader
	signers  []note.Signer
	stop     context.CancelFunc

	adding sync.RWMutex // held by those who add, and by Close for good
	closed bool

	mu   sync.Mutex
	last checkpoint
	due  *time.Timer // makes a checkpoint for those who cannot ask; nil while none is due
}

// checkpoint is the newest one, as it is signed; signed is "" while there is none.
type checkpoint struct {
	evidence.Checkpoint
	signed string
}

const (
	// flushAfter is how long the log waits for more leaves than came at once, flushMost how
	// many make it flush before that.
	flushAfter, flushMost = time.Millisecond, 1024
	// publishAfter is how long a leaf is in the log at most without a checkpoint that covers it.
	publishAfter = 500 * time.Millisecond
	// tidyEvery is how often partial tiles are removed that full ones have replaced.
	tidyEvery = time.Minute
	// never is longer than a master runs: Tessera's own rhythm would sign and sync a
	// checkpoint again and again, whoever wants one.
	never = 100 * 365 * 24 * time.Hour
)

// OpenLog opens or creates the log in a directory of its own. Every signer
// signs every checkpoint; the first gives the log its name.
func OpenLog(ctx context.Context, dir string, signers ...note.Signer) (*Log, error) {
	return openLog(ctx, dir, tidyEvery, signers...)
}

func openLog(ctx context.Context, dir string, tidy time.Duration, signers ...note.Signer) (*Log, error) {
	driver, err := posix.New(ctx, posix.Config{Path: dir})
	if err != nil {
		return nil, fmt.Errorf("open log %s: %w", dir, err)
	}
	// Tessera's own lifecycle adds to the driver's what a master has no use for: it reads the
	// log's size ten times a second for metrics.
	d, ok := driver.(interface {
		Appender(context.Context, *tessera.AppendOptions) (*tessera.Appender, tessera.LogReader, error)
	})
	if !ok {
		return nil, custos.Errorf(custos.Internal, "Tessera's driver for files appends nothing")
	}
	// Tessera's own work must outlive ctx: Close waits for what is being added.
	own, stop := context.WithCancel(context.WithoutCancel(ctx))
	opts := tessera.NewAppendOptions().
		WithCheckpointSigner(signers[0], signers[1:]...).
		WithBatching(flushMost, flushAfter).
		WithCheckpointInterval(never).
		WithGarbageCollectionInterval(tidy)
	l := &Log{Origin: signers[0].Name(), dir: dir, signers: signers, stop: stop}
	if l.appender, l.reader, err = d.Appender(own, opts); err != nil {
		stop()
		return nil, fmt.Errorf("open log %s: %w", dir, err)
	}
	return l, nil
}

// Close waits until what is being added is durable, covers it by a checkpoint, and ends the
// log. Closing it again does nothing.
func (l *Log) Close(ctx context.Context) error {
	l.adding.Lock()
	defer l.adding.Unlock()
	if l.closed {
		return nil
	}
	l.closed = true
	defer l.stop()
	_, _, err := l.Checkpoint(ctx)
	if custos.KindOf(err) == custos.NotFound {
		return nil
	}
	return err
}

// Add appends a leaf and returns its index once it is durable in the log.
func (l *Log) Add(ctx context.Context, leaf []byte) (uint64, error) {
	a := l.AddAll(ctx, []evidence.Leaf{leaf})[0]
	return a.Index, a.Err
}

// AddAll implements Leaves: what is added at once is flushed at once.
func (l *Log) AddAll(ctx context.Context, leaves []evidence.Leaf) []Added {
	out := make([]Added, len(leaves))
	l.adding.RLock() // until all of them are durable
	defer l.adding.RUnlock()
	if l.closed {
		for i := range out {
			out[i].Err = custos.Errorf(custos.Unavailable, "the log %s is closed", l.Origin)
		}
		return out
	}
	futures := make([]tessera.IndexFuture, len(leaves))
	for i, leaf := range leaves {
		futures[i] = l.appender.Add(ctx, tessera.NewEntry(leaf))
	}
	for i, indexOf := range futures {
		at, err := indexOf()
		out[i] = Added{at.Index, err}
	}
	l.owe()
	return out
}

// owe sees to it that there will be a checkpoint.
func (l *Log) owe() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.due == nil {
		l.due = time.AfterFunc(publishAfter, func() {
			// Where that fails whoever asks is told, and the next leaf tries again.
			_, _, _ = l.Checkpoint(context.Background())
		})
	}
}

// Size is how many leaves the log has, whether a checkpoint covers them or not.
func (l *Log) Size(ctx context.Context) (uint64, error) { return l.reader.IntegratedSize(ctx) }

// Checkpoint returns a signed checkpoint over all leaves that the log has, which it makes
// where the newest one covers less; NotFound while it has none.
func (l *Log) Checkpoint(ctx context.Context) (evidence.Checkpoint, string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.due != nil {
		l.due.Stop()
		l.due = nil
	}
	size, err := l.Size(ctx)
	if err != nil {
		return evidence.Checkpoint{}, "", err
	}
	switch {
	case size == 0:
		return evidence.Checkpoint{}, "", custos.Errorf(custos.NotFound, "the log %s has no checkpoint yet", l.Origin)
	case l.last.signed != "" && l.last.Size == size:
		return l.last.Checkpoint, l.last.signed, nil
	}
	made := checkpoint{Checkpoint: evidence.Checkpoint{Origin: l.Origin, Size: size}}
	if made.Root, err = l.rootAt(ctx, size); err == nil {
		made.signed, err = l.Sign(made.Checkpoint)
	}
	if err == nil {
		err = service.WriteFile(filepath.Join(l.dir, layout.CheckpointPath), []byte(made.signed), 0o644)
	}
	if err != nil {
		return evidence.Checkpoint{}, "", fmt.Errorf("checkpoint of %s at %d: %w", l.Origin, size, store.Explain(err))
	}
	l.last = made
	return made.Checkpoint, made.signed, nil
}

// Published returns the newest checkpoint that was made since the log was opened; zero if
// none was.
func (l *Log) Published() evidence.Checkpoint {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last.Checkpoint
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
	pb, err := client.NewProofBuilder(ctx, size, l.readTile)
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
	pb, err := client.NewProofBuilder(ctx, size2, l.readTile)
	if err != nil {
		return nil, err
	}
	return pb.ConsistencyProof(ctx, size1, size2)
}

// readTile reads a tile of the log as it was at an earlier size, too, where its own partial tiles are not there
// (any more): a larger one begins with what a smaller one had.
func (l *Log) readTile(ctx context.Context, level, index uint64, p uint8) ([]byte, error) {
	b, err := l.reader.ReadTile(ctx, level, index, p)
	if err == nil || p == 0 {
		return b, err
	}
	size, sizeErr := l.Size(ctx)
	if sizeErr != nil {
		return nil, err
	}
	now := layout.PartialTileSize(level, index, size)
	if now != 0 && now <= p {
		return nil, err
	}
	larger, largerErr := l.reader.ReadTile(ctx, level, index, now)
	if n := int(p) * rfc6962.DefaultHasher.Size(); largerErr == nil && len(larger) >= n {
		return larger[:n], nil
	}
	return nil, err
}

// rootAt recomputes the root that the log had at an earlier size from its tiles.
func (l *Log) rootAt(ctx context.Context, size uint64) (custos.Hash, error) {
	nodes, err := client.FetchRangeNodes(ctx, size, l.readTile)
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
