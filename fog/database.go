package fog

import (
	"context"
	"io/fs"

	"custos/store"
)

// OpenDatabase opens or creates a master's database. The caller closes it.
func OpenDatabase(ctx context.Context, path string) (*store.DB, error) {
	files, err := fs.Sub(schema, "schema")
	if err != nil {
		return nil, err
	}
	return store.Open(ctx, path, files)
}
