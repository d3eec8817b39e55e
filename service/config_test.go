package service_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/service"
)

const good = `site: campus
owners:
  - {name: alma, domain: campus/front-door}
  - {name: bruno, domain: campus/second-door}
nodes:
  - {name: front-fog, tier: fog, owner: alma, bus: "127.0.0.1:7101", leaf: "127.0.0.1:7102", api: "127.0.0.1:7103"}
  - name: front-edge
    tier: edge
    owner: alma
    fog: front-fog
    bus: 127.0.0.1:7111
`

func TestParse(t *testing.T) {
	s, err := service.Parse([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	if edge, ok := s.Node("front-edge"); !ok || s.Domain(edge) != "campus/front-door" || s.TimeZone != "UTC" {
		t.Errorf("%+v", s)
	}
	text, err := s.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := service.Parse(text); err != nil {
		t.Errorf("what Marshal writes, Parse refuses: %v", err)
	}
}

func TestBadSiteFilesSayWhereAndWhat(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"tier: edge", "teir: edge", "line 8: unknown key `teir` at nodes[1]: did you mean `tier`?"},
		{"owner: alma\n    fog", "owner: otto\n    fog", `there is no owner "otto"`},
		{"127.0.0.1:7111", "0.0.0.0:7111", "must be on a loopback address"},
		{"127.0.0.1:7111", "127.0.0.1:7101", "named twice"},
		{"campus/second-door", "campus/front-door/in", "one domain inside the other"},
		{"fog: front-fog", "fog: front-frog", "is not a fog"},
		{"site: campus", "site: campus\ntime_zone: Mars/Olympus", "time_zone"},
		{good, "", "empty"},
	} {
		path := filepath.Join(t.TempDir(), "site.yaml")
		if err := os.WriteFile(path, []byte(strings.Replace(good, c.old, c.new, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := service.Load(path)
		if err == nil || custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%q: got %v, want %q", c.new, err, c.want)
		}
	}
}

func TestLockIsForOne(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	unlock, err := service.Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := service.Lock(dir); custos.KindOf(err) != custos.Conflict {
		t.Fatalf("second lock: %v", err)
	}
	unlock()
	unlock, err = service.Lock(dir)
	if err != nil {
		t.Fatalf("after unlock: %v", err)
	}
	unlock()
}
