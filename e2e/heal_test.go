package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// snapshot copies a service's directory while the site runs. The service and its children
// stand still meanwhile, as in a snapshot of the file system; the others go on.
func (g *growing) snapshot(service, to string) {
	g.Helper()
	pids := []int{g.up.states()[service].PID}
	if pids[0] == 0 {
		g.Fatalf("%s does not run", service)
	}
	for i := 0; i < len(pids); i++ {
		out, _ := exec.Command("pgrep", "-P", strconv.Itoa(pids[i])).Output() // 1: it has none
		for _, f := range strings.Fields(string(out)) {
			pid, err := strconv.Atoi(f)
			if err != nil {
				g.Fatal(err)
			}
			pids = append(pids, pid)
		}
	}
	for _, pid := range pids {
		if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
			g.Fatal(err)
		}
	}
	defer func() {
		for _, pid := range pids {
			_ = syscall.Kill(pid, syscall.SIGCONT)
		}
	}()
	from := filepath.Join(g.dir, service)
	if _, err := os.Stat(from); err != nil {
		g.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(filepath.Join(to, service)), 0o700); err != nil {
		g.Fatal(err)
	}
	if out, err := exec.Command("cp", "-r", from, filepath.Join(to, service)).CombinedOutput(); err != nil {
		g.Fatalf("copy %s: %v %s", service, err, out)
	}
}

// TestSitePutBackFromACopy puts the data of a whole site back from copies that were made
// while it ran, one service after the other. It is the site of one owner: his fog holds the
// chain, too, which is put back with the rest. Where other owners hold the chain, a master
// that is older than its anchor is refused (TestAttack04RestoredDirectory).
//
// The chain is the oldest of the copies, and the master in the middle: object and track are
// older than what it has of them, camera and behavior newer.
func TestSitePutBackFromACopy(t *testing.T) {
	g := newGrowing(t)
	edge := g.edge("west-edge", 5, "door")
	g.start(nil, edge)
	g.anchored("west-edge.track", "paths")
	copied := filepath.Join(t.TempDir(), "copy")
	events := func() int { return len(g.events("zone,segment,trajectory,paths,sightings,stream")) }
	grown := func(since int) {
		g.until("more events", func() bool { return events() >= since+5 })
	}
	for _, s := range []string{"main-fog/ledger", "west-edge/object", "west-edge/track", "main-fog/master", "west-edge/camera-door", "main-fog/behavior"} {
		g.snapshot(s, copied)
		grown(events())
	}
	g.anchored("west-edge.camera-door", "segment")
	had := events()
	g.stop()
	// What is not a service's directory is as it was.
	aside := g.dir + "-of-before"
	if err := os.Rename(g.dir, aside); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("cp", "-r", aside, g.dir).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	for _, s := range []string{"main-fog/ledger", "west-edge/object", "west-edge/track", "main-fog/master", "west-edge/camera-door", "main-fog/behavior"} {
		if err := os.RemoveAll(filepath.Join(g.dir, s)); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(copied, s), filepath.Join(g.dir, s)); err != nil {
			t.Fatal(err)
		}
	}

	g.start(nil, edge)
	began := time.Now()
	for _, s := range []string{"west-edge.camera-door/segment", "west-edge.object/sightings", "west-edge.track/paths"} {
		service, kind, _ := strings.Cut(s, "/")
		g.anchored(service, kind)
	}
	t.Logf("every service goes on after %s; %d events before, %d now", time.Since(began).Round(time.Second), had, events())
	out := must(t, "status", "--data", g.dir)
	if services, ready := countServices(out, "ready"); services != ready || strings.Contains(out, "does not take") {
		t.Errorf("status says:\n%s", out)
	}
	if logs, err := os.ReadFile(filepath.Join(g.dir, "log", "up.log")); err != nil || !slices.ContainsFunc([]string{"taken over", "sent again"}, func(s string) bool { return strings.Contains(string(logs), s) }) {
		t.Errorf("nothing was healed: %v", err)
	}
	g.stop()
	g.audited()
	if t.Failed() {
		t.Log(fmt.Sprint(g.up.out.String()))
	}
}
