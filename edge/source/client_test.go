package source

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/rtp"

	"custos.dev/custos/edge/rtsp"
	"custos.dev/custos/edge/rtspsim"
)

// session plays a camera until its stream ends or it has sent enough packets (0 for no
// limit), and says what came.
type session struct {
	media   media
	packets int
	ssrcs   map[uint32]bool
	foreign uint64
	err     error
}

func play(t *testing.T, s *Source, transport string, enough int) (out session) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	out.ssrcs = map[uint32]bool{}
	u, err := parseURL(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.dial(ctx, u)
	if err != nil {
		out.err = err
		return out
	}
	defer c.close()
	if out.media, out.err = c.open(transport, false, nil); out.err != nil {
		return out
	}
	full := errors.New("enough")
	var last time.Time
	err = c.receive(ctx, func(k *rtp.Packet, at time.Time) error {
		if at.Before(last) && transport == "tcp" || time.Since(at) < 0 {
			t.Errorf("a packet was read %v before the one before it", last.Sub(at))
		}
		last = at
		out.ssrcs[k.SSRC] = true
		if out.packets++; enough > 0 && out.packets >= enough {
			return full
		}
		return nil
	}, nil)
	out.foreign = c.foreign()
	if err != full {
		out.err = err
	}
	return out
}

// ends are the oddities that no session can be had of, or only one that ends, with what is
// said of them.
var ends = map[string]struct {
	reason Reason
	words  []string
}{
	"late404":       {NotThere, []string{"check the path"}},
	"late401":       {AuthFailed, []string{"asks for a user name"}},
	"busy":          {Unreachable, []string{"busy", "503"}},
	"redirect":      {Refused, []string{"192.0.2.7:8554", "final URL"}},
	"forbidden":     {AuthFailed, []string{"right to view"}},
	"notcp":         {Refused, []string{"choose the other"}},
	"endlessheader": {Unreachable, []string{"does not answer as an RTSP camera"}},
	"endlessline":   {Unreachable, []string{"does not answer as an RTSP camera"}},
	"hugebody":      {Unreachable, []string{"does not answer as an RTSP camera"}},
	"novideo":       {WrongCodec, []string{"no video stream"}},
	"mjpeg":         {WrongCodec, []string{"JPEG", "H.264"}},
	"halfopen":      {Lost, []string{"nothing of its video"}},
	"silent":        {Lost, []string{"nothing of its video"}},
	"drop":          {Lost, []string{"closed the connection"}},
	"endsession":    {Lost, []string{"ended the session"}},
}

// long are the oddities that show only when the session is older than its timeout.
var long = map[string]bool{
	"optionsonly": true, "falsepublic": true, "unanswered": true, "getonly": true, "rtcponly": true, "asks": true,
	"optionssigned": true, "stale": true, "newnonce": true, "md5": true,
}

// foreignTo are the oddities whose strange packets are counted, and not handed on.
var foreignTo = map[string]bool{"foreignssrc": true, "foreigntype": true, "bigframes": true, "badrtp": true}

// whole are the oddities of which nothing may be lost.
var whole = map[string]bool{"wrongtype": true, "otherchannels": true, "ssrcchange": true, "ssrcrestart": true, "byeandon": true, "garbage": true}

