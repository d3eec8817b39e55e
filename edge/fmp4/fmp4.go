// Package fmp4 reads and writes fragmented MP4 (ISO/IEC 14496-12) with one video track
// of H.264 or H.265, and perhaps one of sound beside it: what the initialisation section says,
// and the time stamps of each fragment with pictures. It is used for recording, live view and clips alike.
package fmp4

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"slices"
	"strings"
	"time"
)

// MaxBox bounds a box that Reader takes into memory, in bytes.
const MaxBox = 32 << 20

// Init is what an initialisation section says of its video track.
type Init struct {
	// Codec is the RFC 6381 name, for example "avc1.42c01e".
	Codec         string
	Width, Height int
	Track         uint32
	// Timescale is in units a second.
	Timescale uint32
	// duration and flags of samples that the fragments leave to the defaults
	duration, flags uint32
	other           string
	sound           bool // there is a track of sound beside it, with the ID SoundID
}

// OtherCodecError says that the video is there and is neither H.264 nor H.265.
type OtherCodecError struct {
	// Name is the sample entry's, for example "av01".
	Name string
}

func (e *OtherCodecError) Error() string {
	return "fmp4: the video is " + e.Name + ", not H.264 or H.265"
}

// Time turns a time in the track's units into nanoseconds, rounded down.
func (in Init) Time(t int64) time.Duration {
	neg := t < 0
	u := uint64(t)
	if neg {
		u = -u
	}
	hi, lo := bits.Mul64(u, uint64(time.Second))
	if hi >= uint64(in.Timescale) {
		return 1<<63 - 1
	}
	q, r := bits.Div64(hi, lo, uint64(in.Timescale))
	switch {
	case q > 1<<63-1:
		return 1<<63 - 1
	case !neg:
		return time.Duration(q)
	case r > 0:
		return -time.Duration(q) - 1
	}
	return -time.Duration(q)
}

// Sample is one picture of a fragment.
type Sample struct {
	PTS, DTS, Duration time.Duration
	Size               int
	Key                bool
}

// Fragment is what a fragment, moof and mdat, says.
type Fragment struct {
	// PTS is the earliest presentation time, DTS the first decoding time.
	PTS, DTS time.Duration
	// Duration is the sum of the samples'.
	Duration time.Duration
	// Key says that the first sample can be decoded without any other.
	Key     bool
	Samples []Sample
}

// End returns the time at which the last picture's turn ends.
func (f Fragment) End() time.Duration {
	end := f.PTS
	for _, s := range f.Samples {
		end = max(end, s.PTS+s.Duration)
	}
	return end
}

// outside says that a picture lies beyond farthest when all are moved.
func (f Fragment) outside(shift time.Duration) bool {
	return slices.ContainsFunc(f.Samples, func(s Sample) bool {
		return min(s.PTS, s.DTS)+shift < -farthest || max(s.PTS, s.DTS)+s.Duration+shift > farthest
	})
}

var errShort = errors.New("a box is cut short")

// farthest is how far from zero a picture may lie: beyond it sums and differences of times
// would wrap, and a false claim look true.
const farthest = 100 * 365 * 24 * time.Hour

// walk calls f for each box in b.
func walk(b []byte, f func(name string, body []byte) error) error {
	for len(b) > 0 {
		name, head, size, err := boxHeader(b)
		if err != nil {
			return err
		}
		if size > uint64(len(b)) {
			return fmt.Errorf("box %q: %w", name, errShort)
		}
		if err := f(name, b[head:size]); err != nil {
			return fmt.Errorf("box %q: %w", name, err)
		}
		b = b[size:]
	}
	return nil
}

// boxHeader returns a box's name, the length of its header and of all of it.
func boxHeader(b []byte) (name string, head int, size uint64, err error) {
	if len(b) < 8 {
		return "", 0, 0, errShort
	}
	name, head, size = string(b[4:8]), 8, uint64(binary.BigEndian.Uint32(b))
	if size == 1 {
		if len(b) < 16 {
			return "", 0, 0, errShort
		}
		head, size = 16, binary.BigEndian.Uint64(b[8:])
	}
	if size < uint64(head) {
		return "", 0, 0, fmt.Errorf("box %q says it has %d bytes", name, size)
	}
	return name, head, size, nil
}

// ParseInit reads an initialisation section: ftyp and moov.
func ParseInit(b []byte) (Init, error) {
	var in Init
	sound := false
	err := walk(b, func(name string, moov []byte) error {
		if name != "moov" {
			return nil
		}
		return walk(moov, func(name string, body []byte) error {
			switch name {
			case "trak":
				if isSound(body) {
					sound = true
				} else if in.Track == 0 {
					return in.trak(body)
				}
			case "mvex":
				return walk(body, func(name string, b []byte) error {
					if name == "trex" && len(b) >= 24 && (!sound || binary.BigEndian.Uint32(b[4:]) != SoundID) {
						in.duration, in.flags = binary.BigEndian.Uint32(b[12:]), binary.BigEndian.Uint32(b[20:])
					}
					return nil
				})
			}
			return nil
		})
	})
	if err != nil {
		return in, fmt.Errorf("fmp4: %w", err)
	}
	if in.other != "" {
		return in, &OtherCodecError{in.other}
	}
	if in.Track == 0 || in.Timescale == 0 || in.Codec == "" {
		return in, errors.New("fmp4: the initialisation section has no video track")
	}
	in.sound = sound && in.Track != SoundID
	return in, nil
}

