// Package host runs analyzers as services: it gives each one frames or followed events, keeps
// what it observes in the service's journal, measures how far it lags behind, and ends the
// process of one that hangs, so that the supervisor starts it again.
//
// Of frames the newest wins, and nobody waits for a slow analyzer; of events none is left out.
// A service that is told to end finishes what its analyzer has taken, and keeps the result.
package host

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/edge/ring"
	"custos.dev/custos/journal"
	"custos.dev/custos/node"
	"custos.dev/custos/observe"
	"custos.dev/custos/sealed"
	"custos.dev/custos/service"
	"custos.dev/custos/store"

	"golang.org/x/sync/errgroup"
)

// drainFor is how long an analyzer may still take for its last input when its service is told
// to end. The supervisor kills what has not ended after 10 s.
const drainFor = 5 * time.Second

// Run returns what the process of an analyzer's service does.
func Run(spec analyze.Spec) func(context.Context, *service.Env) error {
	return func(ctx context.Context, env *service.Env) error {
		if err := offered(spec); err != nil {
			return err
		}
		r, err := node.Start(ctx, env)
		if err != nil {
			return err
		}
		h := newHost(spec, r)
		defer h.close()
		if err := h.open(ctx); err != nil {
			return err
		}
		work, err := h.work()
		if err != nil {
			return err
		}
		r.Erased = h.forget
		return r.Run(ctx, work)
	}
}

// offered refuses an analyzer whose input nobody offers yet.
func offered(spec analyze.Spec) error {
	switch spec.Input.Source {
	case analyze.Frames, analyze.Sound:
		return nil
	case analyze.Events:
		if spec.Input.From == "" || len(spec.Input.Kinds) == 0 {
			return custos.Errorf(custos.Invalid, "the analyzer %s follows events: its input must name the service and the kinds", spec.Name)
		}
		return nil
	case analyze.Tracked:
		if spec.Input.From == "" || !slices.Equal(spec.Input.Kinds, []custos.Kind{observe.KindTracks}) {
			return custos.Errorf(custos.Invalid, "the analyzer %s looks at tracks in frames: its input must name their service and the kind %s", spec.Name, observe.KindTracks)
		}
		return nil
	case analyze.Crops:
		if spec.Input.From == "" || !slices.Equal(spec.Input.Kinds, []custos.Kind{observe.KindTrajectory}) {
			return custos.Errorf(custos.Invalid, "the analyzer %s looks at crops: its input must name the service of the tracks and the kind %s", spec.Name, observe.KindTrajectory)
		}
		return nil
	}
	return custos.Errorf(custos.Invalid, "the analyzer %s wants the input %q: there are frames, tracked, sound, crops and events", spec.Name, spec.Input.Source)
}

// frames is where a camera's frames come from, as ring.Reader.
type frames interface {
	Next(context.Context) (custos.Frame, error)
	Dropped() uint64
	Close() error
}

// host runs one analyzer. Its goroutines run in work's function.
type host struct {
	*node.Runtime
	spec     analyze.Spec
	analyzer any
	db       *store.DB
	health   *health
	// dial connects to a camera's frames, dialSound to its sound; cut asks for parts of its
	// recorded pictures.
	dial      func(context.Context, analyze.Camera) (frames, error)
	dialSound func(context.Context, analyze.Camera) (sounds, error)
	cut       cutter

	// mu is held while an analyzer of events works, so that it needs no lock of its own.
	mu    sync.Mutex
	quiet map[custos.CameraID]time.Time // when each camera sent something last; under mu

	// fatal takes why the service cannot go on.
	fatal chan error
	// stuck says that a call hangs: nothing of the analyzer's may be touched any more.
	stuck atomic.Bool
}

func newHost(spec analyze.Spec, r *node.Runtime) *host {
	h := &host{Runtime: r, spec: spec, quiet: map[custos.CameraID]time.Time{}, fatal: make(chan error, 1)}
	h.health = newHealth(r.Metrics)
	h.dial, h.dialSound, h.cut = h.dialFrames, h.dialSounds, h.askCamera
	return h
}

// nodes are those whose cameras it is given: its own, at a fog its edges.
func (h *host) nodes() []*service.Node {
	if h.Node.Tier == custos.Fog {
		return h.Site.Edges(h.Node.Name)
	}
	return []*service.Node{h.Node}
}

// cameras are those whose pictures, or events, the analyzer is given.
func (h *host) cameras() []analyze.Camera {
	var out []analyze.Camera
	for _, n := range h.nodes() {
		all := cameras.Of(n)
		for i := range all {
			out = append(out, analyze.Camera{ID: cameras.ID(h.Site, n, &all[i]), Camera: &all[i]})
		}
	}
	return out
}

