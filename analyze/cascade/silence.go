package cascade

import "time"

const (
	// silentLooks at movement, within silentWithin, without seeing anything are called out.
	silentLooks  = 200
	silentWithin = 10 * time.Minute
	// silentAgain is how long after that it is not called out once more.
	silentAgain = time.Hour
)

// Silence is what a looker that says nothing is told by.
type Silence struct {
	// Looks at movement have found nothing since Since; the detector of movement saw
	// Moving things in them.
	Looks, Moving int
	Since         time.Time
}

// silence counts looks that found nothing where things moved. A looker that does not know
// the site's things says nothing for ever, and nobody would see that it is so.
type silence struct {
	now  Silence
	last time.Time // that a look was counted
	said time.Time
	odd  *Silence
}

// look takes what a look found, or that it failed, which is nothing found. One that comes
// sooner than every after another is not counted: failed looks come with each frame.
func (s *silence) look(at time.Time, every time.Duration, moving, found int) {
	if at.Before(s.last) { // the clock was set back
		*s = silence{}
	}
	if found > 0 {
		s.now = Silence{}
		return
	}
	if moving == 0 || !s.last.IsZero() && at.Sub(s.last) < every {
		return
	}
	s.last = at
	if s.now.Looks == 0 || at.Sub(s.now.Since) > silentWithin {
		s.now = Silence{Since: at}
	}
	s.now.Looks++
	s.now.Moving += moving
	if s.now.Looks < silentLooks || !s.said.IsZero() && at.Sub(s.said) < silentAgain {
		return
	}
	odd := s.now
	s.odd, s.said, s.now = &odd, at, Silence{}
}

// Silent says, once each time, that the looker has seen nothing in many looks at what moves.
func (d *Detector) Silent() (Silence, bool) {
	odd := d.silence.odd
	d.silence.odd = nil
	if odd == nil {
		return Silence{}, false
	}
	return *odd, true
}
