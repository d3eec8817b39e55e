package eval

import (
	"bytes"
	"fmt"
	"math"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/analyze/behavior"
	"custos.dev/custos/analyze/eval"
	"custos.dev/custos/demo"
	"custos.dev/custos/figures"
	"custos.dev/custos/observe"
)

// firings are the events that rules make of tracks, which are in fractions of the picture.
func firings(tracks eval.Sequence, frames int, rate, aspect float64) ([]behavior.Acted, error) {
	list, err := behavior.ReadRules(bytes.NewReader(demo.Street()))
	if err != nil {
		return nil, err
	}
	rules, err := behavior.NewRules(list, time.UTC)
	if err != nil {
		return nil, err
	}
	var out []behavior.Acted
	for n := 1; n <= frames; n++ {
		var here []observe.Tracked
		for _, o := range tracks[n] {
			here = append(here, observe.Tracked{Track: observe.TrackID(o.ID), Class: custos.Person, Box: o.Box, Score: 1})
		}
		out = append(out, rules.Update(frameTime(n, rate), custos.FrameRef{Seq: uint64(n)}, aspect, here)...)
	}
	return out, nil
}

// sameWithin is how far two events of one rule may be apart to be the same.
const sameWithin = time.Second

// agreement pairs events of the same rule and zone, in the order of their times, each once.
func agreement(truth, found []behavior.Acted) (both int) {
	taken := make([]bool, len(found))
	for _, t := range truth {
		best, at := sameWithin+1, -1
		for i, f := range found {
			if d := f.At.Sub(t.At).Abs(); !taken[i] && f.Event.Rule == t.Event.Rule && f.Event.Zone == t.Event.Zone && f.Event.Direction == t.Event.Direction && d < best {
				best, at = d, i
			}
		}
		if at >= 0 {
			taken[at] = true
			both++
		}
	}
	return both
}

// behavior adds how far events by the tracks that were seen agree with those by the true
// ones, over all rules and for each.
func (s *seen) behavior(b *figures.Result, prefix string, truth eval.Sequence) error {
	aspect := float64(s.width) / float64(s.height)
	want, err := firings(truth.Scaled(s.width, s.height).Counted(), s.frames, s.rate, aspect)
	if err != nil {
		return err
	}
	got, err := firings(s.tracks, s.frames, s.rate, aspect)
	if err != nil {
		return err
	}
	f1 := func(want, got []behavior.Acted) float64 {
		if len(want)+len(got) == 0 {
			return math.NaN()
		}
		return 2 * float64(agreement(want, got)) / float64(len(want)+len(got))
	}
	b.Add(prefix+"behavior-f1", f1(want, got), fmt.Sprintf("of %d and %d events", len(want), len(got)))
	for _, name := range rulesOf(want, got) {
		w, g := only(want, name), only(got, name)
		b.Add(prefix+"behavior-f1 "+name, f1(w, g), fmt.Sprintf("of %d and %d events", len(w), len(g)))
	}
	return nil
}

// rulesOf names the rules of events, in the order of their first.
func rulesOf(lists ...[]behavior.Acted) (out []string) {
	known := map[string]bool{}
	for _, l := range lists {
		for _, a := range l {
			if !known[a.Event.Rule] {
				known[a.Event.Rule] = true
				out = append(out, a.Event.Rule)
			}
		}
	}
	return out
}

func only(list []behavior.Acted, rule string) (out []behavior.Acted) {
	for _, a := range list {
		if a.Event.Rule == rule {
			out = append(out, a)
		}
	}
	return out
}
