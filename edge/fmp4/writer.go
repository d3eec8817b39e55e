package fmp4

import (
	"encoding/binary"
	"errors"
	"slices"
)

// Track describes a video track for an initialisation section.
type Track struct {
	Width, Height int
	// Timescale is in units a second.
	Timescale uint32
	// Entry and Box name the sample entry and the record in it: "avc1" and "avcC", or
	// "hvc1" and "hvcC"; Record is its content (ISO/IEC 14496-15).
	Entry, Box string
	Record     []byte
}

// box appends a box with what f writes.
func box(b []byte, name string, f func([]byte) []byte) []byte {
	at := len(b)
	b = append(b, 0, 0, 0, 0)
	b = append(b, name...)
	b = f(b)
	binary.BigEndian.PutUint32(b[at:], uint32(len(b)-at))
	return b
}

func u16(b []byte, vs ...int) []byte {
	for _, v := range vs {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	return b
}

func u32(b []byte, vs ...uint32) []byte {
	for _, v := range vs {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

// trackID is the one track's.
const trackID = 1

// matrix is the unity transformation (6.2.2 of ISO/IEC 14496-12).
func matrix(b []byte) []byte {
	return u32(b, 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
}

// AppendInit appends an initialisation section: ftyp and moov, without samples.
func AppendInit(b []byte, t Track) []byte {
	b = box(b, "ftyp", func(b []byte) []byte {
		b = append(b, "iso6"...)
		b = u32(b, 0)
		return append(b, "iso6mp41"...)
	})
	return box(b, "moov", func(b []byte) []byte {
		b = box(b, "mvhd", func(b []byte) []byte {
			b = u32(b, 0, 0, 0, 1000, 0, 0x10000)
			b = u16(b, 0x0100, 0)
			b = u32(b, 0, 0)
			b = matrix(b)
			b = u32(b, 0, 0, 0, 0, 0, 0)
			return u32(b, trackID+1)
		})
		b = box(b, "trak", func(b []byte) []byte {
			b = box(b, "tkhd", func(b []byte) []byte {
				b = u32(b, 3, 0, 0, trackID, 0, 0, 0, 0) // enabled, in movie
				b = u16(b, 0, 0, 0, 0)
				b = matrix(b)
				return u32(b, uint32(t.Width)<<16, uint32(t.Height)<<16)
			})
			return box(b, "mdia", func(b []byte) []byte { return media(b, t) })
		})
		return box(b, "mvex", func(b []byte) []byte {
			return box(b, "trex", func(b []byte) []byte { return u32(b, 0, trackID, 1, 0, 0, 0) })
		})
	})
}

func media(b []byte, t Track) []byte {
	b = box(b, "mdhd", func(b []byte) []byte {
		b = u32(b, 0, 0, 0, t.Timescale, 0)
		return u16(b, 0x55c4, 0) // undetermined language
	})
	b = box(b, "hdlr", func(b []byte) []byte {
		b = u32(b, 0, 0)
		b = append(b, "vide"...)
		b = u32(b, 0, 0, 0)
		return append(b, "Custos\x00"...)
	})
	return box(b, "minf", func(b []byte) []byte {
		b = box(b, "vmhd", func(b []byte) []byte { return u32(b, 1, 0, 0) })
		return tables(b, func(b []byte) []byte {
			return box(b, t.Entry, func(b []byte) []byte {
				b = u16(b, 0, 0, 0, 1) // reserved, data reference
				b = u32(b, 0, 0, 0, 0)
				b = u16(b, t.Width, t.Height)
				b = u32(b, 0x480000, 0x480000, 0) // 72 dpi
				b = u16(b, 1)                     // one frame a sample
				b = append(b, make([]byte, 32)...)
				b = u16(b, 24, 0xffff)
				return box(b, t.Box, func(b []byte) []byte { return append(b, t.Record...) })
			})
		})
	})
}

// tables are where a track's data is, and its sample entry; the fragments say the rest.
func tables(b []byte, entry func([]byte) []byte) []byte {
	b = box(b, "dinf", func(b []byte) []byte {
		return box(b, "dref", func(b []byte) []byte {
			b = u32(b, 0, 1)
			return box(b, "url ", func(b []byte) []byte { return u32(b, 1) }) // in this file
		})
	})
	return box(b, "stbl", func(b []byte) []byte {
		b = box(b, "stsd", func(b []byte) []byte { return entry(u32(b, 0, 1)) })
		for _, name := range []string{"stts", "stsc", "stco"} {
			b = box(b, name, func(b []byte) []byte { return u32(b, 0, 0) })
		}
		return box(b, "stsz", func(b []byte) []byte { return u32(b, 0, 0, 0) })
	})
}

// Picture is one sample to write. Times are in the track's units.
type Picture struct {
	// DTS is when it is decoded, Offset how much later it is shown, Duration how long it
	// stands. DTS may not be negative.
	DTS              int64
	Offset, Duration int32
	// Key says that it can be decoded without any other.
	Key bool
	// Units are its NAL units, without start codes or lengths.
	Units [][]byte
}

// fragmentHead is room for all of a fragment but its picture.
const fragmentHead = 128

// AppendFragment appends a fragment with one picture. sequence counts fragments from 1.
func AppendFragment(b []byte, sequence uint32, p Picture) []byte {
	size := 0
	for _, n := range p.Units {
		size += 4 + len(n)
	}
	b = slices.Grow(b, fragmentHead+size)
	start := len(b)
	dataOffset := 0
	b = box(b, "moof", func(b []byte) []byte {
		b = box(b, "mfhd", func(b []byte) []byte { return u32(b, 0, sequence) })
		return box(b, "traf", func(b []byte) []byte {
			b = box(b, "tfhd", func(b []byte) []byte { return u32(b, 0x020000, trackID) }) // offsets from the moof
			b = box(b, "tfdt", func(b []byte) []byte {
				return binary.BigEndian.AppendUint64(u32(b, 1<<24), uint64(p.DTS))
			})
			return box(b, "trun", func(b []byte) []byte {
				// Version 1 for signed offsets; data offset, then duration, size, flags, offset.
				b = u32(b, 1<<24|0xf01, 1)
				dataOffset = len(b)
				flags := uint32(0x01010000) // depends on others, not a sync sample
				if p.Key {
					flags = 0x02000000
				}
				return u32(b, 0, uint32(p.Duration), uint32(size), flags, uint32(p.Offset))
			})
		})
	})
	binary.BigEndian.PutUint32(b[dataOffset:], uint32(len(b)-start+8))
	b = u32(b, uint32(size+8))
	b = append(b, "mdat"...)
	for _, n := range p.Units {
		b = u32(b, uint32(len(n)))
		b = append(b, n...)
	}
	return b
}

// Delay has the pictures of a fragment of ours shown d units later, in place; when they
// are decoded stays.
func Delay(fragment []byte, d int64) error {
	found := false
	err := timed(fragment, func(name string, b []byte) error {
		if name != "trun" || len(b) < 8 {
			return nil
		}
		flags, n := binary.BigEndian.Uint32(b), int(binary.BigEndian.Uint32(b[4:]))
		at, size := 8, 0
		for _, f := range []uint32{1, 4} { // data offset, first sample's flags
			if flags&f != 0 {
				at += 4
			}
		}
		for _, f := range []uint32{0x100, 0x200, 0x400} { // duration, size, flags
			if flags&f != 0 {
				size += 4
			}
		}
		if flags>>24 != 1 || flags&0x800 == 0 || n > (len(b)-at)/(size+4) {
			return nil
		}
		for i := range n {
			o := b[at+i*(size+4)+size:]
			binary.BigEndian.PutUint32(o, uint32(int32(binary.BigEndian.Uint32(o))+int32(d)))
			found = true
		}
		return nil
	})
	if err == nil && !found {
		err = errors.New("fmp4: the fragment does not say when its pictures are shown")
	}
	return err
}

// AppendRebased appends a fragment with another number, whose decoding time is moved by d
// units. The fragment itself is not changed.
func AppendRebased(b, fragment []byte, sequence uint32, d int64) ([]byte, error) {
	at := len(b)
	b = append(b, fragment...)
	return b, retime(b[at:], sequence, d)
}
