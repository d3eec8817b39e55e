package rtspsim

import (
	"encoding/binary"
	"time"

	"github.com/pion/rtp"

	"custos.dev/custos/edge/h264"
)

// each marks every payload, or none.
func each(marker bool) func(*moment, []payload) []payload {
	return func(_ *moment, p []payload) []payload {
		for i := range p {
			p[i].marker = marker
		}
		return p
	}
}

// isEnd says whether a payload is the last piece of a unit in pieces.
func isEnd(codec string, b []byte) bool {
	if codec == "H265" {
		return len(b) > 2 && hevcType(b) == 49 && b[2]&0x40 != 0
	}
	return len(b) > 1 && h264.Type(b) == 28 && b[1]&0x40 != 0
}

// joined puts the units before the first slice into one packet (STAP-A, or AP in H.265).
func joined(m *moment, nals [][]byte, prefix []byte) [][]byte {
	n := 0
	for n < len(nals) && m.clip.set(nals[n]) != nil {
		n++
	}
	if n < 2 {
		return nals
	}
	b := []byte{24 | 3<<5}
	if m.clip.Codec == "H265" {
		b = []byte{48 << 1, 1}
	}
	for _, x := range nals[:n] {
		b = binary.BigEndian.AppendUint16(b, uint16(len(prefix)+len(x)))
		b = append(append(b, prefix...), x...)
	}
	return append([][]byte{b}, nals[n:]...)
}

func one(k *rtp.Packet) []*rtp.Packet { return []*rtp.Packet{k} }

// isolated says that this is one of the pictures that an oddity touches: every 13th,
// that is no keyframe.
func (m *moment) isolated() bool { return m.n%13 == 7 && !m.key }

// sei says nothing, in the codec's form.
func sei(codec string) []byte {
	if codec == "H265" {
		return []byte{39 << 1, 1, 5, 1, 0x2a, 0x80}
	}
	return []byte{6, 5, 1, 0x2a, 0x80}
}

func aud(codec string) []byte {
	if codec == "H265" {
		return []byte{hevcAUD << 1, 1, 0x50}
	}
	return []byte{h264.TypeAUD, 0xf0}
}

