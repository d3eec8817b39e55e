package analyze

import (
	"bytes"
	"context"
	"os"
	"slices"
	"time"

	"custos"

	"custos/analyze/behavior"
	"custos/analyze/track"
	"custos/journal"
	"custos/node"
	"custos/observe"
	"custos/service"
)

// RunTrack is the track service of an edge: it follows what object saw.
func RunTrack(ctx context.Context, env *service.Env) error {
	r, err := node.Start(ctx, env)
	if err != nil {
		return err
	}
	t := &tracking{Runtime: r, cameras: map[custos.CameraID]*track.Tracker{}}
	t.quiet.flush = t.end
	source := custos.NewServiceID(env.Node.Name, "object")
	return r.Run(ctx, t.quiet.run, func(ctx context.Context) error {
		return follow(ctx, r, source, t.take)
	})
}

// follow reads another service's journal once it may.
func follow(ctx context.Context, r *node.Runtime, source custos.ServiceID, take func(context.Context, []seen, journal.Cursor) error) error {
	if err := r.WaitAllowed(ctx, custos.Features, r.Domain); err != nil {
		return nil
	}
	return r.Journal.Follow(ctx, r, source, r.Log, func(ctx context.Context, events []custos.Event, cur journal.Cursor) error {
		return take(ctx, opened(r, events), cur)
	})
}

// seen is an event that is followed, with its payload read.
type seen struct {
	custos.Event
	what custos.Payload
}

// opened reads what events say. What this version does not know, or cannot read, is passed
// over and counted: another version made it, and what comes after it is not to wait.
func opened(r *node.Runtime, events []custos.Event) []seen {
	out := make([]seen, 0, len(events))
	for i := range events {
		p, err := observe.Open(&events[i])
		if err != nil {
			r.PassedOver.WithLabelValues(string(custos.KindOf(err))).Inc()
			r.Log.Debug("passed over", "event", events[i].ID(), "err", err)
			continue
		}
		out = append(out, seen{events[i], p})
	}
	return out
}

type tracking struct {
	*node.Runtime
	quiet   quiet
	cameras map[custos.CameraID]*track.Tracker // under quiet.mu
}

func (t *tracking) take(ctx context.Context, in []seen, cur journal.Cursor) error {
	t.quiet.mu.Lock()
	defer t.quiet.mu.Unlock()
	var out []custos.Observation
	for _, e := range in {
		d, ok := e.what.(*observe.Detections)
		if !ok {
			continue
		}
		tr := t.cameras[e.Resource]
		if tr == nil {
			tr = track.New(track.Config{})
			t.cameras[e.Resource] = tr
		}
		t.quiet.touch(e.Resource)
		active, ended := tr.Update(e.Time, d.Objects)
		if len(active) > 0 {
			out = append(out, custos.Observation{Resource: e.Resource, Time: e.Time, Payload: &observe.Tracks{Frame: d.Frame, Objects: active, Aspect: d.Aspect}})
		}
		out = append(out, trajectories(e.Resource, ended)...)
	}
	return keep(ctx, t.Journal, out, cur)
}

func (t *tracking) end(ctx context.Context, c custos.CameraID) error {
	if out := trajectories(c, t.cameras[c].Flush()); len(out) > 0 {
		return keep(ctx, t.Journal, out)
	}
	return nil
}

func trajectories(c custos.CameraID, ended []observe.Trajectory) []custos.Observation {
	var out []custos.Observation
	for i := range ended {
		out = append(out, custos.Observation{Resource: c, Time: ended[i].Until, Payload: &ended[i]})
	}
	return out
}

// RunBehavior is the behavior service of a fog: it follows the tracks of the
// fog's edges and holds them against the zones and the rules of their cameras.
func RunBehavior(ctx context.Context, env *service.Env) error {
	r, err := node.Start(ctx, env)
	if err != nil {
		return err
	}
	b := &watching{Runtime: r, cameras: map[custos.CameraID]*watched{}}
	b.quiet.flush = b.end
	work := []func(context.Context) error{b.quiet.run}
	for _, e := range env.Site.Edges(env.Node.Name) {
		if err := watch(env.Site, e, b.cameras); err != nil {
			return err
		}
		source := custos.NewServiceID(e.Name, "track")
		work = append(work, func(ctx context.Context) error {
			return follow(ctx, r, source, b.take)
		})
	}
	return r.Run(ctx, work...)
}

type watching struct {
	*node.Runtime
	quiet   quiet
	cameras map[custos.CameraID]*watched // under quiet.mu
}

// watched is a camera's zones and rules, and the newest frame that was seen of it.
type watched struct {
	engine *behavior.Engine
	rules  *behavior.Rules
	boot   uint64 // of the track service: it numbers its tracks anew in each life
	time   time.Time
	frame  custos.FrameRef
}

