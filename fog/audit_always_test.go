package fog

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/mirror"
)

// TestAuditorFindsTellsAndRepairs: what somebody alters is found in the next round, told once, and put
// right where the site file says so; then it is over.
func TestAuditorFindsTellsAndRepairs(t *testing.T) {
	w := filled(t)
	before := rowsAsTheyAre(t, w.dir)
	honest := w.mirrored(t, "m")
	var told []error
	a := &Auditor{
		AuditSettings: AuditSettings{Share: 1}, Logger: slog.New(slog.DiscardHandler), Now: time.Now,
		Config:   func(context.Context) AuditConfig { return w.config(w.dir) },
		Repairer: func(context.Context) (*Repairer, error) { return w.repairer(t, w.dir, honest).Repairer, nil },
		Altered:  func(_ context.Context, why error) error { told = append(told, why); return nil },
	}
	round := func(repair, wrong bool) {
		t.Helper()
		a.Repair = repair
		if err := a.Round(t.Context()); err != nil {
			t.Fatal(err)
		}
		if s := a.State(); (told[len(told)-1] != nil) != wrong || (s.Result != string(evidence.Pass)) != wrong || s.Last == "" || s.Rows == 0 {
			t.Errorf("%v, %+v", told[len(told)-1], s)
		}
	}
	round(true, false)
	change(t, w.dir, "UPDATE event SET time = time + 1 WHERE n = 5")
	round(false, true)
	if s := a.State(); !strings.Contains(s.First, string(custos.NewEventID(producer, 7, 5))) || s.Findings == 0 {
		t.Errorf("%+v", s)
	}
	round(true, false)
	if after := rowsAsTheyAre(t, w.dir); after != before {
		t.Errorf("the rows are\n%s\nwant\n%s", after, before)
	}
	if done, err := a.Mend(t.Context(), false); err != nil || done.Count != 0 {
		t.Errorf("%+v, %v", done, err)
	}
}

// TestAuditRestsInProportion: of a share of a twentieth, nineteen parts are rest.
func TestAuditRestsInProportion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &Auditor{AuditSettings: AuditSettings{Share: .05}}
		pace := a.pacer(t.Context(), func() {})
		began := time.Now()
		for range 100 {
			time.Sleep(20 * time.Millisecond) // the work
			pace()
		}
		if took := time.Since(began); took != 100*20*20*time.Millisecond {
			t.Errorf("2 s of work took %v", took)
		}
	})
}

// TestAttack04RolledBackAgainstMirrors: a master whose log is older than what others hold of it, signed by
// its own keys, is refused; a mirror that lies, or is older, refuses nobody.
func TestAttack04RolledBackAgainstMirrors(t *testing.T) {
	w := newAudited(t)
	w.commit(t)
	w.stop(t)
	old := copyDir(t, w.dir)
	early := w.mirrored(t, "an early mirror")
	w.start(t)
	w.commit(t)
	w.stop(t)
	honest := w.mirrored(t, "bruno's master")
	forged := *honest
	forged.signed = strings.Replace(honest.signed, "\n2\n", "\n9\n", 1)
	trust := w.config(w.dir).Trust
	check := func(dir string, copies ...mirror.Copies) error {
		t.Helper()
		x := *w
		x.world = &world{dir: dir, key: w.key, note: w.note}
		x.start(t)
		defer x.stop(t)
		return CheckAgainstCopies(t.Context(), x.Log, trust, w.log, copies)
	}
	if err := check(w.dir, early, honest, &forged, &heldCopies{name: "nobody"}); err != nil {
		t.Errorf("the newest data: %v", err)
	}
	err := check(old, early, honest)
	if custos.KindOf(err) != custos.Corrupt || !strings.Contains(err.Error(), "bruno's master") || !strings.Contains(err.Error(), "custos master recover") {
		t.Errorf("an old directory: %v", err)
	}
	if err := check(old, early, &forged); err != nil {
		t.Errorf("an old directory, and nobody who knows better: %v", err)
	}
	other := newAudited(t)
	other.note, other.master, other.log = w.note, w.master, w.log
	other.stop(t)
	other.world = &world{dir: t.TempDir(), key: w.key, note: w.note}
	other.start(t)
	for range 3 {
		other.commit(t)
	}
	other.stop(t)
	if err := check(other.world.dir, honest); custos.KindOf(err) != custos.Corrupt || !strings.Contains(err.Error(), "another history") {
		t.Errorf("another history: %v", err)
	}
}
