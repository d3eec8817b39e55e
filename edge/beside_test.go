package edge

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/edge/fmp4"
	"custos.dev/custos/edge/footage"
	"custos.dev/custos/edge/live"
	"custos.dev/custos/edge/record"
	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/edge/source"
	"custos.dev/custos/edge/stream"
	"custos.dev/custos/observe"
)

// recorded takes a camera's video, and its sound where it is to, to a recorder and viewers.
type recorded struct {
	rec    *record.Recorder
	hub    live.Hub
	beside *beside
}

func (r *recorded) OnInit(in stream.Init)       { r.hub.OnInit(in); _ = r.rec.Init(in) }
func (*recorded) OnFrame(custos.Frame)          {}
func (*recorded) OnOdd(string)                  {}
func (*recorded) OnDescribe(stream.Description) {}

func (r *recorded) OnFragment(f stream.Fragment) {
	r.hub.OnFragment(f)
	_ = r.rec.Write(f)
}

func (r *recorded) OnUnit(u stream.Unit) {
	if r.beside != nil {
		r.beside.add(u)
	}
}

// streams are what ffprobe finds in a file, with how long each lasts by its packets.
func streams(t *testing.T, file string) map[string]float64 {
	t.Helper()
	out, err := exec.Command("ffprobe", "-v", "error", "-show_entries", "packet=codec_type,pts_time,duration_time", "-of", "csv=p=0", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	first, last := map[string]float64{}, map[string]float64{}
	for line := range strings.Lines(string(out)) {
		var pts, d float64
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), ",")
		if n, _ := fmt.Sscanf(strings.ReplaceAll(rest, ",", " "), "%g %g", &pts, &d); n < 1 {
			continue
		}
		if _, ok := first[kind]; !ok {
			first[kind] = pts
		}
		last[kind] = max(last[kind], pts+d)
	}
	for kind := range last {
		last[kind] -= first[kind]
	}
	if b, err := exec.Command("ffmpeg", "-v", "error", "-i", file, "-f", "null", "-").CombinedOutput(); err != nil || len(bytes.TrimSpace(b)) > 0 {
		t.Errorf("%s does not decode: %v %s", filepath.Base(file), err, b)
	}
	return last
}

// TestSoundIsRecorded: where the camera's section says so, the sound stands beside the video in
// segments, in clips of several and in what viewers get, in the camera's own coding; the segments
// measure as without, also after a crash. Where it does not, files have no trace of it.
func TestSoundIsRecorded(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	dir := t.TempDir()
	scene := filepath.Join(dir, "scene.mp4")
	if _, err := footage.DrawScene(t.Context(), scene, footage.Spec{Width: 320, Height: 240, FPS: 10, Frames: 60}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, codec, rate string
		on                bool
	}{{"aac", "aac", "44100", true}, {"ulaw", "pcm_mulaw", "8000", true}, {"off", "aac", "44100", false}} {
		t.Run(c.name, func(t *testing.T) {
			clip := filepath.Join(dir, c.name+".mov")
			if b, err := exec.Command("ffmpeg", "-v", "error", "-i", scene, "-f", "lavfi", "-i", "sine=frequency=440:duration=6:sample_rate="+c.rate, "-c:v", "copy", "-c:a", c.codec, "-shortest", clip).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, b)
			}
			to := filepath.Join(dir, c.name)
			segs, viewed := takeIn(t, clip, to, c.on)
			if len(segs) < 2 {
				t.Fatalf("%d segments", len(segs))
			}
			withSound := 0
			for _, s := range segs {
				b, err := os.ReadFile(filepath.Join(to, s.File))
				if err != nil {
					t.Fatal(err)
				}
				m, err := fmp4.Measure(bytes.NewReader(b), 1000)
				if err != nil {
					t.Fatal(err)
				}
				if err := s.CheckPictures(m.Pictures); err != nil {
					t.Error(err)
				}
				have := streams(t, filepath.Join(to, s.File))
				if have["audio"] > .5 {
					withSound++
				}
				if !c.on && (have["audio"] > 0 || bytes.Contains(b, []byte("soun"))) {
					t.Error("the sound of a camera that is not to record it is recorded")
				}
			}
			if c.on && withSound < len(segs)-1 {
				t.Errorf("%d of %d segments have sound", withSound, len(segs))
			}
			// The files with sound, as one.
			a, err := record.OpenArchive(to)
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			joined, err := os.Create(filepath.Join(dir, c.name+"-joined.mp4"))
			if err != nil {
				t.Fatal(err)
			}
			defer joined.Close()
			if err := a.Clip(t.Context(), joined, segs[1:]); err != nil {
				t.Fatal(err)
			}
			if err := a.Clip(t.Context(), io.Discard, segs); err != nil {
				t.Errorf("files without sound and with it cannot be joined: %v", err)
			}
			have := streams(t, joined.Name())
			if c.on && (have["audio"] < have["video"]-.4 || have["audio"] > have["video"]+.6) || !c.on && have["audio"] > 0 {
				t.Errorf("joined they last %v", have)
			}
			if _, err := a.Snapshot(t.Context(), segs, segs[1].Base+segs[1].PTS); err != nil {
				t.Errorf("there is no still: %v", err)
			}
			if have := streams(t, viewed); c.name == "aac" && have["audio"] < 1 || c.name != "aac" && have["audio"] > 0 || have["video"] < 1 {
				t.Errorf("a viewer gets %v", have)
			}
		})
	}
}

