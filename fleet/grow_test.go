package fleet

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/service"
)

// grown writes and loads a site file whose data is beside it.
func grown(t *testing.T, dir, edges, principals string) *service.Site {
	t.Helper()
	file := filepath.Join(dir, "site.yaml")
	text := fmt.Sprintf(`site: campus
owners:
  - {name: alma, domain: campus/front}
nodes:
  - {name: main-fog, tier: fog, owner: alma, p2p: 127.0.0.1:1, api: 127.0.0.1:2, leaf: 127.0.0.1:3, bus: 127.0.0.1:4, rpc: 127.0.0.1:5}
%s
principals:
%s`, edges, principals)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	site, err := service.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(site.Data, 0o700); err != nil {
		t.Fatal(err)
	}
	return site
}

// started does what a start of the site writes, without running anything.
func started(t *testing.T, site *service.Site) []string {
	t.Helper()
	before, err := siteBefore(site)
	if err != nil {
		t.Fatal(err)
	}
	says, err := outgrown(site, before)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Provision(site); err != nil {
		t.Fatal(err)
	}
	if err := rollBefore(before); err != nil {
		t.Fatal(err)
	}
	inside := *site
	inside.Data = "."
	text, err := inside.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	if err := service.WriteFile(ownSite(site), text, 0o600); err != nil {
		t.Fatal(err)
	}
	return says
}

const westEdge = "  - {name: west, tier: edge, owner: alma, fog: main-fog, bus: 127.0.0.1:6, zones: [{name: gate, cameras: [door], polygon: [[0,0],[1,0],[1,1]]}], cameras: [{name: door, url: rtsp://192.0.2.1/x}]}\n"

func TestAnEdgeThatIsAddedIsPinned(t *testing.T) {
	dir := t.TempDir()
	site := grown(t, dir, westEdge, "  - {name: guard, role: authority, owner: alma}\n")
	if says := started(t, site); len(says) != 0 {
		t.Errorf("at its first start it says %q", says)
	}
	first, err := node.LoadPins(site)
	if err != nil || len(first) != 2 {
		t.Fatal(first, err)
	}
	recorded := RecordingsOf(site, "west/camera-door")
	if err := os.MkdirAll(recorded, 0o700); err != nil {
		t.Fatal(err)
	}
	east := "  - {name: west, tier: edge, owner: alma, fog: main-fog, bus: 127.0.0.1:6, cameras: [{name: hall, url: rtsp://192.0.2.1/x}]}\n" +
		"  - {name: east, tier: edge, owner: alma, fog: main-fog, bus: 127.0.0.1:7, zones: [{name: lawn, cameras: [yard], polygon: [[0,0],[1,0],[1,1]]}], cameras: [{name: yard, url: rtsp://192.0.2.1/y}]}\n"
	site = grown(t, dir, east, "  - {name: nurse, role: authority, owner: alma}\n")
	says := strings.Join(started(t, site), "\n")
	for _, want := range []string{
		"new: edge east of alma; its key is pinned at main-fog", "new: camera yard at east", "new: zone lawn at east", "new: camera hall at west",
		"gone: camera door at west; its recordings are served as long as they are in " + recorded, "gone: zone gate at west",
		"new: principal nurse of alma", "gone: principal guard of alma",
	} {
		if !strings.Contains(says, want) {
			t.Errorf("it does not say %q:\n%s", want, says)
		}
	}
	second, err := node.LoadPins(site)
	if err != nil || second["west"] != first["west"] || second["east"].IsZero() {
		t.Errorf("the pins are %v, and were %v: %v", second, first, err)
	}
	run := map[custos.ServiceID]bool{}
	for _, s := range Instances(site, "") {
		run[s.ID] = s.retired
	}
	if retired, ok := run["west/camera-door"]; !ok || !retired || run["west/camera-hall"] || run["west/bus"] {
		t.Errorf("the services are %v", run)
	}
	// A start without changes says nothing.
	if says := started(t, grown(t, dir, east, "  - {name: nurse, role: authority, owner: alma}\n")); len(says) != 0 {
		t.Errorf("without a change it says %q", says)
	}
	// A node on another machine keeps the key that is known of it.
	if err := os.RemoveAll(site.NodeDir("east")); err != nil {
		t.Fatal(err)
	}
	if err := writePins(site); err != nil {
		t.Fatal(err)
	}
	third, err := node.LoadPins(site)
	if err != nil || third["east"] != second["east"] {
		t.Errorf("the pin of a node elsewhere is %v, and was %v: %v", third["east"], second["east"], err)
	}
	if _, err := os.Stat(site.NodeDir("east")); err == nil {
		t.Error("a key was made for a node elsewhere")
	}
}

