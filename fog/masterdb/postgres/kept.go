package postgres

import (
	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/fog/masterdb/kept"
	"custos.dev/custos/observe/brief"
)

// place is what of a row, and of its batch, says which event it is. A row whose batch is not there
// has no service and no life.
type place struct {
	service        *string
	boot           *int64
	seq            int64
	kind, resource *string
	time           int64
}

// placeColumns are those that a place is read from, bodyColumns those of a body.
const (
	placeColumns = "b.service, b.boot, e.seq, (SELECT name FROM kind WHERE n = e.kind), (SELECT name FROM resource WHERE n = e.resource), e.time"
	bodyColumns  = "e.body, e.key, e.salt, e.hash"
)

func (p *place) dest() []any {
	return []any{&p.service, &p.boot, &p.seq, &p.kind, &p.resource, &p.time}
}

func bodyDest(b *kept.Body) []any { return []any{&b.Body, &b.Key, &b.Salt, &b.Hash} }

// header is what the columns say.
func (p *place) header() brief.Header {
	return brief.Header{
		Service: custos.ServiceID(or(p.service)), Boot: uint64(or(p.boot)), Seq: uint64(p.seq),
		Resource: custos.Resource(or(p.resource)), Time: p.time, Kind: custos.Kind(or(p.kind)),
	}
}

func (p *place) id() custos.EventID {
	return custos.NewEventID(custos.ServiceID(or(p.service)), uint64(or(p.boot)), uint64(p.seq))
}

// or is what a column holds that may hold nothing.
func or[T any](v *T) (none T) {
	if v == nil {
		return none
	}
	return *v
}

// scanSealed reads a row of placeColumns and bodyColumns.
func scanSealed(row scanner) (masterdb.Sealed, error) {
	var p place
	var b kept.Body
	if err := row.Scan(append(p.dest(), bodyDest(&b)...)...); err != nil {
		return masterdb.Sealed{}, err
	}
	return b.Sealed(p.header()), nil
}
