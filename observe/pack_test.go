package observe

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe/rice"
)

// street are frames of people who walk, on the pixels of a picture of 384 by 288 as the built-in
// detector finds them: it sees a box grow and shrink by some pixels from frame to frame.
func street(frames, people int, r *rand.Rand) []Frame {
	const w, h = 384, 288
	type walker struct{ x, y, vx, h float64 }
	walkers := make([]walker, people)
	for i := range walkers {
		walkers[i] = walker{20 + 300*r.Float64(), 20 + 120*r.Float64(), 3*r.Float64() - 1.5, 40 + 30*r.Float64()}
	}
	var out []Frame
	for i := range frames {
		pts := time.Duration(i) * 100 * time.Millisecond
		d := &Detections{Frame: custos.FrameRef{Boot: 1_780_000_000_000, Seq: uint64(40 + i), PTS: time.Hour + pts}, Model: "custos-mixture/2 modes=3 memory=500 height=0.07-0.9", Aspect: 1.333, Width: w, Height: h, Objects: []Detection{}}
		for k := range walkers {
			p := &walkers[k]
			p.x += p.vx
			jitter := func() float64 { return r.NormFloat64() }
			x, y, bw, bh := math.Round(p.x+jitter()), math.Round(p.y+jitter()), math.Round(p.h*.4+jitter()), math.Round(p.h+jitter())
			d.Objects = append(d.Objects, Detection{
				Class: custos.Person, Score: custos.Round4(min(1, .8+.05*jitter())), Look: Look{1, 2, 3},
				Box: custos.Box{X: custos.Round4(x / w), Y: custos.Round4(y / h), W: custos.Round4(bw / w), H: custos.Round4(bh / h)},
			})
		}
		out = append(out, Frame{Time: exampleTime.Add(pts + 137*time.Microsecond), What: d})
	}
	return out
}

// smoothed are the same as a tracker gives them.
func smoothed(frames []Frame) []Frame {
	var out []Frame
	at := map[int]custos.Box{}
	for _, f := range frames {
		d := f.What.(*Detections)
		tr := &Tracks{Frame: d.Frame, Aspect: d.Aspect}
		for i, o := range d.Objects {
			b, known := at[i]
			if !known {
				b = o.Box
			}
			mix := func(a, b float64) float64 { return a + .4*(b-a) }
			b = custos.Box{X: mix(b.X, o.Box.X), Y: mix(b.Y, o.Box.Y), W: mix(b.W, o.Box.W), H: mix(b.H, o.Box.H)}
			at[i] = b
			tr.Objects = append(tr.Objects, Tracked{Track: TrackID(30 + i), Class: o.Class, Box: b, Score: o.Score, Returns: TrackID(i % 2)})
		}
		out = append(out, Frame{Time: f.Time, What: tr})
	}
	return out
}

// packedOf puts frames into an event, as a journal does, and takes them out again.
func packedOf(t *testing.T, frames []Frame) (custos.Event, []Frame) {
	t.Helper()
	var p Packing
	for i, f := range frames {
		if err := f.Check(); err != nil || !p.Fits(f) {
			t.Fatalf("frame %d does not fit: %v", i, err)
		}
		p.Add(f)
	}
	payload, err := p.Payload()
	if err != nil {
		t.Fatal(err)
	}
	e, err := custos.Observation{Resource: "a/b/cam1", Time: frames[0].Time, Payload: payload}.Event("a/b", 7, 1)
	if err != nil {
		t.Fatal(err)
	}
	got, ok, err := Unpack(&e)
	if !ok || err != nil || len(got) != len(frames) {
		t.Fatalf("%d frames, %v, %v", len(got), ok, err)
	}
	return e, got
}

