package postgres

import (
	"context"

	"custos.dev/custos/store/pg"
)

// eraBits is by how many bits an event's number is larger than that of its era, see the schema.
const eraBits = 12

// eras are the oldest and the newest times of what is put in.
type eras map[era]span

type (
	era struct {
		kind  int32
		block int64
	}
	span struct{ oldest, newest int64 }
)

// everyKind is the kind of all.
const everyKind = 0

func (e eras) add(kind int32, n, time int64) {
	for _, k := range [2]int32{kind, everyKind} {
		at := era{k, n >> eraBits}
		s, ok := e[at]
		if !ok {
			s = span{time, time}
		}
		e[at] = span{min(s.oldest, time), max(s.newest, time)}
	}
}

func (e eras) put(ctx context.Context, tx pg.Tx) error {
	var kinds []int32
	var blocks, oldest, newest []int64
	for at, s := range e {
		kinds, blocks, oldest, newest = append(kinds, at.kind), append(blocks, at.block), append(oldest, s.oldest), append(newest, s.newest)
	}
	_, err := tx.Exec(ctx, `INSERT INTO era (kind, block, oldest, newest) SELECT * FROM unnest($1::integer[], $2::bigint[], $3::bigint[], $4::bigint[])
		ON CONFLICT (kind, block) DO UPDATE SET oldest = least(era.oldest, excluded.oldest), newest = greatest(era.newest, excluded.newest)
		WHERE excluded.oldest < era.oldest OR excluded.newest > era.newest`, kinds, blocks, oldest, newest)
	return err
}
