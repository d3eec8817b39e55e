package e2e

import (
	"context"
	"log/slog"
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
