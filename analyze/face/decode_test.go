package face

import (
	"math"
	"testing"

	"custos.dev/custos"
	"custos.dev/custos/analyze/neural"
)

func tensor(n, numbers int) neural.Tensor {
	return neural.Tensor{Shape: []int64{1, int64(n), int64(numbers)}, Data: make([]float32, n*numbers)}
}

// yunet is an answer of YuNet with nothing in it: scores of three strides, boxes and marks.
func yunet(side int) (out []neural.Tensor) {
	for _, numbers := range []int{1, 1, 4, 10} {
		for _, stride := range []int{8, 16, 32} {
			out = append(out, tensor(side/stride*(side/stride), numbers))
		}
	}
	return out
}

func TestDecodeYuNet(t *testing.T) {
	out := yunet(64)
	// In the cell at 2, 1 of the stride of 16, whose rows are the second of each kind.
	const cell = 1*4 + 2
	out[1].Data[cell], out[4].Data[cell] = .81, 1
	copy(out[7].Data[4*cell:], []float32{.5, .25, float32(math.Log(2)), float32(math.Log(1.5))})
	for i := range 10 {
		out[10].Data[10*cell+i] = float32(i) / 10
	}
	found, err := decodeYuNet(out, 64, .5, .6)
	if err != nil || len(found) != 1 {
		t.Fatalf("%+v, %v", found, err)
	}
	f := found[0]
	// The cell is at 32, 16; the picture was scaled by a half.
	if want := (Box{(40 - 16) * 2, (20 - 12) * 2, 64, 48}); math.Abs(f.Score-.9) > 1e-6 || math.Abs(f.Box.X-want.X)+math.Abs(f.Box.Y-want.Y)+math.Abs(f.Box.W-want.W)+math.Abs(f.Box.H-want.H) > 1e-4 {
		t.Errorf("%+v, want %+v", f, want)
	}
	if m := f.Marks[LeftEye]; math.Abs(m.X-2.2*32) > 1e-4 || math.Abs(m.Y-1.3*32) > 1e-4 {
		t.Errorf("the left eye is at %+v", m)
	}
	// Two of one face are one; numbers that are none are no face.
	out[1].Data[cell+1], out[4].Data[cell+1] = .7, .7
	copy(out[7].Data[4*(cell+1):], []float32{-.4, .25, float32(math.Log(2)), float32(math.Log(1.5))})
	out[0].Data[0], out[3].Data[0] = 1, 1
	out[6].Data[2] = float32(math.Inf(1))
	out[0].Data[9], out[3].Data[9] = 1, float32(math.NaN())
	if found, err = decodeYuNet(out, 64, .5, .6); err != nil || len(found) != 1 {
		t.Errorf("%+v, %v", found, err)
	}
	if _, err := decodeYuNet(out[:11], 64, 1, .6); custos.KindOf(err) != custos.Invalid {
		t.Errorf("an answer that is cut: %v", err)
	}
}

func TestDecodeBlaze(t *testing.T) {
	scores, numbers := [2]neural.Tensor{tensor(512, 1), tensor(384, 1)}, [2]neural.Tensor{tensor(512, 16), tensor(384, 16)}
	for _, s := range scores {
		for i := range s.Data {
			s.Data[i] = -9
		}
	}
	// The fourth answer of the coarse grid's cell at 3, 2: its middle is at 3.5/8, 2.5/8 of 128 pixels.
	at := 6*(2*8+3) + 4
	scores[1].Data[at] = 2
	v := []float32{4, -8, 40, 40, -10, -12, 10, -12, 0, 0, 0, 10, -20, -5, 20, -5}
	copy(numbers[1].Data[16*at:], v)
	for name, out := range map[string][]neural.Tensor{
		"two":   {scores[0], scores[1], numbers[0], numbers[1]},
		"mixed": {numbers[1], scores[1], numbers[0], scores[0]},
		"one":   {{Shape: []int64{1, 896, 16}, Data: append(append([]float32{}, numbers[0].Data...), numbers[1].Data...)}, {Shape: []int64{1, 896, 1}, Data: append(append([]float32{}, scores[0].Data...), scores[1].Data...)}},
	} {
		found, err := decodeBlaze(out, 128, 2, .5)
		if err != nil || len(found) != 1 {
			t.Fatalf("%s: %+v, %v", name, found, err)
		}
		f := found[0]
		if f.Box.X != (60-20)/2 || f.Box.Y != (32-20)/2 || f.Box.W != 20 || !f.Marked {
			t.Errorf("%s: %+v", name, f)
		}
		// The mouth's corners are beside its middle, along the line of the eyes.
		if r, l := f.Marks[RightMouth], f.Marks[LeftMouth]; math.Abs((r.X+l.X)/2-28) > 1e-9 || r.Y != 25 || l.X-r.X < 6 || l.X-r.X > 10 || f.Marks[RightEye] != (Point{23, 14}) {
			t.Errorf("%s: marks %+v", name, f.Marks)
		}
	}
	if _, err := decodeBlaze([]neural.Tensor{scores[0], numbers[0]}, 128, 1, .5); custos.KindOf(err) != custos.Invalid {
		t.Errorf("half of an answer: %v", err)
	}
}

func TestRecognise(t *testing.T) {
	var yu [][]int64
	for _, o := range yunet(320) {
		yu = append(yu, o.Shape)
	}
	blaze := [][]int64{{1, 512, 1}, {1, 384, 1}, {1, 512, 16}, {1, 384, 16}}
	for _, c := range []struct {
		name    string
		in, out [][]int64
		form    Form
		last    bool
	}{
		{"yunet", [][]int64{{1, 3, 320, 320}}, yu, YuNetForm, false},
		{"blazeface", [][]int64{{1, 256, 256, 3}}, blaze, BlazeForm, true},
		{"faceres", [][]int64{{1, 3, 224, 224}}, [][]int64{{1, 1}, {1, 1024}, {1, 100}}, FaceResForm, false},
		{"arcface", [][]int64{{0, 3, 112, 112}}, [][]int64{{0, 512}}, EmbeddingForm, false},
		{"a detector of objects", [][]int64{{1, 3, 416, 416}}, [][]int64{{1, 3549, 85}}, "", false},
		{"two inputs", [][]int64{{1, 3, 320, 320}, {1, 3, 320, 320}}, yu, "", false},
		{"a hostile size", [][]int64{{1, 3, 1 << 40, 1 << 40}}, [][]int64{{1, 512}}, "", false},
		{"a hostile answer", [][]int64{{1, 3, 112, 112}}, [][]int64{{1 << 40, 1 << 40, 512}}, "", false},
	} {
		form, layout, err := Recognise(c.in, c.out)
		if form != c.form || layout.Last != c.last || (err == nil) != (c.form != "") {
			t.Errorf("%s: %q, %+v, %v", c.name, form, layout, err)
		}
		if d, e := DetectorOf(form, nil, "", layout), EmbedderOf(form, nil, "", layout); c.form != "" && (d == nil) == (e == nil) {
			t.Errorf("%s finds and describes faces, or does neither", c.name)
		}
	}
}
