package fog

import (
	"context"

	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/sqlite"
)

// OpenDatabase opens or creates a master's database. The caller closes it.
func OpenDatabase(ctx context.Context, path string) (masterdb.DB, error) {
	db, err := sqlite.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	return db, nil
}

// openReadOnly opens an existing one for questions, also beside its master.
func openReadOnly(path string) (masterdb.Reader, error) {
	db, err := sqlite.OpenReadOnly(path)
	if err != nil {
		return nil, err
	}
	return db, nil
}
