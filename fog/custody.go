package fog

import (
	"encoding/json"
	"io"
	"net/http"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/api"

	"custos.dev/custos/access"
	"custos.dev/custos/evidence"
	"custos.dev/custos/observe"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
)

// postCustody enters the caller's own hand-over of an evidence bundle in the log. The bundle need
// not be of this domain, nor known here: what is entered is that the hand-over was signed by now.
func (m *master) postCustody(w http.ResponseWriter, r *http.Request) error {
	body, err := io.ReadAll(r.Body) // as long as the gate lets it be
	if err != nil {
		return custos.Errorf(custos.Invalid, "the request cannot be read: %w", err)
	}
	c, err := custodyOf(body, access.CallerOf(r.Context()).Address)
	if err != nil {
		return err
	}
	events, err := m.Journal.Record(r.Context(), []custos.Observation{{Resource: m.Domain, Time: time.Now(), Payload: c}})
	if err != nil {
		return err
	}
	return reply(w, api.CustodyEntered{Event: events[0].ID()})
}

// custodyOf reads a hand-over that the caller signed.
func custodyOf(body []byte, caller custos.Address) (*observe.Custody, error) {
	e := new(dsse.Envelope)
	if err := json.Unmarshal(body, e); err != nil {
		return nil, custos.Errorf(custos.Invalid, "the hand-over does not parse: %w", err)
	}
	h, err := evidence.OpenHandOver(e)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "%w", err)
	}
	if h.From.Key != caller {
		return nil, custos.Errorf(custos.Denied, "the hand-over is signed by %s: who gave enters it himself", h.From.Key)
	}
	id, err := evidence.HandOverID(e)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "%w", err)
	}
	return &observe.Custody{Bundle: h.Bundle, Entry: id, Number: h.Number, Giver: caller}, nil
}
