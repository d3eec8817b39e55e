package source

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/rtp"

	"custos.dev/custos"
	"custos.dev/custos/edge/codec"
	"custos.dev/custos/edge/ffmpeg"
	"custos.dev/custos/edge/h264"
	"custos.dev/custos/edge/rtsp"
	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/edge/stream"
)

// hostileSDP offers H.264, or H.265, without parameter sets.
const (
	hostileSDP  = "v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:t\r\n"
	hostile265  = "v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H265/90000\r\na=control:t\r\n"
	mebibyte    = 1 << 20
	hostileMost = 320 * mebibyte // what one camera may have the heap grow by
)

// hostile is a camera that answers as it should until PLAY, and then sends what it likes.
func hostile(t *testing.T, sdp string, send func(p *packer)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	serve := func(c net.Conn) {
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
			a := "RTSP/1.0 200 OK\r\nCSEQ\r\nSession: 1\r\n\r\n"
			switch q.Method {
			case "DESCRIBE":
				a = describe(sdp)
			case "SETUP":
				a = "RTSP/1.0 200 OK\r\nCSEQ\r\nSession: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n"
			}
			if _, err := io.WriteString(c, strings.ReplaceAll(a, "CSEQ", "CSeq: "+q.Header.Get("CSeq"))); err != nil {
				return
			}
			if q.Method == "PLAY" {
				go func() { _, _ = io.Copy(io.Discard, c) }() // keep-alives
				p := &packer{w: bufio.NewWriterSize(c, 256<<10), ssrc: 1}
				send(p)
				_ = p.w.Flush()
				return
			}
		}
	}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serve(c)
		}
	}()
	return "rtsp://" + l.Addr().String() + "/x"
}

// packer writes interleaved packets.
type packer struct {
	w        *bufio.Writer
	seq      uint16
	ts, ssrc uint32
	sent     int
	err      error
}

func (p *packer) packet(payload []byte, marker bool) {
	b, err := (&rtp.Packet{Header: rtp.Header{Version: 2, PayloadType: 96, SSRC: p.ssrc, SequenceNumber: p.seq, Timestamp: p.ts, Marker: marker}, Payload: payload}).Marshal()
	if err != nil {
		p.err = err
	}
	p.seq++
	head := []byte{'$', 0, 0, 0}
	binary.BigEndian.PutUint16(head[2:], uint16(len(b)))
	if _, err := p.w.Write(append(head, b...)); err != nil {
		p.err = err
	}
	p.sent += len(b) + 4
}

// unit sends a unit in pieces of the largest frames that there are.
func (p *packer) unit(n []byte, marker bool) {
	const most = 65535 - 12 - 2
	if len(n) <= most {
		p.packet(n, marker)
		return
	}
	head, rest := n[0], n[1:]
	for i := 0; len(rest) > 0; i++ {
		k := min(most, len(rest))
		fu := head & 31
		if i == 0 {
			fu |= 0x80
		}
		if k == len(rest) {
			fu |= 0x40
		}
		p.packet(append([]byte{head&0x60 | 28, fu}, rest[:k]...), marker && k == len(rest))
		rest = rest[k:]
	}
}

var (
	smallSPS = spsOf(4, 4)
	smallPPS = []byte{0x68, 0xce, 0x38, 0x80}
)

// slicePicture is one slice of so many bytes, of no picture that could be decoded.
func slicePicture(size int, key bool) []byte {
	n := append([]byte{0x41, 0x9a}, make([]byte, size)...)
	if key {
		n[0], n[1] = 0x65, 0x88
	}
	for i := 2; i < len(n); i++ {
		n[i] = byte(i)*7 | 1
	}
	return n
}

// begin makes the stream one that is recorded.
func (p *packer) begin() {
	for range 10 {
		p.ts += 9000
		p.unit(smallSPS, false)
		p.unit(smallPPS, false)
		p.unit(slicePicture(100, true), true)
	}
}

// counting keeps nothing of what it is given.
type counting struct {
	fragments, bytes, inits atomic.Int64
	enough                  func()
}

