package edge_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/footage"
	"custos.dev/custos/edge/record"
	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/edge/source"
	"custos.dev/custos/edge/stream"
	"custos.dev/custos/evidence"
	"custos.dev/custos/observe"
)

// whole is a camera whose pictures are recorded and looked at, all of them.
type whole struct {
	t   *testing.T
	rec *record.Recorder

	mu     sync.Mutex
	init   stream.Init
	frags  int
	frames []seenFrame
}

// seenFrame is what an analyzer was given.
type seenFrame struct {
	ref    custos.FrameRef
	number int // by the counter; -1 if it cannot be read
	bar    int // which eighth of the picture is brightest
}

func (w *whole) OnInit(i stream.Init) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.init = i
	if err := w.rec.Init(i); err != nil {
		w.t.Error(err)
	}
}

func (w *whole) OnFragment(f stream.Fragment) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.frags++
	if err := w.rec.Write(f); err != nil {
		w.t.Error(err)
	}
}

func (w *whole) OnFrame(f custos.Frame) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n, ok := footage.ReadCounter(f.Y, f.Width)
	if !ok {
		n = -1
	}
	w.frames = append(w.frames, seenFrame{f.Ref, n, brightest(f.Y, f.Width, f.Height)})
}

func brightest(y []byte, width, height int) (at int) {
	best := 0
	for i := range 8 {
		if v := int(y[height/2*width+i*width/8+width/16]); v > best {
			best, at = v, i
		}
	}
	return at
}

// recordWhole records a simulated camera until it ends the stream.
func recordWhole(t *testing.T, cam *rtspsim.Server, path, dir string) (*whole, []observe.Segment) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	src := &source.Source{Camera: "t/cam1", Boot: 3, URL: cam.URL(path), AllowLoopback: true, Log: slog.New(slog.DiscardHandler)}
	var segs []observe.Segment
	rec, err := record.Open(record.Config{Camera: src.Camera, Dir: dir, Boot: 3, Now: src.StreamTime, Sealed: func(s observe.Segment) error { segs = append(segs, s); return nil }})
	if err != nil {
		t.Fatal(err)
	}
	w := &whole{t: t, rec: rec}
	if err := src.Run(ctx, w); err != nil {
		t.Fatal(err)
	}
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
	return w, segs
}

// playing serves a scene of 30 pictures in every one of the oddities.
func playing(t *testing.T, odd ...string) *rtspsim.Server {
	t.Helper()
	if _, err := exec.LookPath("ffprobe"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	scene := filepath.Join(t.TempDir(), "scene.h264")
	if _, err := footage.DrawScene(t.Context(), scene, footage.Spec{Width: 640, Height: 480, FPS: 10, Frames: 30, Counter: true}); err != nil {
		t.Fatal(err)
	}
	cfg := rtspsim.Config{Addr: "127.0.0.1:0", Files: map[string]string{"": scene}, Odd: map[string]string{}, Log: slog.New(slog.DiscardHandler)}
	for _, o := range odd {
		cfg.Odd[o] = o
	}
	cam, err := rtspsim.New(t.Context(), cfg)
	if err != nil {
		t.Skip(err) // this ffmpeg has no encoder of it
	}
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan struct{})
	go func() { defer close(served); _ = cam.Run(ctx) }()
	t.Cleanup(func() { stop(); <-served })
	return cam
}

// verified checks the segments of a recording by the archive and as evidence, and returns
// the clip of all of them.
func verified(t *testing.T, a *record.Archive, segs []observe.Segment, codec string) []byte {
	t.Helper()
	for _, err := range a.VerifyChain(t.Context(), custos.Hash{}, segs) {
		t.Error(err)
	}
	total := 0
	for i := range segs {
		s := segs[i]
		total += s.Frames
		if !strings.HasPrefix(s.Codec, codec) {
			t.Errorf("segment %d is %s", s.Index, s.Codec)
		}
		check := func(s *observe.Segment) error {
			f, err := a.Open(*s)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			return evidence.CheckFootage(s, f)
		}
		if err := check(&s); err != nil {
			t.Errorf("as evidence: %v", err)
		}
		s.Until = s.Until.Add(time.Minute)
		if err := check(&s); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("a minute more is claimed: %v", err)
		}
		s = segs[i]
		s.Codec = "avc1.42c01f"
		if err := check(&s); custos.KindOf(err) != custos.Corrupt {
			t.Errorf("another codec is claimed: %v", err)
		}
	}
	if total != 30 {
		t.Errorf("%d pictures recorded of 30", total)
	}
	var clip bytes.Buffer
	if err := a.Clip(t.Context(), &clip, segs); err != nil {
		t.Fatal(err)
	}
	return clip.Bytes()
}

