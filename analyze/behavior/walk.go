package behavior

import (
	"math"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/analyze/track"
	"custos.dev/custos/observe"
)

// place is where a track was in one frame. Places are in picture heights, so that both
// directions have one measure: x is multiplied by the picture's proportions.
type place struct {
	at   time.Time
	x, y float64 // of the foot
	w, h float64
	box  custos.Box
}

// walk is what is known of a track.
type walk struct {
	id    observe.TrackID
	class custos.Class
	frame custos.FrameRef
	steps []place // the newest memory, oldest first
	born  place
	// way is the whole way, thinned, for events.
	way []observe.Point
	// height is the body's: a slow mean, so that a fall does not change it at once.
	height float64
	// states of the rules, by their place.
	states []state
	// suspicion is what fired so far.
	suspicion []observe.Reason
	body      posture
}

// state is how far a track is with a rule.
type state struct {
	since time.Time // when what is looked for began; zero: it is not so now
	fired bool      // in this spell
	side  int       // of the line, once it is certain
	from  place     // where that was certain last
	in    int       // frames in a row for a change of in and out
	with  observe.TrackID
}

const (
	// memory is how far back a walk is kept in full.
	memory = 12 * time.Second
	// span is over what a speed is measured.
	span = time.Second
	// maxWay bounds an event's trajectory, in points.
	maxWay = 60
)

func (w *walk) now() place { return w.steps[len(w.steps)-1] }

func (w *walk) add(s place) {
	if len(w.steps) == 0 {
		w.born, w.height = s, s.h
	}
	// A body that lies is wide: the height of the standing one is what counts.
	w.height += .1 * (max(s.h, min(w.height, s.w)) - w.height)
	w.steps = append(w.steps, s)
	for len(w.steps) > 2 && s.at.Sub(w.steps[0].at) > memory {
		w.steps = w.steps[1:]
	}
	if n := len(w.way); n == 0 || s.at.Sub(w.way[n-1].Time) >= 400*time.Millisecond {
		w.way = append(w.way, observe.Point{Time: s.at, Box: s.box})
	}
	if len(w.way) > maxWay { // every second point goes, the last stays
		kept := w.way[:0]
		for i, p := range w.way {
			if i%2 == 0 || i == len(w.way)-1 {
				kept = append(kept, p)
			}
		}
		w.way = kept
	}
}

// before is where it was a while ago; false if it is not known for so long.
func (w *walk) before(d time.Duration) (place, bool) {
	now := w.now().at
	for i := len(w.steps) - 1; i >= 0; i-- {
		if now.Sub(w.steps[i].at) >= d {
			return w.steps[i], true
		}
	}
	return place{}, false
}

// velocity is in body heights a second, over the last second; false for a newcomer.
func (w *walk) velocity() (vx, vy float64, ok bool) {
	a, ok := w.before(span)
	if !ok || w.height <= 0 {
		return 0, 0, false
	}
	b := w.now()
	dt := b.at.Sub(a.at).Seconds() * w.height
	return (b.x - a.x) / dt, (b.y - a.y) / dt, true
}

func (w *walk) speed() (float64, bool) {
	vx, vy, ok := w.velocity()
	return math.Hypot(vx, vy), ok
}

// still reports that it has hardly moved for a while.
func (w *walk) still(d time.Duration) bool {
	if _, ok := w.before(min(d, memory-span)); !ok {
		return false
	}
	now := w.now()
	for _, s := range w.steps {
		if now.at.Sub(s.at) <= d && math.Hypot(s.x-now.x, s.y-now.y) > .5*max(now.h, now.w) {
			return false
		}
	}
	return true
}

func apart(a, b place) float64 { return math.Hypot(a.x-b.x, a.y-b.y) }

// exact is how far, in parts of the picture, a way that is said may be from the one that was gone: as
// trajectories are by themselves. Each frame's boxes are on record beside it.
const exact = .01

// trajectory is the way up to now, simplified.
func (w *walk) trajectory() []observe.Point {
	out := w.way[:len(w.way):len(w.way)]
	if now := w.now(); len(out) == 0 || !out[len(out)-1].Time.Equal(now.at) {
		out = append(out, observe.Point{Time: now.at, Box: now.box})
	}
	return track.Simplify(out, exact)
}

// suspect adds a rule's firing and returns the score with its reasons: each weighs half
// after halfLife, and together they are as likely as any of them.
func (w *walk) suspect(r *Rule, at time.Time) observe.Suspicion {
	if r.Weight > 0 {
		kept := w.suspicion[:0]
		for _, old := range w.suspicion {
			if old.Rule != r.Name {
				kept = append(kept, old)
			}
		}
		w.suspicion = append(kept, observe.Reason{Rule: r.Name, Act: r.Act, At: at, Weight: r.Weight})
	}
	return w.suspected(at)
}

const halfLife = 5 * time.Minute

func (w *walk) suspected(at time.Time) observe.Suspicion {
	var s observe.Suspicion
	none := 1.0
	for _, r := range w.suspicion {
		r.Weight *= math.Exp2(-at.Sub(r.At).Seconds() / halfLife.Seconds())
		r.Weight = math.Round(r.Weight*1e3) / 1e3
		none *= 1 - r.Weight
		s.Reasons = append(s.Reasons, r)
	}
	s.Score = math.Round((1-none)*1e3) / 1e3
	return s
}
