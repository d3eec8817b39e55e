package observe

import (
	"fmt"
	"time"

	"custos.dev/custos"
)

// KindErasure is the kind of Erasure.
const KindErasure custos.Kind = "erasure"

// Erasure says what was ordered to be erased. What of it the master has at that time is named by
// tombstones; what comes later, from a service that could not reach the master, is erased when
// it comes. It goes on for good.
type Erasure struct {
	// Camera is of what a stretch of time is erased, of Kinds, or of no Kinds all that says what
	// was seen. Until is not included, and is no later than At.
	Camera custos.CameraID `json:"camera,omitempty"`
	From   time.Time       `json:"from,omitzero"`
	Until  time.Time       `json:"until,omitzero"`
	Kinds  []custos.Kind   `json:"kinds,omitempty"`
	// Trajectories are erased with their features.
	Trajectories []custos.EventID `json:"trajectories,omitempty"`
	// Cause says by whose order and why, At when it was given.
	Cause Cause     `json:"cause"`
	At    time.Time `json:"at"`
}

// Check says what is wrong with an order in itself. It returns Invalid or nil.
func (o *Erasure) Check() error {
	switch {
	case o.Cause.Why != ByOrder || o.Cause.By.IsZero():
		return custos.Errorf(custos.Invalid, "an erasure is by nobody's order")
	case o.Camera == "" && len(o.Trajectories) == 0:
		return custos.Errorf(custos.Invalid, "an erasure names nothing")
	case o.Camera != "" && !o.From.Before(o.Until), o.Until.After(o.At):
		return custos.Errorf(custos.Invalid, "an erasure of %s is from %s until %s, ordered at %s", custos.Plain(string(o.Camera)), o.From, o.Until, o.At)
	}
	return nil
}

// Kind implements custos.Payload.
func (*Erasure) Kind() custos.Kind { return KindErasure }

var _ = define(kind[*Erasure]{
	Says:   "It was ordered that something be erased, also what of it is still on its way.",
	Record: true,
	Example: &Erasure{
		Camera: "campus/front/cam1", From: exampleTime.Add(-time.Hour), Until: exampleTime, Kinds: []custos.Kind{"trajectory"},
		Trajectories: []custos.EventID{"front-edge.track.1.7"}, Cause: Cause{Why: ByOrder, By: custos.Address{1}, Reason: "request 12"}, At: exampleTime,
	},
	Text: func(_ *custos.Event, o *Erasure, who Names) string {
		what := fmt.Sprintf("%d trajectories", len(o.Trajectories))
		if o.Camera != "" {
			what = fmt.Sprintf("%s from %s until %s", o.Camera.Base(), o.From.UTC().Format(time.RFC3339), o.Until.UTC().Format(time.RFC3339))
		}
		return fmt.Sprintf("%s: what comes of it later is erased, too, %s", what, o.Cause.Text(who))
	},
	Shows: func(*custos.Event, *Erasure) Shown { return Shown{} },
})
