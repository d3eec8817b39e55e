package fog

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
	"custos.dev/custos/store/pgtest"
)

// fillOthers writes a row into each table that commits do not reach.
func fillOthers(t *testing.T, db masterdb.DB) {
	t.Helper()
	ctx := t.Context()
	tomb := observe.Tombstone{Removal: "r", Service: producer, Spans: []observe.Span{{Boot: 7, First: 2, Last: 2}}, Count: 1, Cause: observe.Cause{Why: observe.ByOrder}}
	for _, err := range []error{
		db.Cosign(ctx, masterdb.Cosigning{Origin: "o", Size: 3, Root: custos.Hash{3}, Policy: &masterdb.Policy{Deployment: custos.Hash{1}, Said: evidence.Policy{Block: 4, Digest: custos.Hash{4}}, Keep: 8}}, func(uint64, custos.Hash) error { return nil }),
		db.OpenAlarm(ctx, masterdb.Alarm{About: observe.AlarmSilent, Origin: "o", Reason: "why"}),
		db.KeepRules(ctx, custos.Hash{1}, masterdb.Rules{Text: "x", Written: 1, Block: 5}),
		db.Plan(ctx, tomb),
		db.Adopt(ctx, 5, []observe.Tombstone{tomb}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Apply(ctx, "r", 9); err != nil {
		t.Fatal(err)
	}
}

// A master's database moves to a server and back: each time all rows of all tables are the same, the
// master goes on with it, and the audit of it is the same.
func TestDatabaseMoves(t *testing.T) {
	server := pgtest.Database(t)
	w := newAudited(t)
	for range 3 {
		w.commit(t)
		w.anchor(t)
	}
	fillOthers(t, w.DB)
	w.stop(t)
	file := filepath.Join(w.dir, "master.db")
	there, err := MoveDatabase(t.Context(), file, server, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range masterdb.Tables {
		if there.Rows(table.Name) == 0 {
			t.Errorf("the table %s moves without a row: the test does not reach it", table.Name)
		}
	}
	if _, err := MoveDatabase(t.Context(), file, server, nil); custos.KindOf(err) != custos.Conflict || !strings.Contains(err.Error(), "empty one") {
		t.Errorf("moved onto another one: %v", err)
	}
	moved := w.config(w.dir)
	moved.Database = server
	if before, after := audits(t, w.config(w.dir)), audits(t, moved); before.Events != after.Events || before.Result != after.Result || len(before.Findings) != len(after.Findings) {
		t.Errorf("the audit before: %+v; after: %+v", before, after)
	}
	back := filepath.Join(t.TempDir(), "back.db")
	again, err := MoveDatabase(t.Context(), server, back, nil)
	if err != nil {
		t.Fatal(err)
	}
	if again.Sum() != there.Sum() || again.String() != there.String() {
		t.Errorf("there it was %s, and back %s", there, again)
	}
	// The master goes on at the server, with the numbers behind those that came.
	w.server = server
	w.start(t)
	w.commit(t)
	if got := listedNumbers(t, w.DB); len(got) < 11 || got[len(got)-1] != 12 {
		t.Errorf("listed are %v", got)
	}
	// While it runs, its database does not move.
	if _, err := MoveDatabase(t.Context(), server, filepath.Join(t.TempDir(), "x.db"), nil); custos.KindOf(err) != custos.Conflict {
		t.Errorf("moved below a running master: %v", err)
	}
	w.stop(t)
}

// What is not the same after a move is noticed.
func TestMoveNoticesADifference(t *testing.T) {
	w := newAudited(t)
	w.commit(t)
	w.stop(t)
	open := func(path string) movable {
		db, err := openMovable(context.Background(), path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return db
	}
	from := filepath.Join(w.dir, "master.db")
	for change, want := range map[string]string{
		"DELETE FROM event WHERE n = 3":                     "event 3",
		"UPDATE batch SET leaf = x'01'":                     "batch 1",
		"UPDATE event SET body = x'0102030405' WHERE n = 1": "event 1",
		"UPDATE batch SET leaf_index = leaf_index + 1":      "batch 1",
		"INSERT INTO event SELECT 9, batch, 9, kind, resource, time, body, key, salt, hash FROM event WHERE n = 1": "more than 3 rows of event",
	} {
		to := filepath.Join(t.TempDir(), "to.db")
		if _, err := MoveDatabase(t.Context(), from, to, nil); err != nil {
			t.Fatal(err)
		}
		a, b := open(from), open(to)
		if err := sameLog(t.Context(), a, b); err != nil {
			t.Fatal(err)
		}
		if _, err := rowsOf(t, b).Exec(change); err != nil {
			t.Fatal(err)
		}
		if err := sameLog(t.Context(), a, b); custos.KindOf(err) != custos.Corrupt || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", change, err)
		}
	}
}