var streamOddities = []Oddity{
	{"slicemark", "four slices a picture, the marker on each unit", odd{
		variant: []string{"-x264-params", "slices=4:repeat-headers=1"}, payloads: each(true),
	}},
	{"seimark", "an SEI unit with the marker before each picture", odd{
		nals: func(m *moment, n [][]byte) [][]byte { return append([][]byte{sei(m.clip.Codec)}, n...) },
		payloads: func(_ *moment, p []payload) []payload {
			p[0].marker = true
			return p
		},
	}},
	{"stapa", "the parameter sets in one packet (STAP-A, or AP)", odd{nals: joinedPlainly}},
	{"stapstart", "the same, with start codes inside", odd{nals: func(m *moment, n [][]byte) [][]byte { return joined(m, n, []byte{0, 0, 0, 1}) }}},
	{"startunits", "start codes before the units of the stream", odd{nals: func(m *moment, n [][]byte) [][]byte {
		out := make([][]byte, len(n))
		for i, x := range n {
			out[i] = x
			if len(x) < mtu-4 {
				out[i] = append([]byte{0, 0, 0, 1}, x...)
			}
		}
		return out
	}}},
	{"joinedunits", "all units of a keyframe's beginning in one payload, between start codes", odd{nals: func(m *moment, n [][]byte) [][]byte {
		var b []byte
		i := 0
		for ; i < len(n) && m.clip.set(n[i]) != nil; i++ {
			if i > 0 {
				b = append(b, 0, 0, 0, 1)
			}
			b = append(b, n[i]...)
		}
		if i == 0 {
			return n
		}
		return append([][]byte{b}, n[i:]...)
	}}},
	{"nomarker", "the marker is never set", odd{payloads: each(false)}},
	{"allmarkers", "the marker is on every packet", odd{payloads: each(true)}},
	{"aud", "a delimiter before each picture", odd{nals: func(m *moment, n [][]byte) [][]byte { return append([][]byte{aud(m.clip.Codec)}, n...) }}},
	{"sei", "SEI units before and after each picture's slices", odd{nals: func(m *moment, n [][]byte) [][]byte {
		return append(append([][]byte{sei(m.clip.Codec)}, n...), sei(m.clip.Codec))
	}}},
	{"setseverywhere", "parameter sets before every picture", odd{nals: func(m *moment, n [][]byte) [][]byte {
		return append(m.clip.sets(), leaveSets(m, n)...)
	}}},
	{"lostfu", "three packets of a picture are lost now and then", odd{packet: func(m *moment, k *rtp.Packet) []*rtp.Packet {
		n := remember(m, "lostfu", func() int { return 0 })
		if !m.isolated() {
			*n = 0
		} else if *n++; *n <= 3 {
			return nil
		}
		return one(k)
	}}},
	{"lostend", "the last piece of a unit is lost now and then", odd{packet: func(m *moment, k *rtp.Packet) []*rtp.Packet {
		if m.isolated() && isEnd(m.clip.Codec, k.Payload) {
			return nil
		}
		return one(k)
	}}},
	{"lossburst", "all packets of three pictures are lost now and then", odd{packet: func(m *moment, k *rtp.Packet) []*rtp.Packet {
		if r := m.n % 23; r >= 11 && r <= 13 {
			return nil
		}
		return one(k)
	}}},
	{"duplicates", "every third packet comes twice", odd{packet: func(_ *moment, k *rtp.Packet) []*rtp.Packet {
		if k.SequenceNumber%3 == 0 {
			return []*rtp.Packet{k, k}
		}
		return one(k)
	}}},
	{"reorder", "every fifth packet comes after the two that follow it", odd{packet: func(m *moment, k *rtp.Packet) []*rtp.Packet {
		type back struct {
			k    *rtp.Packet
			left int
		}
		b := remember(m, "reorder", func() back { return back{} })
		if b.k == nil {
			if k.SequenceNumber%5 == 0 {
				*b = back{k, 2}
				return nil
			}
			return one(k)
		}
		if b.left--; b.left > 0 {
			return one(k)
		}
		late := b.k
		b.k = nil
		return []*rtp.Packet{k, late}
	}}},
	{"seqreset", "the sequence numbers begin at 0 again and again", odd{between: func(m *moment) error {
		if m.again() {
			m.s.seq = 0
		}
		return nil
	}}},
	{"seqrandom", "the sequence numbers jump again and again", odd{between: func(m *moment) error {
		if m.again() {
			m.s.seq = m.s.seq*31 + 12345
		}
		return nil
	}}},
	{"ssrcchange", "the source's number changes after a while", odd{between: func(m *moment) error {
		if m.once() {
			m.s.ssrc += 1000
		}
		return nil
	}}},
	{"ssrcrestart", "source, sequence and time stamps begin anew after a while", odd{
		between: func(m *moment) error {
			if m.once() {
				m.s.ssrc, m.s.seq = m.s.ssrc^0xffff, 1
			}
			return nil
		},
		stamp: func(m *moment, t int64) int64 {
			if m.begun() {
				return t + 123456789
			}
			return t
		},
	}},
	{"foreignssrc", "another source's packets on the same channel", odd{packet: func(_ *moment, k *rtp.Packet) []*rtp.Packet {
		f := *k
		f.SSRC, f.SequenceNumber, f.Payload = 0x0badcafe, f.SequenceNumber*7, []byte{0x41, 0x9a, 1, 2, 3}
		return []*rtp.Packet{k, &f}
	}}},
	{"foreigntype", "packets of another payload type on the same channel", odd{packet: func(_ *moment, k *rtp.Packet) []*rtp.Packet {
		f := *k
		f.PayloadType, f.Payload = 107, []byte("<tt:MetadataStream/>")
		return []*rtp.Packet{&f, k}
	}}},
	{"rtcpmux", "reports on the channel of the pictures", odd{between: func(m *moment) error {
		if m.n%10 == 5 {
			return m.c.out.rtp(m.s.report(time.Now(), 0))
		}
		return nil
	}}},
	{"badrtp", "packets that are no RTP on the same channel", odd{between: func(m *moment) error {
		return m.c.out.rtp([]byte{0x80, 96, 1})
	}}},
	{"padding", "padded packets with a header extension", odd{packet: func(_ *moment, k *rtp.Packet) []*rtp.Packet {
		k.Extension, k.ExtensionProfile = true, 0xabac // ONVIF's
		_ = k.SetExtension(0, make([]byte, 12))
		k.Padding, k.PaddingSize = true, 4
		return one(k)
	}}},
	{"empty", "packets without a payload", odd{payloads: func(_ *moment, p []payload) []payload { return append([]payload{{}}, p...) }}},
	{"pause", "no pictures for 5 s, and the connection stays", odd{nals: func(m *moment, n [][]byte) [][]byte {
		if m.during(5 * time.Second) {
			return nil
		}
		return n
	}}},
	{"stall", "for 2 s nothing comes, and then all of it at once", odd{due: func(m *moment, d time.Duration) time.Duration {
		if m.during(2 * time.Second) {
			return m.after + 2*time.Second
		}
		return d
	}}},
	{"burst", "the pictures since the last keyframe come at once at PLAY", odd{due: func(m *moment, d time.Duration) time.Duration {
		group := remember(m, "burst", func() time.Duration { return firstGroup(m.clip) })
		return max(d-*group, 0)
	}}},
}

// firstGroup is how long the pictures from the first keyframe to the second last.
func firstGroup(c *Clip) time.Duration {
	for _, f := range c.frames[1:] {
		if f.key {
			return ticks(f.due)
		}
	}
	return ticks(c.length)
}

func joinedPlainly(m *moment, n [][]byte) [][]byte { return joined(m, n, nil) }
