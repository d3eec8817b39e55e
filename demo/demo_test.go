package demo

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos/analyze/behavior"
	"custos.dev/custos/fleet"
	"custos.dev/custos/service"
)

// The site that the demo writes is one that `up` takes, with two owners' services in it, and
// its rules are rules.
func TestTheCampusIsASite(t *testing.T) {
	var ports []string
	for i := range 3 + 6*len(demoOwners) {
		ports = append(ports, "127.0.0.1:"+strings.Repeat("1", i/9+1)+string(rune('1'+i%9)))
	}
	if all := slices.Sorted(slices.Values(ports)); len(slices.Compact(all)) != len(ports) {
		t.Fatalf("ports twice: %v", ports)
	}
	text, err := demoSiteFile(ports, true, time.Second).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, b := range map[string][]byte{"demo.yaml": text, demoRules: Street()} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	site, err := service.Load(filepath.Join(dir, "demo.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if bad, unwise := fleet.Faults(site); len(bad)+len(unwise) > 0 {
		t.Errorf("%v %v", bad, unwise)
	}
	masters, cameras := 0, 0
	for _, s := range fleet.Instances(site, "") {
		switch s.Kind.Name {
		case fleet.Master:
			masters++
		case fleet.Camera:
			cameras++
		}
	}
	if masters != len(demoOwners) || cameras != 2*len(demoOwners) {
		t.Errorf("%d masters and %d cameras", masters, cameras)
	}
	if rules, err := behavior.ReadRules(bytes.NewReader(Street())); err != nil || len(rules) == 0 {
		t.Errorf("the street has %d rules: %v", len(rules), err)
	}
}

func TestPercentiles(t *testing.T) {
	if got := percentilesOf(nil); got != (percentiles{}) {
		t.Errorf("of nothing: %+v", got)
	}
	ms := make([]int64, 200)
	for i := range ms {
		ms[i] = int64(200 - i)
	}
	if got := percentilesOf(ms); got != (percentiles{P50: 101, P99: 199}) {
		t.Errorf("%+v", got)
	}
}
