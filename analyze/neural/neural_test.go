package neural

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// grey is a frame of one colour, which is BT.601's for the given planes.
func grey(w, h int, y, u, v byte) custos.Frame {
	f := custos.Frame{Width: w, Height: h, Y: make([]byte, w*h), U: make([]byte, w*h/4), V: make([]byte, w*h/4)}
	for i := range f.Y {
		f.Y[i] = y
	}
	for i := range f.U {
		f.U[i], f.V[i] = u, v
	}
	return f
}

func TestUnderstood(t *testing.T) {
	for _, c := range []struct {
		input   []int64
		outputs [][]int64
		want    Shape
		count   int
	}{
		{[]int64{1, 3, 416, 416}, [][]int64{{1, 3549, 85}}, YOLOX, 80},
		{[]int64{1, 3, 320, 640}, [][]int64{{1, 4200, 6}}, YOLOX, 1},
		{[]int64{1, 3, 640, 640}, [][]int64{{1, 84, 8400}}, YOLOv8, 80},
		{[]int64{1, 3, 352, 352}, [][]int64{{1, 85, 22, 22}}, FastestDet, 80},
		{[]int64{1, 3, 640, 640}, [][]int64{{1, 300, 84}}, RTDETR, 80},
		{[]int64{1, 3, 640, 640}, [][]int64{{1, 25200, 85}}, YOLOv5, 80},
		{[]int64{1, 3, 1280, 1280}, [][]int64{{1, 84, 34000}}, YOLOv8, 80},                  // four grids
		{[]int64{1, 3, 640, 640}, [][]int64{{1, 116, 8400}, {1, 32, 160, 160}}, YOLOv8, 80}, // outlines
		{[]int64{1, 3, 640, 640}, [][]int64{{1, 32, 160, 160}, {1, 25200, 117}}, YOLOv5, 80},
		{[]int64{1, 640, 640, 3}, [][]int64{{1, 84, 8400}}, YOLOv8, 80},
	} {
		cfg := Config{}
		if c.count == 1 {
			cfg.Classes = map[int]custos.Class{0: "person"}
		}
		m, err := New(cfg, c.input, c.outputs)
		if err != nil || m.Shape != c.want || m.count != c.count {
			t.Errorf("%v to %v: %+v, %v", c.input, c.outputs, m, err)
		}
	}
	for _, c := range []struct {
		cfg     Config
		input   []int64
		outputs [][]int64
		want    string
	}{
		{Config{}, []int64{1, 3, 416}, [][]int64{{1, 3549, 85}}, "a picture of 1 x 3 x height x width is wanted"},
		{Config{}, []int64{2, 3, 416, 416}, [][]int64{{1, 3549, 85}}, "2 pictures at once"},
		{Config{}, []int64{4, 3, 416, 416}, [][]int64{{4, 3549, 85}}, "batch=1"},
		{Config{}, []int64{1, 3, 224, 224}, [][]int64{{1, 1000}}, "yolo export"},
		// Networks of other tasks are no detectors, whatever classes are named.
		{Config{}, []int64{1, 3, 640, 640}, [][]int64{{1, 56, 8400}}, "17 key points"},
		{Config{Classes: map[int]custos.Class{0: "person"}}, []int64{1, 3, 640, 640}, [][]int64{{1, 56, 8400}}, "17 key points"},
		{Config{Count: 1}, []int64{1, 3, 640, 640}, [][]int64{{1, 20, 8400}}, "has names for 1 classes"},
		{Config{}, []int64{1, 3, 640, 640}, [][]int64{{1, 20, 8400}}, "--class 0=person"},
		{Config{}, []int64{1, 3, 640, 640}, [][]int64{{1, 5, 8400}}, "--class 0=person"},
		{Config{}, []int64{1, 3, 640, 640}, [][]int64{{1, 300, 6}}, "rtdetr or endtoend: say which by --shape"},
		{Config{Shape: EndToEnd}, []int64{1, 3, 640, 640}, [][]int64{{1, 300, 6}}, "does not tell how many classes"},
		{Config{}, []int64{1, 3, 640, 640}, nmsOutputs, "are understood"},
		{Config{Names: nmsNames}, []int64{1, 3, 640, 640}, nmsOutputs, "does not tell how many classes"},
		{Config{}, []int64{1, 640, 640, 1}, [][]int64{{1, 84, 8400}}, "a picture of 1 x 3"},
		{Config{}, []int64{1, 1, 416, 416}, [][]int64{{1, 3549, 85}}, "a picture of 1 x 3"},
		{Config{}, []int64{1, 3, 9000, 416}, [][]int64{{1, 3549, 85}}, "32 to 4096"},
		{Config{}, []int64{1, 3, 320, 320}, [][]int64{{1, 1600, 1}, {1, 400, 1}}, "are understood"},
		{Config{}, []int64{1, 3, 224, 224}, [][]int64{{1, 1000}}, "are understood"},
		// Six outputs of which one grid is there twice, or of which scores could be distances.
		{Config{}, []int64{1, 3, 416, 416}, [][]int64{{1, 169, 80}, {1, 169, 44}, {1, 676, 80}, {1, 676, 80}, {1, 676, 44}, {1, 2704, 44}}, "are understood"},
		{Config{}, []int64{1, 3, 416, 416}, [][]int64{{1, 169, 48}, {1, 169, 44}, {1, 676, 48}, {1, 2704, 48}, {1, 676, 44}, {1, 2704, 44}}, "are understood"},
		{Config{}, []int64{1, 3, 512, 512}, [][]int64{{1, 80, 128, 128}, {1, 128, 128, 4}}, "are understood"},
		{Config{Shape: YOLOX}, []int64{1, 3, 352, 352}, [][]int64{{1, 85, 22, 22}}, "that is no yolox, but fastestdet"},
		{Config{Shape: "resnet"}, []int64{1, 3, 224, 224}, [][]int64{{1, 1000}}, "that is no resnet"},
		{Config{Classes: map[int]custos.Class{80: "cat"}}, []int64{1, 3, 416, 416}, [][]int64{{1, 3549, 85}}, "class 80"},
		{Config{Classes: map[int]custos.Class{}}, []int64{1, 3, 416, 416}, [][]int64{{1, 3549, 85}}, "no class"},
	} {
		if _, err := New(c.cfg, c.input, c.outputs); custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v to %v: %v, want %q", c.input, c.outputs, err, c.want)
		}
	}
}

