package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	root "custos.dev/custos"
	"custos.dev/custos/bus"
	"custos.dev/custos/edge/footage"
	"custos.dev/custos/fleet"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/service"

	"go.yaml.in/yaml/v3"
)

// TestInitAndUp is a newcomer's first minute: one camera, `init`, `up`, and a segment of it
// on the chain; no port and no password is chosen by hand. The second start is like the
// first.
func TestInitAndUp(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	dir := t.TempDir()
	scene := filepath.Join(dir, "scene.mp4")
	if _, err := footage.DrawScene(t.Context(), scene, footage.Spec{Width: 320, Height: 240, FPS: 10, Frames: 50}); err != nil {
		t.Fatal(err)
	}
	cam := playing(t, scene)

	site, data := filepath.Join(dir, "site.yaml"), filepath.Join(dir, "data")
	if out := must(t, "init", cam.URL("gate"), "-o", site, "--watch", "2s"); !strings.Contains(out, "H.264, 320x240") {
		t.Errorf("init says\n%s", out)
	}
	must(t, "config", "check", site)
	run := func() *running {
		r := start(t, data, "up", "-c", site)
		r.until("every service", func() bool {
			out, code := custos(t, "status", "-c", site)
			return code == 0 && strings.Count(out, " ready ") == 11
		})
		r.until("a segment on the chain", func() bool {
			return slices.ContainsFunc(listed(t, data, "segment"), func(e event) bool { return e.Mark == "anchored" })
		})
		return r
	}
	r := run()
	if link := must(t, "console", "link", "-c", site); !strings.Contains(link, "/login?token=") {
		t.Errorf("console link says %s", link)
	}
	ports, err := os.ReadFile(filepath.Join(data, "ports.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	// The cloud node's services have a bus and journals: what its bus refuses a stranger is an
	// event of its own, committed by its domain's master and anchored.
	var chosen map[string]map[string]string
	if err := yaml.Unmarshal(ports, &chosen); err != nil || chosen["console"]["bus"] == "" {
		t.Fatalf("the console has no bus: %v\n%s", err, ports)
	}
	k, err := key.LoadOrCreate(filepath.Join(dir, "stranger.key"))
	if err != nil {
		t.Fatal(err)
	}
	who := bus.Identity{Service: "console/bus", Node: "console", Account: k.Address(), Sign: func(d root.Hash) ([]byte, error) {
		sig, err := k.Sign(d)
		return sig[:], err
	}}
	short, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	if c, err := bus.Dial(short, "nats://"+chosen["console"]["bus"], who); err == nil {
		c.Close()
		t.Fatal("a stranger is let in at the cloud node's bus")
	}
	r.until("the cloud node's own record on the chain", func() bool {
		return slices.ContainsFunc(listed(t, data, "decision"), func(e event) bool {
			return strings.HasPrefix(e.ID, "console.bus") && e.Mark == "anchored"
		})
	})
	r.stop()
	// What programs say that are not ours stays in the log.
	of, err := service.Load(site)
	if err != nil {
		t.Fatal(err)
	}
	up := fmt.Sprintf("is up: %d services of 1 owner", len(fleet.Instances(of, "")))
	for _, word := range []string{up, "ready     edge/camera-gate", "/login?token="} {
		if !strings.Contains(r.out.String(), word) {
			t.Errorf("up does not say %q:\n%s", word, r.out.String())
		}
	}
	for line := range strings.Lines(r.out.String()) {
		if strings.Contains(line, "Ethash") || strings.HasPrefix(line, "time=") {
			t.Errorf("up shows a line of the log: %s", line)
		}
	}
	if out, code := custos(t, "status", "-c", site); code == 0 || !strings.Contains(out, "the site is not running; start it: custos up -c ") {
		t.Errorf("status of a stopped site: %d %s", code, out)
	}
	run().stop()
	if again, err := os.ReadFile(filepath.Join(data, "ports.yaml")); err != nil || string(again) != string(ports) {
		t.Errorf("the second start has other ports: %v\n%s\n%s", err, ports, again)
	}
}
