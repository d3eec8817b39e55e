package source

import (
	"bytes"
	"context"
	"flag"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/footage"
	"custos.dev/custos/edge/h264"
	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/edge/stream"
)

func needFFmpeg(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
}

var (
	sceneOnce sync.Mutex
	scenes    = map[string]string{}
)

// scene draws a scene with a frame counter, once for all tests.
func scene(t *testing.T, ext string, frames, bframes int) string {
	t.Helper()
	needFFmpeg(t)
	sceneOnce.Lock()
	defer sceneOnce.Unlock()
	key := ext + string(rune(frames)) + string(rune(bframes))
	if p, ok := scenes[key]; ok {
		return p
	}
	dir, err := os.MkdirTemp("", "custos-scene")
	if err != nil {
		t.Fatal(err)
	}
	p := filepath.Join(dir, "scene"+ext)
	_, err = footage.DrawScene(t.Context(), p, footage.Spec{
		Width: 640, Height: 480, FPS: 10, Frames: frames, Counter: true, BFrames: bframes,
		Walkers: []footage.Walker{{To: frames, X: 20, Y: 200, VX: 6, W: 60, H: 120, Luma: 230}},
	})
	if err != nil {
		t.Fatal(err)
	}
	scenes[key] = p
	return p
}

func TestMain(m *testing.M) {
	flag.Parse()
	// Those that are parallel play clips in their own time: they wait more than they work.
	if err := flag.Set("test.parallel", "6"); err != nil {
		panic(err)
	}
	code := m.Run()
	for _, p := range scenes {
		os.RemoveAll(filepath.Dir(p))
	}
	os.Exit(code)
}

func camera(t *testing.T, cfg rtspsim.Config) *rtspsim.Server {
	t.Helper()
	cfg.Addr = "127.0.0.1:0"
	s, err := rtspsim.New(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return s
}

type collected struct {
	mu     sync.Mutex
	init   stream.Init
	inits  int
	frags  []stream.Fragment
	frames []custos.FrameRef
	times  []time.Time
	// numbers are the counters read from the decoded frames, -1 if unreadable
	numbers []int
	size    [2]int
	onFrame func(custos.Frame)
}

// watching is an Observer too. The fields have the lock of collected.
type watching struct {
	collected
	odd    []string
	tracks []stream.Track
}

func (w *watching) OnOdd(why string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.odd = append(w.odd, why)
}

func (w *watching) OnDescribe(d stream.Description) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tracks = d.Tracks
}

func (c *collected) OnInit(i stream.Init) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.init = i
	c.inits++
}

func (c *collected) OnFragment(f stream.Fragment) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.frags = append(c.frags, f)
}

func (c *collected) OnFrame(f custos.Frame) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, ok := footage.ReadCounter(f.Y, f.Width)
	if !ok {
		n = -1
	}
	c.numbers = append(c.numbers, n)
	c.frames = append(c.frames, f.Ref)
	c.times = append(c.times, f.Time)
	c.size = [2]int{f.Width, f.Height}
	if c.onFrame != nil {
		c.onFrame(f)
	}
}

// numbersAt decodes the fragments and returns the counter at each time stamp, in ticks.
func (c *collected) numbersAt(t *testing.T) map[int64]int {
	t.Helper()
	path := filepath.Join(t.TempDir(), "all.mp4")
	var b bytes.Buffer
	b.Write(c.init.Data)
	for _, f := range c.frags {
		b.Write(f.Data)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out := &collected{}
	s := &Source{Camera: "t/decode", URL: "file://" + path, AllowDirs: []string{filepath.Dir(path)}, Unpaced: true, Width: 640}
	if err := s.Run(t.Context(), out); err != nil {
		t.Fatal(err)
	}
	m, first := map[int64]int{}, c.frags[0].PTS
	for _, f := range c.frags {
		first = min(first, f.PTS)
	}
	for i, r := range out.frames {
		m[tickOf(r.PTS-out.frames[0].PTS+first)] = out.numbers[i]
	}
	return m
}

// tickOf is the nearest tick: durations are ticks rounded down.
func tickOf(d time.Duration) int64 { return toTicks(d + time.Second/(2*ticks)) }

func run(t *testing.T, s *Source, c Sink) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	err := s.Run(ctx, c)
	s.Wait()
	return err
}