// say makes the answer of a network that sees one box, in pixels of its picture, of a
// class, with a score.
func say(m *Model, cx, cy, w, h float64, class int, score float32) []Tensor {
	n := places(m.Width, m.Height)
	switch m.Shape {
	case YOLOX:
		t := Tensor{[]int64{1, n, int64(5 + m.count)}, make([]float32, int(n)*(5+m.count))}
		// The row of the place on the middle grid in which the box's centre is.
		gx, gy := int(cx/16), int(cy/16)
		at := (m.Width/8)*(m.Height/8) + gy*(m.Width/16) + gx
		r := t.Data[at*(5+m.count):]
		r[0], r[1] = float32(cx/16)-float32(gx), float32(cy/16)-float32(gy)
		r[2], r[3] = float32(math.Log(w/16)), float32(math.Log(h/16))
		r[4], r[5+class] = 1, score
		return []Tensor{t}
	case YOLOv8:
		t := Tensor{[]int64{1, int64(4 + m.count), n}, make([]float32, int(n)*(4+m.count))}
		for k, v := range []float64{cx, cy, w, h} {
			t.Data[k*int(n)+7] = float32(v)
		}
		t.Data[(4+class)*int(n)+7] = score
		return []Tensor{t}
	case YOLOv5:
		t := Tensor{[]int64{1, 3 * n, int64(5 + m.count)}, make([]float32, 3*int(n)*(5+m.count))}
		r := t.Data[7*(5+m.count):]
		r[0], r[1], r[2], r[3], r[4] = float32(cx), float32(cy), float32(w), float32(h), 1
		r[5+class] = score
		return []Tensor{t}
	case EndToEnd:
		t := Tensor{[]int64{1, 300, 6}, make([]float32, 1800)}
		copy(t.Data[12:], []float32{float32(cx - w/2), float32(cy - h/2), float32(cx + w/2), float32(cy + h/2), score, float32(class)})
		return []Tensor{t}
	case EfficientNMS:
		boxes := make([]float32, 400)
		copy(boxes, []float32{float32(cx - w/2), float32(cy - h/2), float32(cx + w/2), float32(cy + h/2)})
		scores, ids := make([]float32, 100), make([]float32, 100)
		scores[0], ids[0] = score, float32(class)
		scores[1] = 77 // not among those that it found
		return []Tensor{{[]int64{1, 100}, ids}, {[]int64{1, 1}, []float32{1}}, {[]int64{1, 100, 4}, boxes}, {[]int64{1, 100}, scores}}
	case NanoDet:
		// Its place is on the coarsest grid; distances lie between two steps.
		out := make([]Tensor, 6)
		for g, side := range sides {
			gw, gh := int64(m.Width/side), int64(m.Height/side)
			grid := func(numbers int) Tensor {
				t := Tensor{[]int64{1, int64(numbers), gh, gw}, make([]float32, int(gw*gh)*numbers)}
				if m.fit.last {
					t.Shape = []int64{1, gw * gh, int64(numbers)}
				}
				return t
			}
			out[m.fit.grid[g].scores], out[m.fit.grid[g].at] = grid(m.count), grid(4*m.fit.bins)
		}
		gx, gy, gw := int(cx/Step), int(cy/Step), m.Width/Step
		set := func(t Tensor, numbers, k int, v float64) {
			at := k*gw*(m.Height/Step) + gy*gw + gx
			if m.fit.last {
				at = (gy*gw+gx)*numbers + k
			}
			t.Data[at] = float32(v)
		}
		x, y := (float64(gx)+.5)*Step, (float64(gy)+.5)*Step
		set(out[m.fit.grid[2].scores], m.count, class, float64(score))
		for k, d := range []float64{x - cx + w/2, y - cy + h/2, cx + w/2 - x, cy + h/2 - y} {
			low := int(d / Step)
			part := d/Step - float64(low)
			for i := range m.fit.bins {
				v := -50.
				switch i {
				case low:
					v = math.Log(1 - part + 1e-9)
				case low + 1:
					v = math.Log(part + 1e-9)
				}
				set(out[m.fit.grid[2].at], 4*m.fit.bins, k*m.fit.bins+i, v)
			}
		}
		return out
	case CenterNet:
		gw, gh := m.Width/4, m.Height/4
		scores := Tensor{[]int64{1, int64(m.count), int64(gh), int64(gw)}, make([]float32, gw*gh*m.count)}
		sizes := Tensor{[]int64{1, 4, int64(gh), int64(gw)}, make([]float32, gw*gh*4)}
		index := func(n, k, x, y int) int { return (k*gh+y)*gw + x }
		if m.fit.last {
			scores.Shape, sizes.Shape = []int64{1, int64(gh), int64(gw), int64(m.count)}, []int64{1, int64(gh), int64(gw), 4}
			index = func(n, k, x, y int) int { return (y*gw+x)*n + k }
		}
		gx, gy := int(cx/4), int(cy/4)
		scores.Data[index(m.count, class, gx, gy)] = score
		scores.Data[index(m.count, class, gx+1, gy)] = score / 2 // a slope, not a peak
		for k, d := range []float64{float64(4*gx) - cx + w/2, float64(4*gy) - cy + h/2, cx + w/2 - float64(4*gx), cy + h/2 - float64(4*gy)} {
			sizes.Data[index(4, k, gx, gy)] = float32(d)
		}
		out := make([]Tensor, 2)
		out[m.fit.scores], out[m.fit.at] = scores, sizes
		return out
	case FastestDet:
		gw, gh := m.Width/16, m.Height/16
		t := Tensor{[]int64{1, int64(5 + m.count), int64(gh), int64(gw)}, make([]float32, gw*gh*(5+m.count))}
		gx, gy := int(cx/16), int(cy/16)
		set := func(k int, v float64) { t.Data[k*gw*gh+gy*gw+gx] = float32(v) }
		logit := func(p float64) float64 { return math.Log(p / (1 - p)) }
		set(0, float64(score))
		set(1, math.Atanh(cx/16-float64(gx)))
		set(2, math.Atanh(cy/16-float64(gy)))
		set(3, logit(w/float64(m.Width)))
		set(4, logit(h/float64(m.Height)))
		set(5+class, float64(score))
		return []Tensor{t}
	}
	t := Tensor{[]int64{1, 300, int64(4 + m.count)}, make([]float32, 300*(4+m.count))}
	r := t.Data[9*(4+m.count):]
	r[0], r[1], r[2], r[3] = float32(cx/float64(m.Width)), float32(cy/float64(m.Height)), float32(w/float64(m.Width)), float32(h/float64(m.Height))
	r[4+class] = score
	return []Tensor{t}
}

