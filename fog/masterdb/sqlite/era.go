package sqlite

import (
	"context"
	"database/sql"
)

// eraBits is by how many bits an event's number is larger than that of its era, see
// schema/009_era.sql.
const eraBits = 12

// putEra keeps the oldest time of an era.
const putEra = "INSERT INTO era (kind, block, oldest) VALUES (?,?,?) ON CONFLICT DO UPDATE SET oldest = min(oldest, excluded.oldest)"

// beforeTime bounds the numbers of a kind's events that are older than a time; its arguments are
// the kind and the time.
const beforeTime = "e.n < coalesce((SELECT (block + 1) << 12 FROM era WHERE kind = " + kindNamed + " AND oldest < ? ORDER BY block DESC LIMIT 1), 0)"

// eras are the oldest times of what one batch stages.
type eras map[era]int64

type era struct{ kind, block int64 }

func (e eras) add(kind, n, time int64) {
	at := era{kind, n >> eraBits}
	if oldest, ok := e[at]; !ok || time < oldest {
		e[at] = time
	}
}

func (e eras) put(ctx context.Context, s *sql.Stmt) error {
	for at, oldest := range e {
		if _, err := s.ExecContext(ctx, at.kind, at.block, oldest); err != nil {
			return err
		}
	}
	return nil
}
