package observe

import (
	"fmt"

	"custos.dev/custos"
)

// KindFace is the kind of Face.
const KindFace custos.Kind = "face"

// Face is what was seen of the face of a track that has ended, and whom it was taken for. How the
// face looks in numbers is not in it: such a template is never in an event.
type Face struct {
	// Trajectory is the event of the track.
	Trajectory custos.EventID `json:"trajectory"`
	Track      TrackID        `json:"track"`
	// Frame is the one in which the face was seen best, Box where it is there.
	Frame custos.FrameRef `json:"frame"`
	Box   custos.Box      `json:"box"`
	// Shots is by how many pictures it was compared, Quality how good the best one is, 0 to 1.
	Shots   int     `json:"shots"`
	Quality float64 `json:"quality"`
	// Person is who it was taken for: a name that says nothing, which `custos face list` explains
	// to who may know; "" is unknown. List is the watch list that he is on.
	Person string `json:"person,omitempty"`
	List   string `json:"list,omitempty"`
	// Score is how alike the most alike person is, Threshold from where on it counts. Where
	// Strangers is not 0 both are in deviations above what so many strangers of the site reach,
	// else they are likenesses.
	Score     float64 `json:"score"`
	Threshold float64 `json:"threshold"`
	Strangers int     `json:"strangers,omitempty"`
	// FalseAccepts is which part of strangers the threshold takes for somebody, as far as those
	// of the site tell; 0 says that they are too few to tell.
	FalseAccepts float64 `json:"false_accepts,omitempty"`
	// Found and Compared say by what.
	Found    string `json:"found"`
	Compared string `json:"compared"`
	// Permit is the SHA-256 of the owner's signed statement that allowed it.
	Permit custos.Hash `json:"permit"`
}

// Kind implements custos.Payload.
func (*Face) Kind() custos.Kind { return KindFace }

var _ = define(kind[*Face]{
	Says:  "The face of a track that has ended, and whom it was taken for.",
	Right: custos.Biometrics,
	Example: &Face{
		Trajectory: "front-edge.track.mww9qel1.2827", Track: 3, Frame: custos.FrameRef{Boot: 1782928800, Seq: 1200}, Box: custos.Box{X: .4, Y: .2, W: .05, H: .08},
		Shots: 3, Quality: .8, Person: "p-3f9a1c20", List: "staff", Score: 7.5, Threshold: 5.2, Strangers: 240, FalseAccepts: .01, Found: "yunet", Compared: "faceres",
	},
	Text: func(_ *custos.Event, f *Face, _ Names) string {
		who := "nobody who is enrolled"
		if f.Person != "" {
			who = custos.Plain(f.Person)
			if f.List != "" {
				who += " (" + custos.Plain(f.List) + ")"
			}
		}
		rate := "its rate of false accepts is not known"
		if f.FalseAccepts > 0 {
			rate = fmt.Sprintf("%.2g%% of strangers reach that", 100*f.FalseAccepts)
		}
		return fmt.Sprintf("The face of track %d: %s, %.2f where %.2f counts; %s", f.Track, who, f.Score, f.Threshold, rate)
	},
	Shows: func(e *custos.Event, f *Face) Shown {
		return Shown{Frame: f.Frame, Track: f.Track, From: e.Time, Until: e.Time}
	},
})
