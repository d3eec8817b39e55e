package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// machine is an owner's machine: a network namespace with one address, and a
// directory with his site.
type machine struct {
	*testing.T
	ns, addr, link string
	dir            string
	owner          string
	up             *exec.Cmd
	log            *os.File
}

// country is three machines on one switch, which is a namespace of its own.
type country struct {
	hub      string
	machines []*machine
}

func ip(args ...string) error {
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		return fmt.Errorf("ip %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return nil
}

// newCountry makes the namespaces, or skips the test where that is not permitted.
func newCountry(t *testing.T, owners ...string) *country {
	t.Helper()
	name := func(s string) string { return fmt.Sprintf("custos%d-%s", os.Getpid(), s) }
	c := &country{hub: name("hub")}
	if err := ip("netns", "add", c.hub); err != nil {
		t.Skipf("network namespaces need root and iproute2 here: %v", err)
	}
	t.Cleanup(func() { _ = ip("netns", "del", c.hub) })
	run := func(args ...string) {
		t.Helper()
		if err := ip(args...); err != nil {
			t.Fatal(err)
		}
	}
	run("-n", c.hub, "link", "add", "switch", "type", "bridge")
	run("-n", c.hub, "link", "set", "switch", "up")
	for i, o := range owners {
		m := &machine{T: t, ns: name(o), addr: fmt.Sprintf("10.77.0.%d", i+1), link: fmt.Sprintf("port%d", i), owner: o, dir: t.TempDir()}
		run("netns", "add", m.ns)
		t.Cleanup(func() { _ = ip("netns", "del", m.ns) })
		run("-n", c.hub, "link", "add", m.link, "type", "veth", "peer", "name", "eth0", "netns", m.ns)
		run("-n", c.hub, "link", "set", m.link, "master", "switch", "up")
		run("-n", m.ns, "addr", "add", m.addr+"/24", "dev", "eth0")
		run("-n", m.ns, "link", "set", "eth0", "up")
		run("-n", m.ns, "link", "set", "lo", "up")
		t.Cleanup(m.kill)
		c.machines = append(c.machines, m)
	}
	return c
}

// cut takes a machine off the switch, or puts it back.
func (c *country) cut(m *machine, off bool) {
	m.Helper()
	state := "up"
	if off {
		state = "down"
	}
	if err := ip("-n", c.hub, "link", "set", m.link, state); err != nil {
		m.Fatal(err)
	}
}

// found writes the site file of an owner who founds a network alone.
func (m *machine) found() {
	m.Helper()
	text := fmt.Sprintf(`site: campus
data: data
ledger: {anchor_every: 1s}
owners:
  - {name: %[1]s, domain: campus/%[1]s}
nodes:
  - {name: %[1]s-fog, tier: fog, owner: %[1]s, p2p: "%[2]s:7700", api: "%[2]s:7701", leaf: "%[2]s:7702", bus: "127.0.0.1:7703", rpc: "127.0.0.1:7704"}
`, m.owner, m.addr)
	if err := os.WriteFile(filepath.Join(m.dir, "site.yaml"), []byte(text), 0o600); err != nil {
		m.Fatal(err)
	}
}

// custos runs a command on the machine and returns its output and exit code.
func (m *machine) custos(args ...string) (string, int) {
	m.Helper()
	cmd := exec.Command("ip", append([]string{"netns", "exec", m.ns, program(m.T)}, args...)...)
	cmd.Dir = m.dir
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	_ = cmd.Run()
	return out.String(), cmd.ProcessState.ExitCode()
}

func (m *machine) must(args ...string) string {
	m.Helper()
	out, code := m.custos(args...)
	if code != 0 {
		m.Fatalf("%s: custos %s: exit %d\n%s\n%s", m.owner, strings.Join(args, " "), code, out, m.logs())
	}
	return out
}

// start starts the machine's site and returns at once.
func (m *machine) start() {
	m.Helper()
	var err error
	if m.log, err = os.OpenFile(filepath.Join(m.dir, "up.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err != nil {
		m.Fatal(err)
	}
	m.up = exec.Command("ip", "netns", "exec", m.ns, program(m.T), "up")
	m.up.Dir, m.up.Stdout, m.up.Stderr = m.dir, m.log, m.log
	if err := m.up.Start(); err != nil {
		m.Fatal(err)
	}
}

// kill is a power cut: `custos up` and all its children.
func (m *machine) kill() {
	if m.up == nil {
		return
	}
	_ = m.up.Process.Signal(syscall.SIGKILL)
	_ = m.up.Wait()
	_ = m.log.Close()
	m.up = nil
}

func (m *machine) logs() string {
	b, _ := os.ReadFile(filepath.Join(m.dir, "up.log"))
	return string(b[max(0, len(b)-5000):])
}

func (m *machine) ready() {
	m.Helper()
	m.until("every service is ready", func() bool {
		out, code := m.custos("status", "--data", "data")
		services, ready := countServices(out, "ready")
		return code == 0 && services > 3 && ready == services
	})
}

func (m *machine) until(what string, ok func() bool) {
	m.Helper()
	for end := time.Now().Add(4 * time.Minute); !ok(); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(end) {
			m.Fatalf("%s: never came: %s\n%s", m.owner, what, m.logs())
		}
	}
}

// refuse makes an event: the machine's own fog node asks for what it has no right to.
func (m *machine) refuse(n int) {
	m.Helper()
	for range n {
		if out, code := m.custos("events", "--data", "data", "--as", m.owner+"-fog"); code == 0 {
			m.Fatalf("%s: a node read events without a right:\n%s", m.owner, out)
		}
	}
}

// marks counts the machine's events by their marks.
func (m *machine) marks() map[string]int {
	m.Helper()
	out, code := m.custos("events", "--data", "data", "--as", m.owner, "--limit", "1000", "--json")
	marks := map[string]int{}
	if code != 0 {
		return marks
	}
	for line := range strings.Lines(out) {
		var e struct{ Mark string }
		if json.Unmarshal([]byte(line), &e) == nil {
			marks[e.Mark]++
		}
	}
	return marks
}

// settled waits until each event of the machine, at least so many, is anchored.
func (m *machine) settled(atLeast int) {
	m.Helper()
	m.until(fmt.Sprintf("%d events anchored", atLeast), func() bool {
		marks := m.marks()
		return marks["anchored"] >= atLeast && len(marks) == 1
	})
}

// chainStatus is what the machine's own ledger says of itself.
type chainStatus struct {
	Head       uint64
	Hash, Work string
	Peers      int // with whom a stream is open
}

func (m *machine) chain() (s chainStatus, ok bool) {
	out, code := m.custos("ledger", "status", "--data", "data", "--json")
	var status struct {
		Nodes []struct {
			Head       uint64
			Hash, Work string
			Error      string
			Peers      []struct{ Connected time.Time }
		}
	}
	if code != 0 || json.Unmarshal([]byte(out), &status) != nil || len(status.Nodes) != 1 || status.Nodes[0].Error != "" {
		return s, false
	}
	n := status.Nodes[0]
	s = chainStatus{Head: n.Head, Hash: n.Hash, Work: n.Work}
	for _, p := range n.Peers {
		if !p.Connected.IsZero() {
			s.Peers++
		}
	}
	return s, true
}

// oneChain waits until all machines have the same newest block.
func oneChain(t *testing.T, machines ...*machine) {
	t.Helper()
	machines[0].until("one chain", func() bool {
		first, ok := machines[0].chain()
		return ok && !slices.ContainsFunc(machines[1:], func(m *machine) bool {
			s, ok := m.chain()
			return !ok || s.Hash != first.Hash
		})
	})
}

// meet has the first machine found a network and the others join it by votes. It
// returns the card of the third.
func (c *country) meet() (card string) {
	alma, bela, cora := c.machines[0], c.machines[1], c.machines[2]
	alma.Helper()
	alma.found()
	alma.start()
	alma.ready()
	bela.join(alma, alma)
	return cora.join(alma, alma, bela)
}

// join lets a newcomer in by the votes, and not before; in is an owner who describes
// the network to him.
func (m *machine) join(in *machine, voters ...*machine) (card string) {
	m.Helper()
	network := filepath.Join(m.dir, "network.json")
	in.must("node", "network", "--data", "data", "-o", network)
	m.must("node", "init", "--network", network, "--owner", m.owner, "--domain", "campus/"+m.owner, "--host", m.addr)
	// A second between anchors instead of five: the test waits for many.
	site := filepath.Join(m.dir, "site.yaml")
	text, err := os.ReadFile(site)
	if err != nil {
		m.Fatal(err)
	}
	if err := os.WriteFile(site, bytes.Replace(text, []byte("anchor_every: 1m0s"), []byte("anchor_every: 1s"), 1), 0o600); err != nil {
		m.Fatal(err)
	}
	card = filepath.Join(m.dir, m.owner+".card.json")
	m.start()
	m.until("the newcomer's ledger answers", func() bool { _, ok := m.chain(); return ok })
	for i, v := range voters {
		if s, _ := m.chain(); s.Peers != 0 || s.Head != 0 {
			m.Fatalf("%s has %d peers and block %d before the votes", m.owner, s.Peers, s.Head)
		}
		out := v.must("node", "enroll", card, "--data", "data")
		if done := strings.Contains(out, "carried out"); done != (i == len(voters)-1) {
			m.Fatalf("vote %d of %d: %s", i+1, len(voters), out)
		}
	}
	m.ready()
	return card
}

// TestThreeOwnersMeet: three owners who share nothing but wires found
// a network, join it by votes, are cut apart while both sides go on, heal, lose
// power, and vote one of them out.
func TestThreeOwnersMeet(t *testing.T) {
	c := newCountry(t, "alma", "bela", "cora")
	alma, bela, cora := c.machines[0], c.machines[1], c.machines[2]
	card := c.meet()
	oneChain(t, alma, bela, cora)

	// A stranger's crafted handshake, with the length that makes this version of
	// go-ethereum panic, at every port that is open: nothing falls.
	crafted := append([]byte{0, 65 + 15 + 32, 4}, bytes.Repeat([]byte{7}, 64+15+32)...)
	// What a service says of itself may change meanwhile; that it was started again must not.
	pids := func() (out string) {
		var all []struct {
			Name          string
			PID, Restarts int
			Running       bool
		}
		if err := json.Unmarshal([]byte(alma.must("status", "--data", "data", "--json")), &all); err != nil {
			t.Fatal(err)
		}
		for _, s := range all {
			out += fmt.Sprintf("%s %d %d %v\n", s.Name, s.PID, s.Restarts, s.Running)
		}
		return out
	}
	before := pids()
	for _, at := range []string{alma.addr + ":7700", alma.addr + ":7701", alma.addr + ":7702", "127.0.0.1:7703", "127.0.0.1:7704"} {
		host, port, _ := strings.Cut(at, ":")
		cmd := exec.Command("ip", "netns", "exec", alma.ns, "bash", "-c", fmt.Sprintf("exec 3<>/dev/tcp/%s/%s && cat >&3 && timeout 2 cat <&3", host, port))
		cmd.Stdin = bytes.NewReader(crafted)
		var exit *exec.ExitError
		if out, err := cmd.CombinedOutput(); err != nil && !errors.As(err, &exit) || strings.Contains(string(out), "refused") {
			t.Fatalf("%s is not reached: %v %s", at, err, out)
		}
	}
	alma.ready()
	if after := pids(); after != before {
		t.Fatalf("a service fell:\n%s\n%s", before, after)
	}
	oneChain(t, alma, bela, cora)

	// A card that was used is worth nothing.
	if out, code := bela.custos("node", "enroll", card, "--data", "data"); code == 0 || !strings.Contains(out, "refused") {
		t.Fatalf("a replayed enrolment: exit %d\n%s", code, out)
	}

	// Each anchors, and the others witness.
	for _, m := range c.machines {
		m.refuse(2)
	}
	for _, m := range c.machines {
		m.settled(2)
	}
	// And each has the others' logs, with all of their sealed bodies.
	alma.mirrors(bela, cora)
	bela.mirrors(alma, cora)
	cora.mirrors(alma, bela)

	t.Log("cut off and healed")
	{
		c.cut(cora, true)
		for round := range 3 {
			alma.refuse(1)
			cora.refuse(1)
			alma.settled(3 + round)
		}
		// Alone she goes on, and what only she signed is not called witnessed.
		cora.until("the minority's anchors", func() bool { return cora.marks()["committed"] >= 3 })
		cora.until("the links' being found dead", func() bool { s, ok := cora.chain(); return ok && s.Peers == 0 })
		a, _ := alma.chain()
		s, _ := cora.chain()
		if a.Hash == s.Hash {
			t.Fatal("the chains did not split")
		}
		t.Logf("apart: work %s and %s", a.Work, s.Work)
		c.cut(cora, false)
		oneChain(t, alma, bela, cora)
		alma.settled(5)
		cora.settled(5)
		alma.mirrors(cora)
		cora.mirrors(alma, bela)
	}

	t.Log("another TLS key")
	{
		keys := func() string { return bela.must("node", "list", "--data", "data", "--json") }
		before := keys()
		alma.must("node", "rotate", "alma-fog", "--data", "data")
		alma.ready()
		bela.until("the new key", func() bool { return keys() != before })
		alma.until("the others, by the new key", func() bool { s, ok := alma.chain(); return ok && s.Peers == 2 })
		alma.refuse(1)
		bela.refuse(1)
		alma.settled(6)
		bela.settled(3)
	}

	t.Log("killed and started again")
	{
		for _, m := range c.machines {
			m.refuse(1)
			m.kill()
			m.start()
			m.ready()
		}
		oneChain(t, alma, bela, cora)
		for _, m := range c.machines {
			m.refuse(1)
		}
		for _, m := range c.machines {
			m.settled(4)
		}
	}

	t.Log("voted out")
	{
		alma.must("node", "remove", "cora", "--data", "data")
		if s, _ := cora.chain(); s.Peers != 2 {
			t.Fatalf("one vote of two cut her off: %d peers", s.Peers)
		}
		bela.must("node", "remove", "cora", "--data", "data")
		cora.until("the removed owner is alone", func() bool { s, ok := cora.chain(); return ok && s.Peers == 0 })
		before, _ := alma.chain()
		// She cannot come back by her old card, nor reach the others.
		if out, code := alma.custos("node", "enroll", card, "--data", "data"); code == 0 {
			t.Fatalf("a removed owner came back by her old card:\n%s", out)
		}
		alma.refuse(1)
		alma.settled(8)
		if s, _ := cora.chain(); s.Peers != 0 || s.Head > before.Head+3 && s.Hash == before.Hash {
			t.Fatalf("the removed owner follows the chain: %+v", s)
		}
		if out := alma.must("node", "list", "--data", "data"); strings.Contains(out, "cora") {
			t.Fatalf("she is still listed:\n%s", out)
		}
	}
}

// TestAttack14HeavierChain: an owner takes her machine back to an earlier state, tells
// another story on a secret chain with more work, and comes back with it. The others'
// nodes follow the work, as proof of work has it; their masters see that the chain
// contradicts what they cosigned, raise the alarm and anchor nothing, until the owners
// vote to go on.
func TestAttack14HeavierChain(t *testing.T) {
	c := newCountry(t, "alma", "bela", "cora")
	alma, bela, cora := c.machines[0], c.machines[1], c.machines[2]
	c.meet()
	cora.refuse(1)
	cora.settled(1)
	alma.refuse(1)
	alma.settled(1)
	cora.kill()
	data, kept := filepath.Join(cora.dir, "data"), filepath.Join(cora.dir, "kept")
	if out, err := exec.Command("cp", "-r", data, kept).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	// The story that the others cosign, one leaf at a time.
	cora.start()
	cora.ready()
	for n := range 5 {
		cora.refuse(1)
		cora.settled(2 + n)
	}
	// The other one, told to nobody.
	c.cut(cora, true)
	cora.kill()
	if err := os.Rename(data, filepath.Join(cora.dir, "told")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(kept, data); err != nil {
		t.Fatal(err)
	}
	cora.start()
	cora.ready()
	cora.refuse(1)
	work := func(m *machine) *big.Int {
		s, _ := m.chain()
		w, _ := new(big.Int).SetString(s.Work, 10)
		return w
	}
	// Blocks without leaves: grants, three blocks each with their confirmations.
	for n := 1; ; n++ {
		if a, b := work(alma), work(cora); a != nil && b != nil && b.Cmp(a) > 0 {
			break
		}
		if n > 40 {
			t.Fatal("the secret chain never had more work")
		}
		cora.must("access", "grant", "cora-fog", "export", fmt.Sprintf("campus/cora/room%d", n), "--for", "1h", "--data", "data", "--as", "cora")
	}
	c.cut(cora, false)

	contradicted := func(m *machine) string {
		out, _ := m.custos("ledger", "resolve", "--data", "data")
		if i := strings.Index(out, "(0x"); strings.Contains(out, "holds the root") && i >= 0 {
			return out[i+1 : i+67]
		}
		return ""
	}
	for n := 0; contradicted(alma) == "" || contradicted(bela) == ""; n++ {
		if n > 120 {
			t.Fatalf("no alarm about the chain:\n%s", alma.logs())
		}
		if n%10 == 9 {
			cora.refuse(1) // she goes on, up to a size that was cosigned
		}
		time.Sleep(time.Second)
	}
	// Nothing of the honest owners is anchored on it, but for what was sent before the alarm:
	// a reorganisation gives such a transaction back, to be mined again.
	// Processes with clocks of their own say nothing of an anchor that they do not send: only time
	// can show it, six times the pause between two anchors for each.
	const anchors = 6 * time.Second
	time.Sleep(anchors)
	before := alma.marks()["anchored"]
	alma.refuse(2)
	time.Sleep(anchors)
	if now := alma.marks()["anchored"]; now > before {
		t.Fatalf("%d events were anchored on a chain that contradicts what was cosigned", now-before)
	}
	if out := alma.must("events", "--data", "data", "--as", "alma", "--kind", "alarm"); !strings.Contains(out, "chain:") {
		t.Fatalf("the alarm is no event:\n%s", out)
	}
	block := contradicted(alma)
	if out := alma.must("ledger", "resolve", block, "--data", "data"); !strings.Contains(out, "1 more") {
		t.Fatalf("one vote of two: %s", out)
	}
	if out := bela.must("ledger", "resolve", block, "--data", "data"); !strings.Contains(out, "carried out") {
		t.Fatalf("two votes of two: %s", out)
	}
	alma.until("the end of the alarm", func() bool { return contradicted(alma) == "" })
	alma.settled(before + 2)
}
