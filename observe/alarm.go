package observe

import (
	"fmt"

	"custos.dev/custos"
)

// KindAlarm is the kind of Alarm.
const KindAlarm custos.Kind = "alarm"

// AlarmKind is what an alarm is about.
type AlarmKind string

// The alarms that owners raise about each other, about the chain, clocks and footage.
const (
	// AlarmSilent means that a log was not anchored for longer than it promised.
	AlarmSilent AlarmKind = "silent"
	// AlarmForked means that a log asked for a cosignature of another history than
	// the one that was cosigned before.
	AlarmForked AlarmKind = "forked"
	// AlarmChain means that the chain contradicts a checkpoint that was cosigned:
	// anchoring stops until the owners decide.
	AlarmChain AlarmKind = "chain"
	// AlarmClock means that a service's clock is far from its master's.
	AlarmClock AlarmKind = "clock"
	// AlarmSegment means that a camera sealed a segment whose claim about time cannot be
	// true.
	AlarmSegment AlarmKind = "segment"
	// AlarmDiverged means that a service and its master cannot agree on what stands: two
	// journals live by one key, or what was acknowledged is lost again and again.
	AlarmDiverged AlarmKind = "diverged"
	// AlarmDropped means that a reorganisation dropped a revocation, a deactivation, an
	// owner's end or an owner's rules that had been confirmed.
	AlarmDropped AlarmKind = "dropped"
	// AlarmAltered means that a master's own audit found its data not to be as it was committed.
	AlarmAltered AlarmKind = "altered"
)

// Alarm says that something is wrong with a log or the chain, or is no more.
type Alarm struct {
	About AlarmKind `json:"about"`
	// Origin is the log's; of an alarm about a clock or a service that diverged it is the
	// service, about a segment the camera, about what was dropped its owner.
	Origin string `json:"origin"`
	Reason string `json:"reason"`
	// Over means that what an earlier alarm said is over.
	Over bool `json:"over"`
}

// Kind implements custos.Payload.
func (*Alarm) Kind() custos.Kind { return KindAlarm }

var _ = define(kind[*Alarm]{
	Says:    "Something is wrong with a log, the chain, a clock or footage, or is no more.",
	Example: &Alarm{About: AlarmChain, Origin: "campus/log", Reason: "the chain contradicts what was cosigned"},
	Record:  true,
	Text: func(_ *custos.Event, a *Alarm, _ Names) string {
		begin := "Alarm"
		if a.Over {
			begin = "Over"
		}
		return fmt.Sprintf("%s: %s: %s", begin, a.About, a.Reason)
	},
	Shows: func(*custos.Event, *Alarm) Shown { return Shown{} },
})
