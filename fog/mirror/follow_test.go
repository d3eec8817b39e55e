package mirror

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/evidence"

	"github.com/transparency-dev/tessera/client"
)

func TestMirrorFollows(t *testing.T) {
	l := newTestLog(t)
	f := l.follower(t.TempDir(), listen(t, l, "bert's master", origin))
	if err := step(t, f); err != nil { // a log that has signed nothing is no trouble
		t.Fatal(err)
	}
	l.raw = func(w http.ResponseWriter, r *http.Request) bool { // nor one that has signed that it is empty
		asked := strings.HasSuffix(r.URL.Path, "/checkpoint")
		if asked {
			_, _ = w.Write([]byte(l.signed(0)))
		}
		return asked
	}
	if err := step(t, f); err != nil {
		t.Fatal(err)
	}
	l.raw = nil
	random := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		l.commit(1+random.IntN(30), 1+random.IntN(3))
		if err := step(t, f); err != nil {
			t.Fatal(err)
		}
		l.wantMirrored(f)
	}
	if h := f.Health(); h.Behind != 0 || h.Leaves != uint64(len(l.leaves)) || h.Trouble != "" || h.Missing != 0 {
		t.Errorf("it says %+v", h)
	}
	// Whoever knows tlog-tiles reads it: Tessera's own client proves the first leaf and a consistency.
	files := client.FileFetcher{Root: f.Store.Dir}
	cp, signed, err := f.Store.Checkpoint()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.keysOf().open(origin, signed); err != nil {
		t.Fatal(err)
	}
	pb, err := client.NewProofBuilder(context.Background(), cp.Size, files.ReadTile)
	if err != nil {
		t.Fatal(err)
	}
	proof, err := pb.ConsistencyProof(context.Background(), 17, cp.Size)
	if err != nil {
		t.Fatal(err)
	}
	if err := evidence.VerifyConsistency(17, cp.Size, proof, evidence.TreeRoot(l.hashes[:17]), cp.Root); err != nil {
		t.Error(err)
	}
	// Nothing is left of partial tiles that larger ones have replaced.
	partial := 0
	_ = filepath.WalkDir(f.Store.Dir, func(path string, d os.DirEntry, _ error) error {
		if !d.IsDir() && strings.Contains(path, ".p/") {
			partial++
		}
		return nil
	})
	if want := len(partials(cp.Size)); partial != want {
		t.Errorf("%d partial tiles are there, want %d", partial, want)
	}
	// Started again, it goes on.
	again := l.follower(filepath.Dir(f.Store.Dir), listen(t, l, "bert's master", origin))
	l.commit(3, 1)
	if err := step(t, again); err != nil {
		t.Fatal(err)
	}
	l.wantMirrored(again)
}

// A mirror that catches up takes pieces, each of which is bound by the checkpoint before it is written.
func TestMirrorCatchesUpInPieces(t *testing.T) {
	l := newTestLog(t)
	l.commit(2100, 1)
	own := listen(t, l, "bert's master", origin)
	f := l.follower(t.TempDir(), own)
	f.chunk = 700
	if err := step(t, f); err != nil {
		t.Fatal(err)
	}
	l.wantMirrored(f)
	if l.asked["tile"] == 0 {
		t.Error("no piece was held against the tree before the last one")
	}
}

func TestWhatIsMirroredIsPolicy(t *testing.T) {
	l := newTestLog(t)
	l.commit(5, 2)
	own := listen(t, l, "bert's master", origin)
	dir := t.TempDir()
	f := l.follower(dir, own)
	f.Wants = None
	if err := step(t, f); err != nil {
		t.Fatal(err)
	}
	l.wantMirrored(f, 0, 1, 2, 3, 4)
	if h := f.Health(); h.Missing != 0 {
		t.Errorf("nothing is wanted, and %d are missing", h.Missing)
	}
	// Another policy gets what the one before left out.
	f = l.follower(dir, own)
	if err := errors.Join(step(t, f), step(t, f)); err != nil {
		t.Fatal(err)
	}
	l.wantMirrored(f)
	// A full disk takes leaves alone, and says so.
	full := "there is no room"
	f.Full = func() string { return full }
	l.commit(1, 1)
	if err := step(t, f); err != nil {
		t.Fatal(err)
	}
	l.wantMirrored(f, 5)
	if h := f.Health(); h.Trouble != full || h.Missing != 1 {
		t.Errorf("it says %+v", h)
	}
	full = ""
	if err := errors.Join(step(t, f), step(t, f)); err != nil {
		t.Fatal(err)
	}
	l.wantMirrored(f)
}

