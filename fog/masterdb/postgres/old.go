package postgres

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/kept"
	"custos.dev/custos/observe"
)

// Lines implements masterdb.Kept: by a leap over the index for each kind and resource, whatever
// number of events there is.
func (r *Reader) Lines(ctx context.Context) ([]masterdb.Line, error) {
	return all(each(ctx, r.ask, func(row scanner) (l masterdb.Line, err error) {
		var at int64
		err = row.Scan(&l.Kind, &l.Resource, &at)
		l.Oldest = time.Unix(0, at).UTC()
		return l, err
	}, oldestOfLines))
}

const oldestOfLines = `SELECT k.name, r.name, o.time FROM kind k CROSS JOIN resource r CROSS JOIN LATERAL
	(SELECT e.time FROM event e WHERE e.resource = r.n AND e.kind = k.n AND e.bodied = 1 ORDER BY e.time LIMIT 1) AS o ORDER BY k.name, r.name`

// oldEvents is what of the tables masterdb.Old is about.
func oldEvents(o masterdb.Old) *question {
	q := new(question)
	q.and("e.bodied = 1 AND e.kind = "+kindNamed, o.Kind)
	q.and("e.resource = "+resourceNamed, o.Resource)
	q.and("e.time < ?", o.Before.UnixNano())
	if !o.From.IsZero() {
		q.and("e.time >= ?", o.From.UnixNano())
	}
	for _, h := range o.Held {
		q.and("NOT (e.time >= ? AND e.time < ?)", h.From.UnixNano(), h.Until.UnixNano())
	}
	return q
}

const headerColumns = placeColumns + ", " + bodyColumns

func scanHeader(row scanner) (h masterdb.Header, err error) {
	var p place
	var b kept.Body
	if err := row.Scan(append(p.dest(), bodyDest(&b)...)...); err != nil {
		return h, err
	}
	at := p.header()
	s := b.Sealed(at)
	h = masterdb.Header{
		ID: p.id(), Service: at.Service, Boot: at.Boot, Seq: at.Seq, Kind: at.Kind, Resource: at.Resource,
		Time: time.Unix(0, p.time).UTC(), Removed: s.Removed(), Bytes: int64(len(b.Body)),
	}
	h.Commitment, err = s.Commitment()
	return h, err
}

// Old implements masterdb.Kept.
func (r *Reader) Old(ctx context.Context, o masterdb.Old) ([]masterdb.Header, error) {
	q := oldEvents(o)
	var service custos.ServiceID
	if ok, err := r.row(ctx, []any{&service}, "SELECT b.service"+eventTables+q.where+" ORDER BY e.time LIMIT 1", q.args...); err != nil || !ok {
		return nil, err
	}
	q.and("b.service = ?", service)
	q.args = append(q.args, o.Limit)
	out, err := all(each(ctx, r.ask, scanHeader, "SELECT "+headerColumns+eventTables+q.where+" ORDER BY e.time LIMIT "+q.last(), q.args...))
	slices.SortFunc(out, func(a, b masterdb.Header) int { return cmp.Or(cmp.Compare(a.Boot, b.Boot), cmp.Compare(a.Seq, b.Seq)) })
	return out, err
}

// Weigh implements masterdb.Kept.
func (r *Reader) Weigh(ctx context.Context, o masterdb.Old) (w masterdb.Weight, err error) {
	q := oldEvents(o)
	_, err = r.row(ctx, []any{&w.Events, &w.Bytes}, "SELECT count(*), coalesce(sum(octet_length(e.body)), 0)::bigint"+eventTables+q.where, q.args...)
	return w, err
}

// Headers implements masterdb.Kept.
func (r *Reader) Headers(ctx context.Context, ids []custos.EventID) ([]masterdb.Header, error) {
	var out []masterdb.Header
	for _, id := range ids {
		h, there, err := byID(ctx, r, id, scanHeader, "SELECT "+headerColumns+eventTables+"AND "+atPlace)
		if err != nil {
			return nil, err
		}
		if there {
			out = append(out, h)
		}
	}
	return out, nil
}

// RemovalOf implements masterdb.Kept.
func (r *Reader) RemovalOf(ctx context.Context, s custos.ServiceID, boot, seq uint64) (t observe.Tombstone, ok bool, err error) {
	var said []byte
	ok, err = r.row(ctx, []any{&said}, `SELECT r.said FROM removal_span p JOIN removal r ON r.n = p.removal
		WHERE p.service = $1 AND p.boot = $2 AND p.first <= $3 AND p.last >= $3 ORDER BY p.first DESC LIMIT 1`, s, boot, seq)
	if err != nil || !ok {
		return t, false, err
	}
	t, err = tombstoneOf(said)
	return t, err == nil, err
}

// RemovalsDone implements masterdb.Kept.
func (r *Reader) RemovalsDone(ctx context.Context, limit int) ([]masterdb.Removal, error) {
	return all(each(ctx, r.ask, func(row scanner) (m masterdb.Removal, err error) {
		var said []byte
		var at *int64
		if err := row.Scan(&said, &at); err != nil {
			return m, err
		}
		if at != nil {
			m.Finished = time.Unix(0, *at).UTC()
		}
		m.Tombstone, err = tombstoneOf(said)
		return m, err
	}, "SELECT said, finished FROM removal ORDER BY n DESC LIMIT $1", limit))
}

// Erasures implements masterdb.Kept.
func (r *Reader) Erasures(ctx context.Context, s custos.ServiceID, after int64, limit int) (out []observe.Tombstone, through int64, err error) {
	type row struct {
		n    int64
		said []byte
	}
	for e, err := range each(ctx, r.ask, func(s scanner) (e row, err error) { return e, s.Scan(&e.n, &e.said) },
		"SELECT n, said FROM removal WHERE ordered AND told AND service = $1 AND n > $2 ORDER BY n LIMIT $3", s, after, limit) {
		if err != nil {
			return nil, 0, err
		}
		t, err := tombstoneOf(e.said)
		if err != nil {
			return nil, 0, err
		}
		out, through = append(out, t), e.n
	}
	return out, through, nil
}

func tombstoneOf(said []byte) (t observe.Tombstone, err error) {
	if err := json.Unmarshal(said, &t); err != nil {
		return t, custos.Errorf(custos.Corrupt, "a removal in the database does not parse: %w", err)
	}
	return t, nil
}
