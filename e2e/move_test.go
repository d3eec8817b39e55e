package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"custos.dev/custos/evidence"
)

// moving is a site of two owners, with a camera before which somebody walks, whose owners
// move to new contracts.
type moving struct {
	*running
	file string
}

func newMoving(t *testing.T) *moving {
	t.Helper()
	program(t)
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is missing: `make test` installs it")
	}
	root := t.TempDir()
	footage, file, data := filepath.Join(root, "walk.mp4"), filepath.Join(root, "site.yaml"), filepath.Join(root, "data")
	out, err := exec.Command("ffmpeg", "-v", "error",
		"-f", "lavfi", "-i", "color=0x606060:s=320x240:r=10:d=30", "-f", "lavfi", "-i", "color=white:s=24x64:r=10:d=30",
		"-filter_complex", "[0][1]overlay=x='if(lt(mod(t,10),3),-100,(mod(t,10)-3)*45)':y=120,noise=alls=4:allf=t",
		"-c:v", "libx264", "-g", "10", "-bf", "0", "-pix_fmt", "yuv420p", footage).CombinedOutput()
	if err != nil {
		t.Fatalf("ffmpeg: %v\n%s", err, out)
	}
	text := fmt.Sprintf(`site: campus
data: data
ledger: {anchor_every: 1s, confirmations: 1, threshold: 2}
owners:
  - {name: alma, domain: campus/front}
  - {name: bruno, domain: campus/back}
nodes:
  - {name: front-fog, tier: fog, owner: alma}
  - {name: back-fog, tier: fog, owner: bruno}
  - name: edge
    tier: edge
    owner: alma
    fog: front-fog
    cameras:
      - {name: cam, url: "file://%s"}
principals:
  - {name: guest, role: authority, owner: alma}
  - {name: former, role: authority, owner: alma}
  - {name: removed, role: authority, owner: alma}
`, footage)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	m := &moving{file: file}
	m.running = start(t, data, "up", "-c", file)
	m.until("every service ready", m.ready)
	return m
}

// at runs a command on the site that ends with 0.
func (m *moving) at(args ...string) string {
	m.Helper()
	return must(m.T, append(args, "--data", m.dir)...)
}

func (m *moving) ready() bool {
	out, code := custos(m.T, "status", "--data", m.dir)
	services, ready := countServices(out, "ready")
	return code == 0 && services == ready
}

// sees says whether somebody may read the front's events.
func (m *moving) sees(who string) bool {
	_, code := custos(m.T, "events", "--data", m.dir, "--as", who, "--camera", "campus/front/cam", "--limit", "1")
	return code == 0
}

// segment is a segment of the camera as `custos events` shows it.
type segment struct {
	ID, Mark string
	N        int64
	Body     struct {
		Payload struct {
			Index       uint64
			From, Until time.Time
		}
	}
}

// segments are those of the camera, oldest first.
func (m *moving) segments() (out []segment) {
	text, code := custos(m.T, "events", "--data", m.dir, "--as", "alma", "--camera", "campus/front/cam", "--kind", "segment", "--limit", "1000", "--json")
	if code != 0 {
		return nil
	}
	for d := json.NewDecoder(strings.NewReader(text)); ; {
		var s segment
		if d.Decode(&s) != nil {
			break
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b segment) int { return int(a.N - b.N) })
	return out
}

// anchored waits for a segment that is anchored after some others, and returns its id.
func (m *moving) anchored(after []segment) (id string) {
	m.Helper()
	m.until("a segment that is anchored", func() bool {
		for _, s := range m.segments() {
			if s.Mark == "anchored" && !slices.ContainsFunc(after, func(b segment) bool { return b.ID == s.ID }) {
				id = s.ID
			}
		}
		return id != ""
	})
	return id
}

// export writes an event's bundle and returns the anchors contract that it proves by.
func (m *moving) export(id, file string) string {
	m.Helper()
	m.at("evidence", "export", id, "-o", file, "--as", "alma", "--wait")
	raw, err := os.ReadFile(file)
	if err != nil {
		m.Fatal(err)
	}
	b, err := evidence.Open(raw)
	if err != nil {
		m.Fatal(err)
	}
	return b.Proof.Anchors.Address.String()
}

