package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/rtsp"
	"custos.dev/custos/edge/rtspsim"
)

// fakeCamera answers each request with what answer says, until it is "".
func fakeCamera(t *testing.T, answer func(q *rtsp.Request) string) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				r := rtsp.NewReader(c)
				for {
					m, err := r.Next()
					if err != nil {
						return
					}
					q, ok := m.(*rtsp.Request)
					if !ok {
						continue
					}
					a := answer(q)
					if a == "" {
						return
					}
					_, _ = io.WriteString(c, strings.ReplaceAll(a, "CSEQ", "CSeq: "+q.Header.Get("CSeq")))
				}
			}()
		}
	}()
	return l.Addr().String()
}

func describe(sdp string) string {
	return fmt.Sprintf("RTSP/1.0 200 OK\r\nCSEQ\r\nContent-Type: application/sdp\r\nContent-Length: %d\r\n\r\n%s", len(sdp), sdp)
}

// expect runs a source and checks how it ends.
func expect(t *testing.T, s *Source, want Reason, kind custos.ErrorKind, retry bool, words ...string) {
	t.Helper()
	s.Camera = "t/cam1"
	err := run(t, s, &collected{})
	if ReasonOf(err) != want || custos.KindOf(err) != kind || Retryable(err) != retry {
		t.Errorf("Run ended as %s, %s, retry %v (%v); want %s, %s, %v", ReasonOf(err), custos.KindOf(err), Retryable(err), err, want, kind, retry)
		return
	}
	for _, w := range append(words, "t/cam1") {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not say %q", err, w)
		}
	}
}

func TestEndings(t *testing.T) {
	needFFmpeg(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := l.Addr().String()
	l.Close()
	expect(t, &Source{URL: "rtsp://" + closed + "/x", AllowLoopback: true}, Unreachable, custos.Unavailable, true, "cannot be reached", closed)

	cam := camera(t, rtspsim.Config{Files: map[string]string{"cam1": scene(t, ".h264", 30, 0)}})
	expect(t, &Source{URL: cam.URL("nope"), AllowLoopback: true}, NotThere, custos.NotFound, true, "check the path")

	for name, sdp := range map[string]string{
		"VP8":    "v=0\r\nm=audio 0 RTP/AVP 0\r\nm=video 0 RTP/AVP 97\r\na=rtpmap:97 VP8/90000\r\n",
		"JPEG":   "v=0\r\nm=video 0 RTP/AVP 26\r\n",
		"no vid": "v=0\r\nm=audio 0 RTP/AVP 0\r\n",
	} {
		a := fakeCamera(t, func(*rtsp.Request) string { return describe(sdp) })
		words := []string{name, "H.264"}
		if name == "no vid" {
			words = []string{"no video"}
		}
		expect(t, &Source{URL: "rtsp://" + a + "/x", AllowLoopback: true}, WrongCodec, custos.Invalid, false, words...)
	}

	a := fakeCamera(t, func(*rtsp.Request) string { return "HTTP/1.1 400 Bad Request\r\n\r\n" })
	expect(t, &Source{URL: "rtsp://" + a + "/x", AllowLoopback: true}, Unreachable, custos.Unavailable, true, "port")
	a = fakeCamera(t, func(*rtsp.Request) string { return "RTSP/1.0 503 Busy\r\nCSEQ\r\n\r\n" })
	expect(t, &Source{URL: "rtsp://" + a + "/x", AllowLoopback: true}, Unreachable, custos.Unavailable, true, "503")

	// A camera that plays and is cut off.
	a = fakeCamera(t, func(q *rtsp.Request) string {
		switch q.Method {
		case "DESCRIBE":
			return describe("v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:t\r\n")
		case "SETUP":
			return "RTSP/1.0 200 OK\r\nCSEQ\r\nSession: 1\r\nTransport: RTP/AVP/TCP;interleaved=0-1\r\n\r\n"
		case "PLAY":
			return "RTSP/1.0 200 OK\r\nCSEQ\r\n\r\n$\x00\x00\x04junk$\x00\xff\xff"
		}
		return ""
	})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	s := &Source{Camera: "t/cam1", URL: "rtsp://" + a + "/x", AllowLoopback: true, patience: time.Second}
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx, &collected{}) }()
	if err := <-done; ReasonOf(err) != Lost || !Retryable(err) {
		t.Errorf("a silent camera: %v", err)
	}

	// Stopping is no failure of the camera's.
	ctx, cancel = context.WithCancel(t.Context())
	c := &collected{onFrame: func(custos.Frame) { cancel() }}
	s = &Source{Camera: "t/cam1", URL: cam.URL("cam1"), AllowLoopback: true}
	if err := s.Run(ctx, c); !errors.Is(err, context.Canceled) || ReasonOf(err) != Stopped || Retryable(err) {
		t.Errorf("stopped: %v", err)
	}
}

