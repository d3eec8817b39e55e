package poses

import (
	"context"

	"custos.dev/custos"
	"custos.dev/custos/analyze/gesture"
	"custos.dev/custos/analyze/models"
	"custos.dev/custos/analyze/neural"
)

// Finder finds the points of a body by a network.
type Finder struct {
	// Name is the network's, with the beginning of its digest.
	Name string
	run  func(context.Context, ...neural.Tensor) ([]neural.Tensor, error)
}

// Open is a finder by the site's network for poses; NotFound, with what brings one, if it has
// none. The network belongs to n, and is started when it is first used.
func Open(n *models.Networks) (*Finder, error) {
	m, err := n.Of(models.Pose)
	if err != nil {
		return nil, err
	}
	r, err := n.Open(m.Name)
	if err != nil {
		return nil, err
	}
	return &Finder{Name: m.Name + "@" + m.Digest.String()[:14], run: r.Run}, nil
}

// Find is the pose of who is in a box of a frame: of the pictures that are worth looking at the
// one of whose points the network is surest. A network that does not run is Unavailable, one that
// answers in another form Invalid.
func (p *Finder) Find(ctx context.Context, f *custos.Frame, b custos.Box) (best gesture.Pose, err error) {
	for i, turn := range gesture.Turns(f, b) {
		out, err := p.run(ctx, gesture.Input(f, b, turn))
		if err != nil {
			return best, err
		}
		pose, err := gesture.Read(f, b, turn, out)
		if err != nil {
			return best, err
		}
		if i == 0 || pose.Sure() > best.Sure() {
			best = pose
		}
	}
	return best, nil
}
