package fog

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/api"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
	"custos.dev/custos/service"
)

// asked counts what a board asks its database.
type asked struct {
	masterdb.DB
	counts, anchors atomic.Int64
	after           []int64
}

func (a *asked) Counts(ctx context.Context, after int64) (masterdb.Counts, error) {
	a.counts.Add(1)
	a.after = append(a.after, after)
	return a.DB.Counts(ctx, after)
}

func (a *asked) AnchorCount(ctx context.Context) (int64, error) {
	a.anchors.Add(1)
	return a.DB.AnchorCount(ctx)
}

// shownBoard is a board over a master's database, with a clock that stands still.
type shownBoard struct {
	*Board
	db    *asked
	now   time.Time
	marks Marks
}

func newBoard(t *testing.T, db masterdb.DB, totals string) *shownBoard {
	t.Helper()
	s := &shownBoard{db: &asked{DB: db}, now: time.Now()}
	s.Board = &Board{
		DB: s.db, Asked: db, Totals: totals, Marks: func() Marks { return s.marks }, Now: func() time.Time { return s.now },
		Rest:    func(_ context.Context, st *api.Status) error { st.Domain = domain; return nil },
		Cameras: []Shown{{Camera: domain + "/cam1"}, {Camera: domain + "/cam2"}},
	}
	return s
}

func (s *shownBoard) told(t *testing.T) (st api.Status, cameras []api.Camera) {
	t.Helper()
	for to, h := range map[any]func(http.ResponseWriter, *http.Request) error{&st: s.GetStatus, &cameras: s.GetCameras} {
		w := httptest.NewRecorder()
		if err := h(w, httptest.NewRequest(http.MethodGet, "/", nil)); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(w.Body.Bytes(), to); err != nil {
			t.Fatal(err)
		}
	}
	return st, cameras
}

// films commits a segment for each of so many numbers, and what is said of the stream.
func films(t *testing.T, w *world, prev custos.Hash, first uint64, segments ...int) custos.Hash {
	t.Helper()
	m := w.batch(t, prev, first, uint64(len(segments))+1, func(e *custos.Event) {
		if i := int(e.Seq - first); i < len(segments) {
			s := sealing(segments[i])
			observetest.Say(e, s)
			e.Time = s.From
		}
	})
	if _, err := w.Commit(t.Context(), w.key.Address(), m); err != nil {
		t.Fatal(err)
	}
	return m.Leaf.Hash()
}

// What a board shows is what was committed, also when it counts on from what was kept at the
// last end, and when what was kept is of another database or damaged.
func TestBoardShowsWhatWasCommitted(t *testing.T) {
	w := newWorld(t)
	totals := filepath.Join(t.TempDir(), "totals.json")
	want := func(s *shownBoard, segments int64, streams int64) {
		t.Helper()
		s.now = s.now.Add(answerLeast)
		st, cameras := s.told(t)
		if st.Events["segment"] != segments || st.Events["stream"] != streams || st.Staged != 0 || st.Domain != domain {
			t.Errorf("%+v, want %d segments and %d streams", st, segments, streams)
		}
		if len(cameras) != 2 || cameras[0].Segments != segments || cameras[0].Frames != uint64(20*segments) || cameras[1].Segments != 0 {
			t.Errorf("%+v, want %d segments", cameras, segments)
		}
	}
	b := newBoard(t, w.DB, totals)
	want(b, 0, 0)
	leaf := films(t, w, custos.Hash{}, 1, 1, 2)
	b.Committed()
	want(b, 2, 1)
	leaf = films(t, w, leaf, 4, 3)
	b.Committed()
	want(b, 3, 2)
	want(newBoard(t, w.DB, ""), 3, 2)

	if err := b.count.keep(t.Context(), w.DB, totals); err != nil {
		t.Fatal(err)
	}
	films(t, w, leaf, 6, 4)
	next := newBoard(t, w.DB, totals)
	want(next, 4, 3)
	if next.db.after[0] != 5 {
		t.Errorf("the next start counts from %d, not from what was kept", next.db.after[0])
	}

	kept, err := os.ReadFile(totals)
	if err != nil {
		t.Fatal(err)
	}
	other := newWorld(t)
	films(t, other, custos.Hash{}, 1, 1, 2, 3, 4, 5)
	want(newBoard(t, other.DB, totals), 5, 1)
	for _, damage := range []string{"", "{}", "null", string(kept[:len(kept)/2]), strings.Replace(string(kept), `"up_to":5`, `"up_to":500`, 1)} {
		if err := os.WriteFile(totals, []byte(damage), 0o600); err != nil {
			t.Fatal(err)
		}
		want(newBoard(t, w.DB, totals), 4, 3)
	}
}

