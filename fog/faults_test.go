package fog

import (
	"context"
	"errors"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
)

// errLost is what a caller is told by a database whose answer got lost.
var errLost = errors.New("the database's answer got lost")

// faulty is a database of which one change fails, once: it was applied before that, or not.
type faulty struct {
	masterdb.DB
	fails   string
	applied bool
}

func (f *faulty) change(what string, do func() error) error {
	if f.fails != what {
		return do()
	}
	f.fails = ""
	if f.applied {
		if err := do(); err != nil {
			return err
		}
	}
	return errLost
}

func (f *faulty) StageAll(ctx context.Context, group []masterdb.Staging) (out []masterdb.Outcome, err error) {
	err = f.change("stage", func() (err error) { out, err = f.DB.StageAll(ctx, group); return err })
	return out, err
}

func (f *faulty) RecordAll(ctx context.Context, group []masterdb.Recording) (out []masterdb.Outcome, err error) {
	err = f.change("record", func() (err error) { out, err = f.DB.RecordAll(ctx, group); return err })
	return out, err
}

func (f *faulty) KeepCosigned(ctx context.Context, c masterdb.Checkpoint) error {
	return f.change("keep cosigned", func() error { return f.DB.KeepCosigned(ctx, c) })
}

func (f *faulty) KeepAnchor(ctx context.Context, c masterdb.Checkpoint, a masterdb.Anchor) error {
	return f.change("keep anchor", func() error { return f.DB.KeepAnchor(ctx, c, a) })
}

func (f *faulty) Confirm(ctx context.Context, all []masterdb.Anchor) error {
	return f.change("confirm", func() error { return f.DB.Confirm(ctx, all) })
}

func (f *faulty) ForgetAnchor(ctx context.Context, size uint64, block custos.Hash) error {
	return f.change("forget anchor", func() error { return f.DB.ForgetAnchor(ctx, size, block) })
}

func (f *faulty) Cosign(ctx context.Context, c masterdb.Cosigning, check func(uint64, custos.Hash) error) error {
	return f.change("cosign", func() error { return f.DB.Cosign(ctx, c, check) })
}

func (f *faulty) OpenAlarm(ctx context.Context, a masterdb.Alarm) error {
	return f.change("open alarm", func() error { return f.DB.OpenAlarm(ctx, a) })
}

func (f *faulty) CloseAlarm(ctx context.Context, about observe.AlarmKind, origin string) error {
	return f.change("close alarm", func() error { return f.DB.CloseAlarm(ctx, about, origin) })
}

func (f *faulty) Mend(ctx context.Context, m masterdb.Mending) error {
	return f.change("mend", func() error { return f.DB.Mend(ctx, m) })
}

func (f *faulty) Plan(ctx context.Context, t observe.Tombstone) error {
	return f.change("plan removal", func() error { return f.DB.Plan(ctx, t) })
}

func (f *faulty) Adopt(ctx context.Context, n int64, told []observe.Tombstone) error {
	return f.change("adopt", func() error { return f.DB.Adopt(ctx, n, told) })
}

func (f *faulty) Apply(ctx context.Context, removal string, limit int) (done bool, err error) {
	err = f.change("apply", func() (err error) { done, err = f.DB.Apply(ctx, removal, limit); return err })
	return done, err
}

func (f *faulty) Finish(ctx context.Context, removal string, at time.Time) error {
	return f.change("finish", func() error { return f.DB.Finish(ctx, removal, at) })
}

// faults runs a test for each of the changes, failed and not applied, and failed but applied.
func faults(t *testing.T, changes []string, test func(t *testing.T, what string, applied bool)) {
	for _, what := range changes {
		for name, applied := range map[string]bool{"failed, not applied": false, "failed, but applied": true} {
			t.Run(what+" "+name, func(t *testing.T) { test(t, what, applied) })
		}
	}
}

// The service gets no acknowledgement and sends the batch again, to this master or to the next
// one that starts: one row an event and one leaf.
func TestCommitsWhoseChangesFail(t *testing.T) {
	for name, restart := range map[string]bool{"the same master": false, "the next one": true} {
		t.Run(name, func(t *testing.T) { commitsWhoseChangesFail(t, restart) })
	}
}

func commitsWhoseChangesFail(t *testing.T, restart bool) {
	faults(t, []string{"stage", "record"}, func(t *testing.T, what string, applied bool) {
		w, ctx := newWorld(t), context.Background()
		first := w.batch(t, custos.Hash{}, 1, 3, nil)
		if _, err := w.Commit(ctx, w.key.Address(), first); err != nil {
			t.Fatal(err)
		}
		second := w.batch(t, first.Leaf.Hash(), 4, 2, nil)
		sound := w.DB
		w.DB = &faulty{DB: sound, fails: what, applied: applied}
		if _, err := w.Commit(ctx, w.key.Address(), second); !errors.Is(err, errLost) {
			t.Fatalf("a failure was taken for success: %v", err)
		}
		w.DB = sound
		if restart {
			w.shut(t)
			w.open(t)
		}
		if index, err := w.Commit(ctx, w.key.Address(), second); err != nil || index != 1 {
			t.Fatalf("sent again: index %d, %v", index, err)
		}
		if e, b, l := w.counts(t); e != 5 || b != 2 || l != 2 {
			t.Fatalf("%d events, %d batches, %d leaves; want 5, 2, 2", e, b, l)
		}
	})
}

