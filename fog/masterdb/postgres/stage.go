package postgres

import (
	"context"
	"fmt"
	"maps"
	"math"
	"strings"
	"unicode/utf8"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/kept"
	"custos.dev/custos/observe/brief"
	"custos.dev/custos/store/pg"
)

// Stage implements masterdb.Batches.
func (d *DB) Stage(ctx context.Context, b masterdb.NewBatch, events []masterdb.NewEvent) (int64, error) {
	out, err := d.StageAll(ctx, []masterdb.Staging{{Batch: b, Events: events}})
	if err != nil {
		return 0, err
	}
	return out[0].N, out[0].Err
}

// StageAll implements masterdb.Batches. All that may be wrong with a batch is found before a row is
// written, so none has to be undone, and the rows of all go in together.
func (d *DB) StageAll(ctx context.Context, group []masterdb.Staging) (out []masterdb.Outcome, err error) {
	if len(group) == 0 {
		return nil, ctx.Err()
	}
	bodies := make([][]kept.Body, len(group)) // made before the transaction, which others wait for
	wrong := make([]error, len(group))
	for i := range group {
		if wrong[i] = check(&group[i]); wrong[i] == nil {
			bodies[i] = keepAll(&group[i])
		}
	}
	err = d.db.Transact(ctx, func(ctx context.Context, tx pg.Tx) error {
		out = make([]masterdb.Outcome, len(group))
		overlaps, err := overlapping(ctx, tx, group, wrong)
		if err != nil {
			return err
		}
		last, err := d.numbersIn(ctx, tx)
		if err != nil {
			return err
		}
		var p putting
		for i := range group {
			if out[i].Err = overlaps[i]; out[i].Err != nil {
				continue
			}
			last.batch++
			out[i].N = last.batch
			last.event = p.add(&group[i], bodies[i], last.batch, last.event)
		}
		if err := d.put(ctx, tx, &p, &last); err != nil {
			return err
		}
		d.last = &last
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// check says what is wrong with a batch by itself.
func check(s *masterdb.Staging) error {
	b := &s.Batch
	if b.Boot > math.MaxInt64 || b.Last > math.MaxInt64 || b.First > b.Last || !writable(string(b.Service)) {
		return custos.Errorf(custos.Invalid, "the batch %s %d-%d of life %d cannot be kept", b.Service, b.First, b.Last, b.Boot)
	}
	seen := make(map[uint64]bool, len(s.Events))
	for i := range s.Events {
		e := &s.Events[i]
		if e.ID != custos.NewEventID(b.Service, b.Boot, e.Seq) || e.Seq < b.First || e.Seq > b.Last {
			return custos.Errorf(custos.Conflict, "event %s is not of the batch %s %d-%d", e.ID, b.Service, b.First, b.Last)
		}
		if seen[e.Seq] {
			return custos.Errorf(custos.Conflict, "event %s is in its batch twice", e.ID)
		}
		seen[e.Seq] = true
		if !writable(string(e.Kind)) || !writable(string(e.Resource)) {
			return custos.Errorf(custos.Invalid, "event %s has a kind or resource that cannot be kept", e.ID)
		}
	}
	return nil
}

// writable reports whether a text can be one in PostgreSQL.
func writable(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// keepAll makes what the rows of a batch keep of its events' bodies.
func keepAll(s *masterdb.Staging) []kept.Body {
	out := make([]kept.Body, len(s.Events))
	for i := range out {
		e := &s.Events[i]
		out[i] = kept.Of(brief.Header{Service: s.Batch.Service, Boot: s.Batch.Boot, Seq: e.Seq, Resource: e.Resource, Time: e.Time.UnixNano(), Kind: e.Kind}, e.Sealed, e.Opening)
	}
	return out
}

// overlapping says why each batch of a group is not staged; nil of those that are: what is wrong
// with it, or that one that is held, or one before it in the group, has events of its numbers.
func overlapping(ctx context.Context, tx pg.Tx, group []masterdb.Staging, wrong []error) ([]error, error) {
	services, boots, lasts := make([]string, len(group)), make([]int64, len(group)), make([]int64, len(group))
	for i := range group {
		if b := &group[i].Batch; wrong[i] == nil {
			services[i], boots[i], lasts[i] = string(b.Service), int64(b.Boot), int64(b.Last)
		}
	}
	// The newest of its life before its end ends before it begins.
	held, err := all(each(ctx, tx, func(row scanner) (last int64, err error) { return last, row.Scan(&last) },
		`SELECT coalesce((SELECT b.last FROM batch b WHERE b.service = g.s AND b.boot = g.b AND b.first <= g.l ORDER BY b.first DESC LIMIT 1), -1)
		FROM unnest($1::text[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS g (s, b, l, o) ORDER BY g.o`, services, boots, lasts))
	if err != nil {
		return nil, err
	}
	out := make([]error, len(group))
	for i := range group {
		b := &group[i].Batch
		taken := held[i] >= int64(b.First)
		for k := range i {
			o := &group[k].Batch
			taken = taken || out[k] == nil && o.Service == b.Service && o.Boot == b.Boot && o.First <= b.Last && b.First <= o.Last
		}
		if out[i] = wrong[i]; out[i] == nil && taken {
			out[i] = custos.Errorf(custos.Conflict, "batch %s %d-%d: its events from %d on are staged already", b.Service, b.First, b.Last, b.First)
		}
	}
	return out, nil
}

// numbers are the largest that were given, and up to which number there are partitions of events.
type numbers struct{ batch, event, room int64 }

// numbersIn returns them, by the database where they are not remembered.
func (d *DB) numbersIn(ctx context.Context, tx pg.Tx) (n numbers, err error) {
	if d.last != nil {
		return *d.last, nil
	}
	err = tx.QueryRow(ctx, `SELECT coalesce((SELECT max(n) FROM batch), 0), coalesce((SELECT n FROM event ORDER BY n DESC LIMIT 1), 0),
		(SELECT count(*) FROM pg_inherits WHERE inhparent = 'event'::regclass)`).Scan(&n.batch, &n.event, &n.room)
	n.room *= piece
	return n, err
}

// piece is how many numbers a partition has.
const piece = 1 << 20

// makeRoom makes partitions up to a number. They are made beside and attached: who reads meanwhile
// is not in the way, as he would be of a partition that is made in its place.
func (n *numbers) makeRoom(ctx context.Context, tx pg.Tx, upTo int64) error {
	for ; n.room <= upTo; n.room += piece {
		name := fmt.Sprintf("event_%06d", n.room/piece)
		for _, s := range []string{
			"CREATE TABLE " + name + " (LIKE event INCLUDING ALL)",
			fmt.Sprintf("ALTER TABLE event ATTACH PARTITION %s FOR VALUES FROM (%d) TO (%d)", name, n.room, n.room+piece),
		} {
			if _, err := tx.Exec(ctx, s); err != nil {
				return fmt.Errorf("make room for events from %d on: %w", n.room, err)
			}
		}
	}
	return nil
}

// putting are rows on their way in, column by column where a statement takes them so.
type putting struct {
	n, boot, first, last, received, offset []int64
	index                                  []*int64
	service                                []string
	leaf                                   [][]byte
	events                                 []eventRow
}

// eventRow is an event that is put in.
type eventRow struct {
	n, batch int64
	of       *masterdb.NewEvent
	body     kept.Body
}

// add takes a batch in, whose events have the numbers behind one, and returns the last of them.
func (p *putting) add(s *masterdb.Staging, bodies []kept.Body, n, event int64) int64 {
	p.addBatch(n, &s.Batch, nil)
	for i := range s.Events {
		event++
		p.events = append(p.events, eventRow{event, n, &s.Events[i], bodies[i]})
	}
	return event
}

func (p *putting) addBatch(n int64, b *masterdb.NewBatch, index *int64) {
	p.n, p.boot, p.first, p.last = append(p.n, n), append(p.boot, int64(b.Boot)), append(p.first, int64(b.First)), append(p.last, int64(b.Last))
	p.received, p.offset = append(p.received, b.Received.UnixNano()), append(p.offset, b.ClockOffset.Milliseconds())
	p.service, p.leaf, p.index = append(p.service, string(b.Service)), append(p.leaf, []byte(b.Leaf)), append(p.index, index)
}

// put writes all of it.
func (d *DB) put(ctx context.Context, tx pg.Tx, p *putting, last *numbers) error {
	if len(p.n) > 0 {
		if _, err := tx.Exec(ctx, `INSERT INTO batch (n, service, boot, first, last, leaf, leaf_index, received, clock_offset)
			SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bytea[], $7::bigint[], $8::bigint[], $9::bigint[])`,
			p.n, p.service, p.boot, p.first, p.last, p.leaf, p.index, p.received, p.offset); err != nil {
			return err
		}
	}
	if len(p.events) == 0 {
		return nil
	}
	most := int64(0)
	for i := range p.events {
		most = max(most, p.events[i].n)
	}
	if err := last.makeRoom(ctx, tx, most); err != nil {
		return err
	}
	at, err := d.names.of(ctx, tx, p.events)
	if err != nil {
		return err
	}
	times := eras{}
	if _, err := tx.CopyFrom(ctx, pg.Table{"event"}, []string{"n", "batch", "seq", "time", "kind", "resource", "body", "key", "salt", "hash"}, pg.CopyOf(len(p.events), func(i int) ([]any, error) {
		e := &p.events[i]
		kind, time := at.kinds[string(e.of.Kind)], e.of.Time.UnixNano()
		times.add(kind, e.n, time)
		return []any{e.n, e.batch, int64(e.of.Seq), time, kind, at.resources[string(e.of.Resource)], e.body.Body, e.body.Key, e.body.Salt, e.body.Hash}, nil
	})); err != nil {
		return err
	}
	if err := times.put(ctx, tx); err != nil {
		return err
	}
	d.names = at
	return nil
}

// names are the numbers of kinds and resources, rows of those tables. The maps are not changed.
type names struct{ kinds, resources map[string]int32 }

// of returns the numbers of all that events name, and gives those that have none the next ones.
func (k names) of(ctx context.Context, tx pg.Tx, events []eventRow) (names, error) {
	kinds, resources := map[string]bool{}, map[string]bool{}
	for i := range events {
		kinds[string(events[i].of.Kind)], resources[string(events[i].of.Resource)] = true, true
	}
	out := names{}
	var err error
	if out.kinds, err = number(ctx, tx, "kind", k.kinds, kinds); err == nil {
		out.resources, err = number(ctx, tx, "resource", k.resources, resources)
	}
	return out, err
}

func number(ctx context.Context, tx pg.Tx, table string, known map[string]int32, wanted map[string]bool) (map[string]int32, error) {
	var fresh []string
	for name := range wanted {
		if _, ok := known[name]; !ok {
			fresh = append(fresh, name)
		}
	}
	if len(fresh) == 0 {
		return known, nil
	}
	if _, err := tx.Exec(ctx, "INSERT INTO "+table+" (n, name) SELECT (SELECT coalesce(max(n), 0) FROM "+table+") + row_number() OVER (), f.name FROM unnest($1::text[]) AS f (name) WHERE NOT EXISTS (SELECT 1 FROM "+table+" k WHERE k.name = f.name)", fresh); err != nil {
		return nil, fmt.Errorf("name a %s: %w", table, err)
	}
	out := maps.Clone(known)
	if out == nil {
		out = map[string]int32{}
	}
	type row struct {
		name string
		n    int32
	}
	for r, err := range each(ctx, tx, func(s scanner) (r row, err error) { return r, s.Scan(&r.name, &r.n) }, "SELECT name, n FROM "+table+" WHERE name = ANY($1)", fresh) {
		if err != nil {
			return nil, fmt.Errorf("number a %s: %w", table, err)
		}
		out[r.name] = r.n
	}
	return out, nil
}
