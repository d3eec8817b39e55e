package fleet

import (
	"os"
	"path/filepath"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/fleet/fleettest"
)

// A command without -c and --data takes ./site.yaml, or else what stands in ./data.
func TestWhichSite(t *testing.T) {
	file := fleettest.SmallSite(t)
	t.Chdir(filepath.Dir(file))
	site, err := Load("", "")
	if err != nil || site.Path() != file {
		t.Fatalf("%v %v", site, err)
	}
	if err := errFirst(os.MkdirAll("data", 0o700), os.Rename("site.yaml", "data/site.yaml")); err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{"", "data"} {
		if site, err := Load("", data); err != nil || site.Path() != filepath.Join(filepath.Dir(file), "data", "site.yaml") {
			t.Errorf("--data %q: %v", data, err)
		}
	}
	if _, err := Load("", "elsewhere"); custos.KindOf(err) != custos.NotFound {
		t.Errorf("got %v", err)
	}
	if site, err := Load("data/site.yaml", "elsewhere"); err != nil || filepath.Base(site.Data) != "elsewhere" {
		t.Errorf("-c and --data: %v", err)
	}
}

func errFirst(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
