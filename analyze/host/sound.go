package host

import (
	"context"
	"errors"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/edge/pcm"
	"custos.dev/custos/edge/ring"
	"custos.dev/custos/node"
)

// sounds is where a camera's sound comes from, as ring.SoundReader.
type sounds interface {
	Next(context.Context) (custos.Sound, error)
	Dropped() uint64
	Close() error
}

func (h *host) dialSounds(ctx context.Context, c analyze.Camera) (sounds, error) {
	token, err := h.ringToken(ctx, c)
	if err != nil {
		return nil, err
	}
	r, err := ring.DialSound(ctx, node.RingSocket(h.Site, h.Node.Name, c.Name), token)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// listener gives an analyzer the sound of one camera. Sound is decoded in this process or its
// helper, and none of it is kept.
type listener struct {
	*host
	camera  analyze.Camera
	hearer  analyze.Hearer
	decoder pcm.Decoder
	// complained is when something that could not be heard was last logged.
	complained time.Time
}

// listen gives the analyzer a camera's sound until ctx ends.
func (h *host) listen(ctx context.Context, c analyze.Camera, l analyze.Hearer) error {
	w := &listener{host: h, camera: c, hearer: l}
	said := false
	for ctx.Err() == nil {
		err := w.hear(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if !said {
			w.Log.Info("waiting for a camera's sound", "camera", c.ID, "err", err)
			said = true
		}
		select {
		case <-ctx.Done():
		case <-time.After(dialAgain):
		}
	}
	return nil
}

// hear goes on until the sound breaks off, or something cannot be kept.
func (w *listener) hear(ctx context.Context) (err error) {
	in, err := w.dialSound(ctx, w.camera)
	if err != nil {
		return err
	}
	defer in.Close()
	defer func() {
		last := w.decoder.Close()
		if !w.stuck.Load() {
			err = errors.Join(err, w.give(ctx, last), w.say(ctx, nil))
		}
	}()
	dropped := uint64(0)
	for ctx.Err() == nil {
		s, idle, err := w.next(ctx, in)
		if err != nil {
			return err
		}
		n := in.Dropped()
		w.health.dropped(n - dropped)
		dropped = n
		if idle {
			if err := errors.Join(w.give(ctx, w.decoder.Close()), w.say(ctx, nil)); err != nil {
				return err
			}
			continue
		}
		blocks, err := w.decoder.Decode(s)
		w.complain(err)
		if err := w.give(ctx, blocks); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// next waits for the next block; idle says that none came for analyze.Idle.
func (w *listener) next(ctx context.Context, in sounds) (s custos.Sound, idle bool, err error) {
	waiting, stop := context.WithTimeout(ctx, analyze.Idle)
	defer stop()
	s, err = in.Next(waiting)
	if err != nil && ctx.Err() == nil && errors.Is(waiting.Err(), context.DeadlineExceeded) && errors.Is(err, context.DeadlineExceeded) {
		return s, true, nil
	}
	return s, false, err
}

// give gives the analyzer decoded blocks.
func (w *listener) give(ctx context.Context, blocks []pcm.Block) error {
	for _, b := range blocks {
		if err := w.say(ctx, &analyze.PCM{Camera: w.camera.ID, PTS: b.PTS, Time: b.Time, Samples: b.Samples, Lost: b.Lost}); err != nil {
			return err
		}
		w.health.took(w.camera.ID, b.Time)
	}
	return nil
}

// say gives the analyzer one block, or none, and keeps what it observes.
func (w *listener) say(ctx context.Context, b *analyze.PCM) error {
	var out []custos.Observation
	err := w.call(ctx, func(ctx context.Context) (err error) {
		out, err = w.hearer.Hear(ctx, b)
		return err
	})
	if hangs(err) {
		return err // the samples, and out, may still be in use
	}
	w.complain(err)
	if len(out) == 0 {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.keep(ctx, out, nil)
}

// complain logs what could not be heard, and has the service say it, for a while.
func (w *listener) complain(err error) {
	w.health.deaf.is(w.camera.ID, err)
	if err != nil && time.Since(w.complained) > complainEvery {
		w.complained = time.Now()
		w.Log.Warn("sound was not heard, or not wholly", "camera", w.camera.ID, "err", err)
	}
}

// deafness is what keeps cameras from being heard, for people.
type deafness struct {
	mu  sync.Mutex
	why map[custos.CameraID]deaf
}

type deaf struct {
	why   string
	since time.Time
}

// is notes that a camera's sound cannot be heard, or nil that it can.
func (d *deafness) is(c custos.CameraID, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err == nil {
		delete(d.why, c)
		return
	}
	if d.why == nil {
		d.why = map[custos.CameraID]deaf{}
	}
	at, was := d.why[c]
	if !was {
		at.since = time.Now()
	}
	at.why = err.Error()
	d.why[c] = at
}

// now is the first camera's by name that cannot be heard; "" if all can.
func (d *deafness) now() (trouble string, since time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var first custos.CameraID
	for c := range d.why {
		if first == "" || c < first {
			first = c
		}
	}
	if first == "" {
		return "", since
	}
	return first.Base() + ": " + d.why[first].why, d.why[first].since
}
