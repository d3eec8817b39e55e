package e2e

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// growing is a small site whose file changes between its starts.
type growing struct {
	*testing.T
	dir, file, footage string
	ports              []int
	up                 *running
	says               []string // what up is to say since its last start
	sections           string   // further ones of the site file
}

// newGrowing makes a moving picture for its cameras and finds ports for its nodes.
func newGrowing(t *testing.T) *growing {
	t.Helper()
	program(t)
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is missing: `make test` installs it")
	}
	root := t.TempDir()
	g := &growing{T: t, dir: filepath.Join(root, "data"), file: filepath.Join(root, "site.yaml"), footage: filepath.Join(root, "walk.mp4")}
	// Somebody walks through, every ten seconds.
	out, err := exec.Command("ffmpeg", "-v", "error",
		"-f", "lavfi", "-i", "color=0x606060:s=320x240:r=10:d=30", "-f", "lavfi", "-i", "color=white:s=24x64:r=10:d=30",
		"-filter_complex", "[0][1]overlay=x='if(lt(mod(t,10),3),-100,(mod(t,10)-3)*45)':y=120,noise=alls=4:allf=t",
		"-c:v", "libx264", "-g", "10", "-bf", "0", "-pix_fmt", "yuv420p", g.footage).CombinedOutput()
	if err != nil {
		t.Fatalf("ffmpeg: %v\n%s", err, out)
	}
	var open []net.Listener
	for range 7 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		open = append(open, l)
		g.ports = append(g.ports, l.Addr().(*net.TCPAddr).Port)
	}
	for _, l := range open {
		_ = l.Close()
	}
	return g
}

// edge is an edge of the site, by its name, the number of its port, and its cameras.
func (g *growing) edge(name string, port int, cameras ...string) string {
	text := fmt.Sprintf("  - name: %s\n    tier: edge\n    owner: alma\n    fog: main-fog\n    bus: 127.0.0.1:%d\n    cameras:\n", name, g.ports[port])
	for _, c := range cameras {
		text += fmt.Sprintf("      - {name: %s, url: \"file://%s\"}\n", c, g.footage)
	}
	return text
}

// guest makes what somebody has who keeps his key himself: his row of the site file
// without his consent, the one with it, and what his commands need.
func (g *growing) guest(name string) (row, agreed string, as []string) {
	g.Helper()
	kit, file := filepath.Join(g.TempDir(), "kit"), filepath.Join(g.TempDir(), name+".key")
	must(g.T, "access", "kit", kit, "--data", g.dir)
	address := strings.TrimSpace(must(g.T, "access", "identity", file))
	out := must(g.T, "access", "consent", "--data", kit, "--key", file, "--owner", "alma", "--name", name)
	i := strings.Index(out, "- {") // what it says to people stands before it
	agreed = strings.TrimSpace(out[i:])
	return fmt.Sprintf("- {name: %s, role: authority, owner: alma, address: %q}", name, address), agreed, []string{"--data", kit, "--key", file}
}

// start writes the site file and starts the site with it, after it ended before.
func (g *growing) start(principals []string, edges ...string) {
	g.Helper()
	g.stop()
	p := g.ports
	text := fmt.Sprintf(`site: campus
data: data
ledger: {anchor_every: 1s, confirmations: 1}
owners:
  - {name: alma, domain: campus/front}
nodes:
  - {name: main-fog, tier: fog, owner: alma, p2p: "127.0.0.1:%d", api: "127.0.0.1:%d", leaf: "127.0.0.1:%d", bus: "127.0.0.1:%d", rpc: "127.0.0.1:%d"}
%s%sprincipals:
`, p[0], p[1], p[2], p[3], p[4], strings.Join(edges, ""), g.sections)
	for _, p := range principals {
		if !strings.HasPrefix(p, "- {") { // not a whole row, but the name of one whose key the site keeps
			p = fmt.Sprintf("- {name: %s, role: authority, owner: alma}", p)
		}
		text += "  " + p + "\n"
	}
	if err := os.WriteFile(g.file, []byte(text), 0o600); err != nil {
		g.Fatal(err)
	}
	g.up = start(g.T, g.dir, "up", "-c", g.file)
	g.until("every service ready", func() bool {
		out, code := custos(g.T, "status", "--data", g.dir)
		services, ready := countServices(out, "ready")
		return code == 0 && ready == services
	})
}

func (g *growing) until(what string, cond func() bool) { g.Helper(); g.up.until(what, cond) }

// anchored waits for an anchored event of a service since this start, and returns its id.
func (g *growing) anchored(service, kind string) (id string) {
	g.Helper()
	have := map[string]bool{}
	for _, e := range g.events(kind) {
		have[e.ID] = true
	}
	g.until("an anchored "+kind+" of "+service, func() bool {
		for _, e := range g.events(kind) {
			if !have[e.ID] && e.Mark == "anchored" && strings.HasPrefix(e.ID, service+".") {
				id = e.ID
				return true
			}
		}
		return false
	})
	return id
}

