package mirror

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
)

// What a site file says of mirrors, and what of it makes no sense.
func TestPolicyInTheSiteFile(t *testing.T) {
	load := func(fog, edge string) (*service.Site, error) {
		file := filepath.Join(t.TempDir(), "site.yaml")
		text := fmt.Sprintf(`site: campus
owners:
  - {name: alma, domain: campus/front}
nodes:
  - {name: fog, tier: fog, owner: alma%s}
  - {name: edge, tier: edge, owner: alma, fog: fog%s}
`, fog, edge)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return service.Load(file)
	}
	site, err := load(", mirror: {of: notable, owners: [bert], disk: 1GB}", "")
	if err != nil {
		t.Fatal(err)
	}
	p := PolicyOf(&site.Nodes[0])
	if p.Of != Notable || p.Disk != 1e9 || !p.Mirrors("bert") || p.Mirrors("carla") {
		t.Errorf("it says %+v", p)
	}
	if site, err = load("", ""); err != nil {
		t.Fatal(err)
	}
	if p := PolicyOf(&site.Nodes[0]); p.Of != All || !p.Mirrors("carla") {
		t.Errorf("without a word it is %+v", p)
	}
	if site, err = load(", mirror: {disk: 1GB}", ""); err != nil || PolicyOf(&site.Nodes[0]).Of != All {
		t.Errorf("what is left out: %v", err)
	}
	for name, c := range map[string][2]string{
		"not one of all, notable, none": {", mirror: {of: some}", ""},
		"only a fog's master mirrors":   {"", ", mirror: {of: all}"},
	} {
		if _, err := load(c[0], c[1]); custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), name) {
			t.Errorf("%v: %v", c, err)
		}
	}
	if !Notable.Keeps(observe.KindZone) || Notable.Keeps(observe.KindTracks) || None.Keeps(observe.KindZone) || !All.Keeps(observe.KindTracks) || !Notable.Keeps("of-tomorrow") {
		t.Error("other kinds are kept")
	}
}
