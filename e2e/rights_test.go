package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"custos.dev/custos/client"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
)

const cam1 = "campus/front-door/cam1"

// elsewhere makes what the police have on a machine of their own: the kit, whose
// ledgers answer nowhere there, and their key.
func elsewhere(t *testing.T, dir string) (kit, keyFile string) {
	t.Helper()
	kit = filepath.Join(t.TempDir(), "kit")
	must(t, "access", "kit", kit, "--data", dir)
	file := filepath.Join(kit, "site.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	port := 0
	text = regexp.MustCompile(`(?m)rpc: .*$`).ReplaceAllFunc(text, func([]byte) []byte { port++; return fmt.Appendf(nil, "rpc: 127.0.0.1:%d", port) })
	if err := os.WriteFile(file, text, 0o600); err != nil || port != 2 {
		t.Fatalf("%d ledgers: %v", port, err)
	}
	for _, secret := range []string{"cameras", "password", "rtsp"} {
		if bytes.Contains(text, []byte(secret)) {
			t.Errorf("the kit tells of %s:\n%s", secret, text)
		}
	}
	return kit, filepath.Join(dir, "principals", "police.key")
}

// viewer watches a camera as the police.
type viewer struct {
	frames int
	ended  chan error
	first  chan struct{}
	at     time.Time // when it ended
}

func watchAs(t *testing.T, kit, keyFile string) *viewer {
	t.Helper()
	site, err := service.Load(filepath.Join(kit, "site.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	trust, err := node.LoadTrust(site)
	if err != nil {
		t.Fatal(err)
	}
	pins, err := node.LoadPins(site)
	if err != nil {
		t.Fatal(err)
	}
	k, err := client.LoadKey(keyFile)
	if err != nil {
		t.Fatal(err)
	}
	fog := &site.Nodes[0]
	c := client.New(fog.API, pins[fog.Name], k, trust.ChainID)
	v := &viewer{ended: make(chan error, 1), first: make(chan struct{})}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(cancel)
	until(t, "the police's picture", func() bool {
		conn, err := c.WebSocket(ctx, "/api/cameras/"+cam1+"/live")
		if err != nil {
			return false
		}
		go func() {
			for {
				if _, _, err := conn.Read(ctx); err != nil {
					v.at = time.Now()
					v.ended <- err
					return
				}
				if v.frames++; v.frames == 5 {
					close(v.first)
				}
			}
		}()
		return true
	})
	select {
	case <-v.first:
	case err := <-v.ended:
		t.Fatalf("the view ended after %d messages: %v", v.frames, err)
	case <-time.After(time.Minute):
		t.Fatal("no picture came")
	}
	return v
}

// end waits until the view has ended, and says when.
func (v *viewer) end(t *testing.T, within time.Duration) time.Time {
	t.Helper()
	select {
	case <-v.ended:
		return v.at
	case <-time.After(within):
		t.Fatalf("the picture goes on after %s", within)
		return time.Time{}
	}
}

func numberIn(t *testing.T, out, what string) string {
	t.Helper()
	m := regexp.MustCompile(what + ` (\d+)`).FindStringSubmatch(out)
	if m == nil {
		t.Fatalf("no number of a %s in:\n%s", what, out)
	}
	return m[1]
}

// TestRights lets the police ask from another machine, watch, and lose the right, by
// every command of `custos access`.
func TestRights(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	r := start(t, dir, "demo", "--data", dir)
	r.until("the campus", r.allReady)
	kit, keyFile := elsewhere(t, dir)
	data := []string{"--data", dir}
	at := func(args ...string) string { t.Helper(); return must(t, append(args, data...)...) }
	police := func(args ...string) string {
		t.Helper()
		return must(t, append(args, "--data", kit, "--key", keyFile)...)
	}
	// The demo lets the police watch for a while by itself.
	r.until("the end of the demo's story", func() bool {
		out, _ := custos(t, "access", "log", "--who", "police", "--refused", "--data", dir)
		return strings.Contains(out, "ended at")
	})

	// Asked for, approved by two, watched, revoked.
	out := police("access", "request", cam1, "live", "--for", "1h", "--reason", "a theft", "--basis", "court order 12")
	number := numberIn(t, out, "request")
	at("access", "approve", number, "--for", "30m")
	capability := numberIn(t, at("access", "approve", number, "--as", "bruno"), "capability")
	v := watchAs(t, kit, keyFile)
	at("access", "revoke", capability)
	mined := time.Now() // the command ends once the block is mined
	took := v.end(t, 20*time.Second).Sub(mined)
	t.Logf("revoked: the picture stopped %s after the command that saw the block", took.Round(time.Millisecond))

	// The glass: at once, loud, and not twice before the owner has seen it.
	out = police("access", "break-glass", cam1, "live", "--for", "10m", "--reason", "shots heard")
	capability = numberIn(t, out, "capability")
	v = watchAs(t, kit, keyFile)
	if out, code := custos(t, "access", "break-glass", cam1, "live", "--reason", "again", "--data", kit, "--key", keyFile); code == 0 {
		t.Errorf("the glass was broken twice: %s", out)
	}
	if out := at("access", "list"); !strings.Contains(out, "nobody yet: custos access acknowledge "+capability) {
		t.Errorf("the owners do not see the broken glass:\n%s", out)
	}
	at("access", "acknowledge", capability)
	if out := at("access", "list"); strings.Contains(out, "nobody yet") {
		t.Errorf("it was acknowledged:\n%s", out)
	}

	// The node whose word counts falls silent: the picture ends within the bound.
	stopped := minerOf(t, filepath.Join(dir, "front-fog"))
	if err := syscall.Kill(stopped, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	silent := time.Now()
	took = v.end(t, 2*time.Minute).Sub(silent)
	t.Logf("ledger silent: the picture stopped %s later; the bound is 1m0s", took.Round(time.Millisecond))
	if err := syscall.Kill(stopped, syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	r.until("the ledger again", r.allReady)
	at("access", "revoke", capability)

	// A policy file: planned, applied, and drift found.
	file := filepath.Join(t.TempDir(), "policy.yaml")
	if err := os.WriteFile(file, []byte("owner: alma\ngrants:\n  - {who: police, may: [events, export], where: campus/front-door, hours: mon-sun 00:00-24:00, until: 2099-01-01}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := custos(t, "access", "policy", "plan", "--check", file, "--data", dir); code != 1 || !strings.Contains(out, "grant: police may events, export on campus/front-door, mon-sun 00:00-24:00, until 2099-01-01") {
		t.Errorf("the plan, exit %d:\n%s", code, out)
	}
	at("access", "policy", "apply", "--yes", file)
	if out := at("access", "policy", "plan", "--check", file); !strings.Contains(out, "File and chain agree") {
		t.Errorf("after it was applied:\n%s", out)
	}
	at("access", "grant", "police", "features", cam1, "--for", "1h")
	if out, code := custos(t, "access", "policy", "plan", "--check", file, "--data", dir); code != 1 || !strings.Contains(out, "police may features on "+cam1) {
		t.Errorf("drift is not found, exit %d:\n%s", code, out)
	}
	at("access", "policy", "apply", "--yes", file)
	if out := police("access", "log", "--who", "police", "--action", "live", "--day", "today", "--allowed", "--on", cam1); strings.Count(out, "front-edge/camera-cam1") < 3 {
		t.Errorf("the log of who watched:\n%s", out)
	}
	// What was seen meanwhile: by rules, and by looks.
	if fired := listed(t, dir, "behavior"); len(fired) < 10 {
		t.Errorf("the rules fired %d times", len(fired))
	}
	var tracks []struct {
		Feature struct{ Trajectory, Method, Direction string }
	}
	if err := json.Unmarshal([]byte(at("tracks", "find", "--limit", "5", "--json")), &tracks); err != nil || len(tracks) != 5 || tracks[0].Feature.Direction == "" {
		t.Fatalf("the newest tracks: %+v, %v", tracks, err)
	}
	// The newest may be known to the feature service before its master has committed it.
	out, code := "", -1
	until(t, "the newest track can be searched by", func() bool {
		out, code = custos(t, "tracks", "find", "--like", tracks[0].Feature.Trajectory, "--json", "--data", dir)
		return code == 0
	})
	if !strings.Contains(out, "similarity") || strings.Contains(out, tracks[0].Feature.Trajectory) {
		t.Errorf("those that look alike:\n%s", out)
	}
	if out := at("access", "policy", "show", "alma"); !strings.Contains(out, "may: [events, export]") {
		t.Errorf("what stands, as a file:\n%s", out)
	}
}

// minerOf finds the Ethereum node of a fog by its data.
func minerOf(t *testing.T, dir string) int {
	t.Helper()
	procs, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range procs {
		b, err := os.ReadFile(p)
		if err == nil && bytes.Contains(b, []byte("custos-miner")) && bytes.Contains(b, []byte(dir+"/")) {
			pid, err := strconv.Atoi(filepath.Base(filepath.Dir(p)))
			if err == nil {
				return pid
			}
		}
	}
	t.Fatalf("no miner works on %s", dir)
	return 0
}
