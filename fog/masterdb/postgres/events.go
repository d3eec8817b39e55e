package postgres

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/kept"
	"custos.dev/custos/store/pg"
)

const (
	eventColumns = "e.n AS n, " + placeColumns + ", b.leaf_index, b.received, b.clock_offset, " + bodyColumns
	eventTables  = " FROM event e JOIN batch b ON b.n = e.batch WHERE b.leaf_index IS NOT NULL "
	// firstStaged is the number of the first batch that is not recorded: those before it are.
	firstStaged = "coalesce((SELECT min(n) FROM batch WHERE leaf_index IS NULL), 9223372036854775807)"
	// atPlace finds an event by its service, life and number: batches do not overlap.
	atPlace = "e.batch = (SELECT n FROM batch WHERE service = $1 AND boot = $2 AND first <= $3 ORDER BY first DESC LIMIT 1) AND e.seq = $3"
)

// scanEvent reads a row of eventColumns.
func scanEvent(row scanner) (v masterdb.Event, err error) {
	var p place
	var b kept.Body
	var received int64
	err = row.Scan(slices.Concat([]any{&v.N}, p.dest(), []any{&v.Index, &received, &v.ClockOffset}, bodyDest(&b))...)
	if err == nil {
		err = p.named(v.N)
	}
	if err != nil {
		return v, err
	}
	at := p.header()
	v.ID, v.Kind, v.Resource, v.Sealed = p.id(), at.Kind, at.Resource, b.Sealed(at)
	v.Time, v.Received = time.Unix(0, p.time).UTC(), time.Unix(0, received).UTC()
	return v, nil
}

// named is Corrupt of a row whose kind or resource has no name.
func (p *place) named(n int64) error {
	if p.kind == nil || p.resource == nil {
		return custos.Errorf(custos.Corrupt, "event %d has a kind or a resource without a name: the database was changed", n)
	}
	return nil
}

// nameless is which of the two columns that have a name has none.
func (p *place) nameless() string {
	if p.kind == nil {
		return "kind"
	}
	return "resource"
}

// question is one in the making.
type question struct {
	where string
	args  []any
}

// and adds a condition, whose ? are its arguments.
func (q *question) and(condition string, args ...any) {
	for _, a := range args {
		q.args = append(q.args, a)
		condition = strings.Replace(condition, "?", fmt.Sprintf("$%d", len(q.args)), 1)
	}
	q.where += " AND " + condition
}

// last is the last argument's place.
func (q *question) last() string { return fmt.Sprintf("$%d", len(q.args)) }

// List implements masterdb.Events.
func (r *Reader) List(ctx context.Context, f masterdb.Filter) iter.Seq2[masterdb.Event, error] {
	text, args := list(f)
	return each(ctx, r.ask, scanEvent, text, args...)
}

// list is the question for a filter's events. Of several kinds each is looked for by its index, and
// no further than wanted.
func list(f masterdb.Filter) (string, []any) {
	q := new(question)
	if len(f.Kinds) < 2 {
		return q.list(f), q.args
	}
	var parts []string
	for _, k := range slices.Compact(slices.Sorted(slices.Values(f.Kinds))) {
		of := f
		of.Kinds = []custos.Kind{k}
		parts = append(parts, "("+q.list(of)+")")
	}
	order := " ORDER BY n DESC"
	if f.Forward {
		order = " ORDER BY n"
	}
	return strings.Join(parts, " UNION ALL ") + order + fmt.Sprintf(" LIMIT %d", f.Limit), q.args
}

const (
	kindNamed     = "(SELECT n FROM kind WHERE name = ?)"
	resourceNamed = "(SELECT n FROM resource WHERE name = ?)"
)

