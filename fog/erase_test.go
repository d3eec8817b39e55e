package fog

import (
	"context"
	"encoding/json"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/journal"
	"custos.dev/custos/observe"
	"custos.dev/custos/retention"
)

// erasing is a master with a service beside it, whose journal is a real one on the same disk.
type erasing struct {
	*remover
	journal *journal.Journal
	forward *journal.Forwarder
}

func newErasing(t *testing.T) *erasing {
	t.Helper()
	x := &erasing{remover: &remover{audited: newAudited(t)}}
	x.knowMaster()
	x.begin()
	x.openJournal(t, filepath.Join(x.dir, "service"))
	return x
}

func (x *erasing) openJournal(t *testing.T, dir string) {
	t.Helper()
	var err error
	if x.journal, err = journal.Open(t.Context(), dir, producer, x.key); err != nil {
		t.Fatal(err)
	}
	x.forward = &journal.Forwarder{
		Journal: x.journal, Log: slog.New(slog.DiscardHandler), Head: func() custos.BlockRef { return custos.BlockRef{Number: 3, Hash: custos.Hash{1}} },
		Ask: func(ctx context.Context, what string, data []byte) ([]byte, error) {
			return x.answer(ctx, x.key.Address(), what, data)
		},
	}
}

// answer is the master's side of the bus.
func (x *erasing) answer(ctx context.Context, from custos.Address, what string, data []byte) ([]byte, error) {
	if what == journal.CommitRequest {
		var m journal.Commit
		if err := json.Unmarshal(data, &m); err != nil {
			return nil, err
		}
		index, err := x.Commit(ctx, from, m)
		if err != nil {
			return nil, err
		}
		size, err := x.Log.Size(ctx)
		if err != nil {
			return nil, err
		}
		return json.Marshal(journal.Committed{Leaf: m.Leaf.Hash(), Index: index, Size: size})
	}
	var q journal.Question
	if err := json.Unmarshal(data, &q); err != nil {
		return nil, err
	}
	s, err := x.Standing(ctx, from, q)
	if err != nil {
		return nil, err
	}
	return json.Marshal(s)
}

// observe has the service see something of the camera each second.
func (x *erasing) observe(t *testing.T, n int, says func(i int) string) {
	t.Helper()
	var out []custos.Observation
	for i := range n {
		out = append(out, custos.Observation{Resource: domain + "/cam1", Time: began.Add(time.Duration(i) * time.Second), Payload: &observe.Zone{Zone: says(i)}})
	}
	if err := x.journal.Append(t.Context(), out); err != nil {
		t.Fatal(err)
	}
	x.deliver(t)
}

// deliver brings what the journal has to the master.
func (x *erasing) deliver(t *testing.T) {
	t.Helper()
	deliverAll(t, x.forward)
}

// deliverAll brings what a journal has to the master.
func deliverAll(t *testing.T, f *journal.Forwarder) {
	t.Helper()
	for range 500 {
		if more, err := f.Turn(t.Context()); err != nil {
			t.Fatal(err)
		} else if !more {
			return
		}
	}
	t.Fatal("the journal does not end")
}

