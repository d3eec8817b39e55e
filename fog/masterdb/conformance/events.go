package conformance

import (
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
)

func (s *suite) listed() {
	s.commit(4, door, 7, 1, said{"zone", cam1, at(0)}, said{"stream", cam2, at(1)}, said{"zone", cam2, at(2)})
	s.commit(3, door, 7, 4, said{"plate", cam1, at(1)}, said{"zone", cam1, at(3)})
	for what, c := range map[string]struct {
		f    masterdb.Filter
		want []int64
	}{
		"the newest first":        {masterdb.Filter{Limit: 10}, []int64{5, 4, 3, 2, 1}},
		"some of them":            {masterdb.Filter{Limit: 2}, []int64{5, 4}},
		"of a kind":               {masterdb.Filter{Kinds: []custos.Kind{"zone"}, Limit: 10}, []int64{5, 3, 1}},
		"of two kinds":            {masterdb.Filter{Kinds: []custos.Kind{"stream", "plate"}, Limit: 10}, []int64{4, 2}},
		"but two kinds":           {masterdb.Filter{Except: []custos.Kind{"stream", "plate"}, Limit: 10}, []int64{5, 3, 1}},
		"a kind, not wanted":      {masterdb.Filter{Kinds: []custos.Kind{"zone"}, Except: []custos.Kind{"zone"}, Limit: 10}, nil},
		"of a camera":             {masterdb.Filter{Camera: cam2, Limit: 10}, []int64{3, 2}},
		"before one":              {masterdb.Filter{Before: 3, Limit: 10}, []int64{2, 1}},
		"after one, backward":     {masterdb.Filter{After: 3, Limit: 10}, []int64{5, 4, 3, 2, 1}},
		"forward":                 {masterdb.Filter{Forward: true, Limit: 10}, []int64{1, 2, 3, 4, 5}},
		"forward from one on":     {masterdb.Filter{Forward: true, After: 2, Limit: 2}, []int64{3, 4}},
		"forward, between":        {masterdb.Filter{Forward: true, After: 1, Before: 4, Limit: 10}, []int64{2, 3}},
		"from a time, included":   {masterdb.Filter{From: at(1), Limit: 10}, []int64{5, 4, 3, 2}},
		"a nanosecond later":      {masterdb.Filter{From: at(1).Add(1), Limit: 10}, []int64{5, 3}},
		"until a time, not in it": {masterdb.Filter{Until: at(1), Limit: 10}, []int64{1}},
		"all of it at once":       {masterdb.Filter{Kinds: []custos.Kind{"zone", "plate"}, Except: []custos.Kind{"stream"}, Camera: cam1, From: at(0), Until: at(3), Forward: true, Before: 9, Limit: 10}, []int64{1, 4}},
	} {
		s.want(what, s.numbers(s.db.List(s.ctx, c.f)), c.want)
	}
	e, there, err := s.db.Event(s.ctx, custos.NewEventID(door, 7, 4))
	s.found("an event", there, err, true)
	text, err := e.Sealed.Open()
	s.must(err)
	s.want("its body", string(text), body(door, 7, 4))
	e.Sealed = masterdb.Sealed{}
	if !e.Time.Equal(at(1)) || !e.Received.Equal(at(1000)) {
		s.Errorf("times %s and %s", e.Time, e.Received)
	}
	e.Time, e.Received = time.Time{}, time.Time{}
	s.want("its row", e, masterdb.Event{N: 4, ID: custos.NewEventID(door, 7, 4), Kind: "plate", Resource: cam1, Index: 3, ClockOffset: -2000})
	s.stage(door, 7, 6, seen(9))
	for _, id := range []custos.EventID{custos.NewEventID(door, 7, 6), custos.NewEventID(door, 7, 7), "x"} {
		_, there, err := s.db.Event(s.ctx, id)
		s.found("a staged event, and none", there, err, false)
	}
}

func (s *suite) forward() {
	newest := func(want int64) {
		s.Helper()
		n, err := s.db.Newest(s.ctx)
		s.must(err)
		s.want("the newest", n, want)
	}
	newest(0)
	s.commit(0, door, 7, 1, seen(0))
	late := s.stage(yard, 1, 1, seen(1))
	s.commit(1, door, 7, 2, seen(2))
	newest(1)
	f := masterdb.Filter{Forward: true, Limit: 10}
	s.want("forward, beside a staged one", s.numbers(s.db.List(s.ctx, f)), []int64{1})
	s.want("backward, beside a staged one", s.numbers(s.db.List(s.ctx, masterdb.Filter{Limit: 10})), []int64{3, 1})
	s.must(s.db.Record(s.ctx, late, 2))
	newest(3)
	s.want("forward", s.numbers(s.db.List(s.ctx, f)), []int64{1, 2, 3})
}