// An exporting program may have its outputs in any order.
var (
	nmsNames   = []string{"det_classes", "num_dets", "det_boxes", "det_scores"}
	nmsOutputs = [][]int64{{1, 100}, {1, 1}, {1, 100, 4}, {1, 100}}
)

func models(t *testing.T) []*Model {
	t.Helper()
	var out []*Model
	for _, c := range []struct {
		in, out []int64
		cfg     Config
	}{
		{[]int64{1, 3, 416, 416}, []int64{1, 3549, 85}, Config{}},
		{[]int64{1, 3, 320, 640}, []int64{1, 84, 4200}, Config{}},
		{[]int64{1, 3, 352, 352}, []int64{1, 85, 22, 22}, Config{}},
		{[]int64{1, 3, 640, 640}, []int64{1, 300, 84}, Config{}},
		{[]int64{1, 3, 320, 640}, []int64{1, 12600, 85}, Config{}},
		{[]int64{1, 3, 640, 640}, []int64{1, 300, 6}, Config{Count: cocos}},
	} {
		m, err := New(c.cfg, c.in, [][]int64{c.out})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
	m, err := New(Config{Count: cocos, Names: nmsNames}, []int64{1, 3, 640, 640}, nmsOutputs)
	if err != nil {
		t.Fatal(err)
	}
	out = append(out, m)
	for _, c := range []struct {
		in  []int64
		out [][]int64
	}{
		{[]int64{1, 3, 416, 416}, [][]int64{{1, 169, 80}, {1, 169, 44}, {1, 676, 80}, {1, 2704, 80}, {1, 676, 44}, {1, 2704, 44}}},
		{[]int64{1, 3, 256, 320}, [][]int64{{1, 1280, 80}, {1, 320, 80}, {1, 80, 80}, {1, 1280, 32}, {1, 320, 32}, {1, 80, 32}}},
		{[]int64{1, 3, 256, 320}, [][]int64{{1, 80, 32, 40}, {1, 80, 16, 20}, {1, 80, 8, 10}, {1, 44, 8, 10}, {1, 44, 16, 20}, {1, 44, 32, 40}}},
		{[]int64{1, 3, 512, 512}, [][]int64{{1, 4, 128, 128}, {1, 80, 128, 128}}},
		{[]int64{1, 512, 512, 3}, [][]int64{{1, 128, 128, 4}, {1, 128, 128, 80}, {1, 100, 6}}},
	} {
		m, err := New(Config{}, c.in, c.out)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

// Reported scores mean the same whatever network says them: what is even to be right is 0.5.
func TestEvenScores(t *testing.T) {
	m, err := New(Config{Even: .36}, []int64{1, 3, 416, 416}, [][]int64{{1, 3549, 85}})
	if err != nil {
		t.Fatal(err)
	}
	for own, want := range map[float32]float64{.36: .5, 1: 1, .05: .1310, .03: -1} {
		got, err := m.decode(say(m, 100, 100, 30, 60, 0, own), view{sx: 1, sy: 1, fw: 640, fh: 360})
		if err != nil || want < 0 && len(got) != 0 || want > 0 && (len(got) != 1 || math.Abs(got[0].Score-want) > 1e-3) {
			t.Errorf("%v: %+v, %v", own, got, err)
		}
	}
}

// A box of the frame goes into the network's picture and comes back as it was, whatever
// part of the frame the picture shows.
func TestBoxesComeBack(t *testing.T) {
	f := grey(640, 360, 128, 128, 128)
	for _, m := range models(t) {
		for _, region := range []custos.Box{whole, {X: .25, Y: .1, W: .5, H: .5}, {X: .5, Y: 0, W: .5, H: 1}} {
			want := custos.Box{X: .55, Y: .2, W: .06, H: .25}
			run := func([]float32, int, int) ([]Tensor, error) {
				sx, sy := float64(m.Width)/(region.W*640), float64(m.Height)/(region.H*360)
				if !m.stretched() {
					sx = min(sx, sy)
					sy = sx
				}
				cx, cy := want.Center()
				return say(m, (cx*640-region.X*640)*sx, (cy*360-region.Y*360)*sy, want.W*640*sx, want.H*360*sy, 0, .9), nil
			}
			got, err := NewDetector(m, run).DetectIn(f, region)
			if err != nil || len(got) != 1 || got[0].Class != custos.Person || math.Abs(got[0].Score-.9) > .001 {
				t.Fatalf("%s, %+v: %+v, %v", m.Shape, region, got, err)
			}
			b := got[0].Box
			if d := math.Abs(b.X-want.X) + math.Abs(b.Y-want.Y) + math.Abs(b.W-want.W) + math.Abs(b.H-want.H); d > 1e-3 {
				t.Errorf("%s, %+v: %+v, want %+v", m.Shape, region, b, want)
			}
		}
	}
}

// A free network's picture is no larger than what it shows, in multiples of 32, and boxes
// come back from it as well.
func TestPicturesThatFit(t *testing.T) {
	m, err := New(Config{Free: true}, []int64{1, 3, 416, 416}, [][]int64{{1, 3549, 85}})
	if err != nil {
		t.Fatal(err)
	}
	want := custos.Box{X: .55, Y: .2, W: .06, H: .25}
	for _, c := range []struct {
		w, h          int // of the frame
		region        custos.Box
		width, height int
	}{
		{416, 234, whole, 416, 256},
		{416, 312, whole, 416, 320},
		{1280, 720, whole, 416, 256},
		{320, 240, whole, 416, 320}, // small frames are shown as large as they can be
		{416, 312, custos.Box{X: .5, Y: .1, W: .5, H: .5}, 224, 160},
		{1280, 720, custos.Box{X: .5, Y: .1, W: .25, H: .5}, 320, 384},
		{1280, 720, custos.Box{X: .4, Y: 0, W: .4, H: 1}, 320, 416},
	} {
		f := grey(c.w, c.h, 128, 128, 128)
		got, err := NewDetector(m, func(in []float32, w, h int) ([]Tensor, error) {
			if w != c.width || h != c.height || len(in) != 3*w*h {
				t.Errorf("%+v: %d numbers of %dx%d", c, len(in), w, h)
			}
			s := min(float64(w)/(c.region.W*float64(c.w)), float64(h)/(c.region.H*float64(c.h)))
			sx, sy := s*float64(c.w), s*float64(c.h)
			x, y := want.Center()
			small := *m
			small.Width, small.Height = w, h
			return say(&small, (x-c.region.X)*sx, (y-c.region.Y)*sy, want.W*sx, want.H*sy, 0, .9), nil
		}).DetectIn(f, c.region)
		if err != nil || len(got) != 1 {
			t.Fatalf("%+v: %+v, %v", c, got, err)
		}
		b := got[0].Box
		if d := math.Abs(b.X-want.X) + math.Abs(b.Y-want.Y) + math.Abs(b.W-want.W) + math.Abs(b.H-want.H); d > 1e-3 {
			t.Errorf("%+v: %+v, want %+v", c, b, want)
		}
	}
}

func TestClasses(t *testing.T) {
	for _, m := range models(t) {
		for class, want := range map[int]custos.Class{0: custos.Person, 2: custos.Vehicle, 7: custos.Vehicle, 16: ""} {
			got, err := m.decode(say(m, 100, 100, 30, 60, class, .8), view{sx: 1, sy: 1, fw: 640, fh: 360})
			if want == "" && (err != nil || len(got) != 0) || want != "" && (err != nil || len(got) != 1 || got[0].Class != want) {
				t.Errorf("%s, class %d: %+v, %v", m.Shape, class, got, err)
			}
		}
		if got, err := m.decode(say(m, 100, 100, 30, 60, 0, .05), view{sx: 1, sy: 1, fw: 640, fh: 360}); err != nil || len(got) != 0 {
			t.Errorf("%s, below the floor: %+v, %v", m.Shape, got, err)
		}
	}
}

func TestOverlapping(t *testing.T) {
	box := func(x float64, c custos.Class, score float64) observe.Detection {
		return observe.Detection{Class: c, Box: custos.Box{X: x, Y: .2, W: .2, H: .4}, Score: score}
	}
	got := suppress([]observe.Detection{box(.1, custos.Person, .5), box(.11, custos.Person, .9), box(.2, custos.Person, .6), box(.11, custos.Vehicle, .4)})
	var scores []float64
	for _, d := range got {
		scores = append(scores, d.Score)
	}
	// The one beside the surest is the same; the one half beside is somebody else.
	if len(scores) != 3 || scores[0] != .9 || scores[1] != .6 || scores[2] != .4 {
		t.Errorf("%+v", got)
	}
}

// The networks were trained with other orders and ranges of colours.
func TestColours(t *testing.T) {
	red := grey(64, 64, 81, 90, 240) // BT.601's red
	for _, m := range models(t) {
		in := make([]float32, m.Numbers())
		m.picture(&red, whole, in)
		n := m.Width * m.Height
		r, b, last, top := in[0], in[2*n], in[n-1], float32(1)
		switch m.Shape {
		case YOLOX, FastestDet, NanoDet:
			r, b = b, r
		}
		switch m.Shape {
		case YOLOX, CenterNet:
			top = 255
		case NanoDet: // normalised, with blue first
			r, b, last = r*.229+.485, b*.225+.406, last*.225+.406
		}
		if r < .97*top || b > .03*top || r > top {
			t.Errorf("%s: red is %v, blue %v", m.Shape, r, b)
		}
		// Below the frame there is grey where the proportions are kept.
		if !m.stretched() && m.Width != m.Height && math.Abs(float64(last/top)-margin/255.0) > .01 {
			t.Errorf("%s: the margin is %v", m.Shape, last)
		}
	}
}

func TestBadFrames(t *testing.T) {
	m := models(t)[0]
	d := NewDetector(m, func([]float32, int, int) ([]Tensor, error) { return say(m, 1, 1, 1, 1, 0, 0), nil })
	short := grey(64, 64, 0, 0, 0)
	short.V = short.V[1:]
	for _, f := range []custos.Frame{{}, {Width: 64, Height: 64}, grey(8, 8, 0, 0, 0), short, {Width: -2, Height: -2}} {
		if _, err := d.Detect(f); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%dx%d: %v", f.Width, f.Height, err)
		}
	}
	for _, r := range []custos.Box{{}, {X: .5, W: .6, H: 1}, {X: -.1, W: .5, H: .5}, {W: math.NaN(), H: 1}, {W: .01, H: .01}} {
		if _, err := d.DetectIn(grey(64, 64, 0, 0, 0), r); custos.KindOf(err) != custos.Invalid {
			t.Errorf("region %+v: %v", r, err)
		}
	}
}

// Whatever a network answers is a detection within the frame, nothing, or an error.
func TestWildAnswers(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	wild := []float32{0, 1, -1, 1e30, -1e30, float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1)), .5, 100}
	f := grey(64, 48, 1, 2, 3)
	for _, m := range models(t) {
		d := NewDetector(m, func([]float32, int, int) ([]Tensor, error) {
			out := say(m, 100, 100, 30, 60, 0, .8)
			for range 5000 {
				out[0].Data[r.IntN(len(out[0].Data))] = wild[r.IntN(len(wild))]
			}
			return out, nil
		})
		for range 20 {
			got, err := d.Detect(f)
			if err != nil {
				t.Fatalf("%s: %v", m.Shape, err)
			}
			for _, o := range got {
				if b := o.Box; !(b.X >= 0 && b.Y >= 0 && b.W > 0 && b.H > 0 && b.X+b.W <= 1.0002 && b.Y+b.H <= 1.0002 && o.Score > 0 && o.Score <= 1) {
					t.Fatalf("%s: %+v", m.Shape, o)
				}
			}
		}
		for _, bad := range [][]Tensor{nil, {{Shape: []int64{1, 2, 3}, Data: make([]float32, 6)}}, {{Shape: say(m, 1, 1, 1, 1, 0, 0)[0].Shape, Data: make([]float32, 3)}}} {
			d := NewDetector(m, func([]float32, int, int) ([]Tensor, error) { return bad, nil })
			if _, err := d.Detect(f); custos.KindOf(err) != custos.Invalid {
				t.Errorf("%s, answers of %d tensors: %v", m.Shape, len(bad), err)
			}
		}
	}
}

