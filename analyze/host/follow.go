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

// follow reads another service's journal once it may.
func (h *host) follow(ctx context.Context, source custos.ServiceID, a analyze.EventAnalyzer) error {
	if err := h.WaitAllowed(ctx, custos.Features, h.Domain); err != nil {
		return nil
	}
	return h.Journal.Follow(ctx, h, source, h.Log, func(ctx context.Context, events []custos.Event, cur journal.Cursor) error {
		return h.take(ctx, a, events, cur)
	})
}

// noteEvery is how often it is kept how far input was read that gave nothing.
const noteEvery = time.Minute

// take gives the analyzer the next events, and keeps what came of them together with how far
// it has read: after a crash they were taken, or they come again.
func (h *host) take(ctx context.Context, a analyze.EventAnalyzer, events []custos.Event, cur journal.Cursor) error {
	in := h.opened(events)
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
	if len(out) == 0 && h.spec.Input.Sparse {
		// Most input gives nothing, and is not worth a commit; but a service that has pruned what
		// this one read long ago is not to be asked for it again.
		if time.Since(h.noted[cur.Source]) < noteEvery {
			return nil
		}
		h.noted[cur.Source] = time.Now()
	}
	if err := h.keep(ctx, out, cur); err != nil {
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
func (h *host) opened(events []custos.Event) []analyze.Followed {
	out := make([]analyze.Followed, 0, len(events))
	for i := range events {
		if _, known := observe.Of(events[i].Kind); known && !slices.Contains(h.spec.Input.Kinds, events[i].Kind) {
			continue // of no use here, so it is not read
		}
		p, err := observe.Open(&events[i])
		if err != nil {
			h.PassedOver.WithLabelValues(string(custos.KindOf(err))).Inc()
			h.Log.Debug("passed over", "event", events[i].ID(), "err", err)
			continue
		}
		out = append(out, analyze.Followed{Event: events[i], What: p})
	}
	return out
}

// lookForQuiet tells the analyzer of each camera that was active and has then sent nothing
// for analyze.Idle, once.
func (h *host) lookForQuiet(ctx context.Context, a analyze.EventAnalyzer) error {
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

func (h *host) endQuiet(ctx context.Context, a analyze.EventAnalyzer, now time.Time) error {
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
			err = h.keep(ctx, out)
		}
		if err != nil {
			return err
		}
		delete(h.quiet, c)
	}
	return nil
}