// However many watch, an answer is made once until something changes or time passes.
func TestAnswersAreMadeOnce(t *testing.T) {
	w := newWorld(t)
	b := newBoard(t, w.DB, "")
	askAll := func() {
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				out := httptest.NewRecorder()
				if err := errors.Join(b.GetStatus(out, httptest.NewRequest(http.MethodGet, "/", nil)), b.GetCameras(out, httptest.NewRequest(http.MethodGet, "/", nil))); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
	want := func(made, anchors int64, why string) {
		t.Helper()
		askAll()
		if got := b.db.counts.Load(); got != made {
			t.Errorf("%s: made %d times, want %d", why, got, made)
		}
		if got := b.db.anchors.Load(); got != anchors {
			t.Errorf("%s: anchors were counted %d times, want %d", why, got, anchors)
		}
	}
	want(1, 1, "at first")
	want(1, 1, "again")
	b.Committed()
	want(1, 1, "a moment after a commit")
	b.now = b.now.Add(answerLeast)
	want(2, 1, "after a commit")
	b.now = b.now.Add(answerLeast)
	want(2, 1, "while nothing changes")
	b.marks.Anchored = 3
	b.Moved()
	want(3, 2, "after an anchor")
	b.now = b.now.Add(answerFor)
	want(4, 2, "after a while")

	// Who goes away does not spoil it, and a failure is told and not kept.
	b.Committed()
	b.now = b.now.Add(answerLeast)
	out := httptest.NewRecorder()
	if err := b.GetStatus(out, httptest.NewRequest(http.MethodGet, "/", nil).WithContext(canceled())); err != nil {
		t.Errorf("for who has gone: %v", err)
	}
	rest := b.Rest
	b.Rest = func(context.Context, *api.Status) error { return errLost }
	b.Committed()
	b.now = b.now.Add(answerLeast)
	for range 2 {
		if err := b.GetStatus(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil)); !errors.Is(err, errLost) {
			t.Errorf("a failure: %v", err)
		}
	}
	b.Rest = rest
	if err := b.GetStatus(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil)); err != nil {
		t.Error(err)
	}
}

func ask(t *testing.T, url string, k *key.Key) (int, string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second) // a stream for who may not would not end
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := (access.Signer{Key: k, ChainID: testChain}).SignHTTP(r, nil); err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// TestAnswersAreNotForOthers: what was made for one who may see it is not given to another
// who may not, by any of the paths that answer from memory.
func TestAnswersAreNotForOthers(t *testing.T) {
	keys := newKeys(t, 3)
	owner, viewer, stranger := keys[0], keys[1], keys[2]
	g, _ := newGate(t, owner, viewer, stranger)
	w := newWorld(t)
	films(t, w, custos.Hash{}, 1, 1, 2)
	b := newBoard(t, w.DB, "")
	m := &master{Runtime: &node.Runtime{Env: &service.Env{}, Gate: g, Domain: domain, Index: g.Index}, board: b.Board, asked: w.DB, anchorer: &Anchorer{}}
	m.turns = access.NewTurns(access.QueriesAtOnce, access.QueriesKept, queriesWaiting)
	m.mirrors = &mirrors{m: m}
	run, end := context.WithCancel(t.Context())
	defer end()
	go func() { _ = b.Run(run) }()
	srv := httptest.NewServer(m.api())
	defer srv.Close()
	for _, e := range []api.Endpoint{api.GetStatus, api.GetCameras} {
		for range 2 {
			code, text := ask(t, srv.URL+e.Path, owner)
			if code != http.StatusOK || !strings.Contains(text, string(domain)) {
				t.Fatalf("%s for the owner: %d %s", e.Path, code, text)
			}
			if code, told := ask(t, srv.URL+e.Path, viewer); code != http.StatusOK || told != text {
				t.Errorf("%s for who may: %d %s", e.Path, code, told)
			}
			if code, told := ask(t, srv.URL+e.Path, stranger); code != http.StatusForbidden || strings.Contains(told, text) || strings.Contains(told, string(observe.KindSegment)) {
				t.Errorf("%s for who may not: %d %s", e.Path, code, told)
			}
		}
	}
	if code, told := ask(t, srv.URL+api.GetStream.Path, stranger); code != http.StatusForbidden || strings.Contains(told, "data:") {
		t.Errorf("the stream for who may not: %d %s", code, told)
	}
}
