package footage

import (
	"context"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"custos.dev/custos/edge/h264"
)

func needFFmpeg(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
}

func checkPart(t *testing.T, p Part) {
	t.Helper()
	b, err := os.ReadFile(p.Path)
	if err != nil {
		t.Fatal(err)
	}
	aus := h264.Group(h264.Split(b))
	if len(aus) != p.Frames {
		t.Fatalf("%s has %d pictures, want %d", p.Path, len(aus), p.Frames)
	}
	for i, a := range aus {
		if a.Key != (i%vtestFPS == 0) {
			t.Fatalf("%s: picture %d is keyframe: %v", p.Path, i, a.Key)
		}
		for _, n := range a.NALs {
			if h264.IsB(n) {
				t.Fatalf("%s: picture %d is a B-frame", p.Path, i)
			}
			if h264.Type(n) == h264.TypeSPS {
				s, err := h264.ParseSPS(n)
				if err != nil || s.Width != vtestWidth || s.Height != vtestHeight || s.FPSNum != vtestFPS*s.FPSDen {
					t.Fatalf("%s: %+v, %v", p.Path, s, err)
				}
			}
		}
	}
}

// TestDrawnWhenThePackageIsMissing runs without apt, so that only the drawn
// scene is left.
func TestDrawnWhenThePackageIsMissing(t *testing.T) {
	needFFmpeg(t)
	if _, err := os.Stat(vtestPath); err == nil {
		t.Skip("the real footage is installed here")
	}
	bin := t.TempDir()
	ff, _ := exec.LookPath("ffmpeg")
	if err := os.Symlink(ff, filepath.Join(bin, "ffmpeg")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	dir := t.TempDir()
	f, err := Prepare(t.Context(), dir, 3, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if !f.Drawn || f.Why == "" || f.Frames != vtestFrames || len(f.Parts) != 3 {
		t.Fatalf("got %+v", f)
	}
	for _, p := range f.Parts {
		checkPart(t, p)
	}
	again, err := Prepare(t.Context(), dir, 3, nil)
	if err != nil || again.SHA256 != f.SHA256 || again.Why == "" {
		t.Fatalf("the second time: %+v, %v", again, err)
	}
	// A damaged part is not used.
	if err := os.WriteFile(f.Parts[1].Path, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := cached(filepath.Dir(f.Parts[1].Path), 3); err == nil {
		t.Error("damaged footage is used")
	}
}

// TestReal uses the footage cached by an earlier run; it fetches nothing.
func TestReal(t *testing.T) {
	needFFmpeg(t)
	home, err := os.UserCacheDir()
	if err != nil {
		t.Skip(err)
	}
	b, err := os.ReadFile(filepath.Join(home, "custos", "footage", "vtest.avi"))
	if err != nil {
		t.Skip("the real footage has not been fetched here")
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "footage"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "footage", "vtest.avi"), b, 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := Prepare(t.Context(), dir, 4, nil)
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, p := range f.Parts {
		checkPart(t, p)
		total += p.Frames
	}
	if f.Drawn || total != vtestFrames {
		t.Fatalf("%d frames, drawn %v", total, f.Drawn)
	}
}

// TestDrawSceneTruth decodes a drawn scene and looks for the rectangles.
func TestDrawSceneTruth(t *testing.T) {
	needFFmpeg(t)
	path := filepath.Join(t.TempDir(), "scene.h264")
	s := Spec{
		Width: 384, Height: 288, FPS: 10, Frames: 25, Seed: 3, Counter: true,
		Walkers: []Walker{{From: 2, To: 25, X: 10, Y: 100, VX: 8, VY: 2, W: 40, H: 80, Luma: 235}},
	}
	truth, err := DrawScene(t.Context(), path, s)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("ffmpeg", "-v", "error", "-i", path, "-pix_fmt", "yuv420p", "-f", "rawvideo", "pipe:1").Output()
	if err != nil {
		t.Fatal(err)
	}
	size := 384 * 288 * 3 / 2
	if len(out) != size*25 {
		t.Fatalf("%d bytes", len(out))
	}
	for n := range 25 {
		luma := out[n*size : n*size+384*288]
		if got, ok := ReadCounter(luma, 384); !ok || got != n {
			t.Fatalf("frame %d reads as %d, %v", n, got, ok)
		}
		b, seen := truth.Boxes[n][0]
		if seen != (n >= 2) {
			t.Fatalf("frame %d: seen %v", n, seen)
		}
		if !seen {
			continue
		}
		cx, cy := b.Center()
		at := func(x, y float64) byte { return luma[int(y*288)*384+int(x*384)] }
		if at(cx, cy) < 220 || at(b.X-.02, cy) > 200 || at(b.X+b.W+.02, cy) > 200 || at(cx, b.Y-.02) > 200 {
			t.Errorf("frame %d: the rectangle is not at %+v", n, b)
		}
	}
}

func TestBadScenes(t *testing.T) {
	if _, err := DrawScene(t.Context(), "x.h264", Spec{Width: 3, Height: 2, FPS: 1, Frames: 1}); err == nil {
		t.Error("an odd width is drawn")
	}
	if _, err := Prepare(context.Background(), t.TempDir(), 0, nil); err == nil {
		t.Error("no parts are prepared")
	}
}