// TestErasedBodiesAreNowhere erases a stretch of a camera at the master and in the service's
// journal, and looks for a marker in every file of both. Neither a journal that is filled from the
// master nor one that is put back from a copy brings it back.
func TestErasedBodiesAreNowhere(t *testing.T) {
	x := newErasing(t)
	x.observe(t, 20, func(i int) string {
		if i >= 5 && i < 15 {
			return marker
		}
		return "nobody"
	})
	if in := remains(t, x.dir, marker); len(in) == 0 {
		t.Fatal("the marker is nowhere before it is erased: what is looked for is not what is kept")
	}
	k := &Keeper{DB: x.Remover.DB, Remover: x.Remover, Policy: new(retention.Policy)}
	o := &api.Erasure{Camera: domain + "/cam1", From: began.Add(5 * time.Second), Until: began.Add(15 * time.Second), Reason: "asked for"}
	events, err := eraseWanted(t.Context(), x.Remover.DB, k.Policy, o)
	if err != nil || len(events) != 10 {
		t.Fatalf("%d events: %v", len(events), err)
	}
	boxes := x.boxes(t, events)
	if _, err := k.order(t.Context(), events, observe.Cause{Why: observe.ByOrder, By: custos.Address{9}, Reason: o.Reason}); err != nil {
		t.Fatal(err)
	}
	x.finish(t)
	tombs, _, err := x.Remover.DB.Erasures(t.Context(), producer, 0, 9)
	if err != nil || len(tombs) != 1 {
		t.Fatalf("%d tombstones: %v", len(tombs), err)
	}
	copied := copyDir(t, filepath.Join(x.dir, "service"))
	erase := func() {
		t.Helper()
		ids, err := x.journal.EraseEvents(t.Context(), tombs[0])
		if err != nil || len(ids) != 10 {
			t.Fatalf("%d erased: %v", len(ids), err)
		}
	}
	erase()
	erase() // again, as each life does
	check := func(what string) {
		t.Helper()
		for _, secret := range append(boxes, marker) {
			if in := remains(t, x.dir, secret); len(in) > 0 {
				t.Errorf("%s: it is still in %v", what, in)
			}
		}
		n := 0
		if err := x.journal.Each(t.Context(), observe.KindZone, func(*custos.Event) error { n++; return nil }); err != nil || n != 10 {
			t.Errorf("%s: the journal gives %d events, %v", what, n, err)
		}
	}
	check("erased")

	// The same events of the journal again, since the master has lost what it acknowledged.
	x.forward.Now = func() time.Time { return time.Now().Add(time.Hour) }
	x.deliver(t)
	check("compared")

	// A journal that is lost is filled from the master.
	if err := x.journal.Close(); err != nil {
		t.Fatal(err)
	}
	x.openJournal(t, filepath.Join(x.dir, "healed"))
	x.forward.Now = nil
	x.deliver(t)
	check("healed")
	x.observe(t, 1, func(int) string { return "later" }) // and it goes on

	// One that is put back from a copy has it until it has asked the master.
	if err := x.journal.Close(); err != nil {
		t.Fatal(err)
	}
	x.openJournal(t, copied)
	if in := remains(t, copied, marker); len(in) == 0 {
		t.Fatal("the copy does not have it")
	}
	erase()
	if in := remains(t, copied, marker); len(in) > 0 {
		t.Errorf("put back from a copy: it is still in %v", in)
	}
	if err := x.journal.Close(); err != nil {
		t.Fatal(err)
	}
	x.anchor(t)
	x.stop(t)
	if rep := audits(t, x.config(x.dir)); rep.Result != evidence.Pass || rep.Removed != 10 {
		t.Errorf("%+v", rep)
	}
}

// boxes are the sealed bodies and what opens them.
func (x *erasing) boxes(t *testing.T, events []masterdb.Header) (out []string) {
	t.Helper()
	for _, h := range events {
		e, there, err := x.Remover.DB.Event(t.Context(), h.ID)
		if err != nil || !there {
			t.Fatal(err)
		}
		out = append(out, string(e.Sealed.Box), string(e.Sealed.Key), string(e.Sealed.Salt))
	}
	return out
}

// What is held is not erased, seals and tombstones neither, and of what is not there nothing is.
func TestErasingIsRefused(t *testing.T) {
	x := newErasing(t)
	defer x.stop(t)
	x.observe(t, 4, func(int) string { return marker })
	p := &retention.Policy{Holds: []retention.Hold{{Of: domain, From: began.Add(2 * time.Second), Until: began.Add(3 * time.Second), Reason: "case 7", By: "police"}}}
	id := func(seq uint64) custos.EventID { return custos.NewEventID(producer, x.journal.Boot(), seq) }
	for name, c := range map[string]struct {
		o    api.Erasure
		kind custos.ErrorKind
		says string
	}{
		"held by name":    {api.Erasure{Events: []custos.EventID{id(1), id(3)}}, custos.Conflict, "case 7"},
		"held in between": {api.Erasure{Camera: domain + "/cam1", From: began, Until: began.Add(time.Hour)}, custos.Conflict, "legal hold"},
		"not there":       {api.Erasure{Events: []custos.EventID{id(1), "a.b.1.1"}}, custos.NotFound, "a.b.1.1"},
	} {
		if out, err := eraseWanted(t.Context(), x.Remover.DB, p, &c.o); custos.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.says) || out != nil {
			t.Errorf("%s: %d, %v", name, len(out), err)
		}
	}
	out, err := eraseWanted(t.Context(), x.Remover.DB, p, &api.Erasure{Events: []custos.EventID{id(1), id(4), id(1)}})
	if err != nil || !slices.EqualFunc(out, []custos.EventID{id(1), id(4)}, func(h masterdb.Header, id custos.EventID) bool { return h.ID == id }) {
		t.Errorf("%+v, %v", out, err)
	}
	if err := x.journal.Close(); err != nil {
		t.Fatal(err)
	}
}