func (in *Init) trak(b []byte) error {
	var t Init
	video := false
	err := walk(b, func(name string, body []byte) error {
		switch name {
		case "tkhd":
			at := 12
			if len(body) > 0 && body[0] == 1 {
				at = 20
			}
			if len(body) < at+4 {
				return errShort
			}
			t.Track = binary.BigEndian.Uint32(body[at:])
		case "mdia":
			return walk(body, func(name string, body []byte) error {
				switch name {
				case "mdhd":
					at := 12
					if len(body) > 0 && body[0] == 1 {
						at = 20
					}
					if len(body) < at+4 {
						return errShort
					}
					t.Timescale = binary.BigEndian.Uint32(body[at:])
				case "hdlr":
					video = len(body) >= 12 && string(body[8:12]) == "vide"
				case "minf":
					return walk(body, func(name string, body []byte) error {
						if name != "stbl" {
							return nil
						}
						return walk(body, func(name string, body []byte) error {
							if name != "stsd" {
								return nil
							}
							if len(body) < 8 {
								return errShort
							}
							return walk(body[8:], t.entry)
						})
					})
				}
				return nil
			})
		}
		return nil
	})
	if err == nil && video {
		*in = t
	}
	return err
}

func (in *Init) entry(name string, body []byte) error {
	switch name {
	case "avc1", "avc3", "hvc1", "hev1":
	default:
		in.other = strings.ToValidUTF8(name, "?")
		return nil
	}
	if len(body) < 78 {
		return errShort
	}
	in.Width, in.Height = int(binary.BigEndian.Uint16(body[24:])), int(binary.BigEndian.Uint16(body[26:]))
	return walk(body[78:], func(child string, b []byte) error {
		switch child {
		case "avcC":
			if len(b) < 4 {
				return errShort
			}
			in.Codec = fmt.Sprintf("%s.%02x%02x%02x", name, b[1], b[2], b[3])
		case "hvcC":
			if len(b) < 13 {
				return errShort
			}
			in.Codec = HEVCName(name, b)
		}
		return nil
	})
}

// HEVCName builds the RFC 6381 name of H.265 from a sample entry's name and its record of
// at least 13 bytes (ISO/IEC 14496-15, 8.3.3.1 and annex E.3).
func HEVCName(entry string, b []byte) string {
	space := ""
	if s := b[1] >> 6; s > 0 {
		space = string(rune('A' + s - 1))
	}
	tier := "L"
	if b[1]&0x20 != 0 {
		tier = "H"
	}
	name := fmt.Sprintf("%s.%s%d.%x.%s%d", entry, space, b[1]&31, bits.Reverse32(binary.BigEndian.Uint32(b[2:])), tier, b[12])
	flags := b[6:12]
	for len(flags) > 0 && flags[len(flags)-1] == 0 {
		flags = flags[:len(flags)-1]
	}
	for _, f := range flags {
		name += fmt.Sprintf(".%X", f)
	}
	return name
}

// ParseFragment reads the times of a fragment that begins with its moof. It returns ErrSound for
// one of the sound beside the video.
func (in Init) ParseFragment(b []byte) (Fragment, error) {
	var f Fragment
	sound, err := in.ofSound(b)
	if err != nil {
		return f, fmt.Errorf("fmp4: %w", err)
	}
	if sound {
		return f, ErrSound
	}
	err = walk(b, func(name string, moof []byte) error {
		if name != "moof" {
			return nil
		}
		return walk(moof, func(name string, traf []byte) error {
			if name != "traf" {
				return nil
			}
			return in.traf(traf, &f)
		})
	})
	if err != nil {
		return f, fmt.Errorf("fmp4: %w", err)
	}
	if len(f.Samples) == 0 {
		return f, errors.New("fmp4: the fragment has no picture")
	}
	f.DTS, f.PTS, f.Key = f.Samples[0].DTS, f.Samples[0].PTS, f.Samples[0].Key
	for _, s := range f.Samples {
		f.PTS = min(f.PTS, s.PTS)
		f.Duration += s.Duration
	}
	return f, nil
}

