package sqlite

import (
	"database/sql"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/kept"
	"custos.dev/custos/observe/brief"
)

// body is what the columns body, key, salt and hash hold, see package kept.
type body struct{ body, key, salt, hash []byte }

// keep makes the columns of an event to be staged.
func keep(h brief.Header, s evidence.Sealed, o evidence.Opening) body {
	k := kept.Of(h, s, o)
	return body{k.Body, k.Key, k.Salt, k.Hash}
}

// sealed gives back what was sealed.
func (b *body) sealed(h brief.Header) masterdb.Sealed {
	return kept.Body{Body: b.body, Key: b.key, Salt: b.salt, Hash: b.hash}.Sealed(h)
}

// place is what of a row, and of its batch, says which event it is.
type place struct {
	service        sql.NullString
	boot           sql.NullInt64
	seq            int64
	kind, resource string
	time           int64
}

// placeColumns are those that a place is read from, bodyColumns those of a body.
const (
	placeColumns = "b.service, b.boot, e.seq, (SELECT name FROM kind WHERE n = e.kind) AS kind, (SELECT name FROM resource WHERE n = e.resource) AS resource, e.time"
	bodyColumns  = "e.body, e.key, e.salt, e.hash"
)

func (p *place) dest() []any {
	return []any{&p.service, &p.boot, &p.seq, &p.kind, &p.resource, &p.time}
}

func (b *body) dest() []any { return []any{&b.body, &b.key, &b.salt, &b.hash} }

func (p *place) header() brief.Header {
	return brief.Header{
		Service: custos.ServiceID(p.service.String), Boot: uint64(p.boot.Int64), Seq: uint64(p.seq),
		Resource: custos.Resource(p.resource), Time: p.time, Kind: custos.Kind(p.kind),
	}
}

func (p *place) id() custos.EventID {
	return custos.NewEventID(custos.ServiceID(p.service.String), uint64(p.boot.Int64), uint64(p.seq))
}