// TestOwnersMove moves two owners of a running site to new contracts. Evidence of before
// verifies and can still be made, logs and rights go on, what was revoked stays so, and who
// has not moved waits.
func TestOwnersMove(t *testing.T) {
	m := newMoving(t)
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	m.at("access", "grant", "guest", "events", "campus/front", "--for", "24h")
	capability := numberIn(t, m.at("access", "grant", "former", "events", "campus/front", "--for", "24h"), "capability")
	m.at("node", "remove", "removed", "--as", "alma")
	m.until("the guest sees events", func() bool { return m.sees("guest") && m.sees("former") })
	before := m.anchored(nil)
	old := m.export(before, in("before.zip"))
	m.at("trust", "export", "-o", in("old-trust.json"))

	// One deploys, both check and vote. Nothing has moved before the second vote.
	out := m.at("network", "deploy", "--as", "alma", "-o", in("new.json"))
	name := strings.Fields(out[strings.Index(out, "deployment"):])[1]
	if out := m.at("network", "vote", in("new.json"), "--as", "alma"); !strings.Contains(out, name) || !strings.Contains(out, "1 of 2 votes") {
		t.Errorf("the first vote says\n%s", out)
	}
	if out, code := custos(t, "network", "move", in("new.json"), "--yes", "--data", m.dir); code == 0 || !strings.Contains(out, "have not decided") {
		t.Fatalf("a move before the vote: exit %d\n%s", code, out)
	}
	if out := m.at("network", "move", in("new.json"), "--prepare", "--yes"); !strings.Contains(out, "grant as capability") {
		t.Errorf("what is prepared:\n%s", out)
	}
	if !m.ready() {
		t.Error("the site does not go on while the move is prepared")
	}
	// What is taken back between is taken back there as well.
	m.at("access", "revoke", capability)
	m.at("network", "vote", in("new.json"), "--as", "bruno")

	// Who has not moved waits: nobody is let in, the camera goes on.
	m.until("every service is halted", func() bool {
		out := m.at("status")
		services, halted := countServices(out, "halted")
		return services == halted && strings.Contains(out, "custos network move")
	})
	if m.sees("guest") {
		t.Error("the guest is let in by the contracts of before")
	}
	if out, code := custos(t, "node", "rotate", "front-fog", "--data", m.dir); code == 0 {
		t.Errorf("the registry of before is open:\n%s", out)
	}

	out = m.at("network", "move", in("new.json"), "--yes")
	t.Logf("the move says\n%s", out)
	if !strings.Contains(out, "revoke capability") || !strings.Contains(out, "services begin again") {
		t.Errorf("the move says\n%s", out)
	}
	m.until("every service ready again", m.ready)
	m.until("the guest sees events again", func() bool { return m.sees("guest") })
	if m.sees("former") {
		t.Error("a right that was revoked holds again")
	}

	// Old evidence verifies by the new trust file, and by the old one; an event of before can
	// still be exported, by the contracts that counted then.
	m.at("trust", "export", "-o", in("new-trust.json"))
	for _, trust := range []string{"old-trust.json", "new-trust.json"} {
		must(t, "evidence", "verify", in("before.zip"), "--trust", in(trust))
	}
	if by := m.export(before, in("again.zip")); by != old {
		t.Errorf("an event of before is proved by %s, was by %s", by, old)
	}
	must(t, "evidence", "verify", in("again.zip"), "--trust", in("new-trust.json"))

	// New events are anchored in the new contracts.
	known := m.segments()
	after := m.anchored(known)
	if by := m.export(after, in("after.zip")); by == old {
		t.Errorf("a new event is proved by the contracts of before")
	}
	must(t, "evidence", "verify", in("after.zip"), "--trust", in("new-trust.json"))
	if out, code := custos(t, "evidence", "verify", in("after.zip"), "--trust", in("old-trust.json")); code == 0 {
		t.Errorf("a trust file of before knows the new contracts:\n%s", out)
	}
	// What was recorded while nobody was let in is there, with no break but the restart's.
	breaks := 0
	all := m.segments()
	for i := 1; i < len(all); i++ {
		was, is := all[i-1].Body.Payload, all[i].Body.Payload
		if is.Index != was.Index+1 {
			t.Errorf("segment %d follows segment %d", is.Index, was.Index)
		}
		if gap := is.From.Sub(was.Until); gap > 100*time.Millisecond {
			t.Logf("nothing is recorded for %s before segment %d", gap, is.Index)
			breaks++
		}
	}
	if breaks > 1 {
		t.Errorf("the footage breaks %d times, want the restart's alone", breaks)
	}
	m.at("audit")
	if out := m.at("network", "move", in("new.json")); !strings.Contains(out, "has moved already") {
		t.Errorf("a second move says\n%s", out)
	}
	// The next start finds all as it is to be, and gives nothing back.
	m.stop()
	m.running = start(t, m.dir, "up", "-c", m.file)
	m.until("every service ready after a start", m.ready)
	m.until("the guest sees events after a start", func() bool { return m.sees("guest") })
	if m.sees("former") {
		t.Error("a start gives back what was revoked")
	}
	if out := m.at("node", "list"); strings.Contains(out, "removed") || !strings.Contains(out, "guest") {
		t.Errorf("who was deactivated is registered again by a start, or who was not is not:\n%s", out)
	}
}