// open makes the analyzer, with its directory and database, and reminds it of what it has
// observed.
func (h *host) open(ctx context.Context) error {
	h.health.before(h.hungPath())
	h.Say("analyzer", func() any { return h.health.now(h.analyzer) })
	dir := filepath.Join(h.Dir, "analyzer")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return custos.Errorf(custos.Unavailable, "the analyzer's directory cannot be made: %w", err)
	}
	var err error
	if h.spec.Schema != nil {
		if h.db, err = store.Open(ctx, filepath.Join(dir, "analyzer.db"), h.spec.Schema); err != nil {
			return err
		}
	}
	h.analyzer, err = h.spec.New(analyze.Setup{Site: h.Site, Node: h.Node, ID: h.ID, Dir: dir, DB: h.db, Log: h.Log, Metrics: h.Metrics, Cameras: h.cameras()})
	if err != nil {
		return err
	}
	if m, ok := h.analyzer.(analyze.Rememberer); ok {
		for _, k := range h.spec.Kinds {
			h.Journal.KeepNewest(k, cmp.Or(h.spec.Remembers, analyze.DefaultRemembers))
			if err := h.Journal.Each(ctx, k, func(e *custos.Event) error { m.Remember(e); return nil }); err != nil {
				return err
			}
		}
	}
	return nil
}

func (h *host) close() {
	if h.stuck.Load() {
		return // it may hold its locks for ever; the process ends without it
	}
	if c, ok := h.analyzer.(io.Closer); ok {
		if err := c.Close(); err != nil {
			h.Log.Warn("the analyzer did not end well", "err", err)
		}
	}
	if h.db != nil {
		_ = h.db.Close() // everything in it was committed before it was used
	}
}

// work returns what the service does beside what every service does. It returns when all of
// it has ended, but for a call that hangs: then the process ends.
func (h *host) work() (func(context.Context) error, error) {
	work := []func(context.Context) error{h.closePacks}
	switch a := h.analyzer.(type) {
	case analyze.FrameAnalyzer:
		for _, c := range h.cameras() {
			l, err := a.Camera(c)
			if err != nil {
				return nil, err
			}
			if l != nil {
				work = append(work, func(ctx context.Context) error { return h.watch(ctx, c, l) })
			}
		}
	case analyze.SoundAnalyzer:
		for _, c := range h.cameras() {
			if !c.Audio {
				continue // the site file does not have its sound taken in
			}
			l, err := a.Sound(c)
			if err != nil {
				return nil, err
			}
			if l != nil {
				work = append(work, func(ctx context.Context) error { return h.listen(ctx, c, l) })
			}
		}
	case analyze.EventAnalyzer:
		work = append(work, func(ctx context.Context) error { return h.lookForQuiet(ctx, a) })
		work = append(work, h.followAll(func(ctx context.Context, in []journal.Followed, p journal.Progress) error {
			return h.take(ctx, a, in, p)
		})...)
	case analyze.TrackedAnalyzer:
		work = append(work, h.watchTracked(a)...)
	case analyze.CropAnalyzer:
		work = append(work, h.followAll(func(ctx context.Context, in []journal.Followed, p journal.Progress) error {
			return h.takeTracks(ctx, a, in, p)
		})...)
	default:
		return nil, custos.Errorf(custos.Internal, "the analyzer %s is a %T, which takes neither frames, tracked ones, sound, crops nor events", h.spec.Name, a)
	}
	if r, ok := h.analyzer.(analyze.Runner); ok {
		work = append(work, r.Run)
	}
	for _, q := range h.spec.Questions {
		work = append(work, func(ctx context.Context) error { return h.answer(ctx, q) })
	}
	return func(ctx context.Context) error {
		g, ctx := errgroup.WithContext(ctx)
		g.Go(func() error {
			select {
			case err := <-h.fatal:
				return err
			case <-ctx.Done():
				return nil
			}
		})
		for _, w := range work {
			g.Go(func() error { return w(ctx) })
		}
		err := g.Wait()
		if h.stuck.Load() {
			return err // what the call that hangs came to is not known
		}
		return errors.Join(err, h.closeOlder(ctx, 0))
	}, nil
}

// end ends the service with an error.
func (h *host) end(err error) {
	select {
	case h.fatal <- err:
	default: // it ends already
	}
}

// errEnding says that an analyzer did not finish before its service had to end.
var errEnding = errors.New("the service ends before the analyzer has answered")

// hangError says that an analyzer has not come back from a call, and may never do.
type hangError struct{ error }

func (e *hangError) Unwrap() error { return e.error }

// call lets the analyzer work on something it has taken. It finishes that also when the
// service is told to end meanwhile, and has drainFor for it. One that does not come back
// within its bound hangs: that ends the service, and with it the process.
func (h *host) call(ctx context.Context, do func(context.Context) error) error {
	if h.stuck.Load() {
		return errEnding
	}
	bound := cmp.Or(h.spec.Bound, analyze.DefaultBound)
	inner, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- do(inner) }()
	hangs := time.NewTimer(bound)
	defer hangs.Stop()
	ending := ctx.Done()
	var late <-chan time.Time
	for {
		select {
		case err := <-done:
			var fatal *analyze.Fatal
			if errors.As(err, &fatal) {
				h.end(err)
			}
			return err
		case <-ending:
			ending = nil
			t := time.NewTimer(drainFor)
			defer t.Stop()
			late = t.C
		case <-late:
			h.stuck.Store(true)
			return errEnding
		case <-hangs.C:
			err := &hangError{custos.Errorf(custos.Unavailable, "the analyzer hangs: it has not answered for %v, while input waits", bound)}
			h.stuck.Store(true)
			h.health.hung(h.hungPath(), err)
			h.end(err)
			return err
		}
	}
}