func (g *growing) events(kind string) (out []event) {
	text, code := custos(g.T, "events", "--data", g.dir, "--as", "alma", "--kind", kind, "--limit", "1000", "--json")
	if code != 0 {
		return nil
	}
	for d := json.NewDecoder(strings.NewReader(text)); ; {
		var e event
		if d.Decode(&e) != nil {
			return out
		}
		out = append(out, e)
	}
}

// verifies exports an event with its footage and verifies it.
func (g *growing) verifies(id string) {
	g.Helper()
	bundle, trust := filepath.Join(g.TempDir(), "e.zip"), filepath.Join(g.TempDir(), "trust.json")
	// The footage that shows it may be sealed, and anchored, a little later.
	must(g.T, "evidence", "export", id, "-o", bundle, "--data", g.dir, "--as", "alma", "--wait")
	must(g.T, "trust", "export", "-o", trust, "--data", g.dir)
	if out := must(g.T, "evidence", "verify", bundle, "--trust", trust); !strings.Contains(out, "PASS    footage:") {
		g.Errorf("%s verifies without its footage:\n%s", id, out)
	}
}

// stop ends the site and holds what it said against what it was to say.
func (g *growing) stop() {
	g.Helper()
	if g.up == nil {
		return
	}
	g.up.stop()
	for _, l := range g.says {
		if !regexp.MustCompile(`(?m)^\s*` + l).MatchString(g.up.out.String()) {
			g.Errorf("up did not say %q", l)
		}
	}
	g.says = nil
}

// audited wants an audit without a finding.
func (g *growing) audited() {
	g.Helper()
	if out, code := custos(g.T, "audit", "--data", g.dir); code != 0 {
		g.Errorf("the audit says:\n%s", out)
	}
}

// asks reports whether a principal may read the domain's events.
func (g *growing) asks(who string) bool {
	_, code := custos(g.T, "events", "--data", g.dir, "--as", who, "--limit", "1")
	return code == 0
}

// TestASiteGrowsAndShrinks starts one site four times, each time with another site file.
func TestASiteGrowsAndShrinks(t *testing.T) {
	g := newGrowing(t)
	g.start([]string{"guard"}, g.edge("west-edge", 5, "door"))
	atDoor := g.anchored("west-edge.track", "paths")
	must(t, "access", "grant", "guard", "events", "campus/front", "--for", "1h", "--data", g.dir, "--as", "alma")
	g.until("the guard's right", func() bool { return g.asks("guard") })

	// A new edge, a new camera on the old one, whose old camera goes; one principal for another,
	// and one who keeps his key and did not agree yet.
	silent, agreed, asMedic := g.guest("medic")
	g.start([]string{"nurse", silent}, g.edge("west-edge", 5, "hall"), g.edge("east-edge", 6, "yard"))
	g.says = []string{
		"new: edge east-edge of alma; its key is pinned at main-fog", "new: camera hall at west-edge", "new: camera yard at east-edge",
		"gone: camera door at west-edge; its recordings are served", "new: principal nurse", "medic is not registered: .* did not agree", "gone: principal guard", "gone: guard is deactivated .* 1 grant of alma to it is revoked",
	}
	g.anchored("west-edge.camera-hall", "segment")
	g.anchored("east-edge.camera-yard", "segment")
	inHall, inYard := g.anchored("west-edge.track", "paths"), g.anchored("east-edge.track", "paths")
	g.verifies(atDoor)
	g.verifies(inHall)
	if g.asks("guard") {
		t.Error("who was taken out of the site file may still ask")
	}

	must(t, "node", "remove", "nurse", "--data", g.dir, "--as", "alma")

	// The edge is renamed, with its port and its camera; the old camera and the guard are back,
	// and the medic has agreed.
	g.start([]string{"guard", agreed}, g.edge("west-edge", 5, "door"), g.edge("far-edge", 6, "yard"))
	g.says = []string{"new: edge far-edge", "gone: edge east-edge", "new: camera door at west-edge", "gone: camera hall at west-edge"}
	again := g.anchored("west-edge.camera-door", "segment")
	g.anchored("far-edge.track", "paths")
	for _, id := range []string{atDoor, inHall, inYard} {
		g.verifies(id)
	}
	if g.asks("guard") {
		t.Error("a revoked grant is back with its principal")
	}
	must(t, "access", "grant", "guard", "events", "campus/front", "--for", "1h", "--data", g.dir, "--as", "alma")
	g.until("the guard's new right", func() bool { return g.asks("guard") })
	t.Logf("the camera that is back records %s", again)
	must(t, append([]string{"access", "request", "campus/front", "events", "--for", "1h", "--reason", "an accident"}, asMedic...)...)
	g.audited()

	// Who was deactivated by hand is not back with the site file.
	g.start([]string{"guard", "nurse", agreed}, g.edge("west-edge", 5, "door"), g.edge("far-edge", 6, "yard"))
	g.says = []string{"new: principal nurse", "nurse stays deactivated"}
	if !g.asks("guard") {
		t.Error("who is in the site file has lost his right")
	}
	g.stop()
}
