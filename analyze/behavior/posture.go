package behavior

import (
	"slices"
	"time"

	"custos.dev/custos/observe"
)

// posture is what is told of a body by poses or outlines: what it does, and what it did when.
type posture struct {
	now map[observe.Posing]time.Time // since when
	did map[observe.Posing]time.Time // when it was known of last
}

// Posture takes what was told of a track's body. Where nothing tells it, rules go by boxes.
func (e *Rules) Posture(g *observe.Gesture) {
	w := e.walks[g.Track]
	if w == nil {
		return // it is gone, or not seen yet
	}
	if w.body.now == nil {
		w.body = posture{map[observe.Posing]time.Time{}, map[observe.Posing]time.Time{}}
	}
	if g.Until.IsZero() {
		w.body.now[g.What], w.body.did[g.What] = g.Since, e.newest
		return
	}
	delete(w.body.now, g.What)
	w.body.did[g.What] = g.Until
}

// does reports that one of some postures goes on.
func (p *posture) does(any ...observe.Posing) bool {
	return slices.ContainsFunc(any, func(g observe.Posing) bool { return !p.now[g].IsZero() })
}

// doneSince reports that one of some postures goes on, or was seen at a time or later.
func (p *posture) doneSince(t time.Time, any []observe.Posing) bool {
	return p.does(any...) || slices.ContainsFunc(any, func(g observe.Posing) bool { return !p.did[g].IsZero() && !p.did[g].Before(t) })
}
