package cameras

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"custos.dev/custos/service"
)

// siteWith parses a site of one fog and some edges, whose data is in dir.
func siteWith(t *testing.T, dir, edges string) *service.Site {
	t.Helper()
	s, err := service.Parse(fmt.Appendf(nil, `site: campus
owners:
  - {name: alma, domain: campus/front}
nodes:
  - {name: main-fog, tier: fog, owner: alma, p2p: 127.0.0.1:1, api: 127.0.0.1:2, leaf: 127.0.0.1:3, bus: 127.0.0.1:4, rpc: 127.0.0.1:5}
%s`, edges))
	if err != nil {
		t.Fatal(err)
	}
	s.Data = dir
	return s
}

func edgeText(name string, port int, cameras ...string) string {
	text := fmt.Sprintf("  - {name: %s, tier: edge, owner: alma, fog: main-fog, bus: 127.0.0.1:%d, cameras: [", name, port)
	for _, c := range cameras {
		text += fmt.Sprintf("{name: %s, url: rtsp://192.0.2.1/x},", c)
	}
	return text + "]}\n"
}

func recordingsIn(dir string) func(old, now, r *service.Node) bool {
	return Keep(func(n *service.Node, camera string) string {
		return filepath.Join(dir, string(n.Name), camera, "recordings")
	})
}

func recorded(t *testing.T, dir string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if err := os.MkdirAll(filepath.Join(dir, p, "recordings"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
}

// again is a site as its own copy of the file says at the next start.
func again(t *testing.T, s *service.Site) *service.Site {
	t.Helper()
	text, err := s.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	out, err := service.Parse(text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	out.Data = s.Data
	return out
}

func names(cs []Camera) string {
	var out []string
	for _, c := range cs {
		out = append(out, c.Name)
	}
	return strings.Join(out, " ")
}

func TestWhatIsTakenOutIsRetired(t *testing.T) {
	dir := t.TempDir()
	recorded(t, dir, "west/door", "west/hall", "east/yard")
	s := siteWith(t, dir, edgeText("west", 6, "door", "hall", "never")+edgeText("east", 7, "yard"))

	// A camera goes, and one that never recorded; the edge is renamed with its port.
	next := siteWith(t, dir, edgeText("west", 6, "hall")+edgeText("far", 7, "yard"))
	lost, err := next.Retire(s, recordingsIn(dir))
	if err != nil || len(lost) != 0 {
		t.Fatal(lost, err)
	}
	next = again(t, next)
	if got := names(Retired(next, "west")); got != "door" {
		t.Errorf("west has retired %q", got)
	}
	if got := names(Retired(next, "east")); got != "yard" {
		t.Errorf("east has retired %q", got)
	}
	gone := next.GoneEdges("main-fog")
	if len(gone) != 1 || gone[0].Name != "east" || gone[0].Bus == "127.0.0.1:7" {
		t.Fatalf("gone are %+v: the bus's address is another edge's now", gone)
	}
	if n, ok := next.Node("east"); !ok || ID(next, n, &Of(n)[0]) != "campus/front/yard" {
		t.Errorf("the retired edge is %+v", n)
	}

	// It stays so at the next start, with its port, until its recordings or itself are gone.
	third := siteWith(t, dir, edgeText("west", 6, "hall")+edgeText("far", 7, "yard"))
	if _, err := third.Retire(next, recordingsIn(dir)); err != nil {
		t.Fatal(err)
	}
	if g := third.GoneEdges("main-fog"); len(g) != 1 || g[0].Bus != gone[0].Bus || names(Retired(third, "west")) != "door" {
		t.Errorf("at the next start %+v", third.Retired)
	}
	// The camera and the edge are back.
	back := siteWith(t, dir, edgeText("west", 6, "hall", "door")+edgeText("east", 7, "yard"))
	if _, err := back.Retire(third, recordingsIn(dir)); err != nil || len(back.Retired) != 0 {
		t.Errorf("back, and still retired: %+v, %v", back.Retired, err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "east")); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "west", "door")); err != nil {
		t.Fatal(err)
	}
	last := siteWith(t, dir, edgeText("west", 6, "hall"))
	if _, err := last.Retire(third, recordingsIn(dir)); err != nil || len(last.Retired) != 0 {
		t.Errorf("nothing is left, and retired are %+v, %v", last.Retired, err)
	}
}

func TestWhatCannotBeRetiredIsSaid(t *testing.T) {
	dir := t.TempDir()
	recorded(t, dir, "west/door", "east/yard")
	s := siteWith(t, dir, edgeText("west", 6, "door")+edgeText("east", 7, "yard"))
	for i := range s.Nodes {
		if s.Nodes[i].Name == "west" {
			s.Nodes[i].Fog = "old-fog"
		}
	}
	next := siteWith(t, dir, "  - {name: east, tier: cloud, owner: alma, fog: main-fog, api: 127.0.0.1:8}\n")
	lost, err := next.Retire(s, recordingsIn(dir))
	if err != nil || len(lost) != 2 || len(next.Retired) != 0 {
		t.Fatalf("%q, %+v, %v", lost, next.Retired, err)
	}
	for i, want := range []string{"old-fog are both gone", "give the new node another name"} {
		if !strings.Contains(lost[i], want) {
			t.Errorf("%q does not say %q", lost[i], want)
		}
	}
}

func TestBadRetired(t *testing.T) {
	for _, text := range []string{
		"retired:\n  - {name: main, tier: fog, owner: alma, fog: main-fog, bus: 127.0.0.1:9}\n",
		"retired:\n  - {name: main, tier: edge, owner: alma, fog: nowhere, bus: 127.0.0.1:9}\n",
		"retired:\n  - {name: main, tier: edge, owner: alma, fog: main-fog, bus: 192.0.2.1:9}\n",
		"retired:\n  - {name: main, tier: edge, owner: alma, fog: main-fog, bus: 127.0.0.1:4}\n",
		"retired:\n  - {name: main, tier: edge, owner: alma, fog: main-fog, bus: 127.0.0.1:9, cameras: [{name: ../x}]}\n",
	} {
		s := siteWith(t, t.TempDir(), "")
		b, err := s.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := service.Parse(append(b, text...)); err == nil {
			t.Errorf("accepted: %s", text)
		}
	}
}
