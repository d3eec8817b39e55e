package face

import (
	"math"

	"custos.dev/custos"
	"custos.dev/custos/analyze/neural"
)

// Form is how a network of a known kind takes pictures and answers.
type Form string

// The kinds of network that are understood.
const (
	// YuNetForm is YuNet's (Wu et al. 2023) as libfacedetection.train exports it: planes of
	// blue, green and red from 0 to 255, answers for strides of 8, 16 and 32 pixels.
	YuNetForm Form = "yunet"
	// BlazeForm is BlazeFace's (Bazarevsky et al. 2019): 896 places, six marks each.
	BlazeForm Form = "blazeface"
	// FaceResForm is faceres of @vladmandic/human: an embedding of 1,024 numbers among its answers.
	FaceResForm Form = "faceres"
	// EmbeddingForm is any network that answers one row of numbers for an aligned face.
	EmbeddingForm Form = "embedding"
)

// Layout is the shape of a network's picture.
type Layout struct {
	// Width and Height are in pixels.
	Width, Height int
	// Last says that the three colours of a pixel stand together.
	Last bool
}

// tensor is a picture as a network takes it.
func (l Layout) tensor(p *Picture, shift, scale float32, reversed bool) neural.Tensor {
	data := make([]float32, len(p.Pix))
	if l.Last {
		p.Pixels(data, shift, scale)
		return neural.Tensor{Shape: []int64{1, int64(p.Height), int64(p.Width), 3}, Data: data}
	}
	p.Planes(data, shift, scale, reversed)
	return neural.Tensor{Shape: []int64{1, 3, int64(p.Height), int64(p.Width)}, Data: data}
}

// refused says that a network does not answer as its kind does.
func refused(form Form, out []neural.Tensor) error {
	shapes := make([][]int64, len(out))
	for i, t := range out {
		shapes[i] = t.Shape
	}
	return custos.Errorf(custos.Invalid, "the network answers %v, which is not how %s answers: check what it was added as", shapes, form)
}

// finite reports that a network's numbers are numbers.
func finite(all ...float64) bool {
	for _, x := range all {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}