func (q *question) list(f masterdb.Filter) string {
	q.where = ""
	kind := func() (string, []any) { return fmt.Sprint(everyKind), nil }
	if len(f.Kinds) > 0 {
		q.and("e.kind = "+kindNamed, f.Kinds[0])
		kind = func() (string, []any) { return kindNamed, []any{f.Kinds[0]} }
	}
	if len(f.Except) > 0 {
		q.and("e.kind <> ALL (ARRAY(SELECT n FROM kind WHERE name = ANY(?)))", f.Except)
	}
	if f.Camera != "" {
		q.and("e.resource = "+resourceNamed, f.Camera)
	}
	by := "e.n"
	// A stretch of a camera's time is found by its index, and sorted.
	stretch := f.Camera != "" && !f.From.IsZero() && !f.Until.IsZero()
	if stretch {
		by = "(e.n + 0)" // else all numbers may be gone through instead
		q.and("e.bodied = ANY ('{0,1}')")
		if len(f.Kinds) == 0 {
			q.and("e.kind = ANY (ARRAY(SELECT n FROM kind))") // the index has the kind before the time
		}
	}
	order := " ORDER BY " + by + " DESC"
	if f.Forward {
		q.and("e.n > ?", f.After)
		q.and("e.batch < " + firstStaged)
		order = " ORDER BY " + by
	}
	if f.Before > 0 {
		q.and("e.n < ?", f.Before)
	}
	if !f.From.IsZero() {
		q.and("e.time >= ?", f.From.UnixNano())
		if !stretch {
			of, args := kind()
			q.and("e.n >= coalesce((SELECT block << 12 FROM era WHERE kind = "+of+" AND newest >= ? ORDER BY block LIMIT 1), 9223372036854775807)", append(args, f.From.UnixNano())...)
		}
	}
	if !f.Until.IsZero() {
		q.and("e.time < ?", f.Until.UnixNano())
		if !stretch {
			of, args := kind()
			q.and("e.n < coalesce((SELECT (block + 1) << 12 FROM era WHERE kind = "+of+" AND oldest < ? ORDER BY block DESC LIMIT 1), 0)", append(args, f.Until.UnixNano())...)
		}
	}
	return "SELECT " + eventColumns + eventTables + q.where + order + fmt.Sprintf(" LIMIT %d", f.Limit)
}

// Event implements masterdb.Events.
func (r *Reader) Event(ctx context.Context, id custos.EventID) (masterdb.Event, bool, error) {
	return byID(ctx, r, id, scanEvent, "SELECT "+eventColumns+eventTables+"AND "+atPlace)
}

// byID asks for the event of an ID, of each service that it may be of.
func byID[T any](ctx context.Context, r *Reader, id custos.EventID, scan func(scanner) (T, error), query string) (none T, there bool, err error) {
	for _, n := range kept.Names(id) {
		if v, there, err := first(each(ctx, r.ask, scan, query, n.Service, n.Boot, n.Seq)); there || err != nil {
			return v, there, err
		}
	}
	return none, false, nil
}

const newest = "SELECT e.n FROM event e WHERE e.batch < " + firstStaged + " ORDER BY e.n DESC LIMIT 1"

// Newest implements masterdb.Events.
func (r *Reader) Newest(ctx context.Context) (n int64, err error) {
	_, err = r.row(ctx, []any{&n}, newest)
	return n, err
}

// HasKind implements masterdb.Events.
func (r *Reader) HasKind(ctx context.Context, k custos.Kind) (there bool, err error) {
	_, err = r.row(ctx, []any{&there}, "SELECT EXISTS (SELECT 1 FROM event WHERE kind = (SELECT n FROM kind WHERE name = $1))", k)
	return there, err
}

const (
	countStaged = "SELECT count(*) FROM batch b JOIN event e ON e.batch = b.n WHERE b.leaf_index IS NULL"
	countsAfter = "SELECT (SELECT name FROM kind WHERE n = c.kind), c.count, c.last FROM (SELECT e.kind AS kind, count(*) AS count, max(e.n) AS last FROM event e WHERE e.n > $1 AND e.batch < " + firstStaged + " GROUP BY e.kind) AS c"
)

