package behavior

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"time"

	"custos.dev/custos"

	"custos.dev/custos/observe"
)

// Engine watches the zones of one camera. It is not safe for concurrent use.
type Engine struct {
	zones  []Zone
	stays  []map[observe.TrackID]*stay // for each zone
	newest time.Time
}

// stay is a track near a zone: outside and perhaps coming in, or inside.
type stay struct {
	inside bool
	// frames counts in a row those that speak for a change.
	frames int
	// since is when the foot was first seen inside in this stay.
	since time.Time
	// Where it was last seen at all, and last seen inside.
	seen, held time.Time
	last       observe.Tracked
	frame      custos.FrameRef
	dwelt      bool
}

// New checks the zones and returns an engine that has seen nothing. An error of
// kind Invalid names the zone and says what to change. No zone is no error.
func New(zones []Zone) (*Engine, error) {
	e := &Engine{}
	names := map[string]bool{}
	for i := range zones {
		z := &zones[i]
		if err := z.Validate(); err != nil {
			return nil, err
		}
		if names[z.Name] {
			return nil, custos.Errorf(custos.Invalid, "two zones are called %q: give each zone a name of its own", z.Name)
		}
		names[z.Name] = true
		e.zones = append(e.zones, z.withDefaults())
		e.stays = append(e.stays, map[observe.TrackID]*stay{})
	}
	return e, nil
}

// Update takes the tracks of the frame captured at t and returns what they did,
// zone by zone and in the order of their numbers. A track that is not among
// them has left once Zone.Grace has gone by; its leave names the frame in which
// it was last seen. Call it for frames without tracks, too, as far as they are
// known. Tracks whose box is not made of finite numbers are left out, and so is
// a second box of the same track. A time a little before the newest counts as
// the newest; one that is more than a minute before it means that the clock was
// set back, and lets every track leave first.
func (e *Engine) Update(t time.Time, frame custos.FrameRef, tracks []observe.Tracked) []Fired {
	var out []Fired
	switch {
	case e.newest.Sub(t) > setBack:
		out = e.Flush(e.newest, frame)
	case t.Before(e.newest):
		t = e.newest
	}
	e.newest = t
	tracks = usable(tracks)
	for i := range e.zones {
		z, stays := &e.zones[i], e.stays[i]
		// The gone first: they left before this frame.
		out = append(out, gone(z, stays, t)...)
		for _, tr := range tracks {
			out = append(out, step(z, stays, t, frame, tr)...)
		}
	}
	return out
}

// Fired is what a rule found, and when the frame that shows it was captured. For
// someone who is gone that is the last frame that showed him, not the one in which
// his absence was certain.
type Fired struct {
	At    time.Time
	Event observe.Zone
}

// setBack is how far time must go back to be believed. Until the old time has
// come again nobody could dwell or be gone.
const setBack = time.Minute

// usable sorts the tracks by number and drops what no rule can judge; a box
// that is not finite could not be written into an event either.
func usable(tracks []observe.Tracked) []observe.Tracked {
	out := make([]observe.Tracked, 0, len(tracks))
	for _, t := range tracks {
		// A sum is finite only if nothing in it is infinite or not a number.
		s := math.Abs(t.Box.X) + math.Abs(t.Box.Y) + math.Abs(t.Box.W) + math.Abs(t.Box.H)
		if s <= math.MaxFloat64 && !math.IsInf(t.Score, 0) && !math.IsNaN(t.Score) {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b observe.Tracked) int { return cmp.Compare(a.Track, b.Track) })
	return slices.CompactFunc(out, func(a, b observe.Tracked) bool { return a.Track == b.Track })
}

// Flush lets every track leave, as at the end of a stream, and forgets them.
// The time is that of the last frame; frame stands in for a track whose own
// last frame is not known.
func (e *Engine) Flush(t time.Time, frame custos.FrameRef) []Fired {
	if t.Before(e.newest) {
		t = e.newest
	}
	var out []Fired
	for i := range e.zones {
		z, stays := &e.zones[i], e.stays[i]
		for _, id := range ordered(stays) {
			s := stays[id]
			if !s.inside {
				continue
			}
			if s.frame == (custos.FrameRef{}) {
				s.frame, s.seen = frame, t
			}
			until := s.held
			if s.seen.Equal(e.newest) && s.frames == 0 {
				until = t // it was there to the end
			}
			out = append(out, s.says(z, observe.Leave, until))
		}
		clear(stays)
	}
	e.newest = time.Time{}
	return out
}

// gone lets tracks leave that nobody has seen for the zone's grace.
func gone(z *Zone, stays map[observe.TrackID]*stay, t time.Time) []Fired {
	var out []Fired
	for _, id := range ordered(stays) {
		s := stays[id]
		if t.Sub(s.seen) <= z.Grace {
			continue
		}
		if s.inside {
			out = append(out, s.says(z, observe.Leave, s.held))
		}
		delete(stays, id)
	}
	return out
}

// step moves one track on.
func step(z *Zone, stays map[observe.TrackID]*stay, t time.Time, frame custos.FrameRef, tr observe.Tracked) []Fired {
	s := stays[tr.Track]
	in := foot(z, tr.Box)
	if s == nil {
		// Only someone who is inside begins a stay, and only if the class counts;
		// later the class may waver without ending it.
		if !in || !z.counts(tr.Class) {
			return nil
		}
		s = &stay{}
		stays[tr.Track] = s
	}
	s.last, s.frame, s.seen = tr, frame, t
	var out []Fired
	if !s.inside {
		if !in {
			delete(stays, tr.Track)
			return nil
		}
		if s.frames == 0 {
			s.since = t
		}
		s.frames++
		s.held = t
		if s.frames < z.MinInside || !z.counts(tr.Class) {
			return nil
		}
		s.inside, s.frames = true, 0
		out = append(out, s.says(z, observe.Enter, t))
	} else if !in {
		if s.frames++; s.frames >= z.MinOutside {
			delete(stays, tr.Track)
			return append(out, s.says(z, observe.Leave, s.held))
		}
	} else {
		s.frames, s.held = 0, t
	}
	if in && !s.dwelt && z.DwellAfter > 0 && t.Sub(s.since) >= z.DwellAfter {
		s.dwelt = true
		out = append(out, s.says(z, observe.Dwell, t))
	}
	return out
}

func (s *stay) says(z *Zone, what observe.Transition, until time.Time) Fired {
	return Fired{At: s.seen, Event: observe.Zone{
		Zone: z.Name, Transition: what, Track: s.last.Track, Class: s.last.Class,
		Frame: s.frame, Box: s.last.Box, Inside: max(until.Sub(s.since), 0),
	}}
}

// foot reports whether the foot of the box is in the zone. A foot below the
// picture's edge is taken for one at it.
func foot(z *Zone, b custos.Box) bool {
	x, y := b.Foot()
	return contains(z.Polygon, min(max(x, 0), 1), min(max(y, 0), 1))
}

func ordered(stays map[observe.TrackID]*stay) []observe.TrackID {
	ids := make([]observe.TrackID, 0, len(stays))
	for id := range stays {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool { return ids[i] < ids[j] })
	return ids
}
