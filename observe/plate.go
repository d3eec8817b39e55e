package observe

import (
	"fmt"

	"custos.dev/custos"
)

// KindPlate is the kind of Plate.
const KindPlate custos.Kind = "plate"

// Plate says that a licence plate was read.
type Plate struct {
	// Text is what it says, in digits and capital letters without spaces and signs.
	Text string `json:"text"`
	// Track is the vehicle's on its camera.
	Track TrackID `json:"track"`
	// Trajectory is the event of the vehicle's path.
	Trajectory custos.EventID `json:"trajectory"`
	// Frame is the one in which it was read best, without its number; Box is where the plate
	// was there.
	Frame custos.FrameRef `json:"frame"`
	Box   custos.Box      `json:"box"`
	// Score is how sure the reading is, 0 to 1.
	Score float64 `json:"score"`
	// Read is in how many pictures of the vehicle a plate was read, Agree how many of them say
	// the same.
	Read  int `json:"read"`
	Agree int `json:"agree"`
	// Format says that the text has a form that the site's countries use.
	Format bool `json:"format,omitempty"`
	// By is what read it: the networks' names, or "strokes".
	By string `json:"by"`
	// Watched names the entry of the watch list that it is on; "" is none.
	Watched string `json:"watched,omitempty"`
}

// Kind implements custos.Payload.
func (*Plate) Kind() custos.Kind { return KindPlate }

var _ = define(kind[*Plate]{
	Says:    "A licence plate was read.",
	Example: &Plate{Text: "RK755AJ", Track: 3, Trajectory: "front-edge/track/7/9", Frame: custos.FrameRef{Boot: 7, PTS: 1e9}, Box: custos.Box{X: .4, Y: .5, W: .1, H: .03}, Score: .9, Read: 3, Agree: 2, By: "ppocr"},
	Text: func(_ *custos.Event, p *Plate, _ Names) string {
		line := fmt.Sprintf("Plate %s of vehicle %d, %.0f%% sure", custos.Plain(p.Text), p.Track, 100*p.Score)
		if p.Watched != "" {
			line += ", on the watch list: " + custos.Plain(p.Watched)
		}
		return line
	},
	Shows: func(e *custos.Event, p *Plate) Shown { return inFrame(e, p.Frame, p.Track) },
})
