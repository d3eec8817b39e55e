package conformance

import (
	"context"
	"errors"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/fog/masterdb"
)

func (s *suite) asked() {
	s.commit(0, door, 7, 1, seen(0))
	r, err := s.db.Asked(s.ctx, 1)
	s.must(err)
	defer func() { s.must(r.Close()) }()
	list := func() []int64 { return s.numbers(r.List(s.ctx, masterdb.Filter{Limit: 10})) }
	s.want("what others are told", list(), []int64{1})
	// All that the handle may ask at once is asked, and the master goes on.
	for range r.List(s.ctx, masterdb.Filter{Limit: 10}) {
		s.commit(1, door, 7, 2, seen(1))
		s.must(s.db.KeepAnchor(s.ctx, checkpoint(2, 1), anchor(2, 9)))
		n, err := s.db.Newest(s.ctx)
		s.must(err)
		s.want("what the master is told meanwhile", n, int64(2))
		// Who asks by that handle waits for his turn.
		short, cancel := context.WithTimeout(s.ctx, 20*time.Millisecond)
		if _, err := r.Newest(short); !errors.Is(err, context.DeadlineExceeded) {
			s.Errorf("a second question at once: %v", err)
		}
		cancel()
	}
	s.want("what others are told then", list(), []int64{2, 1})
}

func (s *suite) snapshot() {
	if _, err := s.of.Beside(s.ctx, s.TempDir()); custos.KindOf(err) != custos.NotFound {
		s.Errorf("nothing is opened: %v", err)
	}
	s.commit(4, yard, 1, 1, seen(0), said{"plate", cam2, at(1)})
	s.stage(door, 7, 1, seen(2))
	s.must(s.db.KeepCosigned(s.ctx, checkpoint(5, 2)))
	s.must(s.db.KeepAnchor(s.ctx, checkpoint(5, 0), anchor(5, 9)))
	s.must(s.db.KeepAnchor(s.ctx, checkpoint(3, 0), anchor(3, 8)))
	s.must(s.db.Confirm(s.ctx, []masterdb.Anchor{anchor(5, 9)}))

	r, err := s.of.Beside(s.ctx, s.dir)
	s.must(err)
	defer func() { s.must(r.Close()) }()
	snap, err := r.Snapshot(s.ctx)
	s.must(err)
	defer func() { s.must(snap.Close()) }()
	look := func() {
		s.Helper()
		batches := all(s, snap.Batches(s.ctx))
		h := leafOf(door, 7, 1).Hash()
		if len(batches) != 2 || !batches[0].Recorded || batches[0].Index != 4 {
			s.Fatalf("batches %+v", batches)
		}
		s.want("a batch", batches[1], masterdb.BatchRow{N: 2, Service: string(door), Boot: 7, First: 1, Last: 1, Leaf: leafOf(door, 7, 1), LeafHash: h[:], Received: at(1000).UnixNano(), ClockOffset: -2000})
		events := all(s, snap.Events(s.ctx))
		if len(events) != 3 {
			s.Fatalf("%d events", len(events))
		}
		text, err := events[1].Sealed.Open()
		s.must(err)
		s.want("an event's body", string(text), body(yard, 1, 2))
		events[1].Sealed = masterdb.Sealed{}
		s.want("an event", events[1], masterdb.EventRow{N: 2, ID: string(custos.NewEventID(yard, 1, 2)), Batch: 1, Seq: 2, Kind: "plate", Resource: string(cam2), Time: at(1).UnixNano()})
		three, five := custos.Hash{3}, custos.Hash{5}
		s.want("checkpoints", all(s, snap.Checkpoints(s.ctx)), []masterdb.CheckpointRow{
			{Size: 3, Root: three[:], Note: "note 3"},
			{Size: 5, Root: five[:], Note: "note 5", Cosignatures: "2 lines", Signers: 2},
		})
		block := anchor(5, 9).Block.Hash
		s.want("anchors", all(s, snap.Confirmed(s.ctx)), []masterdb.AnchorRow{{Size: 5, Block: 9, BlockHash: block[:]}})
	}
	damage, err := snap.Damage(s.ctx)
	s.must(err)
	s.want("damage", len(damage), 0)
	look()
	// The master goes on beside it, and what it does does not show.
	s.must(s.db.Record(s.ctx, 2, 5))
	s.commit(6, door, 7, 2, seen(3))
	s.must(s.db.Confirm(s.ctx, []masterdb.Anchor{anchor(3, 8)}))
	s.must(s.db.KeepCosigned(s.ctx, checkpoint(7, 1)))
	look()
	_, there, err := r.BatchOfLeaf(s.ctx, leafOf(door, 7, 2))
	s.found("what came since, by the handle that it is of", there, err, true)
}

// again closes the database and opens it: all of it is there, and numbers go on.
func (s *suite) again() {
	s.commit(0, door, 7, 1, seen(0), seen(1))
	s.stage(yard, 1, 1, seen(2))
	s.must(s.db.KeepAnchor(s.ctx, checkpoint(1, 0), anchor(1, 9)))
	s.cosign(masterdb.Cosigning{Origin: "a", Size: 3, Root: custos.Hash{3}})
	s.must(s.db.Close())
	s.open()
	s.want("events", s.numbers(s.db.List(s.ctx, masterdb.Filter{Limit: 10})), []int64{2, 1})
	open, err := s.db.Staged(s.ctx, "")
	s.must(err)
	s.want("staged", open, []masterdb.Staged{{N: 2, Leaf: leafOf(yard, 1, 1)}})
	there, err := s.db.HasAnchor(s.ctx, 1)
	s.found("an anchor", there, err, true)
	if n, _ := s.cosign(masterdb.Cosigning{Origin: "a", Size: 3, Root: custos.Hash{3}}); n != 3 {
		s.Errorf("what was cosigned is of %d leaves", n)
	}
	s.want("the next number", s.stage(door, 7, 3, seen(3)), int64(3))
}
