package fog

import (
	"context"
	"fmt"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/evidence"
	"custos.dev/custos/journal"
	"custos.dev/custos/observe"
)

// maxClockOffset is how far a service's clock may be from its master's before an
// alarm is raised. Events are committed all the same, in the order of their numbers.
const maxClockOffset = time.Hour

func (c *Committer) now() time.Time {
	if c.Now == nil {
		return time.Now()
	}
	return c.Now()
}

// clockOffset returns how far the clock of a batch's service is ahead of this
// master's, the way between them included; negative is behind.
func (c *Committer) clockOffset(b evidence.Batch, m journal.Commit, events []custos.Event) time.Duration {
	now, says := c.now(), m.Sent
	if says.IsZero() {
		says = b.Closed
	}
	// A clock that was set back since still shows by what it stamped before.
	for i := range events {
		if t := events[i].Time; t.After(says) && t.Sub(now) > maxClockOffset {
			says = t
		}
	}
	return says.Sub(now)
}

func (c *Committer) tellClock(ctx context.Context, s custos.ServiceID, offset time.Duration) {
	if c.Clock == nil {
		return
	}
	if err := c.Clock(ctx, s, offset); err != nil {
		c.Logger.Error("a clock that is far off cannot be put on record", "of", s, "offset", offset, "err", err)
	}
}

// Clock raises the alarm about a service whose clock is far from this master's, and
// ends it when it is near again.
func (w *Watch) Clock(ctx context.Context, s custos.ServiceID, offset time.Duration) error {
	far, which := offset.Abs() > maxClockOffset, "ahead of"
	if offset < 0 {
		which = "behind"
	}
	if far {
		return w.raise(ctx, observe.AlarmClock, string(s), custos.BlockRef{}, fmt.Sprintf(
			"the clock of %s is %s %s its master's: set the one that is wrong; its events keep their order, their times are off", s, offset.Abs().Round(time.Second), which))
	}
	for _, a := range w.Open() {
		if a.About == observe.AlarmClock && a.Origin == string(s) {
			return w.over(ctx, observe.AlarmClock, string(s), fmt.Sprintf("the clock of %s is within %s of its master's again", s, maxClockOffset))
		}
	}
	return nil
}
