// Package h264 reads as much of H.264 (ITU-T H.264) as a camera system needs:
// NAL units, access units, and what a sequence parameter set says. It decodes
// no pictures.
package h264

import "fmt"

// The NAL unit types that matter here.
const (
	TypeSlice = 1
	TypeIDR   = 5
	TypeSEI   = 6
	TypeSPS   = 7
	TypePPS   = 8
	TypeAUD   = 9
)

// Type returns a NAL unit's type, 0 for an empty one.
func Type(nal []byte) int {
	if len(nal) == 0 {
		return 0
	}
	return int(nal[0] & 0x1f)
}

// Split cuts a byte stream (Annex B) into its NAL units, without start codes
// and without trailing zeros. The results share b's memory.
func Split(b []byte) [][]byte {
	var out [][]byte
	start := -1
	add := func(end int) {
		for end > start && b[end-1] == 0 {
			end--
		}
		if end > start {
			out = append(out, b[start:end:end])
		}
	}
	for i := 0; i+2 < len(b); {
		switch {
		case b[i+2] > 1:
			i += 3
		case b[i] == 0 && b[i+1] == 0 && b[i+2] == 1:
			if start >= 0 {
				add(i)
			}
			start = i + 3
			i += 3
		default:
			i++
		}
	}
	if start >= 0 {
		add(len(b))
	}
	return out
}

// AppendAnnexB appends the NAL units with four-byte start codes.
func AppendAnnexB(dst []byte, nals ...[]byte) []byte {
	for _, n := range nals {
		dst = append(dst, 0, 0, 0, 1)
		dst = append(dst, n...)
	}
	return dst
}

// AccessUnit is one picture's NAL units, in order.
type AccessUnit struct {
	NALs [][]byte
	// Key says that it holds an IDR picture, so decoding can start here.
	Key bool
}

// Size is the sum of the lengths of the NAL units.
func (a AccessUnit) Size() int {
	n := 0
	for _, x := range a.NALs {
		n += len(x)
	}
	return n
}

// Group collects NAL units into access units (7.4.1.2.3, with the usual
// shortcut: a slice that starts at the first macroblock starts a picture).
func Group(nals [][]byte) []AccessUnit {
	var out []AccessUnit
	var au AccessUnit
	vcl := false
	flush := func() {
		if vcl {
			out = append(out, au)
			au, vcl = AccessUnit{}, false
		}
	}
	for _, n := range nals {
		switch t := Type(n); {
		case t >= TypeSlice && t <= TypeIDR:
			// first_mb_in_slice is the first field; Exp-Golomb 0 is a single set bit.
			if len(n) > 1 && n[1]&0x80 != 0 {
				flush()
			}
			vcl = true
			au.Key = au.Key || t == TypeIDR
		case t >= TypeSEI && t <= TypeAUD || t >= 14 && t <= 18:
			flush()
		}
		au.NALs = append(au.NALs, n)
	}
	flush()
	return out
}

// IsB reports whether a slice is bidirectionally predicted, so that pictures
// are not shown in the order in which they are stored.
func IsB(nal []byte) bool {
	if t := Type(nal); t != TypeSlice && t != TypeIDR {
		return false
	}
	r := bits{b: unescape(nal[1:min(len(nal), 32)])}
	r.ue() // first_mb_in_slice
	t := r.ue()
	return !r.short && t%5 == 1
}

// SPS is what a sequence parameter set says.
type SPS struct {
	ID                          uint32
	Profile, Constraints, Level byte
	Width, Height               int
	// FPSNum and FPSDen give the frame rate; both 0 if the stream does not say.
	FPSNum, FPSDen uint32
	// Chroma is chroma_format_idc; Depth are the bits of a luma sample.
	Chroma, Depth uint32
	// Reorder is how many pictures may be sent before one that is shown first; -1 if the
	// stream does not say.
	Reorder int

	separate, frameOnly bool
	frameNum            int // bits of frame_num
}

// Codec returns the RFC 6381 name, for example "avc1.42c01e".
func (s SPS) Codec() string {
	return fmt.Sprintf("avc1.%02x%02x%02x", s.Profile, s.Constraints, s.Level)
}

