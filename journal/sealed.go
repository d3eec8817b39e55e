package journal

import (
	"bytes"
	"encoding/json"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/observe/brief"
)

// sealedRow is what a row keeps of an event's content. The body is kept, in few bytes, and what is
// sealed is made of it: followers read the body, and sealing costs what opening would.
type sealedRow struct {
	by              custos.ServiceID
	body, key, salt []byte
}

// scan reads the columns before, then body, key and salt.
func (r *sealedRow) scan(row interface{ Scan(...any) error }, before ...any) error {
	return row.Scan(append(before, &r.body, &r.key, &r.salt)...)
}

func (r *sealedRow) sealed() (s Sealed, err error) {
	if len(r.key) == 0 {
		return r.gone()
	}
	if len(r.key) != len(s.Key) || len(r.salt) != len(s.Salt) && len(r.salt) != 0 {
		return s, custos.Errorf(custos.Corrupt, "an event's key or salt in the journal has the wrong length: put the service's directory back from a copy, or move journal.db away and let it be filled from the master")
	}
	s.Key = custos.Hash(r.key)
	if s.Salt = evidence.SaltOf(s.Key); len(r.salt) > 0 {
		s.Salt = custos.Hash(r.salt)
	}
	body, err := bodyOf(r.by, r.body)
	if err != nil {
		return s, err
	}
	s.Sealed = s.Seal(body)
	return s, nil
}

// bodyOf reads a body as its row has it: in few bytes, or, of an older version, as it is, which begins
// with a brace.
func bodyOf(by custos.ServiceID, kept []byte) ([]byte, error) {
	if bytes.HasPrefix(kept, []byte("{")) {
		return kept, nil
	}
	body, err := brief.ReadAlone(by, kept)
	if err != nil {
		return nil, custos.Errorf(custos.Corrupt, "an event in the journal of %s cannot be read: put the service's directory back from a copy, or move journal.db away and let it be filled from the master: %w", by, err)
	}
	return body, nil
}

// eventOf reads the event of a body as its row has it.
func eventOf(by custos.ServiceID, kept []byte) (e custos.Event, err error) {
	body, err := bodyOf(by, kept)
	if err != nil {
		return e, err
	}
	if err := json.Unmarshal(body, &e); err != nil {
		return e, custos.Errorf(custos.Corrupt, "an event in the journal of %s does not parse: %w", by, err)
	}
	return e, nil
}
