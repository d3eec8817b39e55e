package rtspsim

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos/edge/rtsp"
)

// makeClip has ffmpeg encode a short clip of 10 pictures a second.
func makeClip(t *testing.T, name string, frames int, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	path := filepath.Join(t.TempDir(), name)
	a := []string{"-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=10", "-frames:v", fmt.Sprint(frames), "-c:v", "libx264", "-g", "10", "-keyint_min", "10"}
	if len(args) == 0 {
		args = []string{"-bf", "0"}
	}
	if out, err := exec.Command("ffmpeg", append(append(a, args...), path)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return path
}

// serve runs a server for the test's time.
func serve(t *testing.T, cfg Config) *Server {
	t.Helper()
	cfg.Addr = "127.0.0.1:0"
	s, err := New(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run returned %v", err)
		}
	})
	return s
}

func TestFFmpegPlays(t *testing.T) {
	raw := makeClip(t, "a.h264", 20)
	mp4 := makeClip(t, "b.mp4", 20, "-bf", "2")
	s := serve(t, Config{Files: map[string]string{"raw": raw, "mp4": mp4}})
	for _, path := range []string{"raw", "mp4"} {
		for _, transport := range []string{"tcp", "udp"} {
			t.Run(path+" over "+transport, func(t *testing.T) {
				t.Parallel()
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				c := exec.CommandContext(ctx, "ffmpeg", "-v", "error", "-rtsp_transport", transport, "-i", s.URL(path), "-fps_mode", "passthrough", "-f", "framemd5", "pipe:1")
				var errs bytes.Buffer
				c.Stderr = &errs
				out, err := c.Output()
				if err != nil {
					t.Fatalf("%v: %s", err, errs.String())
				}
				n := 0
				for l := range strings.Lines(string(out)) {
					if !strings.HasPrefix(l, "#") {
						n++
					}
				}
				if n != 20 {
					t.Fatalf("%d frames of 20: %s", n, errs.String())
				}
			})
		}
	}
	t.Run("ffprobe", func(t *testing.T) {
		t.Parallel()
		out, err := exec.Command("ffprobe", "-v", "error", "-rtsp_transport", "tcp", "-show_entries", "stream=codec_name,width,height,avg_frame_rate", "-of", "csv=p=0", s.URL("raw")).CombinedOutput()
		if err != nil || !strings.HasPrefix(string(out), "h264,320,240,10/1") {
			t.Fatalf("ffprobe says %q, %v", out, err)
		}
	})
}

// TestLoop plays a clip of one second for more than two, with time stamps that go on.
func TestLoop(t *testing.T) {
	s := serve(t, Config{Files: map[string]string{"": makeClip(t, "a.h264", 10)}, Loop: true, Speed: 5})
	out, err := exec.Command("ffprobe", "-v", "error", "-rtsp_transport", "tcp", "-read_intervals", "%+#25", "-show_entries", "packet=pts", "-of", "csv=p=0", s.URL("any")).Output()
	if err != nil {
		t.Fatal(err)
	}
	f := strings.Fields(string(out))
	if len(f) != 25 {
		t.Fatalf("%d packets, want 25", len(f))
	}
	for i := 1; i < len(f); i++ {
		var a, b int64
		fmt.Sscan(f[i-1], &a)
		fmt.Sscan(f[i], &b)
		if b-a != 9000 {
			t.Fatalf("packet %d comes %d ticks after the one before, want 9000", i, b-a)
		}
	}
}

// TestLength ends a stream in the middle of a clip that begins again and again, and counts
// what it sent.
func TestLength(t *testing.T) {
	s := serve(t, Config{Files: map[string]string{"": makeClip(t, "a.h264", 10)}, Loop: true, Speed: 5, Length: 1500 * time.Millisecond})
	out, err := exec.Command("ffprobe", "-v", "error", "-rtsp_transport", "tcp", "-show_entries", "packet=pts", "-of", "csv=p=0", s.URL("any")).Output()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(strings.Fields(string(out))); n != 15 || s.Sent("any") != 15 || s.Sent("other") != 0 {
		t.Fatalf("%d packets came, %d and %d pictures were sent, want 15, 15 and 0", n, s.Sent("any"), s.Sent("other"))
	}
}