// ParseSPS reads a sequence parameter set NAL unit (7.3.2.1.1 and E.1.1).
func ParseSPS(nal []byte) (SPS, error) {
	var s SPS
	if Type(nal) != TypeSPS || len(nal) < 5 {
		return s, fmt.Errorf("not a sequence parameter set: NAL type %d of %d bytes", Type(nal), len(nal))
	}
	r := bits{b: unescape(nal[1:])}
	s.Profile, s.Constraints, s.Level = byte(r.u(8)), byte(r.u(8)), byte(r.u(8))
	s.ID = r.ue()
	s.Reorder = -1
	chroma, separate := uint32(1), uint32(0)
	depth := uint32(0)
	switch s.Profile {
	case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135:
		if chroma = r.ue(); chroma == 3 {
			separate = r.u(1)
		}
		depth = r.ue()
		r.ue() // bit_depth_chroma_minus8
		r.u(1) // qpprime_y_zero_transform_bypass_flag
		if r.u(1) == 1 {
			n := 8
			if chroma == 3 {
				n = 12
			}
			for i := range n {
				if r.u(1) == 1 {
					r.scalingList(i)
				}
			}
		}
	}
	s.frameNum = int(r.ue()) + 4
	order := r.ue()
	switch order {
	case 0:
		r.ue() // log2_max_pic_order_cnt_lsb_minus4
	case 1:
		r.u(1)
		r.ue()
		r.ue()
		n := r.ue()
		for i := uint32(0); i < n && !r.short; i++ {
			r.ue()
		}
	}
	r.ue() // max_num_ref_frames
	r.u(1) // gaps_in_frame_num_value_allowed_flag
	mbw, mbh := r.ue()+1, r.ue()+1
	frameOnly := r.u(1)
	if frameOnly == 0 {
		r.u(1)
	}
	r.u(1) // direct_8x8_inference_flag
	var left, right, top, bottom uint32
	if r.u(1) == 1 {
		left, right, top, bottom = r.ue(), r.ue(), r.ue(), r.ue()
	}
	if r.short || mbw > 1024 || mbh > 1024 || s.frameNum > 16 || chroma > 3 || depth > 6 {
		return s, fmt.Errorf("the sequence parameter set is cut short or damaged")
	}
	ux, uy := uint32(1), 2-frameOnly
	if separate == 0 {
		if chroma == 1 || chroma == 2 {
			ux = 2
		}
		if chroma == 1 {
			uy *= 2
		}
	}
	w, h := int64(mbw)*16, int64(2-frameOnly)*int64(mbh)*16
	w -= int64(ux) * (int64(left) + int64(right))
	h -= int64(uy) * (int64(top) + int64(bottom))
	if w <= 0 || h <= 0 {
		return s, fmt.Errorf("the sequence parameter set crops the picture away")
	}
	s.Width, s.Height = int(w), int(h)
	s.Chroma, s.Depth, s.separate, s.frameOnly = chroma, depth+8, separate == 1, frameOnly == 1
	if r.u(1) == 1 {
		s.vui(&r)
	}
	// Output in the order of decoding (8.2.1.3), or a profile without B slices.
	if order == 2 || s.Profile == 66 {
		s.Reorder = 0
	}
	return s, nil
}

// vui reads up to the timing information; a damaged VUI leaves the rate unknown.
func (s *SPS) vui(r *bits) {
	if r.u(1) == 1 && r.u(8) == 255 { // extended sample aspect ratio
		r.u(32)
	}
	if r.u(1) == 1 {
		r.u(1)
	}
	if r.u(1) == 1 {
		r.u(4)
		if r.u(1) == 1 {
			r.u(24)
		}
	}
	if r.u(1) == 1 {
		r.ue()
		r.ue()
	}
	if r.u(1) == 1 {
		tick, scale := r.u(32), r.u(32)
		if !r.short && tick > 0 && scale > 0 && uint64(tick)*2 <= 1<<32-1 {
			s.FPSNum, s.FPSDen = scale, tick*2
		}
		r.u(1) // fixed_frame_rate_flag
	}
	nal, vcl := r.u(1) == 1 && r.hrd(), r.u(1) == 1 && r.hrd()
	if nal || vcl {
		r.u(1) // low_delay_hrd_flag
	}
	r.u(1) // pic_struct_present_flag
	if r.u(1) == 1 {
		r.u(1) // motion_vectors_over_pic_boundaries_flag
		for range 4 {
			r.ue() // max_bytes_per_pic_denom to log2_max_mv_length_vertical
		}
		if n := r.ue(); !r.short && n <= 16 {
			s.Reorder = int(n)
		}
	}
}

