package fog

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/service"
	"custos.dev/custos/store/pgtest"
)

// listedNumbers are the numbers of the events that a master answers with.
func listedNumbers(t *testing.T, db masterdb.Reader) (out []int64) {
	t.Helper()
	for e, err := range db.List(t.Context(), masterdb.Filter{Forward: true, Limit: 100}) {
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := openRow(e); err != nil && !e.Sealed.Removed() {
			t.Errorf("event %d: %v", e.N, err)
		}
		out = append(out, e.N)
	}
	return out
}

// A master commits, anchors and answers from a PostgreSQL server, and the audit reads beside it; who
// edits a row on the server is named.
func TestMasterOnPostgreSQL(t *testing.T) {
	s := pgtest.Shared(t)
	server, err := s.Database(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w := newAuditedAt(t, t.TempDir(), server, newAuditedKeys(t))
	for range 3 {
		w.commit(t)
		w.anchor(t)
	}
	if got := listedNumbers(t, w.DB); len(got) != 9 || got[0] != 1 || got[8] != 9 {
		t.Errorf("listed are %v", got)
	}
	cfg := w.config(w.dir)
	cfg.Database = server
	if r := audits(t, cfg); r.Events != 9 || r.Batches != 3 || r.Result == evidence.Fail {
		t.Errorf("beside a running master: %d events, %d batches, %s: %+v", r.Events, r.Batches, r.Result, r.Findings)
	}
	w.stop(t)
	if r := audits(t, cfg); r.Result != evidence.Pass || r.Anchored != 3 {
		t.Errorf("%d leaves are anchored, %s: %+v", r.Anchored, r.Result, r.Findings)
	}
	w.start(t)
	w.commit(t)
	w.anchor(t)
	if got := listedNumbers(t, w.DB); len(got) != 12 {
		t.Errorf("after it was opened again, listed are %v", got)
	}
	w.stop(t)
	name := strings.TrimPrefix(server[:strings.IndexByte(server, '?')], "postgres://custos@/")
	for what, change := range map[string]string{
		"a time":      "UPDATE event SET time = time + 1 WHERE n = 2",
		"a body":      "UPDATE event SET body = set_byte(body, 6, get_byte(body, 6) # 1) WHERE n = 2",
		"a kind":      "UPDATE event SET kind = 99 WHERE n = 2",
		"a lost row":  "DELETE FROM event WHERE n = 2",
		"a lost rule": "DROP INDEX custos.batch_leaf",
	} {
		t.Run(what, func(t *testing.T) {
			copied, err := s.Database(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			to := strings.TrimPrefix(copied[:strings.IndexByte(copied, '?')], "postgres://custos@/")
			if err := errors.Join(s.Do(t.Context(), "postgres", "DROP DATABASE "+to), s.Do(t.Context(), "postgres", "CREATE DATABASE "+to+" TEMPLATE "+name), s.Do(t.Context(), to, "SET search_path = custos; "+change)); err != nil {
				t.Fatal(err)
			}
			cfg.Database = copied
			if r := audits(t, cfg); r.Result != evidence.Fail {
				t.Errorf("%s is not noticed: %+v", what, r.Findings)
			}
		})
	}
}

// The first server is killed while batches come. Its stand-by, which had each commit before it was
// acknowledged, is promoted, and the same master goes on there: what was sent again has one row and
// one leaf, and the audit finds nothing.
func TestStandbyTakesOver(t *testing.T) {
	ctx := t.Context()
	first := pgtest.Own(t, "synchronous_standby_names=*", "wal_level=replica")
	second, err := first.Copy(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := second.End(); err != nil {
			t.Error(err)
		}
	})
	w := newAuditedAt(t, t.TempDir(), "postgres://custos@/postgres?host="+first.Dir()+","+second.Dir(), newAuditedKeys(t))
	w.commit(t)
	w.anchor(t)
	prev, next := w.prev, w.next
	if err := first.Kill(); err != nil {
		t.Fatal(err)
	}
	// Meanwhile neither takes changes: the stand-by is none that may.
	lost := w.batch(t, prev, next, 3, nil)
	if _, err := w.Commit(ctx, w.key.Address(), lost); custos.KindOf(err) != custos.Unavailable {
		t.Fatalf("a batch without a server: %v", err)
	}
	if err := second.Promote(ctx); err != nil {
		t.Fatal(err)
	}
	if err := second.Do(ctx, "postgres", "ALTER SYSTEM SET synchronous_standby_names = ''"); err != nil {
		t.Fatal(err)
	}
	if err := second.Do(ctx, "postgres", "SELECT pg_reload_conf()"); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	index, err := w.Commit(ctx, w.key.Address(), lost)
	if err != nil || index != 1 {
		t.Fatalf("sent again to the stand-by: leaf %d, %v", index, err)
	}
	t.Logf("the stand-by took the batch %s after it was promoted", time.Since(began))
	if again, err := w.Commit(ctx, w.key.Address(), lost); err != nil || again != index {
		t.Fatalf("sent once more: leaf %d, %v", again, err)
	}
	w.prev, w.next = lost.Leaf.Hash(), next+3
	w.anchor(t)
	if got := listedNumbers(t, w.DB); len(got) != 6 {
		t.Errorf("listed are %v", got)
	}
	w.stop(t)
	cfg := w.config(w.dir)
	cfg.Database = second.URL("postgres")
	if r := audits(t, cfg); r.Result != evidence.Pass || r.Size != 2 || r.Events != 6 {
		t.Errorf("%d events, %d leaves, %s: %+v", r.Events, r.Size, r.Result, r.Findings)
	}
}

// A server that is killed in the middle and comes back holds what was acknowledged, and what is
// sent again has one row and one leaf.
func TestServerIsKilled(t *testing.T) {
	s := pgtest.Own(t)
	w := newAuditedAt(t, t.TempDir(), s.URL("postgres"), newAuditedKeys(t))
	w.commit(t)
	if err := s.Kill(); err != nil {
		t.Fatal(err)
	}
	lost := w.batch(t, w.prev, w.next, 3, nil)
	if _, err := w.Commit(t.Context(), w.key.Address(), lost); custos.KindOf(err) != custos.Unavailable {
		t.Fatalf("a batch without a server: %v", err)
	}
	if err := s.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if index, err := w.Commit(t.Context(), w.key.Address(), lost); err != nil || index != 1 {
			t.Fatalf("sent again: leaf %d, %v", index, err)
		}
	}
	if got := listedNumbers(t, w.DB); len(got) != 6 || got[5] != 6 {
		t.Errorf("listed are %v", got)
	}
	w.stop(t)
}

