package face

import (
	"context"
	"math"

	"custos.dev/custos/analyze/neural"
)

// Blaze finds faces by a network of BlazeFace's form, whose picture is a square of 128 or 256
// pixels.
type Blaze struct {
	Network neural.Network
	// By is what Name says.
	By   string
	Side int
	// Last says that the three colours of a pixel stand together.
	Last bool
	// Shift and Scale make the network's numbers of a pixel's: (value - Shift) * Scale.
	Shift, Scale float32
	// Floor is the least score that counts; 0 is .5.
	Floor float64
}

// Name implements Detector.
func (b *Blaze) Name() string { return b.By }

// Faces implements Detector.
func (b *Blaze) Faces(ctx context.Context, p *Picture) ([]Found, error) {
	square, scale := fit(p, b.Side)
	out, err := b.Network.Run(ctx, Layout{Width: b.Side, Height: b.Side, Last: b.Last}.tensor(square, b.Shift, b.Scale, false))
	if err != nil {
		return nil, err
	}
	floor := b.Floor
	if floor == 0 {
		floor = .5
	}
	return decodeBlaze(out, b.Side, scale, floor)
}

// blazePlaces are how many answers there are for the fine grid, two a cell, and for the coarse
// one, six a cell.
var blazePlaces = [2]int{512, 384}

// decodeBlaze reads BlazeFace's answer: for each place a score before the sigmoid, and sixteen
// numbers, which are a box's middle and size and the six marks, in pixels from the cell's middle.
// The two grids stand in one tensor or in two.
func decodeBlaze(out []neural.Tensor, side int, scale, floor float64) ([]Found, error) {
	n := blazePlaces[0] + blazePlaces[1]
	gathered := func(numbers int) []float32 {
		if rows := rowsOf(out, n, numbers); len(rows) == 1 {
			return rows[0]
		}
		fine, coarse := rowsOf(out, blazePlaces[0], numbers), rowsOf(out, blazePlaces[1], numbers)
		if len(fine) != 1 || len(coarse) != 1 {
			return nil
		}
		return append(append([]float32(nil), fine[0]...), coarse[0]...)
	}
	scores, numbers := gathered(1), gathered(16)
	if scores == nil || numbers == nil {
		return nil, refused(BlazeForm, out)
	}
	var all []Found
	for i := range n {
		score := 1 / (1 + math.Exp(-float64(scores[i])))
		if !(score >= floor) {
			continue
		}
		x, y := blazePlace(i, side)
		v := numbers[16*i : 16*i+16]
		at := func(j int) Point { return Point{(x + float64(v[j])) / scale, (y + float64(v[j+1])) / scale} }
		middle, w, h := at(0), float64(v[2])/scale, float64(v[3])/scale
		right, left, nose, mouth := at(4), at(6), at(8), at(10)
		if !(w > 0 && h > 0) || !finite(middle.X, middle.Y, w, h, right.X, right.Y, left.X, left.Y, nose.X, nose.Y, mouth.X, mouth.Y) {
			continue
		}
		// Of the mouth only the middle is known. Its corners are as far apart as in a face
		// that is seen from the front, along the line of the eyes.
		dx, dy := mouthHalf*(left.X-right.X), mouthHalf*(left.Y-right.Y)
		all = append(all, Found{
			Score: score, Marked: true, Box: Box{middle.X - w/2, middle.Y - h/2, w, h},
			Marks: Marks{right, left, nose, {mouth.X - dx, mouth.Y - dy}, {mouth.X + dx, mouth.Y + dy}},
		})
	}
	return best(all, mostFaces), nil
}

// mouthHalf is half of a mouth's width by the distance of the eyes, in a straight face.
var mouthHalf = (straight[LeftMouth].X - straight[RightMouth].X) / 2 / (straight[LeftEye].X - straight[RightEye].X)

// blazePlace is the middle of the cell of an answer.
func blazePlace(i, side int) (x, y float64) {
	cells, each := 16, 2
	if i >= blazePlaces[0] {
		i, cells, each = i-blazePlaces[0], 8, 6
	}
	cell, size := i/each, float64(side)/float64(cells)
	return (float64(cell%cells) + .5) * size, (float64(cell/cells) + .5) * size
}