// An embedding is of what the box shows, in the colours that the network was trained on.
func TestEmbedding(t *testing.T) {
	m, err := New(Config{Shape: Embedding}, []int64{1, 3, 64, 32}, [][]int64{{1, 16}})
	if err != nil {
		t.Fatal(err)
	}
	f := grey(320, 240, 81, 90, 240) // BT.601's red
	answer := make([]float32, 16)
	e := NewEmbedder(m, func(in []float32, w, h int) ([]Tensor, error) {
		n := 64 * 32
		if w != 32 || h != 64 || len(in) != 3*n {
			t.Fatalf("%d numbers of %dx%d", len(in), w, h)
		}
		for i, want := range []float64{(1 - .485) / .229, -.456 / .224, -.406 / .225} {
			if math.Abs(float64(in[i*n+n/2])-want) > .05 {
				t.Errorf("plane %d has %v, want %v", i, in[i*n+n/2], want)
			}
		}
		answer[3] = 4
		return []Tensor{{Shape: []int64{1, 16}, Data: answer}}, nil
	})
	got, err := e.Of(&f, custos.Box{X: -.1, Y: .2, W: .3, H: .9})
	if err != nil || len(got) != 16 || got[3] != 127 || got[0] != 0 {
		t.Fatalf("%v, %v", got, err)
	}
	if got, err := e.Of(&f, custos.Box{X: .5, Y: .5, W: .01, H: .01}); got != nil || err != nil {
		t.Errorf("of next to nothing: %v, %v", got, err)
	}
	if _, err := e.Of(&custos.Frame{}, custos.Box{W: 1, H: 1}); custos.KindOf(err) != custos.Invalid {
		t.Errorf("of no frame: %v", err)
	}
	answer = answer[:15]
	if _, err := e.Of(&f, custos.Box{W: 1, H: 1}); custos.KindOf(err) != custos.Invalid {
		t.Errorf("of fewer numbers: %v", err)
	}
	for _, outputs := range [][][]int64{nil, {{1, 4}}, {{1, 85, 22, 22}}, {{1, 512}, {1, 512}}, {{-1, 512}}} {
		if _, err := New(Config{Shape: Embedding}, []int64{1, 3, 64, 32}, outputs); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%v is an embedding: %v", outputs, err)
		}
	}
}

func BenchmarkPicture(b *testing.B) {
	m, err := New(Config{}, []int64{1, 3, 416, 416}, [][]int64{{1, 3549, 85}})
	if err != nil {
		b.Fatal(err)
	}
	f := grey(416, 312, 100, 110, 120)
	in := make([]float32, m.Numbers())
	for b.Loop() {
		m.picture(&f, whole, in)
	}
}

func BenchmarkDecode(b *testing.B) {
	m, err := New(Config{}, []int64{1, 3, 416, 416}, [][]int64{{1, 3549, 85}})
	if err != nil {
		b.Fatal(err)
	}
	out := say(m, 100, 100, 30, 60, 0, .8)
	for b.Loop() {
		if _, err := m.decode(out, view{sx: 1, sy: 1, fw: 416, fh: 312}); err != nil {
			b.Fatal(err)
		}
	}
}