func (c *counting) OnInit(stream.Init) { c.inits.Add(1) }
func (c *counting) OnFragment(f stream.Fragment) {
	c.bytes.Add(int64(len(f.Data)))
	if c.fragments.Add(1) == 30 && c.enough != nil {
		c.enough()
	}
}
func (*counting) OnFrame(custos.Frame) {}
func (*counting) OnOdd(string)         {}
func (*counting) OnDescribe(stream.Description) {
}

// heapPeak calls f and returns by how much the heap was larger meanwhile than before.
func heapPeak(f func()) int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before, peak := int64(m.HeapAlloc), int64(0)
	done, over := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, int64(m.HeapAlloc)-before)
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	}()
	f()
	close(done)
	<-over
	return peak
}

// attacks are what a camera sends after PLAY, some 200 MiB each, or as many packets as
// are worse.
var attacks = map[string]struct {
	sdp  string
	send func(p *packer)
}{
	"a unit without end, in frames of 65,535 bytes": {hostileSDP, func(p *packer) {
		p.begin()
		p.packet(append([]byte{0x7c, 0x85}, make([]byte, 65000)...), false)
		for p.sent < 200*mebibyte && p.err == nil {
			p.packet(append([]byte{0x7c, 0x05}, make([]byte, 65500)...), false)
		}
	}},
	"the same in H.265": {hostile265, func(p *packer) {
		p.packet(append([]byte{49 << 1, 1, 0x80 | 19}, make([]byte, 65000)...), false)
		for p.sent < 200*mebibyte && p.err == nil {
			p.packet(append([]byte{49 << 1, 1, 19}, make([]byte, 65500)...), false)
		}
	}},
	"units that only stand before a picture": {hostileSDP, func(p *packer) {
		p.begin()
		for p.sent < 200*mebibyte && p.err == nil {
			p.unit(append([]byte{6, 5, 255}, make([]byte, 60000)...), false)
		}
		p.ts += 9000
		p.begin()
	}},
	"a hundred thousand tiny units before a picture": {hostileSDP, func(p *packer) {
		p.begin()
		for range 100_000 {
			p.packet([]byte{6, 1}, false)
		}
		p.begin()
	}},
	"a hundred thousand slices of one picture": {hostileSDP, func(p *packer) {
		p.begin()
		p.unit(slicePicture(10, false), false)
		for range 100_000 {
			p.packet([]byte{0x41, 0x20, 1}, false)
		}
		p.begin()
	}},
	"a picture without end": {hostileSDP, func(p *packer) {
		p.begin()
		p.unit(slicePicture(10, false), false)
		slice := slicePicture(60000, false)
		slice[1] = 0x20
		for p.sent < 200*mebibyte && p.err == nil {
			p.packet(slice, false)
		}
		p.begin()
	}},
	"parameter sets by the thousand": {hostileSDP, func(p *packer) {
		p.begin()
		for i := range 50_000 {
			w := &bitWriter{}
			w.ue(uint32(i % 256))
			w.u(uint32(i), 32)
			p.packet(append([]byte{0x68}, w.b...), false)
		}
		p.begin()
	}},
	"another format with each picture": {hostileSDP, func(p *packer) {
		p.begin()
		for i := range 2000 {
			p.ts += 9000
			p.unit(spsOf(4+uint32(i%60), 4), false)
			p.unit(smallPPS, false)
			p.unit(slicePicture(100, true), true)
		}
	}},
	"pictures of 8 MiB whose stamps fit nothing": {hostileSDP, func(p *packer) {
		p.begin()
		for range 30 {
			p.ts = rand.Uint32()
			p.unit(slicePicture(8*mebibyte, false), true)
		}
	}},
	"another source's packets": {hostileSDP, func(p *packer) {
		p.begin()
		p.ssrc = 2
		for p.sent < 200*mebibyte && p.err == nil {
			p.packet(slicePicture(60000, false), true)
		}
	}},
	"fifty thousand pictures at once": {hostileSDP, func(p *packer) {
		p.begin()
		for i := range 50_000 {
			p.ts += 9000
			if i%100 == 0 {
				p.unit(smallSPS, false)
				p.unit(smallPPS, false)
			}
			p.unit(slicePicture(500, i%100 == 0), true)
		}
	}},
	"aggregates of nothing": {hostileSDP, func(p *packer) {
		p.begin()
		for range 200 {
			p.packet(append([]byte{24}, make([]byte, 65000)...), false)
		}
	}},
}

