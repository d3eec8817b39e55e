package edge

import (
	"context"
	"log/slog"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/footage"
	"custos.dev/custos/edge/ring"
	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/edge/source"
	"custos.dev/custos/edge/stream"
)

// listening is a camera service's way of the sound alone.
type listening struct{ *camera }

func (listening) OnInit(stream.Init)            {}
func (listening) OnFragment(stream.Fragment)    {}
func (listening) OnFrame(custos.Frame)          {}
func (listening) OnOdd(string)                  {}
func (listening) OnDescribe(stream.Description) {}

// The sound of a camera whose section says `audio: true` reaches an analyzer through the ring,
// in the camera's own coding and time; one that is refused is said in the camera's health.
func TestSoundReachesTheRing(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	dir := t.TempDir()
	scene, clip := filepath.Join(dir, "scene.mp4"), filepath.Join(dir, "clip.mov")
	if _, err := footage.DrawScene(t.Context(), scene, footage.Spec{Width: 320, Height: 240, FPS: 10, Frames: 20}); err != nil {
		t.Fatal(err)
	}
	if b, err := exec.Command("ffmpeg", "-v", "error", "-i", scene, "-f", "lavfi", "-i", "sine=frequency=440:duration=2", "-c:v", "copy", "-c:a", "aac", "-shortest", clip).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	run := func(odd *rtspsim.Sound, socket string, heard func(context.Context, *ring.SoundReader)) custos.CameraHealth {
		ctx, end := context.WithTimeout(t.Context(), time.Minute)
		defer end()
		cam, err := rtspsim.New(ctx, rtspsim.Config{Addr: "127.0.0.1:0", Files: map[string]string{"": clip}, Sound: odd, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		go func() { _ = cam.Run(ctx) }()
		rs, err := ring.NewServer(ring.Config{
			Camera: "t/cam1", Socket: filepath.Join(dir, socket),
			Authorize: func(context.Context, []byte) (string, error) { return "analyzer", nil },
		})
		if err != nil {
			t.Fatal(err)
		}
		served := make(chan struct{})
		go func() { defer close(served); _ = rs.Run(ctx) }()
		r, err := ring.DialSound(ctx, rs.Socket(), []byte("x"))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		src := &source.Source{Camera: "t/cam1", Boot: 3, URL: cam.URL("cam1"), AllowLoopback: true, Audio: true, NoFrames: true, Log: slog.New(slog.DiscardHandler)}
		c := &camera{id: "t/cam1", src: src, ring: rs}
		c.health.began("t/cam1", src)
		read := make(chan struct{})
		go func() { defer close(read); heard(ctx, r) }()
		if err := src.Run(ctx, listening{c}); err != nil {
			t.Error(err)
		}
		c.health.picture(stream.Fragment{Time: time.Now(), Duration: 100 * time.Millisecond})
		h := c.Health()
		_ = rs.Close()
		<-read
		end()
		<-served
		return h
	}
	var blocks []custos.Sound
	h := run(&rtspsim.Sound{}, "a", func(ctx context.Context, r *ring.SoundReader) {
		for {
			s, err := r.Next(ctx)
			if err != nil {
				return
			}
			s.Data = append([]byte(nil), s.Data...)
			blocks = append(blocks, s)
		}
	})
	if len(blocks) < 20 || h.Sound == nil || h.Sound.Units < uint64(len(blocks)) || h.Reason != "" {
		t.Fatalf("%d blocks; %+v, %q", len(blocks), h.Sound, h.Reason)
	}
	for _, b := range blocks {
		if b.Camera != "t/cam1" || b.Boot != 3 || b.Format != custos.SoundAAC || b.Rate != 44100 || b.Samples != 1024 || len(b.Config) == 0 || time.Since(b.Time).Abs() > 2*time.Minute {
			t.Fatalf("%+v", b)
		}
	}
	h = run(&rtspsim.Sound{Refuse: 453}, "b", func(context.Context, *ring.SoundReader) {})
	if h.State != custos.CameraRecording || !strings.Contains(h.Reason, "no sound") || !strings.Contains(h.Reason, "453") {
		t.Errorf("a camera that refuses its sound is %q: %q", h.State, h.Reason)
	}
}
