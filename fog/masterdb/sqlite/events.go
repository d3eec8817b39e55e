package sqlite

import (
	"context"
	"database/sql"
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
)

const eventColumns = "e.n AS n, " + placeColumns + ", b.leaf_index, b.received, coalesce(b.clock_offset, 0), " + bodyColumns

const eventTables = " FROM event e JOIN batch b ON b.n = e.batch WHERE b.leaf_index IS NOT NULL "

const firstStaged = "coalesce((SELECT min(n) FROM batch WHERE leaf_index IS NULL), 9223372036854775807)"

const (
	kindNamed     = "(SELECT n FROM kind WHERE name = ?)"
	resourceNamed = "(SELECT n FROM resource WHERE name = ?)"
	// hasBody is 1 for an event with a body, as the index over it has it.
	hasBody = "iif(length(e.body) > 0, 1, 0)"
	// anyBody leads to that index who wants them all.
	anyBody = hasBody + " IN (0, 1)"
)

// scanEvent reads a row of eventColumns.
func scanEvent(row scanner) (v masterdb.Event, err error) {
	var p place
	var b body
	var received int64
	err = row.Scan(slices.Concat([]any{&v.N}, p.dest(), []any{&v.Index, &received, &v.ClockOffset}, b.dest())...)
	if err != nil {
		return v, err
	}
	v.ID, v.Kind, v.Resource, v.Sealed = p.id(), custos.Kind(p.kind), custos.Resource(p.resource), b.sealed(p.header())
	v.Time, v.Received = time.Unix(0, p.time).UTC(), time.Unix(0, received).UTC()
	return v, nil
}

// List implements masterdb.Events.
func (r *Reader) List(ctx context.Context, f masterdb.Filter) iter.Seq2[masterdb.Event, error] {
	if len(f.Kinds) < 2 {
		query, args := list(f)
		return each(ctx, r.db.Query(), scanEvent, query, args...)
	}
	// Each kind by its index and no further than wanted: of several at once SQLite sorts all.
	var queries []string
	var all []any
	for _, k := range slices.Compact(slices.Sorted(slices.Values(f.Kinds))) {
		of := f
		of.Kinds = []custos.Kind{k}
		query, args := list(of)
		queries, all = append(queries, "SELECT * FROM ("+query+")"), append(all, args...)
	}
	order := " ORDER BY n DESC"
	if f.Forward {
		order = " ORDER BY n"
	}
	return each(ctx, r.db.Query(), scanEvent, strings.Join(queries, " UNION ALL ")+order+fmt.Sprintf(" LIMIT %d", f.Limit), all...)
}

// list is the question for a filter's events, of one kind or of all.
func list(f masterdb.Filter) (query string, args []any) {
	where := ""
	if len(f.Kinds) > 0 {
		where += " AND e.kind = " + kindNamed
		args = append(args, f.Kinds[0])
	}
	if len(f.Except) > 0 {
		where += " AND e.kind NOT IN (SELECT n FROM kind WHERE name IN (?" + strings.Repeat(",?", len(f.Except)-1) + "))"
		for _, k := range f.Except {
			args = append(args, k)
		}
	}
	if f.Camera != "" {
		where += " AND e.resource = " + resourceNamed
		args = append(args, f.Camera)
	}
	order := " ORDER BY e.n DESC"
	if f.Forward {
		where += " AND e.n > ? AND b.n < " + firstStaged
		args = append(args, f.After)
		order = " ORDER BY e.n"
	}
	if f.Before > 0 {
		where += " AND e.n < ?"
		args = append(args, f.Before)
	}
	if !f.From.IsZero() {
		where += " AND e.time >= ?"
		args = append(args, f.From.UnixNano())
	}
	if !f.Until.IsZero() {
		where += " AND e.time < ?"
		args = append(args, f.Until.UnixNano())
	}
	if f.Camera != "" && !f.From.IsZero() && !f.Until.IsZero() {
		// A stretch of a camera's time is found by its index and sorted: a plus keeps SQLite from
		// going through all numbers instead.
		order = strings.Replace(order, "e.n", "+e.n", 1)
		where += " AND " + anyBody
		if len(f.Kinds) == 0 {
			where += " AND e.kind IN (SELECT n FROM kind)" // the index has the kind before the time
		}
	} else if len(f.Kinds) > 0 && !f.Until.IsZero() && !f.Forward {
		where += " AND " + beforeTime
		args = append(args, f.Kinds[0], f.Until.UnixNano())
	}
	return "SELECT " + eventColumns + eventTables + where + order + fmt.Sprintf(" LIMIT %d", f.Limit), args
}

// Event implements masterdb.Events.
func (r *Reader) Event(ctx context.Context, id custos.EventID) (masterdb.Event, bool, error) {
	return byID(id, func(n names) (masterdb.Event, bool, error) {
		return first(each(ctx, r.db.Query(), scanEvent, "SELECT "+eventColumns+eventTables+"AND "+atPlace, n.args()...))
	})
}

// atPlace finds an event by its service, life and number: batches do not overlap.
const atPlace = "e.batch = (SELECT n FROM batch WHERE service = ? AND boot = ? AND first <= ? ORDER BY first DESC LIMIT 1) AND e.seq = ?"

// names is what an event's ID says.
type names struct {
	service   custos.ServiceID
	boot, seq uint64
}

func (n names) args() []any { return []any{n.service, n.boot, n.seq, n.seq} }

