// Package observetest makes and reads events in tests.
package observetest

import (
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// Payload returns the payload of an event of P's kind; the test ends if it has none.
func Payload[P custos.Payload](t testing.TB, e *custos.Event) P {
	t.Helper()
	p, ok := observe.As[P](e)
	if !ok {
		t.Fatalf("%s is a %s, not a %s", e.ID(), e.Kind, p.Kind())
	}
	return p
}

// Say has an event say something else. It panics where that cannot be encoded.
func Say(e *custos.Event, p custos.Payload) {
	out, err := custos.Observation{Payload: p}.Event(e.Service, e.Boot, e.Seq)
	if err != nil {
		panic(err)
	}
	e.Kind, e.Payload = out.Kind, out.Payload
}

// Of is an event with what an observation says, its numbers all 1.
func Of(o custos.Observation) *custos.Event {
	e := &custos.Event{Service: "a-node/a-service", Boot: 1, Seq: 1, Resource: o.Resource, Time: o.Time}
	Say(e, o.Payload)
	return e
}
