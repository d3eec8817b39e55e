package conformance

import (
	"context"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
)

func (s *suite) staged() {
	_, there, err := s.db.LastBatch(s.ctx, door)
	s.found("the last batch of nobody", there, err, false)
	_, there, err = s.db.LastSegment(s.ctx, cam1)
	s.found("a segment of nothing", there, err, false)

	s.want("the first number", s.stage(door, 7, 1, seen(0), seen(1)), int64(1))
	s.want("the second number", s.stage(yard, 1, 1, said{"segment", cam1, at(5)}), int64(2))
	s.want("the third number", s.stage(door, 9, 1, said{"segment", cam1, at(3)}), int64(3))
	s.want("the fourth number", s.stage(door, 7, 3, seen(2)), int64(4))

	b, there, err := s.db.Batch(s.ctx, door, 7, 3)
	s.found("a batch", there, err, true)
	want, _ := batch(door, 7, 3, seen(2))
	h := want.Leaf.Hash()
	s.want("a staged batch", b, masterdb.Batch{N: 4, Leaf: want.Leaf, LeafHash: h[:]})
	for _, k := range [][2]uint64{{7, 2}, {8, 3}, {0, 0}} {
		_, there, err := s.db.Batch(s.ctx, door, k[0], k[1])
		s.found("a batch that is not there", there, err, false)
	}
	last, there, err := s.db.LastBatch(s.ctx, door)
	s.found("the last batch", there, err, true)
	newest, _ := batch(door, 9, 1, seen(0))
	s.want("the last batch, by boot before number", last, masterdb.Last{Leaf: newest.Leaf, Boot: 9, Last: 1})

	order := func(of custos.ServiceID) (out []int64) {
		open, err := s.db.Staged(s.ctx, of)
		s.must(err)
		for _, b := range open {
			out = append(out, b.N)
			if b.N == 4 && string(b.Leaf) != string(want.Leaf) {
				s.Errorf("the staged batch 4 has the leaf %q", b.Leaf)
			}
		}
		return out
	}
	s.want("what is staged", order(""), []int64{1, 2, 3, 4})
	s.want("what is staged of one", order(door), []int64{1, 3, 4})
	s.want("what is staged of nobody", order("x/y"), []int64(nil))

	row, there, err := s.db.LastSegment(s.ctx, cam1)
	s.found("the newest segment", there, err, true)
	text, err := row.Open()
	s.must(err)
	s.want("the newest segment, by number and not by time", string(text), body(door, 9, 1))

	s.want("staged events that are listed", s.numbers(s.db.List(s.ctx, masterdb.Filter{Limit: 10})), []int64(nil))
}

func (s *suite) stagedWhole() {
	s.stage(door, 7, 1, seen(0), seen(1))
	b, events := batch(door, 7, 1, seen(0), seen(1))
	if _, err := s.db.Stage(s.ctx, b, events); err == nil {
		s.Error("a batch was staged twice")
	}
	// The second event's ID is taken.
	b, fresh := batch(door, 7, 3, seen(2), seen(3))
	fresh[1].ID = events[0].ID
	if _, err := s.db.Stage(s.ctx, b, fresh); err == nil {
		s.Error("two events have one ID")
	}
	_, there, err := s.db.Batch(s.ctx, door, 7, 3)
	s.found("half a batch", there, err, false)
	// What failed has used no number: an audit finds that rows are missing by their numbers.
	n := s.commit(0, door, 7, 3, seen(2), seen(3))
	s.want("the number behind what failed", n, int64(2))
	s.want("the events' numbers behind what failed", s.numbers(s.db.List(s.ctx, masterdb.Filter{Limit: 10})), []int64{4, 3})
}

func (s *suite) recorded() {
	one, two := s.stage(door, 7, 1, seen(0)), s.stage(door, 7, 2, seen(1))
	s.must(s.db.Record(s.ctx, two, 5))
	if err := s.db.Record(s.ctx, one, 5); err == nil {
		s.Error("two batches are one leaf")
	}
	b, _, err := s.db.Batch(s.ctx, door, 7, 1)
	s.must(err)
	s.want("recorded by half", b.Recorded, false)
	s.must(s.db.Record(s.ctx, two, 5)) // who does not know whether it was applied does it again
	b, _, err = s.db.Batch(s.ctx, door, 7, 2)
	s.must(err)
	if !b.Recorded || b.Index != 5 {
		s.Errorf("recorded: %+v", b)
	}
	open, err := s.db.Staged(s.ctx, "")
	s.must(err)
	if len(open) != 1 || open[0].N != one {
		s.Errorf("still staged: %+v", open)
	}
	s.want("what is answered", s.numbers(s.db.List(s.ctx, masterdb.Filter{Limit: 10})), []int64{2})
}

