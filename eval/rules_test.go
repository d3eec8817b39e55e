package eval

import (
	"testing"
	"time"

	"custos.dev/custos/analyze/behavior"
	"custos.dev/custos/observe"
)

// Events agree when they are of one rule and zone and less than a second apart, each once.
func TestAgreement(t *testing.T) {
	at := func(rule string, seconds float64) behavior.Acted {
		return behavior.Acted{At: time.Unix(0, int64(seconds*1e9)), Event: observe.Behavior{Rule: rule}}
	}
	for name, c := range map[string]struct {
		truth, found []behavior.Acted
		both         int
	}{
		"the same":           {[]behavior.Acted{at("run", 1)}, []behavior.Acted{at("run", 1.5)}, 1},
		"too late":           {[]behavior.Acted{at("run", 1)}, []behavior.Acted{at("run", 2.1)}, 0},
		"another rule":       {[]behavior.Acted{at("run", 1)}, []behavior.Acted{at("fall", 1)}, 0},
		"found once":         {[]behavior.Acted{at("run", 1), at("run", 1.2)}, []behavior.Acted{at("run", 1.1)}, 1},
		"each takes its own": {[]behavior.Acted{at("run", 1), at("run", 2.5)}, []behavior.Acted{at("run", 2.4), at("run", 1.1)}, 2},
	} {
		if got := agreement(c.truth, c.found); got != c.both {
			t.Errorf("%s: %d, want %d", name, got, c.both)
		}
	}
}

func TestTracksNeedWhatTheyAreComparedBy(t *testing.T) {
	for text, want := range map[string][2]int{"1920x1080": {1920, 1080}, "wide": {}, "0x5": {}, "-1x5": {}} {
		w, h, err := sizeOf(text, nil)
		if w != want[0] || h != want[1] || (err == nil) != (w > 0) {
			t.Errorf("%q: %dx%d, %v", text, w, h, err)
		}
	}
	if _, _, err := sizeOf("", nil); err == nil {
		t.Error("a picture of no size")
	}
}
