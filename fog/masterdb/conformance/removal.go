package conformance

import (
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
)

// removal is one of events of door's life 7.
func removal(name string, first, last uint64) observe.Tombstone {
	return observe.Tombstone{
		Removal: name, Service: door, Spans: []observe.Span{{Boot: 7, First: first, Last: last}}, Count: int(last - first + 1),
		From: at(0), Until: at(9), Cause: observe.Cause{Why: observe.ByOrder, By: custos.Address{1}, Reason: "asked for"}, At: at(100),
	}
}

func (s *suite) removed() {
	n := s.commit(0, door, 7, 1, seen(0), seen(1), seen(2), seen(3))
	var before []custos.Hash
	for _, b := range all(s, s.db.Bodies(s.ctx, n)) {
		c, err := b.Commitment()
		s.must(err)
		before = append(before, c)
	}
	r := removal("one", 2, 4)
	if done, err := s.db.Apply(s.ctx, "one", 9); err == nil || done {
		s.Error("what is not planned was applied")
	}
	s.must(s.db.Plan(s.ctx, r))
	s.must(s.db.Plan(s.ctx, r)) // who does not know whether it was applied does it again
	open, err := s.db.Unfinished(s.ctx)
	s.must(err)
	s.want("what is planned", open, []masterdb.Planned{{Tombstone: r}})

	for i, want := range []int{2, 1, 1} { // bodies that are left
		done, err := s.db.Apply(s.ctx, "one", 2)
		s.must(err)
		s.want("through", done, i > 0)
		w, err := s.db.Weigh(s.ctx, masterdb.Old{Kind: "zone", Resource: cam1, Before: at(100)})
		s.must(err)
		s.want("bodies that are left", int(w.Events), want)
	}
	s.must(s.db.Finish(s.ctx, "one", at(200)))
	open, err = s.db.Unfinished(s.ctx)
	s.must(err)
	s.want("what is not finished", len(open), 0)
	er, _, err := s.db.Erasures(s.ctx, door, 0, 9)
	s.must(err)
	s.want("an erasure that is not told", len(er), 0)
	s.must(s.db.Adopt(s.ctx, 1, []observe.Tombstone{r}))
	var through int64
	if er, through, err = s.db.Erasures(s.ctx, door, 0, 9); err != nil || len(er) != 1 || through == 0 || er[0].Removal != "one" {
		s.Errorf("erasures: %+v, %d, %v", er, through, err)
	}
	if er, through, err = s.db.Erasures(s.ctx, door, through, 9); err != nil || len(er) != 0 || through != 0 {
		s.Errorf("erasures behind the last: %+v, %d, %v", er, through, err)
	}
	if er, _, err = s.db.Erasures(s.ctx, yard, 0, 9); err != nil || len(er) != 0 {
		s.Errorf("another's erasures: %+v, %v", er, err)
	}
	did, err := s.db.RemovalsDone(s.ctx, 9)
	s.must(err)
	s.want("what is finished", did, []masterdb.Removal{{Tombstone: r, Finished: at(200)}})

	var after []custos.Hash
	for _, b := range all(s, s.db.Bodies(s.ctx, n)) {
		c, err := b.Commitment()
		s.must(err)
		after = append(after, c)
	}
	s.want("the commitments", after, before)
	e, there, err := s.db.Event(s.ctx, custos.NewEventID(door, 7, 3))
	s.found("a removed event", there, err, true)
	if _, err := e.Sealed.Open(); err == nil || !e.Sealed.Removed() || len(e.Sealed.Key)+len(e.Sealed.Salt) > 0 {
		s.Errorf("of a removed event there is %+v", e.Sealed)
	}
	t, there, err := s.db.RemovalOf(s.ctx, door, 7, 3)
	s.found("why it is removed", there, err, true)
	s.want("why it is removed", t, r)
	for _, k := range []uint64{1, 5} {
		_, there, err = s.db.RemovalOf(s.ctx, door, 7, k)
		s.found("why another is removed", there, err, false)
	}
	spans, err := s.db.Named(s.ctx, door, 7, 4, 8)
	s.must(err)
	s.want("what is named in a batch", spans, r.Spans)
	spans, err = s.db.Named(s.ctx, door, 7, 5, 8)
	s.must(err)
	s.want("what is named in another", len(spans), 0)

	// What is staged without a body has none, and its commitment.
	b, events := batch(door, 7, 5, seen(5))
	c := events[0].Sealed.Commitment()
	events[0].Sealed, events[0].Opening = evidence.Sealed{Box: []byte{}, BodyHash: c}, evidence.Opening{}
	m, err := s.db.Stage(s.ctx, b, events)
	s.must(err)
	for _, row := range all(s, s.db.Bodies(s.ctx, m)) {
		got, err := row.Commitment()
		s.must(err)
		s.want("what is staged without a body", got, c)
	}
	other := removal("one", 1, 1)
	s.must(s.db.Adopt(s.ctx, 7, []observe.Tombstone{removal("two", 9, 9), removal("three", 8, 8)}))
	s.must(s.db.Plan(s.ctx, removal("four", 7, 7)))
	other.Removal = "four" // is not what is planned by that name
	s.must(s.db.Adopt(s.ctx, 7, []observe.Tombstone{other}))
	open, err = s.db.Unfinished(s.ctx)
	s.must(err)
	s.want("what is told", open, []masterdb.Planned{{Tombstone: removal("two", 9, 9), Told: true}, {Tombstone: removal("three", 8, 8), Told: true}, {Tombstone: removal("four", 7, 7), Told: false}})
	seenTo, err := s.db.Adopted(s.ctx)
	s.must(err)
	s.want("up to where tombstones were seen", seenTo, int64(7))
}

