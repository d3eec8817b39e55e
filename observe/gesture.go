package observe

import (
	"fmt"
	"time"

	"custos.dev/custos"
)

// KindGesture is the kind of Gesture.
const KindGesture custos.Kind = "gesture"

// Posing is what somebody does with his body.
type Posing string

// What is told.
const (
	HandsUp     Posing = "hands_up" // both hands above the head
	Waving      Posing = "wave"     // a raised hand that goes to and fro
	Pointing    Posing = "point"    // one straight arm held out to the side
	Crouching   Posing = "crouch"
	Lying       Posing = "lie"
	FightStance Posing = "fight" // both fists held before the chest or the face, feet apart
)

// Posings are all that are told.
func Posings() []Posing { return []Posing{HandsUp, Waving, Pointing, Crouching, Lying, FightStance} }

// By what a gesture was told.
const (
	ByPose       = "pose"       // the body's points, found by a network
	BySilhouette = "silhouette" // its outline before an empty scene
)

// Gesture says that somebody began, or has ended, to do something with his body.
type Gesture struct {
	What Posing `json:"what"`
	// Track is his on the camera, Life the life of the track service that numbered it.
	Track TrackID `json:"track"`
	Life  uint64  `json:"life"`
	// Since is when it began. It is told some half a second later, when it is certain.
	Since time.Time `json:"since"`
	// Until is when it was seen last, once it has ended or he is not seen any more: what was told
	// to begin is told to end. Zero says that it goes on.
	Until time.Time `json:"until,omitzero"`
	// Frame is the one in which it became certain, or was seen last; Box is where he was there.
	Frame custos.FrameRef `json:"frame"`
	Box   custos.Box      `json:"box"`
	// Score is the part of what was seen in the last second that speaks for it, 0 to 1.
	Score float64 `json:"score"`
	// By is "pose" or "silhouette"; Model names the network.
	By    string `json:"by"`
	Model string `json:"model,omitempty"`
}

// Kind implements custos.Payload.
func (*Gesture) Kind() custos.Kind { return KindGesture }

// posingWords are for people: that it begins, and that it is over.
var posingWords = map[Posing][2]string{
	HandsUp:     {"raises both hands", "has both hands down again"},
	Waving:      {"waves", "waves no more"},
	Pointing:    {"points", "points no more"},
	Crouching:   {"crouches", "crouches no more"},
	Lying:       {"lies", "lies no more"},
	FightStance: {"stands as for a fight", "stands as for a fight no more"},
}

var _ = define(kind[*Gesture]{
	Says:    "Somebody began, or ended, a gesture or a posture.",
	Example: &Gesture{What: HandsUp, Track: 3, Life: 7, Since: exampleTime, Frame: custos.FrameRef{Boot: 7, Seq: 9}, Box: custos.Box{X: .4, Y: .3, W: .1, H: .4}, Score: .9, By: ByPose, Model: "movenet-lightning@0x393e065fccc9"},
	Text: func(_ *custos.Event, g *Gesture, _ Names) string {
		words, ok := posingWords[g.What]
		if !ok {
			words = [2]string{custos.Plain(string(g.What)), custos.Plain(string(g.What)) + ": over"}
		}
		if !g.Until.IsZero() {
			return fmt.Sprintf("Person %d %s", g.Track, words[1])
		}
		return fmt.Sprintf("Person %d %s, %.0f%% sure (by %s)", g.Track, words[0], 100*g.Score, custos.Plain(g.By))
	},
	Shows: func(e *custos.Event, g *Gesture) Shown {
		s := inFrame(e, g.Frame, g.Track)
		if !g.Since.IsZero() && g.Since.Before(s.From) {
			s.From = g.Since
		}
		return s
	},
})
