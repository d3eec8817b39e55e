package neural

import (
	"fmt"
)

// Try runs a network on a grey picture and says what is wrong with its answer: numbers
// that cannot be scores stand where a detector has some. Key points, angles, and scores
// that were never made probabilities have given themselves away so.
func (m *Model) Try(run Run) error {
	if m.Shape == Embedding {
		return nil
	}
	grey := margin * m.white() / 255
	in := make([]float32, m.Numbers())
	for i := range in {
		in[i] = grey
	}
	out, err := run(in, m.Width, m.Height)
	if err != nil {
		return err
	}
	if _, err := m.decode(out, view{sx: 1, sy: 1, fw: float64(m.Width), fh: float64(m.Height)}); err != nil {
		return err
	}
	low, high := float32(0), float32(0)
	wrong := false
	m.eachScore(out, func(s float32) {
		low, high = min(low, s), max(high, s)
		wrong = wrong || !(s >= -tolerance && s <= 1+tolerance) // also what is no number
	})
	if wrong {
		return Refused("the model answers %s where a %s has its scores, which are 0 to 1: it finds key points (pose) or rotated boxes, or its scores were exported without their sigmoid", span(low, high), m.Shape)
	}
	return nil
}

// tolerance is for rounding, of half floats too.
const tolerance = .01

func span(low, high float32) string { return fmt.Sprintf("numbers from %.3g to %.3g", low, high) }

// eachScore calls with each number of an answer that is a score.
func (m *Model) eachScore(out []Tensor, do func(float32)) {
	t := out[m.fit.at]
	all := func(t Tensor) {
		for _, s := range t.Data {
			do(s)
		}
	}
	rows := func(first, end, row int) {
		for data := t.Data; len(data) >= row; data = data[row:] {
			for _, s := range data[first:end] {
				do(s)
			}
		}
	}
	switch m.Shape {
	case YOLOv8:
		n := int(t.Shape[2])
		for _, s := range t.Data[4*n : (4+m.count)*n] {
			do(s)
		}
	case YOLOX, YOLOv5:
		rows(4, 5+m.count, int(t.Shape[2]))
	case RTDETR:
		rows(4, 4+m.count, 4+m.count)
	case EndToEnd:
		rows(4, 5, 6)
	case FastestDet:
		n := int(t.Shape[2] * t.Shape[3])
		for _, s := range t.Data[:n] {
			do(s)
		}
		for _, s := range t.Data[5*n:] {
			do(s)
		}
	case NanoDet:
		for _, g := range m.fit.grid {
			all(out[g.scores])
		}
	case CenterNet:
		all(out[m.fit.scores])
	case EfficientNMS:
		// What stands after the objects that it found may be anything.
		n := 0
		if d := out[m.fit.num].Data; len(d) > 0 && d[0] > 0 {
			n = int(min(d[0], float32(t.Shape[1])))
		}
		for _, s := range out[m.fit.scores].Data[:n] {
			do(s)
		}
	}
}
