package behavior

import (
	"maps"
	"math"
	"slices"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// finder holds one rule against one frame.
type finder struct {
	*Rules
	n      int // the rule's place
	r      *Rule
	t      time.Time
	aspect float64
	here   []*walk
	out    []Acted
}

func (f *finder) find() {
	if f.r.Act == observe.ActCrowd {
		f.crowd()
		return
	}
	if f.r.Act == observe.ActRemoved {
		f.removed()
		return
	}
	for _, w := range f.here {
		if !f.r.counts(w.class) {
			continue
		}
		s := &w.states[f.n]
		switch f.r.Act {
		case observe.ActEnter, observe.ActLeave:
			f.passes(w, s)
		case observe.ActCross:
			f.crosses(w, s)
		case observe.ActLoiter:
			// It waits for the posture, if the rule is about one.
			if s.since.IsZero() || len(f.r.Postures) == 0 || w.body.doneSince(s.since, f.r.Postures) {
				f.spell(w, s, f.inside(w), f.r.After, func() float64 { return f.t.Sub(s.since).Seconds() })
			} else {
				f.spell(w, s, f.inside(w), math.MaxInt64, nil)
			}
		case observe.ActRun:
			v, ok := w.speed()
			f.spell(w, s, ok && v >= f.r.Speed && f.inside(w), f.r.After, func() float64 { return v })
		case observe.ActWrongWay:
			against, ok := f.against(w)
			f.spell(w, s, ok && f.inside(w), f.r.After, func() float64 { return against })
		case observe.ActFall:
			lies := f.lies(w)
			f.spell(w, s, lies > 0 && f.inside(w), f.r.After, func() float64 { return lies })
		case observe.ActAbandoned:
			f.abandoned(w, s)
		case observe.ActFollow:
			f.follows(w, s)
		}
	}
}

// say fires the rule for a track.
func (f *finder) say(w *walk, since time.Time, value float64, direction string, others ...observe.TrackID) {
	f.out = append(f.out, Acted{At: f.t, Event: observe.Behavior{
		Rule: f.r.Name, Act: f.r.Act, Zone: f.r.AreaName, Track: w.id, Others: others, Class: w.class, Frame: w.frame,
		Box: w.now().box, Direction: direction, Since: since, Value: math.Round(value*1000) / 1000,
		Trajectory: w.trajectory(), Suspicion: w.suspect(f.r, f.t),
	}})
}

// inside reports that a track's foot is in the rule's area.
func (f *finder) inside(w *walk) bool {
	return len(f.r.Area) == 0 || contains(f.r.Area, w.now().x/f.aspect, w.now().y)
}

// falter is how long what is looked for may pause without ending: tracks jitter.
const falter = 500 * time.Millisecond

// spell fires once when something has been so for long enough, and again only after it
// was not so for a while.
func (f *finder) spell(w *walk, s *state, so bool, after time.Duration, value func() float64) {
	if !so {
		// from remembers when it was so last.
		if !s.since.IsZero() && f.t.Sub(s.from.at) > falter {
			*s = state{}
		}
		return
	}
	if s.since.IsZero() {
		s.since = f.t
	}
	s.from = w.now()
	if !s.fired && f.t.Sub(s.since) >= after {
		s.fired = true
		f.say(w, s.since, value(), "")
	}
}

// certain is how many frames in a row make in or out certain.
const certain = 3

// passes fires when a track comes into the area, or leaves it.
func (f *finder) passes(w *walk, s *state) {
	in := 1
	if f.inside(w) {
		in = 2
	}
	if s.side == 0 && in == 1 {
		s.side = 1 // it came from outside
	}
	if s.side == in {
		s.in = 0
		return
	}
	if s.in == 0 {
		s.since = f.t
	}
	if s.in++; s.in < certain {
		return
	}
	s.side, s.in = in, 0
	if (in == 2) == (f.r.Act == observe.ActEnter) {
		f.say(w, s.since, 0, "")
	}
}

// crosses fires when a track's foot has gone from one side of the line to the other, and
// its way met the line between its ends.
func (f *finder) crosses(w *walk, s *state) {
	a, b := f.r.Line[0], f.r.Line[1]
	ax, ay, bx, by := a[0]*f.aspect, a[1], b[0]*f.aspect, b[1]
	now := w.now()
	length := math.Hypot(bx-ax, by-ay)
	// Above 0 is to the right of who goes from the first point to the second, since y
	// grows downwards.
	d := ((bx-ax)*(now.y-ay) - (by-ay)*(now.x-ax)) / length
	side := 0
	switch margin := .1 * w.height; {
	case d > margin:
		side = 1
	case d < -margin:
		side = -1
	default:
		return // on the line nothing is certain
	}
	was, from := s.side, s.from
	s.side, s.from = side, now
	if was == 0 || was == side || !meet([2]float64{from.x, from.y}, [2]float64{now.x, now.y}, [2]float64{ax, ay}, [2]float64{bx, by}) {
		return
	}
	direction := LeftToRight
	if side < 0 {
		direction = RightToLeft
	}
	if f.r.Direction == "" || f.r.Direction == direction {
		f.say(w, from.at, 0, direction)
	}
}

// against is a track's speed against the right way, if it goes that way by more than 120
// degrees and faster than who stands about.
func (f *finder) against(w *walk) (float64, bool) {
	vx, vy, ok := w.velocity()
	v := math.Hypot(vx, vy)
	if !ok || v < .4 {
		return 0, false
	}
	wx, wy := f.r.Way[0]*f.aspect, f.r.Way[1]
	along := (vx*wx + vy*wy) / math.Hypot(wx, wy)
	return -along, along < -.5*v
}

// lieWide is the width of a body over its height from which a box says that it lies.
const lieWide = 1.2

// lies is a body's width over its height, if it stood a while ago and lies since; else 0. What is
// told of the body itself comes before what its box says.
func (f *finder) lies(w *walk) float64 {
	now := w.now()
	if since := w.body.now[observe.Lying]; since.Sub(w.born.at) >= span {
		return max(now.w/now.h, lieWide)
	}
	if w.body.does(observe.Crouching, observe.HandsUp, observe.Waving, observe.Pointing) {
		return 0 // wide for another reason
	}
	if now.w < lieWide*now.h {
		return 0
	}
	s := w.states[f.n]
	if !s.since.IsZero() {
		return now.w / now.h // it goes on
	}
	for _, b := range w.steps {
		if ago := now.at.Sub(b.at); ago <= 2*time.Second && b.w < .8*b.h {
			return now.w / now.h
		}
	}
	return 0
}

// crowd fires when enough are in the area for long enough.
func (f *finder) crowd() {
	c := &f.crowds[f.n]
	var in []*walk
	for _, w := range f.here {
		if f.r.counts(w.class) && f.inside(w) {
			in = append(in, w)
		}
	}
	if len(in) < f.r.Count {
		// One fewer for a moment is the same crowd.
		if len(in) < f.r.Count-1 || f.t.Sub(c.since) > memory {
			*c = crowd{}
		}
		return
	}
	if c.since.IsZero() {
		c.since = f.t
	}
	if c.fired || f.t.Sub(c.since) < f.r.After {
		return
	}
	c.fired = true
	var others []observe.TrackID
	for _, w := range in[1:] {
		others = append(others, w.id)
	}
	f.say(in[0], c.since, float64(len(in)), "", others...)
}

// near is how close, in body heights, somebody belongs to a thing.
const near = 1.5

// owner reports a walk that can own, take or follow something: taller than the thing.
func owner(w, thing *walk) bool {
	return w != thing && w.class == custos.Person && w.height > 1.3*max(thing.now().h, thing.now().w)
}

// abandoned fires for a thing that came into sight beside somebody, has stood still since,
// and has been alone for long enough.
func (f *finder) abandoned(w *walk, s *state) {
	if s.with == 0 {
		if !w.now().at.Equal(w.born.at) {
			return
		}
		for _, o := range f.here {
			if owner(o, w) && f.t.Sub(o.born.at) >= span && apart(o.now(), w.now()) < near*o.height {
				s.with = o.id
				return
			}
		}
		return
	}
	alone := f.inside(w) && apart(w.born, w.now()) < max(w.born.h, w.born.w) && w.still(span)
	for _, o := range f.here {
		alone = alone && !(owner(o, w) && apart(o.now(), w.now()) < near*o.height)
	}
	was := s.with
	f.spell(w, s, alone, f.r.After, func() float64 { return f.t.Sub(s.since).Seconds() })
	s.with = was // a spell that ends does not make it another's
	if n := len(f.out); n > 0 && f.out[n-1].Event.Track == w.id {
		f.out[n-1].Event.Others = []observe.TrackID{was}
	}
}

// removed fires for a thing that stood still for long enough and was gone, or went along,
// when somebody was beside it. It is the taker who is told of.
func (f *finder) removed() {
	for _, id := range slices.Sorted(maps.Keys(f.walks)) {
		w := f.walks[id]
		if !f.r.counts(w.class) || w.states[f.n].fired {
			continue
		}
		s := &w.states[f.n]
		here := w.now().at.Equal(f.t)
		if here && (len(f.r.Area) == 0 || contains(f.r.Area, w.now().x/f.aspect, w.now().y)) && w.still(span) {
			if s.since.IsZero() {
				s.since, s.from = f.t, w.now()
			}
		}
		if s.since.IsZero() {
			continue
		}
		for _, o := range f.here {
			if owner(o, w) && apart(o.now(), s.from) < near*o.height {
				s.with, s.side = o.id, int(f.t.Sub(s.since)/time.Second)
			}
		}
		moved := here && apart(w.now(), s.from) > 1.5*max(s.from.h, s.from.w)
		missing := !here && f.t.Sub(w.now().at) > span
		if !moved && !missing {
			continue
		}
		taker := f.walks[s.with]
		stood := w.now().at.Sub(s.since)
		if taker != nil && stood >= f.r.After && f.t.Sub(taker.now().at) <= forgotten {
			s.fired = true
			f.say(taker, s.since, stood.Seconds(), "", w.id)
		}
		if moved {
			*s = state{fired: s.fired}
		}
	}
}

// follows fires when somebody goes where another has just gone, for long enough, while
// both walk.
func (f *finder) follows(w *walk, s *state) {
	leader := observe.TrackID(0)
	if v, ok := w.speed(); ok && v >= .3 && f.inside(w) {
		best := math.Inf(1)
		for _, o := range f.here {
			v, ok := o.speed()
			if o == w || o.class != custos.Person || !ok || v < .3 {
				continue
			}
			// Beside each other is together, not behind: the leader was here a while ago.
			if apart(o.now(), w.now()) < .7*w.height {
				continue
			}
			for _, p := range o.steps {
				ago := f.t.Sub(p.at)
				if ago < span || ago > 8*time.Second {
					continue
				}
				if d := apart(p, w.now()) / w.height; d < .6 && (d < best || o.id == s.with) {
					best, leader = d, o.id
					if o.id == s.with {
						best = -1
					}
				}
			}
		}
	}
	if leader != 0 && s.with != 0 && leader != s.with {
		*s = state{}
	}
	if leader != 0 {
		s.with = leader
	}
	was := s.with
	f.spell(w, s, leader != 0, f.r.After, func() float64 { return f.t.Sub(s.since).Seconds() })
	if n := len(f.out); n > 0 && f.out[n-1].Event.Track == w.id {
		f.out[n-1].Event.Others = []observe.TrackID{was}
	}
}
