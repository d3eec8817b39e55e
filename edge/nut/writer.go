package nut

import (
	"encoding/binary"
	"io"
)

// Writer writes one stream as NUT version 4 in pipe mode: a single syncpoint at
// the start, because ffmpeg keeps every syncpoint it reads for good. It is used
// by one goroutine; each packet is one Write.
type Writer struct {
	w   io.Writer
	buf []byte
}

// shift is far below any real PTS, so every time stamp is written in full.
const shift = 1

// NewWriter writes the headers. Of s, FourCC, time base, Extra, and size or rate and channels
// count.
func NewWriter(w io.Writer, s Stream) (*Writer, error) {
	var m, h, y []byte
	m = appendV(m, 4, 0, 1, 65536, 1, s.Num, s.Den)
	// Frame code 0 spells everything out, the other codes are not used. 'N' is
	// no frame code and does not count.
	m = appendV(m, flagCoded, 6, 0, 1, 0, 0, 0, 1)
	m = appendV(m, flagInvalid, 6, 0, 1, 0, 0, 0, 254)
	m = appendV(m, 0, pipeMode)
	class := uint64(0) // pictures
	if s.Rate > 0 {
		class = 1
	}
	h = appendV(h, 0, class)
	h = appendBytes(h, []byte(s.FourCC))
	h = appendV(h, 0, shift, s.Den/s.Num, uint64(s.DecodeDelay), 0)
	h = appendBytes(h, s.Extra)
	if s.Rate > 0 {
		h = appendV(h, uint64(s.Rate), 1, uint64(s.Channels))
	} else {
		h = appendV(h, uint64(s.Width), uint64(s.Height), 1, 1, 0)
	}
	y = appendV(y, 0, 0)
	b := []byte(magic)
	b = appendPacket(b, startMain, m)
	b = appendPacket(b, startStream, h)
	b = appendPacket(b, startSyncpoint, y)
	_, err := w.Write(b)
	return &Writer{w: w}, err
}

// Write adds a packet. pts may not be negative.
func (w *Writer) Write(pts int64, key bool, data []byte) error {
	flags := uint64(flagCodedPTS | flagSizeMSB | flagChecksum)
	if key {
		flags |= flagKey
	}
	b := appendV(append(w.buf[:0], 0), flags, uint64(pts)+1<<shift, uint64(len(data)))
	b = binary.BigEndian.AppendUint32(b, crc(0, b))
	w.buf = append(b, data...)
	_, err := w.w.Write(w.buf)
	return err
}

func appendV(b []byte, vs ...uint64) []byte {
	for _, v := range vs {
		n := 1
		for x := v >> 7; x > 0; x >>= 7 {
			n++
		}
		for n--; n > 0; n-- {
			b = append(b, 0x80|byte(v>>(7*n)))
		}
		b = append(b, byte(v)&0x7f)
	}
	return b
}

func appendBytes(b, x []byte) []byte { return append(appendV(b, uint64(len(x))), x...) }

func appendPacket(b []byte, code uint64, payload []byte) []byte {
	start := len(b)
	b = binary.BigEndian.AppendUint64(b, code)
	b = appendV(b, uint64(len(payload)+4))
	if len(payload)+4 > 4096 {
		b = binary.BigEndian.AppendUint32(b, crc(0, b[start:]))
	}
	b = append(b, payload...)
	return binary.BigEndian.AppendUint32(b, crc(0, payload))
}
