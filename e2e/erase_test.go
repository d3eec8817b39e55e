package e2e

import (
	"bytes"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	root "custos.dev/custos"
	"custos.dev/custos/fog/masterdb/sqlite"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/brief"
)

// TestKilledWhileErasing erases what a small site saw while it goes on, and footage and events go by
// its policy; master and camera are killed in the middle of it, twice. They are started again,
// what was ordered to be erased stands nowhere on disk, and the audit is content.
func TestKilledWhileErasing(t *testing.T) {
	g := newGrowing(t)
	g.sections = `retention:
  rules:
    - {kinds: [sightings], keep: 15s}
    - {kinds: [footage], size: 300KiB}
`
	g.start(nil, g.edge("west-edge", 5, "door"))
	lot := rand.New(rand.NewPCG(16, 16))
	var secrets []secret
	var footage []string
	for range 2 {
		id := g.anchored("west-edge.track", "trajectory")
		at, file, some := g.secretsOf(id)
		for _, s := range some {
			if len(s.in(t, g.dir)) == 0 {
				t.Fatalf("%s is nowhere before it is erased: what is looked for is not what is kept", s.what)
			}
		}
		secrets, footage = append(secrets, some...), append(footage, file)
		// What was seen in this moment is on its way still.
		must(t, "erase", "--data", g.dir, "--camera", "campus/front/door", "--from", at.Format(time.RFC3339Nano),
			"--until", time.Now().Add(time.Second).Format(time.RFC3339Nano), "--footage", "--reason", "asked for")
		time.Sleep(time.Duration(lot.IntN(600)) * time.Millisecond)
		g.killed("main-fog/master", "west-edge/camera-door")
	}
	for _, file := range footage {
		if _, err := os.Stat(file); err == nil {
			t.Errorf("%s was erased, and is there", file)
		}
	}
	g.until("nothing of it left", func() bool {
		for _, s := range secrets {
			if len(s.in(t, g.dir)) > 0 {
				return false
			}
		}
		return true
	})
	g.anchored("west-edge.track", "paths") // it goes on
	g.until("something removed by the policy", func() bool {
		out, _ := custos(t, "events", "--data", g.dir, "--as", "alma", "--kind", "tombstone", "--limit", "100")
		return strings.Contains(out, "sightings: keep 15s") && strings.Contains(out, "footage")
	})
	g.killed("main-fog/master", "west-edge/camera-door")
	g.anchored("west-edge.camera-door", "segment")
	g.stop()
	for _, s := range secrets {
		if in := s.in(t, g.dir); len(in) > 0 {
			t.Errorf("%s was erased, and stands in %v", s.what, in)
		}
	}
	out, code := custos(t, "audit", "--data", g.dir)
	if code == 1 || !strings.Contains(out, "by the order of") || !strings.Contains(out, "by the policy") {
		t.Errorf("the audit says (%d):\n%s", code, out)
	}
}

// secret is what an erasure is to destroy.
type secret struct {
	what  string
	bytes []byte
}

// in are the files in which it stands.
func (s *secret) in(t *testing.T, dir string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // it went meanwhile
		}
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if bytes.Contains(b, s.bytes) {
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// secretsOf are what a trajectory says, as the journal has it, and what opens it at the
// master; file is the newest segment's of the time since it began, at which it did.
func (g *growing) secretsOf(id string) (at time.Time, file string, out []secret) {
	g.Helper()
	db, err := sqlite.OpenReadOnly(filepath.Join(g.dir, "main-fog", "master", "master.db"))
	if err != nil {
		g.Fatal(err)
	}
	defer db.Close()
	row, there, err := db.Event(g.Context(), root.EventID(id))
	if err != nil || !there {
		g.Fatalf("%s is there: %v, %v", id, there, err)
	}
	body, err := row.Sealed.Open()
	if err != nil {
		g.Fatal(err)
	}
	e, err := root.ParseEvent(body)
	if err != nil {
		g.Fatal(err)
	}
	shown := observe.Show(&e)
	at = shown.From
	out = []secret{{"what " + id + " says", brief.HeaderOf(&e).WriteAlone(body)}, {"what opens " + id, row.Sealed.Key}}
	for s, err := range db.SegmentsBack(g.Context(), row.Resource, time.Now()) {
		if err != nil {
			g.Fatal(err)
		}
		if s.Time.Before(at) {
			break
		}
		body, err := s.Sealed.Open()
		if err != nil {
			g.Fatal(err)
		}
		e, err := root.ParseEvent(body)
		if err != nil {
			g.Fatal(err)
		}
		seg, _ := observe.As[*observe.Segment](&e)
		file = filepath.Join(g.dir, "west-edge", "camera-door", "recordings", seg.File)
		if _, err := os.Stat(file); err != nil {
			g.Fatal(err)
		}
		return at, file, out
	}
	g.Fatalf("there is no footage since %s", at)
	return at, "", nil
}

// killed kills services and waits until others run in their place.
func (g *growing) killed(services ...string) {
	g.Helper()
	before := g.up.states()
	for _, s := range services {
		if err := syscall.Kill(before[s].PID, syscall.SIGKILL); err != nil {
			g.Fatalf("kill %s: %v", s, err)
		}
	}
	g.until("services after their kill", func() bool {
		now := g.up.states()
		for _, s := range services {
			if !now[s].Running || now[s].PID == before[s].PID {
				return false
			}
		}
		return true
	})
}
