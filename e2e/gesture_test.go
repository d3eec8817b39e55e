package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	vocabulary "custos.dev/custos"
	"custos.dev/custos/analyze/gesture/figure"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/service"
)

// falling is a camera before which a drawn person stands, and then lies, again and again.
func falling(t *testing.T, dir string) *rtspsim.Server {
	t.Helper()
	clip := figure.New(4)
	var f vocabulary.Frame
	return playing(t, film(t, dir, clip.Width, clip.Height, "hqdn3d=12:12:20:20", func(show func(...[]byte)) {
		for at := time.Duration(0); at < clip.Truth[0].Until+2*time.Second; at += 100 * time.Millisecond {
			clip.Frame(at, &f)
			show(f.Y, f.U, f.V)
		}
	}))
}

// TestGestures has a site without networks see somebody lie down before a camera: that is told,
// by his outline, and is anchored; and that it is over is told, too.
func TestGestures(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	dir := t.TempDir()
	file, data := filepath.Join(dir, "site.yaml"), filepath.Join(dir, "data")
	cam := falling(t, dir)
	must(t, "init", cam.URL("gate"), "-o", file, "--watch", "2s")
	site, err := service.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	name := ""
	for i := range site.Nodes {
		for _, c := range cameras.Of(&site.Nodes[i]) {
			name = c.Name
		}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(b), "tier: edge,", "tier: edge, gestures: {cameras: ["+name+"]},", 1)
	if text == string(b) {
		text = strings.Replace(string(b), "tier: edge\n", "tier: edge\n    gestures: {cameras: ["+name+"]}\n", 1)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "config", "check", file)
	up := start(t, data, "up", "-c", file)
	up.until("every service", up.allReady)
	up.until("an anchored event about somebody who lies", func() bool {
		return slices.ContainsFunc(listed(t, data, "gesture"), func(e event) bool { return e.Mark == "anchored" })
	})
	up.until("that somebody lies no more", func() bool {
		out, _ := custos(t, "events", "--data", data, "--kind", "gesture", "--limit", "1000")
		return strings.Contains(out, " lies, ") && strings.Contains(out, "(by silhouette)") && strings.Contains(out, "lies no more")
	})
	up.stop()
}
