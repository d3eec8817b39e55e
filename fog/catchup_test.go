package fog

import (
	"context"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/journal"
	"custos.dev/custos/observe"
)

// What a service has pruned the master gives whole and in order: from the middle of a batch, behind
// the last, and for who may not read records without them, but so that all of it can be verified.
func TestPastOfAService(t *testing.T) {
	p, ctx := newPair(t), context.Background()
	for i := range 3 {
		what := []custos.Observation{
			{Resource: domain + "/cam1", Time: time.Now(), Payload: &observe.Stream{State: observe.StreamStarted, Frames: uint64(i)}},
			{Resource: domain + "/cam1", Time: time.Now(), Payload: &observe.Alarm{About: observe.AlarmClock}},
			{Resource: domain + "/cam1", Time: time.Now(), Payload: &observe.Stream{State: observe.StreamStarted, Frames: uint64(i)}},
		}
		if err := p.j.Append(ctx, what); err != nil {
			t.Fatal(err)
		}
		for more := true; more; {
			var err error
			if more, err = p.f.Turn(ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
	check := func(seq uint64, records bool) (batches, open int) {
		t.Helper()
		past, err := p.m.Past(ctx, journal.CatchUp{Service: producer, Boot: p.j.Boot(), Seq: seq}, func(k custos.Kind) bool { return observe.Followed(k, func(custos.Action) bool { return records }) })
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range past.Batches {
			l, err := b.Leaf.Open()
			if err != nil {
				t.Fatal(err)
			}
			var c []custos.Hash
			for i, e := range b.Events {
				if e.Sealed == nil {
					c = append(c, e.Commitment)
					continue
				}
				if at := l.First + uint64(i); at <= seq {
					t.Errorf("behind %d: %d is given", seq, at)
				}
				c = append(c, e.Sealed.Commitment())
				body, err := e.Open(e.Opening)
				if err != nil {
					t.Fatal(err)
				}
				read, err := custos.ParseEvent(body)
				if err != nil {
					t.Fatal(err)
				}
				if known, _ := observe.Of(read.Kind); !records && known.Record {
					t.Errorf("a record is given to who may not read it")
				}
				open++
			}
			if err := l.CheckCommitments(c); err != nil {
				t.Error(err)
			}
		}
		return len(past.Batches), open
	}
	for _, c := range []struct {
		seq           uint64
		records       bool
		batches, open int
	}{{0, true, 3, 9}, {0, false, 3, 6}, {2, true, 3, 7}, {3, true, 3, 6}, {4, false, 2, 3}, {9, true, 1, 0}} {
		if batches, open := check(c.seq, c.records); batches != c.batches || open != c.open {
			t.Errorf("%+v: %d batches, %d events", c, batches, open)
		}
	}
	// What was erased has its commitment, and the batch can still be verified.
	if _, err := rowsOf(t, p.m.DB).Exec("UPDATE event SET key = x'', salt = x'' WHERE seq = 4"); err != nil {
		t.Fatal(err)
	}
	if batches, open := check(0, true); batches != 3 || open != 8 {
		t.Errorf("after an erasure: %d batches, %d events", batches, open)
	}
}