// TestPackedDetections: frames and times are exact, boxes on the picture's pixels are too, scores
// are to 1/255. Looks are not in it.
func TestPackedDetections(t *testing.T) {
	frames := street(10, 6, rand.New(rand.NewPCG(1, 2)))
	e, got := packedOf(t, frames)
	for i, f := range frames {
		want, d := f.What.(*Detections), got[i].What.(*Detections)
		if !got[i].Time.Equal(f.Time) || d.Frame != want.Frame || d.Model != want.Model || d.Aspect != want.Aspect || len(d.Objects) != len(want.Objects) {
			t.Fatalf("frame %d is %v %+v, was %v %+v", i, got[i].Time, d, f.Time, want)
		}
		for k, o := range want.Objects {
			g := d.Objects[k]
			if g.Class != o.Class || g.Box != o.Box || math.Abs(g.Score-o.Score) > .5/255+1e-4 || g.Look != nil {
				t.Errorf("frame %d, box %d is %+v, was %+v", i, k, g, o)
			}
		}
	}
	if text := Text(&e, nil); text != "cam1: 10 frames, up to 6 people" {
		t.Errorf("%q", text)
	}
	if s := Show(&e); !s.From.Equal(frames[0].Time) || !s.Until.Equal(frames[9].Time) || s.Frame != frames[0].What.Ref() {
		t.Errorf("it shows %+v", s)
	}
	if n := len(e.Payload); n > 500 {
		t.Errorf("ten frames of six people are %d bytes", n)
	}
	t.Logf("%d bytes of payload, %.1f a box", len(e.Payload), float64(len(e.Payload))/60)
	again, _ := packedOf(t, frames)
	if !bytes.Equal(again.Payload, e.Payload) {
		t.Error("the same frames are other bytes")
	}
}

// TestPackedTracks: boxes are to half of 1/2048.
func TestPackedTracks(t *testing.T) {
	frames := smoothed(street(10, 6, rand.New(rand.NewPCG(1, 2))))
	e, got := packedOf(t, frames)
	close := func(a, b float64) bool { return math.Abs(a-b) <= .5/smooth+.5e-4 }
	for i, f := range frames {
		want, tr := f.What.(*Tracks), got[i].What.(*Tracks)
		if !got[i].Time.Equal(f.Time) || tr.Frame != want.Frame || tr.Aspect != want.Aspect || len(tr.Objects) != len(want.Objects) {
			t.Fatalf("frame %d is %v %+v, was %v %+v", i, got[i].Time, tr, f.Time, want)
		}
		for k, o := range want.Objects {
			g := tr.Objects[k]
			if g.Track != o.Track || g.Returns != o.Returns || g.Class != o.Class || !close(g.Box.X, o.Box.X) || !close(g.Box.Y, o.Box.Y) || !close(g.Box.W, o.Box.W) || !close(g.Box.H, o.Box.H) {
				t.Errorf("frame %d, box %d is %+v, was %+v", i, k, g, o)
			}
		}
	}
	t.Logf("%d bytes of payload, %.1f a box", len(e.Payload), float64(len(e.Payload))/60)
	if n := len(e.Payload); n > 500 {
		t.Errorf("ten frames of six tracks are %d bytes", n)
	}
}

// TestPackedOddities: boxes off the pixels and beside the picture, frames with none, other classes,
// tracks that cross.
func TestPackedOddities(t *testing.T) {
	at := func(i int) (time.Time, custos.FrameRef) {
		return exampleTime.Add(time.Duration(i*i) * time.Millisecond), custos.FrameRef{Boot: 1, Seq: uint64(1 + i*i), PTS: time.Duration(i) * 33333333}
	}
	var frames []Frame
	for i, objects := range [][]Detection{
		{{Class: "person", Box: custos.Box{X: .123456, Y: -.2, W: .3, H: 1.5}, Score: 1}, {Class: "", Box: custos.Box{}, Score: 0}},
		{},
		{{Class: "dog", Box: custos.Box{X: 1, Y: 1}, Score: .5}},
		{{Class: "vehicle", Box: custos.Box{X: .9}}, {Class: "dog", Box: custos.Box{X: .99, Y: .99}, Score: .4}, {Class: "person"}},
	} {
		when, ref := at(i)
		frames = append(frames, Frame{Time: when, What: &Detections{Frame: ref, Objects: objects, Width: 384, Height: 288}})
	}
	_, got := packedOf(t, frames)
	for i, f := range frames {
		want, d := f.What.(*Detections), got[i].What.(*Detections)
		if d.Frame != want.Frame || !got[i].Time.Equal(f.Time) || len(d.Objects) != len(want.Objects) {
			t.Fatalf("frame %d is %+v, was %+v", i, d, want)
		}
		for k, o := range want.Objects {
			g := d.Objects[k]
			if g.Class != o.Class || math.Abs(g.Box.X-o.Box.X) > 1.5e-4 || math.Abs(g.Box.H-o.Box.H) > 1.5e-4 {
				t.Errorf("frame %d, box %d is %+v, was %+v", i, k, g, o)
			}
		}
	}
	e, _ := packedOf(t, []Frame{{exampleTime, &Detections{Frame: custos.FrameRef{Boot: 1, Seq: 1}, Objects: []Detection{}}}})
	if k, _ := Of(e.Kind); k.Check(e.Payload) != nil || Text(&e, nil) != "cam1: 1 frame" {
		t.Errorf("a frame with nothing in it: %s, %v", Text(&e, nil), k.Check(e.Payload))
	}
	a, b := Tracked{Track: 1, Box: custos.Box{X: .2, W: .1, H: .3}}, Tracked{Track: 2, Box: custos.Box{X: .3, W: .1, H: .3}}
	_, got = packedOf(t, []Frame{
		{exampleTime, &Tracks{Frame: custos.FrameRef{Boot: 1, Seq: 1}, Objects: []Tracked{a, b}}},
		{exampleTime, &Tracks{Frame: custos.FrameRef{Boot: 1, Seq: 2}, Objects: []Tracked{b}}},
		{exampleTime, &Tracks{Frame: custos.FrameRef{Boot: 1, Seq: 3}, Objects: []Tracked{a, b, {Track: 9, Returns: 1}}}},
	})
	if o := got[2].What.(*Tracks).Objects; len(o) != 3 || o[0].Track != 1 || o[1].Track != 2 || o[2].Track != 9 || o[2].Returns != 1 {
		t.Errorf("%+v", o)
	}
}

