package fog

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"

	"golang.org/x/mod/sumdb/note"
)

func testSigner(t *testing.T) (note.Signer, note.Verifier) {
	t.Helper()
	pub, k, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := evidence.NoteSigner("custos/test", k)
	if err != nil {
		t.Fatal(err)
	}
	v, err := evidence.NoteVerifier("custos/test", pub)
	if err != nil {
		t.Fatal(err)
	}
	return s, v
}

// A checkpoint covers what was added, whenever it is asked for, and is made once for a size.
func TestCheckpointsWhenAsked(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	signer, verifier := testSigner(t)
	l, err := OpenLog(ctx, dir, signer)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := l.Checkpoint(ctx); custos.KindOf(err) != custos.NotFound {
		t.Fatalf("of an empty log: %v", err)
	}
	for size := uint64(1); size < 5; size++ {
		if _, err := l.Add(ctx, fmt.Appendf(nil, "leaf %d", size)); err != nil {
			t.Fatal(err)
		}
		cp, signed, err := l.Checkpoint(ctx)
		if err != nil || cp.Size != size {
			t.Fatalf("of %d leaves: %+v, %v", size, cp, err)
		}
		if _, err := note.Open([]byte(signed), note.VerifierList(verifier)); err != nil {
			t.Fatal(err)
		}
		leaves, root, err := LogFiles{Dir: dir}.Leaves(ctx, size)
		if err != nil || root != cp.Root || uint64(len(leaves)) != size || l.Published() != cp {
			t.Fatalf("the files have %d leaves and the root %s: %+v, %v", len(leaves), root, cp, err)
		}
		before, err := os.Stat(filepath.Join(dir, "checkpoint"))
		if err != nil {
			t.Fatal(err)
		}
		if _, again, err := l.Checkpoint(ctx); err != nil || again != signed {
			t.Fatalf("asked again: %q, %v", again, err)
		}
		after, err := os.Stat(filepath.Join(dir, "checkpoint"))
		if err != nil || !os.SameFile(before, after) {
			t.Fatalf("a checkpoint of the same size was written again: %v", err)
		}
	}
	if _, err := l.Add(ctx, []byte("last")); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(ctx); err != nil {
		t.Fatal(err)
	}
	if cp, _, err := (LogFiles{Dir: dir}).Checkpoint(); err != nil || cp.Size != 5 {
		t.Fatalf("a log that was closed: %+v, %v", cp, err)
	}
	if _, err := l.Add(ctx, []byte("late")); err == nil {
		t.Fatal("a closed log takes leaves")
	}
}

// Who reads the files alone finds a checkpoint over every leaf, though nobody asks for one.
func TestCheckpointsForWhoCannotAsk(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	signer, _ := testSigner(t)
	l, err := OpenLog(ctx, dir, signer)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close(ctx)
	for size := uint64(1); size < 3; size++ {
		if _, err := l.Add(ctx, fmt.Appendf(nil, "leaf %d", size)); err != nil {
			t.Fatal(err)
		}
		for end := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
			if cp, _, err := (LogFiles{Dir: dir}).Checkpoint(); err == nil && cp.Size == size {
				break
			}
			if time.Now().After(end) {
				t.Fatalf("no checkpoint over %d leaves", size)
			}
		}
	}
}

// Tiles that full ones have replaced do not pile up, however long the log is.
func TestPartialTilesGo(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	signer, _ := testSigner(t)
	l, err := openLog(ctx, dir, 20*time.Millisecond, signer)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close(ctx)
	const leaves, step = 100_000, 997 // no flush ends where a tile does
	for n := 0; n < leaves; {
		group := make([]evidence.Leaf, min(step, leaves-n))
		for i := range group {
			group[i] = fmt.Appendf(nil, "leaf %d", n)
			n++
		}
		for _, a := range l.AddAll(ctx, group) {
			if a.Err != nil {
				t.Fatal(a.Err)
			}
		}
	}
	cp, _, err := l.Checkpoint(ctx)
	if err != nil || cp.Size != leaves {
		t.Fatalf("%+v, %v", cp, err)
	}
	// The right edge alone is partial: a bundle, and a tile of each level.
	edge := func(path string) bool {
		return strings.HasSuffix(path, "/390.p") || strings.HasSuffix(path, "tile/1/001.p") || strings.HasSuffix(path, "tile/2/000.p")
	}
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		var needless []string
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && strings.HasSuffix(path, ".p") && !edge(path) {
				needless = append(needless, path)
			}
			return nil // what is removed meanwhile is gone
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(needless) == 0 {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("%d needless partial tiles, such as %s", len(needless), needless[0])
		}
	}
	files := 0
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files++
		}
		return nil
	})
	// 390 full bundles and as many tiles; the rest is the edge and the log's own state.
	if files > 2*390+600 {
		t.Errorf("a log of %d leaves has %d files", leaves, files)
	}
	got, root, err := LogFiles{Dir: dir}.Leaves(ctx, leaves)
	if err != nil || len(got) != leaves || root != cp.Root {
		t.Fatalf("%d leaves with the root %s: %v", len(got), root, err)
	}
}

// openTestLog is an empty log, closed with the test.
func openTestLog(t *testing.T, dir string) *Log {
	t.Helper()
	signer, _ := testSigner(t)
	l, err := OpenLog(t.Context(), dir, signer)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close(context.Background()) })
	return l
}

// TestRootsOfALogThatCameBack: of a log that was put back from a copy only the newest partial tiles are there.
func TestRootsOfALogThatCameBack(t *testing.T) {
	dir := t.TempDir()
	l := openTestLog(t, dir)
	roots := map[uint64]custos.Hash{}
	for i := range 7 {
		if _, err := l.Add(t.Context(), []byte{byte(i)}); err != nil {
			t.Fatal(err)
		}
		cp, _, err := l.Checkpoint(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		roots[cp.Size] = cp.Root
	}
	partial := filepath.Join(dir, "tile", "0", "000.p")
	all, err := os.ReadDir(partial)
	if err != nil || len(all) < 2 {
		t.Fatalf("%d partial tiles: %v", len(all), err)
	}
	for _, e := range all {
		if e.Name() != "7" {
			if err := os.Remove(filepath.Join(partial, e.Name())); err != nil {
				t.Fatal(err)
			}
		}
	}
	for size, want := range roots {
		if got, err := l.rootAt(t.Context(), size); err != nil || got != want {
			t.Errorf("at %d the root is %v, %v, and was %v", size, got, err, want)
		}
	}
}

// cosigned is a witness that has cosigned so many leaves.
type cosigned struct {
	Peer
	leaves uint64
}

func (cosigned) Name() string { return "bruno" }

func (c cosigned) AddCheckpoint(context.Context, []byte) (string, error) {
	return "", custos.Errorf(custos.Conflict, "%d", c.leaves)
}

// TestAttack04BehindAWitness: a log of which somebody has cosigned more than there is does not go on.
func TestAttack04BehindAWitness(t *testing.T) {
	l := openTestLog(t, t.TempDir())
	for i := range 3 {
		if _, err := l.Add(t.Context(), []byte{byte(i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := CheckAgainstWitnesses(t.Context(), l, []Peer{cosigned{leaves: 2}, cosigned{leaves: 3}}); err != nil {
		t.Error(err)
	}
	err := CheckAgainstWitnesses(t.Context(), l, []Peer{cosigned{leaves: 3}, cosigned{leaves: 4}})
	if custos.KindOf(err) != custos.Corrupt || !strings.Contains(err.Error(), "bruno has cosigned 4 leaves") {
		t.Errorf("it is said: %v", err)
	}
}
