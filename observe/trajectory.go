package observe

import (
	"fmt"
	"time"

	"custos.dev/custos"
)

// KindTrajectory is the kind of Trajectory.
const KindTrajectory custos.Kind = "trajectory"

// Point is a track's box at a time.
type Point struct {
	Time time.Time  `json:"time"`
	Box  custos.Box `json:"box"`
}

// Trajectory is a finished track's path, simplified.
type Trajectory struct {
	Track  TrackID      `json:"track"`
	Class  custos.Class `json:"class"`
	From   time.Time    `json:"from"`
	Until  time.Time    `json:"until"`
	Frames int          `json:"frames"`
	Points []Point      `json:"points"`
	// Look is the mean of its detections'; it may be unknown.
	Look      Look       `json:"look,omitempty"`
	Embedding *Embedding `json:"embedding,omitempty"`
	// Returns is as Tracked has it.
	Returns TrackID `json:"returns,omitempty"`
	// Aspect is the picture's width over its height; 0 if not said.
	Aspect float64 `json:"aspect,omitempty"`
}

// At returns where the track was at a time, between its points on a straight line; false
// before the first and after the last.
func (t *Trajectory) At(at time.Time) (custos.Box, bool) {
	for i, p := range t.Points {
		if at.After(p.Time) {
			continue
		}
		if i == 0 || at.Equal(p.Time) {
			return p.Box, at.Equal(p.Time)
		}
		a := t.Points[i-1]
		part := float64(at.Sub(a.Time)) / float64(p.Time.Sub(a.Time))
		mix := func(x, y float64) float64 { return x + part*(y-x) }
		return custos.Box{X: mix(a.Box.X, p.Box.X), Y: mix(a.Box.Y, p.Box.Y), W: mix(a.Box.W, p.Box.W), H: mix(a.Box.H, p.Box.H)}, true
	}
	return custos.Box{}, false
}

// Kind implements custos.Payload.
func (*Trajectory) Kind() custos.Kind { return KindTrajectory }

var _ = define(kind[*Trajectory]{
	Says:    "The path of a track that has ended.",
	Over:    true,
	Example: &Trajectory{Track: 3, Class: custos.Person, From: exampleTime.Add(-time.Second), Until: exampleTime, Points: []Point{{Time: exampleTime}}},
	Text: func(_ *custos.Event, t *Trajectory, _ Names) string {
		return fmt.Sprintf("%s %d was seen for %s", title(t.Class), t.Track, t.Until.Sub(t.From).Round(100*time.Millisecond))
	},
	Shows: func(_ *custos.Event, t *Trajectory) Shown { return Shown{Track: t.Track, From: t.From, Until: t.Until} },
})
