package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"sync"

	"custos.dev/custos/fog/masterdb"
)

// known are the numbers of the kinds and resources that events were staged of. A number is
// remembered once the transaction that gave it is durable.
type known struct {
	mu sync.Mutex
	numbers
}

// numbers are rows of the tables kind and resource. They are not changed.
type numbers struct{ kinds, resources map[string]int64 }

// of returns the numbers of all that a group names, and gives those that have none the next ones.
func (k *known) of(ctx context.Context, tx *sql.Tx, group []masterdb.Staging) (numbers, error) {
	k.mu.Lock()
	at := numbers{maps.Clone(k.kinds), maps.Clone(k.resources)}
	k.mu.Unlock()
	for i := range group {
		for _, e := range group[i].Events {
			if err := number(ctx, tx, "kind", string(e.Kind), &at.kinds); err != nil {
				return at, err
			}
			if err := number(ctx, tx, "resource", string(e.Resource), &at.resources); err != nil {
				return at, err
			}
		}
	}
	return at, nil
}

func number(ctx context.Context, tx *sql.Tx, table, name string, of *map[string]int64) error {
	if _, ok := (*of)[name]; ok {
		return nil
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO "+table+" (name) VALUES (?) ON CONFLICT DO NOTHING", name); err != nil {
		return fmt.Errorf("name the %s %q: %w", table, name, err)
	}
	var n int64
	if err := tx.QueryRowContext(ctx, "SELECT n FROM "+table+" WHERE name = ?", name).Scan(&n); err != nil {
		return fmt.Errorf("number the %s %q: %w", table, name, err)
	}
	if *of == nil {
		*of = map[string]int64{}
	}
	(*of)[name] = n
	return nil
}

// learn remembers what of returned.
func (k *known) learn(at numbers) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(at.kinds) >= len(k.kinds) && len(at.resources) >= len(k.resources) {
		k.numbers = at
	}
}
