package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/fleet"
	"custos.dev/custos/fleet/fleettest"
	"custos.dev/custos/service"
)

// config check says all that is wrong at once, and up refuses what cannot run.
func TestConfigCheck(t *testing.T) {
	file := fleettest.SmallSite(t)
	site, err := service.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	what := fmt.Sprintf("1 owner, 3 nodes, %d services", len(fleet.Instances(site, "")))
	if out, err := command(t, "config", "check", file); err != nil || !strings.Contains(out, what) {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	edit := func(old, new string) string {
		t.Helper()
		f := filepath.Join(filepath.Dir(file), "edited.yaml")
		if err := os.WriteFile(f, []byte(strings.Replace(string(text), old, new, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		return f
	}
	if err := os.WriteFile(filepath.Join(filepath.Dir(file), "rules.yaml"), []byte("rules:\n  - {name: a, act: run, sped: 2}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const camera = `{name: cam1, url: "rtsp://192.0.2.1/a"}`
	for _, c := range []struct {
		old, new string
		want     []string
		up       bool // up goes on all the same
	}{
		{camera, `{name: cam1, url: "rtsp://192.0.2.1/a", user: u}, {name: cam2, url: "http://192.0.2.1/a"}`, []string{"user: u has no password", "of a kind that is not allowed"}, false},
		{camera, `{name: cam1, url: "rtsp://u:p@192.0.2.1/a"}`, []string{"it holds a password"}, true},
		{"cameras: [", "rules: none.yaml, cameras: [", []string{"the rules of edge", "none.yaml"}, false},
		{"cameras: [", "rules: rules.yaml, cameras: [", []string{"line 2: unknown key `sped` at rules[0]: did you mean `speed`?"}, false},
		{"cameras: [", "zones: [{name: z, cameras: [], polygon: [[0, 0], [1, 0], [1, 1]]}], cameras: [", []string{"zones[0] (z).cameras: it is for no camera"}, true},
		{"tier: cloud", "teir: cloud", []string{"did you mean `tier`?"}, false},
	} {
		f := edit(c.old, c.new)
		_, err := command(t, "config", "check", f)
		if custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: %v", c.new, err)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: %v\nwant %q", c.new, err, w)
			}
		}
		if c.up {
			continue // it would start
		}
		if _, err := command(t, "up", "-c", f); custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), c.want[0]) {
			t.Errorf("up with %s: %v", c.new, err)
		}
	}
}