func (s *suite) aged() {
	lines, err := s.db.Lines(s.ctx)
	s.must(err)
	s.want("lines of nothing", len(lines), 0)
	s.commit(0, door, 7, 1, said{"zone", cam1, at(5)}, said{"track", cam2, at(1)}, said{"zone", cam1, at(2)})
	s.commit(1, yard, 1, 1, said{"zone", cam1, at(1)}, said{"zone", cam2, at(3)})
	s.stage(yard, 1, 3, said{"zone", cam1, at(0)})
	lines, err = s.db.Lines(s.ctx)
	s.must(err)
	want := []masterdb.Line{{Kind: "track", Resource: cam2, Oldest: at(1)}, {Kind: "zone", Resource: cam1, Oldest: at(0)}, {Kind: "zone", Resource: cam2, Oldest: at(3)}}
	s.want("lines", lines, want)
	old := func(q masterdb.Old) (out []uint64) {
		s.Helper()
		q.Kind, q.Resource = "zone", cam1
		if q.Limit == 0 {
			q.Limit = 10
		}
		h, err := s.db.Old(s.ctx, q)
		s.must(err)
		for _, e := range h {
			out = append(out, e.Seq)
			if e.Commitment.IsZero() || e.Removed || e.Bytes == 0 {
				s.Errorf("a header is %+v", e)
			}
		}
		return out
	}
	s.want("the oldest service's, not what is staged", old(masterdb.Old{Before: at(6)}), []uint64{1})
	held := []masterdb.Stretch{{From: at(1), Until: at(2)}}
	s.want("in the order of their batches", old(masterdb.Old{Before: at(6), Held: held}), []uint64{1, 3})
	s.want("by age", old(masterdb.Old{Before: at(5), Held: held}), []uint64{3})
	s.want("from a time on", old(masterdb.Old{From: at(3), Before: at(6)}), []uint64{1})
	s.want("the oldest first", old(masterdb.Old{Before: at(6), Held: held, Limit: 1}), []uint64{3})
	w, err := s.db.Weigh(s.ctx, masterdb.Old{Kind: "zone", Resource: cam1, Before: at(6), Held: held})
	s.must(err)
	s.want("how many", w.Events, int64(2))

	h, err := s.db.Headers(s.ctx, []custos.EventID{custos.NewEventID(door, 7, 2), "no.such.1", custos.NewEventID(yard, 1, 3)})
	s.must(err)
	if len(h) != 1 || h[0].Kind != "track" || h[0].Service != door || h[0].Seq != 2 || !h[0].Time.Equal(at(1)) {
		s.Errorf("headers: %+v", h)
	}
	s.must(s.db.Plan(s.ctx, observe.Tombstone{Removal: "x", Service: door, Spans: []observe.Span{{Boot: 7, First: 1, Last: 3}}, Count: 3, At: time.Unix(0, 0)}))
	_, err = s.db.Apply(s.ctx, "x", 10)
	s.must(err)
	lines, err = s.db.Lines(s.ctx)
	s.must(err)
	if slices.ContainsFunc(lines, func(l masterdb.Line) bool { return l.Kind == "track" }) {
		s.Errorf("what has no body is a line: %+v", lines)
	}
}