// The anchor is sent once, and confirmed in the end.
func TestAnchorsWhoseChangesFail(t *testing.T) {
	faults(t, []string{"keep cosigned", "keep anchor", "confirm"}, func(t *testing.T, what string, applied bool) {
		a := newAnchored(t)
		sound := a.Anchorer.DB
		db := &faulty{DB: sound, fails: what, applied: applied}
		a.Anchorer.DB = db
		size := a.grown(t, 1)
		lost := 0
		for range 4 {
			_, err := a.step(context.Background())
			err = errors.Join(err, a.confirm(context.Background()))
			if errors.Is(err, errLost) {
				lost++
			} else if err != nil {
				t.Fatal(err)
			}
			a.chain.grow(1)
		}
		if lost != 1 {
			t.Fatalf("%d failures were told of", lost)
		}
		a.want(t, size, 1)
		if p, err := a.proven(context.Background(), 0); err != nil || p.cosigs == "" {
			t.Fatalf("proven %+v: %v", p, err)
		}
	})
}

// A reorganisation takes the anchor's block: whether that is forgotten at once or later, the
// mark goes back, and the log is anchored again.
func TestForgettingAnAnchorFails(t *testing.T) {
	faults(t, []string{"forget anchor"}, func(t *testing.T, what string, applied bool) {
		a := newAnchored(t)
		size := a.grown(t, 1)
		a.turn(t)
		a.chain.grow(2)
		a.turn(t)
		a.want(t, size, 1)
		a.chain.reorganise(1)
		a.Anchorer.DB = &faulty{DB: a.Anchorer.DB, fails: what, applied: applied}
		if err := a.confirm(context.Background()); !errors.Is(err, errLost) {
			t.Fatalf("a failure was taken for success: %v", err)
		}
		if err := a.confirm(context.Background()); err != nil {
			t.Fatal(err)
		}
		a.want(t, 0, 1)
		a.turn(t)
		a.chain.grow(2)
		a.turn(t)
		a.want(t, size, 2)
	})
}

// A witness that does not know whether it kept what it is to sign signs nothing. Asked again,
// it signs once it has kept it, and never another story.
func TestCosigningWhoseChangeFails(t *testing.T) {
	faults(t, []string{"cosign"}, func(t *testing.T, what string, applied bool) {
		g := newGuard(t)
		w, ask := newPolicyWitness(t, g)
		w.DB = &faulty{DB: g.DB, fails: what, applied: applied}
		if line, err := ask(1, evidence.Policy{}); !errors.Is(err, errLost) || line != "" {
			t.Fatalf("it signed %q: %v", line, err)
		}
		line, err := ask(1, evidence.Policy{})
		switch {
		case !applied && (err != nil || line == ""):
			t.Errorf("asked again: %v", err)
		case applied && (custos.KindOf(err) != custos.Conflict || err.Error() != "1"):
			t.Errorf("asked again by who does not know that it was kept: %q, %v", line, err)
		}
	})
}

// What is damaged in the witness's own database is no fork of the log that asks.
func TestOwnDamageIsNobodysFork(t *testing.T) {
	g := newGuard(t)
	w, ask := newPolicyWitness(t, g)
	w.Forked = func(_ context.Context, origin string, why error) {
		t.Errorf("%s is said to have forked: %v", origin, why)
	}
	if _, err := ask(1, evidence.Policy{}); err != nil {
		t.Fatal(err)
	}
	if _, err := rowsOf(t, g.DB).Exec("UPDATE witnessed SET root = x'01'"); err != nil {
		t.Fatal(err)
	}
	if line, err := ask(2, evidence.Policy{}); custos.KindOf(err) != custos.Corrupt || line != "" {
		t.Errorf("it signed %q: %v", line, err)
	}
}

// An alarm is an event before it is open: it may be told twice, and never not at all.
func TestAlarmsWhoseChangesFail(t *testing.T) {
	faults(t, []string{"open alarm", "close alarm"}, func(t *testing.T, what string, applied bool) {
		g := newGuard(t)
		g.look(t)
		g.Watch.DB = &faulty{DB: g.Watch.DB, fails: what, applied: applied}
		lost := 0
		look := func() {
			switch err := g.Look(context.Background()); {
			case errors.Is(err, errLost):
				lost++
			case err != nil:
				t.Fatal(err)
			}
		}
		g.now = g.now.Add(21 * time.Minute)
		look()
		g.chain.head++
		g.chain.times[g.chain.head] = g.now
		look()
		open := len(g.Open())
		g.chain.head++
		g.chain.times[g.chain.head] = g.now
		g.chain.logs[1].Count, g.chain.logs[1].Anchored = 2, g.chain.head
		look()
		look()
		if lost != 1 || open != 1 || len(g.Open()) != 0 {
			t.Errorf("%d failures were told of, %d alarms were open, %d are", lost, open, len(g.Open()))
		}
		want := []string{"silent", "silent over"}
		if !applied {
			want = map[string][]string{"open alarm": {"silent", "silent", "silent over"}, "close alarm": {"silent", "silent over", "silent over"}}[what]
		}
		g.want(t, want...)
	})
}
