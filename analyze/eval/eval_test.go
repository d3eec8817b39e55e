package eval

import (
	"math"
	"testing"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// obj is a 10 by 10 box at x; boxes 10 apart do not touch, boxes 2 apart have
// an IoU of 8/12.
func obj(id int, x, score float64) Object {
	return Object{ID: id, Box: custos.Box{X: x, Y: 0, W: 10, H: 10}, Score: score}
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-12 {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func TestDetectionCounts(t *testing.T) {
	gt := Sequence{1: {obj(1, 0, 1), obj(2, 100, 1)}, 2: {obj(1, 0, 1)}, 3: {obj(1, 0, 1)}}
	det := Sequence{
		1: {obj(0, 2, 0.9), obj(0, 50, 0.8)}, // one right, one false, one missed
		2: {obj(0, 0, 0.7), obj(0, 1, 0.6)},  // the second box on one object is false
		4: {obj(0, 0, 0.5)},                  // a frame without truth
	}
	r := EvalDetections(gt, det, 0.5)
	if r.True != 2 || r.False != 3 || r.Missed != 2 {
		t.Fatalf("got %+v, want 2 true, 3 false, 2 missed", r)
	}
	near(t, "precision", r.Precision, 2.0/5)
	near(t, "recall", r.Recall, 2.0/4)
	near(t, "F1", r.F1, 4.0/9)
	// Right, wrong, right, wrong, wrong: recall 1/4 at precision 1, 2/4 at 2/3.
	near(t, "AP", r.AP, 0.25*1+0.25*2/3)
}

// A matching by scores alone would give the strong detection the object that
// only the weak one reaches.
func TestDetectionCountsUseTheBestMatching(t *testing.T) {
	gt := Sequence{1: {obj(1, 0, 1), obj(2, 3, 1)}}
	det := Sequence{1: {obj(0, 1, 0.9), obj(0, -2, 0.5)}}
	if r := EvalDetections(gt, det, 0.5); r.True != 2 {
		t.Errorf("matched %d of 2", r.True)
	}
}

func TestOverlapThresholdIsIncluded(t *testing.T) {
	gt, det := Sequence{1: {obj(1, 0, 1)}}, Sequence{1: {obj(0, 2, 1)}}
	iou := gt[1][0].Box.IoU(det[1][0].Box)
	if r := EvalDetections(gt, det, iou); r.True != 1 {
		t.Error("an IoU of just the threshold did not match")
	}
	if r := EvalDetections(gt, det, iou+1e-9); r.True != 0 {
		t.Error("an IoU below the threshold matched")
	}
}

func TestEqualScoresHaveNoOrder(t *testing.T) {
	gt := Sequence{1: {obj(1, 0, 1)}, 2: {obj(1, 0, 1)}}
	a := EvalDetections(gt, Sequence{1: {obj(0, 0, 0.5)}, 2: {obj(0, 50, 0.5)}}, 0.5)
	b := EvalDetections(gt, Sequence{1: {obj(0, 50, 0.5)}, 2: {obj(0, 0, 0.5)}}, 0.5)
	near(t, "AP of one order", a.AP, 0.25)
	near(t, "AP of the other order", b.AP, 0.25)
}

func TestIgnoredTruth(t *testing.T) {
	gt := Sequence{1: {obj(1, 0, 1), obj(2, 100, 0)}}
	det := Sequence{1: {obj(0, 0, 1), obj(0, 100, 1), obj(0, 200, 1)}}
	r := EvalDetections(gt, det, 0.5)
	if r.True != 1 || r.False != 1 || r.Missed != 0 {
		t.Errorf("got %+v: an ignored object is neither right nor wrong", r)
	}
	k := EvalTracks(gt, Sequence{1: {obj(5, 0, 1), obj(6, 100, 1)}}, 0.5)
	if k.MOTA != 1 || k.Objects != 1 || k.IDF1 != 1 {
		t.Errorf("got %+v: an ignored object is neither right nor wrong", k)
	}
}

func TestNothing(t *testing.T) {
	if r := EvalDetections(nil, nil, 0.5); r != (Detections{}) {
		t.Errorf("nothing gave %+v", r)
	}
	if r := EvalTracks(nil, nil, 0.5); r != (Tracks{}) {
		t.Errorf("nothing gave %+v", r)
	}
	gt := Sequence{1: {obj(1, 0, 1)}}
	if r := EvalTracks(gt, nil, 0.5); r.MOTA != 0 || r.Missed != 1 || r.IDFN != 1 {
		t.Errorf("no tracks gave %+v", r)
	}
	if r := EvalTracks(nil, gt, 0.5); r.False != 1 || r.IDFP != 1 || math.IsNaN(r.MOTA) {
		t.Errorf("no truth gave %+v", r)
	}
}

func TestPerfectTracks(t *testing.T) {
	gt, tracks := Sequence{}, Sequence{}
	for f := 1; f <= 10; f++ {
		gt[f] = []Object{obj(1, float64(f), 1), obj(2, 100-float64(f), 1)}
		tracks[f] = []Object{obj(20, 100-float64(f), 1), obj(10, float64(f), 1)}
	}
	r := EvalTracks(gt, tracks, 0.5)
	if r.MOTA != 1 || r.MOTP != 1 || r.IDF1 != 1 || r.Switches != 0 || r.IDTP != 20 {
		t.Errorf("got %+v", r)
	}
}

// One object of ten frames, given track 5 for six frames and 6 for four.
func TestSwitch(t *testing.T) {
	gt, tracks := Sequence{}, Sequence{}
	for f := 1; f <= 10; f++ {
		id := 5
		if f > 6 {
			id = 6
		}
		gt[f], tracks[f] = []Object{obj(1, 0, 1)}, []Object{obj(id, 0, 1)}
	}
	r := EvalTracks(gt, tracks, 0.5)
	if r.Switches != 1 || r.IDTP != 6 || r.IDFP != 4 || r.IDFN != 4 {
		t.Errorf("got %+v", r)
	}
	near(t, "MOTA", r.MOTA, 0.9)
	near(t, "IDF1", r.IDF1, 0.6)
}

// A gap is missed frames; the same track after it is no switch, another is.
func TestSwitchAcrossAGap(t *testing.T) {
	gt := Sequence{1: {obj(1, 0, 1)}, 2: {obj(1, 0, 1)}, 3: {obj(1, 0, 1)}}
	same := EvalTracks(gt, Sequence{1: {obj(5, 0, 1)}, 3: {obj(5, 0, 1)}}, 0.5)
	if same.Switches != 0 || same.Missed != 1 {
		t.Errorf("the same track after a gap: %+v", same)
	}
	other := EvalTracks(gt, Sequence{1: {obj(5, 0, 1)}, 3: {obj(6, 0, 1)}}, 0.5)
	if other.Switches != 1 || other.Missed != 1 {
		t.Errorf("another track after a gap: %+v", other)
	}
	near(t, "MOTA", other.MOTA, 1-2.0/3)
}

// A pair goes on although another track is nearer by now; without that, two
// people walking side by side would switch with every jitter.
func TestPairsAreKept(t *testing.T) {
	gt := Sequence{1: {obj(1, 0, 1)}, 2: {obj(1, 0, 1)}}
	tracks := Sequence{1: {obj(5, 0, 1)}, 2: {obj(5, 3, 1), obj(6, 0, 1)}}
	r := EvalTracks(gt, tracks, 0.5)
	if r.Switches != 0 || r.False != 1 {
		t.Errorf("got %+v", r)
	}
	near(t, "MOTP", r.MOTP, (1+7.0/13)/2)
}

// Two objects swap tracks half way: the worst case for identities, which MOTA
// hardly sees.
func TestSwap(t *testing.T) {
	gt, tracks := Sequence{}, Sequence{}
	for f := 1; f <= 10; f++ {
		a, b := 5, 6
		if f > 5 {
			a, b = 6, 5
		}
		gt[f] = []Object{obj(1, 0, 1), obj(2, 100, 1)}
		tracks[f] = []Object{obj(a, 0, 1), obj(b, 100, 1)}
	}
	r := EvalTracks(gt, tracks, 0.5)
	near(t, "MOTA", r.MOTA, 1-2.0/20)
	near(t, "IDF1", r.IDF1, 0.5)
}

// The best mapping of identities is not the greedy one: giving track 5 to
// object 1, with which it shares most, leaves track 6 with nothing.
func TestIdentitiesAreMappedAsAWhole(t *testing.T) {
	gt, tracks := Sequence{}, Sequence{}
	for f := 1; f <= 10; f++ { // object 1: five frames of track 5, then four of 6
		gt[f] = []Object{obj(1, 0, 1)}
		id := 5
		if f > 5 {
			id = 6
		}
		if f < 10 {
			tracks[f] = []Object{obj(id, 0, 1)}
		}
	}
	for f := 11; f <= 14; f++ { // object 2: four frames of track 5
		gt[f] = []Object{obj(2, 0, 1)}
		tracks[f] = []Object{obj(5, 0, 1)}
	}
	r := EvalTracks(gt, tracks, 0.5)
	if r.IDTP != 8 {
		t.Errorf("IDTP is %d, want 4 of object 1 with track 6 and 4 of object 2 with track 5", r.IDTP)
	}
}

func TestAddingResults(t *testing.T) {
	b := custos.Box{X: 0.1, Y: 0.2, W: 0.3, H: 0.4}
	s := Sequence{}
	s.AddDetections(3, []observe.Detection{{Class: custos.Person, Box: b, Score: 0.5}})
	s.AddTracks(4, []observe.Tracked{{Track: 9, Box: b, Score: 0.6}})
	if s[3][0] != (Object{Box: b, Score: 0.5}) || s[4][0] != (Object{ID: 9, Box: b, Score: 0.6}) {
		t.Errorf("got %v", s)
	}
}
