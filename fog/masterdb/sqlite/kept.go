package sqlite

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"database/sql"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe/brief"
)

// What a row keeps of a body: in few bytes (package brief), without what the row's own columns
// say, under the event's key, and before that the first bytes of the event's commitment. They
// prove nothing, but name the row of a batch that does not hold any more what was committed.
// Without its key nothing of a body is readable, wherever its bytes are left on a disk.
const checkBytes = 4

// body is what the columns body, key, salt and hash hold.
type body struct{ body, key, salt, hash []byte }

// keep makes the columns of an event to be staged. A body that does not open is kept as it was
// sealed, and so is one that was removed.
func keep(h brief.Header, s evidence.Sealed, o evidence.Opening) body {
	if len(s.Box) == 0 { // it was removed: nothing opens it
		return body{[]byte{}, []byte{}, []byte{}, s.BodyHash[:]}
	}
	text, err := s.Open(o)
	if err != nil {
		return body{s.Box, o.Key[:], o.Salt[:], s.BodyHash[:]}
	}
	c := s.Commitment()
	b := body{body: append(c[:checkBytes:checkBytes], h.Write(text)...), key: o.Key[:]}
	veil(o.Key, b.body[checkBytes:])
	if o.Salt != evidence.SaltOf(o.Key) {
		b.salt = o.Salt[:]
	}
	return b
}

// sealed gives back what was sealed, byte for byte. Of what does not hold what was committed it is
// something that does not open, and commits to something else.
func (b *body) sealed(h brief.Header) masterdb.Sealed {
	if b.hash != nil {
		return masterdb.Sealed{Box: b.body, Hash: b.hash, Key: b.key, Salt: b.salt}
	}
	broken := masterdb.Sealed{Box: b.body, Hash: make([]byte, len(custos.Hash{})), Key: b.key, Salt: make([]byte, len(custos.Hash{}))}
	var o evidence.Opening
	if len(b.key) != len(o.Key) || len(b.body) <= checkBytes || b.salt != nil && len(b.salt) != len(o.Salt) {
		return broken
	}
	o.Key = custos.Hash(b.key)
	o.Salt = evidence.SaltOf(o.Key)
	if b.salt != nil {
		o.Salt = custos.Hash(b.salt)
	}
	written := bytes.Clone(b.body[checkBytes:])
	veil(o.Key, written)
	text, err := h.Read(written)
	if err != nil {
		return broken
	}
	s := masterdb.SealedOf(text, o)
	if c, err := s.Commitment(); err != nil || !bytes.Equal(c[:checkBytes], b.body[:checkBytes]) {
		return broken
	}
	return s
}

// veil hides bytes under an event's key, or shows them: AES-256 in counter mode, by another key
// than the body is sealed with. Each is used for these bytes alone.
func veil(k custos.Hash, b []byte) {
	of := sha256.Sum256(append([]byte("custos kept body v1\x00"), k[:]...))
	block, err := aes.NewCipher(of[:])
	if err != nil {
		panic(err) // 32 bytes always fit
	}
	cipher.NewCTR(block, make([]byte, aes.BlockSize)).XORKeyStream(b, b)
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
