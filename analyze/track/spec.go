package track

import (
	"context"
	"strings"

	"custos.dev/custos"

	"custos.dev/custos/analyze"
	"custos.dev/custos/observe"
)

// Spec is the track service of an edge: it follows what object saw.
var Spec = analyze.Spec{
	Name: "track", Does: "multi-object tracking", Tier: custos.Edge, Rights: custos.Features,
	Input: analyze.Input{Source: analyze.Events, From: "object", Kinds: []custos.Kind{observe.KindDetections}},
	Kinds: []custos.Kind{observe.KindTracks, observe.KindTrajectory},
	New: func(analyze.Setup) (any, error) {
		return tracking{}, nil
	},
}

// tracking are the trackers of an edge's cameras.
type tracking map[custos.CameraID]*tracked

// tracked is a camera's tracker, and its pictures' width over their height.
type tracked struct {
	*Tracker
	aspect float64
}

// ByMovement reports whether it is the built-in detector that detections are by, whose scores
// say how a body stands out and hardly whether it is one.
func ByMovement(model string) bool { return strings.HasPrefix(model, "custos-mixture/") }

// Take implements analyze.EventAnalyzer.
func (t tracking) Take(_ context.Context, in []analyze.Followed) ([]custos.Observation, error) {
	var out []custos.Observation
	for i := range in {
		e := &in[i]
		d, ok := e.What.(*observe.Detections)
		if !ok {
			continue
		}
		tr := t[e.Resource]
		if tr == nil {
			tr = &tracked{Tracker: New(Config{Aspect: d.Aspect})}
			t[e.Resource] = tr
		}
		out = append(out, tr.trajectories(e.Resource, tr.Sees(d.Aspect, ByMovement(d.Model)))...)
		tr.aspect = d.Aspect
		active, ended := tr.Update(e.Time, d.Objects)
		if len(active) > 0 {
			out = append(out, custos.Observation{Resource: e.Resource, Time: e.Time, Payload: &observe.Tracks{Frame: d.Frame, Objects: active, Aspect: d.Aspect}})
		}
		out = append(out, tr.trajectories(e.Resource, ended)...)
	}
	return out, nil
}

// Quiet implements analyze.EventAnalyzer.
func (t tracking) Quiet(_ context.Context, c custos.CameraID) ([]custos.Observation, error) {
	if t[c] == nil {
		return nil, nil
	}
	return t[c].trajectories(c, t[c].Flush()), nil
}

func (t *tracked) trajectories(c custos.CameraID, ended []observe.Trajectory) []custos.Observation {
	var out []custos.Observation
	for i := range ended {
		ended[i].Aspect = t.aspect
		out = append(out, custos.Observation{Resource: c, Time: ended[i].Until, Payload: &ended[i]})
	}
	return out
}
