package source

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/edge/rtsp"
	"custos.dev/custos/edge/rtspsim"
)

func TestAttack25SSRFByCameraURL(t *testing.T) {
	needFFmpeg(t)
	t.Run("schemes", func(t *testing.T) {
		for _, u := range []string{
			"", "http://192.0.2.1/", "https://192.0.2.1/", "tcp://192.0.2.1:1", "udp://192.0.2.1:1", "rtp://192.0.2.1", "gopher://192.0.2.1/", "ftp://h/x",
			"RTSP2://h/x", "rtspu://h/x", "rtsp:h/x", "rtsp:///x", "//h/x", "h/x", "rtsp://h/x\r\nHost: y", "rtsp://h/x y", "rtsp://h\\@y/x", "data:text/plain,x",
		} {
			err := (&Source{Camera: "t/c", URL: u}).Validate()
			if ReasonOf(err) != Refused {
				t.Errorf("%q: %v", u, err)
			}
		}
	})
	t.Run("addresses", func(t *testing.T) {
		for _, h := range []string{
			"127.0.0.1", "127.9.9.9", "[::1]", "0.0.0.0", "[::]", "169.254.169.254", "169.254.1.1", "[fe80::1]", "[fe80::1%25eth0]", "224.0.0.1", "[ff02::1]", "255.255.255.255",
			"[::ffff:127.0.0.1]", "[::ffff:169.254.169.254]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b::7f00:1]", "[2002:7f00:1::1]", "[::127.0.0.1]", "[fd00:ec2::254]", "100.100.100.200", "168.63.129.16",
		} {
			expect(t, &Source{URL: "rtsp://" + h + "/x"}, Refused, custos.Denied, false, "refused")
		}
		// Loopback is no door to the others.
		expect(t, &Source{URL: "rtsp://169.254.169.254/x", AllowLoopback: true}, Refused, custos.Denied, false)
		// What looks like a number is a name to the resolver, which here knows none.
		for _, h := range []string{"2130706433", "0x7f000001", "127.1", "017700000001"} {
			s := &Source{URL: "rtsp://" + h + "/x", resolve: func(context.Context, string) ([]netip.Addr, error) {
				return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
			}}
			expect(t, s, Refused, custos.Denied, false)
		}
		for _, ok := range []string{"192.168.1.20", "10.0.0.1", "8.8.8.8", "fd12::1", "2001:db8::1"} {
			if !allowed(netip.MustParseAddr(ok), false) {
				t.Errorf("a camera at %s is refused", ok)
			}
		}
	})
	t.Run("a name with one bad address among good ones", func(t *testing.T) {
		s := &Source{URL: "rtsp://cam.example/x", resolve: func(context.Context, string) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("169.254.169.254")}, nil
		}}
		expect(t, s, Refused, custos.Denied, false)
	})
	t.Run("a name that changes after the check", func(t *testing.T) {
		cam := camera(t, rtspsim.Config{Files: map[string]string{"": scene(t, ".h264", 10, 0)}, Speed: 10})
		lookups := 0
		_, port, _ := strings.Cut(cam.Addr().String(), ":")
		s := &Source{Camera: "t/c", URL: "rtsp://cam.example:" + port + "/x", AllowLoopback: true, resolve: func(context.Context, string) ([]netip.Addr, error) {
			if lookups++; lookups > 1 {
				return []netip.Addr{netip.MustParseAddr("169.254.169.254")}, nil
			}
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
		}}
		c := &collected{}
		if err := run(t, s, c); err != nil || len(c.frames) != 10 || lookups != 1 {
			t.Errorf("%d look-ups, %d frames, %v", lookups, len(c.frames), err)
		}
	})
	t.Run("redirects", func(t *testing.T) {
		visited := false
		inner := fakeCamera(t, func(*rtsp.Request) string { visited = true; return "" })
		for _, status := range []int{301, 302, 305} {
			a := fakeCamera(t, func(*rtsp.Request) string {
				return fmt.Sprintf("RTSP/1.0 %d Moved\r\nCSEQ\r\nLocation: rtsp://%s/\r\n\r\n", status, inner)
			})
			expect(t, &Source{URL: "rtsp://" + a + "/x", AllowLoopback: true}, Refused, custos.Denied, false, "redirects")
		}
		// A base or control that names another host is only a name.
		a := fakeCamera(t, func(q *rtsp.Request) string {
			if q.Method == "DESCRIBE" {
				sdp := "v=0\r\nc=IN IP4 " + inner + "\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:rtsp://" + inner + "/t\r\n"
				return strings.Replace(describe(sdp), "CSEQ\r\n", "CSEQ\r\nContent-Base: rtsp://"+inner+"/\r\n", 1)
			}
			return ""
		})
		expect(t, &Source{URL: "rtsp://" + a + "/x", AllowLoopback: true}, Unreachable, custos.Unavailable, true)
		if visited {
			t.Error("the other address was dialled")
		}
	})
}

