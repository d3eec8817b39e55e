package fog

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/journal"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
)

const masterService = custos.ServiceID("front-fog/master")

// marker is in the bodies that are removed.
const marker = "marker-of-a-person"

// remover is a master with what it removes, and the journal by which tombstones come into its
// log.
type remover struct {
	*audited
	*Remover
	said []observe.Tombstone // the journal, which survives crashes
	sent int                 // of those, how many are committed
	last custos.Hash         // the journal's newest leaf
	// first is the batch that has the bodies, as its service sent it.
	first journal.Commit
	// kept is what its rows have of the bodies.
	kept []string
}

// newRemover is a master with an anchored batch of six events, whose bodies have the marker.
func newRemover(t *testing.T) *remover {
	t.Helper()
	r := &remover{audited: newAudited(t)}
	r.knowMaster()
	r.first = r.batch(t, r.prev, r.next, 6, func(e *custos.Event) {
		e.Time = began.Add(time.Duration(e.Seq) * time.Second)
		observetest.Say(e, &observe.Stream{State: observe.StreamStarted, Reason: fmt.Sprintf("%s %d", marker, e.Seq)})
	})
	if _, err := r.Commit(t.Context(), r.key.Address(), r.first); err != nil {
		t.Fatal(err)
	}
	rows, err := rowsOf(t, r.Committer.DB).Query("SELECT body FROM event ORDER BY n DESC LIMIT 6")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var body []byte
		if err := rows.Scan(&body); err != nil || len(body) == 0 {
			t.Fatalf("a body is kept as %d bytes: %v", len(body), err)
		}
		r.kept = slices.Insert(r.kept, 0, string(body))
	}
	if len(r.kept) != 6 {
		t.Fatalf("%d bodies are kept", len(r.kept))
	}
	r.prev, r.next = r.first.Leaf.Hash(), r.next+6
	r.begin()
	return r
}

// knowMaster has the registry know the master's own service, whose tombstones count.
func (w *audited) knowMaster() {
	w.others = map[custos.Address]custos.ServiceID{w.master.Address(): masterService}
	w.chain.list = append(w.chain.list, custos.Principal{Address: w.master.Address(), Name: string(masterService), Role: custos.RoleService, Owner: w.owner.Address, Domain: domain, Active: true})
}

// begin has a new process remove.
func (r *remover) begin() {
	r.Remover = &Remover{
		DB: r.Committer.DB, Service: masterService, Logger: slog.New(slog.DiscardHandler), Now: func() time.Time { return began.Add(time.Hour) },
		Say: func(_ context.Context, t observe.Tombstone) error { r.said = append(r.said, t); return nil },
		Said: func(_ context.Context, name string) (bool, error) {
			return slices.ContainsFunc(r.said, func(t observe.Tombstone) bool { return t.Removal == name }), nil
		},
	}
}

