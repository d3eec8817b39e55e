package pg

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Answers reports whether a server lets one in to a database, whatever stands in that.
func Answers(ctx context.Context, cfg Config) error { return Do(ctx, cfg, "SELECT 1") }

// Connect opens a session without the lock; for measurements, and for tests. The caller closes it.
func Connect(ctx context.Context, cfg Config) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, cfg.conn)
	return conn, Explain(err)
}

// Do runs statements over a session of its own, without the lock: for who makes databases, and for
// tests that change rows as an intruder does.
func Do(ctx context.Context, cfg Config, statements string) error {
	conn, err := pgx.ConnectConfig(ctx, cfg.conn)
	if err != nil {
		return Explain(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	_, err = conn.Exec(ctx, statements, pgx.QueryExecModeSimpleProtocol)
	return Explain(err)
}
