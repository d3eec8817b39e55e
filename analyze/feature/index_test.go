package feature

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

func randomLook(r *rand.Rand) observe.Look {
	v := make([]float64, size)
	for i := range v {
		v[i] = r.Float64() * r.Float64()
	}
	return observe.UnitLook(v)
}

func filled(n int) *Index {
	r := rand.New(rand.NewPCG(1, 2))
	x := NewIndex()
	for i := range n {
		at := time.Unix(int64(1000+i), 0)
		x.Add(Seen{
			Event: custos.EventID(fmt.Sprintf("fog.feature.1.%d", i)), Camera: custos.CameraID(fmt.Sprintf("campus/door/cam%d", i%5)),
			Feature: observe.Feature{Trajectory: custos.EventID(fmt.Sprintf("edge.track.1.%d", i)), From: at, Until: at.Add(5 * time.Second), Look: randomLook(r), Upper: Colours[i%colours], Lower: Colours[i%3], Direction: "left"},
		})
	}
	return x
}

// The index finds what comparing everything finds.
func TestFindsTheNearest(t *testing.T) {
	x := filled(3000)
	r := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		look := randomLook(r)
		got, err := x.Find(Query{Look: look, Limit: 10})
		if err != nil || len(got) != 10 {
			t.Fatalf("%d, %v", len(got), err)
		}
		for i, s := range got {
			if i > 0 && s.Similarity > got[i-1].Similarity+.005 {
				t.Fatalf("%v after %v", s.Similarity, got[i-1].Similarity)
			}
		}
		better := 0
		for _, s := range x.seen {
			if s.Feature.Look.Similarity(look) > got[9].Similarity+.005 {
				better++
			}
		}
		if better > 9 {
			t.Fatalf("%d are nearer than the tenth that was found", better)
		}
	}
}

// What the same network has seen comes first; another network's says nothing.
func TestEmbeddingsComeFirst(t *testing.T) {
	x := filled(20)
	embed := func(by string, a, b int8) *observe.Embedding {
		return &observe.Embedding{By: by, Numbers: observe.Look{a, b}}
	}
	for i, e := range []*observe.Embedding{embed("net@1", 127, 0), embed("net@1", 90, 90), embed("net@1", 120, 30), embed("net@2", 127, 0), embed("net@1", -127, 0)} {
		x.Add(Seen{Event: custos.EventID(fmt.Sprintf("e%d", i)), Feature: observe.Feature{Trajectory: custos.EventID(fmt.Sprintf("t%d", i)), Look: x.seen[i].Feature.Look, Embedding: e}})
	}
	got, err := x.Find(Query{Event: "t0", Limit: 8})
	if err != nil || len(got) != 8 {
		t.Fatalf("%d, %v", len(got), err)
	}
	if got[0].Event != "e2" || got[1].Event != "e1" || got[0].By != "net@1" || got[1].Similarity < .7 || got[1].Similarity > .72 {
		t.Errorf("%+v", got[:2])
	}
	for i, s := range got[2:] {
		if s.By != "" || s.Similarity <= 0 || i > 0 && s.Similarity > got[i+1].Similarity+.005 {
			t.Errorf("place %d: %s %v by %q", i+2, s.Event, s.Similarity, s.By)
		}
	}
	// Another domain's master is asked by the embedding itself.
	if got, err = x.Find(Query{Embedding: embed("net@2", 127, 0)}); err != nil || len(got) != 1 || got[0].Event != "e3" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestQueries(t *testing.T) {
	x := filled(100)
	find := func(q Query) []Seen {
		t.Helper()
		got, err := x.Find(q)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := find(Query{Limit: 3}); got[0].Event != "fog.feature.1.99" || got[2].Event != "fog.feature.1.97" || got[0].Similarity != 0 {
		t.Errorf("the newest are %+v", got)
	}
	for _, id := range []custos.EventID{"fog.feature.1.42", "edge.track.1.42"} {
		for _, s := range find(Query{Event: id, Limit: 99}) {
			if s.Event == "fog.feature.1.42" {
				t.Error("it is found to look like itself")
			}
		}
	}
	for _, s := range find(Query{Upper: "red", Lower: "black", Limit: 1000}) {
		if s.Feature.Upper != "red" || s.Feature.Lower != "black" {
			t.Errorf("%+v", s)
		}
	}
	if got := find(Query{Camera: "campus/door/cam2", Limit: 1000}); len(got) != 20 {
		t.Errorf("%d of one camera", len(got))
	}
	if got := find(Query{From: time.Unix(1050, 0), Until: time.Unix(1060, 0), Limit: 1000}); len(got) != 15 {
		t.Errorf("%d were seen in ten seconds", len(got)) // five of them since before
	}
	if got := find(Query{Direction: "up"}); len(got) != 0 {
		t.Errorf("%d went up", len(got))
	}
	for _, q := range []Query{{Event: "a.b.c.1"}, {Look: make(observe.Look, 3)}, {Limit: 1001}, {Limit: -1}, {Upper: "teal"}, {Lower: "Red"}, {Direction: "north"}} {
		if got, err := x.Find(q); err == nil {
			t.Errorf("%+v finds %d", q, len(got))
		}
	}
	n := x.Len()
	x.Add(x.seen[7])
	if x.Len() != n {
		t.Error("what was there is there twice")
	}
}

func TestTheOldestAreForgotten(t *testing.T) {
	x := filled(100)
	x.forget(40)
	if _, err := x.Find(Query{Event: "fog.feature.1.39"}); custos.KindOf(err) != custos.NotFound {
		t.Errorf("the forgotten one: %v", err)
	}
	if got, err := x.Find(Query{Event: "edge.track.1.40", Limit: 100}); err != nil || len(got) != 59 {
		t.Errorf("%d, %v", len(got), err)
	}
}

func BenchmarkFind(b *testing.B) {
	x := filled(100_000)
	look := randomLook(rand.New(rand.NewPCG(5, 6)))
	for b.Loop() {
		if _, err := x.Find(Query{Look: look}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(x.Len()), "tracks")
}

// What is erased is found by nothing any more, and the others as before.
func TestErasedTracksAreForgotten(t *testing.T) {
	x := NewIndex()
	for i := range 5 {
		f := observe.Feature{Trajectory: custos.EventID(fmt.Sprintf("t.%d", i)), Upper: "red", Look: make(observe.Look, size)}
		f.Look[i] = 100
		x.Add(Seen{Event: custos.EventID(fmt.Sprintf("f.%d", i)), Feature: f})
	}
	look := x.seen[1].Feature.Look
	x.Forget([]custos.EventID{"f.1", "f.3", "t.0", "nobody"})
	if x.Len() != 3 || look[1] != 0 {
		t.Errorf("%d are left, its look is %v", x.Len(), look[:4])
	}
	for _, id := range []custos.EventID{"f.1", "t.1", "f.3", "t.3"} {
		if _, err := x.Find(Query{Event: id}); custos.KindOf(err) != custos.NotFound {
			t.Errorf("%s is found: %v", id, err)
		}
	}
	want := make(observe.Look, size)
	want[4] = 100
	if hits, err := x.Find(Query{Look: want}); err != nil || len(hits) == 0 || hits[0].Event != "f.4" {
		t.Errorf("%+v, %v", hits, err)
	}
}
