package pg_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/store/pg"
	"custos.dev/custos/store/pgtest"
)

var schema = fstest.MapFS{"001_one.sql": {Data: []byte("CREATE TABLE one (n bigint PRIMARY KEY)")}}

func config(t *testing.T, url string) pg.Config {
	t.Helper()
	cfg, err := pg.Parse(url, "")
	if err != nil {
		t.Fatal(err)
	}
	cfg.Wait = 300 * time.Millisecond
	return cfg
}

func put(ctx context.Context, db *pg.DB, n int) error {
	return db.Transact(ctx, func(ctx context.Context, tx pg.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO one VALUES ($1)", n)
		return err
	})
}

func count(t *testing.T, p *pg.Pool) (n int) {
	t.Helper()
	if err := p.QueryRow(t.Context(), "SELECT count(*) FROM one").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Addresses that would show a password, or trust whoever answers, are refused with what to write.
func TestAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"postgres://u@db.example/custos?sslmode=verify-full":                 "",
		"postgres://u@a.example,b.example:6/custos?sslmode=verify-full":      "",
		"postgres://u@127.0.0.1:6000/custos":                                 "",
		"postgres://u@[::1]/custos":                                          "",
		"postgres://u@/custos?host=/run/postgresql":                          "",
		"postgres://u@%2Frun%2Fpostgresql/custos":                            "",
		"postgres://u:secret@db.example/custos?sslmode=verify-full":          "password_file",
		"postgres://u@db.example/custos?sslmode=verify-full&password=secret": "password_file",
		"postgres://u@db.example/custos":                                     "sslmode=verify-full",
		"postgres://u@db.example/custos?sslmode=require":                     "sslmode=verify-full",
		"postgres://u@127.0.0.1,db.example/custos?sslmode=prefer":            "sslmode=verify-full",
		"postgres://u@/custos?host=/run/postgresql,db.example":               "sslmode=verify-full",
		"postgres://u@127.0.0.1/custos?fsync=off":                            "it may say",
		"postgres://u@127.0.0.1/custos?options=-csynchronous_commit%3Doff":   "it may say",
		"mysql://u@db.example/custos":                                        "is no address",
	} {
		_, err := pg.Parse(address, "")
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v", address, err)
		case want != "" && (custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v; want %s", address, err, want)
		case err != nil && strings.Contains(err.Error(), "secret"):
			t.Errorf("%s: the password is shown: %v", address, err)
		}
	}
}

// A server on which a commit is not durable is refused.
func TestServerThatDoesNotSync(t *testing.T) {
	for _, off := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
		s := pgtest.Own(t, off+"=off")
		_, err := pg.Open(t.Context(), config(t, s.URL("postgres")), schema, nil)
		if custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), off+" = on") {
			t.Errorf("%s: %v", off, err)
		}
	}
}

// Two processes never write one database: not while both are open, and not when the server cut the
// first one off and another has it by then.
func TestOneWriter(t *testing.T) {
	s, url := pgtest.Shared(t), pgtest.Database(t)
	begun := 0
	first, err := pg.Open(t.Context(), config(t, url), schema, func() { begun++ })
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	if _, err := pg.Open(t.Context(), config(t, url), schema, nil); custos.KindOf(err) != custos.Conflict || !strings.Contains(err.Error(), "another process writes") {
		t.Fatalf("a second writer: %v", err)
	}
	beside, err := pg.OpenReadOnly(t.Context(), config(t, url), 1)
	if err != nil {
		t.Fatal(err)
	}
	defer beside.Close()
	if _, err := beside.Exec(t.Context(), "INSERT INTO one VALUES (9)"); err == nil {
		t.Error("a reader wrote")
	}
	if err := put(t.Context(), first, 1); err != nil {
		t.Fatal(err)
	}
	// The server ends the first one's session in the middle of a transaction.
	cut := "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
	err = first.Transact(t.Context(), func(ctx context.Context, tx pg.Tx) error {
		if _, err := tx.Exec(ctx, "INSERT INTO one VALUES (2)"); err != nil {
			return err
		}
		return s.Do(ctx, name(url), cut)
	})
	if custos.KindOf(err) != custos.Unavailable {
		t.Fatalf("a session that was cut off: %v", err)
	}
	second, err := pg.Open(t.Context(), config(t, url), schema, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := put(t.Context(), first, 3); custos.KindOf(err) != custos.Conflict {
		t.Fatalf("one that was cut off goes on writing beside another: %v", err)
	}
	if err := put(t.Context(), second, 4); err != nil {
		t.Fatal(err)
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	if err := put(t.Context(), first, 5); err != nil {
		t.Fatalf("it does not go on by itself: %v", err)
	}
	if begun != 3 { // two sessions, and the transaction that was cut off
		t.Errorf("what was learnt was forgotten %d times, want 3", begun)
	}
	if n := count(t, beside); n != 3 {
		t.Errorf("%d rows, want 1, 4 and 5", n)
	}
}

func name(url string) string {
	return strings.TrimPrefix(url[:strings.IndexByte(url, '?')], "postgres://custos@/")
}

// What fails is explained: no database, nothing in it, no server; and a caller who goes does not
// cost the session.
func TestExplained(t *testing.T) {
	s, url := pgtest.Shared(t), pgtest.Database(t)
	if _, err := pg.Open(t.Context(), config(t, s.URL("nothing")), schema, nil); custos.KindOf(err) != custos.NotFound {
		t.Errorf("no database: %v", err)
	}
	if _, err := pg.OpenReadOnly(t.Context(), config(t, url), 1); custos.KindOf(err) != custos.NotFound {
		t.Errorf("an empty database: %v", err)
	}
	if _, err := pg.Open(t.Context(), config(t, "postgres://custos@/x?host=/nowhere"), schema, nil); custos.KindOf(err) != custos.Unavailable {
		t.Errorf("no server: %v", err)
	}
	begun := 0
	db, err := pg.Open(t.Context(), config(t, url), schema, func() { begun++ })
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ctx, cancel := context.WithCancel(t.Context())
	err = db.Transact(ctx, func(ctx context.Context, tx pg.Tx) error {
		cancel()
		_, err := tx.Exec(ctx, "INSERT INTO one VALUES (1)")
		return err
	})
	if err != nil || count(t, db.Query()) != 1 {
		t.Errorf("a change whose caller went is undone: %v", err)
	}
	if err := put(ctx, db, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("who has gone changes something: %v", err)
	}
	if err := put(t.Context(), db, 1); !pg.IsDuplicate(err) {
		t.Errorf("the same key again: %v", err)
	}
	if begun != 2 { // a session, and what was refused
		t.Errorf("what was learnt was forgotten %d times, want 2", begun)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	newer := fstest.MapFS{"001_one.sql": schema["001_one.sql"], "002_two.sql": {Data: []byte("CREATE TABLE two ()")}}
	again, err := pg.Open(t.Context(), config(t, url), newer, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	_ = again.Close()
	if _, err := pg.Open(t.Context(), config(t, url), schema, nil); custos.KindOf(err) != custos.Conflict {
		t.Errorf("a newer schema: %v", err)
	}
}
