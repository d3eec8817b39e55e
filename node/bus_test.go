package node

import (
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/service"
)

func pinned(t *testing.T, site *service.Site, p Pins) {
	t.Helper()
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if err := service.WriteFile(PinsPath(site), text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A key that is pinned while the bus runs counts at the next handshake, one that is no more
// does not; what is refused is logged once, with what to do.
func TestPinsAreReadAtEachHandshake(t *testing.T) {
	site := &service.Site{
		Data: t.TempDir(),
		Nodes: []service.Node{
			{Name: "fog", Tier: custos.Fog},
			{Name: "west", Tier: custos.Edge, Fog: "fog"},
			{Name: "other", Tier: custos.Edge, Fog: "another-fog"},
			{Name: "hq", Tier: custos.Cloud, Fog: "fog"},
			{Name: "guest", Tier: custos.Cloud, Fog: "fog", Owner: "bert"},
		},
		Retired: []service.Node{{Name: "gone", Tier: custos.Edge, Fog: "fog"}, {Name: "west", Tier: custos.Edge, Fog: "fog"}},
	}
	var log strings.Builder
	k := &leafKeys{Env: &service.Env{Site: site, Node: &site.Nodes[0], Log: slog.New(slog.NewTextHandler(&log, nil))}, refused: map[custos.Hash]bool{}}
	if err := k.check(custos.Hash{1}); err == nil {
		t.Fatal("without pins an edge is let in")
	}
	pinned(t, site, Pins{"fog": {9}, "other": {3}})
	for range 3 {
		if err := k.check(custos.Hash{1}); custos.KindOf(err) != custos.Denied {
			t.Fatalf("a key that is not pinned: %v", err)
		}
	}
	if n := strings.Count(log.String(), "custos up"); n != 1 {
		t.Errorf("it is said %d times what to do:\n%s", n, log.String())
	}
	pinned(t, site, Pins{"fog": {9}, "other": {3}, "west": {1}, "gone": {2}, "hq": {4}, "guest": {5}})
	for _, ok := range []custos.Hash{{1}, {2}, {4}} {
		if err := k.check(ok); err != nil {
			t.Errorf("%v is refused: %v", ok, err)
		}
	}
	for _, bad := range []custos.Hash{{}, {3}, {5}, {9}} { // none, another fog's edge, another owner's cloud node, itself
		if err := k.check(bad); custos.KindOf(err) != custos.Denied {
			t.Errorf("%v: %v", bad, err)
		}
	}
	if err := os.WriteFile(PinsPath(site), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := k.check(custos.Hash{1}); err == nil {
		t.Error("without readable pins an edge is let in")
	}
	// An edge knows its fog, and no other edge.
	pinned(t, site, Pins{"fog": {9}, "west": {1}, "other": {3}})
	e := &leafKeys{Env: &service.Env{Site: site, Node: &site.Nodes[1], Log: slog.New(slog.NewTextHandler(io.Discard, nil))}, refused: map[custos.Hash]bool{}}
	if err := e.check(custos.Hash{9}); err != nil {
		t.Error(err)
	}
	if err := e.check(custos.Hash{3}); err == nil {
		t.Error("an edge lets another edge in")
	}
}

func TestAMissingLinkIsSaidOnce(t *testing.T) {
	at := time.Unix(1000, 0)
	l := &leafLink{since: at}
	for _, step := range []struct {
		after time.Duration
		up    bool
		want  linkState
	}{
		{time.Second, false, linkSame},
		{9 * time.Second, false, linkLost},
		{time.Minute, false, linkSame},
		{time.Second, true, linkBack},
		{time.Second, true, linkSame},
		{9 * time.Second, false, linkSame},
		{time.Second, false, linkLost},
	} {
		at = at.Add(step.after)
		if got := l.told(step.up, at); got != step.want {
			t.Fatalf("at %v, up %v: %v, want %v", at, step.up, got, step.want)
		}
	}
}
