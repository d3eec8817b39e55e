package e2e

import (
	"context"
	"fmt"
	"log/slog"
	"os/exec"
	"path/filepath"
	"testing"

	"custos.dev/custos/edge/rtspsim"
)

// playing is a camera, gate, that plays a file again and again until the test ends.
func playing(t *testing.T, file string) *rtspsim.Server {
	t.Helper()
	cam, err := rtspsim.New(t.Context(), rtspsim.Config{Addr: "127.0.0.1:0", Files: map[string]string{"gate": file}, Loop: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = cam.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return cam
}

// film writes a scene of drawn pictures, ten a second: each is given as its planes, in order, to show. filter is
// ffmpeg's, "" for none. It returns the file, in dir.
func film(t *testing.T, dir string, width, height int, filter string, draw func(show func(planes ...[]byte))) string {
	t.Helper()
	scene := filepath.Join(dir, "scene.mp4")
	args := []string{"-v", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", fmt.Sprintf("%dx%d", width, height), "-r", "10", "-i", "-"}
	if filter != "" {
		args = append(args, "-vf", filter)
	}
	cmd := exec.Command("ffmpeg", append(args, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "10", "-bf", "0", "-qp", "18", scene)...)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	draw(func(planes ...[]byte) {
		for _, plane := range planes {
			if _, err := in.Write(plane); err != nil {
				t.Fatal(err)
			}
		}
	})
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	return scene
}
