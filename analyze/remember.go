package analyze

import (
	"context"
	"encoding/json"
	"sync"

	"custos"

	"custos/analyze/feature"
	"custos/journal"
	"custos/node"
	"custos/observe"
	"custos/sealed"
	"custos/service"
)

// RunFeature is the feature service of a fog: it says how the finished tracks of the fog's
// edges looked and moved, remembers them, and finds those that look alike.
func RunFeature(ctx context.Context, env *service.Env) error {
	r, err := node.Start(ctx, env)
	if err != nil {
		return err
	}
	m := &remembering{Runtime: r, index: feature.NewIndex(), aspects: map[custos.CameraID]float64{}}
	if err := r.Journal.Each(ctx, observe.KindFeature, func(e *custos.Event) error { m.remember(e); return nil }); err != nil {
		return err
	}
	work := []func(context.Context) error{m.answer}
	for _, e := range env.Site.Edges(env.Node.Name) {
		source := custos.NewServiceID(e.Name, "track")
		work = append(work, func(ctx context.Context) error { return follow(ctx, r, source, m.take) })
	}
	return r.Run(ctx, work...)
}

type remembering struct {
	*node.Runtime
	mu      sync.Mutex
	index   *feature.Index
	aspects map[custos.CameraID]float64 // of the cameras' pictures
}

func (m *remembering) remember(e *custos.Event) {
	if f, ok := observe.As[*observe.Feature](e); ok {
		m.index.Add(feature.Seen{Event: e.ID(), Camera: e.Resource, Feature: *f})
	}
}

func (m *remembering) take(ctx context.Context, in []seen, cur journal.Cursor) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []custos.Observation
	for i := range in {
		switch p := in[i].what.(type) {
		case *observe.Tracks:
			m.aspects[in[i].Resource] = p.Aspect
		case *observe.Trajectory:
			f := feature.Made(in[i].ID(), p, m.aspects[in[i].Resource])
			out = append(out, custos.Observation{Resource: in[i].Resource, Time: p.Until, Payload: &f})
		}
	}
	if len(out) == 0 {
		return nil // tracks are read again by the next life: most frames are not worth a commit
	}
	// What is not durable is not found either.
	kept, err := m.Journal.Record(ctx, out, cur)
	if ctx.Err() != nil {
		return nil // it is read again by the next life
	}
	for i := range kept {
		m.remember(&kept[i])
	}
	return err
}

// answer lets the domain's services look for tracks, for who may read features there.
func (m *remembering) answer(ctx context.Context) error {
	return m.Answer(ctx, node.SimilarRequest, 8, func(ctx context.Context, from sealed.Caller, data []byte) ([]byte, error) {
		if err := m.Check(ctx, from.Account, custos.Features, m.Domain); err != nil {
			return nil, err
		}
		var q feature.Query
		if err := json.Unmarshal(data, &q); err != nil {
			return nil, custos.Errorf(custos.Invalid, "the question does not parse: %w", err)
		}
		m.mu.Lock()
		defer m.mu.Unlock()
		found, err := m.index.Find(q)
		if err != nil {
			return nil, err
		}
		return json.Marshal(found)
	})
}
