package observe

import (
	"cmp"
	"fmt"
	"time"

	"custos.dev/custos"
)

// KindFeature is the kind of Feature.
const KindFeature custos.Kind = "feature"

// Feature is how a finished track looked and moved, for search.
type Feature struct {
	Track TrackID      `json:"track"`
	Class custos.Class `json:"class"`
	// Trajectory is the event it was made from.
	Trajectory custos.EventID `json:"trajectory"`
	From       time.Time      `json:"from"`
	Until      time.Time      `json:"until"`
	// Method names what made the look; only looks of one method are comparable.
	Method string `json:"method"`
	Look   Look   `json:"look,omitempty"`
	// Embedding is the mean of the trajectory's, if a network said how it looks.
	Embedding *Embedding `json:"embedding,omitempty"`
	// Upper and Lower are colour words for the two halves of the body: black,
	// grey, white, red, orange, brown, yellow, green, blue, purple, pink.
	Upper string `json:"upper,omitempty"`
	Lower string `json:"lower,omitempty"`
	// Direction is where it went in the picture: up, up-right, right, …, or
	// "stays". Up is away from the camera in most views.
	Direction string `json:"direction"`
	// Speed is the mean in body heights a second.
	Speed float64 `json:"speed"`
	// Size is small, medium or large by the height of the box: under 1/8 and over
	// 1/3 of the picture's.
	Size string `json:"size"`
}

// Kind implements custos.Payload.
func (*Feature) Kind() custos.Kind { return KindFeature }

var _ = define(kind[*Feature]{
	Says:    "How a track that has ended looked and moved.",
	Over:    true,
	Example: &Feature{Track: 3, Class: custos.Person, From: exampleTime.Add(-time.Second), Until: exampleTime, Upper: "red", Direction: "left", Size: "small", Look: Look{127}},
	Text: func(_ *custos.Event, f *Feature, _ Names) string {
		return fmt.Sprintf("%s %d: %s, %s", title(f.Class), f.Track, f.Dressed(), f.Direction)
	},
	Shows: func(_ *custos.Event, f *Feature) Shown { return Shown{Track: f.Track, From: f.From, Until: f.Until} },
})

// Dressed says the colours of both halves of the body.
func (f *Feature) Dressed() string {
	switch {
	case f.Upper == "" && f.Lower == "":
		return "colours not known"
	case f.Upper == f.Lower:
		return f.Upper
	}
	return cmp.Or(f.Upper, "?") + " above " + cmp.Or(f.Lower, "?")
}