// TestNoFrames records without decoding, and needs no ffmpeg for it.
func TestNoFrames(t *testing.T) {
	cam := camera(t, rtspsim.Config{Files: map[string]string{"cam1": scene(t, ".h264", 30, 0)}, Speed: 5})
	t.Setenv("PATH", t.TempDir())
	w := &watching{}
	s := &Source{Camera: "t/cam1", URL: cam.URL("cam1"), AllowLoopback: true, NoFrames: true}
	if err := run(t, s, w); err != nil {
		t.Fatal(err)
	}
	if len(w.frags) != 30 || len(w.frames) != 0 || s.Counts().Undecoded != 0 || len(w.odd) != 0 {
		t.Fatalf("%d fragments of 30, %d frames, %d undecoded, %q", len(w.frags), len(w.frames), s.Counts().Undecoded, w.odd)
	}
}

// TestNoFrameIsHeldBack: what a picture shows is seen when it has come, not when the next one
// comes: at ten pictures a second that is a tenth of a second for each frame that ffmpeg keeps.
func TestNoFrameIsHeldBack(t *testing.T) {
	needFFmpeg(t)
	came := make(chan struct{})
	w := &watching{}
	w.onFrame = func(custos.Frame) { close(came) }
	d := newDecoder(&Source{Camera: "t/cam1", Log: slog.New(slog.DiscardHandler)}, w, func(string) {}, nil)
	p, err := d.start(format{fourcc: "H264", width: 320, height: 240}, 0)
	if err != nil {
		t.Fatal(err)
	}
	units := encodedUnits(t, "-vf", "scale=320:240", "-c:v", "libx264", "-frames:v", "1")
	if err := p.write(decode{data: h264.AppendAnnexB(nil, units...), key: true}); err != nil {
		t.Fatal(err)
	}
	select {
	case <-came: // and nothing else was written
	case <-time.After(time.Minute):
		t.Error("the only picture that came is not shown")
	}
	if err := p.end(time.Minute); err != nil {
		t.Error(err)
	}
}

// TestOneTimeBase is what evidence rests on: the frame that an analyzer sees
// under a time stamp is the one that the recording shows there.
func TestOneTimeBase(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		ext, transport string
		bframes        int
	}{
		"tcp":           {".h264", "tcp", 0},
		"udp":           {".h264", "udp", 0},
		"tcp, B-frames": {".mp4", "tcp", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cam := camera(t, rtspsim.Config{Files: map[string]string{"cam1": scene(t, x.ext, 30, x.bframes)}})
			c := &collected{}
			s := &Source{Camera: "t/cam1", Boot: 9, URL: cam.URL("cam1"), Transport: x.transport, AllowLoopback: true}
			if err := run(t, s, c); err != nil {
				t.Fatalf("Run: %v (%s)", err, ReasonOf(err))
			}
			if c.inits != 1 || c.init.Width != 640 || c.init.Height != 480 || c.size != [2]int{384, 288} {
				t.Fatalf("init %d times, %dx%d, frames of %v", c.inits, c.init.Width, c.init.Height, c.size)
			}
			if len(c.frames) != 30 || len(c.frags) != 30 || !c.frags[0].Keyframe || c.frags[1].Keyframe {
				t.Fatalf("%d frames and %d fragments of 30", len(c.frames), len(c.frags))
			}
			recorded := c.numbersAt(t)
			for i, f := range c.frames {
				if f.Boot != 9 || f.Seq != uint64(i+1) || c.numbers[i] != i {
					t.Errorf("frame %d is %+v and shows %d", i, f, c.numbers[i])
				}
				if i > 0 && f.PTS <= c.frames[i-1].PTS {
					t.Errorf("frame %d has time stamp %v, the one before %v", i, f.PTS, c.frames[i-1].PTS)
				}
				if n, ok := recorded[tickOf(f.PTS)]; !ok || n != i {
					t.Errorf("at %v the recording shows %d (%v), the frame %d", f.PTS, n, ok, i)
				}
			}
		})
	}
}
