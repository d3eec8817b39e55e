package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"

	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/conformance"
	"custos.dev/custos/fog/masterdb/sqlite"
)

func TestConformance(t *testing.T) {
	file := func(dir string) string { return filepath.Join(dir, "master.db") }
	conformance.Run(t, conformance.Implementation{
		Open: func(ctx context.Context, dir string) (masterdb.DB, error) { return sqlite.Open(ctx, file(dir)) },
		Beside: func(_ context.Context, dir string) (masterdb.Reader, error) {
			return sqlite.OpenReadOnly(file(dir))
		},
	})
}
