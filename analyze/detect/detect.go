// Package detect is the object service's analyzer: the built-in detector of what moves, and
// the networks that a camera names, joined.
package detect

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/analyze/cascade"
	"custos.dev/custos/analyze/feature"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/analyze/object"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"

	"github.com/prometheus/client_golang/prometheus"
)

// Spec is the object service of an edge: it looks at the newest frame of each of its cameras.
var Spec = analyze.Spec{
	Name: "object", Does: "human and vehicle detection", Tier: custos.Edge, Rights: custos.Live | custos.Features,
	Input: analyze.Input{Source: analyze.Frames}, Kinds: []custos.Kind{observe.KindDetections, observe.KindStream},
	Config: check, New: newDetectors,
}

// check says what is wrong with the networks that a site's cameras name.
func check(site *service.Site) error {
	networks := models.NewNetworks(site)
	for i := range site.Nodes {
		e := &site.Nodes[i]
		all := cameras.Of(e)
		for j := range all {
			if _, _, err := networks.For(&all[j]); err != nil {
				return custos.Errorf(custos.KindOf(err), "%s, camera %s: %w", e.Name, all[j].Name, err)
			}
		}
	}
	return nil
}

// detectors are those of an edge.
type detectors struct {
	*models.Networks
	log    *slog.Logger
	silent *prometheus.CounterVec
	troubles
}

func newDetectors(s analyze.Setup) (any, error) {
	silent := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "custos_object_silent_network_total", Help: "How often a camera's network saw nothing in many looks at what moves.",
	}, []string{"camera"})
	s.Metrics.MustRegister(silent)
	return &detectors{Networks: models.NewNetworks(s.Site), log: s.Log, silent: silent}, nil
}

// Camera implements analyze.FrameAnalyzer.
func (d *detectors) Camera(cam analyze.Camera) (analyze.Looker, error) {
	motion := object.New(object.Config{})
	w := &watcher{id: cam.ID, log: d.log, silences: d.silent.WithLabelValues(string(cam.ID)), troubles: &d.troubles, motion: motion}
	w.detect, w.model = cascade.EveryFrame(motion.Detect), motion.Model()
	n, embedder, err := d.For(cam.Camera)
	if err != nil {
		return nil, err
	}
	w.embedder = embedder
	if n != nil {
		both := cascade.New(cascade.Config{Every: n.Every, Width: n.Width, Free: n.Free, Tall: n.Tall}, motion, n)
		w.detect, w.silent, w.network, w.moving = both.Detect, both.Silent, n.Name, both.Moving
		w.model = fmt.Sprintf("%s %s %dx%d %s; %s", n.Name, n.Shape, n.Width, n.Height, n.Digest, motion.Model())
	}
	return w, nil
}

// Mover is a detector of movement that knows when it is of use.
type Mover interface {
	cascade.Motion
	// Judged reports whether it was looked for long enough to know.
	Judged() bool
}

// Useful leaves out what a detector of movement sees before it is known to be of use, and while
// it is of none.
func Useful(m Mover, found []observe.Detection) []observe.Detection {
	if !m.Judged() || m.Nonsense() != "" {
		return nil
	}
	return found
}

// describeEvery is how often it is said how things look: with each look of a network. The
// tracker tells by it who is who.
const describeEvery = cascade.DefaultEvery - 20*time.Millisecond

// Describer says how what a camera shows looks, as often as describeEvery. The zero value
// has said nothing yet.
type Describer struct{ last time.Time }

// Describe adds how detections in a frame look, if it is time again.
func (d *Describer) Describe(f *custos.Frame, found []observe.Detection) {
	if !due(d.last, f.Time, describeEvery) {
		return
	}
	d.last = f.Time
	for i := range found {
		found[i].Look = feature.Of(f, found[i].Box)
	}
}

// due reports that something which was done last is to be done again; also when the clock
// was set back.
func due(last, now time.Time, every time.Duration) bool {
	since := now.Sub(last)
	return since >= every || since < 0
}

// embedEvery is how often, and embedMost of how many, it is said how they look to a network:
// it costs as much as a detector for each.
const (
	embedEvery = time.Second
	embedMost  = 8
)

// watcher looks at one camera.
type watcher struct {
	id  custos.CameraID
	log *slog.Logger
	// detect returns false for a frame that it did not look at.
	detect func(custos.Frame) ([]observe.Detection, bool, error)
	// silent says when the camera's network, of a name, sees nothing where things move; nil
	// without one.
	silent   func() (cascade.Silence, bool)
	network  string
	silences prometheus.Counter
	// moving is what moved in the newest frame, where there is a network.
	moving func() []observe.Detection
	motion Mover
	// troubles are the service's, said when this camera's was on record last.
	troubles *troubles
	said     time.Time
	// model says what detect works by, network's digest included.
	model     string
	describer Describer
	// embedder says how people look, if there is one; embedded is when it last did.
	embedder *models.Network
	embedded time.Time
	saw      bool // whether the last frame that was looked at had objects
}

// Look implements analyze.Looker. It says on record, too, when the camera's network is silent.
func (w *watcher) Look(_ context.Context, f *custos.Frame) ([]custos.Observation, error) {
	found, looked, err := w.detect(*f)
	out := w.callOut(f.Time, err)
	model, nonsense := w.model, w.motion.Nonsense()
	switch {
	case err != nil && w.moving != nil:
		// Better what moves than nothing, as long as that makes sense.
		out = append(out, w.trouble(networkDown(w.network, err), f.Time)...)
		if nonsense != "" {
			return out, err
		}
		found, looked, model, err = Useful(w.motion, w.moving()), true, w.motion.Model(), nil
	case err != nil:
		return out, err
	case nonsense != "" && w.moving == nil:
		out = append(out, w.trouble(blindAlone(nonsense), f.Time)...)
		found = Useful(w.motion, found)
	case looked:
		w.trouble("", f.Time)
		if w.moving == nil {
			found = Useful(w.motion, found)
		}
	}
	if !looked {
		return out, analyze.ErrSkipped
	}
	// One empty frame says that everything has gone; more would say nothing.
	if len(found) == 0 && !w.saw {
		return out, nil
	}
	w.saw = len(found) > 0
	w.describer.Describe(f, found)
	err = w.embed(f, found)
	if found == nil {
		found = []observe.Detection{}
	}
	d := &observe.Detections{Frame: f.Ref, Model: model, Objects: found, Aspect: math.Round(1000*float64(f.Width)/float64(f.Height)) / 1000, Width: f.Width, Height: f.Height}
	return append(out, custos.Observation{Resource: w.id, Time: f.Time, Payload: d}), err
}

// embed says how the largest people look to the camera's network. Where it cannot, the
// detections are kept without.
func (w *watcher) embed(f *custos.Frame, found []observe.Detection) error {
	if w.embedder == nil || !due(w.embedded, f.Time, embedEvery) {
		return nil
	}
	var people []*observe.Detection
	for i := range found {
		if found[i].Class == custos.Person {
			people = append(people, &found[i])
		}
	}
	if len(people) == 0 {
		return nil
	}
	w.embedded = f.Time
	slices.SortStableFunc(people, func(a, b *observe.Detection) int { return cmp.Compare(b.Box.H, a.Box.H) })
	for _, p := range people[:min(len(people), embedMost)] {
		e, err := w.embedder.Embed(f, p.Box)
		if err != nil {
			return fmt.Errorf("it is not said how people look to the network: %w", err)
		}
		p.Embedding = e
	}
	return nil
}
