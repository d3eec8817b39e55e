package fog

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/mirror"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
)

// grown is a stopped master with so many anchored batches of three events.
func grown(t *testing.T, batches int) *audited {
	t.Helper()
	w := newAudited(t)
	for i := range batches {
		w.commit(t)
		if i%3 == 0 || i == batches-1 {
			w.anchor(t)
		}
	}
	w.stop(t)
	return w
}

// lying is a mirror that gives other bodies, leaves and keys than were committed.
func lying(of *heldCopies) *heldCopies {
	l := *of
	l.name = "a liar"
	l.lie = func(e *mirror.Entry) {
		switch e.Index % 3 {
		case 0:
			e.Leaf = append(slices.Clone(e.Leaf), 1)
		case 1:
			for i := range e.Bodies {
				e.Bodies[i].Commitment[3] ^= 1
			}
		case 2:
			for i := range e.Bodies {
				e.Bodies[i].Wrapped[0] ^= 1
				e.Bodies[i].Box = append(slices.Clone(e.Bodies[i].Box), 7)
			}
		}
	}
	return &l
}

// sameAs wants a directory to be equal to a good one: rows, log, and what the audit says.
func (w *audited) sameAs(t *testing.T, name, dir, before string) {
	t.Helper()
	if after := rowsAsTheyAre(t, dir); after != before {
		t.Errorf("%s: the rows are\n%s\nwant\n%s", name, after, before)
	}
	cp, _, err := LogFiles{Dir: filepath.Join(w.dir, "log")}.Checkpoint()
	if err != nil {
		t.Fatal(err)
	}
	leaves, _, err := LogFiles{Dir: filepath.Join(w.dir, "log")}.Leaves(t.Context(), cp.Size)
	if err != nil {
		t.Fatal(err)
	}
	for path := range differing(filepath.Join(dir, "log"), leaves) {
		t.Errorf("%s: %s of the log differs", name, path)
	}
	if r := audits(t, w.config(dir)); r.Result != evidence.Pass {
		t.Errorf("%s: the audit says %+v", name, r.Findings)
	}
}

// vandal changes a stopped master's directory as an intruder with a shell does, at random.
type vandal struct {
	*rand.Rand
	dir, old string
	did      []string
}

