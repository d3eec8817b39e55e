package edge_test

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/edge/footage"
	"custos.dev/custos/edge/record"
	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/edge/source"
	"custos.dev/custos/edge/stream"
	"custos.dev/custos/observe"
)

// unplayable are the oddities of which there is nothing to record; those of sessions are
// the business of package source's tests.
var unplayable = map[string]bool{
	"redirect": true, "forbidden": true, "notcp": true, "endlessheader": true, "endlessline": true, "hugebody": true,
	"novideo": true, "mjpeg": true, "busy": true, "playsilent": true, "noudp": true,
}

// lossy are the oddities that lose pictures: what is left stands longer.
var lossy = map[string]bool{"lostfu": true, "lostend": true, "lossburst": true, "pause": true, "stall": true}

// oddWait are the oddities that take long, in seconds: of being silent, mostly.
var oddWait = map[string]int{"silent": 35, "halfopen": 35, "slowanswers": 12, "optionssilent": 8}

// oddCamera records a camera until it has given enough pictures.
type oddCamera struct {
	mu     sync.Mutex
	rec    *record.Recorder
	enough context.CancelFunc
	frags  int
	errs   []error
}

const oddPictures = 45

func (o *oddCamera) note(err error) {
	if err != nil {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.errs = append(o.errs, err)
	}
}

func (o *oddCamera) OnInit(i stream.Init) { o.note(o.rec.Init(i)) }

func (o *oddCamera) OnFragment(f stream.Fragment) {
	o.note(o.rec.Write(f))
	if o.frags++; o.frags == oddPictures {
		o.enough()
	}
}

func (*oddCamera) OnFrame(custos.Frame) {}

// TestOddCameras records a camera of every oddity that plays at all: what its segments
// claim must hold, and together be as long as their pictures were shown.
func TestOddCameras(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("every oddity takes its time; make test runs it")
	}
	dir := t.TempDir()
	scene := filepath.Join(dir, "scene.h264")
	if _, err := footage.DrawScene(t.Context(), scene, footage.Spec{Width: 320, Height: 240, FPS: 10, Frames: 60, Counter: true}); err != nil {
		if custos.KindOf(err) == custos.Unavailable {
			t.Skip(err)
		}
		t.Fatal(err)
	}
	cfg := rtspsim.Config{Addr: "127.0.0.1:0", Files: map[string]string{"": scene}, Odd: map[string]string{}, Loop: true, Log: slog.New(slog.DiscardHandler)}
	var names []string
	for _, o := range rtspsim.Oddities() {
		if !unplayable[o.Name] && o.Name != "uhd" { // which is a matter of decoders
			cfg.Odd[o.Name] = o.Name
			names = append(names, o.Name)
		}
	}
	cam, err := rtspsim.New(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	serving, stop := context.WithCancel(context.Background())
	served := make(chan struct{})
	go func() { defer close(served); _ = cam.Run(serving) }()
	t.Cleanup(func() { stop(); <-served })
	// Many at once: they mostly wait, and subtests in parallel are as few as processors. Whose
	// silence is waited for begins first, or all would wait for it at the end.
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(oddWait[b], oddWait[a]) })
	slots := make(chan struct{}, 32)
	found := make([][]string, len(names))
	var wg sync.WaitGroup
	for i, name := range names {
		slots <- struct{}{} // here, or they would begin in any order
		wg.Go(func() {
			defer func() { <-slots }()
			found[i] = recordOdd(t.Context(), cam, name, filepath.Join(dir, name))
		})
	}
	wg.Wait()
	for i, name := range names {
		t.Run(name, func(t *testing.T) {
			for _, what := range found[i] {
				t.Error(what)
			}
		})
	}
}

// recordOdd records an odd camera and returns what is wrong with that.
func recordOdd(ctx context.Context, cam *rtspsim.Server, name, dir string) (wrong []string) {
	bad := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	o := &oddCamera{enough: cancel}
	var segs []observe.Segment
	var gaps []string
	src := &source.Source{Camera: custos.CameraID("t/" + name), Boot: 3, URL: cam.URL(name), AllowLoopback: true, Log: slog.New(slog.DiscardHandler), Credentials: rtspsim.OddCredentials}
	if name == "cbase" {
		src.URL += "/param/id=1%241%26sub=1?token=69154&trackID=0"
	}
	var err error
	if o.rec, err = record.Open(record.Config{
		Camera: src.Camera, Dir: dir, Boot: 3, Now: src.StreamTime,
		Sealed: func(s observe.Segment) error { segs = append(segs, s); return nil },
		Gap:    func(from, until time.Time) { gaps = append(gaps, until.Sub(from).String()) },
	}); err != nil {
		return []string{err.Error()}
	}
	began := time.Now()
	for ctx.Err() == nil {
		err = src.Run(ctx, o)
		o.note(o.rec.Seal())
		if ctx.Err() == nil && err != nil && !source.Retryable(err) && name != "late401" {
			bad("it ends for good: %v", err)
			return wrong
		}
	}
	elapsed := time.Since(began)
	o.note(o.rec.Close())
	if o.frags < oddPictures {
		bad("%d pictures in %v; the last run ended: %v; counts %+v", o.frags, elapsed, err, src.Counts())
		return wrong
	}
	for _, err := range o.errs {
		bad("%v", err)
	}
	a, err := record.OpenArchive(dir)
	if err != nil {
		return append(wrong, err.Error())
	}
	defer a.Close()
	for _, err := range a.VerifyChain(context.Background(), custos.Hash{}, segs) {
		bad("%v", err)
	}
	frames, claimed := 0, time.Duration(0)
	for i, s := range segs {
		frames += s.Frames
		claimed += s.Length()
		if i > 0 {
			if err := s.CheckAfter(&segs[i-1]); err != nil {
				bad("%v", err)
			}
		}
	}
	says := fmt.Sprintf("%d pictures in %d segments that claim %v of %v, gaps of %v, %+v, %d jumps", frames, len(segs), claimed, elapsed, gaps, src.Counts(), src.Jumps())
	// A camera of ten pictures a second: so long were they shown.
	shown := time.Duration(frames) * 100 * time.Millisecond
	const near = 600 * time.Millisecond
	if claimed > elapsed+2*time.Second || claimed < shown-near || !lossy[name] && claimed > shown+near {
		bad("%s", says)
	}
	return wrong
}