// crash ends the master and opens it again.
func (r *remover) crash(t *testing.T) {
	t.Helper()
	r.stop(t)
	r.start(t)
	if err := r.Recover(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.begin()
}

// forward brings the journal to the master, as its forwarder does.
func (r *remover) forward(t *testing.T) {
	t.Helper()
	for ; r.sent < len(r.said); r.sent++ {
		r.last = r.commitTombstone(t, r.master, masterService, uint64(r.sent+1), r.last, &r.said[r.sent]).Leaf.Hash()
	}
}

// commitTombstone commits what a service says.
func (w *audited) commitTombstone(t *testing.T, k *key.Key, by custos.ServiceID, seq uint64, prev custos.Hash, what *observe.Tombstone) journal.Commit {
	t.Helper()
	e := custos.Event{Service: by, Boot: 7, Seq: seq, Resource: domain, Time: what.At}
	if what.Segments {
		e.Resource = domain + "/cam1"
	}
	observetest.Say(&e, what)
	return w.commitEvent(t, k, e, prev)
}

// commitEvent commits one event of a service alone.
func (w *audited) commitEvent(t *testing.T, k *key.Key, e custos.Event, prev custos.Hash) journal.Commit {
	t.Helper()
	by, seq := e.Service, e.Seq
	body, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	s, o := evidence.Seal(body)
	b := evidence.Batch{Service: by, Boot: 7, First: seq, Last: seq, Prev: prev, Block: custos.BlockRef{Number: 3, Hash: custos.Hash{1}}, Closed: time.Now()}
	leaf, err := evidence.SignBatch(b, []custos.Hash{s.Commitment()}, k)
	if err != nil {
		t.Fatal(err)
	}
	m := journal.Commit{Leaf: leaf, Events: []journal.Sealed{{Sealed: s, Opening: o}}}
	if _, err := w.Commit(t.Context(), k.Address(), m); err != nil {
		t.Fatal(err)
	}
	return m
}

// order plans that the events 2 to 5 go.
func (r *remover) order(t *testing.T) error {
	t.Helper()
	var ids []custos.EventID
	for seq := uint64(2); seq <= 5; seq++ {
		ids = append(ids, custos.NewEventID(producer, 7, seq))
	}
	h, err := r.Remover.DB.Headers(t.Context(), ids)
	if err != nil || len(h) != 4 {
		t.Fatalf("%d headers: %v", len(h), err)
	}
	_, err = r.Begin(t.Context(), h, observe.Cause{Why: observe.ByOrder, By: custos.Address{9}, Reason: "the person asked for it"})
	return err
}

// finish works until nothing is under way.
func (r *remover) finish(t *testing.T) {
	t.Helper()
	for range 20 {
		busy, err := r.Turn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if r.forward(t); !busy {
			return
		}
	}
	t.Fatal("it does not end")
}

// remains reports in which files of a directory a marker stands.
func remains(t *testing.T, dir, what string) (in []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // the log's own, on its way to another name
		}
		if bytes.Contains(b, []byte(what)) {
			in = append(in, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// secrets are what of the events from the second to the fifth must be nowhere: bodies in each form
// and keys.
func (r *remover) secrets() (out []string) {
	for i, e := range r.first.Events[1:5] {
		out = append(out, r.kept[i+1], fmt.Sprintf("%s %d", marker, i+2))
		out = append(out, string(e.Box), string(e.Key[:]), string(e.Salt[:]), string(e.BodyHash[:]))
	}
	return out
}

// wantRemoved wants four bodies to be gone, told and nowhere in the files, and all else to stand.
func (r *remover) wantRemoved(t *testing.T) {
	t.Helper()
	r.stop(t)
	for i, s := range r.secrets() {
		if in := remains(t, r.dir, s); len(in) > 0 {
			t.Errorf("secret %d is still in %v", i, in)
		}
	}
	if in := remains(t, r.dir, r.kept[0]); len(in) == 0 {
		t.Error("a body that was not named is gone, or nothing is found that way")
	}
	rep := audits(t, r.config(r.dir))
	if rep.Result != evidence.Pass || rep.Removed != 4 || len(rep.Notes) != 0 {
		t.Errorf("the audit: %+v", rep)
	}
	for cause := range rep.Removals {
		if !strings.Contains(cause, "the person asked for it") || !strings.Contains(cause, custos.Address{9}.String()) {
			t.Errorf("the cause is %q", cause)
		}
	}
}

func TestRemovedBodiesLeaveWhatIsProved(t *testing.T) {
	r := newRemover(t)
	if err := r.order(t); err != nil {
		t.Fatal(err)
	}
	// What is planned is not removed before the log has its tombstone.
	for range 3 {
		if busy, err := r.Turn(t.Context()); err != nil || !busy {
			t.Fatalf("busy %v, %v", busy, err)
		}
	}
	if e, _, err := r.Remover.DB.Event(t.Context(), custos.NewEventID(producer, 7, 3)); err != nil || e.Sealed.Removed() {
		t.Fatalf("a body went before its tombstone: %v", err)
	}
	r.finish(t)
	if len(r.said) != 1 {
		t.Errorf("%d tombstones were said", len(r.said))
	}

	// It is shown by whom, and its batch's other events are proved as before.
	views := []api.Event{}
	for row, err := range r.Remover.DB.List(t.Context(), masterdb.Filter{Limit: 100}) {
		if err != nil {
			t.Fatal(err)
		}
		views = append(views, viewOf(row, Marks{}))
	}
	if err := sayRemoved(t.Context(), r.Remover.DB, views); err != nil {
		t.Fatal(err)
	}
	removed := 0
	for _, v := range views {
		if v.Mark == api.Removed {
			removed++
			if err := removedError(&v); custos.KindOf(err) != custos.NotFound || !strings.Contains(err.Error(), "the person asked for it") {
				t.Errorf("%s: %v", v.ID, err)
			}
		} else if v.Mark == api.Broken {
			t.Errorf("%s is broken", v.ID)
		}
	}
	if removed != 4 {
		t.Errorf("%d are removed", removed)
	}
	c, err := commitmentsOf(t.Context(), r.Remover.DB, 1)
	if err != nil {
		t.Fatal(err)
	}
	b, err := r.first.Leaf.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := b.CheckCommitments(c); err != nil {
		t.Error(err)
	}

	// The same batch again, with its bodies, is acknowledged and brings none of them back.
	if index, err := r.Commit(t.Context(), r.key.Address(), r.first); err != nil || index != 0 {
		t.Errorf("sent again: %d, %v", index, err)
	}
	r.anchor(t)
	r.wantRemoved(t)
}

// A crash before each step, and after each change that it made: whoever comes after ends it, and
// the result is the same.
func TestCrashWhileRemoving(t *testing.T) {
	crash := errors.New("crash")
	for _, step := range []string{"plan", "tell", "adopt", "apply", "finish"} {
		t.Run("before "+step, func(t *testing.T) {
			r := newRemover(t)
			r.step = nil
			r.Remover.step = func(s string) error {
				if s == step {
					return crash
				}
				return nil
			}
			err := r.order(t)
			for i := 0; err == nil && i < 10; i++ {
				_, err = r.Turn(t.Context())
				r.forward(t)
			}
			if !errors.Is(err, crash) {
				t.Fatalf("it went on: %v", err)
			}
			r.crash(t)
			if step == "plan" { // failed, not applied: it is ordered again
				if err := r.order(t); err != nil {
					t.Fatal(err)
				}
			}
			r.finish(t)
			r.anchor(t)
			r.wantRemoved(t)
		})
	}
	faults(t, []string{"plan removal", "adopt", "apply", "finish"}, func(t *testing.T, what string, applied bool) {
		r := newRemover(t)
		r.Remover.DB = &faulty{DB: r.Remover.DB, fails: what, applied: applied}
		err := r.order(t)
		for i := 0; err == nil && i < 10; i++ {
			_, err = r.Turn(t.Context())
			r.forward(t)
		}
		if !errors.Is(err, errLost) {
			t.Fatalf("a failure was taken for success: %v", err)
		}
		r.crash(t)
		if what == "plan removal" && !applied {
			if err := r.order(t); err != nil {
				t.Fatal(err)
			}
		}
		r.finish(t)
		r.anchor(t)
		r.wantRemoved(t)
	})
}

// A database that is put back from a copy of before, and a service that sends its batches again,
// do not bring bodies back that a tombstone in the log names.
func TestNoCopyBringsRemovedBodiesBack(t *testing.T) {
	r := newRemover(t)
	r.stop(t)
	before := copyDir(t, r.dir)
	r.start(t)
	r.begin()
	if err := r.order(t); err != nil {
		t.Fatal(err)
	}
	r.finish(t)
	r.stop(t)
	// The database is of before, the log is not.
	for _, f := range []string{"master.db", "master.db-wal", "master.db-shm"} {
		_ = os.Remove(filepath.Join(r.dir, f))
	}
	b, err := os.ReadFile(filepath.Join(before, "master.db"))
	if err == nil {
		err = os.WriteFile(filepath.Join(r.dir, "master.db"), b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	r.start(t)
	if err := r.Recover(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.begin()
	r.sent, r.last = 0, custos.Hash{} // the journal finds that the master has lost its batch
	b2 := r.said
	r.forward(t)
	r.finish(t)
	if len(r.said) != len(b2) {
		t.Errorf("%d tombstones were said, want %d", len(r.said), len(b2))
	}

	// The rows of the batch are gone, too, and come again with their bodies.
	if _, err := rowsOf(t, r.Remover.DB).Exec("DELETE FROM event WHERE batch = 1; DELETE FROM batch WHERE n = 1"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Commit(t.Context(), r.key.Address(), r.first); err != nil {
		t.Fatal(err)
	}
	for seq := uint64(1); seq <= 6; seq++ {
		e, there, err := r.Remover.DB.Event(t.Context(), custos.NewEventID(producer, 7, seq))
		if err != nil || !there || e.Sealed.Removed() != (seq >= 2 && seq <= 5) {
			t.Errorf("event %d: there %v, removed %v, %v", seq, there, e.Sealed.Removed(), err)
		}
	}
	r.stop(t)
	for i, s := range r.secrets() {
		if i%4 != 3 { // a body's salted hash without the salt says nothing
			if in := remains(t, r.dir, s); len(in) > 0 {
				t.Errorf("secret %d is back in %v", i, in)
			}
		}
	}
}

// A service that has no body any more gives the header: it is taken if the log says that the
// body was removed, and waits until then.
func TestBatchesWithoutRemovedBodies(t *testing.T) {
	r := newRemover(t)
	m := r.batch(t, r.prev, r.next, 2, nil)
	e := &m.Events[1]
	c := e.Commitment()
	*e = journal.Sealed{Sealed: evidence.Sealed{BodyHash: c}, Gone: &journal.Gone{Kind: observe.KindStream, Resource: domain + "/cam1", Time: began}}
	if _, err := r.Commit(t.Context(), r.key.Address(), m); custos.KindOf(err) != custos.Unavailable {
		t.Fatalf("a body that nobody removed is not asked for: %v", err)
	}
	var d observe.TombstoneDigest
	d.Add(custos.NewEventID(producer, 7, r.next+1), observe.KindStream, domain+"/cam1", began, c)
	if err := r.Remover.DB.Plan(t.Context(), observe.Tombstone{
		Removal: "x", Service: producer, Spans: []observe.Span{{Boot: 7, First: r.next + 1, Last: r.next + 1}}, Count: 1, Kinds: []custos.Kind{observe.KindStream},
		From: began, Until: began, Digest: d.Sum(), Cause: observe.Cause{Why: observe.ByOrder, By: custos.Address{9}, Reason: "r"}, At: began.Add(time.Hour),
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Commit(t.Context(), r.key.Address(), m); err != nil {
		t.Fatal(err)
	}
	r.finish(t)
	r.stop(t)
	if rep := audits(t, r.config(r.dir)); rep.Result == evidence.Fail || rep.Removed != 1 {
		t.Errorf("%+v", rep)
	}
}

// TestAttack03RemovedUnderCover takes bodies away in a stopped master's database, under cover of
// tombstones that do not say so, or of forged ones.
func TestAttack03RemovedUnderCover(t *testing.T) {
	forged := observe.Tombstone{
		Removal: "forged", Service: producer, Spans: []observe.Span{{Boot: 7, First: 1, Last: 1}}, Count: 1, Kinds: []custos.Kind{observe.KindStream},
		From: began, Until: began, Cause: observe.Cause{Why: observe.ByOrder, By: custos.Address{9}, Reason: "forged"}, At: began.Add(time.Hour),
	}
	young := forged
	// over is a tombstone over the first event as it is.
	over := func(r *remover, t observe.Tombstone) *observe.Tombstone {
		var d observe.TombstoneDigest
		d.Add(custos.NewEventID(producer, 7, 1), observe.KindStream, domain+"/cam1", began.Add(time.Second), r.first.Events[0].Commitment())
		t.Digest = d.Sum()
		return &t
	}
	young.Cause = observe.Cause{Why: observe.ByAge, Rule: "all: keep 720h", Keep: 720 * time.Hour}
	id := custos.NewEventID(producer, 7, 1)
	for name, attack := range map[string]func(t *testing.T, r *remover){
		"without a tombstone": func(*testing.T, *remover) {},
		"by a tombstone of another service": func(t *testing.T, r *remover) {
			r.commitTombstone(t, r.key, producer, r.next, r.prev, over(r, forged))
		},
		"by a tombstone that is younger than its own rule": func(t *testing.T, r *remover) {
			r.commitTombstone(t, r.master, masterService, uint64(r.sent+1), r.last, over(r, young))
		},
		"by a tombstone over something else": func(t *testing.T, r *remover) {
			other := forged
			other.Digest = custos.Hash{1}
			r.commitTombstone(t, r.master, masterService, uint64(r.sent+1), r.last, &other)
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRemover(t)
			if err := r.order(t); err != nil {
				t.Fatal(err)
			}
			r.finish(t)
			attack(t, r)
			r.anchor(t)
			r.stop(t)
			c := r.first.Events[0].Commitment()
			if _, err := edit(t, r.dir).Exec("UPDATE event SET key = x'', salt = x'', hash = ?, body = x'' WHERE batch = 1 AND seq = 1", c[:]); err != nil {
				t.Fatal(err)
			}
			if rep := audits(t, r.config(r.dir)); rep.Result != evidence.Fail || !names(rep, id) {
				t.Errorf("%+v", rep)
			}
		})
	}
	t.Run("a removed row is edited", func(t *testing.T) {
		r := newRemover(t)
		if err := r.order(t); err != nil {
			t.Fatal(err)
		}
		r.finish(t)
		r.anchor(t)
		r.stop(t)
		for column, v := range map[string]any{
			"kind": 2000, "resource": 2000, "time": 5, "hash": make([]byte, 32), "seq": 77, "key": []byte{1}, "batch": 2,
		} {
			dir := copyDir(t, r.dir)
			if _, err := edit(t, dir).Exec("UPDATE event SET "+column+" = ? WHERE batch = 1 AND seq = 3", v); err != nil {
				t.Fatal(err)
			}
			if rep := audits(t, r.config(dir)); rep.Result != evidence.Fail {
				t.Errorf("%s was changed: %+v", column, rep)
			}
		}
		dir := copyDir(t, r.dir)
		if _, err := edit(t, dir).Exec("DELETE FROM event WHERE kind = (SELECT n FROM kind WHERE name = 'tombstone')"); err != nil {
			t.Fatal(err)
		}
		if rep := audits(t, r.config(dir)); !names(rep, custos.NewEventID(producer, 7, 3)) {
			t.Errorf("without its tombstone: %+v", rep)
		}
	})
}

// TestAttack07FootageUnderCover deletes footage: what its own recorder's tombstone in the log names
// is counted and no finding; what it does not, or is younger than its own rule says, or is said by
// another service, is.
func TestAttack07FootageUnderCover(t *testing.T) {
	at := began.Add(31 * day)
	honest := observe.Tombstone{
		Removal: "20260701T18-1-2", Service: producer, Segments: true, Spans: []observe.Span{{First: 1, Last: 2}}, Count: 2, From: began, Until: began.Add(time.Hour),
		Cause: observe.Cause{Why: observe.ByAge, Rule: "footage: keep 30d", Keep: 30 * day}, At: at,
	}
	for name, c := range map[string]struct {
		change func(*observe.Tombstone)
		master bool
		want   evidence.Status
	}{
		"told":                   {func(*observe.Tombstone) {}, false, evidence.Pass},
		"not told":               {func(o *observe.Tombstone) { o.Spans, o.Count = []observe.Span{{First: 3, Last: 3}}, 1 }, false, evidence.Fail},
		"told too early":         {func(o *observe.Tombstone) { o.At = began.Add(day) }, false, evidence.Fail},
		"told of another time":   {func(o *observe.Tombstone) { o.At = began.Add(30 * day); o.Until = began }, false, evidence.Fail},
		"told by somebody":       {func(*observe.Tombstone) {}, true, evidence.Fail},
		"told of somebody's own": {func(o *observe.Tombstone) { o.Service = masterService }, true, evidence.Fail},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRemover(t)
			for range 3 {
				r.commit(t)
			}
			tomb := honest
			c.change(&tomb)
			if c.master {
				r.commitTombstone(t, r.master, masterService, 1, custos.Hash{}, &tomb)
			} else {
				r.commitTombstone(t, r.key, producer, r.next, r.prev, &tomb)
			}
			r.anchor(t)
			r.stop(t)
			for _, f := range []string{"day/1.mp4", "day/2.mp4"} {
				if err := os.Remove(filepath.Join(r.footage, f)); err != nil {
					t.Fatal(err)
				}
			}
			rep := audits(t, r.config(r.dir))
			if rep.Result != c.want || c.want == evidence.Pass && (rep.Removed != 2 || rep.Segments != 1) {
				t.Errorf("%+v", rep)
			}
		})
	}
}
