package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	vocabulary "custos.dev/custos"
	"custos.dev/custos/api"
	"custos.dev/custos/client"
	"custos.dev/custos/ledger/key"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
	"custos.dev/custos/service"
)

// behaviorIsShown takes the anchored event of a rule whose act lasted longest: its bundle has the
// footage from when the act began until it was certain, its clip is that, and its still is there.
// What it returns checks the bundle with nothing but the program and the trust file.
func behaviorIsShown(t *testing.T, dir, to, trust string) func() {
	t.Helper()
	var longest struct {
		api.Event
		seen  observe.Behavior
		lasts time.Duration
	}
	until(t, "an anchored event of a rule whose act lasted", func() bool {
		lines := json.NewDecoder(strings.NewReader(must(t, "events", "--kind", "behavior", "--limit", "200", "--json", "--data", dir)))
		for lines.More() {
			var v api.Event
			if err := lines.Decode(&v); err != nil {
				t.Fatal(err)
			}
			var e vocabulary.Event
			if err := json.Unmarshal(v.Body, &e); err != nil {
				t.Fatal(err)
			}
			b := observetest.Payload[*observe.Behavior](t, &e)
			if d := e.Time.Sub(b.Since); v.Mark == api.Anchored && d > longest.lasts {
				longest.Event, longest.seen, longest.lasts = v, *b, d
			}
		}
		return longest.lasts > 2*time.Second
	})
	t.Logf("%s: %s since %s, certain %s later", longest.ID, longest.seen.Rule, longest.seen.Since, longest.lasts)
	bundle := filepath.Join(to, "behavior.evidence.zip")
	must(t, "evidence", "export", string(longest.ID), "-o", bundle, "--data", dir)

	site, err := service.Load(filepath.Join(dir, "site.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	pinned, err := node.LoadTrust(site)
	if err != nil {
		t.Fatal(err)
	}
	pins, err := node.LoadPins(site)
	if err != nil {
		t.Fatal(err)
	}
	for i := range site.Nodes {
		fog := &site.Nodes[i]
		if fog.Tier != vocabulary.Fog || !longest.Resource.Within(site.Domain(fog)) {
			continue
		}
		k, err := key.Load(filepath.Join(dir, "owners", string(fog.Owner)+".key"))
		if err != nil {
			t.Fatal(err)
		}
		c := client.New(fog.API, pins[fog.Name], k, pinned.ChainID)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		for what, begin := range map[*api.Endpoint][]byte{&api.GetSnapshot: {0xff, 0xd8}, &api.GetClip: []byte("\x00\x00\x00\x20ftyp")} {
			got, err := c.Bytes(ctx, what.Method, what.Of(string(longest.ID)), nil)
			if err != nil || len(got) < 1000 || !bytes.Equal(got[:2], begin[:2]) {
				t.Errorf("%s: %d bytes, %v", what.Path, len(got), err)
			}
		}
	}
	return func() {
		out := must(t, "evidence", "verify", bundle, "--trust", trust)
		if !strings.Contains(out, "PASS    footage:") || strings.Contains(out, "the bundle has nothing of the") {
			t.Errorf("the footage of a rule's event:\n%s", out)
		}
		_, c := unpacked(t, bundle)
		if shown := c.pts[len(c.pts)-1] - c.pts[0]; shown < longest.lasts-time.Second {
			t.Errorf("the act lasted %s, the footage %s", longest.lasts, shown)
		}
	}
}