// TestOwnersMoveOneByOne: of two owners on machines of their own one moves at once, the other
// is off while the vote is decided and comes later. Their nodes stay connected, and what each
// observed meanwhile is anchored once both have moved. A third joins them there.
func TestOwnersMoveOneByOne(t *testing.T) {
	c := newCountry(t, "alma", "bela", "cora")
	alma, bela, cora := c.machines[0], c.machines[1], c.machines[2]
	alma.found()
	alma.start()
	alma.ready()
	bela.join(alma, alma)
	oneChain(t, alma, bela)
	alma.refuse(2)
	bela.refuse(2)
	alma.settled(2)
	bela.settled(2)

	file := filepath.Join(alma.dir, "new.json")
	alma.must("network", "deploy", "--data", "data", "-o", file)
	bela.must("network", "vote", file, "--data", "data")
	oneChain(t, alma, bela)
	bela.kill()
	if out := alma.must("network", "vote", file, "--data", "data"); !strings.Contains(out, "carried out") {
		t.Fatalf("the last vote says\n%s", out)
	}
	alma.until("the vote is confirmed, and alma has moved", func() bool {
		out, code := alma.custos("network", "move", file, "--yes", "--data", "data")
		return code == 0 && strings.Contains(out, "has moved to the registry")
	})
	alma.ready()
	alma.refuse(1)

	// Bela's node hears of it when it is on again, says so, and decides for nobody.
	bela.start()
	bela.until("bela's services are halted", func() bool {
		out, code := bela.custos("status", "--data", "data")
		return code == 0 && strings.Count(out, " halted ") >= 3
	})
	if !strings.Contains(bela.logs(), "custos network move") {
		t.Errorf("up does not say what to do:\n%s", bela.logs())
	}
	if s, ok := alma.chain(); !ok || s.Peers != 1 {
		t.Errorf("the nodes are not connected while one has moved: %+v", s)
	}
	bela.must("network", "move", file, "--yes", "--data", "data")
	bela.ready()
	oneChain(t, alma, bela)
	bela.refuse(1)
	alma.settled(3)
	bela.settled(3)
	for _, m := range []*machine{alma, bela} {
		m.must("audit", "--data", "data")
	}

	// Who joins later begins with a chain in which the contracts do not stand yet.
	cora.join(alma, alma, bela)
	oneChain(t, alma, bela, cora)
	cora.refuse(1)
	cora.settled(1)
}
