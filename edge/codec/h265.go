package codec

import (
	"fmt"
	"math/bits"

	"custos.dev/custos/edge/fmp4"

	"github.com/bluenviron/mediacommon/v2/pkg/codecs/h265"
)

// H265 is ITU-T H.265.
type H265 struct{}

// The unit types that matter here (table 7-1).
const (
	h265FirstIRAP = 16
	h265LastIRAP  = 23
	h265VPS       = 32
	h265SPS       = 33
	h265PPS       = 34
	h265AUD       = 35
	h265SEI       = 39
)

// Name implements Codec.
func (H265) Name() string { return "H265" }

// FourCC implements Codec.
func (H265) FourCC() string { return "HEVC" }

func h265Type(nal []byte) int { return int(nal[0]>>1) & 63 }

// Class implements Codec (7.4.2.4.4).
func (H265) Class(nal []byte) Class {
	if len(nal) < 3 || nal[0]&1 != 0 || nal[1]>>3 != 0 {
		return Skip // a layer other than the base
	}
	switch t := h265Type(nal); {
	case t < h265VPS:
		if nal[2]&0x80 != 0 { // first_slice_segment_in_pic_flag
			return First
		}
		return Slice
	case t <= h265PPS:
		return Set
	case t == h265AUD, t == h265SEI, t >= 41 && t <= 44:
		return Before
	case t >= 48: // what RTP or others put to their own use
		return Skip
	}
	return Along
}

// IsKey implements Codec.
func (H265) IsKey(nal []byte) bool {
	if len(nal) < 3 {
		return false
	}
	t := h265Type(nal)
	return t >= h265FirstIRAP && t <= h265LastIRAP
}

func (H265) setKey(nal []byte) (int, error) {
	switch h265Type(nal) {
	case h265VPS:
		return int(nal[2] >> 4), nil
	case h265SPS:
		var s h265.SPS
		if err := s.Unmarshal(nal); err != nil {
			return 0, err
		}
		return 1000 + int(s.ID), nil
	}
	return 2000 + int(leadingUE(nal[2:])), nil
}

// leadingUE reads an Exp-Golomb number of at most 15 bits at the beginning of b.
func leadingUE(b []byte) uint32 {
	var v uint32
	for i := range 4 {
		v <<= 8
		if i < len(b) {
			v |= uint32(b[i])
		}
	}
	z := bits.LeadingZeros32(v)
	if z > 15 {
		return 0
	}
	return v>>(31-2*z) - 1
}

// maxReorder bounds what a stream may say of its own order.
const maxReorder = 16

func (H265) info(sets *Sets) (Info, error) {
	var by [3][][]byte
	for _, n := range sets.list {
		i := h265Type(n) - h265VPS
		by[i] = append(by[i], n)
	}
	if len(by[1]) == 0 || len(by[2]) == 0 {
		return Info{}, errMissing
	}
	var s h265.SPS
	if err := s.Unmarshal(by[1][0]); err != nil {
		return Info{}, fmt.Errorf("its sequence parameter set cannot be read: %w", err)
	}
	in := Info{Width: s.Width(), Height: s.Height(), Reorder: -1, Entry: "hvc1", Box: "hvcC"}
	if in.Width <= 0 || in.Height <= 0 {
		return Info{}, fmt.Errorf("its sequence parameter set crops the picture away")
	}
	if n := len(s.MaxNumReorderPics); n > 0 && s.MaxNumReorderPics[n-1] <= maxReorder {
		in.Reorder = int(s.MaxNumReorderPics[n-1])
	}
	if v := s.VUI; v != nil && v.TimingInfo != nil && v.TimingInfo.TimeScale > 0 {
		in.Interval = ticks * int64(v.TimingInfo.NumUnitsInTick) / int64(v.TimingInfo.TimeScale)
	}
	p := s.ProfileTierLevel
	var compatibility uint32
	for i, on := range p.GeneralProfileCompatibilityFlag {
		if on {
			compatibility |= 1 << (31 - i)
		}
	}
	// The six bytes of constraint flags stand in the unit as they are (7.3.3): behind
	// two bytes of header, one of layers, and five of profile and compatibility.
	rbsp := unescape(by[1][0], 32)
	if len(rbsp) < 15 {
		return Info{}, fmt.Errorf("its sequence parameter set is cut short")
	}
	constraints := rbsp[8:14]
	// HEVCDecoderConfigurationRecord, ISO/IEC 14496-15, 8.3.3.1; lengths have four bytes.
	r := []byte{
		1, p.GeneralProfileSpace<<6 | p.GeneralTierFlag<<5 | p.GeneralProfileIdc,
		byte(compatibility >> 24), byte(compatibility >> 16), byte(compatibility >> 8), byte(compatibility),
	}
	r = append(r, constraints...)
	nested := byte(0)
	if s.TemporalIDNestingFlag {
		nested = 1
	}
	r = append(r, p.GeneralLevelIdc, 0xf0, 0, 0xfc, 0xfc|byte(s.ChromaFormatIdc), 0xf8|byte(s.BitDepthLumaMinus8), 0xf8|byte(s.BitDepthChromaMinus8),
		0, 0, (s.MaxSubLayersMinus1+1)<<3|nested<<2|3)
	arrays := 0
	var body []byte
	for i, units := range by {
		if len(units) == 0 {
			continue
		}
		arrays++
		body = append(body, 0x80|byte(h265VPS+i), 0, byte(len(units)))
		body = appendUnits(body, units)
	}
	in.Record = append(append(r, byte(arrays)), body...)
	in.Codec = fmp4.HEVCName(in.Entry, in.Record)
	return in, nil
}

// unescape removes emulation prevention bytes from the first n bytes of a unit.
func unescape(b []byte, n int) []byte {
	out := make([]byte, 0, n)
	zeros := 0
	for _, c := range b[:min(len(b), n)] {
		if zeros >= 2 && c == 3 {
			zeros = 0
			continue
		}
		if zeros++; c != 0 {
			zeros = 0
		}
		out = append(out, c)
	}
	return out
}
