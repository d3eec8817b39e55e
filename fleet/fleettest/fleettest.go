// Package fleettest makes small sites for tests.
package fleettest

import (
	"os"
	"path/filepath"
	"testing"
)

// SmallSite writes the file of a site of one owner, without ports, and returns its path.
func SmallSite(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "site.yaml")
	if err := os.WriteFile(file, []byte(`site: home
owners: [{name: me, domain: home/main}]
nodes:
  - {name: fog, tier: fog, owner: me}
  - {name: sky, tier: cloud, owner: me, fog: fog}
  - {name: edge, tier: edge, owner: me, fog: fog, cameras: [{name: cam1, url: "rtsp://192.0.2.1/a"}]}
`), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
