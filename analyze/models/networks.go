package models

import (
	"context"

	"custos.dev/custos"
	"custos.dev/custos/analyze/neural"
	"custos.dev/custos/analyze/onnx"
	"custos.dev/custos/edge/cameras"
	"custos.dev/custos/observe"
	"custos.dev/custos/service"
)

// Network is a model that several cameras of a node look by, one after the other. It is
// started when the first needs it, and again when it has ended.
type Network struct {
	Model
	once lives[*looking]
}

// looking is a network that runs: a detector, or else an embedder.
type looking struct {
	process  *onnx.Process
	detector *neural.Detector
	embedder *neural.Embedder
}

// network is one that is not started yet.
func network(m Model, file string) *Network {
	return &Network{Model: m, once: lives[*looking]{
		start: func() (*looking, error) {
			p, net, err := m.Start(context.Background(), file, m.Digest)
			if err != nil {
				return nil, err
			}
			if net.Shape == neural.Embedding {
				return &looking{process: p, embedder: neural.NewEmbedder(net, p.Run)}, nil
			}
			return &looking{process: p, detector: neural.NewDetector(net, p.Run)}, nil
		},
		end: func(l *looking) { l.process.Close() },
	}}
}

// DetectIn implements cascade.Looker.
func (n *Network) DetectIn(f custos.Frame, region custos.Box) (found []observe.Detection, err error) {
	err = n.once.running(func(l *looking) error { found, err = l.detector.DetectIn(f, region); return err })
	return found, err
}

// Embed says how what a box shows looks; nil where it has too few pixels.
func (n *Network) Embed(f *custos.Frame, b custos.Box) (e *observe.Embedding, err error) {
	err = n.once.running(func(l *looking) error {
		numbers, err := l.embedder.Of(f, b)
		if numbers != nil {
			e = &observe.Embedding{By: n.Name + "@" + n.Digest.String()[:14], Numbers: numbers}
		}
		return err
	})
	return e, err
}

// Networks are those of a node, each started once for all of its cameras.
type Networks struct {
	dir     string
	all     map[string]*Network
	runners map[string]*Runner
}

// named is a detector, or an embedding, that a camera names. It is not started yet.
func (n *Networks) named(name string, embeds bool) (*Network, error) {
	one := n.all[name]
	if one == nil {
		m, err := Load(n.dir, name)
		if err != nil {
			return nil, err
		}
		one = network(m, modelFile(n.dir, name))
		n.all[name] = one
	}
	if (one.Shape == neural.Embedding) != embeds {
		word := "model"
		if embeds {
			word = "embedding"
		}
		return nil, custos.Errorf(custos.Invalid, "%s: %s is of the shape %s: detectors are named at model, embeddings at embedding", word, name, one.Shape)
	}
	return one, nil
}

// For are the networks that a camera names; nil is none.
func (n *Networks) For(c *cameras.Camera) (looks, embeds *Network, err error) {
	if c.Model != "" {
		if looks, err = n.named(c.Model, false); err != nil {
			return nil, nil, err
		}
	}
	if c.Embedding != "" {
		embeds, err = n.named(c.Embedding, true)
	}
	return looks, embeds, err
}

// NewNetworks has none of a site's networks started yet.
func NewNetworks(site *service.Site) *Networks {
	return &Networks{dir: Dir(site), all: map[string]*Network{}, runners: map[string]*Runner{}}
}

// Close ends them all, for good.
func (n *Networks) Close() error {
	for _, one := range n.all {
		one.once.forGood()
	}
	for _, one := range n.runners {
		one.Close()
	}
	return nil
}