func TestAttack26FFmpegInjection(t *testing.T) {
	needFFmpeg(t)
	dir, outside := t.TempDir(), t.TempDir()
	const secret = "canary-7f3a"
	canary := filepath.Join(outside, "canary.txt")
	// A canary that ffmpeg could show: a real video with the secret in its title.
	if err := os.WriteFile(canary, []byte(strings.Repeat(secret+"\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	video := filepath.Join(outside, "outside.mp4")
	b, err := os.ReadFile(scene(t, ".mp4", 30, 2))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(video, b, 0o600); err != nil {
		t.Fatal(err)
	}
	put := func(name, content string) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	link := filepath.Join(dir, "link.mp4")
	if err := os.Symlink(video, link); err != nil {
		t.Fatal(err)
	}
	linkDir := filepath.Join(dir, "sub")
	if err := os.Symlink(outside, linkDir); err != nil {
		t.Fatal(err)
	}
	fifo := filepath.Join(dir, "fifo.mp4")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	corpus := []string{
		"-i file:" + canary, "-i", "--help", "-f lavfi -i color", "file:" + canary, "file:" + video, "concat:" + canary + "|" + canary,
		"concatf:" + canary, "subfile:,,start,0,end,64,,:" + canary, "crypto:" + canary, "cache:" + canary, "async:" + canary, "data:" + canary, "md5:" + canary,
		"pipe:0", "unix:" + canary, "fd:0", "tee:" + canary, "rtsp+unix:" + canary, "ffrtmpcrypt://x", "lavfi:movie=" + canary, "hls+file:" + canary,
		"file://" + canary, "file://" + video, "file://localhost" + canary, "file:///" + canary, "file://" + dir + "/../" + filepath.Base(outside) + "/outside.mp4",
		"file://" + dir + "/%2e%2e/" + filepath.Base(outside) + "/outside.mp4", "file://" + link, "file://" + linkDir + "/outside.mp4", "file://" + fifo, "file://" + dir,
		"file:///dev/stdin", "file:///proc/self/environ", "file://" + dir + "/%00" + video, "rtsp://-oProxyCommand/x", "rtsp://h/x#-i " + canary,
		"file://" + put("playlist.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://"+canary+"\n#EXT-X-ENDLIST\n"),
		"file://" + put("playlist.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n"+video+"\n#EXT-X-ENDLIST\n"),
		"file://" + put("concat.mp4", "ffconcat version 1.0\nfile '"+video+"'\n"),
		"file://" + put("session.mp4", "v=0\nm=video 1 RTP/AVP 96\na=rtpmap:96 H264/90000\n"),
		"file://" + put("image.mp4", "P5 4 4 255 0123456789abcdef"),
		"file://" + put("-i.mp4", "x"),
	}
	for _, u := range corpus {
		var log bytes.Buffer
		c := &collected{}
		s := &Source{Camera: "t/c", URL: u, AllowDirs: []string{dir}, Unpaced: true, AllowLoopback: true, Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
		err := run(t, s, c)
		if err == nil || len(c.frames) > 0 || len(c.frags) > 0 {
			t.Errorf("%q gave %d frames, %d fragments and %v", u, len(c.frames), len(c.frags), err)
		}
		if err != nil && strings.Contains(err.Error(), secret) || strings.Contains(log.String(), secret) {
			t.Errorf("%q shows the canary: %v %s", u, err, log.String())
		}
	}
	// What ffmpeg is started with comes from no URL.
	s := &Source{URL: "rtsp://user:pw@host/-i"}
	for _, a := range s.decoderArgs() {
		if strings.Contains(a, "host") || strings.Contains(a, "pw") {
			t.Errorf("ffmpeg is given %q", a)
		}
	}
}

func TestAttack27CredentialsStaySecret(t *testing.T) {
	t.Parallel()
	needFFmpeg(t)
	const secret = "s3cr3t-Pa55"
	var log lockedBuffer
	for _, user := range []string{"ann:" + secret + "@", "ann:wrong-" + secret + "@"} {
		cam := camera(t, rtspsim.Config{Files: map[string]string{"": scene(t, ".h264", 30, 0)}, Credentials: rtsp.Credentials{User: "ann", Password: secret}, Speed: 2, Log: slog.New(slog.NewTextHandler(&log, nil))})
		s := &Source{
			Camera: "t/c", URL: strings.Replace(cam.URL("x"), "//", "//"+user, 1), AllowLoopback: true,
			Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		}
		looked := 0
		c := &collected{onFrame: func(custos.Frame) {
			for _, what := range []string{"cmdline", "environ"} {
				files, _ := filepath.Glob("/proc/[0-9]*/" + what)
				for _, f := range files {
					b, err := os.ReadFile(f)
					if err == nil {
						looked++
						if bytes.Contains(b, []byte(secret)) {
							t.Errorf("%s shows the password: %q", f, b)
						}
					}
				}
			}
		}}
		err := run(t, s, c)
		if strings.HasPrefix(user, "ann:"+secret) && (err != nil || looked == 0) {
			t.Fatalf("%v, %d looks", err, looked)
		}
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("the error shows the password: %v", err)
		}
	}
	for _, u := range []string{"rtsp://ann:" + secret + "@[::1", "rtsp://ann:" + secret + "@h:port/x", "http://ann:" + secret + "@h/", "rtsp://ann:" + secret + "%zz@h/", "rtsp://ann:" + secret + "@169.254.169.254/", "rtsp://ann:" + secret + "@127.0.0.1:1/", "rtsp://ann:" + secret + "@h:99999/"} {
		s := &Source{Camera: "t/c", URL: u, AllowLoopback: true, Log: slog.New(slog.NewTextHandler(&log, nil)), resolve: func(context.Context, string) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
		}}
		if err := run(t, s, &collected{}); err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("%q: %v", u, err)
		}
	}
	if strings.Contains(log.String(), secret) {
		t.Errorf("the log shows the password: %s", log.String())
	}
	t.Run("what a child writes", func(t *testing.T) {
		var out bytes.Buffer
		r := NewRedactor(&out, secret, "p%40ss", "ab")
		text := "opening rtsp://ann:" + secret + "@h/x and http://u:v@w/\nbare " + secret + ", p%40ss; ab stays\rlong " + strings.Repeat("x", 3*maxRedactLine) + secret + "\nlast " + secret
		// In every way of cutting it into two.
		for i := range len(text) {
			if i > 120 && i < len(text)-40 {
				continue
			}
			out.Reset()
			_, _ = r.Write([]byte(text[:i]))
			_, _ = r.Write([]byte(text[i:]))
			_ = r.Flush()
			got := out.String()
			if strings.Contains(got, secret) || strings.Contains(got, "p%40ss") || strings.Contains(got, "u:v") || !strings.Contains(got, "ab stays") || !strings.Contains(got, "@h/x") {
				t.Fatalf("cut at %d: %.300q", i, got)
			}
		}
	})
	t.Run("values in formats", func(t *testing.T) {
		s := Source{Credentials: rtsp.Credentials{User: "ann", Password: secret}}
		for _, f := range []string{"%v", "%+v", "%#v"} {
			if got := fmt.Sprintf(f, s.Credentials); strings.Contains(got, secret) {
				t.Errorf("%s shows the password", f)
			}
		}
	})
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
