// Package nut reads and writes the NUT container, version 3 and 4: the one
// format in which ffmpeg carries raw frames, or packets, through a pipe with
// the stream's own time stamps, exactly.
package nut

import (
	"hash/crc32"
	"math/bits"
	"time"
)

const (
	magic          = "nut/multimedia container\x00"
	startMain      = 0x4E4D7A561F5F04AD
	startStream    = 0x4E5311405BF2F9DB
	startSyncpoint = 0x4E4BE4ADEECA4569
	startIndex     = 0x4E58DD672F23E64E
	startInfo      = 0x4E49AB68B596BA78
)

const (
	flagKey       = 1
	flagCodedPTS  = 8
	flagStreamID  = 16
	flagSizeMSB   = 32
	flagChecksum  = 64
	flagReserved  = 128
	flagSideData  = 256
	flagHeaderIdx = 1024
	flagMatchTime = 2048
	flagCoded     = 4096
	flagInvalid   = 8192
)

const pipeMode = 2

// Stream is one stream's header.
type Stream struct {
	// Video says that Width and Height mean something.
	Video  bool
	FourCC string
	// Num and Den are the time base in seconds: a PTS of p stands for p*Num/Den.
	Num, Den      uint64
	Width, Height int
	// Rate and Channels are of sound, in samples a second; Rate is 0 for pictures. Only a
	// Writer minds them.
	Rate, Channels int
	// Extra is the codec's own header; for H.264 the parameter sets.
	Extra []byte
	// DecodeDelay is how many packets may be needed before the first picture.
	DecodeDelay int
}

// Time turns a PTS of the stream into nanoseconds, rounded down.
func (s Stream) Time(pts int64) time.Duration {
	return time.Duration(mulDiv(pts, s.Num*uint64(time.Second), s.Den))
}

// mulDiv is floor(a*b/c) with a 128-bit product; it saturates.
func mulDiv(a int64, b, c uint64) int64 {
	neg := a < 0
	u := uint64(a)
	if neg {
		u = -u
	}
	hi, lo := bits.Mul64(u, b)
	if hi >= c {
		return 1<<63 - 1
	}
	q, r := bits.Div64(hi, lo, c)
	if q > 1<<63-1 {
		q = 1<<63 - 1
	}
	if !neg {
		return int64(q)
	}
	if r > 0 {
		return -int64(q) - 1
	}
	return -int64(q)
}

// crc is CRC-32 with the polynomial 04C11DB7, most significant bit first,
// starting at 0. hash/crc32 has it mirrored, so the table is our own.
func crc(c uint32, b []byte) uint32 {
	for _, x := range b {
		c = c<<8 ^ crcTable[byte(c>>24)^x]
	}
	return c
}

var crcTable = func() (t [256]uint32) {
	poly := bits.Reverse32(crc32.IEEE)
	for i := range t {
		c := uint32(i) << 24
		for range 8 {
			if c&(1<<31) != 0 {
				c = c<<1 ^ poly
			} else {
				c <<= 1
			}
		}
		t[i] = c
	}
	return t
}()
