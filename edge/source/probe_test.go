package source

import (
	"context"
	"math"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/edge/rtspsim"
	"custos.dev/custos/edge/stream"
)

// Probe says what a camera is, and ends.
func TestProbe(t *testing.T) {
	t.Parallel()
	cam := camera(t, rtspsim.Config{Files: map[string]string{"door": scene(t, ".mp4", 40, 0)}, Loop: true})
	r, err := Probe(t.Context(), &Source{Camera: "home/main/door", URL: cam.URL("door"), AllowLoopback: true}, 2*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if r.Width != 640 || r.Height != 480 || len(r.Codec) < 5 || r.Codec[:5] != "avc1." {
		t.Errorf("%+v", r)
	}
	if rate := r.Rate(); math.Abs(rate-10) > 1 {
		t.Errorf("%g pictures a second, want 10: %+v", rate, r)
	}
	if r.KeyFrames < 1 || r.BytesPerSecond() <= 0 || r.Counts.Pictures == 0 || len(r.Tracks) == 0 {
		t.Errorf("%+v", r)
	}
}

// What Probe cannot reach has the error of Run, what it may not wait for its caller's.
func TestProbeErrors(t *testing.T) {
	needFFmpeg(t)
	closed := &Source{Camera: "c", URL: "rtsp://127.0.0.1:1/a", AllowLoopback: true}
	if _, err := Probe(t.Context(), closed, time.Second); ReasonOf(err) != Unreachable || custos.KindOf(err) != custos.Unavailable {
		t.Errorf("nobody there: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Probe(ctx, closed, time.Second); ReasonOf(err) != Stopped && ReasonOf(err) != Unreachable {
		t.Errorf("ended by the caller: %v", err)
	}
}

// The figures come from the fragments alone.
func TestProbeReport(t *testing.T) {
	began := time.Unix(1e9, 0)
	tick := 40 * time.Millisecond
	feed := func(n int) *Report {
		_, end := context.WithCancel(context.Background())
		p := &probe{d: time.Hour, end: end, late: time.NewTimer(time.Hour)}
		p.OnDescribe(stream.Description{Tracks: []stream.Track{{Media: "video", Codec: "H265", Clock: 90000}, {Media: "audio", Codec: "PCMA", Clock: 8000}}})
		p.OnOdd("a packet is lost")
		p.OnOdd("a packet is lost")
		p.OnInit(stream.Init{Codec: "hvc1.1.6.L93.B0", Width: 100, Height: 50})
		for i := range n {
			at := time.Duration(i) * tick
			p.OnFragment(stream.Fragment{Data: make([]byte, 500), DTS: time.Second + at, Duration: tick, Keyframe: i%25 == 0, Frames: 1, Received: began.Add(at)})
		}
		return p.report()
	}
	r := feed(100)
	if r.Rate() != 25 || r.BytesPerSecond() != 12500 || r.KeyFrames != 4 || r.KeyEvery != time.Second || len(r.Tracks) != 2 || len(r.Odd) != 1 || r.Pictures != 100 {
		t.Errorf("%+v", r)
	}
	if r := feed(20); r.KeyEvery != 0 || r.KeyFrames != 1 {
		t.Errorf("too short to tell: %+v", r)
	}
}
