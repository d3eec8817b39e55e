package observe

import (
	"time"

	"custos.dev/custos"
)

// KindStream is the kind of Stream.
const KindStream custos.Kind = "stream"

// StreamState is what became of a stream.
type StreamState string

// The states of a stream.
const (
	StreamStarted StreamState = "started"
	// StreamEnded means that the source ended it: the footage's end mark.
	StreamEnded StreamState = "ended"
	// StreamLost means that the connection broke off or that no pictures come.
	StreamLost StreamState = "lost"
	// StreamGap says what is not recorded: between the end of one segment and the
	// beginning of the next, From and Until.
	StreamGap StreamState = "gap"
	// StreamOdd says what was put right or left out of a stream that goes on: false
	// stamps, lost packets, another format, a node's clock that was set.
	StreamOdd StreamState = "odd"
)

// Stream says that a camera's stream began, stopped, left a gap or was odd.
type Stream struct {
	State  StreamState `json:"state"`
	Reason string      `json:"reason,omitempty"`
	// From and Until are a gap's.
	From  *time.Time `json:"from,omitempty"`
	Until *time.Time `json:"until,omitempty"`
	// Frames and Dropped count since the camera service started: decoded frames that
	// went to the ring, and those that no reader could be given.
	Frames  uint64 `json:"frames"`
	Dropped uint64 `json:"dropped"`
	// Counts is what came from the camera since its service started; nil in events of
	// older versions.
	Counts *custos.StreamCounts `json:"counts,omitempty"`
	// ClockOffset is how far the camera's own clock is ahead of the edge node's, in
	// nanoseconds; nil if it does not say. No time in Custos rests on it.
	ClockOffset *time.Duration `json:"clock_offset,omitempty"`
}

// Gap returns what is not recorded, of an event about a gap.
func (s *Stream) Gap() (from, until time.Time, ok bool) {
	if s.State != StreamGap || s.From == nil || s.Until == nil {
		return from, until, false
	}
	return *s.From, *s.Until, true
}

// Kind implements custos.Payload.
func (*Stream) Kind() custos.Kind { return KindStream }

var _ = define(kind[*Stream]{
	Says: "A camera's stream began, stopped, left a gap or was odd.",
	Example: func() *Stream {
		until := exampleTime.Add(time.Second)
		return &Stream{State: StreamGap, Reason: "the camera is silent", From: &exampleTime, Until: &until}
	}(),
	Text: func(e *custos.Event, s *Stream, _ Names) string {
		line := e.Resource.Base() + ": stream " + string(s.State)
		if s.Reason != "" {
			line += ": " + s.Reason
		}
		return line
	},
	Shows: func(_ *custos.Event, s *Stream) Shown {
		from, until, _ := s.Gap()
		return Shown{From: from, Until: until}
	},
})
