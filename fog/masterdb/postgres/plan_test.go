package postgres_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/postgres"
	"custos.dev/custos/store/pg"
	"custos.dev/custos/store/pgtest"
)

// staged is a database with some thousands of recorded events of several kinds and cameras.
func staged(t *testing.T) *postgres.DB {
	t.Helper()
	url := pgtest.Database(t)
	db, err := postgres.Open(t.Context(), at(t, url))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	const each, batches = 500, 8
	sealed, opening := evidence.Seal([]byte("body"))
	for i := range batches {
		first := uint64(i*each + 1)
		b := masterdb.NewBatch{Service: "a/b", Boot: 7, First: first, Last: first + each - 1, Leaf: evidence.Leaf(fmt.Sprint("leaf ", i)), Received: time.Unix(int64(first), 0)}
		var events []masterdb.NewEvent
		for seq := first; seq <= b.Last; seq++ {
			events = append(events, masterdb.NewEvent{
				ID: custos.NewEventID("a/b", 7, seq), Seq: seq, Kind: []custos.Kind{"zone", "track", "segment", "stream"}[seq%4],
				Resource: custos.Resource(fmt.Sprintf("x/y/cam%d", seq%5)), Time: time.Unix(int64(seq), 0), Sealed: sealed, Opening: opening,
			})
		}
		n, err := db.Stage(t.Context(), b, events)
		if err == nil {
			err = db.Record(t.Context(), n, uint64(i))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	// So few rows would be read as a whole, by what the server knows of them.
	if err := pg.Do(t.Context(), at(t, url), "ANALYZE"); err != nil {
		t.Fatal(err)
	}
	return db
}

// What people ask is found by indexes: no question reads all events, and a stretch of a camera's time
// is found by its own index down to the time. A question by time looks at the numbers alone where
// that time is met.
func TestPlans(t *testing.T) {
	db := staged(t)
	from, until := time.Unix(1000, 0), time.Unix(1100, 0)
	zone, two := []custos.Kind{"zone"}, []custos.Kind{"zone", "track"}
	for name, c := range map[string]struct {
		f    masterdb.Filter
		want string // a part of the plan
	}{
		"the newest":                {masterdb.Filter{}, "event_000000_pkey"},
		"forward":                   {masterdb.Filter{Forward: true, After: 3000}, "n > "},
		"a camera's stretch":        {masterdb.Filter{Camera: "x/y/cam1", From: from, Until: until}, "resource_kind_bodied_time"},
		"a camera's and kind's":     {masterdb.Filter{Camera: "x/y/cam1", Kinds: zone, From: from, Until: until}, "resource_kind_bodied_time"},
		"a camera's and two kinds'": {masterdb.Filter{Camera: "x/y/cam1", Kinds: two, From: from, Until: until}, "resource_kind_bodied_time"},
		"a kind until":              {masterdb.Filter{Kinds: zone, Until: until}, "era"},
		"two kinds until":           {masterdb.Filter{Kinds: two, Until: until}, "era"},
		"a stretch of all":          {masterdb.Filter{From: from, Until: until}, "era"},
	} {
		c.f.Limit = 100
		check(t, name, plan(t, db, postgres.ListOf(c.f)), c.want)
	}
	for name, text := range postgres.Asked {
		check(t, name, plan(t, db, text), "")
	}
}

func check(t *testing.T, name, plan, want string) {
	t.Helper()
	for _, line := range strings.Split(plan, "\n") {
		if strings.Contains(line, "Seq Scan on event_") || strings.Contains(line, "Seq Scan on batch") {
			t.Errorf("%s reads a whole table:\n%s", name, plan)
			break
		}
	}
	if !strings.Contains(plan, want) {
		t.Errorf("%s is not found by %s:\n%s", name, want, plan)
	}
}

// plan is how the server would answer, a line a step.
func plan(t *testing.T, db *postgres.DB, q postgres.Question) string {
	t.Helper()
	out, err := db.Explain(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
