package store_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"testing/fstest"

	"custos.dev/custos"
	"custos.dev/custos/store"
)

func schema(files ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for i, f := range files {
		m[[]string{"001_a.sql", "002_b.sql", "003_c.sql"}[i]] = &fstest.MapFile{Data: []byte(f)}
	}
	return m
}

func TestOpenAppliesEachMigrationOnce(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "with ? and # in it", "x.db")
	one := "CREATE TABLE a (n INTEGER PRIMARY KEY); INSERT INTO a VALUES (1)"
	for _, files := range [][]string{{one}, {one}, {one, "INSERT INTO a VALUES (2)"}} {
		db, err := store.Open(ctx, path, schema(files...))
		if err != nil {
			t.Fatal(err)
		}
		var n int
		if err := db.Query().QueryRow("SELECT count(*) FROM a").Scan(&n); err != nil || n != len(files) {
			t.Fatalf("%d rows after %d migrations, err %v", n, len(files), err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := store.Open(ctx, path, schema(one)); custos.KindOf(err) != custos.Conflict {
		t.Fatalf("an older program opened a newer database: %v", err)
	}
}

func TestFailedMigrationLeavesNothing(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "x.db")
	if _, err := store.Open(ctx, path, schema("CREATE TABLE a (n); CREATE TABLE a (n)")); err == nil {
		t.Fatal("a migration that fails was accepted")
	}
	db, err := store.Open(ctx, path, schema("CREATE TABLE a (n)"))
	if err != nil {
		t.Fatalf("after a failed migration: %v", err)
	}
	defer db.Close()
}

func TestTransactRollsBack(t *testing.T) {
	ctx := context.Background()
	db, err := store.Open(ctx, filepath.Join(t.TempDir(), "x.db"), schema("CREATE TABLE a (n INTEGER PRIMARY KEY)"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	want := errors.New("no")
	err = db.Transact(ctx, func(tx *sql.Tx) error {
		if _, err := tx.Exec("INSERT INTO a VALUES (1)"); err != nil {
			t.Fatal(err)
		}
		return want
	})
	var n int
	_ = db.Query().QueryRow("SELECT count(*) FROM a").Scan(&n)
	if !errors.Is(err, want) || n != 0 {
		t.Fatalf("err %v, %d rows", err, n)
	}
	twice := func(tx *sql.Tx) error { _, err := tx.Exec("INSERT INTO a VALUES (1)"); return err }
	if err := db.Transact(ctx, twice); err != nil {
		t.Fatal(err)
	}
	if err := db.Transact(ctx, twice); !store.IsDuplicate(err) {
		t.Fatalf("a second row with the same key: %v", err)
	}
	if _, err := db.Query().Exec("DELETE FROM a"); err == nil {
		t.Fatal("the handle for questions wrote")
	}
}