// grouped stages and records several batches at once: one that is refused does the others
// no harm, and leaves nothing behind.
func (s *suite) grouped() {
	group := func(of ...masterdb.Staging) (out []int64) {
		s.Helper()
		got, err := s.db.StageAll(s.ctx, of)
		s.must(err)
		s.want("how many outcomes", len(got), len(of))
		for _, o := range got {
			if (o.Err == nil) != (o.N > 0) {
				s.Errorf("a batch is kept and not: %+v", o)
			}
			out = append(out, o.N)
		}
		return out
	}
	of := func(by custos.ServiceID, boot, first uint64, events ...said) (g masterdb.Staging) {
		g.Batch, g.Events = batch(by, boot, first, events...)
		return g
	}
	s.want("nothing", group(), []int64(nil))
	taken := of(yard, 1, 9, seen(8), seen(9))
	taken.Events[1].ID = custos.NewEventID(door, 7, 2)
	s.want("the numbers of a group", group(of(door, 7, 1, seen(0), seen(1)), taken, of(door, 7, 1, seen(2)), of(yard, 1, 1, seen(3))), []int64{1, 0, 0, 2})
	s.want("the numbers of the next", group(of(door, 7, 3, seen(4)), of(yard, 1, 1, seen(5))), []int64{3, 0})
	_, there, err := s.db.Batch(s.ctx, yard, 1, 9)
	s.found("half a batch", there, err, false)
	c, err := s.db.Counts(s.ctx, 0)
	s.must(err)
	s.want("the events that are staged", c.Staged, int64(4))

	got, err := s.db.RecordAll(s.ctx, []masterdb.Recording{{N: 1, Index: 4}, {N: 2, Index: 4}, {N: 3, Index: 5}})
	s.must(err)
	s.want("how many outcomes", len(got), 3)
	s.want("what is recorded", []bool{got[0].Err == nil, got[1].Err == nil, got[2].Err == nil}, []bool{true, false, true})
	s.want("what is answered", s.numbers(s.db.List(s.ctx, masterdb.Filter{Limit: 10})), []int64{4, 2, 1})
	ctx, cancel := context.WithCancel(s.ctx)
	cancel()
	if _, err := s.db.RecordAll(ctx, []masterdb.Recording{{N: 2, Index: 6}}); err == nil {
		s.Error("batches were recorded for who has gone")
	}
}

func (s *suite) unrecorded() {
	count, _, some, err := s.db.Recorded(s.ctx)
	s.must(err)
	if count != 0 || some {
		s.Errorf("of nothing %d are recorded, %v", count, some)
	}
	_, there, err := s.db.LeafHash(s.ctx, 0)
	s.found("the hash of no leaf", there, err, false)
	first := func(want uint64) {
		s.Helper()
		i, err := s.db.FirstUnrecorded(s.ctx)
		s.must(err)
		s.want("the first that is not recorded", i, want)
	}
	first(0)
	for i, index := range []uint64{1, 0, 2, 6} {
		s.commit(index, door, 7, uint64(i+1), seen(i))
		first([]uint64{0, 2, 3, 3}[i])
	}
	s.stage(door, 7, 5, seen(4))
	count, last, some, err := s.db.Recorded(s.ctx)
	s.must(err)
	if count != 4 || last != 6 || !some {
		s.Errorf("%d are recorded, the last is %d, %v", count, last, some)
	}
	from := map[uint64]bool{}
	for _, i := range all(s, s.db.RecordedFrom(s.ctx, 2)) {
		from[i] = true
	}
	s.want("what is recorded from 2 on", from, map[uint64]bool{2: true, 6: true})
	leaf, _ := batch(door, 7, 4, seen(3))
	want := leaf.Leaf.Hash()
	h, there, err := s.db.LeafHash(s.ctx, 6)
	s.found("a leaf's hash", there, err, true)
	s.want("a leaf's hash", h, want[:])
}

func (s *suite) behind() {
	// By boot and number of its service, however they came.
	s.commit(0, door, 7, 3, seen(2))
	s.commit(1, door, 8, 1, seen(3))
	s.commit(2, door, 7, 1, seen(0), seen(1))
	s.commit(3, yard, 9, 1, seen(4))
	for _, c := range []struct {
		boot, first uint64
		want        []string
	}{
		{0, 0, []string{body(door, 7, 1), body(door, 7, 2), body(door, 7, 3), body(door, 8, 1)}},
		{7, 1, []string{body(door, 7, 3), body(door, 8, 1)}},
		{7, 3, []string{body(door, 8, 1)}},
		{8, 1, nil},
	} {
		ahead, err := s.db.Ahead(s.ctx, door, c.boot, c.first)
		s.must(err)
		s.want("ahead", ahead, c.want != nil)
		var got []string
		for _, h := range all(s, s.db.Behind(s.ctx, door, c.boot, c.first)) {
			text, err := h.Sealed.Open()
			s.must(err)
			got = append(got, string(text))
			if h.Batch == 1 && (h.Index != 0 || string(h.Leaf) != "leaf of front/object, 7, 3") {
				s.Errorf("held: %+v", h)
			}
		}
		s.want("what is behind", got, c.want)
	}
	// Who has enough ends it, and the database goes on.
	for range s.db.Behind(s.ctx, door, 0, 0) {
		break
	}
	s.commit(4, door, 8, 2, seen(5))
}

// gone begins changes that nobody waits for: each is there whole or not at all.
func (s *suite) gone() {
	ctx, cancel := context.WithCancel(s.ctx)
	cancel()
	b, events := batch(door, 7, 1, seen(0), seen(1))
	if _, err := s.db.Stage(ctx, b, events); err == nil {
		s.Error("a batch was staged for who has gone")
	}
	err := s.db.KeepAnchor(ctx, checkpoint(4, 1), anchor(4, 9))
	if err == nil {
		s.Error("an anchor was kept for who has gone")
	}
	c, err := s.db.Counts(s.ctx, 0)
	s.must(err)
	_, there, err := s.db.Batch(s.ctx, door, 7, 1)
	s.must(err)
	s.want("a batch and its events", c.Staged, map[bool]int64{true: 2, false: 0}[there])
	_, there, err = s.db.Checkpoint(s.ctx, 4)
	s.must(err)
	anchors, err := s.db.AnchorCount(s.ctx)
	s.must(err)
	s.want("an anchor and its checkpoint", anchors, map[bool]int64{true: 1, false: 0}[there])
}

// leafOf is the leaf of a batch that was made here.
func leafOf(by custos.ServiceID, boot, first uint64) evidence.Leaf {
	b, _ := batch(by, boot, first, seen(0))
	return b.Leaf
}