// TestWhatStandsInOnePack: frames of one second, one life, one model, in order, and not too many.
func TestWhatStandsInOnePack(t *testing.T) {
	one := func(change func(*Detections)) *Detections {
		d := &Detections{Frame: custos.FrameRef{Boot: 1, Seq: 5}, Model: "a"}
		change(d)
		return d
	}
	p := Packing{}
	p.Add(Frame{exampleTime, one(func(*Detections) {})})
	for what, d := range map[string]*Detections{
		"another life":    one(func(d *Detections) { d.Frame = custos.FrameRef{Boot: 2, Seq: 6} }),
		"the same frame":  one(func(*Detections) {}),
		"another model":   one(func(d *Detections) { d.Frame.Seq, d.Model = 6, "b" }),
		"another picture": one(func(d *Detections) { d.Frame.Seq, d.Width = 6, 9 }),
		"too many boxes":  one(func(d *Detections) { d.Frame.Seq, d.Objects = 6, make([]Detection, MaxPackedBoxes+1) }),
	} {
		if p.Fits(Frame{exampleTime, d}) {
			t.Errorf("%s fits", what)
		}
	}
	next := one(func(d *Detections) { d.Frame.Seq = 6 })
	if p.Fits(Frame{exampleTime.Add(time.Second), next}) || !p.Fits(Frame{exampleTime.Add(999 * time.Millisecond), next}) {
		t.Error("a pack is not of one second")
	}
	// One frame alone may have as many as it has, up to what can be read.
	whole := &Detections{Frame: custos.FrameRef{Boot: 1, Seq: 1}, Objects: make([]Detection, maxBoxes)}
	packedOf(t, []Frame{{exampleTime, whole}})
	whole.Objects = make([]Detection, maxBoxes+1)
	if err := (&Frame{exampleTime, whole}).Check(); custos.KindOf(err) != custos.Invalid {
		t.Errorf("too many for any pack: %v", err)
	}
	for _, bad := range []Detection{{Box: custos.Box{X: math.NaN()}}, {Box: custos.Box{W: math.Inf(1)}}, {Box: custos.Box{H: 1e9}}, {Score: math.NaN()}, {Score: 2}, {Score: -1}} {
		if err := (&Frame{exampleTime, &Detections{Objects: []Detection{bad}}}).Check(); custos.KindOf(err) != custos.Invalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// TestAllOfAFrameIsWritten: a frame that passes Check can be packed and read, whatever it holds.
func TestAllOfAFrameIsWritten(t *testing.T) {
	packedOf(t, []Frame{{time.Unix(0, math.MinInt64).UTC(), &Tracks{Frame: custos.FrameRef{Boot: math.MaxUint64, Seq: math.MaxUint64, PTS: math.MaxInt64}, Objects: []Tracked{{Track: math.MaxInt64, Returns: math.MaxInt64, Box: custos.Box{X: -1024, Y: 1024, W: -1024, H: 1024}}}}}})
}

// manyBoxes are columns of frames with so many boxes each, all of them 0.
func manyBoxes(boxes ...int64) []byte {
	w := rice.NewWriter([]byte{1, 1, byte(len(boxes)), 1, 1, 0, 0})
	for range 3 {
		w.Column(nil)
	}
	w.Column(boxes)
	for range 1 + 2*len((&grid{}).fields()) {
		w.Column(nil)
	}
	return w.Data()
}

// TestHostilePacks: what no service wrote is refused, and costs no memory.
func TestHostilePacks(t *testing.T) {
	good := exampleSightings()
	head := []byte{1, 1, 1, 1, 1, 0, 0}
	columns := func(before int64, of ...[]int64) []byte {
		w := rice.NewWriter(slices.Clone(head))
		for range 3 {
			w.Column(nil)
		}
		w.Column([]int64{1})
		w.Column([]int64{before})
		for _, c := range of {
			w.Column(c)
			w.Column(nil)
		}
		return w.Data()
	}
	zero := []int64{0}
	if _, err := decodeGrid(columns(0, zero, zero, zero, zero, zero, zero), false, false, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := decodeGrid(manyBoxes(maxBoxes-1, 1), false, false, 1); err != nil {
		t.Fatal(err)
	}
	for what, data := range map[string][]byte{
		"nothing":            nil,
		"a head alone":       head,
		"a byte more":        append(slices.Clone(good.Data), 0),
		"a byte less":        good.Data[:len(good.Data)-1],
		"frames without end": {1, 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 1, 0, 0},
		"no frames":          {1, 1, 0, 1, 1, 0, 0},
		"too many boxes":     manyBoxes(maxBoxes, 1),
		"boxes that wrap":    manyBoxes(1, math.MaxInt64),
		"no grid":            {0, 0, 1, 1, 1, 0, 0},
		"a number too long":  {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01},
		"boxes without end": func() []byte {
			w := rice.NewWriter(slices.Clone(head))
			w.Column(nil)
			w.Column(nil)
			w.Column(nil)
			w.Column([]int64{1 << 40})
			return append(w.Data(), make([]byte, 64)...)
		}(),
		"less than no boxes": func() []byte {
			w := rice.NewWriter(slices.Clone(head))
			w.Column(nil)
			w.Column(nil)
			w.Column(nil)
			w.Column([]int64{-1})
			return append(w.Data(), make([]byte, 64)...)
		}(),
		"a class of no list":  columns(0, []int64{2}, zero, zero, zero, zero, zero),
		"a box far away":      columns(0, zero, []int64{maxUnit + 1}, zero, zero, zero, zero),
		"predicted by none":   columns(1, zero, zero, zero, zero, zero, zero),
		"a score of the moon": columns(0, zero, zero, zero, zero, zero, []int64{256}),
	} {
		bad := *good
		bad.Data = data
		if frames, err := bad.Frames(); custos.KindOf(err) != custos.Invalid || frames != nil {
			t.Errorf("%s: %v, %v", what, frames, err)
		}
	}
	newer := *good
	newer.V = 2
	if _, err := newer.Frames(); custos.KindOf(err) != custos.Invalid {
		t.Errorf("a newer form: %v", err)
	}
	zone := custos.Event{Kind: KindZone, Payload: json.RawMessage(`{}`)}
	if _, ok, err := Unpack(&zone); ok || err != nil {
		t.Errorf("a zone is a pack: %v", err)
	}
}

// FuzzPack: any bytes are refused, or are frames that can be packed again as the same.
func FuzzPack(f *testing.F) {
	frames := street(3, 2, rand.New(rand.NewPCG(1, 2)))
	s, err := frames[0].What.pack(frames)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(s.(*Sightings).Data)
	f.Add(exampleSightings().Data)
	f.Fuzz(func(t *testing.T, data []byte) {
		s := Sightings{V: 1, Classes: []custos.Class{"person", "vehicle"}, Data: data}
		p := Paths{V: 1, Classes: s.Classes, Data: data}
		_, _ = p.Frames()
		got, err := s.Frames()
		if err != nil || len(got) == 0 {
			return
		}
		for i := range got {
			if got[i].Check() != nil {
				return // a grid of few parts makes large boxes
			}
		}
		again, err := got[0].What.pack(got)
		if err != nil {
			t.Fatal(err)
		}
		more, err := again.(*Sightings).Frames()
		if err != nil || len(more) != len(got) {
			t.Fatalf("%d frames, were %d: %v", len(more), len(got), err)
		}
		for i := range got {
			if !more[i].Time.Equal(got[i].Time) || more[i].What.Ref() != got[i].What.Ref() {
				t.Fatalf("%v, was %v", more[i], got[i])
			}
		}
	})
}