// TestOddSessions has a session with a camera of every oddity.
func TestOddSessions(t *testing.T) {
	file := scene(t, ".h264", 30, 0)
	cfg := rtspsim.Config{Files: map[string]string{"": file}, Odd: map[string]string{}, Speed: 5, OddAfter: time.Second}
	forEver := cfg
	forEver.Odd, forEver.Loop = map[string]string{}, true
	var names []string
	for _, o := range rtspsim.Oddities() {
		if o.Name == "uhd" { // a matter of decoders
			continue
		}
		names = append(names, o.Name)
		if long[o.Name] || o.Name == "halfopen" || o.Name == "silent" || o.Name == "playsilent" {
			forEver.Odd[o.Name] = o.Name
		} else {
			cfg.Odd[o.Name] = o.Name
		}
	}
	for _, m := range []map[string]struct{}{keys(ends), keys(long), keys(foreignTo), keys(whole)} {
		for n := range m {
			if cfg.Odd[n] == "" && forEver.Odd[n] == "" {
				t.Errorf("the oddity %s is gone", n)
			}
		}
	}
	once, loop := camera(t, cfg), camera(t, forEver)
	clip := once.Clip("plain").Packets()
	// All at once: they mostly wait.
	type question struct{ name, transport string }
	answers := map[question]session{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	slots := make(chan struct{}, 32)
	ask := func(name, transport string) {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			cam, enough := once, 0
			if forEver.Odd[name] != "" {
				// At five times its speed the clip takes 0.6 s; all sessions end before that.
				cam, enough = loop, 15*clip
			}
			s := &Source{Camera: "t/c", URL: cam.URL(name), AllowLoopback: true, patience: time.Minute}
			if wantsLogin(name) {
				s.Credentials = rtspsim.OddCredentials
			}
			switch name {
			case "cbase":
				s.URL += "/param/id=1%241%26sub=1?token=69154&trackID=0"
			case "halfopen", "silent":
				s.patience = 2 * time.Second
			}
			got := play(t, s, transport, enough)
			mu.Lock()
			defer mu.Unlock()
			answers[question{name, transport}] = got
		})
	}
	for _, name := range names {
		ask(name, "tcp")
	}
	udp := []string{"noudp", "reorder", "duplicates", "seqreset", "seqrandom", "ssrcchange", "foreignssrc", "optionssigned", "rtcponly", "drop"}
	for _, name := range udp {
		ask(name, "udp")
	}
	wg.Wait()
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			got := answers[question{name, "tcp"}]
			want, isEnd := ends[name]
			switch {
			case isEnd:
				got.ended(t, want.reason, want.words...)
			case got.err != nil:
				t.Fatalf("after %d packets: %v (%s)", got.packets, got.err, ReasonOf(got.err))
			case forEver.Odd[name] == "" && got.packets < 12:
				t.Errorf("%d packets", got.packets)
			case forEver.Odd[name] != "" && got.packets != 15*clip:
				t.Errorf("%d packets of %d", got.packets, 15*clip)
			}
			if foreignTo[name] != (got.foreign > 0) && !isEnd {
				t.Errorf("%d foreign packets", got.foreign)
			}
			if foreignTo[name] && (len(got.ssrcs) != 1 || got.packets != clip) {
				t.Errorf("%d packets of %d sources, want %d of one", got.packets, len(got.ssrcs), clip)
			}
			if whole[name] && got.packets != clip {
				t.Errorf("%d packets of %d", got.packets, clip)
			}
		})
	}
	for _, name := range udp {
		t.Run(name+" over UDP", func(t *testing.T) {
			got := answers[question{name, "udp"}]
			switch name {
			case "noudp":
				got.ended(t, Refused, "choose the other")
			case "drop":
				got.ended(t, Lost, "closed the connection")
			default:
				if got.err != nil || got.packets < clip/2 {
					t.Errorf("%d packets, %v", got.packets, got.err)
				}
			}
		})
	}
}

// ended checks why a session ended, and what is said of it.
func (s session) ended(t *testing.T, want Reason, words ...string) {
	t.Helper()
	if ReasonOf(s.err) != want {
		t.Fatalf("ended as %s: %v", ReasonOf(s.err), s.err)
	}
	for _, w := range words {
		if !strings.Contains(s.err.Error(), w) {
			t.Errorf("%q does not say %q", s.err, w)
		}
	}
	if strings.Contains(s.err.Error(), "hidden") {
		t.Errorf("%q shows a password", s.err)
	}
}

func keys[V any](m map[string]V) map[string]struct{} {
	out := map[string]struct{}{}
	for k := range m {
		out[k] = struct{}{}
	}
	return out
}

func wantsLogin(name string) bool {
	switch name {
	case "md5", "md5sess", "sha256", "sha256sess", "sha512", "manyways", "onlybest", "noqop", "authint", "oneline", "unquoted", "stale", "newnonce", "closes401", "optionssigned":
		return true
	}
	return false
}