// A site of before there was a roll begins one with whom it had, so that those who are
// taken out at that very start are found.
func TestTheRollBeginsWithWhatWas(t *testing.T) {
	dir := t.TempDir()
	site := grown(t, dir, westEdge, "  - {name: guard, role: authority, owner: alma}\n")
	started(t, site)
	site = grown(t, dir, westEdge, "")
	started(t, site)
	r, first, err := openRoll(site)
	if err != nil || first {
		t.Fatal("no roll", err)
	}
	have := map[string]enrolled{}
	for _, e := range r.all {
		have[e.Name] = e
	}
	for name, role := range map[string]custos.Role{"guard": custos.RoleAuthority, "west": custos.RoleEdge, "west/camera-door": custos.RoleService, "main-fog/master": custos.RoleService} {
		if e, ok := have[name]; !ok || e.Role != role || e.Owner != "alma" || e.Out {
			t.Errorf("%s is %+v", name, e)
		}
	}
}

func TestARevokedGrantStaysSoUnlessItsHolderWasOut(t *testing.T) {
	site := grown(t, t.TempDir(), westEdge, "")
	started(t, site)
	r, _, err := openRoll(site)
	if err != nil {
		t.Fatal(err)
	}
	k, err := key.LoadOrCreate(filepath.Join(t.TempDir(), "k"))
	if err != nil {
		t.Fatal(err)
	}
	e := &enrollment{site: site, key: k, roll: r, taken: new(takenBack)}
	c := custos.Capability{Grantee: custos.Address{1}, Resource: "campus/front", Actions: custos.Live}
	revoked := c
	revoked.Grantor, revoked.Revoked = k.Address(), true
	if !e.standing([]custos.Capability{revoked}, c) {
		t.Error("a grant that was revoked by hand is given again")
	}
	if e.standing(nil, c) {
		t.Error("a grant that never was is not given")
	}
	e.taken.Grants = []takenGrant{{k.Address(), c.Grantee, c.Resource, c.Actions}}
	if !e.standing(nil, c) {
		t.Error("a grant that was revoked by hand in contracts of before is given again")
	}
	if err := r.set(map[custos.Address]enrolled{{1}: {Name: "x", Out: true}}); err != nil {
		t.Fatal(err)
	}
	if e.standing([]custos.Capability{revoked}, c) {
		t.Error("who is back does not get his rights back")
	}
	given := revoked
	given.Revoked = false
	if !e.standing([]custos.Capability{revoked, given}, c) {
		t.Error("a grant that stands is given twice")
	}
	again, _, err := openRoll(site)
	if p, ok := again.get(custos.Address{1}); err != nil || !ok || !p.Out {
		t.Errorf("the roll was not written: %+v, %v", p, err)
	}
}

func TestANewOwnerIsToldHowToJoin(t *testing.T) {
	dir := t.TempDir()
	site := grown(t, dir, westEdge, "")
	started(t, site)
	site.Owners = append(site.Owners, service.Owner{Name: "bela", Domain: "campus/library"})
	if _, err := Provision(site); custos.KindOf(err) != custos.Conflict || !strings.Contains(err.Error(), "bela") || !strings.Contains(err.Error(), "docs/network.md") {
		t.Errorf("%v", err)
	}
}