// probe returns what ffprobe says of a clip that it decodes to the end.
func probe(t *testing.T, clip []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "clip.mp4")
	if err := os.WriteFile(path, clip, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "ffprobe", "-v", "error", "-count_frames", "-show_entries", "stream=codec_name,codec_tag_string,width,height,nb_read_frames", "-of", "csv=p=0", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return strings.TrimSpace(string(out))
}

// TestH265 takes H.265 all the way: recorded as it was sent, shown to analyzers, found
// again by a frame's time, cut into a clip, and proved.
func TestH265(t *testing.T) {
	names := []string{"h265", "h265stream", "h265ap", "h265slices", "h265bframes"}
	cam := playing(t, names...)
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			w, segs := recordWhole(t, cam, name, dir)
			if !strings.HasPrefix(w.init.Codec, "hvc1.1.6.") || w.init.Width != 640 || w.init.Height != 480 {
				t.Errorf("it is %s, %dx%d", w.init.Codec, w.init.Width, w.init.Height)
			}
			if w.frags != 30 || len(w.frames) != 30 {
				t.Fatalf("%d pictures and %d frames of 30", w.frags, len(w.frames))
			}
			a, err := record.OpenArchive(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			if got := probe(t, verified(t, a, segs, "hvc1.")); got != "hevc,hvc1,640,480,30" {
				t.Errorf("ffprobe says of the clip: %s", got)
			}
			for i, f := range w.frames {
				if f.number != i {
					t.Errorf("frame %d shows %d", i, f.number)
				}
				if i > 0 && f.ref.PTS <= w.frames[i-1].ref.PTS {
					t.Errorf("frame %d is at %v, the one before at %v", i, f.ref.PTS, w.frames[i-1].ref.PTS)
				}
				if i%7 != 3 {
					continue
				}
				pic, err := a.Snapshot(t.Context(), record.CoveringPTS(segs, 3, f.ref.PTS, f.ref.PTS), f.ref.PTS)
				if err != nil {
					t.Fatal(err)
				}
				if n := shows(t, pic); n != i {
					t.Errorf("at frame %d's time the recording shows %d", i, n)
				}
			}
		})
	}
}

// shows reads the counter in a JPEG.
func shows(t *testing.T, b []byte) int {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	y, ok := img.(*image.YCbCr)
	if !ok {
		t.Fatalf("it is %T", img)
	}
	n, ok := footage.ReadCounter(y.Y, y.YStride)
	if !ok || y.YStride != y.Rect.Dx() {
		t.Fatalf("no counter is in %v", y.Rect)
	}
	return n
}

// TestFieldsAreFrames: a frame that is sent as two fields, each an access unit of its own,
// is one picture: one sample in the file, one frame for the analyzers.
func TestFieldsAreFrames(t *testing.T) {
	names := []string{"fields", "fieldpairs"}
	cam := playing(t, names...)
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			w, segs := recordWhole(t, cam, name, dir)
			if w.init.Width != 128 || w.init.Height != 128 || w.frags != 30 || len(w.frames) != 30 {
				t.Fatalf("%dx%d, %d pictures and %d frames of 30", w.init.Width, w.init.Height, w.frags, len(w.frames))
			}
			for i, f := range w.frames {
				// A bar goes from column to column, in both fields at once.
				if f.bar != i%8 {
					t.Errorf("frame %d has its bar in column %d", i, f.bar)
				}
			}
			a, err := record.OpenArchive(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			if got := probe(t, verified(t, a, segs, "avc1.")); got != "h264,avc1,128,128,30" {
				t.Errorf("ffprobe says of the clip: %s", got)
			}
		})
	}
}
