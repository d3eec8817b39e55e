package edge

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"custos"

	"custos/edge/footage"
	"custos/edge/ring"
	"custos/edge/rtspsim"
	"custos/edge/source"
	"custos/edge/stream"
	"custos/node"
	"custos/service"
)

// listening is the camera service without its journal: what comes goes to the ring, and
// pictures to its health.
type listening struct{ *camera }

func (l listening) OnInit(stream.Init)           {}
func (l listening) OnFragment(f stream.Fragment) { l.health.picture(f) }
func (l listening) OnFrame(custos.Frame)         {}
func (l listening) OnOdd(why string)             { l.health.odd(why) }

// A camera's sound is in its ring for whoever may see it live; where the camera refuses it
// its pictures are recorded, and its health says why there is no sound.
func TestSoundOfACamera(t *testing.T) {
	file := filepath.Join(t.TempDir(), "scene.h264")
	if _, err := footage.DrawScene(t.Context(), file, footage.Spec{Width: 320, Height: 240, FPS: 10, Frames: 20}); err != nil {
		if custos.KindOf(err) == custos.Unavailable {
			t.Skip(err)
		}
		t.Fatal(err)
	}
	refused := rtspsim.Tone()
	refused.Refuse = 461
	sim, err := rtspsim.New(t.Context(), rtspsim.Config{
		Addr: "127.0.0.1:0", Files: map[string]string{"good": file, "refused": file},
		Sound: map[string]*rtspsim.Sound{"good": rtspsim.Tone(), "refused": refused},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan struct{})
	go func() { defer close(served); _ = sim.Run(ctx) }()
	defer func() { stop(); <-served }()

	run := func(path string) *camera {
		c := &camera{
			Runtime: &node.Runtime{Env: &service.Env{Log: slog.New(slog.DiscardHandler)}},
			src:     sourceOf("t/cam", &service.Camera{URL: sim.URL(path), AllowLoopback: true, Audio: true}),
		}
		c.src.NoFrames = true
		c.health.began("t/cam", c.src)
		if c.ring, err = ring.NewServer(ring.Config{
			Camera: "t/cam", Socket: filepath.Join(t.TempDir(), "r"),
			Authorize: func(context.Context, []byte) (string, error) { return "ann", nil },
		}); err != nil {
			t.Fatal(err)
		}
		serving, end := context.WithCancel(ctx)
		done := make(chan struct{})
		go func() { defer close(done); _ = c.ring.Run(serving) }()
		defer func() { end(); <-done }()
		ears, err := ring.DialSound(t.Context(), c.ring.Socket(), []byte("token"))
		if err != nil {
			t.Fatal(err)
		}
		defer ears.Close()
		heard := make(chan int)
		go func() {
			n := 0
			for {
				track, u, err := ears.Next(serving)
				if err != nil {
					heard <- n
					return
				}
				if n++; track.Codec != stream.PCMU || len(u.Data) != 160 || u.Time.IsZero() {
					t.Errorf("the ring holds %+v of %+v", u, track)
				}
			}
		}()
		if err := c.src.Run(t.Context(), listening{c}); err != nil {
			t.Error(err)
		}
		end()
		if n := <-heard; (n > 50) != (path == "good") {
			t.Errorf("%s: %d units of sound were heard", path, n)
		}
		return c
	}
	if h := run("good").Health(); h.State != custos.CameraRecording || h.Reason != "" || h.Counts.Pictures != 20 {
		t.Errorf("it is %+v", h)
	}
	c := run("refused")
	c.health.oddSince = c.health.oddSince.Add(-2 * oddFor) // that it is odd is said for a while only
	if h := c.Health(); h.State != custos.CameraRecording || !strings.Contains(h.Reason, "no sound: it does not offer the transport") || h.Counts.Pictures != 20 {
		t.Errorf("it is %+v", h)
	}
}

var _ source.Listener = (*camera)(nil)
