package track

import (
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/analyze"
	"custos.dev/custos/observe"
)

// TestTakesFrames: each frame's tracks are about that frame, and a trajectory says the picture's
// width over its height, by which ways are measured.
func TestTakesFrames(t *testing.T) {
	a := tracking{}
	const camera = custos.CameraID("campus/yard/gate")
	var shown []uint64
	for i := range 20 {
		d := &observe.Detections{Frame: custos.FrameRef{Boot: 1, Seq: uint64(i + 1)}, Aspect: 1.778, Objects: []observe.Detection{det(.1+.01*float64(i), .4, .9)}}
		out, err := a.Take(t.Context(), []analyze.Followed{{Event: custos.Event{Resource: camera, Time: start.Add(time.Duration(i) * step)}, What: d}})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range out {
			shown = append(shown, o.Payload.(*observe.Tracks).Frame.Seq)
		}
	}
	if len(shown) != 18 || shown[0] != 3 || shown[17] != 20 {
		t.Errorf("tracks of the frames %v", shown)
	}
	out, err := a.Quiet(t.Context(), camera)
	if err != nil || len(out) != 1 {
		t.Fatalf("%v, %v", out, err)
	}
	if p := out[0].Payload.(*observe.Trajectory); p.Aspect != 1.778 || out[0].Resource != camera {
		t.Errorf("%+v", p)
	}
}