// watch adds an edge's cameras with what is to be watched of them.
func watch(site *service.Site, e *service.Node, cameras map[custos.CameraID]*watched) error {
	all, err := RulesOf(e)
	if err != nil {
		return err
	}
	for i := range e.Cameras {
		cam := &e.Cameras[i]
		var list []behavior.Zone
		for _, z := range e.Zones {
			for _, name := range z.Cameras {
				if name == cam.Name {
					list = append(list, behavior.Zone{Name: z.Name, Polygon: z.Polygon, Classes: z.Classes, DwellAfter: z.DwellAfter})
				}
			}
		}
		engine, err := behavior.New(list)
		if err != nil {
			return custos.Errorf(custos.Invalid, "zones of %s: %w", cam.Name, err)
		}
		rules, err := behavior.NewRules(behavior.RulesFor(cam.Name, all), site.Location())
		if err != nil {
			return custos.Errorf(custos.Invalid, "%s: %w", e.Rules, err)
		}
		cameras[site.CameraID(e, cam)] = &watched{engine: engine, rules: rules}
	}
	return nil
}

// Check says what is wrong with what a site's cameras are to look for, and by which model.
func Check(site *service.Site) error {
	networks := networksOf(site)
	for i := range site.Nodes {
		e := &site.Nodes[i]
		if e.Tier != custos.Edge {
			continue
		}
		if err := watch(site, e, map[custos.CameraID]*watched{}); err != nil {
			return custos.Errorf(custos.KindOf(err), "%s: %w", e.Name, err)
		}
		for j := range e.Cameras {
			if _, _, err := networks.of(&e.Cameras[j]); err != nil {
				return custos.Errorf(custos.KindOf(err), "%s, camera %s: %w", e.Name, e.Cameras[j].Name, err)
			}
		}
	}
	return nil
}

// RulesOf reads the file of rules that an edge names; none is no rules.
func RulesOf(e *service.Node) ([]behavior.Rule, error) {
	if e.Rules == "" {
		return nil, nil
	}
	text, err := os.ReadFile(e.Rules)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "the rules of %s: %w", e.Name, err)
	}
	rules, err := behavior.ReadRules(bytes.NewReader(text))
	if err != nil {
		// The site file's reader speaks of keys and lines.
		var file struct {
			Rules []behavior.Rule `yaml:"rules"`
		}
		if plain := service.Decode(text, &file); plain != nil {
			err = custos.Errorf(custos.KindOf(err), "%w", plain)
		}
		return nil, custos.Errorf(custos.KindOf(err), "%s: %w", e.Rules, err)
	}
	for _, r := range rules {
		for _, c := range r.Cameras {
			if !slices.ContainsFunc(e.Cameras, func(cam service.Camera) bool { return cam.Name == c }) {
				return nil, custos.Errorf(custos.Invalid, "%s: rule %q is for the camera %q, which %s does not have", e.Rules, r.Name, c, e.Name)
			}
		}
	}
	return rules, nil
}

func (w *watching) take(ctx context.Context, in []seen, cur journal.Cursor) error {
	w.quiet.mu.Lock()
	defer w.quiet.mu.Unlock()
	var out []custos.Observation
	for _, e := range in {
		t, ok := e.what.(*observe.Tracks)
		z := w.cameras[e.Resource]
		if !ok || z == nil {
			continue
		}
		w.quiet.touch(e.Resource)
		if z.boot != 0 && z.boot != e.Boot {
			out = append(out, zoneEvents(e.Resource, z.engine.Flush(z.time, z.frame))...)
			z.rules.Flush()
		}
		z.boot, z.time, z.frame = e.Boot, e.Time, t.Frame
		out = append(out, zoneEvents(e.Resource, z.engine.Update(e.Time, t.Frame, t.Objects))...)
		for _, a := range z.rules.Update(e.Time, t.Frame, t.Aspect, t.Objects) {
			out = append(out, custos.Observation{Resource: e.Resource, Time: a.At, Payload: &a.Event})
		}
	}
	return keep(ctx, w.Journal, out, cur)
}

func (w *watching) end(ctx context.Context, c custos.CameraID) error {
	z := w.cameras[c]
	z.rules.Flush()
	if out := zoneEvents(c, z.engine.Flush(z.time, z.frame)); len(out) > 0 {
		return keep(ctx, w.Journal, out)
	}
	return nil
}

func zoneEvents(c custos.CameraID, found []behavior.Fired) []custos.Observation {
	var out []custos.Observation
	for i := range found {
		out = append(out, custos.Observation{Resource: c, Time: found[i].At, Payload: &found[i].Event})
	}
	return out
}