// hungPath is where a life that was ended because it hung says so to the next one.
func (h *host) hungPath() string { return filepath.Join(h.Dir, "hung") }

// keep takes what was observed, with how far the input was read. Only when an event is durable
// does the analyzer remember it.
func (h *host) keep(ctx context.Context, out []custos.Observation, p *journal.Progress) error {
	for i := range out {
		if err := h.allowed(&out[i]); err != nil {
			return err
		}
	}
	// What was taken is finished, also while the service ends.
	kept, err := h.Journal.Keep(context.WithoutCancel(ctx), out, p)
	if err != nil {
		return err
	}
	h.health.observed(len(out))
	h.remember(kept)
	return nil
}

func (h *host) remember(kept []custos.Event) {
	if m, ok := h.analyzer.(analyze.Rememberer); ok {
		for i := range kept {
			m.Remember(&kept[i])
		}
	}
}

// closePacks makes durable, again and again, the frames that wait for others of their second
// longer than one takes. What cannot be written is tried again.
func (h *host) closePacks(ctx context.Context) error {
	tick := time.NewTicker(journal.PackAfter / 4)
	defer tick.Stop()
	said := false
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		err := h.closeOlder(ctx, journal.PackAfter)
		if err != nil && ctx.Err() == nil && !said {
			h.Log.Error("what was seen in the last second cannot be written; it is tried again", "err", err)
		}
		said = err != nil
	}
}

func (h *host) closeOlder(ctx context.Context, age time.Duration) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	kept, err := h.Journal.ClosePacks(context.WithoutCancel(ctx), age)
	if err == nil {
		h.remember(kept)
	}
	return err
}

// forget has the analyzer forget what is erased.
func (h *host) forget(ids []custos.EventID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if f, ok := h.analyzer.(analyze.Forgetter); ok {
		f.Forget(ids)
	}
}

// allowed refuses an observation of a kind that the analyzer has not declared.
func (h *host) allowed(o *custos.Observation) error {
	for _, k := range h.spec.Kinds {
		if o.Payload != nil && o.Payload.Kind() == k {
			return nil
		}
	}
	return custos.Errorf(custos.Internal, "the analyzer %s observes a %T, which is none of its kinds %v", h.spec.Name, o.Payload, h.spec.Kinds)
}

// answer answers one of the analyzer's questions, for who may ask it.
func (h *host) answer(ctx context.Context, q analyze.Question) error {
	a, ok := h.analyzer.(analyze.Answerer)
	if !ok {
		return custos.Errorf(custos.Internal, "the analyzer %s answers no questions", h.spec.Name)
	}
	return h.Answer(ctx, q.Name, q.AtOnce, func(ctx context.Context, from sealed.Caller, data []byte) ([]byte, error) {
		if err := h.Check(ctx, from.Account, q.Right, h.Domain); err != nil {
			return nil, err
		}
		return h.ask(ctx, a, q.Name, data)
	})
}

func (h *host) ask(ctx context.Context, a analyze.Answerer, question string, data []byte) (reply []byte, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	err = h.call(ctx, func(ctx context.Context) error {
		found, err := a.Answer(ctx, question, data)
		if err != nil {
			return err
		}
		reply, err = json.Marshal(found)
		return err
	})
	if err != nil {
		return nil, err // reply may still be written to
	}
	return reply, nil
}

func (h *host) dialFrames(ctx context.Context, c analyze.Camera) (frames, error) {
	token, err := h.ringToken(ctx, c)
	if err != nil {
		return nil, err
	}
	r, err := ring.Dial(ctx, node.RingSocket(h.Site, h.Node.Name, c.Name), token)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// ringToken is what the host shows to a camera's ring, once the analyzer may have what it gives.
func (h *host) ringToken(ctx context.Context, c analyze.Camera) ([]byte, error) {
	if err := h.WaitAllowed(ctx, custos.Live, c.ID); err != nil {
		return nil, err
	}
	token, err := h.Signer().SignBus(node.RingSubject(c.ID), nil)
	return []byte(token), err
}

// sources are the services that are followed.
func (h *host) sources() []custos.ServiceID {
	var out []custos.ServiceID
	for _, n := range h.nodes() {
		out = append(out, custos.NewServiceID(n.Name, h.spec.Input.From))
		for _, name := range h.spec.Input.Also {
			if serves(n, name) {
				out = append(out, custos.NewServiceID(n.Name, name))
			}
		}
	}
	return out
}
