package cloud

import (
	"fmt"
	"slices"
	"testing"

	"custos.dev/custos"

	"custos.dev/custos/api"
	"custos.dev/custos/observe"
)

// walk reads all pages from an event on, and checks each.
func walk(t *testing.T, f *Federation, q Query) []api.Event {
	t.Helper()
	var all []api.Event
	seen := map[custos.EventID]bool{}
	for range 1000 {
		page, err := f.Events(patience(t), q)
		if err != nil || len(page.Failed) > 0 {
			t.Fatal(err, page.Failed)
		}
		if len(page.Events) == 0 {
			return all
		}
		if !slices.IsSortedFunc(page.Events, func(a, b api.Event) int { return b.Time.Compare(a.Time) }) {
			t.Errorf("a page is not newest first: %v", page.Events)
		}
		for _, e := range page.Events {
			if seen[e.ID] {
				t.Errorf("%s stands on two pages", e.ID)
			}
			seen[e.ID] = true
		}
		all = append(all, page.Events...)
		q.Before = page.Events[len(page.Events)-1].ID
	}
	t.Fatal("the pages do not end")
	return nil
}

func TestPagesMergeDomains(t *testing.T) {
	c := newCampus(t)
	for i := range 40 {
		c.front.add([]custos.Kind{observe.KindZone, observe.KindSegment}[i%2], at(float64(i)))
		if i%3 == 0 {
			c.second.add(observe.KindZone, at(float64(i)+0.5))
		}
	}
	for _, limit := range []int{1, 2, 7, 100} {
		all := walk(t, c.Federation, Query{Limit: limit})
		if len(all) != 54 || !slices.IsSortedFunc(all, func(a, b api.Event) int { return b.Time.Compare(a.Time) }) {
			t.Errorf("pages of %d hold %d events, want 54 in their order", limit, len(all))
		}
	}
	if n := len(walk(t, c.Federation, Query{Limit: 5, Kinds: []custos.Kind{observe.KindSegment}})); n != 20 {
		t.Errorf("%d segments, want 20", n)
	}
	for camera, want := range map[custos.Resource]int{"campus": 54, "campus/front-door": 40, "campus/second-door/cam1": 14, "campus/front-door/cam2": 0} {
		if n := len(walk(t, c.Federation, Query{Limit: 9, Camera: camera})); n != want {
			t.Errorf("%d events in %s, want %d", n, camera, want)
		}
	}
	if _, err := c.Events(patience(t), Query{Limit: 9, Camera: "elsewhere"}); custos.KindOf(err) != custos.NotFound {
		t.Errorf("events elsewhere: %v", err)
	}
	for _, limit := range []int{0, 1001} {
		if _, err := c.Events(patience(t), Query{Limit: limit}); custos.KindOf(err) != custos.Invalid {
			t.Errorf("limit %d: %v", limit, err)
		}
	}
}

// From any event on, also one that ended no page of ours, exactly the older ones follow.
func TestPagesGoOnFromAnyEvent(t *testing.T) {
	c := newCampus(t)
	for i := range 30 {
		c.front.add(observe.KindZone, at(float64(i)))
		if i > 10 && i < 20 {
			c.second.add(observe.KindZone, at(float64(i)+0.5))
		}
	}
	all := walk(t, c.Federation, Query{Limit: 100})
	for i, e := range all {
		rest := walk(t, c.again(t), Query{Limit: 8, Before: e.ID})
		same := slices.EqualFunc(rest, all[i+1:], func(a, b api.Event) bool { return a.ID == b.ID })
		if !same {
			t.Errorf("after %s at %s come %d events, want %d", e.ID, e.Time, len(rest), len(all)-i-1)
		}
	}
	// In the middle of a page, too.
	page, err := c.Events(patience(t), Query{Limit: 20})
	if err != nil {
		t.Fatal(err)
	}
	got := map[custos.EventID]bool{}
	for _, e := range walk(t, c.Federation, Query{Limit: 20, Before: page.Events[9].ID}) {
		got[e.ID] = true
	}
	for _, e := range all[10:] {
		if !got[e.ID] {
			t.Errorf("%s is lost between pages", e.ID)
		}
	}
}

