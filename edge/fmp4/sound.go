package fmp4

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// SoundID is the track ID of the sound beside a video, and SoundScale its time's units a
// second, the video's own, so that both are moved alike.
const (
	SoundID    = 2
	SoundScale = 90000
)

// ErrSound says that a fragment is of the sound: it holds no picture.
var ErrSound = errors.New("fmp4: the fragment is of the sound")

// Sound describes a track of sound beside a video.
type Sound struct {
	// Entry names the sample entry: "mp4a" for AAC, "Opus", "ulaw" or "alaw".
	Entry          string
	Rate, Channels int
	// Config is of AAC its AudioSpecificConfig.
	Config []byte
}

// Codec is the RFC 6381 name for browsers; "" for G.711, which none plays from MP4.
func (s Sound) Codec() string {
	switch s.Entry {
	case "mp4a":
		if len(s.Config) > 0 {
			return fmt.Sprintf("mp4a.40.%d", s.Config[0]>>3)
		}
	case "Opus":
		return "opus"
	}
	return ""
}

// WithSound returns an initialisation section of one video with a track of sound beside it.
func WithSound(init []byte, s Sound) ([]byte, error) {
	if s.Channels < 1 || s.Channels > 255 || s.Rate < 1 || len(s.Config) > 64 {
		return nil, fmt.Errorf("fmp4: sound of %d Hz in %d channels cannot be described", s.Rate, s.Channels)
	}
	switch s.Entry {
	case "mp4a", "Opus", "ulaw", "alaw":
	default:
		return nil, fmt.Errorf("fmp4: there is no sample entry %q for sound", s.Entry)
	}
	found := false
	out, err := rebuilt(init, func(b []byte, path string, raw []byte) []byte {
		switch path {
		case "moov/mvex":
			found = true
			b = box(b, "trak", func(b []byte) []byte { return s.trak(b) })
			return box(b, "mvex", func(b []byte) []byte {
				b = append(b, raw[8:]...)
				return box(b, "trex", func(b []byte) []byte { return u32(b, 0, SoundID, 1, 0, 0, 0) })
			})
		case "moov/mvhd":
			return nextTrack(append(b, raw...), SoundID+1)
		}
		return append(b, raw...)
	})
	if err == nil && !found {
		err = errors.New("fmp4: the initialisation section has no fragments")
	}
	return out, err
}

// nextTrack puts the next free track ID into the movie's header, which b ends with.
func nextTrack(b []byte, id uint32) []byte {
	binary.BigEndian.PutUint32(b[len(b)-4:], id)
	return b
}

// withoutSound is an initialisation section of ours as it is without sound; any other comes back
// as it is.
func withoutSound(init []byte) []byte {
	found := false
	out, err := rebuilt(init, func(b []byte, path string, raw []byte) []byte {
		switch {
		case path == "moov/trak" && isSound(raw[8:]):
			found = true
			return b
		case path == "moov/mvex" && len(raw) >= 8+32:
			// Its last box says what the sound's samples leave out.
			if trex := raw[len(raw)-32:]; string(trex[4:8]) == "trex" && binary.BigEndian.Uint32(trex[12:]) == SoundID {
				return box(b, "mvex", func(b []byte) []byte { return append(b, raw[8:len(raw)-32]...) })
			}
		case path == "moov/mvhd":
			return nextTrack(append(b, raw...), trackID+1)
		}
		return append(b, raw...)
	})
	if err != nil || !found {
		return init
	}
	return out
}

// rebuilt writes an initialisation section anew; each is given what was written so far, and each
// box at the top or in moov as it is, headers of 8 bytes, and appends what stands in its place.
func rebuilt(init []byte, each func(b []byte, path string, raw []byte) []byte) ([]byte, error) {
	// walk checks sizes; raw boxes are found by them again.
	raw := func(name string, body []byte) []byte {
		return box(nil, name, func(b []byte) []byte { return append(b, body...) })
	}
	var out []byte
	err := walk(init, func(name string, body []byte) (err error) {
		if name != "moov" {
			out = each(out, name, raw(name, body))
			return nil
		}
		out = box(out, name, func(b []byte) []byte {
			err = walk(body, func(name string, body []byte) error {
				if name == "mvhd" && len(body) < 4 {
					return errShort
				}
				b = each(b, "moov/"+name, raw(name, body))
				return nil
			})
			return b
		})
		return err
	})
	return out, err
}

// isSound says that a track's body is sound's, with our ID.
func isSound(trak []byte) bool {
	sound, id := false, uint32(0)
	_ = walk(trak, func(name string, body []byte) error {
		switch name {
		case "tkhd":
			if len(body) >= 16 && body[0] == 0 {
				id = binary.BigEndian.Uint32(body[12:])
			}
		case "mdia":
			return walk(body, func(name string, body []byte) error {
				if name == "hdlr" {
					sound = len(body) >= 12 && string(body[8:12]) == "soun"
				}
				return nil
			})
		}
		return nil
	})
	return sound && id == SoundID
}

