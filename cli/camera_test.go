package cli

import (
	"bufio"
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos/edge/footage"
	"custos.dev/custos/edge/rtspsim"
)

// TestSimulatePrintsWhatAnswers asks the URL that is printed.
func TestSimulatePrintsWhatAnswers(t *testing.T) {
	dir := t.TempDir()
	clip := filepath.Join(dir, "yard west.h264")
	if _, err := footage.DrawScene(t.Context(), clip, footage.Spec{Width: 64, Height: 64, FPS: 5, Frames: 5}); err != nil {
		t.Skip("no clip can be drawn:", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	r, w := io.Pipe()
	cmd := root()
	cmd.SetArgs([]string{"camera", "simulate", clip, "--odd", "stapa,tsfast", "--listen", "127.0.0.1:0"})
	cmd.SetOut(w)
	done := make(chan error, 1)
	go func() { done <- cmd.ExecuteContext(ctx); w.Close() }()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("%v, %v", err, <-done)
	}
	f := strings.Fields(line)
	u := f[len(f)-1]
	host, path, _ := strings.Cut(strings.TrimPrefix(u, "rtsp://"), "/")
	if path != "yard%20west" {
		t.Errorf("it prints %q", line)
	}
	c, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, "DESCRIBE "+u+" RTSP/1.0\r\nCSeq: 1\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	if l, err := bufio.NewReader(c).ReadString('\n'); err != nil || !strings.Contains(l, "200") {
		t.Errorf("%s answers %q, %v", u, l, err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("it ended with %v", err)
	}
}

func TestListOddities(t *testing.T) {
	var b strings.Builder
	if err := listOddities(&b); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "\n"); n != len(rtspsim.Oddities()) || !strings.Contains(b.String(), "optionsonly") {
		t.Errorf("%d lines", n)
	}
	cmd := root()
	cmd.SetArgs([]string{"camera", "simulate", os.DevNull, "--odd", "nosuch"})
	cmd.SetOut(io.Discard)
	cmd.SetErr(io.Discard)
	if err := cmd.ExecuteContext(t.Context()); err == nil || !strings.Contains(err.Error(), "--list-odd") {
		t.Errorf("an unknown oddity: %v", err)
	}
}
