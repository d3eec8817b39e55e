package analyze

import (
	"context"
	"fmt"
	"math"
	"time"

	"custos"
	"custos/analyze/cascade"
	"custos/analyze/feature"
	"custos/analyze/object"
	"custos/edge/ring"
	"custos/node"
	"custos/service"
)

// RunObject is the object service of an edge: it looks at the newest frame of
// each of its cameras.
func RunObject(ctx context.Context, env *service.Env) error {
	r, err := node.Start(ctx, env)
	if err != nil {
		return err
	}
	work := make([]func(context.Context) error, 0, len(env.Node.Cameras))
	networks := map[string]*network{} // shared by the node's cameras
	for i := range env.Node.Cameras {
		cam := &env.Node.Cameras[i]
		w := &watcher{Runtime: r, id: env.Site.CameraID(env.Node, cam), name: cam.Name}
		motion := object.New(object.Config{})
		w.detect, w.model = cascade.EveryFrame(motion.Detect), motion.Model()
		if cam.Model != "" {
			n := networks[cam.Model]
			if n == nil {
				m, err := LoadModel(ModelsDir(env.Site), cam.Model)
				if err != nil {
					return err
				}
				n = &network{Model: m, dir: ModelsDir(env.Site)}
				defer n.end()
				networks[cam.Model] = n
			}
			w.detect = cascade.New(cascade.Config{Every: n.Every, Width: n.Width, Free: n.Free}, motion, n).Detect
			w.model = fmt.Sprintf("%s %s %dx%d %s; %s", n.Name, n.Shape, n.Width, n.Height, n.Digest, motion.Model())
		}
		work = append(work, w.run)
	}
	return r.Run(ctx, work...)
}

// complainEvery bounds how often it is logged that frames cannot be analysed.
const complainEvery = 30 * time.Second

// DescribeEvery is how often it is said how things look: with each look of a network. The
// tracker tells by it who is who.
const DescribeEvery = cascade.DefaultEvery - 20*time.Millisecond

// watcher looks at one camera.
type watcher struct {
	*node.Runtime
	id   custos.CameraID
	name string
	// detect returns false for a frame that it did not look at.
	detect func(custos.Frame) ([]custos.Detection, bool, error)
	// model says what detect works by, network's digest included.
	model string
	// described is when it was last said how what is seen looks.
	described time.Time
	saw       bool // whether the last frame that was looked at had objects
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
	token, err := w.Sign(node.RingSubject(w.id), nil)
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
		if err != nil {
			if time.Since(w.complained) > complainEvery {
				w.complained = time.Now()
				w.Log.Warn("frames are not analysed", "camera", w.id, "err", err)
			}
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
		if since := f.Time.Sub(w.described); since >= DescribeEvery || since < 0 {
			w.described = f.Time
			feature.Describe(&f, found)
		}
		if found == nil {
			found = []custos.Detection{}
		}
		d := &custos.Detections{Frame: f.Ref, Model: w.model, Objects: found, Aspect: math.Round(1000*float64(f.Width)/float64(f.Height)) / 1000}
		if err := keep(ctx, w.Journal, []custos.Event{{Resource: w.id, Time: f.Time, Payload: d}}); err != nil {
			return err
		}
	}
}