func (s Sound) trak(b []byte) []byte {
	b = box(b, "tkhd", func(b []byte) []byte {
		b = u32(b, 3, 0, 0, SoundID, 0, 0, 0, 0) // enabled, in movie
		b = u16(b, 0, 0, 0x0100, 0)              // full volume
		b = matrix(b)
		return u32(b, 0, 0)
	})
	return box(b, "mdia", func(b []byte) []byte {
		b = box(b, "mdhd", func(b []byte) []byte {
			b = u32(b, 0, 0, 0, SoundScale, 0)
			return u16(b, 0x55c4, 0) // undetermined language
		})
		b = box(b, "hdlr", func(b []byte) []byte {
			b = u32(b, 0, 0)
			b = append(b, "soun"...)
			b = u32(b, 0, 0, 0)
			return append(b, "Custos\x00"...)
		})
		return box(b, "minf", func(b []byte) []byte {
			b = box(b, "smhd", func(b []byte) []byte { return u32(b, 0, 0) })
			return tables(b, s.entry)
		})
	})
}

// entry is the sample entry (ISO/IEC 14496-12, 12.2.3; RFC 6416's esds; Opus in ISOBMFF, 4.3).
func (s Sound) entry(b []byte) []byte {
	return box(b, s.Entry, func(b []byte) []byte {
		b = u16(b, 0, 0, 0, 1) // reserved, data reference
		b = u32(b, 0, 0)
		b = u16(b, s.Channels, 16, 0, 0)
		rate := uint32(0)
		if s.Rate < 1<<16 {
			rate = uint32(s.Rate) << 16
		}
		b = u32(b, rate)
		switch s.Entry {
		case "mp4a":
			return box(b, "esds", func(b []byte) []byte {
				n := byte(len(s.Config))
				b = u32(b, 0)
				b = append(b, 3, 23+n, 0, 0, 0)                                     // ES_Descriptor
				b = append(b, 4, 15+n, 0x40, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) // MPEG-4 audio
				b = append(append(b, 5, n), s.Config...)
				return append(b, 6, 1, 2) // SL of MP4
			})
		case "Opus":
			return box(b, "dOps", func(b []byte) []byte {
				b = append(b, 0, byte(min(s.Channels, 2)))
				b = u16(b, 0) // nothing is left out at the beginning: it is a stream
				b = u32(b, 48000)
				return append(b, 0, 0, 0)
			})
		}
		return b
	})
}

// Piece is one sample of sound: how long it lasts, in units of SoundScale.
type Piece struct {
	Duration uint32
	Data     []byte
}

// AppendSound appends a fragment with pieces of sound that follow each other from a time on, in
// units of SoundScale.
func AppendSound(b []byte, sequence uint32, at int64, pieces []Piece) []byte {
	size := 0
	for _, p := range pieces {
		size += len(p.Data)
	}
	b = slices.Grow(b, fragmentHead+8*len(pieces)+size)
	start := len(b)
	dataOffset := 0
	b = box(b, "moof", func(b []byte) []byte {
		b = box(b, "mfhd", func(b []byte) []byte { return u32(b, 0, sequence) })
		return box(b, "traf", func(b []byte) []byte {
			b = box(b, "tfhd", func(b []byte) []byte { return u32(b, 0x020000, SoundID) }) // offsets from the moof
			b = box(b, "tfdt", func(b []byte) []byte {
				return binary.BigEndian.AppendUint64(u32(b, 1<<24), uint64(at))
			})
			return box(b, "trun", func(b []byte) []byte {
				b = u32(b, 0x301, uint32(len(pieces))) // data offset, then duration and size
				dataOffset = len(b)
				b = u32(b, 0)
				for _, p := range pieces {
					b = u32(b, p.Duration, uint32(len(p.Data)))
				}
				return b
			})
		})
	})
	binary.BigEndian.PutUint32(b[dataOffset:], uint32(len(b)-start+8))
	b = u32(b, uint32(size+8))
	b = append(b, "mdat"...)
	for _, p := range pieces {
		b = append(b, p.Data...)
	}
	return b
}

// ofSound says that a fragment is of the sound alone. One of both tracks is damaged: none is
// written, and pictures could hide in it.
func (in Init) ofSound(fragment []byte) (bool, error) {
	if !in.sound {
		return false, nil
	}
	sound, other := false, false
	err := timed(fragment, func(name string, b []byte) error {
		if name == "tfhd" && len(b) >= 8 {
			if binary.BigEndian.Uint32(b[4:]) == SoundID {
				sound = true
			} else {
				other = true
			}
		}
		return nil
	})
	if err == nil && sound && other {
		err = errors.New("a fragment of two tracks")
	}
	return sound, err
}

// sameVideo says that two initialisation sections are of one video, whatever stands beside it.
func sameVideo(a, b []byte) bool {
	return bytes.Equal(a, b) || bytes.Equal(withoutSound(a), withoutSound(b))
}
