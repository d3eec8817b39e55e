package journal

import (
	"custos.dev/custos"
	"custos.dev/custos/evidence"
)

// sealedRow is what a row keeps of an event's content. The body is kept, and what is sealed is
// made of it: followers read the body as it is, and sealing costs what opening would.
type sealedRow struct{ body, key, salt []byte }

// scan reads the columns before, then body, key and salt.
func (r *sealedRow) scan(row interface{ Scan(...any) error }, before ...any) error {
	return row.Scan(append(before, &r.body, &r.key, &r.salt)...)
}

func (r *sealedRow) sealed() (s Sealed, err error) {
	if len(r.key) == 0 {
		return r.gone()
	}
	if len(r.key) != len(s.Key) || len(r.salt) != len(s.Salt) {
		return s, custos.Errorf(custos.Corrupt, "an event's key or salt in the journal has the wrong length: put the service's directory back from a copy, or move journal.db away and let it be filled from the master")
	}
	s.Opening = evidence.Opening{Key: custos.Hash(r.key), Salt: custos.Hash(r.salt)}
	s.Sealed = s.Seal(r.body)
	return s, nil
}