func TestServerGoesAway(t *testing.T) {
	t.Parallel()
	for _, transport := range []string{"tcp", "udp"} {
		cfg := rtspsim.Config{Addr: "127.0.0.1:0", Files: map[string]string{"": scene(t, ".h264", 30, 0)}, Loop: true}
		srv, err := rtspsim.New(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); _ = srv.Run(ctx) }()
		c := &collected{onFrame: func(f custos.Frame) {
			if f.Ref.Seq == 5 {
				cancel()
			}
		}}
		s := &Source{URL: srv.URL("x"), Transport: transport, AllowLoopback: true, Camera: "t/cam1"}
		err = run(t, s, c)
		<-done
		if ReasonOf(err) != Lost || !Retryable(err) || !strings.Contains(err.Error(), "t/cam1") {
			t.Errorf("%s: %v", transport, err)
		}
		if len(c.frames) < 5 {
			t.Errorf("%s: what came before is lost: %d frames", transport, len(c.frames))
		}
	}
}

func TestSigningIn(t *testing.T) {
	t.Parallel()
	file := scene(t, ".h264", 30, 0)
	for _, basic := range []bool{false, true} {
		cam := camera(t, rtspsim.Config{Files: map[string]string{"cam1": file}, Credentials: rtsp.Credentials{User: "ann", Password: "p@ss w/rd"}, Basic: basic, Speed: 10})
		with := func(user string) string { return strings.Replace(cam.URL("cam1"), "//", "//"+user, 1) }
		expect(t, &Source{URL: with(""), AllowLoopback: true}, AuthFailed, custos.Denied, false, "asks for a user name")
		expect(t, &Source{URL: with("ann:wrong@"), AllowLoopback: true}, AuthFailed, custos.Denied, false, "refuses")
		for _, s := range []*Source{
			{URL: with("ann:p%40ss%20w%2Frd@")},
			{URL: with(""), Credentials: rtsp.Credentials{User: "ann", Password: "p@ss w/rd"}},
		} {
			s.AllowLoopback = true
			c := &collected{}
			if err := run(t, s, c); err != nil || len(c.frames) != 30 {
				t.Errorf("basic %v: %d frames, %v", basic, len(c.frames), err)
			}
		}
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	mp4, raw := scene(t, ".mp4", 30, 2), scene(t, ".h264", 30, 0)
	good := func(path string) {
		t.Helper()
		c := &collected{}
		s := &Source{Camera: "t/f", URL: "file://" + path, AllowDirs: []string{filepath.Dir(path)}, Unpaced: true}
		if err := run(t, s, c); err != nil || len(c.frames) != 30 || len(c.frags) != 30 {
			t.Fatalf("%s: %d frames, %d fragments, %v", path, len(c.frames), len(c.frags), err)
		}
		recorded := c.numbersAt(t)
		for i, f := range c.frames {
			if d := c.times[i].Sub(c.times[0]); d != f.PTS-c.frames[0].PTS {
				t.Errorf("%s: frame %d is dated %v after the first, its time stamp %v", path, i, d, f.PTS)
			}
			if c.numbers[i] != i || recorded[tickOf(f.PTS)] != i || tickOf(f.PTS-c.frames[0].PTS) != int64(i)*ticks/10 {
				t.Errorf("%s: frame %d shows %d at %v, the recording %d", path, i, c.numbers[i], f.PTS, recorded[tickOf(f.PTS)])
			}
		}
	}
	good(mp4)
	good(raw)
	for _, name := range []string{"a.mkv", "a.ts"} {
		p := filepath.Join(dir, name)
		if out, err := exec.Command("ffmpeg", "-v", "error", "-i", mp4, "-c", "copy", p).CombinedOutput(); err != nil {
			t.Fatalf("%s", out)
		}
		good(p)
	}

	b, err := os.ReadFile(mp4)
	if err != nil {
		t.Fatal(err)
	}
	bad := func(name string, content []byte, want Reason, words ...string) {
		t.Helper()
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, content, 0o600); err != nil {
			t.Fatal(err)
		}
		expect(t, &Source{URL: "file://" + p, AllowDirs: []string{dir}, Unpaced: true}, want, custos.Invalid, false, words...)
	}
	// An MP4's index stands at its end, so half of one has none.
	bad("half.mp4", b[:len(b)/2], Truncated, "cut short")
	bad("empty.mp4", nil, Truncated, "empty")
	bad("text.mp4", []byte(strings.Repeat("no video at all\n", 50)), WrongCodec, "format")
	fast := filepath.Join(dir, "fast.mp4")
	if out, err := exec.Command("ffmpeg", "-v", "error", "-i", mp4, "-c", "copy", "-movflags", "faststart", fast).CombinedOutput(); err != nil {
		t.Fatalf("%s", out)
	}
	if b, err = os.ReadFile(fast); err != nil {
		t.Fatal(err)
	}
	bad("torn.mp4", b[:len(b)*3/4], Truncated, "cut short")
	for name, args := range map[string][]string{"mpeg4.avi": {"-c:v", "mpeg4"}, "mjpeg.mkv": {"-c:v", "mjpeg"}, "raw.nut": {"-c:v", "rawvideo"}} {
		p := filepath.Join(dir, name)
		if out, err := exec.Command("ffmpeg", append(append([]string{"-v", "error", "-i", mp4}, args...), p)...).CombinedOutput(); err != nil {
			t.Fatalf("%s", out)
		}
		expect(t, &Source{URL: "file://" + p, AllowDirs: []string{dir}, Unpaced: true}, WrongCodec, custos.Invalid, false, "H.264")
	}
}

