package observe

import (
	"fmt"
	"time"

	"custos.dev/custos"
)

// KindDecision is the kind of Decision.
const KindDecision custos.Kind = "decision"

// Decision is a right exercised or refused.
type Decision struct {
	Principal custos.Address `json:"principal"`
	// Action is left out where what was asked for takes no right but to be registered.
	Action   custos.Action   `json:"action,omitempty"`
	Resource custos.Resource `json:"resource"`
	Allowed  bool            `json:"allowed"`
	Reason   string          `json:"reason"`
	// Capability is the contract's number of the capability used; 0 if none.
	Capability uint64    `json:"capability"`
	From       time.Time `json:"from"`
	Until      time.Time `json:"until"`
	// Count is how many decisions are folded into this one.
	Count uint64 `json:"count"`
	// Bytes is how much was sent, where that is known.
	Bytes int64 `json:"bytes"`
}

// Kind implements custos.Payload.
func (*Decision) Kind() custos.Kind { return KindDecision }

var _ = define(kind[*Decision]{
	Says:    "A right was exercised or refused.",
	Example: &Decision{Action: custos.Live, Resource: "campus/front/cam1", Reason: "no capability", From: exampleTime, Until: exampleTime, Count: 2},
	Record:  true,
	Text: func(_ *custos.Event, d *Decision, who Names) string {
		verdict := "was refused"
		if d.Allowed {
			verdict = "was allowed"
		}
		line := fmt.Sprintf("%s %s %s on %s", who(d.Principal), verdict, d.Action, d.Resource)
		if d.Count > 1 {
			line += fmt.Sprintf(", %d times", d.Count)
		}
		if !d.Allowed && d.Reason != "" {
			line += ": " + d.Reason
		}
		return line
	},
	Shows: func(*custos.Event, *Decision) Shown { return Shown{} },
})
