package access

import (
	"context"
	"time"

	"custos.dev/custos"
)

// watchEvery is how late the end of a window, or of freshness, may be noticed;
// a change of contract state is noticed at once.
const watchEvery = 250 * time.Millisecond

// Watch returns a context that ends, with the reason as its cause, when the
// right does: revoked, run out, its holder removed, or nothing fresh known. If
// the right does not hold now, it has ended already. The caller cancels it when
// done, which ends the goroutine that watches.
func (x *Index) Watch(ctx context.Context, q Question) (context.Context, context.CancelCauseFunc) {
	return x.WatchHere(ctx, q, "")
}

// WatchHere watches what DecideHere allowed.
func (x *Index) WatchHere(ctx context.Context, q Question, here custos.NodeName) (context.Context, context.CancelCauseFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	changed := x.Changed()
	if !x.still(q, here, cancel) {
		return ctx, cancel
	}
	go func() {
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-changed:
			case <-tick.C:
			}
			// Taken before the question, so that no change falls between the two.
			changed = x.Changed()
			if !x.still(q, here, cancel) {
				return
			}
		}
	}()
	return ctx, cancel
}

func (x *Index) still(q Question, here custos.NodeName, cancel context.CancelCauseFunc) bool {
	a := x.DecideHere(q, here)
	if !a.Allowed {
		cancel(custos.Errorf(custos.Denied, "the right has ended: %s", a.Reason))
	}
	return a.Allowed
}