func (v *vandal) harm(t *testing.T) {
	t.Helper()
	n, m := 1+v.IntN(30), 1+v.IntN(10)
	do := []string{
		fmt.Sprintf("UPDATE event SET body = zeroblob(40) WHERE n = %d", n),
		fmt.Sprintf("UPDATE event SET key = zeroblob(32) WHERE n = %d", n),
		fmt.Sprintf("UPDATE event SET time = time + 1000 WHERE n = %d", n),
		fmt.Sprintf("UPDATE event SET kind = 3 - kind WHERE n = %d AND kind < 3", n),
		fmt.Sprintf("UPDATE event SET body = x'', key = x'', salt = x'', hash = zeroblob(32) WHERE n = %d", n),
		fmt.Sprintf("DELETE FROM event WHERE n = %d", n),
		fmt.Sprintf("DELETE FROM event WHERE batch = %d", m),
		fmt.Sprintf("DELETE FROM event WHERE batch = %d; DELETE FROM batch WHERE n = %d", m, m),
		fmt.Sprintf("DELETE FROM batch WHERE n = %d", m),
		fmt.Sprintf("UPDATE event SET n = n + 1000 WHERE n = %d", n),
		fmt.Sprintf("UPDATE event SET seq = seq + 500 WHERE n = %d", n),
		fmt.Sprintf("UPDATE batch SET leaf = x'01' WHERE n = %d", m),
		fmt.Sprintf("UPDATE batch SET leaf_index = leaf_index + 100 WHERE n = %d", m),
		fmt.Sprintf("UPDATE batch SET service = 'front-edge/other' WHERE n = %d", m),
		fmt.Sprintf("UPDATE batch SET n = n + 50 WHERE n = %d", m),
		fmt.Sprintf("UPDATE OR IGNORE event SET batch = %d WHERE n = %d", m, n),
		fmt.Sprintf("INSERT OR IGNORE INTO event SELECT %d, 77, seq, kind, resource, time, body, key, salt, hash FROM event WHERE n = %d", 200+n, n),
		fmt.Sprintf("INSERT OR IGNORE INTO batch SELECT %d, service, boot + 1, first, last, leaf, leaf_hash, NULL, received, clock_offset FROM batch WHERE n = %d", 70+m, m),
		"UPDATE event SET n = 900 WHERE n = 4; UPDATE event SET n = 4 WHERE n = 8; UPDATE event SET n = 8 WHERE n = 900",
		"UPDATE batch SET n = 900 WHERE n = 2; UPDATE batch SET n = 2 WHERE n = 3; UPDATE batch SET n = 3 WHERE n = 900",
		"UPDATE checkpoint SET signers = signers + 1 WHERE size = 4",
		"UPDATE checkpoint SET root = zeroblob(32) WHERE size = 4",
	}
	switch k := v.IntN(len(do) + 4); {
	case k < len(do):
		db := edit(t, v.dir)
		defer db.Close()
		for _, q := range strings.Split(do[k], "; ") {
			if _, err := db.Exec(q); err != nil {
				return // the table's own rules refuse it
			}
		}
		v.did = append(v.did, do[k])
	case k == len(do): // the database of before is put back
		b, err := os.ReadFile(filepath.Join(v.old, "master.db"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(v.dir, "master.db"), b, 0o600); err != nil {
			t.Fatal(err)
		}
		v.did = append(v.did, "the database of before")
	default:
		var files []string
		_ = fs.WalkDir(os.DirFS(v.dir), "log/tile", func(p string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				files = append(files, p)
			}
			return nil
		})
		if len(files) == 0 {
			return
		}
		p := files[v.IntN(len(files))]
		path := filepath.Join(v.dir, p)
		if k == len(do)+1 {
			_ = os.Remove(path)
		} else if b, err := os.ReadFile(path); err == nil && len(b) > 0 {
			b[v.IntN(len(b))] ^= 1
			_ = os.WriteFile(path, b, 0o600)
		}
		v.did = append(v.did, p)
	}
}

// TestAttack03RandomVandals has rows and files changed, deleted, inserted and put back from before, at
// random. A repair with an honest mirror behind a lying one makes all as it was, each time.
func TestAttack03RandomVandals(t *testing.T) {
	w := newAudited(t)
	var old string
	for i := range 10 {
		w.commit(t)
		if i%3 == 0 || i == 9 {
			w.anchor(t)
		}
		if i == 5 {
			w.stop(t)
			old = copyDir(t, w.dir)
			w.start(t)
		}
	}
	w.stop(t)
	before := rowsAsTheyAre(t, w.dir)
	honest := w.mirrored(t, "bruno's mirror")
	for seed := range uint64(40) {
		v := &vandal{Rand: rand.New(rand.NewPCG(18, seed)), dir: copyDir(t, w.dir), old: old}
		for range 1 + v.IntN(5) {
			v.harm(t)
		}
		name := fmt.Sprintf("seed %d, %q", seed, v.did)
		r := w.repairer(t, v.dir, lying(honest), honest)
		out, err := r.Repair(t.Context(), false)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		r.end(t)
		if out.Count > 0 && len(r.told) == 0 || out.Count == 0 && len(r.told) > 0 {
			t.Errorf("%s: %d were put right, told were %d", name, out.Count, len(r.told))
		}
		if slices.ContainsFunc(v.did, func(s string) bool { return strings.Contains(s, "before") }) {
			// Checkpoints that came after it were of its master alone.
			if rep := audits(t, w.config(v.dir)); rep.Result != evidence.Pass || rep.Events != 30 {
				t.Errorf("%s: %+v", name, rep)
			}
			continue
		}
		w.sameAs(t, name, v.dir, before)
	}
}

