// Package gesture tells what people do with their bodies: raised hands, waving, pointing,
// crouching, lying, a stance as for a fight. It is given a body's points over time, as a network
// finds them, or its outline where there is no network, and has no input or output of its own.
//
// Everything is measured in parts of the body and in seconds, so it depends neither on the size
// of a person in the picture nor on the rate of frames. From four looks a second on all of it
// works; waving needs six.
package gesture

import (
	"math"

	"custos.dev/custos"
	"custos.dev/custos/analyze/neural"
)

// Joint is one of the 17 points of a body, in the order of COCO's. Left and right are the
// person's own.
type Joint int

// The points.
const (
	Nose Joint = iota
	LeftEye
	RightEye
	LeftEar
	RightEar
	LeftShoulder
	RightShoulder
	LeftElbow
	RightElbow
	LeftWrist
	RightWrist
	LeftHip
	RightHip
	LeftKnee
	RightKnee
	LeftAnkle
	RightAnkle
	Joints // how many there are
)

// Mark is a point of a body in a picture, in a unit that is the same across and down; Y grows
// downwards. Score is how sure it is, 0 to 1.
type Mark struct{ X, Y, Score float64 }

// Pose is a body's points.
type Pose [Joints]Mark

// seenFrom is from which score on a point counts. MoveNet's authors use .2 to .3.
const seenFrom = .2

func (p *Pose) seen(joints ...Joint) bool {
	for _, j := range joints {
		if !(p[j].Score >= seenFrom) {
			return false
		}
	}
	return true
}

// Side is how many pixels a network for poses takes across and down.
const Side = 192

// look is the part of a frame that a network is shown: a square, in the frame's pixels. What of
// it lies outside of the frame is black.
type look struct{ x, y, side float64 }

// around is the square around a box, with what hands reach to beside it.
func around(f *custos.Frame, b custos.Box) look {
	const reach = 1.3
	w, h := b.W*float64(f.Width), b.H*float64(f.Height)
	x, y := b.Center()
	side := max(reach*max(w, h), 16)
	return look{x*float64(f.Width) - side/2, y*float64(f.Height) - side/2, side}
}

// Turn is by how many quarters a picture is turned to the left before a network sees it: networks
// for poses find few points of who does not stand upright.
type Turn int

// Turns are those by which who is in a box is worth looking at: as he is, and where the box is
// wider than high, lying with the head to either side.
func Turns(f *custos.Frame, b custos.Box) []Turn {
	if b.W*float64(f.Width) > .9*b.H*float64(f.Height) {
		return []Turn{0, 1, 3}
	}
	return []Turn{0}
}

// back is where a place of the turned picture is in the one that is not, in parts of a square.
func (t Turn) back(x, y float64) (float64, float64) {
	switch t {
	case 1:
		return 1 - y, x
	case 3:
		return y, 1 - x
	}
	return x, y
}

// Input is what a network for poses is given to find the points of who is in a box: a square of
// Side pixels, in planes of red, green and blue from 0 to 255.
func Input(f *custos.Frame, b custos.Box, turn Turn) neural.Tensor {
	v := around(f, b)
	data := make([]float32, Side*Side*3)
	step := v.side / Side
	for py := range Side {
		for px := range Side {
			x, y := turn.back((float64(px)+.5)/Side, (float64(py)+.5)/Side)
			x, y = v.x+x*v.side, v.y+y*v.side
			if x < 0 || y < 0 || x >= float64(f.Width) || y >= float64(f.Height) {
				continue
			}
			r, g, bl := colour(f, x, y, step)
			at := py*Side + px
			data[at], data[at+Side*Side], data[at+2*Side*Side] = r, g, bl
		}
	}
	return neural.Tensor{Shape: []int64{1, 3, Side, Side}, Data: data}
}