// Bodies that the log's own master has lost come from whoever mirrors it; what nobody has is asked for
// once a minute, and no oftener.
func TestLostBodiesComeFromOtherMirrors(t *testing.T) {
	l := newTestLog(t)
	l.commit(12, 2)
	own := listen(t, l, "bert's master", origin)
	first := l.follower(t.TempDir(), own)
	if err := step(t, first); err != nil {
		t.Fatal(err)
	}
	kept := &Mirrored{Owner: "carla", Dir: filepath.Dir(first.Store.Dir)}
	kept.Of(origin)
	l.lieEntries = func(_ uint64, e []Entry) []Entry {
		for i := range e {
			if e[i].Index == 3 || e[i].Index == 7 {
				e[i].Bodies = nil
			}
		}
		return e
	}
	alone := l.follower(t.TempDir(), own)
	now := time.Unix(1_800_000_000, 0)
	alone.Now = func() time.Time { return now }
	if err := step(t, alone); err != nil {
		t.Fatal(err)
	}
	l.wantMirrored(alone, 3, 7)
	before := l.asked["bodies"]
	for range 10 {
		if err := step(t, alone); err != nil {
			t.Fatal(err)
		}
	}
	if n := l.asked["bodies"] - before; n != 0 {
		t.Errorf("it was asked %d times within a minute", n)
	}
	both := l.follower(t.TempDir(), own, listen(t, serving(kept), "carla's master", "another log"))
	if err := errors.Join(step(t, both), step(t, both)); err != nil {
		t.Fatal(err)
	}
	l.wantMirrored(both)
}

// While a log's own master is away, whoever mirrors it is asked.
func TestMirrorOfAMirror(t *testing.T) {
	l := newTestLog(t)
	l.commit(20, 2)
	own := listen(t, l, "bert's master", origin)
	first := l.follower(t.TempDir(), own)
	if err := step(t, first); err != nil {
		t.Fatal(err)
	}
	// A second one begins while the master answers, and goes on without it.
	dir := t.TempDir()
	kept := &Mirrored{Owner: "carla", Dir: filepath.Dir(first.Store.Dir)}
	kept.Of(origin)
	other := listen(t, serving(kept), "carla's master", "another log")
	second := l.follower(dir, own, other)
	if err := step(t, second); err != nil {
		t.Fatal(err)
	}
	l.commit(5, 1)
	if err := step(t, first); err != nil {
		t.Fatal(err)
	}
	l.raw = func(w http.ResponseWriter, _ *http.Request) bool {
		http.Error(w, `{"error":"unavailable","reason":"it is down"}`, http.StatusServiceUnavailable)
		return true
	}
	if err := step(t, second); err != nil {
		t.Fatal(err)
	}
	l.wantMirrored(second)
	// Who has nothing begins with it, also where another mirror gives nothing of what it shows.
	liar := l.twin()
	liar.leaves, liar.bodies, liar.hashes = l.leaves, l.bodies, l.hashes
	liar.lieEntries = func(uint64, []Entry) []Entry { return nil }
	third := l.follower(t.TempDir(), own, listen(t, liar, "dora's master", "a third log"), other)
	if err := step(t, third); err == nil {
		t.Error("it is not said that nothing is given")
	}
	if err := step(t, third); err != nil {
		t.Fatal(err)
	}
	l.wantMirrored(third)
	// One that is behind says nothing new.
	l.raw = nil
	l.commit(5, 1)
	if err := step(t, second); err != nil {
		t.Fatal(err)
	}
	l.raw = func(w http.ResponseWriter, _ *http.Request) bool {
		http.Error(w, `{"error":"unavailable","reason":"it is down"}`, http.StatusServiceUnavailable)
		return true
	}
	if err := step(t, second); err != nil {
		t.Fatal(err)
	}
	l.wantMirrored(second)
}

// serving serves mirrors as a master does.
func serving(m *Mirrored) http.Handler {
	mux := http.NewServeMux()
	answer := func(h func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if err := h(w, r); err != nil {
				api.WriteError(w, err)
			}
		}
	}
	mux.HandleFunc("GET /mirror/{origin}/checkpoint", answer(func(w http.ResponseWriter, r *http.Request) error {
		dir, _, err := m.Files(r.PathValue("origin"))
		if err != nil {
			return err
		}
		return ServeCheckpoint(w, dir)
	}))
	mux.HandleFunc("GET /mirror/{origin}/tile/{tile...}", answer(func(w http.ResponseWriter, r *http.Request) error {
		dir, _, err := m.Files(r.PathValue("origin"))
		if err != nil {
			return err
		}
		return ServeTile(w, dir, r.PathValue("tile"))
	}))
	mux.HandleFunc("GET /mirror/{origin}/bodies/{from}", answer(func(w http.ResponseWriter, r *http.Request) error {
		_, origin, err := m.Files(r.PathValue("origin"))
		if err != nil {
			return err
		}
		return ServeEntries(w, r, m.Give(origin))
	}))
	return mux
}