// TestRepairWithoutCopies puts right what the own rows prove, names the rest, and destroys nothing of it.
func TestRepairWithoutCopies(t *testing.T) {
	w := grown(t, 4)
	before := rowsAsTheyAre(t, w.dir)
	dir := copyDir(t, w.dir)
	change(t, dir, "UPDATE event SET kind = 1 WHERE n = 5", "UPDATE event SET batch = 9 WHERE n = 8", "UPDATE batch SET first = 40 WHERE n = 1")
	out := w.repairs(t, dir)
	if len(out.Open) != 0 || out.Count != 3 {
		t.Errorf("%+v", out)
	}
	w.sameAs(t, "by its own rows", dir, before)

	change(t, dir, "UPDATE event SET time = time + 1 WHERE n = 5")
	hurt := rowsAsTheyAre(t, dir)
	for range 2 {
		if out = w.repairs(t, dir); out.Count != 0 || len(out.Open) == 0 {
			t.Errorf("%+v", out)
		}
	}
	// Nor does one who lies about commitments, bodies or leaves.
	if out = w.repairs(t, dir, lying(w.mirrored(t, "m"))); out.Count != 0 || len(out.Open) == 0 || len(out.Lost) != 0 {
		t.Errorf("by a liar: %+v", out)
	}
	if rowsAsTheyAre(t, dir) != hurt {
		t.Error("what nobody proves was changed")
	}
	// Nor is a commitment taken over that nobody has signed, where a row is gone.
	gone := copyDir(t, w.dir)
	change(t, gone, "DELETE FROM event WHERE n = 5")
	hurt = rowsAsTheyAre(t, gone)
	if out = w.repairs(t, gone, lying(w.mirrored(t, "m"))); out.Count != 0 || rowsAsTheyAre(t, gone) != hurt {
		t.Errorf("a row by a liar: %+v", out)
	}
	// With a mirror's copy it comes back.
	if out = w.repairs(t, dir, w.mirrored(t, "m")); out.Count != 1 || out.All[0].Field != "time" || out.All[0].From != "m" {
		t.Errorf("%+v", out)
	}
	w.sameAs(t, "by a mirror", dir, before)
}

