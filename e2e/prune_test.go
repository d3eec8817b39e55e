package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestRestartAfterPruning has a site prune its journals, kills all of it, and starts it again: it
// observes on, everything is anchored, and the audit finds nothing missing.
func TestRestartAfterPruning(t *testing.T) {
	dir := copyOf(t, demoData(t))
	path := filepath.Join(dir, "site.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// The file that `up` wrote says what holds where none is named.
	said := regexp.MustCompile(`(?m)^journals:\n( .*\n)+`)
	if !said.Match(text) {
		t.Fatalf("the site file has no journals:\n%s", text)
	}
	if err := os.WriteFile(path, said.ReplaceAll(text, []byte("journals: {keep: 1m, size: 1MiB}\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	pruned := func() map[string]bool {
		out, code := custos(t, "status", "--data", dir, "--json")
		var list []struct {
			Name    string
			Journal struct{ Pruned string }
		}
		if code != 0 || json.Unmarshal([]byte(out), &list) != nil {
			return nil
		}
		names := map[string]bool{}
		for _, s := range list {
			if s.Journal.Pruned != "" {
				names[s.Name] = true
			}
		}
		return names
	}
	args := []string{"up", "-c", path, "--data", dir}
	first := start(t, dir, args...)
	until(t, "the first start", first.allReady)
	until(t, "pruned journals", func() bool {
		have := map[string]bool{}
		for name := range pruned() {
			have[filepath.Base(name)] = true
		}
		return have["object"] && have["track"] && len(have) >= 4
	})
	killedAndUp(t, first, dir, args...)
	if out, code := custos(t, "audit", "--data", dir); code == 1 {
		t.Fatalf("the audit finds fault:\n%s", out)
	}
}
