package custos

import "time"

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
	Counts *StreamCounts `json:"counts,omitempty"`
	// ClockOffset is how far the camera's own clock is ahead of the edge node's, in
	// nanoseconds; nil if it does not say. No time in Custos rests on it.
	ClockOffset *time.Duration `json:"clock_offset,omitempty"`
}

// Kind implements Payload.
func (*Stream) Kind() Kind { return KindStream }

// StreamCounts counts what a camera sent, and what became of it.
type StreamCounts struct {
	// Packets came; Lost never did, by their numbers; Late came too late, twice, or
	// belong to something else.
	Packets uint64 `json:"packets"`
	Lost    uint64 `json:"lost"`
	Late    uint64 `json:"late"`
	// Pictures were recorded; Broken were left out, since a part of them was missing.
	Pictures uint64 `json:"pictures"`
	Broken   uint64 `json:"broken"`
	// Restamped pictures had a stamp that could not be true.
	Restamped uint64 `json:"restamped"`
	// Undecoded pictures were recorded and not analysed: the decoder could not keep up.
	Undecoded uint64 `json:"undecoded"`
	// Connections were made to the camera.
	Connections uint64 `json:"connections"`
}

// CameraState is what a camera does now, for people.
type CameraState string

// The states of a camera.
const (
	CameraStarting     CameraState = "starting"
	CameraRecording    CameraState = "recording"
	CameraNoPictures   CameraState = "no pictures"
	CameraReconnecting CameraState = "reconnecting"
	// CameraRefused means that people must change something: a password, a right, a URL.
	CameraRefused CameraState = "refused"
	// CameraNotRecording means that pictures come and cannot be stored.
	CameraNotRecording CameraState = "not recording"
	// CameraEnded means that its footage has run, once, as was asked.
	CameraEnded CameraState = "ended"
)

// CameraHealth is what a camera service says of itself.
type CameraHealth struct {
	Camera CameraID    `json:"camera"`
	State  CameraState `json:"state"`
	// Reason says why, for states other than recording; of a camera that records, what
	// is odd about it.
	Reason string    `json:"reason,omitempty"`
	Since  time.Time `json:"since"`
	// LastPicture is when the newest recorded picture was captured, LastSegment when the
	// newest sealed segment ended; nil before the first.
	LastPicture *time.Time   `json:"last_picture,omitempty"`
	LastSegment *time.Time   `json:"last_segment,omitempty"`
	Segments    uint64       `json:"segments"`
	Frames      uint64       `json:"frames"`
	Dropped     uint64       `json:"dropped"`
	Counts      StreamCounts `json:"counts"`
	// ClockOffset is as in Stream.
	ClockOffset *time.Duration `json:"clock_offset,omitempty"`
}
