package custos

import "time"

// Frame returns the frame in which an event was observed; false if it is not about one.
func (e *Event) Frame() (FrameRef, bool) {
	switch p := e.Payload.(type) {
	case *Zone:
		return p.Frame, true
	case *Tracks:
		return p.Frame, true
	case *Detections:
		return p.Frame, true
	case *Behavior:
		return p.Frame, true
	}
	return FrameRef{}, false
}

// Stretch returns the time whose footage shows what an event says; false for events
// that no footage shows, such as decisions. A gap's is the gap itself, which the footage
// on both sides bounds.
func (e *Event) Stretch() (from, until time.Time, ok bool) {
	switch p := e.Payload.(type) {
	case *Zone, *Tracks, *Detections, *Behavior:
		return e.Time, e.Time, true
	case *Trajectory:
		return p.From, p.Until, true
	case *Feature:
		return p.From, p.Until, true
	case *Segment:
		return p.From, p.Until, true
	case *Stream:
		if from, until, ok := p.Gap(); ok {
			return from, until, true
		}
	}
	return from, until, false
}

// Gap returns what is not recorded, of an event about a gap.
func (s *Stream) Gap() (from, until time.Time, ok bool) {
	if s.State != StreamGap || s.From == nil || s.Until == nil {
		return from, until, false
	}
	return *s.From, *s.Until, true
}

// MaxUntold is the longest stretch between two segments that needs no event: pictures
// that are late by this much are usual.
const MaxUntold = 250 * time.Millisecond

// GapTo returns how long a camera was not recorded between a segment and the next one;
// negative where both claim a time. A clock that was set between them does not count.
func (s *Segment) GapTo(next *Segment) time.Duration {
	if s.Base > 0 && next.Base > 0 && s.Boot == next.Boot {
		_, until := s.StreamTime()
		from, _ := next.StreamTime()
		return from - until
	}
	return next.From.Sub(s.Until) - next.Stepped
}

// Told reports that events about gaps cover all of what was not recorded between a segment
// and the next one. The gaps are in the order of their beginnings.
func (s *Segment) Told(next *Segment, gaps []*Stream) bool {
	at := s.Until
	for _, g := range gaps {
		if from, until, ok := g.Gap(); ok && !from.After(at.Add(TimeTolerance)) && until.After(at) {
			at = until
		}
	}
	return !at.Before(next.From.Add(-TimeTolerance))
}
