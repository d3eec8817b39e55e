package sqlite

import (
	"path/filepath"
	"strings"
	"testing"
)

// What is asked again and again looks at what came since, and not at all that there is.
func TestPlansOfWhatIsAskedOften(t *testing.T) {
	d, err := Open(t.Context(), filepath.Join(t.TempDir(), "master.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for name, c := range map[string]struct {
		query string
		args  []any
	}{
		"counts":           {countsAfter, []any{1}},
		"staged":           {countStaged, nil},
		"events of a kind": {"SELECT " + eventColumns + eventTables + "AND e.kind IN (?) AND e.n > ? AND b.n < " + firstStaged + " ORDER BY e.n LIMIT 1000", []any{"segment", 1}},
	} {
		rows, err := d.db.Query().Query("EXPLAIN QUERY PLAN "+c.query, c.args...)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var id, parent, unused int
			var step string
			if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(step, "SCAN") || strings.Contains(step, "FOR ORDER BY") {
				t.Errorf("%s: %s", name, step)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		rows.Close()
	}
}
