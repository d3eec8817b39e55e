package fog

import (
	"encoding/json"
	"testing"

	"custos.dev/custos"

	"custos.dev/custos/api"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe/observetest"
)

// TestMasterKeepsUnknownKinds: a service of a newer version is not made to sign anew what its
// master has never heard of. It is committed, listed and found by its kind, and the next batch
// follows it.
func TestMasterKeepsUnknownKinds(t *testing.T) {
	w := newWorld(t)
	c := w.batch(t, custos.Hash{}, 1, 3, func(e *custos.Event) {
		switch e.Seq {
		case 1:
			e.Kind, e.Payload = "barcode", json.RawMessage(`{"text":"M AB 12"}`)
		case 2:
			e.Payload = json.RawMessage(`{"state":"started","frames":0,"dropped":0,"lens":"wide"}`)
		case 3: // a form of a known kind that this version cannot read
			e.Payload = json.RawMessage(`{"state":{"was":"started"},"frames":"many"}`)
		}
	})
	if _, err := w.Commit(t.Context(), w.key.Address(), c); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Commit(t.Context(), w.key.Address(), w.batch(t, c.Leaf.Hash(), 4, 1, nil)); err != nil {
		t.Fatal(err)
	}
	m := &master{asked: w.DB, anchorer: &Anchorer{}}
	rows := func(q masterdb.Filter) (views []api.Event) {
		t.Helper()
		if err := m.known(t.Context(), q.Kinds); err != nil {
			t.Fatal(err)
		}
		q.Limit = 10
		views, err := m.events(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return views
	}
	all := rows(masterdb.Filter{})
	if len(all) != 4 {
		t.Fatalf("%d events", len(all))
	}
	for _, v := range all {
		if v.Mark == api.Broken || v.False != "" {
			t.Errorf("%s is %s %s", v.ID, v.Mark, v.False)
		}
	}
	if got := rows(masterdb.Filter{Kinds: []custos.Kind{"barcode"}}); len(got) != 1 || got[0].Kind != "barcode" {
		t.Errorf("of the kind plate: %+v", got)
	}
	if got := rows(masterdb.Filter{Except: []custos.Kind{"stream"}}); len(got) != 1 || got[0].Kind != "barcode" {
		t.Errorf("but for streams: %+v", got)
	}
	if err := m.known(t.Context(), []custos.Kind{"barcodes"}); custos.KindOf(err) != custos.Invalid {
		t.Errorf("a slip of the pen: %v", err)
	}
	e := observetest.Of(custos.Observation{Resource: cam1, Time: began, Payload: sealing(1)})
	e.Kind = "barcode"
	if _, err := (recordings{w.DB}).around(t.Context(), e, 0, 0); custos.KindOf(err) != custos.NotFound {
		t.Errorf("footage of what is not known: %v", err)
	}
}

// barcode is what a service of a newer version observes.
type barcode struct {
	Text string `json:"text"`
}

func (barcode) Kind() custos.Kind { return "barcode" }

// TestServiceOfANewerVersion: between a service and a master that differ by a kind nothing is
// lost, nothing is signed twice and nothing waits, across starts of both.
func TestServiceOfANewerVersion(t *testing.T) {
	p := newPair(t)
	see := func(text string) {
		t.Helper()
		if err := p.j.Append(t.Context(), []custos.Observation{{Resource: domain + "/cam1", Time: began, Payload: barcode{text}}}); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 4 {
		see("before")
		p.observe(1)
		p.settled()
		if n%2 == 0 {
			p.restartJournal()
		} else {
			p.restartMaster()
		}
		see("after")
		p.settled()
		if len(p.log.leaves) != 2*(n+1) || p.stuck != nil {
			t.Fatalf("%d batches of %d in the log, %v", len(p.log.leaves), 2*(n+1), p.stuck)
		}
	}
	views, err := (&master{asked: p.m.DB, anchorer: &Anchorer{}}).events(t.Context(), masterdb.Filter{Kinds: []custos.Kind{"barcode"}, Limit: 20})
	if err != nil || len(views) != 8 {
		t.Fatalf("%d barcodes, %v", len(views), err)
	}
}