// Each durable step may fail without having done anything, or after it is done; the next start goes on.
func TestMirrorFailsAtEachStep(t *testing.T) {
	for _, name := range []string{"tiles", "bodies", "sync", "state", "checkpoint", "fill", "remove"} {
		for _, applied := range []bool{false, true} {
			title := name + " failed, not applied"
			if applied {
				title = name + " failed, but applied"
			}
			t.Run(title, func(t *testing.T) {
				l := newTestLog(t)
				l.commit(300, 1)
				own := listen(t, l, "bert's master", origin)
				dir := t.TempDir()
				f := l.follower(dir, own)
				if err := step(t, f); err != nil {
					t.Fatal(err)
				}
				l.commit(270, 2)
				failed := false
				if name == "fill" { // what is missing comes later
					l.lieEntries = func(from uint64, e []Entry) []Entry {
						if from == 300 {
							e[3].Bodies = nil
						}
						return e
					}
				}
				if name == "remove" {
					l.remove(7, 0)
				}
				f.Store.step = func(n string, done bool) error {
					if n == name && done == applied && !failed {
						failed = true
						return errors.New("the power is gone")
					}
					return nil
				}
				_ = step(t, f)
				_ = step(t, f)
				if !failed {
					t.Fatal("the step never came")
				}
				// Another life, which knows nothing but the disk.
				f = l.follower(dir, own)
				l.lieEntries = nil
				for range 3 {
					if err := step(t, f); err != nil {
						t.Fatal(err)
					}
				}
				l.wantMirrored(f)
				if st, err := f.Store.current(); err != nil || len(st.Missing) > 0 {
					t.Errorf("still missing: %v, %v", st.Missing, err)
				}
			})
		}
	}
}

// A power cut tears what was not synced: a mirror whose size was not recorded takes it again.
func TestTornBodies(t *testing.T) {
	l := newTestLog(t)
	l.commit(4, 2)
	own := listen(t, l, "bert's master", origin)
	dir := t.TempDir()
	f := l.follower(dir, own)
	if err := step(t, f); err != nil {
		t.Fatal(err)
	}
	path := bodiesFile(f.Store.Dir, 0)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	l.commit(2, 2)
	for cut := range 60 {
		// The next records were on their way.
		torn := append(append([]byte{}, whole...), appendRecord(nil, 4, l.bodies[4])[:cut]...)
		if err := os.WriteFile(path, torn, 0o600); err != nil {
			t.Fatal(err)
		}
		copied := t.TempDir()
		if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		again := l.follower(copied, own)
		if err := step(t, again); err != nil {
			t.Fatal(err)
		}
		l.wantMirrored(again)
	}
}

func TestRemovedBodiesGoFromMirrors(t *testing.T) {
	l := newTestLog(t)
	l.commit(20, 3)
	own := listen(t, l, "bert's master", origin)
	f := l.follower(t.TempDir(), own)
	if err := step(t, f); err != nil {
		t.Fatal(err)
	}
	secret := l.bodies[4][1].Box
	wrapped := l.bodies[4][1].Wrapped
	l.remove(4, 1)
	if err := errors.Join(step(t, f), step(t, f)); err != nil {
		t.Fatal(err)
	}
	l.wantMirrored(f)
	_ = filepath.WalkDir(f.Store.Dir, func(path string, d os.DirEntry, _ error) error {
		if b, err := os.ReadFile(path); err == nil && (strings.Contains(string(b), string(secret)) || strings.Contains(string(b), string(wrapped[:]))) {
			t.Errorf("%s still has the body", path)
		}
		return nil
	})
	// Who still has it brings it back nowhere.
	copies := append([]Body{}, l.bodies[4]...)
	copies[1] = Body{Commitment: copies[1].Commitment, Sealed: evidence.Sealed{Box: secret, BodyHash: custos.Hash{1}}, Wrapped: wrapped}
	if _, err := f.Store.fill([]Entry{{Index: 4, Leaf: l.leaves[4], Bodies: copies}}, All); err != nil {
		t.Fatal(err)
	}
	l.wantMirrored(f)
}

// What was removed before its body came stays removed, whoever has it.
func TestRemovedBeforeItCame(t *testing.T) {
	l := newTestLog(t)
	l.commit(6, 2)
	own := listen(t, l, "bert's master", origin)
	f := l.follower(t.TempDir(), own)
	l.lieEntries = func(_ uint64, e []Entry) []Entry {
		for i := range e {
			if e[i].Index == 2 {
				e[i].Bodies = nil
			}
		}
		return e
	}
	if err := step(t, f); err != nil {
		t.Fatal(err)
	}
	before := append([]Body{}, l.bodies[2]...)
	l.remove(2, 0)
	if err := errors.Join(step(t, f), step(t, f)); err != nil {
		t.Fatal(err)
	}
	l.wantMirrored(f, 2)
	if n, err := f.Store.fill([]Entry{{Index: 2, Leaf: l.leaves[2], Bodies: before}}, All); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	l.wantMirrored(f)
}
