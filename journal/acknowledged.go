package journal

import (
	"context"

	"custos.dev/custos"
)

// Acknowledged reports that the master has an event of this journal: it has acknowledged its batch.
func (j *Journal) Acknowledged(ctx context.Context, e *custos.Event) (is bool, err error) {
	err = j.db.Query().QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM batch WHERE boot = ?1 AND first <= ?2 AND last >= ?2 AND leaf_index IS NOT NULL)
		OR EXISTS (SELECT 1 FROM pruned WHERE (boot, seq) >= (?1, ?2))`, e.Boot, e.Seq).Scan(&is)
	return is, err
}
