package sqlite

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
)

// What is asked again and again looks at what came since, and not at all that there is.
func TestPlansOfWhatIsAskedOften(t *testing.T) {
	d, err := Open(t.Context(), filepath.Join(t.TempDir(), "master.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	at := time.Unix(9, 0)
	one := func(f masterdb.Filter) query {
		f.Limit = 100
		text, args := list(f)
		return query{text, args}
	}
	old, oldArgs := oldEvents(masterdb.Old{Kind: "zone", Resource: "a/b/c", From: at, Before: at, Held: []masterdb.Stretch{{From: at, Until: at}}})
	for name, c := range map[string]query{
		"counts":           {countsAfter, []any{1}},
		"staged":           {countStaged, nil},
		"events of a kind": {"SELECT " + eventColumns + eventTables + "AND e.kind IN (?) AND e.n > ? AND b.n < " + firstStaged + " ORDER BY e.n LIMIT 1000", []any{1, 1}},
		"forward":          one(masterdb.Filter{Forward: true, After: 9}),
		"a kind":           one(masterdb.Filter{Kinds: []custos.Kind{"zone"}, Until: at}),
		"a kind, forward":  one(masterdb.Filter{Kinds: []custos.Kind{"zone"}, Forward: true, After: 9}),
		"an ID":            {"SELECT " + eventColumns + eventTables + "AND " + atPlace, names{"a/b", 7, 9}.args()},
		"a body to remove": {"SELECT e.n FROM event e JOIN batch b ON b.n = e.batch WHERE length(e.body) > 0 AND " + atPlace, names{"a/b", 7, 9}.args()},
		"segments back":    {"SELECT e.n" + footageTables(observe.KindSegment) + "AND e.time <= ? ORDER BY e.time DESC, e.n DESC", []any{"a/b/c", 1}},
		"what is old":      {"SELECT e.n" + old + " ORDER BY e.time LIMIT 1", oldArgs},
		"behind a batch":   {"SELECT b.n FROM batch b JOIN event e ON e.batch = b.n WHERE b.service = ? AND (b.boot, b.first) > (?, ?) ORDER BY b.boot, b.first, e.seq", []any{"a/b", 7, 9}},
	} {
		for _, step := range stepsOf(t, d, c) {
			if strings.HasPrefix(step, "SCAN") && step != "SCAN CONSTANT ROW" || strings.Contains(step, "FOR ORDER BY") {
				t.Errorf("%s: %s", name, step)
			}
		}
	}
}

// What a kind said up to a time long ago is found from there, and not from the newest; eras of
// before, and those of a batch that was undone, are no harm.
func TestOldOnesOfAKindAreFoundFromThere(t *testing.T) {
	d, err := Open(t.Context(), filepath.Join(t.TempDir(), "master.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	oldest := func() (rows [][3]int64) {
		t.Helper()
		got, err := d.db.Query().Query("SELECT kind, block, oldest FROM era ORDER BY kind, block")
		if err != nil {
			t.Fatal(err)
		}
		defer got.Close()
		for got.Next() {
			var r [3]int64
			if err := got.Scan(&r[0], &r[1], &r[2]); err != nil {
				t.Fatal(err)
			}
			rows = append(rows, r)
		}
		return rows
	}
	e := eras{}
	for n := int64(1); n <= 10_000; n++ {
		e.add(1+n%2, n, 1_000_000-n) // each one is older than the one before
	}
	if err := d.db.Transact(t.Context(), func(tx *sql.Tx) error {
		s, err := tx.PrepareContext(t.Context(), putEra)
		if err != nil {
			return err
		}
		defer s.Close()
		if err := e.put(t.Context(), s); err != nil {
			return err
		}
		return eras{{1, 0}: 2_000_000, {2, 1}: 5}.put(t.Context(), s) // a newer one changes nothing
	}); err != nil {
		t.Fatal(err)
	}
	want := [][3]int64{{1, 0, 1_000_000 - 4094}, {1, 1, 1_000_000 - 8190}, {1, 2, 1_000_000 - 10_000}, {2, 0, 1_000_000 - 4095}, {2, 1, 5}, {2, 2, 1_000_000 - 9999}}
	if got := oldest(); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	text, args := list(masterdb.Filter{Kinds: []custos.Kind{"zone"}, Until: time.Unix(9, 0), Limit: 100})
	steps := strings.Join(stepsOf(t, d, query{text, args}), "; ")
	if !strings.Contains(steps, "SEARCH e USING INDEX event_by_kind (kind=? AND n<?)") {
		t.Error(steps)
	}
}

// A stretch of a camera's time, of all kinds or of one, is found by its index down to the time.
func TestPlansOfAStretchOfTime(t *testing.T) {
	d, err := Open(t.Context(), filepath.Join(t.TempDir(), "master.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	at := time.Unix(9, 0)
	for _, kinds := range [][]custos.Kind{nil, {"zone"}} {
		text, args := list(masterdb.Filter{Camera: "a/b/c", Kinds: kinds, From: at, Until: at, Limit: 100})
		steps := strings.Join(stepsOf(t, d, query{text, args}), "; ")
		if !strings.Contains(steps, "SEARCH e USING INDEX event_by_resource (resource=? AND kind=? AND <expr>=? AND time>? AND time<?)") {
			t.Errorf("%v: %s", kinds, steps)
		}
	}
	// Who looks for the oldest of each line leaps to it.
	steps := strings.Join(stepsOf(t, d, query{oldestOfLines, nil}), "; ")
	if !strings.Contains(steps, "SEARCH e USING COVERING INDEX event_by_resource (resource=? AND kind=? AND <expr>=?)") {
		t.Error(steps)
	}
}

type query struct {
	text string
	args []any
}

// stepsOf is what SQLite would do, a step each.
func stepsOf(t *testing.T, d *DB, q query) (steps []string) {
	t.Helper()
	rows, err := d.db.Query().Query("EXPLAIN QUERY PLAN "+q.text, q.args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return steps
}
