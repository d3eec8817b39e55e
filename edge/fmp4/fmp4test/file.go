// Package fmp4test makes small fragmented MP4 files for tests: true in every time and
// size, with pictures that nobody can decode.
package fmp4test

import (
	"encoding/binary"
	"time"
)

// Timescale is the files' unit: 90,000 a second.
const Timescale = 90000

// File is what a file is made of.
type File struct {
	Width, Height int
	// At is the time of the first picture, in the file's own time.
	At time.Duration
	// Pictures is how long each stands; the first one is a key frame unless Dependent.
	Pictures  []time.Duration
	Dependent bool
	// Claims are the samples' own durations where they differ from Pictures, by number, and
	// Early how long before it is shown a picture is decoded.
	Claims map[int]time.Duration
	Early  map[int]time.Duration
	// Fill is what the pictures hold, so that files differ.
	Fill string
}

// Bytes returns the file: an initialisation section and a fragment a picture.
func (f File) Bytes() []byte {
	out := f.Init()
	at := f.At
	for i, d := range f.Pictures {
		claims := d
		if c, ok := f.Claims[i]; ok {
			claims = c
		}
		out = append(out, fragment(uint32(i+1), ticks(at), uint32(ticks(f.Early[i])), uint32(ticks(at+claims)-ticks(at)), i == 0 && !f.Dependent, f.Fill)...)
		at += d
	}
	return out
}

// Init returns the initialisation section of an H.264 stream.
func (f File) Init() []byte {
	w, h := max(f.Width, 16), max(f.Height, 16)
	tkhd := full(0, make([]byte, 80))
	binary.BigEndian.PutUint32(tkhd[12:], 1)
	mdhd := full(0, make([]byte, 20))
	binary.BigEndian.PutUint32(mdhd[12:], Timescale)
	hdlr := append(full(0, make([]byte, 4)), "vide\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"...)
	entry := make([]byte, 78)
	binary.BigEndian.PutUint16(entry[24:], uint16(w))
	binary.BigEndian.PutUint16(entry[26:], uint16(h))
	entry = append(entry, box("avcC", []byte{1, 0x42, 0xc0, 0x1e, 0xff, 0xe0, 0})...)
	stsd := append(full(0, []byte{0, 0, 0, 1}), box("avc1", entry)...)
	trak := box("trak", box("tkhd", tkhd), box("mdia", box("mdhd", mdhd), box("hdlr", hdlr), box("minf", box("stbl", box("stsd", stsd)))))
	trex := full(0, make([]byte, 20))
	binary.BigEndian.PutUint32(trex[4:], 1)
	return append(box("ftyp", []byte("iso5\x00\x00\x02\x00iso5mp41")), box("moov", box("mvhd", full(0, make([]byte, 96))), trak, box("mvex", box("trex", trex)))...)
}

func ticks(d time.Duration) uint64 { return uint64((d*Timescale + time.Second/2) / time.Second) }

func fragment(seq uint32, at uint64, early, lasts uint32, key bool, fill string) []byte {
	flags := uint32(0x10000)
	if key {
		flags = 0x2000000
	}
	data := append([]byte("picture "), fill...)
	data = binary.BigEndian.AppendUint64(data, at)
	u32 := binary.BigEndian.AppendUint32
	trun := u32(full(0xf01, nil), 1)
	trun = u32(trun, 0) // the offset of the pictures, filled in below
	trun = u32(u32(u32(u32(trun, lasts), uint32(len(data))), flags), early)
	tfdt := binary.BigEndian.AppendUint64([]byte{1, 0, 0, 0}, at-uint64(early))
	moof := box("moof", box("mfhd", full(0, u32(nil, seq))), box("traf", box("tfhd", full(0x20000, u32(nil, 1))), box("tfdt", tfdt), box("trun", trun)))
	binary.BigEndian.PutUint32(moof[len(moof)-20:], uint32(len(moof)+8))
	return append(moof, box("mdat", data)...)
}

func full(flags uint32, body []byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, flags), body...)
}

func box(name string, bodies ...[]byte) []byte {
	size := 8
	for _, b := range bodies {
		size += len(b)
	}
	out := append(binary.BigEndian.AppendUint32(nil, uint32(size)), name...)
	for _, b := range bodies {
		out = append(out, b...)
	}
	return out
}