// The site file names the database in one line, without a secret in it.
func TestDatabaseInTheSiteFile(t *testing.T) {
	dir := t.TempDir()
	load := func(address string) (*service.Site, error) {
		path := filepath.Join(dir, "site.yaml")
		text := "site: s\nowners: [{name: a, domain: s/a}]\nnodes:\n  - {name: f, tier: fog, owner: a, database: '" + address + "'}\n"
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return service.Load(path)
	}
	for address, want := range map[string]string{
		"/var/lib/x.db": "postgres://",
		"postgres://u:secret@db.example/c?sslmode=verify-full":  "password_file",
		"postgres://u@db.example/c":                             "sslmode=verify-full",
		"postgres://u@127.0.0.1/c?synchronous_commit=off":       "it may say",
		"postgres://u@127.0.0.1/c?password_file=secrets/master": "",
	} {
		_, err := load(address)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "database") || strings.Contains(err.Error(), "secret@")) {
			t.Errorf("%s: %v; want %s", address, err, want)
		}
	}
	site, err := load("postgres://u@127.0.0.1/c?password_file=secrets/master")
	if err != nil {
		t.Fatal(err)
	}
	address := DatabaseOf(&site.Nodes[0], "elsewhere")
	_, file, err := cutPassword(address)
	if want := filepath.Join(dir, "secrets", "master"); err != nil || file != want {
		t.Fatalf("the password is read from %q, want %q: %v", file, want, err)
	}
	if _, err := OpenDatabase(context.Background(), address); custos.KindOf(err) != custos.NotFound || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("without the file: %v", err)
	}
	if err := errors.Join(os.Mkdir(filepath.Dir(file), 0o700), os.WriteFile(file, []byte("geheim\n"), 0o644)); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenDatabase(context.Background(), address); custos.KindOf(err) != custos.Denied || strings.Contains(err.Error(), "geheim") {
		t.Errorf("with a file that others read: %v", err)
	}
	service := &service.Node{}
	if got := DatabaseOf(service, "dir"); got != filepath.Join("dir", "master.db") {
		t.Errorf("without a line: %s", got)
	}
}
