// Package stream is what flows from a camera's source to its recorder and its
// live viewers: one initialisation section, then fragments.
package stream

import "time"

// Init begins a stream: what it is, and the section that every file and every
// viewer needs before the fragments.
type Init struct {
	// Track is the track whose pictures follow.
	Track Track
	// Codec is the RFC 6381 name, for example "avc1.42c01e" or "hvc1.1.6.L93.B0".
	Codec         string
	Width, Height int
	// Data is ftyp and moov; it is never written to.
	Data []byte
}

// Fragment is one or more pictures of the stream as they were sent.
type Fragment struct {
	// Track is the ID of the track that it is of, as in its Init.
	Track int
	// Data is moof and mdat; it is never written to, so it may be kept.
	Data []byte
	// PTS, DTS and Duration are stream time, that of the decoded frames. What Data says
	// is in the same time, in ticks of a 90 kHz clock.
	PTS, DTS, Duration time.Duration
	// Keyframe says that decoding can start here.
	Keyframe bool
	Frames   int
	// Time is when the first picture was captured, by this node's clock.
	Time time.Time
	// Stepped is how far this node's clock was set since the fragment before.
	Stepped time.Duration
	// Received is when the fragment was complete.
	Received time.Time
}

// End is when the fragment's last picture has had its time.
func (f Fragment) End() time.Duration { return f.PTS + f.Duration }
