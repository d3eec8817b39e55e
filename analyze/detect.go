package analyze

import (
	"context"
	"time"

	"custos"
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
	for i := range env.Node.Cameras {
		cam := &env.Node.Cameras[i]
		w := &watcher{Runtime: r, id: env.Site.CameraID(env.Node, cam), name: cam.Name, detector: object.New(object.Config{})}
		work = append(work, w.run)
	}
	return r.Run(ctx, work...)
}

// watcher looks at one camera.
type watcher struct {
	*node.Runtime
	id       custos.CameraID
	name     string
	detector *object.Detector
	saw      bool // whether the frame before had objects
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
		found, err := w.detector.Detect(f)
		if err != nil {
			w.Log.Warn("a frame is not analysed", "camera", w.id, "err", err)
			continue
		}
		// One empty frame says that everything has gone; more would say nothing.
		if len(found) == 0 && !w.saw {
			continue
		}
		w.saw = len(found) > 0
		if found == nil {
			found = []custos.Detection{}
		}
		d := &custos.Detections{Frame: f.Ref, Model: w.detector.Model(), Objects: found}
		if err := keep(ctx, w.Journal, []custos.Event{{Resource: w.id, Time: f.Time, Payload: d}}); err != nil {
			return err
		}
	}
}
