package postgres

import (
	"context"

	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
)

// scanAlarm reads about, origin, reason, block and block_hash.
func scanAlarm(row scanner) (a masterdb.Alarm, err error) {
	var h []byte
	if err := row.Scan(&a.About, &a.Origin, &a.Reason, &a.Block.Number, &h); err != nil {
		return a, err
	}
	a.Block.Hash, err = hashOf("the block of an alarm", h)
	return a, err
}

// Alarm implements masterdb.Alarms.
func (d *DB) Alarm(ctx context.Context, about observe.AlarmKind, origin string) (masterdb.Alarm, bool, error) {
	return first(each(ctx, d.ask, scanAlarm, "SELECT about, origin, reason, block, block_hash FROM alarm WHERE about = $1 AND origin = $2", about, origin))
}

// Alarms implements masterdb.Alarms.
func (d *DB) Alarms(ctx context.Context) ([]masterdb.Alarm, error) {
	return all(each(ctx, d.ask, scanAlarm, "SELECT about, origin, reason, block, block_hash FROM alarm ORDER BY about, origin"))
}

// OpenAlarm implements masterdb.Alarms.
func (d *DB) OpenAlarm(ctx context.Context, a masterdb.Alarm) error {
	return d.exec(ctx, doing("INSERT INTO alarm (about, origin, reason, block, block_hash) VALUES ($1,$2,$3,$4,$5) ON CONFLICT DO NOTHING", a.About, a.Origin, a.Reason, a.Block.Number, a.Block.Hash[:]))
}

// CloseAlarm implements masterdb.Alarms.
func (d *DB) CloseAlarm(ctx context.Context, about observe.AlarmKind, origin string) error {
	return d.exec(ctx, doing("DELETE FROM alarm WHERE about = $1 AND origin = $2", about, origin))
}
