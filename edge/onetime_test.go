package edge_test

import (
	"bytes"
	"context"
	"image/jpeg"
	"math"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/footage"
	"custos.dev/custos/edge/live"
	"custos.dev/custos/edge/record"
	"custos.dev/custos/edge/ring"
	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/edge/source"
	"custos.dev/custos/edge/stream"
	"custos.dev/custos/observe"
)

// sink is a camera service in the small: what a source gives goes to the
// recorder, the viewers and the ring.
type sink struct {
	t    *testing.T
	rec  *record.Recorder
	hub  *live.Hub
	ring *ring.Server
}

func (s *sink) OnInit(in stream.Init) {
	s.hub.OnInit(in)
	if err := s.rec.Init(in); err != nil {
		s.t.Error(err)
	}
}

func (s *sink) OnFragment(f stream.Fragment) {
	s.hub.OnFragment(f)
	if err := s.rec.Write(f); err != nil {
		s.t.Error(err)
	}
}

func (s *sink) OnFrame(f custos.Frame) {
	if err := s.ring.Publish(f); err != nil {
		s.t.Error(err)
	}
}

// bright returns the middle of the bright rectangle in fractions of the picture.
func bright(luma func(x, y int) byte, w, h int) (x, y float64, ok bool) {
	var n, sx, sy int
	for j := h / 8; j < h; j++ { // below the counter
		for i := range w {
			if luma(i, j) > 205 {
				n++
				sx += i
				sy += j
			}
		}
	}
	if n < w*h/500 {
		return 0, 0, false
	}
	return (float64(sx)/float64(n) + .5) / float64(w), (float64(sy)/float64(n) + .5) / float64(h), true
}

// TestClipShowsWhatTheFrameShowed is the way of an event's evidence: an analyzer
// reads a frame from the ring, and the recording, asked for that frame's time,
// must show the same thing at the same place.
func TestClipShowsWhatTheFrameShowed(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	const frames = 50
	scene := filepath.Join(t.TempDir(), "scene.mp4")
	truth, err := footage.DrawScene(t.Context(), scene, footage.Spec{
		Width: 768, Height: 576, FPS: 10, Frames: frames, Counter: true, BFrames: 2, Noise: 2, Seed: 5,
		Walkers: []footage.Walker{{To: frames, X: 10, Y: 120, VX: 12, VY: 5, W: 60, H: 120, Luma: 235}},
	})
	if err != nil {
		t.Fatal(err)
	}
	cam, err := rtspsim.New(t.Context(), rtspsim.Config{Addr: "127.0.0.1:0", Files: map[string]string{"cam1": scene}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	wg.Go(func() { _ = cam.Run(ctx) })

	rs, err := ring.NewServer(ring.Config{
		Camera: "t/cam1", Socket: filepath.Join(t.TempDir(), "s"),
		Authorize: func(context.Context, []byte) (string, error) { return "analyzer", nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	wg.Go(func() { _ = rs.Run(ctx) })
	reader, err := ring.Dial(ctx, rs.Socket(), []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	type seen struct {
		ref    custos.FrameRef
		time   time.Time
		number int
		x, y   float64
	}
	var all []seen
	read := make(chan struct{})
	wg.Go(func() {
		defer close(read)
		for len(all) < frames {
			f, err := reader.Next(ctx)
			if err != nil {
				return
			}
			x, y, ok := bright(func(x, y int) byte { return f.Y[y*f.Width+x] }, f.Width, f.Height)
			n, read := footage.ReadCounter(f.Y, f.Width)
			if !ok || !read {
				t.Errorf("frame %d cannot be read", f.Ref.Seq)
			}
			all = append(all, seen{f.Ref, f.Time, n, x, y})
			if n == frames-1 {
				return
			}
		}
	})

	dir := t.TempDir()
	var segs []observe.Segment
	rec, err := record.Open(record.Config{Camera: "t/cam1", Dir: dir, Boot: 3, Sealed: func(s observe.Segment) error {
		segs = append(segs, s)
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	src := &source.Source{Camera: "t/cam1", Boot: 3, URL: cam.URL("cam1"), AllowLoopback: true}
	if err := src.Run(ctx, &sink{t, rec, new(live.Hub), rs}); err != nil {
		t.Fatal(err)
	}
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
	<-read
	// Newest wins: a busy machine may skip some, but not most.
	if len(all) < frames/2 {
		t.Fatalf("the analyzer saw %d frames of %d", len(all), frames)
	}
	archive, err := record.OpenArchive(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	if errs := archive.VerifyChain(ctx, custos.Hash{}, segs); errs != nil {
		t.Fatal(errs)
	}
	total := 0
	for _, s := range segs {
		total += s.Frames
	}
	if total != frames {
		t.Fatalf("%d frames recorded of %d", total, frames)
	}
	for i := 0; i < len(all); i += 6 {
		f := all[i]
		covering := record.CoveringPTS(segs, f.ref.Boot, f.ref.PTS, f.ref.PTS)
		if len(covering) == 0 {
			t.Errorf("frame %d, shown at %v, lies in no segment", f.number, f.ref.PTS)
			continue
		}
		// By its capture time it is found as well, give or take an estimate's error.
		s := covering[0]
		if at := s.At(f.ref.PTS); f.time.Sub(at).Abs() > 50*time.Millisecond {
			t.Errorf("frame %d is dated %v, its segment dates it %v", f.number, f.time, at)
		}
		pic, err := archive.Snapshot(ctx, covering, f.ref.PTS)
		if err != nil {
			t.Fatalf("frame %d: %v", f.number, err)
		}
		img, err := jpeg.Decode(bytes.NewReader(pic))
		if err != nil {
			t.Fatal(err)
		}
		w, h := img.Bounds().Dx(), img.Bounds().Dy()
		x, y, ok := bright(func(x, y int) byte { r, _, _, _ := img.At(x, y).RGBA(); return byte(r >> 8) }, w, h)
		wantX, wantY := truth.Boxes[f.number][0].Center()
		// A frame's movement is 0.016 of the width and 0.009 of the height.
		const near = .004
		if !ok || math.Abs(x-f.x) > near || math.Abs(y-f.y) > near {
			t.Errorf("frame %d at %v: the analyzer saw it at %.3f,%.3f, the recording shows it at %.3f,%.3f", f.number, f.ref.PTS, f.x, f.y, x, y)
		}
		if math.Abs(f.x-wantX) > near || math.Abs(f.y-wantY) > near {
			t.Errorf("frame %d: the analyzer saw it at %.3f,%.3f, it was drawn at %.3f,%.3f", f.number, f.x, f.y, wantX, wantY)
		}
	}
}
