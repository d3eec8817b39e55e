package stream

import (
	"cmp"
	"time"
)

// Description is what a camera says it offers, before it plays.
type Description struct{ Tracks []Track }

// Media is what kind of track it is.
type Media string

// The media that are known. What a description names otherwise keeps its own name.
const (
	Video    Media = "video"
	Audio    Media = "audio"
	Metadata Media = "metadata"
)

// The codecs that are known by name; any other keeps the name of its description.
const (
	H264  = "H264"
	H265  = "H265"
	AAC   = "AAC"
	Opus  = "OPUS"
	PCMU  = "PCMU"
	PCMA  = "PCMA"
	ONVIF = "ONVIF" // metadata, XML
)

// Track is one of a camera's media, as the camera describes it.
type Track struct {
	// ID counts the tracks of a description from 0.
	ID    int
	Media Media
	// Codec is one of those above, or the name in the description.
	Codec string
	// Clock is in ticks a second; of PCM and AAC that is the sampling rate.
	Clock int
	// Channels are of sound; 0 for other media.
	Channels int
	// Parameters is what the description says beyond that (fmtp), as it was written.
	Parameters string
	// Config is what a decoder of sound needs first: of AAC its AudioSpecificConfig.
	Config []byte
}

// Is says whether a track is of a media. A track that says nothing is the video.
func (t Track) Is(m Media) bool { return cmp.Or(t.Media, Video) == cmp.Or(m, Video) }

// Unit is what belongs together of a track other than the video, as it was sent: for
// sound, one frame of a codec or one packet of PCM.
type Unit struct {
	// Track is the unit's track.
	Track Track
	// Data may be kept.
	Data []byte
	// PTS is stream time, the time base of the fragments and frames; Duration is how long
	// it sounds, by its own samples.
	PTS, Duration time.Duration
	// Time is when its first sample was captured, by this node's clock.
	Time time.Time
	// Samples is how many it holds in each channel.
	Samples int
	// Lost says that something right before it never came.
	Lost bool
}