// TestAttack04RecoveredFromMirrors: a directory that is lost, or older than what others hold, is refused
// by a repair that runs, and comes back whole by one that may fill it; also where a crash cuts it off at
// any step, or a change is applied and its answer lost.
func TestAttack04RecoveredFromMirrors(t *testing.T) {
	w := newAudited(t)
	for range 3 {
		w.commit(t)
	}
	w.anchor(t)
	w.stop(t)
	old := copyDir(t, w.dir)
	w.start(t)
	for range 4 {
		w.commit(t)
	}
	w.anchor(t)
	w.stop(t)
	good := rowsAsTheyAre(t, w.dir)
	i := strings.Index(good, "{Size:")
	good = good[:i] // checkpoints and cosignatures of before are not in the copies
	honest := w.mirrored(t, "carla's mirror")
	crash := errors.New("crash")
	for _, from := range []string{"", old} {
		for _, fail := range []string{"", "files", "rows", "done", "tell", "mend, not applied", "mend, applied"} {
			name := fmt.Sprintf("%q, cut off at %q", from, fail)
			dir := t.TempDir()
			if from != "" {
				dir = copyDir(t, from)
				r := w.repairer(t, dir, honest)
				if _, err := r.Repair(t.Context(), false); custos.KindOf(err) != custos.Corrupt || !strings.Contains(err.Error(), "custos master recover") && !strings.Contains(err.Error(), "anchor") {
					t.Errorf("%s: repaired while a master runs: %v", name, err)
				}
				r.end(t)
			}
			told := 0
			for life := range 2 {
				r := w.repairer(t, dir, lying(honest), honest)
				r.Lost = true
				tell := r.Tell
				r.Tell = func(ctx context.Context, d *observe.Repair) error { told++; return tell(ctx, d) }
				if life == 0 {
					r.step = func(s string) error {
						if s == fail {
							return crash
						}
						return nil
					}
					r.DB = &faulty{DB: r.DB, fails: strings.Split(fail, ",")[0], applied: strings.HasSuffix(fail, ", applied")}
				}
				out, err := r.Repair(t.Context(), false)
				if life == 0 && fail != "" && strings.HasPrefix(fail, "mend") {
					if err != nil && custos.KindOf(err) != custos.Conflict { // it plans anew, and ends
						t.Errorf("%s: %v", name, err)
					}
				} else if life == 0 && fail != "" {
					if !errors.Is(err, crash) {
						t.Fatalf("%s: %v", name, err)
					}
				} else if err != nil {
					t.Fatalf("%s: %v", name, err)
				} else if len(out.Lost) != 0 || len(out.Open) != 0 && fail == "" && life > 0 {
					t.Errorf("%s: %+v", name, out)
				}
				r.end(t)
			}
			if told == 0 {
				t.Errorf("%s: nothing was told", name)
			}
			if got := rowsAsTheyAre(t, dir); !strings.HasPrefix(got, good) {
				t.Errorf("%s: the rows are\n%s\nwant\n%s", name, got, good)
			}
			if rep := audits(t, w.config(dir)); rep.Result != evidence.Pass || rep.Size != 7 {
				t.Errorf("%s: the audit says %+v", name, rep)
			}
			// Its master goes on with it.
			x := *w
			x.world = &world{dir: dir, key: w.key, note: w.note}
			x.start(t)
			if err := errors.Join(CheckAgainstChain(t.Context(), x.Log, w.chain), x.Recover(t.Context())); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			x.commit(t)
			x.stop(t)
		}
	}
}

