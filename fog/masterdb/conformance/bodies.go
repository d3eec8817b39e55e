package conformance

import (
	"encoding/json"
	"slices"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
)

// bodies keeps events as services make them, and what they never make: each comes back as it was
// sealed, to the byte, however the database keeps it.
func (s *suite) bodies() {
	var sealed []evidence.Sealed
	var openings []evidence.Opening
	var events []masterdb.NewEvent
	stage := func(kind custos.Kind, r custos.Resource, box evidence.Sealed, o evidence.Opening) {
		seq := uint64(len(events)) + 1
		sealed, openings = append(sealed, box), append(openings, o)
		events = append(events, masterdb.NewEvent{ID: custos.NewEventID(door, 7, seq), Seq: seq, Kind: kind, Resource: r, Time: at(int(seq)), Sealed: box, Opening: o})
	}
	for _, k := range observe.Kinds() {
		e, err := custos.Observation{Resource: cam1, Time: at(len(events) + 1), Payload: k.Example}.Event(door, 7, uint64(len(events))+1)
		s.must(err)
		text, err := json.Marshal(e)
		s.must(err)
		box, o := evidence.Seal(text)
		stage(k.Name, cam1, box, o)
	}
	// A salt that does not follow from its key, a body that is no event, one of nothing, and a box
	// that its key does not open.
	o := evidence.Opening{Key: custos.Hash{1}, Salt: custos.Hash{2}}
	stage("zone", cam1, o.Seal([]byte(`{"id":"x"}`)), o)
	o.Key[0]++
	stage("zone", cam2, o.Seal([]byte{0, 1, 2, 0xff}), o)
	o.Key[0]++
	stage("zone", cam2, o.Seal(nil), o)
	stage("zone", cam2, evidence.Sealed{Box: []byte("no box"), BodyHash: custos.Hash{3}}, evidence.Opening{Key: custos.Hash{4}, Salt: custos.Hash{5}})

	b := masterdb.NewBatch{Service: door, Boot: 7, First: 1, Last: uint64(len(events)), Leaf: leafOf(door, 7, 1), Received: at(1000)}
	n, err := s.db.Stage(s.ctx, b, events)
	s.must(err)
	s.must(s.db.Record(s.ctx, n, 0))
	check := func(what string, i int, got masterdb.Sealed, opens bool) {
		s.Helper()
		if string(got.Box) != string(sealed[i].Box) || string(got.Hash) != string(sealed[i].BodyHash[:]) {
			s.Errorf("%s: event %d of the kind %s is not as it was sealed", what, i+1, events[i].Kind)
		}
		if opens && (string(got.Key) != string(openings[i].Key[:]) || string(got.Salt) != string(openings[i].Salt[:])) {
			s.Errorf("%s: event %d has another key or salt", what, i+1)
		}
	}
	rows := all(s, s.db.List(s.ctx, masterdb.Filter{Limit: 100}))
	slices.Reverse(rows)
	for i, e := range rows {
		check("listed", i, e.Sealed, true)
		s.want("its kind", e.Kind, events[i].Kind)
	}
	for i, h := range all(s, s.db.Behind(s.ctx, door, 0, 0)) {
		check("behind", i, h.Sealed, true)
	}
	for i, got := range all(s, s.db.Bodies(s.ctx, n)) {
		check("of a batch", i, got, false)
	}
	snap, err := s.db.Snapshot(s.ctx)
	s.must(err)
	defer func() { s.must(snap.Close()) }()
	for i, e := range all(s, snap.Events(s.ctx)) {
		check("in a snapshot", i, e.Sealed, true)
	}
	for i := range events {
		p, there, err := s.db.Place(s.ctx, int64(i+1))
		s.found("a place", there, err, true)
		s.want("the box of a place", string(p.Box), string(sealed[i].Box))
		s.want("the salt of a place", string(p.Salt), string(openings[i].Salt[:]))
	}
	if len(rows) != len(events) {
		s.Errorf("%d of %d events are listed", len(rows), len(events))
	}
}
