package journal

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"custos.dev/custos"

	config "custos.dev/custos/service"
)

// What the site file says of journals is read strictly, and bounded.
func TestSectionOfASite(t *testing.T) {
	for text, want := range map[string]Settings{
		"": DefaultSettings, "journals: {keep: 2h}": {2 * time.Hour, 64 << 20}, "journals: {size: 3GiB}": {24 * time.Hour, 3 << 30},
		"journals: {keep: 1s}": {}, "journals: {size: 12}": {}, "journals: {size: 9parsecs}": {}, "journals: {until: 3}": {},
	} {
		path := filepath.Join(t.TempDir(), "site.yaml")
		whole := "site: a\nowners: [{name: o, domain: a/b}]\nnodes: [{name: f, tier: fog, owner: o}]\n" + text + "\n"
		if err := os.WriteFile(path, []byte(whole), 0o600); err != nil {
			t.Fatal(err)
		}
		site, err := config.Load(path)
		if want == (Settings{}) {
			if custos.KindOf(err) != custos.Invalid {
				t.Errorf("%q: %v", text, err)
			}
		} else if err != nil || Section.Get(site) != want {
			t.Errorf("%q: %+v", text, err)
		}
	}
}
