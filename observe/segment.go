package observe

import (
	"fmt"
	"time"

	"custos.dev/custos"
)

// KindSegment is the kind of Segment.
const KindSegment custos.Kind = "segment"

// Segment seals a stored stretch of stream. Segments of a camera form a hash
// chain through Prev, across boots.
//
// Three times name one moment. Capture time is the edge node's clock. Stream time
// counts from the start of the camera service's life by a clock that nobody sets;
// FrameRef.PTS is in it. File time is what a player shows: it begins at zero in each
// file. What stands in the file at f was captured at From + f - PTS and has the
// stream time Base + f.
type Segment struct {
	// Index counts a camera's segments from 1, across boots.
	Index uint64 `json:"index"`
	// Boot is the camera service's life whose FrameRefs this segment holds.
	Boot uint64 `json:"boot"`
	// File is the segment's path below the camera's recording directory.
	File string `json:"file"`
	// Bytes and SHA256 are of the whole file: init section and fragments.
	Bytes  int64       `json:"bytes"`
	SHA256 custos.Hash `json:"sha256"`
	// Prev is the SHA256 of the segment before; zero for the first.
	Prev custos.Hash `json:"prev"`
	// From and Until are capture times: of the first picture, and of the last one's end.
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
	// PTS and PTSEnd are the same moments in file time.
	PTS    time.Duration `json:"pts"`
	PTSEnd time.Duration `json:"pts_end"`
	// Base is the stream time of the file's zero. It is 0 in segments of versions
	// whose files carried stream time themselves.
	Base time.Duration `json:"base,omitempty"`
	// Longest is how long the longest picture stands; 0 where older versions did not say.
	Longest time.Duration `json:"longest,omitempty"`
	// Dependent says that the first picture cannot be decoded without the segments
	// before it, back to one that is not dependent.
	Dependent bool `json:"dependent,omitempty"`
	// Stepped is how far the node's clock was set, forward if positive, between the
	// segment before and this one.
	Stepped time.Duration `json:"stepped,omitempty"`
	Codec   string        `json:"codec"`
	Width   int           `json:"width"`
	Height  int           `json:"height"`
	Frames  int           `json:"frames"`
}

// What a segment may claim, whoever asks: the recorder that seals it, the master that
// commits it, the audit and the verifier.
const (
	// MaxPicture is the longest that one picture may stand for. What comes later is a gap.
	MaxPicture = 10 * time.Second
	// shortPicture is what one picture may always stand for, whatever the others do.
	shortPicture = 2 * time.Second
	// oddPicture is how many times longer than the others' mean one picture may stand.
	oddPicture = 10
	// TimeTolerance is how far two statements about one moment may lie apart.
	TimeTolerance = 50 * time.Millisecond
)

// Length is how long the segment claims to last.
func (s *Segment) Length() time.Duration { return s.Until.Sub(s.From) }

// StreamTime returns From and Until in stream time.
func (s *Segment) StreamTime() (from, until time.Duration) { return s.Base + s.PTS, s.Base + s.PTSEnd }

// At returns the capture time of what has the stream time p.
func (s *Segment) At(p time.Duration) time.Time { return s.From.Add(p - s.Base - s.PTS) }

// CheckTimes says what is false in the segment's claim about time, as far as the claim
// itself tells: one picture cannot stand for hours. It returns Corrupt or nil.
func (s *Segment) CheckTimes() error {
	length, shown := s.Length(), s.PTSEnd-s.PTS
	switch {
	case s.Frames < 1:
		return custos.Errorf(custos.Corrupt, "segment %d claims %v without a picture", s.Index, length)
	case length <= 0:
		return custos.Errorf(custos.Corrupt, "segment %d claims to end %v before it begins", s.Index, -length)
	case (length - shown).Abs() > TimeTolerance:
		return custos.Errorf(custos.Corrupt, "segment %d claims %v, its pictures last %v", s.Index, length, shown)
	case s.Longest < 0 || s.Longest > length+TimeTolerance:
		return custos.Errorf(custos.Corrupt, "segment %d claims %v, and one of its pictures %v", s.Index, length, s.Longest)
	case length/time.Duration(s.Frames) > MaxPicture:
		return custos.Errorf(custos.Corrupt, "segment %d claims %v for %d pictures", s.Index, length, s.Frames)
	}
	return s.checkLongest(s.Longest)
}

