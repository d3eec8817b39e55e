package masterdb

import (
	"context"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// Alarms keeps the alarms that are not over, so that each is raised once, also across
// restarts. There is one of a kind about one origin: a log, camera or service.
type Alarms interface {
	// Alarm returns the open alarm of a kind about an origin.
	Alarm(ctx context.Context, about observe.AlarmKind, origin string) (Alarm, bool, error)
	// Alarms returns all that are open, by kind and origin.
	Alarms(ctx context.Context) ([]Alarm, error)
	// OpenAlarm keeps one as open. One that is open already stays as it is.
	OpenAlarm(ctx context.Context, a Alarm) error
	// CloseAlarm forgets the alarm of a kind about an origin, if it is open.
	CloseAlarm(ctx context.Context, about observe.AlarmKind, origin string) error
}

// Alarm is one that is not over.
type Alarm struct {
	About  observe.AlarmKind
	Origin string
	Reason string
	// Block is that which holds the contradiction, where it is about the chain; else zero.
	Block custos.BlockRef
}