// byID asks for the event of an ID, of each service that it may be of.
func byID[T any](id custos.EventID, ask func(names) (T, bool, error)) (none T, there bool, err error) {
	for _, n := range kept.Names(id) {
		if v, there, err := ask(names{n.Service, n.Boot, n.Seq}); there || err != nil {
			return v, there, err
		}
	}
	return none, false, nil
}

// first returns the first of a sequence; false if there is none.
func first[T any](seq iter.Seq2[T, error]) (v T, ok bool, err error) {
	for v, err := range seq {
		return v, err == nil, err
	}
	return v, false, nil
}

// Newest implements masterdb.Events.
func (r *Reader) Newest(ctx context.Context) (n int64, err error) {
	_, err = r.row(ctx, []any{&n}, "SELECT coalesce(max(e.n), 0)"+eventTables+"AND b.n < "+firstStaged)
	return n, err
}

// HasKind implements masterdb.Events.
func (r *Reader) HasKind(ctx context.Context, k custos.Kind) (there bool, err error) {
	_, err = r.row(ctx, []any{&there}, "SELECT EXISTS (SELECT 1 FROM event WHERE kind = "+kindNamed+")", k)
	return there, err
}

const (
	countStaged = "SELECT count(*) FROM batch b CROSS JOIN event e ON e.batch = b.n WHERE b.leaf_index IS NULL"
	// By number, though there is an index by kind: what came since is little.
	countsAfter = "SELECT (SELECT name FROM kind WHERE n = e.kind), count(*), max(e.n) FROM event e NOT INDEXED JOIN batch b ON b.n = e.batch WHERE b.leaf_index IS NOT NULL AND e.n > ? AND b.n < " + firstStaged + " GROUP BY e.kind"
)

// Counts implements masterdb.Events.
func (r *Reader) Counts(ctx context.Context, after int64) (masterdb.Counts, error) {
	c := masterdb.Counts{Events: map[string]int64{}, UpTo: after}
	tx, err := r.db.Query().BeginTx(ctx, nil)
	if err != nil {
		return c, err
	}
	defer func() { _ = tx.Rollback() }()
	if err := tx.QueryRowContext(ctx, countStaged).Scan(&c.Staged); err != nil {
		return c, err
	}
	type count struct {
		kind    string
		n, last int64
	}
	for k, err := range each(ctx, tx, func(row scanner) (k count, err error) { return k, row.Scan(&k.kind, &k.n, &k.last) },
		countsAfter, after) {
		if err != nil {
			return c, err
		}
		c.Events[k.kind], c.UpTo = k.n, max(c.UpTo, k.last)
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
	tx, err := r.db.Query().BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }()
	var size uint64
	err = tx.QueryRowContext(ctx, "SELECT size FROM anchor WHERE confirmed = 1 ORDER BY size DESC LIMIT 1").Scan(&size)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return all(each(ctx, tx, func(row scanner) (ms int64, err error) { return ms, row.Scan(&ms) },
		`SELECT ((SELECT min(a.sent) FROM anchor a WHERE a.size > b.leaf_index AND a.confirmed = 1) - b.received) / 1000000
		FROM batch b NOT INDEXED WHERE b.leaf_index < ? ORDER BY b.n DESC LIMIT ?`, size, batches))
}

// Cosignatures implements masterdb.Events.
func (r *Reader) Cosignatures(ctx context.Context, size uint64) (lines string, ok bool, err error) {
	ok, err = r.row(ctx, []any{&lines}, "SELECT cosigs FROM checkpoint WHERE size = ?", size)
	return lines, ok, err
}

// Place implements masterdb.Events.
func (r *Reader) Place(ctx context.Context, n int64) (p masterdb.Place, ok bool, err error) {
	var at place
	var b body
	ok, err = r.row(ctx, slices.Concat([]any{&p.Batch, &p.Leaf}, at.dest(), b.dest()),
		"SELECT e.batch, b.leaf, "+placeColumns+", "+bodyColumns+" FROM event e JOIN batch b ON b.n = e.batch WHERE e.n = ?", n)
	if err != nil || !ok {
		return p, false, err
	}
	s := b.sealed(at.header())
	p.Seq, p.Box, p.Salt = uint64(at.seq), s.Box, s.Salt
	return p, true, nil
}

// scanSealed reads a row of placeColumns and bodyColumns.
func scanSealed(row scanner) (masterdb.Sealed, error) {
	var p place
	var b body
	if err := row.Scan(append(p.dest(), b.dest()...)...); err != nil {
		return masterdb.Sealed{}, err
	}
	return b.sealed(p.header()), nil
}

// Bodies implements masterdb.Events.
func (r *Reader) Bodies(ctx context.Context, batch int64) iter.Seq2[masterdb.Sealed, error] {
	return each(ctx, r.db.Query(), func(row scanner) (masterdb.Sealed, error) {
		s, err := scanSealed(row)
		return masterdb.Sealed{Box: s.Box, Hash: s.Hash}, err
	}, "SELECT "+placeColumns+", "+bodyColumns+" FROM event e JOIN batch b ON b.n = e.batch WHERE e.batch = ? ORDER BY e.seq", batch)
}

// BatchOfLeaf implements masterdb.Events.
func (r *Reader) BatchOfLeaf(ctx context.Context, l evidence.Leaf) (n int64, ok bool, err error) {
	ok, err = r.row(ctx, []any{&n}, "SELECT n FROM batch WHERE leaf = ?", []byte(l))
	return n, ok, err
}
