package analyze

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"custos"

	"custos/analyze/cascade"
	"custos/analyze/feature"
	"custos/analyze/object"
	"custos/edge/ring"
	"custos/node"
	"custos/observe"
	"custos/service"

	"github.com/prometheus/client_golang/prometheus"
)

// RunObject is the object service of an edge: it looks at the newest frame of
// each of its cameras.
func RunObject(ctx context.Context, env *service.Env) error {
	r, err := node.Start(ctx, env)
	if err != nil {
		return err
	}
	work := make([]func(context.Context) error, 0, len(env.Node.Cameras))
	silent := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "custos_object_silent_network_total", Help: "How often a camera's network saw nothing in many looks at what moves.",
	}, []string{"camera"})
	env.Metrics.MustRegister(silent)
	networks := networksOf(env.Site)
	defer networks.end()
	for i := range env.Node.Cameras {
		cam := &env.Node.Cameras[i]
		w := &watcher{Runtime: r, id: env.Site.CameraID(env.Node, cam), name: cam.Name}
		w.silences = silent.WithLabelValues(string(w.id))
		motion := object.New(object.Config{})
		w.detect, w.model = cascade.EveryFrame(motion.Detect), motion.Model()
		var n *network
		if n, w.embedder, err = networks.of(cam); err != nil {
			return err
		}
		if n != nil {
			both := cascade.New(cascade.Config{Every: n.Every, Width: n.Width, Free: n.Free}, motion, n)
			w.detect, w.silent, w.network = both.Detect, both.Silent, n.Name
			w.model = fmt.Sprintf("%s %s %dx%d %s; %s", n.Name, n.Shape, n.Width, n.Height, n.Digest, motion.Model())
		}
		work = append(work, w.run)
	}
	return r.Run(ctx, work...)
}

// complainEvery bounds how often it is logged that frames cannot be analysed.
const complainEvery = 30 * time.Second

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
	*node.Runtime
	id   custos.CameraID
	name string
	// detect returns false for a frame that it did not look at.
	detect func(custos.Frame) ([]observe.Detection, bool, error)
	// silent says when the camera's network, of a name, sees nothing where things move; nil
	// without one.
	silent   func() (cascade.Silence, bool)
	network  string
	silences prometheus.Counter
	// model says what detect works by, network's digest included.
	model     string
	describer Describer
	// embedder says how people look, if there is one; embedded is when it last did.
	embedder *network
	embedded time.Time
	saw      bool // whether the last frame that was looked at had objects
	// complained is when a frame that could not be analysed was last logged.
	complained time.Time
}

func (w *watcher) run(ctx context.Context) error {
	said := false
	for ctx.Err() == nil {
		err := w.look(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if !said {
			w.Log.Info("waiting for a camera's frames", "camera", w.id, "err", err)
			said = true
		}
		select {
		case <-ctx.Done():
		case <-time.After(300 * time.Millisecond):
		}
	}
	return nil
}

func (w *watcher) look(ctx context.Context) error {
	if err := w.WaitAllowed(ctx, custos.Live, w.id); err != nil {
		return err
	}
	token, err := w.Signer().SignBus(node.RingSubject(w.id), nil)
	if err != nil {
		return err
	}
	in, err := ring.Dial(ctx, node.RingSocket(w.Site, w.Node.Name, w.name), []byte(token))
	if err != nil {
		return err
	}
	defer in.Close()
	for {
		f, err := in.Next(ctx)
		if err != nil {
			return err
		}
		found, looked, err := w.detect(f)
		if serr := w.callOut(ctx, f.Time, err); serr != nil {
			return serr
		}
		if err != nil {
			w.complain("frames are not analysed", err)
			continue
		}
		if !looked {
			continue
		}
		// One empty frame says that everything has gone; more would say nothing.
		if len(found) == 0 && !w.saw {
			continue
		}
		w.saw = len(found) > 0
		w.describer.Describe(&f, found)
		w.embed(&f, found)
		if found == nil {
			found = []observe.Detection{}
		}
		d := &observe.Detections{Frame: f.Ref, Model: w.model, Objects: found, Aspect: math.Round(1000*float64(f.Width)/float64(f.Height)) / 1000}
		if err := keep(ctx, w.Journal, []custos.Observation{{Resource: w.id, Time: f.Time, Payload: d}}); err != nil {
			return err
		}
	}
}

func (w *watcher) complain(what string, err error) {
	if time.Since(w.complained) > complainEvery {
		w.complained = time.Now()
		w.Log.Warn(what, "camera", w.id, "err", err)
	}
}

// embed says how the largest people look to the camera's network.
func (w *watcher) embed(f *custos.Frame, found []observe.Detection) {
	if w.embedder == nil || !due(w.embedded, f.Time, embedEvery) {
		return
	}
	var people []*observe.Detection
	for i := range found {
		if found[i].Class == custos.Person {
			people = append(people, &found[i])
		}
	}
	if len(people) == 0 {
		return
	}
	w.embedded = f.Time
	slices.SortStableFunc(people, func(a, b *observe.Detection) int { return cmp.Compare(b.Box.H, a.Box.H) })
	for _, p := range people[:min(len(people), embedMost)] {
		e, err := w.embedder.Embed(f, p.Box)
		if err != nil {
			w.complain("it is not said how people look to the network", err)
			return
		}
		p.Embedding = e
	}
}
