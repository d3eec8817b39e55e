package rtspsim

import (
	"custos.dev/custos/edge/h264"
)

// bitWriter writes H.264's syntax elements.
type bitWriter struct {
	b []byte
	n int // bits in the last byte
}

func (w *bitWriter) u(n int, v uint) {
	for i := n - 1; i >= 0; i-- {
		if w.n%8 == 0 {
			w.b = append(w.b, 0)
		}
		w.b[len(w.b)-1] |= byte(v>>i&1) << (7 - w.n%8)
		w.n++
	}
}

// ue writes an unsigned Exp-Golomb code.
func (w *bitWriter) ue(v uint) {
	n := 0
	for x := v + 1; x > 1; x >>= 1 {
		n++
	}
	w.u(n, 0)
	w.u(n+1, v+1)
}

// align fills the byte with zeros.
func (w *bitWriter) align() {
	for w.n%8 != 0 {
		w.u(1, 0)
	}
}

// unit ends a unit's payload and puts its header before it, with emulation prevention.
func (w *bitWriter) unit(header byte) []byte {
	w.u(1, 1)
	w.align()
	out := []byte{header}
	zeros := 0
	for _, c := range w.b {
		if zeros == 2 && c <= 3 {
			out, zeros = append(out, 3), 0
		}
		out = append(out, c)
		if zeros++; c != 0 {
			zeros = 0
		}
	}
	return out
}

// The clip of fields: its size in macroblocks, and in pictures.
const (
	fieldsWidth, fieldsHeight = 8, 8
	fieldsFrames, fieldsGroup = 30, 10
	fieldsFPS                 = 10
)

// fieldClip makes a clip whose frames are two fields, each an access unit of its own with
// a stamp of its own: no encoder at hand does it. Its macroblocks are not compressed
// (I_PCM), and a bright bar moves across.
func fieldClip() (*Clip, error) {
	c := &Clip{Codec: "H264", FPS: 2 * fieldsFPS, length: fieldsFrames * clock / fieldsFPS}
	var s bitWriter
	for _, v := range []uint{77, 0, 30} { // Main profile, level 3
		s.u(8, v)
	}
	s.ue(0) // its number
	s.ue(0) // frame_num has 4 bits
	s.ue(0) // order counts of type 0
	s.ue(4) // of 8 bits
	s.ue(1) // reference frames
	s.u(1, 0)
	s.ue(fieldsWidth - 1)
	s.ue(fieldsHeight/2 - 1)
	s.u(5, 0b00100) // not frames alone, not adaptive, direct 8x8; no cropping, nothing more
	c.SPS = s.unit(3<<5 | h264.TypeSPS)
	var p bitWriter
	p.ue(0)
	p.ue(0)
	p.u(2, 0) // CAVLC; no order counts of the bottom
	p.ue(0)
	p.ue(0)
	p.ue(0)
	p.u(3, 0) // no weighting
	p.ue(0)
	p.ue(0)
	p.ue(0)
	p.u(3, 0b100) // slices say how they are deblocked
	c.PPS = p.unit(3<<5 | h264.TypePPS)
	for i := range 2 * fieldsFrames {
		at := int64(i) * clock / fieldsFPS / 2
		key := i%(2*fieldsGroup) == 0
		c.frames = append(c.frames, frame{nals: [][]byte{field(i, key)}, key: key, pts: at, due: at})
	}
	var err error
	c.Info, err = h264.ParseSPS(c.SPS)
	return c, err
}

// field writes the slice of one field; the second of a keyframe is no IDR picture.
func field(n int, key bool) []byte {
	number, bottom := uint(n/2%fieldsGroup), uint(n%2)
	var w bitWriter
	w.ue(0) // the first macroblock
	w.ue(7) // all slices are I
	w.ue(0)
	w.u(4, number)
	w.u(1, 1) // a field
	w.u(1, bottom)
	if key {
		w.ue(uint(n / 2 / fieldsGroup % 2))
	}
	w.u(8, 2*number+bottom)
	if key {
		w.u(2, 0)
	} else {
		w.u(1, 0)
	}
	w.ue(0) // the quantiser
	w.ue(1) // no deblocking
	for mb := range fieldsWidth * fieldsHeight / 2 {
		w.ue(25) // I_PCM
		w.align()
		luma := byte(64)
		if mb%fieldsWidth == n/2%fieldsWidth {
			luma = 220
		}
		for range 256 {
			w.b = append(w.b, luma)
		}
		for range 128 {
			w.b = append(w.b, 128)
		}
	}
	if key {
		return w.unit(3<<5 | h264.TypeIDR)
	}
	return w.unit(3<<5 | h264.TypeSlice)
}
