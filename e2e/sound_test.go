package e2e

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	vocabulary "custos.dev/custos"
	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/observe"
	"custos.dev/custos/observe/observetest"
)

// TestBang has two cameras send a bang over RTSP, one in AAC and one in G.711: what was heard is
// committed, anchored, and verified offline with footage that holds the sound, since the site file
// has it recorded.
func TestBang(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	dir := t.TempDir()
	files := map[string]string{"yard": banging(t, dir, "yard.mov", "aac", "44100"), "gate": banging(t, dir, "gate.mov", "pcm_mulaw", "8000")}
	cam, err := rtspsim.New(t.Context(), rtspsim.Config{Addr: "127.0.0.1:0", Files: files, Loop: true, Sound: &rtspsim.Sound{}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = cam.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })

	site, data := filepath.Join(dir, "site.yaml"), filepath.Join(dir, "data")
	must(t, "init", cam.URL("yard"), cam.URL("gate"), "-o", site, "--watch", "2s")
	text, err := os.ReadFile(site)
	if err != nil {
		t.Fatal(err)
	}
	const after = "        allow_loopback: true\n"
	if strings.Count(string(text), after) != 2 {
		t.Fatalf("init writes another file than was thought:\n%s", text)
	}
	if err := os.WriteFile(site, []byte(strings.ReplaceAll(string(text), after, after+"        audio: true\n        record_audio: true\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, "config", "check", site)
	up := start(t, data, "up", "-c", site)
	up.until("every service", up.allReady)
	bundles := map[string]string{}
	up.until("an anchored bang of each camera", func() bool {
		for _, e := range listed(t, data, string(observe.KindSound)) {
			if e.Mark == "anchored" {
				bundles[vocabulary.Resource(e.Resource).Base()] = e.ID
			}
		}
		return len(bundles) == 2
	})
	alone := t.TempDir()
	trust := filepath.Join(alone, "trust.json")
	must(t, "trust", "export", "-o", trust, "--data", data)
	for camera, id := range bundles {
		file := filepath.Join(alone, camera+".zip")
		must(t, "evidence", "export", id, "-o", file, "--data", data)
		bundles[camera] = file
	}
	up.stop()
	for camera, file := range bundles {
		must(t, "evidence", "verify", file, "--trust", trust)
		e, _ := unpacked(t, file)
		s := observetest.Payload[*observe.Sound](t, &e)
		if n := sounding(t, file); n == 0 {
			t.Errorf("no footage in the bundle of %s has sound", camera)
		}
		if e.Service != "edge/audio" || s.What != observe.SoundImpulse || s.Level < -30 || s.Level-s.Background < 15 || s.Until.Sub(s.From) > time.Second {
			t.Errorf("%s: %s observed %+v", camera, e.Service, s)
		}
	}
}

// banging is a file of 15 seconds with a bang at the tenth, in noise.
func banging(t *testing.T, dir, name, codec, rate string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=10:duration=15",
		"-f", "lavfi", "-i", "aevalsrc=exprs='0.002*(random(0)-0.5)+if(between(t,10,10.4),0.7*(random(1)*2-1)*exp(-(t-10)/0.04),0)':duration=15:sample_rate="+rate,
		"-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "10", "-bf", "0", "-c:a", codec, file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return file
}

// sounding counts the files of footage in a bundle that have a track of sound.
func sounding(t *testing.T, bundle string) (n int) {
	t.Helper()
	r, err := zip.OpenReader(bundle)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, f := range r.File {
		if !strings.HasPrefix(f.Name, "media/") {
			continue
		}
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte("soun")) {
			n++
		}
	}
	return n
}