func (s *suite) proved() {
	s.commit(0, door, 7, 1, seen(0), seen(1))
	n := s.stage(yard, 3, 5, seen(2), seen(3), seen(4))
	p, there, err := s.db.Place(s.ctx, 4)
	s.found("a place", there, err, true)
	if p.Batch != n || p.Seq != 6 || string(p.Leaf) != string(leafOf(yard, 3, 5)) || len(p.Box) == 0 || len(p.Salt) != 32 {
		s.Errorf("place %+v", p)
	}
	_, there, err = s.db.Place(s.ctx, 6)
	s.found("no place", there, err, false)
	bodies := all(s, s.db.Bodies(s.ctx, n))
	if len(bodies) != 3 || string(bodies[1].Box) != string(p.Box) || len(bodies[1].Hash) != 32 {
		s.Errorf("bodies %+v", bodies)
	}
	if len(all(s, s.db.Bodies(s.ctx, 9))) != 0 {
		s.Error("bodies of no batch")
	}
	got, there, err := s.db.BatchOfLeaf(s.ctx, leafOf(yard, 3, 5))
	s.found("a leaf", there, err, true)
	s.want("a leaf's batch", got, n)
	_, there, err = s.db.BatchOfLeaf(s.ctx, leafOf(yard, 3, 6))
	s.found("no leaf", there, err, false)
}

func (s *suite) counted() {
	count := func(after int64, want masterdb.Counts) {
		s.Helper()
		c, err := s.db.Counts(s.ctx, after)
		s.must(err)
		s.want("counts", c, want)
	}
	count(0, masterdb.Counts{Events: map[string]int64{}})
	s.commit(0, door, 7, 1, seen(0), seen(1), said{"plate", cam2, at(2)})
	late := s.stage(door, 7, 4, seen(3), said{"face", cam2, at(2)})
	s.commit(1, yard, 7, 1, seen(4))
	count(0, masterdb.Counts{Staged: 2, Events: map[string]int64{"zone": 2, "plate": 1}, UpTo: 3})
	count(1, masterdb.Counts{Staged: 2, Events: map[string]int64{"zone": 1, "plate": 1}, UpTo: 3})
	s.must(s.db.Record(s.ctx, late, 2))
	count(3, masterdb.Counts{Events: map[string]int64{"zone": 2, "face": 1}, UpTo: 6})
	count(6, masterdb.Counts{Events: map[string]int64{}, UpTo: 6})
	s.must(s.db.KeepAnchor(s.ctx, checkpoint(1, 1), anchor(1, 9)))
	n, err := s.db.AnchorCount(s.ctx)
	s.must(err)
	s.want("anchors", n, int64(1))
	for k, want := range map[custos.Kind]bool{"zone": true, "face": true, "zon": false, "": false} {
		there, err := s.db.HasKind(s.ctx, k)
		s.found("the kind "+string(k), there, err, want)
	}
}

func (s *suite) footage() {
	_, there, err := s.db.NewestSegment(s.ctx, cam1)
	s.found("the newest of no segments", there, err, false)
	s.commit(0, door, 7, 1, said{"segment", cam1, at(0)}, said{"stream", cam1, at(2)}, said{"segment", cam1, at(4)}, said{"segment", cam2, at(5)})
	// A clock was set back: the same time once more.
	s.commit(1, yard, 1, 1, said{"segment", cam1, at(2)}, said{"segment", cam1, at(4)}, said{"stream", cam1, at(1)}, said{"zone", cam1, at(1)})
	s.want("segments back", s.numbers(s.db.SegmentsBack(s.ctx, cam1, at(4))), []int64{6, 3, 5, 1})
	s.want("segments back from just before", s.numbers(s.db.SegmentsBack(s.ctx, cam1, at(4).Add(-1))), []int64{5, 1})
	s.want("streams", s.numbers(s.db.Streams(s.ctx, cam1, at(1), at(2))), []int64{7, 2})
	s.want("streams between", s.numbers(s.db.Streams(s.ctx, cam1, at(1).Add(1), at(2).Add(-1))), []int64(nil))
	late := s.stage(door, 7, 5, said{"segment", cam1, at(50)})
	s.commit(2, door, 7, 6, said{"segment", cam1, at(40)})
	newest, there, err := s.db.NewestSegment(s.ctx, cam1)
	s.found("the newest segment", there, err, true)
	if !newest.Equal(at(40)) {
		s.Errorf("the newest segment is of %s", newest)
	}
	s.must(s.db.Record(s.ctx, late, 3))
	by, there, err := s.db.SealedBy(s.ctx, cam1, at(2))
	s.found("who sealed", there, err, true)
	s.want("who sealed", by, yard)
	_, there, err = s.db.SealedBy(s.ctx, cam2, at(2))
	s.found("nobody sealed", there, err, false)
}
