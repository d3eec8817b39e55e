package observe

import (
	"testing"
	"time"
)

func TestGapsBetweenSegments(t *testing.T) {
	t0 := time.Date(2026, 7, 1, 18, 0, 0, 0, time.UTC)
	at := func(s float64) time.Time { return t0.Add(time.Duration(s * float64(time.Second))) }
	seg := func(boot uint64, from, until float64) *Segment {
		return &Segment{Boot: boot, From: at(from), Until: at(until), Base: time.Duration((from + 100) * float64(time.Second)), PTSEnd: time.Duration((until - from) * float64(time.Second))}
	}
	gap := func(from, until float64) *Stream {
		a, b := at(from), at(until)
		return &Stream{State: StreamGap, From: &a, Until: &b}
	}
	one, two := seg(7, 0, 2), seg(7, 5, 7)
	if g := one.GapTo(two); g != 3*time.Second {
		t.Errorf("the gap is %v", g)
	}
	if g := one.GapTo(seg(8, 5, 7)); g != 3*time.Second {
		t.Errorf("the gap across boots is %v", g)
	}
	// The clock was set by an hour in between: within one life that makes no gap, nor
	// does it across lives where the camera says so.
	set := seg(7, 2, 4)
	set.From, set.Until, set.Stepped = set.From.Add(time.Hour), set.Until.Add(time.Hour), time.Hour
	if g := one.GapTo(set); g != 0 {
		t.Errorf("a clock that was set makes a gap of %v", g)
	}
	set.Boot = 8
	if g := one.GapTo(set); g != 0 {
		t.Errorf("a clock that was set between lives makes a gap of %v", g)
	}
	for name, c := range map[string]struct {
		gaps []*Stream
		told bool
	}{
		"none":                 {nil, false},
		"one":                  {[]*Stream{gap(2, 5)}, true},
		"a little off":         {[]*Stream{gap(2.04, 4.96)}, true},
		"in two parts":         {[]*Stream{gap(2, 3), gap(3, 5)}, true},
		"with a hole":          {[]*Stream{gap(2, 3), gap(4, 5)}, false},
		"too short":            {[]*Stream{gap(2, 4)}, false},
		"another time":         {[]*Stream{gap(12, 15)}, false},
		"no gap but a loss":    {[]*Stream{{State: StreamLost, From: gap(2, 5).From, Until: gap(2, 5).Until}}, false},
		"a gap without an end": {[]*Stream{{State: StreamGap, From: gap(2, 5).From}}, false},
		"more than it":         {[]*Stream{gap(1, 6)}, true},
	} {
		if got := one.Told(two, c.gaps); got != c.told {
			t.Errorf("%s: told %v", name, got)
		}
	}
}
