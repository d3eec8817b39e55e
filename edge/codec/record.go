package codec

import (
	"encoding/binary"

	"custos.dev/custos/edge/h264"
)

// Packed says how a file packs a stream's units.
type Packed struct {
	// Sets are the parameter sets that stand beside the stream.
	Sets [][]byte
	// length is how many bytes say a unit's length; 0 for start codes.
	length int
}

// ReadRecord reads what stands beside a stream: an AVC or HEVC record (ISO/IEC
// 14496-15), or a byte stream of parameter sets. What cannot be read gives no sets.
func ReadRecord(c Codec, b []byte) Packed {
	if len(b) < 7 || b[0] != 1 {
		return Packed{Sets: h264.Split(b)}
	}
	p := Packed{length: int(b[4]&3) + 1}
	take := func(n int) {
		for ; n > 0 && len(b) >= 2; n-- {
			size := int(binary.BigEndian.Uint16(b))
			if size > len(b)-2 {
				b = nil
				return
			}
			p.Sets, b = append(p.Sets, b[2:2+size]), b[2+size:]
		}
	}
	if c.Name() == "H264" {
		n := int(b[5] & 31)
		b = b[6:]
		take(n)
		if len(b) > 0 {
			n, b = int(b[0]), b[1:]
			take(n)
		}
		return p
	}
	if len(b) < 23 {
		return Packed{}
	}
	p.length = int(b[21]&3) + 1
	arrays := int(b[22])
	b = b[23:]
	for ; arrays > 0 && len(b) >= 3; arrays-- {
		n := int(binary.BigEndian.Uint16(b[1:]))
		b = b[3:]
		take(n)
	}
	return p
}

// Split cuts a picture into its units, which share b's memory.
func (p Packed) Split(b []byte) [][]byte {
	if p.length == 0 {
		return h264.Split(b)
	}
	var out [][]byte
	for len(b) >= p.length {
		n := 0
		for _, c := range b[:p.length] {
			n = n<<8 | int(c)
		}
		b = b[p.length:]
		if n > len(b) {
			break
		}
		if n > 0 {
			out = append(out, b[:n:n])
		}
		b = b[n:]
	}
	return out
}
