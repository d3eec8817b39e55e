package custos

import "time"

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
	// Sound is what comes of the camera's sound; nil where the site does not ask for it.
	Sound *TrackCounts `json:"sound,omitempty"`
}

// TrackCounts counts what a camera sent of a track besides its video, and what became of it.
type TrackCounts struct {
	// Codec is the one of the latest description; "" before the first.
	Codec string `json:"codec,omitempty"`
	// Missing says why nothing comes of the track; "" while it plays or was not asked yet.
	Missing string `json:"missing,omitempty"`
	// Packets, Lost, Late and Restamped are as in StreamCounts.
	Packets   uint64 `json:"packets"`
	Lost      uint64 `json:"lost"`
	Late      uint64 `json:"late"`
	Restamped uint64 `json:"restamped"`
	// Units were handed on; Broken ones were left out: damaged, or a part was missing.
	Units  uint64 `json:"units"`
	Broken uint64 `json:"broken"`
}

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
