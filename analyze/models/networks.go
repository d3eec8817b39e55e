package models

import (
	"context"
	"sync"
	"time"

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
	dir string

	mu       sync.Mutex
	process  *onnx.Process
	detector *neural.Detector // or else
	embedder *neural.Embedder
	again    time.Time // before which it is not started once more
	failed   error
}

// restartAfter is how long a network that failed is left alone.
const restartAfter = 5 * time.Second

// DetectIn implements cascade.Looker.
func (n *Network) DetectIn(f custos.Frame, region custos.Box) (found []observe.Detection, err error) {
	err = n.running(func() error { found, err = n.detector.DetectIn(f, region); return err })
	return found, err
}

// Embed says how what a box shows looks; nil where it has too few pixels.
func (n *Network) Embed(f *custos.Frame, b custos.Box) (e *observe.Embedding, err error) {
	err = n.running(func() error {
		l, err := n.embedder.Of(f, b)
		if l != nil {
			e = &observe.Embedding{By: n.Name + "@" + n.Digest.String()[:14], Numbers: l}
		}
		return err
	})
	return e, err
}

// running calls while the network's process runs.
func (n *Network) running(do func() error) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.process == nil {
		if time.Now().Before(n.again) {
			return n.failed
		}
		p, net, err := n.Start(context.Background(), modelFile(n.dir, n.Name), n.Digest)
		if err != nil {
			n.failed, n.again = err, time.Now().Add(restartAfter)
			return err
		}
		n.process = p
		if net.Shape == neural.Embedding {
			n.embedder = neural.NewEmbedder(net, p.Run)
		} else {
			n.detector = neural.NewDetector(net, p.Run)
		}
	}
	err := do()
	if custos.KindOf(err) == custos.Unavailable {
		n.close()
		n.failed, n.again = err, time.Now().Add(restartAfter)
	}
	return err
}

func (n *Network) close() {
	if n.process != nil {
		n.process.Close()
		n.process, n.detector, n.embedder = nil, nil, nil
	}
}

// end ends the network with its service.
func (n *Network) end() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.close()
	n.again = time.Now().Add(time.Hour)
}

// Networks are those of a node, each started once for all of its cameras.
type Networks struct {
	dir string
	all map[string]*Network
}

// named is a detector, or an embedding, that a camera names. It is not started yet.
func (n *Networks) named(name string, embeds bool) (*Network, error) {
	one := n.all[name]
	if one == nil {
		m, err := Load(n.dir, name)
		if err != nil {
			return nil, err
		}
		one = &Network{Model: m, dir: n.dir}
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
	return &Networks{dir: Dir(site), all: map[string]*Network{}}
}

// Close ends them all, for good.
func (n *Networks) Close() error {
	for _, one := range n.all {
		one.end()
	}
	return nil
}
