package observe

import (
	"cmp"
	"fmt"
	"time"

	"custos.dev/custos"
)

// KindZone is the kind of Zone.
const KindZone custos.Kind = "zone"

// Transition is what a track did in a zone.
type Transition string

// What a track can do in a zone.
const (
	Enter Transition = "enter"
	Leave Transition = "leave"
	Dwell Transition = "dwell"
)

// Zone says that a track entered, left or dwells in a zone.
type Zone struct {
	Zone       string          `json:"zone"`
	Transition Transition      `json:"transition"`
	Track      TrackID         `json:"track"`
	Class      custos.Class    `json:"class"`
	Frame      custos.FrameRef `json:"frame"`
	// Box is where the track was in that frame.
	Box custos.Box `json:"box"`
	// Inside is how long the track has been in the zone.
	Inside time.Duration `json:"inside"`
}

// Kind implements custos.Payload.
func (*Zone) Kind() custos.Kind { return KindZone }

var _ = define(kind[*Zone]{
	Says:    "A track entered, left or stays in a zone.",
	Example: &Zone{Zone: "entrance", Transition: Enter, Track: 3, Class: custos.Person, Frame: custos.FrameRef{Boot: 7, Seq: 9}},
	Text: func(_ *custos.Event, z *Zone, _ Names) string {
		does := map[Transition]string{Enter: "enters", Leave: "leaves", Dwell: "stays in"}[z.Transition]
		line := fmt.Sprintf("%s %d %s %s", title(z.Class), z.Track, cmp.Or(does, string(z.Transition)), z.Zone)
		if z.Inside >= time.Second {
			line += fmt.Sprintf(", %s inside", z.Inside.Round(time.Second))
		}
		return line
	},
	Shows: func(e *custos.Event, z *Zone) Shown { return inFrame(e, z.Frame, z.Track) },
})