// hrd skips the parameters of a hypothetical reference decoder (E.1.2).
func (r *bits) hrd() bool {
	n := r.ue() + 1
	r.u(8)
	for i := uint32(0); i < n && !r.short; i++ {
		r.ue()
		r.ue()
		r.u(1)
	}
	r.u(20)
	return true
}

// Field says which field of a frame a slice belongs to.
type Field struct {
	// Of is "" for a whole frame, else "top" or "bottom".
	Of string
	// FrameNum is that of both fields of a frame.
	FrameNum uint32
}

// FieldOf reads the beginning of a slice header (7.3.3).
func (s SPS) FieldOf(nal []byte) Field {
	if t := Type(nal); t != TypeSlice && t != TypeIDR || s.frameOnly {
		return Field{}
	}
	r := bits{b: unescape(nal[1:min(len(nal), 40)])}
	r.ue() // first_mb_in_slice
	r.ue() // slice_type
	r.ue() // pic_parameter_set_id
	if s.separate {
		r.u(2)
	}
	f := Field{FrameNum: r.u(s.frameNum)}
	if r.u(1) == 1 && !r.short {
		f.Of = "top"
		if r.u(1) == 1 {
			f.Of = "bottom"
		}
	}
	return f
}

// PPSID returns the number of a picture parameter set.
func PPSID(nal []byte) uint32 {
	if Type(nal) != TypePPS {
		return 0
	}
	r := bits{b: unescape(nal[1:min(len(nal), 16)])}
	return r.ue()
}

// IsRecoveryPoint says whether a SEI unit names a point from which decoding may begin
// although it is no IDR picture (D.2.8): open groups of pictures, intra refresh.
func IsRecoveryPoint(nal []byte) bool {
	if Type(nal) != TypeSEI {
		return false
	}
	b := unescape(nal[1:min(len(nal), 1024)])
	for len(b) > 2 {
		kind, size := 0, 0
		for _, v := range []*int{&kind, &size} {
			for len(b) > 0 && b[0] == 0xff {
				*v, b = *v+255, b[1:]
			}
			if len(b) == 0 {
				return false
			}
			*v, b = *v+int(b[0]), b[1:]
		}
		if kind == 6 {
			return true
		}
		if size > len(b) {
			return false
		}
		b = b[size:]
	}
	return false
}

// bits reads an RBSP; after its end it gives zeros and short is set.
type bits struct {
	b     []byte
	pos   int
	short bool
}

func (r *bits) u(n int) uint32 {
	var v uint32
	for range n {
		v <<= 1
		if i := r.pos >> 3; i < len(r.b) {
			v |= uint32(r.b[i]>>(7-r.pos&7)) & 1
		} else {
			r.short = true
		}
		r.pos++
	}
	return v
}

func (r *bits) ue() uint32 {
	zeros := 0
	for r.u(1) == 0 {
		if zeros++; r.short || zeros > 31 {
			r.short = true
			return 0
		}
	}
	return 1<<zeros - 1 + r.u(zeros)
}

func (r *bits) scalingList(i int) {
	n := 16
	if i >= 6 {
		n = 64
	}
	last, next := int32(8), int32(8)
	for range n {
		if next != 0 {
			k := r.ue()
			d := int32((k + 1) / 2)
			if k%2 == 0 {
				d = -d
			}
			next = (last + d) & 255
		}
		if next != 0 {
			last = next
		}
	}
}

// unescape removes emulation prevention bytes.
func unescape(b []byte) []byte {
	out := make([]byte, 0, len(b))
	zeros := 0
	for _, c := range b {
		if zeros >= 2 && c == 3 {
			zeros = 0
			continue
		}
		if c == 0 {
			zeros++
		} else {
			zeros = 0
		}
		out = append(out, c)
	}
	return out
}

// Interlaced says whether pictures may be sent as two fields.
func (s SPS) Interlaced() bool { return !s.frameOnly }