// TestAttack41CamerasThatSendWithoutEnd: what a camera sends takes bounded memory and does
// not stop it from being recorded again, nor the cameras beside it.
func TestAttack41CamerasThatSendWithoutEnd(t *testing.T) {
	needFFmpeg(t)
	// An honest camera beside them, all the time.
	good := camera(t, rtspsim.Config{Files: map[string]string{"": scene(t, ".h264", 30, 0)}, Loop: true})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	enough := make(chan struct{})
	honest := &counting{enough: func() { close(enough) }}
	ended := make(chan error, 1)
	go func() {
		s := &Source{Camera: "t/good", URL: good.URL(""), AllowLoopback: true, Log: slog.New(slog.DiscardHandler)}
		ended <- s.Run(ctx, honest)
	}()
	for name, x := range attacks {
		t.Run(name, func(t *testing.T) {
			url := hostile(t, x.sdp, x.send)
			c := &counting{}
			s := &Source{Camera: "t/bad", URL: url, AllowLoopback: true}
			var err error
			peak := heapPeak(func() { err = run(t, s, c) })
			if err == nil || !Retryable(err) {
				t.Errorf("it ended with %v", err)
			}
			if x.sdp == hostileSDP && c.fragments.Load() < 10 {
				t.Errorf("%d pictures were recorded before", c.fragments.Load())
			}
			t.Logf("heap +%d MiB, %d pictures, %d formats, counts %+v", peak>>20, c.fragments.Load(), c.inits.Load(), s.Counts())
			if peak > hostileMost {
				t.Errorf("the heap grew by %d MiB", peak>>20)
			}
		})
	}
	select {
	case <-enough:
	case err := <-ended:
		t.Fatalf("the honest camera ended: %v", err)
	case <-time.After(time.Minute):
		t.Fatalf("the honest camera gave %d pictures", honest.fragments.Load())
	}
	select {
	case err := <-ended:
		t.Fatalf("the honest camera ended: %v", err)
	default:
	}
}

