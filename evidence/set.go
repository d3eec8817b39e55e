package evidence

import (
	"custos.dev/custos"
)

// Set is the proof of many events at once: they share a checkpoint, the state
// and the headers. It travels as JSON between programs; a Bundle is for people.
type Set struct {
	Events []SetEvent `json:"events"`
	Proof  Proof      `json:"proof"`
	// Headers are the chain's, RLP each, as a Bundle has them.
	Headers [][]byte `json:"headers"`
}

// SetEvent is one event of a Set.
type SetEvent struct {
	ID   custos.EventID `json:"id"`
	Body []byte         `json:"body"`
	Item Item           `json:"item"`
}

// VerifySet checks what all events share, then each. It returns the report of
// the former and why each event failed that did.
func VerifySet(s *Set, t *Trust) (*Report, map[custos.EventID]error) {
	r := new(Report)
	defer r.conclude()
	b := &Bundle{Proof: s.Proof, Headers: s.Headers}
	for i := range s.Events {
		it := s.Events[i].Item
		it.Body = s.Events[i].Body
		b.Segments = append(b.Segments, it)
	}
	// It is made when it is asked for, so there is no older form of it.
	v := verification{Report: r, t: t, b: b, named: true, owned: true}
	v.checkpoint()
	v.chain()
	v.state()
	failed := map[custos.EventID]error{}
	for i := range s.Events {
		e, err := v.item(&b.Segments[i])
		if err == nil && e.ID() != s.Events[i].ID {
			err = custos.Errorf(custos.Corrupt, "it says it is %s", e.ID())
		}
		if err != nil {
			failed[s.Events[i].ID] = err
		}
	}
	return r, failed
}
