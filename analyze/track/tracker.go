// Package track joins the detections of a camera's frames into tracks: the same
// object keeps its number from frame to frame, also when it is hidden for a
// moment. It is SORT (Bewley et al., "Simple Online and Realtime Tracking", ICIP
// 2016) with what others and we found missing there:
//
//   - Association is in stages: strong detections first, then weak ones for the
//     tracks that are left over (ByteTrack; Zhang et al., ECCV 2022), then those
//     that were hidden or jumped, as far off as their place is uncertain.
//   - What scores are worth is learnt, and decides what is a track; see trust.
//   - The filter's noise goes with the height of the box, the time since the
//     frame before and the score, and with how unruly the camera is; see motion
//     and unrest. What the camera moved is taken off; see sway and shake.
//   - How objects look decides between those that are near each other, and says
//     who has come back.
//
// It is deterministic and does no I/O.
package track

import (
	"math"
	"slices"
	"sort"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// Tracker follows the objects of one camera. It is not safe for concurrent use.
type Tracker struct {
	cfg    Config
	tracks []*path // oldest first
	lost   []lost  // oldest first
	next   observe.TrackID
	last   time.Time
	trust  trust
	unrest unrest
	sway   sway
	dets   []found // scratch
	pairs  []pair  // scratch
}

// found is a detection of the frame. Its box is in heights of the picture across
// as well as down, as all places in the tracker are: a step across is then as
// long as one down.
type found struct {
	*observe.Detection
	box  custos.Box
	odds float64
}

// path is a track in the making.
type path struct {
	id     observe.TrackID // 0 until confirmed
	motion motion
	// expected is where it is thought to be in this frame: motion's box.
	expected custos.Box
	belief   belief
	// weight of each class that its detections had, in the order of first sight.
	classes []classWeight
	score   float64
	hits    int
	seen    time.Time // last detection
	matched bool      // in this frame
	points  []observe.Point
	// look adds up how its detections looked; recent is how the last ones did.
	look   []float64
	recent []float64
	// embedding adds up how they looked to the network by.
	embedding []float64
	by        string
	// returns is the track that it goes on; see Tracker.again.
	returns observe.TrackID
}

type classWeight struct {
	class  custos.Class
	weight float64
}

// New returns a tracker that numbers its tracks from 1.
func New(cfg Config) *Tracker {
	return &Tracker{cfg: cfg.withDefaults(), next: 1, trust: newTrust(), unrest: 1}
}

// Sees says what the detections from now on are of: pictures of this width over their
// height (0 if not known), by a detector whose scores tell nothing or something; see
// Config. Another form of the picture ends every track, since no place is what it was.
func (t *Tracker) Sees(aspect float64, alike bool) (ended []observe.Trajectory) {
	c := t.cfg
	c.Aspect, c.Alike = aspect, alike
	c = c.withDefaults()
	if c.Aspect != t.cfg.Aspect {
		ended = t.Flush()
	}
	if c.Alike != t.cfg.Alike {
		t.trust = newTrust()
	}
	t.cfg = c
	return ended
}

// square is a box in heights of the picture, and framed the same in fractions of it.
func (t *Tracker) square(b custos.Box) custos.Box {
	b.X, b.W = b.X*t.cfg.Aspect, b.W*t.cfg.Aspect
	return b
}

func (t *Tracker) framed(b custos.Box) custos.Box {
	b.X, b.W = b.X/t.cfg.Aspect, b.W/t.cfg.Aspect
	return b
}

// Update takes the detections of the frame captured at t. Active holds every
// confirmed track of the frame, ordered by number: those that were detected,
// and those missed for less than Config.Coast at the place where they are
// expected. Ended holds the trajectories of tracks not seen for Config.MaxLost.
// Both belong to the caller. Detections without a sensible box are left out.
//
// Frames should come in the order of their time. A time a little before the
// last frame's counts as the last frame's; one that is more than Config.MaxLost
// before it means that the clock was set back, and ends every track.
func (t *Tracker) Update(at time.Time, dets []observe.Detection) (active []observe.Tracked, ended []observe.Trajectory) {
	switch {
	case t.last.IsZero():
		t.last = at
	case t.last.Sub(at) > t.cfg.MaxLost:
		// Waiting for the old time to come again would freeze every track until then.
		ended = t.Flush()
		t.last = at
	case at.Before(t.last):
		at = t.last
	}
	dt := at.Sub(t.last)
	t.last = at
	// Before anything is matched: whoever is gone too long by now does not come
	// back, also when no frame came in between.
	ended = append(ended, t.end(at)...)
	for _, p := range t.tracks {
		p.matched = false
		if at.Sub(p.seen) > dt {
			p.motion.hold()
		}
		p.motion.predict(dt.Seconds(), t.accel())
		p.expected = p.motion.box()
	}
	t.dets = t.usable(t.dets[:0], dets)
	if !t.cfg.Alike {
		t.trust.learn(t.dets)
		t.dets = slices.DeleteFunc(t.dets, func(d found) bool { return !t.trust.continues(d.odds) })
	}
	if dx, dy := shake(t.tracks, t.dets); dx != 0 || dy != 0 {
		t.shift(dx, dy)
	}
	t.steady(dt.Seconds())
	t.associate(at)
	t.confirm(at)
	return t.active(at), ended
}

// Expect is where the confirmed tracks that the last frame showed will be at a time, oldest
// first.
func (t *Tracker) Expect(at time.Time) []observe.Tracked {
	var out []observe.Tracked
	dt := at.Sub(t.last)
	if dt < 0 || dt > t.cfg.MaxLost {
		return nil
	}
	for _, p := range t.tracks {
		if p.id != 0 && p.matched {
			m := p.motion
			m.predict(dt.Seconds(), t.accel())
			out = append(out, observe.Tracked{Track: p.id, Class: p.class(), Box: t.framed(m.box()), Score: p.score})
		}
	}
	return out
}

// Flush ends every track, as at the end of a stream, and returns the
// trajectories of the confirmed ones. Numbers go on from where they were.
func (t *Tracker) Flush() []observe.Trajectory {
	var out []observe.Trajectory
	for _, p := range t.tracks {
		if p.id != 0 {
			out = append(out, p.trajectory(t.cfg.Tolerance))
		}
	}
	t.tracks, t.lost, t.last = nil, nil, time.Time{}
	return out
}

// accel is the standard deviation of things' acceleration at this camera.
func (t *Tracker) accel() float64 { return t.cfg.Accel * float64(t.unrest) }

func (t *Tracker) usable(out []found, dets []observe.Detection) []found {
	for i := range dets {
		d := &dets[i]
		b := d.Box
		sane := b.W > 0 && b.H > 0 && b.W <= 2 && b.H <= 2 && math.Abs(b.X) <= 2 && math.Abs(b.Y) <= 2
		if sane && d.Score >= t.cfg.Low && d.Score <= math.MaxFloat64 {
			out = append(out, found{d, t.square(b), odds(d.Score)})
		}
	}
	if len(out) > maxDetections {
		sort.SliceStable(out, func(i, j int) bool { return out[i].Score > out[j].Score })
		out = out[:maxDetections]
	}
	return out
}

// maxDetections bounds the work of a frame, which grows with its square: a
// detector that has gone mad must not take the node's processor with it. The
// strongest are kept.
const maxDetections = 500

// associate matches in stages; what one stage took, the next does not see.
func (t *Tracker) associate(at time.Time) {
	taken := make([]bool, len(t.dets))
	stage := func(confirmed, strong bool, cost func(*path, *found) (float64, bool)) {
		t.pairs = t.pairs[:0]
		for i, p := range t.tracks {
			if p.matched || (p.id != 0) != confirmed {
				continue
			}
			for j := range t.dets {
				d := &t.dets[j]
				if taken[j] || t.strong(d) != strong {
					continue
				}
				if c, ok := cost(p, d); ok {
					t.pairs = append(t.pairs, pair{c, i, j})
				}
			}
		}
		greedy(t.pairs, func(i, j int) {
			if p := t.tracks[i]; !p.matched && !taken[j] {
				taken[j] = true
				t.take(p, &t.dets[j], at)
			}
		})
	}
	overlap := func(deviations, least, unlike float64) func(*path, *found) (float64, bool) {
		return func(p *path, d *found) (float64, bool) {
			c, ok := overlapCost(&p.motion, p.expected, d.box, deviations, least)
			if !ok {
				return 0, false
			}
			l := lookCost(p, d.Look)
			return c + l, l <= unlike
		}
	}
	least, leastFar := t.cfg.MinIoU, t.cfg.MinIoU
	if t.cfg.Alike {
		leastFar *= tornBlob
	}
	stage(true, true, overlap(near, least, maxLookCost))
	stage(true, false, overlap(near, weakest*least, maxLookCost))
	stage(true, true, overlap(far, leastFar, lookWeight)) // nobody better was found
	stage(false, true, overlap(near, least, maxLookCost))
	stage(false, true, overlap(far, leastFar, lookWeight))
	// A track that nothing confirmed must be seen in each frame, or else noise
	// that flickers at one place would become an object.
	kept := t.tracks[:0]
	for _, p := range t.tracks {
		if p.id != 0 || p.matched {
			kept = append(kept, p)
		}
	}
	clear(t.tracks[len(kept):])
	t.tracks = kept
	for j := range t.dets {
		if d := &t.dets[j]; !taken[j] && t.strong(d) && !t.covered(d.box) {
			p := &path{motion: newMotion(d.box, t.cfg.Jitter, t.poor(d))}
			t.tracks = append(t.tracks, p)
			t.take(p, d, at)
		}
	}
}

// confirm gives numbers to the tracks that are certain by now, the oldest first.
func (t *Tracker) confirm(at time.Time) {
	for _, p := range t.tracks {
		if p.id == 0 && t.confirms(p, at) {
			p.id = t.next
			t.next++
			p.returns = t.again(p)
		}
	}
}

// weakest is how much more than a strong detection a weak one must overlap.
const weakest = 1.5

// Detectors of what moves find the outlines of bodies that touch, tear and cast shadows:
// poorAlike is how many times as far as a sure detection theirs are off, and tornBlob how
// much less must overlap of one that was hidden or jumped.
const poorAlike, tornBlob = 1.5, 0.5

// poor is how many times as far as a sure detection one may be off.
func (t *Tracker) poor(d *found) float64 {
	if t.cfg.Alike {
		return poorAlike
	}
	return t.trust.poor(d.odds)
}

// covered reports whether a matched track is there already: a second box on the
// same object is no second object.
func (t *Tracker) covered(b custos.Box) bool {
	for _, p := range t.tracks {
		if p.matched && p.expected.IoU(b) > 0.6 {
			return true
		}
	}
	return false
}

func (t *Tracker) take(p *path, d *found, at time.Time) {
	if p.hits > 0 {
		poor := t.poor(d)
		if p.id != 0 && p.hits >= t.cfg.MinHits {
			t.unrest.learn(p.motion.surprise(d.box, t.cfg.Jitter, poor))
		}
		p.motion.correct(d.box, t.cfg.Jitter, poor)
	}
	p.hits++
	p.expected = p.motion.box()
	p.belief.add(at, d.odds, t.cfg.Memory)
	p.matched, p.seen, p.score = true, at, min(d.Score, 1)
	p.vote(d.Class, p.score)
	if (len(d.Look) > 0 || d.Embedding != nil) && !t.crowded(d.box) { // most frames say nothing of looks
		p.looks(d.Look)
		p.embeds(d.Embedding)
	}
	if len(p.points) >= maxPoints {
		p.points = shorten(p.points, t.cfg.Tolerance)
	}
	p.points = append(p.points, observe.Point{Time: at, Box: t.framed(p.expected)})
}

// confirms reports whether there is an object for certain enough.
func (t *Tracker) confirms(p *path, at time.Time) bool {
	enough := p.hits >= t.cfg.MinHits || p.hits > 1 && at.Sub(p.points[0].Time) >= minSpan
	if t.cfg.Alike {
		return enough
	}
	return (enough || p.belief.beyond >= certain) && t.trust.born(&p.belief, t.cfg.Doubt)
}

// minSpan is after which time a second detection confirms a track, whatever Config.MinHits:
// noise that comes by chance is not there twice so far apart, and few looks a second must
// not make a track late.
const minSpan = 150 * time.Millisecond

func (p *path) vote(c custos.Class, score float64) {
	for i := range p.classes {
		if p.classes[i].class == c {
			p.classes[i].weight += score
			return
		}
	}
	if len(p.classes) >= maxClasses {
		return
	}
	p.classes = append(p.classes, classWeight{c, score})
}

// maxClasses bounds what a track remembers of a detector that cannot decide.
const maxClasses = 16

// class is what most of the detections said.
func (p *path) class() custos.Class {
	best := p.classes[0]
	for _, c := range p.classes[1:] {
		if c.weight > best.weight {
			best = c
		}
	}
	return best.class
}

func (t *Tracker) active(at time.Time) []observe.Tracked {
	var out []observe.Tracked
	for _, p := range t.tracks {
		if p.id == 0 || !p.matched && at.Sub(p.seen) > t.cfg.Coast {
			continue
		}
		if !t.cfg.Alike && !t.trust.reported(&p.belief, t.cfg.Doubt) {
			continue
		}
		b, ok := inFrame(t.framed(p.expected))
		if !ok {
			continue
		}
		out = append(out, observe.Tracked{Track: p.id, Class: p.class(), Box: b, Score: p.score, Returns: p.returns})
	}
	// Confirmation is in the order of age but not of birth.
	for i := 1; i < len(out); i++ {
		for j := i; j > 0 && out[j].Track < out[j-1].Track; j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}

// inFrame clips a box to the frame, as exact as events say boxes; false when next to nothing is
// left, as for an object that has walked out.
func inFrame(b custos.Box) (custos.Box, bool) {
	x0, y0 := max(b.X, 0), max(b.Y, 0)
	x1, y1 := min(b.X+b.W, 1), min(b.Y+b.H, 1)
	c := custos.Box{X: custos.Round4(x0), Y: custos.Round4(y0), W: custos.Round4(x1 - x0), H: custos.Round4(y1 - y0)}
	return c, c.W > 0 && c.H > 0 && c.W*c.H >= 0.2*b.W*b.H
}

func (t *Tracker) end(at time.Time) []observe.Trajectory {
	var out []observe.Trajectory
	kept := t.tracks[:0]
	for _, p := range t.tracks {
		switch {
		case at.Sub(p.seen) <= t.cfg.MaxLost:
			kept = append(kept, p)
		case p.id != 0:
			out = append(out, p.trajectory(t.cfg.Tolerance))
			t.leaves(p)
		}
	}
	clear(t.tracks[len(kept):])
	t.tracks = kept
	return out
}

func (p *path) trajectory(tolerance float64) observe.Trajectory {
	ps := simplify(p.points, tolerance)
	points := make([]observe.Point, 0, len(ps))
	for _, q := range ps {
		if b, ok := inFrame(q.Box); ok {
			q.Box = b
		}
		points = append(points, q)
	}
	return observe.Trajectory{
		Track: p.id, Class: p.class(), From: points[0].Time, Until: p.seen, Frames: p.hits, Points: points,
		Look: observe.UnitLook(p.look), Embedding: p.embedded(), Returns: p.returns,
	}
}

// strong reports whether a detection may begin a track.
func (t *Tracker) strong(d *found) bool {
	if t.cfg.Alike {
		return d.Score >= t.cfg.High
	}
	return t.trust.begins(d.odds, odds(t.cfg.High))
}
