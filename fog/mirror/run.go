package mirror

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	// A log that grows is looked at so often; one that does not less and less, down to lookLeast.
	lookMost, lookLeast = 250 * time.Millisecond, 4 * time.Second
	// After an error it is tried again, the first time after retryFirst, at last every retryLast.
	retryFirst, retryLast = time.Second, time.Minute
	// councilEvery is how often it is looked whose logs there are.
	councilEvery = time.Second
)

// Runner mirrors logs, each by a Follower of its own: one that does not answer, or lies, keeps no
// other one back.
type Runner struct {
	// Logs are those that are to be mirrored now.
	Logs func() []Log
	// New makes the follower of a log.
	New func(origin string, log func() (Log, bool)) *Follower

	mu        sync.Mutex
	followers map[string]*Follower
}

// Run mirrors until ctx ends.
func (r *Runner) Run(ctx context.Context) error {
	var g sync.WaitGroup
	defer g.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	running := map[string]context.CancelFunc{}
	for {
		wanted := map[string]bool{}
		for _, l := range r.Logs() {
			wanted[l.Origin] = true
			if running[l.Origin] != nil {
				continue
			}
			f := r.New(l.Origin, func() (Log, bool) { return r.log(l.Origin) })
			r.mu.Lock()
			if r.followers == nil {
				r.followers = map[string]*Follower{}
			}
			r.followers[l.Origin] = f
			r.mu.Unlock()
			own, end := context.WithCancel(ctx)
			running[l.Origin] = end
			g.Go(func() { f.run(own) })
		}
		for origin, end := range running {
			if !wanted[origin] { // its owner left; what is mirrored stays
				end()
				delete(running, origin)
				r.mu.Lock()
				delete(r.followers, origin)
				r.mu.Unlock()
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(councilEvery):
		}
	}
}

// log is how a log is known now.
func (r *Runner) log(origin string) (Log, bool) {
	for _, l := range r.Logs() {
		if l.Origin == origin {
			return l, true
		}
	}
	return Log{}, false
}

// Health says how each mirror does, by origin.
func (r *Runner) Health() []Health {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := make([]Health, 0, len(r.followers))
	for _, f := range r.followers {
		out = append(out, f.Health())
	}
	slices.SortFunc(out, func(a, b Health) int { return strings.Compare(a.Origin, b.Origin) })
	return out
}

// run follows one log.
func (f *Follower) run(ctx context.Context) {
	pause, retry, last := lookMost, retryFirst, ""
	for ctx.Err() == nil {
		grown, err := f.Step(ctx)
		wait := pause
		switch {
		case err != nil && ctx.Err() == nil:
			if err.Error() != last {
				f.Logger.Warn("a log cannot be mirrored", "log", f.Store.Origin, "err", err)
			}
			wait, last = retry/2+rand.N(retry/2), err.Error()
			retry = min(2*retry, retryLast)
		case grown:
			wait, pause, retry, last = lookMost, lookMost, retryFirst, ""
		default:
			pause, retry, last = min(2*pause, lookLeast), retryFirst, ""
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}
