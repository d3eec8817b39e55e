package observe

import (
	"fmt"
	"time"

	"custos.dev/custos"
)

// KindBehavior is the kind of Behavior.
const KindBehavior custos.Kind = "behavior"

// Act is what a rule about behaviour looks for.
type Act string

// The acts that the rules know.
const (
	ActEnter     Act = "enter"
	ActLeave     Act = "leave"
	ActCross     Act = "cross"
	ActLoiter    Act = "loiter"
	ActRun       Act = "run"
	ActWrongWay  Act = "wrong_way"
	ActCrowd     Act = "crowd"
	ActAbandoned Act = "abandoned"
	ActRemoved   Act = "removed"
	ActFall      Act = "fall"
	ActFollow    Act = "follow"
)

// Behavior says that a rule fired.
type Behavior struct {
	// Rule is the rule's name, Act what it looks for, Zone the zone or line it is
	// about; empty means the whole picture.
	Rule string `json:"rule"`
	Act  Act    `json:"act"`
	Zone string `json:"zone,omitempty"`
	// Track did it. Others took part: the one who is followed, or the rest of a crowd.
	Track  TrackID         `json:"track"`
	Others []TrackID       `json:"others,omitempty"`
	Class  custos.Class    `json:"class"`
	Frame  custos.FrameRef `json:"frame"`
	// Box is where the track was in that frame.
	Box custos.Box `json:"box"`
	// Direction is that of a crossing: "left_to_right" or "right_to_left", as seen
	// on the way from the line's first point to its second.
	Direction string `json:"direction,omitempty"`
	// Since is when the act began; the event's time is when it was certain.
	Since time.Time `json:"since"`
	// Value is what was held against the rule's bound: seconds for loiter,
	// abandoned, removed and follow, body heights a second for run and wrong_way,
	// people for a crowd, width over height for a fall. 0 where there is none.
	Value float64 `json:"value"`
	// Trajectory is the way that the track came, simplified, oldest first, up to
	// and with the box above.
	Trajectory []Point `json:"trajectory"`
	// Suspicion is the track's score with this act counted.
	Suspicion Suspicion `json:"suspicion"`
}

// Suspicion is how much a track's acts add up to, 0 to 1, and why.
type Suspicion struct {
	Score   float64  `json:"score"`
	Reasons []Reason `json:"reasons,omitempty"`
}

// Reason is one rule's part in a suspicion.
type Reason struct {
	Rule string `json:"rule"`
	Act  Act    `json:"act"`
	// At is when the rule last fired for the track.
	At time.Time `json:"at"`
	// Weight is what is left of the rule's weight by now.
	Weight float64 `json:"weight"`
}

// Kind implements custos.Payload.
func (*Behavior) Kind() custos.Kind { return KindBehavior }

var _ = define(kind[*Behavior]{
	Says:    "A rule about what people and vehicles do fired.",
	Example: &Behavior{Rule: "loiter", Act: ActLoiter, Zone: "entrance", Track: 3, Class: custos.Person, Frame: custos.FrameRef{Boot: 7, Seq: 9, PTS: time.Second}, Since: exampleTime.Add(-time.Minute), Trajectory: []Point{{Time: exampleTime}}},
	Text: func(_ *custos.Event, b *Behavior, _ Names) string {
		line := fmt.Sprintf("%s %d: %s", title(b.Class), b.Track, b.Rule)
		if string(b.Act) != b.Rule {
			line += " (" + string(b.Act) + ")"
		}
		if b.Zone != "" && b.Zone != b.Rule {
			line += " in " + b.Zone
		}
		if n := len(b.Others); n > 0 {
			line += fmt.Sprintf(", with %d others", n)
		}
		if b.Suspicion.Score >= .5 {
			line += fmt.Sprintf(", suspicion %.0f%%", 100*b.Suspicion.Score)
		}
		return line
	},
	// All that the rule tells of, from when the act began until it was certain.
	Shows: func(e *custos.Event, b *Behavior) Shown {
		s := inFrame(e, b.Frame, b.Track)
		if !b.Since.IsZero() && b.Since.Before(s.From) {
			s.From = b.Since
		}
		return s
	},
})
