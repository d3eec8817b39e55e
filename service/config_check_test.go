package service_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/service"
)

// All unknown keys are said at once, each with its line, its place and the key that is
// near; the others of the kinds one by one.
func TestParseSaysWhatIsWrongInTheFilesWords(t *testing.T) {
	edit := func(old, new string) string { return strings.Replace(good, old, new, 1) }
	for _, c := range []struct {
		text string
		want []string
	}{
		{edit("tier: edge", "tear: edge"), []string{"line 8: unknown key `tear` at nodes[1]: did you mean `tier`?"}},
		{edit("tier: edge", "colour: red"), []string{"unknown key `colour` at nodes[1]: docs/site.md lists the keys"}},
		{edit("site: campus", "site: campus\ntimezone: UTC"), []string{"line 2: unknown key `timezone` at the top: did you mean `time_zone`?"}},
		{good + "---\nsite: other\n", []string{"a second YAML document begins", "remove the line `---`"}},
		{edit("127.0.0.1:7111", "127.0.0.1:0"), []string{"nodes[1] (front-edge): bus:", "a port is a number from 1 to 65535"}},
		{edit("127.0.0.1:7103", "127.0.0.1:65536"), []string{"nodes[0] (front-fog): api:", "from 1 to 65535"}},
		{edit("127.0.0.1:7103", "127.0.0.300:7103"), []string{"api:", "127.0.0.300 is no address"}},
	} {
		_, err := service.Parse([]byte(c.text))
		if err == nil {
			t.Errorf("no error, want %q", c.want)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("got %q\nwant %q", err, w)
			}
		}
	}
}

const portless = `site: home
night: {from: 1}
owners: [{name: me, domain: home/main}]
nodes:
  - {name: fog, tier: fog, owner: me}
  - {name: console, tier: cloud, owner: me, fog: fog}
  - {name: edge, tier: edge, owner: me, fog: fog}
`

// Ports that the file leaves out are chosen once and found again, by a start and by
// every other command; what the file names later goes before.
func TestPortsAreChosenOnce(t *testing.T) {
	dir := t.TempDir()
	load := func(text string) *service.Site {
		t.Helper()
		path := filepath.Join(dir, "site.yaml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := service.Load(path)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	all := func(s *service.Site) (out []service.Address) {
		for i := range s.Nodes {
			out = append(out, s.Addresses(&s.Nodes[i])...)
		}
		return out
	}
	before := load(portless)
	if err := before.LoadPorts(); err != nil || len(all(before)) != 0 {
		t.Fatalf("before the first start: %v, %v", all(before), err)
	}
	first := load(portless)
	if err := first.ChoosePorts(); err != nil {
		t.Fatal(err)
	}
	if got := all(first); len(got) != 8 { // bus, leaf, api, rpc, p2p; api, bus; bus
		t.Fatalf("chosen: %+v", got)
	}
	second, command := load(portless), load(portless)
	if err := second.ChoosePorts(); err != nil {
		t.Fatal(err)
	}
	if err := command.LoadPorts(); err != nil {
		t.Fatal(err)
	}
	for i, want := range all(first) {
		if got := all(second)[i]; got != want || !got.Chosen {
			t.Errorf("the second start has %+v, the first %+v", got, want)
		}
		if got := all(command)[i]; got != want {
			t.Errorf("a command has %+v, the first start %+v", got, want)
		}
	}
	text, err := second.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	if whole, err := service.Parse(text); err != nil || len(all(whole)) != 8 || all(whole)[0].Chosen {
		t.Errorf("what services get to read: %v", err)
	}
	// The file names for the edge what was chosen for the fog: the fog gets another.
	fog, _ := first.Node("fog")
	third := load(strings.Replace(portless, "name: edge,", `name: edge, bus: "`+fog.Bus+`",`, 1))
	if err := third.ChoosePorts(); err != nil {
		t.Fatal(err)
	}
	now, _ := third.Node("fog")
	edge, _ := third.Node("edge")
	if edge.Bus != fog.Bus || now.Bus == fog.Bus || now.Bus == "" || now.API != fog.API {
		t.Errorf("edge %s, fog %+v, before %+v", edge.Bus, now, fog)
	}
}

// A site on several machines must name where the others reach its nodes; what only the
// node's own services use is chosen there too.
func TestPortsOfSeveralMachinesAreNamed(t *testing.T) {
	far := strings.Replace(portless, "{name: fog,", `{name: fog, api: "192.0.2.7:8443",`, 1)
	if _, err := service.Parse([]byte(far)); err == nil || !strings.Contains(err.Error(), "missing; the site has addresses of several machines") {
		t.Errorf("got %v", err)
	}
	far = strings.Replace(far, "{name: fog,", `{name: fog, leaf: "192.0.2.7:2", p2p: "192.0.2.7:3",`, 1)
	far = strings.Replace(far, "{name: console,", `{name: console, api: "127.0.0.1:8080",`, 1)
	if _, err := service.Parse([]byte(far)); err != nil {
		t.Errorf("bus and rpc may be left out: %v", err)
	}
	if _, err := service.Load(filepath.Join(t.TempDir(), "none.yaml")); custos.KindOf(err) != custos.Invalid {
		t.Errorf("a file that is not there: %v", err)
	}
}

// A cloud node's bus is a leaf of its own owner's fog; at another owner's it has none.
func TestWhoseLeafABusIs(t *testing.T) {
	s := &service.Site{Nodes: []service.Node{
		{Name: "fog", Tier: custos.Fog, Owner: "alma"},
		{Name: "west", Tier: custos.Edge, Owner: "alma", Fog: "fog"},
		{Name: "hq", Tier: custos.Cloud, Owner: "alma", Fog: "fog"},
		{Name: "guest", Tier: custos.Cloud, Owner: "bert", Fog: "fog"},
	}}
	for i, want := range []struct {
		bus bool
		fog custos.NodeName
	}{{true, ""}, {true, "fog"}, {true, "fog"}, {false, ""}} {
		n := &s.Nodes[i]
		fog, ok := s.LeafOf(n)
		if !ok {
			fog = ""
		}
		if s.HasBus(n) != want.bus || fog != want.fog {
			t.Errorf("%s: a bus %v, of %q", n.Name, s.HasBus(n), fog)
		}
	}
	if l := s.Leaves("fog"); len(l) != 2 || l[0].Name != "west" || l[1].Name != "hq" {
		t.Errorf("the fog's leaves are %d", len(l))
	}
}