func TestAuthentication(t *testing.T) {
	clip := makeClip(t, "a.h264", 5)
	for _, basic := range []bool{false, true} {
		s := serve(t, Config{Files: map[string]string{"": clip}, Credentials: rtsp.Credentials{User: "us er", Password: `p"w`}, Basic: basic})
		get := func(user string) string {
			out, _ := exec.Command("ffprobe", "-v", "error", "-rtsp_transport", "tcp", "-show_entries", "stream=codec_name", "-of", "csv=p=0", strings.Replace(s.URL("x"), "//", "//"+user, 1)).CombinedOutput()
			return string(out)
		}
		if got := get("us%20er:p%22w@"); !basic && strings.Contains(got, "401") || basic && !strings.HasPrefix(got, "h264") {
			t.Errorf("basic %v: the right password gives %q", basic, got)
		}
		if got := get("user:wrong@"); !strings.Contains(got, "401") {
			t.Errorf("basic %v: a wrong password gives %q", basic, got)
		}
		if got := get(""); !strings.Contains(got, "401") {
			t.Errorf("basic %v: no password gives %q", basic, got)
		}
	}
}

// TestMalformed sends what no client should; the server goes on serving.
func TestMalformed(t *testing.T) {
	s := serve(t, Config{Files: map[string]string{"": makeClip(t, "a.h264", 5)}})
	for _, in := range []string{
		"\x00\x01\x02\r\n\r\n",
		"DESCRIBE\r\n\r\n",
		"DESCRIBE rtsp://x/ RTSP/1.0\r\nContent-Length: 99999999\r\n\r\n",
		"DESCRIBE rtsp://x/ RTSP/1.0\r\nContent-Length: -1\r\n\r\n",
		"DESCRIBE " + strings.Repeat("a", 10000) + " RTSP/1.0\r\n\r\n",
		"DESCRIBE rtsp://x/ RTSP/1.0\r\n" + strings.Repeat("a: b\r\n", 1000) + "\r\n",
		"SETUP rtsp://x/trackID=0 RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP;client_port=0-99999\r\n\r\n",
		"SETUP rtsp://x/trackID=0 RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP/TCP;interleaved=999-1\r\n\r\n",
		"PLAY rtsp://x/ RTSP/1.0\r\nCSeq: 1\r\nSession: nope\r\n\r\n",
		"SETUP rtsp://%zz/ RTSP/1.0\r\nCSeq: 1\r\n\r\n",
		"$\x00\xff\xff",
	} {
		c, err := net.Dial("tcp", s.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(c, in)
		_ = c.(*net.TCPConn).CloseWrite()
		b, _ := io.ReadAll(c)
		if len(b) > 0 && (!bytes.HasPrefix(b, []byte("RTSP/1.0 4")) || bytes.Contains(b, []byte("200 OK"))) {
			t.Errorf("%.40q is answered by %q", in, b)
		}
		c.Close()
	}
	out, err := exec.Command("ffprobe", "-v", "error", "-rtsp_transport", "tcp", "-show_entries", "stream=codec_name", "-of", "csv=p=0", s.URL("x")).CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != "h264" {
		t.Fatalf("afterwards ffprobe says %q, %v", out, err)
	}
}

// TestSharedClock lets a second client join while the first is watching.
func TestSharedClock(t *testing.T) {
	s := serve(t, Config{Files: map[string]string{"": makeClip(t, "a.h264", 30)}, SharedClock: true})
	count := func() int {
		out, err := exec.Command("ffprobe", "-v", "error", "-rtsp_transport", "tcp", "-show_entries", "packet=pts", "-of", "csv=p=0", s.URL("x")).Output()
		if err != nil {
			t.Error(err)
		}
		return len(strings.Fields(string(out)))
	}
	first := make(chan int)
	go func() { first <- count() }()
	for {
		s.mu.Lock()
		n := len(s.starts)
		s.mu.Unlock()
		if n > 0 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if n := count(); n != 20 && n != 10 && n != 0 {
		t.Errorf("the second client got %d pictures, want whole groups of 10 and not the first", n)
	}
	if n := <-first; n != 30 {
		t.Errorf("the first client got %d pictures, want 30", n)
	}
}

func TestBadFiles(t *testing.T) {
	for name, path := range map[string]string{"missing": "/nonexistent", "directory": t.TempDir()} {
		if _, err := Load(t.Context(), path, 0); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := Load(t.Context(), makeClip(t, "b.mp4", 3, "-c:v", "mpeg4"), 0); err == nil || !strings.Contains(err.Error(), "H.264") {
		t.Errorf("a file of another codec: %v", err)
	}
	if _, err := Load(t.Context(), makeClip(t, "b.h264", 12, "-bf", "2"), 0); err == nil || !strings.Contains(err.Error(), "B-frames") {
		t.Errorf("raw H.264 with B-frames: %v", err)
	}
}
