package observe

import (
	"strings"
	"time"

	"custos.dev/custos"
)

// inFrame is about a track, if there is one, at the moment of a frame.
func inFrame(e *custos.Event, f custos.FrameRef, t TrackID) Shown {
	return Shown{Frame: f, Track: t, From: e.Time, Until: e.Time}
}

// title begins a line with a class.
func title(c custos.Class) string {
	if c == "" {
		return "Something"
	}
	return strings.ToUpper(string(c[:1])) + string(c[1:])
}

// exampleTime is when the kinds' examples happened.
var exampleTime = time.Date(2026, 7, 1, 18, 0, 0, 0, time.UTC)