// CheckPictures compares the claim with how long the pictures in the file itself stand,
// in their order. It returns Corrupt or nil.
func (s *Segment) CheckPictures(pictures []time.Duration) error {
	var sum, longest time.Duration
	for _, p := range pictures {
		sum, longest = sum+p, max(longest, p)
	}
	switch {
	case len(pictures) != s.Frames:
		return custos.Errorf(custos.Corrupt, "segment %d claims %d pictures, its file has %d", s.Index, s.Frames, len(pictures))
	case (s.Length() - sum).Abs() > TimeTolerance+longest:
		return custos.Errorf(custos.Corrupt, "segment %d claims %v, the pictures in its file last %v", s.Index, s.Length(), sum)
	case s.Longest > 0 && (s.Longest-longest).Abs() > TimeTolerance:
		return custos.Errorf(custos.Corrupt, "segment %d claims that its longest picture stands for %v, in its file one stands for %v", s.Index, s.Longest, longest)
	}
	return s.checkLongest(longest)
}

// checkLongest holds the longest picture against the others: a recorder ends a segment
// at a gap, so no picture stands much longer than the rest.
func (s *Segment) checkLongest(longest time.Duration) error {
	if longest > MaxPicture {
		return custos.Errorf(custos.Corrupt, "segment %d claims %v for one picture", s.Index, longest)
	}
	if longest <= shortPicture || s.Frames < 2 {
		return nil
	}
	if others := (s.Length() - longest) / time.Duration(s.Frames-1); longest > oddPicture*max(others, 1) {
		return custos.Errorf(custos.Corrupt, "segment %d claims %v for one picture, where its others stand for %v each", s.Index, longest, others)
	}
	return nil
}

// CheckAfter says what is false in the claims of two segments that follow each other:
// the one before cannot last beyond the beginning of s. It returns Corrupt, naming the
// segment before, or nil. What lies between the two is for the caller to compare with
// the events about gaps.
func (s *Segment) CheckAfter(before *Segment) error {
	if s.Base > 0 && before.Base > 0 && s.Boot == before.Boot {
		from, _ := s.StreamTime()
		_, until := before.StreamTime()
		if from < until-TimeTolerance {
			return custos.Errorf(custos.Corrupt, "segment %d claims %v that segment %d claims too", before.Index, until-from, s.Index)
		}
		if apart := s.From.Sub(before.Until) - (from - until) - s.Stepped; apart.Abs() > TimeTolerance {
			return custos.Errorf(custos.Corrupt, "segment %d is dated %v off from where segment %d ended, and no clock was set", s.Index, apart, before.Index)
		}
		return nil
	}
	if over := before.Until.Sub(s.From) + min(s.Stepped, 0); over > TimeTolerance {
		return custos.Errorf(custos.Corrupt, "segment %d claims %v that segment %d claims too", before.Index, over, s.Index)
	}
	return nil
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

// Kind implements custos.Payload.
func (*Segment) Kind() custos.Kind { return KindSegment }

var _ = define(kind[*Segment]{
	Says:    "A stretch of footage was stored and sealed.",
	Example: &Segment{Index: 1, From: exampleTime.Add(-time.Second), Until: exampleTime, PTSEnd: time.Second, Frames: 10},
	Text: func(e *custos.Event, s *Segment, _ Names) string {
		return fmt.Sprintf("%s: segment %d sealed, %s, %d frames", e.Resource.Base(), s.Index, s.Length().Round(100*time.Millisecond), s.Frames)
	},
	Shows: func(_ *custos.Event, s *Segment) Shown { return Shown{From: s.From, Until: s.Until} },
})
