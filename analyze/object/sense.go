package object

import (
	"fmt"
	"time"

	"custos.dev/custos"
	"custos.dev/custos/observe"
)

const (
	// senseOver is the time after which what was counted weighs half.
	senseOver = 5 * time.Second
	// senseAfter is for how long a scene is looked at before it is judged, and senseBoxes and
	// senseFrames are how many boxes and frames are counted at the least.
	senseAfter              = 1500 * time.Millisecond
	senseBoxes, senseFrames = 60, 20
	// What is seen is nonsense from nonsense on, of all boxes, until it is sense again; frames
	// without a picture that fits are so, too. On a street seen from above, one box in ten
	// belongs to nothing that was there before; on one at eye level, whose people fill the
	// picture, seven do.
	nonsense, senseAgain = 0.5, 0.3
	// slowFrames is the time between two frames in which people go farther than they are wide:
	// then boxes say nothing of one another.
	slowFrames = 300 * time.Millisecond
	// continues is the overlap of a box with one that is expected.
	continues = 0.5
)

// sense judges whether what the detector sees makes sense: objects are where they are expected
// from one frame to the next, and most frames fit what was learned of the empty scene.
type sense struct {
	began, last, halved time.Time
	boxes, fresh        float64
	frames, lost        float64
	reason              string
}

// frame counts what a frame showed; lost says that it did not fit what was learned.
func (s *sense) frame(at time.Time, found []observe.Detection, expected []observe.Tracked, lost bool) {
	since := at.Sub(s.last)
	if s.last.IsZero() || since < 0 || since > time.Minute {
		*s = sense{began: at, last: at, halved: at}
		return
	}
	s.last = at
	if since > slowFrames {
		return
	}
	s.frames++
	if lost {
		s.lost++
	}
	for _, f := range found {
		s.boxes++
		if !overlapsOne(f.Box, expected) {
			s.fresh++
		}
	}
	if at.Sub(s.began) >= senseAfter {
		s.judge()
	}
	if at.Sub(s.halved) >= senseOver {
		s.halved = at
		s.boxes, s.fresh, s.frames, s.lost = s.boxes/2, s.fresh/2, s.frames/2, s.lost/2
	}
}

func overlapsOne(b custos.Box, all []observe.Tracked) bool {
	for _, t := range all {
		if t.Box.IoU(b) > continues {
			return true
		}
	}
	return false
}

func (s *sense) judge() {
	bound := nonsense
	if s.reason != "" {
		bound = senseAgain
	}
	switch {
	case s.frames >= senseFrames && s.lost > bound*s.frames:
		s.reason = fmt.Sprintf("in %.0f of 100 pictures nearly everything is other than before: the camera moves, or its light flickers", 100*s.lost/s.frames)
	case s.boxes >= senseBoxes && s.fresh > bound*s.boxes:
		s.reason = fmt.Sprintf("of 100 things that it sees move, %.0f were not there a moment before: the picture is never empty, or people fill it", 100*s.fresh/s.boxes)
	case s.reason != "" && s.boxes < senseBoxes && s.frames < senseFrames:
		// Too little is seen to say that it has changed.
	default:
		s.reason = ""
	}
}

// Judged reports whether a scene was looked at for long enough to know that what is seen is of
// use. What came before may be rubbish.
func (d *Detector) Judged() bool { return d.sense.last.Sub(d.sense.began) >= senseAfter }

// Nonsense says in a sentence why what the detector sees now is of no use; "" if it is.
func (d *Detector) Nonsense() string { return d.sense.reason }
