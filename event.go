package custos

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// EventID names an event for good: "front-edge.object.lz3k9q.42", that is the
// service, its boot in base 36 and its sequence number. It holds no "/".
type EventID string

// Event is what one service observed, in the order in which it observed it: a header and
// a payload. Its JSON encoding is its body: stored, sealed and committed byte for byte,
// never encoded again.
//
// Who keeps, proves, mirrors or verifies an event reads its header. The payload is read
// by who consumes its kind (package observe), so an event of a kind or with a field that a
// program has never heard of is kept and proved like any other.
type Event struct {
	Service ServiceID `json:"service"`
	// Boot is the start of the service's life, in milliseconds since 1970; it
	// grows from one life to the next.
	Boot uint64 `json:"boot"`
	// Seq counts from 1 within a boot, without gaps.
	Seq uint64 `json:"seq"`
	// Resource is what the event is about, usually a camera.
	Resource Resource `json:"resource"`
	// Time is the capture time of the frame that shows the event, or when it happened.
	Time time.Time `json:"time"`
	// Kind says what the payload is.
	Kind Kind `json:"kind"`
	// Payload is what happened, as JSON.
	Payload json.RawMessage `json:"payload"`
}

// Kind is an event's kind: a word of a-z, 0-9 and _, at most 32 characters.
type Kind string

// Valid reports that a kind has the form of one, known or not.
func (k Kind) Valid() bool { return plainKey(string(k)) && len(k) <= 32 }

// Payload is what an event of a kind says. Package observe has those that Custos knows.
type Payload interface{ Kind() Kind }

// Observation is what a service observed, before its journal makes an event of it.
type Observation struct {
	Resource Resource
	Time     time.Time
	Payload  Payload
}

// Event makes the event of an observation that the service numbered seq in the life boot.
// It returns Invalid where the payload cannot be encoded.
func (o Observation) Event(s ServiceID, boot, seq uint64) (Event, error) {
	e := Event{Service: s, Boot: boot, Seq: seq, Resource: o.Resource, Time: o.Time}
	if o.Payload == nil {
		return e, Errorf(Invalid, "event %s has no payload", e.ID())
	}
	e.Kind = o.Payload.Kind()
	var err error
	if e.Payload, err = json.Marshal(o.Payload); err != nil {
		return e, Errorf(Invalid, "event %s of kind %s cannot be encoded: %w", e.ID(), e.Kind, err)
	}
	return e, nil
}

// ID returns the event's name.
func (e *Event) ID() EventID { return NewEventID(e.Service, e.Boot, e.Seq) }

// NewEventID builds the name of the event that the service numbered seq in the life boot.
func NewEventID(s ServiceID, boot, seq uint64) EventID {
	return EventID(strings.ReplaceAll(string(s), "/", ".") + "." + strconv.FormatUint(boot, 36) + "." + strconv.FormatUint(seq, 10))
}

type eventJSON struct {
	ID EventID `json:"id"`
	*plainEvent
}

type plainEvent Event

// MarshalJSON writes the body: id, header, kind, payload.
func (e Event) MarshalJSON() ([]byte, error) {
	switch {
	case !e.Kind.Valid():
		return nil, Errorf(Invalid, "event %s has the kind %q: a kind is a word of a-z, 0-9 and _", e.ID(), e.Kind)
	case len(e.Payload) == 0:
		return nil, Errorf(Invalid, "event %s has no payload", e.ID())
	}
	e.Time = e.Time.UTC()
	return json.Marshal(eventJSON{ID: e.ID(), plainEvent: (*plainEvent)(&e)})
}

// UnmarshalJSON reads a body's header, and takes the payload as it is. Fields that are
// not known are those of a newer version, and passed over. A kind that has no form of one,
// no payload, or an id that does not follow from the header is an error.
func (e *Event) UnmarshalJSON(b []byte) error {
	j := eventJSON{plainEvent: (*plainEvent)(e)}
	e.Payload = nil
	if err := json.Unmarshal(b, &j); err != nil {
		return fmt.Errorf("event: %w", err)
	}
	switch {
	case !e.Kind.Valid():
		return fmt.Errorf("event %s has the kind %q: a kind is a word of a-z, 0-9 and _", j.ID, e.Kind)
	case len(e.Payload) == 0 || bytes.Equal(e.Payload, []byte("null")):
		return fmt.Errorf("event %s of kind %s has no payload", j.ID, e.Kind)
	case j.ID != e.ID():
		return fmt.Errorf("event says its id is %q, its header says %q", j.ID, e.ID())
	}
	return nil
}