// takeIn plays a clip over RTSP into a recorder, and returns the segments, and a file of what a
// viewer got who came last.
func takeIn(t *testing.T, clip, to string, sound bool) (segs []observe.Segment, viewed string) {
	t.Helper()
	ctx, end := context.WithTimeout(t.Context(), time.Minute)
	defer end()
	cam, err := rtspsim.New(ctx, rtspsim.Config{Addr: "127.0.0.1:0", Files: map[string]string{"": clip}, Sound: &rtspsim.Sound{}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = cam.Run(ctx) }()
	r := &recorded{}
	r.rec, err = record.Open(record.Config{Camera: "t/cam1", Dir: to, Boot: 3, Target: time.Second, Sealed: func(s observe.Segment) error { segs = append(segs, s); return nil }})
	if err != nil {
		t.Fatal(err)
	}
	r.beside = besideOf(&cameras.Camera{Audio: true, RecordAudio: sound}, r.rec, &r.hub, func(err error) { t.Error(err) })
	var got []byte
	codec := ""
	watching := make(chan struct{})
	go func() {
		defer close(watching)
		for c := range r.hub.Subscribe(ctx) {
			if c.Init != nil {
				got = nil // a viewer begins anew
				codec = c.Init.Codec
			}
			got = append(got, c.Bytes()...)
		}
	}()
	src := &source.Source{Camera: "t/cam1", Boot: 3, URL: cam.URL("cam1"), AllowLoopback: true, Audio: true, NoFrames: true, Log: slog.New(slog.DiscardHandler)}
	if err := src.Run(ctx, r); err != nil {
		t.Error(err)
	}
	if err := r.rec.Close(); err != nil {
		t.Error(err)
	}
	r.hub.Close()
	<-watching
	if _, told, _ := strings.Cut(codec, ","); told == "mp4a.40.2" != (sound && strings.HasSuffix(clip, "aac.mov")) {
		t.Errorf("viewers are told of %s", codec)
	}
	viewed = to + "-viewed.mp4"
	if err := os.WriteFile(viewed, got, 0o600); err != nil {
		t.Fatal(err)
	}
	return segs, viewed
}

// Without sound for a while, files and viewers go on without it: a player would wait for it.
func TestSoundThatStopsIsLeftOut(t *testing.T) {
	var told []*fmp4.Sound
	n := 0
	b := &beside{sinks: []soundSink{{begin: func(s *fmp4.Sound) { told = append(told, s) }, write: func([]byte) error { n++; return nil }}}, odd: func(err error) { t.Error(err) }}
	track := stream.Track{ID: 1, Media: stream.Audio, Codec: stream.PCMA, Clock: 8000, Channels: 1}
	for i := range 10 {
		b.add(stream.Unit{Track: track, Data: make([]byte, 160), PTS: time.Duration(i) * 20 * time.Millisecond, Duration: 20 * time.Millisecond, Samples: 160})
	}
	b.quiet()
	if len(told) != 1 || told[0] == nil || n != 2 {
		t.Fatalf("%d beginnings, %d fragments of 100 ms", len(told), n)
	}
	b.heard = time.Now().Add(-2 * besideQuiet)
	b.quiet()
	b.quiet()
	if len(told) != 2 || told[1] != nil {
		t.Errorf("%d beginnings, the last %v", len(told), told[len(told)-1])
	}
	// What no file can hold is left out, and no video is worse for it.
	b.add(stream.Unit{Track: stream.Track{Codec: "G722", Clock: 8000, Channels: 1}, Data: []byte{1}, Duration: time.Second})
	b.add(stream.Unit{Track: track, Data: []byte{1}, PTS: -time.Second, Duration: time.Second})
	if len(told) != 2 {
		t.Error("sound of an unknown coding begins")
	}
}