// colour is that of a frame at a place, by BT.601 in the video range: between the four nearest
// pixels, or the mean of those that a pixel of the network covers.
func colour(f *custos.Frame, x, y, step float64) (r, g, b float32) {
	luma := plane(f.Y, f.Width, f.Height, x-.5, y-.5, step)
	u := plane(f.U, f.Width/2, f.Height/2, x/2-.5, y/2-.5, step/2) - 128
	v := plane(f.V, f.Width/2, f.Height/2, x/2-.5, y/2-.5, step/2) - 128
	l := 1.164 * (luma - 16)
	clip := func(c float64) float32 { return float32(math.Round(min(max(c, 0), 255))) }
	return clip(l + 1.596*v), clip(l - .392*u - .813*v), clip(l + 2.017*u)
}

func plane(p []byte, w, h int, x, y, step float64) float64 {
	if step >= 2 { // smaller: a mean, or edges flicker
		sum, n := 0., 0.
		half := step / 2
		for yy := max(int(y-half+1), 0); yy <= min(int(y+half), h-1); yy++ {
			for xx := max(int(x-half+1), 0); xx <= min(int(x+half), w-1); xx++ {
				sum += float64(p[yy*w+xx])
				n++
			}
		}
		if n > 0 {
			return sum / n
		}
	}
	x, y = min(max(x, 0), float64(w-1)), min(max(y, 0), float64(h-1))
	x0, y0 := int(x), int(y)
	x1, y1 := min(x0+1, w-1), min(y0+1, h-1)
	fx, fy := x-float64(x0), y-float64(y0)
	top := float64(p[y0*w+x0])*(1-fx) + float64(p[y0*w+x1])*fx
	low := float64(p[y1*w+x0])*(1-fx) + float64(p[y1*w+x1])*fx
	return top*(1-fy) + low*fy
}

// Read is the pose, in the frame's pixels, that a network found in Input's picture of the same
// box: 17 rows of y, x and score, the first two in parts of the picture. What has another form,
// or is not made of numbers, is Invalid.
func Read(f *custos.Frame, b custos.Box, turn Turn, outputs []neural.Tensor) (p Pose, err error) {
	if len(outputs) != 1 || len(outputs[0].Data) != 3*int(Joints) {
		return p, custos.Errorf(custos.Invalid, "the network for poses does not answer with %d points of three numbers: name one like MoveNet SinglePose", int(Joints))
	}
	v := around(f, b)
	for j := range p {
		row := outputs[0].Data[3*j : 3*j+3]
		y, x, s := float64(row[0]), float64(row[1]), float64(row[2])
		if !(math.Abs(x) < 10 && math.Abs(y) < 10 && s >= -1 && s <= 2) {
			return p, custos.Errorf(custos.Invalid, "the network for poses answers with %v for a point", row)
		}
		x, y = turn.back(x, y)
		p[j] = Mark{X: v.x + x*v.side, Y: v.y + y*v.side, Score: min(max(s, 0), 1)}
	}
	return p, nil
}

// Sure is how sure the points are together: the mean of the twelve of trunk, arms and legs.
func (p *Pose) Sure() float64 {
	sum := 0.
	for _, m := range p[LeftShoulder:] {
		sum += m.Score
	}
	return sum / float64(Joints-LeftShoulder)
}

// Box is what the points that are seen take of a frame, with some more around for head, hands
// and feet; false if fewer than six are seen.
func (p *Pose) Box(f *custos.Frame) (custos.Box, bool) {
	n := 0
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, m := range p {
		if m.Score >= seenFrom {
			n++
			x0, y0, x1, y1 = min(x0, m.X), min(y0, m.Y), max(x1, m.X), max(y1, m.Y)
		}
	}
	if n < 6 {
		return custos.Box{}, false
	}
	pad := .08 * max(x1-x0, y1-y0)
	w, h := float64(f.Width), float64(f.Height)
	return custos.Box{X: (x0 - pad) / w, Y: (y0 - pad) / h, W: (x1 - x0 + 2*pad) / w, H: (y1 - y0 + 2*pad) / h}, true
}
