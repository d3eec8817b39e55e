package conformance

import (
	"fmt"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe/brief"
)

// whole is all that a snapshot shows, without what Sealed keeps to itself.
func (s *suite) whole() (out []string) {
	s.Helper()
	snap, err := s.db.Snapshot(s.ctx)
	s.must(err)
	defer func() { s.must(snap.Close()) }()
	for _, b := range all(s, snap.Batches(s.ctx)) {
		out = append(out, fmt.Sprintf("%+v", b))
	}
	for _, e := range all(s, snap.Events(s.ctx)) {
		out = append(out, fmt.Sprintf("%d %s %d %d %s %s %d %x %x %x %x", e.N, e.ID, e.Batch, e.Seq, e.Kind, e.Resource, e.Time, e.Sealed.Box, e.Sealed.Hash, e.Sealed.Key, e.Sealed.Salt))
	}
	for _, c := range all(s, snap.Checkpoints(s.ctx)) {
		out = append(out, fmt.Sprintf("%+v", c))
	}
	for _, a := range all(s, snap.Confirmed(s.ctx)) {
		out = append(out, fmt.Sprintf("%+v", a))
	}
	damage, err := snap.Damage(s.ctx)
	s.must(err)
	s.want("damage", len(damage), 0)
	return out
}

// rows are what is stored of a batch, to be put back.
func (s *suite) rows(n, from int64, index uint64, b masterdb.NewBatch, events []masterdb.NewEvent) (m masterdb.Mending) {
	m.Batches = []masterdb.RestoredBatch{{N: n, NewBatch: b, Index: index, Recorded: true}}
	for i, e := range events {
		m.Events = append(m.Events, masterdb.RestoredEvent{N: from + int64(i), Batch: n, Service: b.Service, Boot: b.Boot, NewEvent: e})
	}
	return m
}

