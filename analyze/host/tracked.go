package host

import (
	"context"
	"slices"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/journal"
	"custos.dev/custos/observe"
)

const (
	// heldFor is how long a frame is kept until its tracks are known: what object and track take,
	// and then some. It bounds the memory as well: at 8 frames a second of 384 by 288 pixels, 4 MB
	// a camera.
	heldFor = 3 * time.Second
	// sameFrame is how far the frame of some tracks may be from the one that is looked at: nobody
	// goes far in it.
	sameFrame = 70 * time.Millisecond
	// late is how far behind the newest frame tracks may be so that all are looked at; of later
	// ones every second is left out, and of what is later than heldFor all: an analyzer that is
	// too slow does not fall behind for ever.
	late = 1500 * time.Millisecond
)

// held are the newest frames of a camera, for tracks that come later. One goroutine puts frames
// in, another takes them out.
type held struct {
	every time.Duration
	mu    sync.Mutex
	all   []heldFrame // the oldest first
	left  bool        // the last late one was left out
}

type heldFrame struct {
	custos.Frame
	taken bool
}

// put copies a frame, unless it is too near the last; what is too old is returned if nobody took
// it: nothing was tracked there.
func (h *held) put(f *custos.Frame) (empty []custos.Frame) {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := len(h.all)
	if n > 0 && h.all[n-1].Ref.Boot == f.Ref.Boot {
		// A little early counts: frames come in steps of their own.
		if d := f.Ref.PTS - h.all[n-1].Ref.PTS; d >= 0 && d < h.every*9/10 {
			return nil
		}
	}
	for len(h.all) > 0 && (f.Time.Sub(h.all[0].Time).Abs() > heldFor || len(h.all) > int(heldFor/h.every)) {
		if !h.all[0].taken {
			empty = append(empty, h.all[0].Frame)
		}
		h.all = h.all[1:]
	}
	c := *f
	c.Y, c.U, c.V = slices.Clone(f.Y), slices.Clone(f.U), slices.Clone(f.V)
	h.all = append(h.all, heldFrame{Frame: c})
	return empty
}

// take is the frame of some tracks, once; nil if there is none, it was taken before, or it is left
// out because it is late.
func (h *held) take(ref custos.FrameRef) *custos.Frame {
	h.mu.Lock()
	defer h.mu.Unlock()
	best := -1
	for i := range h.all {
		f := &h.all[i]
		if f.Ref.Boot != ref.Boot || (f.Ref.PTS-ref.PTS).Abs() > sameFrame {
			continue
		}
		if best < 0 || (f.Ref.PTS-ref.PTS).Abs() < (h.all[best].Ref.PTS-ref.PTS).Abs() {
			best = i
		}
	}
	if best < 0 || h.all[best].taken {
		return nil
	}
	h.all[best].taken = true
	h.left = !h.left && h.all[len(h.all)-1].Time.Sub(h.all[best].Time) > late
	if h.left {
		return nil
	}
	return &h.all[best].Frame
}

// watchTracked is to give an analyzer the frames of each camera that it watches, with their
// tracks.
func (h *host) watchTracked(a analyze.TrackedAnalyzer) []func(context.Context) error {
	kept := map[custos.CameraID]*held{}
	work := []func(context.Context) error{func(ctx context.Context) error { return h.lookForQuiet(ctx, a) }}
	for _, c := range h.cameras() {
		rate := a.Watches(c.ID)
		if !(rate > 0) {
			continue
		}
		k := &held{every: time.Duration(float64(time.Second) / rate)}
		kept[c.ID] = k
		work = append(work, func(ctx context.Context) error { return h.watch(ctx, c, &holder{h, k, a}) })
	}
	return append(work, h.followAll(func(ctx context.Context, in []journal.Followed, p journal.Progress) error {
		return h.takeTracked(ctx, a, kept, in, p)
	})...)
}

// holder keeps a camera's frames.
type holder struct {
	h *host
	k *held
	a analyze.TrackedAnalyzer
}

// Look implements analyze.Looker.
func (l *holder) Look(ctx context.Context, f *custos.Frame) (out []custos.Observation, err error) {
	for _, e := range l.k.put(f) {
		l.h.mu.Lock()
		found, err := l.a.Look(ctx, &e, nil, 0)
		l.h.mu.Unlock()
		if out = append(out, found...); err != nil {
			return out, err
		}
	}
	return out, analyze.ErrSkipped // it is looked at when its tracks are known
}

// takeTracked looks at the frames of the next tracks, and keeps what came of them together with
// how far it has read. Tracks whose frame is gone, as those of hours ago that are read when a
// service comes back, are passed over.
func (h *host) takeTracked(ctx context.Context, a analyze.TrackedAnalyzer, kept map[custos.CameraID]*held, followed []journal.Followed, p journal.Progress) error {
	in := h.opened(followed)
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []custos.Observation
	for i := range in {
		e := &in[i]
		t, ok := e.What.(*observe.Tracks)
		k := kept[e.Resource]
		if !ok || k == nil {
			continue
		}
		f := k.take(t.Frame)
		if f == nil {
			continue
		}
		h.quiet[e.Resource] = time.Now()
		err := h.call(ctx, func(ctx context.Context) error {
			found, err := a.Look(ctx, f, t, e.Boot)
			out = append(out, found...)
			return err
		})
		if err != nil {
			return unlessEnding(ctx, err)
		}
		h.health.took(e.Resource, e.Time)
	}
	return unlessEnding(ctx, h.keep(ctx, out, &p))
}
