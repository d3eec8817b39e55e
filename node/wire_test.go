package node

import (
	"slices"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/service"
)

// wiringOf is a fog with two edges and two cloud nodes, one of another owner, and services that ask each other.
func wiringOf(node custos.NodeName) *Wiring {
	site := &service.Site{Nodes: []service.Node{
		{Name: "fog", Tier: custos.Fog, Owner: "alma"},
		{Name: "hq", Tier: custos.Cloud, Owner: "alma", Fog: "fog"},
		{Name: "guest", Tier: custos.Cloud, Owner: "bert", Fog: "fog"},
		{Name: "west", Tier: custos.Edge, Fog: "fog"},
		{Name: "east", Tier: custos.Edge, Fog: "fog"},
		{Name: "fog2", Tier: custos.Fog},
		{Name: "north", Tier: custos.Edge, Fog: "fog2"},
	}}
	var parts []Part
	commit := Asking{"master", "commit"}
	for _, p := range []Part{
		{"fog/master", "master", []Asking{commit, {"camera", "live"}}, nil},
		{"fog/ledger", "ledger", []Asking{commit}, []string{"head"}},
		{"west/camera-a", "camera", []Asking{commit}, nil},
		{"west/object", "object", []Asking{commit}, nil},
		{"east/camera-a", "camera", []Asking{commit}, nil},
		{"hq/decide", "decide", []Asking{commit}, nil},
		{"guest/decide", "decide", []Asking{commit}, nil},
		{"fog2/master", "master", []Asking{commit}, nil},
		{"north/camera-a", "camera", []Asking{commit}, nil},
	} {
		if Near(site, node, p.ID.Node()) {
			parts = append(parts, p)
		}
	}
	return NewWiring(site, node, parts)
}

func TestRightsFollowFromTheTable(t *testing.T) {
	w := wiringOf("west")
	r, err := w.Service("west/camera-a")
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"inbox.fog_master.>", "to.fog_master.commit.west_camera-a", "to.fog_master.commit.west_camera-a.keep"}; !slices.Equal(r.Publish, want) {
		t.Errorf("it may send to %q, want %q", r.Publish, want)
	}
	if want := []string{"from.fog_ledger.head", "inbox.west_camera-a.>", "to.west_camera-a.>"}; !slices.Equal(r.Subscribe, want) {
		t.Errorf("it may hear %q, want %q", r.Subscribe, want)
	}
	for _, id := range []custos.ServiceID{"east/camera-a", "fog/master", "west/nobody"} {
		if _, err := w.Service(id); custos.KindOf(err) != custos.Denied {
			t.Errorf("%s on the bus of west: %v", id, err)
		}
	}
}

// An edge's link carries nothing of the other edge, of another fog, or of what the fog's
// services say among themselves; and nothing of a service that is revoked.
func TestALinkCarriesWhatCrosses(t *testing.T) {
	w := wiringOf("fog")
	r := w.Leaf("west", func(id custos.ServiceID) bool { return id != "west/object" })
	if want := []string{"inbox.fog_master.>", "to.fog_master.commit.west_camera-a", "to.fog_master.commit.west_camera-a.keep"}; !slices.Equal(r.Publish, want) {
		t.Errorf("it may send to %q, want %q", r.Publish, want)
	}
	if want := []string{"from.fog_ledger.head", "inbox.west_camera-a.>", "to.west_camera-a.>"}; !slices.Equal(r.Subscribe, want) {
		t.Errorf("it may hear %q, want %q", r.Subscribe, want)
	}
	for _, s := range append(r.Publish, r.Subscribe...) {
		if strings.Contains(s, "east") || strings.Contains(s, "fog2") || strings.Contains(s, "object") {
			t.Errorf("the link carries %s", s)
		}
	}
}

// A cloud node's link is held to its own services as an edge's is: it commits and hears the
// chain, and nothing else. A cloud node at another owner's fog has none.
func TestACloudNodesLinkCarriesItsServices(t *testing.T) {
	w := wiringOf("fog")
	all := func(custos.ServiceID) bool { return true }
	r := w.Leaf("hq", all)
	if want := []string{"to.fog_master.commit.hq_decide", "to.fog_master.commit.hq_decide.keep"}; !slices.Equal(r.Publish, want) {
		t.Errorf("it may send to %q, want %q", r.Publish, want)
	}
	if want := []string{"from.fog_ledger.head", "inbox.hq_decide.>"}; !slices.Equal(r.Subscribe, want) {
		t.Errorf("it may hear %q, want %q", r.Subscribe, want)
	}
	if r := w.Leaf("guest", all); len(r.Publish) != 0 {
		t.Errorf("another owner's cloud node may send to %q", r.Publish)
	}
	if r, err := wiringOf("hq").Service("hq/decide"); err != nil || !slices.Contains(r.Publish, "to.fog_master.commit.hq_decide") {
		t.Errorf("on its own bus it may send to %q, %v", r.Publish, err)
	}
}
