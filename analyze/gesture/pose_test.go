package gesture

import (
	"bytes"
	"math"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/analyze/neural"
)

// grey is a frame without anything.
func grey(w, h int) *custos.Frame {
	return &custos.Frame{Width: w, Height: h, Y: bytes.Repeat([]byte{60}, w*h), U: bytes.Repeat([]byte{128}, w*h/4), V: bytes.Repeat([]byte{128}, w*h/4)}
}

// A place that a network finds in its picture is that of the frame, however the picture was
// turned.
func TestPlacesComeBack(t *testing.T) {
	f := grey(320, 240)
	for y := 90; y < 94; y++ {
		for x := 200; x < 204; x++ {
			f.Y[y*320+x] = 235
		}
	}
	b := custos.Box{X: .4, Y: .2, W: .3, H: .5}
	for _, turn := range []Turn{0, 1, 3} {
		in := Input(f, b, turn)
		if in.Numbers() != int64(len(in.Data)) {
			t.Fatal(in.Shape)
		}
		var x, y, n float64
		for py := range Side {
			for px := range Side {
				if in.Data[py*Side+px] > 150 {
					x, y, n = x+float64(px)+.5, y+float64(py)+.5, n+1
				}
			}
		}
		if n == 0 {
			t.Fatalf("turn %d: the bright place is not in the picture", turn)
		}
		row := []float32{float32(y / n / Side), float32(x / n / Side), .9}
		out := neural.Tensor{Shape: []int64{1, 1, 17, 3}}
		for range int(Joints) {
			out.Data = append(out.Data, row...)
		}
		p, err := Read(f, b, turn, []neural.Tensor{out})
		if err != nil {
			t.Fatal(err)
		}
		if m := p[Nose]; math.Hypot(m.X-202, m.Y-92) > 1 {
			t.Errorf("turn %d: found at %.1f, %.1f, not at 202, 92", turn, m.X, m.Y)
		}
	}
}

// What a network answers is not believed to have the right form.
func TestOddAnswersAreRefused(t *testing.T) {
	f, b := grey(64, 64), custos.Box{W: 1, H: 1}
	whole := func(x float32) neural.Tensor {
		d := make([]float32, 3*int(Joints))
		d[7] = x
		return neural.Tensor{Data: d}
	}
	if _, err := Read(f, b, 0, []neural.Tensor{whole(.5)}); err != nil {
		t.Fatal(err)
	}
	for name, out := range map[string][]neural.Tensor{
		"nothing": nil, "two": {whole(0), whole(0)}, "short": {{Data: make([]float32, 50)}},
		"not a number": {whole(float32(math.NaN()))}, "far": {whole(1e9)}, "endless": {whole(float32(math.Inf(1)))},
	} {
		if _, err := Read(f, b, 0, out); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Only a box that is wider than high is worth looking at turned.
func TestTurns(t *testing.T) {
	f := grey(320, 160)
	if n := len(Turns(f, custos.Box{W: .2, H: .8})); n != 1 {
		t.Error(n)
	}
	if n := len(Turns(f, custos.Box{W: .4, H: .4})); n != 3 {
		t.Error(n)
	}
}
