package behavior

import (
	"slices"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// Rules hold a camera's tracks against what people wrote. They are not safe for
// concurrent use.
type Rules struct {
	rules []Rule
	zone  *time.Location
	walks map[observe.TrackID]*walk
	// left are those who are gone and suspicious: who comes back is so still.
	left   map[observe.TrackID]*walk
	crowds []crowd // for each rule
	newest time.Time
}

// crowd is how far a rule about one is.
type crowd struct {
	since time.Time
	fired bool
}

// NewRules checks rules and returns some that have seen nothing; zone is the site's. What
// is wrong is Invalid, and says which rule.
func NewRules(list []Rule, zone *time.Location) (*Rules, error) {
	e := &Rules{zone: zone, walks: map[observe.TrackID]*walk{}, left: map[observe.TrackID]*walk{}, crowds: make([]crowd, len(list))}
	for _, r := range list {
		if err := r.complete(); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(e.rules, func(o Rule) bool { return o.Name == r.Name }) {
			return nil, custos.Errorf(custos.Invalid, "two rules are called %q: give each a name of its own", r.Name)
		}
		e.rules = append(e.rules, r)
	}
	return e, nil
}

// Acted is what a rule found, and when it was certain.
type Acted struct {
	At    time.Time
	Event observe.Behavior
}

// forgotten is how long a track that is not seen is remembered; the tracker ends it before.
const forgotten = 4 * time.Second

// missed is how long it is kept what somebody who left did; the tracker knows him again for
// less.
const missed = time.Minute

// Update takes the tracks of the frame captured at t. aspect is the picture's width over
// its height; 0 is taken for 4:3. What fires comes in the order of the rules, and of the
// tracks' numbers.
func (e *Rules) Update(t time.Time, frame custos.FrameRef, aspect float64, tracks []observe.Tracked) []Acted {
	if !(aspect > .1 && aspect < 10) {
		aspect = 4.0 / 3
	}
	switch {
	case e.newest.Sub(t) > setBack:
		e.Flush()
	case t.Before(e.newest):
		t = e.newest
	}
	e.newest = t
	var here []*walk
	for _, tr := range usable(tracks) {
		b := tr.Box
		if !(b.W > 0 && b.H > 0) {
			continue
		}
		w := e.walks[tr.Track]
		if w == nil {
			w = &walk{id: tr.Track, states: make([]state, len(e.rules)), suspicion: e.before(tr.Returns)}
			e.walks[tr.Track] = w
		} else if w.now().at.Equal(t) {
			continue // two frames of one time
		}
		x, y := b.Foot()
		w.class, w.frame = tr.Class, frame
		w.add(place{at: t, x: min(max(x, 0), 1) * aspect, y: min(max(y, 0), 1), w: b.W * aspect, h: b.H, box: b})
		here = append(here, w)
	}
	var out []Acted
	for i := range e.rules {
		r := &e.rules[i]
		if !r.hours.Contains(t.In(e.zone)) {
			e.forget(i)
			continue
		}
		f := finder{e, i, r, t, aspect, here, nil}
		f.find()
		out = append(out, f.out...)
	}
	for id, w := range e.walks {
		if t.Sub(w.now().at) > forgotten {
			delete(e.walks, id)
			if len(w.suspicion) > 0 {
				e.left[id] = w
			}
		}
	}
	for id, w := range e.left {
		if t.Sub(w.now().at) > missed {
			delete(e.left, id)
		}
	}
	return out
}

// before is what a track that has ended did.
func (e *Rules) before(id observe.TrackID) []observe.Reason {
	w := e.walks[id]
	if w == nil {
		w = e.left[id]
	}
	if w == nil {
		return nil
	}
	return slices.Clone(w.suspicion)
}

// Flush forgets every track, as at the end of a stream.
func (e *Rules) Flush() {
	clear(e.walks)
	clear(e.left)
	clear(e.crowds)
	e.newest = time.Time{}
}

// Suspicion is a track's score as of now.
func (e *Rules) Suspicion(id observe.TrackID) observe.Suspicion {
	if w := e.walks[id]; w != nil {
		return w.suspected(e.newest)
	}
	return observe.Suspicion{}
}

// forget begins a rule anew, outside its hours.
func (e *Rules) forget(rule int) {
	e.crowds[rule] = crowd{}
	for _, w := range e.walks {
		w.states[rule] = state{}
	}
}
