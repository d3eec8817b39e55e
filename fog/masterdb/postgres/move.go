package postgres

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/kept"
	"custos.dev/custos/store/pg"
)

var _ masterdb.Movable = (*DB)(nil)

// dumped is how the columns are read that are not kept as Movable says them.
var dumped = map[string]string{
	"event.kind": "(SELECT name FROM kind k WHERE k.n = event.kind)", "event.resource": "(SELECT name FROM resource r WHERE r.n = event.resource)",
	"anchor.confirmed": "confirmed::int::bigint", "removal.ordered": "ordered::int::bigint", "removal.told": "told::int::bigint",
	"checkpoint.signers": "signers::bigint", "removal_seen.one": "one::bigint",
}

// order is what a table's rows are known by.
var order = map[string]string{
	"batch": "n", "event": "n", "checkpoint": "size", "anchor": "size", "witnessed": "origin", "cosigned": "origin, size", "alarm": "about, origin",
	"policy": "deployment, block, digest", "rules": "deployment", "removal": "n", "removal_span": "service, boot, first, removal", "removal_seen": "one",
}

// Dump implements masterdb.Movable.
func (d *DB) Dump(ctx context.Context, t masterdb.Table) iter.Seq2[[]any, error] {
	var columns []string
	for _, c := range t.Columns {
		if as, ok := dumped[t.Name+"."+c]; ok {
			c = as
		}
		columns = append(columns, c)
	}
	return each(ctx, d.ask, func(row scanner) ([]any, error) {
		v, err := row.(pg.Rows).Values()
		return v, err
	}, "SELECT "+strings.Join(columns, ", ")+" FROM "+t.Name+" ORDER BY "+order[t.Name])
}

// loadedAtOnce is how many rows are taken in in one transaction.
const loadedAtOnce = 8192

// Load implements masterdb.Movable.
func (d *DB) Load(ctx context.Context, t masterdb.Table, rows iter.Seq2[[]any, error]) error {
	var some [][]any
	flush := func() error {
		if len(some) == 0 {
			return nil
		}
		defer func() { some = some[:0] }()
		return d.db.Transact(ctx, func(ctx context.Context, tx pg.Tx) error {
			d.forget() // numbers are those that rows bring
			if t.Name == "event" {
				return d.loadEvents(ctx, tx, some)
			}
			b := new(pg.Batch)
			for _, row := range some {
				b.Queue(loading(t), row...)
			}
			return tx.SendBatch(ctx, b).Close()
		})
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		if some = append(some, row); len(some) == loadedAtOnce {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// loading is the statement that takes a row in.
func loading(t masterdb.Table) string {
	values := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		values[i] = fmt.Sprintf("$%d", i+1)
		if as := dumped[t.Name+"."+c]; strings.HasSuffix(as, "::int::bigint") {
			values[i] += "::bigint::int::boolean"
		}
	}
	return "INSERT INTO " + t.Name + " (" + strings.Join(t.Columns, ", ") + ") VALUES (" + strings.Join(values, ", ") + ")"
}

func (d *DB) loadEvents(ctx context.Context, tx pg.Tx, rows [][]any) error {
	var p putting
	for _, r := range rows {
		n, ok1 := r[0].(int64)
		batch, ok2 := r[1].(int64)
		seq, ok3 := r[2].(int64)
		kind, ok4 := r[3].(string)
		resource, ok5 := r[4].(string)
		at, ok6 := r[5].(int64)
		if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 || !ok6 {
			return custos.Errorf(custos.Corrupt, "the event %v does not hold what its columns say: audit and repair it before it is moved", r[0])
		}
		var b kept.Body
		for i, to := range []*[]byte{&b.Body, &b.Key, &b.Salt, &b.Hash} {
			*to, _ = r[6+i].([]byte)
		}
		p.events = append(p.events, eventRow{n, batch, &masterdb.NewEvent{Seq: uint64(seq), Kind: custos.Kind(kind), Resource: custos.Resource(resource), Time: time.Unix(0, at)}, b})
	}
	last, err := d.numbersIn(ctx, tx)
	if err != nil {
		return err
	}
	err = d.put(ctx, tx, &p, &last)
	d.last = nil // by what is there, the next time
	return err
}