// TestUnitsWithoutPictureEnd: what stands before a picture and has no end is given up, and
// the pictures behind it are recorded. A reader that kept the first 4096 units would take
// no picture for good.
func TestUnitsWithoutPictureEnd(t *testing.T) {
	got, d := collect(codec.H264{})
	seq := uint16(0)
	push := func(n []byte, ts uint32, marker bool) {
		seq++
		if err := d.push(&rtp.Packet{Header: rtp.Header{SequenceNumber: seq, Timestamp: ts, Marker: marker}, Payload: n}, 0); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 * unitsMost {
		push([]byte{6, 1}, 1, false)
	}
	for i := range uint32(3) {
		push(slicePicture(10, true), 2+i, true)
	}
	if err := d.to.end(); err != nil {
		t.Fatal(err)
	}
	if len(*got) != 3 || (*got)[0].broken || !(*got)[0].key || len((*got)[0].nals) > unitsMost {
		t.Errorf("%d pictures came", len(*got))
	}
}

// TestStalledWindow is a camera that plays, takes nothing more and breaks off inside a
// frame: the run ends by the lack of pictures.
func TestStalledWindow(t *testing.T) {
	stop := make(chan struct{})
	t.Cleanup(func() { close(stop) })
	url := hostile(t, hostileSDP, func(p *packer) {
		p.begin()
		_, _ = p.w.Write([]byte{'$', 0, 0xff, 0xff, 0x80, 96})
		_ = p.w.Flush()
		<-stop
	})
	s := &Source{Camera: "t/bad", URL: url, AllowLoopback: true, patience: 300 * time.Millisecond}
	c := &counting{}
	if err := run(t, s, c); ReasonOf(err) != Lost || !Retryable(err) || c.fragments.Load() != 10 {
		t.Errorf("%d pictures, then %v", c.fragments.Load(), err)
	}
}

// TestAttack44PictureBomb: a size beyond what is recorded is refused in a sentence, before
// any decoder is started; in the middle of a stream what was recorded goes on.
func TestAttack44PictureBomb(t *testing.T) {
	bomb := spsOf(1024, 1024)
	if s, err := h264.ParseSPS(bomb); err != nil || s.Width != 16384 || s.Height != 16384 {
		t.Fatalf("%+v, %v", s, err)
	}
	coded := base64.StdEncoding.EncodeToString
	for name, x := range map[string]struct {
		sdp  string
		sets bool
	}{
		"in the stream":      {hostileSDP, true},
		"in the description": {hostileSDP + "a=fmtp:96 sprop-parameter-sets=" + coded(bomb) + "," + coded(smallPPS) + "\r\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("PATH", t.TempDir()) // a decoder that is started says that it is not there
			url := hostile(t, x.sdp, func(p *packer) {
				for range 20 {
					p.ts += 9000
					if x.sets {
						p.unit(bomb, false)
						p.unit(smallPPS, false)
					}
					p.unit(slicePicture(1000, true), true)
				}
			})
			w := &watching{}
			err := run(t, &Source{Camera: "t/bad", URL: url, AllowLoopback: true}, w)
			if ReasonOf(err) != WrongCodec || custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), "16384x16384") || !strings.Contains(err.Error(), "choose a smaller size") {
				t.Errorf("it ends with %v", err)
			}
			if len(w.frags) > 0 || len(w.odd) > 0 {
				t.Errorf("%d fragments, and %q", len(w.frags), w.odd)
			}
		})
	}
	t.Run("between pictures", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		url := hostile(t, hostileSDP, func(p *packer) {
			p.begin()
			for range 5 {
				p.ts += 9000
				p.unit(bomb, false)
				p.unit(smallPPS, false)
				p.unit(slicePicture(1000, true), true)
			}
			p.begin()
		})
		w := &watching{}
		if err := run(t, &Source{Camera: "t/bad", URL: url, AllowLoopback: true}, w); ReasonOf(err) != Lost {
			t.Errorf("it ends with %v", err)
		}
		if w.inits != 1 || len(w.frags) != 20 || w.init.Width != 64 {
			t.Errorf("%d formats, the last %dx%d, %d fragments", w.inits, w.init.Width, w.init.Height, len(w.frags))
		}
	})
	t.Run("too wide for a file", func(t *testing.T) {
		for _, size := range [][2]int{{70000, 2}, {2, 70000}, {16384, 16384}, {1 << 40, 1 << 40}, {0, 9}, {-1, 4}} {
			if err := tooLarge(codec.Info{Width: size[0], Height: size[1]}); ReasonOf(err) != WrongCodec {
				t.Errorf("%v: %v", size, err)
			}
		}
		if err := tooLarge(codec.Info{Width: 8192, Height: 4320}); err != nil {
			t.Error(err)
		}
	})
}

// TestH265ChangesSize: pictures of H.265 in another size begin another format; both are
// recorded and decoded.
func TestH265ChangesSize(t *testing.T) {
	t.Parallel()
	needFFmpeg(t)
	var clips [][][]byte
	for _, scale := range []string{"64:64", "128:64", "64:64"} {
		u := encodedUnits(t, "-c:v", "libx265", "-vf", "scale="+scale, "-x265-params", "log-level=error:pools=1:frame-threads=1:bframes=0")
		if u == nil {
			t.Skip("this ffmpeg does not encode H.265")
		}
		clips = append(clips, u)
	}
	url := hostile(t, hostile265, func(p *packer) {
		c := codec.H265{}
		for _, units := range clips {
			for _, n := range units {
				if c.Class(n) == codec.First {
					p.ts += 9000
					_ = p.w.Flush()
					time.Sleep(100 * time.Millisecond) // it is a camera of ten pictures a second
				}
				p.packet(n, c.Class(n).IsPicture())
			}
		}
	})
	w := &watching{}
	sizes := map[[2]int]int{}
	w.onFrame = func(f custos.Frame) { sizes[[2]int{f.Width, f.Height}]++ }
	if err := run(t, &Source{Camera: "t/cam1", URL: url, AllowLoopback: true}, w); ReasonOf(err) != Lost {
		t.Fatalf("it ends with %v", err)
	}
	if w.inits != 3 || len(w.frags) != 24 || !strings.HasPrefix(w.init.Codec, "hvc1.") || w.init.Width != 64 {
		t.Errorf("%d formats, the last %s %dx%d, %d pictures", w.inits, w.init.Codec, w.init.Width, w.init.Height, len(w.frags))
	}
	if sizes[[2]int{384, 384}] == 0 || sizes[[2]int{384, 192}] == 0 {
		t.Errorf("frames of %v came; odd: %q", sizes, w.odd)
	}
}

