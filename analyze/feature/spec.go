package feature

import (
	"context"
	"encoding/json"

	"custos.dev/custos"

	"custos.dev/custos/analyze"
	"custos.dev/custos/observe"
)

// Similar is the question for tracks that look alike: a Query, answered by what Index.Find
// returns.
const Similar = "similar"

// Spec is the feature service of a fog: it says how the finished tracks of the fog's edges
// looked and moved, remembers them, and finds those that look alike.
var Spec = analyze.Spec{
	Name: "feature", Does: "how finished tracks looked and moved, and search among them", Tier: custos.Fog, Rights: custos.Features,
	Input:     analyze.Input{Source: analyze.Events, From: "track", Kinds: []custos.Kind{observe.KindTrajectory}},
	Kinds:     []custos.Kind{observe.KindFeature},
	Questions: []analyze.Question{{Name: Similar, Right: custos.Features, AtOnce: 8}},
	Remembers: maxSeen,
	New: func(analyze.Setup) (any, error) {
		return &remembering{index: NewIndex()}, nil
	},
}

type remembering struct{ index *Index }

// Remember implements analyze.Rememberer: what is not durable is not found either.
func (m *remembering) Remember(e *custos.Event) {
	if f, ok := observe.As[*observe.Feature](e); ok {
		m.index.Add(Seen{Event: e.ID(), Camera: e.Resource, Feature: *f})
	}
}

// Forget implements analyze.Forgetter.
func (m *remembering) Forget(ids []custos.EventID) {
	m.index.Forget(ids)
}

// Take implements analyze.EventAnalyzer.
func (m *remembering) Take(_ context.Context, in []analyze.Followed) ([]custos.Observation, error) {
	var out []custos.Observation
	for i := range in {
		if p, ok := in[i].What.(*observe.Trajectory); ok {
			f := Made(in[i].ID(), p, p.Aspect)
			out = append(out, custos.Observation{Resource: in[i].Resource, Time: p.Until, Payload: &f})
		}
	}
	return out, nil
}

// Quiet implements analyze.EventAnalyzer: a track that ends comes as an event.
func (*remembering) Quiet(context.Context, custos.CameraID) ([]custos.Observation, error) {
	return nil, nil
}

// Answer implements analyze.Answerer.
func (m *remembering) Answer(_ context.Context, _ string, data json.RawMessage) (any, error) {
	var q Query
	if err := json.Unmarshal(data, &q); err != nil {
		return nil, custos.Errorf(custos.Invalid, "the question does not parse: %w", err)
	}
	return m.index.Find(q)
}
