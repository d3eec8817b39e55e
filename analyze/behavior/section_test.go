package behavior

import (
	"strings"
	"testing"

	"custos.dev/custos/service"
)

const zoned = `site: campus
owners: [{name: alma, domain: campus/front}]
nodes:
  - name: fog
    tier: fog
    owner: alma
  - name: edge
    tier: edge
    owner: alma
    fog: fog
    cameras: [{name: cam1, url: "rtsp://192.0.2.1/a"}]
    rules: rules.yaml
    zones: [{name: z, cameras: [cam1], polygon: [[0,0],[1,0],[1,1]]}]
`

func TestZonesOfAFile(t *testing.T) {
	s, err := service.Parse([]byte(zoned))
	if err != nil {
		t.Fatal(err)
	}
	e := &s.Nodes[1]
	if z := Zones.Get(e); len(z) != 1 || z[0].Name != "z" || len(z[0].Polygon) != 3 || RulesFile.Get(e) != "rules.yaml" || len(s.Check()) != 0 {
		t.Errorf("%+v, %q, %+v", z, RulesFile.Get(e), s.Check())
	}
	for old, want := range map[string]string{
		"cameras: [cam1], polygon: [[0,0],[1,0],[1,1]]": `nodes[1] (edge): zones[0].cameras: the node has no camera "cam2"`,
		"[[0,0],[1,0],[1,1]]":                           "zones[0]: a zone has a name and a polygon of at least three points",
		"[1,0]":                                         `"one" stands where a pair of numbers is wanted`,
	} {
		now := map[string]string{"[[0,0],[1,0],[1,1]]": "[[0,0]]", "[1,0]": "one"}[old]
		if now == "" {
			now = strings.Replace(old, "cam1", "cam2", 1)
		}
		if _, err := service.Parse([]byte(strings.Replace(zoned, old, now, 1))); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// What does nothing is said.
func TestProblemsOfZones(t *testing.T) {
	for text, want := range map[string]string{
		strings.Replace(zoned, "cameras: [cam1], polygon", "polygon", 1):                                                      "nodes[1] (edge): zones[0] (z).cameras: it is for no camera",
		strings.Replace(zoned, "    tier: fog\n", "    tier: fog\n    rules: rules.yaml\n", 1):                                "nodes[0] (fog): rules: rules belong to the edge",
		strings.Replace(zoned, "    tier: fog\n", "    tier: fog\n    zones: [{name: y, polygon: [[0,0],[1,0],[1,1]]}]\n", 1): "nodes[0] (fog): zones[0] (y): zones belong to the edge",
	} {
		s, err := service.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Check(); len(got) != 1 || !got[0].Runs || !strings.Contains(got[0].Text, want) {
			t.Errorf("%+v, want %q", got, want)
		}
	}
}
