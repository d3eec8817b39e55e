package postgres_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/conformance"
	"custos.dev/custos/fog/masterdb/postgres"
	"custos.dev/custos/store/pg"
	"custos.dev/custos/store/pgtest"
)

// at is how a database on the shared server is opened.
func at(t testing.TB, url string) pg.Config {
	t.Helper()
	cfg, err := pg.Parse(url, "")
	if err != nil {
		t.Fatal(err)
	}
	cfg.Wait = 2 * time.Second
	return cfg
}

func TestConformance(t *testing.T) {
	s := pgtest.Shared(t)
	// Each directory has a database, which its owner makes.
	of := func(dir string) string {
		return strings.NewReplacer("/", "_", "-", "_").Replace(strings.ToLower("d" + filepath.Base(filepath.Dir(dir)) + filepath.Base(dir)))
	}
	made := map[string]bool{}
	conformance.Run(t, conformance.Implementation{
		Open: func(ctx context.Context, dir string) (masterdb.DB, error) {
			if name := of(dir); !made[name] {
				if err := s.Do(ctx, "postgres", `CREATE DATABASE "`+name+`"`); err != nil {
					return nil, err
				}
				made[name] = true
			}
			return postgres.Open(ctx, at(t, s.URL(of(dir))))
		},
		Beside: func(ctx context.Context, dir string) (masterdb.Reader, error) {
			r, err := postgres.OpenReadOnly(ctx, at(t, s.URL(of(dir))))
			if err != nil {
				return nil, err
			}
			return r, nil
		},
	})
}

// Another master does not get a database that one has.
func TestOneMaster(t *testing.T) {
	url := pgtest.Database(t)
	db, err := postgres.Open(t.Context(), at(t, url))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	cfg := at(t, url)
	cfg.Wait = 100 * time.Millisecond
	if _, err := postgres.Open(t.Context(), cfg); custos.KindOf(err) != custos.Conflict {
		t.Errorf("a second master: %v", err)
	}
}
