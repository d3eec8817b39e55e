package retention

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/service"
)

const site = `site: campus
owners: [{name: a, domain: campus/a}]
nodes: [{name: fog, tier: fog, owner: a}]
`

func read(t *testing.T, text string) (*Policy, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "site.yaml")
	if err := os.WriteFile(path, []byte(site+text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := service.Load(path)
	if err != nil {
		return nil, err
	}
	return Of(s), nil
}

func TestWhichRuleCounts(t *testing.T) {
	p, err := read(t, `retention:
  free: 5GB
  rules:
    - keep: 90d
    - {kinds: [detections, tracks], keep: 7d}
    - {of: campus/yard, keep: 30d}
    - {of: campus/yard/gate, kinds: [detections], keep: 36h}
    - {kinds: [footage], keep: 14d, size: 200GB, notable: {keep: 60d}}
  legal_hold:
    - {of: campus/yard, from: 2026-07-01T00:00:00Z, until: 2026-07-02T00:00:00Z, reason: case 7, by: police}
`)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []struct {
		kind custos.Kind
		of   custos.Resource
		keep time.Duration
		some bool
	}{
		{"zone", "campus/front", 90 * 24 * time.Hour, true},
		{"detections", "campus/front", 7 * 24 * time.Hour, true},
		{"detections", "campus/yard/door", 30 * 24 * time.Hour, true}, // the longer resource before the kind
		{"detections", "campus/yard/gate", 36 * time.Hour, true},
		{"zone", "campus/yard/gate", 30 * 24 * time.Hour, true},
		{"zone", "campus/yardstick", 90 * 24 * time.Hour, true},
		{Footage, "campus/yard/gate", 14 * 24 * time.Hour, true},
		{"segment", "campus/front", 0, false},
		{"tombstone", "campus", 0, false},
		{"stream", "campus/front", 0, false},
	} {
		r, some := p.For(w.kind, w.of)
		if some != w.some || time.Duration(r.Keep) != w.keep {
			t.Errorf("%s of %s: %v, %v", w.kind, w.of, r, some)
		}
	}
	if r, _ := p.For(Footage, "campus/x"); r.Size != 200e9 || time.Duration(r.Notable.Keep) != 60*24*time.Hour || r.String() != "footage: keep 14d, size 200 GB, notable 60d" {
		t.Errorf("%+v: %s", r, r)
	}
	for r, want := range map[custos.Resource]int{"campus/yard/gate": 1, "campus/yard": 1, "campus": 1, "campus/front": 0} {
		if got := len(p.Held(r)); got != want {
			t.Errorf("%s has %d holds", r, got)
		}
	}
	if p.FreeBytes() != 5e9 {
		t.Errorf("free: %d", p.FreeBytes())
	}
}

func TestWithoutThePolicyNothingGoes(t *testing.T) {
	p, err := read(t, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, some := p.For("zone", "campus/x"); some {
		t.Error("a rule of nothing")
	}
	if _, some := p.For(Footage, "campus/x"); some || p.FreeBytes() != 0 {
		t.Errorf("%+v", p)
	}
}

func TestFreeSpaceWithThePolicy(t *testing.T) {
	if p, err := read(t, "retention:\n  rules: [{keep: 1d}]\n"); err != nil || p.FreeBytes() != 1<<30 {
		t.Errorf("%+v: %v", p, err)
	}
}

func TestPolicyIsReadStrictly(t *testing.T) {
	for text, want := range map[string]string{
		"rules: [{keep: 30}]":                              "invalid duration",
		"rules: [{keeps: 30d}]":                            "keeps",
		"rules: [{kinds: [segment], keep: 1d}]":            "not removed",
		"rules: [{kinds: [stream], keep: 1d}]":             "not removed",
		"rules: [{kinds: [tombstone], keep: 1d}]":          "not removed",
		"rules: [{kinds: [footage, zone], keep: 1d}]":      "a rule of its own",
		"rules: [{size: 1GB}]":                             "for footage",
		"rules: [{kinds: [footage], size: much}]":          "no size",
		"rules: [{keep: 1d}, {keep: 2d}]":                  "the same",
		"rules: [{kinds: [zone, a]}, {kinds: [b, zone]}]":  "the same",
		"rules: [{of: a//b}]":                              "rule 1",
		"legal_hold: [{of: campus, reason: x, by: y}]":     "from",
		"rules: [{kinds: [footage], notable: {keep: 1d}}]": "notable",
		"legal_hold: [{of: campus, from: 2026-07-01T00:00:00Z, until: 2026-07-02T00:00:00Z, reason: x}]": "by whom",
	} {
		if _, err := read(t, "retention:\n  "+text+"\n"); err == nil || !strings.Contains(err.Error(), want) || custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: %v", text, err)
		}
	}
}