// Events that an edge sends an hour late are on some page, hide no others, and
// end no walk.
func TestLateEventsAreNotLost(t *testing.T) {
	for _, limit := range []int{1, 3, 10} {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			c := newCampus(t)
			for i := range 20 {
				c.front.add(observe.KindZone, at(float64(3600+i)))
				c.second.add(observe.KindZone, at(float64(3600+i)+0.5))
				if i%4 == 3 {
					c.front.add(observe.KindZone, at(float64(i)))
				}
			}
			if n := len(walk(t, c.Federation, Query{Limit: limit})); n != 45 {
				t.Errorf("%d events, want 45", n)
			}
		})
	}
}

func TestADeadMasterHoldsUpNobody(t *testing.T) {
	c := newCampus(t)
	for i := range 6 {
		c.front.add(observe.KindZone, at(float64(i)))
		c.second.add(observe.KindZone, at(float64(i)+0.5))
	}
	refuse := func(err error) {
		c.second.mu.Lock()
		defer c.second.mu.Unlock()
		c.second.refuse = err
	}
	refuse(custos.Errorf(custos.Unavailable, "starting"))
	page, err := c.Events(patience(t), Query{Limit: 3})
	if err != nil || len(page.Events) != 3 || custos.KindOf(page.Failed["campus/second-door"]) != custos.Unavailable {
		t.Fatalf("%+v, %v", page, err)
	}
	// Back again, it goes on where the page has ended, not at its newest.
	refuse(nil)
	rest := walk(t, c.Federation, Query{Limit: 4, Before: page.Events[2].ID})
	if len(rest) != 6 || rest[0].Domain != "campus/second-door" || !rest[0].Time.Equal(at(2.5)) {
		t.Errorf("after 3 s there follow %v", rest)
	}
	site := *c.site
	site.Nodes = slices.Clone(site.Nodes)
	site.Nodes[0].API, site.Nodes[1].API = unused(t), unused(t)
	f, err := New(Config{Site: &site, Signer: c.signer, Pins: c.pins})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Events(patience(t), Query{Limit: 3}); custos.KindOf(err) != custos.Unavailable {
		t.Errorf("with no master at all: %v", err)
	}
}

func TestMarksAreAtLeastWhatWasAnnounced(t *testing.T) {
	var tr tracker
	tr.move(api.Marks{Size: 10, Witnessed: 6, Anchored: 3})
	for index, want := range map[uint64]api.Mark{2: api.Anchored, 5: api.Witnessed, 8: api.Committed} {
		e := api.Event{ID: custos.EventID(fmt.Sprint(index)), Index: index, Mark: api.Committed}
		if tr.note(&e); e.Mark != want {
			t.Errorf("leaf %d is %s, want %s", index, e.Mark, want)
		}
	}
	broken := api.Event{ID: "b", Index: 1, Mark: api.Broken}
	if tr.note(&broken); broken.Mark != api.Broken {
		t.Errorf("a broken event became %s", broken.Mark)
	}
	moved := tr.move(api.Marks{Size: 10, Witnessed: 9, Anchored: 6})
	if len(moved) != 2 || !slices.Equal(moved[api.Anchored], []custos.EventID{"5"}) || !slices.Equal(moved[api.Witnessed], []custos.EventID{"8"}) {
		t.Errorf("moved %v", moved)
	}
	if moved := tr.move(api.Marks{Size: 10, Witnessed: 9, Anchored: 6}); len(moved) != 0 {
		t.Errorf("the same marks moved %v", moved)
	}
	for i := range mostPending + 50 {
		tr.note(&api.Event{ID: custos.EventID(fmt.Sprint("x", i)), Index: 100, Mark: api.Committed})
	}
	if len(tr.pending) > mostPending || len(tr.order) > mostPending {
		t.Errorf("%d events are kept in mind, want at most %d", len(tr.pending), mostPending)
	}
}
