package remote

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// past is how long before its picture an event may have happened.
const past = time.Minute

// observation is what a program observed, of a kind that the site file allows it. It is
// written as the program wrote it.
type observation struct {
	kind    custos.Kind
	payload json.RawMessage
}

// Kind implements custos.Payload.
func (o *observation) Kind() custos.Kind { return o.kind }

// MarshalJSON writes the program's payload.
func (o *observation) MarshalJSON() ([]byte, error) { return o.payload, nil }

// answerEvent is an event of an answer. What it is about is not the program's to say: it is
// the camera that was asked about.
type answerEvent struct {
	Kind    custos.Kind     `json:"kind"`
	Payload json.RawMessage `json:"payload"`
	Time    *time.Time      `json:"time"`
}

// read holds an answer about a frame against what the program may say. One word that breaks
// the contract makes all of it worth nothing.
func (p *Program) read(body []byte, f *custos.Frame) ([]custos.Observation, error) {
	body = bytes.TrimSpace(body)
	if err := custos.CheckReading(body); err != nil {
		return nil, fmt.Errorf("its answer has no one reading: %w", err)
	}
	var a struct {
		Events *[]answerEvent `json:"events"`
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	switch err := d.Decode(&a); {
	case err != nil:
		return nil, fmt.Errorf("its answer is to be {\"events\": [{\"kind\", \"payload\", \"time\"}]} and nothing else: %w", err)
	case a.Events == nil:
		return nil, errors.New("its answer has no list of events: without any it is {\"events\": []}")
	}
	out := make([]custos.Observation, 0, len(*a.Events))
	for i := range *a.Events {
		o, err := p.readEvent(&(*a.Events)[i], f)
		if err != nil {
			return nil, fmt.Errorf("events[%d] of its answer: %w", i, err)
		}
		out = append(out, o)
	}
	return out, nil
}

func (p *Program) readEvent(e *answerEvent, f *custos.Frame) (o custos.Observation, err error) {
	schema := p.schemas[e.Kind]
	if schema == nil {
		return o, fmt.Errorf("the kind %q is not one that the site file allows it", e.Kind)
	}
	var value any
	if len(e.Payload) == 0 || e.Payload[0] != '{' {
		return o, errors.New("its payload is no JSON object")
	}
	if err := json.Unmarshal(e.Payload, &value); err != nil {
		return o, err
	}
	if err := schema.Validate(value); err != nil {
		return o, fmt.Errorf("its payload is not what the schema of %s wants: %w", e.Kind, err)
	}
	at := f.Time
	if e.Time != nil {
		if at = *e.Time; at.After(f.Time) || at.Before(f.Time.Add(-past)) {
			return o, fmt.Errorf("its time, %s, is after the picture's, %s, or more than %v before", at.UTC().Format(time.RFC3339Nano), f.Time.UTC().Format(time.RFC3339Nano), past)
		}
	}
	o = custos.Observation{Resource: f.Camera, Time: at, Payload: &observation{e.Kind, e.Payload}}
	if _, known := observe.Of(e.Kind); known {
		// The schema leaves open what the type does not, such as the length of an array.
		if _, err := observe.Open(&custos.Event{Kind: e.Kind, Payload: e.Payload}); err != nil {
			return o, err
		}
	}
	return o, nil
}
