package source

import (
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/bluenviron/mediacommon/v2/pkg/codecs/mpeg4audio"
)

// aac is how AAC is packed, by a description's parameters (RFC 3640, 4.1).
type aac struct {
	// sizeBits and indexBits are of an AU header; deltaBits of those after the first.
	sizeBits, indexBits, deltaBits int
	// samples are of one frame, in ticks of the track's clock.
	samples  int
	config   []byte
	channels int
}

// readAAC reads the parameters; ok is false where packets cannot be taken apart by them:
// other modes, or headers with fields that no camera is known to send.
func readAAC(params string) (a aac, ok bool) {
	ok = true
	a.samples = 1024
	stated := false
	for f := range strings.SplitSeq(params, ";") {
		k, v, _ := strings.Cut(f, "=")
		v = strings.Trim(strings.TrimSpace(v), `"`)
		n, err := strconv.Atoi(v)
		switch strings.ToLower(strings.TrimSpace(k)) {
		case "sizelength":
			a.sizeBits = n
		case "indexlength":
			a.indexBits = n
		case "indexdeltalength":
			a.deltaBits = n
		case "constantduration":
			if err == nil && n > 0 && n <= 1<<14 {
				a.samples, stated = n, true
			}
		case "mode":
			ok = ok && (strings.EqualFold(v, "AAC-hbr") || strings.EqualFold(v, "AAC-lbr"))
		case "ctsdeltalength", "dtsdeltalength", "randomaccessindication", "streamstateindication", "auxiliarydatasizelength":
			ok = ok && (err != nil || n == 0)
		case "config":
			if b, err := hex.DecodeString(v); err == nil && len(b) <= 64 {
				a.config = b
			}
		}
	}
	var c mpeg4audio.AudioSpecificConfig
	if c.Unmarshal(a.config) != nil {
		return a, false
	}
	a.channels = int(c.ChannelConfig)
	if c.ChannelConfig == 7 {
		a.channels = 8
	}
	if a.channels < 1 || a.channels > 8 {
		a.channels = 1
	}
	if !stated && c.FrameLengthFlag {
		a.samples = 960
	}
	if !stated && c.ExtensionSampleRate == 2*c.SampleRate {
		a.samples *= 2 // the clock counts what is heard, of which half is coded
	}
	bits := func(n int) bool { return n >= 0 && n <= 16 }
	return a, ok && a.sizeBits > 0 && bits(a.sizeBits) && bits(a.indexBits) && bits(a.deltaBits)
}

// bitReader reads numbers of some bits, the highest first.
type bitReader struct {
	b  []byte
	at int
}

func (r *bitReader) take(n int) (v int) {
	for range n {
		v = v<<1 | int(r.b[r.at/8]>>(7-r.at%8)&1)
		r.at++
	}
	return v
}

// frames takes a packet apart. A frame that does not fit a packet comes in pieces: then size
// is that of the whole, and there is one frame. ok is false for what is damaged, and for
// frames that do not follow each other.
func (a *aac) frames(b []byte) (frames [][]byte, size int, ok bool) {
	if len(b) < 2 {
		return nil, 0, false
	}
	bits := int(b[0])<<8 | int(b[1])
	head := (bits + 7) / 8
	if bits == 0 || len(b) < 2+head {
		return nil, 0, false
	}
	r := bitReader{b: b[2 : 2+head]}
	rest := b[2+head:]
	for r.at < bits {
		index := a.indexBits
		if r.at > 0 {
			index = a.deltaBits
		}
		if bits-r.at < a.sizeBits+index {
			return nil, 0, false
		}
		size = r.take(a.sizeBits)
		if r.take(index) != 0 || size == 0 {
			return nil, 0, false
		}
		if size > len(rest) {
			// A piece of one: it stands alone in its packet.
			return [][]byte{rest}, size, len(frames) == 0 && r.at == bits && len(rest) > 0
		}
		frames, rest = append(frames, rest[:size]), rest[size:]
	}
	return frames, size, true
}