// TestAskedOnce counts how often a refused password is tried.
func TestAskedOnce(t *testing.T) {
	for name, challenge := range map[string]string{
		"basic":            `Basic realm="x"`,
		"digest":           `Digest realm="x", nonce="1", qop="auth"`,
		"stale each time":  `Digest realm="x", nonce="NONCE", stale=true`,
		"a nonce each try": `Digest realm="x", nonce="NONCE"`,
	} {
		tried, n := 0, 0
		a := fakeCamera(t, func(q *rtsp.Request) string {
			if q.Header.Get("Authorization") != "" {
				tried++
			}
			n++
			return "RTSP/1.0 401 Unauthorized\r\nCSEQ\r\nWWW-Authenticate: " + strings.Replace(challenge, "NONCE", fmt.Sprint(n), 1) + "\r\n\r\n"
		})
		got := play(t, &Source{URL: "rtsp://ann:pw@" + a + "/x", AllowLoopback: true}, "tcp", 0)
		want := 1
		if strings.HasPrefix(name, "stale") {
			want = 2 // the camera itself says that the first was right
		}
		if ReasonOf(got.err) != AuthFailed || tried != want {
			t.Errorf("%s: tried %d times, %v", name, tried, got.err)
		}
	}
}

// TestFloodStaysSmall has cameras that send without end.
func TestFloodStaysSmall(t *testing.T) {
	cam := camera(t, rtspsim.Config{
		Files: map[string]string{"": scene(t, ".h264", 30, 0)}, Speed: 20,
		Odd: map[string]string{"a": "endlessheader", "b": "endlessline", "c": "hugebody", "d": "bigframes"},
	})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for _, p := range []string{"a", "b", "c", "d"} {
		_ = play(t, &Source{URL: cam.URL(p), AllowLoopback: true}, "tcp", 0)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 8<<20 {
		t.Errorf("the heap grew by %d KiB", grown>>10)
	}
}

func TestJoinControl(t *testing.T) {
	for _, x := range []struct{ base, control, want string }{
		{"rtsp://h/a/", "trackID=0", "rtsp://h/a/trackID=0"},
		{"rtsp://h/a", "trackID=0", "rtsp://h/a/trackID=0 rtsp://h/trackID=0"},
		{"rtsp://h/a?x=1", "trackID=0", "rtsp://h/a?x=1/trackID=0 rtsp://h/trackID=0"},
		{"rtsp://h/a/b", "/c/d", "rtsp://h/a/b/c/d rtsp://h/c/d"},
		{"rtsp://h/a", "*", "rtsp://h/a"},
		{"rtsp://h/a", "", "rtsp://h/a"},
		{"rtsp://h/a", "RTSP://10.0.0.1/z?q", "RTSP://10.0.0.1/z?q"},
	} {
		if got := strings.Join(joinControl(x.base, x.control), " "); got != x.want {
			t.Errorf("%s with %s is %s, want %s", x.base, x.control, got, x.want)
		}
	}
	for in, want := range map[string]string{"rtsp://a:b@h:1/x": "h:1", "": "another address", "://": "another address", "rtsp://[::1]/": "[::1]"} {
		if got := hostOf(in); got != want {
			t.Errorf("the host of %q is %q", in, got)
		}
	}
	h := rtsp.Header{}
	h.Set("Content-Base", "/inside/")
	if got := baseOf("rtsp://h:1/a?b", h); got != "rtsp://h:1/inside/" {
		t.Error(got)
	}
	if u, _ := url.Parse(baseOf("rtsp://h:1/a?b", rtsp.Header{})); u.String() != "rtsp://h:1/a?b" {
		t.Error(u)
	}
}

// TestKeepAliveRefused has a camera that refuses every keep-alive, each time with another
// nonce and without a number: it is asked again a few times, not in a circle.
func TestKeepAliveRefused(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	a := fakeCamera(t, func(q *rtsp.Request) string {
		switch q.Method {
		case "OPTIONS":
			return "RTSP/1.0 200 OK\r\nCSEQ\r\nPublic: GET_PARAMETER\r\n\r\n"
		case "DESCRIBE":
			return describe("v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n")
		case "SETUP":
			return "RTSP/1.0 200 OK\r\nCSEQ\r\nSession: 1;timeout=1\r\nTransport: RTP/AVP/TCP;interleaved=0-1\r\n\r\n"
		case "PLAY":
			return "RTSP/1.0 200 OK\r\nCSEQ\r\n\r\n"
		case "TEARDOWN":
			return ""
		}
		return fmt.Sprintf("RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"x\", nonce=\"%d\"\r\n\r\n", asked.Add(1))
	})
	got := play(t, &Source{URL: "rtsp://ann:pw@" + a + "/x", AllowLoopback: true, patience: 4 * time.Second}, "tcp", 0)
	if n := asked.Load(); ReasonOf(got.err) != Lost || n < 2 || n > 6 {
		t.Errorf("asked %d times, %v", n, got.err)
	}
}
