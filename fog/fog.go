// Package fog is a domain's master: it commits what its services observed to
// database and log, has the log witnessed by the other owners and anchored on
// the ledger, answers questions, and exports evidence.
package fog

import (
	"context"
	"database/sql"
	"embed"
)

//go:embed schema/*.sql
var schema embed.FS

// querier is what of a database handle reading needs.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}
