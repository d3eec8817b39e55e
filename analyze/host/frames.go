package host

import (
	"context"
	"errors"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/analyze"
)

const (
	// dialAgain is how long a camera's frames are not asked for after they broke off.
	dialAgain = 300 * time.Millisecond
	// complainEvery bounds how often it is logged that frames cannot be analysed.
	complainEvery = 30 * time.Second
)

// watcher gives an analyzer the frames of one camera.
type watcher struct {
	*host
	camera analyze.Camera
	looker analyze.Looker
	// complained is when a frame that could not be analysed was last logged.
	complained time.Time
}

// watch gives the analyzer a camera's newest frames until ctx ends.
func (h *host) watch(ctx context.Context, c analyze.Camera, l analyze.Looker) error {
	w := &watcher{host: h, camera: c, looker: l}
	said := false
	for ctx.Err() == nil {
		err := w.look(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if !said {
			w.Log.Info("waiting for a camera's frames", "camera", c.ID, "err", err)
			said = true
		}
		select {
		case <-ctx.Done():
		case <-time.After(dialAgain):
		}
	}
	return nil
}

// look goes on until the frames break off, or something cannot be kept.
func (w *watcher) look(ctx context.Context) error {
	in, err := w.dial(ctx, w.camera)
	if err != nil {
		return err
	}
	defer in.Close()
	dropped := uint64(0)
	for ctx.Err() == nil {
		f, err := in.Next(ctx)
		if err != nil {
			return err
		}
		n := in.Dropped()
		w.health.dropped(n - dropped)
		dropped = n
		var out []custos.Observation
		err = w.call(ctx, func(ctx context.Context) (err error) {
			out, err = w.looker.Look(ctx, &f)
			return err
		})
		if hangs(err) {
			return err // the planes, and out, may still be in use
		}
		skipped := errors.Is(err, analyze.ErrSkipped)
		if err != nil && !skipped && time.Since(w.complained) > complainEvery {
			w.complained = time.Now()
			w.Log.Warn("a frame was not analysed, or not wholly", "camera", w.camera.ID, "err", err)
		}
		if len(out) > 0 {
			if err := w.keepSeen(ctx, out); err != nil {
				return err
			}
		}
		if !skipped {
			w.health.took(w.camera.ID, f.Time)
		}
	}
	return ctx.Err()
}

// keepSeen keeps what several cameras' lookers observe at the same time.
func (w *watcher) keepSeen(ctx context.Context, out []custos.Observation) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.keep(ctx, out, nil)
}

// hangs says that a call has not come back.
func hangs(err error) bool {
	var h *hangError
	return errors.Is(err, errEnding) || errors.As(err, &h)
}
