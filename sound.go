package custos

import "time"

// SoundFormat is how a block of sound is coded.
type SoundFormat uint32

// The formats of sound.
const (
	// SoundS16 is PCM: signed numbers of 16 bits, the low byte first, the channels of a
	// sample side by side.
	SoundS16 SoundFormat = iota + 1
	// SoundPCMU and SoundPCMA are G.711, a byte a sample.
	SoundPCMU
	SoundPCMA
	// SoundAAC is a frame of AAC; Sound.Config is its AudioSpecificConfig.
	SoundAAC
	// SoundOpus is an Opus packet.
	SoundOpus
)

// Sound is a block of a camera's sound. Data and Config are only valid until the reader
// asks for the next block.
type Sound struct {
	Camera CameraID
	// Boot is the camera service's life; Seq counts blocks from 1 within it. The ring that
	// hands a block on gives it its number.
	Boot, Seq uint64
	// PTS is the stream's own time, the one of frames and recorded segments.
	PTS time.Duration
	// Time is when its first sample was captured, by the edge node's clock.
	Time   time.Time
	Format SoundFormat
	// Rate is in samples a second.
	Rate     int
	Channels int
	// Samples is how many it holds in each channel.
	Samples int
	// Config is what a decoder needs first; empty for most formats.
	Config []byte
	Data   []byte
}
