package cascade

import (
	"errors"
	"testing"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// silences plays frames and returns when it was called out that the looker says nothing.
func silences(d *Detector, from, long time.Duration, before func(at time.Duration)) (out []time.Duration) {
	for at := from; at < from+long; at += 100 * time.Millisecond {
		if before != nil {
			before(at)
		}
		_, _, _ = d.Detect(custos.Frame{Time: time.Unix(100, 0).Add(at), Width: 1280, Height: 720})
		if _, ok := d.Silent(); ok {
			out = append(out, at)
		}
	}
	return out
}

func TestASilentLookerIsCalledOut(t *testing.T) {
	s := &scene{moving: []observe.Detection{person(.5, 1)}}
	d := New(Config{}, s, s)
	// 200 looks, five a second; then once an hour.
	got := silences(d, 0, 2*time.Hour+2*time.Minute, nil)
	if len(got) != 3 || got[0] < 39*time.Second || got[0] > 41*time.Second || got[1] < time.Hour+got[0] || got[2] > 2*time.Hour+time.Minute {
		t.Errorf("called out at %v", got)
	}
}

func TestWhoIsNotSilent(t *testing.T) {
	for name, before := range map[string]func(*scene, time.Duration){
		"nothing moves": func(s *scene, _ time.Duration) { s.moving = nil },
		"it sees something at last": func(s *scene, at time.Duration) {
			s.seen = nil
			if at%(30*time.Second) == 0 {
				s.seen = s.moving
			}
		},
		// Three looks of each ten seconds are 180 in ten minutes.
		"little moves": func(s *scene, at time.Duration) {
			s.moving = nil
			if at > settle && at%(10*time.Second) < 600*time.Millisecond {
				s.moving = []observe.Detection{person(.5, 1)}
			}
		},
	} {
		s := &scene{moving: []observe.Detection{person(.5, 1)}}
		d := New(Config{}, s, s)
		if got := silences(d, 0, 30*time.Minute, func(at time.Duration) { before(s, at) }); len(got) > 0 {
			t.Errorf("%s: called out at %v", name, got)
		}
	}
}

// A looker that fails at each frame is called out, and its tries count as looks.
func TestAFailingLookerIsCalledOut(t *testing.T) {
	s := &scene{moving: []observe.Detection{person(.5, 1)}}
	d := New(Config{}, s, failing{})
	if got := silences(d, 0, time.Minute, nil); len(got) != 1 || got[0] < 39*time.Second {
		t.Errorf("called out at %v", got)
	}
	// The clock is set back: it begins anew.
	if got := silences(d, -time.Hour, time.Minute, nil); len(got) != 1 {
		t.Errorf("after the clock was set back: %v", got)
	}
}

type failing struct{}

func (failing) DetectAt(custos.Frame, custos.Box, float64) ([]observe.Detection, error) {
	return nil, errors.New("the helper has ended")
}
