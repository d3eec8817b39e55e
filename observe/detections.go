package observe

import (
	"fmt"

	"custos.dev/custos"
)

// KindDetections is the kind of Detections.
const KindDetections custos.Kind = "detections"

// Detection is one object in one frame. Score is 0 to 1.
type Detection struct {
	Class custos.Class `json:"class"`
	Box   custos.Box   `json:"box"`
	Score float64      `json:"score"`
	// Look is how it looks in this frame; it may be unknown.
	Look Look `json:"look,omitempty"`
	// Embedding is the same to a network, if one was given.
	Embedding *Embedding `json:"embedding,omitempty"`
}

// Detections is what object saw in one frame.
type Detections struct {
	Frame   custos.FrameRef `json:"frame"`
	Model   string          `json:"model"`
	Objects []Detection     `json:"objects"`
	// Aspect is the picture's width over its height; 0 if not said.
	Aspect float64 `json:"aspect,omitempty"`
	// Width and Height are the picture's in pixels, for the grid of a pack; 0 if not known. They
	// are not part of the JSON.
	Width  int `json:"-"`
	Height int `json:"-"`
}

// Kind implements custos.Payload.
func (*Detections) Kind() custos.Kind { return KindDetections }

var _ = define(kind[*Detections]{
	Says:       "What the detector saw in one frame.",
	Example:    &Detections{Frame: custos.FrameRef{Boot: 7, Seq: 9}, Model: "motion", Objects: []Detection{{Class: custos.Person, Score: .5, Look: Look{1, -2}}}},
	Continuous: true,
	Text: func(e *custos.Event, d *Detections, _ Names) string {
		return fmt.Sprintf("%s: %d seen", e.Resource.Base(), len(d.Objects))
	},
	Shows: func(e *custos.Event, d *Detections) Shown { return inFrame(e, d.Frame, 0) },
})
