package host

import (
	"context"
	"slices"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/analyze"
	"custos.dev/custos/journal"
	"custos.dev/custos/observe"
)

// followAll is to follow each of the services that are followed.
func (h *host) followAll(take func(context.Context, []journal.Followed, journal.Progress) error) (work []func(context.Context) error) {
	for _, source := range h.sources() {
		work = append(work, func(ctx context.Context) error { return h.follow(ctx, source, take) })
	}
	return work
}

// follow reads another service's journal once it may, and gives take what comes.
func (h *host) follow(ctx context.Context, source custos.ServiceID, take func(context.Context, []journal.Followed, journal.Progress) error) error {
	if err := h.WaitAllowed(ctx, custos.Features, h.Domain); err != nil {
		return nil
	}
	return h.Journal.Follow(ctx, h, source, observe.Skip(h.spec.Input.Kinds), h.Log, take)
}

// take gives the analyzer a frame, or the next events, and keeps what came of them together with
// how far it has read: after a crash they were taken, or they come again.
func (h *host) take(ctx context.Context, a analyze.EventAnalyzer, followed []journal.Followed, p journal.Progress) error {
	in := h.opened(followed)
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []custos.Observation
	if len(in) > 0 {
		for i := range in {
			h.quiet[in[i].Resource] = time.Now()
		}
		err := h.call(ctx, func(ctx context.Context) (err error) {
			out, err = a.Take(ctx, in)
			return err
		})
		if err != nil {
			return unlessEnding(ctx, err)
		}
	}
	if err := h.keep(ctx, out, &p); err != nil {
		return unlessEnding(ctx, err)
	}
	for i := range in {
		h.health.took(in[i].Resource, in[i].Time)
	}
	return nil
}

// unlessEnding is no error of a service that ends: what it did not finish, the next life reads
// again.
func unlessEnding(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// opened reads what events say and keeps those of the analyzer's kinds. What this version does
// not know, or cannot read, is passed over and counted: another version made it, and what comes
// after it is not to wait.
func (h *host) opened(followed []journal.Followed) []analyze.Followed {
	out := make([]analyze.Followed, 0, len(followed))
	for i := range followed {
		f := &followed[i]
		if _, known := observe.Of(f.Kind); known && f.Err == nil && !slices.Contains(h.spec.Input.Kinds, f.Kind) {
			continue // of no use here, so it is not read
		}
		what, err := f.What, f.Err
		if what == nil && err == nil {
			what, err = observe.Open(&f.Event)
		}
		if err != nil {
			h.PassedOver.WithLabelValues(string(custos.KindOf(err))).Inc()
			h.Log.Debug("passed over", "event", f.ID(), "err", err)
			continue
		}
		out = append(out, analyze.Followed{Event: f.Event, What: what})
	}
	return out
}

// quieted is told when a camera has sent nothing for analyze.Idle.
type quieted interface {
	Quiet(context.Context, custos.CameraID) ([]custos.Observation, error)
}

// lookForQuiet tells the analyzer of each camera that was active and has then sent nothing
// for analyze.Idle, once.
func (h *host) lookForQuiet(ctx context.Context, a quieted) error {
	tick := time.NewTicker(analyze.Idle / 4)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case now := <-tick.C:
			if err := h.endQuiet(ctx, a, now); err != nil {
				return unlessEnding(ctx, err)
			}
		}
	}
}

func (h *host) endQuiet(ctx context.Context, a quieted, now time.Time) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c, at := range h.quiet {
		if now.Sub(at) < analyze.Idle {
			continue
		}
		var out []custos.Observation
		err := h.call(ctx, func(ctx context.Context) (err error) {
			out, err = a.Quiet(ctx, c)
			return err
		})
		if err == nil && len(out) > 0 {
			err = h.keep(ctx, out, nil)
		}
		if err != nil {
			return err
		}
		delete(h.quiet, c)
	}
	return nil
}
