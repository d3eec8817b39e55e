package face

import (
	"context"
	"math"

	"custos.dev/custos/analyze/neural"
)

// YuNet finds faces by a network of its form, whose picture is a square.
type YuNet struct {
	Network neural.Network
	// By is what Name says.
	By   string
	Side int
	// Floor is the least score that counts; 0 is .6.
	Floor float64
}

// Name implements Detector.
func (y *YuNet) Name() string { return y.By }

// Faces implements Detector.
func (y *YuNet) Faces(ctx context.Context, p *Picture) ([]Found, error) {
	square, scale := fit(p, y.Side)
	out, err := y.Network.Run(ctx, Layout{Width: y.Side, Height: y.Side}.tensor(square, 0, 1, true))
	if err != nil {
		return nil, err
	}
	floor := y.Floor
	if floor == 0 {
		floor = .6
	}
	return decodeYuNet(out, y.Side, scale, floor)
}

// decodeYuNet reads YuNet's answer for a picture that was scaled to a square. For each stride
// there are two rows of scores, of a class and of there being something, whose order makes no
// difference, four numbers of a box, and ten of marks.
func decodeYuNet(out []neural.Tensor, side int, scale, floor float64) ([]Found, error) {
	var all []Found
	for _, stride := range []int{8, 16, 32} {
		n := side / stride * (side / stride)
		scores, boxes, points := rowsOf(out, n, 1), rowsOf(out, n, 4), rowsOf(out, n, 10)
		if len(scores) != 2 || len(boxes) != 1 || len(points) != 1 {
			return nil, refused(YuNetForm, out)
		}
		across := side / stride
		for i := range n {
			score := math.Sqrt(clamp01(scores[0][i]) * clamp01(scores[1][i]))
			if !(score >= floor) {
				continue
			}
			x, y, s := float64(i%across), float64(i/across), float64(stride)
			b := boxes[0][4*i : 4*i+4]
			w, h := math.Exp(float64(b[2]))*s, math.Exp(float64(b[3]))*s
			f := Found{Score: score, Marked: true, Box: Box{((x+float64(b[0]))*s - w/2) / scale, ((y+float64(b[1]))*s - h/2) / scale, w / scale, h / scale}}
			ok := finite(f.Box.X, f.Box.Y, f.Box.W, f.Box.H)
			for j := range f.Marks {
				f.Marks[j] = Point{(float64(points[0][10*i+2*j]) + x) * s / scale, (float64(points[0][10*i+2*j+1]) + y) * s / scale}
				ok = ok && finite(f.Marks[j].X, f.Marks[j].Y)
			}
			if ok {
				all = append(all, f)
			}
		}
	}
	return best(all, mostFaces), nil
}

// rowsOf are the answers of n rows of so many numbers.
func rowsOf(out []neural.Tensor, n, numbers int) (rows [][]float32) {
	for _, t := range out {
		if len(t.Data) == n*numbers && len(t.Shape) > 0 && t.Shape[len(t.Shape)-1] == int64(numbers) {
			rows = append(rows, t.Data)
		}
	}
	return rows
}

// clamp01 is a score between 0 and 1; what is no number is 0.
func clamp01(x float32) float64 {
	if !(x > 0) {
		return 0
	}
	return min(float64(x), 1)
}