// TestAttack44DecoderIsLimited: what a stream makes of ffmpeg is bounded by the kernel.
func TestAttack44DecoderIsLimited(t *testing.T) {
	needFFmpeg(t)
	d := newDecoder(&Source{Camera: "t/cam1", Log: slog.New(slog.DiscardHandler)}, &counting{}, func(string) {}, nil)
	p, err := d.start(format{fourcc: "H264", width: 64, height: 64, sets: h264.AppendAnnexB(nil, smallSPS, smallPPS)}, 0)
	if err != nil {
		t.Fatal(err)
	}
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", p.cmd.PID()))
	_ = p.end(time.Minute)
	for _, want := range []string{fmt.Sprintf(`Max address space +%d +%d `, ffmpeg.DefaultMemory, ffmpeg.DefaultMemory), `Max file size +0 +0 `, `Max core file size +0 +0 `} {
		if err != nil || !regexp.MustCompile(want).Match(limits) {
			t.Errorf("%v: the limits lack %q:\n%s", err, want, limits)
		}
	}
	// And by what it allocates at once.
	out, err := exec.Command("ffmpeg", append(slices.Clone((&Source{}).decoderArgs()[:7]), "-f", "lavfi", "-i", "color=size=16384x16384:rate=1", "-frames:v", "1", "-f", "null", "-")...).CombinedOutput()
	if err == nil {
		t.Errorf("a picture of 16384x16384 is made: %s", out)
	}
}

// TestAttack44BombInsideTheDecoder: a picture larger than what was told, because a set was
// not looked at or not understood, is not decoded either.
func TestAttack44BombInsideTheDecoder(t *testing.T) {
	needFFmpeg(t)
	for size, want := range map[string]int{"1280:720": 1, "8448:4480": 0} {
		frames := 0
		w := &watching{}
		w.onFrame = func(custos.Frame) { frames++ }
		d := newDecoder(&Source{Camera: "t/cam1", Log: slog.New(slog.DiscardHandler), Unpaced: true}, w, func(string) {}, nil)
		p, err := d.start(format{fourcc: "H264", width: 64, height: 64}, 0)
		if err != nil {
			t.Fatal(err)
		}
		units := encodedUnits(t, "-vf", "scale="+size, "-c:v", "libx264", "-threads", "1", "-frames:v", "1")
		if err := p.write(decode{data: h264.AppendAnnexB(nil, units...), key: true}); err != nil {
			t.Fatal(err)
		}
		err = p.end(time.Minute)
		if frames != want {
			t.Errorf("%d frames of %s came, %v: %s", frames, size, err, p.stderr.last())
		}
	}
}

// TestAttack44DecoderThatSpins: one that works without end on what it was given, by a
// camera that gives it nothing more, is ended.
func TestAttack44DecoderThatSpins(t *testing.T) {
	bin := t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, "ffmpeg"), []byte("#!/bin/sh\nwhile :; do :; done\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	openDir(t, bin)
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	d := newDecoder(&Source{Camera: "t/cam1", Log: slog.New(slog.DiscardHandler), spin: 200 * time.Millisecond}, &counting{}, func(string) {}, nil)
	p, err := d.start(format{fourcc: "H264", width: 64, height: 64, sets: h264.AppendAnnexB(nil, smallSPS, smallPPS)}, 0)
	if err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(time.Minute, p.cmd.Kill) // or the test would spin, too
	p.read.Wait()                                   // without being told to end
	if !late.Stop() {
		t.Error("it was not ended")
	}
	if err := p.end(time.Hour); err == nil || !strings.Contains(err.Error(), "worked for") {
		t.Errorf("it ended with %v", err)
	}
}

// openDir lets every user into a test's directory: ffmpeg has one of its own where that can be.
func openDir(t *testing.T, dir string) {
	t.Helper()
	for d := dir; strings.HasPrefix(d, os.TempDir()+"/"); d = filepath.Dir(d) {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}