// TestRunsGoOn runs the same source twice: numbers and time stamps never repeat.
func TestRunsGoOn(t *testing.T) {
	t.Parallel()
	cam := camera(t, rtspsim.Config{Files: map[string]string{"": scene(t, ".h264", 30, 0)}})
	s := &Source{Camera: "t/cam1", URL: cam.URL("x"), AllowLoopback: true, MaxFPS: 5}
	var frames []custos.FrameRef
	for range 2 {
		c := &collected{}
		if err := run(t, s, c); err != nil {
			t.Fatal(err)
		}
		if len(c.frames) != 15 || len(c.frags) != 30 {
			t.Fatalf("at most 5 frames a second of 10: %d frames, %d fragments", len(c.frames), len(c.frags))
		}
		recorded := c.numbersAt(t)
		for i, f := range c.frames {
			if n, ok := recorded[tickOf(f.PTS)]; !ok || n != c.numbers[i] {
				t.Errorf("frame %d shows %d, the recording %d", i, c.numbers[i], n)
			}
		}
		frames = append(frames, c.frames...)
	}
	for i := 1; i < len(frames); i++ {
		if frames[i].Seq != frames[i-1].Seq+1 || frames[i].PTS <= frames[i-1].PTS {
			t.Errorf("%+v follows %+v", frames[i], frames[i-1])
		}
	}
}

// TestFFmpegMissing: without it files cannot be read, and cameras are recorded all the same.
func TestFFmpegMissing(t *testing.T) {
	path := scene(t, ".mp4", 30, 2)
	cam := camera(t, rtspsim.Config{Files: map[string]string{"": scene(t, ".h264", 30, 0)}, Speed: 5})
	t.Setenv("PATH", t.TempDir())
	expect(t, &Source{URL: "file://" + path, AllowDirs: []string{filepath.Dir(path)}}, NoFFmpeg, custos.Unavailable, false, "apt-get install ffmpeg")
	c := &watching{}
	if err := run(t, &Source{Camera: "t/cam1", URL: cam.URL("x"), AllowLoopback: true}, c); err != nil {
		t.Fatal(err)
	}
	if len(c.frags) != 30 || len(c.frames) != 0 || !strings.Contains(strings.Join(c.odd, ""), "apt-get install ffmpeg") {
		t.Errorf("%d fragments, %d frames, and it says %q", len(c.frags), len(c.frames), c.odd)
	}
}

// TestSlowDecoder has a decoder that takes all the time in the world for its last frames:
// a connection that is lost is not waited with for it.
func TestSlowDecoder(t *testing.T) {
	clip, bin := scene(t, ".h264", 30, 0), t.TempDir()
	cam := camera(t, rtspsim.Config{Files: map[string]string{"": clip}, Odd: map[string]string{"": "drop"}, OddAfter: time.Second, Speed: 3})
	long := fmt.Sprintf("3600.%d", os.Getpid()) // by which it is known: it can write no file
	if err := os.WriteFile(filepath.Join(bin, "ffmpeg"), []byte("#!/bin/sh\nexec sleep "+long+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	openDir(t, bin)
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	c := &collected{}
	s := &Source{Camera: "t/c", URL: cam.URL("c"), AllowLoopback: true, drain: time.Hour, Log: slog.New(slog.DiscardHandler)}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	first := uint64(0)
	for i := range 3 {
		if err := s.Run(ctx, c); ReasonOf(err) != Lost {
			t.Fatalf("Run: %v", err)
		}
		if i == 0 {
			first = s.Counts().Pictures
		}
	}
	var ran []string
	for ran == nil {
		if ctx.Err() != nil {
			t.Fatal("no decoder was started")
		}
		time.Sleep(time.Millisecond)
		lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
		for _, f := range lines {
			if b, _ := os.ReadFile(f); string(b) == "sleep\x00"+long+"\x00" {
				ran = append(ran, filepath.Base(filepath.Dir(f)))
			}
		}
	}
	for _, f := range ran {
		pid, err := strconv.Atoi(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
	}
	s.Wait()
	if n := s.Counts(); first == 0 || n.Pictures == first || n.Undecoded < n.Pictures-first {
		t.Errorf("%d pictures came, %d of them in the first run; %d of the others are counted as not decoded", n.Pictures, first, n.Undecoded)
	}
}
