package e2e

import (
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"custos.dev/custos/evidence"
	"custos.dev/custos/store"
)

// TestAttack14SecretFork: one owner takes his copy of the chain aside, mines on alone,
// and makes evidence there, with his own keys and changed software. It convinces his
// own program, and nobody who holds the trust file.
func TestAttack14SecretFork(t *testing.T) {
	honest := demoData(t)
	trust := filepath.Join(t.TempDir(), "trust.json")
	must(t, "trust", "export", "-o", trust, "--data", honest)
	dir := copyOf(t, honest)
	forger := start(t, dir, "up", "-c", filepath.Join(dir, "site.yaml"), "--data", dir, "--node", "front-fog")
	// What he wants to prove: here that the police were refused, any event will do.
	forger.until("the forged event's making", func() bool {
		_, code := custos(t, "events", "--as", "police", "--data", dir)
		return code == 77
	})
	forged := func() string {
		// The other owner's master is away, which the command says and goes on.
		text, _ := custos(t, "events", "--as", "alma", "--data", dir, "--kind", "decision", "--limit", "1", "--json")
		for line := range strings.Lines(text) {
			var e event
			if json.Unmarshal([]byte(line), &e) == nil {
				return e.ID
			}
		}
		return ""
	}
	var id string
	forger.until("the forged event", func() bool { id = forged(); return id != "" })
	db, err := store.OpenReadOnly(filepath.Join(honest, "front-fog", "master", "master.db"))
	if err != nil {
		t.Fatal(err)
	}
	var old, others string
	if err := db.Query().QueryRow("SELECT max(size), cosigs FROM checkpoint WHERE signers = 2").Scan(&old, &others); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	// The other owner's line of an honest checkpoint.
	second := ""
	for line := range strings.Lines(others) {
		if strings.Contains(line, "second-door") {
			second = line
		}
	}
	if second == "" {
		t.Fatalf("the honest checkpoint has the cosignatures %q", others)
	}

	// His master will not export what one owner alone has witnessed. He makes it.
	own, err := store.Open(t.Context(), filepath.Join(dir, "front-fog", "master", "master.db"), os.DirFS("../fog/masterdb/sqlite/schema"))
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	bundle := filepath.Join(t.TempDir(), "forged.zip")
	export := func(change string, args ...any) {
		t.Helper()
		forger.until("the forged bundle", func() bool {
			err := own.Transact(t.Context(), func(tx *sql.Tx) error {
				_, err := tx.Exec(change, args...)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			_, code := custos(t, "evidence", "export", id, "-o", bundle, "--data", dir, "--as", "alma")
			return code == 0
		})
	}
	verify := func(what string, passes ...string) {
		t.Helper()
		out, code := custos(t, "evidence", "verify", bundle, "--trust", trust, "--json")
		var r evidence.Report
		if err := json.Unmarshal([]byte(out), &r); err != nil {
			t.Fatalf("%s: %v\n%s", what, err, out)
		}
		var fails []string
		for _, c := range r.Claims {
			if c.Status == evidence.Fail {
				fails = append(fails, c.Name)
			}
		}
		if code != 1 || strings.Join(fails, " ") != "witnesses" {
			t.Fatalf("%s: exit %d, failed are %q\n%s", what, code, fails, out)
		}
		for _, p := range passes {
			if !strings.Contains(out, `"`+p+`"`) {
				t.Errorf("%s: there is no claim %q", what, p)
			}
		}
	}
	export("UPDATE checkpoint SET signers = 2 WHERE signers = 1")
	verify("alone", "chain", "confirmed", "anchor", "registry", "event")

	export("UPDATE checkpoint SET signers = 2, cosigs = cosigs || ? WHERE size > CAST(? AS INTEGER) AND instr(cosigs, ?) = 0", second, old, second)
	verify("with the other owner's line of an honest checkpoint")
}
