package neural

import (
	"maps"
	"strings"
	"testing"

	"custos.dev/custos"
)

func TestReadAbout(t *testing.T) {
	a := ReadAbout(map[string]string{"task": "Detect", "imgsz": "[384, 640]", "names": `{0: 'person', 1: "car's", 10: 'traffic \'light\''}`})
	if a.Task != "detect" || a.Width != 640 || a.Height != 384 || !maps.Equal(a.Names, map[int]string{0: "person", 1: "car's", 10: "traffic 'light'"}) {
		t.Errorf("%+v", a)
	}
	a = ReadAbout(map[string]string{"imgsz": "320", "names": `["Pedestrian", "dog", "Truck"]`})
	if a.Width != 320 || a.Height != 320 || !maps.Equal(a.Classes(), map[int]custos.Class{0: custos.Person, 2: custos.Vehicle}) {
		t.Errorf("%+v, %v", a, a.Classes())
	}
	for _, bad := range []string{"", "person", "{", "{}", "[]", "{0: person}", "{x: 'person'}", "{-1: 'person'}", "['person", "{0: 'person', 1}", "[0, 1]"} {
		if got := readNames(bad); len(got) > 0 {
			t.Errorf("%q: %v", bad, got)
		}
	}
	for _, bad := range []string{"[]", "[a]", "[0, 0]", "[-3]", "[1, 2, 3, 4, 5]", "9999999"} {
		if a := ReadAbout(map[string]string{"imgsz": bad}); a.Width != 0 {
			t.Errorf("%q: %+v", bad, a)
		}
	}
}

func TestCheckOfWhatAFileSays(t *testing.T) {
	own := map[int]custos.Class{3: "forklift"}
	for _, c := range []struct {
		about  About
		wanted map[int]custos.Class
		want   map[int]custos.Class
		err    string
	}{
		{About{}, nil, nil, ""},
		{About{Task: "detect"}, own, own, ""},
		{About{Task: "segment", Names: map[int]string{0: "person"}}, nil, map[int]custos.Class{0: custos.Person}, ""},
		{About{Task: "detect", Names: map[int]string{0: "cat"}}, nil, nil, "0=cat"},
		{About{Task: "detect", Names: map[int]string{0: "cat"}}, own, own, ""},
		{About{Task: "pose", Names: map[int]string{0: "person"}}, own, nil, "key points"},
		{About{Task: "obb"}, nil, nil, "yolo export"},
		{About{Task: "depth"}, nil, nil, "no detector"},
	} {
		got, err := c.about.Check(c.wanted)
		if c.err == "" && (err != nil || !maps.Equal(got, c.want)) || c.err != "" && (custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), c.err)) {
			t.Errorf("%+v: %v, %v", c.about, got, err)
		}
	}
}

func TestSquareOf(t *testing.T) {
	for want, o := range map[int][]int64{640: {1, 84, 8400}, 416: {1, 3549, 85}, 320: {1, 6300, 85}} {
		if got := SquareOf(o); got != want {
			t.Errorf("%v is of %d, want %d", o, got, want)
		}
	}
	for _, o := range [][]int64{nil, {1, 84, 0}, {1, 300, 84}, {1, 84, 84}, {1, 85, 22, 22}} {
		if got := SquareOf(o); got != 0 {
			t.Errorf("%v is of %d", o, got)
		}
	}
}

// The colours of a pixel stand together where the channels come last, and bytes are whole.
func TestChannelsLastAndBytes(t *testing.T) {
	f := grey(640, 640, 81, 90, 240) // BT.601's red
	for _, bytes := range []bool{false, true} {
		m, err := New(Config{Bytes: bytes}, []int64{1, 320, 640, 3}, [][]int64{{1, 84, 4200}})
		if err != nil || m.Width != 640 || m.Height != 320 {
			t.Fatal(m, err)
		}
		var got []float32
		if _, err := NewDetector(m, func(in []float32, w, h int) ([]Tensor, error) {
			got = append(got, in[:3]...)
			if w != 640 || h != 320 || len(in) != 3*640*320 {
				t.Errorf("%d numbers of %d by %d", len(in), w, h)
			}
			return say(m, 100, 100, 30, 60, 0, .8), nil
		}).Detect(f); err != nil {
			t.Fatal(err)
		}
		top := float32(1)
		if bytes {
			top = 255
		}
		if got[0] < .9*top || got[1] > .1*top || got[2] > .1*top {
			t.Errorf("red is %v", got)
		}
	}
}

// What stands where a detector has scores gives other networks away.
func TestTry(t *testing.T) {
	for _, m := range models(t) {
		run := func(change func([]Tensor)) Run {
			return func(in []float32, w, h int) ([]Tensor, error) {
				out := say(m, 100, 100, 30, 60, 0, .8)
				if change != nil {
					change(out)
				}
				return out, nil
			}
		}
		if err := m.Try(run(nil)); err != nil {
			t.Errorf("%s: %v", m.Shape, err)
		}
		for _, x := range []float32{140, -3} {
			err := m.Try(run(func(out []Tensor) {
				scores := out[m.fit.at].Data
				switch m.Shape {
				case EfficientNMS:
					out[m.fit.scores].Data[0] = x
				case YOLOv8:
					scores[len(scores)-1] = x
				case EndToEnd:
					scores[4] = x
				case NanoDet:
					out[m.fit.grid[1].scores].Data[3] = x
				case CenterNet:
					out[m.fit.scores].Data[3] = x
				case RTDETR, YOLOX, YOLOv5, FastestDet:
					scores[len(scores)-1] = x
				}
			}))
			if custos.KindOf(err) != custos.Invalid || !strings.Contains(err.Error(), "key points") {
				t.Errorf("%s with %v for a score: %v", m.Shape, x, err)
			}
		}
	}
}

// The masks of a network of outlines are no classes.
func TestOutlines(t *testing.T) {
	m, err := New(Config{}, []int64{1, 3, 640, 640}, [][]int64{{1, 116, 8400}, {1, 32, 160, 160}})
	if err != nil {
		t.Fatal(err)
	}
	box := Tensor{[]int64{1, 116, 8400}, make([]float32, 116*8400)}
	for k, v := range map[int]float32{0: 100, 1: 120, 2: 30, 3: 60, 4: .7, 84: 12, 115: -9} {
		box.Data[k*8400+3] = v
	}
	out := []Tensor{box, {[]int64{1, 32, 160, 160}, make([]float32, 32*160*160)}}
	if err := m.Try(func([]float32, int, int) ([]Tensor, error) { return out, nil }); err != nil {
		t.Error(err)
	}
	got, err := m.decode(out, view{sx: 1, sy: 1, fw: 640, fh: 640})
	if err != nil || len(got) != 1 || got[0].Class != custos.Person || got[0].Score != .7 {
		t.Errorf("%+v, %v", got, err)
	}
}
