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

// A file that can shrink does when rows go; one of before is converted when it is opened, with
// everything in it.
func TestShrinkingGivesSpaceBack(t *testing.T) {
	ctx := context.Background()
	for name, first := range map[string][]store.Option{"new": {store.Shrinking}, "of before": nil} {
		path := filepath.Join(t.TempDir(), "x.db")
		db, err := store.Open(ctx, path, schema("CREATE TABLE a (n INTEGER PRIMARY KEY, b BLOB)"), first...)
		if err != nil {
			t.Fatal(err)
		}
		err = db.Transact(ctx, func(tx *sql.Tx) error {
			for range 1000 {
				if _, err := tx.Exec("INSERT INTO a (b) VALUES (randomblob(2000))"); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if db, err = store.Open(ctx, path, schema("CREATE TABLE a (n INTEGER PRIMARY KEY, b BLOB)"), store.Shrinking); err != nil {
			t.Fatal(err)
		}
		var n int
		if err := db.Query().QueryRow("SELECT count(*) FROM a").Scan(&n); err != nil || n != 1000 {
			t.Fatalf("%s: %d rows, %v", name, n, err)
		}
		if err := db.Transact(ctx, func(tx *sql.Tx) error { _, err := tx.Exec("DELETE FROM a WHERE n > 10"); return err }); err != nil {
			t.Fatal(err)
		}
		full, used, err := db.Size(ctx)
		if err != nil || used > full/4 {
			t.Fatalf("%s: %d of %d bytes in use, %v", name, used, full, err)
		}
		steps := 0
		for more := true; more; steps++ {
			if more, err = db.Shrink(ctx, 50); err != nil {
				t.Fatal(err)
			}
		}
		small, _, err := db.Size(ctx)
		if err != nil || small > full/4 || steps < 5 {
			t.Errorf("%s: %d bytes before, %d after %d steps, %v", name, full, small, steps, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