// TestRecoveredWithoutKeys: what stands in the log and whose bodies or keys are in no copy is counted and
// named, and the audit says so and does not call it altered.
func TestRecoveredWithoutKeys(t *testing.T) {
	w := grown(t, 4)
	honest := w.mirrored(t, "m")
	honest.entries[1].Bodies = nil                         // not kept by policy
	honest.entries[2].Bodies[1].Wrapped = custos.Hash{}    // its key was not given
	honest.entries[3].Bodies[0].Sealed = evidence.Sealed{} // nor was this one's body
	dir := t.TempDir()
	r := w.repairer(t, dir, honest)
	r.Lost = true
	out, err := r.Repair(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, l := range out.Lost {
		n += l.Count
	}
	if n != 5 {
		t.Errorf("%d are lost: %+v", n, out.Lost)
	}
	r.end(t)
	rep := audits(t, w.config(dir))
	if rep.Size != 4 || rep.Batches != 4 || rep.Result != evidence.Fail {
		t.Errorf("before it is on record: %+v", rep)
	}
	// Once the master has said so in the log, it is missing and explained.
	x := *w
	x.world = &world{dir: dir, key: w.key, note: w.note}
	x.knowMaster()
	x.start(t)
	if err := x.Recover(t.Context()); err != nil {
		t.Fatal(err)
	}
	e := custos.Event{Service: masterService, Boot: 7, Seq: 1, Resource: domain, Time: r.told[0].At}
	observetest.Say(&e, &r.told[0])
	x.commitEvent(t, w.master, e, custos.Hash{})
	x.anchor(t)
	x.stop(t)
	rep = audits(t, w.config(dir))
	if rep.Result != evidence.Unknown || len(rep.Findings) == 0 || !strings.Contains(rep.Findings[0].Detail, "did not come back") {
		t.Errorf("%+v", rep)
	}
}

// TestNoRepairBringsRemovedBodiesBack: what was removed by an order stays removed, whatever was done to
// its rows and to its tombstone, and whoever has it still.
func TestNoRepairBringsRemovedBodiesBack(t *testing.T) {
	r := newRemover(t)
	r.stop(t)
	early := r.mirrored(t, "a mirror of before") // has the bodies, with their keys
	r.start(t)
	if err := r.Recover(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.begin()
	if err := r.order(t); err != nil {
		t.Fatal(err)
	}
	r.finish(t)
	r.finish(t)
	r.anchor(t)
	r.stop(t)
	now := r.mirrored(t, "a mirror of now")
	early.entries = append(early.entries, now.entries[1:]...)
	early.signed = now.signed
	before := rowsAsTheyAre(t, r.dir)

	// While the tombstone itself does not come back, nothing that is gone does.
	blind := *early
	blind.entries = slices.Clone(early.entries)
	for i := range blind.entries[1:] {
		blind.entries[1+i].Bodies = nil
	}
	dir := copyDir(t, r.dir)
	change(t, dir, "UPDATE event SET key = zeroblob(32) WHERE batch = 2")
	if out := r.repairs(t, dir, &blind); len(out.Open) == 0 || out.Count != 0 {
		t.Errorf("without the tombstone: %+v", out)
	}
	for name, do := range map[string][]string{
		"removed rows are deleted":       {"DELETE FROM event WHERE n IN (2, 3)"},
		"a removed row is altered":       {"UPDATE event SET hash = zeroblob(32) WHERE n = 3"},
		"the tombstone is deleted":       {"DELETE FROM event WHERE batch = 2"},
		"the tombstone and its batch":    {"DELETE FROM event WHERE batch = 2", "DELETE FROM batch WHERE n = 2"},
		"the tombstone and a row":        {"DELETE FROM event WHERE batch = 2", "DELETE FROM event WHERE n = 4"},
		"the tombstone's key is altered": {"UPDATE event SET key = zeroblob(32) WHERE batch = 2"},
	} {
		for _, copies := range []*heldCopies{early, now} {
			dir := copyDir(t, r.dir)
			change(t, dir, do...)
			out := r.repairs(t, dir, copies)
			if copies == early { // the headers of removed rows come from its bodies
				if after := rowsAsTheyAre(t, dir); after != before {
					t.Errorf("%s, by %s: %+v\n%s\nwant\n%s", name, copies.name, out, after, before)
				}
			}
			db, err := openReadOnly(filepath.Join(dir, "master.db"))
			if err != nil {
				t.Fatal(err)
			}
			for seq := uint64(2); seq <= 5; seq++ {
				e, there, err := db.Event(t.Context(), custos.NewEventID(producer, 7, seq))
				if err != nil || !there || !e.Sealed.Removed() {
					t.Errorf("%s, by %s: event %d: there %v, removed %v, %v", name, copies.name, seq, there, e.Sealed.Removed(), err)
				}
			}
			db.Close()
			for i, s := range r.secrets() {
				if in := remains(t, dir, s); len(in) > 0 {
					t.Errorf("%s, by %s: secret %d stands in %v", name, copies.name, i, in)
				}
			}
		}
	}
}

// TestNoRepairAgainstTheChain: where the chain has another root than the log's checkpoint, or more leaves than
// anybody holds, nothing is put right: it is not known which is true.
func TestNoRepairAgainstTheChain(t *testing.T) {
	w := filled(t)
	change(t, w.dir, "UPDATE event SET kind = 1 WHERE n = 5")
	hurt := rowsAsTheyAre(t, w.dir)
	for _, do := range []func(*Repairer){
		func(r *Repairer) { r.Anchored.Root[0] ^= 1 },
		func(r *Repairer) { r.Anchored.Size++ },
	} {
		r := w.repairer(t, w.dir)
		do(r.Repairer)
		if out, err := r.Repair(t.Context(), false); custos.KindOf(err) != custos.Corrupt || len(r.told) > 0 {
			t.Errorf("%+v, %v", out, err)
		}
		r.end(t)
	}
	if rowsAsTheyAre(t, w.dir) != hurt {
		t.Error("rows were changed")
	}
}
