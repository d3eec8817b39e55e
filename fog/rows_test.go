package fog

import (
	"database/sql"
	"testing"

	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/sqlite"
)

// rowsOf opens a database's file beside its master, as who has a shell can: to look at its
// rows, and to change them.
func rowsOf(t testing.TB, db masterdb.DB) *sql.DB {
	t.Helper()
	rows, err := sql.Open("sqlite", "file:"+db.(*sqlite.DB).Path()+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { rows.Close() })
	return rows
}
