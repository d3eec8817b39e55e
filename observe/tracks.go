package observe

import (
	"fmt"

	"custos.dev/custos"
)

// KindTracks is the kind of Tracks.
const KindTracks custos.Kind = "tracks"

// TrackID numbers tracks within a boot of the track service and a camera, from 1.
type TrackID uint64

// Tracked is a track's box in one frame.
type Tracked struct {
	Track TrackID      `json:"track"`
	Class custos.Class `json:"class"`
	Box   custos.Box   `json:"box"`
	Score float64      `json:"score"`
	// Returns is the ended track of who left and came back, as far as looks tell; 0 if none.
	Returns TrackID `json:"returns,omitempty"`
}

// Tracks is every confirmed track in one frame.
type Tracks struct {
	Frame   custos.FrameRef `json:"frame"`
	Objects []Tracked       `json:"objects"`
	// Aspect is the picture's width over its height; 0 if not said.
	Aspect float64 `json:"aspect,omitempty"`
}

// Kind implements custos.Payload.
func (*Tracks) Kind() custos.Kind { return KindTracks }

var _ = define(kind[*Tracks]{
	Says:       "Every confirmed track in one frame.",
	Example:    &Tracks{Frame: custos.FrameRef{Boot: 7, Seq: 9}, Objects: []Tracked{{Track: 3, Class: custos.Person}}},
	Continuous: true,
	Text: func(e *custos.Event, t *Tracks, _ Names) string {
		return fmt.Sprintf("%s: %d tracked", e.Resource.Base(), len(t.Objects))
	},
	Shows: func(e *custos.Event, t *Tracks) Shown { return inFrame(e, t.Frame, 0) },
})
