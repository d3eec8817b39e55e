package edge

import (
	"testing"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

// TestAroundAFrame: a picture is decoded from its own segment, those that it depends on, and the
// next, since the last picture of one may be shown in another; of another life there is none.
func TestAroundAFrame(t *testing.T) {
	var segs []observe.Segment
	for i := range 6 {
		segs = append(segs, observe.Segment{Index: uint64(i + 1), Boot: 7, Base: time.Duration(i) * 2 * time.Second, PTSEnd: 2 * time.Second, Dependent: i == 3})
	}
	for _, c := range []struct {
		frame       custos.FrameRef
		first, last uint64
	}{
		{custos.FrameRef{Boot: 7, PTS: time.Second}, 1, 2},
		{custos.FrameRef{Boot: 7, PTS: 7 * time.Second}, 3, 5},
		{custos.FrameRef{Boot: 7, PTS: 11 * time.Second}, 6, 6},
		{custos.FrameRef{Boot: 8, PTS: time.Second}, 0, 0},
		{custos.FrameRef{Boot: 7, PTS: time.Hour}, 0, 0},
	} {
		got := around(segs, c.frame)
		var first, last uint64
		if len(got) > 0 {
			first, last = got[0].Index, got[len(got)-1].Index
		}
		if first != c.first || last != c.last {
			t.Errorf("%v: segments %d to %d, want %d to %d", c.frame, first, last, c.first, c.last)
		}
	}
}
