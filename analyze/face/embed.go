package face

import (
	"context"

	"custos.dev/custos/analyze/neural"
)

// Embedder describes faces in numbers that can be compared.
type Embedder interface {
	// Template is of a face in a picture.
	Template(ctx context.Context, p *Picture, f Found) (Template, error)
	// Name says by what, with the network's digest if it is one: templates of different
	// names cannot be compared.
	Name() string
}

// ByLBPH describes faces without a network.
type ByLBPH struct{}

// Name implements Embedder.
func (ByLBPH) Name() string { return LBPH }

// Template implements Embedder.
func (ByLBPH) Template(_ context.Context, p *Picture, f Found) (Template, error) {
	return Describe(LBPHFraming.Align(p, f)), nil
}

// ByNetwork describes faces by a network.
type ByNetwork struct {
	Network neural.Network
	// By is what Name says.
	By string
	Layout
	// Part and Rise are as Framing has them.
	Part, Rise float64
	// Shift and Scale make the network's numbers of a pixel's: (value - Shift) * Scale.
	Shift, Scale float32
	// Numbers is how many the template has, among the network's answers; 0 is its only answer.
	Numbers int
}

// FaceRes is faceres of @vladmandic/human (HSE-FaceRes, Savchenko 2019): a square of 224 pixels from 0
// to 255. It is given there the square about BlazeFace's box, by 1.4 as large: about as much of a
// head as ArcFace's square has, its middle on the nose.
func FaceRes(n neural.Network, by string, l Layout) *ByNetwork {
	return &ByNetwork{Network: n, By: by, Layout: l, Part: 1, Rise: .06, Scale: 1, Numbers: 1024}
}

// ArcFace is a network that is trained as ArcFace's are: a square of 112 pixels from -1 to 1.
func ArcFace(n neural.Network, by string, l Layout) *ByNetwork {
	return &ByNetwork{Network: n, By: by, Layout: l, Part: 1, Shift: 127.5, Scale: 1 / 127.5}
}

// Name implements Embedder.
func (e *ByNetwork) Name() string { return e.By }

// Template implements Embedder.
func (e *ByNetwork) Template(ctx context.Context, p *Picture, f Found) (Template, error) {
	return e.Of(ctx, Framing{Width: e.Width, Height: e.Height, Part: e.Part, Rise: e.Rise}.Align(p, f))
}

// Of is the template of an aligned face.
func (e *ByNetwork) Of(ctx context.Context, aligned *Picture) (Template, error) {
	out, err := e.Network.Run(ctx, e.tensor(aligned, e.Shift, e.Scale, false))
	if err != nil {
		return nil, err
	}
	var rows []neural.Tensor
	for _, t := range out {
		if n := len(t.Data); n >= 64 && n <= maxTemplate && (e.Numbers == 0 || n == e.Numbers) {
			rows = append(rows, t)
		}
	}
	if len(rows) != 1 {
		return nil, refused(EmbeddingForm, out)
	}
	v := make([]float64, len(rows[0].Data))
	for i, x := range rows[0].Data {
		v[i] = float64(x)
	}
	t := Unit(v)
	if t == nil {
		return nil, refused(EmbeddingForm, out)
	}
	return t, nil
}

// maxTemplate bounds how many numbers a network's template has.
const maxTemplate = 4096