// mended takes rows out and puts them back at their numbers.
func (s *suite) mended() {
	s.must(s.db.Mend(s.ctx, masterdb.Mending{}))
	keep := func(index uint64, boot, first uint64, events ...said) (masterdb.NewBatch, []masterdb.NewEvent) {
		b, e := batch(door, boot, first, events...)
		n, err := s.db.Stage(s.ctx, b, e)
		s.must(err)
		s.must(s.db.Record(s.ctx, n, index))
		return b, e
	}
	keep(0, 7, 1, seen(0))
	second, events := keep(1, 7, 2, seen(1), said{"track", cam2, at(2)}, said{"segment", cam1, at(3)})
	third, last := keep(2, 7, 5, seen(4))
	s.must(s.db.KeepAnchor(s.ctx, checkpoint(2, 0), anchor(2, 8)))
	s.must(s.db.KeepCosigned(s.ctx, checkpoint(3, 2)))
	s.must(s.db.KeepAnchor(s.ctx, checkpoint(3, 2), anchor(3, 9)))
	s.must(s.db.Confirm(s.ctx, []masterdb.Anchor{anchor(3, 9)}))
	before := s.whole()

	// A batch and its events go, and come back where they were; so does one event alone.
	out := masterdb.Mending{TakeBatches: []int64{2, 77}, TakeEvents: []int64{2, 3, 4, 99}}
	s.must(s.db.Mend(s.ctx, out))
	s.want("what is listed without it", s.numbers(s.db.List(s.ctx, masterdb.Filter{Limit: 10})), []int64{5, 1})
	back := s.rows(2, 2, 1, second, events)
	s.must(s.db.Mend(s.ctx, back))
	s.want("after a batch was put back", s.whole(), before)
	one := masterdb.Mending{TakeEvents: []int64{3}, Events: back.Events[1:2]}
	s.must(s.db.Mend(s.ctx, one))
	s.want("after an event was put back", s.whole(), before)
	s.want("events by kind and camera", s.numbers(s.db.List(s.ctx, masterdb.Filter{Kinds: []custos.Kind{"track"}, Camera: cam2, Limit: 9})), []int64{3})
	row, there, err := s.db.LastSegment(s.ctx, cam1)
	s.found("the segment that was put back", there, err, true)
	text, err := row.Open()
	s.must(err)
	s.want("its body", string(text), body(door, 7, 4))

	// The batch's own row goes and comes, and its events stay.
	s.must(s.db.Mend(s.ctx, masterdb.Mending{TakeBatches: []int64{2}, Batches: back.Batches}))
	s.want("after a batch's row was put back", s.whole(), before)

	// Where another row stands nothing is changed.
	for name, m := range map[string]masterdb.Mending{
		"a batch":          {TakeEvents: []int64{1}, Batches: back.Batches},
		"an event":         {TakeEvents: []int64{1}, Events: back.Events[:1]},
		"a leaf's place":   {TakeEvents: []int64{1}, TakeBatches: []int64{2}, Batches: []masterdb.RestoredBatch{{N: 2, NewBatch: second, Index: 2, Recorded: true}}},
		"a checkpoint":     {TakeEvents: []int64{1}, Checkpoints: []masterdb.Checkpoint{checkpoint(3, 2)}},
		"an event of none": {TakeEvents: []int64{1}, Events: []masterdb.RestoredEvent{{N: 50, Batch: 50, Service: door, Boot: 7, NewEvent: events[0]}}},
	} {
		if err := s.db.Mend(s.ctx, m); err == nil {
			s.Errorf("%s was put where another one stands, or to no batch", name)
		}
		s.want("after "+name+" was refused", s.whole(), before)
	}

	// Two batches change their numbers, with their events.
	swap := masterdb.Mending{TakeBatches: []int64{2, 3}, TakeEvents: []int64{2, 3, 4, 5}}
	for _, m := range []masterdb.Mending{s.rows(2, 2, 2, third, last), s.rows(3, 3, 1, second, events)} {
		swap.Batches, swap.Events = append(swap.Batches, m.Batches...), append(swap.Events, m.Events...)
	}
	s.must(s.db.Mend(s.ctx, swap))
	b, there, err := s.db.Batch(s.ctx, door, 7, 5)
	s.found("a batch that was moved", there, err, true)
	s.want("its number", b.N, int64(2))
	s.must(s.db.Mend(s.ctx, masterdb.Mending{
		TakeBatches: []int64{2, 3}, TakeEvents: []int64{2, 3, 4, 5},
		Batches: append(s.rows(3, 5, 2, third, last).Batches, back.Batches...), Events: append(s.rows(3, 5, 2, third, last).Events, back.Events...),
	}))
	s.want("after both were moved back", s.whole(), before)

	// Checkpoints and anchors.
	s.must(s.db.Mend(s.ctx, masterdb.Mending{TakeCheckpoints: []int64{2, 9}, TakeAnchors: []int64{2, 9}}))
	_, there, err = s.db.Checkpoint(s.ctx, 2)
	s.found("a checkpoint that was taken out", there, err, false)
	there, err = s.db.HasAnchor(s.ctx, 2)
	s.found("an anchor that was taken out", there, err, false)
	s.must(s.db.Mend(s.ctx, masterdb.Mending{TakeCheckpoints: []int64{3}, Checkpoints: []masterdb.Checkpoint{checkpoint(3, 1)}}))
	c, there, err := s.db.Checkpoint(s.ctx, 3)
	s.found("a checkpoint that was put back", there, err, true)
	s.want("a checkpoint that was put back", c, checkpoint(3, 1))
	there, err = s.db.HasAnchor(s.ctx, 3)
	s.found("its anchor", there, err, true)

	// A body that was removed, and a batch that is staged; numbers go on.
	commitment := events[0].Sealed.Commitment()
	gone := back.Events[0]
	gone.Sealed, gone.Opening = evidence.Sealed{Box: []byte{}, BodyHash: commitment}, evidence.Opening{}
	s.must(s.db.Mend(s.ctx, masterdb.Mending{TakeEvents: []int64{2}, Events: []masterdb.RestoredEvent{gone}}))
	e, there, err := s.db.Event(s.ctx, custos.NewEventID(door, 7, 2))
	s.found("an event without a body", there, err, true)
	got, err := e.Sealed.Commitment()
	s.must(err)
	if !e.Sealed.Removed() || got != commitment {
		s.Errorf("an event without a body is %+v", e.Sealed)
	}
	fourth, more := batch(door, 8, 1, seen(5))
	staged := s.rows(4, 6, 0, fourth, more)
	staged.Batches[0].Recorded = false
	s.must(s.db.Mend(s.ctx, staged))
	open, err := s.db.Staged(s.ctx, "")
	s.must(err)
	s.want("a staged batch that was put back", open, []masterdb.Staged{{N: 4, Leaf: fourth.Leaf}})
	s.want("the next batch's number", s.stage(yard, 1, 1, seen(6)), int64(5))
	n, err := s.db.Newest(s.ctx)
	s.must(err)
	s.want("the newest that is recorded", n, int64(5))
	s.under()
}

// under reads rows under the header that they have: it says the same. What another header makes of
// them is the implementation's.
func (s *suite) under() {
	s.Helper()
	snap, err := s.db.Snapshot(s.ctx)
	s.must(err)
	defer func() { s.must(snap.Close()) }()
	looked := 0
	for _, e := range all(s, snap.Events(s.ctx)) {
		looked++
		if e.Sealed.Removed() {
			continue
		}
		boot := uint64(7)
		service := door
		if e.N == 6 {
			boot = 8
		} else if e.N > 6 {
			service, boot = yard, 1
		}
		h := brief.Header{Service: service, Boot: boot, Seq: uint64(e.Seq), Resource: custos.Resource(e.Resource), Time: e.Time, Kind: custos.Kind(e.Kind)}
		same := e.Sealed.Under(h)
		if string(same.Box) != string(e.Sealed.Box) || string(same.Hash) != string(e.Sealed.Hash) {
			s.Errorf("event %d says something else under its own header", e.N)
		}
	}
	s.want("how many rows there are", looked, 7)
}
