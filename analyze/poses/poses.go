// Package poses is the service that tells gestures and postures: package gesture with the site's
// network for poses, or by outlines where there is none.
package poses

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/analyze/gesture"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/observe"
)

// Spec is the gesture service of an edge. It runs where the frames are: a gesture takes several
// looks a second, and to cut those from recorded footage would take a decoder all the time.
var Spec = analyze.Spec{
	Name: "gesture", Does: "gestures and postures of people: raised hands, waving, pointing, crouching, lying, fighting stance", Tier: custos.Edge,
	Rights: custos.Live | custos.Features,
	On:     gesture.On,
	Input:  analyze.Input{Source: analyze.Tracked, From: "track", Kinds: []custos.Kind{observe.KindTracks}},
	Kinds:  []custos.Kind{observe.KindGesture},
	New: func(s analyze.Setup) (any, error) {
		settings := gesture.Section.Get(s.Node)
		networks := models.NewNetworks(s.Site)
		finder, err := Open(networks)
		if err != nil && custos.KindOf(err) != custos.NotFound {
			return nil, err
		}
		w := newWatching(&settings, finder)
		w.close = networks.Close
		for _, c := range s.Cameras {
			if slices.Contains(settings.Cameras, c.Name) {
				w.watches(c)
			}
		}
		return w, nil
	},
}

// watching is the analyzer.
type watching struct {
	settings *gesture.Settings
	finder   *Finder // nil is by outlines
	cameras  map[custos.CameraID]*watched
	close    func() error

	mu      sync.Mutex // of trouble, which others ask for
	trouble string
	since   time.Time
}

// watched is a camera, and who is before it.
type watched struct {
	id     custos.CameraID
	scene  gesture.Scene
	people map[observe.TrackID]*person
	life   uint64 // of the track service
	learnt time.Time
}

// person is one track.
type person struct {
	pose   *gesture.Watcher
	shape  *gesture.Shaped
	looked time.Time // at last, by the frame's time
	seen   time.Time // in tracks
	frame  custos.FrameRef
	box    custos.Box
}

// goneAfter is how long somebody is not seen until what he did is over.
const goneAfter = 2 * time.Second

func newWatching(s *gesture.Settings, finder *Finder) *watching {
	return &watching{settings: s, finder: finder, cameras: map[custos.CameraID]*watched{}, close: func() error { return nil }}
}

func (w *watching) watches(c analyze.Camera) {
	w.cameras[c.ID] = &watched{id: c.ID, people: map[observe.TrackID]*person{}}
}

// Watches implements analyze.TrackedAnalyzer.
func (w *watching) Watches(c custos.CameraID) float64 {
	if w.cameras[c] == nil {
		return 0
	}
	return w.settings.Rate
}

// Look implements analyze.TrackedAnalyzer.
func (w *watching) Look(ctx context.Context, f *custos.Frame, t *observe.Tracks, life uint64) (out []custos.Observation, err error) {
	c := w.cameras[f.Camera]
	if c == nil {
		return nil, nil
	}
	var busy []custos.Box
	if t != nil {
		if c.life != 0 && c.life != life { // its numbers are others'
			out = append(out, c.end(w, nil)...)
		}
		c.life = life
		here := c.here(f, t)
		for _, id := range w.next(c, here) {
			found, err := w.person(ctx, c, f, id)
			if err != nil {
				// Without its network it tells nothing; the tracks go on, and it says so.
				w.say(err.Error())
				return out, ctx.Err()
			}
			out = append(out, found...)
		}
		if len(here) > 0 {
			w.say("")
		}
		out = append(out, c.end(w, func(p *person) bool { return f.Time.Sub(p.seen) > goneAfter })...)
		for _, o := range t.Objects {
			busy = append(busy, o.Box)
		}
	}
	if w.finder == nil && f.Time.Sub(c.learnt).Abs() >= 200*time.Millisecond {
		c.learnt = f.Time
		c.scene.Learn(f, busy)
	}
	return out, nil
}

// here are the people in a frame.
func (c *watched) here(f *custos.Frame, t *observe.Tracks) (ids []observe.TrackID) {
	for _, o := range t.Objects {
		if o.Class != custos.Person || !(o.Box.W > 0 && o.Box.H > 0) {
			continue
		}
		p := c.people[o.Track]
		if p == nil {
			p = &person{pose: gesture.NewWatcher(), shape: gesture.NewShaped()}
			c.people[o.Track] = p
		}
		p.seen, p.frame, p.box = f.Time, f.Ref, o.Box
		ids = append(ids, o.Track)
	}
	return ids
}

// next are those who are looked at: who was not for longest comes first.
func (w *watching) next(c *watched, here []observe.TrackID) []observe.TrackID {
	slices.SortStableFunc(here, func(a, b observe.TrackID) int {
		return cmp.Or(c.people[a].looked.Compare(c.people[b].looked), cmp.Compare(a, b))
	})
	return here[:min(len(here), w.settings.People)]
}

// person looks at one.
func (w *watching) person(ctx context.Context, c *watched, f *custos.Frame, id observe.TrackID) ([]custos.Observation, error) {
	p := c.people[id]
	p.looked = f.Time
	var told []gesture.Told
	if w.finder != nil {
		pose, err := w.finder.Find(ctx, f, p.box)
		if err != nil {
			return nil, err
		}
		told = p.pose.See(f.Time, &pose)
	} else if o, ok := c.scene.Outline(f, p.box); ok {
		told = p.shape.See(f.Time, o)
	}
	return w.events(c, id, f.Time, told), nil
}

// end ends what those do who are gone; nil is all.
func (c *watched) end(w *watching, gone func(*person) bool) (out []custos.Observation) {
	var ids []observe.TrackID
	for id, p := range c.people {
		if gone == nil || gone(p) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		p := c.people[id]
		out = append(out, w.events(c, id, p.seen, append(p.pose.Gone(), p.shape.Gone()...))...)
		delete(c.people, id)
	}
	return out
}

// events are what was told of somebody.
func (w *watching) events(c *watched, id observe.TrackID, at time.Time, told []gesture.Told) (out []custos.Observation) {
	p := c.people[id]
	for _, t := range told {
		g := &observe.Gesture{
			What: t.What, Track: id, Life: c.life, Since: t.Since, Until: t.Until, Frame: p.frame,
			Box:   custos.Box{X: custos.Round4(p.box.X), Y: custos.Round4(p.box.Y), W: custos.Round4(p.box.W), H: custos.Round4(p.box.H)},
			Score: t.Score, By: observe.BySilhouette,
		}
		if w.finder != nil {
			g.By, g.Model = observe.ByPose, w.finder.Name
		}
		out = append(out, custos.Observation{Resource: c.id, Time: at, Payload: g})
	}
	return out
}

// Quiet implements analyze.TrackedAnalyzer.
func (w *watching) Quiet(_ context.Context, id custos.CameraID) ([]custos.Observation, error) {
	c := w.cameras[id]
	if c == nil {
		return nil, nil
	}
	return c.end(w, nil), nil
}

// say remembers what is wrong.
func (w *watching) say(trouble string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if trouble != w.trouble {
		w.trouble, w.since = trouble, time.Now()
	}
}

// Report implements analyze.Reporter.
func (w *watching) Report() (string, time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.trouble, w.since
}

// Close implements io.Closer.
func (w *watching) Close() error {
	if err := w.close(); err != nil {
		return fmt.Errorf("the network does not end: %w", err)
	}
	return nil
}
