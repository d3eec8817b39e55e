package fog

import (
	"context"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/cameras"

	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
	"custos.dev/custos/service"
)

// A camera is asked at its own service for what that one sealed, and at the archive of the
// service that sealed it when it was taken out of the site file, renamed, or moved.
func TestWhoIsAskedForFootage(t *testing.T) {
	w := newWorld(t)
	from := time.Now().Truncate(time.Microsecond)
	// The producer of this world's events is front-edge/object, which has sealed here.
	c := w.batch(t, custos.Hash{}, 1, 1, func(e *custos.Event) {
		e.Time = from
		observetest.Say(e, &observe.Segment{Index: 1, From: from, Until: from.Add(time.Second), PTSEnd: time.Second, Frames: 10})
	})
	if _, err := w.Commit(context.Background(), w.key.Address(), c); err != nil {
		t.Fatal(err)
	}
	edge := func(name custos.NodeName, camera string) service.Node {
		return cameras.At(service.Node{Name: name, Tier: custos.Edge, Fog: "fog", Owner: "alma"}, cameras.Camera{Name: camera})
	}
	site := &service.Site{Owners: []service.Owner{{Name: "alma", Domain: domain}}, Nodes: []service.Node{{Name: "fog", Tier: custos.Fog, Owner: "alma"}}}
	m := &master{Runtime: &node.Runtime{Env: &service.Env{Site: site, Node: &site.Nodes[0]}}, asked: w.DB}
	segs := []observe.Segment{{From: from}}
	for _, s := range []struct {
		what           string
		nodes, retired []service.Node
		camera         custos.CameraID
		segs           []observe.Segment
		want           string // the service, or a part of the error
	}{
		{"live of a camera that is there", []service.Node{edge("west", "cam1")}, nil, domain + "/cam1", nil, "west/camera-cam1"},
		{"live of one that is not", nil, nil, domain + "/cam1", nil, "not in the site file any more"},
		{"sealed by another service that serves its archive", []service.Node{edge("west", "cam1")}, []service.Node{edge("front-edge", "cam1")}, domain + "/cam1", segs, ""},
		{"sealed by a service that is nowhere", []service.Node{edge("west", "cam1")}, nil, domain + "/cam1", segs, "put it back"},
		{"not known to be sealed", []service.Node{edge("west", "cam1")}, nil, domain + "/cam1", []observe.Segment{{From: from.Add(time.Hour)}}, "west/camera-cam1"},
	} {
		site.Nodes, site.Retired = append(site.Nodes[:1:1], s.nodes...), s.retired
		m.Node = &site.Nodes[0]
		if s.want == "" { // this world's segments were sealed by the service object
			sealed := custos.NewServiceID("front-edge", node.CameraService("cam1"))
			if _, err := rowsOf(t, w.DB).Exec("UPDATE batch SET service = ?", string(sealed)); err != nil {
				t.Fatal(err)
			}
			s.want = string(sealed)
		}
		service, err := m.cameraService(context.Background(), s.camera, s.segs)
		got := string(service)
		if err != nil {
			got = err.Error()
		}
		if got != s.want && (err == nil || !strings.Contains(got, s.want)) {
			t.Errorf("%s: %q, want %q", s.what, got, s.want)
		}
	}
}

// A camera that moved to another edge has a chain of seals of each of its services.
func TestAuditOfACameraThatMoved(t *testing.T) {
	a := &audit{report: &AuditReport{}, segments: map[recorder][]sealedSegment{}}
	asked := map[custos.ServiceID]bool{}
	a.Recordings = func(_ custos.CameraID, s custos.ServiceID) (string, bool) { asked[s] = true; return "", false }
	at := time.Unix(1000, 0)
	for i, s := range []custos.ServiceID{"west/camera-door", "east/camera-door"} {
		r := recorder{domain + "/door", s}
		for index := uint64(1); index <= 2; index++ {
			seg := observe.Segment{Index: index, SHA256: custos.Hash{byte(i + 1), byte(index)}, From: at, Until: at.Add(time.Second), PTSEnd: time.Second, Frames: 10}
			if index > 1 {
				seg.Prev = custos.Hash{byte(i + 1), byte(index - 1)}
			}
			a.segments[r] = append(a.segments[r], sealedSegment{Segment: seg, id: custos.NewEventID(s, 1, index), by: s})
			at = at.Add(time.Second)
		}
	}
	if err := a.checkSegments(context.Background()); err != nil {
		t.Fatal(err)
	}
	for _, f := range a.report.Findings {
		if !strings.Contains(f.Detail, "not on this machine") {
			t.Errorf("it finds %+v", f)
		}
	}
	if !asked["west/camera-door"] || !asked["east/camera-door"] {
		t.Errorf("asked for the recordings of %v", asked)
	}
}
