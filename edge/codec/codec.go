// Package codec tells apart what the video codecs of cameras have in common: units that
// begin a picture, key pictures, parameter sets, and the record that a file needs to be
// decoded. It decodes no pictures.
package codec

import (
	"fmt"

	"custos.dev/custos/edge/h264"
)

// Class is what a NAL unit is to the picture that it comes with.
type Class int

// The classes.
const (
	// Along belongs to the picture under way, such as filler data.
	Along Class = iota
	// Skip is of no use here, such as a unit of another layer.
	Skip
	// Slice is a part of a picture that is not its first.
	Slice
	// First is the first part of a picture.
	First
	// Before stands before a picture's first part: a delimiter, a SEI.
	Before
	// Set is a parameter set, which stands before a picture too.
	Set
)

// IsPicture says whether the unit is a part of a picture itself.
func (c Class) IsPicture() bool { return c == Slice || c == First }

// Codec is one video codec.
type Codec interface {
	// Name is the encoding name in RTP, "H264" or "H265".
	Name() string
	// FourCC is the codec's name in NUT.
	FourCC() string
	// Class says what a unit is.
	Class(nal []byte) Class
	// IsKey says whether decoding may begin with the picture that the unit belongs to.
	IsKey(nal []byte) bool

	// setKey says which parameter sets replace each other: those of equal keys. Sets are
	// kept in the order of their keys.
	setKey(nal []byte) (int, error)
	info(sets *Sets) (Info, error)
}

// Named returns the codec of an RTP encoding name, nil if it is not read here.
func Named(name string) Codec {
	switch name {
	case "H264":
		return H264{}
	case "H265", "HEVC":
		return H265{}
	}
	return nil
}

// Sent returns the codec whose sequence parameter set an RTP payload holds, nil if it is
// none: some cameras describe another codec than they send. No such unit of one codec
// can be taken for one of the other.
func Sent(payload []byte) Codec {
	if len(payload) < 4 {
		return nil
	}
	if payload[0]&0x1f == 24 || payload[0]>>1&63 == 48 { // the first of several
		if h := payload[1:]; payload[0]&0x1f == 24 {
			payload = h[min(2, len(h)):]
		} else {
			payload = payload[4:]
		}
	}
	if len(payload) < 4 {
		return nil
	}
	if h264.Type(payload) == h264.TypeSPS && payload[0]&0x80 == 0 {
		if s, err := h264.ParseSPS(payload); err == nil && s.Width > 0 {
			return H264{}
		}
	}
	if h265Type(payload) == h265SPS && (H265{}).Class(payload) == Set {
		if _, err := (H265{}).setKey(payload); err == nil {
			return H265{}
		}
	}
	return nil
}

// Info is what parameter sets say of a stream.
type Info struct {
	// Codec is the RFC 6381 name, for example "avc1.42c01e" or "hvc1.1.6.L93.B0".
	Codec         string
	Width, Height int
	// Interval is how long a picture stands, in ticks of a 90 kHz clock; 0 if not said.
	Interval int64
	// Reorder is how many pictures may be sent before one that is shown first; -1 if
	// not said.
	Reorder int
	// Entry and Box are the names of the sample entry and of its record in MP4, Record
	// the record (ISO/IEC 14496-15).
	Entry, Box string
	Record     []byte
}

// ticks is the rate of RTP's video clocks.
const ticks = 90000

// H264 is ITU-T H.264.
type H264 struct{}

// Name implements Codec.
func (H264) Name() string { return "H264" }

// FourCC implements Codec.
func (H264) FourCC() string { return "H264" }

// Class implements Codec (7.4.1.2.3).
func (H264) Class(nal []byte) Class {
	switch t := h264.Type(nal); {
	case t == h264.TypeSlice || t == 2 || t == h264.TypeIDR:
		// first_mb_in_slice is the first field; 0 is a single set bit.
		if len(nal) > 1 && nal[1]&0x80 != 0 {
			return First
		}
		return Slice
	case t == 3 || t == 4: // further partitions of a slice
		return Slice
	case t == h264.TypeSPS || t == h264.TypePPS:
		return Set
	case t == h264.TypeSEI || t == h264.TypeAUD || t >= 14 && t <= 18:
		return Before
	case t == 0 || t > 23:
		return Skip
	}
	return Along
}

// IsKey implements Codec.
func (H264) IsKey(nal []byte) bool {
	return h264.Type(nal) == h264.TypeIDR || h264.IsRecoveryPoint(nal)
}

func (H264) setKey(nal []byte) (int, error) {
	if h264.Type(nal) == h264.TypePPS {
		return 1000 + int(min(h264.PPSID(nal), 255)), nil
	}
	s, err := h264.ParseSPS(nal)
	return int(min(s.ID, 31)), err
}

func (H264) info(sets *Sets) (Info, error) {
	var sps, pps [][]byte
	for _, n := range sets.list {
		if h264.Type(n) == h264.TypeSPS {
			sps = append(sps, n)
		} else {
			pps = append(pps, n)
		}
	}
	if len(sps) == 0 || len(pps) == 0 {
		return Info{}, errMissing
	}
	s, err := h264.ParseSPS(sps[0])
	if err != nil {
		return Info{}, err
	}
	in := Info{Codec: s.Codec(), Width: s.Width, Height: s.Height, Reorder: s.Reorder, Entry: "avc1", Box: "avcC"}
	if s.FPSNum > 0 {
		in.Interval = ticks * int64(s.FPSDen) / int64(s.FPSNum)
	}
	// AVCDecoderConfigurationRecord, ISO/IEC 14496-15, 5.3.3.1; lengths have four bytes.
	r := []byte{1, s.Profile, s.Constraints, s.Level, 0xff, 0xe0 | byte(min(len(sps), 31))}
	r = appendUnits(r, sps)
	r = append(r, byte(min(len(pps), 255)))
	r = appendUnits(r, pps)
	switch s.Profile {
	case 66, 77, 88:
	default:
		r = append(r, 0xfc|byte(s.Chroma), 0xf8|byte(s.Depth-8), 0xf8|byte(s.Depth-8), 0)
	}
	in.Record = r
	return in, nil
}

func appendUnits(b []byte, units [][]byte) []byte {
	for _, n := range units {
		b = append(b, byte(len(n)>>8), byte(len(n)))
		b = append(b, n...)
	}
	return b
}

var errMissing = fmt.Errorf("its parameter sets have not come yet")