// Counts implements masterdb.Events.
func (r *Reader) Counts(ctx context.Context, after int64) (masterdb.Counts, error) {
	c := masterdb.Counts{Events: map[string]int64{}, UpTo: after}
	tx, err := pg.Moment(ctx, r.ask, nil)
	if err != nil {
		return c, err
	}
	defer func() { _ = tx.Rollback(ctx) }()
	if err := tx.QueryRow(ctx, countStaged).Scan(&c.Staged); err != nil {
		return c, pg.Explain(err)
	}
	type count struct {
		kind    *string
		n, last int64
	}
	for k, err := range each(ctx, tx, func(row scanner) (k count, err error) { return k, row.Scan(&k.kind, &k.n, &k.last) }, countsAfter, after) {
		if err != nil {
			return c, err
		}
		c.Events[or(k.kind)], c.UpTo = k.n, max(c.UpTo, k.last)
	}
	return c, nil
}

// AnchorCount implements masterdb.Events.
func (r *Reader) AnchorCount(ctx context.Context) (n int64, err error) {
	_, err = r.row(ctx, []any{&n}, "SELECT count(*) FROM anchor")
	return n, err
}

// AnchorLatencies implements masterdb.Events. It looks at so many batches from the newest
// anchored one back, and at the anchors behind each.
func (r *Reader) AnchorLatencies(ctx context.Context, batches int) ([]int64, error) {
	tx, err := pg.Moment(ctx, r.ask, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback(ctx) }()
	var size int64
	err = tx.QueryRow(ctx, "SELECT size FROM anchor WHERE confirmed ORDER BY size DESC LIMIT 1").Scan(&size)
	if errors.Is(err, pg.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, pg.Explain(err)
	}
	return all(each(ctx, tx, func(row scanner) (ms int64, err error) { return ms, row.Scan(&ms) },
		`SELECT ((SELECT min(a.sent) FROM anchor a WHERE a.size > b.leaf_index AND a.confirmed) - b.received) / 1000000
		FROM batch b WHERE b.leaf_index < $1 ORDER BY b.n DESC LIMIT $2`, size, batches))
}

// Cosignatures implements masterdb.Events.
func (r *Reader) Cosignatures(ctx context.Context, size uint64) (lines string, ok bool, err error) {
	ok, err = r.row(ctx, []any{&lines}, "SELECT cosigs FROM checkpoint WHERE size = $1", size)
	return lines, ok, err
}

// Place implements masterdb.Events.
func (r *Reader) Place(ctx context.Context, n int64) (p masterdb.Place, ok bool, err error) {
	var at place
	var b kept.Body
	ok, err = r.row(ctx, slices.Concat([]any{&p.Batch, &p.Leaf}, at.dest(), bodyDest(&b)),
		"SELECT e.batch, b.leaf, "+placeColumns+", "+bodyColumns+" FROM event e JOIN batch b ON b.n = e.batch WHERE e.n = $1", n)
	if err != nil || !ok {
		return p, false, err
	}
	s := b.Sealed(at.header())
	p.Seq, p.Box, p.Salt = uint64(at.seq), s.Box, s.Salt
	return p, true, nil
}

// Bodies implements masterdb.Events.
func (r *Reader) Bodies(ctx context.Context, batch int64) iter.Seq2[masterdb.Sealed, error] {
	return each(ctx, r.ask, func(row scanner) (masterdb.Sealed, error) {
		s, err := scanSealed(row)
		return masterdb.Sealed{Box: s.Box, Hash: s.Hash}, err
	}, "SELECT "+placeColumns+", "+bodyColumns+" FROM event e JOIN batch b ON b.n = e.batch WHERE e.batch = $1 ORDER BY e.seq", batch)
}

// BatchOfLeaf implements masterdb.Events.
func (r *Reader) BatchOfLeaf(ctx context.Context, l evidence.Leaf) (n int64, ok bool, err error) {
	ok, err = r.row(ctx, []any{&n}, "SELECT n FROM batch WHERE leaf = $1", []byte(l))
	return n, ok, err
}
