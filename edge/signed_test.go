package edge

import (
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/access"
	"custos.dev/custos/node"
)

// TestWhatACallerSignedFor: what somebody signed for one thing is good for nothing else.
func TestWhatACallerSignedFor(t *testing.T) {
	const id = custos.CameraID("campus/front-door/cam1")
	for _, c := range []struct {
		action custos.Action
		path   string
		want   bool
	}{
		{custos.Live, "/api/cameras/campus/front-door/cam1/live", true},
		{custos.Recorded, "/api/events/e.1/clip.mp4", true},
		{custos.Recorded, "/api/cameras/campus/front-door/cam1/footage.mp4", true},
		{custos.Export, "/api/events/e.1/bundle", true},
		{custos.Export, "/api/cameras/campus/front-door/cam1/bundle", true},
		{custos.Recorded, "/api/cameras/campus/front-door/cam1/live", false},
		{custos.Recorded, "/api/cameras/campus/front-door/cam1/footage", false},
		{custos.Recorded, "/api/cameras/campus/front-door/cam2/footage.mp4", false},
		{custos.Recorded, "/api/cameras/campus/front-door/cam1/bundle", false},
		{custos.Export, "/api/cameras/campus/front-door/cam1/footage.mp4", false},
		{custos.Export, "/api/cameras/campus/front-door/cam2/bundle", false},
		{custos.Export, "/api/cameras/campus/front-door/cam1/x/bundle", false},
		{custos.Live, "/api/cameras/campus/front-door/cam1/footage.mp4", false},
	} {
		req := &node.CameraRequest{Action: c.action, Caller: access.Envelope{Method: "GET", Path: c.path}}
		if got := signedFor(req, id); got != c.want {
			t.Errorf("%s for %s: %v", c.action, c.path, got)
		}
	}
}
