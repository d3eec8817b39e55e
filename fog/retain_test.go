package fog

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/evidence"
	"custos.dev/custos/fog/masterdb"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
	"custos.dev/custos/retention"
)

const day = 24 * time.Hour

// TestPolicyRemovesByAge lets days pass: what the site does not keep goes, a kind with a rule of
// its own and what is held stay, and the audit says by which rule.
func TestPolicyRemovesByAge(t *testing.T) {
	r := newRemover(t)
	m := r.batch(t, r.prev, r.next, 40, func(e *custos.Event) {
		n := e.Seq - r.next
		e.Time = began.Add(time.Duration(n/2) * day)
		observetest.Say(e, &observe.Zone{Zone: fmt.Sprint(n)})
		if n%2 == 1 {
			e.Kind = "other" // one that is kept for ever
		}
	})
	if _, err := r.Commit(t.Context(), r.key.Address(), m); err != nil {
		t.Fatal(err)
	}
	r.prev, r.next = m.Leaf.Hash(), r.next+40
	now := began.Add(19*day + time.Hour)
	r.Now = func() time.Time { return now }
	k := &Keeper{DB: r.Remover.DB, Remover: r.Remover, Policy: &retention.Policy{
		Rules: []retention.KeepRule{{Kinds: []custos.Kind{observe.KindZone}, Of: domain, Keep: retention.Duration(5 * day)}},
		Holds: []retention.Hold{{Of: domain + "/cam1", From: began.Add(2 * day), Until: began.Add(4 * day), Reason: "case 7", By: "police"}},
	}}
	bodies := func(kind custos.Kind) (n int) {
		for e, err := range r.Remover.DB.List(t.Context(), masterdb.Filter{Kinds: []custos.Kind{kind}, Limit: 1000}) {
			if err != nil {
				t.Fatal(err)
			}
			if !e.Sealed.Removed() {
				n++
			}
		}
		return n
	}
	v, err := k.View(t.Context(), domain)
	if err != nil {
		t.Fatal(err)
	}
	// Of the 20 those of the days 0, 1, 4 to 14.
	due := int64(0)
	for _, l := range v.Lines {
		due += l.Due
		if l.Kind == "other" && l.Rule != "kept for ever" {
			t.Errorf("%+v", l)
		}
	}
	if due != 13 || bodies(observe.KindZone) != 20 || len(v.Holds) != 1 {
		t.Fatalf("the dry run: %d due, %+v", due, v)
	}
	for i := 0; ; i++ {
		planned, err := k.Pass(t.Context())
		if err != nil || i > 10 {
			t.Fatal(i, err)
		}
		if !planned {
			break
		}
		r.finish(t)
	}
	if s, o := bodies(observe.KindZone), bodies("other"); s != 7 || o != 20 {
		t.Errorf("%d and %d bodies are left", s, o)
	}
	if v, err = k.View(t.Context(), domain); err != nil || len(v.Removals) == 0 || v.Removals[0].Finished == nil || !strings.Contains(v.Removals[0].Cause, "keep 5d") {
		t.Errorf("%+v: %v", v, err)
	}
	r.anchor(t)
	r.stop(t)
	rep := audits(t, r.config(r.dir))
	if rep.Result != evidence.Pass || rep.Removed != 13 || rep.Removals["by the policy (zone of "+string(domain)+": keep 5d)"] != 13 {
		t.Errorf("%+v", rep)
	}
}

// Without a policy nothing is planned, however old it is.
func TestNothingGoesWithoutAPolicy(t *testing.T) {
	r := newRemover(t)
	defer r.stop(t)
	r.Now = func() time.Time { return began.Add(10_000 * day) }
	k := &Keeper{DB: r.Remover.DB, Remover: r.Remover, Policy: new(retention.Policy)}
	if planned, err := k.Pass(t.Context()); err != nil || planned {
		t.Fatal(planned, err)
	}
}
