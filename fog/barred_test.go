package fog

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/api"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
	"custos.dev/custos/service"
)

// TestFacesAreForWhoMayKnow: who may read a domain's events and has no right to biometrics is
// given nothing of the kinds that take it: not in a list, not one by its ID, not its proof, and
// who asks for the kind by its name is refused on record.
func TestFacesAreForWhoMayKnow(t *testing.T) {
	keys := newKeys(t, 2)
	owner, viewer := keys[0], keys[1]
	g, decided := newGate(t, owner, viewer)
	w := newWorld(t)
	c := w.batch(t, custos.Hash{}, 1, 2, func(e *custos.Event) {
		if e.Seq == 2 {
			observetest.Say(e, &observe.Face{Track: 3, Person: "p1", Found: "x", Compared: "y"})
		}
	})
	if _, err := w.Commit(t.Context(), w.key.Address(), c); err != nil {
		t.Fatal(err)
	}
	m := &master{Runtime: &node.Runtime{Env: &service.Env{Node: &service.Node{Name: "fog"}}, Gate: g, Domain: domain, Index: g.Index}, asked: w.DB, anchorer: &Anchorer{}}
	m.turns = access.NewTurns(access.QueriesAtOnce, access.QueriesKept, queriesWaiting)
	m.mirrors = &mirrors{m: m}
	srv := httptest.NewServer(m.api())
	defer srv.Close()
	id := string(custos.NewEventID(producer, 7, 2))
	one := func(e api.Endpoint) string { return srv.URL + strings.ReplaceAll(e.Path, "{id}", id) }

	if code, text := ask(t, srv.URL+"/api/events", owner); code != http.StatusOK || !strings.Contains(text, `"face"`) {
		t.Fatalf("the owner: %d %s", code, text)
	}
	if code, text := ask(t, one(api.GetEvent), owner); code != http.StatusOK || !strings.Contains(text, `"face"`) {
		t.Errorf("the owner, one: %d %s", code, text)
	}
	if code, text := ask(t, srv.URL+"/api/events", viewer); code != http.StatusOK || strings.Contains(text, `"face"`) || !strings.Contains(text, `"stream"`) {
		t.Errorf("who may read events: %d %s", code, text)
	}
	before, _ := decided.refusals()
	for _, url := range []string{srv.URL + "/api/events?kind=face", srv.URL + "/api/events?kind=stream,face", one(api.GetEvent), one(api.GetProof)} {
		if code, text := ask(t, url, viewer); code != http.StatusForbidden || strings.Contains(text, "p1") {
			t.Errorf("%s: %d %s", url, code, text)
		}
	}
	if after, _ := decided.refusals(); after != before+4 {
		t.Errorf("%d refusals are on record", after-before)
	}
	if last := decided.list[len(decided.list)-1]; last.Action != custos.Biometrics || last.Principal != viewer.Address() {
		t.Errorf("what is on record: %+v", last)
	}
}

// A stream leaves out what is barred to its listener, and goes on.
func TestStreamLeavesOutWhatIsBarred(t *testing.T) {
	w := newWorld(t)
	c := w.batch(t, custos.Hash{}, 1, 3, func(e *custos.Event) {
		if e.Seq == 2 {
			observetest.Say(e, &observe.Face{Track: 3, Found: "x", Compared: "y"})
		}
	})
	if _, err := w.Commit(t.Context(), w.key.Address(), c); err != nil {
		t.Fatal(err)
	}
	b := newBoard(t, w.DB, "")
	go func() { _ = b.Run(t.Context()) }()
	for _, barred := range [][]custos.Kind{nil, {observe.KindFace}} {
		ctx, cancel := context.WithCancel(t.Context())
		l := &listening{header: http.Header{}, gone: cancel, ended: make(chan struct{})}
		go func() {
			defer close(l.ended)
			b.stream().send(ctx, l, 0, barred)
		}()
		want := []string{`"stream"`}
		if barred == nil {
			want = append(want, `"face"`)
		}
		deadline := time.Now().Add(20 * time.Second)
		for id := string(custos.NewEventID(producer, 7, 3)); !strings.Contains(l.heard(), id); time.Sleep(5 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("the third event never came: %s", l.heard())
			}
		}
		for _, k := range []string{`"stream"`, `"face"`} {
			if strings.Contains(l.heard(), `"kind":`+k) != slices.Contains(want, k) {
				t.Errorf("without %v it is sent %s", barred, l.heard())
			}
		}
		cancel()
		<-l.ended
	}
}

// Who follows a journal, or catches up, is given kinds by the rights that they take.
func TestFollowersRights(t *testing.T) {
	for _, c := range []struct {
		kind custos.Kind
		has  custos.Action
		want bool
	}{
		{observe.KindFace, custos.Features, false},
		{observe.KindFace, custos.Events, false},
		{observe.KindFace, custos.Biometrics, true},
		{observe.KindDecision, custos.Biometrics, false},
		{observe.KindDecision, custos.Events, true},
		{observe.KindZone, 0, true},
		{"barcode", 0, true},
	} {
		if got := observe.Followed(c.kind, func(a custos.Action) bool { return a&^c.has == 0 }); got != c.want {
			t.Errorf("%s with %s: %v", c.kind, c.has, got)
		}
	}
}
