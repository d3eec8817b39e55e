package behavior

import (
	"bytes"
	"context"
	"os"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
)

// Spec is the behavior service of a fog: it holds the tracks of the fog's edges against the
// zones and the rules of their cameras.
var Spec = analyze.Spec{
	Name: "behavior", Does: "zones and rules over tracks: who enters, crosses, runs, loiters, falls, follows", Tier: custos.Fog, Rights: custos.Features,
	Input: analyze.Input{Source: analyze.Events, From: "track", Also: []string{"gesture"}, Kinds: []custos.Kind{observe.KindTracks, observe.KindGesture}},
	Kinds: []custos.Kind{observe.KindZone, observe.KindBehavior},
	Config: func(site *service.Site) error {
		for i := range site.Nodes {
			e := &site.Nodes[i]
			if e.Tier != custos.Edge {
				continue
			}
			if err := watch(site, e, watching{}); err != nil {
				return custos.Errorf(custos.KindOf(err), "%s: %w", e.Name, err)
			}
		}
		return nil
	},
	New: func(s analyze.Setup) (any, error) {
		all := watching{}
		for _, e := range s.Site.Edges(s.Node.Name) {
			if err := watch(s.Site, e, all); err != nil {
				return nil, err
			}
		}
		return all, nil
	},
}

// watching are the cameras that a fog watches.
type watching map[custos.CameraID]*watched

// watched is a camera's zones and rules, and the newest frame that was seen of it.
type watched struct {
	engine *Engine
	rules  *Rules
	boot   uint64 // of the track service: it numbers its tracks anew in each life
	time   time.Time
	frame  custos.FrameRef
}

// watch adds an edge's cameras with what is to be watched of them.
func watch(site *service.Site, e *service.Node, into watching) error {
	all, err := rulesOf(e)
	if err != nil {
		return err
	}
	list := cameras.Of(e)
	for i := range list {
		cam := &list[i]
		var zones []Zone
		for _, z := range Zones.Get(e) {
			for _, name := range z.Cameras {
				if name == cam.Name {
					zones = append(zones, Zone{Name: z.Name, Polygon: z.Polygon, Classes: z.Classes, DwellAfter: z.DwellAfter})
				}
			}
		}
		engine, err := New(zones)
		if err != nil {
			return custos.Errorf(custos.Invalid, "zones of %s: %w", cam.Name, err)
		}
		rules, err := NewRules(RulesFor(cam.Name, all), site.Location())
		if err != nil {
			return custos.Errorf(custos.Invalid, "%s: %w", RulesFile.Get(e), err)
		}
		into[cameras.ID(site, e, cam)] = &watched{engine: engine, rules: rules}
	}
	return nil
}

// rulesOf reads the file of rules that an edge names; none is no rules.
func rulesOf(e *service.Node) ([]Rule, error) {
	path := RulesFile.Get(e)
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, custos.Errorf(custos.Invalid, "the rules of %s: %w", e.Name, err)
	}
	rules, err := ReadRules(bytes.NewReader(text))
	if err != nil {
		// The site file's reader speaks of keys and lines.
		var file struct {
			Rules []Rule `yaml:"rules"`
		}
		if plain := service.Decode(text, &file); plain != nil {
			err = custos.Errorf(custos.KindOf(err), "%w", plain)
		}
		return nil, custos.Errorf(custos.KindOf(err), "%s: %w", path, err)
	}
	for _, r := range rules {
		for _, c := range r.Cameras {
			if !cameras.Has(e, c) {
				return nil, custos.Errorf(custos.Invalid, "%s: rule %q is for the camera %q, which %s does not have", path, r.Name, c, e.Name)
			}
		}
	}
	return rules, nil
}

// Take implements analyze.EventAnalyzer.
func (w watching) Take(_ context.Context, in []analyze.Followed) ([]custos.Observation, error) {
	var out []custos.Observation
	for i := range in {
		e := &in[i]
		z := w[e.Resource]
		if g, ok := e.What.(*observe.Gesture); ok && z != nil {
			if g.Life == z.boot { // another life's numbers are others'
				z.rules.Posture(g)
			}
			continue
		}
		t, ok := e.What.(*observe.Tracks)
		if !ok || z == nil {
			continue
		}
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
	return out, nil
}

// Quiet implements analyze.EventAnalyzer.
func (w watching) Quiet(_ context.Context, c custos.CameraID) ([]custos.Observation, error) {
	z := w[c]
	if z == nil {
		return nil, nil // of a camera that is in the site file no more
	}
	z.rules.Flush()
	return zoneEvents(c, z.engine.Flush(z.time, z.frame)), nil
}

func zoneEvents(c custos.CameraID, found []Fired) []custos.Observation {
	var out []custos.Observation
	for i := range found {
		out = append(out, custos.Observation{Resource: c, Time: found[i].At, Payload: &found[i].Event})
	}
	return out
}