func (in Init) traf(b []byte, f *Fragment) error {
	duration, size, flags := in.duration, uint32(0), in.flags
	var at int64
	return walk(b, func(name string, b []byte) error {
		r := reader{b: b}
		switch name {
		case "tfhd":
			fl := r.u32()
			if r.u32() != in.Track {
				return errors.New("a fragment of another track")
			}
			if fl&1 != 0 {
				r.u64()
			}
			if fl&2 != 0 {
				r.u32()
			}
			if fl&8 != 0 {
				duration = r.u32()
			}
			if fl&0x10 != 0 {
				size = r.u32()
			}
			if fl&0x20 != 0 {
				flags = r.u32()
			}
		case "tfdt":
			if len(f.Samples) > 0 {
				return errors.New("a fragment says behind its pictures when it begins")
			}
			if r.u32()>>24 == 1 {
				at = int64(r.u64())
			} else {
				at = int64(r.u32())
			}
		case "trun":
			fl, n := r.u32(), r.u32()
			// Samples may take no bytes at all, so what one fragment may have is bounded.
			if n > 1<<16 || len(f.Samples)+int(n) > 1<<16 {
				return fmt.Errorf("%d samples", len(f.Samples)+int(n))
			}
			if fl&1 != 0 {
				r.u32()
			}
			first, hasFirst := uint32(0), fl&4 != 0
			if hasFirst {
				first = r.u32()
			}
			for i := range n {
				d, s, sf, off := duration, size, flags, int32(0)
				if i == 0 && hasFirst {
					sf = first
				}
				if fl&0x100 != 0 {
					d = r.u32()
				}
				if fl&0x200 != 0 {
					s = r.u32()
				}
				if fl&0x400 != 0 {
					sf = r.u32()
				}
				if fl&0x800 != 0 {
					off = int32(r.u32())
				}
				if r.short {
					return errShort
				}
				for _, t := range []int64{at, at + int64(off), at + int64(off) + int64(d), at + int64(d)} {
					if p := in.Time(t); p > farthest || p < -farthest || t > 1<<62 || t < -1<<62 {
						return errors.New("a picture's time lies a century away")
					}
				}
				f.Samples = append(f.Samples, Sample{
					PTS: in.Time(at + int64(off)), DTS: in.Time(at),
					// Subtracted after rounding, so that durations add up.
					Duration: in.Time(at+int64(d)) - in.Time(at),
					Size:     int(s), Key: sf&0x10000 == 0,
				})
				at += int64(d)
			}
		}
		if r.short {
			return errShort
		}
		return nil
	})
}

type reader struct {
	b     []byte
	short bool
}

func (r *reader) u32() uint32 {
	if len(r.b) < 4 {
		r.short, r.b = true, nil
		return 0
	}
	v := binary.BigEndian.Uint32(r.b)
	r.b = r.b[4:]
	return v
}

func (r *reader) u64() uint64 {
	hi := r.u32()
	return uint64(hi)<<32 | uint64(r.u32())
}

// Reader cuts a stream into the initialisation section and fragments. It is
// used by one goroutine.
type Reader struct {
	r   *bufio.Reader
	off int64
	// heads leaves the pictures themselves out of what Next returns.
	heads bool
}

// NewReader reads from r.
func NewReader(r io.Reader) *Reader { return &Reader{r: bufio.NewReaderSize(r, 64<<10)} }

// Offset is how many bytes the whole sections returned so far took, counting
// boxes between them that are skipped.
func (r *Reader) Offset() int64 { return r.off }

// Init returns the initialisation section: everything up to the end of moov.
func (r *Reader) Init() ([]byte, error) {
	return r.until("moov")
}

// Next returns the next fragment, from its moof to the end of its mdat, in new
// memory. Other boxes between fragments are skipped. At an orderly end it
// returns io.EOF, inside a box io.ErrUnexpectedEOF.
func (r *Reader) Next() ([]byte, error) {
	return r.until("mdat")
}

func (r *Reader) until(last string) ([]byte, error) {
	var out []byte
	skipped := int64(0)
	for {
		head, err := r.r.Peek(16)
		if len(head) < 8 {
			if len(head) == 0 && errors.Is(err, io.EOF) {
				if len(out) == 0 {
					return nil, io.EOF
				}
				return nil, io.ErrUnexpectedEOF
			}
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		name, _, size, err := boxHeader(head)
		if errors.Is(err, errShort) {
			return nil, io.ErrUnexpectedEOF
		}
		if err != nil {
			return nil, fmt.Errorf("fmp4: %w", err)
		}
		if size > MaxBox || len(out)+int(size) > MaxBox {
			return nil, fmt.Errorf("fmp4: box %q is larger than %d bytes", name, MaxBox)
		}
		if last == "mdat" && name != "moof" && name != "mdat" && len(out) == 0 {
			n, err := r.r.Discard(int(size))
			if err != nil {
				return nil, io.ErrUnexpectedEOF
			}
			skipped += int64(n)
			continue
		}
		if r.heads && name == "mdat" {
			n, err := r.r.Discard(int(size))
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			r.off += skipped + int64(len(out)+n)
			return out, err
		}
		// Memory grows with what arrives, not with what a box claims to be.
		for left := int(size); left > 0; {
			n, k := len(out), min(left, 256<<10)
			out = slices.Grow(out, k)[:n+k]
			if _, err := io.ReadFull(r.r, out[n:]); err != nil {
				if err == io.EOF {
					err = io.ErrUnexpectedEOF
				}
				return nil, err
			}
			left -= k
		}
		if name == last {
			r.off += skipped + int64(len(out))
			return out, nil
		}
	}
}
